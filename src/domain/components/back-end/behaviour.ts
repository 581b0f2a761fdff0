import { bits } from '../../../core/state-machine.js';
import { CONFIG, minutes, RGS_DATA, seconds, USER_DATA, type World } from '../../state/world.js';
import { discardBatches } from '../backup-service/behaviour.js';
import { mirroringState } from './machine.js';

const MODULE_OF_DATABASE = [USER_DATA, RGS_DATA, CONFIG];

/** Brings every mirroring session of a pool in line with what runs and who sees whom (D20-D25). */
export function lookAtSessions(w: World, p: number): void {
  let changed: Map<number, number[]> | null = null;
  for (const db of w.pool(p).databases) {
    const before = w.session(p, db);
    apply(w, p, db, w.known.session.look + outlook(w, p, db));
    const after = w.session(p, db);
    if (after === before) continue;
    changed ??= new Map();
    changed.set(after, [...(changed.get(after) ?? []), db]);
  }
  // The sessions of a pool mostly go the same way: one line for all of them.
  if (changed !== null) for (const databases of changed.values()) tellChange(w, p, databases);
}

function outlook(w: World, p: number, db: number): number {
  const { sql, witness } = w.pool(p);
  const side = w.principalSide(p, db);
  const principalHost = sql[side];
  const mirrorHost = sql[1 - side];
  const principal = w.up(principalHost) && !w.isBlank(p, db, side);
  const mirror = w.up(mirrorHost);
  const linked = principal && mirror && w.see(principalHost, mirrorHost);
  const blank = w.isBlank(p, db, 1 - side);
  const seesWitness = witness >= 0 && w.see(principalHost, witness);
  // D23: with a witness the principal serves only while it sees the mirror or the witness.
  const quorum = witness < 0 || linked || seesWitness;
  const elects = witness >= 0 && mirror && !blank && w.see(mirrorHost, witness);
  return bits(principal, mirror, linked, quorum, elects, blank);
}

/** An event for one session, with what its signals mean for the ledger and the pending work. */
export function apply(w: World, p: number, db: number, event: number): void {
  const slot = w.s.session + p * 3 + db;
  const workSlot = w.work.session + p * 3 + db;
  for (const signal of w.send(w.machines.session, slot, event)) {
    switch (signal.type) {
      case 'elect': {
        const timeout = w.settings.partnerTimeoutSeconds * 1000;
        const [min, max] = seconds(w.settings.mirrorRedoSeconds);
        w.sink.start(workSlot, timeout + min, timeout + max);
        break;
      }
      case 'cancelWork':
        w.sink.cancel(workSlot);
        break;
      case 'catchUp':
        undoFork(w, p, db);
        w.sink.start(workSlot, ...minutes(w.settings.mirrorCatchUpMinutes));
        break;
      case 'reseed':
        w.sink.start(workSlot, ...minutes(w.settings.mirrorReseedMinutes));
        break;
      case 'failOverWork':
        w.sink.start(workSlot, ...seconds(w.settings.databaseFailoverSeconds));
        break;
      case 'inStep':
        copyToMirror(w, p, db);
        break;
      case 'fork':
        // M39: what the old principal exported and the partner has not imported is of a branch that has ended.
        discardBatches(w, p, [MODULE_OF_DATABASE[db]]);
        // The copy of the partner's log has no tail here: its FE replicas are at the partner.
        forEachStore(w, p, db, (log, principal) => {
          if (log.hasTail && w.poolOnSide(log.owner, log.side) === p) log.cutTail(w.now, principal);
        });
        break;
      case 'swap':
        w.c[w.s.principalSide + p * 3 + db] ^= 1;
        break;
      case 'demote':
        // The server that was principal serves no longer: it is lost, or it is the mirror from now on.
        w.c[w.s.serves + (p * 3 + db) * 2 + 1 - w.principalSide(p, db)] = 0;
        break;
    }
  }
  serve(w, p, db);
}

/**
 * The principal serves in some states. The other server stops when the session says that it is the mirror
 * (signal `demote`); both flags are kept apart so that I5 can fail.
 */
function serve(w: World, p: number, db: number): void {
  const at = w.s.serves + (p * 3 + db) * 2;
  const side = w.principalSide(p, db);
  w.c[at + side] = w.known.session.serving[w.session(p, db)] ? 1 : 0;
}

