import { describe, expect, test } from 'vitest';
import { broken, feelings, HOUR, lossOf, run, withGroups } from '../../support/drills.js';

// 36,000 users × 6 changes an hour = 60 changes a second; the FE tail (5 s) holds 300 of them.
const USERS = 36_000;
const PER_SECOND = 60;
/** Every part of a failover takes one time, so that times can be worked out by hand. */
const EXACT = { syncPhaseSeconds: 0, agDetectionSeconds: 20, agRedoSeconds: 10, agOverheadSeconds: 10 };

type Faults = readonly unknown[];
type Steps = readonly unknown[];

const drill = (
  faults: Faults,
  steps: Steps = [{ wait: '1h' }],
  one: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
) => run({ topology: withGroups(one, more, USERS), faults, steps, assumptions: EXACT });

const crash = (at: string, server: string, more: object = {}) => ({ at, crash: { server }, ...more });
const repair = (at: string, server: string) => ({ at, repair: { server } });
const failOver = (on: string, more: object = {}) => ({ run: 'ALTER AVAILABILITY GROUP [ag1] FAILOVER', on, ...more });
const force = (on: string, more: object = {}) => ({
  run: 'ALTER AVAILABILITY GROUP ag1 FORCE_FAILOVER_ALLOW_DATA_LOSS',
  on,
  ...more,
});
const resume = (on: string, more: object = {}) => ({ run: 'ALTER DATABASE rtcxds SET HADR RESUME', on, ...more });
const fixQuorum = (Name: string, more: object = {}) => ({ run: `Start-ClusterNode -Name ${Name} -FixQuorum`, ...more });
const health = { run: 'Test-SqlAvailabilityGroup -Path SQLSERVER:\\Sql\\sql1b\\rtc\\AvailabilityGroups\\ag1' };

type Run = Awaited<ReturnType<typeof run>>;
const told = (r: Run) =>
  r.result.timeline.filter((t) => t.actor === 'SQL Server').map((t) => `${t.atMs / 1000} ${t.text}`);
const outcomes = (r: Run) => r.result.steps.map((s) => [s.outcome, s.rule]);
const messages = (r: Run, rule: string) => r.result.findings.filter((f) => f.rule === rule).map((f) => f.message);
const served = (r: Run) =>
  r.result.databases.map(({ fromMs, servedAtMs, principal }) => [fromMs, servedAtMs, principal]);
const cleanly = (r: Run) => {
  expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  expect(lossOf(r, 'pool2')).toMatchObject({ lost: 0, stranded: 0 });
  expect(broken(r)).toEqual([]);
};

