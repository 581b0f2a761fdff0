/** What varies over the seeds of a run: least, median, 95 % and most of each number. */
import { count, counted, displayDuration } from '../../core/format.js';
import type { Spread } from '../../domain/seeds-result.js';
import type { Section } from '../text/page.js';
import { columns } from '../text/typesetting.js';

/** The numbers that the seeds decide, a line each. */
export const seedsSection: Section = ({ seeds }, page) => {
  if (seeds === null || seeds.played === 1) return [];
  const told = seeds.spread.filter((spread) => spread.pool !== null || spread.max > 0);
  if (told.length === 0) return [];
  const [head, ...lines] = columns([HEAD, ...told.map((spread) => [subject(spread), ...figures(spread)])], 'lrrrr');
  return [
    page.strong(`Over ${counted(seeds.played, 'seed')}${head.slice(`Over ${counted(seeds.played, 'seed')}`.length)}`),
    ...lines,
    ...told.flatMap((spread) =>
      spread.never === 0
        ? []
        : page.hang('  ', `${subject(spread)}: never in ${counted(spread.never, 'seed')}`, page.bad),
    ),
  ];
};

const HEAD = ['', 'least', 'median', '95 %', 'most'];

const NAMES = { rto: 'RTO', outage: 'outage', rpo: 'RPO', lost: 'changes lost', stranded: 'changes stranded' } as const;

const subject = ({ what, pool }: Spread): string => (pool === null ? NAMES[what] : `${NAMES[what]} of ${pool}`);

function figures(spread: Spread): string[] {
  if (spread.pool === null) return [spread.min, spread.p50, spread.p95, spread.max].map(count);
  const { minMs, p50Ms, p95Ms, maxMs } = spread;
  return [minMs, p50Ms, p95Ms, maxMs].map((ms) => (ms === null ? 'never' : displayDuration(ms)));
}
