/**
 * Discrete-event simulation of a model in virtual time: takes the next event out of the queue, moves the clock to it,
 * applies it, and puts what it starts back into the queue. Durations are drawn by a hash of (seed, slot, occurrence),
 * so the same seed gives the same run to the byte. Steady stretches are fast-forwarded by whole periods.
 */
import { hash32 } from '../core/hash.js';
import type { Alphabet, Effects, FastForward, Model } from '../core/model.js';
import type { TraceEntry } from '../core/trace.js';
import { EventQueue } from './event-queue.js';

/** One step of a script: an action at the earliest at `atMs`, a pause, or a wait for a condition. */
export type ScriptStep<A, C> =
  | { readonly kind: 'action'; readonly action: A; readonly atMs: number | null }
  | { readonly kind: 'wait'; readonly ms: number; readonly atMs: number | null }
  | {
      readonly kind: 'until';
      readonly condition: C;
      readonly timeoutMs: number;
      readonly atMs: number | null;
    };

/** An external event: an action at a fixed virtual time. */
export interface Scheduled<A> {
  readonly atMs: number;
  readonly action: A;
}

/** What a script that is made while it runs sees, after all that is due has happened. */
export interface Present<A> {
  readonly nowMs: number;
  /** Those of some commands and faults that are possible now. */
  enabled(candidates: readonly A[]): readonly A[];
  /** Adds an external event, as if it had been among the scheduled ones from the start. */
  schedule(atMs: number, action: A): void;
}

/** The next step of a script; null = it has ended. */
export type NextStep<A, C> = (present: Present<A>) => ScriptStep<A, C> | null;

/** What the driver tells while it runs; everything in order of virtual time. */
export interface Listener<E, C> {
  observe(atMs: number, event: E): void;
  /** all that one event does has been observed */
  applied(atMs: number): void;
  /** `condition`: what the step waits for; null = it waits for none */
  stepStarted(index: number, atMs: number, condition: C | null): void;
  /** `timedOut`: a wait whose condition did not come true */
  stepEnded(index: number, atMs: number, timedOut: boolean): void;
}

export interface SimulateOptions<S, A, C, Snapshot> {
  readonly seed: number;
  readonly steps: readonly ScriptStep<A, C>[] | NextStep<A, C>;
  readonly scheduled: readonly Scheduled<A>[];
  /** the last action of the run, at its end */
  readonly closing: A;
  /** skips steady stretches; null = every period is simulated, and the result is the same */
  readonly fastForward: FastForward<S, C, Snapshot> | null;
  /** record the trace (default false); nothing is skipped then, so that it can be replayed */
  readonly record?: boolean;
}

export interface SimulateResult<S, A> {
  readonly state: S;
  readonly endedAtMs: number;
  readonly trace: readonly TraceEntry<A>[];
  /** events handled, those of skipped periods not counted */
  readonly events: number;
}

/** Every command gives up at some time; one that runs for a year never will: a fault of the model. */
const COMMAND_LONGEST_MS = 366 * 86_400_000;

/** What a firing of the periodic slot left behind. */
interface PeriodStart<Snapshot> {
  atMs: number;
  snapshot: Snapshot;
  /** when the work in each slot is due, -1 = none is pending */
  readonly dues: Float64Array;
}

/** Runs a script over a model in virtual time. */
export function simulate<S, A, E, C, Snapshot>(
  model: Model<S, A, E, C>,
  options: SimulateOptions<S, A, C, Snapshot>,
  listener: Listener<E, C>,
): SimulateResult<S, A> {
  return new Simulation(model, options, listener).run();
}

class Simulation<S, A, E, C, Snapshot> implements Effects<E> {
  private nowMs = 0;
  private events = 0;
  private readonly queue: EventQueue<A>;
  private readonly alphabets = new WeakMap<readonly A[], Alphabet<A>>();
  private readonly periods: Float64Array;
  private readonly occurrences: Int32Array;
  private readonly trace: TraceEntry<A>[] = [];
  private readonly state: S;
  private readonly fastForward: FastForward<S, C, Snapshot> | null;
  /** the last firing of the periodic slot; null = what followed it does not repeat itself */
  private lastPeriod: PeriodStart<Snapshot> | null = null;
  /** one that is no longer needed, to be used anew */
  private spare: PeriodStart<Snapshot> | null = null;

