/** Two results side by side: number by number, and by the rule of baselines over all seeds. */
import { changesSince, entryOf } from '../campaign/baseline-entry.js';
import type { Change } from '../campaign/campaign-result.js';
import type { RunResult } from '../domain/result.js';
import { type Comparison, compareRuns, type Measured, measuresOf } from '../run/measures.js';

/** Two runs in numbers, and what changed from the first to the second. */
export interface ComparedResults extends Comparison {
  readonly a: Measured;
  readonly b: Measured;
  /** what differs over all seeds: verdict, readiness, the most of RTO, outage, RPO and loss, warnings and errors */
  readonly since: readonly Change[];
  /** false = it is not worse, but for what cannot be told: the second is of more seeds, and its most is higher */
  readonly comparable: boolean;
}

/**
 * Sets the second result against the first. It is worse if its verdict is, or any number of the first seed (users without
 * service, outage, RTO, RPO, changes lost or stranded, routes down, what was found; each the smaller the better), or where
 * `drydrill check` would call it worse than a baseline.
 */
export function compareResults(first: RunResult, second: RunResult): ComparedResults {
  const [a, b] = [measuresOf(first), measuresOf(second)];
  const comparison = compareRuns(a, b);
  const since = changesSince(entryOf(first), entryOf(second));
  const worse = comparison.worse || since.some(({ direction }) => direction === 'worse');
  return {
    a,
    b,
    ...comparison,
    since,
    worse,
    comparable: worse || since.every(({ direction }) => direction !== 'unknown'),
  };
}
