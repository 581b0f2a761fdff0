/** The ledger of one owner and module: a forking log of acknowledged changes, and each store's position in it. */
import { type Rate, wholeChanges } from './rate.js';
import { Segment } from './segment.js';

/** Position of a store that holds nothing of a segment. */
const NOTHING = -1;
const NO_STORE = -1;

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

/** A part of the log that left the serving branch. */
export interface Departure {
  readonly count: number;
  /** acknowledgement time of the oldest change in it */
  readonly oldestMs: number;
  /** up to when changes in it were acknowledged */
  readonly newestMs: number;
  /** how many of them are on no disk any more */
  readonly lost: number;
}

/**
 * The change log of one owner (a pool's users, the CMS) and one module, with what each store holds of it.
 * Contents are positions, one a segment; see `Segment`. The log knows nothing of servers: the world says
 * which store is written (`writer`), how late (`lagMs`), which store mirrors it, and who serves.
 */
export class ChangeLog {
  segments: Segment[];
  /** rows[store][segment] = position held */
  rows: number[][];
  /** users whose changes are acknowledged now; 0 = nobody's */
  acknowledging = 0;
  /** side that serves the owner: 0 home, 1 partner */
  side: Side = 0;
  /** replicas without quorum keep what they hold: it cannot be written (D11) */
  withoutQuorum = false;
  writer = NO_STORE;
  mirror = NO_STORE;
  batches: (number[] | null)[] = [null, null];
  /** what the home side had when the partner took over: its own branch, apart from what it imports since (M38) */
  homeBranch: readonly number[] | null = null;
  /** all that was ever acknowledged, counted apart from the segments (I9) */
  private exposure = { whole: 0, rest: 0 };
  private exposureSinceMs = 0;
  /** changes in all segments but the open one; -1 = not counted since one ended */
  private closed = -1;

  constructor(
    readonly owner: number,
    readonly module: string,
    readonly rate: Rate,
    readonly stores: number,
    /** ms from the acknowledgement until a change is in the writer's store */
    readonly lagMs: number,
    /** the FE replicas of the serving side hold what is not yet written (M15) */
    readonly hasTail: boolean,
    /** these replicas are on disk: they keep it also while their side does not serve (M15, D52) */
    readonly tailOnDisk = false,
  ) {
    this.segments = [Segment.open(rate, 0, 0, 0)];
    this.rows = Array.from({ length: stores }, () => [NOTHING]);
  }

  clone(): ChangeLog {
    const { owner, module, rate, stores, lagMs, hasTail, tailOnDisk } = this;
    const copy = new ChangeLog(owner, module, rate, stores, lagMs, hasTail, tailOnDisk);
    Object.assign(copy, this);
    copy.segments = this.segments.map((s) => s.clone());
    copy.rows = this.rows.map((r) => [...r]);
    copy.batches = this.batches.map((b) => b && [...b]);
    copy.exposure = { ...this.exposure };
    return copy;
  }

  /** Sets all that the log holds at once; what was acknowledged counts from `nowMs` on. */
  restore(
    segments: Segment[],
    rows: number[][],
    batches: (number[] | null)[],
    flags: Readonly<Pick<ChangeLog, 'side' | 'withoutQuorum' | 'writer' | 'mirror' | 'homeBranch'>>,
    weight: number,
    nowMs: number,
  ): void {
    this.segments = segments;
    this.closed = -1;
    this.rows = rows;
    this.batches = batches;
    this.side = flags.side;
    this.homeBranch = flags.homeBranch;
    this.withoutQuorum = flags.withoutQuorum;
    this.writer = flags.writer;
    this.mirror = flags.mirror;
    this.acknowledging = weight;
    let whole = 0;
    for (const s of segments) whole += s.count(s.endMs);
    this.exposure = { whole, rest: segments[this.current].totals(nowMs).rest };
    this.exposureSinceMs = nowMs;
  }

  /** Without a load nothing is ever acknowledged. */
  get isSilent(): boolean {
    return this.rate.numerator === 0;
  }

  get current(): number {
    return this.segments.length - 1;
  }

  /** Brings the head and the written position to `nowMs`. Every other operation does this first. */
  touch(nowMs: number): void {
    const open = this.segments[this.current];
    if (this.acknowledging > 0 && nowMs > open.endMs) open.endMs = nowMs;
    if (this.writer === NO_STORE) return;
    const written = Math.min(open.endMs, nowMs - this.lagMs);
    if (written > open.startMs) this.put(this.current, written);
  }

  private put(segment: number, position: number): void {
    const row = this.rows[this.writer];
    if (position > row[segment]) row[segment] = position;
    if (this.mirror !== NO_STORE && row[segment] > this.rows[this.mirror][segment]) {
      this.rows[this.mirror][segment] = row[segment];
    }
  }

  setAcknowledging(nowMs: number, users: number): void {
    // The log stands still.
    const weight = this.isSilent ? 0 : users;
    if (weight === this.acknowledging) return;
    this.touch(nowMs);
    this.exposure = this.exposureAt(nowMs);
    this.exposureSinceMs = nowMs;
    const open = this.segments[this.current];
    // After a pause the segment goes on: its head is the last acknowledgement, its count stands still between.
    open.setWeight(nowMs, weight);
    this.acknowledging = weight;
  }

