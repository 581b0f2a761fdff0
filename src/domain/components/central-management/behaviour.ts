/** Behaviour of the Central Management Store: moves of the master, the mark that stays, replication (D60-D64). */

import { judgeAtTakeover } from '../../invariants/burnt-disks.js';
import { checkBounded } from '../../invariants/no-loss.js';
import { type ChangeLog, HOME_SIDE, PARTNER_SIDE } from '../../ledger/change-log.js';
import { NOTHING } from '../../ledger/stored-changes.js';
import { CMS_DATABASE, CONFIG } from '../../state/modules.js';
import { minutes } from '../../state/units.js';
import type { World } from '../../state/world.js';
import { discardBatches } from '../backup-service/behaviour.js';
import type { LaterReads } from '../component.js';
import { goOnAlone } from '../secondary-replica/go-on-alone.js';

/** D63: after a change of master or topology every running, reachable server fetches the replica anew. */
export function replicateToAll(world: World): void {
  for (let h = 0; h < world.layout.hosts.length; h++) world.variables.replica.set(h, 0);
  startReplication(world);
}

/** Replication of the store to the servers begins anew; what was under way is left (D63). */
export function startReplication(world: World): void {
  if (isReplicationStopped(world)) return;
  world.variables.replicating.set(1);
  world.effects.start(world.work.replication.at(), ...minutes(world.settings.cmsReplicationMinutes));
}

/** D63: the machine acts on what was published last. */
export const isReplicaUpToDate = (world: World, host: number): boolean => world.variables.replica.get(host) === 1;

/** The replicator is down, or two masters keep each other from replicating (D64). */
const isReplicationStopped = (world: World): boolean =>
  world.variables.replicatorCrashed.get() === 1 || hasTwoMasters(world);

/** D64 (F): a planned failover left both pools of a Standard Edition pair active. */
export const hasTwoMasters = (world: World): boolean => world.ids.cms.twoMasters[world.variables.cms.get()];

/** D64 (F): a planned failover left a Standard Edition pair with two active masters or none, until it is restored. */
export const isSplit = (world: World): boolean =>
  hasTwoMasters(world) || world.ids.cms.noMaster[world.variables.cms.get()];

/** Running servers that the active master can reach. */
function reachable(world: World, host: number): boolean {
  const m = world.cmsMaster();
  return m >= 0 && world.up(host) && world.linked(world.pool(m).site, world.layout.hosts[host].site);
}

/** Every running server that the active master reaches is up to date (D63). */
export function replicationDone(world: World): void {
  world.variables.replicating.set(0);
  if (!world.cmsFunctional()) return;
  world.variables.switched.set(0);
  for (const h of world.layout.replicaHosts) if (reachable(world, h)) world.variables.replica.set(h, 1);
  world.tell('Central Management', 'replicas of all running, reachable servers are up to date (D63)');
}

/** D63: true when every running, reachable server (of pool `p`, -1 = all) is up to date. */
export function isReplicated(world: World, p: number): boolean {
  if (!world.cmsFunctional()) return false;
  const hosts = p < 0 ? world.layout.replicaHosts : world.pool(p).servers;
  for (const h of hosts) if (!isReplicaUpToDate(world, h) && reachable(world, h)) return false;
  return true;
}

/** Replication stops with its fault; a server that came back, or became reachable, makes it run again. */
export function reconcileReplication(world: World): void {
  const { replicating } = world.variables;
  if (replicating.get() === 1) {
    if (!isReplicationStopped(world)) return;
    replicating.set(0);
    world.effects.cancel(world.work.replication.at());
    return;
  }
  if (world.layout.cmsHome < 0 || !world.cmsFunctional()) return;
  if (!isReplicated(world, -1)) startReplication(world);
}

