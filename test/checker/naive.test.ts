import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import type { CheckResult, Discovery } from '../../src/checker/check-result.js';
import type { Path } from '../../src/checker/shortest-path.js';
import { type PackedModel, Successors } from '../../src/core/packed-model.js';
import { graph, philosophers } from '../support/models/small.mjs';
import { type Naive, searchNaively } from '../support/naive-search.js';
import { anyGraph } from '../support/random-graph.js';

const SMALL = { memoryLimitBytes: 1 << 20 };

/** Each step of the path is one that the model offers, and it starts where the model starts. */
function walks(model: PackedModel<unknown, unknown>, path: Path): void {
  const next = new Successors(model.words);
  const first = new Uint32Array(model.words);
  model.initial(first, 0);
  expect(path.states[0]).toEqual(first);
  expect(path.states).toHaveLength(path.actions.length + 1);
  for (const [i, action] of path.actions.entries()) {
    next.clear();
    model.expand(path.states[i], 0, next);
    const offered = Array.from({ length: next.count }, (_, n) => [
      next.actions[n],
      next.buffer.slice(n * model.words, (n + 1) * model.words).join(),
    ]);
    expect(offered).toContainEqual([action, path.states[i + 1].join()]);
  }
}

function agrees<V, E>(model: PackedModel<V, E>, result: CheckResult<V, E>, naive: Naive): void {
  const { states, transitions, depth } = naive;
  expect(result).toMatchObject({ complete: true, stoppedBy: null, states, transitions, depth, frontier: 0 });
  const summary = (list: readonly Discovery<unknown, Path | null>[]) =>
    Object.fromEntries(list.map((s) => [s.key, { steps: s.path!.actions.length, count: s.count }]));
  expect(summary(result.violations)).toEqual(naive.violations);
  expect(summary(result.endStates)).toEqual(naive.endStates);
  for (const { path } of [...result.violations, ...result.endStates]) walks(model, path!);
}

test('on any small graph: the states, violations and shortest paths of the plainest search', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (data) => {
      const model = graph(data);
      agrees(model, await checkModel(model, SMALL), searchNaively(model));
    }),
    { seed: 20130901, numRuns: 300 },
  );
});

test('on a model of thousands of states, so that tables grow', async () => {
  const model = philosophers({ count: 11 });
  agrees(model, await checkModel(model), searchNaively(model));
});
