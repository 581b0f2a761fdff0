/**
 * What a test claims of a drill, as a verdict with a message: it passes, loses nothing, recovers in time, is refused, keeps an
 * invariant. Each claim is about every seed that was played. What cannot be decided is thrown, so that neither the claim nor
 * its opposite passes by mistake.
 */
import { entryOf } from '../campaign/baseline-entry.js';
import { DURATION_HINT, parseDuration } from '../core/duration.js';
import { count, counted, displayDuration } from '../core/format.js';
import { CMDLETS } from '../domain/cmdlets/catalog.js';
import { sameName } from '../domain/deployment.js';
import { INVARIANT_IDS, type InvariantId } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { refusesAs } from '../domain/rules.js';
import type { CountSpread } from '../domain/seeds-result.js';
import { judgingFailover } from '../run/expectations.js';
import { leftOpen, type PlayedRehearsal, type Rehearsed, rehearsalOf, type SeedOutcome } from './rehearsed.js';
import { renderRun } from './render.js';

/** Whether a claim holds, and what to say where that is not what was expected. */
export interface Claim {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What is asked of a recovery. */
export interface RecoveryClaim {
  /** of this pool alone; default every pool that was failed over */
  readonly pool?: string;
  /** `rto` (default): from the failover command to regular service; `outage`: from the outage on */
  readonly of?: 'rto' | 'outage';
}

/** The rehearsal that a claim is about; throws where what is claimed cannot be told of it. */
function judged(received: Rehearsed, claim: string): PlayedRehearsal {
  const rehearsal = rehearsalOf(received);
  const open = leftOpen(rehearsal.result);
  if (open !== null) throw new Error(told(rehearsal.result, claim, `cannot be told: ${open}`));
  return rehearsal;
}

/** The message of a claim: what was expected, what is so, and the report. */
function told(result: RunResult, expected: string, actual: string): string {
  const seeds = result.seeds === null ? '' : `, ${counted(result.seeds.played, 'seed')} from ${result.seed} on`;
  const report = renderRun(result, 'terminal', { quiet: true }).trimEnd();
  return `expected "${result.drill}" ${expected}\n${actual}${seeds === '' ? '' : ` (${seeds.slice(2)})`}\n\n${report}`;
}

/** It passes; `strict`: without a warning (readiness `ready`). */
export function toPass(received: Rehearsed, { strict = false }: { readonly strict?: boolean } = {}): Claim {
  const { result } = rehearsalOf(received);
  const { verdict, readiness, reason } = result;
  const pass = verdict === 'passed' && (!strict || readiness === 'ready');
  const what = strict ? 'pass without a warning' : 'pass';
  const state = verdict === 'passed' && readiness === 'reservations' ? 'passed, with reservations' : verdict;
  return { pass, message: () => told(result, `${pass ? 'not ' : ''}to ${what}`, `it ${isWas(state)}: ${reason}`) };
}

const isWas = (state: string): string => (state === 'inconclusive' ? 'is inconclusive' : state);

/**
 * In no seed is an acknowledged change lost, nor left behind on a disk out of service (`stranded`), nor what users had saved
 * before the drill (M281).
 */
export function toLoseNothing(received: Rehearsed): Claim {
  const { result, first, seeds } = judged(received, 'to lose nothing');
  const most = (what: 'lost' | 'stranded'): number =>
    result.seeds?.spread.find((each): each is CountSpread => each.what === what)?.max ?? result.loss[what];
  const [lost, stranded] = [most('lost'), most('stranded')];
  const stores = [...new Set((seeds ?? [first]).flatMap(({ storesLost }) => storesLost))];
  const pass = lost + stranded + stores.length === 0;
  if (pass && seeds === null && result.input.steps.some(({ work }) => work.kind === 'topologyBuilder')) {
    throw new Error(
      told(
        result,
        'to lose nothing',
        'the topology changes in it, and of the other seeds a result keeps no store that was left behind (M281): ask the drill itself',
      ),
    );
  }
  const modules = result.loss.byModule
    .filter((module) => module.lost + module.stranded > 0)
    .map((m) => `  ${m.pool} ${m.module}: ${count(m.lost)} lost, ${count(m.stranded)} stranded`);
  const actual = pass
    ? `none of ${count(result.loss.acknowledged)} acknowledged changes was lost or stranded`
    : [
        `at most ${count(lost)} acknowledged changes were lost and ${count(stranded)} stranded`,
        ...modules,
        ...stores.map((store) => `  (M281) ${store}`),
      ].join('\n');
  return { pass, message: () => told(result, `${pass ? 'not ' : ''}to lose nothing`, actual) };
}

/** Every pool that is failed over has regular service within this time, in every seed. `30m`, or a number of ms. */
export function toRecoverWithin(received: Rehearsed, limit: string | number, claim: RecoveryClaim = {}): Claim {
  const limitMs = typeof limit === 'number' ? limit : parseDuration(limit);
  if (limitMs === null || !Number.isFinite(limitMs) || limitMs < 0)
    throw new TypeError(`toRecoverWithin: ${DURATION_HINT}`);
  const { pool, of = 'rto' } = claim;
  const { result } = judged(received, 'to recover');
  const times = mostOf(result, of).filter(([fqdn]) => pool === undefined || sameName(fqdn, pool));
  if (times.length === 0) {
    const whose = pool === undefined ? 'no pool' : `${pool}`;
    throw new Error(
      told(result, 'to recover', `${whose} was ${pool === undefined ? '' : 'not '}failed over: nothing could recover`),
    );
  }
  const within = (most: number | null): boolean => most !== null && most <= limitMs;
  const pass = times.every(([, most]) => within(most));
  const name = of === 'rto' ? 'RTO' : 'outage';
  const lines = times.map(([fqdn, most]) => {
    const time = most === null ? 'never served in some seed' : `${name} of ${displayDuration(most)} at most`;
    return `  ${fqdn}: ${time}${within(most) ? '' : '  <- too long'}`;
  });
  const actual = `the ${name} of what was failed over:\n${lines.join('\n')}`;
  return {
    pass,
    message: () => told(result, `${pass ? 'not ' : ''}to recover within ${displayDuration(limitMs)}`, actual),
  };
}

/** The longest time of each pool over all seeds; null = in some seed it was never served. */
function mostOf(result: RunResult, of: 'rto' | 'outage'): [string, number | null][] {
  if (result.seeds !== null) return Object.entries(entryOf(result)[of]).map(([fqdn, { most }]) => [fqdn, most]);
  const pools = [...new Set(result.recovery.map(({ pool }) => pool))];
  return pools.map((pool) => [pool, judgingFailover(result.recovery, pool)?.[`${of}Ms`] ?? null]);
}

/** A step is refused in every seed, by this rule where one is named. Where only some seeds refuse, neither holds. */
export function toRefuse(received: Rehearsed, rule?: string): Claim {
  // Of a rule that refuses nothing the opposite would always hold.
  if (rule !== undefined && !REFUSING.some((each) => refusesAs(each, rule))) {
    throw new TypeError(`toRefuse: "${rule}" is no rule that refuses a step; docs/cmdlets.md lists them, such as D41`);
  }
  const what = rule === undefined ? 'a step' : `a step by ${rule}`;
  const rehearsal = judged(received, `to refuse ${what}`);
  const { result } = rehearsal;
  const refused = result.steps.filter(({ outcome }) => outcome === 'refused');
  const lines = refused.map(
    (step) => `  line ${step.line}: ${step.command}  (${step.rule ?? 'no rule'}) ${step.message ?? ''}`,
  );
  const actual = refused.length === 0 ? 'no step was refused' : `refused:\n${lines.join('\n')}`;
  const seeds = seedsThatTell(rehearsal, `toRefuse(${rule === undefined ? '' : `'${rule}'`})`);
  const refuses = ({ refusals }: SeedOutcome): boolean => refusals.some((each) => refusesAs(each, rule ?? null));
  const [does, doesNot] = [seeds.find(refuses), seeds.find((seed) => !refuses(seed))];
  if (does !== undefined && doesNot !== undefined) {
    const mixed = `seed ${does.seed} does, and seed ${doesNot.seed} does not: neither holds of every seed`;
    throw new Error(told(result, `to refuse ${what}`, `${mixed}; in seed ${result.seed} ${actual}`));
  }
  const pass = does !== undefined;
  return { pass, message: () => told(result, `${pass ? 'not ' : ''}to refuse ${what}`, actual) };
}

/** All seeds of a drill; of a result the first, where all ended as the drill expects of each step. */
function seedsThatTell({ result, first, seeds }: PlayedRehearsal, claim: string): readonly SeedOutcome[] {
  if (seeds !== null) return seeds;
  if (result.verdict === 'passed') return [first];
  throw new Error(
    `whether every seed refuses cannot be told from this result, which keeps the steps of seed ${result.seed} alone; ask the drill itself, expect(drill).${claim}`,
  );
}

/** What refuses a published topology beside what refuses cmdlets. */
const REFUSES_PUBLISHING: readonly string[] = ['D62', 'D40', 'D270'];
const REFUSING: readonly string[] = [
  ...CMDLETS.flatMap(({ refusedBy }) => Object.keys(refusedBy)),
  ...REFUSES_PUBLISHING,
];

/**
 * An invariant holds in every seed. Of a drill each seed is looked at; a result keeps what broke of its first seed alone, so
 * where another one failed, or is declared to break something, the drill must be asked.
 */
export function toHold(received: Rehearsed, invariant: InvariantId): Claim {
  const known: readonly string[] = INVARIANT_IDS;
  if (!known.includes(invariant)) {
    throw new TypeError(`toHold: there is no invariant "${invariant}"; there are ${known.join(', ')}`);
  }
  const { result, first, seeds } = judged(received, `to hold ${invariant}`);
  const broken = seeds === null ? brokenInResult(result, invariant) : brokenInSeeds(seeds, invariant);
  const unjudged = (seeds ?? [first]).find(({ recoveryJudged }) => recoveryJudged !== true);
  if (invariant === 'I10' && broken === null && unjudged !== undefined) {
    throw new Error(told(result, 'to hold I10', unjudged.recoveryJudged === null ? ASK_DRILL : NOT_JUDGED));
  }
  const actual = broken ?? `${invariant} held`;
  return {
    pass: broken === null,
    message: () => told(result, `${broken === null ? 'not ' : ''}to hold ${invariant}`, actual),
  };
}

const NOT_JUDGED =
  'it is judged only where all is repaired, no pool is failed over at the end, and recoveryGraceMinutes have passed';
const ASK_DRILL = "a result does not say whether it was judged: ask the drill itself, expect(drill).toHold('I10')";

/** How the invariant broke, in the first seed where it did; null = in none. */
function brokenInSeeds(seeds: readonly SeedOutcome[], invariant: InvariantId): string | null {
  for (const [i, seed] of seeds.entries()) {
    const broken = brokenIn(seed, invariant);
    if (broken !== null) return i === 0 ? broken : `seed ${seed.seed}: ${broken}`;
  }
  return null;
}

function brokenInResult(result: RunResult, invariant: InvariantId): string | null {
  const own = brokenIn(result, invariant);
  if (own !== null) return own;
  const declared = result.expectations.find(({ what }) => what === `violates ${invariant}`);
  if (declared?.holds) return `${invariant}: ${declared.actual}`;
  const others = result.seeds?.failed.filter((seed) => seed !== result.seed) ?? [];
  if (others.length === 0) return null;
  const which = `seed${others.length === 1 ? '' : 's'} ${others.slice(0, 5).join(', ')}`;
  throw new Error(
    `whether ${invariant} holds cannot be told from this result: ${which} failed; ask the drill itself, expect(drill).toHold('${invariant}')`,
  );
}

function brokenIn({ violations }: Pick<RunResult, 'violations'>, invariant: InvariantId): string | null {
  const found = violations.find((violation) => violation.invariant === invariant);
  return found === undefined ? null : `${invariant} broke at ${displayDuration(found.atMs)}: ${found.message}`;
}
