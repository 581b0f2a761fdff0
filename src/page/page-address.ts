/** The place in a page, in the fragment of its address: a moment, the part of the night that is drawn, a counterexample. */
import type { Stretch } from '../report/html/night-panel.js';

/** `null` = the address does not say. */
export interface PagePlace {
  /** where the cursor is, ms */
  readonly atMs: number | null;
  /** the part of the night that is drawn; of the whole night nothing is said */
  readonly stretch: Stretch | null;
  /** which of several runs is shown */
  readonly shown: string | null;
}

/** The place that a fragment names, such as `#t=1860000&v=1600000-4197000`. What cannot be read says nothing. */
export function placeIn(fragment: string): PagePlace {
  const entry = (key: string, pattern: string): string[] | null =>
    new RegExp(`[#&]${key}=${pattern}(?:&|$)`).exec(fragment)?.slice(1) ?? null;
  const at = entry('t', '(\\d{1,12})');
  const [fromMs, toMs] = (entry('v', '(\\d{1,12})-(\\d{1,12})') ?? []).map(Number);
  return {
    atMs: at === null ? null : Number(at[0]),
    stretch: fromMs < toMs ? { fromMs, toMs } : null,
    shown: entry('x', '([a-z0-9-]{1,40})')?.[0] ?? null,
  };
}

/** The fragment of a place; empty = it says nothing. */
export function fragmentOf({ atMs, stretch, shown }: PagePlace): string {
  const entries = [
    ...(shown === null ? [] : [`x=${shown}`]),
    ...(atMs === null ? [] : [`t=${atMs}`]),
    ...(stretch === null ? [] : [`v=${stretch.fromMs}-${stretch.toMs}`]),
  ];
  return entries.length === 0 ? '' : `#${entries.join('&')}`;
}
