/** Services of a whole pool: starting them (D13), reloading routing groups that lost quorum (D11), looking at them. */
import { command } from '../components/front-end-pool/behaviour.js';
import { sqlVote } from '../components/front-end-pool/conditions.js';
import { groupsOf, logsServedBy, usersWithoutQuorum } from '../components/front-end-pool/groups-of-pool.js';
import { serversNeeded } from '../components/front-end-pool/quorum.js';
import { emptyServers, recoverQuorum, serversChanged } from '../components/front-end-pool/replicas.js';
import { ALL } from '../components/front-end-pool/routing-groups.js';
import type { World } from '../state/world.js';
import { beyondModel, defineCmdlet, done, type Ended, offer, refuse } from './cmdlet.js';
import { computerFailback } from './computer-failover.js';
import { FROM_2015, force, parameter, poolFqdn, takes, unmodelled, unmodelledFlags } from './parameter-types.js';
import { awaitStart, HANGS, POOL_START } from './pool-start.js';
import { setDisabled } from './server-drain.js';
import { setServices } from './server-services.js';

/** Start-CsPool (D13); with -QuorumLossRecovery D11. */
export const startPool = defineCmdlet({
  name: 'Start-CsPool',
  parameters: [
    takes.pool('PoolFqdn', { position: 0, required: true }),
    takes.flag('QuorumLossRecovery'),
    force,
    ...unmodelled('SkipRoutingGroup', 'SkipServer'),
  ],
  products: FROM_2015,
  does: 'Starts the services of a pool; it ends when they run, and fails where they still hang in "starting" after the longest `poolStartMinutes` (D13). `-QuorumLossRecovery` reloads users from the Back End and discards what was not written there (D11).',
  refusedBy: { D11: '`-QuorumLossRecovery` while the Back End is not served', ...HANGS },
  refusal: (world, { PoolFqdn, QuorumLossRecovery }) =>
    QuorumLossRecovery === true ? reloadRefusal(world, world.layout.pool(PoolFqdn)) : null,
  begin(world, { PoolFqdn, QuorumLossRecovery }) {
    const p = world.layout.pool(PoolFqdn);
    for (const h of world.pool(p).servers) if (world.up(h)) setServices(world, h, true);
    if (QuorumLossRecovery === true) recover(world, p);
    command(world, p, QuorumLossRecovery === true ? 'recover' : 'start');
    return awaitStart(world, p);
  },
  phases: POOL_START,
  hazard: (_world, { QuorumLossRecovery }) => (QuorumLossRecovery === true ? 'D11' : null),
});

/** D11: what was not yet written to the Back End is discarded: of stuck groups, or by a FullReset of all (M15). */
function recover(world: World, p: number, type: 'QuorumLossRecovery' | 'FullReset' = 'QuorumLossRecovery'): void {
  world.cause = `${type} over an unwritten tail (D11)`;
  recoverQuorum(world, p, type === 'FullReset');
  world.finding(
    'warning',
    'D11',
    `${type} on ${world.name(p)}: users are reloaded from the Back End, what was not yet written there is discarded`,
  );
}

/** D261: services that failovers of servers had disabled are enabled and started, whatever these servers wait for. */
function enableAll(world: World, p: number): void {
  for (const h of world.pool(p).servers) {
    if (!world.isDisabled(h)) continue;
    setDisabled(world, h, 0);
    if (world.up(h)) setServices(world, h, true);
    const { fqdn } = world.layout.hosts[h];
    world.finding(
      'warning',
      'D261',
      `FullReset enables the services of ${fqdn} again, which a failover of the server had disabled: if it is being patched, it is in service in the middle of it.`,
      computerFailback.line({ ComputerName: fqdn }),
    );
  }
}

const reloadRefusal = (world: World, p: number): Ended | null =>
  world.served(p, 0)
    ? null
    : refuse('D11', `The Back End of ${world.name(p)} is not served: users cannot be reloaded from it.`);

