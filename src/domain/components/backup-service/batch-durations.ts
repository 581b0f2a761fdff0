/** How long a batch of the Backup Service travels, and how long its import takes (D32). */
import { CONTENT, MODULES } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { firstExportBytes, isFirstExport } from './earlier-store.js';
import { LAN_BITS_PER_SECOND } from './facts.js';

/** D279: SMB from a Front End server to the file store of the partner. Latency and bandwidth of the link decide how long a batch travels; inside a site it is a LAN. */
export function copyMs(world: World, p: number, m: number): number {
  const link = world.layout.linkOf[world.pool(p).site][world.pool(world.partner(p)).site];
  const { latencyMs, bandwidthBitsPerSecond } =
    link < 0 ? { latencyMs: 1, bandwidthBitsPerSecond: LAN_BITS_PER_SECOND } : world.deployment.links[link];
  const { bytesPerUserChange, bytesPerConferenceUpload, bytesPerConfigChange } = world.settings;
  const bytes = [
    bytesPerUserChange,
    bytesPerConferenceUpload,
    bytesPerConfigChange,
    bytesPerConfigChange,
    bytesPerConferenceUpload,
  ][m];
  const amount = world.state.amounts[p * MODULES.length + m];
  const content = m === CONTENT ? world.variables.earlierPackage.get(p) * 1024 : 0;
  const earlier = content + (isFirstExport(world, p, m) ? firstExportBytes(world, p) : 0);
  // A copy over SMB needs a few round trips before the first byte.
  return Math.ceil(4 * latencyMs + ((amount * bytes + earlier) * 8 * 1000) / bandwidthBitsPerSecond);
}

/** How long the import of a batch into the store of the partner takes, in ms. */
export function importMs(world: World, p: number, m: number): number {
  const amount = world.state.amounts[p * MODULES.length + m];
  const { backupImportSeconds, backupImportChangesPerSecond } = world.settings;
  return backupImportSeconds * 1000 + Math.ceil((amount * 1000) / backupImportChangesPerSecond);
}
