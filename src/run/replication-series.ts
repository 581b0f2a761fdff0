/** What was at risk in each direction of the Backup Service over a run, point by point, and its export states. */
import type { ComponentResult } from '../domain/component-result.js';
import type { ReplicationPoint, ReplicationResult } from '../domain/result.js';
import { MODULES } from '../domain/state/modules.js';
import type { World } from '../domain/state/world.js';
import { beginInterval } from './component-lanes.js';
import { downsample } from './downsample.js';
import { ThinnedSeries } from './thinned-series.js';

/** Points of one series in a result, at most. */
const POINTS_MAX = 2000;

/** A change of slope, or of the export state. */
interface Bend {
  readonly pool: number;
  readonly module: number;
  readonly atRisk: number;
  readonly exportState: ReplicationPoint['exportState'];
}

/** The series of one run, a pool and module each. */
export class ReplicationSeries {
  /** null = there is none */
  private readonly series: (ThinnedSeries | null)[];

  constructor(private readonly world: World) {
    this.series = new Array(world.layout.pools.length * MODULES.length).fill(null);
  }

  add(atMs: number, { pool, module, atRisk, exportState }: Bend): void {
    const key = pool * MODULES.length + module;
    const list = this.series[key] ?? new ThinnedSeries();
    this.series[key] = list;
    const { last } = list;
    if (last?.atMs === atMs) {
      if (last.atRisk === atRisk && last.exportState === exportState) return;
      // Two points in one instant are a step; a third one replaces the second.
      if (list.lastButOne?.atMs === atMs) list.pop();
    }
    list.add({ atMs, atRisk, exportState });
  }

  results(): ReplicationResult[] {
    return this.each((pool, module, points) => ({ pool, module, points: downsample(points, POINTS_MAX) }));
  }

  /** The export states of each direction up to `endMs`. */
  directions(endMs: number): ComponentResult[] {
    return this.each((subject, part, points) => {
      const intervals: { fromMs: number; toMs: number; state: string; on: string | null }[] = [];
      // D272: of a pair that the drill itself makes there was nothing before.
      if (points[0].atMs > 0) beginInterval(intervals, 0, { state: 'NotInitialized', on: null });
      for (const { atMs, exportState: state } of points) beginInterval(intervals, atMs, { state, on: null });
      const last = intervals.at(-1);
      if (last !== undefined) last.toMs = endMs;
      return { kind: 'backupService', subject, part, intervals };
    });
  }

  private each<T>(result: (pool: string, module: string, points: readonly ReplicationPoint[]) => T): T[] {
    return this.series.flatMap((list, key) => {
      if (list === null) return [];
      const points = list.points();
      return [result(this.world.name(Math.floor(key / MODULES.length)), MODULES[key % MODULES.length], points)];
    });
  }
}
