/**
 * Monte Carlo over seeds: plays a drill with its own seed and those that follow it, and tells the worst verdict of all and
 * the order statistics of what varies. Of the other seeds only verdict and numbers are kept.
 */
import { counted } from '../core/format.js';
import { type InputError, isInputError } from '../core/input-error.js';
import type { Drill } from '../domain/drill.js';
import type { ReachedModel } from '../domain/reach/reached-model.js';
import type { LossResult, Readiness, RunResult, Verdict } from '../domain/result.js';
import type { CountSpread, SeedsResult, Spread, TimeSpread } from '../domain/seeds-result.js';
import { expectedOfEachSeed, judgingFailover, violatesExpectations } from './expectations.js';
import { type DrillRun, modelOf, runDrill } from './run-drill.js';
import { judgedOf, sentences, verdictOf } from './verdict.js';
import { wayBackInWords } from './way-back.js';

/** Seeds that a run plays where nobody says how many. */
export const USUAL_SEEDS = 50;
/** Seeds that a run plays at most. */
export const MOST_SEEDS = 100_000;
/** Those of a drill that lasts longer than `LONG_MS`. */
const SEEDS_OF_LONG = 5;
const LONG_MS = 30 * 86_400_000;

/** What a seed came to, in plain data. */
export interface PlayedSeed {
  readonly seed: number;
  readonly verdict: Verdict;
  readonly readiness: Readiness;
  readonly reason: string;
  /** ids of the invariants that broke */
  readonly broken: readonly string[];
  readonly times: readonly Time[];
  readonly loss: Pick<LossResult, 'lost' | 'stranded'>;
  /** where it leads on from there, of a seed that may be the one that is told; else empty */
  readonly way: string;
}

/** A length of time that the seed decides. */
interface Time {
  readonly what: TimeSpread['what'];
  readonly pool: string;
  /** null = the seed did not come to it: longer than any other */
  readonly ms: number | null;
}

export interface SeedsRequest {
  /** how many seeds, from that of the drill on; null = the usual number */
  readonly count: number | null;
  /** of these, so many at most are played here, the others elsewhere; absent = all */
  readonly most?: number;
  /** the command line that shows one of them */
  readonly commandFor: (seed: number) => string;
  /**
   * hears what each seed came to, while its model is in its final state; of the others than the first only verdict, findings
   * and numbers are right
   */
  readonly hear?: (result: RunResult, run: DrillRun) => void;
  /** marks what of the model the runs reach; absent = nobody asks */
  readonly reached?: ReachedModel;
}

/**
 * Plays a drill with several seeds. Timeline and result are those of its own seed; verdict, reason and expectations are
 * those of all: each must pass, and an invariant that is declared to break must break in at least one.
 */
export function runSeeds(drill: Drill, request: SeedsRequest): RunResult | InputError {
  const all = playSeeds(drill, request);
  return isInputError(all) ? all : all.result;
}

/** As `runSeeds`, with what each seed came to, in their order. */
export function playSeeds(
  drill: Drill,
  { count, most = Number.POSITIVE_INFINITY, commandFor, hear, reached }: SeedsRequest,
): { readonly result: RunResult; readonly played: readonly PlayedSeed[] } | InputError {
  const own = runDrill(drill, { model: modelOf(drill, false, reached) });
  if (own.unusable !== null) return own.unusable;
  const isLong = own.result.endedAtMs > LONG_MS;
  const planned = count ?? (isLong ? SEEDS_OF_LONG : USUAL_SEEDS);
  const played = [summary(own.drill, own.result)];
  hear?.(own.result, own);
  let spent = own.isSpent ? drill.seed : null;
  // Seeds are whole numbers that a double holds exactly.
  const lastOf = (seeds: number): number => Math.min(drill.seed + seeds - 1, Number.MAX_SAFE_INTEGER);
  const last = lastOf(Math.min(most, planned));
  const model = modelOf(drill, true, reached);
  for (let seed = drill.seed + 1; seed <= last && spent === null; seed++) {
    const other = runDrill({ ...drill, seed }, { numbersOnly: true, model });
    if (other.unusable !== null) return other.unusable;
    played.push(summary(other.drill, other.result));
    hear?.(other.result, other);
    if (other.isSpent) spent = seed;
  }
  const fewerBecause =
    spent !== null && spent < lastOf(planned)
      ? `in seed ${spent} a script came to a bound of what it may cost, and each further seed would cost as much`
      : count === null && isLong
        ? 'the drill is longer than 30 days of virtual time; --seeds N plays more'
        : null;
  return together(drill, own, played, fewerBecause, commandFor);
}

