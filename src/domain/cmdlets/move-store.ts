/** Move-CsManagementServer as it is typed, and as it is advised: with the latest exports that there are (D65). */
import { latestFile } from '../state/exported-files.js';
import type { World } from '../state/world.js';
import { commandLine } from './command-text.js';
import { force, report, takes } from './parameter-types.js';

/** Name and parameters of Move-CsManagementServer. */
export const MOVE_STORE = {
  name: 'Move-CsManagementServer',
  parameters: [
    takes.text('ConfigurationFileName', { aliases: ['CsConfiguration'] }),
    takes.text('LisConfigurationFileName', { aliases: ['CsLisConfiguration'] }),
    takes.pool('TargetFqdn'),
    force,
    report,
  ],
} as const;

/** The line that restores the store from the latest exports; null = one of the two was never exported. */
export function restoreLine(world: World): string | null {
  const [configuration, lis] = [latestFile(world, 'configuration'), latestFile(world, 'lis')];
  if (configuration === null || lis === null) return null;
  const form = { ConfigurationFileName: configuration.path, LisConfigurationFileName: lis.path, Force: true };
  return commandLine(MOVE_STORE, form, true);
}
