import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import type * as Threads from '../../src/checker/check-parallel.js';
import { ROOT } from '../support/built.js';
import { type Graph, graph, philosophers } from '../support/models/small.mjs';
import { anyGraph } from '../support/random-graph.js';

const { checkModelInParallel }: typeof Threads = await import(`${ROOT}dist/modules/checker/check-parallel.js`);
const module = new URL('../support/models/small.mjs', import.meta.url).href;
const SMALL = { memoryLimitBytes: 1 << 20, recoverability: true };

/** Nodes that can be reached from `from`, itself among them. */
function reachable({ edges }: Graph, from: number): Set<number> {
  const all = new Set([from]);
  for (const node of all) for (const to of edges[node]) all.add(to);
  return all;
}

function stuckNodes(data: Graph): number[] {
  const ends = new Set(data.goals);
  return [...reachable(data, 0)].filter((node) => ![...reachable(data, node)].some((to) => ends.has(to)));
}

describe('states that cannot find their way back', () => {
  test('on any small graph: those that the plainest reading of it says', async () => {
    let some = 0;
    await fc.assert(
      fc.asyncProperty(anyGraph, async (data) => {
        const expected = stuckNodes(data);
        if (expected.length > 0) some++;
        const { recoverability } = await checkModel(graph(data), SMALL);
        expect(recoverability?.verdict).toBe(expected.length === 0 ? 'always' : 'notAlways');
        expect(recoverability?.unrecoverable?.count ?? 0).toBe(expected.length);
        if (expected.length > 0) expect(expected).toContain(recoverability?.unrecoverable?.path.states.at(-1)?.at(-1));
      }),
      { seed: 20130901, numRuns: 200 },
    );
    expect(some).toBeGreaterThan(20);
    expect(some).toBeLessThan(200);
  });

  test('philosophers: only the deadlock; where one more step leads back, none', async () => {
    const all = await checkModel(philosophers({ count: 7 }), { recoverability: true });
    expect(all.recoverability).toMatchObject({ verdict: 'notAlways', unrecoverable: { count: 1 } });
    expect(all.recoverability?.unrecoverable?.path).toEqual(all.endStates[0].path);
    const loop = graph({ words: 2, edges: [[1], [2], [1, 0]], goals: [0] });
    expect((await checkModel(loop, SMALL)).recoverability).toEqual({
      verdict: 'always',
      unrecoverable: null,
    });
  });

  test('not decided where the search is not complete, or nothing says what recovered is', async () => {
    const unknown = { verdict: 'unknown', unrecoverable: null };
    const bounded = { ...SMALL, maxStates: 100 };
    expect((await checkModel(philosophers({ count: 7 }), bounded)).recoverability).toEqual(unknown);
    const { isGoal, ...silent } = philosophers({ count: 3 });
    expect(isGoal).toBeDefined();
    expect((await checkModel(silent, SMALL)).recoverability).toEqual(unknown);
    expect((await checkModel(silent)).recoverability).toBeNull();
  });

  test('the same with threads', async () => {
    const source = { module, export: 'philosophers', data: { count: 8 } };
    const one = await checkModelInParallel(source, 1, { recoverability: true });
    expect(one.recoverability?.verdict).toBe('notAlways');
    expect(await checkModelInParallel(source, 2, { recoverability: true })).toEqual(one);
  });
});
