/** What varies over the seeds of a run: least, median, 95 % and most of each number. */
import { count, counted, displayDuration } from '../../core/format.js';
import type { Spread } from '../../domain/seeds-result.js';
import type { Section } from '../text/page.js';

export const seedsSection: Section = ({ seeds }, page) => {
  if (seeds === null || seeds.played === 1) return [];
  const told = seeds.spread.filter((spread) => spread.pool !== null || spread.max > 0);
  if (told.length === 0) return [];
  return [
    page.strong(`Over ${counted(seeds.played, 'seed')}`),
    ...told.flatMap((spread) => page.hang(`  ${subject(spread)}  `, inWords(spread))),
  ];
};

const NAMES = { rto: 'RTO', outage: 'outage', rpo: 'RPO', lost: 'changes lost', stranded: 'changes stranded' } as const;

const subject = ({ what, pool }: Spread): string => (pool === null ? NAMES[what] : `${NAMES[what]} of ${pool}`);

function inWords(spread: Spread): string {
  if (spread.pool === null) return rangeInWords([spread.min, spread.p50, spread.p95, spread.max].map(count));
  const { minMs, p50Ms, p95Ms, maxMs, never } = spread;
  if (minMs === null) return 'never in any';
  if (maxMs !== null) return rangeInWords([minMs, p50Ms ?? maxMs, p95Ms ?? maxMs, maxMs].map(displayDuration));
  const median = p50Ms === null ? '' : `, median ${displayDuration(p50Ms)}`;
  return `${displayDuration(minMs)} at best${median}; never in ${counted(never, 'seed')}`;
}

function rangeInWords([least, median, most95, most]: readonly string[]): string {
  if (least === most) return `${least} in each`;
  return `${least} to ${most}, median ${median}, in 95 % at most ${most95}`;
}
