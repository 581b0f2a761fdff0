/** Behaviour of a pool failover: what each step does to registrars, users and ledger (D43-D53). */

import { count, counted } from '../../../core/format.js';
import { judgeAtTakeover } from '../../invariants/burnt-disks.js';
import { checkBounded, checkDiscarded, classes, keptOf } from '../../invariants/no-loss.js';
import { HOME_SIDE, PARTNER_SIDE } from '../../ledger/change-log.js';
import { recordOutage, rpoSince, servedByLog } from '../../ledger/outages.js';
import { CONTENT, RGS_DATA, RGS_FILES, USER_DATA } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import type { Outage } from '../../state/world-state.js';
import { waitingContent } from '../backup-service/backlog.js';
import { discardBatches } from '../backup-service/behaviour.js';
import { leaveEarlierContent } from '../backup-service/earlier-content.js';
import { leaveEarlierStore, returnToEarlierStore } from '../backup-service/earlier-store.js';
import { command } from '../front-end-pool/behaviour.js';
import { goOnAlone } from '../secondary-replica/go-on-alone.js';
import { tellUsers } from '../users/behaviour.js';
import { endApart, isUnaware, OVER_CUT_LINK } from '../users/served-apart.js';

/**
 * An event for the failover of pool `p`, with what its signals mean for the registrars and the ledger.
 * `couldServe`: it could when its disaster failover began.
 */
export function stepFailover(world: World, p: number, type: string, couldServe = false): void {
  const before = world.stateName('failover', p);
  const forced = before.startsWith('disaster');
  for (const signal of world.send(
    world.machines.failover,
    world.variables.failover.at(p),
    world.machines.failover.event(type),
  )) {
    switch (signal.type) {
      case 'closeHome':
        // D45: behind a cut link it does not hear of it.
        if (type === 'disaster' && isOutOfReach(world, p)) world.variables.unaware.set(p, 1);
        else world.variables.homeOpen.set(p, 0);
        break;
      case 'openHome':
        world.variables.homeOpen.set(p, 1);
        world.variables.unaware.set(p, 0);
        world.state.repairedAtMs = world.now;
        // Read-only mode was no outage of the pool: one that follows counts from its own moment.
        if (before.startsWith('planned') || before === 'stuck') world.state.outages[p] = null;
        break;
      case 'openPartner':
        world.variables.partnerOpen.set(p, 1);
        break;
      case 'closePartner':
        world.variables.partnerOpen.set(p, 0);
        break;
      case 'takeOver':
        takeOver(world, p, forced, couldServe);
        stopServices(world, p);
        break;
      case 'leaveBehind':
        leaveBehind(world, p);
        break;
      case 'bringHome':
        bringHome(world, p);
        break;
      case 'keepHome':
        keepHome(world, p);
        break;
    }
  }
  if (world.is('failover', p, 'normal')) world.variables.commanded.set(p, 0);
}

/** D45: its services run where its partner does not reach it, and cannot stop it. */
export const isOutOfReach = (world: World, p: number): boolean => world.frontEndRuns(p) && !world.backupPath(p);

/** D45: a pool that is failed over, and does not know it as the link was cut, learns it when the link is back. */
export function reconcileRegistrar(world: World, p: number): void {
  if (!isUnaware(world, p) || !world.backupPath(p)) return;
  hear(world, p);
  tellUsers(world, p, 'takeOver');
  world.tell(world.name(p), 'hears of its failover, and closes to its users (D45)');
}

function hear(world: World, p: number): void {
  world.variables.unaware.set(p, 0);
  world.variables.homeOpen.set(p, 0);
}

/** The partner becomes the truth for `p`'s users (D43, D45); what it lacks stays behind on `p`. */
function takeOver(world: World, p: number, forced: boolean, couldServe: boolean): void {
  // D45 without contact: allowed where the pool could not serve, and then bounded by I2. What came back since
  // the command began changes nothing: the pool is closed (M47).
  const excused = forced && !(couldServe && world.canServe(p));
  const unreached = isUnaware(world, p);
  world.cause = unreached
    ? OVER_CUT_LINK
    : forced
      ? '-DisasterMode on a pool that could serve (D45)'
      : 'planned failover that went on before FinalState (D44)';
  const q = world.partner(p);
  const moved = movingWith(world, p);
  const q0 = moved.map((m) => {
    const log = world.log(p, m)!;
    log.touch(world.now);
    return { log, m, held: [...log.rows[world.storeOn(log, m, 1)]] };
  });
  discardBatches(world, p, moved);
  discardRestore(world, q);
  const closed = servedByLog(world, p);
  for (const { log, m } of q0) {
    if (excused) world.allowedDepartures.set(world.logIndex[p][m], 'disaster');
    const keepsBranch = m === USER_DATA && !world.settings.consult('failbackDisasterKeepsImported');
    // Its FE servers run, and write what they hold as ever.
    if (unreached && world.frontEndRuns(p)) {
      goOnAlone(world, p);
      log.flush(world.now);
    }
    log.serveFrom(world.now, PARTNER_SIDE, keepsBranch ? world.storeOn(log, m, HOME_SIDE) : -1);
  }
  judgeAtTakeover(world, p, moved, excused);
  if (forced) for (const { log, m, held } of q0) checkBounded(world, log, m, held);
  tellUsers(world, p, 'takeOver');
  const earlierMs = leaveEarlierStore(world, p, excused);
  leaveEarlierContent(world, p);
  world.effects.observe({ kind: 'takenOver', pool: p, rpoMs: rpoSince(world, p, closed) + earlierMs });
  world.tell(world.name(q), `takes over the users of ${world.name(p)}`);
}

