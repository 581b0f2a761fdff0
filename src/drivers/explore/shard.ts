import { type PackedModel, Successors } from '../../core/packed.js';
import { Asked } from './asked.js';
import { Findings } from './findings.js';
import { hashPair, hashWords, ownerOf } from './hash.js';
import { bytesUsed, type Store, slotsFor } from './store.js';

/** Frontier states that are expanded before their successors are looked up: enough to overlap the waits for memory. */
const BATCH = 128;

/** Where the successors go that another shard owns. */
export interface Outbox {
  /** The state at `states[at ..]`, reached from `parent`, whose hash is `key`. */
  put(shard: number, states: Uint32Array, at: number, parent: number, key: number): void;
}

export interface ShardOptions {
  /** Which of `shards` this is, from 0. A state is referred to as index * shards + shard. */
  readonly shard: number;
  readonly shards: number;
  readonly fold: boolean;
  /** Needed where there is more than one shard. */
  readonly outbox?: Outbox;
}

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

/**
 * The states that one thread owns, breadth first, a level at a time: what is at [levelStart, levelEnd) gets
 * expanded, what is found goes behind. Every state is compared word by word, never by its hash alone. States
 * count from 1: an empty slot of the table speaks of state 0, which is none.
 */
export class Shard {
  /** States stored, and one. */
  count = 1;
  levelStart = 1;
  levelEnd = 1;
  /** Next state to expand. */
  cursor = 1;
  /** Actions from the initial state to the level that is being expanded. */
  depth = -1;
  transitions = 0;
  /** A new state found no room: the search is not complete. */
  full = false;
  readonly ways = new Findings();
  readonly outcomes = new Findings();
  /** Parents of equal hash, so that their order is still to be decided: references of a state and of its other parent. */
  readonly ties: [state: number, parent: number][] = [];
  private readonly starts: number[] = [];
  private readonly next: Successors;
  private readonly ends = new Int32Array(BATCH);
  private readonly asked: Asked;
  private bits = 0;
  private mask = 0;
  private readonly words: number;

  constructor(
    private readonly model: PackedModel,
    readonly store: Store,
    private readonly options: ShardOptions,
  ) {
    this.words = model.words;
    this.next = new Successors(model.words, 1024);
    this.asked = new Asked(model.words);
    this.useSlots(Math.min(slotsFor(0), store.table.length));
  }

  /** States of the next level that are known by now. */
  get found(): number {
    return this.count - this.levelEnd;
  }

  /** Slots of the table that are in use. */
  get slots(): number {
    return this.mask + 1;
  }

  /** First index of each level, then the one behind the last state. */
  get levels(): readonly number[] {
    return [...this.starts, this.count];
  }

  known(): Known {
    return {
      states: this.count - 1,
      transitions: this.transitions,
      depth: Math.max(0, this.depth),
      frontier: this.count - this.cursor,
      memoryBytes: bytesUsed(this.words, this.count, this.found, this.slots),
    };
  }

  /** Puts the initial state into the shard that owns it. The level under construction is level 0. */
  seed(): void {
    const state = new Uint32Array(this.words);
    this.model.initial(state, 0);
    if (this.options.fold) this.model.fold?.(state, 0);
    const hash = hashWords(state, 0, this.words);
    if (ownerOf(hash, this.options.shards) !== this.options.shard) return;
    this.settle(hash, state, 0, 0, 0);
  }

  /** What was found becomes what is expanded. */
  nextLevel(): void {
    this.depth++;
    this.levelStart = this.levelEnd;
    this.levelEnd = this.count;
    this.cursor = this.levelStart;
    this.starts.push(this.levelStart);
  }

