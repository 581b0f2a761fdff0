/**
 * Regression rule: what a baseline keeps of a drill, and what makes a later run of it worse, better or merely different.
 * Both `check` and `compare` ask it.
 */
import { count, displayDuration } from '../core/format.js';
import type { Readiness, Verdict } from '../domain/result.js';
import type { CountSpread, TimeSpread } from '../domain/seeds-result.js';
import type { Change, DrillSummary } from './campaign-result.js';

/** A drill as it stands in a baseline. Times are whole milliseconds. */
export interface BaselineEntry {
  readonly verdict: Verdict;
  readonly readiness: Readiness;
  /** how many seeds the ranges are of */
  readonly seeds: number;
  readonly rto: Readonly<Record<string, SeedRange>>;
  readonly outage: Readonly<Record<string, SeedRange>>;
  readonly rpo: Readonly<Record<string, SeedRange>>;
  /** changes lost at the end */
  readonly lost: SeedRange;
  /** warnings and errors in words, sorted */
  readonly findings: readonly string[];
}

/** Least, median, 95 % and most over the seeds; null = a seed in that place never came to it. */
export interface SeedRange {
  readonly least: number | null;
  readonly median: number | null;
  readonly p95: number | null;
  readonly most: number | null;
}

const TIMES = ['rto', 'outage', 'rpo'] as const;
const TIME_IN_WORDS = { rto: 'RTO', outage: 'outage', rpo: 'RPO' } as const;

const VERDICTS: readonly Verdict[] = ['passed', 'inconclusive', 'failed'];
const READINESS: readonly Readiness[] = ['ready', 'reservations', 'unknown', 'notReady'];

