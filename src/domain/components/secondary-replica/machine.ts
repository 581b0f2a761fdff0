/** State machine of one secondary replica of an availability group: what it has of the primary's log (D111-D120). */
import { setup } from 'xstate';
import { MachineTable, signals, whether } from '../../../core/state-machine.js';

/**
 * One replica, while it is a secondary; that which is primary rests in `complete`.
 *
 * `look` says what is true now: connected = the primary serves and it and this replica see each other; served = the
 * primary serves; blank = the disks of this replica are empty; behind = commits do not wait for it, as it or the primary
 * is asynchronous (D113). `connected` implies served.
 */
const machine = setup({
  types: {
    events: {} as {
      type: 'look' | 'timedOut' | 'caughtUp' | 'followed' | 'suspended' | 'resume' | 'reseed';
      [k: string]: unknown;
    },
  },
  guards: {
    ...whether('connected', 'served', 'blank', 'behind'),
    connectedBlank: ({ event }) => event.connected === true && event.blank === true,
    connectedBehind: ({ event }) => event.connected === true && event.behind === true,
  },
  actions: signals('awaitSession', 'cancelWork', 'catchUp', 'seed', 'undoFork', 'inStep', 'follow'),
}).createMachine({
  id: 'secondaryReplica',
  initial: 'synchronized',
  states: {
    /** SYNCHRONIZED: a commit is on this replica before it is acknowledged (D112). */
    synchronized: {
      on: {
        look: [
          { guard: 'connectedBehind', target: 'synchronizing', actions: 'follow' },
          { guard: 'connected' },
          { guard: 'served', target: 'silent', actions: 'awaitSession' },
          { target: 'complete' },
        ],
        suspended: 'suspended',
      },
    },
    /** Silent, and the session time-out runs: the primary waits for it with every commit (D112). */
    silent: {
      on: {
        look: [
          { guard: 'connectedBlank', target: 'initializing', actions: ['cancelWork', 'seed'] },
          { guard: 'connected', target: 'synchronized', actions: ['cancelWork', 'inStep'] },
          { guard: 'served' },
          { target: 'complete', actions: 'cancelWork' },
        ],
        timedOut: 'notSynchronizing',
        suspended: { target: 'suspended', actions: 'cancelWork' },
      },
    },
    /** NOT SYNCHRONIZING, as nobody serves; it has all that was committed (D116). */
    complete: {
      on: {
        look: [
          { guard: 'connectedBlank', target: 'initializing', actions: 'seed' },
          { guard: 'connected', target: 'synchronized', actions: 'inStep' },
          { guard: 'served', target: 'notSynchronizing' },
          {},
        ],
        suspended: 'suspended',
      },
    },
    /** NOT SYNCHRONIZING: the primary went on without it. */
    notSynchronizing: {
      on: {
        look: [
          { guard: 'connectedBlank', target: 'initializing', actions: 'seed' },
          { guard: 'connected', target: 'synchronizing', actions: 'catchUp' },
          {},
        ],
        suspended: 'suspended',
      },
    },
    /** SYNCHRONIZING: it catches up by itself (D120); an asynchronous one for ever, some seconds behind (D113). */
    synchronizing: {
      on: {
        look: [{ guard: 'connected' }, { target: 'notSynchronizing', actions: 'cancelWork' }],
        followed: { target: 'synchronizing', actions: ['inStep', 'follow'] },
        caughtUp: { target: 'synchronized', actions: 'inStep' },
        suspended: { target: 'suspended', actions: 'cancelWork' },
      },
    },
    /** INITIALIZING: seeded anew, as its disks were lost or it follows too many forks (D119, M124). */
    initializing: {
      on: {
        look: [{ guard: 'connected' }, { target: 'notInitialized', actions: 'cancelWork' }],
        caughtUp: { target: 'synchronizing', actions: ['inStep', 'catchUp'] },
        suspended: { target: 'notInitialized', actions: 'cancelWork' },
      },
    },
    /** NOT SYNCHRONIZING, and its seed was not through. */
    notInitialized: {
      on: { look: [{ guard: 'connected', target: 'initializing', actions: 'seed' }, {}] },
    },
    /** NOT SYNCHRONIZING, suspended by a forced failover until an administrator resumes it (D118). */
    suspended: {
      on: {
        look: [{ guard: 'connectedBlank', target: 'initializing', actions: 'seed' }, {}],
        resume: { target: 'reverting', actions: 'undoFork' },
        reseed: { target: 'initializing', actions: 'seed' },
      },
    },
    /** REVERTING: resumed, it undoes what the new primary does not have (D118). */
    reverting: {
      on: {
        look: [{ guard: 'connected' }, { target: 'revertingAlone', actions: 'cancelWork' }],
        caughtUp: { target: 'synchronized', actions: 'inStep' },
        suspended: { target: 'revertingAlone', actions: 'cancelWork' },
      },
    },
    /** REVERTING, and not connected: a failover to it would find broken databases (D117). */
    revertingAlone: {
      on: {
        look: [
          { guard: 'connectedBlank', target: 'initializing', actions: 'seed' },
          { guard: 'connected', target: 'reverting', actions: 'undoFork' },
          {},
        ],
      },
    },
  },
});

/** A secondary replica as a table; its parameters are explained above. */
export const SECONDARY_REPLICA = new MachineTable('secondary-replica', machine, {
  look: ['connected', 'served', 'blank', 'behind'],
  timedOut: [],
  caughtUp: [],
  followed: [],
  suspended: [],
  resume: [],
  reseed: [],
});

/** What `sys.dm_hadr_database_replica_states` shows of a secondary for each state of the machine (D111). */
export function synchronizationState(state: string): string {
  const names: Record<string, string> = {
    synchronized: 'SYNCHRONIZED',
    synchronizing: 'SYNCHRONIZING',
    initializing: 'INITIALIZING',
    reverting: 'REVERTING',
    revertingAlone: 'REVERTING',
  };
  return names[state] ?? 'NOT SYNCHRONIZING';
}
