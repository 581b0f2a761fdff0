/** Keys of the night as a table of what each leads to: events, steps and recoveries before and after the cursor. */
/// <reference lib="dom" />
import type { RunResult } from '../domain/result.js';
import { recoveryStopsOf, stepStopsOf, stopBeside, stopsOf } from '../report/html/moment.js';
import { isForThePage } from './page-keys.js';

/** Elsewhere the key scrolls the page, or presses what has the focus. */
export const isForThePlay = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest('#night') !== null && !target.matches('button, summary, a');

/** Where the keys lead. */
export interface Ways {
  readonly events: readonly number[];
  readonly steps: readonly number[];
  readonly recoveries: readonly number[];
}

/** Of a run. */
export const waysOf = (result: RunResult): Ways => ({
  events: stopsOf(result),
  steps: stepStopsOf(result),
  recoveries: recoveryStopsOf(result),
});

/** Where a key leads; null = it is not for the night. */
export function keyTarget(event: KeyboardEvent, ways: Ways, atMs: number, endMs: number): number | null {
  const target = event.target instanceof HTMLElement ? event.target : null;
  const inNight = target?.closest('#night') !== null && target !== null;
  if (!isForThePage(event)) return null;
  const stops = event.shiftKey ? ways.steps : ways.events;
  switch (event.key) {
    case 'ArrowLeft':
      return stopBeside(stops, atMs, -1);
    case 'ArrowRight':
      return stopBeside(stops, atMs, 1);
    case '[':
      return stopBeside(ways.recoveries, atMs, -1);
    case ']':
      return stopBeside(ways.recoveries, atMs, 1);
    // Elsewhere these scroll the page.
    case 'Home':
      return inNight ? 0 : null;
    case 'End':
      return inNight ? endMs : null;
    default:
      return null;
  }
}
