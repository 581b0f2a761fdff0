/** The mirrored Back End of each pool. */
import { defineComponent } from '../component.js';
import { reconcileSessions, sessionWorkDone } from './behaviour.js';
import { onePrincipal } from './invariants.js';
import { BACK_END_TABLE } from './state.js';

export const BACK_END = defineComponent({
  table: BACK_END_TABLE,
  work: {
    session: {
      done: sessionWorkDone,
      words: (world, p, db) => ({
        actor: 'SQL Server',
        action: `${world.databaseName(db)} database of ${world.name(p)}: election, failover or catching up is through`,
      }),
    },
  },
  reconcile: [{ pool: reconcileSessions }],
  invariants: [onePrincipal],
  instances: ({ machines: { session: machine }, controlLayout, variables, layout }) => {
    const starts = controlLayout.starts();
    return layout.pools.flatMap(({ index, databases, sql, witness, group }) =>
      databases.map((db) => ({
        machine,
        start: starts[variables.session.at(index, db)],
        never: group !== null || sql[1] < 0 || witness < 0 ? ['look.elects'] : [],
      })),
    );
  },
});
