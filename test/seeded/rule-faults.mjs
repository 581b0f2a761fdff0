// Small breakages of rules that no invariant judges: warnings, refusals, limits. Each has a drill, which says what is
// noticed without the fault: the outcome of each step with the rule behind it, and the rules of findings and violations.
import { becomes, kind, removed, within } from './places.mjs';

const host = (role, n) => `${role}${n}.test`;
const backEndOf = {
  single: (n) => ({ primary: host('sql', n) }),
  group: (n) => ({
    kind: 'availabilityGroup',
    listener: host('ag', n),
    replicas: [{ server: host('sqla', n) }, { server: host('sqlb', n) }],
    cluster: { witness: 'fileShare', witnessServer: host('fsw', n) },
  }),
  instance: (n) => ({
    kind: 'failoverCluster',
    name: host('fci', n),
    nodes: [host('sqla', n), host('sqlb', n)],
    storage: host('san', n),
    cluster: { witness: 'fileShare', witnessServer: host('fsw', n) },
  }),
};

/** Two paired pools of four servers each. */
function pair(backEnd = 'single', more = {}) {
  const pools = [1, 2].map((n) => ({
    fqdn: `p${n}.test`,
    site: ['East', 'West'][n - 1],
    edition: 'enterprise',
    servers: ['a', 'b', 'c', 'd'].map((letter) => host(`fe${letter}`, n)),
    users: 1000,
    backupPool: `p${3 - n}.test`,
    backEnd: backEndOf[backEnd](n),
    fileStore: host('file', n),
    storedContent: '1000MiB',
  }));
  return {
    product: 'sfb2015',
    sites: [{ name: 'East' }, { name: 'West' }],
    links: [{ between: ['East', 'West'], latency: '30ms', bandwidth: '100Mbps' }],
    pools,
    centralManagement: { active: 'p2.test' },
    ...more,
  };
}

const run = (line, more = {}) => ({ run: line, ...more });
const wait = (time) => ({ wait: time });
const status = run('Get-CsBackupServiceStatus -PoolFqdn p1.test');
const site = { crash: { site: 'East' } };

/** By name: a drill, and what is noticed in it. */
export const RULE_DRILLS = {
  'two-domains': {
    drill: {
      topology: pair(),
      steps: [
        run('Stop-CsWindowsService -ComputerName fea1.test'),
        wait('30m'),
        run('Stop-CsWindowsService -ComputerName feb1.test'),
        wait('5m'),
      ],
    },
    notices: ['D250'],
  },
  'started-while-disabled': {
    drill: {
      topology: pair(),
      steps: [
        run('Invoke-CsComputerFailOver -ComputerName fea1.test'),
        run('Start-CsWindowsService -ComputerName fea1.test'),
      ],
    },
    notices: ['refused D254'],
  },
  'server-added': {
    drill: { topology: pair(), steps: [{ topologyBuilder: { frontEndServers: 'p1.test' } }, wait('1h')] },
    notices: ['D259', 'I16'],
  },
  'full-reset': {
    drill: {
      topology: pair(),
      steps: [
        run('Invoke-CsComputerFailOver -ComputerName fea1.test'),
        run('Reset-CsPoolRegistrarState -PoolFqdn p1.test -ResetType FullReset'),
        wait('1h'),
      ],
    },
    notices: ['D261'],
  },
  'first-version': {
    drill: {
      topology: { ...pair(), pools: pair().pools.map(({ backupPool: _, ...pool }) => pool) },
      steps: [
        { topologyBuilder: { pair: ['p1.test', 'p2.test'] } },
        { bootstrap: { pool: 'p1.test' } },
        { bootstrap: { pool: 'p2.test' } },
        run('Start-CsWindowsService -Name LYNCBACKUP -ComputerName fea1.test'),
        wait('5m'),
        run('Invoke-CsBackupServiceSync -PoolFqdn p1.test'),
      ],
    },
    notices: ['D263', 'refused D37'],
  },
  role: { drill: { topology: pair(), asRole: 'CsAdministrator', steps: [status] }, notices: ['refused D273'] },
  interval: {
    drill: { topology: pair(), steps: [run('Set-CsBackupServiceConfiguration -SyncInterval 04:00:00')] },
    notices: ['refused D32'],
  },
  'content-package': {
    drill: {
      topology: pair('single', { backupService: { syncInterval: '2m', paired: '0s' } }),
      faults: [{ at: '10m', ...site }],
      steps: [{ at: '20m', ...run('Invoke-CsPoolFailOver -PoolFqdn p1.test -DisasterMode') }],
    },
    notices: ['M281'],
  },
  'batches-set': {
    drill: {
      topology: pair(),
      load: { changesPerUserPerHour: 60 },
      steps: [run('Set-CsBackupServiceConfiguration -MaxBatchesPerUserStoreSync 1')],
    },
    notices: ['D32'],
  },
  'backup-pool': {
    drill: { topology: pair(), steps: [run('Backup-CsPool -PoolFqdn p1.test -FullBackup -SteadyState')] },
    notices: ['refused D277'],
  },
  'instance-node': {
    drill: {
      topology: { ...pair('instance'), product: 'sfb2019' },
      faults: [{ at: '10m', crash: { server: 'sqla1.test' } }],
      steps: [{ at: '50m', ...run('Get-CsUserDatabaseState -RegistrarPool p1.test') }, wait('10m')],
      expect: { lost: { max: 0 } },
    },
    silent: ['D23', 'I1'],
  },
  'asynchronous-lost': {
    drill: {
      topology: { ...pair('group'), product: 'sfb2019' },
      faults: [{ at: '10m', crash: { server: 'sqla1.test' } }],
      steps: [{ at: '20m', ...run('ALTER AVAILABILITY GROUP ag1 FAILOVER', { on: 'sqlb1.test' }) }],
    },
    notices: ['refused D116'],
  },
  'primary-down': {
    drill: {
      topology: { ...pair('group'), product: 'sfb2019' },
      steps: [run('Restart-Computer -ComputerName sqla1.test -Wait')],
    },
    notices: ['D258'],
  },
  'never-ready': {
    drill: {
      topology: pair('single', { backupService: { syncInterval: '2m', paired: '0s' } }),
      faults: [{ at: '1s', ...site }],
      steps: [{ at: '20m', ...run('Invoke-CsPoolFailOver -PoolFqdn p1.test -DisasterMode') }],
    },
    notices: ['I17'],
  },
};
RULE_DRILLS['asynchronous-lost'].drill.topology.pools[0].backEnd.replicas[1].commit = 'asynchronous';

