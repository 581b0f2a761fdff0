/** Whether an event wrote anything into some variables of the control state: what only these decide needs no second look otherwise. */
import type { World } from '../domain/state/world.js';

/** Consecutive words of the control state. */
interface Words {
  readonly first: number;
  readonly size: number;
}

/** A copy of those words as they were looked at last. */
export class ControlWatch {
  private readonly seen: Int32Array;
  private begun = false;

  /** `watched`: default all words */
  constructor(
    private readonly world: World,
    private readonly watched: readonly Words[] = [{ first: 0, size: world.controlLayout.size }],
  ) {
    this.seen = new Int32Array(world.controlLayout.size);
  }

  /** They differ from what they were at the last call; true at the first one. */
  hasChanged(): boolean {
    const { control } = this.world;
    const { seen } = this;
    let differs = !this.begun;
    this.begun = true;
    for (const { first, size } of this.watched) {
      for (let i = first; i < first + size; i++) {
        if (seen[i] === control[i]) continue;
        seen[i] = control[i];
        differs = true;
      }
    }
    return differs;
  }
}
