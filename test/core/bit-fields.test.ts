import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BitFields, OutOfRange } from '../../src/core/bit-fields.js';

const range = fc
  .tuple(fc.integer({ min: -1, max: 5 }), fc.integer({ min: 0, max: 2 ** 31 - 10 }))
  .map(([min, more]) => ({ min, max: min + more }));

test('what is put comes back, next to anything', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(range, fc.nat()), { minLength: 1, maxLength: 200 }), (list) => {
      const fields = new BitFields();
      const numbers = list.map(([r]) => fields.add(r));
      const values = list.map(([{ min, max }, n]) => min + (n % (max - min + 1)));
      const words = new Uint32Array(fields.words + 3);
      values.forEach((v, i) => {
        fields.put(words, 3, numbers[i], v);
      });
      expect(numbers.map((f) => fields.get(words, 3, f))).toEqual(values);
      const again = new Int32Array(values.length);
      fields.getAll(words, 3, numbers[0], values.length, again);
      expect([...again]).toEqual(values);
      const same = new Uint32Array(fields.words + 3);
      // Over anything that was there.
      list.forEach(([{ max }], i) => {
        fields.put(same, 3, numbers[i], max);
      });
      values.forEach((v, i) => {
        fields.change(same, 3, numbers[i], v);
      });
      expect(same).toEqual(words);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('a number outside its field is refused, not cut', () => {
  const fields = new BitFields();
  const f = fields.add({ min: -1, max: 2 });
  const words = new Uint32Array(fields.words);
  expect(() => fields.put(words, 0, f, 3)).toThrow(OutOfRange);
  expect(() => fields.put(words, 0, f, -2)).toThrow('holds -1 to 2, not -2');
  expect(() => fields.change(words, 0, f, 7)).toThrow(OutOfRange);
});

test('fields stand side by side, none across two words, and their number is known', () => {
  const fields = new BitFields();
  expect([fields.size, fields.words]).toEqual([0, 0]);
  // 20 and 12 bits fill a word; one of a single value takes a bit all the same.
  const numbers = [
    { min: 0, max: 2 ** 20 - 1 },
    { min: 0, max: 2 ** 12 - 1 },
  ].map((range) => fields.add(range));
  expect([fields.size, fields.words]).toEqual([2, 1]);
  numbers.push(fields.add({ min: 5, max: 5 }));
  expect([fields.size, fields.words]).toEqual([3, 2]);
  numbers.push(fields.add({ min: 0, max: 2 ** 31 - 1 }));
  numbers.push(fields.add({ min: 0, max: 1 }));
  expect(numbers).toEqual([0, 1, 2, 3, 4]);
  expect(fields.words).toBe(3);
  const words = new Uint32Array(3);
  fields.put(words, 0, 0, 2 ** 20 - 1);
  expect([...words]).toEqual([0x000f_ffff, 0, 0]);
  fields.put(words, 0, 1, 2 ** 12 - 1);
  fields.put(words, 0, 4, 1);
  expect([...words]).toEqual([0xffff_ffff, 0, 1]);
  fields.put(words, 0, 3, 2 ** 31 - 1);
  expect([...words]).toEqual([0xffff_ffff, 0xffff_fffe, 1]);
});

test('a part is the words of some fields, and of each the bits that are theirs', () => {
  const fields = new BitFields();
  for (const bits of [8, 16, 16, 4, 30]) fields.add({ min: 0, max: 2 ** bits - 1 });
  const maskOf = (first: number, end: number) => {
    const part = fields.part(first, end);
    return [part.first, ...part.mask];
  };
  expect(maskOf(0, 1)).toEqual([0, 0xff]);
  expect(maskOf(1, 2)).toEqual([0, 0x00ff_ff00]);
  expect(maskOf(1, 4)).toEqual([0, 0x00ff_ff00, 0x000f_ffff]);
  expect(maskOf(3, 5)).toEqual([1, 0x000f_0000, 0x3fff_ffff]);
  // Of no field there is no word, behind all others.
  expect(maskOf(2, 2)).toEqual([3]);
});

test('a field wider than a word is refused', () => {
  const fields = new BitFields();
  expect(() => fields.add({ min: 0, max: 2 ** 31 })).toThrow('a field from 0 to 2147483648 does not fit a word');
  expect(() => fields.add({ min: 0, max: 2 ** 31 - 1 })).not.toThrow();
});

test('the first and the last number of a field are taken, the next on either side is not', () => {
  const fields = new BitFields();
  const f = fields.add({ min: 3, max: 6 });
  const words = new Uint32Array(1);
  for (const value of [3, 6]) {
    fields.change(words, 0, f, value);
    expect(fields.get(words, 0, f)).toBe(value);
    words[0] = 0;
    fields.put(words, 0, f, value);
    expect(fields.get(words, 0, f)).toBe(value);
  }
  for (const value of [2, 7])
    expect(() => fields.change(words, 0, f, value)).toThrow(`field 0 holds 3 to 6, not ${value}`);
});

test('there may be as many fields as there are: each keeps its place, its range and its number', () => {
  const fields = new BitFields();
  const ranges = Array.from({ length: 300 }, (_, i) => ({ min: i % 5, max: (i % 5) + (i % 11) }));
  expect(ranges.map((range) => fields.add(range))).toEqual(ranges.map((_, i) => i));
  const words = new Uint32Array(fields.words);
  for (const [i, { max }] of ranges.entries()) fields.put(words, 0, i, max);
  expect(ranges.map((_, i) => fields.get(words, 0, i))).toEqual(ranges.map(({ max }) => max));
});

test('some fields are read, and nothing is written behind them', () => {
  const fields = new BitFields();
  for (let i = 0; i < 4; i++) fields.add({ min: 0, max: 15 });
  const into = new Int32Array(4).fill(-1);
  fields.getAll(Uint32Array.of(0x4321), 0, 1, 2, into);
  expect([...into]).toEqual([2, 3, -1, -1]);
});
