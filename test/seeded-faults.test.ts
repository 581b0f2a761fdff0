import { fileURLToPath } from 'node:url';
import { minifySync } from 'rolldown/utils';
import { describe, expect, test } from 'vitest';
import { broken, FAULTS, findSeeded, moduleOf, readModules, SEARCHES } from './seeded-faults.mjs';

const MODULES = readModules(fileURLToPath(new URL('../dist/modules', import.meta.url)));

/** A module with other names of local variables, and without white space. */
const renamed = (file: string, text: string): string =>
  minifySync(file, text, { compress: false, mangle: { toplevel: false } }).code;

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
    expect([...caught].sort()).toEqual(['I1', 'I10', 'I11', 'I16', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9']);
  });

  test('each search is one that some fault needs', () => {
    const needed = new Set(FAULTS.map((f) => f.search));
    expect([...needed].sort()).toEqual(Object.keys(SEARCHES).sort());
  });

  test.each(FAULTS)('$name has one place in the built modules, and changes it', (fault) => {
    const { file, text } = broken(MODULES, fault);
    const sound = MODULES.find((m) => m.file === file)?.text ?? '';
    expect(text).not.toBe(sound);
    expect(moduleOf(file, text).tree.type).toBe('Program');
    // Moved, reformatted, and with other names of local variables it is still there.
    const moved = moduleOf('elsewhere.js', renamed(file, sound));
    expect(broken([moved], fault).text).not.toBe(moved.text);
  });

  test('a fault whose place is gone is said with its rules and its name', () => {
    const [fault] = FAULTS;
    const said = new RegExp(`^${fault.rules[0]}, ${fault.name}: .*found 0 times, not once`);
    expect(() => broken([moduleOf('a.js', 'something.else();')], fault)).toThrow(said);
    const { file, text } = broken(MODULES, fault);
    expect(() => broken([moduleOf(file, text)], fault)).toThrow(said);
  });

  test('a place that is not the only one is no place', () => {
    expect(() => broken([...MODULES, ...MODULES], FAULTS[0])).toThrow(/found 2 times, not once/);
  });

  test('some are looked for: sound without a fault, each caught by its invariant', async () => {
    expect(await findSeeded(SAMPLE, () => {})).toEqual([]);
  }, 120_000);
});
