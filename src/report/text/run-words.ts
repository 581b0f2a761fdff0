/** What a run came to, in the words of every report. */
import { count, displayDuration } from '../../core/format.js';
import type { Readiness, RunResult, UserState } from '../../domain/result.js';
import type { Spread } from '../../domain/seeds-result.js';

/** Whether the deployment is ready for the night. */
export const READINESS_WORDS: Readonly<Record<Readiness, string>> = {
  ready: 'ready',
  reservations: 'ready with reservations',
  notReady: 'not ready',
  unknown: 'readiness unknown',
};

/** The service that users have, the best first. */
export const USERS_WORDS: Readonly<Record<UserState, string>> = {
  regularHome: 'regular at home',
  regularPartner: 'regular on the partner',
  readOnlyHome: 'read-only at home',
  resiliencyPartner: 'resiliency on the partner',
  resiliencyHome: 'resiliency at home',
  signedOut: 'signed out',
};

/** Which seeds were played, and why fewer than usual; `shown` says of several that the report is that of the first. */
export function seedsInWords(
  { seed, seeds }: Pick<RunResult, 'seed' | 'seeds'>,
  shown: (seed: number) => string,
): string {
  const fewer = seeds === null || seeds.fewerBecause === null ? '' : ` (${seeds.fewerBecause})`;
  if (seeds !== null && seeds.played > 1) return `seeds ${seed} to ${seed + seeds.played - 1}${fewer}; ${shown(seed)}`;
  return fewer === '' ? `seed ${seed}` : `seed ${seed} alone${fewer}`;
}

/** The order statistics of a number over all seeds, as columns. */
export const SPREAD_HEAD = ['least', 'median', '95 %', 'most'];

const NAMES = { rto: 'RTO', outage: 'outage', rpo: 'RPO', lost: 'changes lost', stranded: 'changes stranded' } as const;

/** What a number over all seeds is of. */
export const subject = ({ what, pool }: Spread): string => (pool === null ? NAMES[what] : `${NAMES[what]} of ${pool}`);

/** A number over all seeds, in the order of its columns. */
export function figures(spread: Spread): string[] {
  if (spread.pool === null) return [spread.min, spread.p50, spread.p95, spread.max].map(count);
  const { minMs, p50Ms, p95Ms, maxMs } = spread;
  return [minMs, p50Ms, p95Ms, maxMs].map((ms) => (ms === null ? 'never' : displayDuration(coarse(ms))));
}

const HOUR_MS = 3_600_000;

/** From a day on to the nearest hour: columns have no room for minutes of a month, and the numbers of the run say them. */
const coarse = (ms: number): number => (ms < 24 * HOUR_MS ? ms : Math.round(ms / HOUR_MS) * HOUR_MS);
