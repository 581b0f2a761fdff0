/** State machine of the users of one pool (domain.md 6, D70). */
import { setup } from 'xstate';
import { MachineTable, signals, whether } from '../../../core/state-machine.js';
import type { UserState } from '../../result.js';

/** The state of `interface.md` that each state of the machine is. */
export function userStateOf(state: string): UserState {
  const names: Record<string, UserState> = {
    regularHome: 'regularHome',
    resiliencyHome: 'resiliencyHome',
    readOnlyHome: 'readOnlyHome',
    'signedOut.detecting': 'signedOut',
    'signedOut.detected': 'signedOut',
    'resiliencyPartner.staying': 'resiliencyPartner',
    'resiliencyPartner.returning': 'resiliencyPartner',
    'takenOver.resilient': 'resiliencyPartner',
    'takenOver.regular': 'regularPartner',
    'takenOver.signedOut': 'signedOut',
    'takenOver.detected': 'resiliencyPartner',
    'takenOver.detectedSignedOut': 'signedOut',
    movingHome: 'resiliencyHome',
  };
  return names[state];
}

/** Where users who were taken over go when the home pool opens again: it serves them, or its loss is still to be detected. */
const RELEASED = [
  { guard: 'homeResilient', target: '#users.resiliencyHome' },
  { guard: 'home', target: '#users.regularHome' },
  { guard: 'homeOpen', target: '#users.signedOut.detecting', actions: 'detect' },
] as const;
/** The same where it was detected before the takeover. */
const RELEASED_DETECTED = [
  { guard: 'homeResilient', target: '#users.resiliencyHome' },
  { guard: 'home', target: '#users.regularHome' },
  { guard: 'openToPartnerVoice', target: '#users.resiliencyPartner' },
  { guard: 'homeOpen', target: '#users.signedOut.detected' },
] as const;

/**
 * What the users of one pool feel (domain.md 6, D27, D70).
 *
 * `look` says what is true now: homeUp = the home pool's services run; homeOpen = it takes its users' changes
 * (not during a failover, M47); backEndGone = the User database has been gone longer than the grace of D27;
 * partnerUp = the partner's services run; voice = automatic failover for voice is on and the two have a
 * relation; partnerOpen = the failover is complete and the partner takes changes. The failover commands send
 * `readOnly`, `takeOver`, `moveHome` and `handOver`.
 */
