import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInputError } from '../../../src/core/input-error.js';
import { topologyWarnings } from '../../../src/domain/deployment-warnings.js';
import { topologyFigures } from '../../../src/domain/topology-figures.js';
import { topologySource } from '../../../src/input/topology/document.js';
import { topologyFromSource } from '../../../src/input/topology/read-topology.js';
import { writeTopology } from '../../../src/input/topology/write-yaml.js';
import { reportTopology } from '../../../src/report/terminal/report-topology.js';
import { FIXTURES, fixture } from './fixtures.js';

const RUNS = Number(process.env.DRYDRILL_FUZZ_RUNS ?? 300);
const SEED = Number(process.env.DRYDRILL_FUZZ_SEED ?? 20130901);
/** far above what a reading takes, far below a hang */
const LONGEST_MS = 5000;

const TEXTS = FIXTURES.map((name) => readFileSync(fixture(name), 'utf8'));

const PIECES = ['', '<', '>', '"', '/', '&', '&#0;', '&lol;', '<!DOCTYPE a>', '<![CDATA[', '\u0000', '\ud800', '<a>'];
const VALUES = ['', ' ', '0', '-1', '99', 'true', 'x', 'a b', '../..', '__proto__', 'UserServices', 'Registrar'];

type Damage = (text: string) => string;

const letters = fc
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
  );

/** Lines that are dropped, moved, or doubled. */
const lines = fc.tuple(fc.nat(), fc.nat(30), fc.nat()).map(
  ([from, count, to]): Damage =>
    (text) => {
      const all = text.split('\n');
      const moved = all.splice(from % all.length, count);
      if (to % 3 > 0) all.splice(to % (all.length + 1), 0, ...moved, ...(to % 3 > 1 ? moved : []));
      return all.join('\n');
    },
);

/** The value of an attribute replaced, by that of another where no value is given. */
const attribute = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(null, null, ...VALUES)).map(
  ([which, other, value]): Damage =>
    (text) => {
      const all = [...text.matchAll(/="([^"]*)"/g)];
      if (all.length === 0) return text;
      const { index, 0: whole } = all[which % all.length];
      const put = value ?? all[other % all.length][1];
      return `${text.slice(0, index)}="${put}"${text.slice(index + whole.length)}`;
    },
);

const cut = fc.double({ min: 0, max: 1, noNaN: true }).map(
  (at): Damage =>
    (text) =>
      text.slice(0, Math.floor(at * text.length)),
);

/** One change to a document. Most leave it XML, so that what comes after the parser is tried too. */
const damage = fc.oneof(
  { arbitrary: attribute, weight: 12 },
  { arbitrary: lines, weight: 3 },
  { arbitrary: letters, weight: 3 },
  { arbitrary: cut, weight: 1 },
);

test('a damaged document is read or refused with a place; what is read can be shown and written', () => {
  const seen = { read: 0, refused: 0 };
  const property = fc.property(
    fc.constantFrom(...TEXTS),
    fc.array(damage, { minLength: 1, maxLength: 3 }),
    (whole, changes) => {
      const text = changes.reduce((changed, change) => change(changed), whole);
      const startedAt = performance.now();
      const source = topologySource(text, 't.xml');
      const deployment = Array.isArray(source) ? source : topologyFromSource(source);
      expect(performance.now() - startedAt).toBeLessThan(LONGEST_MS);
      if (!Array.isArray(deployment)) {
        seen.read++;
        const drawing = reportTopology(deployment, topologyWarnings(deployment), topologyFigures(deployment), {
          colour: 0,
          width: 80,
        });
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
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(RUNS / 8);
}, 3_600_000);
