/** State machine of a failover cluster instance: which node runs it is kept beside it (D137). */
import { setup } from 'xstate';
import { MachineTable, signals, whether } from '../../../core/state-machine.js';

/**
 * The instance. Its signal `start` has it started on a node of the part of the cluster that has quorum, `own` says that
 * it runs there.
 *
 * `look` says what is true now: owner = the node that runs it is in the part of the cluster that has quorum; target =
 * the node that it is being started on is; quorum = some part has it; storage = the machine with its databases runs.
 * `owner` and `target` imply quorum.
 */
const machine = setup({
  types: { events: {} as { type: 'look' | 'started'; [k: string]: unknown } },
  guards: {
    ...whether('owner', 'target', 'quorum', 'storage'),
    runs: ({ event }) => event.owner === true && event.storage === true,
    starts: ({ event }) => event.target === true && event.storage === true,
    able: ({ event }) => event.quorum === true && event.storage === true,
  },
  actions: signals('start', 'cancelWork', 'own'),
}).createMachine({
  id: 'failoverCluster',
  initial: 'online',
  states: {
    /** The instance runs on its node, and serves what its storage holds. */
    online: {
      on: {
        look: [
          { guard: 'runs' },
          { guard: 'able', target: 'starting', actions: 'start' },
          { guard: 'quorum', target: 'withoutStorage' },
          { target: 'withoutQuorum' },
        ],
      },
    },
    /** Its node or its storage was lost: it starts on a node that is there, and its databases recover (M137). */
    starting: {
      on: {
        look: [
          { guard: 'starts' },
          { guard: 'able', target: 'starting', actions: ['cancelWork', 'start'] },
          { guard: 'quorum', target: 'withoutStorage', actions: 'cancelWork' },
          { target: 'withoutQuorum', actions: 'cancelWork' },
        ],
        started: { target: 'online', actions: 'own' },
      },
    },
    /** Its storage is lost: there is one copy, and no node has another (D137). */
    withoutStorage: {
      on: {
        look: [
          { guard: 'able', target: 'starting', actions: 'start' },
          { guard: 'quorum' },
          { target: 'withoutQuorum' },
        ],
      },
    },
    /** The cluster has lost its quorum, and stops the instance (D133, D137). */
    withoutQuorum: {
      on: {
        look: [
          { guard: 'able', target: 'starting', actions: 'start' },
          { guard: 'quorum', target: 'withoutStorage' },
          {},
        ],
      },
    },
  },
});

/** A failover cluster instance as a table; its parameters are explained above. */
export const FAILOVER_CLUSTER = new MachineTable('failover-cluster', machine, {
  look: ['owner', 'target', 'quorum', 'storage'],
  started: [],
});
