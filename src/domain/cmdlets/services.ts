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
  begin(world, name, parameters) {
    if (name === 'Start-CsPool') return startPool(world, parameters);
    if (name === 'Reset-CsPoolRegistrarState') return reset(world, parameters);
    return windowsService(world, parameters, name === 'Start-CsWindowsService' || name.endsWith('FailBack'));
  },
};

function windowsService(world: World, parameters: Parameters, start: boolean): Begun {
  if (parameters.ComputerName === undefined) {
    return notModelled(
      'without -ComputerName the cmdlet acts on the computer it is typed on, which the drill does not say',
    );
  }
  const host = world.layout.host(String(parameters.ComputerName));
  const fqdn = world.layout.hosts[host].fqdn;
  if (!world.up(host)) return refused('D37', `${fqdn} is down.`);
  const service = String(parameters.Name ?? '').toUpperCase();
  const frontEnd = world.layout.pools.some((p) => p.servers.includes(host));
  const edge = world.layout.edges.some((e) => e.servers.includes(host));
  if (!frontEnd && !edge) return notModelled(`${fqdn} is neither a Front End nor an Edge server`);
  if (service === 'LYNCBACKUP') {
    world.variables.backupStopped.set(host, start ? 0 : 1);
    if (start) startBackup(world, host);
    return done(`LYNCBACKUP ${start ? 'started' : 'stopped'} on ${fqdn}`);
  }
  if (service !== '' && service !== 'RTCSRV')
    return notModelled(`service ${parameters.Name} is not modelled alone`);
  setServices(world, host, start);
  return done(`services ${start ? 'started' : 'stopped'} on ${fqdn}`);
}

/** A Backup Service that had crashed runs again in a pool when it is started on one of its servers. */
function startBackup(world: World, host: number): void {
  for (const p of world.layout.pools)
    if (p.servers.includes(host)) world.variables.backupCrashed.set(p.index, 0);
}

function setServices(world: World, host: number, start: boolean): void {
  if (start) startBackup(world, host);
  if (world.serverRuns(host) === start) return;
  const was = world.layout.pools.map((p) => groupsOf(world, p.index));
  // The machine runs on: its replicas are not gone, only silent.
  world.variables.hostStopped.set(host, start ? 0 : 1);
  for (const { index } of world.layout.pools) serversChanged(world, index, was[index]);
}

function startPool(world: World, parameters: Parameters): Begun {
  const p = world.layout.pool(String(parameters.PoolFqdn));
  const recovery = parameters.QuorumLossRecovery === true;
  if (recovery && !world.served(p, 0)) return nothingToReload(world, p);
  for (const h of world.pool(p).servers) if (world.up(h)) setServices(world, h, true);
  if (recovery) recover(world, p);
  command(world, p, recovery ? 'recover' : 'start');
  return started(world, p);
}

function started(world: World, p: number): Begun {
  const state = world.stateName('frontEnd', p);
  if (state === 'running' || state === 'booting') return done(`services of ${world.name(p)} start`);
  const { why, rule } = whyNotStarted(world, p);
  return done(`services of ${world.name(p)} hang in "starting": ${why} (${rule})`);
}

/** D11: what was not yet written to the Back End is discarded. */
function recover(world: World, p: number): void {
  world.cause = 'QuorumLossRecovery over an unwritten tail (D11)';
  recoverQuorum(world, p);
  world.finding(
    'warning',
    'D11',
    `QuorumLossRecovery on ${world.name(p)}: users are reloaded from the Back End, what was not yet written there is discarded`,
  );
}

const nothingToReload = (world: World, p: number): Begun =>
  refused('D11', `The Back End of ${world.name(p)} is not served: users cannot be reloaded from it.`);

function reset(world: World, parameters: Parameters): Begun {
  const p = world.layout.pool(String(parameters.PoolFqdn));
  const type = String(parameters.ResetType ?? 'ServiceReset');
  if (!world.served(p, 0) && type !== 'ServiceReset') return nothingToReload(world, p);
  if (type === 'QuorumLossRecovery' || type === 'FullReset') {
    recover(world, p);
    if (!world.frontEndRuns(p)) command(world, p, 'recover');
    return done(`routing groups of ${world.name(p)} are reloaded from the Back End`);
  }
  if (type === 'ServiceReset') {
    if (!world.frontEndRuns(p)) command(world, p, 'start');
    return started(world, p);
  }
  return notModelled(`-ResetType ${type} is not modelled`);
}
