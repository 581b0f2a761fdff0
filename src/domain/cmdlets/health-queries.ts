/** What a health check asks: where the Central Management Store is, which databases answer, whether a pool may be patched. */
import { DATABASE_NAMES } from '../components/back-end/mirroring-statement.js';
import { groupsOf } from '../components/front-end-pool/groups-of-pool.js';
import { domainsNow } from '../components/front-end-pool/upgrade-domains.js';
import { isFrom2019, type Pool, sameName } from '../deployment.js';
import { CMS_DATABASE } from '../state/modules.js';
import type { World } from '../state/world.js';
import type { CmdletObject } from '../step-answer.js';
import { defineCmdlet, done, refuse } from './cmdlet.js';
import { FROM_2019, force, report, takes, unmodelledFlags } from './parameter-types.js';
import { hostCalled } from './server-services.js';

/** Get-CsManagementConnection. */
export const getManagementConnection = defineCmdlet({
  name: 'Get-CsManagementConnection',
  parameters: [],
  does: 'Shows on which SQL server Active Directory says that the Central Management Store is.',
  refusedBy: {},
  begin(world) {
    const master = world.cmsMaster();
    if (master < 0) return done('noted; the topology has no Central Management Store');
    const { primary, instance, availabilityGroup: group } = world.pool(master).pool.backEnd;
    const SqlServer = group?.sqlServerFqdn ?? primary;
    return done(null, [{ StoreProvider: 'Sql', SqlServer, SqlInstance: instance }]);
  },
});

/** Test-CsDatabase. */
export const testDatabase = defineCmdlet({
  name: 'Test-CsDatabase',
  parameters: [
    takes.flag('CentralManagementDatabase'),
    takes.flag('ConfiguredDatabases'),
    takes.databaseType('DatabaseType'),
    takes.text('SqlServerFqdn'),
    takes.text('SqlInstanceName'),
    ...unmodelledFlags('LocalService'),
    report,
  ],
  does: 'Shows for each database of a SQL server that the model has whether it is served (`Succeed`), by its mirror too.',
  refusedBy: {},
  notModelled: 'Databases that are not mirrored with the pool, and those of the mirror.',
  begin(world, { CentralManagementDatabase, DatabaseType, SqlServerFqdn }) {
    const central = CentralManagementDatabase === true;
    const master = world.cmsMaster();
    const named = world.layout.pools.find(({ pool }) => sameName(storeNamed(pool), SqlServerFqdn ?? null));
    const p = SqlServerFqdn !== undefined ? (named?.index ?? -1) : central ? master : -1;
    if (p < 0) return done('noted; which databases answer is known of the SQL server that is the primary of a pool');
    const wanted = world
      .pool(p)
      .databases.filter((db) => (central ? db === CMS_DATABASE : true))
      .filter((db) => DatabaseType === undefined || world.databaseName(db) === DatabaseType);
    if (wanted.length === 0) return done('noted; the database is not modelled');
    return done(
      null,
      wanted.flatMap((db) => databasesOf(world, p, db)),
    );
  },
});

/** The SQL server that the topology has for the store: of a group its listener (D105). */
const storeNamed = ({ backEnd }: Pool): string => backEnd.availabilityGroup?.sqlServerFqdn ?? backEnd.primary;

function databasesOf(world: World, p: number, db: number): CmdletObject[] {
  const { pool } = world.pool(p);
  const { mirror, instance } = pool.backEnd;
  return DATABASE_NAMES[db].map((DatabaseName) => ({
    SqlServerFqdn: storeNamed(pool),
    SqlInstanceName: instance,
    MirrorSqlServerFqdn: mirror,
    DatabaseName,
    Succeed: world.served(p, db),
  }));
}

const READINESS = [takes.flag('SkipIdleSecondaryVerification'), takes.text('TypedOn', { implied: true }), force];

