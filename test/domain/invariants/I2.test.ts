import { describe, expect, test, vi } from 'vitest';
import { ChangeLog } from '../../../src/domain/ledger/change-log.js';
import { expectBroken, runWith, violation } from '../../support/broken.js';
import { type DrillText, deployment, lossOf } from '../../support/drills.js';

const NOTHING = -1;

/** A side that takes over and has forgotten what it had imported last. */
function dropLastImport(): void {
  const { serveFrom } = ChangeLog.prototype;
  vi.spyOn(ChangeLog.prototype, 'serveFrom').mockImplementation(function (this: ChangeLog, nowMs, side) {
    for (const store of [2 * side, 2 * side + 1]) {
      const row = this.rows[store];
      if (row !== undefined && row[0] !== NOTHING) row[0] -= 120_000;
    }
    serveFrom.call(this, nowMs, side);
  });
}

const SITE_LOSS: DrillText = {
  faults: [{ at: '31m', crash: { site: 'Datacenter1' } }],
  steps: [{ wait: '40m' }, { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' }],
};

describe('I2: what a disaster failover loses was not imported at the partner', () => {
  test('a takeover that drops the last import', async () => {
    const run = await expectBroken('I2', SITE_LOSS, dropLastImport);
    expect(violation(run).message).toMatch(/of pool1 \(UserServices.PresenceFocus\) had been imported/);
    // Two minutes of 20,000 users with 6 changes an hour.
    expect(violation(run).message).toMatch(/^4[,.\s]?000 changes/);
  });

  test('a forced move of the Central Management master that drops the last import', async () => {
    const drill: DrillText = {
      topology: deployment({}, {}, { centralManagement: { active: 'pool1' } }),
      load: { configChangesPerHour: 3600 },
      faults: [{ at: '31m', crash: { site: 'Datacenter1' } }],
      steps: [
        { wait: '40m' },
        {
          run: 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a -BackupSqlInstanceName rtc -Force',
        },
      ],
    };
    const run = await expectBroken('I2', drill, dropLastImport);
    expect(violation(run).message).toMatch(/CentralMgmt.CMSMaster\) had been imported/);
  });

  test('what it does lose is named: module, count, age', async () => {
    const { result } = await expectBroken('I2', SITE_LOSS, dropLastImport);
    expect(result.findings.some((f) => f.rule === 'D45' && /PresenceFocus\) behind/.test(f.message))).toBe(true);
  });

  test('intact, the loss is what the last cycle had not carried', async () => {
    const run = await runWith(SITE_LOSS, {});
    const { lost, stranded } = lossOf(run, 'pool1');
    // At most two cycles of 2 minutes and what a cycle takes, at 2,000 changes a minute.
    expect(lost + stranded).toBeGreaterThan(0);
    expect(lost + stranded).toBeLessThan(5 * 2000);
  });
});
