/**
 * What a test claims of a drill, as a verdict with a message: it passes, loses nothing, recovers in time, is refused, keeps an
 * invariant. Each claim is about every seed that was played. What cannot be decided is thrown, so that neither the claim nor
 * its opposite passes by mistake.
 */
import { entryOf } from '../campaign/baseline-entry.js';
import { DURATION_HINT, parseDuration } from '../core/duration.js';
import { count, counted, displayDuration } from '../core/format.js';
import { type Drill, INVARIANT_IDS, type InvariantId } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import type { CountSpread } from '../domain/seeds-result.js';
import { formatInputErrors } from '../input/format-error.js';
import { runDrill } from '../run/run-drill.js';
import type { Result } from './outcome.js';
import { renderRun } from './render.js';
import { simulateDrill } from './simulate.js';

/** What can be asked: a drill, which is simulated once with its usual seeds, or what a simulation came to. */
export type Rehearsed = Drill | RunResult | Result<Drill> | Result<RunResult>;

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

/** Runs of drills that were asked before: several claims about one drill cost one simulation. */
const PLAYED = new WeakMap<Drill, RunResult>();

function drillIn(received: Rehearsed): Drill | null {
  const value = unwrapped(received);
  return 'deployment' in value ? value : null;
}

/** The result that a claim is about; throws where there is none, with the errors of the input. */
export function resultOfRehearsal(received: Rehearsed): RunResult {
  const value = unwrapped(received);
  if (!('deployment' in value)) return value;
  const known = PLAYED.get(value);
  if (known !== undefined) return known;
  const run = simulateDrill(value);
  if (!run.ok) throw new Error(`the drill cannot be run:\n${formatInputErrors(run.errors)}`);
  PLAYED.set(value, run.value);
  return run.value;
}

function unwrapped(received: Rehearsed): Drill | RunResult {
  const value: unknown = received;
  if (typeof value === 'object' && value !== null) {
    if ('ok' in value) {
      const result = received as Result<Drill> | Result<RunResult>;
      if (!result.ok) throw new Error(`the input cannot be used:\n${formatInputErrors(result.errors)}`);
      return result.value;
    }
    if (('deployment' in value && 'steps' in value) || ('verdict' in value && 'glance' in value)) {
      return received as Drill | RunResult;
    }
  }
  throw new TypeError('a drill or the result of simulate() is expected (has a promise to be awaited?)');
}

/** The message of a claim: what was expected, what is so, and the report. */
function told(result: RunResult, expected: string, actual: string): string {
  const seeds = result.seeds === null ? '' : `, ${counted(result.seeds.played, 'seed')} from ${result.seed} on`;
  const report = renderRun(result, 'terminal', { quiet: true }).trimEnd();
  return `expected "${result.drill}" ${expected}\n${actual}${seeds === '' ? '' : ` (${seeds.slice(2)})`}\n\n${report}`;
}

/** It passes; `strict`: without a warning (readiness `ready`). */
export function toPass(received: Rehearsed, { strict = false }: { readonly strict?: boolean } = {}): Claim {
  const result = resultOfRehearsal(received);
  const { verdict, readiness, reason } = result;
  const pass = verdict === 'passed' && (!strict || readiness === 'ready');
  const what = strict ? 'pass without a warning' : 'pass';
  const state = verdict === 'passed' && readiness === 'reservations' ? 'passed, with reservations' : verdict;
  return { pass, message: () => told(result, `${pass ? 'not ' : ''}to ${what}`, `it ${isWas(state)}: ${reason}`) };
}

const isWas = (state: string): string => (state === 'inconclusive' ? 'is inconclusive' : state);

/** In no seed is an acknowledged change lost, nor left behind on a disk out of service (`stranded`). */
export function toLoseNothing(received: Rehearsed): Claim {
  const result = resultOfRehearsal(received);
  const most = (what: 'lost' | 'stranded'): number =>
    result.seeds?.spread.find((each): each is CountSpread => each.what === what)?.max ?? result.loss[what];
  const [lost, stranded] = [most('lost'), most('stranded')];
  const pass = lost + stranded === 0;
  const modules = result.loss.byModule
    .filter((module) => module.lost + module.stranded > 0)
    .map((m) => `  ${m.pool} ${m.module}: ${count(m.lost)} lost, ${count(m.stranded)} stranded`);
  const actual = pass
    ? `none of ${count(result.loss.acknowledged)} acknowledged changes was lost or stranded`
    : [`at most ${count(lost)} acknowledged changes were lost and ${count(stranded)} stranded`, ...modules].join('\n');
  return { pass, message: () => told(result, `${pass ? 'not ' : ''}to lose nothing`, actual) };
}

