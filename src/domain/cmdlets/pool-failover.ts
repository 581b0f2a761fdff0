/**
 * Invoke-CsPoolFailOver: begins a planned or a disaster failover and drives the pool's failover machine through it,
 * phase by phase, until the partner serves the users or the failover is given up (D40-D46, M47).
 */

import { counted } from '../../core/format.js';
import { servesSoon } from '../components/back-end/election.js';
import { backlog, exportState } from '../components/backup-service/backlog.js';
import { startSync } from '../components/backup-service/behaviour.js';
import { exportedModulesOf } from '../components/backup-service/transfers.js';
import { isOutOfReach, outageOf, stepFailover } from '../components/pool-failover/behaviour.js';
import { goOnAlone } from '../components/secondary-replica/go-on-alone.js';
import { tellUsers } from '../components/users/behaviour.js';
import { isUnaware } from '../components/users/served-apart.js';
import { differInVersion, PRODUCT_NAMES } from '../deployment.js';
import { USER_DATA } from '../state/modules.js';
import { minutes, seconds } from '../state/units.js';
import type { World } from '../state/world.js';
import { defineCmdlet, end, type Offered, offer } from './cmdlet.js';
import { FROM_2015, force, poolFqdn, takes } from './parameter-types.js';
import { failoverRefusal, noteCapacity, stuckText } from './pool-failover-preconditions.js';

const SKIP = 1;
const WAIT_GIVEN = 2;
/** a disaster failover began on a pool that could serve, or was about to (D45) */
const COULD_SERVE = 4;

export const poolFailover = defineCmdlet({
  name: 'Invoke-CsPoolFailOver',
  parameters: [
    poolFqdn,
    takes.flag('DisasterMode'),
    force,
    takes.timespan('WaitTime'),
    takes.flag('SkipDataVerification'),
    takes.flag('FlushStorageService'),
    takes.int32('ServicesStopDelayMins', { products: FROM_2015 }),
    takes.int32('DatabaseCommandTimeoutInSeconds', { products: FROM_2015 }),
  ],
  does: 'Moves the service of a pool to its partner. Planned: users go read-only, a final sync runs, nothing acknowledged is lost. `-DisasterMode`: the pool is not contacted, and what its partner had not imported stays behind.',
  refusedBy: {
    D40: 'the pool has no backup pool or is failed over already, the partner is itself failed over to it, or the partner cannot serve',
    D41: 'the active Central Management master is on the pool, or cannot be reached',
    D42: 'a running Edge pool has the pool as its next hop',
    D43: 'a planned failover of a pool that is not up; or it is lost before the takeover',
    D44: 'the final sync of a planned failover does not reach FinalState in time',
  },
  refusal: (world, { PoolFqdn, DisasterMode }) =>
    failoverRefusal(world, world.layout.pool(PoolFqdn), DisasterMode === true),
  begin(world, { PoolFqdn, DisasterMode, SkipDataVerification, WaitTime }) {
    const p = world.layout.pool(PoolFqdn);
    const disaster = DisasterMode === true;
    noteCapacity(world, p);
    if (disaster) noteVersions(world, p);
    noteWaitTime(world, WaitTime);
    const { atMs: outageAtMs, behind } = outageOf(world, p);
    world.effects.observe({ kind: 'failoverStarted', pool: p, planned: !disaster, outageAtMs, behind });
    world.variables.commanded.set(p, 1);
    stepFailover(world, p, disaster ? 'disaster' : 'planned');
    // D45: a pool that cannot be stopped goes on until its partner takes over.
    if (!isUnaware(world, p)) tellUsers(world, p, disaster ? 'takeOver' : 'readOnly');
    const range = disaster
      ? minutes(world.settings.failoverStopMinutes)
      : seconds(world.settings.failoverPrepareSeconds);
    world.effects.start(world.work.command.at(), ...range);
    const skip = SkipDataVerification === true ? SKIP : 0;
    const given = WaitTime === undefined ? 0 : WAIT_GIVEN;
    return {
      subject: p,
      flags: skip | given | (couldServe(world, p) ? COULD_SERVE : 0),
      value: WaitTime ?? 0,
    };
  },
  phases: {
    workDone,
    timedOut,
    look,
    ofPair: true,
    watchesBackup: (world) => world.is('failover', world.variables.commandPool.get(), 'planned.syncing'),
  },
  hazard(world, { PoolFqdn, DisasterMode, SkipDataVerification }) {
    if (DisasterMode === true) {
      const p = world.layout.pool(PoolFqdn);
      return couldServe(world, p) || isOutOfReach(world, p) ? 'D45' : null;
    }
    return SkipDataVerification === true ? 'D44' : null;
  },
  reads: () => ({ nextHops: true }),
  freely: {
    each: 'pairedPool',
    lines: (world, p) => {
      const PoolFqdn = world.name(p);
      return [{ PoolFqdn }, { PoolFqdn, DisasterMode: true }, { PoolFqdn, SkipDataVerification: true }];
    },
    offers,
  },
});

