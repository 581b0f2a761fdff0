import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import { Coordinator } from '../../src/checker/coordinator.js';
import { searchWithOthers } from '../../src/checker/parallel-search.js';
import { createStateStore } from '../../src/checker/state-store.js';
import { createSuccessorBuffers } from '../../src/checker/successor-buffer.js';
import type { BfsJob } from '../../src/checker/thread-protocol.js';
import type { PackedModel } from '../../src/core/packed-model.js';
import { counter, graph, philosophers } from '../support/models/small.mjs';

/** The part of a thread that has no others, with room for so many states and bytes of successors. */
function alone(model: PackedModel<string, string>, more: Partial<BfsJob> = {}, room = 10_000, bytes?: number) {
  const store = createStateStore(model.words, room);
  const cells = Coordinator.cells();
  const job = {
    ...{ source: { module: '', export: '', data: null }, thread: 0, threads: 1, store, cells, maxStates: room },
    ...{ buffers: createSuccessorBuffers(model.words, 1, bytes), fullBy: 'states' as const },
    ...{ stopAtFirstViolation: false, canonicalize: false, ...more },
  };
  const report = searchWithOthers(job, model);
  return { report, coordinator: new Coordinator(cells, 1, store, room) };
}

describe('a thread that has no others finds what a search in one thread finds', () => {
  test.each([
    ['a chain', counter({ to: 40, broken: 30 })],
    ['philosophers', philosophers({ count: 5 })],
    ['a graph', graph({ words: 2, edges: [[1, 2], [3], [3], []], broken: [0, 1, 2], brokenEdges: { '2>3': 3 } })],
  ])('%s', async (_what, model) => {
    const all = await checkModel(model);
    for (const bytes of [undefined, 1]) {
      const { report, coordinator } = alone(model, {}, 10_000, bytes);
      expect(coordinator.counts()).toMatchObject({ states: all.states, depth: all.depth, frontier: 0 });
      expect(report.transitions).toBe(all.transitions);
      expect(report.violations.map(({ key, count }) => [key, count])).toEqual(
        all.violations.map(({ key, count }) => [key, count]),
      );
      expect(report.endStates.map(({ key, count }) => [key, count])).toEqual(
        all.endStates.map(({ key, count }) => [key, count]),
      );
      // The level after the last is begun by nobody.
      expect(report.levelStarts.length).toBe(64 * (all.depth + 1));
      expect(coordinator.stoppedBy).toBeNull();
    }
  });

  test('representatives are stored where that is asked for', () => {
    const model = philosophers({ count: 5 });
    const folded = alone(model, { canonicalize: true }).coordinator.states;
    expect(folded).toBeLessThan(alone(model).coordinator.states / 4);
  });
});

describe('it stops', () => {
  test('where a state finds no room, by the bound that is met', () => {
    expect(alone(counter({ to: 100 }), {}, 20).coordinator.stoppedBy).toBe('states');
    const { coordinator } = alone(counter({ to: 100 }), { fullBy: 'memory' }, 20);
    expect(coordinator.stoppedBy).toBe('memory');
    expect(coordinator.states).toBe(20);
  });

  test('after the level of the first violation, where that is asked for', () => {
    const model = graph({ words: 1, edges: [[1, 2], [3], [3], [4], []], broken: [0, 1, 2, 0, 3] });
    const first = alone(model, { stopAtFirstViolation: true });
    expect(first.coordinator.stoppedBy).toBe('violation');
    expect(first.report.violations.map(({ key }) => key)).toEqual(['violation 1', 'violation 2']);
    expect(alone(model).report.violations).toHaveLength(3);
    const none = graph({ words: 1, edges: [[1], []] });
    expect(alone(none, { stopAtFirstViolation: true }).coordinator.stoppedBy).toBeNull();
  });

  test('where somebody else has stopped the search before', () => {
    const cells = Coordinator.cells();
    const store = createStateStore(1, 100);
    new Coordinator(cells, 1, store, 100).stop('abort');
    const { report } = alone(counter({ to: 100 }), { cells, store });
    expect([report.transitions, report.levelStarts]).toEqual([0, []]);
  });
});
