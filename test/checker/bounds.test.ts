import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import type { CheckProgress } from '../../src/checker/check-result.js';
import { counter, graph, philosophers } from '../support/models/small.mjs';

const model = philosophers({ count: 9 });

describe('a search that is stopped says so, and how far it came', () => {
  test('states: as many as allowed, not one more', async () => {
    const all = await checkModel(model);
    const some = await checkModel(model, { maxStates: 1000 });
    expect(some).toMatchObject({ complete: false, stoppedBy: 'states', states: 1000 });
    expect(some.frontier).toBeGreaterThan(0);
    expect(some.depth).toBeLessThan(all.depth);
    expect(await checkModel(model, { maxStates: all.states })).toEqual(all);
    expect((await checkModel(model, { maxStates: all.states - 1 })).stoppedBy).toBe('states');
  });

  test('all states up to the depth it says are known', async () => {
    const result = await checkModel(counter({ to: 1000 }), { maxStates: 50 });
    expect(result).toMatchObject({ states: 50, depth: 49, frontier: 0, complete: false });
  });

  test('memory', async () => {
    const memoryLimitBytes = 16 << 10;
    const result = await checkModel(model, { memoryLimitBytes });
    expect(result).toMatchObject({ complete: false, stoppedBy: 'memory' });
    expect(result.states).toBeGreaterThan(500);
    expect(result.states * 8).toBeLessThan(memoryLimitBytes);
  });

  test('time', async () => {
    const result = await checkModel(counter({ to: 2 ** 31 }), { timeLimitMs: 50, maxStates: 1e7 });
    expect(result).toMatchObject({ complete: false, stoppedBy: 'time' });
    expect(result.states).toBeGreaterThan(1);
  });

  test('a signal, while the search goes on', async () => {
    const stop = new AbortController();
    const result = await checkModel(counter({ to: 2 ** 31, broken: 100 }), {
      signal: stop.signal,
      maxStates: 1e8,
      progressEveryMs: 1,
      progress: ({ depth }) => depth > 100 && stop.abort(),
    });
    expect(result).toMatchObject({ complete: false, stoppedBy: 'abort' });
    expect(result.violations[0].path.actions).toHaveLength(100);
  });

  test('the first violation, if asked to: others of its depth are there too, deeper ones not', async () => {
    const edges = [[1, 2], [3], [3], [4], []];
    const broken = [0, 1, 2, 0, 3];
    const all = await checkModel(graph({ words: 1, edges, broken }));
    expect(all.violations.map((v) => v.record)).toEqual(['violation 1', 'violation 2', 'violation 3']);
    const first = await checkModel(graph({ words: 1, edges, broken }), { stopAtFirstViolation: true });
    expect(first.violations).toEqual(all.violations.slice(0, 2));
    expect(first).toMatchObject({
      complete: false,
      stoppedBy: 'violation',
      states: 3,
      depth: 1,
      frontier: 2,
    });
  });
});

test('progress comes now and then, and only grows', async () => {
  const said: CheckProgress[] = [];
  await checkModel(philosophers({ count: 12 }), { progress: (p) => said.push(p), progressEveryMs: 1 });
  expect(said.length).toBeGreaterThan(1);
  for (const [i, p] of said.entries()) {
    expect(p.states).toBeGreaterThanOrEqual(said[i - 1]?.states ?? 1);
    expect(p.depth).toBeGreaterThanOrEqual(said[i - 1]?.depth ?? 0);
    expect(p.memoryBytes).toBeGreaterThan(8 * p.states);
    expect(p.frontier).toBeLessThanOrEqual(p.states);
    expect(p.statesPerSecond).toBeGreaterThanOrEqual(0);
  }
});

test('what a model throws comes out', async () => {
  const broken = { ...counter({ to: 5 }), expand: () => expect.fail('the model is wrong') };
  await expect(checkModel(broken)).rejects.toThrow('the model is wrong');
});
