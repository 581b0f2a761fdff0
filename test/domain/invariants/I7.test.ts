import { describe, expect, test } from 'vitest';
import { USERS } from '../../../src/domain/components/users/machine.js';
import { altered, expectBroken, violation } from '../../support/broken.js';
import type { DrillText } from '../../support/drills.js';

const POOL_LOST: DrillText = {
  faults: [{ at: '10m', crash: { pool: 'pool1' }, for: '1h' }],
  steps: [{ wait: '2h' }],
};

describe('I7: no user is regular away from home unless a failover was commanded', () => {
  test('S4: a backup registrar that takes users over in regular mode by itself', async () => {
    const users = altered(USERS, (s) => {
      s.signedOut.states!.detected.on!.look = [
        { guard: 'home', target: '#users.regularHome' },
        { guard: 'partnerVoice', target: '#users.takenOver.regular' },
        {},
      ];
    });
    const run = await expectBroken('I7', POOL_LOST, { users });
    expect(violation(run)).toMatchObject({
      message: 'users of pool1 are regular on pool2, but nobody commanded it',
      rules: ['S4'],
      // The failure-detection interval of D70 after the loss.
      atMs: 15 * 60_000,
    });
  });
});
