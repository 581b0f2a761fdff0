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
