/** A share of an exploration as a task: plain data, so that any machine can search it, and what it came to. */
import type { PartNumber } from '../exploration/exploration-parts.js';
import type { ExploreRequest } from '../exploration/request.js';
import type { LogResult } from '../exploration/search-threads.js';
import { isResultOf, type Task, type TaskResult } from './task.js';

/** The share that one part has of one log. */
export interface SearchTask {
  readonly kind: 'search';
  /** the drill */
  readonly path: string;
  /** instead of the one that the drill names */
  readonly topology: string | null;
  readonly overlay: string | null;
  /** instead of the drill's own */
  readonly seed: number | null;
  readonly request: ExploreRequest;
  /** the log, as its plan calls it */
  readonly log: string;
  readonly part: PartNumber;
  /** states of this search at most; null = no bound */
  readonly maxStates: number | null;
}

export interface SearchTaskResult {
  readonly kind: 'search';
  /** with states as lists of numbers (`partOf`) */
  readonly result: LogResult;
}

/** What goes over a queue. */
export type QueuedTask = Task | SearchTask;

/** What comes of it. */
export type QueuedResult = TaskResult | SearchTaskResult;

/** Whether plain data has the shape of a result of this task, as far as it tells kinds apart. */
export const isQueuedResultOf = (value: unknown, task: QueuedTask): value is QueuedResult =>
  task.kind === 'search' ? (value as QueuedResult | null)?.kind === 'search' : isResultOf(value, task);
