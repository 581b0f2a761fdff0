/** The branch of a home side that goes on taking changes while its partner, which cannot reach it, serves too (D45). */
import { Exposure } from './exposure.js';

/** Where a branch of a log takes changes: its open segment, how many users' changes come, and the stores that take them. */
export interface OpenEnd {
  current: number;
  acknowledging: number;
  writer: number;
  /** the stores that take every write with the writer, as a bit set */
  followers: number;
}

/** A second open end of a log, with a load of its own. */
export class SecondBranch implements OpenEnd {
  acknowledging = 0;
  /** the store of the home side that counts as its content */
  store = 0;
  readonly exposure = new Exposure();

  constructor(
    public current: number,
    public writer: number,
    public followers: number,
    nowMs: number,
  ) {
    this.exposure.restart(0, 0, nowMs);
  }

  clone(): SecondBranch {
    const copy = Object.assign(new SecondBranch(this.current, this.writer, this.followers, 0), this);
    return Object.assign(copy, { exposure: this.exposure.clone() });
  }
}
