/** Restart-Computer and Stop-Computer of Windows: machines of the deployment that are restarted or shut down by hand. */

import type { BoundCommand } from '../command.js';
import { sharesOn, switchMachines } from '../components/front-end-pool/machines.js';
import { minutes } from '../state/units.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, end, type Running, refuse } from './cmdlet.js';
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
  does: 'Restarts machines of the deployment: each goes down and is back after `serverStartMinutes` with its services, but for those that a failover of the server disabled (D254). With `-Wait` it ends when the machine is back.',
  refusedBy: UNREACHABLE,
  notModelled: `Several machines with \`-Wait\`, or of which some are down; \`-Timeout\`; in a search the return of a machine without \`-Wait\`; the ${HERE}`,
  begin(world, { ComputerName, Wait }): Ended | Running {
    const off = shutDown(world, ComputerName, 'restarts', Wait === true);
    if ('outcome' in off) return off;
    const [host] = off.hosts;
    if (Wait !== true) return off.ended;
    world.effects.start(world.work.command.at(), ...minutes(world.settings.serverStartMinutes));
    return { subject: host };
  },
  phases: {
    workDone(world) {
      const host = world.variables.commandPool.get();
      switchOn(world, [host]);
      end(world, 'ok', null, `${world.layout.hosts[host].fqdn} is back`);
    },
  },
});

/** Stop-Computer. */
export const stopComputer = defineCmdlet({
  name: 'Stop-Computer',
  parameters: [...OF_WINDOWS, takes.flag('Wait')],
  does: 'Shuts machines of the deployment down. Nothing but a repair in the drill brings them back.',
  refusedBy: UNREACHABLE,
  notModelled: `The ${HERE}`,
  begin(world, { ComputerName }) {
    const off = shutDown(world, ComputerName, 'is shut down', false);
    return 'outcome' in off ? off : off.ended;
  },
});

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
  switchMachines(world, { hosts, shares: [], up: false, emptied: false });
  world.state.repairedAtMs = world.now;
  return { hosts, ended: done(`${named(hosts)} ${what}`) };
}

function switchOn(world: World, hosts: readonly number[]): void {
  switchMachines(world, { hosts, shares: sharesOn(world, hosts), up: true, emptied: false });
  world.state.repairedAtMs = world.now;
}

/** The machines that a command restarts without waiting for them; the driver brings them back. */
export function restartedBy({ cmdlet, parameters }: BoundCommand): readonly string[] {
  if (cmdlet !== restartComputer.name || parameters.Wait === true || parameters.WhatIf === true) return [];
  return String(parameters.ComputerName ?? '').split(',');
}
