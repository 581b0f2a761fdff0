/**
 * A WAN link between two sites, named in the order of the topology. Everything modelled here is a
 * conversation (SMB, TDS, mirroring, heartbeat), so one lost direction stops it as both do.
 */
import { setup } from 'xstate';
import { MachineTable } from '../../../core/state-machine.js';

export const WAN_LINK = new MachineTable(
  'wan-link',
  setup({
    types: {
      events: {} as {
        type: 'cut' | 'cutForward' | 'cutBackward' | 'mend' | 'mendForward' | 'mendBackward';
        [k: string]: unknown;
      },
    },
  }).createMachine({
    id: 'wanLink',
    initial: 'up',
    on: { cut: '.cut', mend: '.up' },
    states: {
      up: { on: { cutForward: 'cutForward', cutBackward: 'cutBackward' } },
      cutForward: { on: { cutBackward: 'cut', mendForward: 'up' } },
      cutBackward: { on: { cutForward: 'cut', mendBackward: 'up' } },
      cut: { on: { mendForward: 'cutBackward', mendBackward: 'cutForward' } },
    },
  }),
  { cut: [], cutForward: [], cutBackward: [], mend: [], mendForward: [], mendBackward: [] },
);
