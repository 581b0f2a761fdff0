import { checkModel } from '../../checker/check.js';
import type { PackedModel, Successors } from '../../core/packed-model.js';
import type { DrillStateSpace } from '../state-space/drill-state-space.js';

/** States searched from one point of a future. */
const STATES_MAX = 20_000;

/** The futures from one state on, without further faults and without the violation of this key; ends where the drill ends. */
class Rest implements PackedModel<never, null> {
  readonly words: number;
  readonly endStates = { key: () => 'the drill has ended', record: () => null };

  constructor(
    private readonly e: DrillStateSpace,
    private readonly from: Uint32Array,
    private readonly key: string,
  ) {
    this.words = e.words;
  }

  initial(out: Uint32Array, at: number): void {
    out.set(this.from, at);
  }

  expand(states: Uint32Array, at: number, next: Successors): void {
    this.e.expandUnless(states, at, next, (move, violation) => {
      const { kind } = this.e.moves[move];
      return kind === 'break' || kind === 'mistake' || this.isBreak(violation);
    });
  }

  endStateOf(states: Uint32Array, at: number): number {
    if (this.e.endStateOf(states, at) === 0) return 0;
    return this.isBreak(this.e.violationOf(states, at)) ? 0 : 1;
  }

  private isBreak(violation: number): boolean {
    return violation !== 0 && this.e.violations.key(violation) === this.key;
  }
}

/**
 * The first state of a future from which every order of what is left ends in the violation of this key, though nothing else fails and
 * nobody errs any more; its index among `states`, so that 0 is the start. Null = not known within the bound, or the
 * script never ends.
 */
export async function pointOfNoReturn(
  e: DrillStateSpace,
  states: readonly Uint32Array[],
  violation: string,
): Promise<number | null> {
  if (e.plan.free > 0) return null;
  // The last of the states comes after the break itself.
  let [low, high] = [0, states.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const open = await avoidable(e, states[middle], violation);
    if (open === null) return null;
    if (open) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function avoidable(e: DrillStateSpace, from: Uint32Array, violation: string): Promise<boolean | null> {
  const found = await checkModel(new Rest(e, from, violation), { maxStates: STATES_MAX });
  if (found.endStates.length > 0) return true;
  return found.complete ? false : null;
}