/** Modules whose truth goes with the pool's users; Response Groups where the Backup Service has them (D31). */
export function movingWith(world: World, p: number): number[] {
  return [USER_DATA, CONTENT, RGS_DATA, RGS_FILES].filter((m) => world.logIndex[p][m] >= 0);
}

/** Failback: the partner's copy replaces what `p` has (D51, D52). */
function bringHome(world: World, p: number): void {
  for (const each of [p, world.partner(p)]) goOnAlone(world, each);
  const log = world.log(p, USER_DATA)!;
  log.flush(world.now);
  const kept = keptOf(world, world.logIndex[p][USER_DATA]);
  world.cause = 'failback to a pool that no longer has what its partner has (M15)';
  restoreDisks(world, p);
  const home = world.storeOn(log, USER_DATA, 0);
  log.copy(world.now, world.servingStore(log, USER_DATA), home);
  log.copyToAll(world.now, home, world.followersOn(log, USER_DATA, 0));
  log.forgetHeld(HOME_SIDE);
  home0(world, p);
  returnToEarlierStore(world, p, true);
  // What another disk still has, such as that of a principal before a forced service, is not lost yet (D25).
  const gone = log.departed(kept, keptOf(world, world.logIndex[p][USER_DATA]));
  if (gone !== null) {
    const left = classes(world, world.logIndex[p][USER_DATA]).stranded;
    const more = left === 0 ? '' : `; ${count(left)} more ${left === 1 ? 'is' : 'are'} still on another disk`;
    world.finding(
      'warning',
      'D52',
      `the failback of ${world.name(p)} overwrote ${counted(gone.count, 'stranded change')} of user data: lost for good${more}`,
    );
  }
}

/**
 * `-DisasterMode`: home with the branch that it had at the takeover; all that was written on the partner since stays
 * behind there, also what was imported of it (D53, M38). Of what the partner's disks have no longer, that was the last copy.
 */
function keepHome(world: World, p: number): void {
  // It is told here, though its partner does not reach it: what it took on its own branch is its own.
  if (isUnaware(world, p)) hear(world, p);
  endApart(world, p);
  const i = world.logIndex[p][USER_DATA];
  const log = world.log(p, USER_DATA)!;
  const kept = keptOf(world, i);
  const served = log.served(world.now, world.servingStore(log, USER_DATA));
  restoreDisks(world, p);
  if (!world.settings.failbackDisasterKeepsImported) log.dropImported(world.now);
  home0(world, p);
  returnToEarlierStore(world, p, false);
  checkDiscarded(world, i, kept, served);
}

/** `-SkipDataVerification`: home with what was imported there; the rest of what was written on the partner stays there (D51). */
function leaveBehind(world: World, p: number): void {
  world.cause = 'failback with -SkipDataVerification (D51)';
  restoreDisks(world, p);
  home0(world, p);
  returnToEarlierStore(world, p, false);
}

/** D43: whether the services of a pool that is failed over go on is not documented; its Backup Service does. */
function stopServices(world: World, p: number): void {
  if (!world.frontEndRuns(p) || !world.backupPath(p) || !world.settings.consult('failoverStopsServices')) return;
  command(world, p, 'stop');
}

/** A database whose disks were lost is set up anew before users come home. */
function restoreDisks(world: World, p: number): void {
  for (const db of world.pool(p).databases) world.variables.blank.set(p, db, world.principalSide(p, db), 0);
}

function home0(world: World, p: number): void {
  const q = world.partner(p);
  discardBatches(world, q, [USER_DATA]);
  discardRestore(world, q);
  for (const m of movingWith(world, p)) world.log(p, m)!.serveFrom(world.now, HOME_SIDE);
  // Content that was uploaded on the partner waits for its restore (I1, exception b; D54).
  world.allowedDepartures.set(world.logIndex[p][CONTENT], 'restore');
  world.state.outages[p] = null;
  tellUsers(world, p, 'moveHome');
  if (waitingContent(world, p) > 0)
    world.tell(world.name(q), `keeps conference content of ${world.name(p)} until it is restored (D54)`);
}

/** M39 for a restore of content that is on its way: the next cycle carries it, on the new branch (D54). */
function discardRestore(world: World, q: number): void {
  if (world.variables.restore.get(q) === 1) discardBatches(world, q, [CONTENT]);
}

/** The outage that an RPO is counted from: when the pool stopped serving, or else now. */
export function outageOf(world: World, p: number): Outage {
  if (world.state.outages[p] === null) recordOutage(world, p);
  return world.state.outages[p]!;
}
