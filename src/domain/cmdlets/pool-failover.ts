import { count, counted } from '../../core/format.js';
import { exportState } from '../components/backup-service/backlog.js';
import { startSync } from '../components/backup-service/behaviour.js';
import { modulesOf } from '../components/backup-service/transfers.js';
import { outageOf, stepFailover } from '../components/pool-failover/behaviour.js';
import { tellUsers } from '../components/users/behaviour.js';
import { minutes, seconds, USER_DATA, type World } from '../state/world.js';
import { type Begun, type Cmdlet, COMMAND, end, type Parameters, run } from './cmdlet.js';
import { refusal } from './pool-failover-preconditions.js';

const SKIP = 1;
const WAIT_GIVEN = 2;
/** a disaster failover began on a pool that could serve (D45) */
const COULD_SERVE = 4;

/** Invoke-CsPoolFailOver (D40-D46, M47). */
export const poolFailover: Cmdlet = {
  names: ['Invoke-CsPoolFailOver'],
  kinds: [COMMAND.plannedFailover, COMMAND.disasterFailover],
  begin,
  workDone,
  timedOut,
  look,
  watchesBackup: (w) => w.is('failover', w.c[w.s.commandPool], 'planned.syncing'),
};

function begin(w: World, _name: string, parameters: Parameters): Begun {
  const p = w.layout.pool(String(parameters.PoolFqdn));
  const disaster = parameters.DisasterMode === true;
  const no = refusal(w, p, disaster);
  if (no !== null) return no;
  noteCapacity(w, p);
  noteWaitTime(w, parameters.WaitTime);
  const skip = parameters.SkipDataVerification === true;
  w.sink.observe({ kind: 'failoverStarted', pool: p, planned: !disaster, outageAtMs: outageOf(w, p) });
  w.c[w.s.commanded + p] = 1;
  stepFailover(w, p, disaster ? 'disaster' : 'planned');
  tellUsers(w, p, disaster ? 'takeOver' : 'readOnly');
  const range = disaster
    ? minutes(w.settings.failoverStopMinutes)
    : seconds(w.settings.failoverPrepareSeconds);
  w.sink.start(w.work.command, ...range);
  const wait =
    typeof parameters.WaitTime === 'number'
      ? parameters.WaitTime
      : w.settings.finalSyncTimeoutMinutes * 60_000;
  const given = parameters.WaitTime === undefined ? 0 : WAIT_GIVEN;
  const flags = (skip ? SKIP : 0) | given | (w.canServe(p) ? COULD_SERVE : 0);
  return run(w, disaster ? COMMAND.disasterFailover : COMMAND.plannedFailover, p, flags, wait);
}

/** D3: nothing stops a failover to a pool that is too small. */
function noteCapacity(w: World, p: number): void {
  const q = w.partner(p);
  const users = w.pool(p).pool.users + w.pool(q).pool.users;
  if (users <= w.pool(q).pool.capacity) return;
  w.finding(
    'warning',
    'D3',
    `${w.name(q)} is sized for ${counted(w.pool(q).pool.capacity, 'user')} and serves ${count(users)} now`,
  );
}

/** D44: a bare number is a time span of as many ticks. */
function noteWaitTime(w: World, wait: Parameters[string] | undefined): void {
  if (typeof wait !== 'number' || wait >= 1000) return;
  w.finding(
    'warning',
    'D44',
    '-WaitTime is less than a second (a bare number counts ticks of 100 ns): write it as hh:mm:ss, such as 00:30:00',
  );
}

function takeoverRange(w: World): [number, number] {
  const { takeoverMinutesLync2013, takeoverMinutesSkype } = w.settings;
  return minutes(w.deployment.product === 'lync2013' ? takeoverMinutesLync2013 : takeoverMinutesSkype);
}

function workDone(w: World): void {
  const p = w.c[w.s.commandPool];
  const state = w.stateName('failover', p);
  if (state === 'disaster.stopping') return take(w, p, 'stopped');
  if (state === 'planned.preparing') return prepared(w, p);
  const q = w.partner(p);
  // D43: it ends when the users are regular there, and without a User database they never are (D27).
  if (w.c[w.s.backEndGone + q] === 1) {
    return fail(
      w,
      p,
      'D40',
      `the User database of ${w.name(q)} was lost during the failover; the users are regular when it is served again`,
    );
  }
  stepFailover(w, p, 'taken');
  end(w, 'ok', null, `${w.name(q)} serves the users of ${w.name(p)}`);
}

/** D43: users are read-only; the FE tail goes to the Back End, then the final sync runs. */
function prepared(w: World, p: number): void {
  if (!w.canServe(p))
    return fail(w, p, 'D43', `${w.name(p)} stopped serving while the failover was prepared`);
  const log = w.log(p, USER_DATA)!;
  log.flush(w.now);
  const flags = w.c[w.s.commandFlags];
  if ((flags & SKIP) !== 0 && (flags & WAIT_GIVEN) === 0) return take(w, p, 'skipSync');
  stepFailover(w, p, 'prepared');
  w.tell(w.name(p), 'users are read-only, the final sync runs until FinalState (D43)');
  startSync(w, p);
  const wait = w.c[w.s.commandValue];
  w.sink.start(w.work.commandTimeout, wait, wait);
}

function take(w: World, p: number, type: string): void {
  w.sink.cancel(w.work.commandTimeout);
  const q = w.partner(p);
  // D40 holds at the moment that matters, too: nothing is given up for a partner that cannot serve.
  if (!w.canServe(q)) {
    const back = w.stateName('failover', p).startsWith('planned') ? '; the pool goes back to normal' : '';
    return fail(
      w,
      p,
      'D40',
      `the User database of ${w.name(q)} was not served when it was to take over${back}`,
    );
  }
  stepFailover(w, p, type, (w.c[w.s.commandFlags] & COULD_SERVE) !== 0);
  w.sink.start(w.work.command, ...takeoverRange(w));
}

/** D44: the wait for FinalState is over. */
function timedOut(w: World): void {
  const p = w.c[w.s.commandPool];
  if (!w.is('failover', p, 'planned.syncing')) return;
  if ((w.c[w.s.commandFlags] & SKIP) !== 0) return take(w, p, 'synced');
  fail(w, p, 'D44', 'the final sync did not reach FinalState in time; the pool goes back to normal');
}

function fail(w: World, p: number, rule: string, message: string): void {
  stepFailover(w, p, 'failed');
  end(w, 'failed', rule, message);
}

function look(w: World): boolean {
  const p = w.c[w.s.commandPool];
  const q = w.partner(p);
  const state = w.stateName('failover', p);
  if (!w.frontEndRuns(q)) {
    const taken = state.endsWith('.taking');
    fail(
      w,
      p,
      'D40',
      `${w.name(q)} was lost during the failover${taken ? '; it serves the users when it returns' : ''}`,
    );
    return true;
  }
  if (state.startsWith('planned.') && state !== 'planned.taking' && !w.frontEndRuns(p)) {
    fail(w, p, 'D43', `${w.name(p)} was lost before the takeover. Use -DisasterMode now.`);
    return true;
  }
  if (state !== 'planned.syncing') return false;
  if (!modulesOf(w, p).every((m) => exportState(w, p, m) === 'FinalState')) return false;
  w.tell('Backup Service', `${w.name(p)} → ${w.name(q)}: FinalState`);
  take(w, p, 'synced');
  return true;
}
