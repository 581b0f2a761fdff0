/**
 * The contract of a labelled transition system: READ THIS FIRST. A model says which state is the first, which actions
 * are enabled in a state, what each of them does, which properties must hold, and which conditions a script can wait
 * for. The simulator, random walks and the state space of the model checker all drive a deployment through it, so a
 * rule of the domain is written once.
 *
 * A model is pure: it has no clock, no randomness and no I/O. Time enters only through `advance`, which timed drivers
 * call before each action. What a model starts, cancels and shows goes to the `Effects` of its driver: a driver decides
 * when pending work ends, and must know which slots have some.
 */
export interface Model<State, Action, Event, Condition> {
  initial(effects: Effects<Event>): State;
  /** What may happen now, always in the same order: pending work by slot, then the candidates that are possible. */
  enabled(state: State, alphabet: Alphabet<Action>): readonly Action[];
  /** Changes `state` in place; a driver that needs the one before keeps a clone. */
  apply(state: State, action: Action, effects: Effects<Event>): void;
  /** Claims about every state. What a single action must not do is an event that `apply` shows. */
  readonly properties: readonly Property<State>[];
  /** Whether a condition that a script waits for holds now. */
  holds(state: State, condition: Condition): boolean;
  /** Virtual time has come to `nowMs` (whole ms, never backwards) with nothing happening in between. */
  advance(state: State, nowMs: number): void;
  clone(state: State): State;
  /** The command begun last is still under way. */
  busy(state: State): boolean;
  /** Pending work has numbered slots, one piece of work in each at most. */
  readonly slots: number;
  /** The action that says: the work in `slot` is done. */
  finished(slot: number): Action;
  /** A stable name of a slot; durations are drawn by it. */
  slotName(slot: number): string;
}

/** What could happen next, as far as a driver can tell without the rules of the model. */
export interface Alphabet<Action> {
  /** By slot: 1 = work is pending there. Empty for a driver that asks about candidates alone. */
  readonly pending: ArrayLike<number>;
  /** Commands, then faults, that somebody might try. The same object answers faster the second time. */
  readonly candidates: readonly Action[];
}

/** A claim about single states. */
export interface Property<State> {
  /** The invariant, as reports name it. */
  readonly id: string;
  /** The invariant and what it is about; no two properties have the same. */
  readonly key: string;
  /** What is wrong in this state; null = the claim holds. */
  violation(state: State): string | null;
}

/** Where a model says what it starts, cancels and shows while an action is applied. */
export interface Effects<Event> {
  /** Work in `slot` ends between `minMs` and `maxMs` from now; the driver decides when. Replaces what ran there. */
  start(slot: number, minMs: number, maxMs: number): void;
  /** As `start` between `minFirstMs` and `maxFirstMs`, then again every `periodMs`, without jitter. */
  startPeriodic(slot: number, minFirstMs: number, maxFirstMs: number, periodMs: number): void;
  cancel(slot: number): void;
  observe(event: Event): void;
}

/**
 * Fast-forward over steady stretches, which a timed driver may make use of. At each firing of the periodic `slot` it
 * takes a snapshot; where two snapshots one period apart show the same period, whole periods may be skipped.
 */
export interface FastForward<State, Condition, Snapshot> {
  readonly slot: number;
  /** `into`: a snapshot of this model that is no longer needed; null = there is none */
  snapshot(state: State, into: Snapshot | null): Snapshot;
  /** The later snapshot is the earlier one moved by `periodMs`. */
  isSamePeriod(earlier: Snapshot, later: Snapshot, periodMs: number): boolean;
  /**
   * A condition that a script waits for is false, and stays so as long as the present period repeats itself:
   * nothing decides it that goes on counting.
   */
  cannotBecomeTrue(state: State, condition: Condition): boolean;
  /** Moves the state by `count` periods and observes what would have been observed in them. */
  skipPeriods(state: State, earlier: Snapshot, later: Snapshot, periodMs: number, count: number): void;
}

/** What an action led to. */
export interface Stepped<State, Event> {
  readonly state: State;
  readonly observed: readonly Event[];
  readonly started: readonly { slot: number; minMs: number; maxMs: number }[];
  readonly cancelled: readonly number[];
}

/** The pure step: leaves `state` as it is. `nowMs` = null for drivers without time. */
export function step<State, Action, Event, Condition>(
  model: Model<State, Action, Event, Condition>,
  state: State,
  action: Action,
  nowMs: number | null = null,
): Stepped<State, Event> {
  const next = model.clone(state);
  const observed: Event[] = [];
  const started: { slot: number; minMs: number; maxMs: number }[] = [];
  const cancelled: number[] = [];
  if (nowMs !== null) model.advance(next, nowMs);
  model.apply(next, action, {
    start: (slot, minMs, maxMs) => started.push({ slot, minMs, maxMs }),
    startPeriodic: (slot, minMs, maxMs) => started.push({ slot, minMs, maxMs }),
    cancel: (slot) => cancelled.push(slot),
    observe: (o) => observed.push(o),
  });
  return { state: next, observed, started, cancelled };
}
