/** The Windows cluster below a Back End: who votes, and what was forced apart from the rest (D130-D135). */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, FLAG, upTo } from '../../state/control-state.js';
import type { Layout } from '../../state/layout.js';
import { declareWork } from '../../state/pending-work.js';
import { CLUSTER_FACTS } from './facts.js';
import { votesOf } from './votes.js';

/** Every set of nodes of a pool, with the witness as one more. */
const sets = (layout: Layout, p: number) => upTo(2 ** ((layout.pools[p].cluster?.nodes.length ?? -1) + 1) - 1);

function votesAtStart(layout: Layout, p: number): number {
  const { cluster } = layout.pools[p];
  return cluster === null ? 0 : votesOf(cluster, 2 ** cluster.nodes.length - 1, true, 0);
}

export const CLUSTER_TABLE = {
  machines: {} as Record<never, MachineTable>,
  facts: CLUSTER_FACTS,
  ids: () => ({}),
  state: {
    /** nodes that vote now, and the witness, as a bit set: quorum is more than half of them (D130, D131) */
    votes: declareVariable(['cluster'], sets, { start: votesAtStart }),
    /** nodes that a forced quorum runs on, and those that have joined them; 0 = none was forced (D134) */
    forcedNodes: declareVariable(['cluster'], sets),
    /** as `votes`, among those */
    forcedVotes: declareVariable(['cluster'], sets),
    /** votes are about to be counted anew */
    regrouping: declareVariable(['cluster'], FLAG),
  },
  work: { regroup: declareWork('cluster', 'regroup') },
};
