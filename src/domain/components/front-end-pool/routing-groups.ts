/**
 * Routing groups of a pool (D10, D11, M11), by counting. A set of servers is a number, a bit for each in topology
 * order. The replicas of the groups are spread evenly over all triples of the `base` servers; those of them that do
 * not run are missing until they are rebuilt elsewhere. Groups that lost quorum are stuck on their triples, those of
 * the servers `stuckBase`, until some of these return or a QuorumLossRecovery: one whose replicas were rebuilt, or
 * that came later, has nothing of them.
 */
export interface RoutingGroups {
  /** machines that are up */
  up: number;
  /** servers whose services run */
  running: number;
  base: number;
  /** 0 = no group is stuck */
  stuckBase: number;
  /**
   * servers without what the replicas on them had (M15): their disks were lost since; where replicas are in memory only,
   * those that booted while the services of the pool did not run
   */
  empty: number;
  /** the replicas are on disk: a server that is down keeps them (M15) */
  onDisk: boolean;
  /** servers that run again and whose replicas are still being built (D251, D252): they count as missing until they are */
  building: number;
}

const choose = (n: number, k: number): number => {
  let r = 1;
  for (let i = 0; i < k; i++) r = (r * (n - i)) / (i + 1);
  return n < k ? 0 : r;
};

/** A part of the whole as numerator and denominator, so that counts of users stay exact. */
export type Share = readonly [number, number];

/** No part, and the whole. */
export const NONE: Share = [0, 1];
export const ALL: Share = [1, 1];

/** Share of the groups with at least `atLeast` of their three replicas on `missing` of `base` servers. */
export function shareOfGroups(base: number, missing: number, atLeast: 2 | 3): Share {
  if (base < 3 || missing < atLeast) return NONE;
  const two = choose(missing, 2) * (base - missing);
  const three = choose(missing, 3);
  return [atLeast === 2 ? two + three : three, choose(base, 3)];
}

function size(servers: number): number {
  let n = 0;
  for (let rest = servers; rest !== 0; rest &= rest - 1) n++;
  return n;
}

const share = (base: number, missing: number, atLeast: 2 | 3): Share =>
  shareOfGroups(size(base), size(base & missing), atLeast);

/** Share of the groups without quorum now (D11). Pools of one or two servers have no group quorum to lose. */
export function stuckShare(g: RoutingGroups): Share {
  return share(g.stuckBase, missingOf(g), 2);
}

const missingOf = ({ running, building }: RoutingGroups): number => ~running | building;

/**
 * Share of the groups whose one replica that is left is the primary (D11, by counting): of two that were lost at one
 * moment neither was it in one case of three; where one went after the other, a secondary that was promoted in between
 * is left in one of two. `lostAtMs` = when each server ran last.
 */
export function primaryShare(g: RoutingGroups, lostAtMs: readonly number[]): Share {
  const missing = g.stuckBase & missingOf(g);
  let sixths = 0;
  for (let i = 0; i < lostAtMs.length; i++) {
    if (((missing >> i) & 1) === 0) continue;
    for (let j = 0; j < i; j++) if (((missing >> j) & 1) === 1) sixths += lostAtMs[i] === lostAtMs[j] ? 2 : 3;
  }
  const left = size(g.stuckBase) - size(missing);
  return sixths === 0 || left === 0 ? NONE : [sixths * left, 6 * choose(size(g.stuckBase), 3)];
}

/** Share of the groups of which no server holds anything: what they had not written is gone (M15). */
export function deadShare(g: RoutingGroups): Share {
  return share(g.stuckBase === 0 ? g.base : g.stuckBase, ~keeping(g), 3);
}

/** No server holds anything of any group, or nothing was laid out. */
export function allDead(g: RoutingGroups): boolean {
  return ((g.base | g.stuckBase) & keeping(g)) === 0;
}

const keeping = (g: RoutingGroups): number => (g.onDisk ? ~g.empty : g.up & ~g.empty & ~g.building);

/** Servers run no longer; their replicas are not rebuilt yet (D11), nor those of a server that came back shortly before (D252). */
export function serversLost(g: RoutingGroups): void {
  if (!g.onDisk) g.empty &= g.up;
  g.building &= g.running;
  const [stuck, before] = [share(g.base, missingOf(g), 2), stuckShare(g)];
  // Some are stuck already, on other servers: judged together, as if nothing had been rebuilt meanwhile.
  if (stuck[0] * before[1] > before[0] * stuck[1]) g.stuckBase |= g.base;
}

/**
 * Servers (`back`) run again while the services of the pool do (D11). Groups that are stuck on them have their replicas
 * again at once; those of all others are built anew first (D251, D252).
 */
export function serversReturned(g: RoutingGroups, back: number): void {
  g.building |= back & ~g.stuckBase;
  // Two replicas agree; on empty disks they have nothing, until one of the three that has comes back.
  const apart = g.onDisk ? size(g.stuckBase & (~g.running | g.empty)) : 0;
  if (size(g.stuckBase & missingOf(g)) < 2 && apart < 3) g.stuckBase = 0;
  g.base |= g.running & ~g.building;
  if (g.onDisk && g.stuckBase === 0) g.empty &= ~g.running;
}

/** Machines boot while the services of the pool do not run: nothing is copied to them, and memory is empty (M15). */
export function serversBooted(g: RoutingGroups, servers: number): void {
  if (!g.onDisk && !allDead(g)) g.empty |= servers;
}

/**
 * M11: `replicaRebuildMinutes` after a loss, the groups that kept quorum stand on the surviving servers; and after a return
 * (D251) on the returned ones, too. A group that is stuck builds nothing.
 */
export function rebuilt(g: RoutingGroups): void {
  g.base = standing(g.base | g.building, g.running);
  g.building &= g.stuckBase;
}

/** Where groups on `base` stand once their replicas left the servers that are not `kept`: two have no room for a third. */
export function standing(base: number, kept: number): number {
  return size(base & kept) < 3 && size(base) >= 3 ? base : base & kept;
}

/** The groups as a start of the pool, or a recovery, lays them out anew; 0 = nothing of them is left. */
export function laidOut(g: RoutingGroups, servers: number): void {
  g.base = servers;
  g.stuckBase = 0;
  g.empty = 0;
  g.building = 0;
}

/** Part of `1 - from` that grew to `to`: (to - from) / (1 - from). */
export function newly(from: Share, to: Share): Share {
  return newlyOf(from, to, ALL);
}

/** The same of a whole that is `whole`: (to - from) / (whole - from). */
export function newlyOf(from: Share, to: Share, whole: Share): Share {
  const numerator = (to[0] * from[1] - from[0] * to[1]) * whole[1];
  const denominator = (whole[0] * from[1] - from[0] * whole[1]) * to[1];
  return numerator <= 0 || denominator <= 0 ? NONE : [numerator, denominator];
}
