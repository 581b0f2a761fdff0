import { describe, expect, test } from 'vitest';
import { checkModel } from '../../../src/checker/check.js';
import { plansOf } from '../../../src/exploration/log-plans.js';
import { type ExploreRequest, PLAIN_REQUEST } from '../../../src/exploration/request.js';
import { DrillStateSpace } from '../../../src/exploration/state-space/drill-state-space.js';
import { readDrill } from '../../../src/input/from-disk.js';

async function searches(path: string, request: Partial<ExploreRequest>, remembered?: number) {
  const drill = await readDrill(path);
  if (Array.isArray(drill)) throw new Error('unreadable');
  const found = [];
  for (const { plan } of plansOf(drill, { ...PLAIN_REQUEST, ...request }).slice(0, 2)) {
    found.push(await checkModel(new DrillStateSpace(plan, remembered), { maxStates: 600 }));
  }
  return found;
}

describe('memoised answers about parts of states change nothing', () => {
  test.each<[string, string, Partial<ExploreRequest>]>([
    ['faults and repairs', 'test/exploration/small.yaml', { faults: 1, repairs: true }],
    ['mistakes', 'test/exploration/small.yaml', { mistakes: 2, faults: 1 }],
    ['commands with their hazards', 'sims/12-standard-pair.yaml', { free: 2, hazards: true }],
    ['all modules, without reductions', 'sims/03-site-loss.yaml', { faults: 1, together: true, reduce: false }],
  ])(
    '%s',
    async (_, path, request) => {
      const known = await searches(path, request);
      expect(known.reduce((n, k) => n + k.states, 0)).toBeGreaterThan(100);
      // Nothing from one state to the next; and so little that it is forgotten again and again.
      expect(await searches(path, request, 0)).toEqual(known);
      expect(await searches(path, request, 100)).toEqual(known);
    },
    30_000,
  );
});
