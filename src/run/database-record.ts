/** The record of a time in which a mirrored User database was not served, with its targets where they apply (D27). */
import { MIRRORING_TARGETS } from '../domain/components/back-end/facts.js';
import type { Observation } from '../domain/observation.js';
import type { DatabaseOutageResult } from '../domain/recovery-results.js';

export function databaseRecord(
  pool: string,
  { fromMs, servedAtMs, principal, rpoMs, why }: Extract<Observation, { kind: 'databaseOutage' }>,
): DatabaseOutageResult {
  return {
    pool,
    fromMs,
    servedAtMs,
    principal,
    rtoMs: servedAtMs === null ? null : servedAtMs - fromMs,
    rpoMs,
    rtoTargetMs: why === null ? MIRRORING_TARGETS.rtoMs : null,
    rpoTargetMs: why === null ? MIRRORING_TARGETS.rpoMs : null,
    noTargetBecause: why,
  };
}
