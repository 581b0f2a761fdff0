/** Bits that hold a number from `min` up to `max`. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A part of a state: words from `first` on, as many as there are masks, and of each the bits of its mask. */
export interface WordPart {
  readonly first: number;
  readonly mask: Uint32Array;
}

/** A number left the range that was declared for it: a fault of ours, never a state dropped in silence. */
export class OutOfRange extends Error {}

/**
 * Small integers side by side in 32-bit words, none across two words. What is where is decided once, in the
 * order of `add`.
 */
export class BitFields {
  private word = new Int32Array(64);
  private shift = new Int32Array(64);
  private mask = new Int32Array(64);
  private min = new Int32Array(64);
  private count = 0;
  private bits = 0;

  /** The number of a new field; fields that are added one after another have consecutive numbers. */
  add({ min, max }: Range): number {
    const width = Math.max(1, 32 - Math.clz32(max - min));
    if (width > 31) throw new OutOfRange(`a field from ${min} to ${max} does not fit a word`);
    if ((this.bits & 31) + width > 32) this.bits = (this.bits | 31) + 1;
    if (this.count === this.word.length) this.grow();
    const n = this.count++;
    this.word[n] = this.bits >>> 5;
    this.shift[n] = this.bits & 31;
    this.mask[n] = 2 ** width - 1;
    this.min[n] = min;
    this.bits += width;
    return n;
  }

  private grow(): void {
    const longer = (a: Int32Array): Int32Array<ArrayBuffer> => {
      const b = new Int32Array(a.length * 2);
      b.set(a);
      return b;
    };
    this.word = longer(this.word);
    this.shift = longer(this.shift);
    this.mask = longer(this.mask);
    this.min = longer(this.min);
  }

  get words(): number {
    return (this.bits + 31) >>> 5;
  }

  /** Fields so far: the number of the next. */
  get size(): number {
    return this.count;
  }

  /** The words that hold the fields from `first` up to `end`, and of each the bits that are theirs. */
  part(first: number, end: number): WordPart {
    if (first === end) return { first: this.words, mask: new Uint32Array(0) };
    const mask = new Uint32Array(this.word[end - 1] + 1 - this.word[first]);
    for (let f = first; f < end; f++) mask[this.word[f] - this.word[first]] |= this.mask[f] << this.shift[f];
    return { first: this.word[first], mask };
  }

  get(words: Uint32Array, at: number, field: number): number {
    return ((words[at + this.word[field]] >>> this.shift[field]) & this.mask[field]) + this.min[field];
  }

  /** The bits of the field must be 0 before. Throws OutOfRange. */
  put(words: Uint32Array, at: number, field: number, value: number): void {
    const stored = value - this.min[field];
    if (stored < 0 || stored > this.mask[field]) this.refuse(field, value);
    words[at + this.word[field]] |= stored << this.shift[field];
  }

  /** `get` of `count` fields from `first` on, into `into[0 ..]`. */
  getAll(words: Uint32Array, at: number, first: number, count: number, into: Int32Array | Uint8Array): void {
    const { word, shift, mask, min } = this;
    for (let i = 0, f = first; i < count; i++, f++) {
      into[i] = ((words[at + word[f]] >>> shift[f]) & mask[f]) + min[f];
    }
  }

  /** As `put`, whatever the bits of the field were before. */
  change(words: Uint32Array, at: number, field: number, value: number): void {
    const mask = this.mask[field];
    const shift = this.shift[field];
    const stored = value - this.min[field];
    if (stored < 0 || stored > mask) this.refuse(field, value);
    const word = at + this.word[field];
    words[word] = (words[word] & ~(mask << shift)) | (stored << shift);
  }

  private refuse(field: number, value: number): never {
    const min = this.min[field];
    throw new OutOfRange(`field ${field} holds ${min} to ${min + this.mask[field]}, not ${value}`);
  }
}
