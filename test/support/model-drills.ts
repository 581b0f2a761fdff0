/** Drills that lead the model where neither the drills of sims/ nor random sequences come: what they are called is why. */
import { type DrillText, deployment } from './drills.js';
import { edge, exact } from './exact.js';
import { GROUP_DRILLS } from './group-drills.js';

const run = (...lines: readonly string[]) => lines.map((line) => ({ run: line }));
const crash = (at: string, noun: Record<string, unknown>, more = {}) => ({ at, crash: noun, ...more });

/** Machines of pool 1 are fe1a and so on; the Central Management Store is on pool 2. */
const PAIR = deployment();
const of2015 = (one = {}) => deployment(one, {}, { product: 'sfb2015' });

const FILE = 'C:\\DR\\Config.zip';
const LIS = 'C:\\DR\\Lis.zip';
const RGS = 'C:\\DR\\Rgs.zip';
const REPLICATED = { wait: { until: 'replicated', timeout: '2h' } };

/** Each asks, and nothing refuses it. */
const QUERIES = run(
  'Get-CsBackupServiceStatus -PoolFqdn pool1',
  'Get-CsBackupServiceConfiguration',
  'Get-CsPoolBackupRelationship -PoolFqdn pool1',
  'Backup-CsPool -PoolFqdn pool1',
  'Get-CsManagementStoreReplicationStatus',
  'Invoke-CsManagementStoreReplication',
  'Get-CsDatabaseMirrorState -PoolFqdn pool1',
  'Get-CsPoolFabricState -PoolFqdn pool1',
  'Get-CsPoolUpgradeReadinessState',
  'Get-CsPool',
  'Get-CsComputer',
  'Get-CsSite',
  'Get-CsTopology',
  'Get-CsUser',
  'Get-CsUserPoolInfo sip:kmyer@contoso.com',
  'Get-CsService',
  'Get-CsManagementConnection',
  'Test-CsDatabase -ConfiguredDatabases -SqlServerFqdn sql1a',
  'Invoke-CsStorageServiceFlush -PoolFqdn pool1 -FlushType FullFlush',
  'Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn sql1a',
  'Get-CsWindowsService -ComputerName fe1a',
  'Get-Service',
  'Invoke-Command -ComputerName fe1a',
  'New-PSSession -ComputerName fe1a',
  'Set-CsRegistrarConfiguration -Identity global -BackupStoreUnavailableThreshold 00:20:00',
);

/** Each is refused while the machine fe1a is down (D37). */
const MACHINE_DOWN = run(
  'Get-CsWindowsService -ComputerName fe1a',
  'Get-Service -ComputerName fe1a',
  'Start-CsWindowsService -ComputerName fe1a',
  'Stop-CsWindowsService -ComputerName fe1a',
  'Restart-Computer fe1a',
  'Stop-Computer fe1a',
  'Invoke-Command -ComputerName fe1a',
  'New-PSSession -ComputerName fe1a',
  'Invoke-CsComputerFailOver -ComputerName fe1a',
  'Invoke-CsComputerFailBack -ComputerName fe1a',
);

/** Each is refused without a Central Management master (D62). */
const STORE_DOWN = run(
  `Export-CsConfiguration -FileName ${FILE}`,
  `Export-CsLisConfiguration -FileName ${LIS}`,
  `Import-CsConfiguration -FileName ${FILE}`,
  `Import-CsLisConfiguration -FileName ${LIS}`,
  'Publish-CsLisConfiguration',
  'Get-CsPool',
  'Get-CsComputer',
  'Get-CsSite',
  'Get-CsTopology',
  'Get-CsService',
  'Invoke-CsManagementStoreReplication',
  'Set-CsRegistrarConfiguration -Identity global -BackupStoreUnavailableThreshold 00:20:00',
  'Set-CsBackupServiceConfiguration -SyncInterval 00:02:00',
);

const LINK = ['Datacenter1', 'Datacenter2'];
const BACK = ['Datacenter2', 'Datacenter1'];
const cut = (at: string, link: readonly string[], verb = 'cut') => ({ at, [verb]: { link }, oneWay: true });

