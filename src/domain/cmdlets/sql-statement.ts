/**
 * Invoke-Sqlcmd: SQL statements that an administrator types on a SQL server, of which the model follows those that
 * resume or remove the mirroring of a database (D24, D25).
 */
import { count, counted } from '../../core/format.js';
import { readGroupStatements } from '../components/availability-group/group-statement.js';
import { aloneOnMirror, apply } from '../components/back-end/behaviour.js';
import { DATABASE_NAMES, type MirroringStatement, readStatements } from '../components/back-end/mirroring-statement.js';
import { isMirrored } from '../state/layout.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, offer, refuse } from './cmdlet.js';
import { forceHazard, GROUP_FAILOVER } from './group-failover.js';
import { groupOffers } from './group-offers.js';
import { takes, unmodelled, unmodelledFlags } from './parameter-types.js';
import { carryOutOnGroup, groupLines, hostOfInstance, replicaNamed } from './statements-on-group.js';

const KNOWN =
  'of SQL statements the model knows ALTER DATABASE ... SET PARTNER RESUME and OFF, ALTER AVAILABILITY GROUP ... FAILOVER and FORCE_FAILOVER_ALLOW_DATA_LOSS, and ALTER DATABASE ... SET HADR RESUME';

/** Invoke-Sqlcmd; a statement that stands alone in a drill is the same. */
export const invokeSqlcmd = defineCmdlet({
  name: 'Invoke-Sqlcmd',
  parameters: [
    takes.text('Query', { position: 0, aliases: ['Q'] }),
    takes.text('ServerInstance'),
    takes.text('Database'),
    takes.int32('QueryTimeout'),
    takes.int32('ConnectionTimeout'),
    ...unmodelled('InputFile', 'HostName', 'Username', 'Password', 'Credential', 'Variable', 'ConnectionString'),
    ...unmodelledFlags('DedicatedAdministratorConnection', 'AbortOnError', 'EncryptConnection'),
  ],
  does: 'Sends `ALTER DATABASE D SET PARTNER RESUME` or `OFF` to a SQL server, several with `;` between them: mirroring goes on that forced service left SUSPENDED, and the old principal rolls back what it has alone; or it is removed, and that stays for a hand to salvage (D24, D25). One database of a session stands for all of it: rtcab, rtcxds, rtcshared (User); rgsconfig, rgsdyn, cpsdyn (Application); xds, lis (CentralMgmt). `ALTER AVAILABILITY GROUP G FAILOVER` or `FORCE_FAILOVER_ALLOW_DATA_LOSS`, on the replica that is to be primary, does what `Switch-SqlAvailabilityGroup` does, `ALTER DATABASE D SET HADR RESUME` on a suspended one what `Resume-SqlAvailabilityDatabase` does (D116-D118). In a drill the statement may also stand alone, with `on: HOST` beside it or where one session alone is suspended.',
  refusedBy: {
    D116: 'of a group: the server is none of its replicas, is down or is the primary, a failover is under way, the replica is not SYNCHRONIZED, or what the failover rests on changes meanwhile',
    D117: 'the cluster of the group has no quorum, or the replica is not in the part that has',
    D118: 'HADR RESUME: the server is the primary while another replica is suspended, or no primary that is online is connected',
    D134: 'quorum of the group was forced, and the failover is a planned one',
    D104: 'HADR RESUME: the database is one of reporting or of Persistent Chat, which are in no group',
    D107: 'the replica is primary, and the Front End servers cannot use it',
    D24: 'the server, its instance or the database is none of the topology, the server is the mirror or is down, or the database is not mirrored (any more); RESUME: the old principal is not back, or the mirror is being restored from a backup; OFF: a failover of it is under way; without a server, which session is meant is not known',
  },
  notModelled: 'Any other statement; a failover of a group beside other statements.',
  begin(world, { Query, ServerInstance }) {
    const ofGroup = readGroupStatements(Query ?? '');
    if (ofGroup !== null) return carryOutOnGroup(world, ofGroup, ServerInstance ?? null);
    const statements = readStatements(Query ?? '');
    if (statements === null) return beyondModel(KNOWN);
    let last = done();
    for (const statement of statements) {
      last = carryOut(world, statement, ServerInstance ?? null);
      if (last.outcome !== 'ok') return last;
    }
    return last;
  },
  phases: GROUP_FAILOVER,
  hazard(world, { Query, ServerInstance }) {
    const [first] = readGroupStatements(Query ?? '') ?? [];
    return first === undefined
      ? null
      : forceHazard(world, replicaNamed(world, ServerInstance ?? null), first.act === 'force');
  },
  freely: {
    each: 'pool',
    // D24: what forced service leaves SUSPENDED, on whichever server is the principal by then.
    lines(world, p) {
      const { sql, databases, group } = world.pool(p);
      if (group !== null) return groupLines(world, p);
      if (!isMirrored(world.pool(p))) return [];
      return databases.flatMap((db) =>
        sql.map((h) => ({
          Query: `ALTER DATABASE ${DATABASE_NAMES[db][0]} SET PARTNER RESUME`,
          ServerInstance: world.layout.hosts[h].fqdn,
        })),
      );
    },
    offers: (world, p) => [
      ...groupOffers(world, p),
      ...world
        .pool(p)
        .databases.filter((db) => world.ids.session.waitsForResume[world.session(p, db)])
        .map((db) => offer('database', 'Invoke-Sqlcmd', toResume(world, p, db))),
    ],
  },
});

