/** Restart-Computer and Stop-Computer of Windows: machines of the deployment that are restarted or shut down by hand. */

import type { BoundCommand } from '../command.js';
import { beginRestarts, endRestarts, switchMachines } from '../components/front-end-pool/machines.js';
import { takesQuorum } from '../components/front-end-pool/maintenance.js';
import { minutes } from '../state/units.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, end, type Hazard, type Running, refuse } from './cmdlet.js';
import { force, takes, unmodelledFlags } from './parameter-types.js';
import { HERE, hostCalled, unreachable } from './server-services.js';

const OF_WINDOWS = [
  takes.text('ComputerName', { position: 0, aliases: ['CN', '__SERVER', 'Server', 'IPAddress'], list: true }),
  takes.text('Credential'),
  takes.text('Protocol'),
  takes.text('WsmanAuthentication'),
  takes.text('DcomAuthentication', { aliases: ['Authentication'] }),
  takes.int32('ThrottleLimit'),
  force,
  ...unmodelledFlags('AsJob'),
];

const UNREACHABLE = { D37: 'the machine is down: Windows answers that the RPC server is unavailable' };

/** Restart-Computer. */
export const restartComputer = defineCmdlet({
  name: 'Restart-Computer',
  parameters: [
    ...OF_WINDOWS,
    takes.flag('Wait'),
    takes.text('For'),
    takes.int32('Timeout', { aliases: ['TimeoutSec'] }),
    takes.int32('Delay'),
  ],
  hazard: (world, { ComputerName }) => powerHazard(world, ComputerName),
  does: 'Restarts machines of the deployment: each goes down and is back after `serverStartMinutes` with its services, but for those that a failover of the server disabled (D254). With `-Wait` it ends when the machine is back. It breaks I16 where it takes quorum from users, as a stop of the services does (D252).',
  refusedBy: UNREACHABLE,
  notModelled: `Several machines with \`-Wait\`, or of which some are down; a \`-Timeout\` that may end before the machine is back; in a search the return of a machine without \`-Wait\`; the ${HERE}`,
  begin(world, { ComputerName, Wait, For, Timeout, Delay }): Ended | Running {
    if (Wait !== true && world.quiet) return beyondModel('a search follows the return of a machine with -Wait alone');
    if (Wait !== true && (For ?? Timeout ?? Delay) !== undefined)
      return beyondModel('Windows takes -For, -Timeout and -Delay with -Wait only, and restarts nothing');
    const [leastMs, mostMs] = minutes(world.settings.serverStartMinutes);
    if (Timeout !== undefined && Timeout * 1000 < mostMs)
      return beyondModel('whether the machine is back within -Timeout is not modelled');
    const off = shutDown(world, ComputerName, 'restarts', Wait === true);
    if ('outcome' in off) return off;
    beginRestarts(world, off.hosts);
    const [host] = off.hosts;
    if (Wait !== true) return off.ended;
    world.effects.start(world.work.command.at(), leastMs, mostMs);
    return { subject: host };
  },
  phases: {
    workDone(world) {
      const host = world.variables.commandPool.get();
      const { fqdn } = world.layout.hosts[host];
      // A search has no memory of what befell a machine on its way: there it comes back.
      const comes = world.quiet || world.state.restarting.has(host);
      if (comes) switchOn(world, host);
      const back = world.up(host);
      end(world, back ? 'ok' : 'failed', null, back ? `${fqdn} is back` : `${fqdn} was lost while it restarted`);
    },
  },
});

/** Stop-Computer. */
export const stopComputer = defineCmdlet({
  name: 'Stop-Computer',
  parameters: [...OF_WINDOWS, takes.flag('Wait')],
  hazard: (world, { ComputerName }) => powerHazard(world, ComputerName),
  does: 'Shuts machines of the deployment down. Nothing but a repair in the drill brings them back. It breaks I16 where it takes quorum from users (D252).',
  refusedBy: UNREACHABLE,
  notModelled: `The ${HERE}`,
  begin(world, { ComputerName }) {
    const off = shutDown(world, ComputerName, 'is shut down', false);
    return 'outcome' in off ? off : off.ended;
  },
});

/** D252: machines that go down before the replicas of the ones before them are rebuilt, or too many of them. */
function powerHazard(world: World, names: string | undefined): Hazard | null {
  const hosts = (names ?? '').split(',').map((name) => hostCalled(world, name));
  return takesQuorum(world, hosts, true) ? 'D252' : null;
}

interface ShutDown {
  readonly hosts: readonly number[];
  readonly ended: Ended;
}

/** Takes machines down, where they can be reached. */
function shutDown(world: World, names: string | undefined, what: string, alone: boolean): ShutDown | Ended {
  const typed = (names ?? '').split(',').filter((name) => name !== '');
  if (typed.length === 0) return beyondModel(`without -ComputerName it is the ${HERE}`);
  if (alone && typed.length > 1) return beyondModel('waiting for several machines at once is not modelled');
  const hosts = typed.map((name) => hostCalled(world, name));
  const foreign = hosts.findIndex((host) => host < 0);
  if (foreign >= 0) return beyondModel(`the topology has no machine ${typed[foreign]}`);
  const named = (all: readonly number[]): string => all.map((host) => world.layout.hosts[host].fqdn).join(', ');
  const down = hosts.filter((host) => !world.up(host));
  if (down.length === hosts.length) return refuse('D37', unreachable(named(down)));
  if (down.length > 0) return beyondModel(`${named(down)} is down, and only the others would go on`);
  switchMachines(world, { hosts, shares: [], up: false, emptied: false, commanded: true });
  world.state.repairedAtMs = world.now;
  return { hosts, ended: done(`${named(hosts)} ${what}`) };
}

function switchOn(world: World, host: number): void {
  endRestarts(world, [host]);
  // Its shares stay as they are: what was lost or burnt of them meanwhile, a restart does not bring back.
  switchMachines(world, { hosts: [host], shares: [], up: true, emptied: false, commanded: true });
  world.state.repairedAtMs = world.now;
}

/** A machine that was restarted at `downAtMs` without waiting for it comes up, unless something befell it on the way. */
export function backFromRestart(world: World, host: number, downAtMs: number): void {
  if (world.state.restarting.get(host) !== downAtMs) return;
  switchOn(world, host);
  world.tell(world.layout.hosts[host].fqdn, 'is back after its restart');
}

/**
 * The machines that a command which came to `ok` restarts without waiting for them, by index, and how long after its end
 * each is back, in ms (M: half of `serverStartMinutes`).
 */
export function restartedBy(
  world: World,
  { cmdlet, parameters }: BoundCommand,
): { readonly hosts: readonly number[]; readonly inMs: number } {
  const restarts = cmdlet === restartComputer.name && parameters.Wait !== true && parameters.WhatIf !== true;
  if (!restarts) return { hosts: [], inMs: 0 };
  const [leastMs, mostMs] = minutes(world.settings.serverStartMinutes);
  const names = String(parameters.ComputerName ?? '').split(',');
  return { hosts: names.map((name) => hostCalled(world, name)), inMs: Math.round((leastMs + mostMs) / 2) };
}
