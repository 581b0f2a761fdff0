/** Invoke-CsManagementServerFailover: its form, and what has to wait for it (D60-D63). */

import { displayDuration } from '../../core/format.js';
import { cmdletNamed } from '../cmdlets/catalog.js';
import { cmsFailover } from '../cmdlets/cms-failover.js';
import {
  type CmsFailoverForm,
  cmsFailoverRefusal,
  disasterForm,
  forceRefusal,
  isDisasterForm,
  isHiddenMaster,
  lineForMaster,
  moveRefusal,
  splitText,
  standsBesideMirror,
  target,
  unsettledRefusal,
} from '../cmdlets/cms-failover-preconditions.js';
import {
  CONFIGURATION_EXPORT_LINE,
  exportConfiguration,
  exportLis,
  LIS_EXPORT_LINE,
} from '../cmdlets/exports-and-imports.js';
import { getReplicationStatus } from '../cmdlets/management-store.js';
import { poolFailover } from '../cmdlets/pool-failover.js';
import { failoverRefusal } from '../cmdlets/pool-failover-preconditions.js';
import { moveManagementServer } from '../cmdlets/store-restore.js';
import { isSplit, isStandardPair, markedStore } from '../components/central-management/behaviour.js';
import { sameName } from '../deployment.js';
import { latestFile } from '../state/exported-files.js';
import type { World } from '../state/world.js';
import type { ExportedFile } from '../state/world-state.js';
import { type AdminAct, type MakeCheckGroup, poolOf, type Report } from './check-group.js';

/** The checks of a Central Management failover, and of what needs a master. */
export const cmsChecks: MakeCheckGroup = (world, report) => {
  /** since the master moved: null = it did not, else whether anybody waited or looked (D63) */
  let waited: boolean | null = null;
  return {
    begun(act) {
      const { command, change, paused } = act;
      if (paused && waited !== null) waited = true;
      if (change !== null || needsMaster(world, command)) writes(world, report);
      if (command?.cmdlet === cmsFailover.name) form(world, report, command.parameters);
      if (command?.cmdlet !== poolFailover.name) return;
      if (failoverRefusal(world, poolOf(world, command), command.parameters.DisasterMode === true) !== null) return;
      replication(world, report, waited);
    },
    ended({ command }, outcome) {
      if (outcome !== 'ok') return;
      if (command?.cmdlet === cmsFailover.name) waited = false;
      if (waited === false && looksAtReplicas(command)) waited = true;
    },
    waiting({ condition }) {
      if (waited !== null && condition === 'replicated') waited = true;
    },
  };
};

/** It is refused for want of a master, as Topology Builder is (D62): so it writes to the store, and is told to. */
const needsMaster = (world: World, command: AdminAct['command']): boolean =>
  command !== null &&
  !world.cmsFunctional() &&
  cmdletNamed(command.cmdlet)?.refusal?.(world, command.parameters)?.rule === 'D62';

function looksAtReplicas(command: AdminAct['command']): boolean {
  return command?.cmdlet === getReplicationStatus.name && command.parameters.CentralManagementStoreStatus !== true;
}

function writes(world: World, report: Report): void {
  if (world.layout.cmsHome < 0 || world.cmsFunctional() || reportMirror(world, report)) return;
  report(
    'masterFirst',
    isSplit(world)
      ? `nothing can be configured or published: ${splitText(world)}`
      : 'nothing can be configured or published while no active Central Management master can be reached: fail it over first',
    lineForMaster(world),
  );
}

/** D61: where the mirror of its database stands in step, the master comes back without a failover of the store. */
export function reportMirror(world: World, report: Report): boolean {
  if (!standsBesideMirror(world)) return false;
  report(
    'mirrorFirst',
    `the active Central Management master on ${world.name(world.cmsMaster())} is lost with the principal of its database alone: make the mirror the principal, which loses nothing`,
    lineForMaster(world),
  );
  return true;
}

function form(world: World, report: Report, form: CmsFailoverForm): void {
  if (world.layout.cmsHome < 0 || target(world) < 0 || isSplit(world)) return;
  const disaster = isDisasterForm(form);
  if (!disaster && form.Restore !== true && isStandardPair(world)) standardPair(world, report);
  if (form.Restore === true) return;
  if (standsBesideMirror(world)) return besideMirror(world, report, disaster);
  if (!disaster && !world.cmsFunctional()) return plannedForLost(world, report);
  if (unsettledRefusal(world, disaster) !== null) return unsettled(world, report, disaster);
  if (disaster) disasterFormOf(world, report, form);
}