/** What resumes the session of a database, on its principal. */
export function toResume(world: World, p: number, db: number) {
  const { sql, pool } = world.pool(p);
  const host = world.layout.hosts[sql[world.principalSide(p, db)]].fqdn;
  return {
    ServerInstance: `${host}\\${pool.backEnd.instance}`,
    Query: DATABASE_NAMES[db].map((name) => `ALTER DATABASE ${name} SET PARTNER RESUME`).join('; '),
  };
}

/** A session of a pool. */
interface Session {
  readonly p: number;
  readonly db: number;
}

function carryOut(world: World, statement: MirroringStatement, server: string | null): Ended {
  const { db, database, act } = statement;
  if (db < 0) return beyondModel(`the mirroring of a database "${database}" is not modelled`);
  const session = server === null ? suspendedOne(world, db, act) : sessionOn(world, db, database, server);
  if ('outcome' in session) return session;
  return act === 'resume' ? resume(world, session) : remove(world, session);
}

/** Without a server only one session can be meant: the one that is suspended. */
function suspendedOne(world: World, db: number, act: MirroringStatement['act']): Session | Ended {
  const having = world.layout.pools.map((p) => p.index).filter((p) => world.pool(p).databases.includes(db));
  const suspended = having.filter((p) => world.ids.session.waitsForResume[world.session(p, db)]);
  if (suspended.length === 1) return { p: suspended[0], db };
  // Each database of a session is resumed; the first of them stood for all (M).
  const resumed = having.filter((p) => world.sessionName(p, db) === 'synchronizing');
  if (act === 'resume' && suspended.length === 0 && resumed.length === 1) return { p: resumed[0], db };
  const none = `no ${world.databaseName(db)} database is SUSPENDED`;
  const which = `${count(suspended.length)} ${world.databaseName(db)} databases are SUSPENDED`;
  return refuse(
    'D24',
    `Which SQL server is meant is not known: ${suspended.length === 0 ? none : which}. Type it on the principal: Invoke-Sqlcmd -ServerInstance "HOST\\INSTANCE" -Query "..." (in a drill, "on: HOST" beside it).`,
  );
}

