import { type RecentPoint, stateOfBacklog } from './backup-service/backlog.js';
import type { Log } from './ledger/log.js';
import type { World } from './world.js';

/** The state at a due backup cycle, and what was shown since the one before. */
interface Snapshot {
  readonly nowMs: number;
  readonly control: Int32Array;
  readonly amounts: Float64Array;
  readonly logs: readonly LogShape[];
  readonly points: readonly RecentPoint[];
}

/** Of a log, what must stay (shape) and what must stay or move by the period (positions). */
interface LogShape {
  readonly shape: readonly number[];
  readonly positions: readonly number[];
  /** since when the open segment has its present load */
  readonly sinceMs: number;
}

/** Steady stretches of the Backup Service's cycles: nothing but the same period again. */
export function snapshot(w: World): Snapshot {
  const points = w.takeRecent();
  return {
    nowMs: w.now,
    control: w.state.control.slice(),
    amounts: w.state.amounts.slice(),
    logs: w.state.logs.map((log) => shapeOf(log, w.now)),
    points,
  };
}

function shapeOf(log: Log, nowMs: number): LogShape {
  log.touch(nowMs);
  const { segments, weight, side, writer, mirror, batches } = log;
  const positions = [segments[log.current].endMs];
  for (const row of log.rows) for (const x of row) positions.push(x);
  for (const batch of batches) if (batch !== null) for (const x of batch) positions.push(x);
  const way = (batches[0] === null ? 0 : 1) + (batches[1] === null ? 0 : 2);
  const { breaks } = segments[log.current];
  const sinceMs = breaks[breaks.length - 1].atMs;
  return {
    shape: [segments.length, weight, side, writer, mirror, log.stuck ? 1 : 0, way],
    positions,
    sinceMs,
  };
}

/** The later snapshot repeats the earlier one, moved by the period. */
export function alike(earlier: Snapshot, later: Snapshot, periodMs: number): boolean {
  if (!same(earlier.control, later.control) || !same(earlier.amounts, later.amounts)) return false;
  return later.logs.every((log, i) => {
    const before = earlier.logs[i];
    if (!same(before.shape, log.shape)) return false;
    for (let k = 0; k < log.positions.length; k++) {
      const by = log.positions[k] - before.positions[k];
      if (by !== 0 && (by !== periodMs || !mayGoOn(before, k))) return false;
    }
    return true;
  });
}

/**
 * A position that moves goes on like this only in the open segment and at its present load. In what was
 * acknowledged before, a backlog is being carried, and that has an end.
 */
function mayGoOn({ shape: [segments], positions, sinceMs }: LogShape, k: number): boolean {
  return k === 0 || ((k - 1) % segments === segments - 1 && positions[k] >= sinceMs);
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Shows what `count` further periods would have shown, and moves the positions that move. */
export function skip(w: World, earlier: Snapshot, later: Snapshot, periodMs: number, count: number): void {
  const moving = later.logs.map((log, i) => log.positions.map((x, k) => x !== earlier.logs[i].positions[k]));
  // Counts beyond the present head need the head there: move it first.
  w.state.logs.forEach((log, i) => {
    move(log, moving[i], periodMs * count);
  });
  const rowMoves = (log: number, store: number, segment: number): boolean =>
    moving[log][1 + store * w.state.logs[log].segments.length + segment];
  for (let k = 1; k <= count; k++) {
    for (const p of later.points) {
      let atRisk = 0;
      let left = 0;
      for (const t of p.terms) {
        const log = w.state.logs[t.log];
        const headMoves = moving[t.log][0] && t.segment === log.current;
        const held = t.heldMs + (headMoves ? k * periodMs : 0);
        const target = t.targetMs + (rowMoves(t.log, t.target, t.segment) ? k * periodMs : 0);
        const s = log.segments[t.segment];
        const missing = Math.max(0, s.count(held) - s.count(target));
        atRisk += missing;
        if (t.carried) left += missing;
      }
      const { pool, module, byBacklog } = p;
      const exportState =
        byBacklog === null ? p.exportState : stateOfBacklog(left, byBacklog.limit, byBacklog.idle);
      w.sink.observe({ kind: 'point', pool, module, atRisk, exportState, atMs: p.atMs + k * periodMs });
    }
  }
  w.recent = [];
}

function move(log: Log, moves: readonly boolean[], byMs: number): void {
  let k = 0;
  if (moves[k++]) log.segments[log.current].endMs += byMs;
  for (const row of [...log.rows, ...log.batches.filter((b) => b !== null)]) {
    for (let i = 0; i < row.length; i++) if (moves[k++]) row[i] += byMs;
  }
}
