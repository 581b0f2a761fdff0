import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InternedRecords, InternTable, NumberMap } from '../../src/core/intern-table.js';

const SEED = 20130901;
const ALL = 0xffff_ffff;

describe('sequences of words', () => {
  /** The words, and the number that the table gives the last two of them. */
  const numbered = (table: InternTable, words: readonly number[], mask = [ALL, ALL]): number =>
    table.number(Uint32Array.from([7, ...words]), 1, Uint32Array.from(mask));

  test('equal ones have one number, from 0 in the order in which they came, as a map by their text would say', () => {
    const word = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(ALL, 2 ** 31, 2 ** 31 - 1));
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 200 }), (list) => {
        const table = new InternTable(2);
        const known = new Map<string, number>();
        for (const words of list) {
          const key = words.join();
          if (!known.has(key)) known.set(key, known.size);
          expect(numbered(table, words)).toBe(known.get(key));
        }
        expect(table.count).toBe(known.size);
        const kept = [...table.words.subarray(0, 2 * table.count)];
        expect(kept).toEqual([...known.keys()].flatMap((key) => key.split(',').map(Number)));
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  test('only the bits of the mask count, and only they are kept', () => {
    const table = new InternTable(2);
    expect(numbered(table, [0x12, 0xff00_0001], [0x0f, 0xff00_0000])).toBe(0);
    expect(numbered(table, [0x32, 0xff00_0002], [0x0f, 0xff00_0000])).toBe(0);
    expect(numbered(table, [0x33, 0xff00_0002], [0x0f, 0xff00_0000])).toBe(1);
    expect(numbered(table, [0x33, 0x7f00_0002], [0x0f, 0xff00_0000])).toBe(2);
    expect([...table.words.subarray(0, 6)]).toEqual([2, 0xff00_0000, 3, 0xff00_0000, 3, 0x7f00_0000]);
  });

  test('it grows without forgetting or renumbering, and nothing is left when it is cleared', () => {
    const table = new InternTable(2);
    const most = 5000;
    for (let round = 0; round < 2; round++) {
      const all = Array.from({ length: most }, (_, n) => n);
      const numberOf = (n: number): number => numbered(table, [n, n % 3]);
      expect(all.map(numberOf)).toEqual(all);
      expect(all.toReversed().map(numberOf)).toEqual(all.toReversed());
      expect(table.count).toBe(most);
      // There is room for the next one before it comes.
      expect(table.words.length).toBeGreaterThan(2 * most);
      table.clear();
      expect(table.count).toBe(0);
    }
  });

  test('a sequence of zeros is new after the table grew, as any other', () => {
    // It grows when 512 are there.
    for (const known of [511, 512, 513]) {
      const table = new InternTable(2);
      for (let n = 1; n <= known; n++) numbered(table, [n, n]);
      expect([numbered(table, [0, 0]), table.count, numbered(table, [0, 1])]).toEqual([known, known + 1, known + 1]);
    }
  });

  test('sequences of no word are one', () => {
    const table = new InternTable(0);
    expect([numbered(table, []), numbered(table, [])]).toEqual([0, 0]);
  });

  test('they are spread over the table: looking many up takes no longer than a few steps each', () => {
    const table = new InternTable(1);
    let reads = 0;
    const words = new Uint32Array(1);
    const counting = new Proxy(Uint32Array.of(ALL), {
      get: (mask, key) => {
        reads++;
        return Reflect.get(mask, key);
      },
    });
    for (let n = 0; n < 3000; n++) {
      // Multiples of a power of two: the lowest bits say nothing.
      words[0] = n << 12;
      table.number(words, 0, counting);
    }
    // One to hash and one to write, and with a table at most half full about one to compare.
    expect(reads / 3000).toBeLessThan(5);
  });
});

describe('numbers by number', () => {
  test('as a map', () => {
    const map = new NumberMap();
    const keys = [0, 1, 2, 1023, 1024, 2 ** 20, 2 ** 30];
    expect(keys.map((key) => map.get(key))).toEqual(keys.map(() => -1));
    keys.forEach((key, i) => {
      map.add(key, i * 10);
    });
    expect(keys.map((key) => map.get(key))).toEqual(keys.map((_, i) => i * 10));
    expect(map.get(3)).toBe(-1);
  });

  test('it grows without forgetting, finds nothing that was not added, and is empty when it is cleared', () => {
    const map = new NumberMap();
    for (let round = 0; round < 2; round++) {
      const all = Array.from({ length: 4000 }, (_, n) => n);
      for (const n of all) map.add(3 * n, n);
      expect(all.map((n) => map.get(3 * n))).toEqual(all);
      expect(all.every((n) => map.get(3 * n + 1) === -1)).toBe(true);
      map.clear();
      expect(map.get(3)).toBe(-1);
    }
  });
});

test('records of one key are one, from 1 on; 0 stands for none', () => {
  const records = new InternedRecords<{ readonly id: string; readonly first: boolean }>(({ id }) => id);
  expect(records.number({ id: 'a', first: true })).toBe(1);
  expect(records.number({ id: 'b', first: true })).toBe(2);
  expect(records.number({ id: 'a', first: false })).toBe(1);
  expect(records.record(1)).toEqual({ id: 'a', first: true });
  expect(records.record(2)).toEqual({ id: 'b', first: true });
  expect([records.key(0), records.key(1), records.key(2)]).toEqual(['', 'a', 'b']);
});
