/** What is left of an availability group at the end of a run: replicas that nobody resumed, or that are not in step. */

import { counted } from '../../core/format.js';
import { failOverStatement, resumeStatement } from '../cmdlets/group-advice.js';
import { invokeSqlcmd } from '../cmdlets/sql-statement.js';
import { listenerOf } from '../components/availability-group/store-server.js';
import { aloneOnReplica } from '../components/availability-group/stores-of-group.js';
import { synchronizationState } from '../components/secondary-replica/machine.js';
import { isAsynchronous } from '../state/replicas-now.js';
import type { World } from '../state/world.js';

/** Replicas that nobody resumed after a forced failover (D118). */
export function leftSuspendedReplicas(world: World, p: number): void {
  forEachSecondary(world, p, (i, server, state) => {
    if (!world.ids.secondary.suspended[state]) return;
    const stranded = aloneOnReplica(world, p, i);
    const loses =
      stranded === 0
        ? ''
        : ` That rolls back ${counted(stranded, 'change')} which it has alone: salvage them before, or remove it from the group.`;
    const message = `${server} in the availability group ${listenerOf(world, p)} of ${world.name(p)} is still suspended after the forced failover: no second copy there, and no failover to it but another forced one. Resume it.${loses}`;
    const ServerInstance = `${server}\\${world.pool(p).pool.backEnd.instance}`;
    world.finding('warning', 'D118', message, invokeSqlcmd.line({ ServerInstance, Query: resumeStatement(0) }));
  });
}

/** Groups that are served, with a secondary that is neither in step nor waits to be resumed (D112). */
export function secondariesDown(world: World, p: number): void {
  if (world.pool(p).group === null || !world.served(p, 0)) return;
  forEachSecondary(world, p, (i, server, state) => {
    if (world.ids.secondary.suspended[state] || world.ids.secondary.inStep[state]) return;
    // Of what is behind for ever the topology is warned of (D113).
    if (world.ids.secondary.synchronizing[state] && isAsynchronous(world, p, i)) return;
    const is = synchronizationState(world.machines.secondaryReplica.states[state]);
    const message = `${server} in the availability group ${listenerOf(world, p)} of ${world.name(p)} is ${is} at the end of the drill: it lacks what is committed, and no failover to it loses nothing (${failOverStatement(world, p)} is refused there).`;
    world.finding('warning', 'D112', message);
  });
}

function forEachSecondary(world: World, p: number, act: (i: number, server: string, state: number) => void): void {
  const { group, sql } = world.pool(p);
  if (group === null) return;
  const primary = world.principalSide(p, 0);
  sql.forEach((h, i) => {
    if (i !== primary) act(i, world.layout.hosts[h].fqdn, world.variables.secondary.get(p, i));
  });
}
