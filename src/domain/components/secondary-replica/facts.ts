/** Numbers of a secondary replica. */
import { assumed, documented } from '../../../core/fact.js';

/** Times of the session with the primary, and of what brings a replica in step again. */
export const SECONDARY_REPLICA_FACTS = {
  agSessionTimeoutSeconds: documented(10, 's', [0, 3600], {
    source: 'D112, SQL Server: change the session time-out',
    why: 'a synchronous secondary that is silent for so long is declared disconnected; until then no commit is through',
  }),
  agAsynchronousLagSeconds: assumed([5, 30] as const, 's', [1, 3600], {
    source: 'M113, D113',
    why: 'what an asynchronous secondary is behind at most: it has the log as the primary had it so long ago, and gets the next piece then; no page gives figures',
  }),
  agCatchUpMinutes: assumed([2, 5] as const, 'min', [0, 1440], {
    source: 'M124, D120',
    why: 'SYNCHRONIZING or REVERTING until SYNCHRONIZED after a secondary returned or was resumed',
  }),
  agReseedMinutes: assumed([20, 40] as const, 'min', [0, 1440], {
    source: 'M124, M15',
    why: 'a secondary whose disks were lost, or that follows too many forks, is seeded anew before it catches up',
  }),
};
