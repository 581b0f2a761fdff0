/** The ledger of one owner and module: a forking log of acknowledged changes, and who serves what of it. */
import { batchOf } from './batch.js';
import { type Departure, departureOf } from './departure.js';
import type { Rate } from './rate.js';
import { type OpenEnd, SecondBranch } from './second-branch.js';
import { ON_SECOND_BRANCH, Segment } from './segment.js';
import { lowestStore, NO_FOLLOWERS, NO_STORE, NOTHING, StoredChanges } from './stored-changes.js';

/** A side of a partnership: the pool at which the users are homed, or its partner. */
export type Side = 0 | 1;
export const HOME_SIDE: Side = 0;
export const PARTNER_SIDE: Side = 1;

/** Which way a batch goes: from the owner's home side to the partner side, or back. */
export type Direction = 0 | 1;
export const TO_PARTNER: Direction = 0;
export const TO_HOME: Direction = 1;

/** The side at which a batch of each direction arrives. */
export const ARRIVES_AT: readonly Side[] = [PARTNER_SIDE, HOME_SIDE];

/**
 * The change log of one owner (a pool's users, the CMS) and one module, with what each store holds of it.
 * Contents are positions, one a segment; see `Segment`. The log knows nothing of servers: the world says
 * which store is written (`writer`), how late (`lagMs`), which stores follow it, and who serves.
 */
export class ChangeLog extends StoredChanges {
  /** side that serves the owner: 0 home, 1 partner */
  side: Side = 0;
  /** replicas without quorum keep what they hold: it cannot be written (D11) */
  withoutQuorum = false;
  /** what the home side had when the partner took over: its own branch, apart from what it imports since (M38) */
  homeBranch: readonly number[] | null = null;

  constructor(
    readonly owner: number,
    readonly module: string,
    rate: Rate,
    stores: number,
    lagMs: number,
    hasTail: boolean,
    /** the FE replicas are on disk: they keep the tail also while their side does not serve (M15, D52) */
    readonly tailOnDisk = false,
  ) {
    super(rate, stores, lagMs, hasTail);
  }

  clone(): ChangeLog {
    const { owner, module, rate, stores, lagMs, hasTail, tailOnDisk } = this;
    const copy = new ChangeLog(owner, module, rate, stores, lagMs, hasTail, tailOnDisk);
    Object.assign(copy, this);
    copy.segments = this.segments.map((s) => s.clone());
    copy.rows = this.rows.map((r) => [...r]);
    copy.batches = this.batches.map((b) => b && [...b]);
    copy.exposure = this.exposure.clone();
    copy.second = this.second === null ? null : this.second.clone();
    return copy;
  }

  /** Sets all that the log holds at once; what was acknowledged counts from `nowMs` on. */
  restore(
    segments: Segment[],
    rows: number[][],
    batches: (number[] | null)[],
    flags: Readonly<
      Pick<ChangeLog, 'current' | 'side' | 'withoutQuorum' | 'writer' | 'followers' | 'homeBranch' | 'second'>
    >,
    weight: number,
    nowMs: number,
  ): void {
    this.segments = segments;
    this.current = flags.current;
    this.second = flags.second;
    this.closed = -1;
    this.rows = rows;
    this.batches = batches;
    this.side = flags.side;
    this.homeBranch = flags.homeBranch;
    this.withoutQuorum = flags.withoutQuorum;
    this.writer = flags.writer;
    this.followers = flags.followers;
    this.acknowledging = weight;
    let whole = 0;
    for (const s of segments) whole += s.count(s.endMs);
    this.exposure.restart(whole, segments[this.current].totals(nowMs).rest, nowMs);
    this.second?.exposure.restart(0, segments[this.second.current].totals(nowMs).rest, nowMs);
  }

  /** The store that takes the writes from now on (-1 = none, they stay in the FE replicas), and its followers as a bit set. */
  setWriter(nowMs: number, writer: number, followers: number): void {
    if (writer === this.writer && followers === this.followers) return;
    this.writeTo(this, nowMs, writer, followers);
    if (!this.withoutQuorum) this.writeHeld();
  }

  private writeHeld(): void {
    if (this.writer === NO_STORE) return;
    this.segments.forEach((s, i) => {
      if (s.heldBySide !== this.side) return;
      this.put(this, i, s.endMs);
      s.heldBySide = -1;
    });
  }

  /** Writes all that the FE replicas hold (planned failover D43). */
  flush(nowMs: number): void {
    this.touch(nowMs);
    this.writeAll(this);
  }

  /** All FE replicas of `side` are gone: what they had not written is on no disk (M15). */
  loseTail(nowMs: number, side: Side = this.side): void {
    this.touch(nowMs);
    this.forgetHeld(side);
    if (side === this.side) this.begin(nowMs);
    else if (this.second !== null) this.begin(nowMs, this.second);
  }