/** The session of a database on a server that is typed as HOST, HOST\INSTANCE or HOST,PORT. */
function sessionOn(world: World, db: number, database: string, server: string): Session | Ended {
  const name = hostOfInstance(server);
  const [, instance] = server.trim().replace(/,.*$/, '').split('\\');
  const called = (h: number): boolean => h >= 0 && isCalled(world, h, name);
  const shared = world.layout.pools.find((p) => p.instance !== null && [...p.sql, ...p.cluster!.nodes].some(called));
  const isInstance = world.layout.pools.some((p) => isNamed(p.instance?.name ?? '', name));
  if (shared !== undefined || isInstance) return refuse('D24', `${database} on ${name} is not mirrored.`);
  const pool = world.layout.pools.find((p) => p.sql.some(called));
  if (pool === undefined) return refuse('D24', `There is no SQL server "${name}" in the topology.`);
  const p = pool.index;
  const side = pool.sql.findIndex(called);
  const host = world.layout.hosts[pool.sql[side]].fqdn;
  const expected = pool.pool.backEnd.instance;
  if (instance !== undefined && instance.toLowerCase() !== expected.toLowerCase()) {
    return refuse('D24', `${host} has no instance "${instance}": that of ${world.name(p)} is ${expected}.`);
  }
  if (!pool.databases.includes(db)) return refuse('D24', `${host} has no database ${database}.`);
  if (world.ids.session.single[world.session(p, db)]) return refuse('D24', `${database} on ${host} is not mirrored.`);
  if (!world.up(pool.sql[side])) return refuse('D24', `${host} is down.`);
  if (world.principalSide(p, db) === side) return { p, db };
  const principal = world.layout.hosts[pool.sql[1 - side]].fqdn;
  const where = world.up(pool.sql[1 - side])
    ? `the statement is typed on the principal, ${principal}`
    : `the statement is typed on the principal, and that is ${principal}, which is down: bring it back first`;
  return refuse('D24', `${host} is the mirror: ${where}.`);
}

function isCalled(world: World, host: number, name: string): boolean {
  return isNamed(world.layout.hosts[host].fqdn, name);
}

/** By its FQDN or its first label. */
function isNamed(machine: string, name: string): boolean {
  const fqdn = machine.toLowerCase();
  return fqdn === name.toLowerCase() || fqdn.split('.', 1)[0] === name.toLowerCase();
}

const nameOf = (world: World, { p, db }: Session): string => `${world.databaseName(db)} database of ${world.name(p)}`;

const principalOf = (world: World, { p, db }: Session): string =>
  world.layout.hosts[world.pool(p).sql[world.principalSide(p, db)]].fqdn;

function resume(world: World, session: Session): Ended {
  const { p, db } = session;
  const what = nameOf(world, session);
  const state = world.sessionName(p, db);
  if (state === 'synchronizing' || world.inStep(p, db)) {
    return done(`mirroring of the ${what} is not suspended any more`);
  }
  if (state === 'suspended') {
    return refuse(
      'D24',
      `The mirror of the ${what} is being restored from a backup; mirroring goes on by itself then.`,
    );
  }
  if (!world.ids.session.waitsForResume[world.session(p, db)]) {
    const mirror = world.layout.hosts[world.pool(p).sql[1 - world.principalSide(p, db)]].fqdn;
    return refuse('D24', `Mirroring of the ${what} is DISCONNECTED: bring ${mirror} back first.`);
  }
  const gone = aloneOnMirror(world, p, db);
  apply(world, p, db, world.machines.session.event('resume'));
  if (gone > 0) {
    world.finding(
      'warning',
      'D25',
      `resuming the mirroring of the ${what} rolled back what the old principal had alone: ${counted(gone, 'stranded change')} lost for good`,
    );
  }
  world.tell('SQL Server', `${what}: mirroring resumed on ${principalOf(world, session)}, SYNCHRONIZING`);
  return done(`mirroring of the ${what} is resumed`);
}

/** The old principal keeps what it has alone, for a hand to salvage (D25). */
function remove(world: World, session: Session): Ended {
  const { p, db } = session;
  const state = world.sessionName(p, db);
  const what = nameOf(world, session);
  if (state === 'electing' || state === 'pendingFailover') {
    return refuse('D24', `A failover of the ${what} is under way.`);
  }
  apply(world, p, db, world.machines.session.event('remove'));
  const stranded = aloneOnMirror(world, p, db);
  const kept = stranded === 0 ? '' : `; the other server keeps ${counted(stranded, 'change')} that it has alone`;
  world.tell('SQL Server', `${what}: mirroring removed, ${principalOf(world, session)} has the only copy${kept}`);
  return done(`mirroring of the ${what} is removed`);
}
