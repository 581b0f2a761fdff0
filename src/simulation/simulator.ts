import { hash32 } from '../core/hash.js';
import type { Effects, Model } from '../core/model.js';
import type { TraceEntry } from '../core/trace.js';
import { EventQueue } from './event-queue.js';

/** One step of a script: an action at the earliest at `atMs`, a pause, or a wait for a condition. */
export type ScriptStep<A> =
  | { readonly kind: 'action'; readonly action: A; readonly atMs: number | null }
  | { readonly kind: 'wait'; readonly ms: number; readonly atMs: number | null }
  | {
      readonly kind: 'until';
      readonly condition: unknown;
      readonly timeoutMs: number;
      readonly atMs: number | null;
    };

/** An action from outside at a fixed virtual time. */
export interface Scheduled<A> {
  readonly atMs: number;
  readonly action: A;
}

/** What a script that is made while it runs sees, after all that is due has happened. */
export interface Present<A> {
  readonly nowMs: number;
  /** An action from outside, later: as if it had been among the scheduled ones from the start. */
  schedule(atMs: number, action: A): void;
}

/** The next step of a script; null = it has ended. */
export type NextStep<A> = (present: Present<A>) => ScriptStep<A> | null;

/** What the driver tells while it runs; everything in order of virtual time. */
export interface Listener<O> {
  observe(atMs: number, observation: O): void;
  /** `condition`: what the step waits for; null = it waits for none */
  stepStarted(index: number, atMs: number, condition: unknown): void;
  /** `timedOut`: a wait whose condition did not come true */
  stepEnded(index: number, atMs: number, timedOut: boolean): void;
}

export interface SimulateOptions<A> {
  readonly seed: number;
  readonly steps: readonly ScriptStep<A>[] | NextStep<A>;
  readonly scheduled: readonly Scheduled<A>[];
  /** the last action of the run, at its end */
  readonly closing: A;
  /** jump over steady stretches (default); the result is the same without */
  readonly jump?: boolean;
  /** record the trace (default false); nothing is jumped over then, so that it can be replayed */
  readonly record?: boolean;
}

export interface SimulateResult<S, A> {
  readonly state: S;
  readonly endedAtMs: number;
  readonly trace: readonly TraceEntry<A>[];
  /** agenda events handled, jumped periods not counted */
  readonly events: number;
}

/** Every command gives up at some time; one that runs for a year never will: a fault of the model. */
const COMMAND_LONGEST_MS = 366 * 86_400_000;

/** What a firing of the periodic slot left behind. */
interface Memory {
  atMs: number;
  snapshot: unknown;
  /** when the work in each slot is due, -1 = none runs */
  readonly dues: Float64Array;
}

/** Runs a script over a model in virtual time. */
export function simulate<S, A, O>(
  model: Model<S, A, O>,
  options: SimulateOptions<A>,
  listener: Listener<O>,
): SimulateResult<S, A> {
  return new Simulation(model, options, listener).run();
}

class Simulation<S, A, O> implements Effects<O> {
  private nowMs = 0;
  private events = 0;
  private readonly agenda: EventQueue<A>;
  private readonly periods: Float64Array;
  private readonly occurrences: Int32Array;
  private readonly trace: TraceEntry<A>[] = [];
  private readonly state: S;
  /** the last firing of the periodic slot; null = what it shows does not repeat itself */
  private memory: Memory | null = null;
  /** a memory that is no longer needed, to be used anew */
  private spare: Memory | null = null;

  constructor(
    private readonly model: Model<S, A, O>,
    private readonly options: SimulateOptions<A>,
    private readonly listener: Listener<O>,
  ) {
    this.agenda = new EventQueue(model.slots);
    this.periods = new Float64Array(model.slots);
    this.occurrences = new Int32Array(model.slots);
    for (const s of options.scheduled) this.agenda.add(s.atMs, s.action);
    this.state = model.initial(this);
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
    while (this.agenda.outsideCount > 0) this.handle();
    this.runUntil(this.nowMs);
    this.perform(this.options.closing);
    return { state: this.state, endedAtMs: this.nowMs, trace: this.trace, events: this.events };
  }

  private ask(script: NextStep<A>): ScriptStep<A> | null {
    this.runUntil(this.nowMs);
    const schedule = (atMs: number, action: A): void => this.agenda.add(Math.max(atMs, this.nowMs), action);
    return script({ nowMs: this.nowMs, schedule });
  }

  private runStep(step: ScriptStep<A>): boolean {
    if (step.kind === 'wait') {
      this.runUntil(this.nowMs + step.ms);
      return false;
    }
    if (step.kind === 'action') {
      // What comes from outside is no part of a period, even where it leaves the state as it was.
      this.forget();
      this.perform(step.action);
      const latestMs = this.nowMs + COMMAND_LONGEST_MS;
      while (this.model.busy(this.state)) {
        if (this.agenda.nextMs === Number.POSITIVE_INFINITY || this.nowMs > latestMs) {
          throw new Error('a command runs, but nothing is left that could end it');
        }
        this.handle();
      }
      return false;
    }
    const deadline = this.nowMs + step.timeoutMs;
    while (!this.model.holds(this.state, step.condition)) {
      if (this.agenda.nextMs > deadline) {
        this.runUntil(deadline);
        return !this.model.holds(this.state, step.condition);
      }
      this.handle(deadline, step.condition);
    }
    return false;
  }

