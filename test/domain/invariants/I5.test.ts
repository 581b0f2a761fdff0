import { describe, expect, test } from 'vitest';
import { MIRROR_SESSION } from '../../../src/domain/components/back-end/machine.js';
import { altered, expectBroken, violation } from '../../support/broken.js';
import type { DrillText } from '../../support/drills.js';

const PRINCIPAL_LOST: DrillText = {
  faults: [{ at: '10m', crash: { server: 'sql1a' }, for: '30m' }],
  steps: [{ wait: '2h' }],
};

describe('I5: at most one served principal per mirror session or group', () => {
  test('D21: mirror and witness elect a new principal and the old one goes on', async () => {
    const session = altered(MIRROR_SESSION, (s) => {
      s.synchronized.on!.look = [
        { guard: 'linked' },
        { guard: 'serves', target: 'exposed' },
        { guard: 'mayElect', target: 'exposed', actions: ['swap'] },
        { target: 'severed' },
      ];
    });
    const run = await expectBroken('I5', PRINCIPAL_LOST, { session });
    expect(violation(run).message).toBe('two SQL servers of pool1 serve the User database');
  });

  test('D22: a manual failover after which the old principal goes on', async () => {
    const session = altered(MIRROR_SESSION, (s) => {
      s.pendingFailover.on!.failedOver = { target: 'synchronized', actions: ['swap'] };
    });
    const manual: DrillText = {
      steps: [
        { wait: '10m' },
        { run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror' },
      ],
    };
    await expectBroken('I5', manual, { session });
  });
});
