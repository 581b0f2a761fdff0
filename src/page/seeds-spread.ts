/** What the seeds come to, as histograms: the changed drill filled, the original as an outline over it. */
import { h } from 'preact';
import { count, displayDuration } from '../core/format.js';
import { type Html, numeric, table } from '../report/html/element.js';
import { tenth } from '../report/html/time-axis.js';
import { type SeedNumbers, SPREAD_SEEDS } from './messages.js';
import { PicturedLater } from './pictured-later.js';

interface SeedsSpreadProps {
  readonly before: SeedNumbers | null;
  /** of the changed drill; null = it is unchanged, or not played yet */
  readonly now: SeedNumbers | null;
}

const ROWS: readonly (readonly [keyof SeedNumbers, string, (n: number) => string])[] = [
  ['rtoMs', 'RTO', displayDuration],
  ['rpoMs', 'RPO', displayDuration],
  ['lost', 'Changes lost or stranded', count],
  ['userMinutes', 'User-minutes without regular service', count],
];

/** The histograms. */
export function SeedsSpread({ before, now }: SeedsSpreadProps): Html {
  const shown = now ?? before;
  const played = shown?.lost.length ?? 0;
  return h(
    'div',
    { class: 'editor' },
    h('h3', null, played < SPREAD_SEEDS ? `${played} of ${SPREAD_SEEDS} seeds` : `${SPREAD_SEEDS} seeds`),
    now === null || before === null ? null : h('p', { class: 'dim' }, 'Filled: as changed. Dashed: the original.'),
    ...ROWS.flatMap(([key, name, words]) =>
      shown === null ? [] : [row(name, words, shown[key], now === null ? null : (before?.[key] ?? null))],
    ),
  );
}

type Values = readonly (number | null)[];

/** By nearest rank: a value that came. Never is more than any. */
export function atShare(values: Values, share: number): number | null {
  const sorted = values.map((value) => value ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const found = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1];
  return found === Number.POSITIVE_INFINITY ? null : found;
}

function row(name: string, words: (n: number) => string, values: Values, original: Values | null): Html | null {
  if (values.length === 0 && (original === null || original.length === 0)) return null;
  const told = (of: Values): string => {
    if (of.length === 0) return 'no pool is failed over';
    const [median, most] = [0.5, 0.95].map((share) => atShare(of, share));
    const text = (n: number | null): string => (n === null ? 'never' : words(n));
    const spread = text(median) === text(most) ? text(median) : `median ${text(median)}, 95 % ${text(most)}`;
    const never = of.filter((value) => value === null).length;
    return never === 0 ? spread : `${spread}; never in ${count(never)} of ${count(of.length)}`;
  };
  return h(
    'div',
    { class: 'spread' },
    h(
      'p',
      null,
      h('strong', null, name),
      ` ${told(values)}`,
      original === null ? null : h('span', { class: 'dim' }, ` (was ${told(original)})`),
    ),
    histogram(values, original ?? [], words),
  );
}

const CHART = { wide: 400, high: 56, bins: 24 };

/** Null where there is nothing that differs. */
function histogram(values: Values, original: Values, words: (n: number) => string): Html | null {
  const drawn = binned(values, original);
  return drawn === null
    ? null
    : h(PicturedLater, { picture: bars(drawn, words), tables: () => [binsTable(drawn, words)] });
}

/** Seeds in stretches of one length between the least and the most that came. */
interface Binned {
  readonly min: number;
  readonly max: number;
  /** how many seeds of the drill as it is now, and of the original; none of it where that is the one that is shown */
  readonly now: readonly number[];
  readonly was: readonly number[];
  readonly nowAll: number;
  readonly wasAll: number;
}

/** Null where all seeds come to the same. */
export function binned(values: Values, original: Values): Binned | null {
  const reached = (of: Values): number[] => of.filter((value) => value !== null);
  const all = [...reached(values), ...reached(original)];
  const [min, max] = [all.reduce((a, b) => Math.min(a, b), Infinity), all.reduce((a, b) => Math.max(a, b), -Infinity)];
  if (all.length === 0 || min === max) return null;
  const counts = (of: Values): number[] => {
    const bins = new Array<number>(CHART.bins).fill(0);
    for (const value of reached(of))
      bins[Math.min(CHART.bins - 1, Math.floor(((value - min) / (max - min)) * CHART.bins))]++;
    return bins;
  };
  return { min, max, now: counts(values), was: counts(original), nowAll: values.length, wasAll: original.length };
}

/** Each stretch that a seed came to, as the bars have it. */
function binsTable({ min, max, now, was, wasAll }: Binned, words: (n: number) => string): Html {
  const edge = (i: number): string => words(Math.round(min + ((max - min) * i) / CHART.bins));
  const rows = now.flatMap((seeds, i) =>
    seeds + was[i] === 0
      ? []
      : [{ cells: [edge(i), edge(i + 1), numeric(count(seeds)), ...(wasAll === 0 ? [] : [numeric(count(was[i]))])] }],
  );
  return table('spread-table', ['from', 'to', 'seeds', ...(wasAll === 0 ? [] : ['original'])], rows);
}

function bars({ min, max, nowAll, wasAll, ...bins }: Binned, words: (n: number) => string): Html {
  const shares = (seeds: readonly number[], all: number): number[] => seeds.map((n) => n / Math.max(all, 1));
  const [now, was] = [shares(bins.now, nowAll), shares(bins.was, wasAll)];
  const most = Math.max(...now, ...was);
  const wide = CHART.wide / CHART.bins;
  const top = (share: number): number => tenth(CHART.high - (share / most) * (CHART.high - 4));
  const outline = was
    .map((share, i) => `${i === 0 ? 'M' : 'L'}${tenth(i * wide)} ${top(share)}H${tenth((i + 1) * wide)}`)
    .join('');
  return h(
    'svg',
    { class: 'histogram', viewBox: `0 0 ${CHART.wide} ${CHART.high + 14}`, 'aria-hidden': 'true' },
    ...now.flatMap((share, i) =>
      share === 0
        ? []
        : [
            h('rect', {
              class: 'bar-value ok',
              x: tenth(i * wide + 0.5),
              y: top(share),
              width: tenth(wide - 1),
              height: tenth(CHART.high - top(share)),
            }),
          ],
    ),
    wasAll === 0 ? null : h('path', { class: 'was', d: outline }),
    h('text', { class: 'tick', x: 0, y: CHART.high + 12 }, words(min)),
    h('text', { class: 'tick', x: CHART.wide, y: CHART.high + 12, 'text-anchor': 'end' }, words(max)),
  );
}