/** Reset-CsPoolRegistrarState (D11). */
export const resetPool = defineCmdlet({
  name: 'Reset-CsPoolRegistrarState',
  parameters: [
    poolFqdn,
    parameter({
      kind: 'enum',
      values: ['ServiceReset', 'QuorumLossRecovery', 'FullReset', 'MachineStateRemoved'],
    })('ResetType'),
    takes.machine('MachineFqdn'),
    takes.flag('NoReStart'),
    takes.int32('ServicesStopDelayMins', { products: FROM_2015 }),
    force,
    ...unmodelledFlags('ResetLocalDatabases'),
  ],
  does: '`QuorumLossRecovery` and `FullReset` reload users from the Back End and discard what was not written there, of the routing groups without quorum or of all (D11); `ServiceReset` starts the services; none does with `-NoReStart`. `FullReset` also enables the services of servers that were failed over (D261). `MachineStateRemoved` gives up what a server that is down holds: of the last one that has it, what was not written (M15).',
  refusedBy: {
    D11: 'the Back End is not served, so that users cannot be reloaded from it',
    M15: '`MachineStateRemoved` without `-MachineFqdn`, or with a machine that is no FE server of the pool',
    ...HANGS,
  },
  notModelled: '`MachineStateRemoved` of a server that is up, and `-MachineFqdn` beside the other types.',
  refusal(world, { PoolFqdn, ResetType = 'ServiceReset', MachineFqdn }) {
    const p = world.layout.pool(PoolFqdn);
    if (ResetType === 'MachineStateRemoved') return machineRefusal(world, p, MachineFqdn);
    if (MachineFqdn !== undefined) return beyondModel(`-MachineFqdn beside -ResetType ${ResetType} is not modelled`);
    return ResetType === 'ServiceReset' ? null : reloadRefusal(world, p);
  },
  begin(world, { PoolFqdn, ResetType = 'ServiceReset', MachineFqdn, NoReStart }) {
    const p = world.layout.pool(PoolFqdn);
    if (ResetType === 'MachineStateRemoved') return removeMachine(world, p, world.layout.host(MachineFqdn!));
    const reloads = ResetType !== 'ServiceReset';
    if (ResetType === 'FullReset') enableAll(world, p);
    if (reloads) recover(world, p, ResetType);
    if (NoReStart === true && !world.frontEndRuns(p))
      return done(`the services of ${world.name(p)} are left as they are`);
    if (!world.frontEndRuns(p)) command(world, p, reloads ? 'recover' : 'start');
    const runs = reloads && world.frontEndRuns(p);
    return runs ? done(`routing groups of ${world.name(p)} are reloaded from the Back End`) : awaitStart(world, p);
  },
  phases: POOL_START,
  hazard: (_world, { ResetType }) =>
    ResetType === 'MachineStateRemoved'
      ? 'M15'
      : ResetType === undefined || ResetType === 'ServiceReset'
        ? null
        : 'D11',
  freely: {
    each: 'pool',
    // One recovery, two ways to type it.
    offers(world, p) {
      if (!world.served(p, 0)) return [];
      const PoolFqdn = world.name(p);
      const reset = offer('hazard', 'Reset-CsPoolRegistrarState', { PoolFqdn, ResetType: 'QuorumLossRecovery' });
      if (world.frontEndRuns(p)) return [reset];
      return [reset, offer('hazard', 'Start-CsPool', { PoolFqdn, QuorumLossRecovery: true })];
    },
  },
});

function machineRefusal(world: World, p: number, fqdn: string | undefined): Ended | null {
  if (fqdn === undefined) return refuse('M15', '-ResetType MachineStateRemoved needs -MachineFqdn.');
  const host = world.layout.host(fqdn);
  if (!world.pool(p).servers.includes(host)) {
    return refuse('M15', `${fqdn} is no Front End server of ${world.name(p)}.`);
  }
  return world.up(host) ? beyondModel('-ResetType MachineStateRemoved of a server that is up is not modelled') : null;
}

/** M15: as if the disks of the server were lost: where no other has it, what was not yet written to the Back End goes. */
function removeMachine(world: World, p: number, host: number): Ended {
  const { fqdn } = world.layout.hosts[host];
  world.cause = `MachineStateRemoved of the last server with an unwritten tail (M15)`;
  const was = groupsOf(world, p);
  emptyServers(world, p, [host]);
  serversChanged(world, p, was);
  // No server failed: an administrator gave it up (I1, exception c is not for that).
  for (const log of logsServedBy(world, p)) world.allowedDepartures.delete(world.state.logs.indexOf(log));
  return done(`what ${fqdn} holds of the routing groups of ${world.name(p)} is given up`);
}

/** Get-CsPoolFabricState (D11-D13). */
export const getFabricState = defineCmdlet({
  name: 'Get-CsPoolFabricState',
  parameters: [
    takes.pool('PoolFqdn', { position: 0, required: true }),
    takes.text('Type'),
    force,
    ...unmodelled('HealthState', 'OutputCsvFile', 'RoutingGroup', 'ServiceName', 'Tenant', 'UserUri'),
    ...unmodelledFlags('ShowAll'),
  ],
  does: 'Shows the services of a pool, its running servers, what the quorum needs (D12, D13) and the users in routing groups without quorum (D11).',
  refusedBy: {},
  begin(world, { PoolFqdn }) {
    const p = world.layout.pool(PoolFqdn);
    const { servers, rule, startsAt, pool } = world.pool(p);
    // Services that do not run have no replicas that could agree.
    const share = world.frontEndRuns(p) ? usersWithoutQuorum(world, p) : ALL;
    return done(null, [
      {
        PoolFqdn: world.name(p),
        Services: world.stateName('frontEnd', p),
        ServersRunning: world.running(p),
        ServersTotal: servers.length,
        // Only the first of them count in D12, and in pools of 2, 4 and 6 the primary SQL Server.
        ServersThatCount: Math.min(rule.among, servers.length),
        ServersRunningThatCount: world.running(p, rule.among),
        ServersNeededForQuorum: serversNeeded(rule, sqlVote(world, p)),
        ServersNeededToStart: startsAt,
        UsersInRoutingGroupsWithoutQuorum: Math.floor((pool.users * share[0]) / share[1]),
      },
    ]);
  },
});
