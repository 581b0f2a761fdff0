import { bytesUsed } from './store.js';

/** What ends a search, by the numbers on the board. */
const STOPS = ['states', 'time', 'memory', 'abort', 'broken'] as const;
type Stop = (typeof STOPS)[number];

/**
 * Indices that a thread takes at a time, so that two do not write to one cache line with each new state. What is left
 * of them at the end of a level stays unused, holes, unless there is one thread only.
 */
const INDICES = 32;

/** Cells that two threads write to again and again are a cache line apart. */
const COUNT = 0;
const CURSOR = 16;
const ARRIVED = 32;
const TURN = 33;
const ANSWER = 34;
const GROWING = 48;
const STOP = 49;
const BROKEN = 50;
const LEVEL_START = 51;
const LEVEL_END = 52;
const DEPTH = 53;
const SLOTS = 54;
const HOLES = 55;
const PASSED = 56;
const CELLS = 64;

/**
 * States that one thread takes at a time, at most and at least: enough to overlap the waits for memory, few enough
 * that no thread waits long for another at the end of a level.
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

/** What all threads are to do after they have met: the table grows, or what they agreed on. */
export type Agreed = 'grow' | 'level' | 'end';
const AGREED: readonly Agreed[] = ['grow', 'level', 'end'];

/**
 * The numbers that the threads of a search share, and the one who waits for them sees: how many states there are,
 * which of them are taken, whether to stop. Where something changes for all, all meet, and the last to come does it.
 */
export class Board {
  constructor(
    readonly cells: Int32Array,
    readonly threads: number,
    /** states that have room */
    private readonly capacity: number,
  ) {}

  /** Before a search: no state, and no level. */
  static cells(): Int32Array {
    const cells = new Int32Array(new SharedArrayBuffer(CELLS * 4));
    cells[COUNT] = 1;
    cells[LEVEL_START] = 1;
    cells[LEVEL_END] = 1;
    cells[CURSOR] = 1;
    cells[DEPTH] = -1;
    return cells;
  }

  /** Indices for new states, from `[0]` to before `[1]`: they are the caller's now. None: there is no room. */
  takeIndices(): [from: number, to: number] {
    const { cells, capacity } = this;
    const from = Math.min(Atomics.add(cells, COUNT, INDICES), capacity + 1);
    return [from, Math.min(from + INDICES, capacity + 1)];
  }

  /** So many of the caller's last indices stay unused. */
  leaveIndices(count: number): void {
    if (this.threads === 1) this.cells[COUNT] = this.count - count;
    else Atomics.add(this.cells, HOLES, count);
  }

  /** So many of the indices that were to be expanded were holes. */
  passHoles(count: number): void {
    if (count > 0) Atomics.add(this.cells, PASSED, count);
  }

  /** Whether there are more states than `most`: at the end of a level exactly, within one a little later. */
  moreThan(most: number, within: 'level' | 'end'): boolean {
    const unused = within === 'end' ? 0 : this.threads * INDICES;
    return this.count - 1 - Atomics.load(this.cells, HOLES) - unused > most;
  }

  /** Indices taken, and one. */
  get count(): number {
    return Math.min(Atomics.load(this.cells, COUNT), this.capacity + 1);
  }

  /** States of the next level that are known by now, with its holes: 0 = there are none. */
  get found(): number {
    return this.count - this.levelEnd;
  }

  get levelStart(): number {
    return this.cells[LEVEL_START];
  }

  get levelEnd(): number {
    return this.cells[LEVEL_END];
  }

  /** Actions from the initial state to the level that is being expanded; -1 before the first. */
  get depth(): number {
    return this.cells[DEPTH];
  }

  /** Slots of the table that are in use. */
  get slots(): number {
    return this.cells[SLOTS];
  }

  set slots(slots: number) {
    this.cells[SLOTS] = slots;
  }

  /** What was found becomes what is expanded. For one thread, while the others rest. */
  nextLevel(): void {
    const { cells } = this;
    cells[DEPTH]++;
    cells[LEVEL_START] = cells[LEVEL_END];
    cells[CURSOR] = cells[LEVEL_END];
    cells[LEVEL_END] = this.count;
  }

  /** The next states of the level to expand, from `[0]` to before `[1]`: they are the caller's. None: both are equal. */
  take(): [from: number, to: number] {
    const { cells, threads } = this;
    const end = cells[LEVEL_END];
    const left = end - Atomics.load(cells, CURSOR);
    if (left <= 0) return [end, end];
    const share = threads === 1 ? left : Math.ceil(left / (SHARE * threads));
    const most = Math.min(TAKE_MOST, Math.max(TAKE_LEAST, share));
    const from = Math.min(end, Atomics.add(cells, CURSOR, most));
    return [from, Math.min(end, from + most)];
  }

  known(words: number): Omit<Known, 'transitions'> {
    const { count } = this;
    const taken = Math.min(Atomics.load(this.cells, CURSOR), this.levelEnd);
    const holes = Atomics.load(this.cells, HOLES);
    return {
      states: count - 1 - holes,
      depth: Math.max(0, this.depth),
      frontier: count - taken - (holes - Atomics.load(this.cells, PASSED)),
      memoryBytes: bytesUsed(words, count, this.slots),
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

  /** The table must grow before anything else: all are to meet as soon as they can. */
  grow(): void {
    Atomics.store(this.cells, GROWING, 1);
  }

  get growing(): boolean {
    return Atomics.load(this.cells, GROWING) === 1;
  }

  /** After the table has grown: waits for all others. */
  grown(): void {
    this.gather(() => {
      Atomics.store(this.cells, GROWING, 0);
      return 0;
    });
  }

  /** Waits for all others, and no more. */
  rest(): void {
    this.gather(() => 0);
  }

  /** Waits for all others. Where nobody asked for a larger table, the last one decides, and all get its answer. */
  meet(decide: () => Agreed): Agreed {
    return AGREED[this.gather(() => AGREED.indexOf(this.growing ? 'grow' : decide()))];
  }

  private gather(last: () => number): number {
    const { cells } = this;
    const turn = Atomics.load(cells, TURN);
    if (Atomics.add(cells, ARRIVED, 1) + 1 === this.threads) {
      Atomics.store(cells, ANSWER, last());
      Atomics.store(cells, ARRIVED, 0);
      Atomics.add(cells, TURN, 1);
      Atomics.notify(cells, TURN);
    } else {
      while (Atomics.load(cells, TURN) === turn) Atomics.wait(cells, TURN, turn, 100);
    }
    return Atomics.load(cells, ANSWER);
  }
}
