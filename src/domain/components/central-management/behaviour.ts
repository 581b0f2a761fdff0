import { checkBounded } from '../../invariants/no-loss.js';
import { CONFIG, minutes, type World } from '../../state/world.js';
import { discardBatches } from '../backup-service/behaviour.js';

/** D63: after a change of master or topology every running, reachable server fetches the replica anew. */
export function replicateToAll(w: World): void {
  for (let h = 0; h < w.layout.hosts.length; h++) w.c[w.s.replica + h] = 0;
  startReplication(w);
}

/** Replication of the store to the servers begins anew; what was under way is left (D63). */
export function startReplication(w: World): void {
  w.c[w.s.replicating] = 1;
  w.sink.start(w.work.replication, ...minutes(w.settings.cmsReplicationMinutes));
}

/** Machines that hold a replica: FE and Edge servers. */
export function replicaHosts(w: World): readonly number[] {
  return w.layout.replicaHosts;
}

/** Running servers that the active master can reach. */
function reachable(w: World, host: number): boolean {
  const m = w.cmsMaster();
  return m >= 0 && w.up(host) && w.linked(w.pool(m).site, w.layout.hosts[host].site);
}

/** Every running server that the active master reaches is up to date (D63). */
export function replicationDone(w: World): void {
  w.c[w.s.replicating] = 0;
  if (w.cmsFunctional()) w.c[w.s.switched] = 0;
  if (!w.cmsFunctional()) return;
  for (const h of replicaHosts(w)) if (reachable(w, h)) w.c[w.s.replica + h] = 1;
  // A stale master learns of the new one only when it is reached (D64).
  const { cmsHome, cmsStandby } = w.layout;
  const reached = cmsStandby < 0 || w.linked(w.pool(cmsHome).site, w.pool(cmsStandby).site);
  if (reached) w.send(w.machines.cms, w.s.cms, w.machines.cms.event('replicated'));
  setMasters(w);
  w.tell('Central Management', 'replicas of all running, reachable servers are up to date (D63)');
}

/** D63: true when every running, reachable server (of pool `p`, -1 = all) is up to date. */
export function isReplicated(w: World, p: number): boolean {
  if (!w.cmsFunctional()) return false;
  const hosts = p < 0 ? replicaHosts(w) : w.pool(p).servers;
  for (const h of hosts) if (w.c[w.s.replica + h] !== 1 && reachable(w, h)) return false;
  return true;
}

/** A server that came back, or became reachable, is not up to date: replication runs again. */
export function lookAtReplication(w: World): void {
  if (w.layout.cmsHome < 0 || w.c[w.s.replicating] === 1 || !w.cmsFunctional()) return;
  if (!isReplicated(w, -1)) startReplication(w);
}

/** Which pools think that they are the active master, for `Get-*` and I4. */
export function setMasters(w: World): void {
  const state = w.machines.cms.states[w.c[w.s.cms]];
  const both = state.startsWith('both');
  const atHome = w.cmsMaster() === w.layout.cmsHome;
  w.c[w.s.cmsActive] = atHome || both ? 1 : 0;
  w.c[w.s.cmsActive + 1] = !atHome || both ? 1 : 0;
}

/**
 * The master moves: the truth of the store changes hands (D60) or is forked (D61). `couldServe`: the old master
 * could when the command began.
 */
export function switchMaster(w: World, forced: boolean, couldServe: boolean): void {
  const from = w.cmsMaster();
  const log = w.log(w.layout.cmsHome, CONFIG)!;
  const side = from === w.layout.cmsHome ? 1 : 0;
  // D61 could not ask the old master: what it had alone stays behind there (I1, exception a). A master that
  // came back since the command began took no changes meanwhile.
  const serves = w.frontEndRuns(from) && w.served(from, 2);
  if (forced && !(couldServe && serves)) w.excuses.set(w.logIndex[w.layout.cmsHome][CONFIG], 'disaster');
  log.touch(w.now);
  const held = [...log.rows[w.storeOn(log, CONFIG, side)]];
  log.serveFrom(w.now, side);
  if (forced) checkBounded(w, log, CONFIG, held);
  w.send(w.machines.cms, w.s.cms, w.machines.cms.event('switched'));
  discardBatches(w, from, [CONFIG]);
  w.c[w.s.cmsForcedFrom] = forced ? from : -1;
  setMasters(w);
  w.c[w.s.switched] = 1;
  replicateToAll(w);
  w.tell('Central Management', `active master is ${w.name(w.cmsMaster())} now`);
}

/** D64 (F): a pool that returns after a forced CMS failover may still think that it is the master. */
export function lookAtOldMaster(w: World): void {
  const old = w.c[w.s.cmsForcedFrom];
  if (old < 0 || !w.frontEndRuns(old) || !w.served(old, 2)) return;
  w.c[w.s.cmsForcedFrom] = -1;
  if (!w.settings.staleMasterOnReturn) {
    w.tell('Central Management', `${w.name(old)} returns as the standby`);
    return;
  }
  w.send(w.machines.cms, w.s.cms, w.machines.cms.event('stale'));
  setMasters(w);
  w.finding('warning', 'D64', `${w.name(old)} returns and still thinks that it is the active master`);
  startReplication(w);
}
