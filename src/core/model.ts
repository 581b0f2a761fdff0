/**
 * The one interface between the model of a deployment and whatever drives it.
 *
 * A model is pure: `step(model, state, action)` gives the next state and what was observed. It has no
 * clock, no randomness and no I/O. `apply` is the same in place, for drivers that own their state.
 * Time enters only through `advance`, which the timed drivers call before each action.
 */
export interface Model<State, Action, Observation> {
  initial(sink: Effects<Observation>): State;
  clone(state: State): State;
  /** Virtual time has come to `nowMs` (whole ms, never backwards) with nothing happening in between. */
  advance(state: State, nowMs: number): void;
  apply(state: State, action: Action, sink: Effects<Observation>): void;
  /** The action that says: the work in `slot` is done. */
  finished(slot: number): Action;
  /** The action begun last is still under way. */
  busy(state: State): boolean;
  /** Whether a condition that a script waits for holds now. */
  holds(state: State, condition: unknown): boolean;
  /** A stable name of a work slot; durations are drawn by it. */
  slotName(slot: number): string;
  readonly slots: number;
  /** Steady stretches that a timed driver may jump over; absent = none. */
  readonly fastForward?: FastForward<State>;
}

/** Where a model says what it starts, cancels and shows while an action is applied. */
export interface Effects<Observation> {
  /** Work in `slot` ends between `minMs` and `maxMs` from now; the driver decides when. Replaces what ran there. */
  start(slot: number, minMs: number, maxMs: number): void;
  /** As `start`, then again every `periodMs`, the first time after `firstMs`; has no jitter. */
  startPeriodic(slot: number, firstMs: number, periodMs: number): void;
  cancel(slot: number): void;
  observe(observation: Observation): void;
}

/**
 * A stretch in which the same period repeats. At each firing of the periodic `slot` the driver asks
 * for a snapshot; where two snapshots one period apart are `alike`, whole periods may be skipped.
 */
export interface FastForward<State> {
  readonly slot: number;
  /** `into`: a snapshot of this model that is no longer needed; null = there is none */
  snapshot(state: State, into: unknown): unknown;
  /** The later snapshot is the earlier one moved by `periodMs`. */
  isSamePeriod(earlier: unknown, later: unknown, periodMs: number): boolean;
  /**
   * A condition that a script waits for is false, and stays so as long as the present period repeats itself:
   * nothing decides it that goes on counting.
   */
  cannotBecomeTrue(state: State, condition: unknown): boolean;
  /** Moves the state by `count` periods and observes what would have been observed in them. */
  skipPeriods(state: State, earlier: unknown, later: unknown, periodMs: number, count: number): void;
}

/** What an action led to. */
export interface Stepped<State, Observation> {
  readonly state: State;
  readonly observed: readonly Observation[];
  readonly started: readonly { slot: number; minMs: number; maxMs: number }[];
  readonly cancelled: readonly number[];
}

/** The pure step: leaves `state` as it is. `nowMs` = null for drivers without time. */
export function step<S, A, O>(
  model: Model<S, A, O>,
  state: S,
  action: A,
  nowMs: number | null = null,
): Stepped<S, O> {
  const next = model.clone(state);
  const observed: O[] = [];
  const started: { slot: number; minMs: number; maxMs: number }[] = [];
  const cancelled: number[] = [];
  if (nowMs !== null) model.advance(next, nowMs);
  model.apply(next, action, {
    start: (slot, minMs, maxMs) => started.push({ slot, minMs, maxMs }),
    startPeriodic: (slot, firstMs) => started.push({ slot, minMs: firstMs, maxMs: firstMs }),
    cancel: (slot) => cancelled.push(slot),
    observe: (o) => observed.push(o),
  });
  return { state: next, observed, started, cancelled };
}
