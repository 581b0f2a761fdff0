/** Machines that go down and come up, with what runs on them. */
import type { World } from '../../state/world.js';
import { handVotesOver } from '../cluster/behaviour.js';
import { groupsOf } from './groups-of-pool.js';
import { judgeStop } from './maintenance.js';
import { emptyServers, serversChanged } from './replicas.js';

/** The file shares that machines hold, as indices. */
export const sharesOn = ({ layout }: World, hosts: readonly number[]): number[] =>
  layout.shares.flatMap((host, i) => (hosts.includes(host) ? [i] : []));

/** Machines that go down now and come up again, unless something else befalls them. */
export function beginRestarts({ state }: World, hosts: readonly number[]): void {
  state.restarting = new Map([...state.restarting, ...hosts.map((h) => [h, state.nowMs] as const)]);
}

/** Whatever befalls these machines, they do not come up of themselves any more. */
export function endRestarts({ state }: World, hosts: readonly number[]): void {
  if (hosts.some((h) => state.restarting.has(h)))
    state.restarting = new Map([...state.restarting].filter(([h]) => !hosts.includes(h)));
}

interface Switched {
  readonly hosts: readonly number[];
  readonly shares: readonly number[];
  readonly up: boolean;
  /** the disks are lost, too */
  readonly emptied: boolean;
  /** an administrator did it: I16 is judged */
  readonly commanded: boolean;
}

/** Switches machines and shares off or on. A machine that boots starts its services, but for those that are disabled (D254). */
export function switchMachines(world: World, { hosts, shares, up, emptied, commanded }: Switched): void {
  const value = up ? 1 : 0;
  const was = world.layout.pools.map((p) => groupsOf(world, p.index));
  const booted: number[] = [];
  if (commanded && !up) handVotesOver(world, hosts);
  for (const h of hosts) {
    if (world.variables.hostUp.get(h) === value) continue;
    world.variables.hostUp.set(h, value);
    if (!up) world.variables.replica.set(h, 0);
    else {
      // whatever had crashed or an administrator had stopped
      if (world.isDisabled(h)) continue;
      booted.push(h);
      world.variables.hostStopped.set(h, 0);
      world.variables.backupStopped.set(h, 0);
    }
  }
  for (const s of shares) world.variables.shareUp.set(s, value);
  world.layout.pools.forEach((p, i) => {
    if (p.servers.some((h) => booted.includes(h))) world.variables.backupCrashed.set(i, 0);
    if (emptied) emptyServers(world, i, hosts);
    serversChanged(world, i, was[i]);
    if (commanded && !up && p.servers.some((h) => hosts.includes(h))) judgeStop(world, i, was[i]);
  });
}
