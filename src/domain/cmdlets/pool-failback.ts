import { exportState } from '../components/backup-service/backlog.js';
import { startSync } from '../components/backup-service/behaviour.js';
import { stepFailover } from '../components/pool-failover/behaviour.js';
import { tellUsers } from '../components/users/behaviour.js';
import { minutes, USER_DATA, type World } from '../state/world.js';
import {
  type Begun,
  type Cmdlet,
  COMMAND,
  type Ended,
  end,
  type Parameters,
  refused,
  run,
} from './cmdlet.js';

/** the copy of the users' data has lost an end or the link */
const COPY_STOPPED = 1;

/** Invoke-CsPoolFailBack (D50-D55). */
export const poolFailback: Cmdlet = {
  names: ['Invoke-CsPoolFailBack'],
  kinds: [COMMAND.failback, COMMAND.disasterFailback],
  begin,
  workDone,
  timedOut,
  look,
};

/** What refuses the failback of `p` (D50); null = nothing does. */
export function refusal(w: World, p: number, disaster: boolean): Ended | null {
  const q = w.partner(p);
  if (!w.is('failover', p, 'failedOver')) {
    const other = q >= 0 && w.is('failover', q, 'failedOver');
    const hint = other
      ? ` -PoolFqdn is the pool that was failed over (S7): Invoke-CsPoolFailBack -PoolFqdn ${w.name(q)}`
      : '';
    return refused('D50', `${w.name(p)} is not failed over.${hint}`);
  }
  if (!w.frontEndRuns(p) || !takesData(w, p)) {
    return refused('D50', `${w.name(p)} must be up with quorum, its Back End too, before users come home.`);
  }
  if (!disaster && !w.canServe(q)) {
    return refused(
      'D50',
      `The partner ${w.name(q)} must be up to copy the users' data back. Repair it, or use -DisasterMode and lose what users wrote there (D53).`,
    );
  }
  if (w.settings.failbackNeedsCms && !w.cmsFunctional()) {
    return refused('D50', 'No active Central Management master can be reached.');
  }
  return null;
}

/** The User database of `p` is served, or its server is up with empty disks: the copy fills them (M15). */
export function takesData(w: World, p: number): boolean {
  const side = w.principalSide(p, 0);
  return w.served(p, 0) || (w.isBlank(p, 0, side) && w.up(w.pool(p).sql[side]));
}

function begin(w: World, _name: string, parameters: Parameters): Begun {
  const p = w.layout.pool(String(parameters.PoolFqdn));
  const disaster = parameters.DisasterMode === true;
  const no = refusal(w, p, disaster);
  if (no !== null) return no;
  const q = w.partner(p);
  if (disaster) {
    w.cause = 'failback with -DisasterMode (D53)';
    stepFailover(w, p, 'failbackDisaster');
    w.sink.start(w.work.command, ...scaled(w, p, w.settings.failbackMoveMinutes));
    return run(w, COMMAND.disasterFailback, p);
  }
  stepFailover(w, p, 'failback');
  startSync(w, q);
  const poll = typeof parameters.WaitTime === 'number' ? Math.max(parameters.WaitTime, 1000) : 15_000;
  w.sink.start(w.work.command, poll, poll);
  const limit = w.settings.failbackSyncTimeoutMinutes * 60_000;
  w.sink.start(w.work.commandTimeout, limit, limit);
  return run(w, COMMAND.failback, p, 0, poll);
}

/** Minutes per 20,000 users, at least two. */
function scaled(w: World, p: number, range: readonly [number, number]): [number, number] {
  const share = w.pool(p).pool.users / 20_000;
  const [min, max] = minutes(range).map((ms) => Math.max(Math.round(ms * share), Math.min(ms, 120_000)));
  return [min, max];
}

