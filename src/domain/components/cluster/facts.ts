/** Numbers of the Windows cluster below a Back End. */
import { assumed, assumedOneOf } from '../../../core/fact.js';

/** How fast a cluster counts its votes anew, and who keeps the last vote. */
export const CLUSTER_FACTS = {
  clusterRegroupSeconds: assumed([5, 15] as const, 's', [0, 3600], {
    source: 'D131',
    why: 'until a cluster that survived a loss, or took a node back, counts its votes anew (dynamic quorum)',
  }),
  clusterVoteWithoutWitness: assumedOneOf(['primary', 'secondary'], {
    source: 'M132',
    why: 'whose node keeps the vote where a cluster without a witness has an even number of nodes; primary = losing that node stops the cluster',
  }),
};
