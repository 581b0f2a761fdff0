/**
 * The Central Management Store of the deployment (D60-D64). `home` is the pool that had the active master
 * at the start, `standby` its partner. `forced` = the source did not agree (disaster form); `both` and `none` = a
 * planned failover left two active masters, or none (D64, M standardPairCmsSplit).
 */
import { setup } from 'xstate';
import { MachineTable } from '../../../core/state-machine.js';

/** From an export, wherever the master was (D65). */
const RESTORED = { restoredHome: 'home', restoredStandby: 'standby' } as const;

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
          | 'splitBoth'
          | 'splitNone'
          | 'restoredHome'
          | 'restoredStandby';
        [k: string]: unknown;
      },
    },
  }).createMachine({
    id: 'centralManagement',
    initial: 'home',
    states: {
      home: { on: { moveToStandby: 'movingToStandby', forceToStandby: 'forcingToStandby', ...RESTORED } },
      standby: { on: { moveToHome: 'movingToHome', forceToHome: 'forcingToHome', ...RESTORED } },
      movingToStandby: {
        on: { switched: 'standby', abandoned: 'home', splitBoth: 'bothStandby', splitNone: 'noneStandby' },
      },
      movingToHome: { on: { switched: 'home', abandoned: 'standby', splitBoth: 'bothHome', splitNone: 'noneHome' } },
      forcingToStandby: { on: { switched: 'standby', abandoned: 'home' } },
      forcingToHome: { on: { switched: 'home', abandoned: 'standby' } },
      /** Two active masters (D64, F), until the store is restored: `home` is the one that Active Directory names. */
      bothHome: { on: RESTORED },
      bothStandby: { on: RESTORED },
      /** No active master (D64, F), though Active Directory names one. */
      noneHome: { on: RESTORED },
      noneStandby: { on: RESTORED },
    },
  }),
  {
    moveToStandby: [],
    moveToHome: [],
    forceToStandby: [],
    forceToHome: [],
    switched: [],
    abandoned: [],
    splitBoth: [],
    splitNone: [],
    restoredHome: [],
    restoredStandby: [],
  },
);
