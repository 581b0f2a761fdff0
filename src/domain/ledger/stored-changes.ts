/** Acknowledged changes in segments, what each store holds of them, and the open ends at which more come and are written. */
import { Exposure } from './exposure.js';
import type { Rate } from './rate.js';
import type { OpenEnd, SecondBranch } from './second-branch.js';
import { ON_SECOND_BRANCH, Segment } from './segment.js';

/** Position of a store that holds nothing of a segment. */
export const NOTHING = -1;
/** No store takes the writes. */
export const NO_STORE = -1;
/** No store takes them with the writer: the empty set of stores. */
export const NO_FOLLOWERS = 0;

/** A set of stores as a bit set of one. */
export const onlyStore = (store: number): number => 1 << store;

/** The first store of a set that is not empty. */
export const lowestStore = (stores: number): number => 31 - Math.clz32(stores & -stores);

/** The row of a store that holds nothing of one segment. Made for doubles, which times are: an array of integers becomes another one on the way. */
function nothingHeld(): number[] {
  const row = [0.5];
  row[0] = NOTHING;
  return row;
}

/**
 * What was acknowledged, and how it gets into stores: a position of each store in each segment. Who serves, and what
 * that makes of a change, is `ChangeLog`'s to say. It is itself the open end of the serving branch.
 */
export class StoredChanges implements OpenEnd {
  segments: Segment[];
  /** index of the segment that the serving side goes on with */
  current = 0;
  /** rows[store][segment] = position held */
  rows: number[][];
  /** users whose changes are acknowledged now; 0 = nobody's */
  acknowledging = 0;
  writer = NO_STORE;
  followers = NO_FOLLOWERS;
  /** positions that a batch under way brings, one a direction */
  batches: (number[] | null)[] = [null, null];
  /** the branch of a home side that its partner took over from and cannot stop (D45); null = it is closed */
  second: SecondBranch | null = null;
  /** all that was ever acknowledged on the serving branch, and on second branches that have ended */
  protected exposure = new Exposure();
  /** changes in all segments but the open one; -1 = not counted since one ended */
  protected closed = -1;

  constructor(
    readonly rate: Rate,
    readonly stores: number,
    /** ms from the acknowledgement until a change is in the writer's store */
    readonly lagMs: number,
    /** the FE replicas of the serving side hold what is not yet written (M15) */
    readonly hasTail: boolean,
  ) {
    this.segments = [Segment.open(rate, 0, 0, 0)];
    this.rows = Array.from({ length: stores }, nothingHeld);
  }

  /** Without a load nothing is ever acknowledged. */
  get isSilent(): boolean {
    return this.rate.numerator === 0;
  }

  /** Brings the head and the written position to `nowMs`. Every other operation does this first. */
  touch(nowMs: number): void {
    this.advance(this, nowMs);
    if (this.second !== null) this.advance(this.second, nowMs);
  }

  private advance(end: OpenEnd, nowMs: number): void {
    const open = this.segments[end.current];
    if (end.acknowledging > 0 && nowMs > open.endMs) open.endMs = nowMs;
    if (end.writer === NO_STORE) return;
    const written = Math.min(open.endMs, nowMs - this.lagMs);
    if (written > open.startMs) this.put(end, end.current, written);
  }

  protected put({ writer, followers }: OpenEnd, segment: number, position: number): void {
    const row = this.rows[writer];
    if (position > row[segment]) row[segment] = position;
    for (let left = followers; left !== NO_FOLLOWERS; left &= left - 1) {
      const follower = this.rows[lowestStore(left)];
      if (row[segment] > follower[segment]) follower[segment] = row[segment];
    }
  }

  setAcknowledging(nowMs: number, users: number): void {
    this.load(this, this.exposure, nowMs, users);
  }

  protected load(end: OpenEnd, exposure: Exposure, nowMs: number, users: number): void {
    const weight = this.isSilent ? 0 : users;
    // The log stands still.
    if (weight === end.acknowledging) return;
    this.touch(nowMs);
    exposure.advance(this.rate, end.acknowledging, nowMs);
    // After a pause the segment goes on: its head is the last acknowledgement, its count stands still between.
    this.segments[end.current].setWeight(nowMs, weight);
    end.acknowledging = weight;
  }

  protected writeTo(end: OpenEnd, nowMs: number, writer: number, followers: number): void {
    this.touch(nowMs);
    this.forkBehind(end, nowMs, writer);
    end.writer = writer;
    end.followers = followers;
  }

  /** The FE replicas hold only what is on no disk: a writer that lacks what another store has begins a fork (D25). */
  private forkBehind(end: OpenEnd, nowMs: number, writer: number): void {
    if (!this.hasTail || writer === NO_STORE) return;
    let best = writer;
    for (let i = 0; i < this.rows.length; i++) if (this.written(end, i) > this.written(end, best)) best = i;
    if (best !== writer) this.cutTail(nowMs, best, end);
  }

