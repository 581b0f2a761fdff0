import { describe, expect, test } from 'vitest';
import type { ReplicationPoint } from '../../src/domain/result.js';
import { THINNED_FROM, ThinnedSeries } from '../../src/run/thinned-series.js';

const point = (atMs: number, atRisk: number, exportState: ReplicationPoint['exportState'] = 'SteadyState') => ({
  atMs,
  atRisk,
  exportState,
});

function seriesOf(points: Iterable<ReplicationPoint>): ThinnedSeries {
  const series = new ThinnedSeries();
  for (const each of points) series.add(each);
  return series;
}

function* saw(length: number): Iterable<ReplicationPoint> {
  for (let i = 0; i < length; i++) yield point(i, i % 100, i % 2 === 0 ? 'FinalState' : 'SteadyState');
}

describe('a series of points', () => {
  test('stays as it is while it is short', () => {
    const all = [...saw(THINNED_FROM - 1)];
    expect(seriesOf(all).points()).toEqual(all);
  });

  test('keeps few points of many, the lowest, the highest, the first and the last among them, in order', () => {
    const all = [...saw(1_000_000)];
    all[654_321] = point(654_321, 5000);
    all[700_001] = point(700_001, -1);
    const kept = seriesOf(all).points();
    expect(kept.length).toBeLessThan(THINNED_FROM * 1.5);
    expect(kept[0].atMs).toBe(0);
    expect(kept.at(-1)!.atMs).toBe(999_999);
    expect(kept.filter(({ atRisk }) => atRisk === 5000 || atRisk === -1).map(({ atMs }) => atMs)).toEqual([
      654_321, 700_001,
    ]);
    expect(kept.every(({ atMs }, i) => i === 0 || atMs > kept[i - 1].atMs)).toBe(true);
  });

  test('loses no state but that the last changes went, too: a cycle comes to FinalState and leaves it', () => {
    const all = [...saw(100_000)];
    for (let i = 50_000; i < 50_003; i++) all[i] = point(i, 7, 'ErrorState');
    const kept = seriesOf(all).points();
    const states = kept.map(({ exportState }) => exportState).filter((state, i, list) => state !== list[i - 1]);
    expect(states).toEqual(['SteadyState', 'ErrorState', 'SteadyState']);
    const error = kept.filter(({ exportState }) => exportState === 'ErrorState');
    expect([error[0].atMs, kept[kept.indexOf(error.at(-1)!) + 1].atMs]).toEqual([50_000, 50_003]);
  });

  test('gives its last points back, so that a third one of an instant replaces the second', () => {
    const series = seriesOf([...saw(100_005)]);
    const { last, lastButOne } = series;
    expect([last!.atMs, lastButOne!.atMs]).toEqual([100_004, 100_003]);
    series.pop();
    expect(series.last).toEqual(lastButOne);
  });
});
