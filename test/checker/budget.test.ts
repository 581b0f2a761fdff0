import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Budget, Stopwatch, TimeLimit } from '../../src/checker/budget.js';
import type { CheckProgress } from '../../src/checker/check-result.js';

let nowMs = 0;
beforeEach(() => {
  nowMs = 5000;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => vi.restoreAllMocks());

test('a slice is over after 20 ms, and the next begins when others had their turn', async () => {
  const budget = new Budget({});
  nowMs += 19.9;
  expect(budget.sliceIsOver).toBe(false);
  nowMs += 0.1;
  expect(budget.sliceIsOver).toBe(true);
  let others = false;
  setImmediate(() => {
    others = true;
  });
  await budget.yieldToEventLoop();
  expect([others, budget.sliceIsOver]).toEqual([true, false]);
  nowMs += 20;
  expect(budget.sliceIsOver).toBe(true);
});

test('a signal stops it, and the time limit from the very ms on; without them nothing does', () => {
  const stop = new AbortController();
  const budget = new Budget({ signal: stop.signal, timeLimitMs: 100 });
  const unlimited = new Budget({});
  nowMs += 99;
  expect(budget.exceeded()).toBeNull();
  nowMs += 1;
  expect([budget.exceeded(), unlimited.exceeded()]).toEqual(['time', null]);
  stop.abort();
  expect(budget.exceeded()).toBe('abort');
});

test('progress is told every half second, or as often as is asked for, with the rate since the last time', () => {
  for (const everyMs of [undefined, 2000]) {
    const told: CheckProgress[] = [];
    const every = everyMs === undefined ? {} : { progressEveryMs: everyMs };
    const budget = new Budget({ progress: (p) => told.push(p), ...every });
    const report = (states: number) => budget.report(() => ({ states, frontier: 1, depth: 2, memoryBytes: 3 }));
    const pauseMs = everyMs ?? 500;
    nowMs += pauseMs - 1;
    report(50);
    expect(told).toEqual([]);
    nowMs += 1;
    report(100);
    nowMs += pauseMs - 1;
    report(110);
    nowMs += 1.4;
    report(300);
    expect(told).toEqual([
      { states: 100, frontier: 1, depth: 2, memoryBytes: 3, statesPerSecond: 100_000 / pauseMs, elapsedMs: pauseMs },
      {
        ...{ states: 300, frontier: 1, depth: 2, memoryBytes: 3, elapsedMs: 2 * pauseMs },
        statesPerSecond: Math.round(200_000 / (pauseMs + 0.4)),
      },
    ]);
  }
});

test('where nobody asks for progress nothing is counted', () => {
  const budget = new Budget({});
  nowMs += 1e6;
  budget.report(() => expect.fail('counted'));
});

test('a stopwatch tells whole ms since it was made', () => {
  const watch = new Stopwatch();
  nowMs += 12.6;
  expect(watch.elapsedMs).toBe(13);
});

test('a time limit of several searches ends at nothing left; one that is not set never ends', () => {
  const limit = new TimeLimit(100);
  nowMs += 40;
  expect(limit.leftMs).toBe(60);
  nowMs += 100;
  expect(limit.leftMs).toBe(0);
  expect(new TimeLimit(null).leftMs).toBe(Number.POSITIVE_INFINITY);
});
