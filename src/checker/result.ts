import type { Path } from './shortest-path.js';

/** Where a search stops although there may be more. What is absent is not limited. */
export interface Bounds {
  /** States stored. With several threads a few more may be found before all have stopped. */
  readonly maxStates?: number;
  readonly timeLimitMs?: number;
  /**
   * Bytes for what the search stores; the runtime itself takes some 50 MiB a thread besides. Default: 4 GiB.
   * Reserved at the start, but taken from the system only as it fills.
   */
  readonly memoryLimitBytes?: number;
}

export interface CheckOptions extends Bounds {
  /** Stop after the level in which the first violation was found. Default: go on. */
  readonly stopAtFirstViolation?: boolean;
  /**
   * Also find the states from which no `PackedModel.isGoal` can be reached any more. Takes about as
   * long again, in one thread. Default: no.
   */
  readonly recovery?: boolean;
  /** Bytes for what a thread has found and not looked up yet; the result is the same with any. Default: 32 MiB. */
  readonly successorBufferBytes?: number;
  /** Let one state stand for all that are symmetrical to it (`PackedModel.canonicalize`). Default: no. */
  readonly canonicalize?: boolean;
  /** Stops the search; what is known so far is the result. */
  readonly signal?: AbortSignal;
  /** Called now and then, at most every `progressEveryMs` (default 500). */
  readonly progress?: (progress: Progress) => void;
  readonly progressEveryMs?: number;
}

export interface Progress {
  readonly states: number;
  /** States known but not expanded yet. */
  readonly frontier: number;
  /** All states up to so many actions from the initial one are known. */
  readonly depth: number;
  /** Since the last call. */
  readonly statesPerSecond: number;
  /** Bytes that the search itself has in use. */
  readonly memoryBytes: number;
  readonly elapsedMs: number;
}

/** What ended a search that is not complete. */
export type StoppedBy = 'states' | 'time' | 'memory' | 'abort' | 'broken';

/** A violation, or an end state: how often, and a shortest path to it. */
export interface Discovery<R, P = Path> {
  /** What the model says that it is. */
  readonly record: R;
  /** The key of the record: equal keys are one discovery. */
  readonly key: string;
  /** Distinct states, or transitions, that have it. */
  readonly count: number;
  readonly path: P;
}

/** Whether every state can find its way to one that is recovered. */
export interface RecoveryResult {
  /** `unknown`: a bound was met before. */
  readonly verdict: 'always' | 'notAlways' | 'unknown';
  /** States that cannot, and a shortest path to one of them; null where there are none, or it is not known. */
  readonly stuck: Pick<Discovery<never>, 'count' | 'path'> | null;
}

/**
 * The result of a search. A complete one is the same whatever the number of threads; so is one that was stopped
 * between two levels. One stopped within a level depends on what was expanded first.
 */
export interface CheckResult<V, E> {
  /** Every reachable state was found, checked and expanded: what is not under `violations` does not happen. */
  readonly complete: boolean;
  /** null where it is complete. */
  readonly stoppedBy: StoppedBy | null;
  /** Distinct states found. */
  readonly states: number;
  /** Enabled actions, summed over the expanded states. */
  readonly transitions: number;
  /** All states up to so many actions from the initial one were found and checked; if complete, there are none farther. */
  readonly depth: number;
  /** States found but not expanded; 0 if complete. */
  readonly frontier: number;
  /** One a record, by key; each with a shortest path. */
  readonly violations: readonly Discovery<V>[];
  /** One a record, by key. Of several of one kind only a plainest one has a path. */
  readonly endStates: readonly Discovery<E, Path | null>[];
  /** null where it was not asked for. */
  readonly recovery: RecoveryResult | null;
}
