import { describe, expect, it } from 'vitest';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { broken, feelings, lossOf, MIN, pool, run } from '../../support/drills.js';
import { drill, edge, exact, FAIL_BACK, FAIL_OVER, ONE_A_SECOND, SILENT, STATUS } from '../../support/exact.js';

const S = 1000;
/** Start-CsPool and Invoke-CsComputerFailOver came with 2015. */
const SKYPE = exact({}, {}, { product: 'sfb2015' });
const outcomes = (r: DrillRun) => r.result.steps.map((s) => [s.outcome, s.rule]);
const exportStates = (r: DrillRun, i: number) => r.result.steps[i].output?.slice(1).map((o) => o.ExportStatus);

describe('-WhatIf and Get- change nothing', () => {
  it('the run is the same to the byte as without them, but for the steps', async () => {
    const topology = exact({}, {}, { product: 'sfb2015', edgePools: [edge(1)] });
    const lines = [
      FAIL_OVER,
      `${FAIL_OVER} -DisasterMode`,
      FAIL_BACK,
      'Invoke-CsManagementServerFailover',
      'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql1a -BackupSqlInstanceName rtc -Force',
      'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror',
      'Invoke-CsBackupServiceSync -PoolFqdn pool1',
      'Set-CsEdgeServer edge1 -Registrar pool2',
      'Set-CsSite Datacenter1 -FederationRoute edge1',
      'Set-CsBackupServiceConfiguration -SyncInterval 00:10:00',
      'Stop-CsWindowsService -ComputerName fe1a',
      'Stop-CsWindowsService LYNCBACKUP -ComputerName fe1a',
      'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery',
      'Start-CsPool pool1 -QuorumLossRecovery',
      'Import-CsRgsConfiguration -Destination pool2 -FileName rgs.zip',
    ].map((line) => ({ run: `${line} -WhatIf` }));
    const gets = [
      STATUS,
      'Get-CsBackupServiceConfiguration',
      'Get-CsDatabaseMirrorState -PoolFqdn pool1',
      'Get-CsManagementStoreReplicationStatus',
      'Get-CsPoolBackupRelationship -PoolFqdn pool1',
      'Get-CsPoolFabricState pool1',
      'Get-CsService -EdgeServer',
      'Get-CsPool',
    ].map((line) => ({ run: line }));
    const steps = [{ at: '10m', wait: '0s' }, ...lines, ...gets, { wait: '10m' }];
    const asked = await run(drill({ topology, steps }));
    const quiet = await run(drill({ topology, steps: [{ wait: '20m' }] }));
    expect(asked.result.steps.every((s) => s.outcome === 'ok')).toBe(true);
    expect(asked.result.steps.at(-2)?.endedAtMs).toBe(10 * MIN);
    // Nothing of it changes the deployment: nothing was rehearsed.
    expect(asked.result).toMatchObject({ verdict: 'inconclusive', reason: quiet.result.reason });
    for (const part of ['loss', 'users', 'replication', 'routes', 'findings', 'recovery'] as const) {
      expect(asked.result[part]).toEqual(quiet.result[part]);
    }
  });
});

describe('anything unknown is not modelled, with its line', () => {
  it.each([
    'Move-CsUser -Identity sip:a@contoso.com -Target pool2 -Force',
    'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType MachineStateRemoved -MachineFqdn fe1a',
    'Set-CsRegistrarConfiguration -PoolState Inactive',
    'Stop-CsWindowsService RTCDATAMCU -ComputerName fe1a',
    'Stop-CsWindowsService',
    'Stop-CsWindowsService -ComputerName sql1a',
  ])('%s', async (line) => {
    const r = await run(drill({ load: SILENT, steps: [{ wait: '1m' }, { run: line }] }));
    expect(r.result.steps[1].outcome).toBe('notModelled');
    expect(r.result.steps[1].line).toBeGreaterThan(1);
    expect(r.result.verdict).toBe('inconclusive');
    expect(r.result.reason).toContain(`line ${r.result.steps[1].line}`);
  });
});

