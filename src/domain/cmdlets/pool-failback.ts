/**
 * Invoke-CsPoolFailBack: drains the partner's queue, copies the users' data back and moves the users home, phase by
 * phase; the disaster form only moves them (D50-D55).
 */

import { exportState } from '../components/backup-service/backlog.js';
import { startSync } from '../components/backup-service/behaviour.js';
import { command } from '../components/front-end-pool/behaviour.js';
import { backEndThere } from '../components/front-end-pool/conditions.js';
import { isHeldWithoutQuorum } from '../components/front-end-pool/groups-of-pool.js';
import { stepFailover } from '../components/pool-failover/behaviour.js';
import { goOnAlone } from '../components/secondary-replica/go-on-alone.js';
import { tellUsers } from '../components/users/behaviour.js';
import { USER_DATA, USER_DATABASE } from '../state/modules.js';
import { minutes } from '../state/units.js';
import type { World } from '../state/world.js';
import { defineCmdlet, end, offer } from './cmdlet.js';
import { FROM_2015, force, poolFqdn, takes } from './parameter-types.js';
import { failbackRefusal } from './pool-failback-preconditions.js';
import { HANGS, startHangs, watchStart } from './pool-start.js';

/** the copy of the users' data has lost an end or the link */
const COPY_STOPPED = 1;
/** nobody verifies that the data is synchronised (D51) */
const SKIP = 2;
/** the form without the partner, while the services of the pool start */
const DISASTER = 4;

/** Invoke-CsPoolFailBack. */
export const poolFailback = defineCmdlet({
  name: 'Invoke-CsPoolFailBack',
  parameters: [
    poolFqdn,
    takes.flag('DisasterMode'),
    force,
    takes.timespan('WaitTime'),
    takes.flag('SkipDataVerification'),
    takes.int32('DatabaseCommandTimeoutInSeconds', { products: FROM_2015 }),
  ],
  does: "Brings the users of a failed-over pool home: the partner's queue is awaited, the data copied back, then the users move. With `-SkipDataVerification` they move after `-WaitTime` with what was imported until then, and the rest stays behind (D51). Conference content stays on the partner until `Invoke-CsBackupServiceSync` brings it (D54).",
  refusedBy: {
    D50: 'the pool is not failed over; its services do not run or its Back End is not served; or, without `-DisasterMode`, the same of its partner. The refusal says which, and what brings it back. Also without a Central Management master, where `failbackNeedsCms`; of a pool that a failed failover left closed (D44); and a failback that ends with "Failed to complete hydration" and cannot be typed again',
    D51: "the data cannot be copied back in time, also as routing groups of the partner are without quorum and hold changes of the pool's users that are not written (D11); or one of the pools is lost meanwhile",
    ...HANGS,
  },
  refusal: (world, { PoolFqdn, DisasterMode }) =>
    failbackRefusal(world, world.layout.pool(PoolFqdn), DisasterMode === true),
  begin(world, { PoolFqdn, DisasterMode, SkipDataVerification, WaitTime }) {
    const p = world.layout.pool(PoolFqdn);
    const flags = DisasterMode === true ? DISASTER : SkipDataVerification === true ? SKIP : 0;
    const poll = Math.max(WaitTime ?? 15_000, 1000);
    if (world.restsAway(p)) {
      stepFailover(world, p, 'startServices');
      command(world, p, 'start');
      watchStart(world, p);
      return { subject: p, flags, value: poll };
    }
    if (flags === DISASTER) {
      moveWithoutPartner(world, p);
      return { subject: p };
    }
    synchronise(world, p, poll, flags);
    return { subject: p, flags, value: poll };
  },
  phases: { workDone, timedOut, look, ofPair: true },
  hazard: (_world, { DisasterMode, SkipDataVerification }) =>
    DisasterMode === true ? 'D53' : SkipDataVerification === true ? 'D51' : null,
  freely: {
    each: 'pairedPool',
    lines: (world, p) => {
      const PoolFqdn = world.name(p);
      return [{ PoolFqdn }, { PoolFqdn, DisasterMode: true }, { PoolFqdn, SkipDataVerification: true }];
    },
    offers(world, p) {
      const PoolFqdn = world.name(p);
      const kind = failbackRefusal(world, p, false) === null ? 'failback' : 'mistake';
      const planned = offer(kind, 'Invoke-CsPoolFailBack', { PoolFqdn });
      if (failbackRefusal(world, p, true) !== null) return [planned];
      const hazards = ['DisasterMode', ...(kind === 'failback' ? ['SkipDataVerification'] : [])];
      return [planned, ...hazards.map((flag) => offer('hazard', 'Invoke-CsPoolFailBack', { PoolFqdn, [flag]: true }))];
    },
  },
});

