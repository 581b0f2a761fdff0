/**
 * A transition system whose states are a fixed number of 32-bit words: what the explicit-state checker works on.
 *
 * It is pure, as `Model` is: the same words give the same successors in the same order, whoever asks and in
 * whichever thread. Numbers of actions, violations and end states are the model's own, small and not negative.
 * Where several threads work, each has a model of its own, and they exchange records with their keys, never numbers.
 */
export interface PackedModel<Violation = never, EndState = never> {
  /** 32-bit words of one state, at least 1. Equal states have equal words: nothing undefined, no padding. */
  readonly words: number;
  /** Writes the one initial state to `out[at .. at + words)`. */
  initial(out: Uint32Array, at: number): void;
  /**
   * The successors of `states[at .. at + words)`, always in the same order. For each enabled action: write
   * the state to `next.buffer[next.at .. next.at + words)`, all words of it, then `next.emit(action, violation)`.
   * `violation` = 0, or the number of what this transition violates. Read `next.buffer` and `next.at` again after
   * each `emit`: both move.
   */
  expand(states: Uint32Array, at: number, next: Successors): void;
  /** 0, or the number of what the state itself violates. Asked once a distinct state. */
  violationOf?(states: Uint32Array, at: number): number;
  /** What the numbers of violations stand for. Absent = the model gives none. */
  readonly violations?: NumberedRecords<Violation>;
  /**
   * 0, or the number of how the system has ended in this state. Asked once a distinct state, when it is expanded;
   * `successors` = how many it has, 0 = nothing can happen any more.
   */
  endStateOf?(states: Uint32Array, at: number, successors: number): number;
  /** What the numbers of end states stand for. Absent = the model gives none. */
  readonly endStates?: NumberedRecords<EndState>;
  /** The kinds that an end state is of: there is one example for each of them. Absent = each is its own kind. */
  endStateKinds?(endState: EndState): readonly string[];
  /**
   * Whether another search counts the state, of several that share out the states of one system: this one goes through
   * it, and does not count it. Such a state has no end and no violation here, nor has a transition to it. Absent = every
   * state counts.
   */
  isForeign?(states: Uint32Array, at: number): boolean;
  /** Whether the state is one to which every state should find its way back. */
  isGoal?(states: Uint32Array, at: number): boolean;
  /** How bad ends are, and actions of which it is asked how bad an end they can lead to. Absent = nobody asks. */
  readonly ratedEnds?: RatedEnds;
  /**
   * Replaces `states[at .. at + words)` by the one state that represents all that are symmetrical to it. Used only
   * where a search is asked for symmetry reduction. What the representative can do, every state that it represents
   * can do too, with successors that are symmetrical again; violations, end states and `isGoal` are the same for
   * all of them.
   */
  canonicalize?(states: Uint32Array, at: number): void;
  /** The same system with states of few words, for a search in one thread. Absent = there is none. */
  interned?(): InternedModel<Violation, EndState>;
}

/**
 * A transition system whose states are numbers that it gives to parts of the states of another one, in the order in
 * which they come up: nobody else knows them. What depends on the order of states goes by those of the other one, so
 * that a result is the same as that of the other one.
 */
export interface InternedModel<Violation = never, EndState = never> extends PackedModel<Violation, EndState> {
  /** Words of a state of the other system. */
  readonly meaningWords: number;
  /** Writes the state of the other system that `states[at .. at + words)` stands for to `to[0 ..]`, all words of it. */
  meaningOf(states: Uint32Array, at: number, to: Uint32Array): void;
}

/** An `InternedModel` has no number left: the system is to be searched by the words of its states. */
export class NumbersUsedUp extends Error {}

/** Records that a model gives small numbers, from 1 on. Numbers with one key, in whichever thread, are one record. */
export interface NumberedRecords<R> {
  /** The order of the keys is the order in which a result lists the records. */
  key(number: number): string;
  /** Plain data, as threads send it to each other. */
  record(number: number): R;
}

/** Ends by their severity, and the cells of a table of which it is asked what the worst is that can follow. */
export interface RatedEnds {
  /** the highest severity */
  readonly most: number;
  /** how many cells there are */
  readonly cells: number;
  /** the severity of a state in which the system has ended, from 1; 0 = it has not */
  severityOf(states: Uint32Array, at: number): number;
  /** whether an action of the state can belong to a cell */
  hasCells(states: Uint32Array, at: number): boolean;
  /** the cell of an action in a state; -1 = none */
  cellOf(states: Uint32Array, at: number, action: number): number;
}

/** Where `PackedModel.expand` writes. Grows by itself; the checker empties it. */
export class Successors {
  /** Write the next successor here, from `at` on. */
  buffer: Uint32Array;
  at = 0;
  /** Successors emitted since the last `clear`. */
  count = 0;
  /** Not 0: at least one of them has a violation. */
  anyViolation = 0;
  /** How many of them lead to states that do not count (`PackedModel.isForeign`): the model adds to it. */
  foreign = 0;
  /** Action of each successor. */
  actions: Int32Array;
  /** Violation of each successor, by number; 0 = none. */
  violations: Int32Array;
  private room: number;

  constructor(
    readonly words: number,
    room = 64,
  ) {
    this.room = room;
    this.buffer = new Uint32Array(room * words);
    this.actions = new Int32Array(room);
    this.violations = new Int32Array(room);
  }

  /** The words at `buffer[at ..]` are one more successor. */
  emit(action: number, violation: number): void {
    const n = this.count;
    this.actions[n] = action;
    this.violations[n] = violation;
    this.anyViolation |= violation;
    this.at += this.words;
    this.count = n + 1;
    if (n + 1 === this.room) this.grow();
  }

  clear(): void {
    this.at = 0;
    this.count = 0;
    this.anyViolation = 0;
    this.foreign = 0;
  }

  private grow(): void {
    this.room *= 2;
    this.buffer = enlarged(this.buffer, new Uint32Array(this.room * this.words));
    this.actions = enlarged(this.actions, new Int32Array(this.room));
    this.violations = enlarged(this.violations, new Int32Array(this.room));
  }
}

function enlarged<A extends Uint32Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
