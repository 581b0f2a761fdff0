/**
 * The abstraction function of the ledger, and a right inverse of it. Two stretches of changes that are in the same
 * places behave alike for ever, so the set of placements (a bit set of places each) says all that an untimed search
 * needs. There are finitely many of them (fewer than 448 with two SQL servers a pool), which makes the state space finite.
 */
import type { ChangeLog, Side } from '../../domain/ledger/change-log.js';
import { ON_SECOND_BRANCH, Segment } from '../../domain/ledger/segment.js';
import { type AbstractSecondBranch, abstractSecond, restoreSecond } from './second-branch-packing.js';

/** A log without times and counts: for each kind of stretch of acknowledged changes only where it is. */
export interface AbstractLog {
  /** the places of each kind of stretch as bits, see below; ascending, none twice. 0 = on no disk: lost. */
  readonly placements: readonly number[];
  /** the FE replicas of the serving side hold changes that are on no disk yet (M15) */
  readonly tail: boolean;
  /** a batch is on its way home→partner, partner→home */
  readonly batches: readonly [boolean, boolean];
  /** what the home side had at the takeover is kept apart (`ChangeLog.homeBranch`) */
  readonly homeBranch: boolean;
  /** the home side takes changes on a branch of its own (D45); null = it does not */
  readonly second: AbstractSecondBranch | null;
  readonly side: Side;
  readonly withoutQuorum: boolean;
  readonly writer: number;
  readonly followers: number;
  /** changes are acknowledged now */
  readonly open: boolean;
}

/** Where the parts of a placement are, by how many stores a log has: the stores come first, at least four bits. */
interface PlacementBits {
  /** what is on its way, a direction each */
  readonly batch: readonly [number, number];
  /** by `heldBySide` + 1 who holds it */
  readonly heldShift: number;
  /** what the home side had at the takeover, where the log keeps that */
  readonly inHomeBranch: number;
  /** no placement is as large as this */
  readonly placements: number;
}

const BITS: readonly PlacementBits[] = Array.from({ length: 17 }, (_, stores) => {
  const first = Math.max(4, stores);
  return {
    batch: [1 << first, 1 << (first + 1)] as const,
    heldShift: first + 2,
    inHomeBranch: 1 << (first + 4),
    placements: 7 << (first + 2),
  };
});

/** The bits of a placement in a log with so many stores, 16 at most. */
export const placementBits = (stores: number): PlacementBits => BITS[stores];

const HELD = 3;

const heldBits = (s: Segment, { heldShift }: PlacementBits): number => (s.heldBySide + 1) << heldShift;

/** The abstraction of `log` at `nowMs`. */
export function abstractLog(log: ChangeLog, nowMs: number): AbstractLog {
  log.touch(nowMs);
  const bits = placementBits(log.stores);
  const placements: number[] = [];
  const { second } = log;
  let tail = false;
  let secondTail = false;
  for (let i = 0; i < log.segments.length; i++) {
    const s = log.segments[i];
    if (s.endMs <= s.startMs) continue;
    const places = findPlaces(log, i, s, bits);
    let fromMs = s.startMs;
    let upTo = 0;
    for (let k = 0; k < places; k++) {
      const atMs = PLACES_MS[k];
      if (atMs <= fromMs) continue;
      fromMs = atMs;
      const count = s.count(atMs);
      if (count <= upTo) continue;
      upTo = count;
      insert(placements, placementAt(places, heldBits(s, bits), atMs));
    }
    if (s.count(s.endMs) <= upTo) continue;
    // Beyond what any store has of the open stretch there is only what the FE servers remember.
    if (i === log.current && log.hasTail) tail = true;
    else if (i === second?.current && log.hasTail) secondTail = true;
    else insert(placements, heldBits(s, bits));
  }
  return {
    placements,
    tail,
    batches: [log.batches[0] !== null, log.batches[1] !== null],
    homeBranch: log.homeBranch !== null,
    second: second === null ? null : abstractSecond(second, secondTail),
    side: log.side,
    withoutQuorum: log.withoutQuorum,
    writer: log.writer,
    followers: log.followers,
    open: log.acknowledging > 0,
  };
}

/** Into an ascending list, unless it is there. */
function insert(list: number[], n: number): void {
  let i = list.length;
  while (i > 0 && list[i - 1] > n) i--;
  if (i > 0 && list[i - 1] === n) return;
  list.splice(i, 0, n);
}

/** Scratch space: up to where each store and batch has the segment in question, in ascending order. */
const PLACES_MS: number[] = [];
const PLACES_BIT: number[] = [];

/** Fills the scratch space for segment `i`, and answers how many places there are. */
function findPlaces(log: ChangeLog, i: number, s: Segment, bits: PlacementBits): number {
  let count = 0;
  for (let store = 0; store < log.rows.length; store++) {
    count = addPlace(count, log.rows[store][i], 1 << store, s);
  }
  for (let direction = 0; direction < log.batches.length; direction++) {
    const batch = log.batches[direction];
    if (batch !== null) count = addPlace(count, batch[i], bits.batch[direction], s);
  }
  const { homeBranch } = log;
  if (homeBranch !== null && i < homeBranch.length) count = addPlace(count, homeBranch[i], bits.inHomeBranch, s);
  return count;
}

