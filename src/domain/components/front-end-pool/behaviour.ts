import { counted } from '../../../core/format.js';
import { bits } from '../../../core/state-machine.js';
import type { Log } from '../../ledger/change-log.js';
import { minutes, USER_DATA, type World } from '../../state/world.js';
import { backEndThere, quorum, quorumText, startable, whyNotStarted } from './conditions.js';
import {
  ALL,
  allDead,
  deadShare,
  laidOut,
  NONE,
  newly,
  newlyOf,
  type RoutingGroups,
  rebuilt,
  type Share,
  serversBooted,
  serversLost,
  serversReturned,
  stuckShare,
} from './routing-groups.js';

/** Brings the services of a pool in line with its servers and Back End (D12-D14). */
export function lookAtPool(w: World, p: number): void {
  watchBackEnd(w, p);
  const running = w.running(p);
  const has = quorum(w, p, running);
  const outlook = bits(running > 0, has, has && startable(w, p, running), backEndThere(w, p));
  send(w, p, w.known.frontEnd.look + outlook);
  if (running >= Math.min(3, w.pool(p).servers.length)) w.c[w.s.initialised + p] = 1;
}

function send(w: World, p: number, event: number): void {
  const before = w.c[w.s.frontEnd + p];
  for (const signal of w.send(w.machines.frontEnd, w.s.frontEnd + p, event)) {
    switch (signal.type) {
      case 'beginStart':
        w.sink.start(w.work.poolStart + p, ...minutes(w.settings.poolStartMinutes));
        break;
      case 'cancelStart':
        w.sink.cancel(w.work.poolStart + p);
        break;
      case 'unserve':
        stopServices(w, p);
        break;
      case 'serve':
        beginService(w, p);
        break;
    }
  }
  tellChange(w, p, before);
}

function stopServices(w: World, p: number): void {
  w.sink.cancel(w.work.replicaRebuild + p);
  if (!w.settings.replicasSurviveServiceStop) forgetReplicas(w, p);
}

/** Routing groups are laid out on the servers that run; what survived in their replicas can be written again. */
function beginService(w: World, p: number): void {
  const groups = groupsOf(w, p);
  laidOut(groups, groups.running);
  keep(w, p, groups);
  for (const log of logsServedBy(w, p)) log.release(w.now);
}

/** An administrator's or the model's wish for the services of a pool. */
export function command(w: World, p: number, what: 'stop' | 'start' | 'recover' | 'backEndGone'): void {
  const { frontEnd } = w.machines;
  if (what === 'stop' || what === 'backEndGone') return send(w, p, frontEnd.event(what));
  const running = w.running(p);
  const has = quorum(w, p, running);
  send(w, p, frontEnd.event('start', has && (what === 'recover' || startable(w, p, running))));
}

/** The services of a pool are up (D13). */
export function poolStarted(w: World, p: number): void {
  send(w, p, w.machines.frontEnd.event('started'));
}

/** D27 and D14: how long the User database has been gone. */
function watchBackEnd(w: World, p: number): void {
  const { s } = w;
  if (w.served(p, 0)) {
    if (w.c[s.backEndWatch + p]) w.sink.cancel(w.work.backEndGrace + p);
    if (w.c[s.twoServerWatch + p]) w.sink.cancel(w.work.twoServer + p);
    w.c[s.backEndWatch + p] = 0;
    w.c[s.backEndGone + p] = 0;
    w.c[s.twoServerWatch + p] = 0;
    if (w.c[s.stoppedByBackEnd + p] === 1) {
      w.c[s.stoppedByBackEnd + p] = 0;
      command(w, p, 'start');
    }
    return;
  }
  if (w.c[s.backEndWatch + p] === 0 && w.c[s.backEndGone + p] === 0) {
    w.c[s.backEndWatch + p] = 1;
    const ms = w.settings.backEndGraceMinutes * 60_000;
    w.sink.start(w.work.backEndGrace + p, ms, ms);
  }
  const alone = w.pool(p).servers.length === 2 && !backEndThere(w, p);
  if (alone && w.frontEndRuns(p) && w.c[s.twoServerWatch + p] === 0) {
    w.c[s.twoServerWatch + p] = 1;
    const ms = w.settings.twoServerBackEndGraceMinutes * 60_000;
    w.sink.start(w.work.twoServer + p, ms, ms);
  }
}

/** The User database has been gone for the grace of D27. */
export function backEndGraceOver(w: World, p: number): void {
  w.c[w.s.backEndWatch + p] = 0;
  w.c[w.s.backEndGone + p] = 1;
  if (!w.frontEndRuns(p) || !servesAnybody(w, p)) return;
  w.tell(w.name(p), `User database gone for ${w.settings.backEndGraceMinutes} min: resiliency mode (D27)`);
}

/** Users are regular or read-only on this pool: its own, or the partner's. */
function servesAnybody(w: World, p: number): boolean {
  const q = w.partner(p);
  const own = w.feel(p);
  return own === 'regularHome' || own === 'readOnlyHome' || (q >= 0 && w.feel(q) === 'regularPartner');
}

/** A two-server pool has been without its Back End for too long (D14). */
export function twoServerGraceOver(w: World, p: number): void {
  // Services that run again without the Back End are watched again.
  w.c[w.s.twoServerWatch + p] = 0;
  if (!w.frontEndRuns(p) || backEndThere(w, p)) return;
  w.c[w.s.stoppedByBackEnd + p] = 1;
  w.finding('warning', 'D14', `${w.name(p)} has two servers: without its Back End it goes down as a whole`);
  command(w, p, 'backEndGone');
}

// Routing groups

