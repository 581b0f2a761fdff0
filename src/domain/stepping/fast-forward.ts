/** Fast-forward over steady stretches: two snapshots one period apart, compared; whole periods skipped arithmetically. */
import { stateOfBacklog } from '../components/backup-service/backlog.js';
import type { ChangeLog } from '../ledger/change-log.js';
import type { World } from '../state/world.js';
import type { PeriodPoint } from './period-points.js';

/** The state at a due backup cycle. Kept flat: it is taken at every cycle. */
export interface Snapshot {
  readonly control: Int32Array;
  readonly amounts: Float64Array;
  /** of each log HEAD numbers that must stay */
  readonly heads: number[];
  /** of each log what must stay or move by the period: its head, the rows of its stores, its batches */
  readonly positions: number[];
  /** where the positions of each log begin, and the end */
  readonly starts: number[];
}

/**
 * Segments, load, side, writer, mirror, stuck, batches under way, since when the load is what it is, the open segment, and
 * whether there is one branch only.
 */
const HEAD = 10;
const SINCE = 7;
const CURRENT = 8;

/** Steady stretches of the Backup Service's cycles: nothing but the same period again. `into` is used anew. */
export function snapshot(world: World, into: Snapshot | null): Snapshot {
  const { control, amounts, logs } = world.state;
  const s = into ?? {
    control: new Int32Array(control.length),
    amounts: new Float64Array(amounts.length),
    heads: [],
    positions: [],
    starts: [],
  };
  if (world.charted) world.endPeriodPoints();
  s.control.set(control);
  s.amounts.set(amounts);
  let at = 0;
  for (let i = 0; i < logs.length; i++) {
    logs[i].touch(world.now);
    s.starts[i] = at;
    keepHead(logs[i], s.heads, i * HEAD);
    at = keepPositions(logs[i], s.positions, at);
  }
  s.starts[logs.length] = at;
  return s;
}

function keepHead(log: ChangeLog, heads: number[], at: number): void {
  const { segments, batches } = log;
  const { breaks } = segments[log.current];
  heads[at] = segments.length;
  heads[at + 1] = log.acknowledging;
  heads[at + 2] = log.side;
  heads[at + 3] = log.writer;
  heads[at + 4] = log.followers;
  heads[at + 5] = log.withoutQuorum ? 1 : 0;
  heads[at + 6] = (batches[0] === null ? 0 : 1) + (batches[1] === null ? 0 : 2);
  heads[at + SINCE] = breaks[breaks.length - 1].atMs;
  heads[at + CURRENT] = log.current;
  // Two branches at a time (D45) are no steady stretch: it equals nothing, not even itself.
  heads[at + 9] = log.second === null ? 0 : Number.NaN;
}

function keepPositions(log: ChangeLog, positions: number[], from: number): number {
  let at = from;
  positions[at++] = log.segments[log.current].endMs;
  for (const row of log.rows) for (let k = 0; k < row.length; k++) positions[at++] = row[k];
  for (const batch of log.batches) {
    if (batch !== null) for (let k = 0; k < batch.length; k++) positions[at++] = batch[k];
  }
  return at;
}

/** The later snapshot repeats the earlier one, moved by the period. */
export function isSamePeriod(earlier: Snapshot, later: Snapshot, periodMs: number): boolean {
  for (let i = 0; i < later.heads.length; i++) if (later.heads[i] !== earlier.heads[i]) return false;
  for (let i = 0; i + 1 < later.starts.length; i++) {
    for (let at = later.starts[i]; at < later.starts[i + 1]; at++) {
      const by = later.positions[at] - earlier.positions[at];
      if (by !== 0 && (by !== periodMs || !mayGoOn(earlier, i, at))) return false;
    }
  }
  // The longest last: where a period does not repeat itself, it shows in what was carried.
  for (let i = 0; i < later.amounts.length; i++) if (later.amounts[i] !== earlier.amounts[i]) return false;
  for (let i = 0; i < later.control.length; i++) if (later.control[i] !== earlier.control[i]) return false;
  return true;
}

/**
 * A position that moves goes on like this only in the open segment and at its present load. In what was
 * acknowledged before, a backlog is being carried, and that has an end.
 */
function mayGoOn({ heads, positions, starts }: Snapshot, log: number, at: number): boolean {
  const k = at - starts[log];
  if (k === 0) return true;
  const segments = heads[log * HEAD];
  return (k - 1) % segments === heads[log * HEAD + CURRENT] && positions[at] >= heads[log * HEAD + SINCE];
}

/** Shows what `count` further periods would have shown, and moves the positions that move. */
export function skipPeriods(world: World, earlier: Snapshot, later: Snapshot, periodMs: number, count: number): void {
  const { logs } = world.state;
  const { starts } = later;
  const moves = (at: number): boolean => later.positions[at] !== earlier.positions[at];
  // Counts beyond the present head need the head there: move it first.
  for (let i = 0; i < logs.length; i++) move(logs[i], moves, starts[i], periodMs * count);
  const { periodPoints } = world;
  for (let i = 0; i < periodPoints.termsEnd; i++) {
    // How the summand goes on: by how much its two positions move a period.
    const t = periodPoints.terms[i];
    const log = logs[t.log];
    const row = starts[t.log] + 1 + t.target * log.segments.length + t.segment;
    t.heldByMs = t.segment === log.current && moves(starts[t.log]) ? periodMs : 0;
    t.targetByMs = moves(row) ? periodMs : 0;
  }
  for (let k = 1; k <= count; k++) {
    let term = 0;
    for (let i = 0; i < periodPoints.count; i++) {
      const p = periodPoints.points[i];
      repeat(world, p, term, k, periodMs);
      term = p.termsEnd;
    }
  }
}

/** Shows a point again as it is `k` periods later; its terms begin at `from`. */
function repeat(world: World, p: PeriodPoint, from: number, k: number, periodMs: number): void {
  const { logs } = world.state;
  let atRisk = 0;
  let left = 0;
  for (let i = from; i < p.termsEnd; i++) {
    const t = world.periodPoints.terms[i];
    const s = logs[t.log].segments[t.segment];
    const held = s.count(t.heldMs + k * t.heldByMs);
    atRisk += Math.max(0, held - s.count(t.targetMs + k * t.targetByMs));
    // In a period that repeats itself a batch moves as the store does that will import it.
    if (t.carried) left += Math.max(0, held - s.count(t.sentMs + k * t.targetByMs));
  }
  const { pool, module } = p;
  const exportState = p.byBacklog ? stateOfBacklog(left, p.limit, p.idle) : p.exportState;
  world.effects.observe({ kind: 'point', pool, module, atRisk, exportState, atMs: p.atMs + k * periodMs });
}

function move(log: ChangeLog, moves: (at: number) => boolean, from: number, byMs: number): void {
  let at = from;
  if (moves(at++)) log.segments[log.current].endMs += byMs;
  for (const row of log.rows) at = moveRow(row, moves, at, byMs);
  for (const batch of log.batches) if (batch !== null) at = moveRow(batch, moves, at, byMs);
}

function moveRow(row: number[], moves: (at: number) => boolean, from: number, byMs: number): number {
  for (let i = 0; i < row.length; i++) if (moves(from + i)) row[i] += byMs;
  return from + row.length;
}
