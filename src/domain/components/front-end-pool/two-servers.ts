/** Which of the two servers of a pool went down last: it has to start first, or with the other (D14, D260). */
import type { World } from '../../state/world.js';
import type { RoutingGroups } from './routing-groups.js';

const BOTH = 3;

/** Servers of pool `p` run no longer; `was` and `is` = its servers that run, a bit each, before and now. */
export function noteServersLost(world: World, p: number, was: RoutingGroups, is: RoutingGroups): void {
  const { lastOfTwo } = world.variables;
  // What ran alone already, or hangs alone, was noted when the other went.
  if (world.pool(p).servers.length !== 2 || was.running !== BOTH || is.running === 0 || lastOfTwo.get(p) !== 0) return;
  lastOfTwo.set(p, is.running);
}

/** The services serve: every server that runs has all there is. */
export function noteServersServe(world: World, p: number, running: number): void {
  if (world.pool(p).servers.length !== 2) return;
  world.variables.lastOfTwo.set(p, running === BOTH ? 0 : running);
  world.variables.wrongOrder.set(p, 0);
}

/** Users are reloaded from the Back End: what either server has does not matter any more (D11). */
export function forgetServerOrder(world: World, p: number): void {
  world.variables.lastOfTwo.set(p, 0);
  world.variables.wrongOrder.set(p, 0);
}

/** How long one of two servers has hung alone: from `twoServersTogetherMinutes` on the other does not help any more (D14). */
export function watchOrder(world: World, p: number, running: number): void {
  if (world.pool(p).servers.length !== 2) return;
  const { wrongOrder, aloneWatch } = world.variables;
  // Both are stopped: they may start together, or the other way round.
  if (running === 0) wrongOrder.set(p, 0);
  const alone = running === 1 && wrongOrder.get(p) === 0 && !world.frontEndRuns(p) && waitsForOther(world, p, running);
  if (alone === (aloneWatch.get(p) === 1)) return;
  aloneWatch.set(p, alone ? 1 : 0);
  if (!alone) return world.effects.cancel(world.work.startsAlone.at(p));
  const ms = world.settings.twoServersTogetherMinutes * 60_000;
  world.effects.start(world.work.startsAlone.at(p), ms, ms);
}

/** D14: it was not "together", nor the reverse of the order in which they went down. */
export function startedInWrongOrder(world: World, p: number): void {
  world.variables.aloneWatch.set(p, 0);
  world.variables.wrongOrder.set(p, 1);
  world.tell(world.name(p), `the other server does not help any more: ${WRONG_ORDER} (D14)`);
}

const WRONG_ORDER =
  'one of the two started alone and was not the last to go down; they come up when both are stopped and started together, or after QuorumLossRecovery';

/** One of two servers runs alone, and it was not the last to go down, or did so for too long (D14). */
export function waitsForOther(world: World, p: number, running: number): boolean {
  const { servers } = world.pool(p);
  if (servers.length !== 2 || running === 0) return false;
  if (world.variables.wrongOrder.get(p) === 1) return true;
  if (running !== 1) return false;
  const last = world.variables.lastOfTwo.get(p);
  return last === 0 ? !world.settings.eitherOfTwoStartsAlone : !world.serverRuns(servers[last - 1]);
}

/** Why one server alone does not start the pool, for an administrator. */
export function otherInWords(world: World, p: number): string {
  if (world.variables.wrongOrder.get(p) === 1) return WRONG_ORDER;
  const last = world.variables.lastOfTwo.get(p);
  if (last === 0) return 'both servers went down at one moment and start together only';
  const { fqdn } = world.layout.hosts[world.pool(p).servers[last - 1]];
  return `the two servers start together, or in the reverse of the order in which they went down; ${fqdn} was the last`;
}
