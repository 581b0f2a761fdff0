/** Sparklines of the backlog of each direction of the Backup Service. */
import { clock, count } from '../../core/format.js';
import type { ReplicationPoint, ReplicationResult } from '../../domain/result.js';
import { type Page, type Section, shortModule } from '../text/page.js';
import { columns, widest } from '../text/typesetting.js';

const LEVELS = '▁▂▃▄▅▆▇█';
const CURVE_CELLS_MAX = 20;
/** A shorter curve shows nothing. */
const CURVE_CELLS_MIN = 6;

export const replicationSection: Section = ({ replication, endedAtMs }, page) => {
  const series = replication.filter(({ points }) => points.length > 0);
  if (series.length === 0) return [];
  const named = (name: (module: string) => string) => [
    HEAD,
    ...series.map(({ module, points }) => [name(module), '', ...peakInWords(points)]),
  ];
  const full = named((module) => module);
  const rows = widest(columns(full, 'llrll', 4)) <= page.width ? full : named(shortModule);
  const curveCells = Math.min(CURVE_CELLS_MAX, page.width - widest(columns(rows, 'llrll', 4)));
  if (curveCells >= CURVE_CELLS_MIN && endedAtMs > 0) {
    for (const [at, { points }] of series.entries()) rows[at + 1][1] = curve(points, endedAtMs, curveCells);
  }
  const [head, ...lines] = columns(rows, 'llrll', 4);
  return [
    page.strong('Replication'),
    ...page.hang('  ', AT_RISK),
    head,
    ...lines.flatMap((line, at) => [...poolHeading(series, at, page), line]),
  ];
};

const HEAD = ['', '', 'most', 'at', 'export state'];

const AT_RISK =
  'At risk: acknowledged, not yet imported by the partner; what a loss of the site would cost at that time.';

function poolHeading(series: readonly ReplicationResult[], at: number, page: Page): string[] {
  const { pool } = series[at];
  return pool === series[at - 1]?.pool ? [] : page.hang('  ', `${pool} to its partner`);
}

function peakInWords(points: readonly ReplicationPoint[]): string[] {
  let peak = points[0];
  for (const point of points) if (point.atRisk > peak.atRisk) peak = point;
  const when = peak.atRisk > 0 ? clock(peak.atMs) : '-';
  return [count(peak.atRisk), when, points[points.length - 1].exportState];
}

/** The series as block characters; each stands for the highest value in its share of the drill. */
function curve(points: readonly ReplicationPoint[], endedAtMs: number, length: number): string {
  const highest = Array.from({ length }, () => 0);
  const raise = (cell: number, value: number) => {
    highest[cell] = Math.max(highest[cell], value);
  };
  const cellOf = (atMs: number) => Math.min(length - 1, Math.floor((atMs * length) / endedAtMs));
  for (const [at, point] of points.entries()) {
    raise(cellOf(point.atMs), point.atRisk);
    const next = points[at + 1] ?? { atMs: endedAtMs, atRisk: point.atRisk };
    // Straight lines between the points: where one crosses into the next cell, both cells reach that value.
    for (let cell = cellOf(point.atMs) + 1; cell <= cellOf(next.atMs); cell++) {
      const edgeMs = (cell * endedAtMs) / length;
      const share = (edgeMs - point.atMs) / (next.atMs - point.atMs);
      const value = point.atRisk + (next.atRisk - point.atRisk) * share;
      raise(cell - 1, value);
      raise(cell, value);
    }
  }
  const peak = highest.reduce((most, value) => Math.max(most, value), 0);
  return highest.map((value) => LEVELS[level(value, peak)]).join('');
}

function level(value: number, peak: number): number {
  return peak === 0 ? 0 : Math.round((value / peak) * (LEVELS.length - 1));
}
