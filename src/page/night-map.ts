/** A long night as one lane: what the worst served had, with the part that is drawn in a frame; a press or a drag chooses another part. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { RunResult } from '../domain/result.js';
import type { Html } from '../report/html/element.js';
import type { Geometry } from '../report/html/night-charts.js';
import { laneGroup } from '../report/html/night-lanes.js';
import { worstLane } from '../report/html/night-model.js';
import { nightAxis, type Stretch, wholeNight } from '../report/html/night-panel.js';
import { mapped } from './night-zoom.js';

/** Shorter nights are seen whole. */
const LONG_MS = 12 * 3_600_000;

interface NightMapProps {
  readonly result: RunResult;
  readonly geometry: Geometry;
  readonly stretch: Stretch;
  readonly show: (stretch: Stretch) => void;
}

/** The map; nothing for a night that needs none. Keys reach all that it does: zooming, and moving the cursor. */
export function NightMap({ result, geometry, stretch, show }: NightMapProps): Html | null {
  const place = useRef<SVGSVGElement>(null);
  const [from, setFrom] = useState<number | null>(null);
  const whole = useMemo(() => wholeNight(result), [result]);
  const axis = useMemo(() => nightAxis(whole, geometry), [whole, geometry]);
  const { of, height } = useMemo(() => {
    const pair = { name: 'Whole drill', pools: result.users.map(({ pool }) => pool) };
    return laneGroup({ title: null, lanes: [worstLane(pair, result)] }, axis, geometry);
  }, [result, axis, geometry]);
  if (result.endedAtMs <= LONG_MS) return null;
  const at = ({ clientX }: PointerEvent): number => {
    const { left, width } = place.current!.getBoundingClientRect();
    const share = (((clientX - left) / width) * geometry.width - axis.left) / axis.width;
    return Math.min(Math.max(share, 0), 1) * result.endedAtMs;
  };
  const [left, right] = [axis.x(stretch.fromMs), axis.x(stretch.toMs)];
  return h(
    'svg',
    {
      class: 'night map screen-only',
      viewBox: `0 0 ${geometry.width} ${height}`,
      'aria-hidden': 'true',
      ref: place,
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0) return;
        place.current!.setPointerCapture(event.pointerId);
        setFrom(at(event));
      },
      onPointerMove: (event: PointerEvent) => from !== null && show(mapped(stretch, from, at(event), result.endedAtMs)),
      onPointerUp: (event: PointerEvent) => {
        if (from !== null) show(mapped(stretch, from, at(event), result.endedAtMs));
        setFrom(null);
      },
    },
    ...of,
    h('rect', { class: 'frame', x: left, y: 1, width: Math.max(right - left, 3), height: height - 2, rx: 3 }),
  );
}
