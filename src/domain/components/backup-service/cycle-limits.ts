/** What one cycle of the Backup Service carries at most, as an administrator set it in the drill or as the topology has it (D32, D274, D275, D276). */
import { CONFIG, CONTENT } from '../../state/modules.js';
import type { World } from '../../state/world.js';

/** Most changes that one cycle carries (D32): batches of changes, or one package of conference files. */
export function limitOf(world: World, m: number): number {
  if (m === CONTENT) return packageFiles(world);
  return batchesPerSync(world, m) * world.settings.backupBatchChanges;
}

/** Most batches that one cycle exports of user data or of the configuration, as set in the drill or as documented (D274). */
export function batchesPerSync(world: World, m: number): number {
  const { cmsBatches = null, userBatches = null } = world.state.backupSettings ?? {};
  return m === CONFIG
    ? (cmsBatches ?? world.settings.maxBatchesPerCmsSync)
    : (userBatches ?? world.settings.maxBatchesPerUserStoreSync);
}

/** Files that a package of conference content holds; a file that is larger than a package goes alone (M). */
export const packageFiles = (world: World): number =>
  Math.max(1, Math.floor((packageKB(world) * 1024) / world.settings.bytesPerConferenceUpload));

/** Most conference content that leaves in one cycle, in KB: as it was set in the drill, or as the topology has it (D274, D275). */
export const packageKB = (world: World): number =>
  world.state.backupSettings?.packageKB ?? world.settings.maxDataConfPackageSizeKB;
