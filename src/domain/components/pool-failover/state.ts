/** The partner of a pool, how far its failover is, and which registrars are open to its users. */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, FLAG, indexOrNone, upTo } from '../../state/control-state.js';
import { MODULES } from '../../state/modules.js';
import { POOL_FAILOVER_FACTS } from './facts.js';
import { POOL_FAILOVER } from './machine.js';

export const POOL_FAILOVER_TABLE = {
  machines: { failover: POOL_FAILOVER },
  facts: POOL_FAILOVER_FACTS,
  ids: ({ failover }: { failover: MachineTable }) => ({
    failover: {
      normal: failover.id('normal'),
      stopping: failover.id('disaster.stopping'),
      syncing: failover.id('planned.syncing'),
      queueing: failover.id('failback.queueing'),
      copying: failover.id('failback.copying'),
      /** its users are its partner's, or about to be */
      away: failover.among(
        'planned.taking',
        'disaster.stopping',
        'disaster.taking',
        'failedOver',
        'failback.starting',
        'failback.queueing',
      ),
    },
  }),
  state: {
    failover: declareVariable(['pool'], POOL_FAILOVER),
    partner: declareVariable(['pool'], (layout) => indexOrNone(layout.pools.length), {
      start: (layout, p) => {
        const { backupPool } = layout.pools[p].pool;
        return backupPool === null ? -1 : layout.pool(backupPool);
      },
      wakes: 'everybody',
    }),
    /** the registrar of the pool, of its partner is open to the users of the pool */
    homeOpen: declareVariable(['pool'], FLAG, { start: 1 }),
    partnerOpen: declareVariable(['pool'], FLAG),
    /** a failover of the pool was begun over a cut link: it has not heard of it, and is open to its users as ever (D45) */
    unaware: declareVariable(['pool'], FLAG),
    /** a failover of this pool was commanded and is not undone (I7) */
    commanded: declareVariable(['pool'], FLAG),
    /** modules whose changes went with disks, a bit each: a failover of the pool decides whether that breaks I1 */
    burnt: declareVariable(['pool'], upTo(2 ** MODULES.length - 1), { wakes: 'nobody' }),
  },
  work: {},
};
