import { describe, expect, test, vi } from 'vitest';
import { count } from '../../../src/core/format.js';
import { poolFailover } from '../../../src/domain/cmdlets/pool-failover.js';
import { MIRROR_SESSION } from '../../../src/domain/components/back-end/machine.js';
import { ChangeLog } from '../../../src/domain/ledger/change-log.js';
import { altered, expectBroken, runWith, violation } from '../../support/broken.js';
import { broken, type DrillText, deployment, lossOf } from '../../support/drills.js';

const FAIL_OVER = 'Invoke-CsPoolFailOver -PoolFqdn pool1';
const FAIL_BACK = 'Invoke-CsPoolFailBack -PoolFqdn pool1';
const FORCE_DATABASE = 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror -Force';
const FORCE_CMS = 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a -BackupSqlInstanceName rtc -Force';

/** One cycle carries 1,000 changes, two minutes bring 4,000: a backlog from the start. */
const SLOW = { maxBatchesPerUserStoreSync: 10 };

const backlog = (command: string): DrillText => ({
  topology: deployment({}, {}, { assumptions: SLOW }),
  steps: [{ wait: '1h' }, { run: command }],
});

const failedOver = (...steps: object[]): DrillText => ({
  steps: [{ wait: '10m' }, { run: FAIL_OVER }, { wait: '20m' }, ...steps],
});

/** The conference content comes home too (D54). */
const RESTORE = [
  { run: 'Invoke-CsBackupServiceSync -PoolFqdn pool2 -BackupModule DataConf' },
  { wait: { until: 'steady', pool: 'pool2', timeout: '1h' } },
];

const mirrorLostFirst = (...steps: object[]): DrillText => ({
  topology: deployment({ witness: false }),
  faults: [
    { at: '10m', crash: { server: 'sql1b' }, for: '6m' },
    { at: '15m', crash: { server: 'sql1a' }, for: '1h' },
  ],
  steps: [{ wait: '20m' }, ...steps, { wait: '2h' }],
});

const twoServersLost = (...steps: object[]): DrillText => ({
  topology: deployment({ servers: 6 }),
  faults: [
    { at: '10m', crash: { server: 'fe1a' }, for: '20m' },
    { at: '11m', crash: { server: 'fe1b' }, for: '20m' },
  ],
  steps: [{ wait: '15m' }, ...steps, { wait: '1h' }],
});

const principalLost = (mirror: boolean, destroy: boolean): DrillText => ({
  topology: deployment({ mirror }),
  faults: [
    { at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] } },
    { at: '20m', crash: { server: 'sql1a' }, destroy },
  ],
  steps: [{ wait: '30m' }],
});

const moveCms = (command: string): DrillText => ({
  topology: deployment({}, {}, { centralManagement: { active: 'pool1' }, backupService: { syncInterval: '30m' } }),
  load: { configChangesPerHour: 3600 },
  steps: [{ wait: '11m' }, { run: command }],
});

