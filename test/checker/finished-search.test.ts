import { describe, expect, test } from 'vitest';
import { BfsWorker } from '../../src/checker/bfs-worker.js';
import { Coordinator } from '../../src/checker/coordinator.js';
import {
  type FinishedSearch,
  levelCount,
  levelRange,
  locationOf,
  numberOf,
  numbersOfShards,
  stateAt,
} from '../../src/checker/finished-search.js';
import { Meaning } from '../../src/checker/meaning.js';
import { locationsOfHash } from '../../src/checker/meaning-index.js';
import { COUNT, createStateStore, SHARDS } from '../../src/checker/state-store.js';
import { createSuccessorBuffers } from '../../src/checker/successor-buffer.js';
import { hashWords } from '../../src/core/hash.js';
import type { InternedModel, PackedModel } from '../../src/core/packed-model.js';

/** The states [n, 7] up to a number, two of them in the first level: 0, then 1 and 2, then 3 and 4, and so on. */
const PAIRS: PackedModel<never, never> = {
  words: 2,
  initial: (out, at) => out.set([0, 7], at),
  expand(states, at, next) {
    const n = states[at] + (states[at] % 2);
    for (const to of n < 40 ? [n + 1, n + 2] : []) {
      next.buffer.set([to, 7], next.at);
      next.emit(0, 0);
    }
  },
};

/** All of them, found by a search. */
function searched(): FinishedSearch {
  const store = createStateStore(2, 1000);
  const coordinator = new Coordinator(Coordinator.cells(), 1, store, 1000);
  const buffers = createSuccessorBuffers(2, 1, 1 << 16);
  const worker = new BfsWorker(PAIRS, store, coordinator, { thread: 0, buffers, canonicalize: false });
  worker.insertInitial();
  while (coordinator.nextLevelStates > 0) {
    coordinator.beginLevel();
    worker.enterLevel();
    while (worker.expandSome() === 'some');
    for (let shard = 0; shard < SHARDS; shard++) worker.insertAll(shard);
  }
  return { store, levelStarts: worker.levelStarts };
}

const SEARCH = searched();
const ALL = Array.from({ length: 41 }, (_, n) => n);
const wordsOf = (n: number): Uint32Array => Uint32Array.of(9, n, 7);

describe('the states of a search', () => {
  test('each stands where its words are found', () => {
    for (const n of ALL) {
      const location = locationOf(SEARCH, wordsOf(n), 1);
      expect([...stateAt(SEARCH, location)]).toEqual([n, 7]);
      expect(location.shard).toBe(hashWords(wordsOf(n), 1, 2) >>> 26);
    }
  });

  test('each has a number of its own, counted through the shards', () => {
    const first = numbersOfShards(SEARCH);
    expect(first[0]).toBe(0);
    expect(first[SHARDS]).toBe(SEARCH.store.shards.reduce((sum, { cells }) => sum + cells[COUNT], 0));
    const numbers = ALL.map((n) => numberOf(SEARCH, first, wordsOf(n), 1));
    expect(new Set(numbers).size).toBe(41);
    for (const [n, number] of numbers.entries()) {
      const { shard, index } = locationOf(SEARCH, wordsOf(n), 1);
      expect(number).toBe(first[shard] + index);
    }
  });

  test('one that was not found is a fault of the model', () => {
    const fault = 'the model gave other successors than before';
    for (const words of [Uint32Array.of(41, 7), Uint32Array.of(1, 8)]) {
      expect(() => locationOf(SEARCH, words, 0)).toThrow(fault);
      expect(() => numberOf(SEARCH, numbersOfShards(SEARCH), words, 0)).toThrow(fault);
    }
  });

  test('the levels are those of the distance from the first', () => {
    expect(levelCount(SEARCH)).toBe(21);
    const levels = Array.from({ length: 21 }, (_, level) => {
      const found: number[] = [];
      for (let shard = 0; shard < SHARDS; shard++) {
        const [from, to] = levelRange(SEARCH, level, shard);
        for (let index = from; index < to; index++) found.push(stateAt(SEARCH, { shard, index })[0]);
      }
      return found.sort((a, b) => a - b);
    });
    expect(levels).toEqual(Array.from({ length: 21 }, (_, i) => (i === 0 ? [0] : [2 * i - 1, 2 * i])));
  });
});

describe('the states of a hash', () => {
  const found = (meaning: Meaning, hash: number) =>
    [...locationsOfHash(SEARCH, meaning, hash)].map((location) => stateAt(SEARCH, location)[0]);

  test('where states stand for themselves', () => {
    const meaning = new Meaning(PAIRS);
    for (const n of ALL) expect(found(meaning, hashWords(wordsOf(n), 1, 2))).toEqual([n]);
    expect(found(meaning, hashWords(wordsOf(41), 1, 2))).toEqual([]);
  });

  test('where they stand for others: all that stand for one of that hash', () => {
    const meaningOf = (states: Uint32Array, at: number, to: Uint32Array): void => to.set([states[at] % 20, 0, 1]);
    const meaning = new Meaning({ ...PAIRS, meaningWords: 3, meaningOf } as InternedModel);
    // Asked twice, as the index is made the first time.
    for (let round = 0; round < 2; round++) {
      for (const n of [0, 1, 19]) {
        const hash = hashWords(Uint32Array.of(n, 0, 1), 0, 3);
        const expected = ALL.filter((each) => each % 20 === n);
        expect(found(meaning, hash).sort((a, b) => a - b)).toEqual(expected);
        expect(found(meaning, hash >>> 0).sort((a, b) => a - b)).toEqual(expected);
      }
    }
    expect(found(meaning, hashWords(Uint32Array.of(20, 0, 1), 0, 3))).toEqual([]);
  });
});
