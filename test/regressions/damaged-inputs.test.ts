import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/built.js';
import { drillsOf } from '../support/fuzz-drills.mjs';
import { type Reader, readersOf } from '../support/fuzz-readers.mjs';
import { mutantOf, numbersOf } from '../support/mutants.mjs';
import { treeMutant } from '../support/tree-mutants.mjs';

/**
 * What `npm run fuzz` found, which lies in inputs/ as KIND-... from then on, and a short part of it with a fixed seed: no reader
 * throws, each refuses with words and a place.
 */

const FOLDER = join(import.meta.dirname, 'inputs');
const FOUND = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : [];
/** The kinds of `npm run fuzz`, from its table of rates. */
const KINDS = [
  ...readFileSync(`${ROOT}test/fuzz.mjs`, 'utf8')
    .match(/const RATES = \{([\s\S]*?)\n\};/)![1]
    .matchAll(/(\w+): \d+/g),
].map(([, kind]) => kind);
/** Mutants of each kind. */
const SHORT = 30;

let readers: Readonly<Record<string, Reader>>;
beforeAll(async () => {
  readers = await readersOf(`${ROOT}dist/modules/`);
});

test.skipIf(FOUND.length === 0)(
  'what was found is read or refused, and drills that were drawn do not contradict themselves',
  async () => {
    const all: Readonly<Record<string, Pick<Reader, 'play'>>> = FOUND.some((name) => name.startsWith('drills-'))
      ? { ...readers, drills: await drillsOf(`${ROOT}dist/modules/`) }
      : readers;
    for (const name of FOUND) {
      const { play } = all[name.split('-')[0]];
      const text = readFileSync(join(FOLDER, name), 'utf8');
      // Read, played for its numbers, and played with its report.
      for (const index of [1, 8, 16]) await play(text, index);
    }
  },
);

test('what a campaign may find has a reader here', () => {
  for (const kind of KINDS) expect(kind === 'drills' || kind in readers, kind).toBe(true);
});

describe('mutants are read or refused', () => {
  const kinds = [
    'drill',
    'topology',
    'overlay',
    'published',
    'answers',
    'baseline',
    'part',
    'trace',
    'compared',
    'runbook',
  ];
  test.each(kinds)('%s', async (kind) => {
    const { texts, isTree, play } = readers[kind];
    for (let index = 0; index < SHORT; index++) {
      const below = numbersOf(20_261_130, index);
      const byStructure = isTree && below(4) > 0 ? treeMutant(texts[below(texts.length)], below) : null;
      await play(byStructure ?? mutantOf(texts, 20_261_130, index), index);
    }
  });

  test('of a structure are documents that differ', () => {
    const text = 'a: [1, { b: x }]\nc: 2\n';
    const some = Array.from({ length: 20 }, (_, index) => treeMutant(text, numbersOf(1, index)));
    expect(new Set(some).size).toBeGreaterThan(12);
    for (const each of some) expect(() => JSON.parse(each!)).not.toThrow();
    expect(treeMutant('a: [', numbersOf(1, 1))).toBeNull();
  });
});
