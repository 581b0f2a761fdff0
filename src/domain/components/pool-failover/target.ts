/** The documented target of a pool failover, and the conditions that it is given under (D46, D3). */
import { count, counted } from '../../../core/format.js';
import type { RecoveryTarget } from '../../recovery-results.js';
import type { World } from '../../state/world.js';
import { failoverTargets } from './facts.js';

/** Users of a pool that the documents have measured (D46). */
const USERS_MEASURED = 40_000;

/** What the documents promise for a failover of `p`; `backlog`: its Backup Service was behind when the outage began. */
export function documentedTarget(world: World, p: number, backlog: boolean): RecoveryTarget {
  const { pool } = world.pool(p);
  const partner = world.pool(world.partner(p)).pool;
  const why = unmetCondition(pool, partner, backlog);
  return { ...failoverTargets(partner.product), from: 'documented', rpoFrom: 'documented', applies: why === null, why };
}

interface Sized {
  readonly fqdn: string;
  readonly users: number;
  readonly capacity: number;
}

/** The first condition of the documented target of a failover that is not met, in words; null = all are (D46). */
export function unmetCondition(pool: Sized, partner: Sized, backlog: boolean): string | null {
  const there = pool.users + partner.users;
  if (there > partner.capacity)
    return `${partner.fqdn} is sized for ${counted(partner.capacity, 'user')} and serves ${count(there)} (D3)`;
  if (pool.users > USERS_MEASURED)
    return `it holds for ${counted(USERS_MEASURED, 'user')}, and ${pool.fqdn} has ${count(pool.users)}`;
  return backlog ? `the Backup Service of ${pool.fqdn} was behind when the outage began` : null;
}