describe('D110, D112, D114: a synchronized group', () => {
  test('D114, D122: the primary is lost, and the secondary takes over by itself; users feel nothing (M123)', async () => {
    const r = await drill([crash('10m', 'sql1a')]);
    // 20 s detection, 10 s redo, 10 s overhead
    expect(served(r)).toEqual([[600_000, 640_000, 'sql1b']]);
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
    cleanly(r);
  });

  test('D112: a silent secondary holds commits for its session time-out; then the primary goes on alone', async () => {
    const r = await drill([crash('10m', 'sql1b'), repair('20m', 'sql1b')]);
    expect(told(r).map((line) => line.replace(/of pool1/, '…'))).toEqual([
      '600 secondary sql1b … is silent: commits wait for its session time-out (D112)',
      '610 secondary sql1b … is NOT SYNCHRONIZING: the primary goes on without it (D112)',
      '1200 secondary sql1b … is SYNCHRONIZING',
      expect.stringMatching(/^1[34]\d\d\S* secondary sql1b … is SYNCHRONIZED$/),
    ]);
    cleanly(r);
  });

  test('D112: within the time-out nothing is committed, so that the silent secondary has everything', async () => {
    const r = await drill([crash('10m', 'sql1b'), crash('10m5s', 'sql1a'), repair('10m8s', 'sql1b')]);
    cleanly(r);
    expect(served(r)[0][2]).toBe('sql1b');
  });

  test('D120: the old primary returns as a secondary, catches up, and the group can go home', async () => {
    const steps = [{ at: '40m', ...failOver('sql1a') }, { wait: '1h' }];
    const r = await drill([crash('10m', 'sql1a'), repair('20m', 'sql1a')], steps);
    expect(outcomes(r)[0]).toEqual(['ok', null]);
    expect(told(r).at(-1)).toMatch(/sql1b of pool1 is SYNCHRONIZED|served, primary sql1a/);
    cleanly(r);
  });

  test('D114: a primary that fails over by hand only is not replaced, and a planned failover works without it (D116)', async () => {
    const one = { replicas: [{ server: 'sql1a', failover: 'manual' }, { server: 'sql1b' }] };
    const r = await drill([crash('10m', 'sql1a')], [{ at: '20m', ...failOver('sql1b') }, { wait: '1h' }], one);
    expect(told(r)[0]).toContain('RESOLVING, no replica takes over by itself (D114)');
    expect(served(r)).toEqual([[600_000, 1_220_000, 'sql1b']]);
    cleanly(r);
  });

  test('three replicas: the first that is there takes over, the other follows it', async () => {
    const one = { replicas: ['sql1a', 'sql1b', 'sql1c'].map((server) => ({ server })) };
    const r = await drill([crash('10m', 'sql1a'), crash('30m', 'sql1b')], [{ wait: '1h' }], one);
    expect(served(r).map(([, , principal]) => principal)).toEqual(['sql1b', 'sql1c']);
    cleanly(r);
  });
});

