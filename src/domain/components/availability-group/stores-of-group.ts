/** What the replicas of a group hold in the ledger: a store each of the logs of its pool and of the pool's partner. */
import { type ChangeLog, HOME_SIDE, PARTNER_SIDE } from '../../ledger/change-log.js';
import { MODULE_OF_DATABASE } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { discardBatches } from '../backup-service/behaviour.js';

/** Every log that the databases of pool `p` hold, with its store on replica 0; a group moves as a whole (D110). */
function forEachLog(world: World, p: number, act: (log: ChangeLog, first: number, module: number) => void): void {
  const q = world.partner(p);
  for (const db of world.pool(p).databases) {
    const module = MODULE_OF_DATABASE[db];
    for (const [owner, side] of [
      [p, HOME_SIDE],
      [q, PARTNER_SIDE],
    ]) {
      const log = owner < 0 ? null : world.log(owner, module);
      if (log !== null) act(log, side * world.layout.storesPerSide, module);
    }
  }
}

/** Replica `i` becomes a copy of the primary, also where its disks were empty. */
export function copyToReplica(world: World, p: number, i: number): void {
  const primary = world.principalSide(p, 0);
  forEachLog(world, p, (log, first) => log.copy(world.now, first + primary, first + i));
  for (const db of world.pool(p).databases) world.variables.blank.set(p, db, i, 0);
}

/** Replica `i` drops what the primary does not have (D118). */
export function undoForkOf(world: World, p: number, i: number): void {
  const primary = world.principalSide(p, 0);
  forEachLog(world, p, (log, first) => log.dropBeyond(world.now, first + i, first + primary));
}

/** The log forks at the primary: what the old one exported is of a branch that has ended (M39), its tail stays apart. */
export function forkLogs(world: World, p: number): void {
  const primary = world.principalSide(p, 0);
  forEachLog(world, p, (log, first, module) => {
    discardBatches(world, p, [module]);
    // The copy of the partner's log has no tail here: its FE replicas are at the partner.
    if (log.hasTail && world.poolOnSide(log.owner, log.side) === p) log.cutTail(world.now, first + primary);
  });
}

/** Changes that replica `i` has and the primary has not: a resume rolls them back (D118). */
export function aloneOnReplica(world: World, p: number, i: number): number {
  let alone = 0;
  forEachLog(world, p, (log, first) => {
    alone += log.aloneOn(first + i);
  });
  return alone;
}
