/** A curve of changes at risk as the shortest path that looks the same: of the points on one pixel those that can be seen. */
import type { ReplicationPoint } from '../../domain/result.js';
import { isOnAxis, type TimeAxis, tenth } from './time-axis.js';

type CurvePoint = Pick<ReplicationPoint, 'atMs' | 'atRisk'>;

/** The points on the axis, and where the line crosses its ends. */
function onAxis(points: readonly CurvePoint[], axis: TimeAxis): CurvePoint[] {
  const crossing = (atMs: number): CurvePoint[] => {
    const after = points.findIndex((point) => point.atMs > atMs);
    if (after <= 0) return [];
    const [a, b] = [points[after - 1], points[after]];
    return [{ atMs, atRisk: a.atRisk + ((b.atRisk - a.atRisk) * (atMs - a.atMs)) / (b.atMs - a.atMs) }];
  };
  const inside = points.filter(({ atMs }) => isOnAxis(axis, atMs, atMs));
  return [...(axis.fromMs > 0 ? crossing(axis.fromMs) : []), ...inside, ...crossing(axis.endMs)];
}

/** A line through the points; of those on one pixel the first, the least, the most and the last. */
export function curvePath(all: readonly CurvePoint[], axis: TimeAxis, y: (n: number) => number): string {
  const { x } = axis;
  const points = onAxis(all, axis);
  const columns = new Map<number, CurvePoint[]>();
  for (const point of points) {
    const column = Math.round(x(point.atMs));
    columns.set(column, [...(columns.get(column) ?? []), point]);
  }
  const kept = [...columns.values()].flatMap((all) => {
    if (all.length <= 4) return all;
    const byRisk = [...all].sort((a, b) => a.atRisk - b.atRisk);
    const extremes = new Set([all[0], byRisk[0], byRisk[byRisk.length - 1], all[all.length - 1]]);
    return all.filter((point) => extremes.has(point));
  });
  let [fromX, fromY] = [0, 0];
  const parts = kept.map(({ atMs, atRisk }, i) => {
    const [toX, toY] = [x(atMs), y(atRisk)];
    const [dx, dy] = [tenth(toX - fromX), tenth(toY - fromY)];
    [fromX, fromY] = [toX, toY];
    if (i === 0) return `M${toX} ${toY}`;
    if (dy === 0) return dx === 0 ? '' : `h${dx}`;
    return dx === 0 ? `v${dy}` : `l${dx}${dy < 0 ? '' : ' '}${dy}`;
  });
  return parts.join('');
}
