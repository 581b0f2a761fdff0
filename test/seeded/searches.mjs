// The searches that the seeded faults are looked for with: small deployments, each with all that may happen to it.

const site = (name) => ({ name });
const link = { between: ['East', 'West'], latency: '30ms', bandwidth: '100Mbps' };

/** Two paired pools at two sites; `back` = further machines of each Back End, by role. */
function pair(edition, { servers = 1, back = [], edge = false }) {
  const pools = [1, 2].map((n) => {
    const fqdn = `p${n}.test`;
    const host = (role) => `${role}${n}.test`;
    const own =
      edition === 'standard'
        ? { servers: [fqdn] }
        : {
            servers: Array.from({ length: servers }, (_, i) => host(`fe${'abcdef'[i]}`)),
            backEnd: { primary: host('sql'), ...Object.fromEntries(back.map((role) => [role, host(role)])) },
            fileStore: host('file'),
          };
    const edgePool = edge ? { edgePool: 'edge.test' } : {};
    const partner = { backupPool: `p${3 - n}.test`, platform: 'virtual', users: 1000, capacity: 4000 };
    return { fqdn, site: ['East', 'West'][n - 1], edition, ...partner, ...own, ...edgePool };
  });
  // Ticked when the pools were paired: it is no default (D70).
  const voiceResiliency = { automatic: true };
  return { product: 'lync2013', sites: [site('East'), site('West')], links: [link], pools, voiceResiliency };
}

const withCms = (topology, active) => ({ ...topology, centralManagement: { active } });

const STANDARD = withCms(pair('standard', {}), 'p2.test');
const STANDARD_CMS = withCms(pair('standard', {}), 'p1.test');
const MIRRORED = withCms(pair('enterprise', { back: ['mirror', 'witness'] }), 'p2.test');
const NO_WITNESS = withCms(pair('enterprise', { back: ['mirror'] }), 'p2.test');
const THREE_SERVERS = withCms(pair('enterprise', { servers: 3 }), 'p2.test');
const FOUR_SERVERS = withCms(pair('enterprise', { servers: 4 }), 'p2.test');

/** The cmdlets that take a server out came with 2015. */
const newer = (topology) => ({ ...topology, product: 'sfb2015' });

/** Two paired pools, each with a group of two replicas and a witness. */
function groups() {
  const topology = pair('enterprise', {});
  const pools = topology.pools.map((pool, i) => {
    const host = (role) => `${role}${i + 1}.test`;
    const replicas = [{ server: host('sqla') }, { server: host('sqlb') }];
    const cluster = { witness: 'fileShare', witnessServer: host('fsw') };
    return { ...pool, backEnd: { kind: 'availabilityGroup', listener: host('ag'), replicas, cluster } };
  });
  return { ...topology, product: 'sfb2019', pools };
}

const GROUPS = withCms(groups(), 'p2.test');

const run = (line) => ({ run: line });
const failOver = run('Invoke-CsPoolFailOver -PoolFqdn p1.test');
const failOverLost = run('Invoke-CsPoolFailOver -PoolFqdn p1.test -DisasterMode');
const failBack = run('Invoke-CsPoolFailBack -PoolFqdn p1.test');
const bringContent = run('Invoke-CsBackupServiceSync -PoolFqdn p2.test -BackupModule ConfServices.DataConf');
const steady = { wait: { until: 'steady', pool: 'p2.test', timeout: '2h' } };

const LOST_AND_BACK = [
  { crash: { server: 'p1.test' } },
  failOverLost,
  { repair: { server: 'p1.test' } },
  failBack,
  bringContent,
  steady,
];

const outOf = (server) => run(`Invoke-CsComputerFailOver -ComputerName ${server}`);
const backIn = (server) => run(`Invoke-CsComputerFailBack -ComputerName ${server}`);

const nothing = { faults: 0 };

/**
 * By name: the drill as the map of its file, and what `drydrill explore` is asked for. All of them break nothing
 * while the model is sound.
 */
