import { counted } from '../../../core/format.js';
import { checkBounded } from '../../invariants/no-loss.js';
import { recordOutage, rpoSince } from '../../ledger/outages.js';
import { CONTENT, RGS_DATA, RGS_FILES, USER_DATA, type World } from '../../state/world.js';
import { waitingContent } from '../backup-service/backlog.js';
import { discardBatches } from '../backup-service/behaviour.js';
import { tellUsers } from '../users/behaviour.js';

/**
 * An event for the failover of pool `p`, with what its signals mean for the registrars and the ledger.
 * `couldServe`: it could when its disaster failover began.
 */
export function stepFailover(w: World, p: number, type: string, couldServe = false): void {
  const before = w.stateName('failover', p);
  const forced = before.startsWith('disaster');
  for (const signal of w.send(w.machines.failover, w.s.failover + p, w.machines.failover.event(type))) {
    switch (signal.type) {
      case 'closeHome':
        w.c[w.s.homeOpen + p] = 0;
        break;
      case 'openHome':
        w.c[w.s.homeOpen + p] = 1;
        w.state.repairedAtMs = w.now;
        // Read-only mode was no outage of the pool: one that follows counts from its own moment.
        if (before.startsWith('planned')) w.state.outages[p] = null;
        break;
      case 'openPartner':
        w.c[w.s.partnerOpen + p] = 1;
        break;
      case 'closePartner':
        w.c[w.s.partnerOpen + p] = 0;
        break;
      case 'takeOver':
        takeOver(w, p, forced, couldServe);
        break;
      case 'bringHome':
        bringHome(w, p);
        break;
      case 'keepHome':
        keepHome(w, p);
        break;
    }
  }
  if (w.is('failover', p, 'normal')) w.c[w.s.commanded + p] = 0;
}

/** The partner becomes the truth for `p`'s users (D43, D45); what it lacks stays behind on `p`. */
function takeOver(w: World, p: number, forced: boolean, couldServe: boolean): void {
  // D45 without contact: allowed where the pool could not serve, and then bounded by I2. What came back since
  // the command began changes nothing: the pool is closed (M47).
  const excused = forced && !(couldServe && w.canServe(p));
  w.cause = forced
    ? '-DisasterMode on a pool that could serve (D45)'
    : 'planned failover that went on before FinalState (D44)';
  const q = w.partner(p);
  const moved = movingWith(w, p);
  const q0 = moved.map((m) => {
    const log = w.log(p, m)!;
    log.touch(w.now);
    return { log, m, held: [...log.rows[w.storeOn(log, m, 1)]] };
  });
  discardBatches(w, p, moved);
  discardRestore(w, q);
  for (const { log, m } of q0) {
    if (excused) w.excuses.set(w.logIndex[p][m], 'disaster');
    log.serveFrom(w.now, 1);
  }
  if (forced) for (const { log, m, held } of q0) checkBounded(w, log, m, held);
  tellUsers(w, p, 'takeOver');
  w.sink.observe({ kind: 'takenOver', pool: p, rpoMs: rpoSince(w, p) });
  w.tell(w.name(q), `takes over the users of ${w.name(p)}`);
}

/** Modules whose truth goes with the pool's users; Response Groups where the Backup Service has them (D31). */
export function movingWith(w: World, p: number): number[] {
  return [USER_DATA, CONTENT, RGS_DATA, RGS_FILES].filter((m) => w.logIndex[p][m] >= 0);
}

/** Failback: the partner's copy replaces what `p` has (D51, D52). */
function bringHome(w: World, p: number): void {
  const log = w.log(p, USER_DATA)!;
  const left = log.countOf(log.onDisk()) - log.countOf(log.served(w.now, w.servingStore(log, USER_DATA)));
  log.flush(w.now);
  w.cause = 'failback to a pool that no longer has what its partner has (M15)';
  restoreDisks(w, p);
  const home = w.storeOn(log, USER_DATA, 0);
  log.copy(w.now, w.servingStore(log, USER_DATA), home);
  const follower = w.followerOn(log, USER_DATA, 0);
  if (follower >= 0) log.copy(w.now, home, follower);
  if (left > 0) {
    w.finding(
      'warning',
      'D52',
      `the failback of ${w.name(p)} overwrote ${counted(left, 'stranded change')} of user data: lost for good`,
    );
  }
  home0(w, p);
}

/** `-DisasterMode`: home as it is; what only the partner has stays behind there (D53). */
function keepHome(w: World, p: number): void {
  restoreDisks(w, p);
  home0(w, p);
}

/** A database whose disks were lost is set up anew before users come home. */
function restoreDisks(w: World, p: number): void {
  for (const db of w.pool(p).databases) w.c[w.s.blank + (p * 3 + db) * 2 + w.principalSide(p, db)] = 0;
}

function home0(w: World, p: number): void {
  const q = w.partner(p);
  discardBatches(w, q, [USER_DATA]);
  discardRestore(w, q);
  for (const m of movingWith(w, p)) w.log(p, m)!.serveFrom(w.now, 0);
  // Content that was uploaded on the partner waits for its restore (I1, exception b; D54).
  w.excuses.set(w.logIndex[p][CONTENT], 'restore');
  w.state.outages[p] = null;
  tellUsers(w, p, 'moveHome');
  if (waitingContent(w, p) > 0)
    w.tell(w.name(q), `keeps conference content of ${w.name(p)} until it is restored (D54)`);
}

/** M39 for a restore of content that is on its way: the next cycle carries it, on the new branch (D54). */
function discardRestore(w: World, q: number): void {
  if (w.c[w.s.restore + q] === 1) discardBatches(w, q, [CONTENT]);
}

/** The moment that an RPO is counted from: when the pool stopped serving, or else now. */
export function outageOf(w: World, p: number): number {
  const outage = w.state.outages[p];
  if (outage !== null) return outage.atMs;
  recordOutage(w, p);
  return w.now;
}