/** Which pools serve as the active master, for `Get-*` and I4. */
export function setMasters(world: World): void {
  const atHome = world.cmsMaster() === world.layout.cmsHome;
  const both = hasTwoMasters(world);
  const none = isSplit(world) && !both;
  world.variables.cmsActive.set(0, (atHome && !none) || both ? 1 : 0);
  world.variables.cmsActive.set(1, (!atHome && !none) || both ? 1 : 0);
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
  const serves = world.frontEndRuns(from) && world.served(from, CMS_DATABASE);
  const excused = forced && !(couldServe && serves);
  if (excused) world.allowedDepartures.set(world.logIndex[world.layout.cmsHome][CONFIG], 'disaster');
  judgeAtTakeover(world, world.layout.cmsHome, [CONFIG], excused);
  log.touch(world.now);
  const before = world.quiet ? null : log.served(world.now, world.servingStore(log, CONFIG));
  const held = [...log.rows[world.storeOn(log, CONFIG, side)]];
  log.serveFrom(world.now, side);
  if (forced) checkBounded(world, log, CONFIG, held);
  const split = forced ? false : splitOf(world);
  world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event(SWITCHED[String(split)]));
  discardBatches(world, from, [CONFIG]);
  dropMark(world);
  if (forced) world.variables.cmsForcedFrom.set(from);
  setMasters(world);
  world.variables.switched.set(1);
  replicateToAll(world);
  if (split !== false) return tellSplit(world, split);
  world.tell('Central Management', `active master is ${world.name(world.cmsMaster())} now`);
  if (before !== null) tellMove(world, log, before, !forced);
}

/**
 * The store is restored on pool `to` from an export (D65): it has what was served when that was made, at `madeAtMs` of
 * this run. What was changed since leaves the serving branch, which I1 excuses where no master worked (exception a).
 */
export function restoreStore(world: World, to: number, madeAtMs: number): void {
  const { cmsHome } = world.layout;
  const from = world.cmsMaster();
  const log = world.log(cmsHome, CONFIG)!;
  const excused = !world.cmsFunctional();
  world.cause = 'restore of the Central Management Store from an export (D65)';
  if (excused) world.allowedDepartures.set(world.logIndex[cmsHome][CONFIG], 'disaster');
  judgeAtTakeover(world, cmsHome, [CONFIG], excused);
  log.touch(world.now);
  const exported = positionsAt(world, log, madeAtMs);
  const side = to === cmsHome ? HOME_SIDE : PARTNER_SIDE;
  const store = world.storeOn(log, CONFIG, side);
  log.serveFrom(world.now, side);
  // Of the stretch that begins now no store has anything.
  log.rows[store] = [...exported, NOTHING];
  goOnAlone(world, to);
  log.copyToAll(world.now, store, world.followersOn(log, CONFIG, side));
  const wasSplit = isSplit(world);
  const restored = side === HOME_SIDE ? 'restoredHome' : 'restoredStandby';
  world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event(restored));
  discardBatches(world, from, [CONFIG]);
  dropMark(world);
  // A master that returns knows nothing of it, as after a forced failover (D64).
  if (from !== to && !wasSplit) world.variables.cmsForcedFrom.set(from);
  setMasters(world);
  world.variables.switched.set(1);
  replicateToAll(world);
  world.tell('Central Management', `active master is ${world.name(to)} now, restored from an export (D65)`);
}

/** What an export of the store had: of the stretch that is open now all that was acknowledged by then, of others what is there. */
function positionsAt(world: World, log: ChangeLog, atMs: number): number[] {
  const served = log.served(world.now, world.servingStore(log, CONFIG));
  const positions = served.map((position) => Math.min(position, atMs));
  const open = log.segments[log.current];
  if (open.startMs < atMs) positions[log.current] = Math.min(open.endMs, atMs);
  return positions;
}

/** The span of the changes that the new master does not have, from the oldest to the newest (D61). */
function tellMove(world: World, log: ChangeLog, before: readonly number[], planned: boolean): void {
  const gone = log.departed(before, log.served(world.now, world.servingStore(log, CONFIG)));
  const rpoMs = gone === null ? 0 : gone.newestMs - gone.oldestMs;
  world.effects.observe({ kind: 'masterMoved', pool: world.cmsMaster(), planned, rpoMs });
}