const WAN: Readonly<Record<string, DrillText>> = {
  'a link lost one way, then the other, and mended one way at a time': {
    topology: PAIR,
    faults: [
      cut('1m', LINK),
      cut('2m', LINK, 'mend'),
      cut('3m', BACK),
      cut('4m', BACK, 'mend'),
      { at: '5m', cut: { link: LINK } },
      cut('6m', LINK, 'mend'),
      { at: '7m', cut: { link: LINK } },
      cut('8m', BACK, 'mend'),
    ],
  },
};

const REMOVE = (at: string, on = 'sql1a') => ({ at, run: 'ALTER DATABASE rtcxds SET PARTNER OFF', on });
const FORCED = {
  at: '20m',
  run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror -Force',
};
const UNWATCHED = exact({ witness: false });
/** The mirror lags behind and the principal is lost: only forced service helps (D25). */
const BEHIND = [
  crash('5m', { server: 'sql1b' }),
  crash('10m', { server: 'sql1a' }),
  { at: '15m', repair: { server: 'sql1b' } },
];

const BACK_END: Readonly<Record<string, DrillText>> = {
  'mirroring is removed while all is well, and nothing fails over to it any more': {
    topology: UNWATCHED,
    steps: [REMOVE('5m'), { run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror' }],
  },
  'a pool without the Central Management Store has no database of it': {
    topology: deployment({ more: { backupPool: undefined } }),
    steps: run('Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType CentralMgmt -NewPrincipal mirror'),
  },
  'mirroring is removed from a principal without its mirror': {
    topology: UNWATCHED,
    faults: [crash('1m', { server: 'sql1b' })],
    steps: [REMOVE('5m')],
  },
  'mirroring is removed while the mirror is restored': {
    topology: UNWATCHED,
    faults: [crash('1m', { server: 'sql1b' }, { destroy: true }), { at: '2m', repair: { server: 'sql1b' } }],
    steps: [REMOVE('3m')],
  },
  'mirroring is removed while the mirror catches up': {
    topology: UNWATCHED,
    faults: [crash('1m', { server: 'sql1b' }), { at: '20m', repair: { server: 'sql1b' } }],
    steps: [REMOVE('20m30s')],
  },
  'mirroring is removed from a principal that cannot serve alone': {
    topology: exact(),
    faults: [crash('1m', { server: 'sql1w' }), crash('2m', { server: 'sql1b' })],
    steps: [REMOVE('5m')],
  },
  'mirroring is removed from a mirror whose principal is lost': {
    topology: UNWATCHED,
    faults: [crash('1m', { server: 'sql1a' })],
    steps: [REMOVE('5m', 'sql1b')],
  },
  'mirroring is removed from a principal that is behind no more': {
    topology: exact(),
    faults: [crash('1m', { server: 'sql1b' }), crash('5m', { server: 'sql1w' })],
    steps: [REMOVE('6m')],
  },
  'mirroring is removed after forced service': {
    topology: UNWATCHED,
    faults: BEHIND,
    steps: [FORCED, REMOVE('30m', 'sql1b')],
  },
  'mirroring is removed while the old principal waits': {
    topology: UNWATCHED,
    faults: [...BEHIND, { at: '25m', repair: { server: 'sql1a' } }],
    steps: [FORCED, REMOVE('30m', 'sql1b')],
  },
  'mirroring is removed of a new principal that is lost in its turn': {
    topology: UNWATCHED,
    faults: [...BEHIND, crash('25m', { server: 'sql1b' }), { at: '26m', repair: { server: 'sql1a' } }],
    steps: [FORCED, REMOVE('30m', 'sql1a'), REMOVE('31m', 'sql1b')],
  },
  'a new principal without quorum, whose mirroring is removed': {
    topology: exact(),
    faults: [...BEHIND, crash('25m', { server: 'sql1w' })],
    steps: [FORCED, REMOVE('30m', 'sql1b')],
  },
  'the principal is lost while it hands over': {
    topology: exact(),
    faults: [crash('5m1s', { server: 'sql1a' })],
    steps: [{ at: '5m', run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror' }],
  },
  'statements and failovers that SQL Server refuses': {
    topology: exact({ mirror: false }, {}),
    faults: [crash('10m', { server: 'sql2w' })],
    steps: [
      ...run('Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror'),
      { run: 'ALTER DATABASE rtcxds SET PARTNER OFF', on: 'sql1a' },
    ],
  },
};

const STANDARD = { edition: 'standard', mirror: false } as const;
const split = (how: string, active = 'pool2') => ({
  ...exact(STANDARD, STANDARD, { assumptions: { standardPairCmsSplit: how } }),
  centralManagement: { active },
});
const EXPORTS = run(`Export-CsConfiguration -FileName ${FILE}`, `Export-CsLisConfiguration -FileName ${LIS}`);
const RESTORE = `Move-CsManagementServer -ConfigurationFileName ${FILE} -LisConfigurationFileName ${LIS} -Force`;
const MOVE = 'Invoke-CsManagementServerFailover';
/** The pool that had the master at the start is pool 2, its standby pool 1. */
const restoredOn = (how: string, ...targets: readonly string[]): DrillText => ({
  topology: split(how),
  steps: [...EXPORTS, ...run(MOVE, ...targets.map((pool) => `${RESTORE} -TargetFqdn ${pool}`), MOVE)],
});

const STORE: Readonly<Record<string, DrillText>> = {
  'two masters, restored at home': restoredOn('bothActive', 'pool2'),
  'two masters, restored on the standby': restoredOn('bothActive', 'pool1'),
  'no master, restored at home': restoredOn('noMaster', 'pool2'),
  'no master, restored on the standby': restoredOn('noMaster', 'pool1'),
  ...Object.fromEntries(
    ['bothActive', 'noMaster'].flatMap((how) =>
      ['pool1', 'pool2'].map((back) => [
        `${how} on the way home, restored on ${back}`,
        {
          topology: split(how),
          faults: [crash('10m', { site: 'Datacenter2' }), { at: '30m', repair: { site: 'Datacenter2' } }],
          steps: [
            ...EXPORTS,
            {
              at: '15m',
              run: 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn fe1a -BackupSqlInstanceName rtc -Force',
            },
            { at: '3h', run: MOVE },
            { run: `${RESTORE} -TargetFqdn ${back}` },
          ],
        },
      ]),
    ),
  ),
  'the master comes home from an export': {
    topology: exact(),
    faults: [
      crash('10m', { site: 'Datacenter2' }),
      { at: '1h', repair: { site: 'Datacenter2' } },
      crash('4h', { site: 'Datacenter1' }),
    ],
    steps: [...EXPORTS, { at: '20m', run: RESTORE }, { at: '4h10m', run: RESTORE }],
  },
  'a restore whose pool is lost meanwhile': {
    topology: exact(),
    faults: [crash('10m', { site: 'Datacenter2' }), crash('21m', { pool: 'pool1' })],
    steps: [...EXPORTS, { at: '20m', run: RESTORE }],
  },
  'an import while a machine is lost, and a split store that cannot take it': {
    topology: split('bothActive'),
    faults: [crash('30m1s', { server: 'fe1a' })],
    steps: [
      ...EXPORTS,
      ...run(MOVE),
      { at: '30m', run: `Import-CsConfiguration -FileName ${FILE} -Force` },
      ...run(`Import-CsConfiguration -FileName ${FILE} -Force`),
    ],
  },
  'an import over what the master has': {
    topology: exact(),
    steps: [
      ...EXPORTS,
      ...run(
        `Import-CsConfiguration -FileName ${FILE} -Force`,
        `Import-CsLisConfiguration -FileName ${LIS}`,
        'Publish-CsLisConfiguration',
      ),
    ],
  },
};

const DISASTER = (at: string) => ({ at, run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' });
const voice = (detection: string, assumptions = {}) => ({
  ...exact({ servers: 1 }, { servers: 1 }, { assumptions }),
  voiceResiliency: { automatic: true, failureDetectionInterval: detection, failbackDetectionInterval: '600s' },
});
/** The partner's User database is lost while the failover stops the pool: it cannot take over (D40). */
const PARTNER_SQL_LOST = (at: string) => [crash(at, { server: 'sql2a' }), crash(at, { server: 'sql2b' })];

const USERS_OF_POOL: Readonly<Record<string, DrillText>> = {
  'the pool is back before its loss is detected': {
    topology: voice('600s'),
    faults: [crash('1m', { pool: 'pool1' }), { at: '2m', repair: { pool: 'pool1' } }],
    steps: [{ wait: '30m' }],
  },
  'the pool is back without its Back End before its loss is detected': {
    topology: voice('7200s'),
    faults: [
      crash('0s', { site: 'Datacenter1' }),
      crash('5s', { server: 'sql1a' }, { destroy: true }),
      { at: '40m', repair: { site: 'Datacenter1' } },
    ],
    steps: [{ wait: '80m' }],
  },
  'a failover fails whose pool is up without its Back End': {
    topology: voice('300s', { backEndGraceMinutes: 1 }),
    faults: [crash('1m', { server: 'sql1a' }), crash('1m', { server: 'sql1b' }), ...PARTNER_SQL_LOST('10m30s')],
    steps: [DISASTER('10m'), { wait: '30m' }],
  },
  'both pools of one site are lost while users are handed home': {
    topology: {
      ...exact({ servers: 1 }, { servers: 1, more: { site: 'Datacenter1' } }),
      voiceResiliency: { automatic: true, failureDetectionInterval: '60s', failbackDetectionInterval: '3600s' },
    },
    faults: [
      crash('1m', { pool: 'pool1' }),
      { at: '5m', repair: { pool: 'pool1' } },
      crash('20m', { site: 'Datacenter1' }),
    ],
    steps: [{ wait: '30m' }],
  },
  'the partner comes back without its User database after a takeover that it was lost in': {
    topology: voice('60s'),
    faults: [
      crash('1m', { site: 'Datacenter1' }),
      crash('10m', { site: 'Datacenter2' }),
      crash('10m5s', { server: 'sql2a' }, { destroy: true }),
      { at: '50m', repair: { site: 'Datacenter2' } },
    ],
    steps: [DISASTER('5m'), { wait: '80m' }],
  },
};

const POOLS: Readonly<Record<string, DrillText>> = {
  'a pool whose services were all stopped is started': {
    topology: { ...exact({ servers: 3 }), product: 'sfb2015' },
    faults: [crash('41m', { server: 'fe1c' }), { at: '50m', repair: { server: 'fe1c' } }],
    steps: [
      ...run(...['fe1a', 'fe1b', 'fe1c'].map((host) => `Stop-CsWindowsService -ComputerName ${host}`)),
      { at: '40m', run: 'Start-CsPool -PoolFqdn pool1' },
    ],
  },
  'two servers without their Back End': {
    topology: exact({ servers: 2 }),
    faults: [crash('1m', { server: 'sql1a' }), crash('1m', { server: 'sql1b' })],
    steps: [{ wait: '3h' }],
  },
  'a failed failover leaves the pool closed until it is opened': {
    topology: exact({}, {}, { assumptions: { failedFailoverRevertsItself: false } }),
    faults: [{ at: '9m', cut: { link: LINK }, for: '20m' }],
    steps: [
      { at: '10m', run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -WaitTime 00:05:00' },
      { at: '40m', run: 'Set-CsRegistrarConfiguration -Identity service:Registrar:pool1 -PoolState Active' },
    ],
  },
  'two pools are paired': {
    topology: unpaired(),
    steps: [
      ...run(
        'Get-CsBackupServiceStatus -PoolFqdn pool1',
        'Backup-CsPool -PoolFqdn pool1',
        'Get-CsPoolBackupRelationship -PoolFqdn pool1',
        'Invoke-CsBackupServiceSync -PoolFqdn pool1',
      ),
      { topologyBuilder: { pair: ['pool1', 'pool2'] } },
      { wait: '12m' },
      { run: 'Start-CsWindowsService -Name LYNCBACKUP -ComputerName fe1b' },
      ...[1, 2].flatMap((n) => [
        { bootstrap: { pool: `pool${n}` } },
        { update: { pool: `pool${n}` } },
        { run: `Start-CsWindowsService -Name LYNCBACKUP -ComputerName fe${n}b` },
      ]),
      { wait: '38m' },
    ],
  },
};

function unpaired(): Record<string, unknown> {
  const pair = deployment();
  const pools = (pair.pools as Record<string, unknown>[]).map(({ backupPool: _, ...pool }) => pool);
  return { ...pair, pools };
}

const later = (servers: number, more = {}) => ({ ...exact({ servers }, { servers: 3 }, more), product: 'sfb2015' });
const EDGES = exact({}, {}, { edgePools: [edge(1), edge(2)] });
const NEXT_HOP = 'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2';
const FEDERATION = 'Set-CsSite -Identity Site:Datacenter1 -FederationRoute EdgeServer:edge2';
/** The master is lost while a publish runs, which takes 10 s. */
const published = (line: string): DrillText => ({
  topology: EDGES,
  faults: [crash('10m5s', { site: 'Datacenter2' })],
  steps: [
    { at: '10m', run: line },
    { at: '12m', run: line },
  ],
});
/** Fewer than 85 % of the servers: the services hang until the longest start is over (D13). */
const hangs = (line: string, at = '20m'): DrillText => ({
  topology: later(3),
  faults: [crash('1m', { pool: 'pool1' }), { at: '10m', repair: { server: 'fe1a' } }],
  steps: [{ at, run: line }],
});
/** Everything of a pool of three is stopped, then a line is typed while a server is lost and repaired. */
const startedAgain = (line: string): DrillText => ({
  topology: later(3),
  faults: [crash('41m', { server: 'fe1c' }), { at: '50m', repair: { server: 'fe1c' } }],
  steps: [
    ...run(...['fe1a', 'fe1b', 'fe1c'].map((host) => `Stop-CsWindowsService -ComputerName ${host}`)),
    { at: '40m', run: line },
  ],
});
const RESET = 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType';
const OVER = 'Invoke-CsComputerFailOver -ComputerName fe1a';
const HOME = 'Invoke-CsComputerFailBack -ComputerName fe1a';
const GRACEFUL = 'Stop-CsWindowsService -ComputerName fe1a -Graceful';
const SQL_LOST = [crash('1m', { server: 'sql1a' }), crash('1m', { server: 'sql1b' })];

const COMMANDS: Readonly<Record<string, DrillText>> = {
  'a next hop whose publish is lost': published(NEXT_HOP),
  'a route whose publish is lost': published(FEDERATION),
  'a route of XMPP, which 2019 has not': {
    topology: {
      ...exact({ mirror: false }, {}, { edgePools: [edge(1, { xmpp: false }), edge(2, { xmpp: false })] }),
      product: 'sfb2019',
    },
    steps: run(
      'Set-CsSite -Identity Site:Datacenter1 -XmppExternalFederationRoute EdgeServer:edge1',
      'Get-CsPoolUpgradeReadinessState',
      'Get-CsUpgradeDomainInfo',
    ),
  },
  'a status that the role may not ask for': {
    topology: PAIR,
    asRole: 'CsAdministrator',
    steps: run('Get-CsBackupServiceStatus -PoolFqdn pool1'),
  },
  'backups of a pool': {
    topology: PAIR,
    steps: [
      ...run('Backup-CsPool -PoolFqdn pool1 -FullBackup -SteadyState', 'Backup-CsPool -PoolFqdn pool1 -SteadyState'),
      { wait: '3m' },
      ...run('Backup-CsPool -PoolFqdn pool1 -FullBackup -WaitTime 00:01:00'),
      { crash: { pool: 'pool1' } },
      ...run('Backup-CsPool -PoolFqdn pool1'),
    ],
    faults: [{ at: '3m10s', cut: { link: ['Datacenter1', 'Datacenter2'] } }],
  },
  'maintenance of a pool whose services do not run, and of a mirror': {
    topology: PAIR,
    steps: [
      ...run('Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn sql1b'),
      { crash: { pool: 'pool1' } },
      ...run('Invoke-CsStorageServiceFlush -PoolFqdn pool1 -FlushType FullFlush'),
    ],
  },
  'the upgrade domains of a pool that is older than the deployment': {
    topology: { ...exact({ mirror: false, more: { product: 'sfb2015' } }, { mirror: false }), product: 'sfb2019' },
    steps: run('Get-CsUpgradeDomainInfo'),
  },
  'a sync of what is not exported here, and an interval that is none': {
    topology: PAIR,
    steps: run(
      'Invoke-CsBackupServiceSync -PoolFqdn pool1 -BackupModule CentralMgmt.CMSMaster',
      'Set-CsBackupServiceConfiguration -SyncInterval 00:00:01',
    ),
  },
  'imports without a master': {
    topology: exact(),
    faults: [crash('10m', { site: 'Datacenter2' })],
    steps: [
      ...EXPORTS,
      { at: '11m', run: `Import-CsConfiguration -FileName ${FILE} -Force` },
      { run: `Import-CsLisConfiguration -FileName ${LIS}` },
    ],
  },
  'a server is failed over and back': {
    topology: later(6),
    steps: run(OVER, OVER, 'Start-CsWindowsService -ComputerName fe1a', HOME, HOME),
  },
  'a server is lost while it drains': {
    topology: later(6),
    faults: [crash('5m', { server: 'fe1a' })],
    steps: [{ at: '1m', run: OVER }],
  },
  'a drain that takes too long': { topology: later(6), steps: run(`${OVER} -WaitTime 00:01:00`) },
  'a server that is lost while it is failed back': {
    topology: later(6),
    faults: [crash('2h1m', { server: 'fe1a' })],
    steps: [{ run: OVER }, { at: '2h', run: HOME }],
  },
  'a server whose pool would have no quorum without it': {
    topology: later(3),
    faults: [crash('1m', { server: 'fe1c' })],
    steps: [{ at: '20m', run: OVER }],
  },
  'a server without which the others are too small': {
    topology: deployment({ servers: 3, more: { capacity: 20_000 } }, {}, { product: 'sfb2015' }),
    steps: run(OVER),
  },
  'a server of a pool with routing groups without quorum': {
    topology: later(6),
    faults: [crash('10m', { server: 'fe1e' }), crash('10m', { server: 'fe1f' })],
    steps: [{ at: '11m', run: OVER }],
  },
  'a graceful stop during which the machine is lost': {
    topology: later(6),
    faults: [crash('5m', { server: 'fe1a' })],
    steps: [{ at: '1m', run: GRACEFUL }],
  },
  'Start-CsPool that hangs': hangs('Start-CsPool -PoolFqdn pool1'),
  'a reset that hangs': hangs(`${RESET} ServiceReset`),
  'a service of Windows that hangs': hangs('Start-Service RTCSRV'),
  'a restart of a service that hangs': hangs('Restart-Service RTCSRV'),
  'a machine that is restarted while another is lost, and one that is lost itself': {
    topology: later(3),
    faults: [crash('10m1s', { server: 'fe1b' }), crash('1h1s', { server: 'fe1a' })],
    steps: ['10m', '1h'].map((at) => ({ at, run: 'Restart-Computer fe1a -Wait' })),
  },
  'services that start with too few servers once more': {
    topology: later(3),
    faults: [
      crash('1m', { pool: 'pool1' }),
      { at: '10m', repair: { pool: 'pool1' } },
      crash('12m', { server: 'fe1a' }),
      crash('12m', { server: 'fe1b' }),
    ],
  },
  'users cannot be reloaded from a Back End that is lost': {
    topology: later(3),
    faults: SQL_LOST,
    steps: [
      { at: '5m', run: 'Start-CsPool -PoolFqdn pool1 -QuorumLossRecovery' },
      ...run(`${RESET} QuorumLossRecovery`, `${RESET} MachineStateRemoved`),
    ],
  },
  'all services are started by a reset': startedAgain(`${RESET} ServiceReset`),
  'all services are started by Start-CsWindowsService': startedAgain('Start-CsWindowsService -ComputerName fe1a'),
  'services are started by Windows': startedAgain('Start-Service RTCSRV'),
  'services are restarted by Windows': startedAgain('Restart-Service RTCSRV'),
  'services and a machine are stopped by Windows': {
    topology: later(3),
    steps: run(
      'Stop-Service RTCSRV',
      'Start-Service RTCSRV',
      'Restart-Service RTCSRV',
      'Stop-Computer fe1a',
      'Get-Service RTCSRV -ComputerName fe1a',
    ),
  },
  'disks of a site, a pool and a file store are lost': {
    topology: PAIR,
    faults: [
      crash('1m', { fileStore: 'file1' }, { destroy: true }),
      crash('2m', { pool: 'pool1' }, { destroy: true }),
      crash('3m', { site: 'Datacenter1' }, { destroy: true }),
    ],
  },
  'everything that can break by itself does, and is put right': {
    topology: PAIR,
    faults: [
      { service: 'LYNCBACKUP', pool: 'pool1' },
      { module: { pool: 'pool1', name: 'ConfServices.DataConf' } },
      { share: 'file1' },
      { replicator: true },
      { fileStore: 'file1' },
    ].map((noun) => crash('1m', noun, { for: '10m' })),
    steps: [
      { wait: '5m' },
      ...run('Invoke-CsBackupServiceSync -PoolFqdn pool1', 'Set-CsBackupServiceConfiguration -SyncInterval 00:02:00'),
    ],
  },
  'a failback that fails to complete hydration': {
    topology: exact(),
    faults: [crash('1h1m30s', { hydration: 'pool1' })],
    steps: [
      { at: '10m', run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
      { at: '1h', run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' },
    ],
  },
};

/** By what they show. */
export const MODEL_DRILLS: Readonly<Record<string, DrillText>> = {
  'every query is answered': { topology: of2015(), steps: QUERIES },
  'a machine is down': {
    topology: of2015({ servers: 6 }),
    faults: [crash('0s', { server: 'fe1a' })],
    steps: [{ wait: '1m' }, ...MACHINE_DOWN],
  },
  'the Central Management Store is down': {
    topology: PAIR,
    faults: [crash('0s', { site: 'Datacenter2' })],
    steps: [{ wait: '1m' }, ...STORE_DOWN],
  },
  'nothing was exported to those files': {
    topology: PAIR,
    steps: run(
      `Import-CsConfiguration -FileName ${FILE}`,
      `Import-CsLisConfiguration -FileName ${LIS}`,
      `Import-CsRgsConfiguration -Destination service:ApplicationServer:pool1 -FileName ${RGS}`,
      `Export-CsRgsConfiguration -Source service:ApplicationServer:pool1 -FileName ${RGS}`,
      `Export-CsRgsConfiguration -Source service:ApplicationServer:pool1 -FileName ${RGS}`,
      `Move-CsManagementServer -ConfigurationFileName ${FILE} -LisConfigurationFileName ${LIS} -TargetFqdn pool1`,
      'Move-CsManagementServer',
    ),
  },
  'the store is restored from an export': {
    topology: PAIR,
    faults: [crash('30m', { site: 'Datacenter2' })],
    steps: [
      ...run(`Export-CsConfiguration -FileName ${FILE}`, `Export-CsLisConfiguration -FileName ${LIS}`),
      {
        at: '31m',
        run: `Move-CsManagementServer -ConfigurationFileName ${FILE} -LisConfigurationFileName ${LIS} -Force`,
      },
      REPLICATED,
    ],
  },
  ...WAN,
  ...COMMANDS,
  ...BACK_END,
  ...STORE,
  ...USERS_OF_POOL,
  ...POOLS,
  ...GROUP_DRILLS,
};
