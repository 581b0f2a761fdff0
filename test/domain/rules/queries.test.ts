import { describe, expect, it } from 'vitest';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { run } from '../../support/drills.js';
import { drill, edge, exact, FAIL_OVER, STATUS } from '../../support/exact.js';

const outputs = (r: DrillRun, start: string) =>
  r.result.steps.filter((s) => s.command.startsWith(start)).map((s) => s.output);

describe('Get-CsBackupServiceStatus at telling moments', () => {
  it('before, in ErrorState, after, and while failed over', async () => {
    const r = await run(
      drill({
        faults: [{ at: '5m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '10m' }],
        steps: [
          { at: '4m30s', run: STATUS },
          { at: '7m', run: STATUS },
          { at: '17m', run: STATUS },
          { at: '20m', run: FAIL_OVER },
          { wait: '10m' },
          { run: STATUS },
          { run: 'Get-CsBackupServiceStatus -PoolFqdn pool2' },
        ],
      }),
    );
    expect(
      outputs(r, 'Get-CsBackupServiceStatus').map((o) => `${o?.[0].OverallExportStatus} ${o?.[0].OverallImportStatus}`),
    ).toEqual([
      'SteadyState NormalState',
      'ErrorState ErrorState',
      'SteadyState NormalState',
      'FinalState NormalState',
      'SteadyState NormalState',
    ]);
  });

  it('refused for a pool without a partner', async () => {
    const r = await run(drill({ topology: exact({ more: { backupPool: null } }), steps: [{ run: STATUS }] }));
    expect(r.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D35', output: null });
  });
});

describe('Get-CsService, Get-CsPool, Get-CsPoolBackupRelationship', () => {
  const topology = exact({}, {}, { edgePools: [edge(1), edge(2)] });

  it('what the topology says', async () => {
    const r = await run(
      drill({
        topology,
        steps: [
          { run: 'Get-CsService -EdgeServer' },
          { run: 'Get-CsService -EdgeServer -PoolFqdn edge2' },
          { run: 'Get-CsService -Registrar -PoolFqdn pool1' },
          { run: 'Get-CsService -CentralManagement' },
          { run: 'Get-CsPool -Identity pool1' },
          { run: 'Get-CsPoolBackupRelationship -PoolFqdn POOL2' },
        ],
      }),
    );
    expect(r.result.steps.map((s) => s.output)).toEqual([
      [
        { Identity: 'EdgeServer:edge1', PoolFqdn: 'edge1', Registrar: 'Registrar:pool1' },
        { Identity: 'EdgeServer:edge2', PoolFqdn: 'edge2', Registrar: 'Registrar:pool2' },
      ],
      [{ Identity: 'EdgeServer:edge2', PoolFqdn: 'edge2', Registrar: 'Registrar:pool2' }],
      [{ Identity: 'Registrar:pool1', PoolFqdn: 'pool1', BackupRegistrar: 'Registrar:pool2' }],
      [
        { Identity: 'CentralManagement:pool1', PoolFqdn: 'pool1', Active: false },
        { Identity: 'CentralManagement:pool2', PoolFqdn: 'pool2', Active: true },
      ],
      [{ Identity: 'pool1', Fqdn: 'pool1', Computers: 'fe1a, fe1b, fe1c', BackupPoolFqdn: 'pool2' }],
      [{ PoolFqdn: 'pool2', BackupPoolFqdn: 'pool1' }],
    ]);
  });

  it('a lost master is not active', async () => {
    const r = await run(
      drill({
        faults: [{ at: '1m', crash: { pool: 'pool2' } }],
        steps: [
          { at: '2m', run: 'Get-CsService -CentralManagement' },
          { run: 'Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus' },
          { run: 'Get-CsManagementStoreReplicationStatus -ReplicaFqdn fe1a' },
        ],
      }),
    );
    expect(r.result.steps[0].output?.map((o) => o.Active)).toEqual([false, false]);
    expect(r.result.steps[1].output).toEqual([
      { ActiveMasterFqdn: '', ActiveFileTransferAgentFqdn: '', ActiveReplicas: '' },
    ]);
    expect(r.result.steps[2].output).toEqual([{ UpToDate: false, ReplicaFqdn: 'fe1a' }]);
  });
});

describe('Get-CsDatabaseMirrorState', () => {
  const user = 'Get-CsDatabaseMirrorState -PoolFqdn pool1 -DatabaseType User';
  const brief = (r: DrillRun) =>
    outputs(r, 'Get-CsDatabaseMirrorState').map((o) => {
      const d = o?.find((x) => x.DatabaseName === 'rtcxds');
      return `${d?.StateOnPrimary} ${d?.MirroringStatusOnPrimary} / ${d?.StateOnMirror} ${d?.MirroringStatusOnMirror}`;
    });
  const NONE = 'DatabaseInaccessibleOrMirroringNotEnabled';

  it('before, with the mirror lost, catching up, and after a failover', async () => {
    const r = await run(
      drill({
        faults: [{ at: '1m', crash: { server: 'sql1b' }, for: '10m' }],
        steps: [
          { run: user },
          { at: '2m', run: user },
          { at: '12m', run: user },
          {
            at: '20m',
            run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror',
          },
          { run: user },
        ],
      }),
    );
    expect(brief(r)).toEqual([
      'Principal synchronized / Mirror synchronized',
      `Principal disconnected / ${NONE} ${NONE}`,
      'Principal synchronizing / Mirror synchronizing',
      'Mirror synchronized / Principal synchronized',
    ]);
  });

  it('a Back End without a mirror has no state', async () => {
    const r = await run(drill({ topology: exact({ mirror: false }), steps: [{ run: user }] }));
    expect(brief(r)).toEqual([`${NONE} ${NONE} / ${NONE} ${NONE}`]);
  });
});

describe('Get-CsPoolFabricState', () => {
  it('servers, quorum and users without it', async () => {
    const r = await run(
      drill({
        topology: exact({ servers: 6 }, {}),
        faults: [
          { at: '1m', crash: { server: 'fe1a' } },
          { at: '1m30s', crash: { server: 'fe1b' } },
        ],
        steps: [{ run: 'Get-CsPoolFabricState pool1' }, { at: '2m', run: 'Get-CsPoolFabricState pool1' }],
      }),
    );
    const [before, after] = outputs(r, 'Get-CsPoolFabricState').map((o) => o?.[0]);
    expect(before).toEqual({
      PoolFqdn: 'pool1',
      Services: 'running',
      ServersRunning: 6,
      ServersTotal: 6,
      ServersThatCount: 6,
      ServersRunningThatCount: 6,
      ServersNeededForQuorum: 3,
      ServersNeededToStart: 5,
      UsersInRoutingGroupsWithoutQuorum: 0,
    });
    // Two of six lost within the rebuild time: 4 of the 20 ways to place three replicas hold both, 1 in 5.
    expect(after).toMatchObject({ ServersRunning: 4, UsersInRoutingGroupsWithoutQuorum: 200 });
  });
});

describe('what a parameter asks for is answered', () => {
  const backEnd = (n: string) => [`sql${n}a`, `sql${n}b`, `sql${n}w`, `file${n}`];

  it('Get-CsPool -Site shows the pools of that site, Edge pools too', async () => {
    const topology = exact({}, {}, { edgePools: [edge(1), edge(2)] });
    const line = (more: string) => ({ run: `Get-CsPool${more}` });
    const r = await run(
      drill({ topology, steps: [line(''), line(' -Site Datacenter2'), line(' -Site site:Datacenter1')] }),
    );
    expect(outputs(r, 'Get-CsPool').map((o) => o?.map(({ Fqdn }) => Fqdn))).toEqual([
      // To the shell SQL servers, witnesses and file servers are pools, too.
      ['pool1', 'pool2', 'edge1', 'edge2', ...backEnd('1'), ...backEnd('2')],
      ['pool2', 'edge2', ...backEnd('2')],
      ['pool1', 'edge1', ...backEnd('1')],
    ]);
  });

  it('Get-CsService shows databases and file stores at their servers, and says nothing of roles without a word', async () => {
    const line = (role: string) => ({ run: `Get-CsService -${role}` });
    const roles = ['UserDatabase', 'FileStore', 'ConferenceServer', 'CentralManagementDatabase', 'MediationServer'];
    const r = await run(drill({ topology: exact(), steps: roles.map(line) }));
    expect(outputs(r, 'Get-CsService').map((o) => o?.map(({ Identity }) => Identity) ?? null)).toEqual([
      ['UserDatabase:sql1a', 'UserDatabase:sql2a'],
      ['FileStore:file1', 'FileStore:file2'],
      ['ConferencingServer:pool1', 'ConferencingServer:pool2'],
      ['CentralManagementDatabase:sql1a', 'CentralManagementDatabase:sql2a'],
      null,
    ]);
    expect(r.result.steps.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it('Get-CsSite, Get-CsTopology and Get-CsComputer have the SQL and file servers', async () => {
    const lines = [
      'Get-CsSite Site:Datacenter1',
      'Get-CsTopology',
      'Get-CsComputer -Pool SQL1A',
      'Get-CsTopology -AsXml',
    ];
    const r = await run(drill({ topology: exact(), steps: lines.map((each) => ({ run: each })) }));
    const machines = (n: string) => [`sql${n}a`, `sql${n}b`, `sql${n}w`, `file${n}`].join(', ');
    expect(r.result.steps.map(({ output }) => output)).toEqual([
      [{ Identity: 'Site:Datacenter1', DisplayName: 'Datacenter1', Pools: `pool1, ${machines('1')}` }],
      [
        {
          Sites: 'Datacenter1, Datacenter2',
          Machines: `fe1a, fe1b, fe1c, fe2a, fe2b, fe2c, ${machines('1')}, ${machines('2')}`,
        },
      ],
      [{ Identity: 'sql1a', Pool: 'sql1a', Fqdn: 'sql1a' }],
      null,
    ]);
  });

  it('nothing is read from a store whose database is not served, but from the copy of the server (D62)', async () => {
    // The store is on pool2; its SQL servers are lost, its Front End servers run.
    const reads = ['Get-CsPool', 'Get-CsService -Registrar', 'Get-CsComputer', 'Get-CsSite', 'Get-CsTopology'];
    const lost = ['sql2a', 'sql2b'].map((server) => ({ at: '1m', crash: { server } }));
    const steps = [...reads, 'Get-CsPool -LocalStore'].map((line) => ({ at: '2m', run: line }));
    const night = { faults: lost, steps, expect: { served: false } };
    const r = await run(drill({ topology: exact(), ...night }));
    expect(r.result.steps.map(({ outcome, rule }) => [outcome, rule])).toEqual([
      ...reads.map(() => ['refused', 'D62']),
      ['ok', null],
    ]);
    expect(r.result.steps[0].message).toMatch(
      /^Could not connect to SQL server sql2a: .* pool2 is not served\. With -LocalStore/,
    );
    const read = await run(drill({ topology: exact(), ...night, assumptions: { readsNeedCentralStore: false } }));
    expect(read.result.steps.map(({ outcome }) => outcome)).toEqual(steps.map(() => 'ok'));
  });

  it('Get-CsWindowsService has no LYNCBACKUP where the pool is not paired, or not bootstrapped since', async () => {
    const alone = { more: { backupPool: null } };
    const states = { run: 'Get-CsWindowsService -ComputerName fe1a' };
    const steps = [
      states,
      { topologyBuilder: { pair: ['pool1', 'pool2'] } },
      states,
      { run: 'Get-CsWindowsService LYNCBACKUP -ComputerName fe1a' },
      { bootstrap: { pool: 'pool1' } },
      { update: { pool: 'pool1' } },
      states,
    ];
    const r = await run(drill({ topology: exact(alone), steps }));
    const names = outputs(r, states.run).map((o) => o?.map(({ Name }) => Name));
    expect(names).toEqual([['RTCSRV'], ['RTCSRV'], ['RTCSRV', 'LYNCBACKUP']]);
    expect(r.result.steps[3]).toMatchObject({ output: [], message: expect.stringContaining('no LYNCBACKUP') });
  });
});
