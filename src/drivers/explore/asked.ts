/** What is known of the states that are looked up together, each in one place of every array. */
export class Asked {
  hashes = new Int32Array(0);
  /** Hash of the state from which it was reached. */
  parents = new Uint32Array(0);
  /** While they are looked up: the state that the first slot speaks of, and its first word. */
  entries = new Int32Array(0);
  firsts = new Uint32Array(0);

  /** Room for `count`; what was there is forgotten. */
  make(count: number): void {
    if (count <= this.hashes.length) return;
    const room = 2 * count;
    this.hashes = new Int32Array(room);
    this.parents = new Uint32Array(room);
    this.entries = new Int32Array(room);
    this.firsts = new Uint32Array(room);
  }
}
