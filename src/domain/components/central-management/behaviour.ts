/** Behaviour of the Central Management Store: moves of the master and replication to the servers (D60-D64). */
import { checkBounded } from '../../invariants/no-loss.js';
import { CONFIG } from '../../state/modules.js';
import { minutes } from '../../state/units.js';
import type { World } from '../../state/world.js';
import { discardBatches } from '../backup-service/behaviour.js';
import type { LaterReads } from '../component.js';

/** D63: after a change of master or topology every running, reachable server fetches the replica anew. */
export function replicateToAll(world: World): void {
  for (let h = 0; h < world.layout.hosts.length; h++) world.variables.replica.set(h, 0);
  startReplication(world);
}

/** Replication of the store to the servers begins anew; what was under way is left (D63). */
export function startReplication(world: World): void {
  world.variables.replicating.set(1);
  world.effects.start(world.work.replication.at(), ...minutes(world.settings.cmsReplicationMinutes));
}

/** Machines that hold a replica: FE and Edge servers. */
export function replicaHosts(world: World): readonly number[] {
  return world.layout.replicaHosts;
}

/** Running servers that the active master can reach. */
function reachable(world: World, host: number): boolean {
  const m = world.cmsMaster();
  return m >= 0 && world.up(host) && world.linked(world.pool(m).site, world.layout.hosts[host].site);
}

/** Every running server that the active master reaches is up to date (D63). */
export function replicationDone(world: World): void {
  world.variables.replicating.set(0);
  if (world.cmsFunctional()) world.variables.switched.set(0);
  if (!world.cmsFunctional()) return;
  for (const h of replicaHosts(world)) if (reachable(world, h)) world.variables.replica.set(h, 1);
  // A stale master learns of the new one only when it is reached (D64).
  const { cmsHome, cmsStandby } = world.layout;
  const reached = cmsStandby < 0 || world.linked(world.pool(cmsHome).site, world.pool(cmsStandby).site);
  if (reached) world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event('replicated'));
  setMasters(world);
  world.tell('Central Management', 'replicas of all running, reachable servers are up to date (D63)');
}

/** D63: true when every running, reachable server (of pool `p`, -1 = all) is up to date. */
export function isReplicated(world: World, p: number): boolean {
  if (!world.cmsFunctional()) return false;
  const hosts = p < 0 ? replicaHosts(world) : world.pool(p).servers;
  for (const h of hosts) if (world.variables.replica.get(h) !== 1 && reachable(world, h)) return false;
  return true;
}

/** A server that came back, or became reachable, is not up to date: replication runs again. */
export function reconcileReplication(world: World): void {
  if (world.layout.cmsHome < 0 || world.variables.replicating.get() === 1 || !world.cmsFunctional()) return;
  if (!isReplicated(world, -1)) startReplication(world);
}

/** Which pools think that they are the active master, for `Get-*` and I4. */
export function setMasters(world: World): void {
  const state = world.machines.cms.states[world.variables.cms.get()];
  const both = state.startsWith('both');
  const atHome = world.cmsMaster() === world.layout.cmsHome;
  world.variables.cmsActive.set(0, atHome || both ? 1 : 0);
  world.variables.cmsActive.set(1, !atHome || both ? 1 : 0);
}

/**
 * The master moves: the truth of the store changes hands (D60) or is forked (D61). `couldServe`: the old master
 * could when the command began.
 */
export function switchMaster(world: World, forced: boolean, couldServe: boolean): void {
  const from = world.cmsMaster();
  const log = world.log(world.layout.cmsHome, CONFIG)!;
  const side = from === world.layout.cmsHome ? 1 : 0;
  // D61 could not ask the old master: what it had alone stays behind there (I1, exception a). A master that
  // came back since the command began took no changes meanwhile.
  const serves = world.frontEndRuns(from) && world.served(from, 2);
  if (forced && !(couldServe && serves))
    world.allowedDepartures.set(world.logIndex[world.layout.cmsHome][CONFIG], 'disaster');
  log.touch(world.now);
  const held = [...log.rows[world.storeOn(log, CONFIG, side)]];
  log.serveFrom(world.now, side);
  if (forced) checkBounded(world, log, CONFIG, held);
  world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event('switched'));
  discardBatches(world, from, [CONFIG]);
  world.variables.cmsForcedFrom.set(forced ? from : -1);
  setMasters(world);
  world.variables.switched.set(1);
  replicateToAll(world);
  world.tell('Central Management', `active master is ${world.name(world.cmsMaster())} now`);
}

/** D64 (F): a pool that returns after a forced CMS failover may still think that it is the master. */
export function reconcileOldMaster(world: World): void {
  const old = world.variables.cmsForcedFrom.get();
  if (old < 0 || !world.frontEndRuns(old) || !world.served(old, 2)) return;
  world.variables.cmsForcedFrom.set(-1);
  if (!world.settings.staleMasterOnReturn) {
    world.tell('Central Management', `${world.name(old)} returns as the standby`);
    return;
  }
  world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event('stale'));
  setMasters(world);
  world.finding('warning', 'D64', `${world.name(old)} returns and still thinks that it is the active master`);
  startReplication(world);
}

/**
 * Dead-variable reduction: what replication changes (`replicationDone`). The replicas are read by a wait for them and
 * by the start of the next replication; `switched` only by findings; a stale master (D64) makes its return begin anew.
 * It waits for nothing and nothing else waits for it, so it always ends.
 */
export function clearReplication(world: World, work: Uint8Array, later: LaterReads): void {
  const { switched, replica, replicating, cms } = world.variables;
  const { cms: machine } = world.machines;
  switched.set(0);
  const state = cms.get();
  if (later.replicated || machine.to(state, machine.first('replicated')) !== state) return;
  for (const h of world.layout.replicaHosts) replica.set(h, 1);
  replicating.set(0);
  work[world.work.replication.at()] = 0;
}
