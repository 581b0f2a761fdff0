import { describe, expect, test } from 'vitest';
import { keptTargetsOf } from '../../src/campaign/kept-targets.js';
import type { RecoveryTarget } from '../../src/domain/recovery-results.js';
import type { RunResult } from '../../src/domain/result.js';

interface Pool {
  readonly pool: string;
  readonly rto: number | null;
  readonly rpo: number | null;
  readonly target: Partial<RecoveryTarget>;
}

/** A run in which these pools were failed over, with the most of all its seeds. */
function runOf(...pools: readonly Pool[]): RunResult {
  const spread = pools.flatMap(({ pool, rto, rpo }) => [
    { what: 'rto', pool, maxMs: rto },
    { what: 'outage', pool, maxMs: 9e9 },
    { what: 'rpo', pool, maxMs: rpo },
  ]);
  const recovery = pools.map(({ pool, rto, target }) => ({
    pool,
    rtoMs: rto,
    target: {
      rtoMs: null,
      rpoMs: null,
      from: 'documented',
      rpoFrom: 'documented',
      applies: true,
      why: null,
      ...target,
    },
  }));
  return { recovery, seeds: { spread } } as unknown as RunResult;
}

const POLICY = { rtoMs: 100, rpoMs: 10, from: 'policy', rpoFrom: 'policy' } as const;

describe('RTO and RPO against their targets', () => {
  test('the most of all seeds is what is held against the target, which is kept up to it', () => {
    const { rto, rpo } = keptTargetsOf(runOf({ pool: 'a', rto: 100, rpo: 11, target: POLICY }));
    expect(rto).toEqual({ pool: 'a', mostMs: 100, targetMs: 100, from: 'policy', isKept: true });
    expect(rpo).toEqual({ pool: 'a', mostMs: 11, targetMs: 10, from: 'policy', isKept: false });
  });

  test('of several pools it is one that misses its target, though another took longer and keeps its own', () => {
    const slow = { pool: 'slow', rto: 500, rpo: 1, target: { ...POLICY, rtoMs: 1000 } };
    const late = { pool: 'late', rto: 101, rpo: 2, target: POLICY };
    for (const pools of [
      [slow, late],
      [late, slow],
    ]) {
      expect(keptTargetsOf(runOf(...pools))).toMatchObject({
        rto: { pool: 'late', isKept: false },
        rpo: { pool: 'late', mostMs: 2, isKept: true },
      });
    }
  });

  test('a seed that never came to regular service keeps no target', () => {
    const never = { pool: 'never', rto: null, rpo: 1, target: POLICY };
    const late = { pool: 'late', rto: 101, rpo: 1, target: POLICY };
    expect(keptTargetsOf(runOf(late, never)).rto).toEqual({
      pool: 'never',
      mostMs: null,
      targetMs: 100,
      from: 'policy',
      isKept: false,
    });
  });

  test('a target whose conditions are not met, or of which nothing is said, is none', () => {
    const { rto, rpo } = keptTargetsOf(
      runOf({ pool: 'a', rto: 5, rpo: 5, target: { rtoMs: 1, applies: false, why: 'x' } }),
    );
    expect(rto).toEqual({ pool: 'a', mostMs: 5, targetMs: null, from: null, isKept: null });
    expect(rpo).toMatchObject({ targetMs: null, isKept: null });
    expect(keptTargetsOf(runOf())).toEqual({ rto: null, rpo: null });
  });
});
