/** What a random walk types of a Back End on a cluster, and what the way back is (D116-D118, D134, D137). */
import { hasAll, isThere } from '../components/availability-group/takeover.js';
import { runningNodes } from '../components/cluster/quorum-of-nodes.js';
import type { World } from '../state/world.js';
import { type Hazard, type Offered, offer } from './cmdlet.js';
import { failOverStatement, plannedTarget, resumeStatement } from './group-advice.js';
import { groupFailoverRefusal } from './group-failover.js';

/** A statement about the group of pool `p`, sent to its replica `i`. */
function sentTo(world: World, p: number, i: number, Query: string) {
  const { sql, pool } = world.pool(p);
  return { ServerInstance: `${world.layout.hosts[sql[i]].fqdn}\\${pool.backEnd.instance}`, Query };
}

const isSuspended = (world: World, p: number, i: number): boolean =>
  i !== world.principalSide(p, 0) && world.ids.secondary.suspended[world.variables.secondary.get(p, i)];

/** Failovers to each replica that is there, planned and by force, and a resume of each that is suspended. */
export function groupOffers(world: World, p: number): Offered[] {
  const { sql, group } = world.pool(p);
  if (group === null) return [];
  const quorumForced = world.ids.group.quorumForced[world.variables.group.get(p)];
  return sql.flatMap((host, i): Offered[] => {
    if (!world.up(host)) return [];
    const send = (kind: string, query: string): Offered => offer(kind, 'Invoke-Sqlcmd', sentTo(world, p, i, query));
    const able = (byForce: boolean): boolean => groupFailoverRefusal(world, { p, i }, byForce) === null;
    const force = failOverStatement(world, p, true);
    const isComplete = hasAll(world, p, i);
    return [
      send(able(false) && i !== world.principalSide(p, 0) ? 'database' : 'mistake', failOverStatement(world, p)),
      // D134: after a forced quorum a forced failover follows, and to a replica that has everything it loses nothing.
      ...(able(true) && quorumForced && isComplete ? [send('database', force)] : []),
      ...(able(true) && !isComplete ? [send('hazard', force)] : []),
      ...(isSuspended(world, p, i) ? [send('database', resumeStatement(0))] : []),
    ];
  });
}

/** Quorum forced on each node that is up while the cluster of pool `p` has none; where another part has it, a hazard (D135). */
export function quorumOffers(
  world: World,
  p: number,
  hazardOf: (line: { Name: string; FixQuorum: true }) => Hazard | null,
): Offered[] {
  const { cluster } = world.pool(p);
  if (cluster === null) return [];
  const running = runningNodes(world, p);
  return cluster.nodes.flatMap((host, i): Offered[] => {
    if (!world.up(host) || ((running >> i) & 1) === 1) return [];
    const line = { Name: world.layout.hosts[host].fqdn, FixQuorum: true } as const;
    return [offer(hazardOf(line) === null ? 'database' : 'hazard', 'Start-ClusterNode', line)];
  });
}

/** What brings the group of pool `p` back when all its machines are: the forced failover that is due, a planned one, resumes. */
export function* groupAgain(world: World, p: number): Generator<Offered, void> {
  const { sql, group } = world.pool(p);
  if (group === null) return;
  const nodes = runningNodes(world, p);
  const state = world.variables.group.get(p);
  const primary = world.principalSide(p, 0);
  const send = (i: number, query: string): Offered => offer('database', 'Invoke-Sqlcmd', sentTo(world, p, i, query));
  if (world.ids.group.quorumForced[state]) {
    const complete = sql.findIndex((_, i) => isThere(world, p, i, nodes) && hasAll(world, p, i));
    yield send(
      isThere(world, p, primary, nodes) || complete < 0 ? primary : complete,
      failOverStatement(world, p, true),
    );
  } else if (!world.ids.group.online[state] && plannedTarget(world, p) >= 0) {
    yield send(plannedTarget(world, p), failOverStatement(world, p));
  }
  for (let i = 0; i < sql.length; i++) if (isSuspended(world, p, i)) yield send(i, resumeStatement(0));
}
