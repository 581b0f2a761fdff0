import { describe, expect, test, vi } from 'vitest';
import { USERS } from '../../../src/domain/components/users/machine.js';
import { ChangeLog } from '../../../src/domain/ledger/change-log.js';
import { altered, expectBroken, violation } from '../../support/broken.js';
import { type DrillText, deployment } from '../../support/drills.js';

/** Users who go on to be told that their changes are saved, whatever mode they are in. */
function neverStop(): void {
  const { setAcknowledging } = ChangeLog.prototype;
  vi.spyOn(ChangeLog.prototype, 'setAcknowledging').mockImplementation(function (this: ChangeLog, nowMs, users) {
    if (users > 0) setAcknowledging.call(this, nowMs, users);
  });
}

describe('I8: nothing persistent is acknowledged in resiliency or read-only mode', () => {
  test('D27: changes saved while the Back End is gone for over 30 minutes', async () => {
    const drill: DrillText = {
      topology: deployment({ mirror: false }),
      faults: [{ at: '10m', crash: { server: 'sql1a' }, for: '1h' }],
      steps: [{ wait: '2h' }],
    };
    const run = await expectBroken('I8', drill, neverStop);
    expect(violation(run)).toMatchObject({ atMs: 40 * 60_000 });
    expect(violation(run).message).toMatch(/are acknowledged while its users are in resiliencyHome/);
  });

  test('D70: changes saved on the backup registrar', async () => {
    const drill: DrillText = {
      faults: [{ at: '10m', crash: { site: 'Datacenter1' }, for: '1h' }],
      steps: [{ wait: '30m' }],
    };
    const run = await expectBroken('I8', drill, neverStop);
    const said = run.result.violations.map((v) => v.message).join('; ');
    expect(said).toMatch(/its users are in signedOut/);
  });

  test('D43: changes saved while the users are read-only', async () => {
    // The partner is lost before the takeover: the failover is given up.
    const planned: DrillText = {
      faults: [{ at: '600s', crash: { pool: 'pool2' } }],
      steps: [{ wait: '590s' }, { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }],
    };
    const run = await expectBroken('I8', planned, neverStop, [1]);
    expect(violation(run).message).toMatch(/its users are in readOnlyHome/);
  });

  test('D43: users who are not told that they are read-only', async () => {
    const users = altered(USERS, (s) => {
      s.regularHome.on!.readOnly = 'regularHome';
      s.regularHome.on!.look = [
        { guard: 'homeResilient', target: 'resiliencyHome' },
        { guard: 'homeUp' },
        { target: 'signedOut.detecting', actions: 'detect' },
      ];
    });
    const planned: DrillText = { steps: [{ wait: '10m' }, { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }] };
    const run = await expectBroken('I8', planned, { users });
    expect(violation(run).message).toMatch(/can only be in read-only or resiliency mode/);
  });
});
