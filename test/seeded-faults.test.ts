import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { broken, FAULTS, findSeeded, SEARCHES } from './seeded-faults.mjs';

const moduleText = (file: string): string =>
  readFileSync(new URL(`../dist/modules/${file}`, import.meta.url), 'utf8');

/** Quick ones that need one search; `npm run seeded` looks for all. */
const SAMPLE = [
  'saves-while-read-only',
  'takeover-before-final-state',
  'home-not-opened-after-failure',
  'content-written-at-home',
];

describe('seeded faults', () => {
  test('there are enough of them, in all invariants that a search can judge', () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(25);
    expect(new Set(FAULTS.map((f) => f.name)).size).toBe(FAULTS.length);
    const caught = new Set(FAULTS.map((f) => f.caught));
    expect([...caught].sort()).toEqual(['I1', 'I10', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9']);
  });

  test('each search is one that some fault needs', () => {
    const needed = new Set(FAULTS.map((f) => f.search));
    expect([...needed].sort()).toEqual(Object.keys(SEARCHES).sort());
  });

  test.each(FAULTS)('$name stands in the built module once, and changes it', (fault) => {
    const text = moduleText(fault.file);
    expect(broken(text, fault)).not.toBe(text);
  });

  test('a fault whose place is gone is said', () => {
    expect(() => broken('something else', FAULTS[0])).toThrow(/0 times, not once/);
  });

  test('some are looked for: sound without a fault, each caught by its invariant', async () => {
    expect(await findSeeded(SAMPLE, () => {})).toEqual([]);
  }, 120_000);
});
