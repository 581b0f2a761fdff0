/** Behaviour of an availability group: who is primary, who serves, and what a failover does to the ledger (D110-D118). */
import { bits } from '../../../core/state-machine.js';
import { seconds } from '../../state/units.js';
import type { World } from '../../state/world.js';
import { wipeDatabases } from '../back-end/behaviour.js';
import { rivalNodes, runningNodes } from '../cluster/quorum-of-nodes.js';
import { FORKS_MOST } from '../secondary-replica/state.js';
import { forkLogs } from './stores-of-group.js';
import { automaticTarget, hasAll, isThere, primaryIsThere } from './takeover.js';

/** Brings the group of pool `p` in line with what runs, who sees whom and where quorum is. */
export function reconcileGroup(world: World, p: number): void {
  if (world.pool(p).group === null) return;
  const before = world.variables.group.get(p);
  endRivalry(world, p);
  const nodes = runningNodes(world, p);
  const look = bits(
    primaryIsThere(world, p, nodes),
    nodes !== 0,
    automaticTarget(world, p, nodes) >= 0,
    isThere(world, p, world.variables.groupTarget.get(p), nodes),
  );
  sendToGroup(world, p, world.ids.group.look + look);
  if (world.variables.group.get(p) !== before) tellGroup(world, p);
}

/** A primary that quorum was forced without is one no longer when its node joins the others, or there is one cluster again. */
function endRivalry(world: World, p: number): void {
  const { rivalPrimary, forcedNodes } = world.variables;
  const rival = rivalPrimary.get(p) - 1;
  const forced = forcedNodes.get(p);
  if (rival >= 0 && (forced === 0 || ((forced >> rival) & 1) === 1)) rivalPrimary.set(p, 0);
}

/** An event for the group of pool `p`, with what its signals mean for the ledger and the pending work. */
export function sendToGroup(world: World, p: number, event: number): void {
  const slot = world.variables.group.at(p);
  const work = world.work.group.at(p);
  for (const { type } of world.send(world.machines.availabilityGroup, slot, event)) {
    switch (type) {
      case 'elect':
        world.variables.groupTarget.set(p, automaticTarget(world, p, runningNodes(world, p)));
        world.effects.start(work, ...durationOf(world, p, true));
        break;
      case 'failOverWork':
      case 'forceWork':
        world.effects.start(work, ...durationOf(world, p, false));
        break;
      case 'cancelWork':
        world.effects.cancel(work);
        break;
      case 'swap':
        makePrimary(world, p);
        break;
      case 'fork':
        makePrimaryByForce(world, p);
        break;
    }
  }
  serveFromPrimary(world, p);
}

/** D122: detection, where nobody commanded it, redo and overhead; and what a listener in several subnets adds (M138). */
function durationOf(world: World, p: number, detected: boolean): [number, number] {
  const { agDetectionSeconds, agRedoSeconds, agOverheadSeconds } = world.settings;
  const parts = [...(detected ? [agDetectionSeconds] : []), agRedoSeconds, agOverheadSeconds];
  const more = addressesToTry(world, p) * 1000;
  const sum = (end: 0 | 1): number => parts.reduce((ms, range) => ms + seconds(range)[end], 0);
  return [sum(0), sum(1) + more];
}

/** D138: seconds that servers may spend on addresses of the listener in other subnets; a site is a subnet here. */
function addressesToTry(world: World, p: number): number {
  const subnets = new Set(world.pool(p).sql.map((h) => world.layout.hosts[h].site));
  return subnets.size === 1 ? 0 : (subnets.size - 1) * world.settings.multiSubnetReconnectSeconds;
}

/** The target is the primary from now on, for all databases (D110). */
function makePrimary(world: World, p: number): void {
  const { groupTarget, principalSide, secondary } = world.variables;
  const target = groupTarget.get(p);
  for (const db of world.pool(p).databases) principalSide.set(p, db, target);
  secondary.set(p, target, world.ids.secondary.complete);
  world.effects.cancel(world.work.secondary.at(p, target));
}

