/** The difference of two states as an administrator sees it: words by subject, and those that changed. */
import { sqlServerName } from '../../domain/components/failover-cluster/sql-server-runs.js';
import { usersOf } from '../../domain/components/users/behaviour.js';
import { classes } from '../../domain/invariants/no-loss.js';
import type { World } from '../../domain/state/world.js';

/** What an administrator would look at, as words by subject. */
export function pictureOf(world: World): Record<string, string> {
  const found: Record<string, string> = {};
  for (const p of world.layout.pools) {
    const { fqdn } = p.pool;
    found[`users of ${fqdn}`] = usersOf(world, p.index).state;
    found[`services of ${fqdn}`] = world.stateName('frontEnd', p.index);
    if (p.pool.backupPool !== null) found[`failover of ${fqdn}`] = world.stateName('failover', p.index);
    for (const db of p.databases) {
      found[`${world.databaseName(db)} database of ${fqdn}`] = world.served(p.index, db)
        ? `served by ${sqlServerName(world, p.index, world.principalSide(p.index, db))}`
        : 'not served';
    }
  }
  if (world.layout.cmsHome >= 0) {
    found['Central Management'] = world.cmsFunctional() ? `master on ${world.name(world.cmsMaster())}` : 'no master';
  }
  world.layout.edges.forEach((e, i) => {
    const hop = world.variables.nextHop.get(i);
    // Nothing takes a next hop away: a search that does not keep it says nothing of it.
    if (hop < 0 && world.deployment.edgePools[i].nextHop !== null) return;
    found[`next hop of ${e.fqdn}`] = hop < 0 ? 'none' : world.name(hop);
  });
  world.state.logs.forEach((log, i) => {
    if (log.rate.numerator === 0) return;
    const { stranded, lost } = classes(world, i);
    const parts = [...(stranded > 0 ? ['some stranded'] : []), ...(lost > 0 ? ['some lost'] : [])];
    found[`changes of ${world.name(log.owner)} (${log.module})`] = parts.length === 0 ? 'all served' : parts.join(', ');
  });
  return found;
}

/** The subjects of `after` whose words are not those of `before`. */
export function changedIn(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
}
