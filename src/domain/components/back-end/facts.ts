/** Numbers of the mirrored Back End. */
import { assumed, documented } from '../../../core/fact.js';

/** Documented targets of a Back End that is mirrored with a witness (D27), in ms. */
export const MIRRORING_TARGETS = { rtoMs: 300_000, rpoMs: 300_000 } as const;

/** Times of mirroring, and of what an administrator does to a session. */
export const BACK_END_FACTS = {
  partnerTimeoutSeconds: documented(10, 's', [0, 600], {
    source: 'D27, SQL Server: database mirroring role switching',
    why: 'mirroring partners call each other lost after this silence',
  }),
  mirrorRedoSeconds: assumed([5, 20] as const, 's', [0, 3600], {
    source: 'D21',
    why: 'the new principal rolls its log forward before it serves the database',
  }),
  mirrorCatchUpMinutes: assumed([2, 5] as const, 'min', [0, 1440], {
    source: 'D24',
    why: 'SYNCHRONIZING until SYNCHRONIZED after a partner returned',
  }),
  mirrorReseedMinutes: assumed([20, 40] as const, 'min', [0, 1440], {
    source: 'D24, M15',
    why: 'a mirror whose disks were lost is restored from a backup (SUSPENDED) before it catches up',
  }),
  databaseFailoverSeconds: assumed([20, 60] as const, 's', [0, 3600], {
    source: 'D22',
    why: 'Invoke-CsDatabaseFailover from start to the database served by the new principal',
  }),
};
