/** Zooming into a night: which part of it is drawn. The part always has the cursor in it. */
import type { RunResult } from '../domain/result.js';
import type { Stretch } from '../report/html/night-panel.js';
import { shortNames } from '../report/html/shown.js';

/** Nothing is drawn larger. */
const SHORTEST_MS = 120_000;

/** A part with a name, for a button. */
export interface NamedStretch {
  readonly name: string;
  readonly stretch: Stretch;
}

/** Outages with buttons of their own at most, and failbacks. */
const NAMED_MOST = 4;

/** What a night has to be looked at by itself, each with what was before and after it: its outages, and then its failbacks. */
export const partsNamed = (result: RunResult): NamedStretch[] => [...outagesOf(result), ...failbacksOf(result)];

/** Each way home of a pool, from the start of its failback until it is as it was, or until the end. */
function failbacksOf(result: RunResult): NamedStretch[] {
  const short = shortNames(result);
  const isHomeward = (state: string | undefined): boolean => state?.startsWith('failback') === true;
  return result.components
    .flatMap(({ kind, subject, intervals }) =>
      intervals.flatMap(({ fromMs, state }, i) => {
        if (kind !== 'failover' || !isHomeward(state) || isHomeward(intervals[i - 1]?.state)) return [];
        const toMs = intervals.slice(i).find((each) => !isHomeward(each.state))?.fromMs ?? result.endedAtMs;
        const stretch = withSurroundings({ fromMs, toMs }, result.endedAtMs);
        return [{ name: `Failback of ${short(subject)}`, stretch }];
      }),
    )
    .slice(0, NAMED_MOST);
}

function outagesOf(result: RunResult): NamedStretch[] {
  const short = shortNames(result);
  return result.recovery.slice(0, NAMED_MOST).map(({ pool, mode, outageAtMs, failoverStartedAtMs, servedAtMs }) => {
    const [fromMs, toMs] = [mode === 'planned' ? failoverStartedAtMs : outageAtMs, servedAtMs ?? result.endedAtMs];
    const name = `${mode === 'planned' ? 'Failover' : 'Outage'} of ${short(pool)}`;
    return { name, stretch: withSurroundings({ fromMs, toMs }, result.endedAtMs) };
  });
}

/** A part, and what was before and after it. */
export function withSurroundings({ fromMs, toMs }: Stretch, endMs: number): Stretch {
  const beside = Math.max((toMs - fromMs) / 8, SHORTEST_MS / 2);
  return within({ fromMs: fromMs - beside, toMs: toMs + beside }, endMs);
}

/** A part that is `factor` times as long as another, the cursor at the same place in it as far as the night goes. */
export function zoomed({ fromMs, toMs }: Stretch, atMs: number, factor: number, endMs: number): Stretch {
  const longMs = Math.max((toMs - fromMs) * factor, Math.min(SHORTEST_MS, endMs));
  const share = (atMs - fromMs) / Math.max(toMs - fromMs, 1);
  return within({ fromMs: atMs - share * longMs, toMs: atMs + (1 - share) * longMs }, endMs);
}

/** What a drag over a map of the night chooses; where it went nowhere, the part as long as it was, around there. */
export function mapped({ fromMs, toMs }: Stretch, startMs: number, atMs: number, endMs: number): Stretch {
  const [from, to] = [Math.min(startMs, atMs), Math.max(startMs, atMs)];
  if (to - from > endMs / 200) return zoomed({ fromMs: from, toMs: to }, from, 1, endMs);
  const half = (toMs - fromMs) / 2;
  return within({ fromMs: atMs - half, toMs: atMs + half }, endMs);
}

/** The part, moved so that the cursor is in it: where it was left, the cursor comes into its middle. */
export function followed(stretch: Stretch, atMs: number, endMs: number): Stretch {
  const { fromMs, toMs } = within(stretch, endMs);
  if (atMs >= fromMs && atMs <= toMs) return { fromMs, toMs };
  const half = (toMs - fromMs) / 2;
  return within({ fromMs: atMs - half, toMs: atMs + half }, endMs);
}

/** The same length, in whole ms, moved into the night; where it is longer than that, all of it. */
function within({ fromMs, toMs }: Stretch, endMs: number): Stretch {
  const longMs = Math.min(Math.round(toMs - fromMs), endMs);
  const start = Math.round(Math.min(Math.max(fromMs, 0), endMs - longMs));
  return { fromMs: start, toMs: start + longMs };
}
