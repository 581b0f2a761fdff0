import { bytesUsed, COUNT, LEVEL_END, LEVEL_START, SHARDS, type StateStore } from './state-store.js';

/** What ends a search, by the numbers on the board. */
const STOPS = ['states', 'time', 'memory', 'abort', 'broken'] as const;
type Stop = (typeof STOPS)[number];

/** Cells that two threads write to again and again are a cache line apart. */
const STATES = 0;
const CURSOR = 16;
const SHARD = 32;
const ARRIVED = 48;
const TURN = 49;
const ANSWER = 50;
const FULL = 64;
const WAITING = 65;
const STOP = 66;
const BROKEN = 67;
const DEPTH = 68;
/** States before the next level, and those of the level that is expanded. */
const BEFORE = 69;
const LEVEL = 70;
const CELLS = 80;

/**
 * States that one thread takes at a time, at most and at least: few enough that no thread waits long for another at
 * the end of a level.
 */
const TAKE_MOST = 128;
const TAKE_LEAST = 4;
/** Of what is left of a level, each thread takes this part at a time. */
const SHARE = 4;

/** How far a search is. */
export interface Known {
  readonly states: number;
  readonly transitions: number;
  /** All states up to so many actions from the initial one are known. */
  readonly depth: number;
  /** States known but not expanded. */
  readonly frontier: number;
  /** Bytes in use. */
  readonly memoryBytes: number;
}

/** What all threads do after they have met: expand states, look up what was found, or end. */
export type Agreed = 'level' | 'expand' | 'settle' | 'end';
const AGREED: readonly Agreed[] = ['level', 'expand', 'settle', 'end'];

/**
 * The numbers that the threads of a search share, and the one who waits for them sees: how many states there are,
 * which of them are taken, whether to stop. Between expanding and looking up all meet, and the last to come decides.
 */
export class Coordinator {
  constructor(
    readonly cells: Int32Array,
    readonly threads: number,
    private readonly store: StateStore,
    /** states that the search may have; with several threads a few more */
    private readonly most: number,
  ) {}

  /** Before a search: no state, and no level. */
  static cells(): Int32Array {
    const cells = new Int32Array(new SharedArrayBuffer(CELLS * 4));
    cells[DEPTH] = -1;
    return cells;
  }

  /** So many new states. */
  add(count: number): void {
    if (count > 0) Atomics.add(this.cells, STATES, count);
  }

  /** How many more states there may be. */
  room(): number {
    return Math.max(0, this.most - this.states);
  }

  get states(): number {
    return Atomics.load(this.cells, STATES);
  }

  /** States of the next level that are known by now: 0 = there are none. */
  get found(): number {
    return this.states - this.cells[BEFORE];
  }

  /** Actions from the initial state to the level that is being expanded; -1 before the first. */
  get depth(): number {
    return this.cells[DEPTH];
  }

  /** What was found becomes what is expanded. For one thread, while the others rest. */
  nextLevel(): void {
    const { cells } = this;
    cells[DEPTH]++;
    cells[LEVEL] = this.found;
    cells[BEFORE] = this.states;
    cells[CURSOR] = 0;
    for (const shard of this.store.shards) {
      shard.cells[LEVEL_START] = shard.cells[LEVEL_END];
      shard.cells[LEVEL_END] = shard.cells[COUNT];
    }
  }

  /**
   * The next states of the level to expand, from `[0]` to before `[1]`, counted through the shards: they are the
   * caller's. None: both are equal.
   */
  take(): [from: number, to: number] {
    const { cells, threads } = this;
    const end = cells[LEVEL];
    const left = end - Atomics.load(cells, CURSOR);
    if (left <= 0) return [end, end];
    const share = threads === 1 ? left : Math.ceil(left / (SHARE * threads));
    const most = Math.min(TAKE_MOST, Math.max(TAKE_LEAST, share));
    const from = Math.min(end, Atomics.add(cells, CURSOR, most));
    return [from, Math.min(end, from + most)];
  }

  /** All states of the level are taken, and no thread has found what had no room yet. */
  get levelIsOver(): boolean {
    const { cells } = this;
    return Atomics.load(cells, CURSOR) >= cells[LEVEL] && Atomics.load(cells, WAITING) === 0;
  }

  /** The next shard to look up in: it is the caller's. SHARDS = there is none. */
  takeShard(): number {
    return Math.min(SHARDS, Atomics.add(this.cells, SHARD, 1));
  }

  /** An outbox is full, and its thread has more: all are to meet as soon as they can. */
  reportFull(): void {
    Atomics.store(this.cells, FULL, 1);
    Atomics.add(this.cells, WAITING, 1);
  }

  /** What waited has its room. */
  resume(): void {
    Atomics.sub(this.cells, WAITING, 1);
  }

  get full(): boolean {
    return Atomics.load(this.cells, FULL) === 1;
  }

  /** Before the shards are taken, and before the outboxes fill again. For one thread, while the others rest. */
  begin(): void {
    this.cells[SHARD] = 0;
    this.cells[FULL] = 0;
  }

  known(): Omit<Known, 'transitions'> {
    const { cells, states } = this;
    const taken = Math.min(Atomics.load(cells, CURSOR), cells[LEVEL]);
    return {
      states,
      depth: Math.max(0, this.depth),
      frontier: this.found + cells[LEVEL] - taken,
      memoryBytes: bytesUsed(this.store),
    };
  }

  /** The first reason stays. */
  stop(why: Stop): void {
    Atomics.compareExchange(this.cells, STOP, 0, STOPS.indexOf(why) + 1);
  }

  get stoppedBy(): Stop | null {
    const why = Atomics.load(this.cells, STOP);
    return why === 0 ? null : STOPS[why - 1];
  }

  /** A way was found. */
  broke(): void {
    Atomics.store(this.cells, BROKEN, 1);
  }

  get broken(): boolean {
    return Atomics.load(this.cells, BROKEN) === 1;
  }

  /** Waits for all others; the last one decides, and all get its answer. */
  barrier(decide: () => Agreed): Agreed {
    const { cells } = this;
    const turn = Atomics.load(cells, TURN);
    if (Atomics.add(cells, ARRIVED, 1) + 1 === this.threads) {
      Atomics.store(cells, ANSWER, AGREED.indexOf(decide()));
      Atomics.store(cells, ARRIVED, 0);
      Atomics.add(cells, TURN, 1);
      Atomics.notify(cells, TURN);
    } else {
      while (Atomics.load(cells, TURN) === turn) Atomics.wait(cells, TURN, turn, 100);
    }
    return AGREED[Atomics.load(cells, ANSWER)];
  }
}
