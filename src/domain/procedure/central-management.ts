import { disasterForm, forceRefusal, moveRefusal, target } from '../cmdlets/cms-failover.js';
import { refusal } from '../cmdlets/pool-failover-preconditions.js';
import type { BoundCommand } from '../command.js';
import type { World } from '../state/world.js';
import { type AdminAct, type MakeCheckGroup, poolOf, type Report } from './check-group.js';
import { CMS_FAILOVER_LINE, cmsDisasterLine, REPLICATION_LINE } from './cmdlet-lines.js';

/** What writes to the Central Management Store beside Topology Builder (D62). */
const WRITERS = new Set([
  'Set-CsEdgeServer',
  'Set-CsSite',
  'Set-CsBackupServiceConfiguration',
  'Publish-CsLisConfiguration',
  'Invoke-CsManagementStoreReplication',
]);

/** The form of Invoke-CsManagementServerFailover that would work now; null = none would (S6, D60, D61). */
export function cmsFailoverNow(world: World): string | null {
  if (world.layout.cmsHome < 0 || target(world) < 0) return null;
  if (moveRefusal(world) === null) return CMS_FAILOVER_LINE;
  // A master that works is not taken by force: first the link that hides it, or the standby, has to be there.
  if (world.cmsFunctional()) return null;
  const form = disasterForm(world);
  if (forceRefusal(world, form) !== null) return null;
  return cmsDisasterLine(String(form.BackupSqlServerFqdn), String(form.BackupSqlInstanceName));
}

/** The active master works, but the WAN keeps it from its standby: nobody there can tell it from one that is lost. */
export function isHiddenMaster(world: World): boolean {
  return world.cmsFunctional() && target(world) >= 0 && !world.backupPath(world.cmsMaster());
}

/** Invoke-CsManagementServerFailover: its form, and what has to wait for it (D60-D63). */
export const centralManagement: MakeCheckGroup = (world, report) => {
  /** since the master moved: null = it did not, else whether anybody waited or looked (D63) */
  let waited: boolean | null = null;
  return {
    begun(deed) {
      const { command, change, paused } = deed;
      if (paused && waited !== null) waited = true;
      if (change !== null || WRITERS.has(command?.cmdlet ?? '')) writes(world, report);
      if (command?.cmdlet === CMS_FAILOVER_LINE) form(world, report, command);
      if (command?.cmdlet !== 'Invoke-CsPoolFailOver') return;
      if (refusal(world, poolOf(world, command), command.parameters.DisasterMode === true) !== null) return;
      replication(world, report, waited);
    },
    ended({ command }, outcome) {
      if (outcome !== 'ok') return;
      if (command?.cmdlet === CMS_FAILOVER_LINE) waited = false;
      if (waited === false && looksAtReplicas(command)) waited = true;
    },
    waiting({ condition }) {
      if (waited !== null && condition === 'replicated') waited = true;
    },
  };
};

function looksAtReplicas(command: AdminAct['command']): boolean {
  return command?.cmdlet === REPLICATION_LINE && command.parameters.CentralManagementStoreStatus !== true;
}

function writes(world: World, report: Report): void {
  if (world.layout.cmsHome < 0 || world.cmsFunctional()) return;
  report(
    'masterFirst',
    'nothing can be configured or published while no active Central Management master can be reached: fail it over first',
    cmsFailoverNow(world),
  );
}

function form(world: World, report: Report, { parameters }: BoundCommand): void {
  // Two masters refuse every form (D64).
  if (
    world.layout.cmsHome < 0 ||
    target(world) < 0 ||
    world.machines.cms.states[world.variables.cms.get()].startsWith('both')
  )
    return;
  const master = world.name(world.cmsMaster());
  const disaster =
    parameters.BackupSqlServerFqdn !== undefined || parameters.BackupSqlInstanceName !== undefined;
  if (!disaster) {
    if (world.cmsFunctional()) return;
    report(
      'cmsPlannedForLost',
      `the active master on ${master} cannot be asked: this takes the disaster form, with the principal of the standby`,
      cmsFailoverNow(world),
    );
    return;
  }
  if (forceRefusal(world, parameters) !== null) {
    const right = cmsFailoverNow(world);
    // What no form could do now is no matter of the form.
    if (right !== null) report('cmsDisasterForm', wrongForm(world, parameters), right);
  } else if (world.cmsFunctional()) {
    const right = isHiddenMaster(world)
      ? `Mend the link that hides it from ${world.name(target(world))} first, then leave the parameters out.`
      : 'Leave the parameters out.';
    report(
      'cmsDisasterForHealthy',
      `the disaster form while the active master on ${master} works: configuration changes not yet replicated are lost. ${right}`,
      moveRefusal(world) === null ? CMS_FAILOVER_LINE : null,
    );
  }
}

function wrongForm(world: World, parameters: BoundCommand['parameters']): string {
  if (moveRefusal(world) === null)
    return `the active master on ${world.name(world.cmsMaster())} works: use the planned form`;
  const { BackupSqlServerFqdn: principal } = disasterForm(world);
  const given = parameters.BackupSqlServerFqdn;
  if (given !== undefined && world.layout.host(String(given)) !== world.layout.host(String(principal))) {
    return `${given} is not the principal of the Central Management database of ${world.name(target(world))}, that is ${principal} now`;
  }
  return 'the disaster form takes -BackupSqlServerFqdn, -BackupSqlInstanceName and -Force';
}

/** D63: a failover reads the topology of the servers that it asks. */
function replication(world: World, report: Report, waited: boolean | null): void {
  if (world.variables.switched.get() === 1) {
    report(
      'replicationPending',
      'the failover began before every reachable server knew the new Central Management master. Wait until UpToDate : True shows everywhere.',
      REPLICATION_LINE,
    );
  } else if (waited === false) {
    report(
      'replicationUnchecked',
      'nobody looked whether every server knew the new Central Management master before the failover; they did',
      REPLICATION_LINE,
    );
  }
}