const HAZARDS: readonly (readonly [what: string, rule: string, hazard: DrillText, safe: DrillText])[] = [
  [
    'planned failover with -SkipDataVerification under a backlog',
    'D44',
    backlog(`${FAIL_OVER} -SkipDataVerification`),
    backlog(FAIL_OVER),
  ],
  [
    'failback -DisasterMode',
    'D53',
    failedOver({ run: `${FAIL_BACK} -DisasterMode` }),
    failedOver({ run: FAIL_BACK }, ...RESTORE),
  ],
  [
    'failback -SkipDataVerification',
    'D51',
    failedOver({ run: `${FAIL_BACK} -SkipDataVerification` }),
    failedOver({ run: FAIL_BACK }, ...RESTORE),
  ],
  ['-DisasterMode on a pool that could serve', 'D45', backlog(`${FAIL_OVER} -DisasterMode`), backlog(FAIL_OVER)],
  [
    'forced service on a disconnected mirror',
    'D25',
    mirrorLostFirst({ run: FORCE_DATABASE }, { at: '76m', run: 'ALTER DATABASE rtcxds SET PARTNER RESUME' }),
    mirrorLostFirst({ at: '76m', wait: { until: 'synchronized', pool: 'pool1', timeout: '1h' } }),
  ],
  [
    'QuorumLossRecovery over an unwritten tail',
    'D11',
    twoServersLost({ run: 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery' }),
    twoServersLost(),
  ],
  ['destroy of the only disk that holds a change', 'M15', principalLost(false, true), principalLost(true, true)],
  [
    'Central Management disaster form with a working master',
    'D61',
    moveCms(FORCE_CMS),
    moveCms('Invoke-CsManagementServerFailover'),
  ],
];

describe('I1: the named hazards', () => {
  test.each(HAZARDS)('%s (%s)', async (_what, rule, hazard, safe) => {
    const run = await runWith(hazard, {});
    expect(broken(run)).toEqual(['I1']);
    expect(violation(run).message).toContain(`(${rule})`);
    const { lost, stranded } = run.result.loss;
    expect(lost + stranded).toBeGreaterThan(0);

    const held = await runWith(safe, {});
    expect(held.result.violations).toEqual([]);
    expect(held.result.steps.filter((s) => !s.asExpected)).toEqual([]);
    expect(held.result.loss).toMatchObject({ lost: 0, stranded: 0 });
  });

  test('a crash that keeps the disks strands nothing for good', async () => {
    const run = await runWith(principalLost(false, false), {});
    expect(broken(run)).toEqual([]);
    expect(run.result.loss).toMatchObject({ lost: 0, stranded: 0 });
  });
});

/** Stranded changes whose last disk may be destroyed: by a forced service, content after a failback. */
const STRANDED: readonly (readonly [what: string, drill: DrillText, where: object, inThe: string])[] = [
  [
    'what a forced service left, with the old principal',
    {
      topology: deployment({ witness: false }),
      faults: [
        { at: '10m', crash: { server: 'sql1b' }, for: '6m' },
        { at: '15m', crash: { server: 'sql1a' } },
      ],
      steps: [{ at: '20m', run: FORCE_DATABASE }],
      expect: { violates: ['I1'] },
    },
    { server: 'sql1a' },
    'PresenceFocus',
  ],
  [
    'content that waits for its restore, with the file store',
    failedOver({ run: FAIL_BACK }),
    { fileStore: 'file2' },
    'DataConf',
  ],
];

describe('I1: destroy of the only disk that holds stranded changes', () => {
  test.each(STRANDED)('%s', async (_what, text, target, module) => {
    const before = (await runWith({ ...text, steps: [...text.steps!, { at: '3h', wait: '0s' }] }, {})).result;
    const faults = [...(text.faults ?? []), { at: '3h', crash: target, destroy: true }];
    const { result } = await runWith({ ...text, faults }, {});
    const stranded = lossOf({ result: before } as never, 'pool1', module);
    const lost = lossOf({ result } as never, 'pool1', module);
    expect(stranded.stranded).toBeGreaterThan(0);
    expect(lost).toMatchObject({ stranded: 0, lost: stranded.lost + stranded.stranded });
    const told = result.violations.filter(({ atMs }) => atMs === 180 * 60_000);
    expect(told.map((v) => v.message)).toContain(
      `${count(stranded.stranded)} acknowledged changes of pool1 (${lost.module}) are on no disk any more: destroy of the only disk that held a change (M15)`,
    );
    expect(result.findings.map((f) => f.message).join()).not.toContain('still on its disks');
  });

  test('what a takeover left behind was judged then: a finding', async () => {
    const lost = { crash: { site: 'Datacenter1' } };
    const { result } = await runWith(
      {
        faults: [
          { at: '10m30s', ...lost },
          { at: '3h', ...lost, destroy: true },
        ],
        steps: [{ at: '20m', run: `${FAIL_OVER} -DisasterMode` }],
      },
      {},
    );
    expect(result.violations).toEqual([]);
    // 20,000 users, 6 changes an hour: 9:55 to 10:30 was not imported, the last 5 s of it on the FE servers.
    expect(lossOf({ result } as never, 'pool1')).toMatchObject({ stranded: 0, lost: 1167 });
    expect(result.findings.filter(({ rule }) => rule === 'M15').map(({ message }) => message)).toEqual([
      '1,000 stranded changes of pool1 (UserServices.PresenceFocus) were lost with the disks of the failed-over pool',
      '2 stranded changes of pool1 (ConfServices.DataConf) were lost with the disks of the failed-over pool',
      '167 stranded changes on the FE servers of pool1 were lost with their disks (M15)',
    ]);
  });

  test('one of two disks that hold it takes nothing', async () => {
    const text: DrillText = {
      faults: [
        { at: '10m30s', crash: { site: 'Datacenter1' } },
        { at: '3h', crash: { server: 'sql1b' }, destroy: true },
      ],
      steps: [{ at: '20m', run: `${FAIL_OVER} -DisasterMode` }],
    };
    const { result } = await runWith(text, {});
    expect(result.violations).toEqual([]);
    expect(result.loss.stranded).toBeGreaterThan(0);
  });
});

/** Disks are destroyed, the pool is failed over after: what had not been imported goes, some of it from the Back End. */
const burnt = (...steps: object[]): DrillText => ({
  faults: [{ at: '10m30s', crash: { site: 'Datacenter1' }, destroy: true }],
  steps,
});

describe('I1: destroy of the disks of a pool, judged by what becomes of it (exception d)', () => {
  test('a disaster failover: a finding, and the loss is that of a failback that overwrites', async () => {
    const over = { at: '20m', run: `${FAIL_OVER} -DisasterMode` };
    const run = await runWith(burnt(over, { wait: '1h' }), {});
    expect(broken(run)).toEqual([]);
    expect(run.result.findings.map(({ message }) => message)).toContain(
      '1,000 acknowledged changes of pool1 (UserServices.PresenceFocus) had not been imported at the partner and went with their disks: lost.',
    );
    const faults = [{ at: '10m30s', crash: { site: 'Datacenter1' }, for: '30m' }];
    const kept = await runWith({ faults, steps: [over, { at: '2h', run: FAIL_BACK }] }, {});
    expect(broken(kept)).toEqual([]);
    expect(lossOf(kept, 'pool1').lost).toBe(lossOf(run, 'pool1').lost);
  });

  test('no failover: I1 at the end', async () => {
    const run = await runWith(burnt({ wait: '2h' }), {});
    expect(broken(run)).toEqual(['I1']);
    expect(run.result.violations.map(({ atMs }) => atMs)).toContain(2 * 3_600_000);
  });

  test('a pool that goes on serving is judged at once', async () => {
    const run = await runWith(
      {
        faults: [{ at: '10m30s', crash: { fileStore: 'file1' }, destroy: true }],
        steps: [{ wait: '2h' }, { run: `${FAIL_OVER} -DisasterMode` }],
        load: { conferenceUploadsPerUserPerHour: 1 },
      },
      {},
    );
    expect(run.result.violations[0]).toMatchObject({ invariant: 'I1', atMs: 630_000, rules: ['M15'] });
  });
});

describe('I1: a rule broken on purpose', () => {
  test('D43: a final sync that calls a backlog FinalState', async () => {
    const run = await expectBroken('I1', backlog(FAIL_OVER), () => {
      const phases = poolFailover.phases!;
      const { look, timedOut } = phases;
      vi.spyOn(phases, 'look').mockImplementation((world) => {
        if (!world.is('failover', world.variables.commandPool.get(), 'planned.syncing')) return look!(world);
        // It goes on as where nobody verifies the data (D44), though nobody said so.
        const flags = world.variables.commandFlags.get();
        world.variables.commandFlags.set(flags | 1);
        timedOut!(world);
        world.variables.commandFlags.set(flags);
        return true;
      });
    });
    expect(violation(run).message).toMatch(/of pool1 \(UserServices.PresenceFocus\) left the serving branch/);
  });

  test('D25: a mirror that fell behind and is elected all the same', async () => {
    const session = altered(MIRROR_SESSION, (s) => {
      s.severedBehind.on!.look = [
        { guard: 'linked', target: 'synchronizing', actions: 'catchUp' },
        { guard: 'serves', target: 'exposed' },
        { guard: 'mayElect', target: 'electing', actions: 'elect' },
        {},
      ];
    });
    // The mirror returns when the principal is lost already.
    const drill: DrillText = {
      faults: [
        { at: '10m', crash: { server: 'sql1b' }, for: '10m' },
        { at: '19m', crash: { server: 'sql1a' }, for: '1h' },
      ],
      steps: [{ wait: '3h' }],
    };
    await expectBroken('I1', drill, { session });
  });

  test('D51: a failback that copies nothing to new disks', async () => {
    const drill: DrillText = {
      faults: [
        { at: '1h', crash: { site: 'Datacenter1' }, destroy: true },
        { at: '2h', repair: { site: 'Datacenter1' } },
      ],
      steps: [{ wait: '20m' }, { run: FAIL_OVER }, { at: '3h', run: FAIL_BACK }, { wait: '10m' }],
    };
    await expectBroken('I1', drill, () => {
      vi.spyOn(ChangeLog.prototype, 'copy').mockImplementation(() => {});
    });
  });

  test('M39: an import that follows an older branch', async () => {
    const drill: DrillText = {
      faults: [{ at: '10m', crash: { site: 'Datacenter1' }, for: '1h' }],
      steps: [{ wait: '20m' }, { run: `${FAIL_OVER} -DisasterMode` }, { wait: '1h' }],
    };
    await expectBroken('I1', drill, () => {
      // What arrives at the serving side replaces what is there.
      const importBatch = ChangeLog.prototype.import;
      vi.spyOn(ChangeLog.prototype, 'import').mockImplementation(function (
        this: ChangeLog,
        nowMs,
        way,
        target,
        mirror,
      ) {
        if (this.side === 1 && way === 1) {
          this.wipe(2);
          this.wipe(3);
        }
        importBatch.call(this, nowMs, way, target, mirror, true);
      });
    });
  });
});

describe('I1: its exceptions are findings', () => {
  test('(a) a disaster failover of a pool that could not serve', async () => {
    const run = await runWith(
      {
        faults: [{ at: '31m', crash: { site: 'Datacenter1' } }],
        steps: [{ wait: '40m' }, { run: `${FAIL_OVER} -DisasterMode` }],
      },
      {},
    );
    expect(broken(run)).toEqual([]);
    expect(lossOf(run, 'pool1').lost + lossOf(run, 'pool1').stranded).toBeGreaterThan(0);
    expect(run.result.findings.map((f) => f.rule)).toContain('D45');
  });

  test('(b) conference content that waits for its restore', async () => {
    const run = await runWith(failedOver({ run: FAIL_BACK }), {});
    expect(broken(run)).toEqual([]);
    expect(run.result.findings.map((f) => f.rule)).toContain('D54');
  });

  test('(c) an FE tail whose replicas all died before it was written', async () => {
    const run = await runWith(
      { faults: [{ at: '10m', crash: { pool: 'pool1' }, destroy: true, for: '20m' }], steps: [{ wait: '1h' }] },
      {},
    );
    expect(broken(run)).toEqual([]);
    expect(lossOf(run, 'pool1').lost).toBeGreaterThan(0);
    expect(run.result.findings.map((f) => f.rule)).toContain('D28');
  });
});
