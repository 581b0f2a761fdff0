/** Services of one machine: stopped and started by an administrator, while the machine stays up (D37). */
import { SETUP } from '../components/backup-service/state.js';
import { takesQuorum } from '../components/front-end-pool/maintenance.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, type Offered, offer, type Running, refuse } from './cmdlet.js';
import { computerFailback } from './computer-failover.js';
import { force, report, takes, unmodelled, unmodelledFlags } from './parameter-types.js';
import { awaitStart, HANGS, POOL_START } from './pool-start.js';
import { beginDrain, DRAIN } from './server-drain.js';
import { downRefusal, HERE, setServices, startBackup, unknownServer } from './server-services.js';

const ALONE = `Other services alone; the ${HERE}`;

/** Start-CsWindowsService. */
export const startService = defineCmdlet({
  name: 'Start-CsWindowsService',
  parameters: [
    takes.text('Name', { position: 0 }),
    takes.machine('ComputerName'),
    takes.flag('NoWait'),
    force,
    report,
    ...unmodelled('InputObject'),
  ],
  does: 'Starts the services of a Front End or Edge server, or with `-Name LYNCBACKUP` its Backup Service. On a Front End server it waits until the services of the pool run, unless `-NoWait`.',
  refusedBy: {
    D37: 'the machine is down',
    D254: 'its services are disabled by a failover of the server',
    D270: '`-Name LYNCBACKUP` of a pool that was paired in the drill and is not bootstrapped',
    ...HANGS,
  },
  notModelled: ALONE,
  begin: (world, on) => setWindowsService(world, on, true),
  phases: POOL_START,
  freely: { each: 'pool', offers },
});

/** Stop-CsWindowsService. */
export const stopService = defineCmdlet({
  name: 'Stop-CsWindowsService',
  parameters: [
    takes.text('Name', { position: 0 }),
    takes.machine('ComputerName'),
    takes.flag('NoWait'),
    takes.flag('Graceful'),
    force,
    report,
    ...unmodelled('InputObject'),
    ...unmodelledFlags('LeaveClsAgentRunning', 'LeaveWebServerRunning'),
  ],
  does: 'Stops the services of a Front End or Edge server, or with `-Name LYNCBACKUP` its Backup Service. `-Graceful` drains the server first: nobody is signed out. A stop that takes the quorum of its pool, or of routing groups whose replicas are not built again, from users breaks I16 (D12, D252).',
  refusedBy: { D37: 'the machine is down, or goes down while it drains' },
  notModelled: `${ALONE} \`-NoWait\` beside \`-Graceful\`.`,
  hazard: (world, on) => (stopsQuorum(world, on) ? 'D252' : null),
  begin: stop,
  phases: DRAIN,
});

/** What each running server of a pool can have started or stopped, and the pool that does not run. */
function offers(world: World, p: number): Offered[] {
  const toggle = (h: number, stopped: number, Name: string): Offered =>
    offer(
      stopped === 0 && Name === 'RTCSRV' && takesQuorum(world, [h], false) ? 'hazard' : 'services',
      `${stopped === 1 ? 'Start' : 'Stop'}-CsWindowsService`,
      { Name, ComputerName: world.layout.hosts[h].fqdn },
    );
  const { hostStopped, backupStopped } = world.variables;
  const found = world
    .pool(p)
    .servers.filter((h) => world.up(h))
    .flatMap((h) => [toggle(h, hostStopped.get(h), 'RTCSRV'), toggle(h, backupStopped.get(h), 'LYNCBACKUP')]);
  if (world.frontEndRuns(p)) return found;
  return [...found, offer('services', 'Start-CsPool', { PoolFqdn: world.name(p) })];
}

/** D252: a server that stops before the replicas of the one before it are rebuilt, or one too many. */
function stopsQuorum(world: World, on: OnMachine): boolean {
  const host = isWhole(on) && on.ComputerName !== undefined ? world.layout.host(on.ComputerName) : -1;
  return host >= 0 && takesQuorum(world, [host], false);
}

