import { hashPair, hashWords } from '../core/hash.js';
import { type PackedModel, Successors } from '../core/packed-model.js';
import type { Coordinator, Known } from './coordinator.js';
import { Discoveries } from './discoveries.js';
import { LEVEL_END, LEVEL_START, SHARDS, type StateStore, shardOf } from './state-store.js';
import { HEADER_WORDS, type SuccessorBuffer } from './successor-buffer.js';
import { VisitedSet } from './visited-set.js';

/** Which of the board's threads a searcher is, from 0, and where each of them puts what it finds. */
export interface BfsWorkerOptions {
  readonly thread: number;
  readonly outboxes: readonly SuccessorBuffer[];
  readonly fold: boolean;
}

/**
 * What one thread does of a search, breadth first, a level at a time: it takes some of the states of the level,
 * expands them and puts what it finds into its outbox. When outboxes are full, or the level is over, the threads
 * look up what is in all of them, shard by shard.
 */
export class BfsWorker {
  private depth = -1;
  private transitions = 0;
  readonly violations = new Discoveries();
  readonly endStates = new Discoveries();
  /** First index of each level in each shard, level by level. */
  private readonly starts: number[] = [];
  /** States of the level before each shard, and in all. */
  private readonly offsets = new Float64Array(SHARDS + 1);
  private readonly next: Successors;
  /** Of the states taken last: where their successors end, and their hashes. */
  private ends = new Int32Array(0);
  private hashes = new Uint32Array(0);
  private taken = 0;
  /** Successors of them that are in the outbox, and the state whose successor is the next. */
  private sent = 0;
  private parent = 0;
  private readonly words: number;
  private readonly outbox: SuccessorBuffer;
  private readonly settler: VisitedSet;

  constructor(
    private readonly model: PackedModel<unknown, unknown>,
    private readonly store: StateStore,
    private readonly board: Coordinator,
    private readonly options: BfsWorkerOptions,
  ) {
    const { outboxes, thread } = options;
    this.words = model.words;
    this.next = new Successors(model.words, 1024);
    this.outbox = outboxes[thread];
    this.settler = new VisitedSet(model, store, board, outboxes, this.violations);
  }

  /** A new state found no room: the search is not complete. */
  get full(): boolean {
    return this.settler.full;
  }

  /** First index of each level in each shard, SHARDS numbers a level. */
  get levels(): readonly number[] {
    return this.starts;
  }

  /** Of all threads, but for the transitions. */
  known(): Known {
    return { ...this.board.known(), transitions: this.transitions };
  }

  /** Finds the initial state. For one thread. The level under construction is level 0. */
  seed(): void {
    const state = new Uint32Array(this.words);
    this.model.initial(state, 0);
    if (this.options.fold) this.model.canonicalize?.(state, 0);
    const hash = hashWords(state, 0, this.words);
    this.put(hash, 0, state, 0);
    this.settle(shardOf(hash));
  }

  /** After the board's next level: goes on with that one. */
  enterLevel(): void {
    const { offsets } = this;
    this.depth = this.board.depth;
    let before = 0;
    this.store.shards.forEach(({ cells }, i) => {
      this.starts.push(cells[LEVEL_START]);
      offsets[i] = before;
      before += cells[LEVEL_END] - cells[LEVEL_START];
    });
    offsets[SHARDS] = before;
  }

  /** Expands the next few states of the level. `full`: the outboxes must be emptied first; `over`: all are taken. */
  expandSome(): 'some' | 'full' | 'over' {
    if (this.sent < this.next.count) {
      this.board.resume();
    } else {
      const [from, to] = this.board.take();
      if (from === to) return 'over';
      this.expand(from, to);
    }
    if (this.send()) return 'some';
    this.board.reportFull();
    return 'full';
  }

  /** Looks up what was found of a shard. */
  settle(shard: number): void {
    this.settler.settle(shard, this.depth + 1);
  }

  /** The states [from, to) of the level, counted through the shards. */
  private expand(from: number, to: number): void {
    const { next, offsets, options, model, words } = this;
    if (this.ends.length < to - from) {
      this.ends = new Int32Array(to - from);
      this.hashes = new Uint32Array(to - from);
    }
    next.clear();
    this.taken = 0;
    this.sent = 0;
    this.parent = 0;
    for (let s = 0, at = from; at < to; s++) {
      if (at >= offsets[s + 1]) continue;
      const last = Math.min(to, offsets[s + 1]);
      const { states, cells } = this.store.shards[s];
      const first = cells[LEVEL_START] - offsets[s];
      this.expandIn(states, first + at, first + last);
      at = last;
    }
    if (options.fold && model.canonicalize !== undefined) {
      for (let i = 0; i < next.count; i++) model.canonicalize(next.buffer, i * words);
    }
    this.transitions += next.count;
  }

  /** The states [from, to) of one shard. */
  private expandIn(states: Uint32Array, from: number, to: number): void {
    const { model, next, words, ends, hashes, depth } = this;
    const asksEndState = model.endStateOf !== undefined;
    for (let i = from; i < to; i++) {
      const at = i * words;
      const first = next.count;
      next.anyViolation = 0;
      model.expand(states, at, next);
      ends[this.taken] = next.count;
      hashes[this.taken++] = hashWords(states, at, words);
      if (next.anyViolation !== 0) this.noteViolations(states, at, first);
      if (!asksEndState) continue;
      const end = model.endStateOf!(states, at, next.count - first);
      if (end !== 0) this.endStates.add(end, states, at, { steps: depth, ordinal: -1 }, words);
    }
  }

  private noteViolations(states: Uint32Array, at: number, first: number): void {
    const { next, words, depth } = this;
    for (let i = first; i < next.count; i++) {
      const violation = next.violations[i];
      if (violation === 0) continue;
      this.violations.add(violation, states, at, { steps: depth + 1, ordinal: i - first }, words);
    }
  }

  /** Puts the successors into the outbox. False: not all of them have room. */
  private send(): boolean {
    const { next, words, ends, hashes } = this;
    const { buffer, count } = next;
    let { sent, parent } = this;
    const pairs = words === 2;
    for (; sent < count; sent++) {
      while (sent >= ends[parent]) parent++;
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
    const { found, counts, room } = this.outbox;
    const hash = hashPair(one, two);
    const shard = shardOf(hash);
    const n = counts[shard];
    if (n === room) return false;
    counts[shard] = n + 1;
    const to = 4 * (shard * room + n);
    found[to] = hash;
    found[to + 1] = parent;
    found[to + 2] = one;
    found[to + 3] = two;
    return true;
  }

  private put(hash: number, parent: number, buffer: Uint32Array, at: number): boolean {
    const { words } = this;
    const { found, counts, room, stride } = this.outbox;
    const shard = shardOf(hash);
    const n = counts[shard];
    if (n === room) return false;
    counts[shard] = n + 1;
    let to = (shard * room + n) * stride;
    found[to] = hash;
    found[to + 1] = parent;
    to += HEADER_WORDS;
    for (let i = 0; i < words; i++) found[to + i] = buffer[at + i];
    return true;
  }
}
