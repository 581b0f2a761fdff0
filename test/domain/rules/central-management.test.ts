import { describe, expect, it } from 'vitest';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { broken, lossOf, MIN, run } from '../../support/drills.js';
import { CONFIG_ONE_A_MINUTE, drill, edge, exact, FAIL_BACK, FAIL_OVER, SILENT } from '../../support/exact.js';

const S = 1000;
const MOVE = 'Invoke-CsManagementServerFailover';
const FORCE = `${MOVE} -BackupSqlServerFqdn sql1a -BackupSqlInstanceName rtc -Force`;
const MASTER = 'Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus';
const REPLICAS = 'Get-CsManagementStoreReplicationStatus';
const LINK = { link: ['Datacenter1', 'Datacenter2'] };

const outcomes = (r: DrillRun) => r.result.steps.map((s) => [s.outcome, s.rule]);
const ofRule = (r: DrillRun, rule: string) => r.result.findings.filter((f) => f.rule === rule);
/** what each Get-... -CentralManagementStoreStatus said */
const masters = (r: DrillRun) =>
  r.result.steps.filter((s) => s.command === MASTER).map((s) => s.output?.[0].ActiveMasterFqdn);
/** how many replicas each Get-CsManagementStoreReplicationStatus showed as up to date, of how many */
const upToDate = (r: DrillRun) =>
  r.result.steps
    .filter((s) => s.command === REPLICAS)
    .map((s) => `${s.output?.filter((o) => o.UpToDate).length} of ${s.output?.length}`);
/** The CMS is on pool2, one configuration change a minute; pool1 is the standby. */
const cms = (parts: object) => drill({ load: CONFIG_ONE_A_MINUTE, ...parts });
const config = (r: DrillRun) => lossOf(r, 'pool2', 'CMSMaster');

