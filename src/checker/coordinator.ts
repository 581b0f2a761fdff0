/**
 * Coordinates the threads of a level-synchronous search: shared counters, work distribution by an atomic cursor, early
 * stop, and a barrier between two phases at which the last thread to arrive decides for all.
 */
import { bytesUsed, COUNT, LEVEL_END, LEVEL_START, reservedMemory, SHARDS, type StateStore } from './state-store.js';

/** What stops a search, by number from 1. */
const STOPS = ['states', 'time', 'memory', 'abort', 'violation'] as const;
type Stop = (typeof STOPS)[number];

/** Indices of the shared numbers. Those that two threads write to again and again are a cache line apart. */
const STATES = 0;
const NEXT_STATE = 16;
const NEXT_SHARD = 32;
const ARRIVED = 48;
const ROUND = 49;
const PHASE = 50;
const BUFFER_FULL = 64;
const WAITING = 65;
const STOP = 66;
const VIOLATION = 67;
const DEPTH = 68;
/** States before the next level, and those of the level that is expanded. */
const STATES_BEFORE = 69;
const LEVEL_STATES = 70;
const CELLS = 80;

/**
 * States that one thread claims at a time, at most and at least: few enough that no thread waits long for another at
 * the end of a level.
 */
const CLAIM_MAX = 128;
const CLAIM_MIN = 4;
/** A thread claims what is left of the level, divided by the number of threads and by this. */
const CLAIM_PARTS = 4;

/** How much a search has found. */
export interface SearchCounts {
  readonly states: number;
  readonly transitions: number;
  /** All states up to so many actions from the initial one are known. */
  readonly depth: number;
  /** States known but not expanded. */
  readonly frontier: number;
  /** Bytes in use. */
  readonly memoryBytes: number;
}

/** What all threads do next: enter a new level, expand more states of this one, insert successors, or end. */
export type Phase = 'level' | 'expand' | 'insert' | 'end';
const PHASES: readonly Phase[] = ['level', 'expand', 'insert', 'end'];

/** One thread's view of the shared numbers; a search in one thread has one, too. */
export class Coordinator {
  constructor(
    readonly cells: Int32Array,
    readonly threads: number,
    private readonly store: StateStore,
    /** with several threads a few more may be found */
    private readonly maxStates: number,
  ) {}

  /** The shared numbers before a search: no state, and no level. */
  static cells(): Int32Array {
    const cells = new Int32Array(reservedMemory(CELLS * 4), 0, CELLS);
    cells[DEPTH] = -1;
    return cells;
  }

  /** Counts new states. */
  addStates(count: number): void {
    if (count > 0) Atomics.add(this.cells, STATES, count);
  }

  /** How many more states there may be. */
  get statesLeft(): number {
    return Math.max(0, this.maxStates - this.states);
  }

  get states(): number {
    return Atomics.load(this.cells, STATES);
  }

  /** States of the next level that are known by now. */
  get nextLevelStates(): number {
    return this.states - this.cells[STATES_BEFORE];
  }

  /** Actions from the initial state to the level that is being expanded; -1 before the first. */
  get depth(): number {
    return this.cells[DEPTH];
  }

  /** The next level becomes the one that is expanded. For one thread, while the others wait. */
  beginLevel(): void {
    const { cells } = this;
    cells[DEPTH]++;
    cells[LEVEL_STATES] = this.nextLevelStates;
    cells[STATES_BEFORE] = this.states;
    cells[NEXT_STATE] = 0;
    for (const shard of this.store.shards) {
      shard.cells[LEVEL_START] = shard.cells[LEVEL_END];
      shard.cells[LEVEL_END] = shard.cells[COUNT];
    }
  }

  /** Claims the next states of the level, from `[0]` to before `[1]`, counted through the shards. None: both are equal. */
  claimStates(): [from: number, to: number] {
    const { cells, threads } = this;
    const end = cells[LEVEL_STATES];
    const left = end - Atomics.load(cells, NEXT_STATE);
    if (left <= 0) return [end, end];
    const share = threads === 1 ? left : Math.ceil(left / (CLAIM_PARTS * threads));
    const count = Math.min(CLAIM_MAX, Math.max(CLAIM_MIN, share));
    const from = Math.min(end, Atomics.add(cells, NEXT_STATE, count));
    return [from, Math.min(end, from + count)];
  }

  /** All states of the level are claimed, and no thread has successors that found no room yet. */
  get levelIsOver(): boolean {
    const { cells } = this;
    return Atomics.load(cells, NEXT_STATE) >= cells[LEVEL_STATES] && Atomics.load(cells, WAITING) === 0;
  }

  /** Claims the next shard to insert into; SHARDS = there is none. */
  claimShard(): number {
    return Math.min(SHARDS, Atomics.add(this.cells, NEXT_SHARD, 1));
  }

  /** A buffer is full, and its thread has more: all are to meet as soon as they can. */
  reportFull(): void {
    Atomics.store(this.cells, BUFFER_FULL, 1);
    Atomics.add(this.cells, WAITING, 1);
  }

  /** The thread whose buffer was full goes on. */
  resume(): void {
    Atomics.sub(this.cells, WAITING, 1);
  }

  get isBufferFull(): boolean {
    return Atomics.load(this.cells, BUFFER_FULL) === 1;
  }

  /** All shards can be claimed again, and no buffer is full. For one thread, while the others wait. */
  beginPhase(): void {
    this.cells[NEXT_SHARD] = 0;
    this.cells[BUFFER_FULL] = 0;
  }

  counts(): Omit<SearchCounts, 'transitions'> {
    const { cells, states } = this;
    const claimed = Math.min(Atomics.load(cells, NEXT_STATE), cells[LEVEL_STATES]);
    return {
      states,
      depth: Math.max(0, this.depth),
      frontier: this.nextLevelStates + cells[LEVEL_STATES] - claimed,
      memoryBytes: bytesUsed(this.store),
    };
  }

  /** Stops all threads; the first reason stays. */
  stop(why: Stop): void {
    Atomics.compareExchange(this.cells, STOP, 0, STOPS.indexOf(why) + 1);
  }

  get stoppedBy(): Stop | null {
    const why = Atomics.load(this.cells, STOP);
    return why === 0 ? null : STOPS[why - 1];
  }

  reportViolation(): void {
    Atomics.store(this.cells, VIOLATION, 1);
  }

  get hasViolation(): boolean {
    return Atomics.load(this.cells, VIOLATION) === 1;
  }

  /** Waits for all others; the last one decides, and all get its answer. */
  barrier(decide: () => Phase): Phase {
    const { cells } = this;
    const round = Atomics.load(cells, ROUND);
    if (Atomics.add(cells, ARRIVED, 1) + 1 === this.threads) {
      Atomics.store(cells, PHASE, PHASES.indexOf(decide()));
      Atomics.store(cells, ARRIVED, 0);
      Atomics.add(cells, ROUND, 1);
      Atomics.notify(cells, ROUND);
    } else {
      while (Atomics.load(cells, ROUND) === round) Atomics.wait(cells, ROUND, round, 100);
    }
    return PHASES[Atomics.load(cells, PHASE)];
  }
}
