/**
 * The services of one Front End pool. Server counts and D12/D13 are worked out by `quorum.ts`; the event
 * says only what they mean:
 * `look` any = at least one server runs; quorum = D12 holds; startable = D13 holds (and, for a cold start,
 * the Back End is there); database = the Back End is there, from which services that start read the users;
 * `started` = the start is over; `stop`/`start` = an administrator; `backEndGone` = D14.
 */
import { setup } from 'xstate';
import { MachineTable, signals, whether } from '../../../core/state-machine.js';

export const FRONT_END_POOL = new MachineTable(
  'front-end-pool',
  setup({
    types: { events: {} as { type: 'look' | 'started' | 'stop' | 'start' | 'backEndGone'; [k: string]: unknown } },
    guards: {
      ...whether('any', 'quorum', 'startable'),
      goesOn: ({ event }) => event.quorum === true && event.database === true,
    },
    actions: signals('serve', 'unserve', 'beginStart', 'cancelStart'),
  }).createMachine({
    id: 'frontEndPool',
    initial: 'running',
    states: {
      running: {
        on: {
          look: [
            { guard: 'quorum' },
            { guard: 'any', target: 'starting', actions: 'unserve' },
            { target: 'down', actions: 'unserve' },
          ],
          stop: { target: 'stopped', actions: 'unserve' },
          backEndGone: { target: 'stopped', actions: 'unserve' },
        },
      },
      /** Servers run, services do not: below quorum, or fewer than 85 % (D13: they hang in "starting"). */
      starting: {
        on: {
          look: [
            { guard: 'startable', target: 'booting', actions: 'beginStart' },
            { guard: 'any' },
            { target: 'down' },
          ],
          start: [{ guard: 'startable', target: 'booting', actions: 'beginStart' }, {}],
          stop: 'stopped',
        },
      },
      booting: {
        on: {
          look: [
            { guard: 'goesOn' },
            { guard: 'any', target: 'starting', actions: 'cancelStart' },
            { target: 'down', actions: 'cancelStart' },
          ],
          started: { target: 'running', actions: 'serve' },
          stop: { target: 'stopped', actions: 'cancelStart' },
        },
      },
      /** By an administrator or by D14; only a start or a reboot of the servers brings it back. */
      stopped: {
        on: {
          look: [{ guard: 'any' }, { target: 'down' }],
          start: [{ guard: 'startable', target: 'booting', actions: 'beginStart' }, { target: 'starting' }],
        },
      },
      down: {
        on: {
          look: [
            { guard: 'startable', target: 'booting', actions: 'beginStart' },
            { guard: 'any', target: 'starting' },
            {},
          ],
          // Of an administrator who has just started the services of the servers.
          start: [{ guard: 'startable', target: 'booting', actions: 'beginStart' }, {}],
        },
      },
    },
  }),
  { look: ['any', 'quorum', 'startable', 'database'], started: [], stop: [], start: ['startable'], backEndGone: [] },
);
