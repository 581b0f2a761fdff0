import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as Threads from '../../src/checker/check-parallel.js';
import type * as Alone from '../../src/checker/check-thread.js';
import { ROOT } from '../support/built.js';
import { anyGraph } from '../support/random-graph.js';

// Threads run what was built: a worker cannot load TypeScript.
const { checkModelInParallel }: typeof Threads = await import(`${ROOT}dist/modules/checker/check-parallel.js`);
const { CheckThread }: typeof Alone = await import(`${ROOT}dist/modules/checker/check-thread.js`);

const module = new URL('../support/models/small.mjs', import.meta.url).href;
const pair = {
  module: new URL('../../bench/pair-model.mjs', import.meta.url).href,
  export: 'pairModel',
  data: { writes: 1, faults: 1 },
};

describe('however many threads search, they find the same', () => {
  test('on a benchmark model: counts, and the way to the states that are hardest to reach', async () => {
    const one = await checkModelInParallel(pair, 1);
    for (const threads of [2, 3]) expect(await checkModelInParallel(pair, threads)).toEqual(one);
  });

  test('philosophers: the way to the deadlock', async () => {
    const source = { module, export: 'philosophers', data: { count: 9 } };
    const one = await checkModelInParallel(source, 1);
    expect(one.endStates[0].path!.actions).toHaveLength(9);
    expect(await checkModelInParallel(source, 2)).toEqual(one);
    expect(await checkModelInParallel(source, 2)).toEqual(one);
  });

  test('wherever they have to stop expanding, because what they found has no more room', async () => {
    const source = { module, export: 'philosophers', data: { count: 8 } };
    const one = await checkModelInParallel(source, 1, { recoverability: true });
    for (const successorBufferBytes of [1, 2000, 20_000]) {
      for (const threads of [1, 2, 3]) {
        expect(await checkModelInParallel(source, threads, { recoverability: true, successorBufferBytes })).toEqual(
          one,
        );
      }
    }
    const small = { ...pair, data: { writes: 1, faults: 0 } };
    const all = await checkModelInParallel(small, 1);
    for (const threads of [1, 2]) {
      expect(await checkModelInParallel(small, threads, { successorBufferBytes: 4000 })).toEqual(all);
    }
  });

  test('any small graph, with all its violations, end states and paths', async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph, async (data) => {
        const source = { module, export: 'graph', data };
        const small = { memoryLimitBytes: 1 << 20 };
        expect(await checkModelInParallel(source, 2, small)).toEqual(await checkModelInParallel(source, 1, small));
      }),
      { seed: 20130901, numRuns: 12 },
    );
  });

  test('stopped between two levels they know the same too', async () => {
    const data = { words: 2, edges: [[1, 2], [3], [3], [4], []], broken: [0, 1, 2, 0, 3] };
    const source = { module, export: 'graph', data };
    const one = await checkModelInParallel(source, 1, { stopAtFirstViolation: true });
    expect(one.stoppedBy).toBe('violation');
    expect(await checkModelInParallel(source, 2, { stopAtFirstViolation: true })).toEqual(one);
  });
});

describe('bounds reach all threads', () => {
  const endless = { module, export: 'counter', data: { to: 2 ** 31, broken: 100 } };

  test('a signal', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    const result = await checkModelInParallel(endless, 2, { signal: stop.signal, maxStates: 1e8 });
    expect(result).toMatchObject({ complete: false, stoppedBy: 'abort' });
  });

  test('time', async () => {
    const result = await checkModelInParallel(endless, 2, { timeLimitMs: 300, maxStates: 1e8 });
    expect(result).toMatchObject({ complete: false, stoppedBy: 'time' });
  });

  test('states, a few more at most, and memory', async () => {
    const bounded = await checkModelInParallel(pair, 2, { maxStates: 20_000 });
    expect(bounded).toMatchObject({ complete: false, stoppedBy: 'states' });
    expect(bounded.states).toBeGreaterThanOrEqual(20_000);
    expect(bounded.states).toBeLessThan(25_000);
    const little = await checkModelInParallel(pair, 2, { memoryLimitBytes: 200_000 });
    expect(little).toMatchObject({ complete: false, stoppedBy: 'memory' });
  });

  test('what a model throws in a thread comes out', async () => {
    await expect(checkModelInParallel({ module, export: 'faulty', data: { at: 50 } }, 2)).rejects.toThrow(
      'the model is wrong at 50',
    );
  });
});

test('a thread does one search after another, and one that is aborted', async () => {
  // How large a search is, is no matter for the next one.
  const small = { ...pair, data: { writes: 1, faults: 0 } };
  const one = await checkModelInParallel(small, 1);
  const thread = new CheckThread();
  const stop = new AbortController();
  const endless = { module, export: 'counter', data: { to: 2 ** 31, broken: 100 } };
  try {
    expect(await thread.checkModel(small, {})).toEqual(one);
    const aborted = await thread.checkModel(endless, {
      signal: stop.signal,
      progress: () => stop.abort(),
      progressEveryMs: 1,
    });
    expect(aborted.stoppedBy).toBe('abort');
    expect(await thread.checkModel(small, {})).toEqual(one);
    await expect(thread.checkModel({ module, export: 'faulty', data: { at: 50 } }, {})).rejects.toThrow(
      'the model is wrong at 50',
    );
  } finally {
    await thread.end();
  }
});
