/** Numbers of the mirrored Back End. */
import { fact } from '../../../core/fact.js';

export const BACK_END_FACTS = {
  partnerTimeoutSeconds: fact({
    id: 'partnerTimeoutSeconds',
    value: 10,
    unit: 's',
    basis: 'documented',
    source: 'D27, SQL Server: database mirroring role switching',
    why: 'mirroring partners call each other lost after this silence',
    limits: [0, 600],
  }),
  mirrorRedoSeconds: fact({
    id: 'mirrorRedoSeconds',
    value: [5, 20] as const,
    unit: 's',
    basis: 'assumed',
    source: 'D21',
    why: 'the new principal rolls its log forward before it serves the database',
    limits: [0, 3600],
  }),
  mirrorCatchUpMinutes: fact({
    id: 'mirrorCatchUpMinutes',
    value: [2, 5] as const,
    unit: 'min',
    basis: 'assumed',
    source: 'D24',
    why: 'SYNCHRONIZING until SYNCHRONIZED after a partner returned',
    limits: [0, 1440],
  }),
  mirrorReseedMinutes: fact({
    id: 'mirrorReseedMinutes',
    value: [20, 40] as const,
    unit: 'min',
    basis: 'assumed',
    source: 'D24, M15',
    why: 'a mirror whose disks were lost is restored from a backup (SUSPENDED) before it catches up',
    limits: [0, 1440],
  }),
  databaseFailoverSeconds: fact({
    id: 'databaseFailoverSeconds',
    value: [20, 60] as const,
    unit: 's',
    basis: 'assumed',
    source: 'D22',
    why: 'Invoke-CsDatabaseFailover from start to the database served by the new principal',
    limits: [0, 3600],
  }),
};
