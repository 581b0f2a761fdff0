import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint, hash32, hashPair, hashWords } from '../../src/core/hash.js';

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
    fc.property(fc.array(fc.nat(0xffff)), (codes) => {
      const text = String.fromCharCode(...codes);
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

test('a fingerprint is 16 digits, and tells texts apart of which one is the beginning of the other', () => {
  expect(fingerprint('')).toBe('ab3e7c0bf2a168e0');
  expect(fingerprint('a')).toMatch(/^[0-9a-f]{16}$/);
  // The first half alone is the hash, with all of its digits.
  expect(fingerprint('a').slice(0, 8)).toBe(hash32('a').toString(16).padStart(8, '0'));
  const all = names.slice(0, 2000).map(fingerprint);
  expect(new Set(all).size).toBe(all.length);
  expect(new Set(all.map((one) => one.slice(8))).size).toBe(all.length);
  expect(all.every((one) => /^[0-9a-f]{16}$/.test(one))).toBe(true);
});

test('states of words: never 0, the same wherever they stand, spread over the lowest bits', () => {
  const BUCKETS = 64;
  for (const width of [1, 2, 3, 5]) {
    const counts = new Array<number>(BUCKETS).fill(0);
    const seen = new Set<number>();
    const states = 8192;
    for (let n = 0; n < states; n++) {
      // They differ in high bits of the last word alone, and in low ones of the first.
      const words = new Uint32Array(width + 2);
      words[1] = n & 63;
      words[width] |= (n >>> 6) << 24;
      const h = hashWords(words, 1, width);
      if (h === 0 || h !== (h | 0) || hashWords(words.slice(1), 0, width) !== h) expect.fail(`the hash of ${words}`);
      counts[h & (BUCKETS - 1)]++;
      seen.add(h);
    }
    expect(states - seen.size).toBeLessThanOrEqual(2);
    const even = states / BUCKETS;
    // 63 degrees of freedom: 99.9 % of even spreads stay below 104.
    expect(counts.reduce((sum, n) => sum + (n - even) ** 2 / even, 0)).toBeLessThan(104);
  }
});

test('two words have the hash of a pair, in which the order counts; no hash is 0', () => {
  expect(hashWords(Uint32Array.of(9, 3, 4), 1, 2)).toBe(hashPair(3, 4));
  expect(hashPair(3, 4)).not.toBe(hashPair(4, 3));
  expect(hashPair(0, 0)).toBe(1);
  expect(hashWords(new Uint32Array(3), 0, 3)).not.toBe(hashWords(new Uint32Array(4), 0, 4));
});

test('frozen: an exploration must list the same paths with every version', () => {
  const words = Uint32Array.of(1, 0x8000_0000, 3, 0xffff_ffff, 0x0001_0000);
  expect([1, 2, 3, 4, 5].map((width) => hashWords(words, 0, width))).toEqual([
    -1_756_976_902, 1_601_619_762, 1_200_017_790, 970_618_330, 482_849_539,
  ]);
  expect(hashPair(0, 0x0001_0000)).toBe(-1_474_165_028);
});
