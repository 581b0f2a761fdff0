/** Invoke-CsManagementServerFailover: its form, and what has to wait for it (D60-D63). */
import { cmdletNamed } from '../cmdlets/catalog.js';
import {
  cmsFailover,
  disasterForm,
  forceRefusal,
  hasTwoMasters,
  isDisasterForm,
  moveRefusal,
  target,
} from '../cmdlets/cms-failover.js';
import { getReplicationStatus } from '../cmdlets/management-store.js';
import { poolFailover } from '../cmdlets/pool-failover.js';
import { failoverRefusal } from '../cmdlets/pool-failover-preconditions.js';
import type { BoundCommand } from '../command.js';
import type { World } from '../state/world.js';
import { type AdminAct, type MakeCheckGroup, poolOf, type Report } from './check-group.js';

/** The form of Invoke-CsManagementServerFailover that would work now; null = none would (S6, D60, D61). */
export function cmsFailoverNow(world: World): string | null {
  if (world.layout.cmsHome < 0 || target(world) < 0) return null;
  if (moveRefusal(world) === null) return cmsFailover.line({});
  // A master that works is not taken by force: first the link that hides it, or the standby, has to be there.
  if (world.cmsFunctional()) return null;
  const form = disasterForm(world);
  return forceRefusal(world, form) === null ? cmsFailover.line(form) : null;
}

/** The active master works, but the WAN keeps it from its standby: nobody there can tell it from one that is lost. */
export function isHiddenMaster(world: World): boolean {
  return world.cmsFunctional() && target(world) >= 0 && !world.backupPath(world.cmsMaster());
}

/** The checks of a Central Management failover, and of what needs a master. */
export const cmsChecks: MakeCheckGroup = (world, report) => {
  /** since the master moved: null = it did not, else whether anybody waited or looked (D63) */
  let waited: boolean | null = null;
  return {
    begun(act) {
      const { command, change, paused } = act;
      if (paused && waited !== null) waited = true;
      if (change !== null || needsMaster(command)) writes(world, report);
      if (command?.cmdlet === cmsFailover.name) form(world, report, command);
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

/** It writes to the Central Management Store, as Topology Builder does (D62). */
const needsMaster = (command: AdminAct['command']): boolean =>
  cmdletNamed(command?.cmdlet ?? '')?.refusedBy.D62 !== undefined;

function looksAtReplicas(command: AdminAct['command']): boolean {
  return command?.cmdlet === getReplicationStatus.name && command.parameters.CentralManagementStoreStatus !== true;
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
  if (world.layout.cmsHome < 0 || target(world) < 0 || hasTwoMasters(world)) return;
  const master = world.name(world.cmsMaster());
  if (!isDisasterForm(parameters)) {
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
      moveRefusal(world) === null ? cmsFailover.line({}) : null,
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