interface OnMachine {
  readonly NoWait?: boolean;
  readonly Name?: string;
  readonly ComputerName?: string;
}

/** RTCSRV stands for all that a server runs (M). */
const isWhole = ({ Name = '' }: OnMachine): boolean => ['', 'RTCSRV'].includes(Name.toUpperCase());

/** Starts or stops what runs on a machine: all services, or its Backup Service. */
export function setWindowsService(world: World, on: OnMachine, start: false): Ended;
export function setWindowsService(world: World, on: OnMachine, start: boolean): Ended | Running;
export function setWindowsService(world: World, on: OnMachine, start: boolean): Ended | Running {
  const { Name, ComputerName } = on;
  const unknown = unknownServer(world, ComputerName);
  if (unknown !== null) return unknown;
  const host = world.layout.host(ComputerName!);
  const { fqdn } = world.layout.hosts[host];
  const no = downRefusal(world, host) ?? (start ? disabledRefusal(world, host) : null);
  if (no !== null) return no;
  if (Name?.toUpperCase() === 'LYNCBACKUP') {
    const missing = start ? notInstalled(world, host) : null;
    if (missing !== null) return missing;
    world.variables.backupStopped.set(host, start ? 0 : 1);
    if (start) startBackup(world, host);
    if (start && crashesAtOnce(world, host))
      return done(`LYNCBACKUP started on ${fqdn}, and crashed (event 4007, D263)`);
    return done(`LYNCBACKUP ${start ? 'started' : 'stopped'} on ${fqdn}`);
  }
  if (!isWhole(on)) return beyondModel(`service ${Name} is not modelled alone`);
  setServices(world, host, start);
  const [pool] = world.layout.serverOf[host];
  if (start && on.NoWait !== true && pool >= 0) return awaitStart(world, pool);
  return done(`services ${start ? 'started' : 'stopped'} on ${fqdn}`);
}

/** D270: a pool that was paired has the service once it is bootstrapped. */
function notInstalled(world: World, host: number): Ended | null {
  const [p] = world.layout.serverOf[host];
  if (p < 0 || world.variables.bootstrapped.get(p) !== SETUP.none) return null;
  const [{ fqdn }, name] = [world.layout.hosts[host], world.name(p)];
  return refuse(
    'D270',
    `LYNCBACKUP is not installed on ${fqdn}: run Bootstrapper.exe on every server of ${name} first.`,
  );
}

/** D263: tells that the first version of the service does not stay up. */
function crashesAtOnce(world: World, host: number): boolean {
  const [p] = world.layout.serverOf[host];
  if (p < 0 || world.variables.bootstrapped.get(p) !== SETUP.firstVersion) return false;
  const [{ fqdn }, name] = [world.layout.hosts[host], world.name(p)];
  world.finding(
    'error',
    'D263',
    `LYNCBACKUP crashes on ${fqdn} as soon as it starts (event 4007): Bootstrapper.exe installed its first version. Apply the installed cumulative update again on every Front End server of ${name} (in a drill: "update: { pool: ${name} }"), then start it: until then ${name} is not backed up at all.`,
  );
  return true;
}

/** D254, M254: services that a failover of the server disabled do not start. */
function disabledRefusal(world: World, host: number): Ended | null {
  if (!world.isDisabled(host)) return null;
  const { fqdn } = world.layout.hosts[host];
  const back = computerFailback.line({ ComputerName: fqdn });
  return refuse('D254', `${fqdn} is failed over and its services are disabled; only this brings it back: ${back}`);
}

/** A graceful stop of a server that serves drains it first. */
function stop(world: World, on: OnMachine & { readonly Graceful?: boolean }): Ended | Running {
  const host = on.ComputerName === undefined ? -1 : world.layout.host(on.ComputerName);
  const drains = on.Graceful === true && isWhole(on) && host >= 0 && world.serverRuns(host);
  if (!drains || unknownServer(world, on.ComputerName) !== null) return setWindowsService(world, on, false);
  if (on.NoWait === true) return beyondModel('-NoWait beside -Graceful: what comes after would run while it drains');
  return beginDrain(world, host);
}