function addPlace(count: number, upToMs: number, bit: number, s: Segment): number {
  if (upToMs <= s.startMs) return count;
  const atMs = Math.min(upToMs, s.endMs);
  let i = count;
  for (; i > 0 && PLACES_MS[i - 1] > atMs; i--) {
    PLACES_MS[i] = PLACES_MS[i - 1];
    PLACES_BIT[i] = PLACES_BIT[i - 1];
  }
  PLACES_MS[i] = atMs;
  PLACES_BIT[i] = bit;
  return count + 1;
}

function placementAt(places: number, held: number, atMs: number): number {
  let placement = held;
  for (let k = 0; k < places; k++) if (PLACES_MS[k] >= atMs) placement |= PLACES_BIT[k];
  return placement;
}

/**
 * Makes `log` a log of this abstraction at `nowMs`: one stretch of `tickMs` for each placement, acknowledged by
 * `users`, and then the tail. What was acknowledged counts from there.
 */
export function restoreLog(
  log: ChangeLog,
  abstraction: AbstractLog,
  nowMs: number,
  tickMs: number,
  users: number,
): void {
  const { placements, tail, batches, open } = abstraction;
  const count = placements.length;
  const segments: Segment[] = [];
  // They are the log's own, and this is done before every move of a search: they are written over.
  const { rows } = log;
  const { batch, heldShift, inHomeBranch } = placementBits(log.stores);
  const homeBranch: number[] | null = abstraction.homeBranch ? [] : null;
  const carried: (number[] | null)[] = [batches[0] ? [] : null, batches[1] ? [] : null];
  let startMs = nowMs - (count + 1) * tickMs;
  for (let i = 0; i < count; i++) {
    const endMs = startMs + tickMs;
    const placement = placements[i];
    const heldBy = ((placement >> heldShift) & HELD) - 1;
    const start = { atMs: startMs, weight: users, whole: 0, rest: 0 };
    segments.push(new Segment(log.rate, startMs, endMs, [start], heldBy));
    for (let store = 0; store < rows.length; store++) rows[store][i] = placement & (1 << store) ? endMs : -1;
    carried[0]?.push(placement & batch[0] ? endMs : -1);
    carried[1]?.push(placement & batch[1] ? endMs : -1);
    homeBranch?.push(placement & inHomeBranch ? endMs : -1);
    startMs = endMs;
  }
  const weight = open ? users : 0;
  const begin = (takes: boolean, hasTail: boolean, heldBy: number): void => {
    segments.push(openSegment(log, takes ? users : 0, hasTail ? users : 0, nowMs, tickMs, heldBy));
    for (let store = 0; store < rows.length; store++) rows[store][segments.length - 1] = -1;
    carried[0]?.push(-1);
    carried[1]?.push(-1);
  };
  begin(open, tail, -1);
  const second = abstraction.second === null ? null : restoreSecond(abstraction.second, count + 1, users, nowMs);
  if (second !== null) begin(second.acknowledging > 0, abstraction.second!.tail, ON_SECOND_BRANCH);
  for (const row of rows) if (row.length > segments.length) row.length = segments.length;
  const { side, withoutQuorum, writer, followers } = abstraction;
  const flags = { current: count, side, withoutQuorum, writer, followers, homeBranch, second };
  log.restore(segments, rows, carried, flags, weight, nowMs);
}

/** An open segment that `users` go on with at `nowMs`; before that `tailUsers` acknowledged what is on no disk. */
function openSegment(
  { rate, lagMs }: ChangeLog,
  users: number,
  tailUsers: number,
  nowMs: number,
  tickMs: number,
  heldBy: number,
): Segment {
  if (tailUsers === 0) return Segment.open(rate, nowMs, users, 0, heldBy);
  // Not longer than the lag: what is older would be written at once (D15).
  const segment = Segment.open(rate, nowMs - (lagMs > 0 ? lagMs : tickMs), tailUsers, 0, heldBy);
  segment.endMs = nowMs;
  segment.setWeight(nowMs, users);
  return segment;
}

/** Makes `log` one that takes no changes and holds none, at `nowMs`. */
export function restoreSilent(
  log: ChangeLog,
  side: Side,
  withoutQuorum: boolean,
  writer: number,
  followers: number,
  nowMs: number,
): void {
  log.side = side;
  log.withoutQuorum = withoutQuorum;
  log.writer = writer;
  log.followers = followers;
  if (log.segments.length === 1) return;
  const rows: number[][] = [];
  for (let store = 0; store < log.stores; store++) rows.push([-1]);
  const segments = [Segment.open(log.rate, nowMs, 0, 0)];
  const flags = { current: 0, side, withoutQuorum, writer, followers, homeBranch: null, second: null };
  log.restore(segments, rows, [null, null], flags, 0, nowMs);
}
