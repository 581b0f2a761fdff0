/**
 * Delta debugging (ddmin) of a drill: the fewest steps and faults that still fail for the same cause, then plain waits and
 * times. A scheduled fault keeps its place in what is under way: where steps before it go, it comes as much earlier.
 */
import type { Drill, Step } from '../domain/drill.js';

/** A run that fails for the cause that is looked for: when each step of it began and ended, in ms. */
export interface FailingRun {
  readonly steps: readonly { readonly startedAtMs: number; readonly endedAtMs: number }[];
  /** when it failed; null = only its end shows it */
  readonly failedAtMs: number | null;
}

/** Runs a drill; null = it does not fail for that cause. */
export type Fails = (drill: Drill) => FailingRun | null;

/** Runs that a drill is worth. */
const RUNS_MAX = 3000;
const MINUTE = 60_000;
const PLAIN_WAITS_MS = [1, 5, 10, 30, 60, 120].map((minutes) => minutes * MINUTE);

/** The shortest drill that was found to fail for the same cause; null = the drill itself does not. */
export function shrinkDrill(drill: Drill, fails: Fails): Drill | null {
  const run = fails(drill);
  return run === null ? null : new Shrinking(drill, run, fails).shrunk();
}

/** What is left of a drill: the smaller the better. */
const sizeOf = ({ steps, faults }: Drill): number => steps.length + faults.length;

class Shrinking {
  private left = RUNS_MAX;

  constructor(
    private drill: Drill,
    private run: FailingRun,
    private readonly fails: Fails,
  ) {}

  shrunk(): Drill {
    this.cutAfterFailure();
    for (let before = Number.POSITIVE_INFINITY; sizeOf(this.drill) < before && this.left > 0; ) {
      before = sizeOf(this.drill);
      this.dropParts();
      this.plainWaits();
    }
    this.plainTimes();
    return this.drill;
  }

  /** Takes a drill over where it fails for the same cause. */
  private takes(candidate: Drill): boolean {
    if (this.left <= 0) return false;
    this.left--;
    const run = this.fails(candidate);
    if (run === null) return false;
    this.drill = candidate;
    this.run = run;
    return true;
  }

  private cutAfterFailure(): void {
    const { failedAtMs, steps } = this.run;
    if (failedAtMs === null) return;
    const { drill } = this;
    const kept = drill.steps.filter((_, i) => steps[i].startedAtMs <= failedAtMs);
    this.takes({ ...drill, steps: kept, faults: drill.faults.filter(({ atMs }) => atMs <= failedAtMs) });
  }

  /** Chunks of ever fewer neighbours, from the last to the first: what comes late is more often of no account. */
  private dropParts(): void {
    for (let chunk = Math.ceil(sizeOf(this.drill) / 2); chunk >= 1; chunk = chunk === 1 ? 0 : Math.ceil(chunk / 2)) {
      for (let end = sizeOf(this.drill); end > 0; end -= chunk) {
        const from = Math.max(0, end - chunk);
        const faults = this.drill.faults.length;
        const isGone = (place: number): boolean => place >= from && place < end;
        // Faults stand before steps here.
        this.takesWithout(
          (i) => isGone(i),
          (i) => isGone(faults + i),
        );
      }
    }
  }

  /** First with the later faults as much earlier, then with them where they were. */
  private takesWithout(goneFault: (index: number) => boolean, goneStep: (index: number) => boolean): boolean {
    const { drill, run } = this;
    const steps = drill.steps.filter((_, i) => !goneStep(i));
    const faults = drill.faults.filter((_, i) => !goneFault(i));
    const gone = run.steps.filter((_, i) => goneStep(i));
    const earlier = faults.map((fault) => ({ ...fault, atMs: fault.atMs - timeIn(gone, fault.atMs) }));
    if (this.takes({ ...drill, steps, faults: earlier })) return true;
    return gone.length > 0 && faults.length > 0 && this.takes({ ...drill, steps, faults });
  }

  private plainWaits(): void {
    for (let i = 0; i < this.drill.steps.length; i++) {
      const { work } = this.drill.steps[i];
      if (work.kind !== 'wait') continue;
      PLAIN_WAITS_MS.some((durationMs) => durationMs < work.durationMs && this.takesWait(i, durationMs));
    }
  }

  private takesWait(index: number, durationMs: number): boolean {
    const { drill, run } = this;
    const step: Step = { ...drill.steps[index], work: { kind: 'wait', durationMs } };
    const steps = drill.steps.with(index, step);
    const { startedAtMs, endedAtMs } = run.steps[index];
    const less = Math.max(0, endedAtMs - startedAtMs - durationMs);
    const faults = drill.faults.map((fault) =>
      fault.atMs > startedAtMs + durationMs ? { ...fault, atMs: Math.max(startedAtMs, fault.atMs - less) } : fault,
    );
    return this.takes({ ...drill, steps, faults });
  }

  /** Scheduled faults at whole minutes. */
  private plainTimes(): void {
    for (let i = 0; i < this.drill.faults.length; i++) {
      const { atMs } = this.drill.faults[i];
      for (const plain of [Math.floor(atMs / MINUTE) * MINUTE, Math.ceil(atMs / MINUTE) * MINUTE]) {
        const { drill } = this;
        if (
          plain !== atMs &&
          this.takes({ ...drill, faults: drill.faults.with(i, { ...drill.faults[i], atMs: plain }) })
        ) {
          break;
        }
      }
    }
  }
}

/** How much of the time before `atMs` passed in these steps. */
const timeIn = (steps: FailingRun['steps'], atMs: number): number =>
  steps.reduce(
    (sum, { startedAtMs, endedAtMs }) => sum + Math.max(0, Math.min(endedAtMs, atMs) - Math.min(startedAtMs, atMs)),
    0,
  );
