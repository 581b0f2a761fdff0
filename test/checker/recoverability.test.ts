import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import type * as Threads from '../../src/checker/check-parallel.js';
import { ROOT } from '../support/built.js';
import { type Graph, graph, philosophers } from '../support/models/small.mjs';
import { anyGraph } from '../support/random-graph.js';

const { checkModelInParallel }: typeof Threads = await import(
  `${ROOT}dist/modules/checker/check-parallel.js`
);
const module = new URL('../support/models/small.mjs', import.meta.url).href;
const SMALL = { memoryLimitBytes: 1 << 20, recovery: true };

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
        const { recovery } = await checkModel(graph(data), SMALL);
        expect(recovery?.verdict).toBe(expected.length === 0 ? 'always' : 'notAlways');
        expect(recovery?.stuck?.count ?? 0).toBe(expected.length);
        if (expected.length > 0) expect(expected).toContain(recovery?.stuck?.path.states.at(-1)?.at(-1));
      }),
      { seed: 20130901, numRuns: 200 },
    );
    expect(some).toBeGreaterThan(20);
    expect(some).toBeLessThan(200);
  });

  test('philosophers: only the deadlock; where one more step leads back, none', async () => {
    const all = await checkModel(philosophers({ count: 7 }), { recovery: true });
    expect(all.recovery).toMatchObject({ verdict: 'notAlways', stuck: { count: 1 } });
    expect(all.recovery?.stuck?.path).toEqual(all.endStates[0].path);
    const loop = graph({ words: 2, edges: [[1], [2], [1, 0]], goals: [0] });
    expect((await checkModel(loop, SMALL)).recovery).toEqual({ verdict: 'always', stuck: null });
  });

  test('not decided where the search is not complete, or nothing says what recovered is', async () => {
    const unknown = { verdict: 'unknown', stuck: null };
    const bounded = { ...SMALL, maxStates: 100 };
    expect((await checkModel(philosophers({ count: 7 }), bounded)).recovery).toEqual(unknown);
    const { isGoal, ...silent } = philosophers({ count: 3 });
    expect(isGoal).toBeDefined();
    expect((await checkModel(silent, SMALL)).recovery).toEqual(unknown);
    expect((await checkModel(silent)).recovery).toBeNull();
  });

  test('the same with threads', async () => {
    const source = { module, export: 'philosophers', data: { count: 8 } };
    const one = await checkModelInParallel(source, 1, { recovery: true });
    expect(one.recovery?.verdict).toBe('notAlways');
    expect(await checkModelInParallel(source, 2, { recovery: true })).toEqual(one);
  });
});
