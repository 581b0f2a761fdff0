/** The record of a failover as it begins, with the documented target where its conditions hold (D46). */
import { documentedTarget } from '../domain/components/pool-failover/target.js';
import type { Observation } from '../domain/observation.js';
import type { RecoveryRecord } from '../domain/recovery-results.js';
import type { World } from '../domain/state/world.js';

/** A failover begins. */
export type FailoverStarted = Extract<Observation, { kind: 'failoverStarted' }>;

/** The record of a failover that began at `atMs`; what only its end shows is null. */
export function failoverRecord(world: World, atMs: number, o: FailoverStarted): RecoveryRecord {
  const target = documentedTarget(world, o.pool, o.behind);
  return {
    pool: world.name(o.pool),
    mode: o.planned ? 'planned' : 'disaster',
    outageAtMs: o.outageAtMs,
    failoverStartedAtMs: atMs,
    servedAtMs: null,
    rtoMs: null,
    rpoMs: null,
    rtoTargetMs: target.applies ? target.rtoMs : null,
    rpoTargetMs: target.applies ? target.rpoMs : null,
    noTargetBecause: target.why,
    target,
  };
}
