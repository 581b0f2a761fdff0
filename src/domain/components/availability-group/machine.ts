/** State machine of an availability group as a whole: who is primary is kept beside it (D110-D118, D133, D134). */
import { setup } from 'xstate';
import { MachineTable, signals, whether } from '../../../core/state-machine.js';

/**
 * The group. Its signals `swap` and `fork` make the replica that is kept as the target of the failover the primary.
 *
 * `look` says what is true now: primary = the primary replica's server runs with its disks and is in the part of the
 * cluster that has quorum; quorum = some part has; elects = a replica there may take over by itself (D114); target =
 * the replica that is to take over is there. `primary` and `elects` imply quorum.
 */
const machine = setup({
  types: {
    events: {} as {
      type: 'look' | 'failOver' | 'force' | 'failedOver' | 'quorumForced';
      [k: string]: unknown;
    },
  },
  guards: {
    ...whether('primary', 'quorum', 'elects', 'target'),
    primaryAndTarget: ({ event }) => event.primary === true && event.target === true,
    targetElects: ({ event }) => event.elects === true && event.target === true,
  },
  actions: signals('elect', 'cancelWork', 'failOverWork', 'forceWork', 'swap', 'fork'),
}).createMachine({
  id: 'availabilityGroup',
  initial: 'online',
  states: {
    /** PRIMARY: the databases are online on the primary replica. */
    online: {
      on: {
        quorumForced: 'quorumForced',
        look: [
          { guard: 'primary' },
          { guard: 'elects', target: 'failingOver', actions: 'elect' },
          { guard: 'quorum', target: 'resolving' },
          { target: 'withoutQuorum' },
        ],
        failOver: { target: 'handingOver', actions: 'failOverWork' },
        force: { target: 'forcing', actions: 'forceWork' },
      },
    },
    /** A planned failover is under way; the primary serves until the target does (D116). */
    handingOver: {
      on: {
        look: [
          { guard: 'primaryAndTarget' },
          { guard: 'primary', target: 'online', actions: 'cancelWork' },
          { guard: 'elects', target: 'failingOver', actions: ['cancelWork', 'elect'] },
          { guard: 'quorum', target: 'resolving', actions: 'cancelWork' },
          { target: 'withoutQuorum', actions: 'cancelWork' },
        ],
        failedOver: { target: 'online', actions: 'swap' },
      },
    },
    /** The primary is lost, and the target takes over by itself (D114). */
    failingOver: {
      on: {
        quorumForced: { target: 'quorumForced', actions: 'cancelWork' },
        look: [
          { guard: 'primary', target: 'online', actions: 'cancelWork' },
          { guard: 'targetElects' },
          { guard: 'elects', target: 'failingOver', actions: ['cancelWork', 'elect'] },
          { guard: 'quorum', target: 'resolving', actions: 'cancelWork' },
          { target: 'withoutQuorum', actions: 'cancelWork' },
        ],
        failedOver: { target: 'online', actions: 'swap' },
      },
    },
    /** RESOLVING: the primary is lost, and nobody takes over by itself. */
    resolving: {
      on: {
        quorumForced: 'quorumForced',
        look: [
          { guard: 'primary', target: 'online' },
          { guard: 'elects', target: 'failingOver', actions: 'elect' },
          { guard: 'quorum' },
          { target: 'withoutQuorum' },
        ],
        failOver: { target: 'takingOver', actions: 'failOverWork' },
        force: { target: 'forcing', actions: 'forceWork' },
      },
    },
    /** A planned failover to a replica that was synchronized when the primary was lost (D116). */
    takingOver: {
      on: {
        look: [
          { guard: 'primary', target: 'online', actions: 'cancelWork' },
          { guard: 'target' },
          { guard: 'quorum', target: 'resolving', actions: 'cancelWork' },
          { target: 'withoutQuorum', actions: 'cancelWork' },
        ],
        failedOver: { target: 'online', actions: 'swap' },
      },
    },
    /** RESOLVING: the cluster has lost its quorum; nothing is served, though SQL Server may run (D133). */
    withoutQuorum: {
      on: {
        look: [
          { guard: 'primary', target: 'online' },
          { guard: 'elects', target: 'failingOver', actions: 'elect' },
          { guard: 'quorum', target: 'resolving' },
          {},
        ],
        quorumForced: 'quorumForced',
      },
    },
    /** RESOLVING after forced quorum: only a forced failover brings the databases online again (D134). */
    quorumForced: {
      on: {
        look: [{ guard: 'quorum' }, { target: 'withoutQuorum' }],
        force: { target: 'forcingAfterQuorum', actions: 'forceWork' },
      },
    },
    /** A forced failover is under way: nothing is served until the target is (D117). */
    forcing: {
      on: {
        look: [
          { guard: 'target' },
          { guard: 'primary', target: 'online', actions: 'cancelWork' },
          { guard: 'elects', target: 'failingOver', actions: ['cancelWork', 'elect'] },
          { guard: 'quorum', target: 'resolving', actions: 'cancelWork' },
          { target: 'withoutQuorum', actions: 'cancelWork' },
        ],
        failedOver: { target: 'online', actions: 'fork' },
      },
    },
    /** The forced failover that has to follow a forced quorum is under way (D134). */
    forcingAfterQuorum: {
      on: {
        look: [
          { guard: 'target' },
          { guard: 'quorum', target: 'quorumForced', actions: 'cancelWork' },
          { target: 'withoutQuorum', actions: 'cancelWork' },
        ],
        failedOver: { target: 'online', actions: 'fork' },
      },
    },
  },
});

/** An availability group as a table; its parameters are explained above. */
export const AVAILABILITY_GROUP_MACHINE = new MachineTable('availability-group', machine, {
  look: ['primary', 'quorum', 'elects', 'target'],
  failOver: [],
  force: [],
  failedOver: [],
  quorumForced: [],
});