  /** Expands the next few states of the level. False: there are none left. */
  expandSome(): boolean {
    if (this.cursor === this.levelEnd) return false;
    const { model, next, words, ends, cursor } = this;
    const { states } = this.store;
    const end = Math.min(cursor + BATCH, this.levelEnd);
    next.clear();
    for (let i = cursor; i < end; i++) {
      model.expand(states, i * words, next);
      ends[i - cursor] = next.count;
    }
    if (this.options.fold && model.fold !== undefined) {
      for (let i = 0; i < next.count; i++) model.fold(next.buffer, i * words);
    }
    if (next.anyWay !== 0) this.noteWays(cursor, end);
    if (model.outcome !== undefined) this.noteOutcomes(cursor, end);
    this.transitions += next.count;
    if (this.options.outbox === undefined) this.askAll(cursor, end);
    else this.askSome(cursor, end, this.options.outbox);
    this.lookUp();
    this.cursor = end;
    return true;
  }

  /** `count` states from other shards, each followed by the reference of its parent and by that one's hash. */
  receive(messages: Uint32Array, at: number, count: number): void {
    const { asked, words } = this;
    asked.empty(count);
    for (let i = 0, from = at; i < count; i++, from += words + 2) {
      const hash = hashWords(messages, from, words);
      asked.add(hash, messages, from, messages[from + words], messages[from + words + 1]);
    }
    this.lookUp();
  }

  /** Room in the table for so many more states. */
  private makeRoom(more: number): void {
    const { table, capacity } = this.store;
    const slots = slotsFor(Math.min(this.count + more, capacity));
    if (slots <= this.mask + 1) return;
    table.fill(0, 0, this.mask + 1);
    // Doubling once more than needed, while that is cheap, saves inserting everything again soon.
    this.useSlots(Math.min(slots < 1 << 18 ? slots * 4 : slots, table.length));
    const { mask, words } = this;
    const { states } = this.store;
    for (let i = 1; i < this.count; i++) {
      const hash = hashWords(states, i * words, words);
      let slot = hash & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (hash & ~mask) | i;
    }
  }

  /** A state reached from `parent`, whose hash is `key`: known or new. */
  private settle(hash: number, buffer: Uint32Array, at: number, parent: number, key: number): void {
    const { words, mask, bits } = this;
    const { table, states } = this.store;
    let slot = hash & mask;
    for (;;) {
      const entry = table[slot];
      if (entry === 0) break;
      if ((entry ^ hash) >>> bits === 0) {
        const index = entry & mask;
        if (sameWords(states, index * words, buffer, at, words)) {
          if (index >= this.levelEnd) this.offerParent(index, parent, key);
          return;
        }
      }
      slot = (slot + 1) & mask;
    }
    const index = this.count;
    if (index > this.store.capacity) {
      this.full = true;
      return;
    }
    this.count = index + 1;
    table[slot] = (hash & ~mask) | index;
    const to = index * words;
    for (let i = 0; i < words; i++) states[to + i] = buffer[at + i];
    this.store.parents[index] = parent;
    this.store.keys[index - this.levelEnd] = key;
    if (this.model.broken === undefined) return;
    const way = this.model.broken(states, to);
    if (way === 0) return;
    const reference = this.reference(index);
    this.ways.add(way, states, to, { steps: this.depth + 1, ordinal: -1, reference }, words);
  }

  private reference(index: number): number {
    return index * this.options.shards + this.options.shard;
  }

  private useSlots(slots: number): void {
    this.mask = slots - 1;
    this.bits = 31 - Math.clz32(slots);
  }

  /** All successors of the states [from, to) are to be looked up here: where they stand, without a copy. */
  private askAll(from: number, to: number): void {
    const { words, ends, next } = this;
    const { states } = this.store;
    const asked = this.asked;
    asked.lend(next.buffer, next.count);
    const { buffer, hashes, parents, keys } = asked;
    const count = next.count;
    if (words === 2) {
      for (let i = 0; i < count; i++) hashes[i] = hashPair(buffer[2 * i], buffer[2 * i + 1]);
    } else {
      for (let i = 0; i < count; i++) hashes[i] = hashWords(buffer, i * words, words);
    }
    for (let p = from, i = 0; p < to; p++) {
      const key = hashWords(states, p * words, words);
      for (const end = ends[p - from]; i < end; i++) {
        parents[i] = p;
        keys[i] = key;
      }
    }
  }

