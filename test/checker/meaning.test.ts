import { expect, test } from 'vitest';
import { Meaning } from '../../src/checker/meaning.js';
import { hashWords } from '../../src/core/hash.js';
import type { InternedModel, PackedModel } from '../../src/core/packed-model.js';

const STATES = Uint32Array.of(9, 1, 2, 3, 4);

test('a state of a model stands for itself', () => {
  const meaning = new Meaning({ words: 3 } as PackedModel);
  expect([meaning.isInterned, meaning.words]).toEqual([false, 3]);
  const own = meaning.of(STATES, 1);
  expect([...own]).toEqual([1, 2, 3]);
  own.fill(0);
  expect(STATES[1]).toBe(1);
  expect(meaning.hash(STATES, 1)).toBe(hashWords(STATES, 1, 3));
});

test('a state of an interned model stands for one of another model', () => {
  const meaningOf = (states: Uint32Array, at: number, to: Uint32Array): void => to.set([states[at], 7, 8]);
  const meaning = new Meaning({ words: 1, meaningWords: 3, meaningOf } as unknown as InternedModel);
  expect([meaning.isInterned, meaning.words]).toEqual([true, 3]);
  expect([...meaning.of(STATES, 2)]).toEqual([2, 7, 8]);
  expect(meaning.hash(STATES, 2)).toBe(hashWords(Uint32Array.of(2, 7, 8), 0, 3));
});
