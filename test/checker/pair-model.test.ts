import { expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import { ROOT } from '../support/built.js';

const { pairModel } = await import(`${ROOT}bench/pair-model.mjs`);
const { pairByHand } = await import(`${ROOT}bench/pair-by-hand.mjs`);

test.each([
  // 3,341,988 states with two writes and two faults: npm run bench:explore
  { writes: 1, faults: 1, states: 65_936, transitions: 445_440 },
  { writes: 2, faults: 0, states: 21_632, transitions: 153_920 },
])('the benchmark model, $writes writes and $faults faults: two programs count alike', async (bounds) => {
  const { writes, faults, states, transitions } = bounds;
  expect(pairByHand({ writes, faults, states })).toEqual({ states, transitions, violations: 0 });
  const result = await checkModel(pairModel({ writes, faults }));
  expect(result).toMatchObject({ complete: true, states, transitions, violations: [] });
});