  constructor(
    private readonly model: Model<S, A, E, C>,
    private readonly options: SimulateOptions<S, A, C, Snapshot>,
    private readonly listener: Listener<E, C>,
  ) {
    this.queue = new EventQueue(model.slots);
    this.periods = new Float64Array(model.slots);
    this.occurrences = new Int32Array(model.slots);
    this.fastForward = options.record === true ? null : options.fastForward;
    for (const s of options.scheduled) this.queue.add(s.atMs, s.action);
    this.state = model.initial(this);
    listener.applied(0);
  }

  run(): SimulateResult<S, A> {
    const { steps } = this.options;
    const next = typeof steps === 'function' ? () => this.ask(steps) : (i: number) => steps[i] ?? null;
    let i = 0;
    for (let step = next(i); step !== null; step = next(++i)) {
      // What is due at the end of the step before comes first: faults and work before steps.
      this.runUntil(Math.max(this.nowMs, step.atMs ?? 0));
      this.listener.stepStarted(i, this.nowMs, step.kind === 'until' ? step.condition : null);
      const timedOut = this.runStep(step);
      this.listener.stepEnded(i, this.nowMs, timedOut);
    }
    while (this.queue.externalCount > 0) this.handleNext();
    this.runUntil(this.nowMs);
    this.apply(this.options.closing);
    return { state: this.state, endedAtMs: this.nowMs, trace: this.trace, events: this.events };
  }

  private ask(script: NextStep<A, C>): ScriptStep<A, C> | null {
    this.runUntil(this.nowMs);
    return script({
      nowMs: this.nowMs,
      // When pending work ends is the queue's to say. A list that is asked about again is the same alphabet, whose guards a model has already.
      enabled: (candidates) => {
        const alphabet = this.alphabets.get(candidates) ?? { pending: [], candidates };
        this.alphabets.set(candidates, alphabet);
        return this.model.enabled(this.state, alphabet);
      },
      schedule: (atMs, action) => this.queue.add(Math.max(atMs, this.nowMs), action),
    });
  }

  private runStep(step: ScriptStep<A, C>): boolean {
    if (step.kind === 'wait') {
      this.runUntil(this.nowMs + step.ms);
      return false;
    }
    if (step.kind === 'action') {
      // An external event is no part of a period, even where it leaves the state as it was.
      this.endPeriod();
      this.apply(step.action);
      const latestMs = this.nowMs + COMMAND_LONGEST_MS;
      while (this.model.busy(this.state)) {
        if (this.queue.nextMs === Number.POSITIVE_INFINITY || this.nowMs > latestMs) {
          throw new Error('a command runs, but nothing is left that could end it');
        }
        this.handleNext();
      }
      return false;
    }
    const deadlineMs = this.nowMs + step.timeoutMs;
    while (!this.model.holds(this.state, step.condition)) {
      if (this.queue.nextMs > deadlineMs) {
        this.runUntil(deadlineMs);
        return !this.model.holds(this.state, step.condition);
      }
      this.handleNext(deadlineMs, step.condition);
    }
    return false;
  }

  /** Handles all that is due up to and at `untilMs`, and ends there. */
  private runUntil(untilMs: number): void {
    while (this.queue.nextMs <= untilMs) this.handleNext(untilMs);
    this.nowMs = Math.max(this.nowMs, untilMs);
    this.model.advance(this.state, this.nowMs);
  }

  /** Handles what is due next. `horizonMs`: nothing is skipped beyond it; `awaited`: the condition waited for. */
  private handleNext(horizonMs = Number.POSITIVE_INFINITY, awaited: C | null = null): void {
    this.nowMs = this.queue.nextMs;
    const action = this.queue.takeExternal();
    if (action !== null) {
      this.endPeriod();
      this.apply(action);
      return;
    }
    const slot = this.queue.takeSlot();
    const periodMs = this.periods[slot];
    if (periodMs > 0) this.schedule(slot, periodMs);
    this.apply(this.model.finished(slot));
    const { fastForward } = this;
    if (fastForward?.slot !== slot) return;
    // What a count of whole changes decides can come true in a period that is like the others.
    if (awaited !== null && !fastForward.cannotBecomeTrue(this.state, awaited)) return;
    this.skipPeriods(fastForward, horizonMs, periodMs);
  }

