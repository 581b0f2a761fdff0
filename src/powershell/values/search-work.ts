// A step counter of searches in texts: what patterns, wildcards and comparisons cost, which the number of values does not
// tell. It belongs to the script that runs: values do not know which one that is.
import { SizeExceeded } from './value-error.js';

/** Steps of one operator or cmdlet at most, between two looks of the interpreter at what was counted. */
const STEPS_MAX = 200_000_000;

let steps = 0;

/** Counts steps of a search, of some 3 ns. Throws a `SizeExceeded` where there are too many at once. */
export function searched(more: number): void {
  steps += more;
  if (steps > STEPS_MAX) throw new SizeExceeded('a search in texts takes too many steps');
}

/** The steps since this was asked last: by a script each time before another one may run. */
export function takeSteps(): number {
  const taken = steps;
  steps = 0;
  return taken;
}
