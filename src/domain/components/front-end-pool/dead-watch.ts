/** Dead-variable reduction: how long a pool whose services do not run has been without its User database (D27). */
import type { World } from '../../state/world.js';
import type { LaterReads } from '../component.js';

/**
 * Takes the end of the grace of D27 at once where it decides nothing, so that no search takes it at every later moment.
 *
 * Who asks whether the grace of a pool is over asks whether its services run, too: its own users and I8 do. They run again
 * only after a start, which needs the User database, and that ends the watch whichever way it stood; empty disks, with
 * which they start as well, come only where some are destroyed. Two readers ask it of the partner that takes over,
 * whether it runs or not: the users who move home from it, and a failover to it that is under way. Neither is where the
 * pool's partner is not failed over: a failover is refused that has no pool to go to (D40). The end itself changes nothing
 * else, breaks nothing and is told to nobody, and nothing waits for it.
 */
export function clearWatch(world: World, work: Uint8Array, later: LaterReads): void {
  if (later.destroys) return;
  const { backEndWatch, backEndGone, partnerOpen } = world.variables;
  for (const { index: p } of world.layout.pools) {
    if (backEndWatch.get(p) === 0 || world.frontEndRuns(p) || world.served(p, 0)) continue;
    const q = world.partner(p);
    if (q >= 0 && (!world.isNormal(q) || partnerOpen.get(q) === 1)) continue;
    backEndWatch.set(p, 0);
    backEndGone.set(p, 1);
    work[world.work.backEndGrace.at(p)] = 0;
  }
}
