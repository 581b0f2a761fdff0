import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInputError } from '../../../src/core/position.js';
import { topologySource } from '../../../src/input/topology/document.js';
import { topologyWarnings } from '../../../src/input/topology/warnings.js';
import { writeTopology } from '../../../src/input/topology/write-yaml.js';
import { topologyFromSource } from '../../../src/input/topology/yaml.js';
import { reportTopology } from '../../../src/report/topology.js';
import { FIXTURES, fixture } from './fixtures.js';

const RUNS = Number(process.env.DRYDRILL_FUZZ_RUNS ?? 300);
const SEED = Number(process.env.DRYDRILL_FUZZ_SEED ?? 20130901);
/** far above what a reading takes, far below a hang */
const LONGEST_MS = 5000;

const TEXTS = FIXTURES.map((name) => readFileSync(fixture(name), 'utf8'));

const PIECES = [
  '',
  '<',
  '>',
  '"',
  '/',
  '&',
  '&#0;',
  '&lol;',
  '<!DOCTYPE a>',
  '<![CDATA[',
  '\u0000',
  '\ud800',
  '<a>',
];
const VALUES = [
  '',
  ' ',
  '0',
  '-1',
  '99',
  'true',
  'x',
  'a b',
  '../..',
  '__proto__',
  'UserServices',
  'Registrar',
];

type Damage = (text: string) => string;

/** One change to a document: to its letters, its lines, or the values of its attributes. */
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc
    .record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(20),
      put: fc.constantFrom(...PIECES),
    })
    .map(
      ({ at, cut, put }): Damage =>
        (text) => {
          const from = Math.floor(at * text.length);
          return text.slice(0, from) + put + text.slice(from + cut);
        },
    ),
  fc.tuple(fc.nat(), fc.nat(30), fc.nat()).map(
    ([from, count, to]): Damage =>
      (text) => {
        const lines = text.split('\n');
        const moved = lines.splice(from % lines.length, count);
        // dropped, moved, or doubled
        if (to % 3 > 0) lines.splice(to % (lines.length + 1), 0, ...moved, ...(to % 3 > 1 ? moved : []));
        return lines.join('\n');
      },
  ),
  fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(null, null, ...VALUES)).map(
    ([which, other, value]): Damage =>
      (text) => {
        const attributes = [...text.matchAll(/="([^"]*)"/g)];
        if (attributes.length === 0) return text;
        const { index, 0: whole } = attributes[which % attributes.length];
        const put = value ?? attributes[other % attributes.length][1];
        return `${text.slice(0, index)}="${put}"${text.slice(index + whole.length)}`;
      },
  ),
  fc.double({ min: 0, max: 1, noNaN: true }).map(
    (at): Damage =>
      (text) =>
        text.slice(0, Math.floor(at * text.length)),
  ),
);

test('a damaged document is read or refused with a place; what is read can be shown and written', () => {
  const seen = { read: 0, refused: 0 };
  const property = fc.property(
    fc.constantFrom(...TEXTS),
    fc.array(damage, { minLength: 1, maxLength: 4 }),
    (whole, changes) => {
      const text = changes.reduce((changed, change) => change(changed), whole);
      const startedAt = performance.now();
      const source = topologySource(text, 't.xml');
      const deployment = Array.isArray(source) ? source : topologyFromSource(source);
      expect(performance.now() - startedAt).toBeLessThan(LONGEST_MS);
      if (!Array.isArray(deployment)) {
        seen.read++;
        const drawing = reportTopology(deployment, topologyWarnings(deployment), { colour: 0, width: 80 });
        expect(drawing).not.toMatch(/undefined|\[object/);
        const written = topologySource(writeTopology(deployment), 't.yaml');
        const again = Array.isArray(written) ? written : topologyFromSource(written);
        expect(Array.isArray(again) ? again : []).toEqual([]);
        return;
      }
      seen.refused++;
      expect(deployment.length).toBeGreaterThan(0);
      for (const error of deployment) {
        expect(isInputError(error)).toBe(true);
        expect(error.message).not.toMatch(/undefined|\[object|at .*\.js/);
        expect(error.position.line).toBeLessThanOrEqual(text.split('\n').length);
      }
    },
  );
  fc.assert(property, { seed: SEED, numRuns: RUNS });
  // otherwise one half of the property says nothing
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(RUNS / 10);
}, 3_600_000);
