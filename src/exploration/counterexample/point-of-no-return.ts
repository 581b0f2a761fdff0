/**
 * The point of no return of a counterexample, by bisection over its states: the first one from which no path ends
 * without the violation, though nothing else fails and nobody errs any more. Each probe is a bounded search of its own.
 */
import { checkModel } from '../../checker/check.js';
import type { PackedModel, Successors } from '../../core/packed-model.js';
import type { DrillStateSpace } from '../state-space/drill-state-space.js';

/** States searched from one state of the counterexample. */
const STATES_MAX = 20_000;

/** The state space from one state on, without further faults and mistakes and without the violation of this key. */
class AvoidingStateSpace implements PackedModel<never, null> {
  readonly words: number;
  readonly endStates = { key: () => 'the drill has ended', record: () => null };

  constructor(
    private readonly space: DrillStateSpace,
    private readonly from: Uint32Array,
    private readonly violation: string,
  ) {
    this.words = space.words;
  }

  initial(out: Uint32Array, at: number): void {
    out.set(this.from, at);
  }

  expand(states: Uint32Array, at: number, next: Successors): void {
    this.space.expandUnless(states, at, next, (move, violation) => {
      const { kind } = this.space.moves[move];
      return kind === 'break' || kind === 'mistake' || this.isAvoided(violation);
    });
    // What else breaks on the way decides nothing here.
    next.violations.fill(0, 0, next.count);
    next.anyViolation = 0;
  }

  endStateOf(states: Uint32Array, at: number): number {
    if (this.space.endStateOf(states, at) === 0) return 0;
    return this.isAvoided(this.space.violationOf(states, at)) ? 0 : 1;
  }

  private isAvoided(violation: number): boolean {
    return violation !== 0 && this.space.violations.key(violation) === this.violation;
  }
}

/**
 * The index among the `states` of a counterexample of its point of no return; 0 = the start. Null = not known within
 * the bound, or the script never ends. `violation` = the key of what the counterexample shows.
 */
export async function pointOfNoReturn(
  space: DrillStateSpace,
  states: readonly Uint32Array[],
  violation: string,
): Promise<number | null> {
  if (space.plan.request.free > 0) return null;
  // The last of the states comes after the violation itself.
  let [low, high] = [0, states.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const avoidable = await isAvoidable(space, states[middle], violation);
    if (avoidable === null) return null;
    if (avoidable) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function isAvoidable(space: DrillStateSpace, from: Uint32Array, violation: string): Promise<boolean | null> {
  const avoiding = new AvoidingStateSpace(space, from, violation);
  const result = await checkModel(avoiding, { maxStates: STATES_MAX });
  if (result.endStates.length > 0) return true;
  return result.complete ? false : null;
}