/** The work in a session's slot is done: election, restore from backup, catching up, manual failover. */
export function sessionWorkDone(w: World, p: number, db: number): void {
  const before = w.sessionName(p, db);
  const type = { electing: 'elected', pendingFailover: 'failedOver' }[before] ?? 'resynchronised';
  if (before === 'suspended') {
    w.c[w.s.blank + (p * 3 + db) * 2 + 1 - w.principalSide(p, db)] = 0;
    copyToMirror(w, p, db);
  }
  apply(w, p, db, w.machines.session.event(type));
  if (w.sessionName(p, db) !== before) tellChange(w, p, [db]);
}

/** D25: a returning partner drops what the principal does not have. */
function undoFork(w: World, p: number, db: number): void {
  forEachStore(w, p, db, (log, principal, mirror) => log.dropBeyond(w.now, mirror, principal));
}

function copyToMirror(w: World, p: number, db: number): void {
  forEachStore(w, p, db, (log, principal, mirror) => log.copy(w.now, principal, mirror));
}

/** Every log that this database of this pool stores: the pool's own and its partner's. */
function forEachStore(
  w: World,
  p: number,
  db: number,
  act: (log: NonNullable<ReturnType<World['log']>>, principal: number, mirror: number) => void,
): void {
  const module = MODULE_OF_DATABASE[db];
  const side = w.principalSide(p, db);
  const own = w.log(p, module);
  if (own !== null) act(own, side, 1 - side);
  const q = w.partner(p);
  const partners = q < 0 ? null : w.log(q, module);
  if (partners !== null) act(partners, 2 + side, 3 - side);
}

/** The disks of one SQL server of a pool are lost (M15). */
export function wipeDatabases(w: World, p: number, side: number): void {
  for (const db of w.pool(p).databases) {
    const module = MODULE_OF_DATABASE[db];
    wipeStore(w, p, module, side);
    const q = w.partner(p);
    if (q >= 0) wipeStore(w, q, module, 2 + side);
    w.c[w.s.blank + (p * 3 + db) * 2 + side] = 1;
  }
}

/** One store of one log is lost with its disks. */
export function wipeStore(w: World, owner: number, module: number, store: number): void {
  const log = w.log(owner, module);
  if (log === null) return;
  // What the FE replicas hold beyond the store stays with them; what is written there later is on a new disk.
  if (w.servingStore(log, module) === store) log.cutTail(w.now, store);
  log.wipe(store);
}

/** One line for databases of a pool whose sessions are in the same state now. */
function tellChange(w: World, p: number, databases: readonly number[]): void {
  const after = w.sessionName(p, databases[0]);
  const who = w.layout.hosts[w.pool(p).sql[w.principalSide(p, databases[0])]].fqdn;
  const names = databases.map((db) => w.databaseName(db)).join(', ');
  const many = databases.length > 1;
  const what = `${names} ${many ? 'databases' : 'database'} of ${w.name(p)}`;
  const is = many ? 'are' : 'is';
  const text: Record<string, string> = {
    'single.served': `${what} ${is} served again`,
    'single.down': `${what} ${is} not served; the SQL server is lost`,
    electing: `${what} ${is} not served: principal lost, mirror and witness fail over (D21)`,
    severed: `${what} ${is} not served; no automatic failover is possible (D21, D23)`,
    severedBehind: `${what} ${is} not served; the mirror lacks the last transactions (D25)`,
    exposed: `${what} ${is} served by ${who} alone, mirroring DISCONNECTED`,
    suspended: `${what}: mirroring SUSPENDED, the mirror is restored from a backup`,
    synchronizing: `${what}: mirroring SYNCHRONIZING`,
    pendingFailover: `${what}: mirroring PENDING_FAILOVER`,
    synchronized: `${what}: mirroring ${mirroringState('synchronized')}, principal ${who}`,
  };
  // D23: neither lost nor without its disks, but alone.
  const side = w.principalSide(p, databases[0]);
  const alone = after.startsWith('severed') && w.up(w.pool(p).sql[side]) && !w.isBlank(p, databases[0], side);
  w.tell(
    'SQL Server',
    alone ? `${what} ${is} not served: ${who} runs, but sees neither mirror nor witness (D23)` : text[after],
  );
}
