/**
 * The visited set after a search, to be read: where the states of a level stand, and where the states of a hash do.
 * Counterexamples and recoverability are worked out on it.
 */
import { hashWords } from '../core/hash.js';
import { COUNT, compareWords, LEVEL_END, SHARDS, SLOTS, type StateStore, shardOf } from './state-store.js';

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

/** The number of the first state of each shard, states counted through the shards; and how many numbers there are. */
export function numbersOfShards({ store }: FinishedSearch): Int32Array {
  const first = new Int32Array(SHARDS + 1);
  store.shards.forEach(({ cells }, i) => {
    first[i + 1] = first[i] + cells[COUNT];
  });
  return first;
}

/** The number of the state at `states[at ..]`; `first` = `numbersOfShards`. Throws where the search has not found it. */
export function numberOf({ store }: FinishedSearch, first: Int32Array, states: Uint32Array, at: number): number {
  const hash = hashWords(states, at, store.words);
  return first[shardOf(hash)] + indexOf(store, hash, states, at);
}

/** Where the state at `states[at ..]` stands. Throws where the search has not found it. */
export function locationOf({ store }: FinishedSearch, states: Uint32Array, at: number): StateLocation {
  const hash = hashWords(states, at, store.words);
  return { shard: shardOf(hash), index: indexOf(store, hash, states, at) };
}

/** The index of a state, whose hash this is, in its shard. */
function indexOf({ words, shards }: StateStore, hash: number, states: Uint32Array, at: number): number {
  const { states: all, table, cells } = shards[shardOf(hash)];
  const mask = cells[SLOTS] - 1;
  for (let slot = hash & mask; table[slot] !== 0; slot = (slot + 1) & mask) {
    if (((table[slot] ^ hash) & ~mask) !== 0) continue;
    const index = table[slot] & mask;
    if (compareWords(all, index * words, states, at, words) === 0) return index;
  }
  throw new Error('the model gave other successors than before');
}

/** The words of a state. */
export function stateAt({ store }: FinishedSearch, { shard, index }: StateLocation): Uint32Array {
  const { words, shards } = store;
  return shards[shard].states.subarray(index * words, (index + 1) * words);
}
