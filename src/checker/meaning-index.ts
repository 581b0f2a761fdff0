/**
 * The states of a finished search by the hashes that the search has kept of parents. Those of an interned model have
 * other places in the visited set: an index by their meanings is made when the first of them is asked for.
 */
import { hashWords } from '../core/hash.js';
import { type FinishedSearch, numbersOfShards, type StateLocation } from './finished-search.js';
import type { Meaning } from './meaning.js';
import { COUNT, SHARDS, SLOTS, shardOf, slotsFor } from './state-store.js';

/** Open addressing over the numbers of states (`numbersOfShards`), one more each; 0 = empty. */
interface Index {
  readonly first: Int32Array;
  readonly slots: Int32Array;
}

const INDICES = new WeakMap<FinishedSearch, Index>();

/** Where the states of one hash stand. */
export function* locationsOfHash(search: FinishedSearch, meaning: Meaning, hash: number): Generator<StateLocation> {
  if (meaning.isInterned) return yield* locationsByMeaning(search, meaning, hash);
  const { words, shards } = search.store;
  const shard = shardOf(hash);
  const { states, table, cells } = shards[shard];
  const mask = cells[SLOTS] - 1;
  for (let slot = hash & mask; table[slot] !== 0; slot = (slot + 1) & mask) {
    const index = table[slot] & mask;
    if (((table[slot] ^ hash) & ~mask) === 0 && hashWords(states, index * words, words) === (hash | 0)) {
      yield { shard, index };
    }
  }
}

function* locationsByMeaning(search: FinishedSearch, meaning: Meaning, hash: number): Generator<StateLocation> {
  let known = INDICES.get(search);
  if (known === undefined) {
    known = indexOf(search, meaning);
    INDICES.set(search, known);
  }
  const { first, slots } = known;
  const { words, shards } = search.store;
  const last = slots.length - 1;
  for (let slot = hash & last; slots[slot] !== 0; slot = (slot + 1) & last) {
    const number = slots[slot] - 1;
    let shard = 0;
    while (first[shard + 1] <= number) shard++;
    const index = number - first[shard];
    if (meaning.hash(shards[shard].states, index * words) === (hash | 0)) yield { shard, index };
  }
}

function indexOf(search: FinishedSearch, meaning: Meaning): Index {
  const { words, shards } = search.store;
  const first = numbersOfShards(search);
  const slots = new Int32Array(slotsFor(first[SHARDS]));
  const last = slots.length - 1;
  shards.forEach(({ states, cells }, shard) => {
    for (let index = 1; index < cells[COUNT]; index++) {
      let slot = meaning.hash(states, index * words) & last;
      while (slots[slot] !== 0) slot = (slot + 1) & last;
      slots[slot] = first[shard] + index + 1;
    }
  });
  return { first, slots };
}
