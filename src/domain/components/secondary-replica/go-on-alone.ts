/** Ends the wait for a silent secondary before a write that the model makes at one moment (D112). */
import { USER_DATA } from '../../state/modules.js';
import { commitsAtOnce } from '../../state/replicas-now.js';
import type { World } from '../../state/world.js';

/**
 * Pool `p` is about to write to its Back End what does not come through the writer of a log: an import, a restore, all that
 * its FE servers hold. A primary that waits for a silent secondary goes on without it first: such a write takes longer
 * than what is left of the session time-out, and is on the primary alone then.
 */
export function goOnAlone(world: World, p: number): void {
  if (p < 0 || commitsAtOnce(world, p)) return;
  const { secondary } = world.variables;
  const { secondaryReplica: machine } = world.machines;
  world.pool(p).sql.forEach((_, i) => {
    if (!world.ids.secondary.silent[secondary.get(p, i)]) return;
    world.send(machine, secondary.at(p, i), machine.event('timedOut'));
    world.effects.cancel(world.work.secondary.at(p, i));
    const { fqdn } = world.layout.hosts[world.pool(p).sql[i]];
    const who = `secondary ${fqdn} of ${world.name(p)}`;
    if (!world.unheard) world.tell('SQL Server', `${who} is NOT SYNCHRONIZING: the primary goes on without it (D112)`);
  });
  if (!world.canServe(p)) return;
  for (const owner of [p, world.partner(p)]) {
    const log = owner < 0 ? null : world.log(owner, USER_DATA);
    if (log === null || world.poolOnSide(owner, log.side) !== p) continue;
    log.setWriter(world.now, world.servingStore(log, USER_DATA), world.followersOn(log, USER_DATA, log.side));
  }
}