/**
 * Whether only few seeds of a drill are played, from its own one on: where nobody says how many if it is long, and in any
 * case if its own seed comes to a bound of what a script may cost.
 */
export function hasFewSeeds(drill: Drill, count: number | null): boolean {
  const { result, isSpent } = runDrill(drill, { numbersOnly: true });
  return isSpent || (count === null && result.endedAtMs > LONG_MS);
}

function summary(drill: Drill, result: RunResult): PlayedSeed {
  const { seed, violations, expectations } = result;
  return {
    seed,
    ...verdictOf(drill, judgedOf(result, expectedOfEachSeed(drill, expectations))),
    broken: [...new Set(violations.map(({ invariant }) => invariant))],
    times: timesOf(result),
    loss: { lost: result.loss.lost, stranded: result.loss.stranded },
    way: '',
  };
}

/** How long each pool that was failed over was without service; of one that was twice, by the failover that is judged. */
function timesOf({ recovery }: RunResult): Time[] {
  const pools = [...new Set(recovery.map(({ pool }) => pool))];
  return pools.flatMap((pool): Time[] => {
    const entry = judgingFailover(recovery, pool);
    if (entry === null) return [];
    const { outageMs, rtoMs, rpoMs } = entry;
    return [
      { what: 'rto', pool, ms: rtoMs },
      { what: 'outage', pool, ms: outageMs },
      { what: 'rpo', pool, ms: rpoMs },
    ];
  });
}

/** The result of the drill's own seed, with the verdict over all; each seed that may be told with its way on. */
function together(
  asWritten: Drill,
  { drill, result }: DrillRun,
  seeds: readonly PlayedSeed[],
  fewerBecause: string | null,
  commandFor: (seed: number) => string,
): { readonly result: RunResult; readonly played: readonly PlayedSeed[] } {
  const firsts = (['failed', 'inconclusive'] as const).map((worst) =>
    seeds.findIndex(({ verdict }) => verdict === worst),
  );
  const brokenIn = (id: string): number => seeds.filter(({ broken }) => broken.includes(id)).length;
  const declared = violatesExpectations(drill, brokenIn, seeds.length);
  const expectations = [...expectedOfEachSeed(drill, result.expectations), ...declared];
  const wayOf = ({ seed }: PlayedSeed): string => {
    if (seed === asWritten.seed) return wayBackInWords(asWritten, { ...result, expectations });
    const other = { ...asWritten, seed };
    return wayBackInWords(other, runDrill(other).result);
  };
  const played = seeds.map((each, i) => (i === 0 || firsts.includes(i) ? { ...each, way: wayOf(each) } : each));
  const own = { ...verdictOf(drill, judgedOf(result, expectations)), way: played[0].way };
  return { result: { ...result, ...seedsTogether(own, played, fewerBecause, commandFor), expectations }, played };
}

/**
 * The verdict over all seeds; `own` is that of the first, with all that is expected of it. Seeds that were played apart come
 * to the same together, but where an invariant is declared to break: that must be seen in one of all.
 */
