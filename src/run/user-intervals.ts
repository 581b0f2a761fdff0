/** What the users of each pool feel over a run: intervals between the events that change it. */
import { isSameService, stateOfAllUsers, usersByState } from '../domain/components/users/behaviour.js';
import type { Observation } from '../domain/observation.js';
import type { UserInterval, UsersByState } from '../domain/result.js';
import type { World } from '../domain/state/world.js';

type Open = { -readonly [K in keyof UserInterval]: UserInterval[K] };

/** The intervals of one run, by pool. */
export class UserIntervals {
  private readonly lists: Open[][];

  /** `numbersOnly`: nobody asks which part of the users is in which state */
  constructor(
    private readonly world: World,
    private readonly numbersOnly: boolean,
  ) {
    this.lists = world.layout.pools.map(() => []);
  }

  /** The users of a pool are served otherwise from now on; true = that is news, which the start of a run is not. */
  changed(atMs: number, told: Extract<Observation, { kind: 'users' }>): boolean {
    const { pool, state, affected, regular } = told;
    const list = this.lists[pool];
    const last = list.at(-1);
    if (last !== undefined) last.toMs = atMs;
    if (last !== undefined && last.fromMs === atMs) list.pop();
    const before = list.at(-1);
    if (before !== undefined && isSameService(before, told)) return false;
    list.push({ state, fromMs: atMs, toMs: atMs, affected, regular });
    return last !== undefined;
  }

  /** All that one event does to the control state has been done: those who are in no worse state may have moved, too. */
  look(atMs: number): void {
    if (this.numbersOnly) return;
    for (let p = 0; p < this.lists.length; p++) {
      const list = this.lists[p];
      const last = list.at(-1);
      if (last === undefined) continue;
      const all = stateOfAllUsers(this.world, p);
      if (all !== null && last.parts?.[all] === this.world.pool(p).pool.users) continue;
      const parts = usersByState(this.world, p);
      if (last.parts === undefined || last.fromMs === atMs) last.parts = parts;
      else if (!isSameSplit(last.parts, parts)) {
        last.toMs = atMs;
        list.push({ ...last, fromMs: atMs, parts });
      }
    }
  }

  /** Ends the open intervals. */
  finish(endMs: number): void {
    for (const list of this.lists) {
      const last = list.at(-1);
      if (last !== undefined) last.toMs = endMs;
    }
  }

  of(pool: number): readonly UserInterval[] {
    return this.lists[pool];
  }
}

function isSameSplit(a: UsersByState, b: UsersByState): boolean {
  const states = Object.keys(a) as (keyof UsersByState)[];
  return states.length === Object.keys(b).length && states.every((state) => a[state] === b[state]);
}
