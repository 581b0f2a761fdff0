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
  /** Stop after the level in which the first way was found. Default: go on. */
  readonly stopAtFirstViolation?: boolean;
  /**
   * Also find the states from which none that is `PackedModel.recovered` can be reached any more. Takes about as
   * long again, in one thread. Default: no.
   */
  readonly recovery?: boolean;
  /** Bytes for what a thread has found and not looked up yet; the result is the same with any. Default: 32 MiB. */
  readonly successorBufferBytes?: number;
  /** Let one state stand for all that are symmetrical to it (`PackedModel.fold`). Default: no. */
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

/** A way in which a property breaks, or an outcome: how often, and a shortest path to it. */
export interface Shown {
  readonly name: string;
  /** Distinct states, or transitions, of this name. */
  readonly count: number;
  readonly path: Path;
}

/** An outcome: how many distinct states have it. Of several of one kind only a plainest one has a path. */
export interface ShownOutcome extends Omit<Shown, 'path'> {
  readonly path: Path | null;
}

/** Whether every state can find its way to one that is recovered. */
export interface RecoveryResult {
  /** `unknown`: a bound was met before. */
  readonly verdict: 'always' | 'notAlways' | 'unknown';
  /** States that cannot, and a shortest path to one of them; null where there are none, or it is not known. */
  readonly stuck: Shown | null;
}

/**
 * The result of a search. A complete one is the same whatever the number of threads; so is one that was stopped
 * between two levels. One stopped within a level depends on what was expanded first.
 */
export interface CheckResult {
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
  /** One a way, by name; each with a shortest path. */
  readonly violations: readonly Shown[];
  /** One an outcome, by name. */
  readonly outcomes: readonly ShownOutcome[];
  /** null where it was not asked for. */
  readonly recovery: RecoveryResult | null;
}