/** What a baseline keeps of a drill that was played. */
export function entryOf({ verdict, readiness, seeds, recovery, loss, findings }: DrillSummary): BaselineEntry {
  const spread = seeds?.spread ?? [];
  const times = (what: TimeSpread['what']): Readonly<Record<string, SeedRange>> => {
    const found =
      seeds === null
        ? // A result of one run, from before there were seeds.
          recovery.map((r): [string, SeedRange] => [r.pool, always(what === 'outage' ? r.outageMs : r[`${what}Ms`])])
        : spread
            .filter((each): each is TimeSpread => each.what === what)
            .map(({ pool, minMs, p50Ms, p95Ms, maxMs }): [string, SeedRange] => [
              pool,
              { least: minMs, median: p50Ms, p95: p95Ms, most: maxMs },
            ]);
    return Object.fromEntries(found.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  };
  const lost = spread.find((each): each is CountSpread => each.what === 'lost');
  const told = findings.filter(({ severity }) => severity !== 'note');
  return {
    verdict,
    readiness,
    seeds: seeds?.played ?? 1,
    ...{ rto: times('rto'), outage: times('outage'), rpo: times('rpo') },
    lost: lost === undefined ? always(loss.lost) : { least: lost.min, median: lost.p50, p95: lost.p95, most: lost.max },
    findings: [...new Set(told.map(({ severity, rule, message }) => `${severity} (${rule}): ${message}`))].toSorted(),
  };
}

const always = (value: number | null): SeedRange => ({ least: value, median: value, p95: value, most: value });

/**
 * In what a run differs from the baseline. Worse: a verdict, a readiness, a most of RTO, outage, RPO or loss, and a
 * warning or an error that was not there; numbers in the words of a finding do not make it another one.
 */
export function changesSince(before: BaselineEntry, now: BaselineEntry): Change[] {
  const seeds: Seeds = now.seeds === before.seeds ? 'same' : now.seeds > before.seeds ? 'more' : 'fewer';
  const verdict = ranked('verdict', before.verdict, now.verdict, VERDICTS, seeds);
  return [
    // Another verdict is another readiness.
    ...(verdict.length > 0 ? verdict : ranked('readiness', before.readiness, now.readiness, READINESS, seeds)),
    ...TIMES.flatMap((what) => timeChanges(what, before, now, seeds)),
    ...mostChange('changes lost', before.lost.most, now.lost.most, (n) => count(n ?? 0), seeds),
    ...findingChanges(before.findings, now.findings),
    ...(seeds === 'same'
      ? []
      : [{ direction: 'different' as const, words: `seeds played: was ${before.seeds}, is ${now.seeds}`, seeds }]),
  ];
}

/** How many seeds a run is of, beside its baseline. */
type Seeds = 'same' | 'fewer' | 'more';

function ranked<T extends string>(what: string, before: T, now: T, order: readonly T[], seeds: Seeds): Change[] {
  if (before === now) return [];
  const words = `${what}: was ${inWords(before)}, is ${inWords(now)}`;
  if (order.indexOf(now) > order.indexOf(before)) return [{ direction: 'worse', words }];
  // What went wrong may have been in a seed that is not played now.
  return seeds === 'fewer'
    ? [{ direction: 'unknown', words: `${words}, of fewer seeds than the baseline has`, seeds }]
    : [{ direction: 'better', words }];
}

const inWords = (value: string): string => (value === 'notReady' ? 'not ready' : value);

function timeChanges(what: (typeof TIMES)[number], before: BaselineEntry, now: BaselineEntry, seeds: Seeds): Change[] {
  const pools = [...new Set([...Object.keys(before[what]), ...Object.keys(now[what])])].toSorted();
  return pools.flatMap((pool): Change[] => {
    const words = `${TIME_IN_WORDS[what]} of ${pool}`;
    const [then, since] = [before[what][pool], now[what][pool]];
    if (since === undefined)
      return [{ direction: 'different', words: `${words}: no longer measured, no failover of it` }];
    if (then === undefined)
      return [{ direction: 'different', words: `${words}: measured now, at most ${time(since.most)}` }];
    return mostChange(words, then.most, since.most, time, seeds);
  });
}

const time = (ms: number | null): string => (ms === null ? 'never reached' : displayDuration(ms));

/** Null is more than any number: what never came. */
function mostChange(
  what: string,
  before: number | null,
  now: number | null,
  shown: (value: number | null) => string,
  seeds: Seeds,
): Change[] {
  const difference = (now ?? Number.MAX_VALUE) - (before ?? Number.MAX_VALUE);
  if (difference === 0) return [];
  const words = `${what}: most was ${shown(before)}, is ${shown(now)}`;
  if (difference > 0) {
    return seeds === 'more'
      ? [{ direction: 'unknown', words: `${words}, of more seeds than the baseline has`, seeds }]
      : [{ direction: 'worse', words }];
  }
  // The most of fewer seeds is less anyway.
  return seeds === 'fewer' ? [] : [{ direction: 'better', words }];
}

function findingChanges(before: readonly string[], now: readonly string[]): Change[] {
  const [known, present] = [before, now].map((texts) => new Set(texts.map(withoutNumbers)));
  const added = now.filter((text) => !known.has(withoutNumbers(text)));
  const gone = before.filter((text) => !present.has(withoutNumbers(text)));
  return [
    ...added.map((text) => ({ direction: 'worse' as const, words: `new ${text}` })),
    ...gone.map((text) => ({ direction: 'better' as const, words: `no longer ${text}` })),
  ];
}

/** `12`, `1,011`, `5m 58s`, `12h30m`, `2:05`; no part of a name: not `pool1`, `(D46)`, `10.contoso.com` or `3par`. */
const NUMBER = '\\d+(?:[,.:]\\d+)*(?:(?:ms|[dhms])(?:\\d+(?:ms|[dhms]))*)?(?![\\w-]|\\.\\w)';
const NUMBERS = new RegExp(`(?<![\\w.-])${NUMBER}(?: ${NUMBER})*`, 'g');
/** What follows from a number in a sentence. */
const SINGULAR: Readonly<Record<string, string>> = {
  ...{ are: 'is', were: 'was', have: 'has', do: 'does', them: 'it', they: 'it', these: 'this', those: 'that' },
  ...{ their: 'its', copies: 'copy', batches: 'batch' },
};

const IN_PLURAL = new RegExp(`(?<![\\w.-])(?:${Object.keys(SINGULAR).join('|')})(?![\\w-]|\\.\\w)`, 'g');

/** A sentence without its numbers, and in the singular: "1 change was" and "3 changes were" are the same. */
const withoutNumbers = (text: string): string =>
  text
    .replace(NUMBERS, '#')
    .replace(IN_PLURAL, (word) => SINGULAR[word])
    .replace(/(?<=(?<![\w.-])[a-z]{2,})s(?![\w-]|\.\w)/g, '');
