/** The second branch of a log (D45) without times and counts, as a number and back. */
import { SecondBranch } from '../../domain/ledger/second-branch.js';

/** A home side that takes changes on a branch of its own. */
export interface AbstractSecondBranch {
  readonly store: number;
  readonly writer: number;
  readonly mirror: number;
  /** its FE replicas hold changes that are on no disk yet (M15) */
  readonly tail: boolean;
  /** changes are acknowledged now */
  readonly open: boolean;
}

/** The abstraction of a second branch. */
export const abstractSecond = ({ store, writer, mirror, acknowledging }: SecondBranch, tail: boolean) => ({
  store,
  writer,
  mirror,
  tail,
  open: acknowledging > 0,
});

/** A second branch of this abstraction, with the open segment of that index, that `users` save on from `nowMs` on. */
export function restoreSecond(
  { store, writer, mirror, open }: AbstractSecondBranch,
  current: number,
  users: number,
  nowMs: number,
): SecondBranch {
  const second = new SecondBranch(current, writer, mirror, nowMs);
  second.store = store;
  second.acknowledging = open ? users : 0;
  return second;
}

/** The largest number of `secondBits`. */
export const SECOND_MAX = 255;

/** A second branch as a number: tail, open, its store, one more than its writer and its mirror; 0 = there is none. */
export const secondBits = (second: AbstractSecondBranch | null): number =>
  second === null
    ? 0
    : 1 |
      (second.tail ? 2 : 0) |
      (second.open ? 4 : 0) |
      // Its stores are those of the home side, 0 and 1.
      (second.store << 3) |
      ((second.writer + 1) << 4) |
      ((second.mirror + 1) << 6);

/** The second branch of a number of `secondBits`. */
export const secondOf = (bits: number): AbstractSecondBranch | null =>
  bits === 0
    ? null
    : {
        tail: (bits & 2) !== 0,
        open: (bits & 4) !== 0,
        store: (bits >> 3) & 1,
        writer: ((bits >> 4) & 3) - 1,
        mirror: ((bits >> 6) & 3) - 1,
      };
