/**
 * What the Backup Service does not carry goes by hand, through files (D34): Response Groups before 2019 (D31) and the
 * location data beside the Central Management Store (D65).
 */
import type { World } from '../state/world.js';
import { defineCmdlet, done, type Ended, NOTED, refuse } from './cmdlet.js';
import { MASTER_NEEDED, masterRefusal } from './management-store.js';
import { force, required, takes, unmodelled, unmodelledFlags } from './parameter-types.js';

/** Export-CsRgsConfiguration. */
export const exportRgs = defineCmdlet({
  name: 'Export-CsRgsConfiguration',
  parameters: [
    takes.pool('Source', { required: true, prefix: 'ApplicationServer:' }),
    takes.text('FileName', required),
    force,
    ...unmodelled('Owner'),
    ...unmodelledFlags('RemoveExportedConfiguration'),
  ],
  does: 'Exports the Response Groups of a pool, which the Backup Service does not carry before 2019 (D34).',
  refusedBy: { D34: 'the pool does not run' },
  begin: (world, { Source }) => carryResponseGroups(world, Source, 'exported', 'from'),
});

/** Import-CsRgsConfiguration. */
export const importRgs = defineCmdlet({
  name: 'Import-CsRgsConfiguration',
  parameters: [
    takes.pool('Destination', { required: true, prefix: 'ApplicationServer:' }),
    takes.text('FileName', required),
    takes.flag('OverwriteOwner'),
    takes.flag('ReplaceExistingRgsSettings'),
    takes.flag('ResolveNameConflicts'),
    force,
  ],
  does: 'Imports Response Groups, so that they answer on this pool (D34).',
  refusedBy: { D34: 'the pool does not run' },
  begin: (world, { Destination }) => carryResponseGroups(world, Destination, 'imported', 'to'),
});

function carryResponseGroups(world: World, pool: string, verb: string, direction: string): Ended {
  const p = world.layout.pool(pool);
  if (!world.frontEndRuns(p))
    return refuse('D34', `${world.name(p)} does not run: its Response Groups cannot be ${verb}.`);
  return done(`Response Group configuration ${verb} ${direction} ${world.name(p)}`);
}

/** Export-CsLisConfiguration. */
export const exportLis = defineCmdlet({
  name: 'Export-CsLisConfiguration',
  parameters: [takes.text('FileName', { position: 0, required: true }), ...unmodelledFlags('AsBytes')],
  ...NOTED,
});

/** Import-CsLisConfiguration. */
export const importLis = defineCmdlet({
  name: 'Import-CsLisConfiguration',
  parameters: [takes.text('FileName', { position: 0, required: true }), ...unmodelled('ByteInput')],
  ...NOTED,
});

/** Publish-CsLisConfiguration. */
export const publishLis = defineCmdlet({
  name: 'Publish-CsLisConfiguration',
  parameters: [force],
  ...NOTED,
  refusedBy: MASTER_NEEDED,
  refusal: (world) => masterRefusal(world),
});

/** Export-CsConfiguration. */
export const exportConfiguration = defineCmdlet({
  name: 'Export-CsConfiguration',
  parameters: [
    takes.text('FileName', { position: 0, required: true }),
    force,
    ...unmodelledFlags('AsBytes', 'LocalStore'),
  ],
  ...NOTED,
});

/** Where exports wait for their import: a folder that outlives the site. */
const FOLDER = 'C:\\DisasterRecovery';
const locationFile = { FileName: `${FOLDER}\\Lis.zip` };
const responseGroupsFile = (owner: string): string => `${FOLDER}\\Rgs-${owner}.zip`;

/** Response Groups of `owner` into a file, as the procedures advise it. */
export const rgsExportLine = (owner: string): string =>
  exportRgs.line({ Source: owner, FileName: responseGroupsFile(owner) });

/** Response Groups of `owner` from that file to the pool that serves its users. */
export const rgsImportLine = (owner: string, partner: string): string =>
  importRgs.line({ Destination: partner, FileName: responseGroupsFile(owner) });

/** Location data into a file, and from it to the new master. */
export const LIS_EXPORT_LINE = exportLis.line(locationFile);
export const CONFIGURATION_EXPORT_LINE = exportConfiguration.line({ FileName: `${FOLDER}\\Configuration.zip` });
export const LIS_IMPORT_LINE = importLis.line(locationFile);
