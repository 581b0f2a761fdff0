/**
 * One thread of a level-synchronous parallel breadth-first search. It claims some states of the level, expands them and
 * puts their successors into its buffer, by shard. When a buffer is full, or the level is over, the threads insert what
 * is in all buffers into the visited set, a shard each at a time.
 */
import { hashPair, hashWords } from '../core/hash.js';
import { type PackedModel, Successors } from '../core/packed-model.js';
import type { Coordinator, SearchCounts } from './coordinator.js';
import { Discoveries } from './discoveries.js';
import { Meaning } from './meaning.js';
import { LEVEL_END, LEVEL_START, SHARDS, type StateStore, shardOf } from './state-store.js';
import { HEADER_WORDS, type SuccessorBuffer } from './successor-buffer.js';
import { VisitedSet } from './visited-set.js';

/** Which of the threads it is, from 0, the buffers of all, and whether representatives are stored. */
export interface BfsWorkerOptions {
  readonly thread: number;
  readonly buffers: readonly SuccessorBuffer[];
  readonly canonicalize: boolean;
}

/** What the thread has found, and where in the level it is. */
export class BfsWorker {
  private depth = -1;
  private transitions = 0;
  readonly violations: Discoveries;
  readonly endStates: Discoveries;
  /** First index of each level in each shard, SHARDS numbers a level. */
  readonly levelStarts: number[] = [];
  /** States of the level before each shard, and in all. */
  private readonly offsets = new Float64Array(SHARDS + 1);
  private readonly next: Successors;
  /** Of the states expanded last: where their successors end, and their hashes. */
  private successorEnds = new Int32Array(0);
  private hashes = new Uint32Array(0);
  private expanded = 0;
  /** Successors of them that are in the buffer, and the state whose successor is the next. */
  private sent = 0;
  private parent = 0;
  private readonly words: number;
  private readonly buffer: SuccessorBuffer;
  private readonly visited: VisitedSet;
  private readonly meaning: Meaning;

  constructor(
    private readonly model: PackedModel<unknown, unknown>,
    private readonly store: StateStore,
    private readonly coordinator: Coordinator,
    private readonly options: BfsWorkerOptions,
  ) {
    const { buffers, thread } = options;
    this.words = model.words;
    this.meaning = new Meaning(model);
    this.violations = new Discoveries(this.meaning);
    this.endStates = new Discoveries(this.meaning);
    this.next = new Successors(model.words, 1024);
    this.buffer = buffers[thread];
    this.visited = new VisitedSet(model, store, coordinator, buffers, this.violations);
  }

  /** A new state found no room: the search is not complete. */
  get isFull(): boolean {
    return this.visited.isFull;
  }

  /** Of all threads, but for the transitions. */
  counts(): SearchCounts {
    return { ...this.coordinator.counts(), transitions: this.transitions };
  }

  /** Inserts the initial state as the level after none. For one thread. */
  insertInitial(): void {
    const state = new Uint32Array(this.words);
    this.model.initial(state, 0);
    if (this.options.canonicalize) this.model.canonicalize?.(state, 0);
    const hash = hashWords(state, 0, this.words);
    this.put(hash, 0, state, 0);
    this.insertAll(shardOf(hash));
  }

  /** Goes on with the level that the coordinator has begun. */
  enterLevel(): void {
    const { offsets } = this;
    this.depth = this.coordinator.depth;
    let before = 0;
    this.store.shards.forEach(({ cells }, i) => {
      this.levelStarts.push(cells[LEVEL_START]);
      offsets[i] = before;
      before += cells[LEVEL_END] - cells[LEVEL_START];
    });
    offsets[SHARDS] = before;
  }

  /** Expands the next few states of the level. `full`: buffers must be emptied first; `over`: all are claimed. */
  expandSome(): 'some' | 'full' | 'over' {
    if (this.sent < this.next.count) {
      this.coordinator.resume();
    } else {
      const [from, to] = this.coordinator.claimStates();
      if (from === to) return 'over';
      this.expand(from, to);
    }
    if (this.send()) return 'some';
    this.coordinator.reportFull();
    return 'full';
  }

