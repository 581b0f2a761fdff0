/** Quorum of a Windows cluster by majority of votes, in the part of it that sees one another (D130, D131, D135). */
import type { World } from '../../state/world.js';
import { bitsSet, votesOf } from './votes.js';

/** The nodes of pool `p` among `among` that node `n` sees, itself included; 0 = it is down. */
function seenBy(world: World, p: number, n: number, among: number): number {
  const { nodes } = world.pool(p).cluster!;
  let seen = 0;
  for (let i = 0; i < nodes.length; i++) if (((among >> i) & 1) === 1 && world.see(nodes[n], nodes[i])) seen |= 1 << i;
  return seen;
}

/** A witness in the cloud is no machine of the deployment, and always there. */
function seesWitness(world: World, p: number, n: number): boolean {
  const { nodes, witnessVote, witness } = world.pool(p).cluster!;
  return witnessVote !== 0 && (witness < 0 ? world.up(nodes[n]) : world.see(nodes[n], witness));
}

/** The part of `among` that has more than half of `votes`; 0 = none has. Where two could, that of the primary has the witness. */
function partWithQuorum(world: World, p: number, among: number, votes: number): number {
  const { nodes, witnessVote } = world.pool(p).cluster!;
  const first = leadingNode(world, p);
  for (let k = 0; k < nodes.length; k++) {
    const n = k === 0 ? first : k <= first ? k - 1 : k;
    if (((among >> n) & 1) === 0) continue;
    const part = seenBy(world, p, n, among);
    const got = bitsSet(part & votes) + ((votes & witnessVote) !== 0 && seesWitness(world, p, n) ? 1 : 0);
    if (2 * got > bitsSet(votes)) return part;
  }
  return 0;
}

/** All nodes of the cluster of pool `p`. */
export const nodesOf = (world: World, p: number): number => 2 ** world.pool(p).cluster!.nodes.length - 1;

/** The nodes that the cluster runs on; after a forced quorum those that it was forced on. 0 = it has no quorum. */
export function runningNodes(world: World, p: number): number {
  const { votes, forcedNodes, forcedVotes } = world.variables;
  const forced = forcedNodes.get(p);
  return forced === 0
    ? partWithQuorum(world, p, nodesOf(world, p), votes.get(p))
    : partWithQuorum(world, p, forced, forcedVotes.get(p));
}

/** The nodes beside a forced quorum that have one of their own, which is a second cluster (D135); 0 = there is none. */
export function rivalNodes(world: World, p: number): number {
  const forced = world.variables.forcedNodes.get(p);
  return forced === 0 ? 0 : partWithQuorum(world, p, nodesOf(world, p) & ~forced, world.variables.votes.get(p));
}

/** Quorum is forced on node `n`: whom it sees goes with it, and the votes are theirs (D134). */
export function forceQuorum(world: World, p: number, n: number): void {
  const { forcedNodes, forcedVotes } = world.variables;
  const nodes = seenBy(world, p, n, nodesOf(world, p));
  forcedNodes.set(p, nodes);
  forcedVotes.set(p, nodes & world.pool(p).cluster!.votes || 1 << n);
}

/** Nodes that see one which quorum was forced on join it; when all have, the cluster is one again. */
export function joinForced(world: World, p: number): void {
  const { votes, forcedNodes, forcedVotes } = world.variables;
  const forced = forcedNodes.get(p);
  if (forced === 0) return;
  let joined = forced;
  world.pool(p).cluster!.nodes.forEach((_, n) => {
    if (((forced >> n) & 1) === 1) joined |= seenBy(world, p, n, nodesOf(world, p));
  });
  forcedNodes.set(p, joined);
  if (joined !== nodesOf(world, p)) return;
  votes.set(p, forcedVotes.get(p));
  forcedVotes.set(p, 0);
  forcedNodes.set(p, 0);
}

/** The votes that dynamic quorum gives a cluster that runs on `nodes`. */
export function votesNow(world: World, p: number, nodes: number): number {
  const { cluster } = world.pool(p);
  const witnessed = cluster!.nodes.some((_, n) => ((nodes >> n) & 1) === 1 && seesWitness(world, p, n));
  return votesOf(cluster!, nodes, witnessed, sparedNode(world, p, nodes));
}

/** The node of the primary replica, or that which runs the failover cluster instance. */
function leadingNode(world: World, p: number): number {
  return world.pool(p).instance === null ? world.principalSide(p, 0) : world.variables.owner.get(p);
}

/** M132: whose node keeps its vote where one has to lose it. */
function sparedNode(world: World, p: number, nodes: number): number {
  const primary = leadingNode(world, p);
  if (world.settings.clusterVoteWithoutWitness === 'primary') return primary;
  const others = nodes & ~(1 << primary);
  return others === 0 ? primary : 31 - Math.clz32(others & -others);
}
