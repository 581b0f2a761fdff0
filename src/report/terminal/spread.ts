/** What varies over the seeds of a run: least, median, 95 % and most of each number. */
import { counted } from '../../core/format.js';
import type { Section } from '../text/page.js';
import { figures, SPREAD_HEAD, subject } from '../text/run-words.js';
import { columns } from '../text/typesetting.js';

/** The numbers that the seeds decide, a line each. */
export const seedsSection: Section = ({ seeds }, page) => {
  if (seeds === null || seeds.played === 1) return [];
  const told = seeds.spread.filter((spread) => spread.pool !== null || spread.max > 0);
  if (told.length === 0) return [];
  const [head, ...lines] = columns(
    [['', ...SPREAD_HEAD], ...told.map((spread) => [subject(spread), ...figures(spread)])],
    'lrrrr',
  );
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
