/** The Windows cluster below each Back End that has one. */
import { defineComponent } from '../component.js';
import { reconcileCluster, regrouped } from './behaviour.js';
import { CLUSTER_TABLE } from './state.js';

export const CLUSTERS = defineComponent({
  table: CLUSTER_TABLE,
  work: {
    regroup: {
      done: regrouped,
      words: (world, p) => ({ actor: 'Cluster', action: `the cluster of ${world.name(p)} counts its votes anew` }),
    },
  },
  reconcile: [{ pool: reconcileCluster, ofClusters: true }],
});
