import { describe, expect, test } from 'vitest';
import { type DrillText, run } from '../../support/drills.js';

type Step = Readonly<Record<string, unknown>>;

const OVER = { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' };
const BACK = { run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' };
const CMS = { run: 'Invoke-CsManagementServerFailover' };
const RESTORE = { run: 'Invoke-CsBackupServiceSync -PoolFqdn pool2 -BackupModule ConfServices.DataConf' };
const REPLICATED = { wait: { until: 'replicated', timeout: '15m' } };
const STEADY2 = { wait: { until: 'steady', pool: 'pool2', timeout: '2h' } };
const wait = (time: string): Step => ({ wait: time });
/** So little that the first cycle after a repair has carried it all. */
const UPLOADS = { changesPerUserPerHour: 1, conferenceUploadsPerUserPerHour: 0.01 };

describe('after a swap, when each pool keeps conference content of the other (S8, D54)', () => {
  const over = (pool: string) => ({ run: `Invoke-CsPoolFailOver -PoolFqdn ${pool}` });
  const back = (pool: string) => ({ run: `Invoke-CsPoolFailBack -PoolFqdn ${pool}` });
  const restore = (pool: string) => ({
    run: `Invoke-CsBackupServiceSync -PoolFqdn ${pool} -BackupModule ConfServices.DataConf`,
  });
  const swap = [wait('10m'), OVER, wait('1h'), BACK, CMS, REPLICATED, over('pool2'), wait('1h')];
  const found = async (steps: readonly Step[]) =>
    (await run({ load: UPLOADS, steps: [...swap, back('pool2'), ...steps] })).result.findings.filter(
      (f) => f.rule === 'D54',
    );

  test.each([
    ['pool1', 'pool2'],
    ['pool2', 'pool1'],
  ])('the sync of %s, then that of %s: neither is of the wrong pool', async (first, second) => {
    const steps = [restore(first), wait('10m'), restore(second), wait('10m')];
    expect(await found(steps)).toEqual([]);
  });

  test('a second sync of the same pool is, and the content still waits', async () => {
    const steps = [restore('pool2'), wait('10m'), restore('pool2'), wait('10m')];
    expect((await found(steps)).map((f) => [f.severity, f.place, f.instead])).toEqual([
      ['error', 'instead', restore('pool1').run],
    ]);
  });

  test('one sync leaves the content of the other pool behind', async () => {
    const steps = [restore('pool2'), wait('10m')];
    expect((await found(steps)).map((f) => [f.severity, f.place, f.instead])).toEqual([
      ['error', 'after', restore('pool1').run],
    ]);
  });
});

test('a sync of the wrong pool stays a finding when the right one has followed (D54)', async () => {
  const WRONG = { run: 'Invoke-CsBackupServiceSync -PoolFqdn pool1 -BackupModule ConfServices.DataConf' };
  const steps = [wait('10m'), OVER, wait('1h'), BACK, WRONG, wait('3m'), RESTORE, STEADY2, wait('10m')];
  const { result } = await run({ load: UPLOADS, steps });
  const found = result.findings.filter((f) => f.rule === 'D54');
  expect(found.map((f) => [f.severity, f.place, f.instead])).toEqual([['error', 'instead', RESTORE.run]]);
});

describe('while the partner does not run the Backup Service (D37, D54)', () => {
  const found = async (sync: Step) => {
    const faults = [{ at: '2h', crash: { service: 'LYNCBACKUP', pool: 'pool2' } }];
    const steps = [wait('10m'), OVER, wait('1h'), BACK, { ...sync, at: '3h' }, wait('10m')];
    return (await run({ load: UPLOADS, faults, steps })).result.findings
      .filter((f) => f.rule === 'D54')
      .map((f) => [f.severity, f.place, f.instead]);
  };

  test('its sync is not advised instead of one of the wrong pool', async () => {
    const wrong = 'Invoke-CsBackupServiceSync -PoolFqdn pool1 -BackupModule ConfServices.DataConf';
    expect(await found({ run: wrong })).toEqual([['error', null, null]]);
  });

  test('a sync that was refused has restored nothing', async () => {
    expect(await found(RESTORE)).toEqual([['error', 'after', RESTORE.run]]);
  });
});

describe('a failback while the partner is down (D50)', () => {
  const down = [{ at: '2h', crash: { pool: 'pool2' } }];
  const found = async (steps: readonly Step[], faults: DrillText['faults'] = down) =>
    (await run({ faults, steps: [wait('10m'), OVER, ...steps] })).result.findings
      .filter((f) => f.severity === 'error')
      .map((f) => [f.rule, f.instead]);
  const LOOK1 = ['D50', 'Get-CsPoolFabricState -PoolFqdn pool1'];
  const LOOK2 = ['D50', 'Get-CsPoolFabricState -PoolFqdn pool2'];
  const PARTNER = { at: '3h', run: 'Invoke-CsPoolFailBack -PoolFqdn pool2' };

  test('the partner is repaired first', async () => {
    expect(await found([{ ...BACK, at: '3h' }])).toEqual([LOOK2]);
  });

  test('no failback is advised that would be refused, where the partner itself was named (S7)', async () => {
    expect(await found([PARTNER])).toEqual([['S7', null], LOOK2]);
    expect(await found([{ ...PARTNER, run: `${PARTNER.run} -DisasterMode` }])).toEqual([['S7', null], LOOK2]);
  });

  test('nor while the pool is down; both are named where both are', async () => {
    const one = [{ at: '2h', crash: { pool: 'pool1' } }];
    expect(await found([PARTNER], one)).toEqual([['S7', null], LOOK1]);
    expect(await found([{ ...BACK, at: '3h' }], [...down, ...one])).toEqual([LOOK1, LOOK2]);
  });

  test('-DisasterMode needs no partner', async () => {
    const disaster = { at: '3h', run: `${BACK.run} -DisasterMode` };
    const one = [{ at: '2h', crash: { pool: 'pool1' } }];
    expect(await found([disaster], [...down, ...one])).toEqual([LOOK1]);
  });
});