/** What a planned failover ends in, by the fact of that name. */
const SWITCHED: Readonly<Record<string, 'switched' | 'splitBoth' | 'splitNone'>> = {
  false: 'switched',
  bothActive: 'splitBoth',
  noMaster: 'splitNone',
};

/** D64 (F): the master and its standby are a pair of Standard Edition servers. */
export const isStandardPair = ({ layout }: World): boolean =>
  layout.cmsHome >= 0 &&
  layout.cmsStandby >= 0 &&
  [layout.cmsHome, layout.cmsStandby].every((p) => layout.pools[p].pool.edition === 'standard');

const splitOf = (world: World): World['settings']['standardPairCmsSplit'] =>
  isStandardPair(world) ? world.settings.standardPairCmsSplit : false;

function tellSplit(world: World, split: 'bothActive' | 'noMaster' | boolean): void {
  const { cmsHome, cmsStandby } = world.layout;
  const what =
    split === 'bothActive'
      ? `${world.name(cmsHome)} and ${world.name(cmsStandby)} both stay active, and replication stops`
      : 'no active master runs, and no replica is up to date';
  world.tell('Central Management', `${what} (D64, reported of Standard Edition pairs)`);
}

/** The store that the master was forced away from is marked active no more. */
export function dropMark(world: World): void {
  if (world.variables.clearingMark.get() === 1) world.effects.cancel(world.work.staleMark.at());
  world.variables.clearingMark.set(0);
  world.variables.cmsForcedFrom.set(-1);
}

/** D64: the pool whose store has returned and is still marked active; -1 = there is none. */
export function markedStore(world: World): number {
  const old = world.variables.cmsForcedFrom.get();
  return world.frontEndRuns(old) && world.served(old, CMS_DATABASE) ? old : -1;
}

/** D64: the Backup Service of a returned pool marks its store as backup once it runs and reaches the partner. */
export function reconcileMark(world: World): void {
  const old = world.variables.cmsForcedFrom.get();
  if (old < 0) return;
  const { clearingMark } = world.variables;
  const works =
    markedStore(world) >= 0 && world.backupRuns(old) && world.backupPath(old) && world.frontEndRuns(world.partner(old));
  if (works === (clearingMark.get() === 1)) return;
  clearingMark.set(works ? 1 : 0);
  if (!works) return world.effects.cancel(world.work.staleMark.at());
  world.effects.start(world.work.staleMark.at(), ...minutes(world.settings.staleMasterMinutes));
  world.tell('Central Management', `the store of ${world.name(old)} is back, still marked active (D64)`);
}

/** D64: the Backup Service has marked the returned store as backup. */
export function markCleared(world: World): void {
  world.tell(
    'Central Management',
    `the store of ${world.name(world.variables.cmsForcedFrom.get())} is the standby now`,
  );
  dropMark(world);
}

/**
 * Dead-variable reduction: what replication changes (`replicationDone`), and the mark of a store that returned. The
 * replicas are read by a wait for them and by the start of the next replication; a failover of the store reads whether
 * the one before is replicated and no store is marked (D64). What is cleared waits for nothing and nothing else waits
 * for it.
 */
export function clearReplication(world: World, work: Uint8Array, later: LaterReads): void {
  const { switched, replica, replicating } = world.variables;
  if (!later.cmsFailover) {
    switched.set(0);
    world.variables.cmsForcedFrom.set(-1);
    world.variables.clearingMark.set(0);
    work[world.work.staleMark.at()] = 0;
  }
  // A failover of the store makes all of them out of date, whatever they were.
  if (later.replicated || switched.get() === 1) return;
  for (const h of world.layout.replicaHosts) replica.set(h, 1);
  replicating.set(0);
  work[world.work.replication.at()] = 0;
}
