/** Min-max downsampling of a series: equal stretches of it keep their lowest and their highest point. */
import type { ReplicationPoint } from '../domain/result.js';

/** At most `max` points of a series, the first and the last among them. */
export function downsample(points: readonly ReplicationPoint[], max: number): readonly ReplicationPoint[] {
  if (points.length <= max) return points;
  const buckets = Math.floor((max - 2) / 2);
  const inner = points.slice(1, -1);
  const size = inner.length / buckets;
  const kept: ReplicationPoint[] = [points[0]];
  for (let b = 0; b < buckets; b++) {
    const part = inner.slice(Math.floor(b * size), Math.floor((b + 1) * size));
    if (part.length === 0) continue;
    const low = part.reduce((x, y) => (y.atRisk < x.atRisk ? y : x));
    const high = part.reduce((x, y) => (y.atRisk > x.atRisk ? y : x));
    if (low === high) kept.push(low);
    else kept.push(...(low.atMs <= high.atMs ? [low, high] : [high, low]));
  }
  kept.push(points[points.length - 1]);
  return kept;
}