/** D50 (M): its disks were lost, and nothing but a failback fills what is set up on new ones. */
function noteEmptyDatabase(world: World, p: number, skips: boolean): void {
  const name = world.name(p);
  const filled = skips
    ? 'empty (failbackFillsEmptyDatabase), and with -SkipDataVerification nothing is copied into it from the partner (D51)'
    : 'empty, and filled from the partner (failbackFillsEmptyDatabase)';
  world.finding(
    'note',
    'D50',
    `The failback of ${name} begins while its User database is not served: its disks were lost. It is taken to be set up anew, ${filled}.`,
  );
}

/** The disaster form asks the partner nothing (D53). */
function moveWithoutPartner(world: World, p: number): void {
  world.cause = 'failback with -DisasterMode (D53)';
  stepFailover(world, p, 'failbackDisaster');
  world.effects.start(world.work.command.at(), ...scaled(world, p, world.settings.failbackMoveMinutes));
}

/** The services that the failover had stopped run again (M failoverStopsServices). */
function servicesRun(world: World, p: number): void {
  const { commandFlags, commandValue } = world.variables;
  world.effects.cancel(world.work.commandTimeout.at());
  if (commandFlags.get() !== DISASTER) return synchronise(world, p, commandValue.get(), commandFlags.get());
  commandFlags.set(0);
  moveWithoutPartner(world, p);
}

/** The first phase: the partner's queue of the pool's changes is polled (D51). */
function synchronise(world: World, p: number, poll: number, flags: number): void {
  if (!world.served(p, USER_DATABASE)) noteEmptyDatabase(world, p, flags === SKIP);
  stepFailover(world, p, 'failback');
  startSync(world, world.partner(p));
  world.effects.start(world.work.command.at(), poll, poll);
  const limit = world.settings.failbackSyncTimeoutMinutes * 60_000;
  world.effects.start(world.work.commandTimeout.at(), limit, limit);
}

/** A failback of `p` runs and copies the users' data: it may end with "Failed to complete hydration" (D50). */
export const isHydrating = (world: World, p: number): boolean => world.is('failover', p, 'failback.copying');

/** D50: the failback ends without its users at home, and the administrator types the line again at once. */
export function failHydration(world: World, p: number): void {
  const message = `the failback of ${world.name(p)} ended with "Failed to complete hydration process after repeated attempts"`;
  stepFailover(world, p, 'failed');
  world.effects.cancel(world.work.command.at());
  world.effects.cancel(world.work.commandTimeout.at());
  world.variables.commandFlags.set(0);
  const no = failbackRefusal(world, p, false);
  if (no !== null) return end(world, 'failed', 'D50', `${message}, and is refused now: ${no.message}`);
  world.finding('warning', 'D50', `${message}; it is run again at once`);
  synchronise(world, p, world.variables.commandValue.get(), 0);
}

/** Minutes per 20,000 users, at least two. */
function scaled(world: World, p: number, range: readonly [number, number]): [number, number] {
  const share = world.sized(p).users / 20_000;
  const [min, max] = minutes(range).map((ms) => Math.max(Math.round(ms * share), Math.min(ms, 120_000)));
  return [min, max];
}

function workDone(world: World): void {
  const p = world.variables.commandPool.get();
  const state = world.stateName('failover', p);
  if (state === 'failback.queueing') return poll(world, p);
  if (state === 'failback.copying') return copied(world, p);
  stepFailover(world, p, 'moved');
  end(world, 'ok', null, `the users of ${world.name(p)} are regular at home`);
}

