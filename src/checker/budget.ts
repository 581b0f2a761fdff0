import type { CheckOptions, Progress, StoppedBy } from './result.js';

const PROGRESS_EVERY_MS = 500;
/** How long a search goes on before others get their turn. */
const SLICE_MS = 20;

/** The clock of a search: when it has to stop, and when to say how far it is. */
export class Budget {
  private readonly startedAtMs = performance.now();
  private saidAtMs = this.startedAtMs;
  private saidStates = 0;
  private sliceEndsAtMs = this.startedAtMs + SLICE_MS;

  constructor(private readonly options: CheckOptions) {}

  /** The last rest is a while ago. */
  get tired(): boolean {
    return performance.now() >= this.sliceEndsAtMs;
  }

  /** Others get their turn, such as Ctrl-C. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.sliceEndsAtMs = performance.now() + SLICE_MS;
  }

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