export const RULE_FAULTS = [
  {
    name: 'domains-in-a-heap',
    rules: ['D250', 'M250'],
    breaks: 'all servers of a pool are dealt into one upgrade domain',
    place: within('upgradeDomainsOf', kind('BinaryExpression', 'i', 'domains')),
    edit: becomes('0'),
    drill: 'two-domains',
  },
  {
    name: 'disabled-starts',
    rules: ['D254', 'M254'],
    breaks: 'services that a failover of the server disabled start like others',
    place: within('World > isDisabled', kind('ReturnStatement')),
    edit: becomes('return false;'),
    drill: 'started-while-disabled',
  },
  {
    name: 'publication-restarts-nobody',
    rules: ['D259'],
    breaks: 'the publication of a changed list of servers leaves their services alone',
    place: within('restartAll', kind('IfStatement', 'frontEndRuns'), 'test'),
    edit: becomes('true'),
    drill: 'server-added',
  },
  {
    name: 'full-reset-enables-nobody',
    rules: ['D261'],
    breaks: 'a FullReset leaves disabled services disabled',
    place: within('enableAll', kind('ForOfStatement')),
    edit: removed,
    drill: 'full-reset',
  },
  {
    name: 'first-version-runs',
    rules: ['D263'],
    breaks: 'a Backup Service in its first version runs',
    place: within('World > backupRuns', kind('IfStatement', 'firstVersion')),
    edit: removed,
    drill: 'first-version',
  },
  {
    name: 'anybody-may-ask',
    rules: ['D273'],
    breaks: 'whoever runs the drill may ask for the status',
    place: within('roleRefusal', kind('IfStatement', 'asRole')),
    edit: becomes('return null;'),
    drill: 'role',
  },
  {
    name: 'any-interval',
    rules: ['D274'],
    breaks: 'the sync interval may be anything',
    place: within('setBackupConfiguration', kind('IfStatement', 'SYNC_INTERVAL_MS')),
    edit: removed,
    drill: 'interval',
  },
  {
    name: 'package-without-end',
    rules: ['D275', 'M280'],
    breaks: 'one package carries all content from before',
    place: within('packageKB', kind('LogicalExpression')),
    edit: becomes('1e9'),
    drill: 'content-package',
  },
  {
    name: 'batches-as-documented',
    rules: ['D276', 'D274'],
    breaks: 'the most batches of a cycle are those of the document, whatever was set',
    place: within('batchesPerSync', kind('LogicalExpression', 'userBatches')),
    edit: becomes('world.settings.maxBatchesPerUserStoreSync'),
    drill: 'batches-set',
  },
  {
    name: 'waits-for-both',
    rules: ['D277'],
    breaks: 'Backup-CsPool takes -FullBackup and -SteadyState together',
    place: within('backupPool', kind('IfStatement', 'FullBackup', 'SteadyState', 'refuse')),
    edit: removed,
    drill: 'backup-pool',
  },
  {
    name: 'instance-stays-down',
    rules: ['D137', 'M137'],
    breaks: 'an instance whose node is lost starts nowhere',
    place: within('sendToInstance', kind('ExpressionStatement', 'fciFailoverSeconds')),
    edit: removed,
    drill: 'instance-node',
  },
  {
    name: 'asynchronous-in-step',
    rules: ['D113'],
    breaks: 'a replica that commits asynchronously is treated as one that does not',
    place: within('isAsynchronous', kind('ReturnStatement')),
    edit: becomes('return false;'),
    drill: 'asynchronous-lost',
  },
  {
    name: 'primary-goes-down-unsaid',
    rules: ['D258'],
    breaks: 'that the primary of a group goes down by hand is not said',
    place: within('plannedTarget', kind('ReturnStatement')),
    edit: becomes('return -1;'),
    drill: 'primary-down',
  },
  {
    name: 'never-ready-takes-over',
    rules: ['I17', 'M281'],
    breaks: 'a takeover by a partner that was never ready is not seen',
    place: within('leaveEarlierStore', kind('ExpressionStatement', 'I17')),
    edit: removed,
    drill: 'never-ready',
  },
];
