import { command, groupsOf, recoverQuorum, serversChanged } from '../components/front-end-pool/behaviour.js';
import { whyNotStarted } from '../components/front-end-pool/conditions.js';
import type { World } from '../state/world.js';
import { type Begun, type Cmdlet, done, notModelled, type Parameters, refused } from './cmdlet.js';

/** Services of machines and pools: Start-/Stop-CsWindowsService, Start-CsPool, Reset-CsPoolRegistrarState, ... */
export const services: Cmdlet = {
  names: [
    'Start-CsWindowsService',
    'Stop-CsWindowsService',
    'Invoke-CsComputerFailOver',
    'Invoke-CsComputerFailBack',
    'Start-CsPool',
    'Reset-CsPoolRegistrarState',
  ],
  begin(w, name, parameters) {
    if (name === 'Start-CsPool') return startPool(w, parameters);
    if (name === 'Reset-CsPoolRegistrarState') return reset(w, parameters);
    return windowsService(w, parameters, name === 'Start-CsWindowsService' || name.endsWith('FailBack'));
  },
};

function windowsService(w: World, parameters: Parameters, start: boolean): Begun {
  if (parameters.ComputerName === undefined) {
    return notModelled(
      'without -ComputerName the cmdlet acts on the computer it is typed on, which the drill does not say',
    );
  }
  const host = w.layout.host(String(parameters.ComputerName));
  const fqdn = w.layout.hosts[host].fqdn;
  if (!w.up(host)) return refused('D37', `${fqdn} is down.`);
  const service = String(parameters.Name ?? '').toUpperCase();
  const frontEnd = w.layout.pools.some((p) => p.servers.includes(host));
  const edge = w.layout.edges.some((e) => e.servers.includes(host));
  if (!frontEnd && !edge) return notModelled(`${fqdn} is neither a Front End nor an Edge server`);
  if (service === 'LYNCBACKUP') {
    w.c[w.s.backupStopped + host] = start ? 0 : 1;
    if (start) startBackup(w, host);
    return done(`LYNCBACKUP ${start ? 'started' : 'stopped'} on ${fqdn}`);
  }
  if (service !== '' && service !== 'RTCSRV')
    return notModelled(`service ${parameters.Name} is not modelled alone`);
  setServices(w, host, start);
  return done(`services ${start ? 'started' : 'stopped'} on ${fqdn}`);
}

/** A Backup Service that had crashed runs again in a pool when it is started on one of its servers. */
function startBackup(w: World, host: number): void {
  for (const p of w.layout.pools) if (p.servers.includes(host)) w.c[w.s.backupCrashed + p.index] = 0;
}

function setServices(w: World, host: number, start: boolean): void {
  if (start) startBackup(w, host);
  if (w.serverRuns(host) === start) return;
  const was = w.layout.pools.map((p) => groupsOf(w, p.index));
  // The machine runs on: its replicas are not gone, only silent.
  w.c[w.s.hostStopped + host] = start ? 0 : 1;
  for (const { index } of w.layout.pools) serversChanged(w, index, was[index]);
}

function startPool(w: World, parameters: Parameters): Begun {
  const p = w.layout.pool(String(parameters.PoolFqdn));
  const recovery = parameters.QuorumLossRecovery === true;
  if (recovery && !w.served(p, 0)) return nothingToReload(w, p);
  for (const h of w.pool(p).servers) if (w.up(h)) setServices(w, h, true);
  if (recovery) recover(w, p);
  command(w, p, recovery ? 'recover' : 'start');
  return started(w, p);
}

function started(w: World, p: number): Begun {
  const state = w.stateName('frontEnd', p);
  if (state === 'running' || state === 'booting') return done(`services of ${w.name(p)} start`);
  const { why, rule } = whyNotStarted(w, p);
  return done(`services of ${w.name(p)} hang in "starting": ${why} (${rule})`);
}

/** D11: what was not yet written to the Back End is discarded. */
function recover(w: World, p: number): void {
  w.cause = 'QuorumLossRecovery over an unwritten tail (D11)';
  recoverQuorum(w, p);
  w.finding(
    'warning',
    'D11',
    `QuorumLossRecovery on ${w.name(p)}: users are reloaded from the Back End, what was not yet written there is discarded`,
  );
}

const nothingToReload = (w: World, p: number): Begun =>
  refused('D11', `The Back End of ${w.name(p)} is not served: users cannot be reloaded from it.`);

function reset(w: World, parameters: Parameters): Begun {
  const p = w.layout.pool(String(parameters.PoolFqdn));
  const type = String(parameters.ResetType ?? 'ServiceReset');
  if (!w.served(p, 0) && type !== 'ServiceReset') return nothingToReload(w, p);
  if (type === 'QuorumLossRecovery' || type === 'FullReset') {
    recover(w, p);
    if (!w.frontEndRuns(p)) command(w, p, 'recover');
    return done(`routing groups of ${w.name(p)} are reloaded from the Back End`);
  }
  if (type === 'ServiceReset') {
    if (!w.frontEndRuns(p)) command(w, p, 'start');
    return started(w, p);
  }
  return notModelled(`-ResetType ${type} is not modelled`);
}
