/** The shell of another machine: whether code that a script runs there, or a session that it opens, is reached. */
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, refuse } from './cmdlet.js';
import { takes, unmodelled } from './parameter-types.js';
import { hostCalled } from './server-services.js';

/** What a script gives beside the machine is the interpreter's. */
const computer = takes.text('ComputerName', { position: 0, required: true, aliases: ['Cn'] });

const DOWN = { D37: 'the machine is down, or all Front End servers of the pool are' };

/** Invoke-Command. */
export const codeElsewhere = defineCmdlet({
  name: 'Invoke-Command',
  parameters: [computer, ...unmodelled('ScriptBlock', 'Session')],
  does: 'In a script: runs the code on the machine, each command of it as typed there, also in a session. In a drill file it has no code to run.',
  refusedBy: DOWN,
  begin: (world, { ComputerName }) => reach(world, ComputerName, 'the code runs on'),
});

/** New-PSSession. */
export const sessionElsewhere = defineCmdlet({
  name: 'New-PSSession',
  parameters: [computer],
  does: 'In a script: opens a shell on the machine.',
  refusedBy: DOWN,
  begin: (world, { ComputerName }) => reach(world, ComputerName, 'a session is open on'),
});

function reach(world: World, name: string, what: string): Ended {
  const p = world.layout.pool(name);
  const host = hostCalled(world, name);
  if (p < 0 && host < 0) return beyondModel(`the topology has no machine ${name}`);
  const [fqdn, up] =
    p >= 0
      ? [world.name(p), world.pool(p).servers.some((h) => world.up(h))]
      : [world.layout.hosts[host].fqdn, world.up(host)];
  if (up) return done(`${what} ${fqdn}`);
  return refuse(
    'D37',
    `[${fqdn}] Connecting to remote server ${fqdn} failed: WinRM cannot complete the operation. Verify that the specified computer name is valid, that the computer is accessible over the network. (${fqdn} is down.)`,
  );
}