/** It serves, or does in seconds without anybody's doing: what a disaster failover leaves behind is not excused (D45). */
const couldServe = (world: World, p: number): boolean => world.canServe(p) || servesSoon(world, p);

/** Ready ones under their own kind; those that a rule refuses now are an administrator's mistakes. */
function offers(world: World, p: number): Offered[] {
  const typed = (kind: string, form = {}): Offered =>
    offer(kind, 'Invoke-CsPoolFailOver', { PoolFqdn: world.name(p), ...form });
  if (!world.canServe(p)) {
    const ready = servesSoon(world, p) || isOutOfReach(world, p) ? 'hazard' : 'disasterFailover';
    const kind = failoverRefusal(world, p, true) === null ? ready : 'mistake';
    return [typed(kind, { DisasterMode: true }), typed('mistake')];
  }
  if (failoverRefusal(world, p, false) !== null) return [typed('mistake')];
  return [
    typed('failover'),
    typed('failover', { WaitTime: 5 * 60_000 }),
    typed('hazard', { SkipDataVerification: true }),
    typed('hazard', { SkipDataVerification: true, WaitTime: 60_000 }),
    typed('hazard', { DisasterMode: true }),
  ];
}

/** D2, M262: disaster mode between pools of two products is unsupported, of two updates doubtful; nothing refuses it. */
function noteVersions(world: World, p: number): void {
  const [own, other] = [world.pool(p).pool, world.pool(world.partner(p)).pool];
  if (own.product === other.product) {
    if (differInVersion(own, other))
      world.finding(
        world.settings.cuMismatch,
        'M262',
        `-DisasterMode between pools of different updates: ${own.fqdn} has ${own.version}, ${other.fqdn} ${other.version}. A pair must not run different versions in a disaster: patch both in one go (D262).`,
      );
    return;
  }
  world.finding(
    'error',
    'D2',
    `-DisasterMode between pools of different versions is unsupported: ${own.fqdn} is ${PRODUCT_NAMES[own.product]}, ${other.fqdn} ${PRODUCT_NAMES[other.product]}. Bring both to one version before a disaster does it for you.`,
  );
}

/** D44: a bare number is a time span of as many ticks. */
function noteWaitTime(world: World, waitMs: number | undefined): void {
  if (waitMs === undefined || waitMs >= 1000) return;
  world.finding(
    'warning',
    'D44',
    '-WaitTime is less than a second (a bare number counts ticks of 100 ns): write it as hh:mm:ss, such as 00:30:00',
  );
}

const takeoverRange = (world: World, p: number): [number, number] =>
  minutes(world.settings.takeoverMinutes({ pool: world.sized(p), partner: world.sized(world.partner(p)) }));

function workDone(world: World): void {
  const p = world.variables.commandPool.get();
  const state = world.stateName('failover', p);
  if (state === 'disaster.stopping') return take(world, p, 'stopped');
  if (state === 'planned.preparing') return prepared(world, p);
  const q = world.partner(p);
  // D43: it ends when the users are regular there, and without a User database they never are (D27).
  if (world.variables.backEndGone.get(q) === 1) {
    return fail(
      world,
      p,
      'D40',
      `the User database of ${world.name(q)} was lost during the failover; the users are regular when it is served again`,
    );
  }
  stepFailover(world, p, 'taken');
  end(world, 'ok', null, `${world.name(q)} serves the users of ${world.name(p)}`);
}

