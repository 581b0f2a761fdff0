/** Get-Service, Start-Service, Stop-Service and Restart-Service of Windows, for services of the deployment's machines. */

import { takesQuorum } from '../components/front-end-pool/maintenance.js';
import { sameName } from '../deployment.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, type Hazard, type Running, refuse } from './cmdlet.js';
import { force, takes, unmodelled, unmodelledFlags } from './parameter-types.js';
import { HANGS, POOL_START } from './pool-start.js';
import { HERE, hostCalled } from './server-services.js';
import { serviceState } from './windows-service-states.js';
import { setWindowsService } from './windows-services.js';

/** The machine that the line is typed on, by Invoke-Command. */
const typedOn = takes.text('TypedOn', { implied: true });

const OTHERS = `Other services than those that ${'`Get-CsWindowsService`'} knows; the ${HERE}`;

/** Get-Service. */
export const getWindowsServiceOf = defineCmdlet({
  name: 'Get-Service',
  aliases: ['gsv'],
  parameters: [
    takes.text('Name', { position: 0, aliases: ['ServiceName'], list: true }),
    takes.text('ComputerName', { aliases: ['CN'] }),
    ...unmodelled('DisplayName', 'Include', 'Exclude', 'InputObject'),
    ...unmodelledFlags('DependentServices', 'RequiredServices'),
  ],
  does: 'Shows whether services of a machine run: those of a Front End or Edge server, and SQL Server.',
  refusedBy: { D37: 'the machine is down' },
  notModelled: OTHERS,
  begin(world, { Name, ComputerName: machine }) {
    if (machine === undefined || Name === undefined)
      return done('noted; which services run is known by name and machine');
    const host = hostCalled(world, machine);
    if (host < 0) return done(`noted; the topology has no machine ${machine}`);
    const { fqdn } = world.layout.hosts[host];
    if (!world.up(host)) {
      return refuse(
        'D37',
        `Cannot open Service Control Manager on computer '${fqdn}'. This operation might require other privileges. (${fqdn} is down.)`,
      );
    }
    const names = Name.split(',');
    const states = names.map((name) => serviceState(world, host, name));
    const unknown = names.find((_, i) => states[i] === null);
    if (unknown !== undefined) return done(`noted; the service ${unknown} of ${fqdn} is not modelled`);
    return done(
      null,
      names.map((name, i) => ({ Status: states[i], Name: name, MachineName: fqdn })),
    );
  },
});

const CONTROL = [
  takes.text('Name', { position: 0, aliases: ['ServiceName'], list: true }),
  typedOn,
  force,
  takes.flag('PassThru'),
  ...unmodelled('DisplayName', 'InputObject', 'Include', 'Exclude'),
];

interface OnService {
  readonly Name?: string;
  readonly TypedOn?: string;
}

/** Start-Service. */
export const startWindowsService = defineCmdlet({
  name: 'Start-Service',
  aliases: ['sasv'],
  parameters: CONTROL,
  does: 'Starts RTCSRV or LYNCBACKUP, as `Start-CsWindowsService` does, on the server that it is typed on with `Invoke-Command`.',
  refusedBy: HANGS,
  notModelled: OTHERS,
  begin: (world, on) => control(world, on, [true]),
  phases: POOL_START,
});

/** Stop-Service. */
export const stopWindowsService = defineCmdlet({
  name: 'Stop-Service',
  aliases: ['spsv'],
  parameters: [...CONTROL, takes.flag('NoWait')],
  does: 'Stops RTCSRV or LYNCBACKUP, as `Stop-CsWindowsService` does, on the server that it is typed on with `Invoke-Command`.',
  refusedBy: {},
  notModelled: OTHERS,
  hazard: controlHazard,
  begin: (world, on) => control(world, on, [false]) as Ended,
});

/** Restart-Service. */
export const restartWindowsService = defineCmdlet({
  name: 'Restart-Service',
  parameters: CONTROL,
  does: 'Stops and starts RTCSRV or LYNCBACKUP on the server that it is typed on with `Invoke-Command`.',
  refusedBy: HANGS,
  notModelled: OTHERS,
  hazard: controlHazard,
  begin: (world, on) => control(world, on, [false, true]),
  phases: POOL_START,
});

/** D252, as of Stop-CsWindowsService. */
function controlHazard(world: World, { Name = '', TypedOn }: OnService): Hazard | null {
  const host = TypedOn === undefined || !sameName(Name, 'RTCSRV') ? -1 : hostCalled(world, TypedOn);
  return host >= 0 && takesQuorum(world, [host], false) ? 'D252' : null;
}

/** Stops and starts the services of that name on the machine, one after the other. */
function control(world: World, { Name = '', TypedOn }: OnService, turns: readonly boolean[]): Ended | Running {
  if (TypedOn === undefined) return beyondModel(`the ${HERE.replace('-ComputerName', 'Invoke-Command -ComputerName')}`);
  const host = hostCalled(world, TypedOn);
  if (host < 0) return beyondModel(`the topology has no machine ${TypedOn}`);
  const known = ['RTCSRV', 'LYNCBACKUP'].find((each) => sameName(each, Name));
  if (known === undefined) return beyondModel(`service ${Name} is not modelled alone`);
  const on = { Name: known, ComputerName: world.layout.hosts[host].fqdn };
  let last: Ended | Running = done();
  for (const start of turns) {
    last = setWindowsService(world, on, start);
    if ('outcome' in last && last.outcome !== 'ok') return last;
  }
  return last;
}
