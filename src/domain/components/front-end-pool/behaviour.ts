/** Behaviour of a Front End pool: its services, quorum, and the grace without a Back End (D12-D14, D27). */
import { formatDuration } from '../../../core/duration.js';
import { bits } from '../../../core/state-machine.js';
import { minutes } from '../../state/units.js';
import type { World } from '../../state/world.js';
import { backEndThere, quorum, quorumText, startable, whyNotStarted } from './conditions.js';
import { forgetReplicas, layOutReplicas } from './replicas.js';
import { watchOrder } from './two-servers.js';

/** Brings the services of a pool in line with its servers and Back End (D12-D14). */
export function reconcilePool(world: World, p: number): void {
  watchBackEnd(world, p);
  const running = world.running(p);
  watchOrder(world, p, running);
  const has = quorum(world, p, running);
  const outlook = bits(running > 0, has, has && startable(world, p, running), backEndThere(world, p));
  send(world, p, world.ids.frontEnd.look + outlook);
  if (running >= Math.min(3, world.pool(p).servers.length)) world.variables.initialised.set(p, 1);
}

function send(world: World, p: number, event: number): void {
  const before = world.variables.frontEnd.get(p);
  for (const signal of world.send(world.machines.frontEnd, world.variables.frontEnd.at(p), event)) {
    switch (signal.type) {
      case 'beginStart':
        world.effects.start(world.work.poolStart.at(p), ...startRange(world, p));
        break;
      case 'cancelStart':
        world.effects.cancel(world.work.poolStart.at(p));
        break;
      case 'unserve':
        stopServices(world, p);
        break;
      case 'serve':
        layOutReplicas(world, p);
        break;
    }
  }
  tellChange(world, p, before);
}

/** How long a start of the services takes, ms (D13). */
export const startRange = (world: World, p: number): [number, number] =>
  minutes(world.settings.poolStartMinutes(world.sized(p)));

function stopServices(world: World, p: number): void {
  world.effects.cancel(world.work.replicaRebuild.at(p));
  if (!world.tailOnDisk && !world.settings.replicasSurviveServiceStop) forgetReplicas(world, p);
}

/** An administrator's or the model's wish for the services of a pool. */
export function command(world: World, p: number, what: 'stop' | 'start' | 'recover' | 'backEndGone'): void {
  const { frontEnd } = world.machines;
  if (what === 'stop' || what === 'backEndGone') return send(world, p, frontEnd.event(what));
  const running = world.running(p);
  const has = quorum(world, p, running);
  send(world, p, frontEnd.event('start', has && (what === 'recover' || startable(world, p, running))));
}

/** The services of a pool are up (D13). */
export function poolStarted(world: World, p: number): void {
  send(world, p, world.machines.frontEnd.event('started'));
}

/** D27 and D14: how long the User database has been gone. */
function watchBackEnd(world: World, p: number): void {
  const { variables } = world;
  if (world.served(p, 0)) {
    if (variables.backEndWatch.get(p)) world.effects.cancel(world.work.backEndGrace.at(p));
    if (variables.twoServerWatch.get(p)) world.effects.cancel(world.work.twoServer.at(p));
    variables.backEndWatch.set(p, 0);
    variables.backEndGone.set(p, 0);
    variables.twoServerWatch.set(p, 0);
    if (variables.stoppedByBackEnd.get(p) === 1) {
      variables.stoppedByBackEnd.set(p, 0);
      command(world, p, 'start');
    }
    return;
  }
  if (variables.backEndWatch.get(p) === 0 && variables.backEndGone.get(p) === 0) {
    variables.backEndWatch.set(p, 1);
    const ms = backEndGraceMs(world, p);
    world.effects.start(world.work.backEndGrace.at(p), ms, ms);
  }
  const alone = world.pool(p).servers.length === 2 && !backEndThere(world, p);
  if (alone && world.frontEndRuns(p) && variables.twoServerWatch.get(p) === 0) {
    variables.twoServerWatch.set(p, 1);
    const ms = world.settings.twoServerBackEndGraceMinutes * 60_000;
    world.effects.start(world.work.twoServer.at(p), ms, ms);
  }
}

/** D27: how long sessions go on without the User database. */
function backEndGraceMs(world: World, p: number): number {
  const set = world.variables.graceSeconds.get(p);
  return set < 0 ? world.settings.backEndGraceMinutes * 60_000 : set * 1000;
}

/** The User database has been gone for the grace of D27. */
export function backEndGraceOver(world: World, p: number): void {
  world.variables.backEndWatch.set(p, 0);
  world.variables.backEndGone.set(p, 1);
  if (!world.frontEndRuns(p) || !servesAnybody(world, p)) return;
  const grace = formatDuration(backEndGraceMs(world, p));
  world.tell(world.name(p), `User database gone for ${grace}: resiliency mode (D27)`);
}

/** Users are regular or read-only on this pool: its own, or the partner's. */
function servesAnybody(world: World, p: number): boolean {
  const q = world.partner(p);
  const own = world.serviceStateOf(p);
  return own === 'regularHome' || own === 'readOnlyHome' || (q >= 0 && world.serviceStateOf(q) === 'regularPartner');
}

/** A two-server pool has been without its Back End for too long (D14). */
export function twoServerGraceOver(world: World, p: number): void {
  // Services that run again without the Back End are watched again.
  world.variables.twoServerWatch.set(p, 0);
  if (!world.frontEndRuns(p) || backEndThere(world, p)) return;
  world.variables.stoppedByBackEnd.set(p, 1);
  world.finding('warning', 'D14', `${world.name(p)} has two servers: without its Back End it goes down as a whole`);
  command(world, p, 'backEndGone');
}

function tellChange(world: World, p: number, from: number): void {
  if (world.variables.frontEnd.get(p) === from) return;
  const before = world.machines.frontEnd.states[from];
  const after = world.stateName('frontEnd', p);
  const running = `${world.running(p)} of ${world.pool(p).servers.length} FE servers run`;
  const { why, rule } = whyNotStarted(world, p);
  const text: Record<string, string> = {
    running: `services run (${running})`,
    starting:
      before === 'running'
        ? `pool quorum lost, all services stop (${quorumText(world, p)}, D12)`
        : `services hang in "starting" (${why}, ${rule})`,
    booting: `services start (${running})`,
    stopped: 'services stopped',
    down: 'no FE server runs',
  };
  world.tell(world.name(p), text[after]);
}
