/** The Central Management Store restored from an export: the way of 2010 (D65), and the way out of a split pair (D64). */
import { isSplit, restoreStore } from '../components/central-management/behaviour.js';
import { fileAt } from '../state/exported-files.js';
import { CMS_DATABASE } from '../state/modules.js';
import { minutes } from '../state/units.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, type Ended, end, type Phases, type Running, refuse } from './cmdlet.js';
import { cmsFailover } from './cms-failover.js';
import { target } from './cms-failover-preconditions.js';
import { exportConfiguration, exportLis, tellAge, unreadable } from './exports-and-imports.js';
import { MASTER_NEEDED, masterRefusal } from './management-store.js';
import { MOVE_STORE } from './move-store.js';
import { force, takes, unmodelled, unmodelledFlags } from './parameter-types.js';

const before = ({ name }: { readonly name: string }): string =>
  `export it while the store can be reached, with ${name}`;

/** Both cmdlets go on alike. */
const RESTORING: Phases = { workDone, look };

/** Move-CsManagementServer (D65). */
export const moveManagementServer = defineCmdlet({
  ...MOVE_STORE,
  does: 'Makes a pool of the store the active master, with the configuration of an export (D65): what was changed since the export is left behind. Without `-TargetFqdn` that is the standby of a master that is lost, and of a split pair the pool that Active Directory names (D64).',
  refusedBy: {
    D34: 'nobody exported the configuration, or the location data, to that file',
    D65: 'it is not given both files, or the pool cannot become the master; or that is lost meanwhile',
  },
  notModelled: 'A pool that had no Central Management Store before, and a move while the active master works.',
  reads: ({ ConfigurationFileName, LisConfigurationFileName }) => ({
    imports: [ConfigurationFileName, LisConfigurationFileName].filter((path) => path !== undefined),
  }),
  refusal(world, { ConfigurationFileName: configuration, LisConfigurationFileName: lis, TargetFqdn }) {
    if (world.layout.cmsHome < 0) return refuse('D65', 'The topology has no Central Management Store.');
    if (configuration === undefined || lis === undefined) {
      return refuse(
        'D65',
        `${MOVE_STORE.name} needs the backup files: -ConfigurationFileName and -LisConfigurationFileName, each with its export.`,
      );
    }
    return (
      unreadable(world, configuration, 'configuration', before(exportConfiguration)) ??
      unreadable(world, lis, 'lis', before(exportLis)) ??
      targetRefusal(world, targetOf(world, TargetFqdn))
    );
  },
  begin(world, { ConfigurationFileName, LisConfigurationFileName, TargetFqdn }) {
    tellAge(world, LisConfigurationFileName!, 'lis');
    return begin(world, targetOf(world, TargetFqdn), ConfigurationFileName!);
  },
  phases: RESTORING,
});

/** Import-CsConfiguration (D34, D64). */
export const importConfiguration = defineCmdlet({
  name: 'Import-CsConfiguration',
  parameters: [
    takes.text('FileName', { position: 0, required: true }),
    force,
    ...unmodelled('ByteInput'),
    ...unmodelledFlags('LocalStore'),
  ],
  does: 'Replaces the topology, policies and settings of the active master by those of an export (D34): what was changed since is left behind. Of a split pair it makes the pool that Active Directory names the one master (D64).',
  refusedBy: {
    ...MASTER_NEEDED,
    D34: 'nobody exported the configuration to that file',
    D65: 'the pool of a split pair that Active Directory names cannot become the master; or it is lost meanwhile',
  },
  reads: ({ FileName }) => ({ imports: [FileName] }),
  refusal: (world, { FileName }) =>
    unreadable(world, FileName, 'configuration', before(exportConfiguration)) ??
    (isSplit(world) ? targetRefusal(world, world.cmsMaster()) : masterRefusal(world)),
  begin: (world, { FileName }) => begin(world, world.cmsMaster(), FileName),
  phases: RESTORING,
});

/** The pool that becomes the master; -1 = there is none. */
function targetOf(world: World, fqdn: string | undefined): number {
  if (fqdn !== undefined) return world.layout.pool(fqdn);
  return isSplit(world) ? world.cmsMaster() : target(world);
}

function targetRefusal(world: World, to: number): Ended | null {
  const { cmsHome, cmsStandby } = world.layout;
  if (world.cmsFunctional() && !isSplit(world)) {
    return beyondModel(`a move of the master while it works is not modelled; ${cmsFailover.name} loses nothing`);
  }
  if (to < 0 || (to !== cmsHome && to !== cmsStandby)) {
    return beyondModel('that a pool without a Central Management Store becomes the master is not modelled');
  }
  if (world.frontEndRuns(to) && world.served(to, CMS_DATABASE)) return null;
  return refuse(
    'D65',
    `${world.name(to)} cannot become the master: its services or its Central Management database are down.`,
  );
}

/** What was exported before the drill has none of its changes, however old it is. */
function begin(world: World, subject: number, path: string): Running {
  tellAge(world, path, 'configuration');
  const { madeAtMs } = fileAt(world, path, 'configuration')!;
  world.effects.start(world.work.command.at(), ...minutes(world.settings.cmsFailoverMinutes));
  return { subject, value: Math.max(madeAtMs, 0) };
}

function workDone(world: World): void {
  const to = world.variables.commandPool.get();
  restoreStore(world, to, world.variables.commandValue.get());
  end(world, 'ok', null, `${world.name(to)} is the one active master, with the exported configuration`);
}

function look(world: World): boolean {
  const to = world.variables.commandPool.get();
  if (world.frontEndRuns(to) && world.served(to, CMS_DATABASE)) return false;
  end(world, 'failed', 'D65', `${world.name(to)} was lost before it was restored`);
  return true;
}