/** D43: users are read-only; the FE tail goes to the Back End, then the final sync runs. */
function prepared(world: World, p: number): void {
  if (!world.canServe(p))
    return fail(world, p, 'D43', `${world.name(p)} stopped serving while the failover was prepared`);
  const log = world.log(p, USER_DATA)!;
  goOnAlone(world, p);
  log.flush(world.now);
  const flags = world.variables.commandFlags.get();
  if ((flags & SKIP) !== 0 && (flags & WAIT_GIVEN) === 0) return take(world, p, 'skipSync');
  stepFailover(world, p, 'prepared');
  world.tell(world.name(p), 'users are read-only, the final sync runs until FinalState (D43)');
  startSync(world, p);
  const wait =
    (flags & WAIT_GIVEN) === 0 ? world.settings.finalSyncTimeoutMinutes * 60_000 : world.variables.commandValue.get();
  world.effects.start(world.work.commandTimeout.at(), wait, wait);
}

function take(world: World, p: number, type: string): void {
  world.effects.cancel(world.work.commandTimeout.at());
  const q = world.partner(p);
  // D40 holds at the moment that matters, too: nothing is given up for a partner that cannot serve.
  if (!world.canServe(q)) {
    const then = world.stateName('failover', p).startsWith('planned') ? BACK_TO_NORMAL : '';
    return fail(world, p, 'D40', `the User database of ${world.name(q)} was not served when it was to take over`, then);
  }
  stepFailover(world, p, type, (world.variables.commandFlags.get() & COULD_SERVE) !== 0);
  world.effects.start(world.work.command.at(), ...takeoverRange(world, p));
}

/** D44: the wait for FinalState is over. */
function timedOut(world: World): void {
  const p = world.variables.commandPool.get();
  if (!world.is('failover', p, 'planned.syncing')) return;
  const flags = world.variables.commandFlags.get();
  const isSkipped = (flags & SKIP) !== 0;
  const goesOn = isSkipped || world.settings.waitTimeAssumesSynced;
  if ((flags & WAIT_GIVEN) !== 0 || (goesOn && !isSkipped)) tellWaitOver(world, p, goesOn);
  if (goesOn) return take(world, p, 'synced');
  fail(world, p, 'D44', 'the final sync did not reach FinalState in time', BACK_TO_NORMAL);
}

/** D44: what -WaitTime means when it is over, the sources leave open. */
function tellWaitOver(world: World, p: number, goesOn: boolean): void {
  const changes = exportedModulesOf(world, p).reduce((sum, m) => sum + backlog(world, p, m), 0);
  const then = goesOn
    ? 'the failover goes on as if all were synchronised, and leaves them behind'
    : 'read literally, the reference of -WaitTime has the failover go on there and leave them behind; here it fails (waitTimeAssumesSynced)';
  world.finding(
    'warning',
    'D44',
    `the wait for the final sync of ${world.name(p)} was over with ${counted(changes, 'change')} not imported: ${then}. Begin in SteadyState, and give -WaitTime more than the backlog takes.`,
  );
}

const BACK_TO_NORMAL = '; the pool goes back to normal';

/** A planned failover that fails before the takeover leaves the pool as it was, or closed (D44); `then` = what comes of it. */
function fail(world: World, p: number, rule: string, message: string, then = ''): void {
  const state = world.stateName('failover', p);
  const isBefore = state.startsWith('planned.') && state !== 'planned.taking';
  const isStuck = isBefore && !world.settings.failedFailoverRevertsItself;
  stepFailover(world, p, isStuck ? 'stuck' : 'failed');
  end(world, 'failed', rule, `${message}${isStuck ? `. ${stuckText(world, p)}` : then}`);
}

function look(world: World): boolean {
  const p = world.variables.commandPool.get();
  const q = world.partner(p);
  const state = world.stateName('failover', p);
  if (!world.frontEndRuns(q)) {
    const taken = state.endsWith('.taking');
    fail(
      world,
      p,
      'D40',
      `${world.name(q)} was lost during the failover${taken ? '; it serves the users when it returns' : ''}`,
    );
    return true;
  }
  if (state.startsWith('planned.') && state !== 'planned.taking' && !world.frontEndRuns(p)) {
    fail(world, p, 'D43', `${world.name(p)} was lost before the takeover`, '. Use -DisasterMode now.');
    return true;
  }
  if (state !== 'planned.syncing') return false;
  if (!exportedModulesOf(world, p).every((m) => exportState(world, p, m) === 'FinalState')) return false;
  world.tell('Backup Service', `${world.name(p)} → ${world.name(q)}: FinalState`);
  take(world, p, 'synced');
  return true;
}
