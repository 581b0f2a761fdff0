/** Whether SQL Server runs behind a pool, and by which name: one machine's, or an instance's on whichever node (D137). */
import type { World } from '../../state/world.js';

/** The SQL server with a store of pool `p` runs: its machine, or the instance of its failover cluster. */
export function sqlServerRuns(world: World, p: number, store: number): boolean {
  const { sql, instance } = world.pool(p);
  return instance === null
    ? world.up(sql[store])
    : world.variables.instance.get(p) === world.ids.instance.online && world.up(sql[store]);
}

/** The instance of pool `p` starts by itself now: it serves again in a minute or two. */
export const instanceServesSoon = (world: World, p: number): boolean =>
  world.pool(p).instance !== null && world.variables.instance.get(p) === world.ids.instance.starting;

/** The name of the SQL server with a store of pool `p`: its machine's, or the network name of the instance. */
export function sqlServerName(world: World, p: number, store: number): string {
  const { sql, instance } = world.pool(p);
  return instance?.name ?? world.layout.hosts[sql[store]].fqdn;
}

/** The hosts on which SQL Server runs, or can: those of the stores, or the nodes of an instance. */
export function sqlServerHosts({ sql, instance, cluster }: ReturnType<World['pool']>): readonly number[] {
  return instance === null ? sql : cluster!.nodes;
}
