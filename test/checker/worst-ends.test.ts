import { expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import type { PackedModel, Successors } from '../../src/core/packed-model.js';

/**
 * A graph by its edges: states are numbers, an action is the index of an edge, and `severity` says how bad an end is.
 * The cell of an action is its index.
 */
function graph(edges: readonly (readonly [number, number])[], severity: Readonly<Record<number, number>>) {
  const model: PackedModel<never, string> = {
    words: 1,
    initial: (out, at) => void out.fill(0, at, at + 1),
    expand(states, at, next: Successors) {
      edges.forEach(([from, to], action) => {
        if (from !== states[at]) return;
        next.buffer[next.at] = to;
        next.emit(action, 0);
      });
    },
    ratedEnds: {
      most: 5,
      cells: edges.length,
      severityOf: (states, at) => severity[states[at]] ?? 0,
      hasCells: () => true,
      cellOf: (_states, _at, action) => action,
    },
  };
  return model;
}

const CHAIN: [number, number][] = [
  [0, 1],
  [0, 2],
  [1, 3],
  [2, 3],
  [2, 4],
  // a cycle, out of which the worst end can be reached
  [4, 5],
  [5, 4],
  [5, 6],
];

test('each action leads to the worst end that can still follow it, through cycles too', async () => {
  const { worstEnds } = await checkModel(graph(CHAIN, { 3: 2, 6: 5 }), { worstEnds: 100 });
  // Only 1 -> 3 and 2 -> 3 are past the choice that leads to 6.
  expect(worstEnds).toEqual([2, 5, 2, 2, 5, 5, 5, 5]);
});

test('an action that is never taken leads nowhere', async () => {
  const { worstEnds } = await checkModel(graph([...CHAIN, [7, 3]], { 3: 2 }), { worstEnds: 100 });
  expect(worstEnds).toEqual([2, 2, 2, 2, 0, 0, 0, 0, 0]);
});

test('it is not known of a larger search, of one that was not complete, and where nobody asks', async () => {
  const model = graph(CHAIN, { 6: 5 });
  expect((await checkModel(model, { worstEnds: 6 })).worstEnds).toBeNull();
  expect((await checkModel(model, { worstEnds: 100, maxStates: 3 })).worstEnds).toBeNull();
  expect((await checkModel(model)).worstEnds).toBeNull();
});
