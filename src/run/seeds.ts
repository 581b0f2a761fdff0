/**
 * Monte Carlo over seeds: plays a drill with its own seed and those that follow it, and tells the worst verdict of all and
 * the order statistics of what varies. Of the other seeds only verdict and numbers are kept.
 */
import { counted } from '../core/format.js';
import type { InputError } from '../core/input-error.js';
import type { Drill } from '../domain/drill.js';
import type { ReachedModel } from '../domain/reach/reached-model.js';
import type { LossResult, Readiness, RunResult, Verdict } from '../domain/result.js';
import type { CountSpread, SeedsResult, Spread, TimeSpread } from '../domain/seeds-result.js';
import { expectedOfEachSeed, judgingFailover, violatesExpectations } from './expectations.js';
import { type DrillRun, modelOf, runDrill } from './run-drill.js';
import { judgedOf, verdictOf } from './verdict.js';
import { wayBackInWords } from './way-back.js';

/** Seeds that a run plays where nobody says how many. */
export const USUAL_SEEDS = 50;
/** Seeds that a run plays at most. */
export const MOST_SEEDS = 100_000;
/** Those of a drill that lasts longer than `LONG_MS`. */
const SEEDS_OF_LONG = 5;
const LONG_MS = 30 * 86_400_000;

/** What a seed came to. */
interface Played {
  readonly seed: number;
  readonly verdict: Verdict;
  readonly readiness: Readiness;
  readonly reason: string;
  /** ids of the invariants that broke */
  readonly broken: ReadonlySet<string>;
  readonly times: readonly Time[];
  readonly loss: Pick<LossResult, 'lost' | 'stranded'>;
}

/** A length of time that the seed decides. */
interface Time {
  readonly what: TimeSpread['what'];
  readonly pool: string;
  readonly ms: number;
}

/** Longer than any other: what a seed did not come to. */
const NEVER = Number.POSITIVE_INFINITY;

export interface SeedsRequest {
  /** how many seeds, from that of the drill on; null = the usual number */
  readonly count: number | null;
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
export function runSeeds(drill: Drill, { count, commandFor, hear, reached }: SeedsRequest): RunResult | InputError {
  const own = runDrill(drill, { model: modelOf(drill, false, reached) });
  if (own.unusable !== null) return own.unusable;
  const isLong = own.result.endedAtMs > LONG_MS;
  const planned = count ?? (isLong ? SEEDS_OF_LONG : USUAL_SEEDS);
  const played = [summary(own.drill, own.result)];
  hear?.(own.result, own);
  // Seeds are whole numbers that a double holds exactly.
  const last = Math.min(drill.seed + planned - 1, Number.MAX_SAFE_INTEGER);
  const model = modelOf(drill, true, reached);
  for (let seed = drill.seed + 1; seed <= last; seed++) {
    const other = runDrill({ ...drill, seed }, { numbersOnly: true, model });
    if (other.unusable !== null) return other.unusable;
    played.push(summary(other.drill, other.result));
    hear?.(other.result, other);
  }
  return together(drill, own, played, count === null && isLong, commandFor);
}

function summary(drill: Drill, result: RunResult): Played {
  const { seed, violations, expectations } = result;
  return {
    seed,
    ...verdictOf(drill, judgedOf(result, expectedOfEachSeed(drill, expectations))),
    broken: new Set(violations.map(({ invariant }) => invariant)),
    times: timesOf(result),
    loss: result.loss,
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
      { what: 'rto', pool, ms: rtoMs ?? NEVER },
      { what: 'outage', pool, ms: outageMs ?? NEVER },
      { what: 'rpo', pool, ms: rpoMs ?? NEVER },
    ];
  });
}