describe('what only looks', () => {
  it.each([
    'Get-CsUser -ResultSize 10',
    'Get-CsService -MediationServer',
    'Test-CsReplica',
    'Export-CsUserData',
    'Get-CsWindowsService',
  ])('%s is noted: it makes no drill inconclusive', async (line) => {
    const steps = [{ wait: '1m' }, { run: line }, { run: FAIL_OVER }];
    const r = await run(drill({ load: SILENT, steps }));
    expect(r.result.steps[1].outcome).toBe('ok');
    expect(r.result.steps[1].message).toContain('noted');
    expect(r.result.verdict).toBe('passed');
  });

  it('Get-CsComputer shows the servers in the order that counts (D12), Get-CsWindowsService what runs on one', async () => {
    const services = 'Get-CsWindowsService -ComputerName fe1a';
    const r = await run(
      drill({
        faults: [{ at: '1m', crash: { server: 'fe1b' } }],
        steps: [
          { run: 'Get-CsComputer -Pool pool1' },
          { run: services },
          { run: 'Stop-CsWindowsService LYNCBACKUP -ComputerName fe1a' },
          { run: services },
          { run: 'Stop-CsWindowsService -ComputerName fe1a' },
          { run: `${services} -Name RTCSRV` },
          { at: '2m', run: 'Get-CsWindowsService -ComputerName fe1b' },
        ],
      }),
    );
    const states = (i: number) => r.result.steps[i].output?.map((o) => `${o.Name} ${o.Status}`);
    expect(r.result.steps[0].output?.map((o) => o.Fqdn)).toEqual(['fe1a', 'fe1b', 'fe1c']);
    expect(states(1)).toEqual(['RTCSRV Running', 'LYNCBACKUP Running']);
    expect(states(3)).toEqual(['RTCSRV Running', 'LYNCBACKUP Stopped']);
    expect(states(5)).toEqual(['RTCSRV Stopped']);
    expect(outcomes(r)[6]).toEqual(['refused', 'D37']);
  });
});

describe('carried by hand', () => {
  it.each([
    'Export-CsLisConfiguration -FileName lis.zip',
    'Import-CsLisConfiguration -FileName lis.zip',
    'Publish-CsLisConfiguration',
    'Backup-CsPool -PoolFqdn pool1',
    'Invoke-CsManagementStoreReplication',
    'Get-CsTopology -AsXml',
  ])('%s', async (line) => {
    const files = [{ path: 'LIS.ZIP', holds: 'lis', age: '1h' }];
    const r = await run(drill({ load: SILENT, files, steps: [{ run: line }, { wait: '10m' }] }));
    expect(outcomes(r)[0]).toEqual(['ok', null]);
    expect(r.result.verdict).toBe(/^(Get|Export)-/.test(line) ? 'inconclusive' : 'passed');
  });
});

describe('a cmdlet that came with a later product', () => {
  it('fails in the shell of an older one, as it would there; the drill goes on', async () => {
    const lines = ['Start-CsPool -PoolFqdn pool1', `${FAIL_OVER} -ServicesStopDelayMins 5`, 'Get-CsPool'];
    const steps = lines.map((line) => ({ run: line }));
    const old = await run(drill({ steps }));
    expect(outcomes(old).map(([o]) => o)).toEqual(['failed', 'failed', 'ok']);
    expect(old.result.steps[0].message).toContain("The term 'Start-CsPool' is not recognized");
    expect(old.result.steps[1].message).toContain("matches parameter name 'ServicesStopDelayMins'");
    expect(old.result.verdict).toBe('failed');
    const later = await run(drill({ topology: SKYPE, steps }));
    expect(outcomes(later).map(([o]) => o)).toEqual(['ok', 'ok', 'ok']);
  });
});

