/** What a drill is held against, and what its seeds came to at most: of all pools the one that keeps it least. */
import type { RecoveryTarget } from '../domain/recovery-results.js';
import type { RunResult } from '../domain/result.js';
import type { TimeSpread } from '../domain/seeds-result.js';
import { judgingFailover } from '../run/expectations.js';

/** The most of a time over all seeds, beside its target. */
export interface KeptTarget {
  readonly pool: string;
  /** null = in some seed regular service was never reached */
  readonly mostMs: number | null;
  /** null = nobody promised anything, or the conditions of the documented target are not met */
  readonly targetMs: number | null;
  /** whose target it is; null = there is none */
  readonly from: RecoveryTarget['from'] | null;
  /** null = there is no target */
  readonly isKept: boolean | null;
}

/** RTO and RPO of a drill; null = no pool was failed over. */
export interface KeptTargets {
  readonly rto: KeptTarget | null;
  readonly rpo: KeptTarget | null;
}

/** RTO and RPO of a run against their targets. */
export const keptTargetsOf = (result: Pick<RunResult, 'recovery' | 'seeds'>): KeptTargets => ({
  rto: leastKept('rto', result),
  rpo: leastKept('rpo', result),
});

function leastKept(what: 'rto' | 'rpo', { recovery, seeds }: Pick<RunResult, 'recovery' | 'seeds'>): KeptTarget | null {
  const spreads = (seeds?.spread ?? []).filter((spread): spread is TimeSpread => spread.what === what);
  const all = spreads.map(({ pool, maxMs }): KeptTarget => {
    const target = judgingFailover(recovery, pool)?.target;
    const [promised, from] = what === 'rto' ? [target?.rtoMs, target?.from] : [target?.rpoMs, target?.rpoFrom];
    const targetMs = target?.applies === true ? (promised ?? null) : null;
    const isKept = targetMs === null ? null : maxMs !== null && maxMs <= targetMs;
    return { pool, mostMs: maxMs, targetMs, from: targetMs === null ? null : from!, isKept };
  });
  const weight = ({ isKept, mostMs }: KeptTarget): number =>
    (isKept === false ? 1e15 : 0) + (mostMs ?? Number.MAX_SAFE_INTEGER / 2);
  return all.reduce<KeptTarget | null>(
    (least, each) => (least === null || weight(each) > weight(least) ? each : least),
    null,
  );
}
