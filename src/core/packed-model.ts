/**
 * A model whose states are a fixed number of 32-bit words: what an explicit-state search works on.
 *
 * It is pure, as `Model` is: the same words give the same successors in the same order, whoever asks and in
 * whichever thread. Numbers of actions, ways and outcomes are the model's own, small and not negative; where
 * several threads work, each has a model of its own, and they exchange names, never numbers.
 */
export interface PackedModel {
  /** 32-bit words of one state, at least 1. Equal states have equal words: nothing undefined, no padding. */
  readonly words: number;
  /** Writes the one initial state to `out[at .. at + words)`. */
  initial(out: Uint32Array, at: number): void;
  /**
   * The successors of `states[at .. at + words)`, always in the same order. For each enabled action: write
   * the state to `next.buffer[next.at .. next.at + words)`, all words of it, then `next.emit(action, way)`.
   * `way` = 0, or the way in which this transition breaks a property (an invariant with its cause). Read
   * `next.buffer` and `next.at` again after each `emit`: both move.
   */
  expand(states: Uint32Array, at: number, next: Successors): void;
  /** 0, or the way in which the state itself breaks a property. Asked once a distinct state. */
  violationOf?(states: Uint32Array, at: number): number;
  /** A way by its stable name; two numbers of one name are one way. Absent = the number. */
  violationKey?(way: number): string;
  /**
   * 0, or what kind of state this is for a summary, such as a kind of end. Asked once a distinct state, when it is
   * expanded; `successors` = how many it has, 0 = nothing can happen any more.
   */
  outcome?(states: Uint32Array, at: number, successors: number): number;
  /** An outcome by its stable name. Absent = the number. */
  outcomeName?(outcome: number): string;
  /** Outcomes, by name, of which one example is enough for all together: their kind. Absent = each is its own. */
  outcomeKind?(name: string): string;
  /** Whether the state is one to which every state should find its way back. */
  isGoal?(states: Uint32Array, at: number): boolean;
  /**
   * Replaces `states[at .. at + words)` by the one state that stands for all that are symmetrical to it.
   * Used only where a search is asked to fold. It must be a symmetry: what the representative can do, every
   * state it stands for can do too, with successors that are symmetrical again; ways, outcomes and `recovered`
   * are the same for all of them.
   */
  canonicalize?(states: Uint32Array, at: number): void;
}

/** Where `PackedModel.expand` writes. Grows by itself; the engine empties it. */
export class Successors {
  /** Write the next successor here, from `at` on. */
  buffer: Uint32Array;
  at = 0;
  /** Successors emitted since the last `clear`. */
  count = 0;
  /** Not 0: at least one of them has a way. */
  anyViolation = 0;
  /** Action of each successor. */
  actions: Int32Array;
  /** Way of each successor. */
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
  emit(action: number, way: number): void {
    const n = this.count;
    this.actions[n] = action;
    this.violations[n] = way;
    this.anyViolation |= way;
    this.at += this.words;
    this.count = n + 1;
    if (n + 1 === this.room) this.grow();
  }

  clear(): void {
    this.at = 0;
    this.count = 0;
    this.anyViolation = 0;
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
