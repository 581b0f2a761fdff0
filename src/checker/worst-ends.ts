/**
 * The worst end that each action can lead to: the severity of end states is carried backwards over a complete search, as
 * the maximum over successors, until a whole sweep changes none. One byte a state, and no transition is stored.
 */
import { Successors } from '../core/packed-model.js';
import type { Budget } from './budget.js';
import { levelCount, levelRange, locationOf } from './finished-search.js';
import type { CheckedModel } from './shortest-path.js';
import { COUNT, SHARDS } from './state-store.js';

/** States that are looked at between two looks at the clock. */
const SLICE = 1024;

/**
 * The severity of the worst end that can follow each cell of the model, by cell; null where it was not asked for, the
 * search has more than `most` states or is not complete, the model rates no ends, or the budget ended.
 */
export async function findWorstEnds(
  checked: CheckedModel,
  most: number,
  states: number,
  isComplete: boolean,
  budget: Budget,
): Promise<readonly number[] | null> {
  if (states > most || !isComplete || checked.model.ratedEnds === undefined) return null;
  const sweeps = worstByCell(checked);
  for (;;) {
    const { done, value } = sweeps.next();
    if (done === true) return value;
    if (!budget.sliceIsOver) continue;
    await budget.yieldToEventLoop();
    if (budget.exceeded() !== null) return null;
  }
}

function* worstByCell({ model, search, canonicalize }: CheckedModel): Generator<void, number[]> {
  const rated = model.ratedEnds!;
  const { shards, words } = search.store;
  const worst = shards.map(({ cells }) => new Uint8Array(cells[COUNT]));
  const parts = levelCount(search) * SHARDS;
  const next = new Successors(words, 256);
  let visited = 0;

  const expand = (states: Uint32Array, at: number): void => {
    next.clear();
    model.expand(states, at, next);
    if (canonicalize) for (let i = 0; i < next.count; i++) model.canonicalize?.(next.buffer, i * words);
  };
  const worstOfSuccessor = (i: number): number => {
    const { shard, index } = locationOf(search, next.buffer, i * words);
    return worst[shard][index];
  };

  for (let sweep = 0, changed = true; changed; sweep++) {
    changed = false;
    for (let n = 0; n < parts; n++) {
      const part = sweep % 2 === 0 ? parts - 1 - n : n;
      const shard = part % SHARDS;
      const { states } = shards[shard];
      const [from, to] = levelRange(search, Math.floor(part / SHARDS), shard);
      for (let index = from; index < to; index++) {
        const known = worst[shard][index];
        if (known === rated.most) continue;
        if (++visited % SLICE === 0) yield;
        let found = sweep === 0 ? rated.severityOf(states, index * words) : known;
        if (found < rated.most) {
          expand(states, index * words);
          for (let i = 0; i < next.count && found < rated.most; i++) found = Math.max(found, worstOfSuccessor(i));
        }
        if (found === known) continue;
        worst[shard][index] = found;
        changed = true;
      }
    }
  }

  const cells: number[] = Array.from({ length: rated.cells }, () => 0);
  for (let part = 0; part < parts; part++) {
    const shard = part % SHARDS;
    const { states } = shards[shard];
    const [from, to] = levelRange(search, Math.floor(part / SHARDS), shard);
    for (let index = from; index < to; index++) {
      if (!rated.hasCells(states, index * words)) continue;
      if (++visited % SLICE === 0) yield;
      expand(states, index * words);
      for (let i = 0; i < next.count; i++) {
        const cell = rated.cellOf(states, index * words, next.actions[i]);
        if (cell >= 0) cells[cell] = Math.max(cells[cell], worstOfSuccessor(i));
      }
    }
  }
  return cells;
}