  private exposureAt(nowMs: number): { whole: number; rest: number } {
    const s = new Segment(this.rate, 0, 0, [
      { atMs: this.exposureSinceMs, weight: this.acknowledging, ...this.exposure },
    ]);
    return s.totals(nowMs);
  }

  /** The stores that take the writes from now on; -1 = none, what is acknowledged stays in the FE replicas. */
  setWriter(nowMs: number, writer: number, mirror: number): void {
    if (writer === this.writer && mirror === this.mirror) return;
    this.touch(nowMs);
    this.forkBehind(nowMs, writer);
    this.writer = writer;
    this.mirror = mirror;
    if (!this.withoutQuorum) this.writeHeld();
  }

  /** The FE replicas hold only what is on no disk: a writer that lacks what another store has begins a fork (D25). */
  private forkBehind(nowMs: number, writer: number): void {
    if (!this.hasTail || writer === NO_STORE) return;
    let best = writer;
    for (let i = 0; i < this.rows.length; i++) if (this.written(i) > this.written(best)) best = i;
    if (best !== writer) this.cutTail(nowMs, best);
  }

  private writeHeld(): void {
    if (this.writer === NO_STORE) return;
    this.segments.forEach((s, i) => {
      if (s.heldBySide !== this.side) return;
      this.put(i, s.endMs);
      s.heldBySide = -1;
    });
  }

  /** Writes all that the FE replicas hold (planned failover D43). */
  flush(nowMs: number): void {
    this.touch(nowMs);
    const open = this.segments[this.current];
    if (this.writer !== NO_STORE && open.endMs > open.startMs) this.put(this.current, open.endMs);
  }

  /** Ends the open segment and begins a new one on the same stores. */
  private begin(nowMs: number): void {
    const old = this.segments[this.current];
    const rest = old.totals(old.endMs).rest;
    this.append(Segment.open(this.rate, nowMs, this.acknowledging, rest));
  }

  /** The last segment is the open one from now on; no store holds anything of it. */
  private append(segment: Segment): void {
    this.segments.push(segment);
    this.closed = -1;
    for (const row of this.rows) row.push(NOTHING);
    for (const b of this.batches) b?.push(NOTHING);
  }

  /** Position up to which `store` holds the open segment; its start when it holds nothing. */
  private written(store: number): number {
    return Math.max(this.rows[store][this.current], this.segments[this.current].startMs);
  }

  /** The FE replicas' unwritten part becomes a segment of its own: before its base is forked or destroyed. */
  cutTail(nowMs: number, store: number): void {
    this.touch(nowMs);
    const open = this.segments[this.current];
    const from = this.written(store);
    if (open.endMs <= from) return this.begin(nowMs);
    this.append(open.split(from, [0, 1]).remainder);
  }

  /** All FE replicas of `side` are gone: what they had not written is on no disk (M15). */
  loseTail(nowMs: number, side: Side = this.side): void {
    this.touch(nowMs);
    this.forgetHeld(side);
    if (side === this.side) this.begin(nowMs);
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
    const from = this.written(store);
    if (open.endMs <= from) return;
    const { part, remainder } = open.split(from, share);
    part.heldBySide = this.side;
    // The remainder is the other groups' share of what came; what comes from now on is all that is acknowledged.
    remainder.setWeight(nowMs, this.acknowledging);
    this.insertBeforeOpen(part, remainder);
  }

  /** What no store has of the open segment stays with the FE replicas of the side that serves no longer. */
  private keepTail(): void {
    const open = this.segments[this.current];
    let from = open.startMs;
    for (let i = 0; i < this.rows.length; i++) from = Math.max(from, this.written(i));
    if (open.endMs <= from) return;
    const { remainder } = open.split(from, [0, 1]);
    remainder.heldBySide = this.side;
    this.append(remainder);
  }

  private insertBeforeOpen(part: Segment, remainder: Segment): void {
    this.append(part);
    this.append(remainder);
  }

