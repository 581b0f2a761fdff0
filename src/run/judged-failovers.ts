/** Which of several failovers a run is judged by (D46): what a change board is shown of RTO and RPO, and the JSON result. */
import type { JudgedBy } from '../domain/glance-result.js';
import type { RecoveryResult } from '../domain/recovery-results.js';

type Measured = Pick<RecoveryResult, 'pool' | 'rtoMs' | 'rpoMs' | 'target'>;

/** The failovers that RTO and RPO of a run are judged by. */
export function judgedBy(recovery: readonly Measured[]): JudgedBy {
  // A failover that failed, and was then done otherwise, is judged by what led to service.
  const counts = ({ pool, rtoMs }: Measured, i: number): boolean =>
    rtoMs !== null || !recovery.slice(i + 1).some((later) => later.pool === pool && later.rtoMs !== null);
  return { rto: worstBy(recovery, 'rtoMs', counts), rpo: worstBy(recovery, 'rpoMs', ({ rpoMs }) => rpoMs !== null) };
}

function worstBy(
  recovery: readonly Measured[],
  what: 'rtoMs' | 'rpoMs',
  counts: (entry: Measured, i: number) => boolean,
): number | null {
  const overMs = ({ target, [what]: ms }: Measured): number => {
    const targetMs = target.applies ? target[what] : null;
    return ms === null ? Number.POSITIVE_INFINITY : targetMs === null ? 0 : Math.max(0, ms - targetMs);
  };
  const isWorse = (a: Measured, b: Measured): boolean =>
    overMs(a) === overMs(b) ? Number(a[what]) > Number(b[what]) : overMs(a) > overMs(b);
  return recovery.reduce<number | null>((worst, entry, i) => {
    if (!counts(entry, i)) return worst;
    return worst === null || isWorse(entry, recovery[worst]) ? i : worst;
  }, null);
}
