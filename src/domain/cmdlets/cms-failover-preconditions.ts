/**
 * The forms of Invoke-CsManagementServerFailover: what refuses each in the present state, and which line brings a master
 * back (D60, D61, D64).
 */
import { storeServer } from '../components/availability-group/store-server.js';
import { hasTwoMasters, isSplit, markedStore } from '../components/central-management/behaviour.js';
import { sameName } from '../deployment.js';
import { CMS_DATABASE } from '../state/modules.js';
import type { World } from '../state/world.js';
import { beyondModel, type Ended, refuse } from './cmdlet.js';
import { commandLine } from './command-text.js';
import { databaseFailover, databaseRefusal, toOtherServer } from './database-failover.js';
import { MOVE_STORE, restoreLine } from './move-store.js';
import { force, type ParametersOf, report, takes } from './parameter-types.js';

/** Name and parameters of Invoke-CsManagementServerFailover. */
export const CMS_FAILOVER = {
  name: 'Invoke-CsManagementServerFailover',
  parameters: [
    takes.sqlServer('BackupSqlServerFqdn'),
    takes.text('BackupSqlInstanceName'),
    // D61: the procedure topic spells the mirror's two without "Backup", and writes them in place of the first two.
    takes.machine('BackupMirrorSqlServerFqdn', { aliases: ['MirrorSqlServerFqdn'] }),
    takes.text('BackupMirrorSqlInstanceName', { aliases: ['MirrorSqlInstanceName'] }),
    takes.flag('Restore'),
    force,
    report,
  ],
} as const;

/** What Invoke-CsManagementServerFailover is given. */
export type CmsFailoverForm = ParametersOf<typeof CMS_FAILOVER.parameters>;

const line = (form: CmsFailoverForm): string => commandLine(CMS_FAILOVER, form, true);

/** Whether it is the disaster form that was meant, right or wrong. */
export const isDisasterForm = (form: CmsFailoverForm): boolean =>
  form.BackupSqlServerFqdn !== undefined ||
  form.BackupSqlInstanceName !== undefined ||
  form.BackupMirrorSqlServerFqdn !== undefined ||
  form.BackupMirrorSqlInstanceName !== undefined;

/** Server and instance that a disaster form names: where the mirror is the principal, its two alone stand for both (D61). */
function named(form: CmsFailoverForm): { readonly server: string; readonly instance: string | undefined } {
  return form.BackupSqlServerFqdn === undefined && form.BackupSqlInstanceName === undefined
    ? { server: form.BackupMirrorSqlServerFqdn ?? '', instance: form.BackupMirrorSqlInstanceName }
    : { server: form.BackupSqlServerFqdn ?? '', instance: form.BackupSqlInstanceName };
}

const hasMirrorServer = (form: CmsFailoverForm): boolean =>
  form.BackupMirrorSqlServerFqdn !== undefined || form.BackupMirrorSqlInstanceName !== undefined;

/** The pool that would become the master; -1 = there is none (S6). */
export function target(world: World): number {
  const { cmsHome, cmsStandby } = world.layout;
  return world.cmsMaster() === cmsHome ? cmsStandby : cmsHome;
}

/** What refuses a form in the present state; null = nothing does. */
export function cmsFailoverRefusal(world: World, form: CmsFailoverForm): Ended | null {
  const none = standbyRefusal(world);
  if (none !== null) return none;
  if (form.Restore === true) return restoreRefusal(world);
  const disaster = isDisasterForm(form);
  if (!disaster && !world.cmsFunctional()) return moveRefusal(world);
  return unsettledRefusal(world, disaster) ?? (disaster ? forceRefusal(world, form) : moveRefusal(world));
}

/** S6, D60: there is a standby; D64: the pair of stores was not split. */
function standbyRefusal(world: World): Ended | null {
  if (world.layout.cmsHome < 0) return refuse('D60', 'The topology has no Central Management Store.');
  const master = world.cmsMaster();
  const partner = world.partner(master);
  if (target(world) < 0 && partner >= 0) {
    return beyondModel(
      `the standby Central Management Store of ${world.name(partner)}, which was paired during the drill, is not modelled`,
    );
  }
  if (target(world) < 0) {
    return refuse('D60', `${world.name(master)} is not paired, so there is no standby Central Management Store (S6).`);
  }
  return isSplit(world) ? refuse('D64', asSentence(splitText(world))) : null;
}

