/**
 * Failover and failback of one pool (D40-D55). `closeHome`/`openHome` and `openPartner`/`closePartner` say
 * which pool's registrar takes persistent changes for the pool's users (I3); `takeOver` and `bringHome` are
 * the moments at which the truth about these users' data changes hands.
 */
import { setup } from 'xstate';
import { MachineTable, signals } from '../../../core/state-machine.js';

export const POOL_FAILOVER = new MachineTable(
  'pool-failover',
  setup({
    types: {
      events: {} as {
        type:
          | 'planned'
          | 'disaster'
          | 'prepared'
          | 'skipSync'
          | 'synced'
          | 'stopped'
          | 'taken'
          | 'failed'
          | 'stuck'
          | 'released'
          | 'startServices'
          | 'failback'
          | 'failbackDisaster'
          | 'drained'
          | 'copied'
          | 'moved';
        [k: string]: unknown;
      },
    },
    actions: signals(
      'closeHome',
      'openHome',
      'openPartner',
      'closePartner',
      'takeOver',
      'bringHome',
      'leaveBehind',
      'keepHome',
    ),
  }).createMachine({
    id: 'poolFailover',
    initial: 'normal',
    states: {
      normal: {
        on: {
          planned: { target: 'planned.preparing', actions: 'closeHome' },
          disaster: { target: 'disaster.stopping', actions: 'closeHome' },
        },
      },
      planned: {
        initial: 'preparing',
        states: {
          preparing: {
            on: {
              prepared: 'syncing',
              skipSync: { target: 'taking', actions: 'takeOver' },
              failed: { target: '#poolFailover.normal', actions: 'openHome' },
              stuck: '#poolFailover.stuck',
            },
          },
          syncing: {
            on: {
              synced: { target: 'taking', actions: 'takeOver' },
              failed: { target: '#poolFailover.normal', actions: 'openHome' },
              stuck: '#poolFailover.stuck',
            },
          },
          taking: {
            on: {
              taken: { target: '#poolFailover.failedOver', actions: 'openPartner' },
              failed: { target: '#poolFailover.failedOver', actions: 'openPartner' },
            },
          },
        },
      },
      /** A planned failover failed, and the pool stays closed until its PoolState is set (D44, M failedFailoverRevertsItself). */
      stuck: { on: { released: { target: 'normal', actions: 'openHome' } } },
      disaster: {
        initial: 'stopping',
        states: {
          stopping: {
            on: {
              stopped: { target: 'taking', actions: 'takeOver' },
              failed: { target: '#poolFailover.normal', actions: 'openHome' },
            },
          },
          taking: {
            on: {
              taken: { target: '#poolFailover.failedOver', actions: 'openPartner' },
              failed: { target: '#poolFailover.failedOver', actions: 'openPartner' },
            },
          },
        },
      },
      failedOver: {
        on: {
          startServices: 'failback.starting',
          failback: 'failback.queueing',
          failbackDisaster: { target: 'failback.moving', actions: ['closePartner', 'keepHome'] },
        },
      },
      failback: {
        initial: 'queueing',
        states: {
          /** The services that the failover stopped start again (D13, M failoverStopsServices). */
          starting: {
            on: {
              failback: 'queueing',
              failbackDisaster: { target: 'moving', actions: ['closePartner', 'keepHome'] },
              failed: '#poolFailover.failedOver',
            },
          },
          /** The partner's queue of this pool's changes empties; users go on working on the partner (D51). */
          queueing: {
            on: {
              drained: { target: 'copying', actions: 'closePartner' },
              skipSync: { target: 'moving', actions: ['closePartner', 'leaveBehind'] },
              failed: '#poolFailover.failedOver',
            },
          },
          copying: {
            on: {
              copied: { target: 'moving', actions: 'bringHome' },
              failed: { target: '#poolFailover.failedOver', actions: 'openPartner' },
            },
          },
          moving: {
            on: {
              moved: { target: '#poolFailover.normal', actions: 'openHome' },
              failed: { target: '#poolFailover.normal', actions: 'openHome' },
            },
          },
        },
      },
    },
  }),
  {
    planned: [],
    disaster: [],
    prepared: [],
    skipSync: [],
    synced: [],
    stopped: [],
    taken: [],
    failed: [],
    stuck: [],
    released: [],
    startServices: [],
    failback: [],
    failbackDisaster: [],
    drained: [],
    copied: [],
    moved: [],
  },
);
