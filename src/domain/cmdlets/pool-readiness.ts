/** What a pool lacks to serve its users, and what brings it back, in an administrator's words (D50). */

import { instanceMissing } from '../components/failover-cluster/instance-missing.js';
import { sqlServerName, sqlServerRuns } from '../components/failover-cluster/sql-server-runs.js';
import { whyNotStarted } from '../components/front-end-pool/conditions.js';
import { DATABASE_TYPES, USER_DATABASE } from '../state/modules.js';
import type { World } from '../state/world.js';
import { databaseFailover, databaseRefusal, toOtherServer } from './database-failover.js';
import { groupMissing } from './group-advice.js';

/** Why the services of pool `p` do not run, with the remedy; null = they do. */
export function servicesMissing(world: World, p: number): string | null {
  const fqdn = world.name(p);
  if (world.frontEndRuns(p)) return null;
  const { servers } = world.pool(p);
  const running = world.running(p);
  if (running === 0) {
    const down = servers.filter((h) => !world.up(h)).map((h) => world.layout.hosts[h].fqdn);
    if (down.length === 0) return `The services of ${fqdn} are stopped on all its FE servers: start them.`;
    return `No FE server of ${fqdn} runs: bring ${down.join(', ')} back.`;
  }
  if (world.is('frontEnd', p, 'booting')) return `The services of ${fqdn} are starting: wait until they run (D13).`;
  if (world.is('frontEnd', p, 'stopped')) return `The services of ${fqdn} are stopped: start them.`;
  const { why, rule } = whyNotStarted(world, p);
  const isWrongOrder = world.variables.wrongOrder.get(p) === 1;
  const remedy = isWrongOrder
    ? 'Stop both servers and start them together.'
    : 'Bring back what is missing, and they start.';
  return `The services of ${fqdn} do not run: ${why} (${rule}). ${remedy}`;
}

/** Why the User database of pool `p` is not served, with the remedy; null = it is. */
export function databaseMissing(world: World, p: number): string | null {
  if (world.served(p, USER_DATABASE)) return null;
  const { group, instance } = world.pool(p);
  if (group !== null) return `The User database of ${world.name(p)} is not served: ${groupMissing(world, p)}`;
  const side = world.principalSide(p, USER_DATABASE);
  if (instance !== null && !sqlServerRuns(world, p, side)) {
    return `The User database of ${world.name(p)} is not served: ${instanceMissing(world, p)}`;
  }
  const fqdn = sqlServerName(world, p, side);
  const [state, repair] = !sqlServerRuns(world, p, side)
    ? ['is down', `Bring ${fqdn} back`]
    : world.isBlank(p, USER_DATABASE, side)
      ? ['runs with empty disks (M15)', 'Restore its databases from a backup, or set them up anew']
      : ['runs, but may not serve it (D23)', 'Bring its mirror or its witness back'];
  const byHand =
    databaseRefusal(world, p, USER_DATABASE, 1 - side, false) === null
      ? `, or make the other server the principal: ${databaseFailover.line(toOtherServer(world, p, USER_DATABASE))}`
      : '';
  return `The ${DATABASE_TYPES[USER_DATABASE]} database of ${world.name(p)} is not served: ${fqdn} ${state}. ${repair}${byHand}.`;
}
