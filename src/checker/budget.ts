/**
 * The one clock of the product: time limits, time slices and rates of progress. What depends on it is when a search
 * stops, never what a complete search finds.
 */
import type { CheckOptions, CheckProgress, StoppedBy } from './check-result.js';

const PROGRESS_EVERY_MS = 500;
/** How long a search keeps the event loop to itself. */
const SLICE_MS = 20;

/** How long one search may go on, and when it yields and reports. */
export class Budget {
  private readonly startedAtMs = performance.now();
  private reportedAtMs = this.startedAtMs;
  private reportedStates = 0;
  private sliceEndsAtMs = this.startedAtMs + SLICE_MS;

  constructor(private readonly options: CheckOptions) {}

  /** It is time to let others have the event loop. */
  get sliceIsOver(): boolean {
    return performance.now() >= this.sliceEndsAtMs;
  }

  /** Lets others run, such as a handler of Ctrl-C, and begins a new slice. */
  async yieldToEventLoop(): Promise<void> {
    await new Promise<void>((resolve) => (typeof setImmediate === 'function' ? setImmediate : setTimeout)(resolve));
    this.sliceEndsAtMs = performance.now() + SLICE_MS;
  }

  /** The bound outside the search itself that is exceeded; null = none is. */
  exceeded(): StoppedBy | null {
    if (this.options.signal?.aborted) return 'abort';
    const limit = this.options.timeLimitMs;
    return limit !== undefined && performance.now() - this.startedAtMs >= limit ? 'time' : null;
  }

  /** Tells the caller how far the search is, if it is time to. */
  report(counts: () => Omit<CheckProgress, 'statesPerSecond' | 'elapsedMs'>): void {
    const { progress, progressEveryMs = PROGRESS_EVERY_MS } = this.options;
    const nowMs = performance.now();
    const sinceMs = nowMs - this.reportedAtMs;
    if (progress === undefined || sinceMs < progressEveryMs) return;
    const { states, frontier, depth, memoryBytes } = counts();
    progress({
      states,
      frontier,
      depth,
      memoryBytes,
      statesPerSecond: Math.round(((states - this.reportedStates) / sinceMs) * 1000),
      elapsedMs: Math.round(nowMs - this.startedAtMs),
    });
    this.reportedAtMs = nowMs;
    this.reportedStates = states;
  }
}

/** How long something has taken since this was made. */
export class Stopwatch {
  private readonly startedAtMs = performance.now();

  /** Whole ms. */
  get elapsedMs(): number {
    return Math.round(performance.now() - this.startedAtMs);
  }
}

/** A time limit of several searches together, which begins now; null = there is none. */
export class TimeLimit {
  private readonly endsAtMs: number;

  constructor(limitMs: number | null) {
    this.endsAtMs = limitMs === null ? Number.POSITIVE_INFINITY : performance.now() + limitMs;
  }

  /** What is left of it, ms: 0 = it is over, infinite = there is none. */
  get leftMs(): number {
    return Math.max(0, this.endsAtMs - performance.now());
  }
}
