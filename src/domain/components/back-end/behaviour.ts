/** Behaviour of the mirrored Back End: what a mirroring session does to the ledger and to its pending work (D20-D29). */
import { bits } from '../../../core/state-machine.js';
import { MODULE_OF_DATABASE } from '../../state/modules.js';
import { minutes, seconds } from '../../state/units.js';
import type { World } from '../../state/world.js';
import { discardBatches } from '../backup-service/behaviour.js';
import { burnEarlierStore } from '../backup-service/earlier-store.js';
import { sqlServerRuns } from '../failover-cluster/sql-server-runs.js';
import { mirroringState } from './machine.js';

/** Brings every mirroring session of a pool in line with what runs and who sees whom (D20-D25). */
export function reconcileSessions(world: World, p: number): void {
  if (world.pool(p).group !== null) return;
  let changed: Map<number, number[]> | null = null;
  for (const db of world.pool(p).databases) {
    const before = world.session(p, db);
    apply(world, p, db, world.ids.session.look + outlook(world, p, db));
    const after = world.session(p, db);
    if (after === before) continue;
    changed ??= new Map();
    changed.set(after, [...(changed.get(after) ?? []), db]);
  }
  // The sessions of a pool mostly go the same way: one line for all of them.
  if (changed !== null) for (const databases of changed.values()) tellChange(world, p, databases);
}

function outlook(world: World, p: number, db: number): number {
  const { sql, witness } = world.pool(p);
  const side = world.principalSide(p, db);
  const principalHost = sql[side];
  const mirrorHost = sql[1 - side];
  const principal = sqlServerRuns(world, p, side) && !world.isBlank(p, db, side);
  const mirror = world.up(mirrorHost);
  const linked = principal && mirror && world.see(principalHost, mirrorHost);
  const blank = world.isBlank(p, db, 1 - side);
  const seesWitness = witness >= 0 && world.see(principalHost, witness);
  // D23: with a witness the principal serves only while it sees the mirror or the witness.
  const mirrored = !world.ids.session.single[world.session(p, db)];
  const quorum = witness < 0 || !mirrored || linked || seesWitness;
  const elects = witness >= 0 && mirror && !blank && world.see(mirrorHost, witness);
  return bits(principal, mirror, linked, quorum, elects, blank);
}

/** An event for one session, with what its signals mean for the ledger and the pending work. */
export function apply(world: World, p: number, db: number, event: number): void {
  const slot = world.variables.session.at(p, db);
  const workSlot = world.work.session.at(p, db);
  for (const signal of world.send(world.machines.session, slot, event)) {
    switch (signal.type) {
      case 'elect': {
        const timeout = world.settings.partnerTimeoutSeconds * 1000;
        const [min, max] = seconds(world.settings.mirrorRedoSeconds);
        world.effects.start(workSlot, timeout + min, timeout + max);
        break;
      }
      case 'cancelWork':
        world.effects.cancel(workSlot);
        break;
      case 'catchUp':
        undoFork(world, p, db);
        world.effects.start(workSlot, ...minutes(world.settings.mirrorCatchUpMinutes));
        break;
      case 'reseed':
        world.effects.start(workSlot, ...minutes(world.settings.mirrorReseedMinutes));
        break;
      case 'failOverWork':
        world.effects.start(workSlot, ...seconds(world.settings.databaseFailoverSeconds));
        break;
      case 'inStep':
        copyToMirror(world, p, db);
        break;
      case 'fork':
        // M39: what the old principal exported and the partner has not imported is of a branch that has ended.
        discardBatches(world, p, [MODULE_OF_DATABASE[db]]);
        // The copy of the partner's log has no tail here: its FE replicas are at the partner.
        forEachStore(world, p, db, (log, principal) => {
          if (log.hasTail && world.poolOnSide(log.owner, log.side) === p) log.cutTail(world.now, principal);
        });
        break;
      case 'swap':
        world.variables.principalSide.set(p, db, 1 - world.principalSide(p, db));
        break;
      case 'demote':
        // The server that was principal serves no longer: it is lost, or it is the mirror from now on.
        world.variables.serves.set(p, db, 1 - world.principalSide(p, db), 0);
        break;
    }
  }
  serve(world, p, db);
}

/**
 * The principal serves in some states. The other server stops when the session says that it is the mirror
 * (signal `demote`); both flags are kept apart so that I5 can fail.
 */
function serve(world: World, p: number, db: number): void {
  const serving = world.ids.session.serving[world.session(p, db)];
  world.variables.serves.set(p, db, world.principalSide(p, db), serving ? 1 : 0);
}

/** The work in a session's slot is done: election, restore from backup, catching up, manual failover. */
export function sessionWorkDone(world: World, p: number, db: number): void {
  const before = world.sessionName(p, db);
  const type = { electing: 'elected', pendingFailover: 'failedOver' }[before] ?? 'resynchronised';
  if (before === 'suspended') {
    world.variables.blank.set(p, db, 1 - world.principalSide(p, db), 0);
    copyToMirror(world, p, db);
  }
  apply(world, p, db, world.machines.session.event(type));
  if (world.sessionName(p, db) !== before) tellChange(world, p, [db]);
}

