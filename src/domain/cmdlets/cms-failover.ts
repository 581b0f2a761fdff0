import { backlog } from '../components/backup-service/backlog.js';
import { startSync } from '../components/backup-service/behaviour.js';
import { switchMaster } from '../components/central-management/behaviour.js';
import { CONFIG } from '../state/modules.js';
import { minutes } from '../state/units.js';
import type { World } from '../state/world.js';
import {
  type Begun,
  type Cmdlet,
  COMMAND,
  type Ended,
  end,
  notModelled,
  type Parameters,
  refused,
  run,
} from './cmdlet.js';

/** the disaster form began while the master could serve (D61) */
const COULD_SERVE = 1;

/** Invoke-CsManagementServerFailover: normal (D60) and disaster form (D61). */
export const cmsFailover: Cmdlet = {
  names: ['Invoke-CsManagementServerFailover'],
  kinds: [COMMAND.cmsMove, COMMAND.cmsForce],
  begin,
  workDone,
  timedOut,
  look,
};

/** The pool that would become the master; -1 = there is none (S6). */
export function target(world: World): number {
  const { cmsHome, cmsStandby } = world.layout;
  return world.cmsMaster() === cmsHome ? cmsStandby : cmsHome;
}

function begin(world: World, _name: string, parameters: Parameters): Begun {
  if (world.layout.cmsHome < 0) return refused('D60', 'The topology has no Central Management Store.');
  if (target(world) < 0 && world.partner(world.cmsMaster()) >= 0) {
    return notModelled(
      `the standby Central Management Store of ${world.name(world.partner(world.cmsMaster()))}, which was paired during the drill, is not modelled`,
    );
  }
  if (target(world) < 0) {
    return refused(
      'D60',
      `${world.name(world.cmsMaster())} is not paired, so there is no standby Central Management Store (S6).`,
    );
  }
  if (world.machines.cms.states[world.variables.cms.get()].startsWith('both') && world.cmsFunctional()) {
    return refused(
      'D64',
      'Two pools think that they are the active master: wait until the stale one has replicated (Get-CsService -CentralManagement).',
    );
  }
  const disaster =
    parameters.BackupSqlServerFqdn !== undefined || parameters.BackupSqlInstanceName !== undefined;
  return disaster ? force(world, parameters) : move(world);
}

/** D60: both sides up. */
export function moveRefusal(world: World): Ended | null {
  const from = world.cmsMaster();
  const to = target(world);
  if (!world.cmsFunctional()) {
    return refused(
      'D60',
      `The active master on ${world.name(from)} cannot be reached. Use the disaster form: Invoke-CsManagementServerFailover -BackupSqlServerFqdn ${principalName(world, to)} -BackupSqlInstanceName ${world.pool(to).pool.backEnd.instance} -Force`,
    );
  }
  if (!world.frontEndRuns(to) || !world.served(to, 2)) {
    return refused(
      'D60',
      `${world.name(to)} must be up, its Central Management database too, to become the master.`,
    );
  }
  if (!world.backupPath(from))
    return refused('D60', `${world.name(from)} and ${world.name(to)} do not reach each other.`);
  return null;
}

/** The parameters of the disaster form that are right now (D61); there must be a standby. */
export function disasterForm(world: World): Parameters {
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

function move(world: World): Begun {
  const no = moveRefusal(world);
  if (no !== null) return no;
  const from = world.cmsMaster();
  const type = from === world.layout.cmsHome ? 'moveToStandby' : 'moveToHome';
  world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event(type));
  startSync(world, from);
  world.effects.start(world.work.command.at(), ...minutes(world.settings.cmsFailoverMinutes));
  const limit = world.settings.cmsSyncTimeoutMinutes * 60_000;
  world.effects.start(world.work.commandTimeout.at(), limit, limit);
  return run(world, COMMAND.cmsMove, target(world));
}

/** D61: what the disaster form asks for. */
export function forceRefusal(world: World, parameters: Parameters): Ended | null {
  const to = target(world);
  const { instance } = world.pool(to).pool.backEnd;
  const principal = principalName(world, to);
  const right = `Invoke-CsManagementServerFailover -BackupSqlServerFqdn ${principal} -BackupSqlInstanceName ${instance} -Force`;
  const given = String(parameters.BackupSqlServerFqdn ?? '');
  if (given === '' || parameters.BackupSqlInstanceName === undefined) {
    return refused('D61', `The disaster form needs server and instance: ${right}`);
  }
  if (parameters.Force !== true) return refused('D61', `The disaster form needs -Force: ${right}`);
  const host = world.layout.host(given);
  if (host !== world.pool(to).sql[world.principalSide(to, 2)]) {
    return refused(
      'D61',
      `${given} is not the current principal of the Central Management database of ${world.name(to)}. Right now: ${right}`,
    );
  }
  if (String(parameters.BackupSqlInstanceName).toLowerCase() !== instance.toLowerCase()) {
    return refused('D61', `${given} has the instance ${instance}: ${right}`);
  }
  if (!world.frontEndRuns(to) || !world.served(to, 2)) {
    return refused(
      'D61',
      `${world.name(to)} cannot become the master: its services or its Central Management database are down.`,
    );
  }
  return null;
}

function force(world: World, parameters: Parameters): Begun {
  const no = forceRefusal(world, parameters);
  if (no !== null) return no;
  const from = world.cmsMaster();
  const couldServe = world.cmsFunctional();
  const type = from === world.layout.cmsHome ? 'forceToStandby' : 'forceToHome';
  world.send(world.machines.cms, world.variables.cms.at(), world.machines.cms.event(type));
  world.effects.start(world.work.command.at(), ...minutes(world.settings.cmsFailoverMinutes));
  return run(world, COMMAND.cmsForce, target(world), couldServe ? COULD_SERVE : 0);
}

function workDone(world: World): void {
  const to = world.variables.commandPool.get();
  const forced = world.variables.command.get() === COMMAND.cmsForce;
  if (!forced && (backlog(world, world.cmsMaster(), CONFIG) > 0 || !world.backupPath(world.cmsMaster()))) {
    // D60: it waits for replication, and switches only where both sides reach each other.
    world.effects.start(world.work.command.at(), 15_000, 15_000);
    return;
  }
  world.cause = 'Central Management failover in disaster form (D61)';
  switchMaster(world, forced, world.variables.commandFlags.get() === COULD_SERVE);
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
  const forced = world.variables.command.get() === COMMAND.cmsForce;
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
