import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, nearest } from '../../src/core/nearest.js';

test('two letters swapped are one edit, and so is one more, one less or another', () => {
  expect(editDistance('usres', 'Users')).toBe(1);
  expect(editDistance('user', 'users')).toBe(1);
  expect(editDistance('usrrs', 'users')).toBe(1);
  expect(editDistance('', 'users')).toBe(5);
});

test('the nearest of all is found, whatever the lengths: as by trying each', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 12 }), (name, known) => {
      const allowed = Math.max(1, Math.floor(name.length / 3));
      const distances = known.map((each) => editDistance(name, each));
      const least = Math.min(...distances);
      const near = least <= allowed ? known[distances.indexOf(least)] : null;
      expect(nearest(name, known)).toBe(near ?? known.find((each) => each === name) ?? null);
    }),
    { seed: 7, numRuns: 500 },
  );
});
