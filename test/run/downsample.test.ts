import { expect, test } from 'vitest';
import type { ReplicationPoint } from '../../src/domain/result.js';
import { downsample } from '../../src/run/downsample.js';

const series = (...atRisk: number[]): ReplicationPoint[] =>
  atRisk.map((value, i) => ({ atMs: i, atRisk: value, exportState: 'x' }) as unknown as ReplicationPoint);
const shown = (atRisk: number[], max: number): number[][] =>
  downsample(series(...atRisk), max).map((point) => [point.atMs, point.atRisk]);

test('what is short enough stays as it is', () => {
  const points = series(1, 2, 3, 4);
  expect(downsample(points, 4)).toBe(points);
  expect(downsample(points, 5)).toBe(points);
});

test('of each stretch its lowest and highest point stay, in their order; the first and the last anyway', () => {
  // Two stretches of four points between the ends.
  expect(shown([9, 1, 5, 3, 2, 4, 7, 6, 8, 0], 6)).toEqual([
    [0, 9],
    [1, 1],
    [2, 5],
    [5, 4],
    [8, 8],
    [9, 0],
  ]);
  expect(shown([9, 5, 3, 2, 1, 8, 7, 6, 4, 0], 6)).toEqual([
    [0, 9],
    [1, 5],
    [4, 1],
    [5, 8],
    [8, 4],
    [9, 0],
  ]);
});

test('of points that are all as high the first stays', () => {
  expect(shown([1, 2, 2, 2, 2, 3], 4)).toEqual([
    [0, 1],
    [1, 2],
    [5, 3],
  ]);
});

test('however many there are, no more than allowed are left', () => {
  for (const length of [11, 100, 1001]) {
    for (const max of [4, 5, 10]) {
      const kept = downsample(series(...Array.from({ length }, (_, i) => (i * 7919) % 101)), max);
      expect(kept.length).toBeLessThanOrEqual(max);
      expect([kept[0].atMs, kept.at(-1)?.atMs]).toEqual([0, length - 1]);
    }
  }
});