export const USERS = new MachineTable(
  'users',
  setup({
    types: {
      events: {} as {
        type: 'look' | 'detected' | 'handBack' | 'readOnly' | 'takeOver' | 'moveHome';
        [k: string]: unknown;
      },
    },
    guards: {
      ...whether('homeUp', 'homeOpen', 'backEndGone', 'partnerUp', 'voice', 'partnerOpen'),
      home: ({ event }) => event.homeUp === true && event.homeOpen === true,
      homeResilient: ({ event }) => event.homeUp === true && event.homeOpen === true && event.backEndGone === true,
      partnerVoice: ({ event }) => event.partnerUp === true && event.voice === true,
      returnable: ({ event }) =>
        event.homeUp === true && event.homeOpen === true && event.partnerUp === true && event.voice === true,
      partnerRegular: ({ event }) => event.partnerUp === true && event.partnerOpen === true,
      openToPartnerVoice: ({ event }) => event.homeOpen === true && event.partnerUp === true && event.voice === true,
      bothUp: ({ event }) => event.homeUp === true && event.partnerUp === true,
    },
    actions: signals('detect', 'cancelDetect', 'awaitReturn', 'cancelReturn'),
  }).createMachine({
    id: 'users',
    initial: 'regularHome',
    states: {
      regularHome: {
        on: {
          look: [
            { guard: 'homeResilient', target: 'resiliencyHome' },
            { guard: 'home' },
            { target: 'signedOut.detecting', actions: 'detect' },
          ],
          readOnly: 'readOnlyHome',
          takeOver: 'takenOver.resilient',
        },
      },
      resiliencyHome: {
        on: {
          look: [
            { guard: 'homeResilient' },
            { guard: 'home', target: 'regularHome' },
            { target: 'signedOut.detecting', actions: 'detect' },
          ],
          readOnly: 'readOnlyHome',
          takeOver: 'takenOver.resilient',
        },
      },
      /** Planned failover, final sync. When it fails the home pool is open again. */
      readOnlyHome: {
        on: {
          look: [
            { guard: 'homeResilient', target: 'resiliencyHome' },
            { guard: 'home', target: 'regularHome' },
            { guard: 'homeUp' },
            { target: 'signedOut.detecting', actions: 'detect' },
          ],
          takeOver: 'takenOver.resilient',
        },
      },
      signedOut: {
        initial: 'detecting',
        states: {
          detecting: {
            on: {
              look: [
                { guard: 'homeResilient', target: '#users.resiliencyHome', actions: 'cancelDetect' },
                { guard: 'home', target: '#users.regularHome', actions: 'cancelDetect' },
                {},
              ],
              detected: 'detected',
              takeOver: { target: '#users.takenOver.resilient', actions: 'cancelDetect' },
            },
          },
          /** The failure-detection interval is over; the backup registrar takes them as soon as it can. */
          detected: {
            on: {
              look: [
                { guard: 'homeResilient', target: '#users.resiliencyHome' },
                { guard: 'home', target: '#users.regularHome' },
                { guard: 'partnerVoice', target: '#users.resiliencyPartner' },
                {},
              ],
              takeOver: '#users.takenOver.detected',
            },
          },
        },
      },
      /** On the backup registrar, voice only (D70). */
      resiliencyPartner: {
        initial: 'staying',
        states: {
          staying: {
            on: {
              takeOver: '#users.takenOver.detected',
              look: [
                { guard: 'returnable', target: 'returning', actions: 'awaitReturn' },
                { guard: 'partnerVoice' },
                { guard: 'homeResilient', target: '#users.resiliencyHome' },
                { guard: 'home', target: '#users.regularHome' },
                { target: '#users.signedOut.detected' },
              ],
            },
          },
          /** The home pool is back; after the failback-detection interval they are handed home. */
          returning: {
            on: {
              look: [
                { guard: 'returnable' },
                { guard: 'partnerVoice', target: 'staying', actions: 'cancelReturn' },
                { guard: 'homeResilient', target: '#users.resiliencyHome', actions: 'cancelReturn' },
                { guard: 'home', target: '#users.regularHome', actions: 'cancelReturn' },
                { target: '#users.signedOut.detected', actions: 'cancelReturn' },
              ],
              handBack: '#users.regularHome',
              takeOver: { target: '#users.takenOver.resilient', actions: 'cancelReturn' },
            },
          },
        },
      },
      /** Their pool is failed over, or the takeover is under way; released when the home pool opens again. */
      takenOver: {
        initial: 'resilient',
        on: { moveHome: 'movingHome' },
        states: {
          resilient: {
            on: {
              look: [
                ...RELEASED,
                { guard: 'partnerRegular', target: 'regular' },
                { guard: 'partnerUp' },
                { target: 'signedOut' },
              ],
            },
          },
          regular: {
            on: {
              look: [
                ...RELEASED,
                { guard: 'partnerRegular' },
                { guard: 'partnerUp', target: 'resilient' },
                { target: 'signedOut' },
              ],
            },
          },
          signedOut: {
            on: {
              look: [
                ...RELEASED,
                { guard: 'partnerRegular', target: 'regular' },
                { guard: 'partnerUp', target: 'resilient' },
                {},
              ],
            },
          },
          /**
           * The detection interval had passed before the takeover began, and the home pool has been down since: when
           * the failover fails, nobody waits for it again (D70).
           */
          detected: {
            on: {
              look: [
                ...RELEASED_DETECTED,
                { guard: 'partnerRegular', target: 'regular' },
                { guard: 'bothUp', target: 'resilient' },
                { guard: 'partnerUp' },
                { guard: 'homeUp', target: 'signedOut' },
                { target: 'detectedSignedOut' },
              ],
            },
          },
          detectedSignedOut: {
            on: {
              look: [
                ...RELEASED_DETECTED,
                { guard: 'partnerRegular', target: 'regular' },
                { guard: 'bothUp', target: 'resilient' },
                { guard: 'partnerUp', target: 'detected' },
                { guard: 'homeUp', target: 'signedOut' },
                {},
              ],
            },
          },
        },
      },
      /** Failback: at home in resiliency mode until it is complete; back to the partner when it fails. */
      movingHome: {
        on: {
          look: [
            { guard: 'homeResilient', target: 'resiliencyHome' },
            { guard: 'home', target: 'regularHome' },
            { guard: 'homeOpen', target: 'signedOut.detecting', actions: 'detect' },
            { guard: 'partnerRegular', target: 'takenOver.regular' },
            { guard: 'partnerOpen', target: 'takenOver.signedOut' },
            {},
          ],
        },
      },
    },
  }),
  {
    look: ['homeUp', 'homeOpen', 'backEndGone', 'partnerUp', 'voice', 'partnerOpen'],
    detected: [],
    handBack: [],
    readOnly: [],
    takeOver: [],
    moveHome: [],
  },
);
