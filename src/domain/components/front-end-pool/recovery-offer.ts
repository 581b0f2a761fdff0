/** What QuorumLossRecovery would bring back in a pool that hangs or has routing groups without quorum, and its cost (D11). */
import { counted } from '../../../core/format.js';
import { USER_DATA } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { shareServedOn } from '../users/behaviour.js';
import { quorum, whyNotStarted } from './conditions.js';
import { logsAt, usersWithoutQuorum } from './groups-of-pool.js';

/** Tells, where a pool hangs in "starting" or has groups without quorum, what brings it back and what that costs. */
export function offerRecovery(world: World, p: number): void {
  const fqdn = world.name(p);
  // It is reloaded from the Back End, and the servers that run must be enough for the pool (D12).
  if (!world.served(p, 0) || !quorum(world, p, world.running(p))) return;
  if (world.is('frontEnd', p, 'starting')) {
    const { why, rule } = whyNotStarted(world, p);
    const both = world.variables.wrongOrder.get(p) === 1;
    offer(
      world,
      p,
      `The services of ${fqdn} hang in "starting": ${why} (${rule}).`,
      'the services start with the servers that run',
      both ? 'Stop both servers and start them together, which loses nothing. Or' : undefined,
    );
    return;
  }
  const without = world.frontEndRuns(p) ? shareServedOn(world, p, usersWithoutQuorum(world, p)) : 0;
  if (without === 0) return;
  const are = `${counted(without, 'user')} served by ${fqdn} ${without === 1 ? 'is' : 'are'} in routing groups without quorum`;
  offer(
    world,
    p,
    `${are}: two or all of the three servers with their data are down.`,
    'the groups are laid out on the servers that run',
  );
}

const BRING_BACK = 'Bring FE servers back, which loses nothing. Where they cannot be,';

function offer(world: World, p: number, what: string, then: string, safe = BRING_BACK): void {
  const cost = unwritten(world, p);
  const price = cost === 0 ? 'nothing at this moment' : `at most ${counted(cost, 'change')} at this moment`;
  world.finding(
    'warning',
    'D11',
    `${what} ${safe} use QuorumLossRecovery: ${then}, and what was not yet written to the Back End is discarded (${price}).`,
    `Reset-CsPoolRegistrarState -PoolFqdn ${world.name(p)} -ResetType QuorumLossRecovery`,
  );
}

/**
 * Changes that no Back End has yet; those of groups with quorum, which a pool that runs keeps, are among them. What a
 * takeover left in the replicas of these servers is discarded, too (M15).
 */
function unwritten(world: World, p: number): number {
  return logsAt(world, p).reduce((sum, [log, side]) => {
    if (log.side !== side) return sum + log.heldBy(side);
    const store = world.servingStore(log, USER_DATA);
    return sum + (store < 0 ? 0 : log.missing(log.served(world.now, store), store));
  }, 0);
}