/** Every pool that is failed over has regular service within this time, in every seed. `30m`, or a number of ms. */
export function toRecoverWithin(received: Rehearsed, limit: string | number, claim: RecoveryClaim = {}): Claim {
  const limitMs = typeof limit === 'number' ? limit : parseDuration(limit);
  if (limitMs === null || !(limitMs >= 0)) throw new TypeError(`toRecoverWithin: ${DURATION_HINT}`);
  const { pool, of = 'rto' } = claim;
  const result = resultOfRehearsal(received);
  const times = Object.entries(entryOf(result)[of]).filter(([fqdn]) => pool === undefined || fqdn === pool);
  if (times.length === 0) {
    const whose = pool === undefined ? 'no pool' : `${pool}`;
    throw new Error(
      told(result, 'to recover', `${whose} was ${pool === undefined ? '' : 'not '}failed over: nothing could recover`),
    );
  }
  const within = (most: number | null): boolean => most !== null && most <= limitMs;
  const pass = times.every(([, { most }]) => within(most));
  const name = of === 'rto' ? 'RTO' : 'outage';
  const lines = times.map(([fqdn, { most }]) => {
    const time = most === null ? 'never served in some seed' : `${name} of ${displayDuration(most)} at most`;
    return `  ${fqdn}: ${time}${within(most) ? '' : '  <- too long'}`;
  });
  const actual = `the ${name} of what was failed over:\n${lines.join('\n')}`;
  return {
    pass,
    message: () => told(result, `${pass ? 'not ' : ''}to recover within ${displayDuration(limitMs)}`, actual),
  };
}

/** A step is refused, by this rule where one is named; in the timeline of the first seed. */
export function toRefuse(received: Rehearsed, rule?: string): Claim {
  if (rule !== undefined && !/^[SDMF]\d+$/.test(rule)) {
    throw new TypeError(`toRefuse: "${rule}" is no rule; there are those of "drydrill rules", such as D41`);
  }
  const result = resultOfRehearsal(received);
  const refused = result.steps.filter(({ outcome }) => outcome === 'refused');
  const pass = refused.some((step) => rule === undefined || step.rule === rule);
  const lines = refused.map(
    (step) => `  line ${step.line}: ${step.command}  (${step.rule ?? 'no rule'}) ${step.message ?? ''}`,
  );
  const actual = refused.length === 0 ? 'no step was refused' : `refused:\n${lines.join('\n')}`;
  const what = rule === undefined ? 'a step' : `a step by ${rule}`;
  return { pass, message: () => told(result, `${pass ? 'not ' : ''}to refuse ${what}`, actual) };
}

/**
 * An invariant holds in every seed. Of a drill each seed is looked at; a result keeps what broke of its first seed alone, so
 * where another one failed, or is declared to break something, the drill must be asked.
 */
export function toHold(received: Rehearsed, invariant: InvariantId): Claim {
  const known: readonly string[] = INVARIANT_IDS;
  if (!known.includes(invariant)) {
    throw new TypeError(`toHold: there is no invariant "${invariant}"; there are ${known.join(', ')}`);
  }
  const result = resultOfRehearsal(received);
  const drill = drillIn(received);
  const broken = drill === null ? brokenInResult(result, invariant) : brokenInSeeds(drill, result, invariant);
  const actual = broken ?? `${invariant} held`;
  return {
    pass: broken === null,
    message: () => told(result, `${broken === null ? 'not ' : ''}to hold ${invariant}`, actual),
  };
}

/** How the invariant broke, in the first seed where it did; null = in none. */
function brokenInSeeds(drill: Drill, result: RunResult, invariant: InvariantId): string | null {
  const own = brokenIn(result, invariant);
  if (own !== null) return own;
  for (let seed = drill.seed + 1; seed < drill.seed + (result.seeds?.played ?? 1); seed++) {
    const other = brokenIn(runDrill({ ...drill, seed }, { numbersOnly: true }).result, invariant);
    if (other !== null) return `seed ${seed}: ${other}`;
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

function brokenIn({ violations }: RunResult, invariant: InvariantId): string | null {
  const found = violations.find((violation) => violation.invariant === invariant);
  return found === undefined ? null : `${invariant} broke at ${displayDuration(found.atMs)}: ${found.message}`;
}
