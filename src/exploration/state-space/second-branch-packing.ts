/** The second branch of a log (D45) without times and counts, as a number and back. */
import { SecondBranch } from '../../domain/ledger/second-branch.js';

/** A home side that takes changes on a branch of its own. */
export interface AbstractSecondBranch {
  readonly store: number;
  readonly writer: number;
  readonly followers: number;
  /** its FE replicas hold changes that are on no disk yet (M15) */
  readonly tail: boolean;
  /** changes are acknowledged now */
  readonly open: boolean;
}

/** The abstraction of a second branch. */
export const abstractSecond = ({ store, writer, followers, acknowledging }: SecondBranch, tail: boolean) => ({
  store,
  writer,
  followers,
  tail,
  open: acknowledging > 0,
});

/** A second branch of this abstraction, with the open segment of that index, that `users` save on from `nowMs` on. */
export function restoreSecond(
  { store, writer, followers, open }: AbstractSecondBranch,
  current: number,
  users: number,
  nowMs: number,
): SecondBranch {
  const second = new SecondBranch(current, writer, followers, nowMs);
  second.store = store;
  second.acknowledging = open ? users : 0;
  return second;
}

/** Bits that the index of a store of the home side takes, and one more than such an index or -1. */
const widthsOf = (perSide: number) => ({ store: 32 - Math.clz32(perSide - 1), writer: 32 - Math.clz32(perSide) });

/** The largest number of `secondBits` where a side has so many stores. */
export function secondMax(perSide: number): number {
  const { store, writer } = widthsOf(perSide);
  return 2 ** (3 + store + writer + perSide) - 1;
}

/** A second branch as a number: tail, open, its store, one more than its writer, its followers; 0 = there is none. */
export function secondBits(second: AbstractSecondBranch | null, perSide: number): number {
  if (second === null) return 0;
  // Its stores are those of the home side, which come first.
  const { store, writer } = widthsOf(perSide);
  return (
    1 |
    (second.tail ? 2 : 0) |
    (second.open ? 4 : 0) |
    (second.store << 3) |
    ((second.writer + 1) << (3 + store)) |
    (second.followers << (3 + store + writer))
  );
}

/** The second branch of a number of `secondBits`. */
export function secondOf(bits: number, perSide: number): AbstractSecondBranch | null {
  if (bits === 0) return null;
  const { store, writer } = widthsOf(perSide);
  return {
    tail: (bits & 2) !== 0,
    open: (bits & 4) !== 0,
    store: (bits >> 3) & ((1 << store) - 1),
    writer: ((bits >> (3 + store)) & ((1 << writer) - 1)) - 1,
    followers: bits >> (3 + store + writer),
  };
}
