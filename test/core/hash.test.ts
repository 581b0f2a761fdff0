import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hash32 } from '../../src/core/hash.js';

/** Names as the timed driver makes them: seed, work, occurrence. */
const names = Array.from({ length: 20_000 }, (_, i) => `${i % 5}/command/${Math.floor(i / 5)}`);

test('frozen: a drill must give the same durations with every version', () => {
  expect(['', 'a', '1/command/0', '1/command/1', '2/command/0'].map(hash32)).toMatchInlineSnapshot(`
    [
      2872998923,
      444641715,
      3341396797,
      2458421287,
      2189570955,
    ]
  `);
});

test('whole numbers of 32 bits, the same for the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const h = hash32(text);
      expect(Number.isInteger(h) && h >= 0 && h < 2 ** 32).toBe(true);
      expect(hash32(text)).toBe(h);
    }),
    { seed: 20130901, numRuns: 200 },
  );
});

test('spread evenly over the range', () => {
  const BUCKETS = 64;
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const name of names) counts[Math.floor((hash32(name) / 2 ** 32) * BUCKETS)]++;
  const expected = names.length / BUCKETS;
  const chiSquare = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  // 63 degrees of freedom: 99.9 % of even spreads stay below 104.
  expect(chiSquare).toBeLessThan(104);
});

test('every bit is set half of the time, and next names do not resemble each other', () => {
  const hashes = names.map(hash32);
  for (let bit = 0; bit < 32; bit++) {
    const set = hashes.filter((h) => (h >>> bit) & 1).length / hashes.length;
    expect(Math.abs(set - 0.5)).toBeLessThan(0.02);
    const flips = hashes.filter((h, i) => i > 0 && ((h ^ hashes[i - 1]) >>> bit) & 1).length / hashes.length;
    expect(Math.abs(flips - 0.5)).toBeLessThan(0.02);
  }
});

test('no more collisions than chance', () => {
  // 20,000 names in 2^32: 0.05 pairs are to be expected.
  expect(names.length - new Set(names.map(hash32)).size).toBeLessThanOrEqual(1);
});
