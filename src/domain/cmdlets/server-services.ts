/** What the cmdlets for the services of one machine share: which machine it is, and what a start or a stop changes (D37). */

import { groupsOf } from '../components/front-end-pool/groups-of-pool.js';
import { judgeStop } from '../components/front-end-pool/maintenance.js';
import { serversChanged } from '../components/front-end-pool/replicas.js';
import type { World } from '../state/world.js';
import { beyondModel, type Ended, refuse } from './cmdlet.js';

/** Without -ComputerName these cmdlets act on the local computer, of which a drill has none. */
export const HERE = 'computer it is typed on (give `-ComputerName`).';

/** Why a line is about no machine that is modelled; null = `ComputerName` is a Front End or Edge server. */
export function unknownServer(world: World, ComputerName: string | undefined): Ended | null {
  if (ComputerName === undefined) {
    return beyondModel(
      'without -ComputerName the cmdlet acts on the computer it is typed on, which the drill does not say',
    );
  }
  const host = world.layout.host(ComputerName);
  if ([...world.layout.pools, ...world.layout.edges].some(({ servers }) => servers.includes(host))) return null;
  return beyondModel(`${world.layout.hosts[host].fqdn} is neither a Front End nor an Edge server`);
}

/** The machine is down, so that nothing can be done on it. */
export const downRefusal = (world: World, host: number): Ended | null =>
  world.up(host) ? null : refuse('D37', `${world.layout.hosts[host].fqdn} is down.`);

/** A Backup Service that had crashed runs again in a pool when it is started on one of its servers. */
export function startBackup(world: World, host: number): void {
  for (const p of world.layout.pools) if (p.servers.includes(host)) world.variables.backupCrashed.set(p.index, 0);
}

/** Starts or stops what a machine runs; nothing starts services that are disabled (D254). */
export function setServices(world: World, host: number, start: boolean): void {
  if (start && world.isDisabled(host)) return;
  if (start) startBackup(world, host);
  if (world.serverRuns(host) === start) return;
  const was = world.layout.pools.map((p) => groupsOf(world, p.index));
  // The machine runs on: its replicas are not gone, only silent.
  world.variables.hostStopped.set(host, start ? 0 : 1);
  for (const { index } of world.layout.pools) {
    serversChanged(world, index, was[index]);
    if (!start && world.pool(index).servers.includes(host)) judgeStop(world, index, was[index]);
  }
}

/** A machine by its name or the first part of it; -1 = the topology has none, or several. */
export function hostCalled({ layout }: World, name: string): number {
  const typed = name.trim().toLowerCase();
  const exact = layout.host(typed);
  if (exact >= 0) return exact;
  const short = layout.hosts.flatMap(({ fqdn }, h) => (fqdn.toLowerCase().split('.')[0] === typed ? [h] : []));
  return short.length === 1 ? short[0] : -1;
}

/** What Windows says of a machine that does not answer. */
export const unreachable = (fqdn: string): string =>
  `${fqdn} is down: The RPC server is unavailable. (Exception from HRESULT: 0x800706BA)`;
