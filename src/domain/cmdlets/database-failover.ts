/**
 * Invoke-CsDatabaseFailover: a manual failover of one mirroring session, through the session where it is synchronised,
 * else by forced service (D22-D25, D29).
 */

import { apply } from '../components/back-end/behaviour.js';
import { isMirrored } from '../state/layout.js';
import { DATABASE_TYPES } from '../state/modules.js';
import { seconds } from '../state/units.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, end, type Offered, offer, refuse } from './cmdlet.js';
import { toOtherReplica } from './group-advice.js';
import { force, parameter, poolFqdn, report, required, takes, unmodelled, unmodelledFlags } from './parameter-types.js';
import { invokeSqlcmd, toResume } from './sql-statement.js';

/** Invoke-CsDatabaseFailover. */
export const databaseFailover = defineCmdlet({
  name: 'Invoke-CsDatabaseFailover',
  parameters: [
    poolFqdn,
    takes.databaseType('DatabaseType', required),
    parameter({ kind: 'enum', values: ['mirror', 'primary'] })('NewPrincipal', required),
    force,
    report,
    ...unmodelled('ExcludeDatabaseList'),
    ...unmodelledFlags('LocalStore'),
  ],
  does: 'Makes the other SQL server of a mirrored Back End the principal. `-Force` on a mirror that lags behind loses what it had not received.',
  refusedBy: {
    D22: 'there is no mirror, the new principal is down or has no copy, or the session changes meanwhile',
    D23: 'the new principal would be alone and not serve: it sees neither its partner nor the witness',
    D24: 'the session is not SYNCHRONIZED, is SUSPENDED since its forced service, or its mirroring was removed',
    D25: 'the principal is lost and the mirror lags behind, without `-Force`',
    D29: 'the pool has no database of that type',
    D108: 'the Back End is an availability group: no primary and mirror are configured',
  },
  notModelled: 'Database types other than `User`, `Application` and `CentralMgmt`.',
  begin(world, { PoolFqdn, DatabaseType, NewPrincipal, Force }) {
    const p = world.layout.pool(PoolFqdn);
    const db = databaseOf(DatabaseType);
    if (db < 0) return beyondModel(`database type ${DatabaseType} is not modelled`);
    if (!world.pool(p).databases.includes(db)) {
      return refuse('D29', `${world.name(p)} has no ${DatabaseType} database.`);
    }
    const side = NewPrincipal === 'mirror' ? 1 : 0;
    if (world.pool(p).group === null && world.principalSide(p, db) === side && world.served(p, db)) {
      return done(`${world.layout.hosts[world.pool(p).sql[side]].fqdn} is the principal already`);
    }
    const no = databaseRefusal(world, p, db, side, Force === true);
    if (no !== null) return no;
    const state = world.sessionName(p, db);
    const forced = world.ids.session.behind[world.session(p, db)];
    if (world.ids.session.severed[world.session(p, db)]) noteForced(world, p, db, Force === true);
    if (state === 'synchronized') apply(world, p, db, world.machines.session.event('failOver'));
    else world.effects.start(world.work.command.at(), ...seconds(world.settings.databaseFailoverSeconds));
    const flags = forced ? FORCED : state === 'synchronized' ? IN_SESSION : 0;
    return { subject: p, flags: flags | (side === 1 ? TO_MIRROR : 0), value: db };
  },
  phases: { workDone, look },
  hazard(world, { PoolFqdn, DatabaseType, Force }) {
    const db = databaseOf(DatabaseType);
    if (Force !== true || db < 0) return null;
    return world.ids.session.behind[world.session(world.layout.pool(PoolFqdn), db)] ? 'D25' : null;
  },
  freely: {
    each: 'pool',
    lines(world, p) {
      const { databases, pool } = world.pool(p);
      if (!isMirrored(world.pool(p))) return [];
      return databases.flatMap((db) =>
        (['mirror', 'primary'] as const).flatMap((NewPrincipal) => {
          const line = { PoolFqdn: pool.fqdn, DatabaseType: DATABASE_TYPES[db], NewPrincipal };
          return [line, { ...line, Force: true }];
        }),
      );
    },
    offers,
  },
});

/** Index of a database type; -1 = it is not modelled. */
export const databaseOf = (type: string): number => (DATABASE_TYPES as readonly string[]).indexOf(type);

/** The line that makes the server the principal that is not, by force or not. */
export const toOtherServer = (world: World, p: number, db: number, byForce = false) => ({
  PoolFqdn: world.name(p),
  DatabaseType: DATABASE_TYPES[db],
  NewPrincipal: world.principalSide(p, db) === 0 ? ('mirror' as const) : ('primary' as const),
  ...(byForce ? { Force: true } : {}),
});

function offers(world: World, p: number): Offered[] {
  const { databases } = world.pool(p);
  const typed = (kind: string, db: number): Offered =>
    offer(kind, 'Invoke-CsDatabaseFailover', toOtherServer(world, p, db, kind === 'hazard'));
  if (!isMirrored(world.pool(p))) return [typed('mistake', 0)];
  return databases.flatMap((db) => {
    const side = 1 - world.principalSide(p, db);
    const regular = typed(databaseRefusal(world, p, db, side, false) === null ? 'database' : 'mistake', db);
    const behind = world.ids.session.behind[world.session(p, db)];
    return behind && databaseRefusal(world, p, db, side, true) === null ? [regular, typed('hazard', db)] : [regular];
  });
}

const FORCED = 1;
/** the session itself does the work: it was synchronised (D22) */
const IN_SESSION = 2;
/** the mirror of the topology is to become the principal, not its primary */
const TO_MIRROR = 4;