/** D51: looks every -WaitTime whether the partner's queue of this pool's changes is empty. */
function poll(world: World, p: number): void {
  if (world.variables.commandFlags.get() === SKIP) return moveUnsynchronised(world, p);
  const q = world.partner(p);
  const state = exportState(world, q, USER_DATA);
  // Into empty disks the Backup Service cannot import: there the copy brings all.
  const blank = world.isBlank(p, 0, world.principalSide(p, 0));
  const drained = !isHeldWithoutQuorum(world, p) && (blank || state === 'SteadyState' || state === 'FinalState');
  const ready =
    world.backupPath(q) && world.canServe(q) && backEndThere(world, p) && (blank || world.backupEnd(q, USER_DATA));
  if (!drained || !ready) {
    const ms = world.variables.commandValue.get();
    world.effects.start(world.work.command.at(), ms, ms);
    return;
  }
  stepFailover(world, p, 'drained');
  tellUsers(world, p, 'moveHome');
  goOnAlone(world, q);
  world.log(p, USER_DATA)!.flush(world.now);
  startSync(world, q);
  world.tell(world.name(p), `the partner's queue is empty, users move home in resiliency mode (D51)`);
  const [min, max] = scaled(world, p, world.settings.failbackCopyMinutes);
  world.effects.start(world.work.command.at(), min, max);
  const limit = max + world.settings.failbackSyncTimeoutMinutes * 60_000;
  world.effects.start(world.work.commandTimeout.at(), limit, limit);
}

/** D51: -WaitTime is over, and nobody asks what has not come home yet. */
function moveUnsynchronised(world: World, p: number): void {
  world.effects.cancel(world.work.commandTimeout.at());
  world.variables.commandFlags.set(0);
  stepFailover(world, p, 'skipSync');
  world.tell(world.name(p), "users move home with what was imported of their partner's changes (D51)");
  world.effects.start(world.work.command.at(), ...scaled(world, p, world.settings.failbackMoveMinutes));
}

/** Without -SkipDataVerification a failback never goes on unsynchronised (D51): the copy ends only where both ends and the link are there. */
function copied(world: World, p: number): void {
  world.effects.cancel(world.work.commandTimeout.at());
  stepFailover(world, p, 'copied');
  world.tell(world.name(p), "has its users' data back from the partner (D51)");
  world.effects.start(world.work.command.at(), ...scaled(world, p, world.settings.failbackMoveMinutes));
}

/** D37, D51: without an end or the link nothing is copied, and the copy starts again when they are back (M). */
function lookAtCopy(world: World, p: number): void {
  const q = world.partner(p);
  const able = world.canServe(q) && world.backupPath(q) && backEndThere(world, p);
  const stopped = world.variables.commandFlags.get() === COPY_STOPPED;
  if (able !== stopped) return;
  world.variables.commandFlags.set(able ? 0 : COPY_STOPPED);
  if (able) world.effects.start(world.work.command.at(), ...scaled(world, p, world.settings.failbackCopyMinutes));
  else world.effects.cancel(world.work.command.at());
  world.tell(
    world.name(p),
    able ? "the copy of its users' data starts again (D51)" : `the copy of its users' data ${why(world, q)}`,
  );
}

const why = (world: World, q: number): string =>
  world.backupPath(q) ? 'stops: a User database is not served (D51)' : 'stops: the WAN link is down (D37, D51)';

function timedOut(world: World): void {
  const p = world.variables.commandPool.get();
  if (!world.is('failover', p, 'failback.starting')) {
    const held = isHeldWithoutQuorum(world, p) ? heldBy(world.name(world.partner(p))) : '';
    return fail(world, p, `the users' data could not be copied back in time${held}; the pool stays failed over`);
  }
  const hangs = startHangs(world, p);
  if (hangs === null) return;
  stepFailover(world, p, 'failed');
  end(world, 'failed', 'D13', `${hangs}; the pool stays failed over`);
}

const heldBy = (q: string): string =>
  `; ${q} has routing groups without quorum, which hold changes that are not written: bring its FE servers back (D11)`;

function fail(world: World, p: number, message: string): void {
  stepFailover(world, p, 'failed');
  end(world, 'failed', 'D51', message);
}

function look(world: World): boolean {
  const p = world.variables.commandPool.get();
  const q = world.partner(p);
  const moving = world.is('failover', p, 'failback.moving');
  const starting = world.is('failover', p, 'failback.starting');
  if (starting && world.frontEndRuns(p)) {
    servicesRun(world, p);
    return true;
  }
  if (!starting && !world.frontEndRuns(p)) {
    fail(
      world,
      p,
      `${world.name(p)} was lost during the failback${moving ? ', after its users had come home' : '; it stays failed over'}`,
    );
    return true;
  }
  if (world.is('failover', p, 'failback.copying') && world.frontEndRuns(q)) lookAtCopy(world, p);
  if (moving || world.frontEndRuns(q) || world.variables.commandFlags.get() === DISASTER) return false;
  const [home, partner] = [world.name(p), world.name(q)];
  fail(world, p, `${partner} was lost before the users' data was copied back; ${home} stays failed over`);
  return true;
}
