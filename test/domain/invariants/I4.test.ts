import { describe, expect, test } from 'vitest';
import { CENTRAL_MANAGEMENT } from '../../../src/domain/components/central-management/machine.js';
import { altered, expectBroken, runWith, violation } from '../../support/broken.js';
import { broken, type DrillText, deployment } from '../../support/drills.js';

const FORCE = 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a -BackupSqlInstanceName rtc -Force';

const drill = (assumptions: Record<string, unknown> = {}): DrillText => ({
  topology: deployment({}, {}, { centralManagement: { active: 'pool1' }, assumptions }),
  faults: [{ at: '10m', crash: { site: 'Datacenter1' }, for: '1h' }],
  steps: [{ wait: '20m' }, { run: FORCE }, { at: '3h', wait: '1m' }],
});

describe('I4: at most one active Central Management master', () => {
  test('D64: a store that returns and is still marked active is no second master', async () => {
    expect(broken(await runWith(drill({ staleMasterMinutes: 30 }), {}))).toEqual([]);
  });

  test('D64 (F): a planned move in a Standard Edition pair that leaves both sides active', async () => {
    const single = { edition: 'standard', mirror: false, users: 1000 } as const;
    const pair = (split: unknown): DrillText => ({
      topology: deployment(single, single, {
        centralManagement: { active: 'pool1' },
        assumptions: { standardPairCmsSplit: split },
      }),
      steps: [{ wait: '10m' }, { run: 'Invoke-CsManagementServerFailover' }, { wait: '30m' }],
    });
    expect(broken(await runWith(pair(false), {}))).toEqual([]);
    const run = await runWith(pair('bothActive'), {});
    expect(broken(run)).toEqual(['I4']);
    expect(violation(run)).toMatchObject({
      message: 'pool1 and pool2 both are the active master',
      rules: ['D64'],
    });
    expect(run.result.findings.map((f) => f.rule)).toContain('D64');
  });

  test('a forced move after which the old master is not the standby', async () => {
    const cms = altered(CENTRAL_MANAGEMENT, (s) => {
      s.forcingToStandby.on!.switched = { target: 'bothStandby', actions: 'activateStandby' };
    });
    await expectBroken('I4', drill(), { cms });
  });

  test('D60: a planned move that leaves both sides active', async () => {
    const cms = altered(CENTRAL_MANAGEMENT, (s) => {
      s.movingToStandby.on!.switched = { target: 'bothStandby', actions: 'activateStandby' };
    });
    const planned: DrillText = {
      topology: deployment({}, {}, { centralManagement: { active: 'pool1' } }),
      steps: [{ wait: '10m' }, { run: 'Invoke-CsManagementServerFailover' }, { wait: '30m' }],
    };
    await expectBroken('I4', planned, { cms });
  });
});
