/**
 * Invoke-CsManagementServerFailover: moves the active Central Management master to the standby once it is replicated
 * (D60), or takes it from a pool that is lost (D61).
 */
import { backlog } from '../components/backup-service/backlog.js';
import { startSync } from '../components/backup-service/behaviour.js';
import { switchMaster } from '../components/central-management/behaviour.js';
import { CONFIG } from '../state/modules.js';
import { minutes } from '../state/units.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, type Ended, end, type Offered, offer, type Running, refuse } from './cmdlet.js';
import { force, report, takes, unmodelledFlags } from './parameter-types.js';

/** the disaster form began while the master could serve (D61) */
const COULD_SERVE = 1;
const FORCED = 2;

/** Invoke-CsManagementServerFailover. */
export const cmsFailover = defineCmdlet({
  name: 'Invoke-CsManagementServerFailover',
  parameters: [
    takes.machine('BackupSqlServerFqdn'),
    takes.text('BackupSqlInstanceName'),
    // D61: the procedure topic spells the mirror's two without "Backup"
    takes.machine('BackupMirrorSqlServerFqdn', { aliases: ['MirrorSqlServerFqdn'] }),
    takes.text('BackupMirrorSqlInstanceName', { aliases: ['MirrorSqlInstanceName'] }),
    force,
    report,
    ...unmodelledFlags('Restore'),
  ],
  does: 'Moves the active Central Management master to the standby. Normal form: both sides up, no loss. Disaster form, with `-BackupSqlServerFqdn`, `-BackupSqlInstanceName` and `-Force`: changes not yet replicated are lost.',
  refusedBy: {
    D60: 'normal form: no standby, one of the sides down or unreachable, or the configuration is not replicated in time',
    D61: 'disaster form: server, instance or `-Force` missing, or the server is not the current principal of the standby',
    D64: 'two pools think that they are the active master',
  },
  notModelled: 'A standby that was set up by pairing during the drill.',
  refusal: (world, form) =>
    standbyRefusal(world) ?? (isDisasterForm(form) ? forceRefusal(world, form) : moveRefusal(world)),
  begin,
  phases: { workDone, timedOut, look },
  hazard: (world, { BackupSqlServerFqdn }) =>
    BackupSqlServerFqdn !== undefined && world.cmsFunctional() ? 'D61' : null,
  freely: {
    each: 'deployment',
    lines({ layout }) {
      if (layout.cmsHome < 0 || layout.cmsStandby < 0) return [];
      const forced = [layout.cmsHome, layout.cmsStandby].flatMap((p) => {
        const { sql, pool } = layout.pools[p];
        return sql
          .filter((h) => h >= 0)
          .map((h) => ({
            BackupSqlServerFqdn: layout.hosts[h].fqdn,
            BackupSqlInstanceName: pool.backEnd.instance,
            Force: true,
          }));
      });
      return [{}, ...forced];
    },
    offers,
  },
});

function offers(world: World): Offered[] {
  const { cmsHome, cmsStandby } = world.layout;
  if (cmsHome < 0 || cmsStandby < 0) return [];
  const name = 'Invoke-CsManagementServerFailover';
  const normal = offer(moveRefusal(world) === null ? 'cms' : 'mistake', name, {});
  const form = disasterForm(world);
  const ready = forceRefusal(world, form) === null;
  if (!world.cmsFunctional()) return [normal, offer(ready ? 'cmsForce' : 'mistake', name, { ...form })];
  return ready ? [normal, offer('hazard', name, { ...form })] : [normal];
}

/** The parameters of the disaster form (D61). */
interface Form {
  readonly BackupSqlServerFqdn?: string;
  readonly BackupSqlInstanceName?: string;
  readonly Force?: boolean;
}

/** Whether it is the disaster form that was meant, right or wrong. */
export const isDisasterForm = ({ BackupSqlServerFqdn, BackupSqlInstanceName }: Form): boolean =>
  BackupSqlServerFqdn !== undefined || BackupSqlInstanceName !== undefined;

/** The pool that would become the master; -1 = there is none (S6). */
export function target(world: World): number {
  const { cmsHome, cmsStandby } = world.layout;
  return world.cmsMaster() === cmsHome ? cmsStandby : cmsHome;
}

/** D60, D64: there is a standby, and one master at most. */
function standbyRefusal(world: World): Ended | null {
  if (world.layout.cmsHome < 0) return refuse('D60', 'The topology has no Central Management Store.');
  if (target(world) < 0 && world.partner(world.cmsMaster()) >= 0) {
    return beyondModel(
      `the standby Central Management Store of ${world.name(world.partner(world.cmsMaster()))}, which was paired during the drill, is not modelled`,
    );
  }
  if (target(world) < 0) {
    return refuse(
      'D60',
      `${world.name(world.cmsMaster())} is not paired, so there is no standby Central Management Store (S6).`,
    );
  }
  if (hasTwoMasters(world) && world.cmsFunctional()) {
    return refuse(
      'D64',
      'Two pools think that they are the active master: wait until the stale one has replicated (Get-CsService -CentralManagement).',
    );
  }
  return null;
}