describe('D116, D117, D118: failovers that are commanded', () => {
  test('D116: refused on the primary, on a replica that is down, and without a server', async () => {
    const steps = [
      failOver('sql1a', { expect: 'refused', rule: 'D116' }),
      { run: 'ALTER AVAILABILITY GROUP [ag1] FAILOVER', expect: 'refused', rule: 'D116' },
      { at: '10m', ...failOver('sql1b', { expect: 'refused', rule: 'D116' }) },
    ];
    const r = await drill([crash('5m', 'sql1b')], steps);
    expect(r.result.steps.every((s) => s.asExpected)).toBe(true);
  });

  // sql1b stops at 10:00 with what was acknowledged by 9:55; sql1a at 15:00 with 14:55: 300 s × 60/s.
  const LOST = 300 * PER_SECOND;
  const twoLost = [crash('10m', 'sql1b'), crash('15m', 'sql1a'), repair('20m', 'sql1b')];
  // A third node keeps quorum; it fails over by hand only.
  const votes = { replicas: [{ server: 'sql1a' }, { server: 'sql1b' }, { server: 'sql1c', failover: 'manual' }] };

  test('D116, D117: planned is refused where the target lacks something; forced strands it, counted', async () => {
    const steps = [
      { at: '25m', ...failOver('sql1b', { expect: 'refused', rule: 'D116' }) },
      force('sql1b'),
      { wait: '30m' },
    ];
    const r = await drill(twoLost, steps, votes);
    expect(r.result.steps.every((s) => s.asExpected)).toBe(true);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: LOST });
    expect(broken(r)).toEqual(['I1']);
    expect(r.result.violations[0].message).toContain('forced failover to a replica that was not synchronized (D117)');
  });

  test('D118: the old primary stays suspended until it is resumed, which makes the loss final', async () => {
    const faults = [...twoLost, repair('40m', 'sql1a')];
    const forced = [{ at: '25m', ...force('sql1b') }];
    const left = await drill(faults, [...forced, { wait: '2h' }], votes);
    expect(lossOf(left, 'pool1')).toMatchObject({ lost: 0, stranded: LOST });
    expect(messages(left, 'D118')).toEqual([
      expect.stringContaining('sql1a in the availability group ag1 of pool1 is still suspended'),
      expect.stringContaining('sql1c in the availability group ag1 of pool1 is still suspended'),
    ]);
    expect(broken(left)).toEqual(['I1', 'I10']);
    const done = await drill(
      faults,
      [...forced, resume('sql1c'), { at: '50m', ...resume('sql1a') }, { wait: '2h' }],
      votes,
    );
    expect(lossOf(done, 'pool1')).toMatchObject({ lost: LOST, stranded: 0 });
    expect(messages(done, 'D118')).toEqual([expect.stringContaining('18,000 stranded changes lost for good')]);
    expect(broken(done)).toEqual(['I1']);
  });

  test('D117: forced where nothing is lost is a planned failover, and suspends nobody', async () => {
    const r = await drill([], [{ at: '10m', ...force('sql1b') }, { wait: '10m' }, health]);
    expect(r.result.steps.at(-1)?.output).toMatchObject([{ HealthState: 'Healthy' }]);
    cleanly(r);
  });

  test('D118: nothing suspended, nothing done; on the primary it says where', async () => {
    const r = await drill([], [resume('sql1b'), { wait: '1m' }]);
    expect(r.result.steps[0]).toMatchObject({ outcome: 'ok', message: 'nothing is suspended on sql1b; no effect' });
  });

  test.each([
    ['ReportServer', 'D104'],
    ['ReportServerTempDB', 'D104'],
    ['mgc', 'D104'],
    ['rtcab', null],
    ['lis', null],
    ['cpsdyn', null],
  ])(
    'D104: all databases of the pool are in the group, reporting and Persistent Chat never: %s',
    async (name, rule) => {
      const path = `SQLSERVER:\\Sql\\sql1b\\rtc\\AvailabilityGroups\\ag1\\AvailabilityDatabases\\${name}`;
      const r = await drill(
        [],
        [
          {
            run: `ALTER DATABASE [${name}] SET HADR RESUME`,
            on: 'sql1b',
            ...(rule === null ? {} : { expect: 'refused', rule }),
          },
          {
            run: `Resume-SqlAvailabilityDatabase -Path ${path}`,
            ...(rule === null ? {} : { expect: 'refused', rule }),
          },
        ],
      );
      expect(outcomes(r)).toEqual(Array(2).fill([rule === null ? 'ok' : 'refused', rule]));
    },
  );

  test('D108: Invoke-CsDatabaseFailover knows no group, and Get-CsDatabaseMirrorState says nothing of it', async () => {
    const line = 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror';
    const r = await drill(
      [],
      [{ run: line, expect: 'refused', rule: 'D108' }, { run: 'Get-CsDatabaseMirrorState -PoolFqdn pool1' }],
    );
    expect(r.result.steps[0].message).toContain('ALTER AVAILABILITY GROUP [ag1] FAILOVER, typed on sql1b');
    expect(r.result.steps[1].output?.[0]).toMatchObject({
      StateOnPrimary: 'DatabaseInaccessibleOrMirroringNotEnabled',
    });
  });
});

