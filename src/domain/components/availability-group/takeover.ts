/** Who may become the primary replica of an availability group: by itself, as planned, or by force (D114, D116, D117). */
import type { World } from '../../state/world.js';

/** A secondary that is there: its server runs, with its disks, on a node of the cluster with quorum (`nodes`). */
export function isThere(world: World, p: number, i: number, nodes: number): boolean {
  return ((nodes >> i) & 1) === 1 && world.up(world.pool(p).sql[i]);
}

/** It has all that was committed, on disks that exist. */
export const hasAll = (world: World, p: number, i: number): boolean =>
  world.ids.secondary.hasAll[world.variables.secondary.get(p, i)] && !world.isBlank(p, 0, i);

/** The replica that takes over by itself, among the nodes with quorum (D114); -1 = none does. No fault of the model breaks one database alone (D115). */
export function automaticTarget(world: World, p: number, nodes: number): number {
  const { replicas } = world.pool(p).group!.group;
  const primary = world.principalSide(p, 0);
  if (replicas[primary].failover === 'manual') return -1;
  return replicas.findIndex(
    ({ failover }, i) =>
      i !== primary && failover === 'automatic' && isThere(world, p, i, nodes) && hasAll(world, p, i),
  );
}

/** The primary is there, and may serve. */
export function primaryIsThere(world: World, p: number, nodes: number): boolean {
  const primary = world.principalSide(p, 0);
  return isThere(world, p, primary, nodes) && !world.isBlank(p, 0, primary);
}

/** The group fails over by itself now: it serves again in seconds. */
export const groupServesSoon = (world: World, p: number): boolean =>
  world.pool(p).group !== null && world.ids.group.failingOver[world.variables.group.get(p)];
