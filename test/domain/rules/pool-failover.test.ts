import { describe, expect, it } from 'vitest';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { broken, deployment, feelings, lossOf, MIN, run } from '../../support/drills.js';
import {
  drill,
  edge,
  exact,
  FAIL_BACK,
  FAIL_OVER,
  ONE_A_SECOND,
  ONE_UPLOAD_A_SECOND,
  SILENT,
} from '../../support/exact.js';

const S = 1000;
const DISASTER = `${FAIL_OVER} -DisasterMode`;
const LINK = { link: ['Datacenter1', 'Datacenter2'] };
const NEXT_HOP = 'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2';

const outcomes = (r: DrillRun) => r.result.steps.map((s) => [s.outcome, s.rule]);
const ofRule = (r: DrillRun, rule: string) => r.result.findings.filter((f) => f.rule === rule);

describe('D40: who may be failed over', () => {
  it('refused without a backup pool', async () => {
    const topology = exact({ more: { backupPool: null } });
    const r = await run(drill({ topology, steps: [{ run: FAIL_OVER }, { run: DISASTER }] }));
    expect(outcomes(r)).toEqual([
      ['refused', 'D40'],
      ['refused', 'D40'],
    ]);
  });

  it('refused when it is failed over already', async () => {
    const r = await run(drill({ steps: [{ run: FAIL_OVER }, { run: FAIL_OVER }, { run: DISASTER }] }));
    expect(outcomes(r).slice(1)).toEqual([
      ['refused', 'D40'],
      ['refused', 'D40'],
    ]);
    expect(r.result.recovery).toHaveLength(1);
  });

  it.each([
    ['services', { at: '5m', crash: { pool: 'pool2' } }],
    ['User database', { at: '5m', crash: { server: 'sql2a' } }],
  ])('refused when the partner cannot serve: its %s are lost', async (_, fault) => {
    const topology = exact({ mirror: false }, { mirror: false }, { centralManagement: { active: 'pool1' } });
    const r = await run(drill({ topology, faults: [fault], steps: [{ at: '6m', run: FAIL_OVER }] }));
    expect(outcomes(r)).toEqual([['refused', 'D40']]);
    expect(feelings(r, 'pool1')).toHaveLength(1);
  });

  it('S8: the partner of a failed-over pool is refused until the failback, then goes', async () => {
    const topology = exact({}, {}, { centralManagement: { active: 'pool1' } });
    const r = await run(
      drill({
        topology,
        steps: [
          { run: 'Invoke-CsPoolFailOver -PoolFqdn pool2' },
          { run: 'Invoke-CsManagementServerFailover' },
          { run: FAIL_OVER },
          { run: 'Invoke-CsPoolFailBack -PoolFqdn pool2' },
          { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
          { run: FAIL_BACK },
        ],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['ok', null],
      ['ok', null],
      ['refused', 'D40'],
      ['ok', null],
      ['ok', null],
      ['ok', null],
    ]);
    expect(r.result.steps[2].message).toContain('Invoke-CsPoolFailBack -PoolFqdn pool2');
    expect(r.result.violations).toEqual([]);
    expect(r.result.loss).toMatchObject({ lost: 0, stranded: 0 });
  });
});

describe('D41: the Central Management Store first', () => {
  it('refused when its active master is on the pool, in both modes', async () => {
    const topology = exact({}, {}, { centralManagement: { active: 'pool1' } });
    const r = await run(drill({ topology, steps: [{ run: FAIL_OVER }, { run: DISASTER }] }));
    expect(outcomes(r)).toEqual([
      ['refused', 'D41'],
      ['refused', 'D41'],
    ]);
  });

  it('refused when no active master can be reached', async () => {
    // A third pool hosts the CMS and is lost.
    const third = { ...(exact().pools as Record<string, unknown>[])[0] };
    Object.assign(third, {
      fqdn: 'pool3',
      site: 'Datacenter3',
      servers: ['fe3a', 'fe3b', 'fe3c'],
      backEnd: { primary: 'sql3a' },
      fileStore: 'file3',
      backupPool: null,
    });
    const base = exact();
    const topology = {
      ...base,
      sites: [...(base.sites as object[]), { name: 'Datacenter3' }],
      pools: [...(base.pools as object[]), third],
      centralManagement: { active: 'pool3' },
    };
    const steps = [
      { at: '6m', run: FAIL_OVER },
      { at: '30m', run: FAIL_OVER },
    ];
    const lost = await run(drill({ topology, faults: [{ at: '5m', crash: { pool: 'pool3' }, for: '10m' }], steps }));
    expect(outcomes(lost)).toEqual([
      ['refused', 'D41'],
      ['ok', null],
    ]);
    const cutOff = await run(
      drill({
        topology,
        faults: [{ at: '5m', cut: { link: ['Datacenter2', 'Datacenter3'] }, for: '10m' }],
        steps,
      }),
    );
    expect(outcomes(cutOff)).toEqual([
      ['refused', 'D41'],
      ['ok', null],
    ]);
  });
});

describe('D42: an Edge pool with the pool as its next hop', () => {
  const topology = exact({}, {}, { edgePools: [edge(1), edge(2)] });
  const message =
    'This Front-end pool "pool1" is specified in topology as the next hop for the Edge server. Failing over this pool may cause External access/Federation/Split-domain/XMPP features to stop working.';

  it('stops the cmdlet with its message, in both modes', async () => {
    const r = await run(drill({ topology, steps: [{ run: FAIL_OVER }, { run: DISASTER }] }));
    expect(outcomes(r)).toEqual([
      ['refused', 'D42'],
      ['refused', 'D42'],
    ]);
    expect(r.result.steps[0].message?.startsWith(message)).toBe(true);
  });

  it.each([
    ['Set-CsEdgeServer', { run: NEXT_HOP }],
    ['Set-CsEdgeServer without the prefixes', { run: 'Set-CsEdgeServer edge1 -Registrar pool2' }],
    ['Topology Builder', { topologyBuilder: { edgeNextHop: { edge1: 'pool2' } } }],
  ])('%s clears the way at once', async (_, step) => {
    const r = await run(drill({ topology, steps: [step, { run: FAIL_OVER }] }));
    expect(outcomes(r)).toEqual([
      ['ok', null],
      ['ok', null],
    ]);
    expect(r.result.steps[1].startedAtMs).toBe(10 * S);
  });

  it('with one of its servers up the Edge pool blocks; wholly down it is a finding', async () => {
    const faults = [
      { at: '1m', crash: { server: 'e1a' } },
      { at: '3m', crash: { server: 'e1b' } },
    ];
    const steps = [
      { at: '2m', run: FAIL_OVER },
      { at: '4m', run: FAIL_OVER },
    ];
    const r = await run(drill({ topology, faults, steps }));
    expect(outcomes(r)).toEqual([
      ['refused', 'D42'],
      ['ok', null],
    ]);
    expect(ofRule(r, 'D42').map((f) => f.severity)).toEqual(['error', 'warning']);
  });
});

describe('D40, D41, D42, D43: the first that refuses is reported', () => {
  const topology = exact({}, {}, { edgePools: [edge(1)], centralManagement: { active: 'pool1' } });

  it('partner down, CMS and Edge on the pool, pool down: D40, D41, D42, D43 in this order', async () => {
    const r = await run(
      drill({
        topology,
        faults: [
          { at: '1m', crash: { pool: 'pool2' } },
          { at: '1m', crash: { pool: 'pool1' } },
          { at: '10m', repair: { pool: 'pool2' } },
        ],
        steps: [
          { at: '2m', run: FAIL_OVER },
          { at: '20m', run: FAIL_OVER },
          {
            run: 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a -BackupSqlInstanceName rtc -Force',
          },
          { run: FAIL_OVER },
          { run: NEXT_HOP },
          { run: FAIL_OVER },
          { run: DISASTER },
        ],
      }),
    );
    expect(outcomes(r).map(([, rule]) => rule)).toEqual(['D40', 'D41', null, 'D42', null, 'D43', null]);
  });
});

describe('D43: planned failover', () => {
  it('read-only, final sync, takeover; nothing is lost, and the times add up', async () => {
    const r = await run(drill({ steps: [{ at: '10m', run: FAIL_OVER }, { wait: '5m' }] }));
    // 600 s + 60 s; the last 5 changes: 5 s, 160 ms + 0.8, 5 s + 2.5 ms; 15 min.
    const taken = 600 * S + 60 * S + 10_164;
    const served = taken + 15 * MIN;
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome 1000 0-${600 * S}`,
      `readOnlyHome 1000 ${600 * S}-${taken}`,
      `resiliencyPartner 1000 ${taken}-${served}`,
      `regularPartner 1000 ${served}-${served + 5 * MIN}`,
    ]);
    expect(feelings(r, 'pool2')).toEqual([`regularHome 1000 0-${served + 5 * MIN}`]);
    expect(r.result.recovery).toMatchObject([
      {
        pool: 'pool1',
        mode: 'planned',
        outageAtMs: 600 * S,
        failoverStartedAtMs: 600 * S,
        servedAtMs: served,
        rtoMs: served - 600 * S,
        rpoMs: 0,
        rtoTargetMs: 30 * MIN,
        rpoTargetMs: 30 * MIN,
        noTargetBecause: null,
        target: { rtoMs: 30 * MIN, rpoMs: 30 * MIN, from: 'documented', applies: true, why: null },
      },
    ]);
    expect(r.result.steps[0]).toMatchObject({ startedAtMs: 600 * S, endedAtMs: served });
    expect(lossOf(r, 'pool1')).toMatchObject({
      acknowledged: 900,
      lost: 0,
      stranded: 0,
      oldestLostAgeMs: null,
    });
    expect(r.result.verdict).toBe('passed');
  });

  it('needs the pool up, its Back End too', async () => {
    const topology = exact({ mirror: false }, { mirror: false });
    for (const crash of [{ pool: 'pool1' }, { server: 'sql1a' }]) {
      const r = await run(drill({ topology, faults: [{ at: '5m', crash }], steps: [{ at: '6m', run: FAIL_OVER }] }));
      expect(outcomes(r)).toEqual([['refused', 'D43']]);
    }
  });

  it('the pool’s Backup Service and services keep running: a failback needs no restart', async () => {
    const r = await run(
      drill({
        steps: [
          { at: '10m', run: FAIL_OVER },
          { wait: '10m' },
          { run: 'Get-CsPoolFabricState -PoolFqdn pool1' },
          { run: 'Get-CsBackupServiceStatus -PoolFqdn pool1' },
          { run: FAIL_BACK },
        ],
      }),
    );
    expect(r.result.steps[2].output?.[0]).toMatchObject({ Services: 'running', ServersRunning: 3 });
    expect(r.result.steps[3].output?.[0]).toMatchObject({ OverallImportStatus: 'NormalState' });
    expect(r.result.steps[4].outcome).toBe('ok');
  });

  it('drains a backlog of several cycles before the takeover', async () => {
    // 100 a second for the hour of the cut: 360,000 and more at 50,000 a cycle, one right after the other.
    const r = await run(
      drill({
        topology: exact({ users: 20_000 }, { users: 20_000 }),
        load: { ...SILENT, changesPerUserPerHour: 18 },
        faults: [{ at: '10m', cut: LINK, for: '1h' }],
        steps: [{ at: '70m30s', run: FAIL_OVER }],
      }),
    );
    // At 71:30 the partner has 50,000 more than at 8 min (the cycle of 70 min): 423,000 - 97,500 = 325,500 left.
    // Seven cycles, each 5 s + 160 ms + 8,192 ms + 5 s + 25 s but the last with 25,500.
    const full = 5000 + 160 + 8192 + 5000 + 25_000;
    const last = 5000 + Math.ceil(160 + 25_500 * 0.16384) + 5000 + 12_750;
    const taken = (71 * 60 + 30) * S + 6 * full + last;
    expect(r.result.recovery[0]).toMatchObject({ servedAtMs: taken + 15 * MIN, rpoMs: 0 });
    expect(r.result.violations).toEqual([]);
  });
});

describe('D44: how long a failover waits', () => {
  const faults = [{ at: '9m', cut: LINK }];
  const failOver = (more = '') => ({ at: '10m', run: `${FAIL_OVER} ${more}` });
  // The partner has what the cycle of 8 min carried, 475 changes of 600.
  const left = 600 - 475;

  it.each([
    ['', 60 * MIN],
    ['-WaitTime 00:10:00', 10 * MIN],
    ['-WaitTime 00:00:00', 0],
  ])('without FinalState it fails after the wait (%s), and the pool goes back to normal', async (more, ms) => {
    const r = await run(drill({ faults, steps: [failOver(more), { wait: '1m' }] }));
    const end = 10 * MIN + 60 * S + ms;
    expect(r.result.steps[0]).toMatchObject({ outcome: 'failed', rule: 'D44', endedAtMs: end });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome 1000 0-${600 * S}`,
      `readOnlyHome 1000 ${600 * S}-${end}`,
      `regularHome 1000 ${end}-${end + MIN}`,
    ]);
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged: 660, lost: 0, stranded: 0 });
    expect(r.result.recovery).toEqual([
      expect.objectContaining({ pool: 'pool1', servedAtMs: null, rtoMs: null, rpoMs: null }),
    ]);
    expect(r.result.violations).toEqual([]);
    expect(r.result.verdict).toBe('failed');
  });

  it('after it failed a second one goes when the link is back', async () => {
    const r = await run(
      drill({
        faults: [{ at: '9m', cut: LINK, for: '20m' }],
        steps: [failOver('-WaitTime 00:05:00'), { at: '40m', run: FAIL_OVER }],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['failed', 'D44'],
      ['ok', null],
    ]);
    expect(r.result.recovery.map((x) => [x.failoverStartedAtMs, x.rpoMs])).toEqual([
      [10 * MIN, null],
      [40 * MIN, 0],
    ]);
    expect(r.result.loss).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('-SkipDataVerification under a backlog goes on and leaves it behind: I1', async () => {
    const r = await run(drill({ faults, steps: [failOver('-SkipDataVerification')], expect: { violates: ['I1'] } }));
    expect(r.result.steps[0]).toMatchObject({ outcome: 'ok', endedAtMs: (10 + 1 + 15) * MIN });
    expect(broken(r)).toEqual(['I1']);
    expect(r.result.violations[0].atMs).toBe(11 * MIN);
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged: 600, stranded: left, lost: 0 });
    // The 476th change was acknowledged at 476 s, the outage began at 600 s.
    expect(r.result.recovery[0]).toMatchObject({ outageAtMs: 600 * S, rpoMs: 124 * S });
    expect(lossOf(r, 'pool1').oldestLostAgeMs).toBe(124 * S);
    expect(ofRule(r, 'D44')).toHaveLength(1);
    expect(r.result.verdict).toBe('passed');
  });

  it('-WaitTime as a bare number is no time: a finding says so', async () => {
    const findings = async (line: string) => {
      const r = await run(drill({ steps: [{ at: '10m', run: `${FAIL_OVER} ${line}` }] }));
      return r.result.findings.filter((f) => f.message.startsWith('-WaitTime')).map((f) => [f.rule, f.severity]);
    };
    expect(await findings('-WaitTime 30')).toEqual([['D44', 'warning']]);
    expect(await findings('-WaitTime 00:30:00')).toEqual([]);
    expect(await findings('')).toEqual([]);
  });

  it('-SkipDataVerification with -WaitTime waits that long, then assumes the data is synced', async () => {
    const r = await run(
      drill({
        faults,
        steps: [failOver('-SkipDataVerification -WaitTime 00:05:00')],
        expect: { violates: ['I1'] },
      }),
    );
    expect(r.result.steps[0]).toMatchObject({ outcome: 'ok', endedAtMs: (10 + 1 + 5 + 15) * MIN });
    expect(lossOf(r, 'pool1').stranded).toBe(left);
  });

  const assuming = (assumptions: Record<string, boolean>) => exact({}, {}, { assumptions });

  it('a -WaitTime that ran out is a warning, whichever way the reference is read', async () => {
    const steps = [failOver('-WaitTime 00:05:00')];
    const warned = (r: DrillRun) =>
      ofRule(r, 'D44').filter(({ message }) => message.startsWith('the wait for the final'));
    const fails = await run(drill({ faults, steps }));
    expect(outcomes(fails)).toEqual([['failed', 'D44']]);
    expect(warned(fails)).toMatchObject([{ severity: 'warning' }]);
    expect(warned(fails)[0].message).toContain('waitTimeAssumesSynced');
    expect(fails.result.assumptions.map(({ name }) => name)).toContain('waitTimeAssumesSynced');
    const goesOn = await run(
      drill({ topology: assuming({ waitTimeAssumesSynced: true }), faults, steps, expect: { violates: ['I1'] } }),
    );
    // 10:00 + 1 min to prepare + 5 min of waiting + 15 min takeover
    expect(goesOn.result.steps[0]).toMatchObject({ outcome: 'ok', endedAtMs: 31 * MIN });
    expect(broken(goesOn)).toEqual(['I1']);
    expect(lossOf(goesOn, 'pool1')).toMatchObject({ stranded: left, lost: 0 });
    expect(warned(goesOn)[0].message).toContain(`with ${left} changes not imported`);
  });

  it('M failedFailoverRevertsItself: false, the pool stays closed until its PoolState is set', async () => {
    const topology = assuming({ failedFailoverRevertsItself: false });
    const open = 'Set-CsRegistrarConfiguration -Identity service:Registrar:pool1 -PoolState Active';
    const steps = [
      failOver('-WaitTime 00:05:00'),
      { at: '20m', run: `${FAIL_OVER} -DisasterMode` },
      { run: 'Invoke-CsPoolFailOver -PoolFqdn pool2' },
      { run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' },
      { at: '25m', run: open },
      { at: '40m', run: FAIL_OVER },
    ];
    const cut = [{ at: '9m', cut: LINK, for: '20m' }];
    const r = await run(drill({ topology, faults: cut, steps }));
    expect(outcomes(r)).toEqual([
      ['failed', 'D44'],
      ['refused', 'D40'],
      ['refused', 'D40'],
      ['refused', 'D50'],
      ['ok', null],
      ['ok', null],
    ]);
    for (const i of [0, 1, 2, 3]) expect(r.result.steps[i].message).toContain(open);
    expect(feelings(r, 'pool1').slice(0, 3)).toEqual([
      `regularHome 1000 0-${10 * MIN}`,
      `readOnlyHome 1000 ${10 * MIN}-${25 * MIN}`,
      `regularHome 1000 ${25 * MIN}-${40 * MIN}`,
    ]);
    expect(r.result.violations).toEqual([]);
    expect(r.result.loss).toMatchObject({ lost: 0, stranded: 0 });
    expect(r.result.assumptions.map(({ name }) => name)).toContain('failedFailoverRevertsItself');
  });

  it('-SkipDataVerification with -WaitTime and no fault reaches FinalState first: nothing is lost', async () => {
    const r = await run(drill({ steps: [failOver('-SkipDataVerification -WaitTime 00:05:00')] }));
    expect(r.result.steps[0].endedAtMs).toBe(26 * MIN + 10_164);
    expect(r.result.violations).toEqual([]);
    expect(r.result.loss).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('-SkipDataVerification with nothing left to copy loses nothing', async () => {
    const r = await run(drill({ load: SILENT, steps: [failOver('-SkipDataVerification')] }));
    expect(r.result.violations).toEqual([]);
  });
});

describe('D45, D21: while the database fails over by itself', () => {
  // sql1a is lost at 10:00; the mirror serves 10 s (partner time-out) + 10 s (redo) later, at 10:20.
  const faults = [{ at: '10m', crash: { server: 'sql1a' } }];

  it('-DisasterMode is used on a pool that could serve: I1, and the finding advises to wait', async () => {
    const steps = [{ at: '10m10s', run: DISASTER }];
    const r = await run(drill({ faults, steps, expect: { violates: ['I1'] } }));
    expect(outcomes(r)).toEqual([['ok', null]]);
    // The cycle of 10 min finds no database; that of 8 min exported what was written by 475 s. The pool closes at
    // 610 s and is taken over 2 min later: 135 changes behind, all of them on its disks.
    expect(broken(r)).toEqual(['I1']);
    expect(r.result.violations[0]).toMatchObject({ atMs: 730 * S });
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged: 610, stranded: 135, lost: 0 });
    const [finding] = ofRule(r, 'D45');
    expect(finding).toMatchObject({ severity: 'error', place: 'before' });
    expect(finding.message).toContain('served again in seconds (D21): wait');
    expect(finding.instead).toBe('Get-CsDatabaseMirrorState -PoolFqdn pool1 -DatabaseType User');
    expect(r.result.verdict).toBe('passed');
  });

  it('it is excused where the mirror is lost before it served', async () => {
    const both = [...faults, { at: '10m15s', crash: { server: 'sql1b' } }];
    const r = await run(drill({ faults: both, steps: [{ at: '10m10s', run: DISASTER }] }));
    expect(broken(r)).toEqual([]);
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 135, lost: 0 });
  });

  it('it is excused without a witness, where nothing fails over by itself', async () => {
    const r = await run(
      drill({ topology: exact({ witness: false }), faults, steps: [{ at: '10m10s', run: DISASTER }] }),
    );
    expect(broken(r)).toEqual([]);
    expect(ofRule(r, 'D45').filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('the planned form is refused with the advice to wait, never with -DisasterMode as the remedy', async () => {
    const r = await run(
      drill({ faults, steps: [{ at: '10m10s', run: FAIL_OVER }, { wait: '15s' }, { run: FAIL_OVER }] }),
    );
    expect(outcomes(r)).toEqual([
      ['refused', 'D43'],
      ['ok', null],
      ['ok', null],
    ]);
    expect(r.result.steps[0].message).toContain('wait until it is');
    expect(ofRule(r, 'D43').map(({ instead }) => instead)).toEqual([
      'Get-CsDatabaseMirrorState -PoolFqdn pool1 -DatabaseType User',
    ]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('a partner that fails over by itself refuses with the advice to wait, and is not called the pool that was hit', async () => {
    const r = await run(
      drill({
        topology: exact({}, {}, { centralManagement: { active: 'pool1' } }),
        faults: [{ at: '10m', crash: { server: 'sql2a' } }],
        steps: [{ at: '10m10s', run: FAIL_OVER }],
      }),
    );
    expect(r.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D40' });
    expect(r.result.steps[0].message).toContain('wait until it is');
    expect(ofRule(r, 'S7')).toEqual([]);
    expect(ofRule(r, 'D43').map(({ instead }) => instead)).toEqual([
      'Get-CsDatabaseMirrorState -PoolFqdn pool2 -DatabaseType User',
    ]);
  });
});

describe('D61, D21: while the database of the master fails over by itself', () => {
  it('the disaster form leaves behind what was not replicated: I1', async () => {
    // Nothing is exported between the cycles of 0 and 30 min.
    const backupService = { syncInterval: '30m' };
    const topology = exact({}, {}, { centralManagement: { active: 'pool1' }, backupService });
    const forced = 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a -BackupSqlInstanceName rtc -Force';
    const r = await run(
      drill({
        topology,
        load: { ...SILENT, configChangesPerHour: 3600 },
        faults: [{ at: '10m30s', crash: { server: 'sql1a' } }],
        steps: [{ at: '10m40s', run: forced }],
        expect: { violates: ['I1'] },
      }),
    );
    expect(broken(r)).toEqual(['I1']);
    expect(r.result.verdict).toBe('passed');
  });
});

describe('D45: disaster mode', () => {
  const lost = { at: '30m30s', crash: { site: 'Datacenter1' } };

  it('leaves behind what was not imported; RPO and RTO by hand', async () => {
    const r = await run(drill({ faults: [lost], steps: [{ at: '40m', run: DISASTER }, { wait: '1m' }] }));
    // The cycle of 30 min exported what was written by 29:55 = 1,795 s. 1,830 acknowledged: 35 behind, 5 of
    // them only on the FE servers. The 1,796th change was acknowledged at 1,796 s.
    expect(r.result.recovery).toMatchObject([
      {
        pool: 'pool1',
        mode: 'disaster',
        outageAtMs: 1830 * S,
        failoverStartedAtMs: 40 * MIN,
        servedAtMs: 57 * MIN,
        rtoMs: 17 * MIN,
        rpoMs: 34 * S,
        rtoTargetMs: 30 * MIN,
        rpoTargetMs: 30 * MIN,
        noTargetBecause: null,
        target: { rtoMs: 30 * MIN, rpoMs: 30 * MIN, from: 'documented', applies: true, why: null },
      },
    ]);
    expect(lossOf(r, 'pool1')).toMatchObject({
      acknowledged: 1890,
      stranded: 35,
      lost: 0,
      oldestLostAgeMs: 34 * S,
    });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome 1000 0-${1830 * S}`,
      `signedOut 1000 ${1830 * S}-${2130 * S}`,
      `resiliencyPartner 1000 ${2130 * S}-${57 * MIN}`,
      `regularPartner 1000 ${57 * MIN}-${58 * MIN}`,
    ]);
    // Excused by what it is for (I1a), and told.
    expect(r.result.violations).toEqual([]);
    const [finding, ...more] = ofRule(r, 'D45');
    expect(finding.message).toMatch(/^the takeover left 35 acknowledged changes of pool1 .*PresenceFocus.* behind/);
    expect(more).toEqual([]);
    expect(ofRule(r, 'D28')).toEqual([]);
  });

  it('counts the content too, and the RPO is the worst of the modules', async () => {
    const load = { ...ONE_A_SECOND, conferenceUploadsPerUserPerHour: 3.6 };
    // At 30:08 the content of the cycle of 30 min is still on its way: the partner has that of 28 min. The user
    // data lies in the partner's file store and is imported: 1,795 of 1,808.
    const r = await run(
      drill({
        load,
        faults: [{ at: '30m8s', crash: { site: 'Datacenter1' } }],
        steps: [{ at: '40m', run: DISASTER }],
      }),
    );
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({
      stranded: 128,
      lost: 0,
      oldestLostAgeMs: 127 * S,
    });
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 13, lost: 0, oldestLostAgeMs: 12 * S });
    expect(r.result.recovery[0].rpoMs).toBe(127 * S);
  });

  it('on a healthy pool: an error, and I1', async () => {
    const r = await run(drill({ steps: [{ at: '31m', run: DISASTER }], expect: { violates: ['I1'] } }));
    expect(broken(r)).toEqual(['I1']);
    expect(ofRule(r, 'D45').map((f) => f.severity)).toEqual(['error']);
    // 1,860 acknowledged when its services stop; 1,795 imported.
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 65, lost: 0 });
    expect(r.result.recovery[0]).toMatchObject({ outageAtMs: 31 * MIN, rpoMs: 64 * S, rtoMs: 17 * MIN });
    expect(feelings(r, 'pool1')[1]).toBe(`resiliencyPartner 1000 ${31 * MIN}-${48 * MIN}`);
  });

  it('with the Back End down and the FE servers up: the mode for it, no hazard', async () => {
    const r = await run(
      drill({
        topology: exact({ mirror: false }, { mirror: false }),
        faults: [{ at: '30m30s', crash: { server: 'sql1a' } }],
        steps: [
          { at: '40m', run: FAIL_OVER },
          { at: '40m', run: DISASTER },
        ],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['refused', 'D43'],
      ['ok', null],
    ]);
    expect(r.result.violations).toEqual([]);
    // Users went on working for 9:30 on the FE servers alone: 570 changes that were never written, and the 5
    // before, are on their disks; 30 are on those of the Back End.
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged: 2400, stranded: 605, lost: 0 });
    // The oldest of them was acknowledged at 1,796 s, the newest at 2,400 s, when the failover closed the pool.
    expect(r.result.recovery[0]).toMatchObject({ outageAtMs: 1830 * S, rpoMs: 604 * S });
  });
});

describe('D2: pools of two versions', () => {
  const topology = exact({}, { more: { product: 'sfb2015' } });

  it('disaster mode between them is an error finding, and no refusal; the planned form is not', async () => {
    const faults = [{ at: '30m', crash: { site: 'Datacenter1' } }];
    const r = await run(drill({ topology, faults, steps: [{ at: '31m', run: DISASTER }] }));
    expect(outcomes(r)).toEqual([['ok', null]]);
    expect(ofRule(r, 'D2').filter((f) => f.severity === 'error')).toMatchObject([
      { message: expect.stringMatching(/pool1 is Lync Server 2013, pool2 Skype for Business Server 2015/) },
    ]);
    const planned = await run(drill({ topology, steps: [{ at: '31m', run: FAIL_OVER }] }));
    expect(ofRule(planned, 'D2').filter((f) => f.severity === 'error')).toEqual([]);
  });
});

describe('D46: how long a takeover takes', () => {
  const took = async (product: string, users: number, capacity: number, seed: number) => {
    const assumptions = { failoverStopMinutes: 2, syncPhaseSeconds: 0 };
    const topology = deployment({ users, more: { capacity } }, undefined, { product, assumptions });
    const faults = [{ at: '30m', crash: { site: 'Datacenter1' } }];
    const steps = [{ at: '40m', run: DISASTER }];
    const r = await run(drill({ seed, load: SILENT, topology, faults, steps }));
    return r.result.recovery[0].rtoMs! / MIN - 2;
  };

  it.each([
    // (3 to 5) + users / 40,000 × (9 to 20 | 5 to 12) min
    ['lync2013', 2000, 4000, 3.45, 6],
    ['lync2013', 40_000, 80_000, 12, 25],
    ['sfb2015', 40_000, 80_000, 8, 17],
    ['sfb2019', 20_000, 40_000, 5.5, 11],
    // 40,000 users on a pool for 30,000: the second part × 4 / 3
    ['sfb2015', 20_000, 30_000, 3 + 2.5 * (4 / 3), 5 + 6 * (4 / 3)],
  ])('%s, %i users, capacity %i: %d to %d min', async (product, users, capacity, least, most) => {
    const minutes = await Promise.all([1, 2, 3, 4].map((seed) => took(product, users, capacity, seed)));
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(least - 0.001);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(most + 0.001);
    expect(new Set(minutes).size).toBe(4);
  });

  it('a pool of another version takes over as that version does', async () => {
    const sizes = { users: 40_000 };
    const topology = deployment(sizes, { ...sizes, more: { product: 'sfb2015' } });
    const steps = [{ run: FAIL_OVER }];
    const r = await run(drill({ load: SILENT, topology, steps }));
    expect(r.result.assumptions.find((a) => a.name === 'takeoverMinutes')?.comesTo).toEqual([
      { of: 'pool1', value: [8, 17] },
      { of: 'pool2', value: [12, 25] },
    ]);
  });
});

describe('D46: targets', () => {
  it.each([
    ['lync2013', 30, 30],
    ['sfb2015', 20, 5],
    ['sfb2019', 20, 5],
    ['sfbse', 20, 5],
  ])('%s: RTO %i min, RPO %i min; a failover without backlog keeps them', async (product, rto, rpo) => {
    const topology = exact({ mirror: false }, { mirror: false }, { product, assumptions: {} });
    for (const seed of [1, 2, 3]) {
      const r = await run(drill({ seed, topology, steps: [{ at: '10m', run: FAIL_OVER }] }));
      const [x] = r.result.recovery;
      expect([x.rtoTargetMs, x.rpoTargetMs]).toEqual([rto * MIN, rpo * MIN]);
      expect(x.rtoMs).toBeLessThanOrEqual(rto * MIN);
    }
  });

  const targetOf = async (parts: Parameters<typeof drill>[0]) => {
    const faults = [{ at: '31m', crash: { site: 'Datacenter1' } }];
    const r = await run(drill({ load: SILENT, faults, steps: [{ at: '40m', run: DISASTER }], ...parts }));
    return r.result.recovery[0];
  };

  it('a documented one is compared where its conditions hold', async () => {
    expect(await targetOf({})).toMatchObject({
      rtoTargetMs: 30 * MIN,
      target: { rtoMs: 30 * MIN, rpoMs: 30 * MIN, from: 'documented', applies: true, why: null },
    });
  });

  it.each<[string, Parameters<typeof drill>[0], RegExp]>([
    [
      'the partner is too small for both (D3)',
      { topology: exact({ users: 1000, more: { capacity: 1999 } }) },
      /pool2 is sized for 1,999 users and serves 2,000/,
    ],
    [
      'more users than were measured',
      { topology: exact({ users: 40_001, more: { capacity: 90_000 } }) },
      /40,000 users, and pool1 has 40,001/,
    ],
    [
      'a backlog: the link is cut since 20 min',
      {
        load: ONE_A_SECOND,
        faults: [
          { at: '10m', cut: LINK },
          { at: '31m', crash: { site: 'Datacenter1' } },
        ],
      },
      /was behind when the outage began/,
    ],
  ])('none applies: %s', async (_, parts, why) => {
    const entry = await targetOf(parts);
    expect([entry.rtoTargetMs, entry.rpoTargetMs]).toEqual([null, null]);
    expect(entry.target).toMatchObject({ from: 'documented', applies: false, why: expect.stringMatching(why) });
    expect(entry.noTargetBecause).toMatch(why);
  });

  it('that of the drill goes before', async () => {
    const entry = await targetOf({
      topology: exact({ users: 1000, more: { capacity: 1999 } }),
      expect: { rto: { pool1: '25m' } },
    });
    expect(entry.target).toEqual({
      rtoMs: 25 * MIN,
      rpoMs: null,
      from: 'drill',
      rpoFrom: 'drill',
      applies: true,
      why: null,
    });
    expect(entry.noTargetBecause).toMatch(/1,999/);
  });

  it('the time that the administrator takes to decide is not in the RTO', async () => {
    const faults = [{ at: '30m30s', crash: { site: 'Datacenter1' } }];
    const early = await run(drill({ faults, steps: [{ at: '31m', run: DISASTER }] }));
    const late = await run(drill({ faults, steps: [{ at: '3h', run: DISASTER }] }));
    expect(early.result.recovery[0].rtoMs).toBe(17 * MIN);
    expect(late.result.recovery[0]).toMatchObject({ rtoMs: 17 * MIN, rpoMs: early.result.recovery[0].rpoMs });
  });
});

describe('M47: closed until the failback', () => {
  it('a pool that comes back takes nobody home, during the failover and after it', async () => {
    const r = await run(
      drill({
        faults: [
          { at: '30m30s', crash: { site: 'Datacenter1' } },
          { at: '42m', repair: { site: 'Datacenter1' } },
        ],
        steps: [{ at: '40m', run: DISASTER }, { wait: '2h' }],
      }),
    );
    expect(feelings(r, 'pool1').map((x) => x.split(' ')[0])).toEqual([
      'regularHome',
      'signedOut',
      'resiliencyPartner',
      'regularPartner',
    ]);
    expect(r.result.violations).toEqual([]);
  });
});

describe('something dies during a planned failover', () => {
  // The link is cut during the final sync where a phase is to last.
  const failOver = { at: '10m', run: FAIL_OVER };

  it.each([
    ['preparing', [{ at: '10m30s', crash: { pool: 'pool2' }, for: '9m30s' }]],
    [
      'syncing',
      [
        { at: '10m30s', cut: LINK, for: '5m' },
        { at: '12m', crash: { pool: 'pool2' }, for: '8m' },
      ],
    ],
  ])('the partner, while %s: it fails, users go on at home, a second one goes', async (_, faults) => {
    const r = await run(drill({ faults, steps: [failOver, { at: '30m', run: FAIL_OVER }] }));
    expect(outcomes(r)).toEqual([
      ['failed', 'D40'],
      ['ok', null],
    ]);
    const died = r.result.steps[0].endedAtMs;
    expect(feelings(r, 'pool1').slice(0, 3)).toEqual([
      `regularHome 1000 0-${600 * S}`,
      `readOnlyHome 1000 ${600 * S}-${died}`,
      `regularHome 1000 ${died}-${30 * MIN}`,
    ]);
    expect(r.result.violations).toEqual([]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('the partner, while taking over: failed over, served when the partner returns', async () => {
    const r = await run(
      drill({
        faults: [{ at: '15m', crash: { pool: 'pool2' }, for: '5m' }],
        steps: [failOver, { at: '30m', run: FAIL_BACK }],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['failed', 'D40'],
      ['ok', null],
    ]);
    // Back at 20 min, services 4 min later.
    expect(r.result.recovery[0]).toMatchObject({ servedAtMs: 24 * MIN, rtoMs: 14 * MIN, rpoMs: 0 });
    expect(r.result.violations).toEqual([]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('the User database of the partner, before the takeover: nothing is given up for it', async () => {
    const r = await run(
      drill({
        topology: exact({ mirror: false }, { mirror: false }),
        faults: [{ at: '10m30s', crash: { server: 'sql2a' }, for: '5m' }],
        steps: [
          { at: '10m', run: `${FAIL_OVER} -SkipDataVerification` },
          { at: '20m', run: FAIL_OVER },
        ],
        expect: { rto: { pool1: '30m' } },
      }),
    );
    expect(outcomes(r)).toEqual([
      ['failed', 'D40'],
      ['ok', null],
    ]);
    expect(feelings(r, 'pool1').slice(0, 3)).toEqual([
      `regularHome 1000 0-${600 * S}`,
      `readOnlyHome 1000 ${600 * S}-${660 * S}`,
      `regularHome 1000 ${660 * S}-${20 * MIN}`,
    ]);
    expect(r.result.recovery[0]).toMatchObject({ servedAtMs: null, rtoMs: null, rpoMs: null });
    expect(r.result.violations).toEqual([]);
  });

  it.each([
    // Resiliency mode 30 min after the loss (D27), before the takeover of 40 min is over; or never.
    [[], null],
    [[{ at: '1h', repair: { server: 'sql2a' } }], 60 * MIN],
  ])('its User database, for long while taking over: no regular service until it is served', async (more, at) => {
    const r = await run(
      drill({
        topology: exact({ mirror: false }, { mirror: false }, { assumptions: { takeoverMinutes: 40 } }),
        faults: [{ at: '15m', crash: { server: 'sql2a' } }, ...more],
        steps: [failOver, { at: '2h', wait: '0s' }],
        expect: { rto: { pool1: '55m' } },
      }),
    );
    expect(outcomes(r)[0]).toEqual(['failed', 'D40']);
    expect(r.result.recovery[0]).toMatchObject({
      servedAtMs: at,
      rtoMs: at === null ? null : at - 10 * MIN,
    });
    expect(r.result.expectations[0]).toMatchObject({ holds: at !== null });
  });

  it('the partner, for good, while taking over: -DisasterMode brings the users home without loss', async () => {
    const r = await run(
      drill({
        faults: [{ at: '15m', crash: { pool: 'pool2' } }],
        steps: [failOver, { at: '20m', run: FAIL_BACK }, { at: '20m', run: `${FAIL_BACK} -DisasterMode` }],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['failed', 'D40'],
      ['refused', 'D50'],
      ['ok', null],
    ]);
    expect(r.result.violations).toEqual([]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    expect(feelings(r, 'pool1').at(-1)).toMatch(/^regularHome 1000/);
  });

  it.each([
    ['preparing', [{ at: '10m30s', crash: { site: 'Datacenter1' } }], 630, 595],
    [
      'syncing',
      [
        { at: '10m', cut: LINK },
        { at: '12m', crash: { site: 'Datacenter1' } },
      ],
      720,
      475,
    ],
  ])(
    'the pool, while %s: it fails, -DisasterMode goes; the outage is that of the pool',
    async (_, faults, s, imported) => {
      const r = await run(drill({ faults, steps: [failOver, { at: '20m', run: DISASTER }] }));
      expect(outcomes(r)).toEqual([
        ['failed', 'D43'],
        ['ok', null],
      ]);
      expect(r.result.recovery[1]).toMatchObject({
        mode: 'disaster',
        outageAtMs: s * S,
        rtoMs: 17 * MIN,
        // Users are read-only since 10 min: the newest change is of 600 s, however late the outage.
        rpoMs: (600 - imported - 1) * S,
      });
      expect(r.result.violations).toEqual([]);
    },
  );

  it('the pool, while taking over: the partner has all', async () => {
    const r = await run(
      drill({ faults: [{ at: '15m', crash: { site: 'Datacenter1' } }], steps: [failOver, { wait: '5m' }] }),
    );
    expect(outcomes(r)[0]).toEqual(['ok', null]);
    expect(r.result.recovery[0].rpoMs).toBe(0);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('its Back End, while preparing: it fails and the pool is open again', async () => {
    const r = await run(
      drill({
        topology: exact({ mirror: false }, { mirror: false }),
        faults: [{ at: '10m30s', crash: { server: 'sql1a' }, for: '10m' }],
        steps: [failOver, { at: '30m', run: FAIL_OVER }],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['failed', 'D43'],
      ['ok', null],
    ]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('its Back End, for some minutes while syncing: the sync goes on when it is back', async () => {
    const r = await run(
      drill({
        topology: exact({ mirror: false }, { mirror: false }),
        faults: [{ at: '11m3s', crash: { server: 'sql1a' }, for: '5m' }],
        steps: [failOver],
      }),
    );
    // The next cycle after 16:03 is that of 18 min.
    expect(r.result.steps[0]).toMatchObject({ outcome: 'ok', endedAtMs: 18 * MIN + 10_164 + 15 * MIN });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });
});

describe('something dies during a disaster failover', () => {
  const lost = { at: '30m30s', crash: { site: 'Datacenter1' } };

  it('the partner, before the takeover: it fails, nothing changed hands, a second one goes', async () => {
    const r = await run(
      drill({
        faults: [lost, { at: '41m', crash: { pool: 'pool2' }, for: '5m' }],
        steps: [
          { at: '40m', run: DISASTER },
          { at: '60m', run: DISASTER },
        ],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['failed', 'D40'],
      ['ok', null],
    ]);
    expect(r.result.recovery.map((x) => [x.outageAtMs, x.rpoMs, x.rtoMs])).toEqual([
      [1830 * S, null, null],
      [1830 * S, 34 * S, 17 * MIN],
    ]);
    expect(r.result.violations).toEqual([]);
  });

  it('the User database of the partner, before the takeover: it fails as when the partner dies', async () => {
    const r = await run(
      drill({
        topology: exact({ mirror: false }, { mirror: false }),
        faults: [lost, { at: '41m', crash: { server: 'sql2a' }, for: '5m' }],
        steps: [
          { at: '40m', run: DISASTER },
          { at: '60m', run: DISASTER },
        ],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['failed', 'D40'],
      ['ok', null],
    ]);
    expect(r.result.recovery.map((x) => [x.rpoMs, x.rtoMs])).toEqual([
      [null, null],
      [34 * S, 17 * MIN],
    ]);
    expect(r.result.violations).toEqual([]);
  });

  it('the partner, while taking over: it serves when it returns', async () => {
    const r = await run(
      drill({
        faults: [lost, { at: '45m', crash: { pool: 'pool2' }, for: '5m' }],
        steps: [{ at: '40m', run: DISASTER }, { wait: '15m' }],
      }),
    );
    expect(outcomes(r)[0]).toEqual(['failed', 'D40']);
    expect(r.result.recovery[0]).toMatchObject({ servedAtMs: 54 * MIN, rtoMs: 14 * MIN, rpoMs: 34 * S });
  });

  it('on a healthy pool that fails before the takeover: the pool is open again, nothing is lost', async () => {
    const r = await run(
      drill({
        faults: [{ at: '41m', crash: { pool: 'pool2' }, for: '5m' }],
        steps: [{ at: '40m', run: DISASTER }, { wait: '1m' }],
      }),
    );
    expect(outcomes(r)[0]).toEqual(['failed', 'D40']);
    expect(r.result.violations).toEqual([]);
    expect(feelings(r, 'pool1').at(-1)).toMatch(/^regularHome 1000/);
  });
});

describe('several pairs and rounds', () => {
  it('two pairs do not disturb each other', async () => {
    const base = exact();
    const [one, two] = base.pools as Record<string, unknown>[];
    const again = (p: Record<string, unknown>, n: number, partner: number, site: string) => ({
      ...p,
      fqdn: `pool${n}`,
      site,
      servers: ['a', 'b', 'c'].map((x) => `fe${n}${x}`),
      backEnd: { primary: `sql${n}a` },
      fileStore: `file${n}`,
      backupPool: `pool${partner}`,
    });
    const topology = {
      ...base,
      sites: [...(base.sites as object[]), { name: 'Datacenter3' }],
      pools: [one, two, again(one, 3, 4, 'Datacenter3'), again(two, 4, 3, 'Datacenter2')],
    };
    const steps = [
      { at: '10m', run: FAIL_OVER },
      { at: '40m', run: 'Invoke-CsPoolFailOver -PoolFqdn pool3' },
      { at: '70m', run: FAIL_BACK },
      { at: '90m', run: 'Invoke-CsPoolFailBack -PoolFqdn pool3' },
    ];
    const r = await run(drill({ topology, steps }));
    const alone = await run(drill({ steps: [steps[0], steps[2], { at: '95m', wait: '0s' }] }));
    expect(outcomes(r).map(([o]) => o)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(r.result.recovery[0]).toEqual(alone.result.recovery[0]);
    const upTo = (x: DrillRun, pool: string) =>
      x.result.replication
        .find((s) => s.pool === pool && s.module.endsWith('PresenceFocus'))!
        .points.filter((p) => p.atMs <= 94 * MIN);
    for (const p of ['pool1', 'pool2']) expect(upTo(r, p)).toEqual(upTo(alone, p));
    expect(r.result.loss).toMatchObject({ lost: 0, stranded: 0 });
    expect(r.result.violations).toEqual([]);
  });

  it('five rounds of failover and failback keep the accounts exact', async () => {
    const steps = [0, 1, 2, 3, 4].flatMap((n) => [
      { at: `${n}h10m`, run: FAIL_OVER },
      { at: `${n}h40m`, run: FAIL_BACK },
    ]);
    const r = await run(drill({ steps: [...steps, { at: '5h', wait: '0s' }] }));
    expect(r.result.violations).toEqual([]);
    expect(r.result.loss).toMatchObject({ lost: 0, stranded: 0 });
    expect(r.result.recovery.map((x) => x.rpoMs)).toEqual([0, 0, 0, 0, 0]);
    // Regular time is what acknowledges: one change a second of it, fractions carried over.
    const regular = r.result.users[0].intervals
      .filter((i) => i.state.startsWith('regular'))
      .reduce((ms, i) => ms + i.toMs - i.fromMs, 0);
    expect(lossOf(r, 'pool1').acknowledged).toBe(Math.floor(regular / S));
    expect(lossOf(r, 'pool2').acknowledged).toBe(5 * 3600);
  });

  it('content of several rounds without a restore: waits on the partner, is not lost', async () => {
    const steps = [0, 1].flatMap((n) => [
      { at: `${n}h10m`, run: FAIL_OVER },
      { at: `${n}h40m`, run: FAIL_BACK },
    ]);
    const r = await run(drill({ load: ONE_UPLOAD_A_SECOND, steps: [...steps, { at: '2h', wait: '0s' }] }));
    expect(lossOf(r, 'pool1', 'DataConf').lost).toBe(0);
    expect(lossOf(r, 'pool1', 'DataConf').stranded).toBeGreaterThan(1000);
    expect(r.result.violations).toEqual([]);
  });
});