  protected writeAll(end: OpenEnd): void {
    const open = this.segments[end.current];
    if (end.writer !== NO_STORE && open.endMs > open.startMs) this.put(end, end.current, open.endMs);
  }

  /** Ends an open segment and begins a new one on the same stores. */
  protected begin(nowMs: number, end: OpenEnd = this): void {
    const old = this.segments[end.current];
    const rest = old.totals(old.endMs).rest;
    this.goOnWith(end, Segment.open(this.rate, nowMs, end.acknowledging, rest, this.markOf(end)));
  }

  /** `Segment.heldBySide` of what an open end goes on with. */
  private markOf(end: OpenEnd): number {
    return end === this ? -1 : ON_SECOND_BRANCH;
  }

  /** A new segment is the open one of a branch from now on. */
  protected goOnWith(end: OpenEnd, segment: Segment): void {
    this.append(segment);
    end.current = this.segments.length - 1;
  }

  /** No store holds anything of the new segment. */
  protected append(segment: Segment): void {
    this.segments.push(segment);
    this.closed = -1;
    for (const row of this.rows) row.push(NOTHING);
    for (const b of this.batches) b?.push(NOTHING);
  }

  /** Position up to which `store` holds an open segment; its start when it holds nothing. */
  protected written({ current }: OpenEnd, store: number): number {
    return Math.max(this.rows[store][current], this.segments[current].startMs);
  }

  /** The FE replicas' unwritten part becomes a segment of its own: before its base is forked or destroyed. */
  cutTail(nowMs: number, store: number, end: OpenEnd = this): void {
    this.touch(nowMs);
    const open = this.segments[end.current];
    const from = this.written(end, store);
    if (open.endMs <= from) return this.begin(nowMs, end);
    const { remainder } = open.split(from, [0, 1]);
    remainder.heldBySide = this.markOf(end);
    this.goOnWith(end, remainder);
  }

  /** The disks of `store` are lost. */
  wipe(store: number): void {
    this.followers &= ~onlyStore(store);
    if (this.second !== null) this.second.followers &= ~onlyStore(store);
    this.rows[store].fill(NOTHING);
  }

  /** `to` becomes a copy of `from`: a resynchronised copy, the restore of a failback. */
  copy(nowMs: number, from: number, to: number): void {
    this.touch(nowMs);
    this.rows[to] = [...this.rows[from]];
  }

  /** Each store of the set `to` becomes a copy of `from`. */
  copyToAll(nowMs: number, from: number, to: number): void {
    for (let left = to; left !== NO_FOLLOWERS; left &= left - 1) this.copy(nowMs, from, lowestStore(left));
  }

  /** `store` drops what `from` does not hold (a returning principal undoes its fork, D25). */
  dropBeyond(nowMs: number, store: number, from: number): void {
    this.touch(nowMs);
    this.rows[store] = this.rows[store].map((p, i) => Math.min(p, this.rows[from][i]));
  }

  /** All that was acknowledged, by the load alone (I9). */
  acknowledgedByLoad(nowMs: number): number {
    const onSecond = this.second?.exposure.at(this.rate, this.second.acknowledging, nowMs) ?? 0;
    return this.exposure.at(this.rate, this.acknowledging, nowMs) + onSecond;
  }

  /** Some store holds more of a segment than was ever acknowledged in it: never true (I9). */
  overrun(): boolean {
    for (const row of this.rows) {
      for (let i = 0; i < row.length; i++) if (row[i] > this.segments[i].endMs) return true;
    }
    return false;
  }

  /** All that was acknowledged, by the segments. */
  acknowledged(nowMs: number): number {
    this.touch(nowMs);
    const now = this.segments[this.current];
    if (this.closed < 0 || this.second !== null) {
      this.closed = this.countOf(this.segments.map((s) => s.endMs)) - now.count(now.endMs);
    }
    return this.closed + now.count(now.endMs);
  }

  /** Changes of the whole log that a set of positions holds. */
  countOf(positions: readonly number[]): number {
    return positions.reduce((sum, p, i) => sum + this.segments[i].count(p), 0);
  }

  /** Changes that `source` would have to export for `target` to hold what is acknowledged here. */
  missing(held: readonly number[], target: number): number {
    let sum = 0;
    const has = this.rows[target];
    for (let i = 0; i < held.length; i++) {
      if (held[i] <= has[i]) continue;
      const s = this.segments[i];
      const more = s.count(held[i]) - s.count(has[i]);
      if (more > 0) sum += more;
    }
    return sum;
  }
}
