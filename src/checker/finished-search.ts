import { hashWords } from '../core/hash.js';
import { compareWords } from './discoveries.js';
import { LEVEL_END, SHARDS, SLOTS, type StateStore, shardOf } from './state-store.js';

/** What a search has at its end: its store, and where in each shard each level starts. */
export interface FinishedSearch {
  readonly store: StateStore;
  /** First index of each level in each shard, SHARDS numbers a level. */
  readonly levels: readonly number[];
}

/** A state of a search. */
export interface Place {
  readonly shard: number;
  /** index in the shard */
  readonly index: number;
}

/** Levels that were begun. */
export function levelsOf({ levels }: FinishedSearch): number {
  return levels.length / SHARDS;
}

/** Indices of a level in a shard, from `[0]` to before `[1]`. */
export function levelIn(
  { store, levels }: FinishedSearch,
  level: number,
  shard: number,
): [from: number, to: number] {
  const next = levels[(level + 1) * SHARDS + shard];
  return [levels[level * SHARDS + shard], next ?? store.shards[shard].cells[LEVEL_END]];
}

/** Where the states of one hash stand. */
export function* placesOf({ store }: FinishedSearch, hash: number): Generator<Place> {
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

/** Where a state that was found is. */
export function placeOf(rested: FinishedSearch, states: Uint32Array, at: number): Place {
  const { words, shards } = rested.store;
  for (const place of placesOf(rested, hashWords(states, at, words))) {
    if (compareWords(shards[place.shard].states, place.index * words, states, at, words) === 0) return place;
  }
  throw new Error('the model gave other successors than before');
}

/** The words of a state. */
export function stateAt({ store }: FinishedSearch, { shard, index }: Place): Uint32Array {
  const { words, shards } = store;
  return shards[shard].states.subarray(index * words, (index + 1) * words);
}