describe('D130-D135: the cluster below the group', () => {
  test('D131: any one of two nodes and a witness may go, and after the votes are counted anew one more', async () => {
    const r = await drill([crash('10m', 'fsw1'), crash('20m', 'sql1b')]);
    expect(r.result.databases).toEqual([]);
    cleanly(r);
  });

  test('D132, M132: without a witness the primary node has the only vote: losing it stops the cluster', async () => {
    const none = { cluster: { witness: 'none' } };
    const lost = await drill([crash('10m', 'sql1a')], [{ wait: '20m' }], none);
    expect(told(lost)[0]).toContain('the cluster has lost its quorum (D133)');
    const other = await run({
      topology: withGroups(none, {}, USERS),
      faults: [crash('10m', 'sql1a')],
      steps: [{ wait: '20m' }],
      assumptions: { ...EXACT, clusterVoteWithoutWitness: 'secondary' },
    });
    expect(served(other)).toEqual([[600_000, 640_000, 'sql1b']]);
  });

  test('D132: a node that is shut down in order hands its vote over first', async () => {
    const none = { cluster: { witness: 'none' } };
    const r = await drill([], [{ at: '10m', run: 'Stop-Computer -ComputerName sql1a' }, { wait: '20m' }], none);
    expect(served(r)).toEqual([[600_000, 640_000, 'sql1b']]);
    cleanly(r);
  });

  test('D133: quorum that returns by itself brings the group back', async () => {
    const r = await drill([crash('10m', 'fsw1'), crash('10m', 'sql1a'), repair('15m', 'fsw1')]);
    expect(served(r)).toEqual([[600_000, 940_000, 'sql1b']]);
    cleanly(r);
  });

  test('D134: forced quorum allows a forced failover alone, which loses nothing on a replica that was synchronized', async () => {
    const steps = [
      { at: '15m', ...force('sql1b', { expect: 'refused', rule: 'D117' }) },
      fixQuorum('sql1b'),
      failOver('sql1b', { expect: 'refused', rule: 'D134' }),
      force('sql1b'),
      { wait: '30m' },
    ];
    const r = await drill([crash('10m', 'fsw1'), crash('10m', 'sql1a')], steps);
    expect(r.result.steps.every((s) => s.asExpected)).toBe(true);
    expect(served(r)).toEqual([[600_000, 920_000, 'sql1b']]);
    cleanly(r);
  });

  test('D134: what is no node, and what is down, cannot be forced; where quorum is, nothing happens', async () => {
    const steps = [
      fixQuorum('fe1a', { expect: 'refused', rule: 'D134' }),
      fixQuorum('sql1b'),
      { run: 'Get-ClusterNode' },
    ];
    const r = await drill([], steps);
    expect(r.result.steps[1].message).toContain('no effect');
    expect(r.result.steps[2].output).toContainEqual({ Name: 'sql1a', State: 'Up', DynamicWeight: 1 });
  });
});

describe('D107, M125, M139: what the Front End servers find', () => {
  test('D107: a replica without the logins is primary and not served, until Install-CsDatabase -Update', async () => {
    const one = { replicas: [{ server: 'sql1a' }, { server: 'sql1b', logins: false }] };
    const install = 'Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn ag1';
    const r = await drill([crash('10m', 'sql1a')], [{ at: '20m', run: install }, { wait: '30m' }], one);
    expect(told(r)[1]).toContain('cannot log on to sql1b, which never got their logins (D107)');
    expect(served(r)).toEqual([[600_000, 1_200_000, 'sql1b']]);
    cleanly(r);
  });

  test('M125: a store that was left on the name of a node is not served after the first failover', async () => {
    const r = await drill(
      [crash('10m', 'sql1a'), repair('30m', 'sql1a')],
      [{ at: '50m', ...failOver('sql1a') }, { wait: '10m' }],
      {
        sqlServerFqdn: 'sql1a',
      },
    );
    expect(told(r)[1]).toContain('the topology still has sql1a as its SQL Server, not the listener ag1 (D105)');
    expect(served(r)).toEqual([[600_000, 3_020_000, 'sql1a']]);
  });

  test('M138, D138: addresses in several subnets are tried one after another', async () => {
    const replicas = [{ server: 'sql1a' }, { server: 'sql1b', site: 'Datacenter2' }];
    const r = await drill([crash('10m', 'sql1a')], [{ wait: '20m' }], { replicas });
    const [[, at]] = served(r);
    expect(at).toBeGreaterThanOrEqual(640_000);
    expect(at).toBeLessThanOrEqual(661_000);
  });

  test('M139: the served primary votes in a pool of four, whichever replica it is (D12)', async () => {
    const topology = withGroups({}, {}, USERS);
    for (const pool of topology.pools as { servers: string[] }[])
      pool.servers = [...pool.servers, `${pool.servers[0]}x`];
    const faults = [crash('10m', 'sql1a'), crash('20m', 'fe1a'), crash('30m', 'fe1b')];
    const r = await run({ topology, faults, steps: [{ wait: '1h' }], assumptions: EXACT });
    expect(feelings(r, 'pool1').at(-1)).toMatch(/^regularHome/);
  });
});

