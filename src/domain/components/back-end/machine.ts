/** State machine of one mirroring session (D20-D29), and what SQL Server calls its states. */
import { setup } from 'xstate';
import { MachineTable, signals, whether } from '../../../core/state-machine.js';

/**
 * One mirroring session (D20-D29), or the single database of a Back End without a mirror, or whose mirroring was removed (SET PARTNER OFF, D25). Which of the two
 * servers is the principal is kept beside the machine and turned by its signal `swap`.
 *
 * `look` says what is true now: principal = the principal's server runs with its disks; mirror = the
 * mirror's server runs; linked = they see each other; quorum = the principal may serve (no witness, or it
 * sees the mirror or the witness, D23); elects = a witness exists and the mirror sees it (D21);
 * blank = the mirror's disks are empty. `linked` implies principal, mirror and quorum.
 */
const machine = setup({
  types: {
    events: {} as {
      type: 'look' | 'elected' | 'resynchronised' | 'failOver' | 'failedOver' | 'force' | 'resume' | 'remove';
      [k: string]: unknown;
    },
  },
  guards: {
    ...whether('principal', 'mirror', 'linked', 'quorum', 'elects', 'blank'),
    serves: ({ event }) => event.principal === true && event.quorum === true,
    linkedBlank: ({ event }) => event.linked === true && event.blank === true,
    mayElect: ({ event }) => event.mirror === true && event.elects === true,
  },
  actions: signals('swap', 'demote', 'elect', 'cancelWork', 'catchUp', 'reseed', 'inStep', 'failOverWork', 'fork'),
}).createMachine({
  id: 'mirrorSession',
  initial: 'synchronized',
  states: {
    /** The database without a mirror: there is none, or mirroring was removed (D25). */
    single: {
      initial: 'served',
      states: {
        served: { on: { look: [{ guard: 'serves' }, { target: 'down' }] } },
        down: { on: { look: [{ guard: 'serves', target: 'served' }, {}] } },
      },
    },
    /** SYNCHRONIZED and served: a commit is on both partners (D20). */
    synchronized: {
      on: {
        look: [
          { guard: 'linked' },
          { guard: 'serves', target: 'exposed' },
          { guard: 'mayElect', target: 'electing', actions: 'elect' },
          { target: 'severed' },
        ],
        failOver: { target: 'pendingFailover', actions: 'failOverWork' },
        remove: 'single.served',
      },
    },
    /** PENDING_FAILOVER: a manual failover of a synchronised session is under way (D22). */
    pendingFailover: {
      on: {
        look: [
          { guard: 'linked' },
          { guard: 'serves', target: 'exposed', actions: 'cancelWork' },
          { guard: 'mayElect', target: 'electing', actions: 'elect' },
          { target: 'severed', actions: 'cancelWork' },
        ],
        failedOver: { target: 'synchronized', actions: ['swap', 'demote'] },
      },
    },
    /** DISCONNECTED: the principal serves alone; the mirror falls behind. */
    exposed: {
      on: {
        look: [
          { guard: 'linkedBlank', target: 'suspended', actions: 'reseed' },
          { guard: 'linked', target: 'synchronizing', actions: 'catchUp' },
          { guard: 'serves' },
          { target: 'severedBehind' },
        ],
        remove: 'single.served',
      },
    },
    /** SUSPENDED: the mirror's disks were lost, it is being restored from a backup. */
    suspended: {
      on: {
        look: [
          { guard: 'linked' },
          { guard: 'serves', target: 'exposed', actions: 'cancelWork' },
          { target: 'severedBehind', actions: 'cancelWork' },
        ],
        resynchronised: { target: 'synchronizing', actions: 'catchUp' },
        remove: { target: 'single.served', actions: 'cancelWork' },
      },
    },
    /** SYNCHRONIZING: the mirror catches up (D24); it does not count as a copy yet. */
    synchronizing: {
      on: {
        look: [
          { guard: 'linked' },
          { guard: 'serves', target: 'exposed', actions: 'cancelWork' },
          { target: 'severedBehind', actions: 'cancelWork' },
        ],
        resynchronised: { target: 'synchronized', actions: 'inStep' },
        remove: { target: 'single.served', actions: 'cancelWork' },
      },
    },
    /** DISCONNECTED: principal lost in SYNCHRONIZED state, mirror and witness agree on a failover (D21). */
    electing: {
      on: {
        look: [
          { guard: 'linked', target: 'synchronized', actions: 'cancelWork' },
          { guard: 'serves', target: 'exposed', actions: 'cancelWork' },
          { guard: 'mayElect' },
          { target: 'severed', actions: 'cancelWork' },
        ],
        elected: { target: 'exposed', actions: ['swap', 'demote'] },
        failOver: { target: 'exposed', actions: ['cancelWork', 'swap', 'demote'] },
        force: { target: 'forced', actions: ['cancelWork', 'swap', 'demote'] },
      },
    },
    /** DISCONNECTED, nobody serves; the mirror has all that was committed. D21: no automatic failover later. */
    severed: {
      on: {
        look: [
          { guard: 'linkedBlank', target: 'suspended', actions: 'reseed' },
          { guard: 'linked', target: 'synchronized' },
          { guard: 'serves', target: 'exposed' },
          {},
        ],
        // D22: with the principal lost this is forced service, too; it costs nothing.
        failOver: { target: 'forced', actions: ['swap', 'demote'] },
        force: { target: 'forced', actions: ['swap', 'demote'] },
        remove: 'single.served',
      },
    },
    /** DISCONNECTED, nobody serves; the mirror lacks the last transactions: only forced service (D25). */
    severedBehind: {
      on: {
        look: [
          { guard: 'linkedBlank', target: 'suspended', actions: 'reseed' },
          { guard: 'linked', target: 'synchronizing', actions: 'catchUp' },
          { guard: 'serves', target: 'exposed' },
          {},
        ],
        force: { target: 'forced', actions: ['fork', 'swap', 'demote'] },
        remove: 'single.served',
      },
    },
    /** DISCONNECTED after forced service: the new principal serves alone (D25). */
    forced: {
      on: {
        look: [
          { guard: 'linkedBlank', target: 'suspended', actions: 'reseed' },
          { guard: 'linked', target: 'forcedSuspended' },
          { guard: 'serves' },
          { target: 'forcedSevered' },
        ],
        remove: 'single.served',
      },
    },
    /** SUSPENDED after forced service: the old principal keeps what it has alone until it is resumed (D24). */
    forcedSuspended: {
      on: {
        look: [{ guard: 'linked' }, { guard: 'serves', target: 'forced' }, { target: 'forcedSevered' }],
        resume: { target: 'synchronizing', actions: 'catchUp' },
        remove: 'single.served',
      },
    },
    /** DISCONNECTED after forced service, nobody serves; the old principal lacks what was written since (D25). */
    forcedSevered: {
      on: {
        look: [
          { guard: 'linkedBlank', target: 'suspended', actions: 'reseed' },
          { guard: 'linked', target: 'forcedSuspended' },
          { guard: 'serves', target: 'forced' },
          {},
        ],
        force: { target: 'forced', actions: ['fork', 'swap', 'demote'] },
        remove: 'single.served',
      },
    },
  },
});

/** One mirroring session as a table; its parameters are explained above. */
export const MIRROR_SESSION = new MachineTable('mirror-session', machine, {
  look: ['principal', 'mirror', 'linked', 'quorum', 'elects', 'blank'],
  elected: [],
  resynchronised: [],
  failOver: [],
  failedOver: [],
  force: [],
  resume: [],
  remove: [],
});

/** The state that `Get-CsDatabaseMirrorState` shows for each state of the machine (D24). */
export function mirroringState(state: string): string {
  const names: Record<string, string> = {
    synchronized: 'SYNCHRONIZED',
    pendingFailover: 'PENDING_FAILOVER',
    suspended: 'SUSPENDED',
    forcedSuspended: 'SUSPENDED',
    synchronizing: 'SYNCHRONIZING',
  };
  return names[state] ?? 'DISCONNECTED';
}