/** The result of the drill's own seed, with the verdict over all. */
function together(
  asWritten: Drill,
  { drill, result }: DrillRun,
  played: readonly Played[],
  fewer: boolean,
  commandFor: (seed: number) => string,
): RunResult {
  const seedsOf = (verdict: Verdict): number[] => played.filter((p) => p.verdict === verdict).map((p) => p.seed);
  const seeds: SeedsResult = {
    played: played.length,
    fewerBecause: fewer ? `the drill is longer than 30 days of virtual time; --seeds N plays more` : null,
    failed: seedsOf('failed'),
    inconclusive: seedsOf('inconclusive'),
    spread: spreadsOf(played),
  };
  const declared = violatesExpectations(
    drill,
    (id) => played.filter(({ broken }) => broken.has(id)).length,
    played.length,
  );
  const expectations = [...expectedOfEachSeed(drill, result.expectations), ...declared];
  const worst = seeds.failed.length > 0 ? 'failed' : seeds.inconclusive.length > 0 ? 'inconclusive' : 'passed';
  const own = verdictOf(drill, judgedOf(result, expectations));
  if (own.verdict === 'failed' || worst === 'passed' || (worst === 'inconclusive' && own.verdict === worst)) {
    const reason = own.reason + wayBackInWords(asWritten, { ...result, expectations }) + inHowMany(own.verdict, seeds);
    return { ...result, ...own, readiness: readinessOf(own, played), reason, seeds, expectations };
  }
  const first = played.find(({ verdict }) => verdict === worst)!;
  const shows = commandFor(first.seed);
  const other = { ...asWritten, seed: first.seed };
  const way = wayBackInWords(other, runDrill(other).result);
  const reason = `Seed ${first.seed}: ${first.reason}${way}${inHowMany(worst, seeds)} ${shows} shows it.`;
  return { ...result, verdict: worst, readiness: first.readiness, reason, seeds, expectations };
}

/** Where every seed passed, a warning in one of them is a reservation. */
const readinessOf = (own: Pick<RunResult, 'verdict' | 'readiness'>, played: readonly Played[]): Readiness =>
  own.verdict === 'passed' && played.some(({ readiness }) => readiness === 'reservations')
    ? 'reservations'
    : own.readiness;

function inHowMany(verdict: Verdict, { played, failed, inconclusive }: SeedsResult): string {
  if (played === 1) return '';
  const n = verdict === 'failed' ? failed.length : verdict === 'inconclusive' ? inconclusive.length : played;
  // An invariant that broke in none of them, though it was to, speaks against the whole.
  if (n === 0) return '';
  return n === played ? ` In each of ${played} seeds.` : ` In ${n} of ${counted(played, 'seed')}.`;
}

function spreadsOf(played: readonly Played[]): Spread[] {
  const keys = new Map(
    played.flatMap(({ times }) => times.map(({ what, pool }) => [`${what} ${pool}`, { what, pool }])),
  );
  return [
    ...[...keys.values()].map((key) => timeSpread(key, played)),
    ...COUNTS.map((what) => countSpread(what, played)),
  ];
}

function timeSpread({ what, pool }: Pick<Time, 'what' | 'pool'>, played: readonly Played[]): TimeSpread {
  const all = played.map(({ times }) => times.find((t) => t.what === what && t.pool === pool)?.ms ?? NEVER);
  const [minMs, p50Ms, p95Ms, maxMs] = orderStatistics(all).map((ms) => (ms === NEVER ? null : ms));
  return { what, pool, minMs, p50Ms, p95Ms, maxMs, never: all.filter((ms) => ms === NEVER).length };
}

const COUNTS = ['lost', 'stranded'] as const;

function countSpread(what: CountSpread['what'], played: readonly Played[]): CountSpread {
  const [min, p50, p95, max] = orderStatistics(played.map(({ loss }) => loss[what]));
  return { what, pool: null, min, p50, p95, max, never: 0 };
}

/** Least, median, 95 % and most, each by nearest rank: a value that came, not one between two. */
function orderStatistics(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return [0, 0.5, 0.95, 1].map((share) => sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]);
}
