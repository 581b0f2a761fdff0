import { describe, expect, test } from 'vitest';
import { type CountedWitness, Discoveries, mergedByKey } from '../../src/checker/discoveries.js';
import { Meaning } from '../../src/checker/meaning.js';
import type { InternedModel, PackedModel } from '../../src/core/packed-model.js';

const plain = new Meaning({ words: 2 } as PackedModel);
const RECORDS = { key: (n: number) => `key ${n % 10}`, record: (n: number) => n };

/** What stays of these witnesses of one number: [steps, ordinal, words]. */
function witnessOf(...list: [steps: number, ordinal: number, words: number[]][]) {
  const found = new Discoveries(plain);
  for (const [steps, ordinal, words] of list) found.add(4, Uint32Array.from([9, ...words]), 1, { steps, ordinal }, 2);
  const [{ count, witness }] = found.asRecords(RECORDS);
  return [count, witness.steps, witness.ordinal, ...witness.words];
}

describe('of several witnesses the plainest stays, whichever comes first', () => {
  test.each<[string, [number, number, number[]], [number, number, number[]]]>([
    ['the fewest steps', [2, 5, [7, 7]], [3, -1, [0, 0]]],
    ['a state before a transition', [2, -1, [7, 7]], [2, 0, [0, 0]]],
    ['the smallest words', [2, 5, [1, 9]], [2, 0, [2, 0]]],
    ['the smallest last word', [2, 5, [1, 8]], [2, 0, [1, 9]]],
    ['the first action', [2, 3, [1, 1]], [2, 4, [1, 1]]],
  ])('%s', (_what, plainest, other) => {
    const expected = [2, plainest[0], plainest[1], ...plainest[2]];
    expect(witnessOf(plainest, other)).toEqual(expected);
    expect(witnessOf(other, plainest)).toEqual(expected);
  });

  test('what is equal is counted', () => {
    expect(witnessOf([1, 0, [1, 2]], [1, 0, [1, 2]], [1, 0, [1, 2]])).toEqual([3, 1, 0, 1, 2]);
  });
});

test('a witness keeps its words, whatever becomes of the place that it was read from', () => {
  const found = new Discoveries(plain);
  const words = Uint32Array.of(1, 2);
  found.add(1, words, 0, { steps: 0, ordinal: -1 }, 2);
  words.fill(7);
  const [{ witness }] = found.asRecords(RECORDS);
  expect([...witness.words, ...witness.meaning]).toEqual([1, 2, 1, 2]);
});

test('of an interned model the order is that of what its states stand for', () => {
  const model = {
    words: 1,
    meaningWords: 2,
    meaningOf: (states: Uint32Array, at: number, to: Uint32Array) => to.set([1, 100 - states[at]]),
  } as unknown as InternedModel;
  const found = new Discoveries(new Meaning(model));
  for (const number of [3, 5, 4]) found.add(1, Uint32Array.of(number), 0, { steps: 1, ordinal: -1 }, 1);
  const [{ witness }] = found.asRecords(RECORDS);
  expect([[...witness.words], [...witness.meaning]]).toEqual([[5], [1, 95]]);
});

test('records are listed by their keys; numbers of one key are one', () => {
  const found = new Discoveries(plain);
  expect(found.size).toBe(0);
  for (const number of [3, 1, 2, 11]) found.add(number, Uint32Array.of(number, 0), 0, { steps: 1, ordinal: -1 }, 2);
  expect(found.size).toBe(4);
  expect(found.asRecords(RECORDS).map(({ key, record, count }) => [key, record, count])).toEqual([
    ['key 1', 1, 2],
    ['key 2', 2, 1],
    ['key 3', 3, 1],
  ]);
});

test('a number of which the model has no record is a fault of the model', () => {
  const found = new Discoveries(plain);
  expect(found.asRecords(undefined)).toEqual([]);
  found.add(5, Uint32Array.of(0, 0), 0, { steps: 1, ordinal: -1 }, 2);
  expect(() => found.asRecords(undefined)).toThrow('the model has no record of the number 5');
});

test('what several threads found is one list: counts together, the plainest witness of all', () => {
  const of = (key: string, count: number, steps: number): CountedWitness<string> => {
    const words = Uint32Array.of(1, 1);
    return { key, record: `${key} ${steps}`, count, witness: { steps, ordinal: -1, words, meaning: words } };
  };
  const merged = mergedByKey([of('b', 2, 5), of('a', 1, 1), of('b', 3, 4), of('b', 1, 6)]);
  expect(merged.map(({ key, record, count, witness }) => [key, record, count, witness.steps])).toEqual([
    ['a', 'a 1', 1, 1],
    ['b', 'b 4', 6, 4],
  ]);
});
