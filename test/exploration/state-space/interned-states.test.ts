import { describe, expect, test } from 'vitest';
import { checkModel } from '../../../src/checker/check.js';
import { NumbersUsedUp, Successors } from '../../../src/core/packed-model.js';
import { plansOf } from '../../../src/exploration/log-plans.js';
import { type ExploreRequest, PLAIN_REQUEST } from '../../../src/exploration/request.js';
import { DrillStateSpace } from '../../../src/exploration/state-space/drill-state-space.js';
import { readDrill } from '../../../src/input/from-disk.js';
import { AT_LENGTH } from '../../support/at-length.js';

async function plansFor(path: string, request: Partial<ExploreRequest>) {
  const drill = await readDrill(path);
  if (Array.isArray(drill)) throw new Error('unreadable');
  return plansOf(drill, { ...PLAIN_REQUEST, ...request });
}

const SMALL = 'test/exploration/small.yaml';
const OPTIONS = { recoverability: true, worstEnds: 1_000_000 };

describe('a search by numbers of parts gives what one by the words of states gives, paths and all', () => {
  test.each<[string, string, Partial<ExploreRequest>]>([
    [
      'a fault, at length of every kind and with its repair',
      SMALL,
      AT_LENGTH ? { faults: 1, repairs: true } : { faults: 1, only: ['link', 'server'] },
    ],
    ['a mistake, without reductions', SMALL, { mistakes: 1, reduce: false }],
    ['commands with their hazards', 'sims/12-standard-pair.yaml', { free: 1, hazards: true }],
    ['a named hazard breaks an invariant', 'sims/08a-skip-verification.yaml', { faults: 1, only: ['link'] }],
  ])(
    '%s',
    async (_, path, request) => {
      for (const { plan } of (await plansFor(path, request)).slice(0, 2)) {
        const byWords = await checkModel(new DrillStateSpace(plan), { ...OPTIONS, interned: false });
        expect(byWords.complete).toBe(true);
        expect(byWords.states).toBeGreaterThan(50);
        expect(await checkModel(new DrillStateSpace(plan), OPTIONS)).toEqual(byWords);
        // Numbers for so few parts are used up on the way: the search begins anew by words.
        expect(await checkModel(new DrillStateSpace(plan, 200), OPTIONS)).toEqual(byWords);
      }
    },
    120_000,
  );

  test('where numbers are used up it says so, and never gives one twice', async () => {
    const [{ plan }] = await plansFor(SMALL, { faults: 1 });
    const interned = new DrillStateSpace(plan, 0).interned();
    expect(() => interned.initial(new Uint32Array(2), 0)).toThrow(NumbersUsedUp);
    const few = new DrillStateSpace(plan, 300).interned();
    const next = new Successors(2);
    few.initial(next.buffer, 0);
    const states = [next.buffer.slice(0, 2)];
    const expandAll = () => {
      for (let i = 0; i < states.length; i++) {
        next.clear();
        few.expand(states[i], 0, next);
        for (let n = 0; n < next.count; n++) states.push(next.buffer.slice(2 * n, 2 * n + 2));
      }
    };
    expect(expandAll).toThrow(NumbersUsedUp);
    const meaning = new Uint32Array(few.meaningWords);
    const meanings = new Map<string, string>();
    for (const state of states) {
      few.meaningOf(state, 0, meaning);
      const known = meanings.get(meaning.join()) ?? state.join();
      expect(state.join()).toBe(known);
      meanings.set(meaning.join(), known);
    }
  });
});
