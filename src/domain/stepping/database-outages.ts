/** Times in which a mirrored User database was not served, beside the documented targets of mirroring with a witness (D27). */

import { displayDuration } from '../../core/format.js';
import { MIRRORING_TARGETS } from '../components/back-end/facts.js';
import { mirroringState } from '../components/back-end/machine.js';
import { sqlServerName } from '../components/failover-cluster/sql-server-runs.js';
import { logsServedBy } from '../components/front-end-pool/groups-of-pool.js';
import { USER_DATABASE } from '../state/modules.js';
import type { World } from '../state/world.js';
import type { DatabaseOutage } from '../state/world-state.js';

/** `before`: what each log served before the event that is looked at. */
export function showDatabase(world: World, p: number, before: readonly (readonly number[])[]): void {
  const { told } = world.state;
  const outage = told.databases[p];
  const served = world.served(p, USER_DATABASE);
  if (outage !== null && !served && outage.why === null) return lookAgain(world, p, outage);
  if (served === (outage === null)) return;
  told.databases = told.databases.with(p, served ? null : beginning(world, p, before));
  if (outage !== null && served) tell(world, p, outage, rpoOf(world, p, outage));
}

/** Mirror or witness were lost in the seconds of the failover that they were about to agree on. */
function lookAgain(world: World, p: number, outage: DatabaseOutage): void {
  const why = unmet(world, p);
  const { told } = world.state;
  if (why !== null) told.databases = told.databases.with(p, { ...outage, why });
}

/** The end of a run: what is not served then has no end. */
export function judgeDatabase(world: World, p: number): void {
  const outage = world.state.told.databases[p];
  if (outage !== null) tell(world, p, outage, null);
}

function beginning(world: World, p: number, before: readonly (readonly number[])[]): DatabaseOutage {
  const served = new Map(
    logsServedBy(world, p).map((log) => {
      const i = world.state.logs.indexOf(log);
      return [i, before[i].slice()] as const;
    }),
  );
  return { fromMs: world.now, side: world.principalSide(p, USER_DATABASE), served, why: unmet(world, p) };
}

const LOST_AS_A_WHOLE = 'both SQL servers were lost';
const ALL_LOST = 'all SQL servers of the availability group were lost';

/**
 * Why the targets of mirroring with a witness do not apply to a database that was just lost; null = they do: mirror and
 * witness are there and see each other, and the mirror had everything (D21).
 */
function unmet(world: World, p: number): string | null {
  const { sql, witness, group, instance } = world.pool(p);
  if (group !== null) {
    return sql.some((h) => world.up(h)) ? 'no document states a target for an availability group (M123)' : ALL_LOST;
  }
  const [primary, mirror] = sql;
  if (instance !== null) return 'no document states a target for a failover cluster instance (M137)';
  if (mirror < 0 || world.ids.session.single[world.session(p, USER_DATABASE)]) return 'the database is not mirrored';
  if (world.sessionName(p, USER_DATABASE) === 'electing') return null;
  const fqdn = (host: number): string => world.layout.hosts[host].fqdn;
  const side = world.principalSide(p, USER_DATABASE);
  const other = side === 0 ? mirror : primary;
  if (witness < 0) return 'the session has no witness';
  if (!world.up(other)) {
    return world.up(sql[side]) ? 'the principal had neither its mirror nor the witness (D23)' : LOST_AS_A_WHOLE;
  }
  if (world.ids.session.behind[world.session(p, USER_DATABASE)]) return 'the session was not SYNCHRONIZED';
  return world.up(witness)
    ? `${fqdn(other)} and the witness ${fqdn(witness)} did not see each other`
    : `the witness ${fqdn(witness)} was lost as well`;
}

/** The span of the changes that are not served any more, from the oldest to the newest, ms. */
function rpoOf(world: World, p: number, { served }: DatabaseOutage): number {
  let [oldestMs, newestMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const log of logsServedBy(world, p)) {
    const i = world.state.logs.indexOf(log);
    const before = served.get(i);
    const gone = before && log.departed(before, log.served(world.now, world.servingStore(log, world.moduleOfLog[i])));
    if (!gone) continue;
    oldestMs = Math.min(oldestMs, gone.oldestMs);
    newestMs = Math.max(newestMs, gone.newestMs);
  }
  return Math.max(0, newestMs - oldestMs);
}

function tell(world: World, p: number, { fromMs, side, why }: DatabaseOutage, rpoMs: number | null): void {
  const { sql, group, instance } = world.pool(p);
  const now = world.principalSide(p, USER_DATABASE);
  // Without a mirror there is nothing to compare; nor is a Back End that was lost as a whole and came back as it was.
  if (
    (group === null && instance === null && sql[1] < 0) ||
    ((why === LOST_AS_A_WHOLE || why === ALL_LOST) && (rpoMs === null || now === side))
  )
    return;
  const lastedMs = world.now - fromMs;
  const principal = sqlServerName(world, p, now);
  const servedAtMs = rpoMs === null ? null : world.now;
  world.effects.observe({ kind: 'databaseOutage', pool: p, fromMs, servedAtMs, principal, rpoMs, why });
  if (why !== null) return;
  const { rtoMs: rtoTargetMs, rpoMs: rpoTargetMs } = MIRRORING_TARGETS;
  const what = `the User database of ${world.name(p)}`;
  const late = lastedMs > rtoTargetMs;
  const lossy = rpoMs !== null && rpoMs > rpoTargetMs;
  if (!late && !lossy) return;
  const state = mirroringState(world.sessionName(p, USER_DATABASE));
  const over = [
    ...(late ? [`was not served for ${displayDuration(lastedMs)} (RTO ${displayDuration(rtoTargetMs)})`] : []),
    ...(lossy ? [`left ${displayDuration(rpoMs)} of changes behind (RPO ${displayDuration(rpoTargetMs)})`] : []),
  ].join(' and ');
  world.finding(
    'warning',
    'D27',
    `${what}, mirrored with a witness, misses its documented target: it ${over}; the session is ${state} now`,
  );
}
