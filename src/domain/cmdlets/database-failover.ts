import { apply } from '../components/back-end/behaviour.js';
import { DATABASE_TYPES } from '../state/layout.js';
import { seconds, type World } from '../state/world.js';
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
export function refusal(w: World, p: number, db: number, side: number, force: boolean): Ended | null {
  const { sql, pool } = w.pool(p);
  if (sql[1] < 0) {
    const why = pool.edition === 'standard' ? ' (Standard Edition has none, D4)' : '';
    return refused('D22', `The Back End of ${w.name(p)} has no mirror${why}.`);
  }
  const host = w.layout.hosts[sql[side]].fqdn;
  if (!w.up(sql[side]) || w.isBlank(p, db, side)) {
    return refused('D22', `${host} is down or has no copy of the database: it cannot become the principal.`);
  }
  const state = w.sessionName(p, db);
  const lost = state === 'electing' || state.startsWith('severed');
  if (lost && w.principalSide(p, db) === side) {
    return refused(
      'D23',
      `${host} is the principal already, but it sees neither its mirror nor the witness.`,
    );
  }
  const { witness } = w.pool(p);
  if (lost && witness >= 0 && !w.see(sql[side], witness)) {
    return refused(
      'D23',
      `${host} does not see the witness ${w.layout.hosts[witness].fqdn}: a principal alone does not serve. Repair the witness or the old principal first.`,
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

function begin(w: World, _name: string, parameters: Parameters): Begun {
  const p = w.layout.pool(String(parameters.PoolFqdn));
  const db = DATABASE_TYPES.indexOf(parameters.DatabaseType as (typeof DATABASE_TYPES)[number]);
  if (db < 0) return notModelled(`database type ${parameters.DatabaseType} is not modelled`);
  if (!w.pool(p).databases.includes(db)) {
    return refused('D29', `${w.name(p)} has no ${parameters.DatabaseType} database.`);
  }
  const side = parameters.NewPrincipal === 'mirror' ? 1 : 0;
  if (w.principalSide(p, db) === side && w.served(p, db)) {
    return done(`${w.layout.hosts[w.pool(p).sql[side]].fqdn} is the principal already`);
  }
  const no = refusal(w, p, db, side, parameters.Force === true);
  if (no !== null) return no;
  const state = w.sessionName(p, db);
  const forced = state === 'severedBehind';
  if (state === 'synchronized') apply(w, p, db, w.machines.session.event('failOver'));
  else w.sink.start(w.work.command, ...seconds(w.settings.databaseFailoverSeconds));
  const flags = forced ? FORCED : state === 'synchronized' ? IN_SESSION : 0;
  return run(w, COMMAND.databaseFailover, p, flags | (side === 1 ? TO_MIRROR : 0), db);
}

/** The principal was lost before: the mirror takes its place. */
function workDone(w: World): void {
  const p = w.c[w.s.commandPool];
  const db = w.c[w.s.commandValue];
  const forced = (w.c[w.s.commandFlags] & FORCED) !== 0;
  const before = w.principalSide(p, db);
  w.cause = 'forced service on a disconnected mirror (D25)';
  apply(w, p, db, w.machines.session.event(forced ? 'force' : 'failOver'));
  if (w.principalSide(p, db) === before)
    return end(w, 'failed', 'D22', 'the state of the session changed meanwhile');
  w.tell(
    'SQL Server',
    `${w.databaseName(db)} database of ${w.name(p)}: principal is ${principal(w, p, db)} now`,
  );
}

function principal(w: World, p: number, db: number): string {
  return w.layout.hosts[w.pool(p).sql[w.principalSide(p, db)]].fqdn;
}

/** The cmdlet is through when the server that was asked for is the principal and served, whatever made it so. */
function look(w: World): boolean {
  const p = w.c[w.s.commandPool];
  const db = w.c[w.s.commandValue];
  const flags = w.c[w.s.commandFlags];
  const reached = w.principalSide(p, db) === ((flags & TO_MIRROR) !== 0 ? 1 : 0);
  if (!reached) {
    const why = hindrance(w, p, db, (flags & IN_SESSION) !== 0);
    if (why !== null) end(w, 'failed', 'D22', why);
    return why !== null;
  }
  const host = principal(w, p, db);
  if (w.served(p, db)) end(w, 'ok', null, `${host} is the principal of the ${w.databaseName(db)} database`);
  else end(w, 'failed', 'D23', `${host} is the principal, but it is not served`);
  return true;
}

/** Why the other server will not become the principal by what is under way; null = it still may. */
function hindrance(w: World, p: number, db: number, inSession: boolean): string | null {
  const state = w.sessionName(p, db);
  const severed = state.startsWith('severed');
  if (inSession && severed) return 'the principal was lost during the failover: run it again';
  if (state === 'pendingFailover') return null;
  if (state === 'electing' || severed) {
    const mirror = w.pool(p).sql[1 - w.principalSide(p, db)];
    return w.up(mirror) ? null : 'the new principal was lost during the failover';
  }
  const again = inSession ? '' : ' again';
  return `the session changed during the failover: ${principal(w, p, db)} is the principal${again}`;
}
