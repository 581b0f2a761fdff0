/** The secondary replicas of each availability group. */
import { defineComponent } from '../component.js';
import { reconcileSecondaries, secondaryWorkDone } from './behaviour.js';
import { SECONDARY_REPLICA_TABLE } from './state.js';

export const SECONDARY_REPLICAS = defineComponent({
  table: SECONDARY_REPLICA_TABLE,
  work: {
    secondary: {
      done: secondaryWorkDone,
      words: (world, p, i) => ({
        actor: 'SQL Server',
        action: `${world.layout.hosts[world.pool(p).sql[i]].fqdn}: session time-out, catching up or seeding is through`,
      }),
    },
  },
  reconcile: [{ pool: reconcileSecondaries, ofClusters: true }],
  instances: ({ machines: { secondaryReplica: machine }, controlLayout, variables, layout }) => {
    const starts = controlLayout.starts();
    return layout.pools.flatMap(({ index, group, sql }) =>
      group === null ? [] : sql.map((_, i) => ({ machine, start: starts[variables.secondary.at(index, i)] })),
    );
  },
});