/** What refuses to make `side` the principal of a session; null = nothing does. */
export function databaseRefusal(world: World, p: number, db: number, side: number, force: boolean): Ended | null {
  const { sql, pool, group, instance } = world.pool(p);
  if (instance !== null) {
    const message = `The Back End of ${world.name(p)} is the failover cluster instance ${instance.name}: no primary and mirror are configured.`;
    return refuse('D108', `${message} It starts on another node by itself (D137).`);
  }
  if (group !== null) {
    const message = `The Back End of ${world.name(p)} is the availability group ${group.group.listener}: no primary and mirror are configured.`;
    return refuse('D108', `${message} It fails over by SQL Server's own commands: ${toOtherReplica(world, p)}.`);
  }
  if (sql[1] < 0) {
    const why = pool.edition === 'standard' ? ' (Standard Edition has none, D4)' : '';
    return refuse('D22', `The Back End of ${world.name(p)} has no mirror${why}.`);
  }
  const host = world.layout.hosts[sql[side]].fqdn;
  if (!world.up(sql[side]) || world.isBlank(p, db, side)) {
    return refuse('D22', `${host} is down or has no copy of the database: it cannot become the principal.`);
  }
  const ids = world.ids.session;
  const session = world.session(p, db);
  if (ids.single[session]) {
    return refuse('D24', `Mirroring of the ${world.databaseName(db)} database of ${world.name(p)} was removed.`);
  }
  const state = world.sessionName(p, db);
  const lost = state === 'electing' || ids.severed[session];
  if (lost && world.principalSide(p, db) === side) {
    return refuse('D23', `${host} is the principal already, but it sees neither its mirror nor the witness.`);
  }
  const { witness } = world.pool(p);
  if (lost && witness >= 0 && !world.see(sql[side], witness)) {
    return refuse(
      'D23',
      `${host} does not see the witness ${world.layout.hosts[witness].fqdn}: a principal alone does not serve. Repair the witness or the old principal first.`,
    );
  }
  if (state === 'synchronized' || state === 'electing' || state === 'severed') return null;
  if (ids.behind[session]) {
    if (force) return null;
    return refuse(
      'D25',
      `The principal is lost and ${host} was not SYNCHRONIZED: it lacks the last transactions. Repair the principal, or add -Force and lose them.`,
    );
  }
  if (ids.waitsForResume[session]) {
    const line = invokeSqlcmd.line(toResume(world, p, db));
    return refuse('D24', `The session is SUSPENDED since its forced service. Resume it first: ${line}`);
  }
  return refuse('D24', `The session is not SYNCHRONIZED: wait until Get-CsDatabaseMirrorState shows it.`);
}

/** D22, D25: with the principal lost SQL Server knows only forced service; where the documents disagree, it is said. */
function noteForced(world: World, p: number, db: number, byForce: boolean): void {
  const what = `the principal of the ${world.databaseName(db)} database of ${world.name(p)} is lost`;
  if (!byForce) {
    world.finding(
      'warning',
      'D22',
      `${what}, and SQL Server knows only forced service then: the procedure shows this line without -Force, the cmdlet reference wants -Force. Nothing is lost, as the session was SYNCHRONIZED; when the old principal returns, it stays SUSPENDED until it is resumed (D24).`,
    );
  }
  if (world.pool(p).witness < 0) return;
  world.finding(
    'warning',
    'D25',
    `${what}, and the session has a witness: sources disagree whether service can be forced then. It is taken to work where the mirror sees the witness and neither sees the principal.`,
  );
}

/** The principal was lost before: the mirror takes its place. */
function workDone(world: World): void {
  const p = world.variables.commandPool.get();
  const db = world.variables.commandValue.get();
  const forced = (world.variables.commandFlags.get() & FORCED) !== 0;
  const before = world.principalSide(p, db);
  world.cause = 'forced service on a disconnected mirror (D25)';
  apply(world, p, db, world.machines.session.event(forced ? 'force' : 'failOver'));
  if (world.principalSide(p, db) === before)
    return end(world, 'failed', 'D22', 'the state of the session changed meanwhile');
  world.tell(
    'SQL Server',
    `${world.databaseName(db)} database of ${world.name(p)}: principal is ${principal(world, p, db)} now`,
  );
}

function principal(world: World, p: number, db: number): string {
  return world.layout.hosts[world.pool(p).sql[world.principalSide(p, db)]].fqdn;
}

/** The cmdlet is through when the server that was asked for is the principal and served, whatever made it so. */
function look(world: World): boolean {
  const p = world.variables.commandPool.get();
  const db = world.variables.commandValue.get();
  const flags = world.variables.commandFlags.get();
  const reached = world.principalSide(p, db) === ((flags & TO_MIRROR) !== 0 ? 1 : 0);
  if (!reached) {
    const why = hindrance(world, p, db, (flags & IN_SESSION) !== 0);
    if (why !== null) end(world, 'failed', 'D22', why);
    return why !== null;
  }
  const host = principal(world, p, db);
  if (world.served(p, db)) end(world, 'ok', null, `${host} is the principal of the ${world.databaseName(db)} database`);
  else end(world, 'failed', 'D23', `${host} is the principal, but it is not served`);
  return true;
}

/** Why the other server will not become the principal by what is under way; null = it still may. */
function hindrance(world: World, p: number, db: number, inSession: boolean): string | null {
  const state = world.sessionName(p, db);
  const severed = world.ids.session.severed[world.session(p, db)];
  if (inSession && severed) return 'the principal was lost during the failover: run it again';
  if (state === 'pendingFailover') return null;
  if (state === 'electing' || severed) {
    const mirror = world.pool(p).sql[1 - world.principalSide(p, db)];
    return world.up(mirror) ? null : 'the new principal was lost during the failover';
  }
  const again = inSession ? '' : ' again';
  return `the session changed during the failover: ${principal(world, p, db)} is the principal${again}`;
}
