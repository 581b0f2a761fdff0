import { type PackedModel, Successors } from '../core/packed-model.js';
import { compareWords, type Witness } from './discoveries.js';
import { type FinishedSearch, levelIn, levelsOf, placeOf, stateAt } from './finished-search.js';
import { COUNT, SHARDS } from './state-store.js';

/** States that are looked at between two looks at the clock. */
const SLICE = 1024;

/** States from which no goal can be reached: how many, and one of them. */
interface Unrecoverable {
  readonly count: number;
  readonly witness: Witness;
}

/**
 * Of all states of a complete search, those that cannot find their way to one that is `recovered`; null = there
 * are none, and then every state recovers sooner or later, provided that no action which is possible again and
 * again is put off for ever. The others are marked, backwards from the recovered ones: what is not marked is
 * expanded again, from the last level to the first and back, until a whole sweep marks none. That takes one
 * byte a state, and no transition is stored. Yields every now and then.
 */
export function* findUnrecoverable(
  model: PackedModel<unknown, unknown>,
  rested: FinishedSearch,
  fold: boolean,
): Generator<void, Unrecoverable | null> {
  const { shards, words } = rested.store;
  const marked = shards.map(({ cells }) => new Uint8Array(cells[COUNT]));
  const levels = levelsOf(rested);
  const next = new Successors(words, 256);
  let looked = 0;

  const leadsOut = (states: Uint32Array, at: number): boolean => {
    next.clear();
    model.expand(states, at, next);
    for (let i = 0; i < next.count; i++) {
      if (fold) model.canonicalize?.(next.buffer, i * words);
      const { shard, index } = placeOf(rested, next.buffer, i * words);
      if (marked[shard][index] === 1) return true;
    }
    return false;
  };

  for (let sweep = 0, changed = true; changed; sweep++) {
    changed = false;
    for (let n = 0; n < levels * SHARDS; n++) {
      const turn = sweep % 2 === 0 ? levels * SHARDS - 1 - n : n;
      const shard = turn % SHARDS;
      const { states } = shards[shard];
      const [from, to] = levelIn(rested, Math.floor(turn / SHARDS), shard);
      for (let index = from; index < to; index++) {
        if (marked[shard][index] === 1) continue;
        if (++looked % SLICE === 0) yield;
        const recovered = sweep === 0 && model.isGoal!(states, index * words);
        if (!recovered && !leadsOut(states, index * words)) continue;
        marked[shard][index] = 1;
        changed = true;
      }
    }
  }
  return plainest(rested, marked);
}

/** Of the states that are not marked the one with the fewest steps, then with the smallest words; and their number. */
function plainest(rested: FinishedSearch, marked: readonly Uint8Array[]): Unrecoverable | null {
  const { words } = rested.store;
  let found: Witness | null = null;
  let count = 0;
  for (let steps = 0; steps < levelsOf(rested); steps++) {
    for (let shard = 0; shard < SHARDS; shard++) {
      const [from, to] = levelIn(rested, steps, shard);
      for (let index = from; index < to; index++) {
        if (marked[shard][index] === 1) continue;
        count++;
        const state = stateAt(rested, { shard, index });
        const order: number =
          found === null ? -1 : steps - found.steps || compareWords(state, 0, found.words, 0, words);
        if (order < 0) found = { steps, ordinal: -1, words: state.slice() };
      }
    }
  }
  return found === null ? null : { count, witness: found };
}
