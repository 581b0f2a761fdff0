/**
 * The setup of servers: what a pair that is made in a drill needs before it can synchronise (D263, D270), and an update that
 * is installed on one server (M265).
 */
import { done, type Ended, end, type Phases, type Running, refuse } from '../cmdlets/cmdlet.js';
import { downRefusal, setServices, unknownServer } from '../cmdlets/server-services.js';
import { SETUP } from '../components/backup-service/state.js';
import { usersServedOn } from '../components/users/behaviour.js';
import { minutes } from '../state/units.js';
import type { World } from '../state/world.js';
import type { PoolSetup, TopologyChange } from '../topology-change.js';

/** Whether a change is made on servers, and not published. */
export const isSetup = (change: TopologyChange): change is PoolSetup =>
  change.kind === 'bootstrap' || change.kind === 'update' || change.kind === 'updateServer';

/** What is set up on the servers of a pool, or on one server. */
export function setUp(world: World, setup: PoolSetup): Ended | Running {
  return setup.kind === 'updateServer' ? updateServer(world, setup.server) : setUpPool(world, setup);
}

/** The services of the server ran when its update began, and the updater starts them again. */
const RAN = 1;

/** The updater stops what runs on the server, at once, and starts it when it is through (F264): drain it before (D253). */
function updateServer(world: World, server: string): Ended | Running {
  const no = unknownServer(world, server);
  if (no !== null) return no;
  const host = world.layout.host(server);
  const down = downRefusal(world, host);
  if (down !== null) return down;
  const ran = world.serverRuns(host);
  if (ran) {
    noteUndrained(world, host);
    setServices(world, host, false);
  }
  world.effects.start(world.work.command.at(), ...minutes(world.settings.patchServerMinutes));
  return { subject: host, flags: ran ? RAN : 0 };
}

function noteUndrained(world: World, host: number): void {
  const [p] = world.layout.serverOf[host];
  if (p < 0 || !world.frontEndRuns(p) || usersServedOn(world, p) === 0) return;
  const { fqdn } = world.layout.hosts[host];
  world.finding(
    'warning',
    'D253',
    `${fqdn} is patched while it serves: the updater stops its services at once, and whoever is on it signs in again. Drain it before.`,
    world.pool(p).pool.product === 'lync2013'
      ? `Stop-CsWindowsService -ComputerName ${fqdn} -Graceful`
      : `Invoke-CsComputerFailOver -ComputerName ${fqdn}`,
  );
}

/** How an update of one server goes on. */
export const SERVER_UPDATE: Phases = {
  workDone(world) {
    const host = world.variables.commandPool.get();
    if (world.variables.commandFlags.get() === RAN) setServices(world, host, true);
    end(world, 'ok', null, `${world.layout.hosts[host].fqdn} has the update`);
  },
  look(world) {
    const host = world.variables.commandPool.get();
    if (world.up(host)) return false;
    end(world, 'failed', 'D37', `${world.layout.hosts[host].fqdn} was lost while it was patched`);
    return true;
  },
};

/** On every server of a pool (D270): what the administrator does there takes the time that the drill waits (M). */
function setUpPool(world: World, { kind: what, pool: name }: Exclude<PoolSetup, { kind: 'updateServer' }>): Ended {
  const p = world.layout.pool(name);
  const { servers } = world.pool(p);
  const down = servers.find((h) => !world.up(h));
  if (down !== undefined) {
    const tool = what === 'bootstrap' ? 'Bootstrapper.exe runs' : 'the update is applied';
    return refuse('D270', `${world.layout.hosts[down].fqdn} is down: ${tool} on every Front End server of ${name}.`);
  }
  const { bootstrapped } = world.variables;
  if (what === 'update') {
    if (bootstrapped.get(p) === SETUP.firstVersion) bootstrapped.set(p, SETUP.done);
    return done(`the installed cumulative update is applied to ${name} again`);
  }
  if (bootstrapped.get(p) !== SETUP.none) return done(`${name} has all that its topology asks for`);
  bootstrapped.set(p, world.settings.updateInstalled ? SETUP.firstVersion : SETUP.done);
  for (const h of servers) world.variables.backupStopped.set(h, 1);
  const [version, first] = world.settings.updateInstalled
    ? [' in its first version', ': apply the installed cumulative update again before it is started (D263)']
    : ['', ''];
  return done(`the Backup Service is installed on ${name}${version}, and not started${first}`);
}
