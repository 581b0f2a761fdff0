import { usersOf } from '../../domain/components/users/behaviour.js';
import { classes } from '../../domain/invariants/no-loss.js';
import type { World } from '../../domain/state/world.js';

/** What an administrator would look at, as words by subject: two of them tell what a move changed. */
export function pictureOf(w: World): Record<string, string> {
  const found: Record<string, string> = {};
  for (const p of w.layout.pools) {
    const { fqdn } = p.pool;
    found[`users of ${fqdn}`] = usersOf(w, p.index).state;
    found[`services of ${fqdn}`] = w.stateName('frontEnd', p.index);
    if (p.pool.backupPool !== null) found[`failover of ${fqdn}`] = w.stateName('failover', p.index);
    for (const db of p.databases) {
      found[`${w.databaseName(db)} database of ${fqdn}`] = w.served(p.index, db)
        ? `served by ${w.layout.hosts[p.sql[w.principalSide(p.index, db)]].fqdn}`
        : 'not served';
    }
  }
  if (w.layout.cmsHome >= 0) {
    found['Central Management'] = w.cmsFunctional() ? `master on ${w.name(w.cmsMaster())}` : 'no master';
  }
  w.layout.edges.forEach((e, i) => {
    const hop = w.c[w.s.nextHop + i];
    found[`next hop of ${e.fqdn}`] = hop < 0 ? 'none' : w.name(hop);
  });
  w.state.logs.forEach((log, i) => {
    if (log.rate.numerator === 0) return;
    const { stranded, lost } = classes(w, i);
    const parts = [...(stranded > 0 ? ['some stranded'] : []), ...(lost > 0 ? ['some lost'] : [])];
    found[`changes of ${w.name(log.owner)} (${log.module})`] =
      parts.length === 0 ? 'all served' : parts.join(', ');
  });
  return found;
}

/** What is different in `after`. */
export function changedIn(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
}
