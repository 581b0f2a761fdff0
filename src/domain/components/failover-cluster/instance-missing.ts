/** Why a failover cluster instance does not serve, and what brings it back (D133, D137). */
import type { World } from '../../state/world.js';

/** In an administrator's words, for pool `p` whose instance is not online. */
export function instanceMissing(world: World, p: number): string {
  const { instance, cluster, sql } = world.pool(p);
  const { ids, variables } = world;
  const state = variables.instance.get(p);
  const name = instance!.name;
  if (state === ids.instance.starting) return `${name} starts on another node: wait until it runs (M137).`;
  const storage = world.layout.hosts[sql[0]].fqdn;
  if (!world.up(sql[0])) {
    return `the storage of ${name}, ${storage}, is lost, and holds the only copy (D137). Bring it back.`;
  }
  const up = cluster!.nodes.find((host) => world.up(host));
  const force =
    up === undefined ? '' : `, or force quorum: Start-ClusterNode -Name ${world.layout.hosts[up].fqdn} -FixQuorum`;
  return `the cluster below ${name} has lost its quorum (D133). Bring its nodes or its witness back${force}.`;
}
