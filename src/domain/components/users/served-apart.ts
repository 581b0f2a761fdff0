/**
 * The users of a pool that is failed over behind a cut link: it does not hear of it and goes on serving those whom it
 * reaches, on a branch of its own, while its partner takes the others (D45, an exception to M47).
 */

import { PARTNER_SIDE } from '../../ledger/change-log.js';
import { NO_FOLLOWERS } from '../../ledger/stored-changes.js';
import { CONTENT, DATABASE_OF_MODULE, RGS_DATA, RGS_FILES, USER_DATA } from '../../state/modules.js';
import { commitsAtOnce } from '../../state/replicas-now.js';
import type { World } from '../../state/world.js';

/** What makes two pools that serve the same users a named hazard. */
export const OVER_CUT_LINK = '-DisasterMode over a cut link (D45)';

const MODULES_OF_USERS = [USER_DATA, CONTENT, RGS_DATA, RGS_FILES];

/** A failover of pool `p` was begun that it has not heard of: its registrar is open to its users as ever. */
export const isUnaware = (world: World, p: number): boolean => world.variables.unaware.get(p) === 1;

/** Its partner has taken over, and pool `p` goes on serving those whom it reaches. */
const servesApart = (world: World, p: number): boolean =>
  isUnaware(world, p) && world.frontEndRuns(p) && isTakenOver(world, p);

/** The truth about the data of the users of pool `p` is with its partner. */
const isTakenOver = (world: World, p: number): boolean => world.log(p, USER_DATA)!.side === PARTNER_SIDE;

/** The registrar of pool `p` is open to all its users: neither closed, nor open behind a cut link beside its partner's (D45). */
export const isOpenToAll = (world: World, p: number): boolean =>
  world.variables.homeOpen.get(p) === 1 && !(isUnaware(world, p) && isTakenOver(world, p));

/** How many users of pool `p` it goes on serving while its partner serves the others (M `usersReachedOverCut`). */
export const usersApart = (world: World, p: number): number =>
  servesApart(world, p) ? Math.floor((world.pool(p).pool.users * world.settings.usersReachedOverCut) / 100) : 0;

/** Brings the second branch of the ledger in line: `users` of pool `p` save there now. */
export function reconcileApart(world: World, p: number, users: number): void {
  if (!servesApart(world, p)) return endApart(world, p);
  for (const m of MODULES_OF_USERS) {
    const log = world.log(p, m);
    if (log === null) continue;
    const home = world.storeOn(log, m, 0);
    const writes = canWrite(world, p, m);
    // The Response Groups of a pool change as one.
    const weight = m === USER_DATA ? users : !writes || users === 0 ? 0 : m === CONTENT ? users : 1;
    log.takeApart(world.now, weight, home, writes ? home : -1, writes ? world.followersOn(log, m, 0) : NO_FOLLOWERS);
  }
}

function canWrite(world: World, p: number, m: number): boolean {
  const database = DATABASE_OF_MODULE[m];
  return (
    (m === USER_DATA || world.shareUp(p)) && (database < 0 || (world.served(p, database) && commitsAtOnce(world, p)))
  );
}

/** Pool `p` takes no changes of its own any more: what it took since its partner took over is on its disks (stranded). */
export function endApart(world: World, p: number): void {
  for (const m of MODULES_OF_USERS) {
    const log = world.log(p, m);
    if (log === null || log.second === null) continue;
    world.cause = OVER_CUT_LINK;
    log.endApart(world.now, world.frontEndRuns(p));
  }
}
