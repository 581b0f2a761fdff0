import { describe, expect, test } from 'vitest';
import { MIRROR_SESSION } from '../../../src/domain/components/back-end/machine.js';
import { BACKUP_MODULE } from '../../../src/domain/components/backup-service/machine.js';
import { FRONT_END_POOL } from '../../../src/domain/components/front-end-pool/machine.js';
import { altered, expectBroken, runWith, violation } from '../../support/broken.js';
import type { DrillText } from '../../support/drills.js';

/** Everything of one site lost and repaired, and time for all of it to return. */
const LOST_AND_REPAIRED: DrillText = {
  faults: [{ at: '10m', crash: { site: 'Datacenter1' }, for: '20m' }],
  steps: [{ wait: '2h' }],
};

describe('I10: after the last repair everything returns', () => {
  test('D24: a mirror that never catches up', async () => {
    const session = altered(MIRROR_SESSION, (s) => {
      s.synchronizing.on!.resynchronised = 'synchronizing';
    });
    const drill: DrillText = {
      faults: [{ at: '10m', crash: { server: 'sql1b' }, for: '20m' }],
      steps: [{ wait: '2h' }],
    };
    const run = await expectBroken('I10', drill, { session });
    expect(violation(run).message).toMatch(/the User database of pool1 is not SYNCHRONIZED/);
  });

  test('D37: a direction that never leaves its error', async () => {
    const module = altered(BACKUP_MODULE, (s) => {
      s.error.on!.cycle = [{}];
    });
    const run = await expectBroken('I10', LOST_AND_REPAIRED, { module });
    expect(violation(run).message).toMatch(
      /pool1 exports in ErrorState \(UserServices.PresenceFocus: [\d,]+ changes at risk, ConfServices/,
    );
  });

  test('D13: services that never come up', async () => {
    const frontEnd = altered(FRONT_END_POOL, (s) => {
      s.booting.on!.started = 'booting';
    });
    const run = await expectBroken('I10', LOST_AND_REPAIRED, { frontEnd });
    expect(violation(run).message).toMatch(/users of pool1 are not regular at home/);
  });

  test('is not judged before the grace is over', async () => {
    // Repaired at 30 min; 30 min of grace, 1.3 × (3 + 57 / 4) = 22.4 min of the longest start (D13) and 10 min until
    // users are handed home (D70).
    const early: DrillText = { ...LOST_AND_REPAIRED, steps: [{ wait: '92m' }] };
    const late: DrillText = { ...LOST_AND_REPAIRED, steps: [{ wait: '93m' }] };
    const frontEnd = altered(FRONT_END_POOL, (s) => {
      s.booting.on!.started = 'booting';
    });
    expect((await runWith(early, { frontEnd })).result.violations).toEqual([]);
    expect((await runWith(late, { frontEnd })).result.violations).toHaveLength(1);
  });
});
