/** The picture of the night with the cursor over it: a press or a drag moves the cursor. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { clock } from '../core/format.js';
import type { RunResult } from '../domain/result.js';
import type { Html } from '../report/html/element.js';
import type { Geometry } from '../report/html/night-charts.js';
import { nightAxis, nightPicture, type Stretch } from '../report/html/night-panel.js';

interface NightPlotProps {
  readonly result: RunResult;
  readonly geometry: Geometry;
  /** the part of the night that is drawn */
  readonly stretch: Stretch;
  readonly atMs: number;
  readonly move: (atMs: number) => void;
  /** draws a part that is so many times as long */
  readonly zoom: (factor: number) => void;
}

/** Cursors stop at whole seconds. */
const SECOND_MS = 1000;

/** A turn of the wheel makes what is drawn so much longer or shorter. */
const WHEEL = 0.8;

/** One picture; of it only the cursor is drawn anew while it moves. */
export function NightPlot({ result, geometry, stretch, atMs, move, zoom }: NightPlotProps): Html {
  const picture = useMemo(() => nightPicture(result, geometry, stretch), [result, geometry, stretch]);
  const axis = useMemo(() => nightAxis(stretch, geometry), [stretch, geometry]);
  const place = useRef<HTMLDivElement>(null);
  const toPointer = (event: PointerEvent): void => {
    const { left, width } = place.current!.getBoundingClientRect();
    const x = ((event.clientX - left) / width) * geometry.width;
    const ms = axis.fromMs + ((x - axis.left) / axis.width) * (axis.endMs - axis.fromMs);
    move(Math.min(Math.max(Math.round(ms / SECOND_MS) * SECOND_MS, stretch.fromMs), stretch.toMs));
  };
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
  );
}
