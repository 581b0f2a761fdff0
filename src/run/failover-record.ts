/** The record of a failover as it begins, with the documented target where its conditions hold (D46). */
import { documentedTarget } from '../domain/components/pool-failover/target.js';
import type { Observation } from '../domain/observation.js';
import type { RecoveryResult, ReplicationPoint } from '../domain/result.js';
import { CONTENT, MODULES, USER_DATA } from '../domain/state/modules.js';
import type { World } from '../domain/state/world.js';

/** A failover begins. */
export type FailoverStarted = Extract<Observation, { kind: 'failoverStarted' }>;

/** Points of each series, a pool and module each; null = it has none. */
type Series = readonly (readonly ReplicationPoint[] | null)[];

/** The record of a failover that began at `atMs`; what only its end shows is null. */
export function failoverRecord(world: World, series: Series, atMs: number, o: FailoverStarted): RecoveryResult {
  const target = documentedTarget(world, o.pool, wasBehind(series, o.pool, o.outageAtMs));
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

/** What a pool exports of its users was in arrears, in error or not set up just before `atMs` (D33). */
function wasBehind(series: Series, pool: number, atMs: number): boolean {
  return [USER_DATA, CONTENT].some((module) => {
    const points = series[pool * MODULES.length + module];
    const state = points?.findLast((point) => point.atMs < atMs)?.exportState;
    return state === 'NonSteadyState' || state === 'ErrorState' || state === 'NotInitialized';
  });
}
