/**
 * One route to the outside (federation, XMPP, remote access, the remote media of a pool). `look`: assigned = an Edge pool
 * has the route; edge = one of its servers runs its services; hop = the next-hop pool takes its traffic, of media: the pool
 * that serves the users reaches the Edge pool.
 */
import { setup } from 'xstate';
import { MachineTable, whether } from '../../../core/state-machine.js';

export const EDGE_ROUTE = new MachineTable(
  'edge-route',
  setup({
    types: { events: {} as { type: 'look'; [k: string]: unknown } },
    guards: {
      ...whether('assigned'),
      open: ({ event }) => event.assigned === true && event.edge === true && event.hop === true,
    },
  }).createMachine({
    id: 'edgeRoute',
    initial: 'unassigned',
    on: {
      look: [{ guard: 'open', target: '.up' }, { guard: 'assigned', target: '.down' }, { target: '.unassigned' }],
    },
    states: { unassigned: {}, up: {}, down: {} },
  }),
  { look: ['assigned', 'edge', 'hop'] },
);