/** A pool's name at its start stays as it is. */
const asSentence = (text: string): string => text.replace(/^no /, 'No ');

/** D64 (F): what a split pair is in, and the way out. */
export function splitText(world: World): string {
  const { cmsHome, cmsStandby } = world.layout;
  const what = hasTwoMasters(world)
    ? `${world.name(cmsHome)} and ${world.name(cmsStandby)} both are the active master, and nothing replicates`
    : `no active master runs, neither on ${world.name(cmsHome)} nor on ${world.name(cmsStandby)}`;
  const line = restoreLine(world);
  const how = line ?? `${MOVE_STORE.name} with -ConfigurationFileName and -LisConfigurationFileName`;
  return `${what} (reported of Standard Edition pairs). The way out is to restore the store from an export of the configuration and of the location data: ${how}`;
}

/** D63, D64: the failover before is not through: a store is still marked active, or the servers do not know the master. */
export function unsettledRefusal(world: World, disaster: boolean): Ended | null {
  if (disaster && !world.cmsFunctional() && !world.settings.unsettledCmsRefusesForced) return null;
  const master = world.name(world.cmsMaster());
  const first = world.cmsFunctional() ? '' : `Repair the active master ${master} first. `;
  const marked = markedStore(world);
  if (marked >= 0) {
    const way = restoreRefusal(world) === null ? `or restore it now, on ${master}: ${line({ Restore: true })}` : '';
    return refuse(
      'D64',
      `The store of ${world.name(marked)} is still marked active from before the forced failover. ${first}Wait until the Backup Service of ${world.name(marked)} has marked it as backup${way === '' ? '.' : `, ${way}`}`,
    );
  }
  if (world.variables.switched.get() === 0) return null;
  return refuse(
    'D64',
    `The failover of the Central Management Store before this one is not replicated yet. ${first}Wait until UpToDate : True shows everywhere: Get-CsManagementStoreReplicationStatus`,
  );
}

/** D64: -Restore marks a returned store as backup; it is typed on the pool that Active Directory names. */
function restoreRefusal(world: World): Ended | null {
  const master = world.cmsMaster();
  const marked = markedStore(world);
  if (!world.cmsFunctional()) {
    return refuse(
      'D64',
      `-Restore is run on ${world.name(master)}, the pool that Active Directory names, and it is lost.`,
    );
  }
  if (marked >= 0 && !world.backupPath(master)) {
    return refuse('D64', `${world.name(master)} and ${world.name(marked)} do not reach each other.`);
  }
  if (marked < 0 && world.variables.cmsForcedFrom.get() >= 0) {
    const old = world.name(world.variables.cmsForcedFrom.get());
    return refuse('D64', `The store of ${old} is down: there is nothing to restore until it is back.`);
  }
  return null;
}

/** D60: both sides up. */
export function moveRefusal(world: World): Ended | null {
  const from = world.cmsMaster();
  const to = target(world);
  if (!world.cmsFunctional()) {
    return refuse('D60', `The active master on ${world.name(from)} cannot be reached. ${masterAdvice(world)}`);
  }
  if (!world.frontEndRuns(to) || !world.served(to, CMS_DATABASE)) {
    return refuse('D60', `${world.name(to)} must be up, its Central Management database too, to become the master.`);
  }
  if (!world.backupPath(from))
    return refuse('D60', `${world.name(from)} and ${world.name(to)} do not reach each other.`);
  return null;
}

/** The disaster form that is right now; there must be a standby. */
export function disasterForm(
  world: World,
): Required<Pick<CmsFailoverForm, 'BackupSqlServerFqdn' | 'BackupSqlInstanceName' | 'Force'>> {
  const to = target(world);
  return {
    BackupSqlServerFqdn: storeServer(world, to, CMS_DATABASE),
    BackupSqlInstanceName: world.pool(to).pool.backEnd.instance,
    Force: true,
  };
}

