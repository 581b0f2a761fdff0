/** Services of one machine: stopped and started by an administrator, while the machine stays up (D37). */
import { serversChanged } from '../components/front-end-pool/behaviour.js';
import { groupsOf } from '../components/front-end-pool/groups-of-pool.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, type Offered, offer, type Running, refuse } from './cmdlet.js';
import { FROM_2015, force, report, takes, unmodelled, unmodelledFlags } from './parameter-types.js';
import { awaitStart, HANGS, POOL_START } from './pool-start.js';

// Without -ComputerName these act on the local computer, of which a drill has none.
const HERE = 'computer it is typed on (give `-ComputerName`).';
const ALONE = `Other services alone; the ${HERE}`;
const MACHINE_DOWN = { D37: 'the machine is down' };

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
  refusedBy: { ...MACHINE_DOWN, ...HANGS },
  notModelled: ALONE,
  begin: (world, on) => windowsService(world, on, true),
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
  does: 'Stops the services of a Front End or Edge server, or with `-Name LYNCBACKUP` its Backup Service.',
  refusedBy: MACHINE_DOWN,
  notModelled: ALONE,
  begin: (world, on) => windowsService(world, on, false),
});

/** Invoke-CsComputerFailOver. */
export const computerFailover = defineCmdlet({
  name: 'Invoke-CsComputerFailOver',
  parameters: [
    takes.machine('ComputerName', { position: 0 }),
    takes.timespan('WaitTime'),
    force,
    report,
    ...unmodelledFlags('NoStop', 'SkipFabricHealthCheck'),
    ...unmodelled('DrainingTimeout'),
  ],
  products: FROM_2015,
  does: 'Stops the services of one Front End server.',
  refusedBy: MACHINE_DOWN,
  notModelled: `The ${HERE}`,
  begin: (world, on) => windowsService(world, on, false),
});

/** Invoke-CsComputerFailBack. */
export const computerFailback = defineCmdlet({
  name: 'Invoke-CsComputerFailBack',
  parameters: [
    takes.machine('ComputerName', { position: 0 }),
    takes.timespan('WaitTime'),
    force,
    report,
    ...unmodelledFlags('NoStart', 'SkipFabricHealthCheck'),
  ],
  products: FROM_2015,
  does: 'Starts the services of one Front End server, and waits until those of the pool run.',
  refusedBy: { ...MACHINE_DOWN, ...HANGS },
  notModelled: `The ${HERE}`,
  begin: (world, on) => windowsService(world, on, true),
  phases: POOL_START,
});

/** What each running server of a pool can have started or stopped, and the pool that does not run. */
function offers(world: World, p: number): Offered[] {
  const toggle = (h: number, stopped: number, Name: string): Offered =>
    offer('services', `${stopped === 1 ? 'Start' : 'Stop'}-CsWindowsService`, {
      Name,
      ComputerName: world.layout.hosts[h].fqdn,
    });
  const { hostStopped, backupStopped } = world.variables;
  const found = world
    .pool(p)
    .servers.filter((h) => world.up(h))
    .flatMap((h) => [toggle(h, hostStopped.get(h), 'RTCSRV'), toggle(h, backupStopped.get(h), 'LYNCBACKUP')]);
  if (world.frontEndRuns(p)) return found;
  return [...found, offer('services', 'Start-CsPool', { PoolFqdn: world.name(p) })];
}

interface OnMachine {
  readonly NoWait?: boolean;
  readonly Name?: string;
  readonly ComputerName?: string;
}

function windowsService(world: World, on: OnMachine, start: true): Ended | Running;
function windowsService(world: World, on: OnMachine, start: false): Ended;
function windowsService(world: World, { Name, ComputerName, NoWait }: OnMachine, start: boolean): Ended | Running {
  if (ComputerName === undefined) {
    return beyondModel(
      'without -ComputerName the cmdlet acts on the computer it is typed on, which the drill does not say',
    );
  }
  const host = world.layout.host(ComputerName);
  const { fqdn } = world.layout.hosts[host];
  if (!world.up(host)) return refuse('D37', `${fqdn} is down.`);
  const service = (Name ?? '').toUpperCase();
  if (![...world.layout.pools, ...world.layout.edges].some(({ servers }) => servers.includes(host)))
    return beyondModel(`${fqdn} is neither a Front End nor an Edge server`);
  if (service === 'LYNCBACKUP') {
    world.variables.backupStopped.set(host, start ? 0 : 1);
    if (start) startBackup(world, host);
    return done(`LYNCBACKUP ${start ? 'started' : 'stopped'} on ${fqdn}`);
  }
  if (service !== '' && service !== 'RTCSRV') return beyondModel(`service ${Name} is not modelled alone`);
  setServices(world, host, start);
  const [pool] = world.layout.serverOf[host];
  if (start && NoWait !== true && pool >= 0) return awaitStart(world, pool);
  return done(`services ${start ? 'started' : 'stopped'} on ${fqdn}`);
}

/** A Backup Service that had crashed runs again in a pool when it is started on one of its servers. */
function startBackup(world: World, host: number): void {
  for (const p of world.layout.pools) if (p.servers.includes(host)) world.variables.backupCrashed.set(p.index, 0);
}

/** Starts or stops what a machine runs. */
export function setServices(world: World, host: number, start: boolean): void {
  if (start) startBackup(world, host);
  if (world.serverRuns(host) === start) return;
  const was = world.layout.pools.map((p) => groupsOf(world, p.index));
  // The machine runs on: its replicas are not gone, only silent.
  world.variables.hostStopped.set(host, start ? 0 : 1);
  for (const { index } of world.layout.pools) serversChanged(world, index, was[index]);
}
