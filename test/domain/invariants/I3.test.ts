import { describe, expect, test } from 'vitest';
import { POOL_FAILOVER } from '../../../src/domain/components/pool-failover/machine.js';
import { USERS } from '../../../src/domain/components/users/machine.js';
import { altered, expectBroken, violation } from '../../support/broken.js';
import type { DrillText } from '../../support/drills.js';

const PLANNED: DrillText = {
  steps: [
    { wait: '10m' },
    { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
    { wait: '10m' },
    { run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' },
    { wait: '10m' },
  ],
};

const RETURN: DrillText = {
  faults: [{ at: '10m', crash: { site: 'Datacenter1' }, for: '2h' }],
  steps: [
    { wait: '20m' },
    { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' },
    { at: '3h', wait: '10m' },
    { run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' },
  ],
};

describe('I3: at most one pool accepts the persistent changes of a cohort', () => {
  test('D43: a takeover that does not close home', async () => {
    const failover = altered(POOL_FAILOVER, (s) => {
      s.normal.on!.disaster = { target: 'disaster.stopping' };
    });
    const run = await expectBroken('I3', RETURN, { failover });
    expect(violation(run).message).toBe('pool1 and pool2 both accept changes of the users of pool1');
  });

  test('D51: a failback that does not close the partner', async () => {
    const failover = altered(POOL_FAILOVER, (s) => {
      s.failback.states!.queueing.on!.drained = { target: 'copying' };
    });
    const run = await expectBroken('I3', PLANNED, { failover });
    expect(violation(run).rules).toContain('D51');
  });

  test('M47: a backup registrar that hands users home before the failback', async () => {
    const users = altered(USERS, (s) => {
      s.takenOver.states!.regular.on!.look = [
        { guard: 'homeUp', target: '#users.regularHome' },
        { guard: 'partnerRegular' },
        { target: 'signedOut' },
      ];
    });
    await expectBroken('I3', RETURN, { users });
  });
});
