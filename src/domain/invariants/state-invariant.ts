/** A safety property of a single state of the deployment, judged after every event for every pool. */
import type { InvariantId } from '../drill.js';
import type { World } from '../state/world.js';

/** One claim about a single state: the text of what is wrong, or null where it holds. */
export interface StateInvariant {
  readonly id: InvariantId;
  readonly claim: string;
  readonly rules: readonly string[];
  /** what is wrong for pool `p` */
  check(world: World, p: number): string | null;
}