function plannedForLost(world: World, report: Report): void {
  report(
    'cmsPlannedForLost',
    `the active master on ${world.name(world.cmsMaster())} cannot be asked: this takes the disaster form, with the principal of the standby`,
    lineForMaster(world),
  );
}

function disasterFormOf(world: World, report: Report, form: CmsFailoverForm): void {
  const master = world.name(world.cmsMaster());
  if (forceRefusal(world, form) !== null) {
    const right = lineForMaster(world);
    // What no form could do now is no matter of the form.
    if (right !== null) report('cmsDisasterForm', wrongForm(world, form), right);
  } else if (world.cmsFunctional()) {
    const right = isHiddenMaster(world)
      ? `Mend the link that hides it from ${world.name(target(world))} first, then leave the parameters out.`
      : 'Leave the parameters out.';
    report(
      'cmsDisasterForHealthy',
      `the disaster form while the active master on ${master} works: configuration changes not yet replicated are lost. ${right}`,
      moveRefusal(world) === null ? cmsFailover.line({}) : null,
    );
  } else if (form.Force !== true) {
    report(
      'cmsForceLeftOut',
      'the disaster form without -Force: the procedure topic shows it so, the cmdlet reference calls -Force required. The sources disagree: write it',
      cmsFailover.line(disasterForm(world)),
    );
  }
}

function besideMirror(world: World, report: Report, disaster: boolean): void {
  const cost = disaster ? 'the disaster form leaves behind what was not replicated' : 'the planned form cannot ask it';
  report(
    disaster ? 'mirrorInstead' : 'mirrorForPlanned',
    `the active master on ${world.name(world.cmsMaster())} is lost with the principal of its database alone: ${cost}; its mirror is in step and loses nothing as the principal`,
    lineForMaster(world),
  );
}

/** D64: the failover before is not through. */
function unsettled(world: World, report: Report, disaster: boolean): void {
  const { message } = unsettledRefusal(world, disaster)!;
  if (markedStore(world) < 0) return report('cmsNotReplicated', message!, getReplicationStatus.line({}));
  const restore = { Restore: true };
  report('cmsMarked', message!, cmsFailoverRefusal(world, restore) === null ? cmsFailover.line(restore) : null);
}

/** D64 (F): what was reported of Standard Edition pairs, and what to have at hand before. */
function standardPair(world: World, report: Report): void {
  const [configuration, lis] = [latestFile(world, 'configuration'), latestFile(world, 'lis')];
  const missing = configuration === null ? CONFIGURATION_EXPORT_LINE : lis === null ? LIS_EXPORT_LINE : null;
  const first =
    configuration !== null && lis !== null
      ? `The exports are the way out (${exportedWhen(world, configuration)}, ${exportedWhen(world, lis)})`
      : `Export the configuration and LIS data first, with ${exportConfiguration.name} and ${exportLis.name}`;
  report(
    'standardPair',
    `reported of Standard Edition pairs: after a planned failover of the Central Management Store both stayed active and replication stopped, or none was active. ${first}: the store is restored from them with ${moveManagementServer.name}.`,
    missing,
  );
}

/** What is at hand, and how old it is: what was changed since is not in it. */
const exportedWhen = (world: World, { path, madeAtMs }: ExportedFile): string =>
  `${path}, ${displayDuration(world.now - madeAtMs)} old`;

function wrongForm(world: World, form: CmsFailoverForm): string {
  if (moveRefusal(world) === null)
    return `the active master on ${world.name(world.cmsMaster())} works: use the planned form`;
  const { BackupSqlServerFqdn: principal } = disasterForm(world);
  const given = form.BackupSqlServerFqdn ?? form.BackupMirrorSqlServerFqdn;
  if (given !== undefined && !sameName(given, principal)) {
    return `${given} is not the principal of the Central Management database of ${world.name(target(world))}, that is ${principal} now`;
  }
  return 'the disaster form takes -BackupSqlServerFqdn, the instance of that server if it has one, and -Force';
}

/** D63: a failover reads the topology of the servers that it asks. */
function replication(world: World, report: Report, waited: boolean | null): void {
  if (world.variables.switched.get() === 1) {
    report(
      'replicationPending',
      'the failover began before every reachable server knew the new Central Management master. Wait until UpToDate : True shows everywhere.',
      getReplicationStatus.line({}),
    );
  } else if (waited === false) {
    report(
      'replicationUnchecked',
      'nobody looked whether every server knew the new Central Management master before the failover; they did',
      getReplicationStatus.line({}),
    );
  }
}