  /** `share` of what the FE replicas of `side` hold has lost its last replica. */
  loseHeldShare(share: readonly [number, number], side: Side = this.side): void {
    for (const s of [...this.segments]) {
      if (s.heldBySide !== side) continue;
      const { part, remainder } = s.split(s.startMs, share);
      remainder.heldBySide = side;
      s.heldBySide = -1;
      const open = this.segments.pop()!;
      const last = this.rows.map((r) => r.pop()!);
      const batch = this.batches.map((b) => b?.pop());
      this.insertBeforeOpen(part, remainder);
      this.segments.push(open);
      this.rows.forEach((r, i) => {
        r.push(last[i]);
      });
      this.batches.forEach((b, i) => {
        b?.push(batch[i]!);
      });
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
    if (this.tailOnDisk) this.keepTail();
    else this.forgetHeld(this.side);
    this.withoutQuorum = false;
    this.homeBranch = home !== NO_STORE ? [...this.rows[home]] : null;
    this.begin(nowMs);
    this.side = side;
    this.batches = [null, null];
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

  /** The disks of `store` are lost. */
  wipe(store: number): void {
    if (store === this.mirror) this.mirror = NO_STORE;
    this.rows[store].fill(NOTHING);
  }

  /** `to` becomes a copy of `from`: a resynchronised mirror, the restore of a failback. */
  copy(nowMs: number, from: number, to: number): void {
    this.touch(nowMs);
    this.rows[to] = [...this.rows[from]];
  }

  /** `store` drops what `from` does not hold (a returning principal undoes its fork, D25). */
  dropBeyond(nowMs: number, store: number, from: number): void {
    this.touch(nowMs);
    this.rows[store] = this.rows[store].map((p, i) => Math.min(p, this.rows[from][i]));
  }

  /**
   * Exports from `source` what `target` lacks, at most `limit` changes. Answers how many changes (a fraction,
   * the same for the same stretch of steady load); null = nothing to do.
   */
  export(
    nowMs: number,
    direction: Direction,
    source: number,
    target: number,
    limit: number,
    replace: boolean,
  ): number | null {
    this.touch(nowMs);
    const want = this.rows[source];
    const have = this.rows[target];
    const batch = want.slice();
    let left = limit;
    let amount = 0;
    let differs = false;
    for (let i = 0; i < want.length; i++) {
      if (want[i] === have[i]) continue;
      const s = this.segments[i];
      // Positions, not counts, decide: else a stretch of steady load would not repeat itself.
      if (Math.max(want[i], s.startMs) === Math.max(have[i], s.startMs)) continue;
      if (want[i] < have[i] && !replace) continue;
      differs = true;
      if (want[i] < have[i]) continue;
      const from = Math.max(have[i], s.startMs);
      const part = s.amount(from, want[i]);
      if (part <= left) {
        amount += part;
        left -= part;
        continue;
      }
      const fit = s.count(from) + Math.floor(left);
      batch[i] = Math.max(left >= 1 ? s.timeOf(fit) : have[i], have[i]);
      amount += left;
      left = 0;
    }
    if (!differs) return null;
    this.batches[direction] = batch;
    return amount;
  }

  /** Imports the batch: `replace` follows the exporter's branch, otherwise only adds (M38, D52). */
  import(nowMs: number, direction: Direction, target: number, mirror: number, replace: boolean): void {
    this.touch(nowMs);
    const batch = this.batches[direction];
    if (batch === null) return;
    const row = this.rows[target];
    const follower = mirror === NO_STORE ? row : this.rows[mirror];
    for (let i = 0; i < batch.length; i++) {
      if (replace || batch[i] > row[i]) row[i] = batch[i];
      follower[i] = row[i];
    }
    // Who follows another branch drops also what its FE replicas had of its own (D53, M38).
    if (replace) this.forgetHeld(ARRIVES_AT[direction]);
    this.batches[direction] = null;
  }

  discardBatch(direction: Direction): void {
    this.batches[direction] = null;
  }

  /** All that was acknowledged, by the load alone. */
  acknowledgedByLoad(nowMs: number): number {
    const { whole, rest } = this.exposure;
    return whole + wholeChanges(this.rate, this.acknowledging, nowMs - this.exposureSinceMs, rest);
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
    if (this.closed < 0) this.closed = this.countOf(this.segments.slice(0, -1).map((s) => s.endMs));
    return this.closed + this.segments[this.current].count(this.segments[this.current].endMs);
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
    const inMemory = s.heldBySide === this.side || (this.hasTail && segment === this.current);
    if (inMemory) return s.endMs;
    return store === NO_STORE ? NOTHING : this.rows[store][segment];
  }

  /** Positions of the best copy on any disk. */
  onDisk(): number[] {
    const best = this.rows[0].slice();
    for (const row of this.rows) for (let i = 0; i < row.length; i++) if (row[i] > best[i]) best[i] = row[i];
    if (!this.tailOnDisk) return best;
    for (let i = 0; i < best.length; i++) {
      const { heldBySide, endMs } = this.segments[i];
      if (heldBySide >= 0 || i === this.current) best[i] = endMs;
    }
    return best;
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

  /**
   * What `before` held and `after` does not. Segments that are new since `before` were split off the open one
   * at its head: they were served.
   */
  departed(before: readonly number[], after: readonly number[]): Departure | null {
    let disk: number[] | null = null;
    let count = 0;
    let lost = 0;
    let oldestMs = Number.POSITIVE_INFINITY;
    let newestMs = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.segments.length; i++) {
      const s = this.segments[i];
      const wasMs = i < before.length ? Math.min(before[i], s.endMs) : s.endMs;
      if (wasMs <= after[i]) continue;
      const was = s.count(wasMs);
      const is = s.count(after[i]);
      if (is >= was) continue;
      disk ??= this.onDisk();
      count += was - is;
      lost += Math.max(0, was - Math.max(is, s.count(disk[i])));
      oldestMs = Math.min(oldestMs, s.timeOf(is + 1));
      newestMs = Math.max(newestMs, wasMs);
    }
    return count === 0 ? null : { count, lost, oldestMs, newestMs };
  }
}
