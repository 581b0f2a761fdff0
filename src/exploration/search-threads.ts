/** Searches in other threads: a port, so that a drill can also be searched where there are none. */
import type { CheckOptions, CheckResult } from '../checker/check-result.js';
import type { DrillStateSpace } from './state-space/drill-state-space.js';
import type { EndState } from './state-space/end-state.js';
import type { Violation } from './state-space/violation.js';

/** What a search of one log came to. */
export type LogResult = CheckResult<Violation, EndState>;

/** Threads that search. */
export interface SearchThreads {
  /** how many are used where nobody says so */
  usual(): number;
  /** One search that so many threads share. */
  searchTogether(space: DrillStateSpace, threads: number, options: CheckOptions): Promise<LogResult>;
  /** A thread that does whole searches, one after another. */
  start(): SearchThread;
}

/** A thread that does whole searches. */
export interface SearchThread {
  search(space: DrillStateSpace, options: CheckOptions): Promise<LogResult>;
  end(): Promise<void>;
}
