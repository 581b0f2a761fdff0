/** What the management shell shows of the services of one machine. */
import { sameName } from '../deployment.js';
import type { World } from '../state/world.js';
import { defineCmdlet, done, refuse } from './cmdlet.js';
import { report, takes } from './parameter-types.js';
import { HERE } from './server-services.js';

/** Get-CsWindowsService (D37). */
export const getWindowsService = defineCmdlet({
  name: 'Get-CsWindowsService',
  parameters: [
    takes.text('Name', { position: 0 }),
    takes.machine('ComputerName'),
    takes.flag('ExcludeActivityLevel'),
    report,
  ],
  does: 'Shows whether the services of a Front End or Edge server run: RTCSRV, which stands for all but one, and LYNCBACKUP.',
  refusedBy: { D37: 'the machine is down' },
  notModelled: `Activity levels; the ${HERE}`,
  begin(world, { Name, ComputerName }) {
    if (ComputerName === undefined) return done(`noted; which services run is known of a -ComputerName`);
    const host = world.layout.host(ComputerName);
    const { fqdn } = world.layout.hosts[host];
    if (!world.up(host)) return refuse('D37', `${fqdn} is down.`);
    const services = servicesOf(world, host);
    if (services === null) return done(`noted; the services of ${fqdn} are not modelled`);
    const shown = services.filter((each) => Name === undefined || sameName(each.Name, Name));
    if (shown.length > 0) return done(null, shown);
    if (!sameName(Name ?? '', 'LYNCBACKUP')) return done(`noted; service ${Name} is not modelled alone`);
    return done(`${fqdn} has no LYNCBACKUP: its pool is not paired, or not bootstrapped since (D271)`, []);
  },
});

/** What the management shell shows of the services of a server; null = it has none that are modelled. */
function servicesOf(world: World, host: number): { readonly Name: string; readonly Status: string }[] | null {
  const pool = world.layout.pools.find(({ servers }) => servers.includes(host));
  const stopped = world.variables.hostStopped.get(host) === 1;
  if (pool === undefined) {
    const edge = world.layout.edges.some(({ servers }) => servers.includes(host));
    return edge ? [{ Name: 'RTCSRV', Status: stopped ? 'Stopped' : 'Running' }] : null;
  }
  const p = pool.index;
  const starts = world.is('frontEnd', p, 'booting') || world.is('frontEnd', p, 'starting');
  const idle = stopped || !(starts || world.frontEndRuns(p));
  const registrar = { Name: 'RTCSRV', Status: idle ? 'Stopped' : starts ? 'StartPending' : 'Running' };
  // A pool has the service once it is paired and bootstrapped (D271).
  if (world.partner(p) < 0 || world.variables.bootstrapped.get(p) === 0) return [registrar];
  const backs = !stopped && world.backupRuns(p) && world.variables.backupStopped.get(host) === 0;
  return [registrar, { Name: 'LYNCBACKUP', Status: backs ? 'Running' : 'Stopped' }];
}
