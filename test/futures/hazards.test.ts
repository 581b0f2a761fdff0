import { describe, expect, test } from 'vitest';
import type { Drill } from '../../src/domain/drill.js';
import { exploreDrill } from '../../src/explore.js';
import type { ExploreRequest } from '../../src/futures/plan.js';
import { readDrill } from '../../src/input/drill/yaml.js';

const BOUNDS = { maxStates: 300_000, timeLimitMs: null, threads: 1 };
const PLAIN: ExploreRequest = {
  faults: 0,
  repairs: false,
  free: 0,
  mistakes: 0,
  hazards: false,
  only: [],
  without: [],
  fold: true,
  reduce: true,
  together: false,
};

async function drillOf(name: string): Promise<Drill> {
  const read = await readDrill(`sims/${name}.yaml`);
  if (Array.isArray(read)) throw new Error('unreadable');
  return read;
}

describe('every sequence of commands on a Standard Edition pair', () => {
  test('without the named hazards no acknowledged change is lost: proved, not sampled', async () => {
    const { report } = await exploreDrill(await drillOf('12-standard-pair'), { ...PLAIN, free: 3 }, BOUNDS);
    expect(report).toMatchObject({ verdict: 'passed', complete: true, violations: [] });
    expect(report.proved).toContain('every sequence of up to 3 administrator commands');
    expect(report.states).toBeGreaterThan(3_000);
    expect(report.bounds.stoppedBy).toBeNull();
  }, 60_000);

  test('each named hazard of the commands is found, with the shortest way, and seen in a timed run', async () => {
    const request = { ...PLAIN, free: 2, hazards: true };
    const { report, futures } = await exploreDrill(await drillOf('12-standard-pair'), request, BOUNDS);
    expect(report.verdict).toBe('failed');
    const found = report.violations.map((v) => `${v.invariant} ${v.hazards.join()}`);
    expect(found).toEqual(expect.arrayContaining(['I1 D44', 'I1 D45', 'I1 D53']));
    for (const v of report.violations.filter((x) => x.hazards[0] !== 'D61')) {
      expect(v.timing.kind, `${v.invariant} ${v.message}`).toBe('possible');
    }
    for (const future of futures) {
      if (future !== null) expect(future.result.violations.map((v) => v.invariant)).toContain('I1');
    }
  }, 60_000);
});

describe('a bound that is hit is said', () => {
  test('states', async () => {
    const bounds = { ...BOUNDS, maxStates: 500 };
    const { report } = await exploreDrill(await drillOf('12-standard-pair'), { ...PLAIN, faults: 1 }, bounds);
    expect(report).toMatchObject({ verdict: 'inconclusive', complete: false, proved: null });
    expect(report.bounds.stoppedBy).toBe('states');
  });

  test('time', async () => {
    const bounds = { ...BOUNDS, timeLimitMs: 1 };
    const { report } = await exploreDrill(await drillOf('12-standard-pair'), { ...PLAIN, faults: 1 }, bounds);
    expect(report).toMatchObject({ verdict: 'inconclusive', complete: false });
  });
});

describe('what shortens the search changes no answer', () => {
  const answers = async (request: ExploreRequest): Promise<unknown> => {
    const { report } = await exploreDrill(await drillOf('12-standard-pair'), request, BOUNDS);
    expect(report.complete).toBe(true);
    return {
      verdict: report.verdict,
      violations: [...new Set(report.violations.map((v) => `${v.invariant} ${v.hazards.join()}`))].sort(),
      ends: [...new Set(report.outcomes.map((o) => `${o.end} ${o.step?.what ?? ''} ${o.step?.line ?? ''}`))].sort(),
      losses: [...new Set(report.outcomes.map((o) => o.loss))].sort(),
    };
  };
  const faults = { ...PLAIN, faults: 1 };

  test.each([
    ['folding', { ...faults, fold: false }],
    ['shortcuts', { ...faults, reduce: false }],
  ])('%s', async (_, request) => {
    expect(await answers(request)).toEqual(await answers(faults));
  }, 120_000);

  test.each([
    ['the drill', { ...PLAIN, faults: 0, mistakes: 1 }],
    ['commands', { ...PLAIN, free: 2, hazards: true }],
  ])('one module after another, or all at once: %s', async (_, request) => {
    const [one, all] = [await answers(request), await answers({ ...request, together: true })];
    expect(all).toEqual(one);
  }, 120_000);
});
