/**
 * The Central Management Store of the deployment (D60-D64). `home` is the pool that had the active master
 * at the start, `standby` its partner. `forced` = the source did not agree (disaster form); `stale` = the
 * old master came back and still thinks it is the master (M staleMasterOnReturn).
 */
import { setup } from 'xstate';
import { MachineTable } from '../../../core/state-machine.js';

export const CENTRAL_MANAGEMENT = new MachineTable(
  'central-management',
  setup({
    types: {
      events: {} as {
        type:
          | 'moveToStandby'
          | 'moveToHome'
          | 'forceToStandby'
          | 'forceToHome'
          | 'switched'
          | 'abandoned'
          | 'stale'
          | 'replicated';
        [k: string]: unknown;
      },
    },
  }).createMachine({
    id: 'centralManagement',
    initial: 'home',
    states: {
      home: { on: { moveToStandby: 'movingToStandby', forceToStandby: 'forcingToStandby', stale: 'bothHome' } },
      standby: { on: { moveToHome: 'movingToHome', forceToHome: 'forcingToHome', stale: 'bothStandby' } },
      movingToStandby: { on: { switched: 'standby', abandoned: 'home' } },
      movingToHome: { on: { switched: 'home', abandoned: 'standby' } },
      forcingToStandby: { on: { switched: 'standby', abandoned: 'home' } },
      forcingToHome: { on: { switched: 'home', abandoned: 'standby' } },
      /** Two active masters (D64, F): `home` is the rightful one, the other is stale. */
      bothHome: { on: { replicated: 'home', forceToStandby: 'forcingToStandby' } },
      bothStandby: { on: { replicated: 'standby', forceToHome: 'forcingToHome' } },
    },
  }),
  {
    moveToStandby: [],
    moveToHome: [],
    forceToStandby: [],
    forceToHome: [],
    switched: [],
    abandoned: [],
    stale: [],
    replicated: [],
  },
);
