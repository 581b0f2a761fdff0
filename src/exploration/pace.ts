import type { ExploreOptions, Progress, StoppedBy } from './result.js';

const PROGRESS_EVERY_MS = 500;

/** The clock of a search: when it has to stop, and when to say how far it is. */
export class Pace {
  private readonly startedAtMs = performance.now();
  private saidAtMs = this.startedAtMs;
  private saidStates = 0;

  constructor(private readonly options: ExploreOptions) {}

  /** What outside the search itself ends it now; null = nothing. */
  overdue(): StoppedBy | null {
    if (this.options.signal?.aborted) return 'abort';
    const limit = this.options.timeLimitMs;
    return limit !== undefined && performance.now() - this.startedAtMs >= limit ? 'time' : null;
  }

  /** Tells the caller, if it is time to. */
  report(known: () => Omit<Progress, 'statesPerSecond' | 'elapsedMs'>): void {
    const { progress, progressEveryMs = PROGRESS_EVERY_MS } = this.options;
    const nowMs = performance.now();
    const sinceMs = nowMs - this.saidAtMs;
    if (progress === undefined || sinceMs < progressEveryMs) return;
    const { states, frontier, depth, memoryBytes } = known();
    progress({
      states,
      frontier,
      depth,
      memoryBytes,
      statesPerSecond: Math.round(((states - this.saidStates) / sinceMs) * 1000),
      elapsedMs: Math.round(nowMs - this.startedAtMs),
    });
    this.saidAtMs = nowMs;
    this.saidStates = states;
  }
}
