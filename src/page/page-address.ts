/** The place in a page, in the fragment of its address: a moment, the part of the night that is drawn, a counterexample, a change of the drill. */
/// <reference lib="dom" />
import type { Stretch } from '../report/html/night-panel.js';

/** `null` = the address does not say. */
export interface PagePlace {
  /** where the cursor is, ms */
  readonly atMs: number | null;
  /** the part of the night that is drawn; of the whole night nothing is said */
  readonly stretch: Stretch | null;
  /** which of several runs is shown */
  readonly shown: string | null;
  /** what the drill is changed to, as change-text.ts has it; what is longer than `CHANGE_MOST` is none */
  readonly change: string | null;
}

/** Characters of a change in an address at most: what sends addresses from one to another cuts longer ones. */
export const CHANGE_MOST = 1500;

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
    change: entry('d', `([\\w.~-]{1,${CHANGE_MOST}})`)?.[0] ?? null,
  };
}

/** The fragment of a place; empty = it says nothing. */
export function fragmentOf({ atMs, stretch, shown, change }: PagePlace): string {
  const entries = [
    ...(shown === null ? [] : [`x=${shown}`]),
    ...(atMs === null ? [] : [`t=${atMs}`]),
    ...(stretch === null ? [] : [`v=${stretch.fromMs}-${stretch.toMs}`]),
    ...(change === null ? [] : [`d=${change}`]),
  ];
  return entries.length === 0 ? '' : `#${entries.join('&')}`;
}

/** Writes a part of the place into the address of the page; the rest of it stays. */
export function writePlace(part: Partial<PagePlace>): void {
  const fragment = fragmentOf({ ...placeIn(location.hash), ...part });
  if (fragment === location.hash) return;
  history.replaceState(null, '', fragment === '' ? location.pathname + location.search : fragment);
}

/** After somebody has rested so long at a place it stands in the address: browsers count how often that changes. */
export const REST_MS = 200;
