/** The bar under a number: the value, its target as a tick, what is inside the target tinted, the range of the seeds above. */
import { el, type Html } from './element.js';
import { tenth } from './time-axis.js';

/** How a number stands to what is wanted of it. */
export type Standing = 'ok' | 'warn' | 'bad' | 'none';

/** Width and height of a bar in its own pixels. */
export const BAR = { wide: 200, high: 14 };

/** A value beside its target, and from the least to the 95 % of the seeds. */
export function bullet(
  value: number,
  target: number | null,
  range: readonly [number, number] | null,
  look: Standing,
): Html {
  const most = Math.max(value, target ?? 0, range?.[1] ?? 0, 1) * (target === null || value > target ? 1.08 : 1.25);
  const x = (n: number): number => tenth((n / most) * BAR.wide);
  return el(
    'svg',
    { class: 'bullet', viewBox: `0 0 ${BAR.wide} ${BAR.high}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    el('rect', { class: 'bar-all', y: 5, width: BAR.wide, height: 6 }),
    target === null ? null : el('rect', { class: 'bar-inside', y: 5, width: x(target), height: 6 }),
    el('rect', { class: `bar-value ${look}`, y: 6, width: Math.max(x(value), 1), height: 4 }),
    range === null
      ? null
      : el('rect', {
          class: 'bar-range',
          y: 1,
          x: x(range[0]),
          width: Math.max(x(range[1]) - x(range[0]), 1.5),
          height: 1.5,
        }),
    target === null ? null : el('rect', { class: 'bar-target', x: x(target), y: 1, width: 1.6, height: BAR.high - 1 }),
  );
}
