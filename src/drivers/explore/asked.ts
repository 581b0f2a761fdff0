/** What is known of the states that are looked up together, each in one place of every array but the last two. */
export class Asked {
  /** Index of the state that may be the one asked for; 0 = none. */
  readonly entries: Int32Array;
  /** 0 = it is. Later: what is known of the parents of those in `again`. */
  readonly firsts: Uint32Array;
  /** Places of those that are not known, or not known for sure. */
  readonly fresh: Int32Array;
  /** Places of those that were found before in the level under construction. */
  readonly again: Int32Array;

  /** Room for `count`. */
  constructor(readonly count: number) {
    this.entries = new Int32Array(count);
    this.firsts = new Uint32Array(count);
    this.fresh = new Int32Array(count);
    this.again = new Int32Array(count);
  }
}
