import { backlog } from '../components/backup-service/backlog.js';
import { startSync } from '../components/backup-service/behaviour.js';
import { switchMaster } from '../components/central-management/behaviour.js';
import { CONFIG, minutes, type World } from '../state/world.js';
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
export function target(w: World): number {
  const { cmsHome, cmsStandby } = w.layout;
  return w.cmsMaster() === cmsHome ? cmsStandby : cmsHome;
}

function begin(w: World, _name: string, parameters: Parameters): Begun {
  if (w.layout.cmsHome < 0) return refused('D60', 'The topology has no Central Management Store.');
  if (target(w) < 0 && w.partner(w.cmsMaster()) >= 0) {
    return notModelled(
      `the standby Central Management Store of ${w.name(w.partner(w.cmsMaster()))}, which was paired during the drill, is not modelled`,
    );
  }
  if (target(w) < 0) {
    return refused(
      'D60',
      `${w.name(w.cmsMaster())} is not paired, so there is no standby Central Management Store (S6).`,
    );
  }
  if (w.machines.cms.states[w.c[w.s.cms]].startsWith('both') && w.cmsFunctional()) {
    return refused(
      'D64',
      'Two pools think that they are the active master: wait until the stale one has replicated (Get-CsService -CentralManagement).',
    );
  }
  const disaster =
    parameters.BackupSqlServerFqdn !== undefined || parameters.BackupSqlInstanceName !== undefined;
  return disaster ? force(w, parameters) : move(w);
}

/** D60: both sides up. */
export function moveRefusal(w: World): Ended | null {
  const from = w.cmsMaster();
  const to = target(w);
  if (!w.cmsFunctional()) {
    return refused(
      'D60',
      `The active master on ${w.name(from)} cannot be reached. Use the disaster form: Invoke-CsManagementServerFailover -BackupSqlServerFqdn ${principalName(w, to)} -BackupSqlInstanceName ${w.pool(to).pool.backEnd.instance} -Force`,
    );
  }
  if (!w.frontEndRuns(to) || !w.served(to, 2)) {
    return refused(
      'D60',
      `${w.name(to)} must be up, its Central Management database too, to become the master.`,
    );
  }
  if (!w.backupPath(from))
    return refused('D60', `${w.name(from)} and ${w.name(to)} do not reach each other.`);
  return null;
}

/** The parameters of the disaster form that are right now (D61); there must be a standby. */
export function disasterForm(w: World): Parameters {
  const to = target(w);
  return {
    BackupSqlServerFqdn: principalName(w, to),
    BackupSqlInstanceName: w.pool(to).pool.backEnd.instance,
    Force: true,
  };
}

function principalName(w: World, p: number): string {
  return w.layout.hosts[w.pool(p).sql[w.principalSide(p, 2)]].fqdn;
}

function move(w: World): Begun {
  const no = moveRefusal(w);
  if (no !== null) return no;
  const from = w.cmsMaster();
  const type = from === w.layout.cmsHome ? 'moveToStandby' : 'moveToHome';
  w.send(w.machines.cms, w.s.cms, w.machines.cms.event(type));
  startSync(w, from);
  w.sink.start(w.work.command, ...minutes(w.settings.cmsFailoverMinutes));
  const limit = w.settings.cmsSyncTimeoutMinutes * 60_000;
  w.sink.start(w.work.commandTimeout, limit, limit);
  return run(w, COMMAND.cmsMove, target(w));
}

/** D61: what the disaster form asks for. */
export function forceRefusal(w: World, parameters: Parameters): Ended | null {
  const to = target(w);
  const { instance } = w.pool(to).pool.backEnd;
  const principal = principalName(w, to);
  const right = `Invoke-CsManagementServerFailover -BackupSqlServerFqdn ${principal} -BackupSqlInstanceName ${instance} -Force`;
  const given = String(parameters.BackupSqlServerFqdn ?? '');
  if (given === '' || parameters.BackupSqlInstanceName === undefined) {
    return refused('D61', `The disaster form needs server and instance: ${right}`);
  }
  if (parameters.Force !== true) return refused('D61', `The disaster form needs -Force: ${right}`);
  const host = w.layout.host(given);
  if (host !== w.pool(to).sql[w.principalSide(to, 2)]) {
    return refused(
      'D61',
      `${given} is not the current principal of the Central Management database of ${w.name(to)}. Right now: ${right}`,
    );
  }
  if (String(parameters.BackupSqlInstanceName).toLowerCase() !== instance.toLowerCase()) {
    return refused('D61', `${given} has the instance ${instance}: ${right}`);
  }
  if (!w.frontEndRuns(to) || !w.served(to, 2)) {
    return refused(
      'D61',
      `${w.name(to)} cannot become the master: its services or its Central Management database are down.`,
    );
  }
  return null;
}

function force(w: World, parameters: Parameters): Begun {
  const no = forceRefusal(w, parameters);
  if (no !== null) return no;
  const from = w.cmsMaster();
  const couldServe = w.cmsFunctional();
  const type = from === w.layout.cmsHome ? 'forceToStandby' : 'forceToHome';
  w.send(w.machines.cms, w.s.cms, w.machines.cms.event(type));
  w.sink.start(w.work.command, ...minutes(w.settings.cmsFailoverMinutes));
  return run(w, COMMAND.cmsForce, target(w), couldServe ? COULD_SERVE : 0);
}

function workDone(w: World): void {
  const to = w.c[w.s.commandPool];
  const forced = w.c[w.s.command] === COMMAND.cmsForce;
  if (!forced && (backlog(w, w.cmsMaster(), CONFIG) > 0 || !w.backupPath(w.cmsMaster()))) {
    // D60: it waits for replication, and switches only where both sides reach each other.
    w.sink.start(w.work.command, 15_000, 15_000);
    return;
  }
  w.cause = 'Central Management failover in disaster form (D61)';
  switchMaster(w, forced, w.c[w.s.commandFlags] === COULD_SERVE);
  end(w, 'ok', null, `the active Central Management master is on ${w.name(to)}`);
}

function timedOut(w: World): void {
  const from = w.cmsMaster();
  const what = w.backupPath(from)
    ? 'the configuration was not replicated in time'
    : `${w.name(from)} and ${w.name(w.c[w.s.commandPool])} did not reach each other in time`;
  abandon(w, 'D60', `${what}; the source is the active master again`);
}

function abandon(w: World, rule: string, message: string): void {
  w.send(w.machines.cms, w.s.cms, w.machines.cms.event('abandoned'));
  end(w, 'failed', rule, message);
}

function look(w: World): boolean {
  const to = w.c[w.s.commandPool];
  const forced = w.c[w.s.command] === COMMAND.cmsForce;
  const from = w.cmsMaster();
  if (!w.frontEndRuns(to) || !w.served(to, 2)) {
    abandon(w, forced ? 'D61' : 'D60', `${w.name(to)} was lost before it became the master`);
    return true;
  }
  if (!forced && (!w.frontEndRuns(from) || !w.served(from, 2))) {
    abandon(w, 'D60', `${w.name(from)} was lost before the switch. Use the disaster form now.`);
    return true;
  }
  return false;
}
