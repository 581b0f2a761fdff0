import { apply } from '../components/back-end/behaviour.js';
import { DATABASE_TYPES } from '../state/modules.js';
import { seconds } from '../state/units.js';
import type { World } from '../state/world.js';
import {
  type Begun,
  type Cmdlet,
  COMMAND,
  done,
  type Ended,
  end,
  notModelled,
  type Parameters,
  refused,
  run,
} from './cmdlet.js';

/** Invoke-CsDatabaseFailover (D22, D25). */
export const databaseFailover: Cmdlet = {
  names: ['Invoke-CsDatabaseFailover'],
  kinds: [COMMAND.databaseFailover],
  begin,
  workDone,
  look,
};

const FORCED = 1;
/** the session itself does the work: it was synchronised (D22) */
const IN_SESSION = 2;
/** the mirror of the topology is to become the principal, not its primary */
const TO_MIRROR = 4;

/** What refuses to make `side` the principal of a session; null = nothing does. */
export function refusal(world: World, p: number, db: number, side: number, force: boolean): Ended | null {
  const { sql, pool } = world.pool(p);
  if (sql[1] < 0) {
    const why = pool.edition === 'standard' ? ' (Standard Edition has none, D4)' : '';
    return refused('D22', `The Back End of ${world.name(p)} has no mirror${why}.`);
  }
  const host = world.layout.hosts[sql[side]].fqdn;
  if (!world.up(sql[side]) || world.isBlank(p, db, side)) {
    return refused('D22', `${host} is down or has no copy of the database: it cannot become the principal.`);
  }
  const state = world.sessionName(p, db);
  const lost = state === 'electing' || state.startsWith('severed');
  if (lost && world.principalSide(p, db) === side) {
    return refused(
      'D23',
      `${host} is the principal already, but it sees neither its mirror nor the witness.`,
    );
  }
  const { witness } = world.pool(p);
  if (lost && witness >= 0 && !world.see(sql[side], witness)) {
    return refused(
      'D23',
      `${host} does not see the witness ${world.layout.hosts[witness].fqdn}: a principal alone does not serve. Repair the witness or the old principal first.`,
    );
  }
  if (state === 'synchronized' || state === 'electing' || state === 'severed') return null;
  if (state === 'severedBehind') {
    if (force) return null;
    return refused(
      'D25',
      `The principal is lost and ${host} was not SYNCHRONIZED: it lacks the last transactions. Repair the principal, or add -Force and lose them.`,
    );
  }
  return refused('D24', `The session is not SYNCHRONIZED: wait until Get-CsDatabaseMirrorState shows it.`);
}

function begin(world: World, _name: string, parameters: Parameters): Begun {
  const p = world.layout.pool(String(parameters.PoolFqdn));
  const db = DATABASE_TYPES.indexOf(parameters.DatabaseType as (typeof DATABASE_TYPES)[number]);
  if (db < 0) return notModelled(`database type ${parameters.DatabaseType} is not modelled`);
  if (!world.pool(p).databases.includes(db)) {
    return refused('D29', `${world.name(p)} has no ${parameters.DatabaseType} database.`);
  }
  const side = parameters.NewPrincipal === 'mirror' ? 1 : 0;
  if (world.principalSide(p, db) === side && world.served(p, db)) {
    return done(`${world.layout.hosts[world.pool(p).sql[side]].fqdn} is the principal already`);
  }
  const no = refusal(world, p, db, side, parameters.Force === true);
  if (no !== null) return no;
  const state = world.sessionName(p, db);
  const forced = state === 'severedBehind';
  if (state === 'synchronized') apply(world, p, db, world.machines.session.event('failOver'));
  else world.effects.start(world.work.command.at(), ...seconds(world.settings.databaseFailoverSeconds));
  const flags = forced ? FORCED : state === 'synchronized' ? IN_SESSION : 0;
  return run(world, COMMAND.databaseFailover, p, flags | (side === 1 ? TO_MIRROR : 0), db);
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
  if (world.served(p, db))
    end(world, 'ok', null, `${host} is the principal of the ${world.databaseName(db)} database`);
  else end(world, 'failed', 'D23', `${host} is the principal, but it is not served`);
  return true;
}

/** Why the other server will not become the principal by what is under way; null = it still may. */
function hindrance(world: World, p: number, db: number, inSession: boolean): string | null {
  const state = world.sessionName(p, db);
  const severed = state.startsWith('severed');
  if (inSession && severed) return 'the principal was lost during the failover: run it again';
  if (state === 'pendingFailover') return null;
  if (state === 'electing' || severed) {
    const mirror = world.pool(p).sql[1 - world.principalSide(p, db)];
    return world.up(mirror) ? null : 'the new principal was lost during the failover';
  }
  const again = inSession ? '' : ' again';
  return `the session changed during the failover: ${principal(world, p, db)} is the principal${again}`;
}
