/** The tasks that a check consists of: plain data, so that any thread and any machine can do any of them in any order. */
import type { CheckedDrill } from './campaign-result.js';
import type { Broken, SequencesReached } from './random-sequences.js';

export type Task = DrillTask | SequencesTask;

/** A drill, a runbook or a kept counterexample, with all its seeds. */
export interface DrillTask {
  readonly kind: CheckedDrill['kind'];
  readonly path: string;
  /** of a runbook that names none */
  readonly topology: string | null;
  /** how many seeds; null = the usual number */
  readonly seeds: number | null;
  /** warnings fail it */
  readonly strict: boolean;
  /** what of the model its runs reach is noted */
  readonly coverage: boolean;
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

export type TaskResult = DrillTaskResult | SequencesTaskResult;

export interface DrillTaskResult {
  readonly kind: 'drill';
  readonly checked: CheckedDrill;
  /** keys of what its runs reached of the model, sorted; null = nobody asked */
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

/** Whether a task found something that fails a check; `update`: what is worse than the baseline is taken for granted. */
export function hasFailed(result: TaskResult, update: boolean): boolean {
  if (result.kind === 'sequences') return result.broken !== null;
  const { result: run, since } = result.checked;
  const isWorse = since?.some(({ direction }) => direction === 'worse') === true;
  return run.verdict === 'failed' || (isWorse && !update);
}

/** How much work a task is, in runs: a sequence is about as much as one seed of a drill. */
export const weightOf = (task: Task, usualSeeds: number): number =>
  task.kind === 'sequences' ? task.to - task.from : (task.seeds ?? usualSeeds);