  /** Inserts what all threads have found of a shard. */
  insertAll(shard: number): void {
    this.visited.insertAll(shard, this.depth + 1);
  }

  /** The states [from, to) of the level, counted through the shards. */
  private expand(from: number, to: number): void {
    const { next, offsets, options, model, words } = this;
    if (this.successorEnds.length < to - from) {
      this.successorEnds = new Int32Array(to - from);
      this.hashes = new Uint32Array(to - from);
    }
    next.clear();
    this.expanded = 0;
    this.sent = 0;
    this.parent = 0;
    for (let s = 0, at = from; at < to; s++) {
      if (at >= offsets[s + 1]) continue;
      const last = Math.min(to, offsets[s + 1]);
      const { states, cells } = this.store.shards[s];
      const first = cells[LEVEL_START] - offsets[s];
      this.expandInShard(states, first + at, first + last);
      at = last;
    }
    if (options.canonicalize && model.canonicalize !== undefined) {
      for (let i = 0; i < next.count; i++) model.canonicalize(next.buffer, i * words);
    }
    this.transitions += next.count - next.foreign;
  }

  /** The states [from, to) of one shard. */
  private expandInShard(states: Uint32Array, from: number, to: number): void {
    const { model, next, words, successorEnds, hashes, depth, meaning } = this;
    const { isInterned } = meaning;
    const hasEndStates = model.endStateOf !== undefined;
    for (let i = from; i < to; i++) {
      const at = i * words;
      const first = next.count;
      next.anyViolation = 0;
      model.expand(states, at, next);
      successorEnds[this.expanded] = next.count;
      hashes[this.expanded++] = isInterned ? meaning.hash(states, at) : hashWords(states, at, words);
      if (next.anyViolation !== 0) this.addViolations(states, at, first);
      if (!hasEndStates) continue;
      const end = model.endStateOf!(states, at, next.count - first);
      if (end !== 0) this.endStates.add(end, states, at, { steps: depth, ordinal: -1 }, words);
    }
  }

  /** Those of the transitions from `first` on, which are of one state. */
  private addViolations(states: Uint32Array, at: number, first: number): void {
    const { next, words, depth } = this;
    for (let i = first; i < next.count; i++) {
      const violation = next.violations[i];
      if (violation === 0) continue;
      this.violations.add(violation, states, at, { steps: depth + 1, ordinal: i - first }, words);
    }
  }

  /** Puts the successors into the buffer. False: not all of them have room. */
  private send(): boolean {
    const { next, words, successorEnds, hashes } = this;
    const { buffer, count } = next;
    let { sent, parent } = this;
    const pairs = words === 2;
    for (; sent < count; sent++) {
      while (sent >= successorEnds[parent]) parent++;
      const at = sent * words;
      const isSent = pairs
        ? this.putPair(hashes[parent], buffer[at], buffer[at + 1])
        : this.put(hashWords(buffer, at, words), hashes[parent], buffer, at);
      if (!isSent) break;
    }
    this.sent = sent;
    this.parent = parent;
    return sent === count;
  }

  private putPair(parent: number, one: number, two: number): boolean {
    const { entries, counts, capacity } = this.buffer;
    const hash = hashPair(one, two);
    const shard = shardOf(hash);
    const n = counts[shard];
    if (n === capacity) return false;
    counts[shard] = n + 1;
    const to = 4 * (shard * capacity + n);
    entries[to] = hash;
    entries[to + 1] = parent;
    entries[to + 2] = one;
    entries[to + 3] = two;
    return true;
  }

  private put(hash: number, parent: number, state: Uint32Array, at: number): boolean {
    const { words } = this;
    const { entries, counts, capacity, stride } = this.buffer;
    const shard = shardOf(hash);
    const n = counts[shard];
    if (n === capacity) return false;
    counts[shard] = n + 1;
    let to = (shard * capacity + n) * stride;
    entries[to] = hash;
    entries[to + 1] = parent;
    to += HEADER_WORDS;
    for (let i = 0; i < words; i++) entries[to + i] = state[at + i];
    return true;
  }
}
