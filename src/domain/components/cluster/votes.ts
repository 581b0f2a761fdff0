/** Dynamic quorum and dynamic witness: who votes among the nodes that a cluster has now (D130-D132). */
import type { ClusterLayout } from '../../state/back-end-layout.js';

/** How many are in a bit set. */
export function bitsSet(set: number): number {
  let n = 0;
  for (let left = set; left !== 0; left &= left - 1) n++;
  return n;
}

/**
 * The votes of a cluster that runs on `nodes`: with an even number of them the witness votes, where it is seen; without
 * one an even number loses that of a node, `spared` or the last but it. `spared` = the index of the node that keeps its
 * vote.
 */
export function votesOf(
  { votes, witnessVote }: ClusterLayout,
  nodes: number,
  seesWitness: boolean,
  spared: number,
): number {
  const voting = nodes & votes;
  if (bitsSet(voting) % 2 === 1 || voting === 0) return voting;
  if (witnessVote !== 0 && seesWitness) return voting | witnessVote;
  const others = voting & ~(1 << spared);
  return voting & ~(1 << (31 - Math.clz32(others)));
}
