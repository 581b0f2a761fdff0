/** The setup of a pool on its servers: what a pair that is made in a drill needs before it can synchronise (D270). */
import { done, type Ended, refuse } from '../cmdlets/cmdlet.js';
import type { PoolSetup } from '../drill.js';
import type { World } from '../state/world.js';

/** On every server of a pool (D270): what the administrator does there takes the time that the drill waits (M). */
export function setUp(world: World, { kind: what, pool: name }: PoolSetup): Ended {
  const p = world.layout.pool(name);
  const { servers } = world.pool(p);
  const down = servers.find((h) => !world.up(h));
  if (down !== undefined) {
    const tool = what === 'bootstrap' ? 'Bootstrapper.exe runs' : 'the update is applied';
    return refuse('D270', `${world.layout.hosts[down].fqdn} is down: ${tool} on every Front End server of ${name}.`);
  }
  if (what === 'update') return done(`the installed cumulative update is applied to ${name} again`);
  if (world.variables.bootstrapped.get(p) === 1) return done(`${name} has all that its topology asks for`);
  world.variables.bootstrapped.set(p, 1);
  for (const h of servers) world.variables.backupStopped.set(h, 1);
  return done(`the Backup Service is installed on ${name}, and not started`);
}