function workDone(w: World): void {
  const p = w.c[w.s.commandPool];
  const state = w.stateName('failover', p);
  if (state === 'failback.queueing') return poll(w, p);
  if (state === 'failback.copying') return copied(w, p);
  stepFailover(w, p, 'moved');
  end(w, 'ok', null, `the users of ${w.name(p)} are regular at home`);
}

/** D51: looks every -WaitTime whether the partner's queue of this pool's changes is empty. */
function poll(w: World, p: number): void {
  const q = w.partner(p);
  const state = exportState(w, q, USER_DATA);
  // Into empty disks the Backup Service cannot import: there the copy brings all.
  const blank = w.isBlank(p, 0, w.principalSide(p, 0));
  const drained = blank || state === 'SteadyState' || state === 'FinalState';
  const ready = w.backupPath(q) && w.canServe(q) && takesData(w, p) && (blank || w.backupEnd(q, USER_DATA));
  if (!drained || !ready) {
    const ms = w.c[w.s.commandValue];
    w.sink.start(w.work.command, ms, ms);
    return;
  }
  stepFailover(w, p, 'drained');
  tellUsers(w, p, 'moveHome');
  w.log(p, USER_DATA)!.flush(w.now);
  startSync(w, q);
  w.tell(w.name(p), `the partner's queue is empty, users move home in resiliency mode (D51)`);
  const [min, max] = scaled(w, p, w.settings.failbackCopyMinutes);
  w.sink.start(w.work.command, min, max);
  const limit = max + w.settings.failbackSyncTimeoutMinutes * 60_000;
  w.sink.start(w.work.commandTimeout, limit, limit);
}

/** A failback never goes on unsynchronised (D51): the copy ends only where both ends and the link are there. */
function copied(w: World, p: number): void {
  w.sink.cancel(w.work.commandTimeout);
  stepFailover(w, p, 'copied');
  w.tell(w.name(p), "has its users' data back from the partner (D51)");
  w.sink.start(w.work.command, ...scaled(w, p, w.settings.failbackMoveMinutes));
}

/** D37, D51: without an end or the link nothing is copied, and the copy starts again when they are back (M). */
function lookAtCopy(w: World, p: number): void {
  const q = w.partner(p);
  const able = w.canServe(q) && w.backupPath(q) && takesData(w, p);
  const stopped = w.c[w.s.commandFlags] === COPY_STOPPED;
  if (able !== stopped) return;
  w.c[w.s.commandFlags] = able ? 0 : COPY_STOPPED;
  if (able) w.sink.start(w.work.command, ...scaled(w, p, w.settings.failbackCopyMinutes));
  else w.sink.cancel(w.work.command);
  w.tell(
    w.name(p),
    able ? "the copy of its users' data starts again (D51)" : `the copy of its users' data ${why(w, q)}`,
  );
}

const why = (w: World, q: number): string =>
  w.backupPath(q) ? 'stops: a User database is not served (D51)' : 'stops: the WAN link is down (D37, D51)';

function timedOut(w: World): void {
  fail(
    w,
    w.c[w.s.commandPool],
    "the users' data could not be copied back in time; the pool stays failed over",
  );
}

function fail(w: World, p: number, message: string): void {
  stepFailover(w, p, 'failed');
  end(w, 'failed', 'D51', message);
}

function look(w: World): boolean {
  const p = w.c[w.s.commandPool];
  const q = w.partner(p);
  const moving = w.is('failover', p, 'failback.moving');
  if (!w.frontEndRuns(p)) {
    fail(
      w,
      p,
      `${w.name(p)} was lost during the failback${moving ? ', after its users had come home' : '; it stays failed over'}`,
    );
    return true;
  }
  if (w.is('failover', p, 'failback.copying') && w.frontEndRuns(q)) lookAtCopy(w, p);
  if (moving || w.frontEndRuns(q)) return false;
  fail(w, p, `${w.name(q)} was lost before the users' data was copied back; ${w.name(p)} stays failed over`);
  return true;
}