describe('S6, D60: the move', () => {
  it('replicates, switches, loses nothing; no change is taken while the source is read-only', async () => {
    const r = await run(
      cms({ steps: [{ run: MASTER }, { at: '10m30s', run: MOVE }, { run: MASTER }, { wait: '5m' }] }),
    );
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok', endedAtMs: 13 * MIN + 30 * S });
    expect(masters(r)).toEqual(['pool2', 'pool1']);
    // 10 before, and 5:30 on the new master from the half minute that was left: the 15th at 18:00.
    expect(config(r)).toMatchObject({ acknowledged: 15, lost: 0, stranded: 0 });
    expect(r.result.violations).toEqual([]);
  });

  it('goes home again in the same way', async () => {
    const r = await run(cms({ steps: [{ run: MOVE }, { wait: '10m' }, { run: MOVE }, { run: MASTER }] }));
    expect(outcomes(r).map(([o]) => o)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(masters(r)).toEqual(['pool2']);
    expect(config(r)).toMatchObject({ lost: 0, stranded: 0 });
  });

  it.each([
    ['the active master is lost', { crash: { pool: 'pool2' } }],
    ['the standby is lost', { crash: { pool: 'pool1' } }],
    ["the standby's database is lost", { crash: { server: 'sql1a' } }],
    ['the link is cut', { cut: LINK }],
  ])('refused when %s', async (_, fault) => {
    const topology = exact({ mirror: false }, { mirror: false });
    const r = await run(cms({ topology, faults: [{ at: '5m', ...fault }], steps: [{ at: '6m', run: MOVE }] }));
    expect(outcomes(r)).toEqual([['refused', 'D60']]);
  });

  it('refused when the pool of the CMS is not paired', async () => {
    const topology = exact({ more: { backupPool: null } });
    const r = await run(cms({ topology, steps: [{ run: MOVE }, { run: FORCE }] }));
    expect(outcomes(r)).toEqual([
      ['refused', 'D60'],
      ['refused', 'D60'],
    ]);
  });

  it('waits for replication: with the link cut meanwhile it gives up, and the source is the master again', async () => {
    const r = await run(
      cms({
        faults: [{ at: '9m', crash: { service: 'LYNCBACKUP', pool: 'pool2' }, for: '2h' }],
        steps: [{ at: '10m30s', run: MOVE }, { run: MASTER }, { at: '3h', run: MOVE }, { run: MASTER }],
      }),
    );
    expect(outcomes(r).map(([o, rule]) => `${o} ${rule}`)).toEqual(['failed D60', 'ok null', 'ok null', 'ok null']);
    expect(r.result.steps[0].endedAtMs).toBe(40 * MIN + 30 * S);
    expect(masters(r)).toEqual(['pool2', 'pool1']);
    expect(config(r)).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('with the link down it does not switch, though all is replicated: it waits, or gives up', async () => {
    const cut = { at: '11m', cut: LINK };
    const steps = [{ at: '10m30s', run: MOVE }, { run: MASTER }];
    const mended = await run(cms({ faults: [{ ...cut, for: '10m' }], steps, load: SILENT }));
    expect(outcomes(mended)[0]).toEqual(['ok', null]);
    // Looked at each 15 s from 13:30 on.
    expect(mended.result.steps[0].endedAtMs).toBe(21 * MIN);
    const down = await run(cms({ faults: [cut], steps, load: SILENT }));
    expect(outcomes(down)[0]).toEqual(['failed', 'D60']);
    expect(down.result.steps[0].message).toContain('pool2 and pool1 did not reach each other in time');
    expect(masters(down)).toEqual(['pool2']);
  });

  it.each([
    ['the source', 'pool2', FORCE],
    ['the target', 'pool1', MOVE],
  ])('%s dies meanwhile: it fails, and a second one goes', async (_, pool, second) => {
    const r = await run(
      cms({
        faults: [{ at: '11m', crash: { pool }, for: '10m' }],
        steps: [
          { at: '10m30s', run: MOVE },
          ...(pool === 'pool2' ? [{ at: '12m', run: second }] : [{ at: '30m', run: second }]),
          { run: MASTER },
        ],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['failed', 'D60'],
      ['ok', null],
      ['ok', null],
    ]);
    expect(r.result.steps[0].endedAtMs).toBe(11 * MIN);
    expect(masters(r)).toEqual(['pool1']);
    expect(broken(r)).toEqual([]);
  });
});

describe('D61: the disaster form', () => {
  const lost = { at: '11m30s', crash: { site: 'Datacenter2' } };

  it('loses what was not replicated: stranded on the old master, lost when it comes back', async () => {
    const parts = { faults: [lost, { at: '1h', repair: { site: 'Datacenter2' } }] };
    // The cycle of 10 min carried the tenth change; the eleventh stays behind.
    const before = await run(cms({ ...parts, steps: [{ at: '12m', run: FORCE }, { run: MASTER }] }));
    expect(before.result.steps[0].endedAtMs).toBe(15 * MIN);
    expect(masters(before)).toEqual(['pool1']);
    expect(before.result.findings.filter((f) => f.rule === 'D61')).toHaveLength(1);
    const stranded = await run(cms({ ...parts, steps: [{ at: '12m', run: FORCE }], faults: [lost] }));
    expect(config(stranded)).toMatchObject({ stranded: 1, lost: 0 });
    expect(stranded.result.violations).toEqual([]);
    const after = await run(
      cms({
        ...parts,
        steps: [
          { at: '12m', run: FORCE },
          { at: '70m', wait: '0s' },
        ],
      }),
    );
    expect(config(after)).toMatchObject({ stranded: 0, lost: 1 });
    expect(after.result.violations).toEqual([]);
  });

  it('is held against its documented targets, RTO and RPO 5 min', async () => {
    // Gone since 4:00, the Backup Service carried the changes of 1:00 and 2:00: from 3:00 to the outage it is 8:30.
    const service = { at: '4m', crash: { service: 'LYNCBACKUP', pool: 'pool2' } };
    const topology = exact({}, {}, { assumptions: { cmsFailoverMinutes: 6 } });
    const late = await run(cms({ topology, faults: [service, lost], steps: [{ at: '12m', run: FORCE }] }));
    expect(late.result.centralManagement).toEqual([
      {
        pool: 'pool1',
        mode: 'disaster',
        startedAtMs: 12 * MIN,
        activeAtMs: 18 * MIN,
        rtoMs: 6 * MIN,
        rpoMs: 510 * S,
        rtoTargetMs: 5 * MIN,
        rpoTargetMs: 5 * MIN,
      },
    ]);
    const missed = ofRule(late, 'D61').filter((f) => f.message.includes('documented target'));
    expect(missed.map((f) => [f.severity, f.message])).toEqual([
      ['warning', expect.stringContaining('it took 6m (RTO 5m) and left 8m 30s of changes behind (RPO 5m)')],
    ]);
    const intime = await run(cms({ faults: [lost], steps: [{ at: '12m', run: FORCE }] }));
    expect(intime.result.centralManagement).toMatchObject([{ rtoMs: 3 * MIN, rpoMs: 30 * S }]);
    expect(ofRule(intime, 'D61').filter((f) => f.message.includes('documented target'))).toEqual([]);
    const planned = await run(cms({ topology, steps: [{ at: '12m', run: MOVE }] }));
    expect(planned.result.centralManagement).toMatchObject([{ mode: 'planned', rtoMs: 6 * MIN, rpoMs: 0 }]);
    expect(ofRule(planned, 'D61')).toEqual([]);
  });

  it('counts in the RPO of the pool failover that follows', async () => {
    // The CMS is on pool1 here, and its site is lost.
    const topology = exact({}, {}, { centralManagement: { active: 'pool1' } });
    const force = FORCE.replace('sql1a', 'sql2a');
    const r = await run(
      cms({
        topology,
        faults: [{ at: '11m30s', crash: { site: 'Datacenter1' } }],
        steps: [{ at: '12m', run: force }, { wait: '5m' }, { run: `${FAIL_OVER} -DisasterMode` }],
      }),
    );
    // Acknowledged at 11:00, outage at 11:30.
    expect(r.result.recovery[0]).toMatchObject({ outageAtMs: 690 * S, rpoMs: 30 * S });
    expect(lossOf(r, 'pool1', 'CMSMaster')).toMatchObject({ stranded: 1, oldestLostAgeMs: 30 * S });
  });

  it('a lost master that was not at its first pool has its own outage as the reference', async () => {
    const r = await run(cms({ faults: [lost], steps: [{ at: '12m', run: FORCE }, { wait: '1h' }] }));
    expect(config(r)).toMatchObject({ stranded: 1, oldestLostAgeMs: 30 * S });
  });

  it('where its database alone is lost, the ages count from then', async () => {
    // pool2 is the master; its User database is on the other server by then, so that the pool serves on.
    const alone = await run(
      cms({
        topology: exact({}, { witness: false }),
        faults: [{ at: '11m30s', crash: { server: 'sql2a' } }],
        steps: [
          {
            at: '5m',
            run: 'Invoke-CsDatabaseFailover -PoolFqdn pool2 -DatabaseType User -NewPrincipal mirror',
          },
          { at: '12m', run: FORCE },
          { wait: '1h' },
        ],
      }),
    );
    expect(config(alone)).toMatchObject({ stranded: 1, oldestLostAgeMs: 30 * S });
    expect(alone.result.recovery).toEqual([]);
  });

  it.each([
    ['without the server', `${MOVE} -BackupSqlInstanceName rtc -Force`],
    ['with the mirror as the server', FORCE.replace('sql1a', 'sql1b')],
    ['with the server of the other pool', FORCE.replace('sql1a', 'sql2a')],
    ['with another instance', FORCE.replace('rtc', 'lync')],
  ])('refused %s, and says what would be right', async (_, line) => {
    const r = await run(cms({ faults: [lost], steps: [{ at: '12m', run: line }] }));
    expect(outcomes(r)).toEqual([['refused', 'D61']]);
    expect(r.result.steps[0].message).toContain(FORCE);
  });

  it.each([
    ['without -Force, with a warning: the sources disagree', FORCE.replace(' -Force', ''), 1],
    ['without the instance', `${MOVE} -BackupSqlServerFqdn sql1a -Force`, 0],
    ['without both', `${MOVE} -BackupSqlServerFqdn sql1a`, 1],
  ])('accepted %s', async (_, line, warnings) => {
    const r = await run(cms({ faults: [lost], steps: [{ at: '12m', run: line }, { run: MASTER }] }));
    expect(outcomes(r)[0]).toEqual(['ok', null]);
    expect(masters(r)).toEqual(['pool1']);
    // What was left behind is a warning of its own, without a line that is advised.
    const disagree = ofRule(r, 'D61').filter((f) => f.instead !== null);
    expect(disagree.map((f) => [f.severity, f.instead])).toEqual(warnings === 1 ? [['warning', FORCE]] : []);
  });

  it("takes the mirror's two parameters alone where the mirror is the principal, and only there", async () => {
    const alone = `${MOVE} -MirrorSqlServerFqdn sql1b -MirrorSqlInstanceName rtc -Force`;
    const toMirror = 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType CentralMgmt -NewPrincipal mirror';
    const right = await run(
      cms({ faults: [lost], steps: [{ run: toMirror }, { at: '12m', run: alone }, { run: MASTER }] }),
    );
    expect(outcomes(right)[1]).toEqual(['ok', null]);
    expect(masters(right)).toEqual(['pool1']);
    const wrong = await run(cms({ faults: [lost], steps: [{ at: '12m', run: alone }] }));
    expect(outcomes(wrong)).toEqual([['refused', 'D61']]);
    expect(wrong.result.steps[0].message).toContain(FORCE);
    const instance = await run(
      cms({ faults: [lost], steps: [{ at: '12m', run: `${MOVE} -MirrorSqlInstanceName rtc -Force` }] }),
    );
    expect(outcomes(instance)).toEqual([['refused', 'D61']]);
  });

  it('-WhatIf names the pool that hosts the CMS, also where it is lost, and changes nothing', async () => {
    const r = await run(
      cms({
        faults: [lost],
        steps: [{ run: `${MOVE} -WhatIf` }, { at: '12m', run: `${FORCE} -WhatIf` }, { run: MASTER }],
      }),
    );
    expect(r.result.steps[0].message).toBe(
      'What if: the active Central Management master is on pool2; nothing was changed',
    );
    expect(r.result.steps[1].message).toContain('is on pool2, which cannot be reached');
    expect(masters(r)).toEqual(['']);
  });

  describe('where the principal alone is lost and the mirror of CentralMgmt is in step', () => {
    const principal = { at: '11m', crash: { server: 'sql2a' } };
    const toMirror = 'Invoke-CsDatabaseFailover -PoolFqdn pool2 -DatabaseType CentralMgmt -NewPrincipal mirror';
    const topology = exact({}, { witness: false }, { edgePools: [edge(1)] });
    const publish = { run: 'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool1' };

    it.each([
      ['a publish', publish, 'D62'],
      ['a planned failover of the store', { run: MOVE }, 'D60'],
      ['a forced one', { run: FORCE }, null],
      ['a pool failover', { run: FAIL_OVER }, 'D41'],
    ])('%s is told that database, never the disaster form', async (_, step, rule) => {
      // The users of pool2 are served by the mirror already, so that the store alone is missing.
      const users = { at: '5m', run: toMirror.replace('CentralMgmt', 'User') };
      const r = await run(cms({ topology, faults: [principal], steps: [users, { at: '12m', ...step }] }));
      expect(outcomes(r)[1]).toEqual([rule === null ? 'ok' : 'refused', rule]);
      if (rule !== null) expect(r.result.steps[1].message).toContain(toMirror);
      const lines = r.result.findings.flatMap((f) => f.instead ?? []);
      expect(lines).toContain(toMirror);
      expect(lines.join()).not.toContain('-Force');
    });

    it('it loses nothing', async () => {
      const r = await run(
        cms({ topology, faults: [principal], steps: [{ at: '12m', run: toMirror }, { run: MASTER }] }),
      );
      expect(masters(r)).toEqual(['pool2']);
      expect(config(r)).toMatchObject({ lost: 0, stranded: 0 });
    });

    it('a mirror that lags behind is not advised', async () => {
      const behind = await run(
        cms({
          topology,
          faults: [{ at: '5m', crash: { server: 'sql2b' } }, principal, { at: '11m30s', repair: { server: 'sql2b' } }],
          steps: [{ at: '12m', run: MOVE }],
        }),
      );
      expect(behind.result.steps[0].message).toContain(FORCE);
    });
  });

  it('takes both spellings of the mirror, and the instance without case', async () => {
    for (const spelling of ['BackupMirrorSql', 'MirrorSql']) {
      const line = `${FORCE.replace('rtc', 'RTC')} -${spelling}ServerFqdn sql1b -${spelling}InstanceName rtc`;
      const r = await run(cms({ faults: [lost], steps: [{ at: '12m', run: line }] }));
      expect(outcomes(r)).toEqual([['ok', null]]);
    }
  });

  it('the principal must be the present one: moved to the mirror before', async () => {
    const r = await run(
      cms({
        faults: [lost],
        steps: [
          { run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType CentralMgmt -NewPrincipal mirror' },
          { at: '12m', run: FORCE },
          { run: FORCE.replace('sql1a', 'sql1b') },
        ],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['ok', null],
      ['refused', 'D61'],
      ['ok', null],
    ]);
    expect(r.result.steps[1].message).toContain('sql1b');
  });

  it('refused when the partner cannot become the master', async () => {
    const topology = exact({ mirror: false }, { mirror: false });
    const r = await run(
      cms({
        topology,
        faults: [lost, { at: '11m', crash: { server: 'sql1a' } }],
        steps: [{ at: '12m', run: FORCE }],
      }),
    );
    expect(outcomes(r)).toEqual([['refused', 'D61']]);
  });

  it('while the master works: an error, and what was not replicated breaks I1', async () => {
    const r = await run(
      cms({
        faults: [{ at: '11m', crash: { service: 'LYNCBACKUP', pool: 'pool2' } }],
        steps: [{ at: '11m30s', run: FORCE }],
        expect: { violates: ['I1'] },
      }),
    );
    expect(broken(r)).toEqual(['I1']);
    expect(ofRule(r, 'D61').map((f) => f.severity)).toContain('error');
  });

  it('the target dies meanwhile: it fails, and a second one goes', async () => {
    const r = await run(
      cms({
        faults: [lost, { at: '13m', crash: { pool: 'pool1' }, for: '5m' }],
        steps: [
          { at: '12m', run: FORCE },
          { at: '30m', run: FORCE },
        ],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['failed', 'D61'],
      ['ok', null],
    ]);
  });
});

describe('D62: while no master is active', () => {
  it('nothing can be published, configured or failed over; the status shows an empty master', async () => {
    const topology = exact({}, {}, { edgePools: [edge(1)] });
    const r = await run(
      cms({
        topology,
        faults: [
          { at: '5m', crash: { server: 'sql2a' } },
          { at: '5m', crash: { server: 'sql2b' } },
        ],
        steps: [
          { run: MASTER },
          { at: '6m', run: MASTER },
          { run: 'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2' },
          { topologyBuilder: { edgeNextHop: { edge1: 'pool2' } } },
          { topologyBuilder: { federation: { edge1: false } } },
          { run: 'Set-CsSite -Identity Datacenter1 -FederationRoute EdgeServer:edge1' },
          { run: 'Set-CsBackupServiceConfiguration -SyncInterval 00:05:00' },
          { run: 'Publish-CsLisConfiguration' },
          { run: 'Invoke-CsManagementStoreReplication' },
          { run: 'Get-CsBackupServiceConfiguration' },
        ],
      }),
    );
    expect(masters(r)).toEqual(['pool2', '']);
    expect(outcomes(r).slice(2)).toEqual([...new Array(7).fill(['refused', 'D62']), ['ok', null]]);
    expect(r.result.steps.at(-1)?.output?.[0].SyncInterval).toBe('00:02:00');
    // Nothing is acknowledged without a master: 5 in 5 min.
    expect(config(r)).toMatchObject({ acknowledged: 5 });
  });

  it('a publish under way when the master is lost fails', async () => {
    const topology = exact({ mirror: false }, { mirror: false }, { edgePools: [edge(1)] });
    const r = await run(
      cms({
        topology,
        faults: [{ at: '6m5s', crash: { server: 'sql2a' }, for: '10m' }],
        steps: [
          { at: '6m', topologyBuilder: { edgeNextHop: { edge1: 'pool2' } } },
          { run: 'Get-CsService -EdgeServer' },
          { run: 'Get-CsService -EdgeServer -LocalStore' },
        ],
      }),
    );
    // Its database is not served then, so that only the replica on the server can be asked.
    expect(outcomes(r)).toEqual([
      ['failed', 'D62'],
      ['refused', 'D62'],
      ['ok', null],
    ]);
    expect(r.result.steps[2].output?.[0].Registrar).toBe('Registrar:pool1');
  });
});

describe('D63: the replicas', () => {
  it('are up to date again some minutes after the switch', async () => {
    const r = await run(
      cms({
        steps: [
          { run: REPLICAS },
          { at: '10m', run: MOVE },
          { run: REPLICAS },
          { wait: { until: 'replicated', timeout: '15m' } },
          { run: REPLICAS },
        ],
      }),
    );
    expect(upToDate(r)).toEqual(['6 of 6', '0 of 6', '6 of 6']);
    expect(r.result.steps[3]).toMatchObject({ outcome: 'ok', endedAtMs: 17 * MIN });
  });

  it('counts only running, reachable servers; those that come back follow', async () => {
    const r = await run(
      cms({
        faults: [
          { at: '11m30s', crash: { site: 'Datacenter2' } },
          { at: '1h', repair: { site: 'Datacenter2' } },
        ],
        steps: [
          { at: '12m', run: FORCE },
          { wait: { until: 'replicated', timeout: '15m' } },
          { run: REPLICAS },
          { at: '70m', run: REPLICAS },
        ],
      }),
    );
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok', endedAtMs: 19 * MIN });
    expect(upToDate(r)).toEqual(['3 of 6', '6 of 6']);
  });

  it('with its replicator crashed the store replicates nothing, until it is repaired', async () => {
    const r = await run(
      cms({
        faults: [{ at: '9m', crash: { replicator: true }, for: '51m' }],
        steps: [
          { at: '9m30s', run: REPLICAS },
          { run: MOVE },
          { wait: { until: 'replicated', timeout: '15m' } },
          { run: REPLICAS },
          { run: MOVE },
          { wait: { until: 'replicated', timeout: '1h' } },
          { run: REPLICAS },
        ],
      }),
    );
    // What was up to date stays so; the new master reaches nobody until 60:00, and all 4 min later.
    expect(upToDate(r)).toEqual(['6 of 6', '0 of 6', '6 of 6']);
    expect(outcomes(r).slice(2, 5)).toEqual([
      ['failed', null],
      ['ok', null],
      ['refused', 'D64'],
    ]);
    expect(r.result.steps[5].endedAtMs).toBe(64 * MIN);
    expect(broken(r)).toEqual([]);
  });

  it('a replication that was under way stops with the replicator', async () => {
    const r = await run(
      cms({
        faults: [{ at: '5m', crash: { replicator: 'pool1' }, for: '10m' }],
        steps: [{ run: MOVE }, { wait: { until: 'replicated', timeout: '1h' } }],
      }),
    );
    // Switched at 3:00; of the 4 min it takes 2 had passed. It begins anew at 15:00.
    expect(r.result.steps[1].endedAtMs).toBe(19 * MIN);
  });

  it('a pool failover before that is a finding, not a refusal', async () => {
    const topology = exact({}, {}, { centralManagement: { active: 'pool1' } });
    const early = await run(cms({ topology, steps: [{ run: MOVE }, { run: FAIL_OVER }] }));
    expect(outcomes(early)[1]).toEqual(['ok', null]);
    expect(ofRule(early, 'D63').map((f) => f.severity)).toEqual(['warning']);
    const right = await run(
      cms({
        topology,
        steps: [{ run: MOVE }, { wait: { until: 'replicated', timeout: '15m' } }, { run: FAIL_OVER }],
      }),
    );
    expect(ofRule(right, 'D63')).toEqual([]);
  });

  it('a wait that is too short fails', async () => {
    const r = await run(cms({ steps: [{ run: MOVE }, { wait: { until: 'replicated', timeout: '1m' } }] }));
    expect(r.result.steps[1]).toMatchObject({ outcome: 'failed', endedAtMs: 4 * MIN });
    expect(r.result.verdict).toBe('failed');
  });
});

describe('D64: one master, and the mark that stays', () => {
  const faults = [
    { at: '11m30s', crash: { site: 'Datacenter2' } },
    { at: '1h', repair: { site: 'Datacenter2' } },
  ];
  // Services 4 min after the repair; marked as backup 10 min after that, at 74:00.
  const marked = exact({}, {}, { assumptions: { staleMasterMinutes: 10 } });
  const RESTORE = `${MOVE} -Restore`;
  const both = (r: DrillRun, i: number) => r.result.steps[i].output?.map((o) => `${o.PoolFqdn} ${o.Active}`);

  it('a returned store stays marked active until its Backup Service has marked it: no failover, no second master', async () => {
    const r = await run(
      cms({
        topology: marked,
        faults,
        steps: [
          { at: '12m', run: FORCE },
          { at: '1h5m', run: 'Get-CsService -CentralManagement' },
          { run: MASTER },
          { at: '1h13m50s', run: MOVE },
          { at: '1h14m10s', run: MASTER },
          { run: MOVE },
          { run: MASTER },
        ],
      }),
    );
    expect(both(r, 1)).toEqual(['pool1 true', 'pool2 false']);
    expect(masters(r)).toEqual(['', 'pool1', 'pool2']);
    expect(outcomes(r)[3]).toEqual(['refused', 'D64']);
    expect(r.result.steps[3].message).toContain(`The store of pool2 is still marked active`);
    expect(r.result.steps[3].message).toContain(RESTORE);
    expect(outcomes(r)[5]).toEqual(['ok', null]);
    expect(broken(r)).toEqual([]);
    const told = ofRule(r, 'D64');
    expect(told.map((f) => [f.severity, f.instead])).toEqual([['error', RESTORE]]);
  });

  it('counts from when the Backup Service runs and reaches the partner', async () => {
    const late = (more: object[]) =>
      run(
        cms({
          topology: marked,
          faults: [...faults, ...more],
          steps: [
            { at: '12m', run: FORCE },
            { at: '1h39m', run: MOVE },
            { at: '1h41m', run: MOVE },
          ],
        }),
      );
    // The service is crashed by then and back at 90:00, or the link is cut until then: marked at 100:00.
    const service = { service: 'LYNCBACKUP', pool: 'pool2' };
    for (const more of [
      [
        { at: '1h5m', crash: service },
        { at: '1h30m', repair: service },
      ],
      [{ at: '59m', cut: LINK, for: '31m' }],
    ]) {
      const r = await late(more);
      expect(outcomes(r).slice(1)).toEqual([
        ['refused', 'D64'],
        ['ok', null],
      ]);
    }
  });

  it('-Restore clears the mark at once, and has to be replicated', async () => {
    const r = await run(
      cms({
        topology: marked,
        faults,
        steps: [
          { at: '12m', run: FORCE },
          { at: '1h5m', run: RESTORE },
          { run: MASTER },
          { run: MOVE },
          { wait: { until: 'replicated', timeout: '15m' } },
          { run: MOVE },
          { run: RESTORE },
        ],
      }),
    );
    // Restored at 68:00, replicated 4 min later, while the Backup Service would have needed until 74:00.
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok', endedAtMs: 68 * MIN });
    expect(masters(r)).toEqual(['pool1']);
    expect(outcomes(r)[3]).toEqual(['refused', 'D64']);
    expect(r.result.steps[4].endedAtMs).toBe(72 * MIN);
    expect(outcomes(r).slice(5)).toEqual([
      ['ok', null],
      ['ok', null],
    ]);
    expect(r.result.steps[6].message).toContain('nothing to restore');
  });

  it.each([
    ['while the marked store is down', [faults[0]], '20m'],
    ['while the two do not reach each other', [...faults, { at: '59m', cut: LINK }], '1h10m'],
    ['while the active master is lost', [...faults, { at: '1h5m', crash: { site: 'Datacenter1' } }], '1h10m'],
  ])('-Restore is refused %s', async (_, own, at) => {
    const r = await run(
      cms({
        topology: marked,
        faults: own,
        steps: [
          { at: '12m', run: FORCE },
          { at, run: RESTORE },
        ],
      }),
    );
    expect(outcomes(r)[1]).toEqual(['refused', 'D64']);
  });

  it.each([
    [true, ['refused', 'D64'], ''],
    [false, ['ok', null], 'pool2'],
  ])(
    'with the rightful master lost meanwhile, unsettledCmsRefusesForced %s decides',
    async (value, outcome, master) => {
      const topology = exact({}, {}, { assumptions: { staleMasterMinutes: 10, unsettledCmsRefusesForced: value } });
      const r = await run(
        cms({
          topology,
          faults: [...faults, { at: '1h5m', crash: { site: 'Datacenter1' } }],
          steps: [{ at: '12m', run: FORCE }, { at: '1h6m', run: FORCE.replace('sql1a', 'sql2a') }, { run: MASTER }],
        }),
      );
      expect(outcomes(r)[1]).toEqual(outcome);
      expect(masters(r)).toEqual([master]);
      expect(broken(r)).toEqual([]);
    },
  );

  it('ActiveMasterFqdn is shown meanwhile where staleMarkHidesMaster is false', async () => {
    const topology = exact({}, {}, { assumptions: { staleMasterMinutes: 10, staleMarkHidesMaster: false } });
    const r = await run(
      cms({
        topology,
        faults,
        steps: [
          { at: '12m', run: FORCE },
          { at: '1h5m', run: MASTER },
        ],
      }),
    );
    expect(masters(r)).toEqual(['pool1']);
  });

  it('two failovers at once: the second is refused until the first is replicated', async () => {
    const r = await run(
      cms({
        steps: [{ run: MOVE }, { run: MOVE }, { wait: { until: 'replicated', timeout: '15m' } }, { run: MOVE }],
      }),
    );
    expect(outcomes(r)).toEqual([
      ['ok', null],
      ['refused', 'D64'],
      ['ok', null],
      ['ok', null],
    ]);
    expect(ofRule(r, 'D64').map((f) => [f.severity, f.instead])).toEqual([['error', REPLICAS]]);
  });
});

describe('D64 (F): a Standard Edition pair', () => {
  const single = { edition: 'standard', mirror: false } as const;
  const pair = (more: Record<string, unknown> = {}) => exact(single, single, more);
  const EXPORTS = [
    { run: 'Export-CsConfiguration -FileName C:\\c.zip' },
    { run: 'Export-CsLisConfiguration -FileName C:\\l.zip' },
  ];
  const told = (r: DrillRun) => ofRule(r, 'D64').filter((f) => f.severity === 'warning');

  it('a planned failover is always a finding, with the exports to make first', async () => {
    const r = await run(cms({ topology: pair(), steps: [{ run: MOVE }, { run: MASTER }] }));
    expect(masters(r)).toEqual(['pool1']);
    expect(told(r)).toHaveLength(1);
    expect(told(r)[0].message).toMatch(
      /reported.*Export the configuration and LIS data first.*Export-CsLisConfiguration/,
    );
    expect(told(r)[0].instead).toMatch(/^Export-CsConfiguration /);
    const exported = await run(cms({ topology: pair(), steps: [...EXPORTS, { run: MOVE }] }));
    expect(told(exported).map((f) => f.instead)).toEqual([null]);
  });

  it('with bothActive two masters are left, nothing replicates, and I4 breaks', async () => {
    const topology = pair({ assumptions: { standardPairCmsSplit: 'bothActive' } });
    const r = await run(
      cms({
        topology,
        steps: [
          { run: MOVE },
          { run: 'Get-CsService -CentralManagement' },
          { run: REPLICAS },
          { at: '1h', run: MOVE },
          { run: `${MOVE} -Restore` },
          { run: REPLICAS },
        ],
        expect: { violates: ['I4'] },
      }),
    );
    expect(broken(r)).toEqual(['I4']);
    expect(r.result.steps[1].output?.map((o) => o.Active)).toEqual([true, true]);
    expect(upToDate(r)).toEqual(['0 of 2', '0 of 2']);
    expect(outcomes(r).slice(3, 5)).toEqual([
      ['refused', 'D64'],
      ['refused', 'D64'],
    ]);
    expect(r.result.steps[3].message).toContain('restore the store from an export');
  });

  it('with noMaster nothing is active: nothing can be published, moved or failed over', async () => {
    const topology = pair({ assumptions: { standardPairCmsSplit: 'noMaster' } });
    const r = await run(
      cms({
        topology,
        steps: [
          { run: MOVE },
          { run: MASTER },
          { at: '1h', run: REPLICAS },
          { run: 'Set-CsBackupServiceConfiguration -SyncInterval 00:05:00' },
          { run: FORCE.replace('sql1a', 'fe1a') },
          { run: FAIL_OVER },
        ],
      }),
    );
    expect(masters(r)).toEqual(['']);
    expect(upToDate(r)).toEqual(['0 of 2']);
    expect(outcomes(r).filter(([o]) => o !== 'ok')).toEqual([
      ['failed', 'D64'],
      ['refused', 'D62'],
      ['refused', 'D64'],
      ['refused', 'D41'],
    ]);
    expect(broken(r)).toEqual([]);
  });

  it('that ends the failover: nothing is hurried any more, and what is above a package piles up as ever (D32)', async () => {
    // One upload a second on pool1, which is the master that Active Directory names after it; a package holds 100 of 120.
    const waiting = async (standardPairCmsSplit: unknown) => {
      const topology = pair({ assumptions: { maxDataConfPackageSizeKB: 102_400, standardPairCmsSplit } });
      const load = { ...SILENT, conferenceUploadsPerUserPerHour: 3.6 };
      const r = await run(cms({ topology, load, steps: [{ run: MOVE }, { at: '3h', run: MASTER }] }));
      const module = 'ConfServices.DataConf';
      return r.result.replication.find((x) => x.pool === 'pool1' && x.module === module)!.points.at(-1)!.atRisk;
    };
    expect(await waiting('noMaster')).toBe(await waiting(false));
    expect(await waiting('noMaster')).toBeGreaterThan(1500);
  });

  it('only of a planned failover, and only of such a pair', async () => {
    const split = { assumptions: { standardPairCmsSplit: 'noMaster' } };
    const forced = await run(
      cms({
        topology: pair(split),
        faults: [{ at: '5m', crash: { site: 'Datacenter2' } }],
        steps: [{ at: '6m', run: FORCE.replace('sql1a', 'fe1a') }, { run: MASTER }],
      }),
    );
    expect(masters(forced)).toEqual(['pool1']);
    expect(told(forced)).toEqual([]);
    const enterprise = await run(cms({ topology: exact({}, {}, split), steps: [{ run: MOVE }, { run: MASTER }] }));
    expect(masters(enterprise)).toEqual(['pool1']);
    expect(told(enterprise)).toEqual([]);
  });
});

describe('D65: the store restored from an export', () => {
  const FILES = ['Export-CsConfiguration -FileName C:\\c.zip', 'Export-CsLisConfiguration -FileName C:\\l.zip'];
  const RESTORE = `Move-CsManagementServer -ConfigurationFileName C:\\c.zip -LisConfigurationFileName C:\\l.zip -Force`;
  const exportAt = (at: string) => [{ at, run: FILES[0] }, { run: FILES[1] }];
  /** The active master of pool2 is lost with its site: 10 changes were acknowledged. */
  const faults = [{ at: '10m30s', crash: { site: 'Datacenter2' } }];

  it('makes the standby the master, and leaves behind what was changed since the export', async () => {
    const steps = [...exportAt('5m30s'), { at: '20m', run: RESTORE }, { run: MASTER }];
    const r = await run(cms({ faults, steps }));
    // cmsFailoverMinutes is 3 here; 5 of the 10 changes are in the export.
    expect(r.result.steps[2]).toMatchObject({ outcome: 'ok', endedAtMs: 23 * MIN });
    expect(masters(r)).toEqual(['pool1']);
    expect(config(r)).toMatchObject({ acknowledged: 10, stranded: 5, lost: 0 });
    expect(broken(r)).toEqual([]);
  });

  it('an export from before the drill has none of its changes', async () => {
    const files = [
      { path: 'C:\\c.zip', holds: 'configuration', age: '24h' },
      { path: 'C:\\l.zip', holds: 'lis', age: '24h' },
    ];
    const r = await run(cms({ faults, files, steps: [{ at: '20m', run: RESTORE }] }));
    expect(outcomes(r)).toEqual([['ok', null]]);
    expect(config(r)).toMatchObject({ acknowledged: 10, stranded: 10, lost: 0 });
    expect(ofRule(r, 'D34').filter((f) => f.message.includes('1d 00h 20m old'))).toHaveLength(2);
  });

  it('needs both files, and a pool that runs and has a store', async () => {
    const steps = [
      { at: '20m', run: RESTORE },
      { run: RESTORE.replace(/-Lis\S+ \S+ /, '') },
      ...exportAt('21m').map((step) => ({ ...step, run: `${step.run} -LocalStore` })),
      { run: `${RESTORE} -TargetFqdn pool2` },
      { run: RESTORE },
    ];
    const r = await run(cms({ faults, steps }));
    expect(outcomes(r)).toEqual([
      ['refused', 'D34'],
      ['refused', 'D65'],
      ['ok', null],
      ['ok', null],
      ['refused', 'D65'],
      ['ok', null],
    ]);
  });

  it('is not modelled while the active master works', async () => {
    const r = await run(cms({ steps: [...exportAt('5m'), { run: RESTORE }] }));
    expect(r.result.steps[2].outcome).toBe('notModelled');
    expect(r.result.verdict).toBe('inconclusive');
  });

  it('fails where the pool is lost before it is restored', async () => {
    const lost = [...faults, { at: '21m', crash: { pool: 'pool1' } }];
    const r = await run(cms({ faults: lost, steps: [...exportAt('5m'), { at: '20m', run: RESTORE }] }));
    expect(outcomes(r)[2]).toEqual(['failed', 'D65']);
  });

  it('Import-CsConfiguration replaces what the active master has: what was changed since leaves, and I1 breaks', async () => {
    const steps = [...exportAt('5m30s'), { at: '10m30s', run: 'Import-CsConfiguration C:\\c.zip' }, { run: MASTER }];
    const r = await run(cms({ steps, expect: { violates: ['I1'] } }));
    // 13 changes until the import is through at 13:30, 5 of them exported; 12 are on the standby since the cycle of 12:00.
    expect(masters(r)).toEqual(['pool2']);
    expect(broken(r)).toEqual(['I1']);
    expect(config(r)).toMatchObject({ acknowledged: 13, stranded: 7, lost: 1 });
  });

  it.each(['bothActive', 'noMaster'])('D64: is the way out of a split pair (%s), by either cmdlet', async (split) => {
    const standard = { edition: 'standard', mirror: false } as const;
    const topology = exact(standard, standard, { assumptions: { standardPairCmsSplit: split } });
    for (const line of [RESTORE, 'Import-CsConfiguration C:\\c.zip -Force']) {
      const r = await run(
        cms({
          topology,
          load: SILENT,
          steps: [
            ...exportAt('5m'),
            { at: '10m', run: MOVE },
            { at: '20m', run: `${MOVE} -Restore` },
            { run: line },
            { wait: { until: 'replicated', timeout: '15m' } },
            { run: MASTER },
            { run: 'Get-CsService -CentralManagement' },
            { run: 'Set-CsBackupServiceConfiguration -SyncInterval 00:05:00' },
          ],
          expect: { violates: split === 'bothActive' ? ['I4'] : [] },
        }),
      );
      expect(outcomes(r).slice(3)).toEqual([['refused', 'D64'], ...Array(5).fill(['ok', null])]);
      expect(r.result.steps[3].message).toContain(RESTORE.replace(/C:\\\w\.zip/g, '"$&"'));
      expect(masters(r)).toEqual(['pool1']);
      expect(r.result.steps[7].output?.map((o) => o.Active)).toEqual([true, false]);
    }
  });

  it('what has to be done first names the pool to repair, where the master has no partner, or the topology no store', async () => {
    const alone = exact({ more: { backupPool: null } });
    const line = { at: '20m', run: 'Set-CsBackupServiceConfiguration -SyncInterval 00:05:00' };
    const r = await run(cms({ topology: alone, faults, steps: [line] }));
    expect(outcomes(r)).toEqual([['refused', 'D62']]);
    expect(r.result.steps[0].message).toContain('It is not paired, so that there is no standby (S6): repair pool2.');
    const none = exact({}, {}, { centralManagement: { active: null } });
    const without = await run(cms({ topology: none, load: SILENT, steps: [line, { run: FILES[0] }] }));
    expect(outcomes(without)).toEqual([
      ['ok', null],
      ['ok', null],
    ]);
  });

  it('an export of the local store needs no master, and no finding says that it does', async () => {
    const r = await run(cms({ faults, steps: [{ at: '20m', run: `${FILES[0]} -LocalStore` }, { run: FILES[0] }] }));
    expect(outcomes(r)).toEqual([
      ['ok', null],
      ['refused', 'D62'],
    ]);
    expect(ofRule(r, 'D62').map(({ line }) => line)).toEqual([r.result.steps[1].line]);
  });
});

describe('D55, D60: the whole way with the CMS on the lost pool', () => {
  it('CMS, failover, repair, failback; the CMS moved home in the end', async () => {
    const topology = exact({}, {}, { centralManagement: { active: 'pool1' } });
    const r = await run(
      cms({
        topology,
        faults: [
          { at: '11m', crash: { site: 'Datacenter1' } },
          { at: '2h', repair: { site: 'Datacenter1' } },
        ],
        steps: [
          { at: '12m', run: FORCE.replace('sql1a', 'sql2a') },
          { wait: { until: 'replicated', timeout: '15m' } },
          { run: `${FAIL_OVER} -DisasterMode` },
          { at: '3h', run: FAIL_BACK },
          { run: MOVE },
          { wait: { until: 'replicated', timeout: '15m' } },
          { run: MASTER },
          { wait: '31m' },
        ],
      }),
    );
    expect(r.result.verdict).toBe('passed');
    expect(masters(r)).toEqual(['pool1']);
    expect(broken(r)).toEqual([]);
  });
});
