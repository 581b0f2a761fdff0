import { type PackedModel, Successors } from '../../core/packed.js';
import { Asked } from './asked.js';
import type { Board, Known } from './board.js';
import { Findings } from './findings.js';
import { hashPair, hashWords } from './hash.js';
import { BUSY, isHole, type Store, slotsFor } from './store.js';

/** States that are looked up between two looks at the room in the table. */
const SLICE = 1024;

export interface SearcherOptions {
  /** Which of the board's threads this is, from 0. */
  readonly thread: number;
  readonly fold: boolean;
}

/**
 * What one thread does of a search, breadth first, a level at a time: it takes some of the states at [levelStart,
 * levelEnd), expands them, and what it finds goes behind, into the store that all threads share. Every state is
 * compared word by word, never by its hash alone. States count from 1: an empty slot of the table speaks of state 0,
 * which is none.
 */
export class Searcher {
  /** Of the level that is being expanded. */
  private levelEnd = 1;
  private depth = -1;
  private transitions = 0;
  /** A new state found no room: the search is not complete. */
  full = false;
  readonly ways = new Findings();
  readonly outcomes = new Findings();
  private readonly starts: number[] = [];
  private readonly next: Successors;
  private ends = new Int32Array(0);
  private readonly asked: Asked;
  /** Indices that this thread has for new states. */
  private index = 0;
  private indexEnd = 0;
  private bits = 0;
  private mask = 0;
  private readonly words: number;
  private readonly alone: boolean;

  constructor(
    private readonly model: PackedModel,
    private readonly store: Store,
    private readonly board: Board,
    private readonly options: SearcherOptions,
  ) {
    this.words = model.words;
    this.alone = board.threads === 1;
    this.next = new Successors(model.words, 1024);
    this.asked = new Asked();
    this.useSlots(Math.min(slotsFor(board.threads * SLICE), store.table.length));
  }

  /** First index of each level, then the one behind the last state. */
  get levels(): readonly number[] {
    return [...this.starts, this.board.count];
  }

  /** Of all threads, but for the transitions. */
  known(): Known {
    return { ...this.board.known(this.words), transitions: this.transitions };
  }

  /** Finds the initial state. For one thread. The level under construction is level 0. */
  seed(): void {
    const state = new Uint32Array(this.words);
    this.model.initial(state, 0);
    if (this.options.fold) this.model.fold?.(state, 0);
    this.settle(hashWords(state, 0, this.words), state, 0, 0);
    this.leaveLevel();
  }

  /** After the board's next level: goes on with that one. */
  enterLevel(): void {
    this.depth = this.board.depth;
    this.levelEnd = this.board.levelEnd;
    this.starts.push(this.board.levelStart);
  }

  /** When nothing of the level is left to expand, before all meet: what is found next belongs to another level. */
  leaveLevel(): void {
    this.board.leaveIndices(this.indexEnd - this.index);
    this.index = this.indexEnd;
  }

  /** Expands the next few states of the level. False: all of them are taken. */
  expandSome(): boolean {
    const { model, next, words, board, alone } = this;
    const [from, to] = board.take();
    if (from === to) return false;
    const { states } = this.store;
    if (this.ends.length < to - from) this.ends = new Int32Array(to - from);
    const { ends } = this;
    next.clear();
    let holes = 0;
    for (let i = from; i < to; i++) {
      if (!alone && isHole(this.store, i)) holes++;
      else model.expand(states, i * words, next);
      ends[i - from] = next.count;
    }
    board.passHoles(holes);
    if (this.options.fold && model.fold !== undefined) {
      for (let i = 0; i < next.count; i++) model.fold(next.buffer, i * words);
    }
    if (next.anyWay !== 0) this.noteWays(from, to);
    if (model.outcome !== undefined) this.noteOutcomes(from, to);
    this.transitions += next.count;
    this.ask(from, to);
    for (let i = 0; i < next.count; i += SLICE) {
      this.makeRoom();
      this.lookUp(i, Math.min(i + SLICE, next.count));
    }
    return true;
  }

  /** A larger table, together with all other threads. */
  growTable(): void {
    const { board, words, alone } = this;
    const { table, states } = this.store;
    const { threads } = board;
    const { thread } = this.options;
    /** Where this thread's part of `count` begins, and where the next one's. */
    const part = (count: number) => [thread, thread + 1].map((n) => Math.floor((count * n) / threads));
    const [clearFrom, clearTo] = part(this.mask + 1);
    table.fill(0, clearFrom, clearTo);
    board.rest();
    this.useSlots(this.slotsNeeded());
    const { mask } = this;
    const [from, to] = part(board.count);
    for (let i = Math.max(1, from); i < to; i++) {
      if (!alone && isHole(this.store, i)) continue;
      const hash = hashWords(states, i * words, words);
      const entry = (hash & ~mask) | i;
      let slot = hash & mask;
      while (table[slot] !== 0 || (!alone && Atomics.compareExchange(table, slot, 0, entry) !== 0)) {
        slot = (slot + 1) & mask;
      }
      if (alone) table[slot] = entry;
    }
    board.grown();
  }

  /** Room in the table for what all threads may find in their next slices. */
  private makeRoom(): void {
    const { board } = this;
    while (board.growing || this.slotsNeeded() > this.mask + 1) {
      board.grow();
      board.meet(() => 'grow');
      this.growTable();
    }
  }

  private slotsNeeded(): number {
    const { table, capacity } = this.store;
    const { threads, count } = this.board;
    const slots = slotsFor(Math.min(count + threads * SLICE, capacity));
    if (slots <= this.mask + 1) return this.mask + 1;
    // Doubling once more than needed, while that is cheap, saves inserting everything again soon.
    return Math.min(slots < 1 << 18 ? slots * 4 : slots, table.length);
  }

