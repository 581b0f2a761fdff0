import { describe, expect, test, vi } from 'vitest';
import { poolFailover } from '../../../src/domain/cmdlets/pool-failover.js';
import { expectBroken, violation } from '../../support/broken.js';
import type { DrillText } from '../../support/drills.js';

/** The swap of S8 in the wrong order: pool2 before pool1 is back. */
const WRONG_ORDER: DrillText = {
  steps: [
    { wait: '10m' },
    { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
    { run: 'Invoke-CsManagementServerFailover' },
    { wait: { until: 'replicated', timeout: '30m' } },
    { run: 'Invoke-CsPoolFailOver -PoolFqdn pool2', expect: 'refused', rule: 'D40' },
  ],
};

describe('I6: a pool is not failed over while its partner is failed over to it', () => {
  test('D40: without the check of the partner, two pools are failed over to each other', async () => {
    const refusal = poolFailover.refusal!;
    const run = await expectBroken('I6', WRONG_ORDER, () => {
      vi.spyOn(poolFailover, 'refusal').mockImplementation((world, parameters) => {
        const no = refusal(world, parameters);
        return no?.message?.includes('is itself failed over') ? null : no;
      });
    });
    expect(violation(run)).toMatchObject({ rules: ['S7', 'S8'] });
    expect(violation(run).message).toBe('pool1 and pool2 are failed over to each other');
  });
});
