/**
 * Min-max thinning of a series while it is recorded: equal stretches keep their lowest and their highest point, and the
 * stretches double as the series grows, so that its memory does not grow with the length of a run. What changes the state
 * is always kept, but that the Backup Service comes from SteadyState to FinalState and back at each cycle: both are
 * SteadyState there, which promises less. A series that never grows long is kept as it is.
 */
import type { ReplicationPoint } from '../domain/result.js';

/** So many points are kept as they come; beyond that neighbours are merged. */
export const THINNED_FROM = 5_000;

/** Points of one series in the order of virtual time. */
export class ThinnedSeries {
  private kept: ReplicationPoint[] = [];
  /** the points of the last stretch, of which not all have come yet; empty while nothing is thinned */
  private recent: ReplicationPoint[] = [];
  /** points of a stretch of which two are kept; 2 = all are kept */
  private stretch = 2;

  /** Adds a point that is not before the last. */
  add(point: ReplicationPoint): void {
    if (this.stretch === 2) {
      this.kept.push(point);
      if (this.kept.length >= THINNED_FROM) this.thin();
      return;
    }
    this.recent.push(leveled(point));
    if (this.recent.length < this.stretch) return;
    this.kept.push(...extremesOf(this.recent, this.kept.at(-1)!.exportState));
    this.recent = [];
    if (this.kept.length >= THINNED_FROM) this.thin();
  }

  /** The last point; undefined = there is none. */
  get last(): ReplicationPoint | undefined {
    return this.recent.at(-1) ?? this.kept.at(-1);
  }

  /** The point before the last, where it may still be told apart from others. */
  get lastButOne(): ReplicationPoint | undefined {
    if (this.recent.length > 1) return this.recent[this.recent.length - 2];
    return this.recent.length === 1 ? this.kept.at(-1) : this.kept.at(-2);
  }

  /** Takes the last point out. */
  pop(): void {
    if (this.recent.length > 0) this.recent.pop();
    else this.kept.pop();
  }

  /** What was kept, in the order of virtual time. */
  points(): readonly ReplicationPoint[] {
    return this.recent.length === 0 ? this.kept : [...this.kept, ...this.recent];
  }

  private thin(): void {
    const all = this.kept.map(leveled);
    const thinned = [all[0]];
    for (let i = 1; i < all.length; i += 4) {
      const before = thinned[thinned.length - 1].exportState;
      for (const point of extremesOf(all.slice(i, i + 4), before)) thinned.push(point);
    }
    this.kept = thinned;
    this.stretch *= 2;
  }
}

const leveled = (point: ReplicationPoint): ReplicationPoint =>
  point.exportState === 'FinalState' ? { ...point, exportState: 'SteadyState' } : point;

/** The lowest and the highest point of a stretch, and those that change the state; `before` = the state before it. */
function extremesOf(points: readonly ReplicationPoint[], before: ReplicationPoint['exportState']): ReplicationPoint[] {
  const low = points.reduce((a, b) => (b.atRisk < a.atRisk ? b : a));
  const high = points.reduce((a, b) => (b.atRisk > a.atRisk ? b : a));
  let state = before;
  return points.filter((point) => {
    const changes = point.exportState !== state;
    state = point.exportState;
    return changes || point === low || point === high;
  });
}