  /** Of the successors of the states [from, to), some are to be looked up here, the others elsewhere. */
  private askSome(from: number, to: number, outbox: Outbox): void {
    const { words, ends, asked } = this;
    const { states } = this.store;
    const { shard, shards } = this.options;
    const { buffer, count } = this.next;
    asked.empty(count);
    let at = 0;
    for (let p = from; p < to; p++) {
      const key = hashWords(states, p * words, words);
      const parent = p * shards + shard;
      for (const end = ends[p - from] * words; at < end; at += words) {
        const hash = words === 2 ? hashPair(buffer[at], buffer[at + 1]) : hashWords(buffer, at, words);
        const owner = ownerOf(hash, shards);
        if (owner === shard) asked.add(hash, buffer, at, parent, key);
        else outbox.put(owner, buffer, at, parent, key);
      }
    }
  }

  /**
   * Looks up all that is asked. First every slot is read, then the state it speaks of, then they are compared:
   * so the reads do not wait for each other, and the choices find what they need at hand.
   */
  private lookUp(): void {
    const { asked, words, levelEnd } = this;
    const { count, buffer, hashes, entries, firsts, parents, keys } = asked;
    this.makeRoom(count);
    const { mask } = this;
    const { states, table } = this.store;
    for (let i = 0; i < count; i++) entries[i] = table[hashes[i] & mask] & mask;
    for (let i = 0; i < count; i++) firsts[i] = states[entries[i] * words];
    for (let i = 0, at = 0; i < count; i++, at += words) {
      const index = entries[i];
      if (firsts[i] === buffer[at] && index !== 0 && sameWords(states, index * words, buffer, at, words)) {
        if (index >= levelEnd) this.offerParent(index, parents[i], keys[i]);
        continue;
      }
      this.settle(hashes[i], buffer, at, parents[i], keys[i]);
    }
  }

  /**
   * Another shortest way to a state of the level under construction. Of all parents the one with the smallest
   * hash stays, so that which thread came first does not matter.
   */
  private offerParent(index: number, parent: number, key: number): void {
    const { keys, parents } = this.store;
    const known = keys[index - this.levelEnd];
    if (key > known || parents[index] === parent) return;
    if (key === known) {
      this.ties.push([this.reference(index), parent]);
      return;
    }
    keys[index - this.levelEnd] = key;
    parents[index] = parent;
  }

  private noteWays(from: number, to: number): void {
    const { next, ends, words, depth } = this;
    for (let p = from, i = 0; p < to; p++) {
      for (const start = i; i < ends[p - from]; i++) {
        if (next.ways[i] === 0) continue;
        const example = { steps: depth + 1, ordinal: i - start, reference: this.reference(p) };
        this.ways.add(next.ways[i], this.store.states, p * words, example, words);
      }
    }
  }

  private noteOutcomes(from: number, to: number): void {
    const { model, ends, words, depth } = this;
    const { states } = this.store;
    for (let p = from, start = 0; p < to; p++) {
      const end = ends[p - from];
      const outcome = model.outcome!(states, p * words, end - start);
      start = end;
      if (outcome === 0) continue;
      const example = { steps: depth, ordinal: -1, reference: this.reference(p) };
      this.outcomes.add(outcome, states, p * words, example, words);
    }
  }
}

function sameWords(a: Uint32Array, at: number, b: Uint32Array, from: number, words: number): boolean {
  if (words === 2) return a[at] === b[from] && a[at + 1] === b[from + 1];
  for (let i = 0; i < words; i++) if (a[at + i] !== b[from + i]) return false;
  return true;
}
