import { checkModel } from '../../checker/check.js';
import type { PackedModel, Successors } from '../../core/packed-model.js';
import type { DrillStateSpace } from '../state-space/drill-state-space.js';

/** States searched from one point of a future. */
const STATES_MAX = 20_000;

/** The futures from one state on, without further faults and without what breaks `way`; ends where the drill ends. */
class Rest implements PackedModel {
  readonly words: number;

  constructor(
    private readonly e: DrillStateSpace,
    private readonly from: Uint32Array,
    private readonly way: string,
  ) {
    this.words = e.words;
  }

  initial(out: Uint32Array, at: number): void {
    out.set(this.from, at);
  }

  expand(states: Uint32Array, at: number, next: Successors): void {
    this.e.expandUnless(states, at, next, (move, way) => {
      const { kind } = this.e.moves[move];
      return kind === 'break' || kind === 'mistake' || this.e.violationKey(way) === this.way;
    });
  }

  outcome(states: Uint32Array, at: number): number {
    if (this.e.outcome(states, at) === 0) return 0;
    return this.e.violationKey(this.e.violationOf(states, at)) === this.way ? 0 : 1;
  }
}

/**
 * The first state of a future from which every order of what is left breaks `way`, though nothing else fails and
 * nobody errs any more; its index among `states`, so that 0 is the start. Null = not known within the bound, or the
 * script never ends.
 */
export async function pointOfNoReturn(
  e: DrillStateSpace,
  states: readonly Uint32Array[],
  way: string,
): Promise<number | null> {
  if (e.plan.free > 0) return null;
  // The last of the states comes after the break itself.
  let [low, high] = [0, states.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const open = await avoidable(e, states[middle], way);
    if (open === null) return null;
    if (open) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function avoidable(e: DrillStateSpace, from: Uint32Array, way: string): Promise<boolean | null> {
  const found = await checkModel(new Rest(e, from, way), { maxStates: STATES_MAX });
  if (found.outcomes.length > 0) return true;
  return found.complete ? false : null;
}
