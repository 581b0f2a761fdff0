/** By which name SQL Server is reached behind a pool: of a group by that which the topology has, else the principal (D105). */
import type { World } from '../../state/world.js';
import { sqlServerName } from '../failover-cluster/sql-server-runs.js';

/** The name of the SQL server that serves a database of pool `p`, or would; as a cmdlet takes it. */
export function storeServer(world: World, p: number, db: number): string {
  const { group } = world.pool(p);
  return group?.group.sqlServerFqdn ?? sqlServerName(world, p, world.principalSide(p, db));
}

/** The availability group of pool `p` by its listener, as a line or a message names it. */
export const listenerOf = (world: World, p: number): string => world.pool(p).group?.group.listener ?? world.name(p);
