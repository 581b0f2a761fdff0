/** The replicas of a pool's routing groups: lost, rebuilt, laid out anew, and what they hold (D10, D11, M11, M15). */
import { count, counted } from '../../../core/format.js';
import { USER_DATA } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { shareServedOn } from '../users/behaviour.js';
import { groupsOf, keep, logsAt, logsServedBy, usersWithPrimaryLeft } from './groups-of-pool.js';
import {
  ALL,
  allDead,
  deadShare,
  laidOut,
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
import { forgetServerOrder, noteServersLost, noteServersServe } from './two-servers.js';

/** Routing groups are laid out on the servers that run; what survived in their replicas can be written again. */
export function layOutReplicas(world: World, p: number): void {
  const groups = groupsOf(world, p);
  // None of the servers that start has anything: a replica that comes back later is overwritten (M15).
  if (groups.onDisk && !allDead(groups) && allDead({ ...groups, empty: groups.empty | ~groups.running })) {
    forgetReplicas(world, p);
  }
  laidOut(groups, groups.running);
  keep(world, p, groups);
  noteServersServe(world, p, groups.running);
  for (const log of logsServedBy(world, p)) log.release(world.now);
}

/** All replicas of a pool are gone, with what they alone held (M15). */
export function forgetReplicas(world: World, p: number): void {
  const groups = groupsOf(world, p);
  laidOut(groups, 0);
  keep(world, p, groups);
  for (const [log, side] of logsAt(world, p)) {
    tellStrandedTail(world, p, log.heldBy(side), 'were lost with their disks (M15)');
    log.loseTail(world.now, side);
    if (log.side === side) world.allowedDepartures.set(world.state.logs.indexOf(log), 'tail');
  }
}

/** What FE servers had on their disks since the partner took over is gone: it was stranded, and is lost now. */
function tellStrandedTail(world: World, p: number, stranded: number, how: string): void {
  if (stranded === 0) return;
  const what = `${counted(stranded, 'stranded change')} on the FE servers of ${world.name(p)}`;
  world.finding('warning', 'M15', `${what} ${how}`);
}

/** The disks of these machines are lost, with what replicas had on them (M15); `serversChanged` looks at it. */
export function emptyServers(world: World, p: number, hosts: readonly number[]): void {
  if (!world.tailOnDisk) return;
  const { empty } = world.variables;
  world.pool(p).servers.forEach((h, i) => {
    if (hosts.includes(h)) empty.set(p, empty.get(p) | (1 << i));
  });
}

/** Servers of a pool crashed, booted, stopped or started, or lost their disks; `was` = its groups before that (D11, M11, M15). */
export function serversChanged(world: World, p: number, was: RoutingGroups): void {
  const groups = groupsOf(world, p);
  const lost = was.running & ~groups.running;
  const crashed = was.up & ~groups.up;
  if (lost !== 0) noteLost(world, p, was, groups, lost);
  if ((lost | crashed | (groups.empty & ~was.empty)) !== 0) return lose(world, p, was, groups, lost);
  const booted = groups.up & ~was.up;
  if ((booted | (groups.running & ~was.running)) !== 0) regain(world, p, was, groups, booted);
}

/** Servers run no longer: which of two was the last (D14), and when each went (D11). */
function noteLost(world: World, p: number, was: RoutingGroups, groups: RoutingGroups, lost: number): void {
  noteServersLost(world, p, was, groups);
  // Decides only what the users of stuck groups feel.
  if (world.quiet) return;
  const { state, now } = world;
  state.lostAtMs = state.lostAtMs.with(
    p,
    state.lostAtMs[p].map((atMs, place) => (((lost >> place) & 1) === 1 ? now : atMs)),
  );
}

/** Replicas are missing, tails stuck or gone. */
function lose(world: World, p: number, was: RoutingGroups, groups: RoutingGroups, lost: number): void {
  serversLost(groups);
  if (allDead(groups) && !allDead(was)) return forgetReplicas(world, p);
  keep(world, p, groups);
  loseStrandedShare(world, p, newly(deadShare(was), deadShare(groups)));
  // Where no server runs any more the services do not either, though that has not been looked at.
  const serves = groups.running !== 0 && world.frontEndRuns(p);
  if (serves && lost !== 0) beginBuilding(world, p);
  // Services that do not run write nothing: all of the tail stands still, stuck or not.
  const stuck = serves ? stuckShare(groups) : ALL;
  const died = newlyOf(deadShare(was), deadShare(groups), stuck);
  if ((serves ? stuck : died)[0] === 0) return;
  for (const log of logsServedBy(world, p)) {
    log.holdShare(world.now, world.servingStore(log, USER_DATA), serves ? newly(stuckShare(was), stuck) : ALL);
    if (died[0] === 0) continue;
    log.loseHeldShare(died);
    world.allowedDepartures.set(world.state.logs.indexOf(log), 'tail');
  }
  if (!serves || lost === 0) return;
  const without = shareServedOn(world, p, stuck);
  // Nobody is on a pool whose users are on its partner.
  if (without === 0) return;
  const limited = shareServedOn(world, p, usersWithPrimaryLeft(world, p));
  const split =
    limited === 0 ? '' : `: ${count(without - limited)} cannot sign in, ${count(limited)} have limited service`;
  world.tell(world.name(p), `routing-group quorum lost for ${counted(without, 'user')}${split} (D11)`);
}

/** Replicas are built on the servers that run; what is lost or returns meanwhile begins it anew (M11, D251). */
function beginBuilding(world: World, p: number): void {
  const ms = world.settings.replicaRebuildMinutes * 60_000;
  world.effects.start(world.work.replicaRebuild.at(p), ms, ms);
}

/** `died` of what these servers hold and the other side serves has lost its last replica. */
function loseStrandedShare(world: World, p: number, died: Share): void {
  if (died[0] === 0) return;
  for (const [log, side] of logsAt(world, p)) {
    if (log.side === side) continue;
    const before = log.heldBy(side);
    log.loseHeldShare(died, side);
    tellStrandedTail(world, p, before - log.heldBy(side), 'were lost with their disks (M15)');
  }
}

/** Groups may have quorum again; where the services do not run, a start lays them out (D13). */
function regain(world: World, p: number, was: RoutingGroups, groups: RoutingGroups, booted: number): void {
  const serves = world.frontEndRuns(p);
  if (serves) noteServersServe(world, p, groups.running);
  // Pools of one or two servers have no group quorum to lose.
  const builds = world.pool(p).servers.length > 2 ? groups.running & ~was.running : 0;
  if (serves) serversReturned(groups, builds);
  else serversBooted(groups, booted);
  keep(world, p, groups);
  if (groups.building !== 0) beginBuilding(world, p);
  if (!serves || was.stuckBase === 0 || groups.stuckBase !== 0) return;
  for (const log of logsServedBy(world, p)) log.release(world.now);
  world.tell(world.name(p), 'routing groups have quorum again');
}

/** The replicas of lost servers stand on the surviving ones (M11), and on those that returned (D251). */
export function replicasRebuilt(world: World, p: number): void {
  const groups = groupsOf(world, p);
  rebuilt(groups);
  keep(world, p, groups);
}

/**
 * `Reset-CsPoolRegistrarState -ResetType QuorumLossRecovery` (D11), or, `whole`, FullReset, which throws away what all groups
 * hold: answers whether groups were stuck.
 */
export function recoverQuorum(world: World, p: number, whole = false): boolean {
  const groups = groupsOf(world, p);
  const had = stuckShare(groups)[0] > 0;
  forgetServerOrder(world, p);
  laidOut(groups, groups.running);
  keep(world, p, groups);
  for (const [log, side] of logsAt(world, p)) {
    if (log.side !== side) {
      tellStrandedTail(world, p, log.heldBy(side), 'were discarded by the reset (D11)');
      log.forgetHeld(side);
      continue;
    }
    log.discardHeld(world.now);
    // A pool that does not run has its whole unwritten part in replicas that the reset throws away.
    if (whole || !world.frontEndRuns(p)) log.loseTail(world.now);
  }
  return had;
}
