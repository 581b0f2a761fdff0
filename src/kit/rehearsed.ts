/**
 * What a test makes claims about: a drill, which is simulated once with its usual seeds, or what a simulation came to; and
 * what each of its seeds came to, as far as that can be told.
 */
import type { Drill } from '../domain/drill.js';
import type { RunResult, ViolationResult } from '../domain/result.js';
import { judgesRecovery } from '../domain/stepping/end-of-run.js';
import { formatInputErrors } from '../input/format-error.js';
import { runSeeds } from '../run/seeds.js';
import { outcomeOf, type Result } from './outcome.js';

/** What can be asked: a drill, which is simulated once with its usual seeds, or what a simulation came to. */
export type Rehearsed = Drill | RunResult | Result<Drill> | Result<RunResult>;

/** What one seed came to. */
export interface SeedOutcome {
  readonly seed: number;
  readonly violations: readonly ViolationResult[];
  /** the rules of the steps that were refused; null = one without a rule */
  readonly refusals: readonly (string | null)[];
  /** what the users of a pool had saved before the drill was lost or left behind, which no count has (M281) */
  readonly storesLost: readonly string[];
  /** I10 was judged at the end; null = a result does not say */
  readonly recoveryJudged: boolean | null;
}

/** A rehearsal, and each of its seeds; `seeds` null = it is a result of several, which keeps the first alone. */
export interface PlayedRehearsal {
  readonly result: RunResult;
  readonly first: SeedOutcome;
  readonly seeds: readonly SeedOutcome[] | null;
}

/** Rehearsals of drills that were asked before: several claims about one drill cost one simulation. */
const PLAYED = new WeakMap<Drill, PlayedRehearsal>();

/** The rehearsal that a claim is about; throws where there is none, with the errors of the input. */
export function rehearsalOf(received: Rehearsed): PlayedRehearsal {
  const value = unwrapped(received);
  if (!('deployment' in value)) {
    const first = outcomeOfSeed(value);
    return { result: value, first, seeds: (value.seeds?.played ?? 1) > 1 ? null : [first] };
  }
  const known = PLAYED.get(value) ?? played(value);
  PLAYED.set(value, known);
  return known;
}

function played(drill: Drill): PlayedRehearsal {
  const seeds: SeedOutcome[] = [];
  const run = outcomeOf(
    runSeeds(drill, {
      count: null,
      commandFor: (seed) => `simulate(drill, { seed: ${seed}, seeds: 1 })`,
      hear: (result, { model }) => seeds.push(outcomeOfSeed(result, judgesRecovery(model.world))),
    }),
  );
  if (!run.ok) throw new Error(`the drill cannot be run:\n${formatInputErrors(run.errors)}`);
  return { result: run.value, first: seeds[0], seeds };
}

const outcomeOfSeed = (
  { seed, violations, steps, findings }: RunResult,
  recoveryJudged: boolean | null = null,
): SeedOutcome => ({
  recoveryJudged,
  seed,
  violations,
  refusals: steps.filter(({ outcome }) => outcome === 'refused').map(({ rule }) => rule),
  storesLost: findings
    .filter(({ rule, severity }) => rule === 'M281' && severity === 'error')
    .map(({ message }) => message),
});

function unwrapped(received: Rehearsed): Drill | RunResult {
  const value: unknown = received;
  if (isObject(value) && 'ok' in value) {
    const result = received as Result<Drill> | Result<RunResult>;
    if (!result.ok) throw new Error(`the input cannot be used:\n${formatInputErrors(result.errors)}`);
    return drillOrResult(result.value);
  }
  return drillOrResult(value);
}

function drillOrResult(value: unknown): Drill | RunResult {
  if (
    isObject(value) &&
    (('deployment' in value && 'steps' in value) || ('verdict' in value && 'glance' in value && 'steps' in value))
  ) {
    return value as unknown as Drill | RunResult;
  }
  throw new TypeError('a drill or the result of simulate() is expected (has a promise to be awaited?)');
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Why a rehearsal says nothing of what would have come of all of it: it is inconclusive, or some seed is, or it failed and
 * went on over what is not modelled. Null = all that was to be judged was judged.
 */
export function leftOpen({ verdict, reason, seeds, steps, runbooks }: RunResult): string | null {
  if (verdict === 'inconclusive') return `it is inconclusive: ${reason}`;
  const open = seeds?.inconclusive ?? [];
  if (open.length > 0) return `it is inconclusive in ${open.length} of ${seeds?.played} seeds, the first ${open[0]}`;
  if (verdict === 'passed') return null;
  const unknown = steps.find(({ outcome }) => outcome === 'notModelled');
  if (unknown !== undefined) return `line ${unknown.line} is not modelled, and what came after may hang on it`;
  return runbooks.find(({ bound }) => bound !== null)?.bound ?? null;
}
