/** What is known of the states that are looked up together. */
export class Asked {
  /** Of each: index of the state that may be the one asked for; 0 = none. */
  readonly entries: Int32Array;
  /** Of each: 0 = it is that state. */
  readonly differs: Uint32Array;
  /** Places of those that are not known, or not known for sure. */
  readonly fresh: Int32Array;
  /** Places of those that were found before in the level under construction, and the parent known of each. */
  readonly again: Int32Array;
  readonly parents: Uint32Array;

  /** Room for `count`. */
  constructor(count: number) {
    this.entries = new Int32Array(count);
    this.differs = new Uint32Array(count);
    this.fresh = new Int32Array(count);
    this.again = new Int32Array(count);
    this.parents = new Uint32Array(count);
  }
}