/** D25: a returning partner drops what the principal does not have. */
function undoFork(world: World, p: number, db: number): void {
  forEachStore(world, p, db, (log, principal, mirror) => log.dropBeyond(world.now, mirror, principal));
}

function copyToMirror(world: World, p: number, db: number): void {
  forEachStore(world, p, db, (log, principal, mirror) => log.copy(world.now, principal, mirror));
}

/** Changes that the server which is no principal of this database has alone: a resumed session rolls them back (D25). */
export function aloneOnMirror(world: World, p: number, db: number): number {
  let alone = 0;
  forEachStore(world, p, db, (log, _principal, mirror) => {
    alone += log.aloneOn(mirror);
  });
  return alone;
}

/** Every log that this database of this pool stores: the pool's own and its partner's. */
function forEachStore(
  world: World,
  p: number,
  db: number,
  act: (log: NonNullable<ReturnType<World['log']>>, principal: number, mirror: number) => void,
): void {
  const module = MODULE_OF_DATABASE[db];
  const side = world.principalSide(p, db);
  const own = world.log(p, module);
  if (own !== null) act(own, side, 1 - side);
  const q = world.partner(p);
  const partners = q < 0 ? null : world.log(q, module);
  const first = world.layout.storesPerSide;
  if (partners !== null) act(partners, first + side, first + 1 - side);
}

/** The disks of one SQL server of a pool are lost (M15); `side` = the index of its store. */
export function wipeDatabases(world: World, p: number, side: number): void {
  for (const db of world.pool(p).databases) {
    const module = MODULE_OF_DATABASE[db];
    wipeStore(world, p, module, side);
    const q = world.partner(p);
    if (q >= 0) wipeStore(world, q, module, world.layout.storesPerSide + side);
    world.variables.blank.set(p, db, side, 1);
  }
  const isLeft = world.pool(p).sql.some((host, other) => host >= 0 && !world.isBlank(p, 0, other));
  if (!isLeft) burnEarlierStore(world, p);
}

/** One store of one log is lost with its disks. */
export function wipeStore(world: World, owner: number, module: number, store: number): void {
  const log = world.log(owner, module);
  if (log === null) return;
  // What the FE replicas hold beyond the store stays with them; what is written there later is on a new disk.
  if (world.servingStore(log, module) === store) log.cutTail(world.now, store);
  if (log.second?.store === store) log.cutTail(world.now, store, log.second);
  log.wipe(store);
}

/** One line for databases of a pool whose sessions are in the same state now. */
function tellChange(world: World, p: number, databases: readonly number[]): void {
  // Of an instance it is told whether that runs.
  if (world.unheard || world.pool(p).instance !== null) return;
  const after = world.sessionName(p, databases[0]);
  const who = world.layout.hosts[world.pool(p).sql[world.principalSide(p, databases[0])]].fqdn;
  const names = databases.map((db) => world.databaseName(db)).join(', ');
  const many = databases.length > 1;
  const what = `${names} ${many ? 'databases' : 'database'} of ${world.name(p)}`;
  const is = many ? 'are' : 'is';
  const text: Record<string, string> = {
    'single.served': `${what} ${is} served again`,
    'single.down': `${what} ${is} not served; the SQL server is lost`,
    electing: `${what} ${is} not served: principal lost, mirror and witness fail over (D21)`,
    severed: `${what} ${is} not served; no automatic failover is possible (D21, D23)`,
    severedBehind: `${what} ${is} not served; the mirror lacks the last transactions (D25)`,
    exposed: `${what} ${is} served by ${who} alone, mirroring DISCONNECTED`,
    forced: `${what} ${is} served by ${who} alone after forced service, mirroring DISCONNECTED (D25)`,
    forcedSuspended: `${what}: mirroring SUSPENDED until an administrator resumes it on ${who} (D24)`,
    forcedSevered: `${what} ${is} not served; the mirror lacks what was written since the forced service (D25)`,
    suspended: `${what}: mirroring SUSPENDED, the mirror is restored from a backup`,
    synchronizing: `${what}: mirroring SYNCHRONIZING`,
    pendingFailover: `${what}: mirroring PENDING_FAILOVER`,
    synchronized: `${what}: mirroring ${mirroringState('synchronized')}, principal ${who}`,
  };
  // D23: neither lost nor without its disks, but alone.
  const side = world.principalSide(p, databases[0]);
  const alone =
    world.ids.session.severed[world.session(p, databases[0])] &&
    world.up(world.pool(p).sql[side]) &&
    !world.isBlank(p, databases[0], side);
  world.tell(
    'SQL Server',
    alone ? `${what} ${is} not served: ${who} runs, but sees neither mirror nor witness (D23)` : text[after],
  );
}