/** The routing groups of a pool on its machines as they are now. */
export function groupsOf(w: World, p: number): RoutingGroups {
  const { c, s } = w;
  let [up, running] = [0, 0];
  w.pool(p).servers.forEach((h, i) => {
    if (w.up(h)) up |= 1 << i;
    if (w.serverRuns(h)) running |= 1 << i;
  });
  return {
    up,
    running,
    base: c[s.groupsBase + p],
    stuckBase: c[s.groupsStuckBase + p],
    booted: c[s.booted + p],
  };
}

function keep(w: World, p: number, g: RoutingGroups): void {
  const { c, s } = w;
  c[s.groupsBase + p] = g.base;
  c[s.groupsStuckBase + p] = g.stuckBase;
  c[s.booted + p] = g.booted;
}

/** Share of the users whom this pool serves that are in routing groups without quorum (D11). */
export function usersWithoutQuorum(w: World, p: number): Share {
  // Asked for at every look; nearly always nothing is stuck.
  return w.c[w.s.groupsStuckBase + p] === 0 ? NONE : stuckShare(groupsOf(w, p));
}

function logsServedBy(w: World, p: number): Log[] {
  const found: Log[] = [];
  const own = w.log(p, USER_DATA);
  if (own !== null && own.side === 0) found.push(own);
  const q = w.partner(p);
  const partners = q < 0 ? null : w.log(q, USER_DATA);
  if (partners !== null && partners.side === 1) found.push(partners);
  return found;
}

function forgetReplicas(w: World, p: number): void {
  const groups = groupsOf(w, p);
  laidOut(groups, 0);
  keep(w, p, groups);
  for (const log of logsServedBy(w, p)) {
    log.loseTail(w.now);
    w.excuses.set(w.state.logs.indexOf(log), 'tail');
  }
}

/** Servers of a pool crashed, booted, stopped or started; `was` = its groups before that (D11, M11, M15). */
export function serversChanged(w: World, p: number, was: RoutingGroups): void {
  const groups = groupsOf(w, p);
  const lost = was.running & ~groups.running;
  const crashed = was.up & ~groups.up;
  if ((lost | crashed) !== 0) return lose(w, p, was, groups, lost);
  const booted = groups.up & ~was.up;
  if ((booted | (groups.running & ~was.running)) !== 0) regain(w, p, was, groups, booted);
}

/** Replicas are missing, tails stuck or gone. */
function lose(w: World, p: number, was: RoutingGroups, groups: RoutingGroups, lost: number): void {
  serversLost(groups);
  if (allDead(groups) && !allDead(was)) return forgetReplicas(w, p);
  keep(w, p, groups);
  const serves = w.frontEndRuns(p);
  if (serves && lost !== 0) {
    const ms = w.settings.replicaRebuildMinutes * 60_000;
    w.sink.start(w.work.replicaRebuild + p, ms, ms);
  }
  // Services that do not run write nothing: all of the tail stands still, stuck or not.
  const stuck = serves ? stuckShare(groups) : ALL;
  const died = newlyOf(deadShare(was), deadShare(groups), stuck);
  if ((serves ? stuck : died)[0] === 0) return;
  for (const log of logsServedBy(w, p)) {
    log.holdShare(w.now, w.servingStore(log, USER_DATA), serves ? newly(stuckShare(was), stuck) : ALL);
    if (died[0] === 0) continue;
    log.loseHeldShare(died);
    w.excuses.set(w.state.logs.indexOf(log), 'tail');
  }
  if (!serves || lost === 0) return;
  const users = Math.floor((w.pool(p).pool.users * stuck[0]) / stuck[1]);
  w.tell(w.name(p), `routing-group quorum lost for ${counted(users, 'user')} (D11)`);
}

/** Groups may have quorum again; where the services do not run, a start lays them out (D13). */
function regain(w: World, p: number, was: RoutingGroups, groups: RoutingGroups, booted: number): void {
  const serves = w.frontEndRuns(p);
  if (serves) serversReturned(groups);
  else serversBooted(groups, booted);
  keep(w, p, groups);
  if (!serves || stuckShare(was)[0] === 0 || stuckShare(groups)[0] > 0) return;
  for (const log of logsServedBy(w, p)) log.release(w.now);
  w.tell(w.name(p), 'routing groups have quorum again');
}

/** The replicas of lost servers stand on the surviving ones (M11). */
export function replicasRebuilt(w: World, p: number): void {
  const groups = groupsOf(w, p);
  rebuilt(groups);
  keep(w, p, groups);
}

/** `Reset-CsPoolRegistrarState -ResetType QuorumLossRecovery` (D11): answers whether groups were stuck. */
export function recoverQuorum(w: World, p: number): boolean {
  const groups = groupsOf(w, p);
  const had = stuckShare(groups)[0] > 0;
  laidOut(groups, groups.running);
  keep(w, p, groups);
  for (const log of logsServedBy(w, p)) {
    log.discardHeld(w.now);
    // A pool that does not run has its whole unwritten part in replicas that the reset throws away.
    if (!w.frontEndRuns(p)) log.loseTail(w.now);
  }
  return had;
}

function tellChange(w: World, p: number, from: number): void {
  if (w.c[w.s.frontEnd + p] === from) return;
  const before = w.machines.frontEnd.states[from];
  const after = w.stateName('frontEnd', p);
  const running = `${w.running(p)} of ${w.pool(p).servers.length} FE servers run`;
  const { why, rule } = whyNotStarted(w, p);
  const text: Record<string, string> = {
    running: `services run (${running})`,
    starting:
      before === 'running'
        ? `pool quorum lost, all services stop (${quorumText(w, p)}, D12)`
        : `services hang in "starting" (${why}, ${rule})`,
    booting: `services start (${running})`,
    stopped: 'services stopped',
    down: 'no FE server runs',
  };
  w.tell(w.name(p), text[after]);
}