  /** What the FE replicas of `side` held and no store took is gone, or overwritten (M15, D52). */
  forgetHeld(side: Side): void {
    for (const s of this.segments) if (s.heldBySide === side) s.heldBySide = -1;
  }

  /** Changes that the FE replicas of `side` hold while it does not serve. */
  heldBy(side: Side): number {
    if (side === this.side) return 0;
    return this.segments.reduce((sum, s, i) => (s.heldBySide === side ? sum + this.heldOf(i) : sum), 0);
  }

  /** Changes of a segment that no store has. */
  private heldOf(segment: number): number {
    const s = this.segments[segment];
    let best = 0;
    for (const row of this.rows) best = Math.max(best, s.count(row[segment]));
    return s.count(s.endMs) - best;
  }

  /** `share` of the unwritten part is in routing groups that just lost quorum (D11). */
  holdShare(nowMs: number, store: number, share: readonly [number, number]): void {
    this.touch(nowMs);
    this.withoutQuorum = true;
    const open = this.segments[this.current];
    const from = this.written(this, store);
    if (open.endMs <= from) return;
    const { part, remainder } = open.split(from, share);
    part.heldBySide = this.side;
    // The remainder is the other groups' share of what came; what comes from now on is all that is acknowledged.
    remainder.setWeight(nowMs, this.acknowledging);
    this.append(part);
    this.goOnWith(this, remainder);
  }

  /** What no store has of an open segment stays with the FE replicas of the side that serves no longer. */
  private keepTail(end: OpenEnd, side: Side): void {
    const open = this.segments[end.current];
    let from = open.startMs;
    for (let i = 0; i < this.rows.length; i++) from = Math.max(from, this.written(end, i));
    if (open.endMs <= from) return;
    const { remainder } = open.split(from, [0, 1]);
    remainder.heldBySide = side;
    this.goOnWith(end, remainder);
  }

  /** `share` of what the FE replicas of `side` hold has lost its last replica. */
  loseHeldShare(share: readonly [number, number], side: Side = this.side): void {
    for (const s of [...this.segments]) {
      if (s.heldBySide !== side) continue;
      const { part, remainder } = s.split(s.startMs, share);
      remainder.heldBySide = side;
      s.heldBySide = -1;
      this.append(part);
      this.append(remainder);
    }
  }

  /** The stuck groups have quorum again: what they hold is written as soon as a store takes it. */
  release(nowMs: number): void {
    this.touch(nowMs);
    this.withoutQuorum = false;
    this.writeHeld();
  }

  /** QuorumLossRecovery: the stuck groups are reloaded from the Back End (D11). */
  discardHeld(nowMs: number): void {
    this.touch(nowMs);
    this.withoutQuorum = false;
    this.forgetHeld(this.side);
  }

  /**
   * The truth changes hands: `side` serves from now on, on a new segment. What the FE replicas of the other side have on
   * their disks and no store took stays there (M15, D52). `home` = the store of the home side whose branch is kept apart
   * from what it imports meanwhile; -1 = none is.
   */
  serveFrom(nowMs: number, side: Side, home = NO_STORE): void {
    this.touch(nowMs);
    if (this.tailOnDisk) this.keepTail(this, this.side);
    else this.forgetHeld(this.side);
    this.withoutQuorum = false;
    this.homeBranch = home !== NO_STORE ? [...this.rows[home]] : null;
    this.begin(nowMs);
    this.side = side;
    this.batches = [null, null];
  }

  /**
   * The home side goes on taking changes on a branch of its own, as its partner that took over cannot reach it (D45):
   * what `users` save there goes to `writer` and its `followers`, and counts as served for as long as that branch is open.
   * `store` = the one of the home side that counts as its content.
   */
  takeApart(nowMs: number, users: number, store: number, writer: number, followers: number): void {
    if (this.isSilent) return;
    if (this.second === null) {
      this.touch(nowMs);
      this.append(Segment.open(this.rate, nowMs, 0, 0, ON_SECOND_BRANCH));
      this.second = new SecondBranch(this.segments.length - 1, writer, followers, nowMs);
    }
    const { second } = this;
    if (writer !== second.writer || followers !== second.followers) this.writeTo(second, nowMs, writer, followers);
    second.store = store;
    this.load(second, second.exposure, nowMs, users);
  }

  /**
   * The second branch ends: what it has is served no longer, and stays where it is. `orderly` = its pool runs, and
   * writes what its FE servers hold; otherwise that stays on their disks.
   */
  endApart(nowMs: number, orderly: boolean): void {
    const { second } = this;
    if (second === null) return;
    this.load(second, second.exposure, nowMs, 0);
    this.touch(nowMs);
    if (orderly) this.writeAll(second);
    if (this.tailOnDisk) this.keepTail(second, HOME_SIDE);
    const branch = this.homeBranch === null ? null : [...this.homeBranch];
    this.segments.forEach((s, i) => {
      if (s.heldBySide !== ON_SECOND_BRANCH) return;
      s.heldBySide = -1;
      if (branch === null) return;
      while (branch.length <= i) branch.push(NOTHING);
      branch[i] = s.endMs;
    });
    this.homeBranch = branch;
    this.exposure.add(second.exposure);
    this.second = null;
    // What was counted of closed segments was counted before its end was moved.
    this.closed = -1;
  }

