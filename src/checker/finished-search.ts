/**
 * The visited set after a search, to be read: where the states of a level stand, and where the states of a hash do.
 * Counterexamples and recoverability are worked out on it.
 */
import { hashWords } from '../core/hash.js';
import { compareWords, LEVEL_END, SHARDS, SLOTS, type StateStore, shardOf } from './state-store.js';

/** A state store with the bounds of its levels. */
export interface FinishedSearch {
  readonly store: StateStore;
  /** First index of each level in each shard, SHARDS numbers a level. */
  readonly levelStarts: readonly number[];
}

/** Where a state stands in the store. */
export interface StateLocation {
  readonly shard: number;
  /** index in the shard */
  readonly index: number;
}

/** Levels that were begun. */
export function levelCount({ levelStarts }: FinishedSearch): number {
  return levelStarts.length / SHARDS;
}

/** Indices of a level in a shard, from `[0]` to before `[1]`. */
export function levelRange(
  { store, levelStarts }: FinishedSearch,
  level: number,
  shard: number,
): [from: number, to: number] {
  const next = levelStarts[(level + 1) * SHARDS + shard];
  return [levelStarts[level * SHARDS + shard], next ?? store.shards[shard].cells[LEVEL_END]];
}

/** Where the states of one hash stand. */
export function* locationsOfHash({ store }: FinishedSearch, hash: number): Generator<StateLocation> {
  const { words } = store;
  const shard = shardOf(hash);
  const { states, table, cells } = store.shards[shard];
  const mask = cells[SLOTS] - 1;
  for (let slot = hash & mask; table[slot] !== 0; slot = (slot + 1) & mask) {
    const index = table[slot] & mask;
    if (((table[slot] ^ hash) & ~mask) === 0 && hashWords(states, index * words, words) === (hash | 0)) {
      yield { shard, index };
    }
  }
}

/** Where the state at `states[at ..]` stands. Throws where the search has not found it. */
export function locationOf(search: FinishedSearch, states: Uint32Array, at: number): StateLocation {
  const { words, shards } = search.store;
  for (const location of locationsOfHash(search, hashWords(states, at, words))) {
    const { shard, index } = location;
    if (compareWords(shards[shard].states, index * words, states, at, words) === 0) return location;
  }
  throw new Error('the model gave other successors than before');
}

/** The words of a state. */
export function stateAt({ store }: FinishedSearch, { shard, index }: StateLocation): Uint32Array {
  const { words, shards } = store;
  return shards[shard].states.subarray(index * words, (index + 1) * words);
}
