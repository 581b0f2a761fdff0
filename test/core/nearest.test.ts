import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance, nearest, suggestion } from '../../src/core/nearest.js';

test('two letters swapped are one edit, and so is one more, one less or another', () => {
  expect(editDistance('usres', 'Users')).toBe(1);
  expect(editDistance('user', 'users')).toBe(1);
  expect(editDistance('usrrs', 'users')).toBe(1);
  expect(editDistance('', 'users')).toBe(5);
});

test('the distance is the fewest edits: as by trying every edit of every word', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 });
  fc.assert(
    fc.property(word, word, (from, to) => {
      expect(editDistance(from, to)).toBe(fewestEdits(from, to));
    }),
    { seed: 7, numRuns: 300 },
  );
});

/** Insert, delete, replace, or swap two neighbours that are not edited again (restricted Damerau-Levenshtein distance). */
function fewestEdits(from: string, to: string): number {
  if (from === '' || to === '') return from.length + to.length;
  const [a, b] = [from.slice(1), to.slice(1)];
  const swapped = from.length > 1 && to.length > 1 && from[0] === to[1] && from[1] === to[0];
  return Math.min(
    1 + fewestEdits(a, to),
    1 + fewestEdits(from, b),
    (from[0] === to[0] ? 0 : 1) + fewestEdits(a, b),
    swapped ? 1 + fewestEdits(from.slice(2), to.slice(2)) : Number.POSITIVE_INFINITY,
  );
}

test('what is suggested: the nearest name; else some of those that there are', () => {
  expect(suggestion('pool11', ['pool1', 'pool2'], 'pools')).toBe('did you mean "pool1"?');
  expect(suggestion('elsewhere', [], 'pools')).toBe('there is no pools');
  const many = Array.from({ length: 13 }, (_, i) => `p${i}`);
  const all = 'p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11';
  expect(suggestion('elsewhere', many.slice(0, 12), 'pools')).toBe(`known pools: ${all}`);
  expect(suggestion('elsewhere', many, 'pools')).toBe(`known pools: ${all}, ...`);
  expect(suggestion('elsewhere', ['a\u001b[31m'], 'pools')).toBe('known pools: a\\u{1b}[31m');
});

test('what is longer than any name of a host has no nearest', () => {
  const long = 'x'.repeat(255);
  expect(nearest(long, [`${long.slice(1)}y`])).toBe(`${long.slice(1)}y`);
  expect(nearest(`${long}x`, [long])).toBeNull();
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