/** A forced failover: what the target lacks leaves the branch, and every other replica is suspended (D117, D118). */
function makePrimaryByForce(world: World, p: number): void {
  const { groupTarget, secondary, forks, rivalPrimary } = world.variables;
  const target = groupTarget.get(p);
  const primary = world.principalSide(p, 0);
  const isBroken = world.ids.secondary.broken[secondary.get(p, target)];
  const lacks = target !== primary && !hasAll(world, p, target);
  if (lacks) world.cause = 'forced failover to a replica that was not synchronized (D117)';
  // Before the base of what the FE servers have not written is forked.
  if (lacks) forkLogs(world, p);
  makePrimary(world, p);
  forks.set(p, target, 0);
  // D117: the databases of a replica that was undoing a fork, or was being seeded, come up broken.
  if (isBroken) wipeDatabases(world, p, target);
  const { machines } = world;
  const suspended = machines.secondaryReplica.event('suspended');
  world.pool(p).sql.forEach((_, i) => {
    if (i === target) return;
    for (const { type } of world.send(machines.secondaryReplica, secondary.at(p, i), suspended)) {
      if (type === 'cancelWork') world.effects.cancel(world.work.secondary.at(p, i));
    }
    forks.set(p, i, Math.min(forks.get(p, i) + 1, FORKS_MOST + 1));
  });
  if (rivalPrimary.get(p) === target + 1) rivalPrimary.set(p, 0);
}

/** Who serves: the primary of the group, and one that a forced quorum left behind with a quorum of its own (D135). */
function serveFromPrimary(world: World, p: number): void {
  const { serves, group, rivalPrimary, reached } = world.variables;
  const primary = world.principalSide(p, 0);
  const online = world.ids.group.online[group.get(p)];
  const rival = rivalPrimary.get(p) - 1;
  const rivalServes = rival >= 0 && isThere(world, p, rival, rivalNodes(world, p)) && !world.isBlank(p, 0, rival);
  const { databases, sql } = world.pool(p);
  for (const db of databases)
    for (let i = 0; i < sql.length; i++)
      serves.set(p, db, i, (online && i === primary) || (rivalServes && i === rival) ? 1 : 0);
  reached.set(p, whyNotReached(world, p) === null ? 1 : 0);
}

/** Why the Front End servers cannot use what the primary serves; null = they can. */
export function whyNotReached(world: World, p: number): { readonly why: string; readonly rule: string } | null {
  const { sql, site, group } = world.pool(p);
  const primary = world.principalSide(p, 0);
  const { fqdn, site: where } = world.layout.hosts[sql[primary]];
  if (!world.linked(site, where)) return { why: `the Front End servers do not reach ${fqdn}`, rule: 'M139' };
  if (((world.variables.logins.get(p) >> primary) & 1) === 0) {
    return { why: `the Front End servers cannot log on to ${fqdn}, which never got their logins (D107)`, rule: 'D107' };
  }
  const { sqlServerFqdn, listener } = group!.group;
  if (sqlServerFqdn === listener || !world.settings.agServesThroughListenerOnly) return null;
  return sqlServerFqdn.toLowerCase() === fqdn.toLowerCase()
    ? null
    : {
        why: `the topology still has ${sqlServerFqdn} as its SQL Server, not the listener ${listener} (D105)`,
        rule: 'M125',
      };
}

/** The failover that was under way is through. */
export function groupWorkDone(world: World, p: number): void {
  sendToGroup(world, p, world.machines.availabilityGroup.event('failedOver'));
  tellGroup(world, p);
}

/** One line for the group of pool `p` as it is now. */
export function tellGroup(world: World, p: number): void {
  if (world.unheard) return;
  const { sql } = world.pool(p);
  const who = world.layout.hosts[sql[world.principalSide(p, 0)]].fqdn;
  const target = world.layout.hosts[sql[world.variables.groupTarget.get(p)]].fqdn;
  const group = `the availability group of ${world.name(p)}`;
  const no = whyNotReached(world, p);
  const text: Record<string, string> = {
    online:
      no === null ? `${group} is served, primary ${who}` : `${group} is online on ${who}, but not served: ${no.why}`,
    handingOver: `${group}: planned failover to ${target} begun`,
    failingOver: `${group} is not served: ${who} is lost, ${target} takes over by itself (D114)`,
    resolving: `${group} is not served: RESOLVING, no replica takes over by itself (D114)`,
    takingOver: `${group} is not served: planned failover to ${target} begun (D116)`,
    withoutQuorum: `${group} is not served: the cluster has lost its quorum (D133)`,
    quorumForced: `${group} is not served: quorum is forced, a forced failover of the group has to follow (D134)`,
    forcing: `${group} is not served: forced failover to ${target} begun (D117)`,
    forcingAfterQuorum: `${group} is not served: forced failover to ${target} begun (D134)`,
  };
  world.tell('SQL Server', text[world.machines.availabilityGroup.states[world.variables.group.get(p)]]);
}