/** D64: a master that came back does not know yet that it is one no more. */
export const hasTwoMasters = (world: World): boolean =>
  world.machines.cms.states[world.variables.cms.get()].startsWith('both');

/** D60: both sides up. */
export function moveRefusal(world: World): Ended | null {
  const from = world.cmsMaster();
  const to = target(world);
  if (!world.cmsFunctional()) {
    return refuse(
      'D60',
      `The active master on ${world.name(from)} cannot be reached. Use the disaster form: ${cmsFailover.line(disasterForm(world))}`,
    );
  }
  if (!world.frontEndRuns(to) || !world.served(to, 2)) {
    return refuse('D60', `${world.name(to)} must be up, its Central Management database too, to become the master.`);
  }
  if (!world.backupPath(from))
    return refuse('D60', `${world.name(from)} and ${world.name(to)} do not reach each other.`);
  return null;
}

/** The disaster form that is right now; there must be a standby. */
export function disasterForm(world: World): Required<Form> {
  const to = target(world);
  return {
    BackupSqlServerFqdn: principalName(world, to),
    BackupSqlInstanceName: world.pool(to).pool.backEnd.instance,
    Force: true,
  };
}

function principalName(world: World, p: number): string {
  return world.layout.hosts[world.pool(p).sql[world.principalSide(p, 2)]].fqdn;
}

/** D61: what the disaster form asks for. */
export function forceRefusal(world: World, form: Form): Ended | null {
  const to = target(world);
  const { instance } = world.pool(to).pool.backEnd;
  const right = cmsFailover.line(disasterForm(world));
  const given = form.BackupSqlServerFqdn ?? '';
  if (given === '' || form.BackupSqlInstanceName === undefined) {
    return refuse('D61', `The disaster form needs server and instance: ${right}`);
  }
  if (form.Force !== true) return refuse('D61', `The disaster form needs -Force: ${right}`);
  const host = world.layout.host(given);
  if (host !== world.pool(to).sql[world.principalSide(to, 2)]) {
    return refuse(
      'D61',
      `${given} is not the current principal of the Central Management database of ${world.name(to)}. Right now: ${right}`,
    );
  }
  if (form.BackupSqlInstanceName.toLowerCase() !== instance.toLowerCase()) {
    return refuse('D61', `${given} has the instance ${instance}: ${right}`);
  }
  if (!world.frontEndRuns(to) || !world.served(to, 2)) {
    return refuse(
      'D61',
      `${world.name(to)} cannot become the master: its services or its Central Management database are down.`,
    );
  }
  return null;
}

function begin(world: World, form: Form): Running {
  const from = world.cmsMaster();
  const subject = target(world);
  const forced = isDisasterForm(form);
  const couldServe = world.cmsFunctional();
  const [move, take] =
    from === world.layout.cmsHome ? ['moveToStandby', 'forceToStandby'] : ['moveToHome', 'forceToHome'];
  const type = forced ? take : move;
  world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event(type));
  if (!forced) startSync(world, from);
  world.effects.start(world.work.command.at(), ...minutes(world.settings.cmsFailoverMinutes));
  if (forced) return { subject, flags: FORCED | (couldServe ? COULD_SERVE : 0) };
  const limit = world.settings.cmsSyncTimeoutMinutes * 60_000;
  world.effects.start(world.work.commandTimeout.at(), limit, limit);
  return { subject };
}

const isForced = (world: World): boolean => (world.variables.commandFlags.get() & FORCED) !== 0;

function workDone(world: World): void {
  const to = world.variables.commandPool.get();
  const forced = isForced(world);
  if (!forced && (backlog(world, world.cmsMaster(), CONFIG) > 0 || !world.backupPath(world.cmsMaster()))) {
    // D60: it waits for replication, and switches only where both sides reach each other.
    world.effects.start(world.work.command.at(), 15_000, 15_000);
    return;
  }
  world.cause = 'Central Management failover in disaster form (D61)';
  switchMaster(world, forced, (world.variables.commandFlags.get() & COULD_SERVE) !== 0);
  end(world, 'ok', null, `the active Central Management master is on ${world.name(to)}`);
}

function timedOut(world: World): void {
  const from = world.cmsMaster();
  const what = world.backupPath(from)
    ? 'the configuration was not replicated in time'
    : `${world.name(from)} and ${world.name(world.variables.commandPool.get())} did not reach each other in time`;
  abandon(world, 'D60', `${what}; the source is the active master again`);
}

function abandon(world: World, rule: string, message: string): void {
  world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event('abandoned'));
  end(world, 'failed', rule, message);
}

function look(world: World): boolean {
  const to = world.variables.commandPool.get();
  const forced = isForced(world);
  const from = world.cmsMaster();
  if (!world.frontEndRuns(to) || !world.served(to, 2)) {
    abandon(world, forced ? 'D61' : 'D60', `${world.name(to)} was lost before it became the master`);
    return true;
  }
  if (!forced && (!world.frontEndRuns(from) || !world.served(from, 2))) {
    abandon(world, 'D60', `${world.name(from)} was lost before the switch. Use the disaster form now.`);
    return true;
  }
  return false;
}