/** Get-CsPoolUpgradeReadinessState (D251). */
export const getUpgradeReadiness = defineCmdlet({
  name: 'Get-CsPoolUpgradeReadinessState',
  parameters: READINESS,
  does: 'On a Front End server (`on:` of the step, or `Invoke-Command`): `PoolUpgradeState` is `Ready` while all servers of the pool run and have their replicas, `Busy` while these are built (D251, M11), which `-SkipIdleSecondaryVerification` does not ask.',
  refusedBy: { D251: 'the pool is of 2019 or later, which has `Get-CsUpgradeDomainInfo`' },
  notModelled: 'What it says while servers are down, and where the script itself runs.',
  begin(world, { TypedOn, SkipIdleSecondaryVerification }) {
    const p = poolTypedOn(world, TypedOn);
    if (p < 0) return done(TYPED_NOWHERE);
    const { pool } = world.pool(p);
    if (isFrom2019(pool.product)) {
      return refuse('D251', `${pool.fqdn} has no Get-CsPoolUpgradeReadinessState: use Get-CsUpgradeDomainInfo.`);
    }
    const isBuilt = replicasBuilt(world, p);
    if (isBuilt === null) return done(`noted; servers of ${pool.fqdn} are down`);
    const PoolUpgradeState = isBuilt || SkipIdleSecondaryVerification === true ? 'Ready' : 'Busy';
    return done(null, [{ PoolFqdn: pool.fqdn, PoolUpgradeState }]);
  },
});

/** Get-CsUpgradeDomainInfo (D251). */
export const getUpgradeDomains = defineCmdlet({
  name: 'Get-CsUpgradeDomainInfo',
  parameters: READINESS,
  products: FROM_2019,
  does: 'On a Front End server (`on:` of the step, or `Invoke-Command`): the report tells in words whether the servers of the pool run and have their replicas, and its upgrade domains (D250, D251).',
  refusedBy: { D251: 'the pool is of a product before 2019, which has `Get-CsPoolUpgradeReadinessState`' },
  notModelled:
    'What a script reads of its answer: the reference names what it tells, and no property; and where the script itself runs.',
  begin(world, { TypedOn, SkipIdleSecondaryVerification }) {
    const p = poolTypedOn(world, TypedOn);
    if (p < 0) return done(TYPED_NOWHERE);
    const { pool, servers } = world.pool(p);
    if (!isFrom2019(pool.product)) {
      return refuse('D251', `${pool.fqdn} has no Get-CsUpgradeDomainInfo: use Get-CsPoolUpgradeReadinessState.`);
    }
    const isBuilt = replicasBuilt(world, p);
    const state =
      isBuilt === null
        ? 'not all of its services run'
        : isBuilt
          ? 'all replicas are built'
          : SkipIdleSecondaryVerification === true
            ? 'replicas are still being built, which was not asked'
            : 'replicas are still being built: wait before the next domain';
    const domains = domainsNow(world, p).map((names, i) => `${i + 1} = ${names.join(' + ')}`);
    return done(
      `${pool.fqdn}: ${world.running(p)} of ${servers.length} servers run, ${state}; upgrade domains ${domains.join(', ')}`,
    );
  },
});

const TYPED_NOWHERE = 'noted; the state is known of the pool of the server that it is typed on';

/** The pool of the Front End server that a line is typed on; -1 = nobody says which, or it is none. */
function poolTypedOn(world: World, machine: string | undefined): number {
  const host = machine === undefined ? -1 : hostCalled(world, machine);
  return host < 0 ? -1 : world.layout.serverOf[host][0];
}

/** Whether all replicas of a pool are built on all its servers; null = not all of them run. */
function replicasBuilt(world: World, p: number): boolean | null {
  const { running, base, building } = groupsOf(world, p);
  const all = (1 << world.pool(p).servers.length) - 1;
  return running !== all || !world.frontEndRuns(p) ? null : base === all && building === 0;
}
