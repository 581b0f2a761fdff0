/** Which line brings an availability group back, or to another replica, in the present state (D114-D118, D134). */

import { failOverStatementOf } from '../availability-group-lines.js';
import { whyNotReached } from '../components/availability-group/behaviour.js';
import { listenerOf } from '../components/availability-group/store-server.js';
import { hasAll, isThere } from '../components/availability-group/takeover.js';
import { DATABASE_NAMES } from '../components/back-end/mirroring-statement.js';
import { nodesOf, runningNodes } from '../components/cluster/quorum-of-nodes.js';
import type { World } from '../state/world.js';

/** The statement of a failover of the group of pool `p`. */
export const failOverStatement = (world: World, p: number, byForce = false): string =>
  failOverStatementOf(listenerOf(world, p), byForce);

/** The statement that resumes a database of a replica, by its index among the database types (D118). */
export const resumeStatement = (db: number): string => `ALTER DATABASE ${DATABASE_NAMES[db][0]} SET HADR RESUME`;

/** The line that makes another replica primary, on that replica. */
export function toOtherReplica(world: World, p: number): string {
  const { sql } = world.pool(p);
  const primary = world.principalSide(p, 0);
  const able = sql.findIndex((h, i) => i !== primary && world.up(h) && hasAll(world, p, i));
  const on = able < 0 ? '' : `, typed on ${world.layout.hosts[sql[able]].fqdn}`;
  return `${failOverStatement(world, p)}${on}`;
}

/** The secondary to which the group of pool `p` could be failed over as planned now (D116); -1 = there is none. */
export function plannedTarget(world: World, p: number): number {
  const primary = world.principalSide(p, 0);
  const nodes = runningNodes(world, p) & nodesOf(world, p);
  return world.pool(p).sql.findIndex((_, i) => i !== primary && isThere(world, p, i, nodes) && hasAll(world, p, i));
}

/** Why the group of pool `p` is not served, and what brings it back. */
export function groupMissing(world: World, p: number): string {
  const { sql } = world.pool(p);
  const fqdn = (i: number): string => world.layout.hosts[sql[i]].fqdn;
  const primary = world.principalSide(p, 0);
  const { group, serves } = world.variables;
  if (serves.get(p, 0, primary) === 1) {
    const no = whyNotReached(world, p);
    return `${no?.why ?? 'it is'}.`;
  }
  const state = group.get(p);
  if (world.ids.group.moving[state]) return 'its availability group is failing over: wait until it is online.';
  if (world.ids.group.withoutQuorum[state]) {
    const up = sql.findIndex((h) => world.up(h));
    const force = up < 0 ? '' : `, or force quorum: Start-ClusterNode -Name ${fqdn(up)} -FixQuorum`;
    return `the cluster below its availability group has lost its quorum (D133). Bring its nodes or its witness back${force}.`;
  }
  if (world.ids.group.quorumForced[state]) {
    return `quorum was forced, and a forced failover of the group has to follow (D134): ${failOverStatement(world, p, true)}.`;
  }
  const nodes = runningNodes(world, p) & nodesOf(world, p);
  const planned = plannedTarget(world, p);
  if (planned >= 0) return `${fqdn(primary)} is lost. Fail over on ${fqdn(planned)}: ${failOverStatement(world, p)}.`;
  const last = sql.findIndex((_, i) => i !== primary && isThere(world, p, i, nodes));
  const force =
    last < 0 ? '' : `, or lose what ${fqdn(last)} lacks: ${failOverStatement(world, p, true)}, typed there (D117)`;
  return `${fqdn(primary)} is lost, and no synchronized replica is there. Bring it back${force}.`;
}