describe('M140: the Central Management Store on a group', () => {
  const lost = { at: '10m', crash: { site: 'Datacenter1' } };
  const line = (server: string) =>
    `Invoke-CsManagementServerFailover -BackupSqlServerFqdn ${server} -BackupSqlInstanceName rtc -Force`;
  const on1 = { centralManagement: { active: 'pool1' } };

  test('M140, D140: the disaster form names the listener; a node is refused', async () => {
    const steps = [{ at: '20m', run: line('sql2a'), expect: 'refused', rule: 'M140' }, { run: line('ag2') }];
    const r = await drill([lost], steps, {}, on1);
    expect(outcomes(r)).toEqual([
      ['refused', 'M140'],
      ['ok', null],
    ]);
    expect(r.result.steps[0].message).toContain('-BackupSqlServerFqdn ag2 -BackupSqlInstanceName rtc -Force');
  });
});

test('D115: nothing breaks a single database, for which a group would not fail over', async () => {
  await expect(drill([{ at: '10m', crash: { database: 'rtcxds' } }])).rejects.toThrow(/unknown key "database"/);
});

describe('D113, M113: asynchronous commit', () => {
  const one = { replicas: [{ server: 'sql1a' }, { server: 'sql1b', commit: 'asynchronous' }] };
  const lag = { ...EXACT, agAsynchronousLagSeconds: 10 };
  const drillBehind = (faults: Faults, steps: Steps, replicas: object = one) =>
    run({ topology: withGroups({ ...replicas }, {}, USERS), faults, steps, assumptions: lag });

  test('nothing takes over by itself; a forced failover strands what was not there yet, and resuming loses it', async () => {
    // The replica has what was written by 10:00, acknowledged by 9:55; the primary what was acknowledged by 10:00.
    const r = await drillBehind(
      [crash('10m5s', 'sql1a'), repair('40m', 'sql1a')],
      [
        { at: '20m', ...failOver('sql1b', { expect: 'refused', rule: 'D116' }) },
        force('sql1b'),
        { at: '45m', ...resume('sql1a') },
        { wait: '30m' },
      ],
    );
    expect(told(r)[0]).toContain('RESOLVING, no replica takes over by itself (D114)');
    expect(outcomes(r).slice(0, 3)).toEqual([
      ['refused', 'D116'],
      ['ok', null],
      ['ok', null],
    ]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 5 * PER_SECOND, stranded: 0 });
  });

  test('SYNCHRONIZING for ever is how it should be: the group is Healthy, and no wait ends with SYNCHRONIZED', async () => {
    const path = 'SQLSERVER:\\Sql\\sql1a\\rtc\\AvailabilityGroups\\ag1';
    const steps = [
      { run: `Test-SqlAvailabilityGroup -Path ${path}` },
      { wait: { until: 'synchronized', pool: 'pool1', timeout: '20m' } },
    ];
    const r = await drillBehind([crash('1m', 'sql1b'), repair('5m', 'sql1b')], steps);
    expect(JSON.stringify(r.result.steps[0])).toContain('sql1b SYNCHRONIZING');
    expect(r.result.steps[1].outcome).toBe('failed');
    expect(r.result.violations.map(({ invariant }) => invariant)).not.toContain('I10');
  });

  test('of a primary that commits asynchronously all secondaries are behind', async () => {
    const replicas = [{ server: 'sql1a', commit: 'asynchronous' }, { server: 'sql1b' }];
    const r = await drillBehind([crash('10m5s', 'sql1a')], [{ at: '20m', ...force('sql1b') }, { wait: '1h' }], {
      replicas,
    });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 5 * PER_SECOND });
  });
});
