/** Response Groups by file, there and back (D34): the Backup Service does not carry them before 2019 CU1 (D31). */
import { GROUPS } from '../components/backup-service/state.js';
import { fileAt, isTaken, writeFile } from '../state/exported-files.js';
import type { World } from '../state/world.js';
import { defineCmdlet, done, type Ended, refuse } from './cmdlet.js';
import { EXPORT_FOLDER, tellAge, unreadable } from './exports-and-imports.js';
import { force, required, takes } from './parameter-types.js';

const ROLE = { prefix: 'ApplicationServer:' };

/** Export-CsRgsConfiguration. */
export const exportRgs = defineCmdlet({
  name: 'Export-CsRgsConfiguration',
  parameters: [
    takes.pool('Source', { required: true, ...ROLE }),
    takes.text('FileName', required),
    takes.pool('Owner', ROLE),
    takes.flag('RemoveExportedConfiguration'),
    force,
  ],
  does: 'Writes the Response Groups of a pool to a file, or with `-Owner` those of another pool that were imported there (D34). `-RemoveExportedConfiguration` takes them off the source.',
  refusedBy: {
    D34: 'the source does not run or its Back End is not served; it has no Response Groups of that owner; the file exists already',
  },
  reads: ({ Source, Owner = Source, FileName }) => ({
    exports: { path: FileName, holds: 'responseGroups', of: Owner },
  }),
  refusal(world, { Source, Owner = Source, FileName }) {
    const [p, owner] = [world.layout.pool(Source), world.layout.pool(Owner)];
    const idle = notServing(world, p, 'exported');
    if (idle !== null) return idle;
    if (!hasGroups(world, p, owner)) {
      const why =
        p === owner
          ? 'they were removed by an export'
          : 'they were not imported there, or have an owner of their own by -OverwriteOwner';
      return refuse('D34', `There are no Response Groups of ${world.name(owner)} on ${world.name(p)}: ${why}.`);
    }
    return pathTaken(world, FileName);
  },
  begin(world, { Source, Owner = Source, FileName, RemoveExportedConfiguration }) {
    const [p, owner] = [world.layout.pool(Source), world.layout.pool(Owner)];
    writeFile(world, FileName, 'responseGroups', owner);
    const whose = p === owner ? '' : ` of ${world.name(owner)}`;
    if (RemoveExportedConfiguration !== true) return done(`Response Groups${whose} exported from ${world.name(p)}`);
    place(world, owner, p === owner ? GROUPS.atHome : GROUPS.atPartner, false);
    return done(`Response Groups${whose} exported from ${world.name(p)}, and removed there`);
  },
});

/** Import-CsRgsConfiguration. */
export const importRgs = defineCmdlet({
  name: 'Import-CsRgsConfiguration',
  parameters: [
    takes.pool('Destination', { required: true, ...ROLE }),
    takes.text('FileName', required),
    takes.flag('OverwriteOwner'),
    takes.flag('ReplaceExistingRgsSettings', { aliases: ['ReplaceExistingSettings'] }),
    takes.flag('ResolveNameConflicts'),
    force,
  ],
  does: 'Imports Response Groups from a file, so that they answer on this pool (D34); with `-OverwriteOwner` they are its own from then on.',
  refusedBy: {
    D34: 'the destination does not run or its Back End is not served; nobody exported Response Groups to that file',
  },
  reads: ({ FileName }) => ({ imports: [FileName] }),
  refusal: (world, { Destination, FileName }) =>
    notServing(world, world.layout.pool(Destination), 'imported') ??
    unreadable(world, FileName, 'responseGroups', `export them while their pool runs, with ${exportRgs.name}`),
  begin(world, { Destination, FileName, OverwriteOwner, ReplaceExistingRgsSettings }) {
    const p = world.layout.pool(Destination);
    tellAge(world, FileName, 'responseGroups');
    const { of } = fileAt(world, FileName, 'responseGroups')!;
    const owner = OverwriteOwner === true ? p : of;
    if (p === owner) place(world, p, GROUPS.atHome, true);
    else if (world.partner(of) === p) place(world, of, GROUPS.atPartner, true);
    const whose = p === of ? '' : ` of ${world.name(of)}`;
    const settings = ReplaceExistingRgsSettings === true ? '; its own settings are replaced' : '';
    return done(`Response Groups${whose} imported to ${world.name(p)}${settings}`);
  },
});

function notServing(world: World, p: number, done: string): Ended | null {
  if (world.canServe(p)) return null;
  const why = world.frontEndRuns(p) ? 'has no database that is served' : 'does not run';
  return refuse('D34', `${world.name(p)} ${why}: its Response Groups cannot be ${done}.`);
}

const hasGroups = (world: World, p: number, owner: number): boolean =>
  p === owner ? (world.variables.responseGroups.get(p) & GROUPS.atHome) !== 0 : partnerHasGroups(world, owner, p);

/** The Response Groups of `owner` were imported on `partner`, which is its partner, and are there. */
const partnerHasGroups = (world: World, owner: number, partner: number): boolean =>
  world.partner(owner) === partner && (world.variables.responseGroups.get(owner) & GROUPS.atPartner) !== 0;

/** The Response Groups of a pool are on its partner, where an import brought them. */
export const groupsAtPartner = (world: World, owner: number): boolean =>
  partnerHasGroups(world, owner, world.partner(owner));

function place({ variables }: World, owner: number, where: number, there: boolean): void {
  const before = variables.responseGroups.get(owner);
  variables.responseGroups.set(owner, there ? before | where : before & ~where);
}

/** The file with the Response Groups of `owner`: that of the last nightly export, or of another that `more` tells apart. */
export const rgsFile = (owner: string, more = ''): string => `${EXPORT_FOLDER}\\Rgs-${owner}${more}.zip`;

/** Response Groups of `owner` into a file, as the procedures advise it. */
export const rgsExportLine = (owner: string): string => exportRgs.line({ Source: owner, FileName: rgsFile(owner) });

/** Response Groups of `owner` from that file, or another, to the pool that serves its users. */
export const rgsImportLine = (owner: string, partner: string, FileName = rgsFile(owner)): string =>
  importRgs.line({ Destination: partner, FileName });

/** The way home of the Response Groups of `owner` from its partner, where they go: two lines. */
export const rgsReturnLines = (owner: string, partner: string): readonly [string, string] => {
  const FileName = rgsFile(owner, '-back');
  return [
    exportRgs.line({ Source: partner, FileName, Owner: owner, RemoveExportedConfiguration: true }),
    importRgs.line({ Destination: owner, FileName, OverwriteOwner: true }),
  ];
};

/** What refuses an export to a file that is there already, which the cmdlet does not overwrite; null = it is not. */
const pathTaken = (world: World, path: string): Ended | null =>
  isTaken(world, path)
    ? refuse('D34', `${path} exists already, and the cmdlet does not overwrite it: give another -FileName.`)
    : null;