export function seedsTogether(
  own: Pick<PlayedSeed, 'verdict' | 'readiness' | 'reason' | 'way'>,
  played: readonly PlayedSeed[],
  fewerBecause: string | null,
  commandFor: (seed: number) => string,
): Pick<RunResult, 'verdict' | 'readiness' | 'reason'> & { readonly seeds: SeedsResult } {
  const seedsOf = (verdict: Verdict): number[] => played.filter((p) => p.verdict === verdict).map((p) => p.seed);
  const seeds: SeedsResult = {
    played: played.length,
    fewerBecause,
    failed: seedsOf('failed'),
    inconclusive: seedsOf('inconclusive'),
    spread: spreadsOf(played),
  };
  const worst = seeds.failed.length > 0 ? 'failed' : seeds.inconclusive.length > 0 ? 'inconclusive' : 'passed';
  const { verdict } = own;
  if (verdict === 'failed' || worst === 'passed' || (worst === 'inconclusive' && verdict === worst)) {
    const readiness = readinessOf(own, played);
    const reason = sentences(own.reason + own.way, inHowMany(verdict, seeds) + firstWarned(own, played, commandFor));
    return { verdict, readiness, reason, seeds };
  }
  const first = played.find((each) => each.verdict === worst)!;
  const shows = commandFor(first.seed);
  const reason = sentences(
    `Seed ${first.seed}: ${first.reason}${first.way}`,
    `${inHowMany(worst, seeds)} ${shows} shows it.`,
  );
  return { verdict: worst, readiness: first.readiness, reason, seeds };
}

/** Where every seed passed, a warning in one of them is a reservation. */
const readinessOf = (own: Pick<PlayedSeed, 'verdict' | 'readiness'>, played: readonly PlayedSeed[]): Readiness =>
  own.verdict === 'passed' && played.some(({ readiness }) => readiness === 'reservations')
    ? 'reservations'
    : own.readiness;

/** Which seed has the first warning where the drill's own has none: what follows does not show it. */
function firstWarned(
  { verdict, readiness }: Pick<PlayedSeed, 'verdict' | 'readiness'>,
  played: readonly PlayedSeed[],
  commandFor: (seed: number) => string,
): string {
  const warned = played.filter((each) => each.readiness === 'reservations');
  if (verdict !== 'passed' || readiness !== 'ready' || warned.length === 0) return '';
  const [{ seed }] = warned;
  return ` With warnings in ${warned.length} of them, the first in seed ${seed}: ${commandFor(seed)} shows it.`;
}

function inHowMany(verdict: Verdict, { played, failed, inconclusive }: SeedsResult): string {
  if (played === 1) return '';
  const n = verdict === 'failed' ? failed.length : verdict === 'inconclusive' ? inconclusive.length : played;
  // An invariant that broke in none of them, though it was to, speaks against the whole.
  if (n === 0) return '';
  return n === played ? ` In each of ${played} seeds.` : ` In ${n} of ${counted(played, 'seed')}.`;
}

function spreadsOf(played: readonly PlayedSeed[]): Spread[] {
  const keys = new Map(
    played.flatMap(({ times }) => times.map(({ what, pool }) => [`${what} ${pool}`, { what, pool }])),
  );
  return [
    ...[...keys.values()].map((key) => timeSpread(key, played)),
    ...COUNTS.map((what) => countSpread(what, played)),
  ];
}

function timeSpread({ what, pool }: Pick<Time, 'what' | 'pool'>, played: readonly PlayedSeed[]): TimeSpread {
  const all = played.map(({ times }) => times.find((t) => t.what === what && t.pool === pool)?.ms ?? null);
  const [minMs, p50Ms, p95Ms, maxMs] = orderStatistics(all);
  return { what, pool, minMs, p50Ms, p95Ms, maxMs, never: all.filter((ms) => ms === null).length };
}

const COUNTS = ['lost', 'stranded'] as const;

function countSpread(what: CountSpread['what'], played: readonly PlayedSeed[]): CountSpread {
  const [min, p50, p95, max] = orderStatistics(played.map(({ loss }) => loss[what]));
  return { what, pool: null, min, p50, p95, max, never: 0 };
}

/** Least, median, 95 % and most, each by nearest rank: a value that came, not one between two. Null is more than any. */
function orderStatistics<T extends number | null>(values: readonly T[]): T[] {
  const size = (value: T): number => value ?? Number.POSITIVE_INFINITY;
  const sorted = values.toSorted((a, b) => (size(a) === size(b) ? 0 : size(a) - size(b)));
  return [0, 0.5, 0.95, 1].map((share) => sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]);
}
