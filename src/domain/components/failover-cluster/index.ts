/** The failover cluster instance of each pool that has one. */
import { defineComponent } from '../component.js';
import { instanceStarted, reconcileInstance } from './behaviour.js';
import { FAILOVER_CLUSTER_TABLE } from './state.js';

export const FAILOVER_CLUSTERS = defineComponent({
  table: FAILOVER_CLUSTER_TABLE,
  work: {
    instance: {
      done: instanceStarted,
      words: (world, p) => ({
        actor: 'SQL Server',
        action: `the start of the failover cluster instance of ${world.name(p)} is through`,
      }),
    },
  },
  reconcile: [{ pool: reconcileInstance, ofClusters: true }],
  instances: ({ machines: { failoverCluster: machine }, layout }) =>
    layout.pools.flatMap(({ instance }) => (instance === null ? [] : [{ machine, start: machine.initial }])),
});
