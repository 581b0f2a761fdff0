/** Behaviour of the cluster below a Back End: after each survived loss the votes are counted anew (D131). */
import { seconds } from '../../state/units.js';
import type { World } from '../../state/world.js';
import { joinForced, rivalNodes, runningNodes, votesNow } from './quorum-of-nodes.js';

/** Lets nodes join a forced quorum, and has the votes counted anew where they no longer are those of the nodes that run. */
export function reconcileCluster(world: World, p: number): void {
  if (world.pool(p).cluster === null) return;
  joinForced(world, p);
  const { regrouping } = world.variables;
  const due = isOutOfDate(world, p);
  if (due === (regrouping.get(p) === 1)) return;
  regrouping.set(p, due ? 1 : 0);
  if (due) world.effects.start(world.work.regroup.at(p), ...seconds(world.settings.clusterRegroupSeconds));
  else world.effects.cancel(world.work.regroup.at(p));
}

/** The votes that are counted, and those that would be; of a forced quorum its own. */
function isOutOfDate(world: World, p: number): boolean {
  const { votes, forcedNodes, forcedVotes } = world.variables;
  const running = runningNodes(world, p);
  const counted = forcedNodes.get(p) === 0 ? votes : forcedVotes;
  if (running !== 0 && votesNow(world, p, running) !== counted.get(p)) return true;
  const rivals = rivalNodes(world, p);
  return rivals !== 0 && votesNow(world, p, rivals) !== votes.get(p);
}

/** The votes are counted anew. */
export function regrouped(world: World, p: number): void {
  const { votes, forcedNodes, forcedVotes, regrouping } = world.variables;
  regrouping.set(p, 0);
  const running = runningNodes(world, p);
  const rivals = rivalNodes(world, p);
  if (running !== 0) (forcedNodes.get(p) === 0 ? votes : forcedVotes).set(p, votesNow(world, p, running));
  if (rivals !== 0) votes.set(p, votesNow(world, p, rivals));
}

/** D132: a node that is shut down in order hands its vote over first, where the others go on without it. */
export function handVotesOver(world: World, hosts: readonly number[]): void {
  const { votes, forcedNodes, forcedVotes } = world.variables;
  for (const { index: p, cluster } of world.layout.pools) {
    if (cluster === null) continue;
    const running = runningNodes(world, p);
    const left = cluster.nodes.reduce((set, h, i) => (hosts.includes(h) ? set & ~(1 << i) : set), running);
    if (running === left || left === 0) continue;
    (forcedNodes.get(p) === 0 ? votes : forcedVotes).set(p, votesNow(world, p, left));
  }
}
