/** States that are to be looked up together, each in one place of every array. */
export class Asked {
  count = 0;
  /** Their words, one state after another. */
  buffer: Uint32Array;
  hashes = new Int32Array(0);
  /** Reference and hash of the state from which it was reached. */
  parents = new Uint32Array(0);
  keys = new Uint32Array(0);
  /** While they are looked up: the state that the first slot speaks of, and its first word. */
  entries = new Int32Array(0);
  firsts = new Uint32Array(0);
  private own = new Uint32Array(0);

  constructor(private readonly words: number) {
    this.buffer = this.own;
  }

  /** Forgets all; there will be room for `most`. */
  empty(most: number): void {
    this.count = 0;
    if (most > this.hashes.length) this.widen(2 * most);
    if (this.own.length < this.hashes.length * this.words) {
      this.own = new Uint32Array(this.hashes.length * this.words);
    }
    this.buffer = this.own;
  }

  /** These `count` states, where they are; the rest is for the caller to fill. */
  lend(buffer: Uint32Array, count: number): void {
    if (count > this.hashes.length) this.widen(2 * count);
    this.buffer = buffer;
    this.count = count;
  }

  add(hash: number, states: Uint32Array, at: number, parent: number, key: number): void {
    const { words, count, buffer } = this;
    const to = count * words;
    buffer[to] = states[at];
    for (let i = 1; i < words; i++) buffer[to + i] = states[at + i];
    this.hashes[count] = hash;
    this.parents[count] = parent;
    this.keys[count] = key;
    this.count = count + 1;
  }

  private widen(room: number): void {
    this.hashes = new Int32Array(room);
    this.parents = new Uint32Array(room);
    this.keys = new Uint32Array(room);
    this.entries = new Int32Array(room);
    this.firsts = new Uint32Array(room);
  }
}