  /** A state reached from one whose hash is `parent`: known or new. */
  private settle(hash: number, buffer: Uint32Array, at: number, parent: number): void {
    const { words, mask, bits, alone } = this;
    const { table, states } = this.store;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      let entry = table[slot];
      if (entry === 0) {
        if (!alone) entry = Atomics.compareExchange(table, slot, 0, BUSY);
        if (entry === 0) {
          this.add(slot, hash, buffer, at, parent);
          return;
        }
      }
      if (entry === BUSY) entry = this.written(slot);
      if (entry === 0) {
        // The other thread had no room for its state: there is none for this one.
        this.full = true;
        return;
      }
      if ((entry ^ hash) >>> bits !== 0) continue;
      const index = entry & mask;
      if (!sameWords(states, index * words, buffer, at, words)) continue;
      if (index >= this.levelEnd) this.offerParent(index, parent);
      return;
    }
  }

  /** Waits until another thread has written its state; what its slot says then. */
  private written(slot: number): number {
    for (;;) {
      const entry = Atomics.load(this.store.table, slot);
      if (entry !== BUSY) return entry;
    }
  }

  /** A new state, whose slot this thread has claimed. */
  private add(slot: number, hash: number, buffer: Uint32Array, at: number, parent: number): void {
    const { words, mask, model, board, alone } = this;
    const { table, states, parents } = this.store;
    if (this.index === this.indexEnd) [this.index, this.indexEnd] = board.takeIndices();
    if (this.index === this.indexEnd) {
      this.full = true;
      Atomics.store(table, slot, 0);
      return;
    }
    const index = this.index++;
    const to = index * words;
    for (let i = 0; i < words; i++) states[to + i] = buffer[at + i];
    parents[index] = parent;
    const entry = (hash & ~mask) | index;
    if (alone) table[slot] = entry;
    else Atomics.store(table, slot, entry);
    if (model.broken === undefined) return;
    const way = model.broken(states, to);
    if (way !== 0) this.ways.add(way, states, to, { steps: this.depth + 1, ordinal: -1, index }, words);
  }

  private useSlots(slots: number): void {
    this.board.slots = slots;
    this.mask = slots - 1;
    this.bits = 31 - Math.clz32(slots);
  }

  /** The successors of the states [from, to) are to be looked up. */
  private ask(from: number, to: number): void {
    const { words, ends, next, asked } = this;
    const { states } = this.store;
    const { buffer, count } = next;
    asked.make(count);
    const { hashes, parents } = asked;
    if (words === 2) {
      for (let i = 0; i < count; i++) hashes[i] = hashPair(buffer[2 * i], buffer[2 * i + 1]);
    } else {
      for (let i = 0; i < count; i++) hashes[i] = hashWords(buffer, i * words, words);
    }
    for (let p = from, i = 0; p < to; p++) {
      const parent = hashWords(states, p * words, words);
      for (const end = ends[p - from]; i < end; i++) parents[i] = parent;
    }
  }

  /**
   * Looks up the successors [from, to). First every slot is read, then the state it speaks of, then they are compared:
   * so the reads do not wait for each other. They are plain reads of what other threads write: an entry that is there
   * was put there after its state, and one that is not there yet is found by `settle`, which claims its slot.
   */
  private lookUp(from: number, to: number): void {
    const { asked, words, levelEnd, mask } = this;
    const { hashes, entries, firsts, parents } = asked;
    const { buffer } = this.next;
    const { states, table } = this.store;
    for (let i = from; i < to; i++) entries[i] = table[hashes[i] & mask] & mask;
    for (let i = from; i < to; i++) firsts[i] = states[entries[i] * words];
    for (let i = from, at = from * words; i < to; i++, at += words) {
      const index = entries[i];
      if (firsts[i] === buffer[at] && index !== 0 && sameWords(states, index * words, buffer, at, words)) {
        if (index >= levelEnd) this.offerParent(index, parents[i]);
        continue;
      }
      this.settle(hashes[i], buffer, at, parents[i]);
    }
  }

  /**
   * Another shortest way to a state of the level under construction. Of all parents the one with the smallest
   * hash stays, so that which came first does not matter.
   */
  private offerParent(index: number, parent: number): void {
    const { parents } = this.store;
    for (let known = parents[index]; parent < known; ) {
      if (this.alone) parents[index] = parent;
      const before = this.alone ? known : Atomics.compareExchange(parents, index, known, parent);
      if (before === known) return;
      known = before;
    }
  }

  private noteWays(from: number, to: number): void {
    const { next, ends, words, depth } = this;
    for (let p = from, i = 0; p < to; p++) {
      for (const start = i; i < ends[p - from]; i++) {
        if (next.ways[i] === 0) continue;
        const example = { steps: depth + 1, ordinal: i - start, index: p };
        this.ways.add(next.ways[i], this.store.states, p * words, example, words);
      }
    }
  }

  private noteOutcomes(from: number, to: number): void {
    const { model, ends, words, depth } = this;
    const { states } = this.store;
    for (let p = from, start = 0; p < to; p++) {
      const end = ends[p - from];
      if (isHole(this.store, p)) continue;
      const outcome = model.outcome!(states, p * words, end - start);
      start = end;
      if (outcome === 0) continue;
      const example = { steps: depth, ordinal: -1, index: p };
      this.outcomes.add(outcome, states, p * words, example, words);
    }
  }
}

function sameWords(a: Uint32Array, at: number, b: Uint32Array, from: number, words: number): boolean {
  if (words === 2) return a[at] === b[from] && a[at + 1] === b[from + 1];
  for (let i = 0; i < words; i++) if (a[at + i] !== b[from + i]) return false;
  return true;
}