describe('D2: pools of two products', () => {
  /** A pair of 2013, and one of 2015 in the same two sites; the deployment says 2013 of what names no pool. */
  const mixed = (): Record<string, unknown> => {
    const base = exact();
    const pairs = (base.pools as Record<string, unknown>[]).map((old, i) => ({
      ...old,
      product: 'sfb2015',
      fqdn: `new${i + 1}`,
      backupPool: `new${2 - i}`,
      servers: ['a', 'b', 'c'].map((letter) => `nfe${i + 1}${letter}`),
      backEnd: { primary: `nsql${i + 1}a` },
      fileStore: `nfile${i + 1}`,
    }));
    return { ...base, pools: [...(base.pools as object[]), ...pairs] };
  };

  it('a line is typed in the shell of the pool that it names, or of a machine of it', async () => {
    const lines = [
      'Start-CsPool -PoolFqdn pool1',
      'Start-CsPool -PoolFqdn new1',
      'Invoke-CsComputerFailOver fe1a',
      'Invoke-CsComputerFailOver nfe1a',
      'Invoke-CsPoolFailOver -PoolFqdn new1 -ServicesStopDelayMins 5',
    ];
    const r = await run(drill({ topology: mixed(), load: SILENT, steps: lines.map((line) => ({ run: line })) }));
    expect(outcomes(r).map(([o]) => o)).toEqual(['failed', 'ok', 'failed', 'ok', 'ok']);
    expect(r.result.steps[0].message).toContain('this is Lync Server 2013');
  });

  it('D31: Response Groups are carried between pools from 2019 alone, whatever the deployment says', async () => {
    const base = mixed();
    const pools = (base.pools as Record<string, unknown>[]).map((each) =>
      String(each.fqdn).startsWith('new') ? { ...each, product: 'sfb2019' } : each,
    );
    const backupService = { syncInterval: '2m', enableRgsBackupService: true };
    const topology = { ...base, pools, backupService };
    const steps = ['pool1', 'new1'].map((p) => ({ run: `Get-CsBackupServiceStatus -PoolFqdn ${p} -Category RGS` }));
    const r = await run(drill({ topology, load: SILENT, steps }));
    expect(r.result.steps.map(({ output }) => output?.length)).toEqual([0, 3]);
    const over = await run(
      drill({
        topology,
        load: SILENT,
        steps: [{ at: '10m', run: FAIL_OVER }, { run: FAIL_OVER.replace('pool1', 'new1') }],
      }),
    );
    const byHand = over.result.findings.filter(({ rule }) => rule === 'D34').map(({ message }) => message);
    expect(byHand).toHaveLength(1);
    expect(byHand[0]).toContain('Response Groups of pool1');
  });

  it('S9: XMPP is of the product of the pool that is the next hop', async () => {
    const edgePools = [edge(1, { nextHop: 'new1', xmpp: false }), edge(2)];
    const base = mixed();
    const pools = (base.pools as Record<string, unknown>[]).map((each) =>
      String(each.fqdn).startsWith('new') ? { ...each, product: 'sfb2019' } : each,
    );
    const steps = ['edge1', 'edge2'].map((e) => ({
      run: `Set-CsSite -Identity Site:Datacenter1 -XmppExternalFederationRoute EdgeServer:${e}`,
    }));
    const r = await run(drill({ topology: { ...base, pools, edgePools }, load: SILENT, steps }));
    expect(outcomes(r)).toEqual([
      ['refused', 'S9'],
      ['ok', null],
    ]);
  });
});