  /** The home side drops what it imported since the partner took over: that waits beside its own branch (D53, M38). */
  dropImported(nowMs: number): void {
    this.touch(nowMs);
    const branch = this.homeBranch;
    if (branch === null) return;
    for (let store = 0; store < this.rows.length / 2; store++) {
      this.rows[store] = this.rows[store].map((p, i) => Math.min(p, i < branch.length ? branch[i] : NOTHING));
    }
  }

  /** Exports from `source` what `target` lacks, at most `limit` changes. Answers how many (see `batchOf`); null = nothing to do. */
  export(
    nowMs: number,
    direction: Direction,
    source: number,
    target: number,
    limit: number,
    replace: boolean,
  ): number | null {
    this.touch(nowMs);
    const batch = batchOf(this.segments, this.rows[source], this.rows[target], limit, replace);
    if (batch === null) return null;
    this.batches[direction] = batch.positions;
    return batch.amount;
  }

  /** Imports the batch: `replace` follows the exporter's branch, otherwise only adds (M38, D52). */
  import(nowMs: number, direction: Direction, target: number, followers: number, replace: boolean): void {
    this.touch(nowMs);
    const batch = this.batches[direction];
    if (batch === null) return;
    const row = this.rows[target];
    for (let i = 0; i < batch.length; i++) if (replace || batch[i] > row[i]) row[i] = batch[i];
    for (let left = followers; left !== NO_FOLLOWERS; left &= left - 1) {
      const follower = this.rows[lowestStore(left)];
      for (let i = 0; i < batch.length; i++) follower[i] = row[i];
    }
    // Who follows another branch drops also what its FE replicas had of its own (D53, M38).
    if (replace) this.forgetHeld(ARRIVES_AT[direction]);
    this.batches[direction] = null;
  }

  discardBatch(direction: Direction): void {
    this.batches[direction] = null;
  }

  /**
   * Positions of what is served now, a segment each; `store` is the serving store (-1 = none). `into` takes
   * them where the caller has an array at hand.
   */
  served(nowMs: number, store: number, into: number[] = []): number[] {
    this.touch(nowMs);
    const n = this.segments.length;
    if (into.length > n) into.length = n;
    for (let i = 0; i < n; i++) into[i] = this.servedOf(i, store);
    return into;
  }

  /** Position of what is served of one segment. `touch` first. */
  servedOf(segment: number, store: number): number {
    const s = this.segments[segment];
    if (s.heldBySide === ON_SECOND_BRANCH) return this.onSecond(segment);
    const inMemory = s.heldBySide === this.side || (this.hasTail && segment === this.current);
    if (inMemory) return s.endMs;
    return store === NO_STORE ? NOTHING : this.rows[store][segment];
  }

  /** Position up to which the second branch has one of its segments; in its FE replicas, or in its store. */
  private onSecond(segment: number): number {
    const { second } = this;
    if (second === null) return NOTHING;
    return segment === second.current ? this.segments[segment].endMs : this.rows[second.store][segment];
  }

  /** Position up to which the side of `store` has a segment; `serves`: its FE replicas count, as far as they go. */
  heldAt(segment: number, store: number, serves: boolean): number {
    const onSecond = this.segments[segment].heldBySide === ON_SECOND_BRANCH;
    if (serves && !onSecond) return this.servedOf(segment, store);
    return onSecond && !serves ? this.onSecond(segment) : this.rows[store][segment];
  }

  /** Changes that are in `store` and on no other disk. */
  aloneOn(store: number): number {
    const elsewhere = this.onDisk(store);
    return this.countOf(this.rows[store].map((at, i) => Math.max(at, elsewhere[i]))) - this.countOf(elsewhere);
  }

  /** Positions of the best copy on any disk, but for those of store `without`. */
  onDisk(without = NO_STORE): number[] {
    const best: number[] = new Array(this.segments.length).fill(NOTHING);
    for (let store = 0; store < this.rows.length; store++) {
      if (store === without) continue;
      const row = this.rows[store];
      for (let i = 0; i < row.length; i++) if (row[i] > best[i]) best[i] = row[i];
    }
    if (!this.tailOnDisk) return best;
    for (let i = 0; i < best.length; i++) {
      const { heldBySide, endMs } = this.segments[i];
      const held = heldBySide === HOME_SIDE || heldBySide === PARTNER_SIDE;
      if (held || i === this.current || i === this.second?.current) best[i] = endMs;
    }
    return best;
  }

  /** What `before` held and `after` does not, and how much of it is on no disk any more. */
  departed(before: readonly number[], after: readonly number[]): Departure | null {
    return departureOf(this.segments, before, after, () => this.onDisk());
  }
}
