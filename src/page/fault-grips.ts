/** Marks of faults as sliders: a drag or the arrow keys bring a fault to another time, and the drill is played again. */
/// <reference lib="dom" />
import { h } from 'preact';
import { clock } from '../core/format.js';
import { type FaultResult, isBreaking } from '../domain/drill-input.js';
import { faultInWords } from '../report/html/fault-words.js';
import type { FaultMark } from '../report/html/night-panel.js';
import { printable } from '../report/text/printable.js';
import type { EditedDrill } from './edited-drill.js';

/** The faults of what is shown, and what brings one of them to another time. */
export interface FaultMoves {
  readonly faults: EditedDrill['faults'];
  /** ms; no fault comes later */
  readonly latestMs: number;
  /** brings the fault of that number to where `to` leads from its time */
  readonly move: (index: number, to: (atMs: number) => number) => void;
}

/** A press under way, and where it has dragged its fault to; null = nowhere yet. */
export interface FaultDrag {
  readonly index: number;
  readonly startX: number;
  readonly atMs: number | null;
  readonly breaks: boolean;
}

/** Where a drag is kept and drawn, and which moment is under a pointer. Marks may be made anew while it goes on. */
interface DragPlace {
  readonly at: (event: PointerEvent, stepMs: number) => number;
  readonly now: () => FaultDrag | null;
  readonly set: (drag: FaultDrag | null) => void;
}

const TEN_SECONDS_MS = 10_000;
const MINUTE_MS = 60_000;

/** The number of a fault that came, in the drill; -1 = the drill has none such, as of a repair that comes by itself. */
export function faultIndex(faults: EditedDrill['faults'], { atMs, ...came }: FaultResult): number {
  const wordsOf = (fault: Omit<FaultResult, 'atMs'>): string => printable(faultInWords({ ...fault, atMs }));
  return faults.findIndex((fault) => fault.atMs === atMs && wordsOf(fault) === wordsOf(came));
}

/** How far a key brings a fault, ms; null = it is no key for that. Alone ten seconds, with Alt a minute, with Shift too ten. */
export function keyedBy({ key, altKey, shiftKey, ctrlKey, metaKey }: KeyboardEvent): number | null {
  const way = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
  if (way === 0 || ctrlKey || metaKey || (shiftKey && !altKey)) return null;
  return way * (altKey ? MINUTE_MS * (shiftKey ? 10 : 1) : TEN_SECONDS_MS);
}

/** What makes a slider of a mark. */
export function faultGrips({ faults, latestMs, move }: FaultMoves, { at, now, set }: DragPlace): FaultMark {
  return (fault, shapes) => {
    const index = faultIndex(faults, fault);
    if (index < 0) return h('g', null, ...shapes);
    return h(
      'g',
      {
        key: `fault ${index}`,
        class: 'grip',
        role: 'slider',
        tabindex: 0,
        'aria-label': `When: ${faultInWords(fault)}`,
        'aria-valuemin': 0,
        'aria-valuemax': latestMs,
        'aria-valuenow': fault.atMs,
        'aria-valuetext': clock(fault.atMs),
        onPointerDown: (event: PointerEvent) => {
          if (event.button !== 0) return;
          // The press is not for the cursor below it.
          event.stopPropagation();
          (event.currentTarget as Element).setPointerCapture(event.pointerId);
          set({ index, startX: event.clientX, atMs: null, breaks: isBreaking(fault) });
        },
        onPointerMove: (event: PointerEvent) => {
          const drag = now();
          // A press that goes nowhere changes nothing.
          if (drag === null || (drag.atMs === null && Math.abs(event.clientX - drag.startX) < 4)) return;
          set({ ...drag, atMs: at(event, TEN_SECONDS_MS) });
        },
        onPointerUp: () => {
          const drag = now();
          set(null);
          if (drag === null || drag.atMs === null) return;
          const { atMs } = drag;
          move(drag.index, () => atMs);
        },
        onPointerCancel: () => set(null),
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key === 'Escape') return set(null);
          const byMs = keyedBy(event);
          if (byMs === null) return;
          // Elsewhere these keys move the cursor.
          event.preventDefault();
          event.stopPropagation();
          move(index, (atMs) => Math.min(Math.max(atMs + byMs, 0), latestMs));
        },
      },
      ...shapes,
    );
  };
}
