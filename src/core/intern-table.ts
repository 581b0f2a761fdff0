/** Interning: equal sequences of words, or equal records, have one small number, found by open addressing. */
import type { NumberedRecords } from './packed-model.js';

const FIRST_SLOTS = 1 << 10;

/**
 * Sequences of `width` 32-bit words, numbered from 0 in the order in which they came. Equal means equal word by
 * word; a hash only finds the place. Grows as it fills; the caller keeps the count within bounds.
 */
export class InternTable {
  count = 0;
  /** The sequences, one after another. */
  words: Uint32Array;
  /** number + 1; 0 = empty */
  private slots = new Int32Array(FIRST_SLOTS);

  constructor(readonly width: number) {
    this.words = new Uint32Array((FIRST_SLOTS >> 1) * width);
  }

  /** The number of what stands at `from[at .. at + width)`, of each word only the bits of `mask`. */
  number(from: Uint32Array, at: number, mask: Uint32Array): number {
    const { width, words, slots } = this;
    const last = slots.length - 1;
    let slot = hashOf(from, at, mask, width) & last;
    for (; slots[slot] !== 0; slot = (slot + 1) & last) {
      const known = (slots[slot] - 1) * width;
      let i = 0;
      while (i < width && words[known + i] === (from[at + i] & mask[i]) >>> 0) i++;
      if (i === width) return slots[slot] - 1;
    }
    const number = this.count++;
    slots[slot] = number + 1;
    for (let i = 0; i < width; i++) words[number * width + i] = from[at + i] & mask[i];
    if (2 * this.count >= slots.length) this.grow();
    return number;
  }

  /** Forgets all. */
  clear(): void {
    this.count = 0;
    this.slots.fill(0);
  }

  private grow(): void {
    const { width, count } = this;
    const words = new Uint32Array(this.words.length * 2);
    words.set(this.words);
    this.words = words;
    this.slots = new Int32Array(this.slots.length * 2);
    const last = this.slots.length - 1;
    for (let n = 0; n < count; n++) {
      let slot = hashOf(words, n * width, null, width) & last;
      while (this.slots[slot] !== 0) slot = (slot + 1) & last;
      this.slots[slot] = n + 1;
    }
  }
}

function hashOf(from: Uint32Array, at: number, mask: Uint32Array | null, width: number): number {
  let h = Math.imul(width, 0x27d4eb2f);
  for (let i = 0; i < width; i++) {
    const word = mask === null ? from[at + i] : from[at + i] & mask[i];
    h = Math.imul(h ^ word, 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Numbers by number, all from 0 on: an open table without objects. */
export class NumberMap {
  /** One more than each key, 0 = empty; and its value beside it, in the same cache line. */
  private slots = new Int32Array(2 * FIRST_SLOTS);
  private count = 0;

  /** -1 = there is none. */
  get(key: number): number {
    const { slots } = this;
    const last = slots.length - 1;
    for (let at = placeOf(key) & last; ; at = (at + 2) & last) {
      if (slots[at] === key + 1) return slots[at + 1];
      if (slots[at] === 0) return -1;
    }
  }

  /** The key must be new. */
  add(key: number, value: number): void {
    if (4 * ++this.count >= this.slots.length) this.grow();
    this.put(key, value);
  }

  /** Forgets all. */
  clear(): void {
    this.count = 0;
    this.slots.fill(0);
  }

  private put(key: number, value: number): void {
    const { slots } = this;
    const last = slots.length - 1;
    let at = placeOf(key) & last;
    while (slots[at] !== 0) at = (at + 2) & last;
    slots[at] = key + 1;
    slots[at + 1] = value;
  }

  private grow(): void {
    const { slots } = this;
    this.slots = new Int32Array(slots.length * 2);
    for (let at = 0; at < slots.length; at += 2) if (slots[at] !== 0) this.put(slots[at] - 1, slots[at + 1]);
  }
}

/** The slot of a key, spread over the table; even, as a key and its value take two. */
function placeOf(key: number): number {
  const h = Math.imul(key, 0x9e3779b1);
  return (h ^ (h >>> 15)) << 1;
}

/** Records by number, from 1 on; records of one key are one. 0 stands for none. */
export class InternedRecords<R> implements NumberedRecords<R> {
  private readonly keys: string[] = [''];
  private readonly records: R[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(private readonly keyOf: (record: R) => string) {}

  number(record: R): number {
    const key = this.keyOf(record);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.keys.length);
    this.records.push(record);
    return this.keys.push(key) - 1;
  }

  key(number: number): string {
    return this.keys[number];
  }

  record(number: number): R {
    return this.records[number - 1];
  }
}
