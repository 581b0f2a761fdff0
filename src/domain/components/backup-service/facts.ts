/** Numbers of the Backup Service (LYNCBACKUP). */
import { assumed, documented } from '../../../core/fact.js';

/** D32: SyncInterval may be 5 seconds to 3 hours. */
export const SYNC_INTERVAL_MS = { min: 5_000, max: 3 * 3_600_000 };

/** Bandwidth inside a site. */
export const LAN_BITS_PER_SECOND = 1e9;

/** What a cycle carries, how long it takes, and how large changes are. */
export const BACKUP_SERVICE_FACTS = {
  syncPhaseSeconds: assumed([0, SYNC_INTERVAL_MS.max / 1000], 's', [0, SYNC_INTERVAL_MS.max / 1000], {
    source: 'D37',
    why: 'when the first sync cycle of each pool begins, at the latest after one interval; a number pins it for all pools',
  }),
  maxBatchesPerUserStoreSync: documented(500, 'batches', [1, 100000], {
    source: 'D32, Set-CsBackupServiceConfiguration',
    why: 'most batches that one cycle exports from the user store',
  }),
  maxBatchesPerCmsSync: documented(500, 'batches', [1, 100000], {
    source: 'D32, Set-CsBackupServiceConfiguration',
    why: 'most batches that one cycle exports from the Central Management Store',
  }),
  maxDataConfPackageSizeKB: documented(102_400, 'KB', [1, 1_000_000_000], {
    source: 'D32, Set-CsBackupServiceConfiguration',
    why: 'most conference content that leaves a pool in one cycle, its own uploads and what a restore brings home',
  }),
  backupBatchChanges: assumed(100, 'changes', [1, 1000000], {
    source: 'D32',
    why: 'changes that one exported batch holds',
  }),
  backupExportSeconds: assumed(5, 's', [0, 3600], {
    source: 'D32',
    why: 'reading the changes from the local store and zipping them',
  }),
  backupImportSeconds: assumed(5, 's', [0, 3600], {
    source: 'D32',
    why: "unzipping a batch and starting its import into the partner's store",
  }),
  backupImportChangesPerSecond: assumed(2000, 'changes/s', [1, 1000000], {
    source: 'D32',
    why: "how fast the partner's store takes imported changes",
  }),
  bytesPerUserChange: assumed(2048, 'bytes', [0, 1073741824], {
    source: 'D32',
    why: 'zipped size of one change of user data on the WAN',
  }),
  bootstrapBytesPerUser: assumed(65_536, 'bytes', [0, 1_073_741_824], {
    source: 'M280',
    why: 'zipped size of all that one user has saved, at the first export of a pair that is made in the drill',
  }),
  updateInstalled: assumed(true, '', null, {
    source: 'D263',
    why: 'servers of a pool that is paired in the drill had a cumulative update before: Bootstrapper.exe brings the Backup Service in its first version, which crashes until the update is applied again',
  }),
  savedBeforeHours: assumed(720, 'h', [0, 876_000], {
    source: 'M281',
    why: 'how far back it goes what users saved before the drill: the RPO where the partner that takes over never had it',
  }),
  bytesPerConferenceUpload: assumed(1048576, 'bytes', [0, 1073741824], {
    source: 'D32',
    why: 'size of one uploaded conference file on the WAN',
  }),
  bytesPerConfigChange: assumed(16384, 'bytes', [0, 1073741824], {
    source: 'D32',
    why: 'size of one configuration change on the WAN',
  }),
};
