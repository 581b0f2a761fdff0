import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { embeddedDrill, packedDrill, unpackedDrill } from '../../../src/report/html/embedded-drill.js';
import { ROOT } from '../../support/built.js';
import { htmlOf, resultOfSim } from './pages.js';

const SIMS = readdirSync(`${ROOT}sims`).flatMap((file) => /^(\d.*)\.yaml$/.exec(file)?.[1] ?? []);
const HOUR_MS = 3_600_000;

describe('what a page weighs', () => {
  test.each(SIMS)('%s', async (sim) => {
    const result = await resultOfSim(sim);
    const bytes = Buffer.byteLength(htmlOf(result));
    // The night of a runbook has hundreds of lines; a drill of YAML may have 400,000 bytes for five hours.
    const hours = Math.max(1, result.endedAtMs / (5 * HOUR_MS));
    expect(bytes).toBeLessThan(result.runbooks.length > 0 ? 600_000 : 400_000 * hours);
  });
});

describe('what lies in a page', () => {
  test.each(['17-site-loss-night', '03-site-loss'])('%s is the whole drill, in the order of its keys', async (sim) => {
    const embedded = JSON.parse(JSON.stringify(embeddedDrill(await resultOfSim(sim))));
    const packed = JSON.stringify(packedDrill(embedded));
    expect(unpackedDrill(JSON.parse(packed))).toEqual(embedded);
    const { steps } = unpackedDrill(JSON.parse(packed)).input;
    expect(JSON.stringify(steps)).toBe(JSON.stringify(embedded.input.steps));
    if (embedded.runbooks.length > 0) expect(packed.length).toBeLessThan(JSON.stringify(embedded).length / 3);
  });
});
