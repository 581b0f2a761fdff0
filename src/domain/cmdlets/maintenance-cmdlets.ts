/**
 * Cmdlets of a maintenance window that write nothing of what is modelled: the queue of the Storage Service is flushed before
 * servers go down together (D257), and databases are brought to the version of an update (D109).
 */

import { listenerOf } from '../components/availability-group/store-server.js';
import { DATABASE_NAMES } from '../components/back-end/mirroring-statement.js';
import { sqlServerName, sqlServerRuns } from '../components/failover-cluster/sql-server-runs.js';
import { sameName } from '../deployment.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, refuse } from './cmdlet.js';
import { force, parameter, poolFqdn, report, required, takes, unmodelled, unmodelledFlags } from './parameter-types.js';
import { hostCalled } from './server-services.js';

/** Invoke-CsStorageServiceFlush (D257). */
export const storageFlush = defineCmdlet({
  name: 'Invoke-CsStorageServiceFlush',
  parameters: [
    parameter({ kind: 'enum', values: ['SteadyState', 'FullFlush'] })('FlushType', required),
    poolFqdn,
    takes.timespan('WaitTime'),
    force,
    ...unmodelled('Binding', 'HostNameStorageService'),
  ],
  does: 'Writes the queue of the Storage Service of a pool to disk (data for archiving, monitoring and Exchange), which is to be done before several servers go down at once (D257). It changes nothing that is counted: no change of a user is in that queue.',
  refusedBy: { D257: 'the services of the pool do not run, so that there is no queue to write' },
  begin(world, { PoolFqdn, FlushType }) {
    const p = world.layout.pool(PoolFqdn);
    if (!world.frontEndRuns(p)) return refuse('D257', `The services of ${world.name(p)} do not run.`);
    const what = FlushType === 'FullFlush' ? 'the whole queue' : 'what can leave the queue';
    return done(`${what} of the Storage Service of ${world.name(p)} is written`);
  },
});

/** Install-CsDatabase -Update (D109). */
export const installDatabase = defineCmdlet({
  name: 'Install-CsDatabase',
  parameters: [
    takes.flag('Update'),
    takes.flag('ConfiguredDatabases'),
    takes.flag('CentralManagementDatabase'),
    takes.databaseType('DatabaseType'),
    takes.text('SqlServerFqdn'),
    takes.text('SqlInstanceName'),
    takes.flag('ExcludeCollocatedStores'),
    takes.flag('UseDefaultSqlPaths'),
    takes.flag('SkipPrepareCheck'),
    takes.flag('NoReindex'),
    takes.text('DatabasePaths', { list: true }),
    takes.text('DatabasePathMap'),
    takes.text('GlobalCatalog'),
    takes.text('GlobalSettingsDomainController'),
    force,
    report,
    ...unmodelledFlags('Clean', 'Collocated', 'Backup', 'ForDefaultInstance', 'LocalDatabases'),
    ...unmodelled('ForInstance'),
  ],
  does: 'With `-Update`: brings the databases of a SQL server of a pool to the version of the update that is installed (D109). On the listener of an availability group, with `-ConfiguredDatabases`, the logins of the Front End servers are on its primary from then on (D107). It changes nothing that is counted.',
  refusedBy: {
    D107: 'the availability group of the listener is not online',
    D109: 'the SQL server is down, or is not the principal of databases that it is to update (M: what cannot be written cannot be updated)',
  },
  notModelled: 'Without `-Update`: it makes databases. SQL servers that no pool has.',
  begin(world, { Update, ConfiguredDatabases, SqlServerFqdn, CentralManagementDatabase, DatabaseType }) {
    if (Update !== true) return beyondModel('without -Update it makes databases, which is not modelled');
    if (SqlServerFqdn === undefined) return beyondModel('without -SqlServerFqdn it is not said which SQL server');
    const group = world.layout.pools.find(({ group }) => sameName(group?.group.listener ?? null, SqlServerFqdn));
    if (group !== undefined) return updateGroup(world, group.index, ConfiguredDatabases === true);
    const host = hostCalled(world, SqlServerFqdn);
    const found = world.layout.pools.flatMap(({ index: p, sql, instance, databases }) => {
      // What the nodes share is reached by the name of the instance alone.
      const side =
        instance === null ? (host < 0 ? -1 : sql.indexOf(host)) : sameName(instance.name, SqlServerFqdn) ? 0 : -1;
      return side < 0 ? [] : databases.map((db) => ({ p, db, side }));
    });
    const wanted = found.filter(({ db }) => isWanted(world, db, CentralManagementDatabase === true, DatabaseType));
    if (wanted.length === 0) return beyondModel(`the topology has no such database on ${SqlServerFqdn}`);
    const [{ p: first, side: store }] = wanted;
    const fqdn = sqlServerName(world, first, store);
    if (!sqlServerRuns(world, first, store)) return refuse('D109', `${fqdn} is down: its databases cannot be updated.`);
    const wrong = wanted.find(({ p, db, side }) => !world.served(p, db) || world.principalSide(p, db) !== side);
    if (wrong !== undefined) {
      const name = `${world.databaseName(wrong.db)} (${DATABASE_NAMES[wrong.db].join(', ')})`;
      return refuse(
        'D109',
        `${fqdn} does not serve ${name} of ${world.name(wrong.p)}: name the principal, which Get-CsDatabaseMirrorState shows.`,
      );
    }
    return done(`the databases of ${fqdn} are of the version of its update`);
  },
});

/** On a listener it reaches the primary, which has the logins of the Front End servers from then on (D107, D109). */
function updateGroup(world: World, p: number, configured: boolean): Ended {
  if (!configured) return beyondModel('of an availability group, -Update -ConfiguredDatabases alone is modelled');
  const listener = listenerOf(world, p);
  if (!world.ids.group.online[world.variables.group.get(p)]) {
    return refuse('D107', `The availability group ${listener} is not online.`);
  }
  const primary = world.principalSide(p, 0);
  const { logins } = world.variables;
  logins.set(p, logins.get(p) | (1 << primary));
  return done(`the logins are on ${world.layout.hosts[world.pool(p).sql[primary]].fqdn}`);
}

function isWanted(world: World, db: number, central: boolean, type: string | undefined): boolean {
  if (central) return world.databaseName(db) === 'CentralMgmt';
  return type === undefined || world.databaseName(db) === type;
}
