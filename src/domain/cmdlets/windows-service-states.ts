/** What the management shell shows of the services of one machine. */

import { SETUP } from '../components/backup-service/state.js';
import { sqlServerHosts } from '../components/failover-cluster/sql-server-runs.js';
import { sameName } from '../deployment.js';
import type { World } from '../state/world.js';
import { defineCmdlet, done, refuse } from './cmdlet.js';
import { report, takes } from './parameter-types.js';
import { HERE } from './server-services.js';

/** Services of every Front End server beside RTCSRV and LYNCBACKUP that start and stop with RTCSRV. */
const WITH_RTCSRV = ['RTCIMMCU', 'RTCDATAMCU', 'RTCAVMCU', 'RTCASMCU', 'RTCRGS'];

/** Get-CsWindowsService (D37). */
export const getWindowsService = defineCmdlet({
  name: 'Get-CsWindowsService',
  parameters: [
    takes.text('Name', { position: 0 }),
    takes.machine('ComputerName'),
    takes.flag('ExcludeActivityLevel'),
    report,
  ],
  does: 'Shows whether the services of a Front End or Edge server run: RTCSRV, which stands for all but one, and LYNCBACKUP. With `-Name` also those of conferencing and applications, while RTCSRV runs or all are stopped.',
  refusedBy: { D37: 'the machine is down' },
  notModelled: `Activity levels; the ${HERE}`,
  begin(world, { Name, ComputerName }) {
    if (ComputerName === undefined) return done(`noted; which services run is known of a -ComputerName`);
    const host = world.layout.host(ComputerName);
    const { fqdn } = world.layout.hosts[host];
    if (!world.up(host)) return refuse('D37', `${fqdn} is down.`);
    const services = servicesOf(world, host);
    if (services === null) return done(`noted; the services of ${fqdn} are not modelled`);
    if (Name === undefined) return done(null, services);
    const Status = serviceState(world, host, Name);
    if (Status !== null) return done(null, [{ Name, Status }]);
    if (!sameName(Name, 'LYNCBACKUP')) return done(`noted; service ${Name} is not modelled alone`);
    return done(`${fqdn} has no LYNCBACKUP: its pool is not paired, or not bootstrapped since (D271)`, []);
  },
});

/** Whether a service of a machine that is up runs, in the words of Windows; null = not known, or there is none. */
export function serviceState(world: World, host: number, name: string): string | null {
  const services = servicesOf(world, host) ?? [];
  const own = services.find((each) => sameName(each.Name, name));
  if (own !== undefined) return own.Status;
  const isSql = world.layout.pools.some((pool) => sqlServerHosts(pool).includes(host) || pool.witness === host);
  // No fault of the model stops SQL Server on a machine that runs.
  if (isSql && /^MSSQL(?:SERVER$|\$)/i.test(name)) return instanceIs(world, host, name) ? 'Running' : null;
  const [registrar] = services;
  const isOfPool = world.layout.serverOf[host][0] >= 0;
  if (!isOfPool || registrar === undefined || !WITH_RTCSRV.some((each) => sameName(each, name))) return null;
  const settled = registrar.Status === 'Running' || world.variables.hostStopped.get(host) === 1;
  return settled ? registrar.Status : null;
}

/** `MSSQL$RTC` is the service of the instance rtc. */
const instanceIs = ({ layout }: World, host: number, name: string): boolean =>
  layout.pools.some(
    (each) =>
      sqlServerHosts(each).includes(host) && sameName(name.replace(/^MSSQL\$/i, ''), each.pool.backEnd.instance),
  );

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
  if (world.partner(p) < 0 || world.variables.bootstrapped.get(p) === SETUP.none) return [registrar];
  const backs = !stopped && world.backupRuns(p) && world.variables.backupStopped.get(host) === 0;
  return [registrar, { Name: 'LYNCBACKUP', Status: backs ? 'Running' : 'Stopped' }];
}