describe('services', () => {
  it('Stop- and Start-CsWindowsService act on one machine', async () => {
    const fabric = { run: 'Get-CsPoolFabricState pool1' };
    const r = await run(
      drill({
        topology: SKYPE,
        steps: [
          { run: 'Stop-CsWindowsService -ComputerName fe1a' },
          fabric,
          { run: 'Start-CsWindowsService -ComputerName fe1a' },
          fabric,
        ],
      }),
    );
    const running = [1, 3].map((i) => r.result.steps[i].output?.[0].ServersRunning);
    expect(running).toEqual([2, 3]);
    expect(feelings(r, 'pool1')).toHaveLength(1);
  });

  it('are refused on a machine that is down', async () => {
    const r = await run(
      drill({
        topology: SKYPE,
        faults: [{ at: '1m', crash: { server: 'fe1a' } }],
        steps: [{ at: '2m', run: 'Start-CsWindowsService LYNCBACKUP -ComputerName fe1a' }],
      }),
    );
    expect(outcomes(r)).toEqual([['refused', 'D37']]);
  });

  it('Start-CsPool says how many servers are wanted (D13)', async () => {
    const r = await run(
      drill({
        topology: SKYPE,
        faults: [
          { at: '1m', crash: { pool: 'pool1' } },
          { at: '5m', repair: { server: 'fe1a' } },
          { at: '5m', repair: { server: 'fe1b' } },
          { at: '10m', repair: { server: 'fe1c' } },
        ],
        steps: [
          // A start lasts 4 min here: what hangs so long has failed, 30 s before the third server is back.
          { at: '5m30s', run: 'Start-CsPool -PoolFqdn pool1' },
          { at: '15m', run: 'Get-CsPoolFabricState pool1' },
        ],
      }),
    );
    expect(r.result.steps[0]).toMatchObject({ outcome: 'failed', rule: 'D13', endedAtMs: 9.5 * MIN });
    expect(r.result.steps[0].message).toContain('2 of 3');
    expect(r.result.steps[1].output?.[0]).toMatchObject({ Services: 'running', ServersNeededToStart: 3 });
  });
});

