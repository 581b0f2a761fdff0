import { expect, test } from 'vitest';
import type { RecoveryTarget } from '../../src/domain/recovery-results.js';
import { judgedBy } from '../../src/run/judged-failovers.js';

const TARGET: RecoveryTarget = { rtoMs: 30, rpoMs: 5, from: 'policy', rpoFrom: 'policy', applies: true, why: null };
const failover = (pool: string, rtoMs: number | null, rpoMs: number | null, target: Partial<RecoveryTarget> = {}) => ({
  pool,
  rtoMs,
  rpoMs,
  target: { ...TARGET, ...target },
});

test('no failover: nothing is judged', () => {
  expect(judgedBy([])).toEqual({ rto: null, rpo: null });
});

test('the longest, where all keep their targets; the first of those that are alike', () => {
  expect(judgedBy([failover('a', 10, 3), failover('b', 20, 2), failover('c', 20, 3)])).toEqual({ rto: 1, rpo: 0 });
});

test('the furthest over its target goes before a longer one without a target, and that never came to it before all', () => {
  // a: 35 − 30 = 5 over; b: 90 − 80 = 10 over; c is longest, but its target does not apply.
  const all = [failover('a', 35, 9), failover('b', 90, 1, { rtoMs: 80 }), failover('c', 500, 50, { applies: false })];
  expect(judgedBy(all)).toEqual({ rto: 1, rpo: 0 });
  expect(judgedBy([...all, failover('d', null, null)])).toEqual({ rto: 3, rpo: 0 });
});

test('one that failed, and was then done otherwise, is judged by what led to service; of another pool it counts', () => {
  expect(judgedBy([failover('a', null, 60), failover('a', 12, 2)])).toEqual({ rto: 1, rpo: 0 });
  expect(judgedBy([failover('a', null, null), failover('b', 12, 2)])).toEqual({ rto: 0, rpo: 1 });
  expect(judgedBy([failover('a', 12, 2), failover('a', null, null)])).toEqual({ rto: 1, rpo: 0 });
});
