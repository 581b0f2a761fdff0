/** The tasks that a check consists of: plain data, so that any thread and any machine can do any of them in any order. */
import type { PlayedSeed } from '../run/seeds.js';
import type { CheckedDrill } from './campaign-result.js';
import type { Broken, SequencesReached } from './random-sequences.js';

export type Task = DrillTask | SequencesTask;

/** A drill, a runbook or a kept counterexample, with its seeds or a share of them. */
export interface DrillTask {
  readonly kind: CheckedDrill['kind'];
  readonly path: string;
  /** of a runbook that names none */
  readonly topology: string | null;
  /** how many seeds; null = the usual number */
  readonly seeds: number | null;
  /** which of the seeds; null = all of them */
  readonly share: SeedShare | null;
  /** warnings fail it */
  readonly strict: boolean;
  /** what of the model its runs reach is noted */
  readonly coverage: boolean;
}

/** Consecutive seeds of a drill, counted from its own: the first, and the one after the last, of so many. */
export interface SeedShare {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

/** Consecutive random sequences of one topology. */
export interface SequencesTask {
  readonly kind: 'sequences';
  /** the topology */
  readonly path: string;
  readonly seed: number;
  /** the number of the first sequence, and of the one after the last */
  readonly from: number;
  readonly to: number;
  readonly coverage: boolean;
}

export type TaskResult = DrillTaskResult | SeedsTaskResult | SequencesTaskResult;

export interface DrillTaskResult {
  readonly kind: 'drill';
  readonly checked: CheckedDrill;
  /** keys of what its runs reached of the model, sorted; null = nobody asked */
  readonly reachedModel: readonly string[] | null;
}

/** What a share of the seeds of a drill came to. */
export interface SeedsTaskResult {
  readonly kind: 'seeds';
  /** as if they were all; null = there is nothing to play, as the drill is long */
  readonly checked: CheckedDrill | null;
  readonly played: readonly PlayedSeed[];
  readonly reachedModel: readonly string[] | null;
}

/** What sequences came to, up to the first that broke an invariant. */
export interface SequencesTaskResult {
  readonly kind: 'sequences';
  readonly played: number;
  readonly reached: SequencesReached;
  readonly broken: { readonly index: number; readonly broken: Broken } | null;
  readonly reachedModel: readonly string[] | null;
}

/** Whether plain data has the shape of a result of this task, as far as it tells kinds apart. */
export function isResultOf(value: unknown, task: Task): value is TaskResult {
  const kind = (value as TaskResult | null)?.kind;
  if (task.kind === 'sequences') return kind === 'sequences';
  return kind === (task.share === null ? 'drill' : 'seeds');
}

/** Whether a drill fails a check; `update`: what is worse than the baseline is taken for granted. */
export function failsCheck({ result, since }: CheckedDrill, update: boolean): boolean {
  const isWorse = since?.some(({ direction }) => direction === 'worse') === true;
  return result.verdict === 'failed' || (isWorse && !update);
}

/** How much work a task is, in runs: a sequence is about as much as one seed of a drill. */
export function weightOf(task: Task, usualSeeds: number): number {
  if (task.kind === 'sequences') return task.to - task.from;
  return task.share === null ? (task.seeds ?? usualSeeds) : task.share.to - task.share.from;
}