  /** Handles all that is due up to and at `untilMs`, and ends there. */
  private runUntil(untilMs: number): void {
    while (this.agenda.nextMs <= untilMs) this.handle(untilMs);
    this.nowMs = Math.max(this.nowMs, untilMs);
    this.model.advance(this.state, this.nowMs);
  }

  /** Handles what is due next. `horizonMs`: no jump beyond it; `awaited`: the condition that is waited for. */
  private handle(horizonMs = Number.POSITIVE_INFINITY, awaited: unknown = null): void {
    this.nowMs = this.agenda.nextMs;
    const action = this.agenda.takeOutside();
    if (action !== null) {
      this.forget();
      this.perform(action);
      return;
    }
    const slot = this.agenda.takeSlot();
    const period = this.periods[slot];
    if (period > 0) this.schedule(slot, period);
    this.perform(this.model.finished(slot));
    const { fastForward } = this.model;
    if (fastForward?.slot !== slot || this.options.jump === false || this.options.record === true) return;
    // What a count of whole changes decides can come true in a period that is like the others.
    if (awaited === null || fastForward.cannotBecomeTrue(this.state, awaited)) this.jump(horizonMs, period);
  }

  private perform(action: A): void {
    this.events++;
    this.model.advance(this.state, this.nowMs);
    if (this.options.record) this.trace.push({ atMs: this.nowMs, action });
    this.model.apply(this.state, action, this);
  }

  private schedule(slot: number, inMs: number): void {
    this.agenda.set(slot, this.nowMs + inMs);
  }

  // Sink

  start(slot: number, minMs: number, maxMs: number): void {
    this.periods[slot] = 0;
    this.schedule(slot, minMs === maxMs ? minMs : this.draw(slot, minMs, maxMs));
  }

  startPeriodic(slot: number, firstMs: number, periodMs: number): void {
    this.periods[slot] = periodMs;
    this.schedule(slot, firstMs);
  }

  cancel(slot: number): void {
    this.agenda.remove(slot);
    this.periods[slot] = 0;
  }

  observe(observation: O): void {
    this.listener.observe(this.nowMs, observation);
  }

  /** Drawn by (seed, slot, occurrence), so that one more event elsewhere does not change it. */
  private draw(slot: number, minMs: number, maxMs: number): number {
    const nth = this.occurrences[slot]++;
    const r = hash32(`${this.options.seed}/${this.model.slotName(slot)}/${nth}`) / 2 ** 32;
    return Math.round(minMs + r * (maxMs - minMs));
  }

  // Steady stretches

  /**
   * After a firing of the periodic slot: where the last period only repeated the one before, skips whole
   * periods up to just before the next thing that comes from outside the period.
   */
  private jump(horizonMs: number, periodMs: number): void {
    const steady = this.model.fastForward!;
    const earlier = this.memory;
    const later = this.remember();
    const { dues } = later;
    if (earlier === null || this.nowMs - earlier.atMs !== periodMs) return;
    if (!steady.isSamePeriod(earlier.snapshot, later.snapshot, periodMs)) return;
    const limit = Math.min(this.limitOf(earlier.dues, dues, periodMs), horizonMs);
    // Strictly before the limit, so that what happens there happens in the ordinary way.
    const count = Math.ceil((limit - this.nowMs) / periodMs) - 1;
    if (!(count >= 1) || !Number.isFinite(count)) return;
    steady.skipPeriods(this.state, earlier.snapshot, later.snapshot, periodMs, count);
    this.agenda.move(earlier.dues, count * periodMs);
    this.nowMs += count * periodMs;
    this.model.advance(this.state, this.nowMs);
    this.forget();
  }

  /** Keeps the present as the last firing of the periodic slot; the one before becomes the spare one. */
  private remember(): Memory {
    const { spare, nowMs } = this;
    const memory = spare ?? { atMs: 0, snapshot: null, dues: new Float64Array(this.model.slots) };
    memory.atMs = nowMs;
    memory.snapshot = this.model.fastForward!.snapshot(this.state, memory.snapshot);
    memory.dues.set(this.agenda.dues);
    this.spare = this.memory;
    this.memory = memory;
    return memory;
  }

  private forget(): void {
    this.spare ??= this.memory;
    this.memory = null;
  }

  /** The first due time that does not belong to the period; the present where the two do not match. */
  private limitOf(earlier: Float64Array, now: Float64Array, periodMs: number): number {
    let limit = this.agenda.outsideMs;
    for (let slot = 0; slot < now.length; slot++) {
      const at = now[slot];
      if (earlier[slot] === at) {
        if (at >= 0) limit = Math.min(limit, at);
      } else if (at < 0 || earlier[slot] !== at - periodMs) return this.nowMs;
    }
    return limit;
  }
}
