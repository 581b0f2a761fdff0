/** What a check is asked for and what it answers: bounds, options, progress, and the result with its counterexamples. */
import type { Path } from './shortest-path.js';

/** Where a search stops although there may be more. What is absent is not limited. */
export interface CheckBounds {
  /** States stored. With several threads a few more may be found before all have stopped. */
  readonly maxStates?: number;
  readonly timeLimitMs?: number;
  /**
   * Bytes for what the search stores; the runtime itself takes some 50 MiB a thread besides. Default: 4 GiB.
   * Reserved at the start, but taken from the system only as it fills.
   */
  readonly memoryLimitBytes?: number;
}

/** How a model is checked; a complete search gives the same result with any `successorBufferBytes`. */
export interface CheckOptions extends CheckBounds {
  /** Stop after the level in which the first violation was found. Default: go on. */
  readonly stopAtFirstViolation?: boolean;
  /**
   * Check AG EF `PackedModel.isGoal` too: find the states from which no goal can be reached any more. Takes about as
   * long again, in one thread. Default: no.
   */
  readonly recoverability?: boolean;
  /**
   * Work out the worst end that can follow each cell of `PackedModel.ratedEnds`, where the search has no more states than
   * this. Takes about half as long again, in one thread, and 8 bytes a transition. Default: 0, no.
   */
  readonly worstEnds?: number;
  /** Bytes for successors of each thread that are not deduplicated yet. Default: 32 MiB. */
  readonly successorBufferBytes?: number;
  /** Symmetry reduction: one state represents all that are symmetrical to it. Default: no. */
  readonly canonicalize?: boolean;
  /**
   * Search by `PackedModel.interned` where the model has it; a complete search gives the same result either way. Where
   * its numbers are used up, the search begins anew by words. Default: yes.
   */
  readonly interned?: boolean;
  /** Stops the search; what is known so far is the result. */
  readonly signal?: AbortSignal;
  /** Called now and then, at most every `progressEveryMs` (default 500). */
  readonly progress?: (progress: CheckProgress) => void;
  readonly progressEveryMs?: number;
  /** Called whenever others had their turn, with the states found so far; what it throws ends the search. In this thread only. */
  readonly atSlice?: (states: number) => void;
}

/** How far a search is. */
export interface CheckProgress {
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
export type StoppedBy = 'states' | 'time' | 'memory' | 'abort' | 'violation';

/** A violation, or an end state: how often, and a shortest path to it. */
export interface Discovery<R, P = Path> {
  /** What the model says that it is. */
  readonly record: R;
  /** The key of the record: equal keys are one discovery. */
  readonly key: string;
  /** Distinct states, or transitions, that have it. */
  readonly count: number;
  /** What the path ends with: a state that has it, or a transition. */
  readonly of: 'state' | 'transition';
  readonly path: P;
}

/** AG EF goal: whether from every reachable state some goal can still be reached. */
export interface Recoverability {
  /** `unknown`: a bound was met before, or the model has no goals. */
  readonly verdict: 'always' | 'notAlways' | 'unknown';
  /** The states that reach none, and a shortest path to one of them; null where there are none, or it is not known. */
  readonly unrecoverable: Pick<Discovery<never>, 'count' | 'path'> | null;
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
  /** Distinct states found that count (`PackedModel.isForeign`). */
  readonly states: number;
  /** Distinct states found that do not count. */
  readonly foreign: number;
  /** Enabled actions, summed over the expanded states; of those that lead to states that count. */
  readonly transitions: number;
  /** All states up to so many actions from the initial one were found and checked; if complete, there are none farther. */
  readonly depth: number;
  /** States found but not expanded; 0 if complete. */
  readonly frontier: number;
  /** One a record, by key; each with a shortest path. */
  readonly violations: readonly Discovery<V>[];
  /** One a record, by key. Only those that are a plainest one of some kind have a path. */
  readonly endStates: readonly Discovery<E, Path | null>[];
  /** null where it was not asked for. */
  readonly recoverability: Recoverability | null;
  /** severity of the worst end that can follow, by cell, 0 = never taken; null where it is not known */
  readonly worstEnds: readonly number[] | null;
}
