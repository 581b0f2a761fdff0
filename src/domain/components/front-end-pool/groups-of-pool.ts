/** The routing groups of a pool in the control state, the users in them, and the logs that their servers acknowledge. */
import { type ChangeLog, HOME_SIDE, PARTNER_SIDE, type Side } from '../../ledger/change-log.js';
import { USER_DATA } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { NONE, primaryShare, type RoutingGroups, type Share, stuckShare } from './routing-groups.js';

/** The routing groups of a pool on its machines as they are now. */
export function groupsOf(world: World, p: number): RoutingGroups {
  const { variables } = world;
  let [up, running] = [0, 0];
  world.pool(p).servers.forEach((h, i) => {
    if (world.up(h)) up |= 1 << i;
    if (world.serverRuns(h)) running |= 1 << i;
  });
  return {
    up,
    running,
    base: variables.groupsBase.get(p),
    stuckBase: variables.groupsStuckBase.get(p),
    empty: variables.empty.get(p),
    onDisk: world.tailOnDisk,
    building: variables.groupsBuilding.get(p),
  };
}

/** Writes the routing groups of a pool back. */
export function keep(world: World, p: number, g: RoutingGroups): void {
  const { variables } = world;
  variables.groupsBase.set(p, g.base);
  variables.groupsStuckBase.set(p, g.stuckBase);
  variables.empty.set(p, g.empty);
  variables.groupsBuilding.set(p, g.building);
}

/** Share of the users whom this pool serves whose one replica left was the primary: limited functionality (D11). */
export const usersWithPrimaryLeft = (world: World, p: number): Share =>
  primaryShare(groupsOf(world, p), world.state.lostAtMs[p]);

/** Share of the users whom this pool serves that are in routing groups without quorum (D11). */
export function usersWithoutQuorum(world: World, p: number): Share {
  // Asked for at every look; nearly always nothing is stuck.
  return world.variables.groupsStuckBase.get(p) === 0 ? NONE : stuckShare(groupsOf(world, p));
}

/** The logs of which pool `p` has replicas, its own users' and its partner's, each with the side that `p` is on. */
export function logsAt(world: World, p: number): (readonly [log: ChangeLog, side: Side])[] {
  const found: (readonly [ChangeLog, Side])[] = [];
  const own = world.log(p, USER_DATA);
  if (own !== null) found.push([own, HOME_SIDE]);
  const q = world.partner(p);
  const partners = q < 0 ? null : world.log(q, USER_DATA);
  if (partners !== null) found.push([partners, PARTNER_SIDE]);
  return found;
}

/** The logs of user data that this pool acknowledges now. */
export const logsServedBy = (world: World, p: number): ChangeLog[] =>
  logsAt(world, p).flatMap(([log, side]) => (log.side === side ? [log] : []));

/** Routing groups without quorum hold user data of pool `p` that no store has, wherever its users are served (D11). */
export function isHeldWithoutQuorum(world: World, p: number): boolean {
  const { withoutQuorum, segments, side } = world.log(p, USER_DATA)!;
  return withoutQuorum && segments.some(({ heldBySide }) => heldBySide === side);
}
