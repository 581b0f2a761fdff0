/**
 * Routing groups of a pool (D10, D11, M11), by counting. The replicas of the groups are spread evenly over
 * all triples of the `base` servers; `missing` of these are down and not yet rebuilt elsewhere. Groups
 * that lost quorum are stuck on their triples: `stuckBase`, `stuckMissing` describe them, until servers
 * return or a QuorumLossRecovery.
 */
export interface RoutingGroups {
  base: number;
  missing: number;
  stuckBase: number;
  stuckMissing: number;
}

const choose = (n: number, k: number): number => {
  let r = 1;
  for (let i = 0; i < k; i++) r = (r * (n - i)) / (i + 1);
  return n < k ? 0 : r;
};

/** A part of the whole as numerator and denominator, so that counts of users stay exact. */
export type Share = readonly [number, number];

/** Share of the groups with at least `atLeast` of their three replicas on `missing` of `base` servers. */
export function shareOfGroups(base: number, missing: number, atLeast: 2 | 3): Share {
  if (base < 3 || missing < atLeast) return [0, 1];
  const two = choose(missing, 2) * (base - missing);
  const three = choose(missing, 3);
  return [atLeast === 2 ? two + three : three, choose(base, 3)];
}

/** Share of the groups without quorum now (D11). Pools of one or two servers have no group quorum to lose. */
export function stuckShare(g: RoutingGroups): Share {
  return g.stuckMissing >= 2
    ? shareOfGroups(g.stuckBase, g.stuckMissing, 2)
    : shareOfGroups(g.base, g.missing, 2);
}

/** Share of the groups of which no replica runs: what they had not written is gone (M15). */
export function deadShare(g: RoutingGroups): Share {
  return g.stuckMissing >= 2
    ? shareOfGroups(g.stuckBase, g.stuckMissing, 3)
    : shareOfGroups(g.base, g.missing, 3);
}

/** One server more is down; its replicas are not rebuilt yet (D11). */
export function serverLost(g: RoutingGroups): void {
  g.missing++;
  // Stuck groups and a further loss: judged as if nothing had been rebuilt meanwhile, on the safe side.
  if (g.stuckMissing >= 2) g.stuckMissing = Math.min(g.stuckMissing + 1, g.stuckBase);
}

/** One server is back, with its replicas (D11). */
export function serverReturned(g: RoutingGroups): void {
  if (g.missing > 0) g.missing--;
  else g.base++;
  if (g.stuckMissing > 0) g.stuckMissing--;
  if (g.stuckMissing < 2) {
    g.stuckBase = 0;
    g.stuckMissing = 0;
  }
}

/** M11: `replicaRebuildMinutes` after a loss, the groups that kept quorum stand on the surviving servers. */
export function rebuilt(g: RoutingGroups): void {
  if (stuckShare(g)[0] > 0 && g.stuckMissing < 2) {
    g.stuckBase = g.base;
    g.stuckMissing = g.missing;
  }
  g.base -= g.missing;
  g.missing = 0;
}

/** The groups as a start of the pool, or a recovery, lays them out anew on `running` servers. */
export function laidOut(g: RoutingGroups, running: number): void {
  g.base = running;
  g.missing = 0;
  g.stuckBase = 0;
  g.stuckMissing = 0;
}
