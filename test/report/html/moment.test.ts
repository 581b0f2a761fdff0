import { renderToString } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { deploymentAt } from '../../../src/report/html/deployment-picture.js';
import {
  atRiskAt,
  changesOf,
  logAround,
  momentInWords,
  stepAt,
  stopBeside,
  stopsOf,
} from '../../../src/report/html/moment.js';
import { lastUntil } from '../../../src/report/html/shown.js';
import { resultOfSim, twentyPairs } from './pages.js';

const MINUTE_MS = 60_000;

describe('a moment of the night', () => {
  test('says what users had then', async () => {
    const result = await resultOfSim('03-site-loss');
    // Lost at 00:31 (D28), resiliency after the 5 minutes of failure detection (D13).
    expect(momentInWords(result, 30 * MINUTE_MS)).toBe('At 00:30:00: all users regular at home');
    expect(momentInWords(result, 31 * MINUTE_MS)).toBe('At 00:31:00: 20,000 users of pool1 signed out');
    expect(momentInWords(result, 36 * MINUTE_MS)).toBe('At 00:36:00: 20,000 users of pool1 resiliency on the partner');
  });

  test('has the step under way, and at its end the next', async () => {
    const result = await resultOfSim('03-site-loss');
    for (const step of result.steps.filter(({ startedAtMs, endedAtMs }) => endedAtMs > startedAtMs)) {
      expect(stepAt(result, step.startedAtMs)).toBe(step);
      expect(stepAt(result, step.endedAtMs - 1)).toBe(step);
      expect(stepAt(result, step.endedAtMs)).not.toBe(step.index === result.steps.length - 1 ? null : step);
    }
  });

  test('is next to an event on both sides', () => {
    const stops = [0, 10, 20];
    expect([stopBeside(stops, 10, 1), stopBeside(stops, 10, -1), stopBeside(stops, 15, 1)]).toEqual([20, 0, 20]);
    expect([stopBeside(stops, 20, 1), stopBeside(stops, 0, -1)]).toEqual([20, 0]);
  });

  test('every change of what users have is a stop, and each stop is inside the run', async () => {
    for (const result of [await resultOfSim('14-three-sites'), await twentyPairs()]) {
      const stops = stopsOf(result);
      for (const { intervals } of result.users) for (const { fromMs } of intervals) expect(stops).toContain(fromMs);
      expect([stops[0], stops.at(-1)]).toEqual([0, result.endedAtMs]);
      expect(stops).toEqual([...new Set(stops)].sort((a, b) => a - b));
    }
  });

  test('has the deployment as it was at the change before', async () => {
    const result = await resultOfSim('03-site-loss');
    const changes = changesOf(result);
    // But for what its arrows say, which changes from moment to moment.
    const drawnAt = (atMs: number): string => renderToString(deploymentAt(result, atMs, () => null));
    expect(changes.length).toBeGreaterThan(20);
    for (let atMs = 0; atMs <= result.endedAtMs; atMs += 97_003) {
      const sinceMs = changes[lastUntil(changes, atMs)];
      expect(sinceMs).toBeLessThanOrEqual(atMs);
      expect(drawnAt(atMs)).toBe(drawnAt(sinceMs));
    }
    // At a change it is another one.
    const lostMs = 31 * MINUTE_MS;
    expect(changes).toContain(lostMs);
    expect(drawnAt(lostMs)).not.toBe(drawnAt(lostMs - 1));
  });

  test('is found by halves', () => {
    const moments = [0, 10, 10, 20];
    expect([-1, 0, 9, 10, 19, 20, 99].map((atMs) => lastUntil(moments, atMs))).toEqual([-1, 0, 0, 2, 2, 3, 3]);
    expect(lastUntil([], 5)).toBe(-1);
  });

  test('has what was at risk, on the line between two points of the curve', async () => {
    const result = await resultOfSim('03-site-loss');
    const { pool, module, points } = result.replication[0];
    const at = points.findIndex(({ atRisk }, i) => i > 0 && atRisk > points[i - 1].atRisk);
    const [from, to] = [points[at - 1], points[at]];
    const changes = (ms: number) => atRiskAt(result, ms).find((e) => e.pool === pool && e.module === module)!.changes;
    expect(changes(from.atMs)).toBe(Math.round(from.atRisk));
    const middle = (from.atMs + to.atMs) / 2;
    expect(changes(middle)).toBe(Math.round((from.atRisk + to.atRisk) / 2));
  });

  test('has the log until then and what comes next', async () => {
    const result = await resultOfSim('03-site-loss');
    const lines = logAround(result, 31 * MINUTE_MS, 3, 2);
    expect(lines.map(({ isAhead }) => isAhead)).toEqual([false, false, false, true, true]);
    expect(lines[2].atMs).toBe(31 * MINUTE_MS);
    expect(lines[3].atMs).toBeGreaterThan(31 * MINUTE_MS);
  });
});
