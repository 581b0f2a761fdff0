/** The users of each pool, and with them whose changes are acknowledged and which stores take them. */
import { defineComponent } from '../component.js';
import { reconcileConfigLedger, reconcileLedger, reconcileUsers, tellUsers } from './behaviour.js';
import { nothingUnkept } from './invariants.js';
import { USERS_TABLE } from './state.js';

export const USER_COHORTS = defineComponent({
  table: USERS_TABLE,
  work: {
    failureDetection: {
      done: (world, p) => tellUsers(world, p, 'detected'),
      words: (world, p) => ({ actor: 'voice resiliency', action: `loss of ${world.name(p)} is detected` }),
    },
    failbackDetection: {
      done: (world, p) => tellUsers(world, p, 'handBack'),
      words: (world, p) => ({ actor: 'voice resiliency', action: `users of ${world.name(p)} are handed home` }),
    },
  },
  reconcile: [{ pool: reconcileUsers }, { pool: reconcileLedger }, { whole: reconcileConfigLedger }],
  invariants: [nothingUnkept],
  instances: ({ machines: { users: machine }, layout, deployment }) =>
    layout.pools.map(({ pool: { backupPool } }) => ({
      machine,
      start: machine.initial,
      never: [
        ...(backupPool === null ? ['look.partnerUp', 'look.partnerOpen', 'readOnly', 'takeOver', 'moveHome'] : []),
        ...(backupPool === null || !deployment.voiceResiliency.automatic ? ['look.voice'] : []),
      ],
    })),
});