describe('Start-CsPool after the services were stopped server by server', () => {
  const stop = ['fe1a', 'fe1b', 'fe1c'].map((fe) => ({
    at: '20m',
    run: `Stop-CsWindowsService -ComputerName ${fe}`,
  }));
  const regular = { wait: { until: 'regular', pool: 'pool1', timeout: '1h' } };

  it('starts them, and says so', async () => {
    const r = await run(
      drill({ topology: SKYPE, steps: [...stop, { at: '30m', run: 'Start-CsPool pool1' }, regular] }),
    );
    expect(outcomes(r).map(([o]) => o)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(r.result.steps[3].message).toBe('the services of pool1 run');
  });

  it('-QuorumLossRecovery starts them below 85 % of the servers (D13), at the first time', async () => {
    const steps = [...stop.slice(0, 2), { at: '30m', run: 'Start-CsPool pool1 -QuorumLossRecovery' }, regular];
    const r = await run(drill({ topology: SKYPE, faults: [{ at: '5m', crash: { server: 'fe1c' } }], steps }));
    expect(outcomes(r).map(([o]) => o)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(r.result.steps[2].message).toBe('the services of pool1 run');
    const plain = await run(
      drill({
        topology: SKYPE,
        faults: [{ at: '5m', crash: { server: 'fe1c' } }],
        steps: [...stop.slice(0, 2), { at: '30m', run: 'Start-CsPool pool1' }, regular],
      }),
    );
    expect(plain.result.steps[2].message).toContain('hang in "starting": 2 of 3');
    expect(outcomes(plain)[3]).toEqual(['failed', null]);
  });
});

describe('Topology Builder: a pair', () => {
  const alone = { more: { backupPool: null } };
  const pairing = { topologyBuilder: { pair: ['pool1', 'pool2'] } };
  const startBackup = (n: 1 | 2) => ({ run: `Start-CsWindowsService -Name LYNCBACKUP -ComputerName fe${n}a` });
  /** What a new pair needs after the publish (D270). */
  const setUp = [1, 2].flatMap((n) => [{ bootstrap: { pool: `pool${n}` } }, startBackup(n as 1 | 2)]);

  it('D270, D271, M281: protects nothing until both pools are bootstrapped and run the Backup Service; a finding gives the lines', async () => {
    const steps = [
      { at: '10m', ...pairing },
      startBackup(1),
      { bootstrap: { pool: 'pool1' } },
      { update: { pool: 'pool1' } },
      startBackup(1),
      { at: '30m', run: STATUS },
    ];
    const half = await run(drill({ topology: exact(alone), steps }));
    expect(outcomes(half)).toEqual([['ok', null], ['refused', 'D270'], ...Array(4).fill(['ok', null])]);
    expect(exportStates(half, 5)?.[0]).toBe('NotInitialized');
    const told = half.result.findings.filter((f) => f.rule === 'D270').map((f) => f.message);
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('the pair protects nothing');
    expect(told[0]).toContain('Bootstrapper.exe on every server of pool2');
    expect(told[0]).toContain('Start-CsWindowsService -Name LYNCBACKUP -ComputerName fe2a');
    expect(told[0]).not.toContain('Bootstrapper.exe on every server of pool1');
    // 20 minutes of one change a second since the start, none of them on pool2 (M281).
    const atRisk = half.result.replication.find((x) => x.pool === 'pool1' && x.module.endsWith('PresenceFocus'))!;
    expect(atRisk.points.at(-1)?.atRisk).toBe(30 * 60);
    const whole = await run(
      drill({ topology: exact(alone), steps: [{ at: '10m', ...pairing }, ...setUp, { wait: '20m' }] }),
    );
    expect(whole.result.findings.filter((f) => f.rule === 'D270')).toEqual([]);
  });

  describe('M281, I17: what was saved before the pair was made', () => {
    const site = { site: 'Datacenter1' };
    // 1,000 users × 65,536 bytes (M280).
    const store =
      'the whole store of 1,000 users of pool1 from before the drill (about 62.5 MiB of user data, and their conference content)';
    const disaster = `${FAIL_OVER} -DisasterMode`;
    const told = (r: DrillRun) => r.result.findings.filter((f) => f.rule === 'M281');
    const actual = (r: DrillRun, what: string) => r.result.expectations.find((e) => e.what === what)!;

    it('a takeover by a partner that never synchronised leaves it behind, whatever the drill itself wrote', async () => {
      const r = await run(
        drill({
          topology: exact(alone),
          faults: [{ at: '15m', crash: site }],
          steps: [
            { at: '10m', ...pairing },
            { at: '20m', run: disaster },
          ],
          expect: { rpo: '1h' },
        }),
      );
      // One change a second until 900 s, the first at 1 s; and 720 h that the drill has not seen.
      expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 900, lost: 0 });
      expect(r.result.recovery[0].rpoMs).toBe((900 - 1) * 1000 + 720 * 3_600_000);
      expect(actual(r, 'rpo').holds).toBe(false);
      expect(told(r).map((f) => f.severity)).toEqual(['error']);
      expect(told(r)[0].message).toContain(`${store} stays behind: stranded on pool1`);
      // I1, exception (a): the pool could not serve.
      expect(broken(r)).toEqual(['I17']);
    });

    it('on a pool that could serve it breaks I1, also where nobody wrote anything', async () => {
      const steps = [
        { at: '10m', ...pairing },
        { at: '20m', run: disaster },
      ];
      const r = await run(drill({ topology: exact(alone), load: SILENT, steps }));
      expect(r.result.violations.map((v) => [v.invariant, v.message])).toEqual([
        ['I1', `${store} left the serving branch: -DisasterMode on a pool that could serve (D45)`],
        ['I17', `${store} stays behind with a takeover by a partner that was never ready`],
      ]);
    });

    it('no failover is offered at the end that would leave it behind', async () => {
      const r = await run(
        drill({
          topology: exact(alone),
          faults: [{ at: '15m', crash: site }],
          steps: [{ at: '10m', ...pairing }, { wait: '20m' }],
        }),
      );
      const [left] = r.result.findings.filter(({ message }) => message.includes('at the end of the drill'));
      expect(left).toMatchObject({ instead: null });
      expect(left.message).toContain('a failover would leave all of it behind (M281)');
    });

    // The cycle of 12:00 exports for 5 s, copies 62.5 MiB and 715 changes in 5.5 s, and imports them in 5.4 s.
    const steps = [{ at: '10m', ...pairing }, ...setUp];

    it('M280: the first export takes its time, and is a backlog until it is through', async () => {
      const looks = ['12m14s', '12m20s'].map((at) => ({ at, run: STATUS }));
      const r = await run(drill({ topology: exact(alone), steps: [...steps, ...looks] }));
      expect([5, 6].map((step) => exportStates(r, step)?.[0])).toEqual(['NonSteadyState', 'SteadyState']);
      const early = await run(drill({ topology: exact(alone), steps: [...steps, looks[0]] }));
      expect(told(early).map((f) => f.message)[0]).toBe(
        `${store} is at risk: its first export takes about 6s on the link (M280), and is not through at the end of the drill.`,
      );
      expect(told(r)).toEqual([]);
    });

    it('once it is through, a lost site costs what came after it', async () => {
      const r = await run(
        drill({
          topology: exact(alone),
          faults: [{ at: '20m', crash: site }],
          steps: [...steps, { at: '30m', run: disaster }],
        }),
      );
      // The cycle of 18:00 brought all up to 1,075 s.
      expect(r.result.recovery[0].rpoMs).toBe((1200 - 1076) * 1000);
      expect(told(r)).toEqual([]);
    });

    it('a site that is lost during it, and a failback: all that its users ever saved is overwritten', async () => {
      const r = await run(
        drill({
          topology: exact(alone),
          faults: [{ at: '12m8s', crash: site, for: '1h' }],
          steps: [...steps, { at: '20m', run: disaster }, { at: '2h', run: FAIL_BACK }],
          expect: { lost: { max: 10_000 } },
        }),
      );
      expect(outcomes(r).at(-1)).toEqual(['ok', null]);
      expect(told(r).map((f) => f.message)[1]).toBe(
        `the failback of pool1 overwrote ${store}, which its partner never had: lost for good`,
      );
      expect(actual(r, 'lost')).toMatchObject({ holds: false });
      expect(actual(r, 'lost').actual).toMatch(/^\d+ and the whole store of pool1$/);
    });

    it('a failback with -DisasterMode keeps it', async () => {
      const r = await run(
        drill({
          topology: exact(alone),
          faults: [{ at: '15m', crash: site, for: '1h' }],
          steps: [
            { at: '10m', ...pairing },
            { at: '20m', run: disaster },
            { at: '2h', run: `${FAIL_BACK} -DisasterMode` },
          ],
          expect: { lost: { max: 10_000 } },
        }),
      );
      expect(actual(r, 'lost').holds).toBe(true);
    });

    it('a pool without a partner has nobody who has it: its burnt disks lose all, I1', async () => {
      const faults = [{ at: '5m', crash: site, destroy: true }];
      const r = await run(drill({ topology: exact(alone), load: SILENT, faults, steps: [{ wait: '10m' }] }));
      expect(r.result.violations.map((v) => v.message)).toEqual([
        `${store} is on no disk any more: destroy of the only disk that held a change (M15)`,
      ]);
      // A pool of the topology with a partner was paired long ago.
      const paired = await run(drill({ load: SILENT, faults, steps: [{ wait: '10m' }] }));
      expect(paired.result.violations).toEqual([]);
      expect(told(paired)).toEqual([]);
    });
  });

  it('D270: Bootstrapper.exe runs on every server of the pool, and a pool of the topology needs none', async () => {
    const faults = [{ at: '5m', crash: { server: 'fe1b' } }];
    const step = { at: '10m', bootstrap: { pool: 'pool1' }, expect: 'refused', rule: 'D270' };
    expect(outcomes(await run(drill({ faults, steps: [step] })))).toEqual([['refused', 'D270']]);
    expect(outcomes(await run(drill({ steps: [{ bootstrap: { pool: 'pool1' } }] })))).toEqual([['ok', null]]);
  });

  it('D1: refused where one of the two is paired already', async () => {
    const r = await run(drill({ steps: [pairing] }));
    expect(outcomes(r)).toEqual([['refused', 'D1']]);
  });

  it('D16: with three servers running the pair synchronises at once, and can be failed over', async () => {
    const topology = exact(alone);
    const r = await run(
      drill({
        topology,
        steps: [
          { at: '10m', run: STATUS },
          { ...pairing },
          ...setUp,
          { run: STATUS },
          { wait: { until: 'steady', pool: 'pool1', timeout: '10m' } },
          { wait: '10m' },
          { run: 'Get-CsPoolBackupRelationship -PoolFqdn pool1' },
          { run: FAIL_OVER },
          { run: FAIL_BACK },
        ],
      }),
    );
    expect(outcomes(r).map(([o]) => o)).toEqual(['refused', ...Array(11).fill('ok')]);
    expect(r.result.steps[9].output).toEqual([{ PoolFqdn: 'pool1', BackupPoolFqdn: 'pool2' }]);
    expect(r.result.violations).toEqual([]);
    expect(r.result.loss).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('D16: with two of three servers it is NotInitialized until the third runs', async () => {
    const topology = exact(alone);
    const r = await run(
      drill({
        topology,
        faults: [{ at: '5m', crash: { server: 'fe1c' }, for: '25m' }],
        steps: [
          { at: '10m', ...pairing },
          { at: '20m', run: STATUS },
          { run: 'Get-CsBackupServiceStatus -PoolFqdn pool2' },
          { ...setUp[0], at: '29m', expect: 'refused', rule: 'D270' },
          { at: '31m', note: 'the third is up' },
          ...setUp,
          { at: '35m', run: STATUS },
          { run: 'Get-CsBackupServiceStatus -PoolFqdn pool2' },
        ],
      }),
    );
    // The third module is that of the Central Management Store, of which this pair has no standby (D31).
    expect(exportStates(r, 1)).toEqual(['NotInitialized', 'NotInitialized', 'NotInitialized']);
    expect(exportStates(r, 2)).toEqual(['NotInitialized', 'NotInitialized', 'NotInitialized']);
    expect(exportStates(r, 9)).toEqual(['SteadyState', 'FinalState', 'NotInitialized']);
    expect(exportStates(r, 10)).toEqual(['SteadyState', 'FinalState', 'NotInitialized']);
  });

  it('S6: the standby CMS of a pair that the drill itself made is not modelled, and said so', async () => {
    const r = await run(
      drill({ topology: exact(alone), steps: [pairing, { run: 'Invoke-CsManagementServerFailover' }] }),
    );
    expect(outcomes(r)[1]).toEqual(['notModelled', null]);
  });

  it('M281: a pair is not steady before its first sync is through, however little there is to carry', async () => {
    const topology = exact(alone);
    const wait = { wait: { until: 'steady', pool: 'pool1', timeout: '10m' } };
    const r = await run(
      drill({ topology, load: SILENT, steps: [pairing, ...setUp, { run: STATUS }, wait, { run: STATUS }] }),
    );
    const [before, after] = [1 + setUp.length, 3 + setUp.length];
    expect(exportStates(r, before)?.slice(0, 2)).toEqual(['NonSteadyState', 'NonSteadyState']);
    expect(r.result.steps[before + 1].outcome).toBe('ok');
    // It waits for the next cycle of the interval of 2 min.
    expect(r.result.steps[before + 1].endedAtMs! % (2 * MIN)).toBeLessThan(MIN);
    expect(exportStates(r, after)?.slice(0, 2)).toEqual(['FinalState', 'FinalState']);
  });

  it('changes of before the pairing are carried too', async () => {
    const r = await run(
      drill({
        topology: exact(alone),
        load: ONE_A_SECOND,
        faults: [{ at: '30m30s', crash: { site: 'Datacenter1' } }],
        steps: [{ at: '10m', ...pairing }, ...setUp, { at: '31m', run: `${FAIL_OVER} -DisasterMode` }],
      }),
    );
    expect(r.result.recovery[0].rpoMs).toBe(34 * S);
  });
});

describe('product differences', () => {
  it('a Standard Edition pair fails over and back', async () => {
    const topology = exact({ edition: 'standard' }, { edition: 'standard' });
    const r = await run(drill({ topology, steps: [{ at: '10m', run: FAIL_OVER }, { run: FAIL_BACK }] }));
    expect(r.result.verdict).toBe('passed');
    expect(r.result.loss).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('D3: a partner that is too small is a finding', async () => {
    const one = pool(1, { users: 1000 });
    const two = pool(2, { users: 1000, more: { capacity: 1999 } });
    const r = await run(
      drill({ topology: { ...exact(), pools: [one, two] }, load: SILENT, steps: [{ run: FAIL_OVER }] }),
    );
    expect(r.result.findings.filter((f) => f.rule === 'D3' && f.line > 0)).toHaveLength(1);
  });
});