export const SEARCHES = {
  /** every sequence of up to three commands */
  commands: { drill: { topology: STANDARD, steps: [] }, request: { ...nothing, free: 3 } },
  /** the same on the pool with the Central Management Store */
  'commands-cms': { drill: { topology: STANDARD_CMS, steps: [] }, request: { ...nothing, free: 3 } },
  /** a pool is lost and comes back: failover in disaster mode, failback, conference content */
  disaster: { drill: { topology: STANDARD, steps: LOST_AND_BACK }, request: nothing },
  /** the same, and what every store holds is remembered, too */
  'disaster-whole': {
    drill: { topology: STANDARD, steps: LOST_AND_BACK },
    request: { ...nothing, reduce: false },
  },
  /** two faults of a mirrored Back End with a witness, each repaired or not, nobody does anything */
  mirror: {
    drill: { topology: MIRRORED, steps: [{ wait: '1h' }] },
    request: { faults: 2, repairs: true, only: ['sql1.test', 'mirror1.test', 'witness1.test'] },
  },
  /** two faults of an availability group, each repaired or not, nobody does anything */
  group: {
    drill: { topology: GROUPS, steps: [{ wait: '1h' }] },
    request: { faults: 2, repairs: true, only: ['sqla1.test', 'sqlb1.test', 'fsw1.test'] },
  },
  /** manual failover of a mirrored Back End without a witness, with one fault that is not repaired: no session is left suspended */
  'mirror-by-hand': {
    drill: {
      topology: NO_WITNESS,
      steps: [
        run('Invoke-CsDatabaseFailover -PoolFqdn p1.test -DatabaseType User -NewPrincipal mirror'),
        run('Invoke-CsDatabaseFailover -PoolFqdn p1.test -DatabaseType User -NewPrincipal primary'),
      ],
    },
    request: { faults: 1, only: ['sql1.test', 'mirror1.test'] },
  },
  /** the mirror is behind when the principal is lost; the failover is refused without -Force (D25) */
  'mirror-behind': {
    drill: {
      topology: NO_WITNESS,
      steps: [
        { crash: { server: 'mirror1.test' } },
        { crash: { server: 'sql1.test' } },
        { repair: { server: 'mirror1.test' } },
        run('Invoke-CsDatabaseFailover -PoolFqdn p1.test -DatabaseType User -NewPrincipal mirror'),
        { repair: { server: 'sql1.test' } },
        { wait: '1h' },
      ],
    },
    request: { faults: 1, only: ['mirror1.test'] },
  },
  /** a planned failover between mirrored pools and the way home; the principal of one of them may be lost */
  'planned-mirror': {
    drill: { topology: MIRRORED, steps: [failOver, failBack, { wait: '1h' }] },
    request: { faults: 1, only: ['sql1.test', 'sql2.test'] },
  },
  /** a pool with the Central Management Store is lost and comes back */
  'disaster-cms': {
    drill: {
      topology: STANDARD_CMS,
      steps: [
        { crash: { server: 'p1.test' } },
        run('Invoke-CsManagementServerFailover -BackupSqlServerFqdn p2.test -BackupSqlInstanceName rtc -Force'),
        failOverLost,
        { repair: { server: 'p1.test' } },
        failBack,
      ],
    },
    request: nothing,
  },
  /** servers of a pool of three are lost and come back */
  servers: {
    drill: { topology: THREE_SERVERS, steps: [{ wait: '1h' }] },
    request: { faults: 3, repairs: true, only: ['fea1.test', 'feb1.test', 'fec1.test'] },
  },
  /** routing groups lose quorum while the pool keeps its own */
  'four-servers': {
    drill: { topology: FOUR_SERVERS, steps: [{ wait: '1h' }] },
    request: { faults: 2, repairs: true, only: ['fea1.test', 'feb1.test', 'fec1.test', 'fed1.test'] },
  },
  /** a server of a pool of three is failed over and back, while one of them is lost */
  'server-out': {
    drill: { topology: newer(THREE_SERVERS), steps: [outOf('fea1.test'), backIn('fea1.test')] },
    request: { faults: 1, only: ['feb1.test', 'fec1.test'] },
  },
  /** two servers of a pool of four, one after the other */
  'servers-in-turn': {
    drill: {
      topology: newer(FOUR_SERVERS),
      steps: [outOf('fea1.test'), backIn('fea1.test'), outOf('feb1.test'), backIn('feb1.test')],
    },
    request: nothing,
  },
  /** one fault of anything, repaired or not, nobody does anything */
  anything: {
    drill: { topology: STANDARD, steps: [{ wait: '1h' }] },
    request: { faults: 1, repairs: true },
  },
};
