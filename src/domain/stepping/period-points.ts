/** The points of one period of the curves of what is at risk, with their summands, so that later periods can be drawn. */
import type { ExportState } from '../result.js';

/** One summand of a point of the curve of what is at risk. */
export interface RiskTerm {
  /** index of the log */
  log: number;
  segment: number;
  heldMs: number;
  target: number;
  targetMs: number;
  /** up to where a batch under way has it, or the target */
  sentMs: number;
  /** the direction carries it; otherwise it is only at risk */
  carried: boolean;
  /** by how much the two positions move a period, where a steady stretch is skipped */
  heldByMs: number;
  targetByMs: number;
}

/** A point shown since the last backup cycle was due. */
export interface PeriodPoint {
  atMs: number;
  pool: number;
  module: number;
  exportState: ExportState;
  /** the export state depends on the backlog only; then `idle` = nothing is under way */
  byBacklog: boolean;
  idle: boolean;
  /** most that may wait in SteadyState (D33) */
  limit: number;
  /** its terms end here, and begin where those of the point before end */
  termsEnd: number;
}

/**
 * The points of one period of the Backup Service, for steady stretches. They are shown at every cycle and read only
 * where one is skipped, so the objects that hold them are used anew.
 */
export class PeriodPoints {
  readonly points: PeriodPoint[] = [];
  readonly terms: RiskTerm[] = [];
  /** how many of `points` are there */
  count = 0;
  /** how many of `terms` are there */
  termsEnd = 0;
  /** the next point belongs to another period */
  private over = false;

  /** The period is over: what was shown in it can be read until the next point is shown. */
  end(): void {
    // Nothing was shown in it: what is there is of the period before.
    if (this.over) this.clear();
    this.over = true;
  }

  clear(): void {
    this.count = 0;
    this.termsEnd = 0;
    this.over = false;
  }

  /** A summand of the point that `show` completes. */
  add(
    log: number,
    segment: number,
    heldMs: number,
    target: number,
    targetMs: number,
    sentMs: number,
    carried: boolean,
  ): void {
    if (this.over) this.clear();
    const n = this.termsEnd++;
    if (n === this.terms.length) {
      this.terms.push({ log, segment, heldMs, target, targetMs, sentMs, carried, heldByMs: 0, targetByMs: 0 });
      return;
    }
    const term = this.terms[n];
    term.log = log;
    term.segment = segment;
    term.heldMs = heldMs;
    term.target = target;
    term.targetMs = targetMs;
    term.sentMs = sentMs;
    term.carried = carried;
  }

  show(
    atMs: number,
    pool: number,
    module: number,
    exportState: ExportState,
    byBacklog: boolean,
    idle: boolean,
    limit: number,
  ): void {
    if (this.over) this.clear();
    const { termsEnd } = this;
    const n = this.count++;
    if (n === this.points.length) {
      this.points.push({ atMs, pool, module, exportState, byBacklog, idle, limit, termsEnd });
      return;
    }
    const point = this.points[n];
    point.atMs = atMs;
    point.pool = pool;
    point.module = module;
    point.exportState = exportState;
    point.byBacklog = byBacklog;
    point.idle = idle;
    point.limit = limit;
    point.termsEnd = termsEnd;
  }
}
