/** The picture of the night with the cursor over it: a press or a drag moves the cursor. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { clock } from '../core/format.js';
import type { RunResult } from '../domain/result.js';
import type { Html } from '../report/html/element.js';
import type { Geometry } from '../report/html/night-charts.js';
import { nightOpened } from '../report/html/night-model.js';
import { nightAxis, nightPicture, type Stretch } from '../report/html/night-panel.js';
import { type FaultDrag, type FaultMoves, faultGrips } from './fault-grips.js';

interface NightPlotProps {
  readonly result: RunResult;
  readonly geometry: Geometry;
  /** the part of the night that is drawn */
  readonly stretch: Stretch;
  readonly atMs: number;
  readonly move: (atMs: number) => void;
  /** draws a part that is so many times as long */
  readonly zoom: (factor: number) => void;
  /** names of the pairs that are drawn with all their lanes */
  readonly opened: ReadonlySet<string>;
  /** what brings the faults to other times; null = nothing does */
  readonly moves: FaultMoves | null;
}

/** Cursors stop at whole seconds. */
const SECOND_MS = 1000;

/** A turn of the wheel makes what is drawn so much longer or shorter. */
const WHEEL = 0.8;

/** One picture; of it only the cursor is drawn anew while it moves. */
export function NightPlot({ result, geometry, stretch, atMs, move, zoom, opened, moves }: NightPlotProps): Html {
  const axis = useMemo(() => nightAxis(stretch, geometry), [stretch, geometry]);
  const place = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<FaultDrag | null>(null);
  const dragNow = useRef<FaultDrag | null>(null);
  const drags = {
    now: () => dragNow.current,
    set: (next: FaultDrag | null): void => {
      dragNow.current = next;
      setDrag(next);
    },
  };
  const at = (event: PointerEvent, stepMs: number): number => {
    const { left, width } = place.current!.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * geometry.width;
    const ms = axis.fromMs + ((x - axis.left) / axis.width) * (axis.endMs - axis.fromMs);
    return Math.min(Math.max(Math.round(ms / stepMs) * stepMs, stretch.fromMs), stretch.toMs);
  };
  const toPointer = (event: PointerEvent): void => move(at(event, SECOND_MS));
  const picture = useMemo(() => {
    const fault = moves === null ? undefined : faultGrips(moves, { at, ...drags });
    return nightPicture(result, geometry, stretch, null, { groups: nightOpened(result, opened).groups, fault });
  }, [result, geometry, stretch, opened, moves]);
  return h(
    'div',
    {
      class: 'plot',
      ref: place,
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0) return;
        place.current!.setPointerCapture(event.pointerId);
        toPointer(event);
      },
      // The browser would make the whole page larger.
      onWheel: (event: WheelEvent) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        zoom(event.deltaY < 0 ? WHEEL : 1 / WHEEL);
      },
      onPointerMove: (event: PointerEvent) => {
        if (place.current!.hasPointerCapture(event.pointerId)) toPointer(event);
      },
    },
    picture,
    h(
      'div',
      { class: 'cursor', 'aria-hidden': 'true', style: { left: `${(axis.x(atMs) / geometry.width) * 100}%` } },
      h('span', { class: 'cursor-time' }, clock(atMs)),
    ),
    drag === null || drag.atMs === null
      ? null
      : h(
          'div',
          {
            class: `cursor dragged ${drag.breaks ? 'breaks' : 'mends'}`,
            style: { left: `${(axis.x(drag.atMs) / geometry.width) * 100}%` },
          },
          h('span', { class: 'cursor-time' }, clock(drag.atMs)),
        ),
  );
}
