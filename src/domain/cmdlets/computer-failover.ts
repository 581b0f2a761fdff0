/**
 * One Front End server taken out of service and brought back: Invoke-CsComputerFailOver drains it, then stops and disables
 * its services, and only Invoke-CsComputerFailBack brings it back (D253, D254).
 */
import { takesQuorum } from '../components/front-end-pool/maintenance.js';
import { minutes } from '../state/units.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, type Ended, end, refuse } from './cmdlet.js';
import { FROM_2015, force, report, takes, unmodelled, unmodelledFlags } from './parameter-types.js';
import { beginDrain, DISABLES, DRAIN, loadRefusal, setDisabled, VERIFIES } from './server-drain.js';
import { downRefusal, HERE, setServices, unknownServer } from './server-services.js';

/** The wait that the reference gives for both. */
const WAIT_MS = 3_600_000;

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
  does: 'Moves the users and routing groups of one Front End server to the others of its pool, drains it, then stops and disables its services, so that no reboot brings them back. Verifies before that the others can carry the load, unless `-Force`. `-Force` beside `-WhatIf` does it all the same (D255).',
  refusedBy: {
    D3: 'the other servers that run are not sized for the users whom the pool serves',
    D11: 'routing groups of the pool have no quorum',
    D12: 'the others would have no quorum',
    D37: 'the machine is down, or its services or those of its pool do not run, or are lost while it drains',
    D253: 'it is failed over already; or its drain does not end within `-WaitTime` (1 hour), and nothing was done',
  },
  notModelled: `The ${HERE}`,
  refusal(world, { ComputerName, Force }) {
    if (unknownFrontEnd(world, ComputerName) !== null) return null;
    const host = world.layout.host(ComputerName!);
    return drainRefusal(world, host) ?? (Force === true ? null : loadRefusal(world, host));
  },
  ignoresWhatIf: ({ Force }) => Force === true,
  noteIgnoredWhatIf(world, { ComputerName }) {
    const line = `${computerFailover.line({ ComputerName })} -WhatIf`;
    const starts = `the failover of ${ComputerName} starts.`;
    world.finding('warning', 'D255', `-WhatIf does not hold back what -Force is given beside it: ${starts}`, line);
  },
  hazard(world, { ComputerName, Force }) {
    if (Force !== true || unknownFrontEnd(world, ComputerName) !== null) return null;
    return takesQuorum(world, [world.layout.host(ComputerName!)], false) ? 'D252' : null;
  },
  begin(world, { ComputerName, Force, WaitTime = WAIT_MS }) {
    const unknown = unknownFrontEnd(world, ComputerName);
    if (unknown !== null) return unknown;
    const host = world.layout.host(ComputerName!);
    if (Force === true) noteForced(world, host);
    world.effects.start(world.work.commandTimeout.at(), WaitTime, WaitTime);
    return beginDrain(world, host, DISABLES | (Force === true ? 0 : VERIFIES));
  },
  phases: DRAIN,
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
  does: 'Enables and starts the services of a Front End server that was failed over: the only way back.',
  refusedBy: {
    D37: 'the machine is down, or goes down meanwhile',
    D254: 'it is not failed over; or its services do not start within `-WaitTime` (1 hour), and it stays failed over',
  },
  notModelled: `The ${HERE}`,
  refusal(world, { ComputerName }) {
    if (unknownFrontEnd(world, ComputerName) !== null) return null;
    const host = world.layout.host(ComputerName!);
    const no = refuse('D254', `${ComputerName} is not failed over: there is nothing to bring back.`);
    return downRefusal(world, host) ?? (world.isDisabled(host) ? null : no);
  },
  begin(world, { ComputerName, WaitTime = WAIT_MS }) {
    const unknown = unknownFrontEnd(world, ComputerName);
    if (unknown !== null) return unknown;
    world.effects.start(world.work.command.at(), ...minutes(world.settings.serverStartMinutes));
    world.effects.start(world.work.commandTimeout.at(), WaitTime, WaitTime);
    return { subject: world.layout.host(ComputerName!) };
  },
  phases: {
    workDone(world) {
      const host = world.variables.commandPool.get();
      setDisabled(world, host, 0);
      setServices(world, host, true);
      end(world, 'ok', null, `${subject(world)} is back in service`);
    },
    timedOut: (world) =>
      end(
        world,
        'failed',
        'D254',
        `the services of ${subject(world)} did not start within -WaitTime; it stays failed over`,
      ),
    look(world) {
      if (world.up(world.variables.commandPool.get())) return false;
      end(world, 'failed', 'D37', `${subject(world)} was lost; it stays failed over`);
      return true;
    },
  },
});

const subject = ({ layout, variables }: World): string => layout.hosts[variables.commandPool.get()].fqdn;

/** Why a line is about no Front End server; null = it is about one. */
function unknownFrontEnd(world: World, ComputerName: string | undefined): Ended | null {
  const unknown = unknownServer(world, ComputerName);
  if (unknown !== null || world.layout.serverOf[world.layout.host(ComputerName!)][0] >= 0) return unknown;
  return beyondModel(`${ComputerName} is no Front End server`);
}

/** What stands against a drain itself, whoever could take the load. */
function drainRefusal(world: World, host: number): Ended | null {
  const { fqdn } = world.layout.hosts[host];
  const [p] = world.layout.serverOf[host];
  if (world.isDisabled(host)) return refuse('D253', `${fqdn} is failed over already.`);
  if (!world.serverRuns(host)) return downRefusal(world, host) ?? refuse('D37', `The services of ${fqdn} do not run.`);
  return world.frontEndRuns(p) ? null : refuse('D37', `The services of ${world.name(p)} do not run.`);
}

/** -Force does not ask whether the others can carry the load. */
function noteForced(world: World, host: number): void {
  const no = loadRefusal(world, host);
  if (no === null) return;
  world.finding('warning', no.rule!, `-Force: the server is drained though it should not be. ${no.message}`);
}