/** D61, D140: what the disaster form asks for: the database that Topology Builder names, and no other. -Force may be left out: the topic shows none, the reference calls it required. */
export function forceRefusal(world: World, form: CmsFailoverForm): Ended | null {
  const to = target(world);
  const { pool, group } = world.pool(to);
  const { instance } = pool.backEnd;
  const now = disasterForm(world);
  const right = line(now);
  const { server, instance: given } = named(form);
  if (server === '') return refuse('D61', `The disaster form needs the server: ${right}`);
  if (group !== null && (!sameName(server, now.BackupSqlServerFqdn) || hasMirrorServer(form))) {
    const message = `The store of ${world.name(to)} is on the availability group ${now.BackupSqlServerFqdn}`;
    const why = hasMirrorServer(form) ? 'which has no mirror to name' : `and ${server} is not its name in the topology`;
    return refuse('M140', `${message}, ${why}. Right now: ${right}`);
  }
  if (group === null && world.layout.host(server) !== world.layout.host(now.BackupSqlServerFqdn)) {
    return refuse(
      'D61',
      `${server} is not the current principal of the Central Management database of ${world.name(to)}. Right now: ${right}`,
    );
  }
  if (given !== undefined && given.toLowerCase() !== instance.toLowerCase()) {
    return refuse('D61', `${server} has the instance ${instance}: ${right}`);
  }
  if (!world.frontEndRuns(to) || !world.served(to, CMS_DATABASE)) {
    return refuse(
      'D61',
      `${world.name(to)} cannot become the master: its services or its Central Management database are down.`,
    );
  }
  return null;
}

/** The active master works, but the WAN keeps it from its standby: nobody there can tell it from one that is lost. */
export function isHiddenMaster(world: World): boolean {
  return world.cmsFunctional() && target(world) >= 0 && !world.backupPath(world.cmsMaster());
}

/** D61: the master is lost with its principal alone: the mirror beside it is in step, and loses nothing as the principal. */
export function standsBesideMirror(world: World): boolean {
  const master = world.cmsMaster();
  if (master < 0 || isSplit(world) || !world.frontEndRuns(master) || world.served(master, CMS_DATABASE)) return false;
  return databaseRefusal(world, master, CMS_DATABASE, 1 - world.principalSide(master, CMS_DATABASE), false) === null;
}

/** The line that brings an active master back, or away from where it is, and works now; null = none does (S6, D60, D61). */
export function lineForMaster(world: World): string | null {
  if (world.layout.cmsHome < 0 || target(world) < 0 || isSplit(world)) return null;
  if (standsBesideMirror(world)) return databaseFailover.line(toOtherServer(world, world.cmsMaster(), CMS_DATABASE));
  // A master that works is not taken by force: first the link that hides it, or the standby, has to be there.
  if (world.cmsFunctional()) return cmsFailoverRefusal(world, {}) === null ? line({}) : null;
  const form = disasterForm(world);
  return cmsFailoverRefusal(world, form) === null ? line(form) : null;
}

/** No failover of the store works now. */
function repairAdvice(world: World): string {
  const master = world.name(world.cmsMaster());
  if (target(world) < 0) return `It is not paired, so that there is no standby (S6): repair ${master}.`;
  return `No failover of it works now: repair ${master}, or its partner ${world.name(target(world))}.`;
}

/** What has to be done before anything needs an active master, in one sentence with its line (D41, D62). */
export function masterAdvice(world: World): string {
  if (isSplit(world)) return asSentence(splitText(world));
  const now = lineForMaster(world);
  if (now === null) {
    if (isHiddenMaster(world)) return `Mend the link that hides it from ${world.name(target(world))} first.`;
    const unsettled = target(world) < 0 ? null : unsettledRefusal(world, !world.cmsFunctional());
    return unsettled?.message ?? repairAdvice(world);
  }
  return standsBesideMirror(world)
    ? `Its database has a mirror in step: make that the principal, which loses nothing: ${now}`
    : `${world.cmsFunctional() ? 'Fail the Central Management Store over first' : 'Use the disaster form'}: ${now}`;
}
