/**
 * The visited set, partitioned by hash. `insertAll` deduplicates the successors that all threads have buffered for one
 * shard; while it runs the shard belongs to this thread, so no word of it is locked. States are compared whole, never by
 * hash alone: a complete search is a proof.
 */
import { hashWords } from '../core/hash.js';
import type { PackedModel } from '../core/packed-model.js';
import type { Coordinator } from './coordinator.js';
import type { Discoveries } from './discoveries.js';
import { COUNT, LEVEL_END, type Shard, SLOTS, type StateStore, slotsFor } from './state-store.js';
import { HEADER_WORDS, type SuccessorBuffer } from './successor-buffer.js';

/** States that are looked up together: what is read of them stays in the nearest cache. */
const BATCH = 512;

/** One thread's way into the visited set. States count from 1: an empty slot of a table speaks of state 0, which is none. */
export class VisitedSet {
  /** A new state found no room: the search is not complete. */
  isFull = false;
  private readonly batch = new LookupBatch(BATCH);
  private readonly words: number;
  /** The shard at work: the next index, where the level ends, the table; and states that the search may still have. */
  private shard: Shard;
  private index = 0;
  private levelEnd = 0;
  private mask = 0;
  private bits = 0;
  private statesLeft = 0;

  constructor(
    private readonly model: PackedModel<unknown, unknown>,
    private readonly store: StateStore,
    private readonly coordinator: Coordinator,
    private readonly buffers: readonly SuccessorBuffer[],
    private readonly violations: Discoveries,
  ) {
    this.words = model.words;
    this.shard = store.shards[0];
  }

  /** Empties all buffers of one shard; `steps` = actions to the level under construction. */
  insertAll(shard: number, steps: number): void {
    let isOpen = false;
    for (const { entries, counts, capacity, stride } of this.buffers) {
      const count = counts[shard];
      if (count === 0) continue;
      if (!isOpen) this.open(this.store.shards[shard]);
      isOpen = true;
      const first = shard * capacity * stride;
      for (let i = 0; i < count && !this.isFull; i += BATCH) {
        this.insertBatch(entries, first + i * stride, Math.min(BATCH, count - i), stride, steps);
      }
      counts[shard] = 0;
    }
    if (isOpen) this.shard.cells[COUNT] = this.index;
  }

  private open(shard: Shard): void {
    const { cells } = shard;
    this.shard = shard;
    this.index = cells[COUNT];
    this.levelEnd = cells[LEVEL_END];
    this.useSlots(cells[SLOTS]);
  }

  private useSlots(slots: number): void {
    this.shard.cells[SLOTS] = slots;
    this.mask = slots - 1;
    this.bits = 31 - Math.clz32(slots);
  }

  /**
   * Inserts `count` states. First the slots of all are read, then the states that they speak of; so far nothing waits
   * for what was read before, and no branch is guessed wrong. What is new, or stands farther away, is then put in its
   * place one by one.
   */
  private insertBatch(entries: Uint32Array, from: number, count: number, stride: number, steps: number): void {
    this.growFor(count);
    this.probe(entries, from, count, stride);
    this.compare(entries, from, count, stride);
    const { batch, levelEnd } = this;
    const { candidates, differs, fresh, again } = batch;
    let news = 0;
    let known = 0;
    for (let i = 0; i < count; i++) {
      const index = candidates[i];
      const isNew = -(allBitsUnless0(differs[i]) | ((index - 1) >> 31));
      fresh[news] = i;
      news += isNew;
      again[known] = i;
      known += (1 - isNew) & ~((index - levelEnd) >> 31);
    }
    this.offerParents(entries, from, known, stride);
    this.insertFresh(entries, from, news, stride, steps);
  }

  /** Of each the index that stands in its slot, or in one of the next two, if the rest of the hash is the same. */
  private probe(entries: Uint32Array, from: number, count: number, stride: number): void {
    const { mask, bits } = this;
    const { candidates } = this.batch;
    const { table } = this.shard;
    for (let i = 0, at = from; i < count; i++, at += stride) {
      const hash = entries[at] | 0;
      const slot = hash & mask;
      const one = table[slot];
      const two = table[(slot + 1) & mask];
      const three = table[(slot + 2) & mask];
      const notOne = allBitsUnless0((one ^ hash) >>> bits);
      const notTwo = allBitsUnless0((two ^ hash) >>> bits);
      candidates[i] = ((one & ~notOne) | (((two & ~notTwo) | (three & notTwo)) & notOne)) & mask;
    }
  }

