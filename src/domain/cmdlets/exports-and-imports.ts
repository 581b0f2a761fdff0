/** Exports and imports by file (D34, D65): location data, the configuration, and what every import asks of its file. */
import { displayDuration } from '../../core/format.js';
import type { ExportKind } from '../deployment.js';
import { EXPORT_WORDS, fileAt, UNKNOWN_PATH, writeFile } from '../state/exported-files.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, refuse } from './cmdlet.js';
import { MASTER_NEEDED, masterRefusal } from './management-store.js';
import { force, takes, unmodelled, unmodelledFlags } from './parameter-types.js';

/** Export-CsLisConfiguration. */
export const exportLis = defineCmdlet({
  name: 'Export-CsLisConfiguration',
  parameters: [
    takes.text('FileName', { position: 0, required: true }),
    takes.flag('LocalStore'),
    force,
    ...unmodelledFlags('AsBytes'),
  ],
  does: 'Writes the location data to a file (D34). It lies beside the Central Management Store; with `-LocalStore` the copy of the server is read.',
  refusedBy: MASTER_NEEDED,
  reads: ({ FileName }) => ({ exports: { path: FileName, holds: 'lis', of: null } }),
  refusal: (world, { LocalStore }) => (LocalStore === true ? null : masterRefusal(world)),
  begin(world, { FileName }) {
    writeFile(world, FileName, 'lis', -1);
    return done('location data exported');
  },
});

/** Import-CsLisConfiguration. */
export const importLis = defineCmdlet({
  name: 'Import-CsLisConfiguration',
  parameters: [takes.text('FileName', { position: 0, required: true }), force, ...unmodelled('ByteInput')],
  does: 'Reads the location data from a file into the Central Management Store, where `Publish-CsLisConfiguration` makes it known (D34).',
  refusedBy: { ...MASTER_NEEDED, D34: 'nobody exported location data to that file' },
  reads: ({ FileName }) => ({ imports: [FileName] }),
  refusal: (world, { FileName }) =>
    unreadable(world, FileName, 'lis', `export it while the store can be reached, with ${exportLis.name}`) ??
    masterRefusal(world),
  begin(world, { FileName }) {
    tellAge(world, FileName, 'lis');
    return done('location data imported; clients see it when it is published');
  },
});

/** Publish-CsLisConfiguration. */
export const publishLis = defineCmdlet({
  name: 'Publish-CsLisConfiguration',
  parameters: [force],
  does: 'Publishes the location data (D34).',
  refusedBy: MASTER_NEEDED,
  refusal: (world) => masterRefusal(world),
  begin: () => done('location data published'),
});

/** Export-CsConfiguration. */
export const exportConfiguration = defineCmdlet({
  name: 'Export-CsConfiguration',
  parameters: [
    takes.text('FileName', { position: 0, required: true }),
    takes.flag('LocalStore'),
    force,
    ...unmodelledFlags('AsBytes'),
  ],
  does: 'Writes the topology, policies and settings to a file (D34); with `-LocalStore` the copy of the server is read.',
  refusedBy: MASTER_NEEDED,
  reads: ({ FileName }) => ({ exports: { path: FileName, holds: 'configuration', of: null } }),
  refusal: (world, { LocalStore }) => (LocalStore === true ? null : masterRefusal(world)),
  begin(world, { FileName }) {
    writeFile(world, FileName, 'configuration', -1);
    return done('configuration exported');
  },
});

/** What refuses an import that cannot read its file (D34); `remedy`: how such a file is made. Null = it is there. */
export function unreadable(world: World, path: string, holds: ExportKind, remedy: string): Ended | null {
  const file = fileAt(world, path, holds);
  if (file?.holds === holds) return null;
  const what = EXPORT_WORDS[holds];
  if (file !== null) return refuse('D34', `${path} holds ${EXPORT_WORDS[file.holds]}, not ${what}.`);
  if (path === UNKNOWN_PATH) return beyondModel(`which file is imported is not known, nor whether it holds ${what}`);
  return refuse(
    'D34',
    `There is no file ${path}: nothing in this drill exported ${what} to it, and "files:" declares no earlier export of that name. Before the disaster, ${remedy}.`,
  );
}

/**
 * Of an export made before the drill: what was changed since is not in it. How much that is nobody knows, but of Response
 * Groups where their load is given: the procedure counts them then.
 */
export function tellAge(world: World, path: string, holds: ExportKind): void {
  const file = fileAt(world, path, holds);
  if (file === null || file.madeAtMs >= 0) return;
  if (holds === 'responseGroups' && world.load.responseGroupChangesPerHour > 0) return;
  const of = file.of < 0 ? '' : ` of ${world.name(file.of)}`;
  const age = displayDuration(world.now - file.madeAtMs);
  world.finding(
    'note',
    'D34',
    `The export of ${EXPORT_WORDS[holds]}${of} is ${age} old: what was changed since is not in it.`,
  );
}

/** Where exports wait for their import: a folder that outlives the site. */
export const EXPORT_FOLDER = 'C:\\DisasterRecovery';
/** The last nightly export of the location data. */
export const LIS_FILE = `${EXPORT_FOLDER}\\Lis.zip`;
/** Location data into that file, and from it to the new master. */
export const LIS_EXPORT_LINE = exportLis.line({ FileName: LIS_FILE });
export const LIS_IMPORT_LINE = importLis.line({ FileName: LIS_FILE });
/** The configuration into a file. */
export const CONFIGURATION_EXPORT_LINE = exportConfiguration.line({ FileName: `${EXPORT_FOLDER}\\Configuration.zip` });
