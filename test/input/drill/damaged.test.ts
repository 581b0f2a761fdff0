import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInputError } from '../../../src/core/input-error.js';
import { readDrill } from '../../../src/input/from-disk.js';
import { CONTOSO } from '../topology/contoso.js';
import { scratchFolder } from '../topology/files.js';
import { INTERFACE_DRILL } from './interface-drill.js';

const folder = scratchFolder();
const SEED = 20130901;

/** A drill with its topology inline, so that damage hits both. */
const WHOLE = INTERFACE_DRILL.replace(/^topology:.*$/m, `topology:\n${CONTOSO.trimEnd().replace(/^/gm, '  ')}`);

const PIECES = ['', ' ', '\n', ':', '- ', '[', '}', '"', '&a ', '*a', '!x ', '.nan', '-1', 'null', '1e99', '#', '\t'];

test('a damaged drill gives errors with a place, and never throws', async () => {
  const damage = fc.array(fc.record({ at: fc.nat(WHOLE.length), cut: fc.nat(12), put: fc.constantFrom(...PIECES) }), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(damage, async (edits) => {
      let text = WHOLE;
      for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
      const result = await readDrill(folder.write('d.yaml', text));
      if (!Array.isArray(result)) return;
      expect(result.length).toBeGreaterThan(0);
      for (const error of result) {
        expect(isInputError(error)).toBe(true);
        expect(error.message).not.toMatch(/undefined|\[object|at .*\.js/);
        expect(error.position.line).toBeLessThanOrEqual(text.split('\n').length);
      }
    }),
    { seed: SEED, numRuns: 120 },
  );
});

test('any value in the place of any key is refused or read', async () => {
  const keys = ['drill', 'topology', 'seed', 'load', 'faults', 'steps', 'expect'];
  const value = fc.jsonValue({ maxDepth: 4 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...keys), value, async (key, given) => {
      const drill = { drill: 'd', topology: 'contoso.yaml', [key]: given };
      folder.write('contoso.yaml', CONTOSO);
      const result = await readDrill(folder.write('d.yaml', JSON.stringify(drill)));
      expect(Array.isArray(result) ? result.every(isInputError) : result.name.length > 0).toBe(true);
    }),
    { seed: SEED, numRuns: 120 },
  );
});