  private compare(entries: Uint32Array, from: number, count: number, stride: number): void {
    const { words } = this;
    const { candidates, differs } = this.batch;
    const { states } = this.shard;
    for (let i = 0, at = from + HEADER_WORDS; i < count; i++, at += stride) {
      const to = words * candidates[i];
      let bits = states[to] ^ entries[at];
      if (words === 2) bits |= states[to + 1] ^ entries[at + 1];
      else for (let w = 1; w < words; w++) bits |= states[to + w] ^ entries[at + w];
      differs[i] = bits;
    }
  }

  private offerParents(entries: Uint32Array, from: number, known: number, stride: number): void {
    const { candidates, again, parents } = this.batch;
    const { parents: all } = this.shard;
    for (let n = 0; n < known; n++) parents[n] = all[candidates[again[n]]];
    for (let n = 0; n < known; n++) {
      const i = again[n];
      const parent = entries[from + i * stride + 1];
      if (parent < parents[n]) this.offerParent(candidates[i], parent);
    }
  }

  private insertFresh(entries: Uint32Array, from: number, news: number, stride: number, steps: number): void {
    const { coordinator, index } = this;
    const { fresh } = this.batch;
    this.statesLeft = coordinator.statesLeft;
    for (let n = 0; n < news && !this.isFull; n++) this.insert(entries, from + fresh[n] * stride, steps);
    coordinator.addStates(this.index - index);
  }

  /** A state that is known or new. */
  private insert(entries: Uint32Array, at: number, steps: number): void {
    const { words, mask, bits } = this;
    const { table, states } = this.shard;
    const hash = entries[at] | 0;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = table[slot];
      if (entry === 0) {
        this.append(slot, entries, at, steps);
        return;
      }
      if ((entry ^ hash) >>> bits !== 0) continue;
      const index = entry & mask;
      if (!sameWords(states, index * words, entries, at + HEADER_WORDS, words)) continue;
      if (index >= this.levelEnd) this.offerParent(index, entries[at + 1]);
      return;
    }
  }

  private append(slot: number, entries: Uint32Array, at: number, steps: number): void {
    const { words, mask, model } = this;
    const { table, states, parents } = this.shard;
    if (this.statesLeft === 0 || this.index === parents.length) {
      this.isFull = true;
      return;
    }
    this.statesLeft--;
    const index = this.index++;
    const to = index * words;
    for (let i = 0; i < words; i++) states[to + i] = entries[at + HEADER_WORDS + i];
    parents[index] = entries[at + 1];
    table[slot] = (entries[at] & ~mask) | index;
    if (model.violationOf === undefined) return;
    const violation = model.violationOf(states, to);
    if (violation !== 0) this.violations.add(violation, states, to, { steps, ordinal: -1 }, words);
  }

  /**
   * Another shortest path to a state of the level under construction. Of all parents the one with the smallest
   * hash stays, so that which came first does not matter.
   */
  private offerParent(index: number, parent: number): void {
    const { parents } = this.shard;
    if (parent < parents[index]) parents[index] = parent;
  }

  /** A larger table, if `more` states may have no room in this one. */
  private growFor(more: number): void {
    const { shard, words, index } = this;
    const { table, states, cells } = shard;
    const needed = slotsFor(Math.min(index + more, shard.parents.length));
    if (needed <= cells[SLOTS]) return;
    table.fill(0, 0, cells[SLOTS]);
    // Doubling once more than needed, while that is cheap, saves inserting everything again soon.
    this.useSlots(Math.min(needed < 1 << 14 ? needed * 4 : needed, table.length));
    const { mask } = this;
    for (let i = 1; i < index; i++) {
      const hash = hashWords(states, i * words, words);
      let slot = hash & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (hash & ~mask) | i;
    }
  }
}

/** All bits, or none for 0; without a branch. */
function allBitsUnless0(n: number): number {
  return (n | -n) >> 31;
}

function sameWords(a: Uint32Array, at: number, b: Uint32Array, from: number, words: number): boolean {
  for (let i = 0; i < words; i++) if (a[at + i] !== b[from + i]) return false;
  return true;
}

/** What is known of the states that are looked up together. */
class LookupBatch {
  /** Of each: index of the state that may be the one looked up; 0 = none. */
  readonly candidates: Int32Array;
  /** Of each: 0 = it is that state. */
  readonly differs: Uint32Array;
  /** Places of those that are not known, or not known for sure. */
  readonly fresh: Int32Array;
  /** Places of those that were found before in the level under construction, and the parent known of each. */
  readonly again: Int32Array;
  readonly parents: Uint32Array;

  /** Room for `count`. */
  constructor(count: number) {
    this.candidates = new Int32Array(count);
    this.differs = new Uint32Array(count);
    this.fresh = new Int32Array(count);
    this.again = new Int32Array(count);
    this.parents = new Uint32Array(count);
  }
}
