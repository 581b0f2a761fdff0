import { expect, test } from 'vitest';
import type { Deployment } from '../../../src/domain/deployment.js';
import { INVARIANT_IDS } from '../../../src/domain/drill.js';
import { invariantsOf } from '../../../src/domain/invariants/invariants-of.js';

const deployment = (groups: number, backupPools: (number | null)[], pairedMs: number | null = null): Deployment =>
  ({
    pools: backupPools.map((backupPool, i) => ({
      backupPool,
      backEnd: i < groups ? { availabilityGroup: {} } : {},
    })),
    backupService: { pairedMs },
  }) as unknown as Deployment;

test.each([
  ['a pair of mirrored pools that was made long ago', deployment(0, [1, 0]), ['I11', 'I17']],
  ['one with an availability group', deployment(1, [1, 0]), ['I17']],
  ['two pools that a drill can pair', deployment(0, [null, null]), ['I11']],
  ['one pool alone', deployment(0, [null]), ['I11', 'I17']],
  ['a pair beside a pool alone', deployment(0, [1, 0, null]), ['I11', 'I17']],
  ['a pair that was made when the drill began', deployment(0, [1, 0], 0), ['I11']],
])('%s: these can break in no run', (_what, drill, cannot) => {
  expect(invariantsOf(drill)).toEqual(INVARIANT_IDS.filter((id) => !cannot.includes(id)));
});
