/** A drill in virtual time, over several draws of its durations (Monte Carlo over seeds). */
import type { Drill } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { MOST_SEEDS, runSeeds } from '../run/seeds.js';
import { outcomeOf, type Result, wholeNumberProblem } from './outcome.js';

/** How a drill is simulated. */
export interface SimulateDrillOptions {
  /** the first seed, instead of that of the drill; a whole number from 0 on */
  readonly seed?: number;
  /** how many seeds are played, from the first on; default 50, and 5 where the drill lasts over 30 days */
  readonly seeds?: number;
  /** warnings fail the drill */
  readonly strict?: boolean;
}

/**
 * Simulates a drill. Timeline and numbers of the result are those of the first seed; verdict, readiness and reason are the
 * worst of all seeds that were played. All times are whole milliseconds of virtual time. The same drill, seed and number
 * of seeds give the same result to the byte, on every machine. An error is a script file that cannot be read.
 */
export function simulateDrill(drill: Drill, options: SimulateDrillOptions = {}): Result<RunResult> {
  const { seed = drill.seed, seeds = null, strict = drill.strict === true } = options;
  const wrong =
    wholeNumberProblem('seed', seed, 0, Number.MAX_SAFE_INTEGER) ??
    wholeNumberProblem('seeds', seeds ?? undefined, 1, MOST_SEEDS);
  if (wrong !== null) return wrong;
  const commandFor = (one: number): string => `simulate(drill, { seed: ${one}, seeds: 1 })`;
  return outcomeOf(runSeeds({ ...drill, seed, strict }, { count: seeds, commandFor }));
}