  private apply(action: A): void {
    this.events++;
    this.model.advance(this.state, this.nowMs);
    if (this.options.record) this.trace.push({ atMs: this.nowMs, action });
    this.model.apply(this.state, action, this);
    this.listener.applied(this.nowMs);
  }

  private schedule(slot: number, inMs: number): void {
    this.queue.set(slot, this.nowMs + inMs);
  }

  // Effects

  start(slot: number, minMs: number, maxMs: number): void {
    this.periods[slot] = 0;
    this.schedule(slot, this.draw(slot, minMs, maxMs));
  }

  startPeriodic(slot: number, minFirstMs: number, maxFirstMs: number, periodMs: number): void {
    this.periods[slot] = periodMs;
    this.schedule(slot, this.draw(slot, minFirstMs, maxFirstMs));
  }

  cancel(slot: number): void {
    this.queue.remove(slot);
    this.periods[slot] = 0;
  }

  observe(event: E): void {
    this.listener.observe(this.nowMs, event);
  }

  /** Drawn by (seed, slot, occurrence), so that one more event elsewhere does not change it. */
  private draw(slot: number, minMs: number, maxMs: number): number {
    if (minMs === maxMs) return minMs;
    const nth = this.occurrences[slot]++;
    const r = hash32(`${this.options.seed}/${this.model.slotName(slot)}/${nth}`) / 2 ** 32;
    return Math.round(minMs + r * (maxMs - minMs));
  }

  // Steady stretches

  /**
   * After a firing of the periodic slot: where the last period only repeated the one before, skips whole
   * periods up to just before the next event that is not part of them.
   */
  private skipPeriods(fastForward: FastForward<S, C, Snapshot>, horizonMs: number, periodMs: number): void {
    const earlier = this.lastPeriod;
    const later = this.beginPeriod(fastForward);
    const { dues } = later;
    if (earlier === null || this.nowMs - earlier.atMs !== periodMs) return;
    if (!fastForward.isSamePeriod(earlier.snapshot, later.snapshot, periodMs)) return;
    const limitMs = Math.min(this.periodsEndMs(earlier.dues, dues, periodMs), horizonMs);
    // Strictly before the limit, so that what happens there happens in the ordinary way.
    const count = Math.ceil((limitMs - this.nowMs) / periodMs) - 1;
    if (!(count >= 1) || !Number.isFinite(count)) return;
    fastForward.skipPeriods(this.state, earlier.snapshot, later.snapshot, periodMs, count);
    this.queue.postpone(earlier.dues, count * periodMs);
    this.nowMs += count * periodMs;
    this.model.advance(this.state, this.nowMs);
    this.endPeriod();
  }

  /** Keeps the present as the last firing of the periodic slot; the one before becomes the spare one. */
  private beginPeriod(fastForward: FastForward<S, C, Snapshot>): PeriodStart<Snapshot> {
    const { spare, nowMs, state } = this;
    const snapshot = fastForward.snapshot(state, spare?.snapshot ?? null);
    const period = spare ?? { atMs: 0, snapshot, dues: new Float64Array(this.model.slots) };
    period.atMs = nowMs;
    period.snapshot = snapshot;
    period.dues.set(this.queue.dues);
    this.spare = this.lastPeriod;
    this.lastPeriod = period;
    return period;
  }

  private endPeriod(): void {
    this.spare ??= this.lastPeriod;
    this.lastPeriod = null;
  }

  /** The first due time that does not belong to the period; the present where the two do not match. */
  private periodsEndMs(earlier: Float64Array, now: Float64Array, periodMs: number): number {
    let endMs = this.queue.externalMs;
    for (let slot = 0; slot < now.length; slot++) {
      const at = now[slot];
      if (earlier[slot] === at) {
        if (at >= 0) endMs = Math.min(endMs, at);
      } else if (at < 0 || earlier[slot] !== at - periodMs) return this.nowMs;
    }
    return endMs;
  }
}
