import { describe, expect, test } from 'vitest';
import { Coordinator } from '../../src/checker/coordinator.js';
import { bytesUsed, COUNT, createStateStore, LEVEL_END, LEVEL_START, SHARDS } from '../../src/checker/state-store.js';

/** The shared numbers of so many threads, with a level of `states` states begun. */
function coordinatorOf(threads: number, states = 0, maxStates = 1000) {
  const store = createStateStore(1, 1000);
  const coordinator = new Coordinator(Coordinator.cells(), threads, store, maxStates);
  coordinator.addStates(states);
  store.shards[0].cells[COUNT] += states;
  coordinator.beginLevel();
  return { store, coordinator };
}

test('before a search there is no state and no level, and nothing stops it', () => {
  const coordinator = new Coordinator(Coordinator.cells(), 1, createStateStore(1, 10), 10);
  const { states, nextLevelStates, depth, statesLeft, stoppedBy, hasViolation, isBufferFull } = coordinator;
  expect({ states, nextLevelStates, depth, statesLeft, stoppedBy, hasViolation, isBufferFull }).toEqual({
    states: 0,
    nextLevelStates: 0,
    depth: -1,
    statesLeft: 10,
    stoppedBy: null,
    hasViolation: false,
    isBufferFull: false,
  });
  expect(coordinator.counts()).toMatchObject({ states: 0, depth: 0, frontier: 0 });
});

test('a level goes from where the one before ended to what was found since', () => {
  const { coordinator, store } = coordinatorOf(1, 5);
  const { cells } = store.shards[0];
  expect([cells[LEVEL_START], cells[LEVEL_END]]).toEqual([1, 6]);
  coordinator.addStates(3);
  cells[COUNT] += 3;
  expect([coordinator.depth, coordinator.states, coordinator.nextLevelStates]).toEqual([0, 8, 3]);
  coordinator.beginLevel();
  expect([cells[LEVEL_START], cells[LEVEL_END]]).toEqual([6, 9]);
  expect([coordinator.depth, coordinator.nextLevelStates]).toEqual([1, 0]);
  expect(coordinator.counts()).toEqual({ states: 8, depth: 1, frontier: 3, memoryBytes: bytesUsed(store) });
});

test('states that are claimed are no longer to be expanded; those of the next level are', () => {
  const { coordinator } = coordinatorOf(1, 200);
  coordinator.claimStates();
  coordinator.addStates(10);
  expect(coordinator.counts().frontier).toBe(200 - 128 + 10);
  coordinator.claimStates();
  coordinator.claimStates();
  expect(coordinator.counts().frontier).toBe(10);
});

describe('claims', () => {
  const claims = (threads: number, states: number) => {
    const { coordinator } = coordinatorOf(threads, states);
    const found: number[] = [];
    for (let end = 0; end < states; ) {
      expect(coordinator.levelIsOver).toBe(false);
      const [from, to] = coordinator.claimStates();
      expect(from).toBe(end);
      found.push(to - from);
      end = to;
    }
    expect(coordinator.levelIsOver).toBe(true);
    expect(coordinator.claimStates()).toEqual([states, states]);
    return found;
  };

  test('one thread takes 128 at a time, and what is left', () => {
    expect(claims(1, 300)).toEqual([128, 128, 44]);
  });

  test('of several each takes less, the less is left: a quarter of its share, but four', () => {
    // 100 of two threads: an eighth of what is left, rounded up.
    expect(claims(2, 100)).toEqual([13, 11, 10, 9, 8, 7, 6, 5, 4, 4, 4, 4, 4, 4, 4, 3]);
    expect(claims(3, 5000)[0]).toBe(128);
  });

  test('a level is not over while a thread has successors that found no room', () => {
    const { coordinator } = coordinatorOf(2, 1);
    coordinator.claimStates();
    coordinator.reportFull();
    expect([coordinator.levelIsOver, coordinator.isBufferFull]).toEqual([false, true]);
    coordinator.beginPhase();
    expect([coordinator.levelIsOver, coordinator.isBufferFull]).toEqual([false, false]);
    coordinator.resume();
    expect(coordinator.levelIsOver).toBe(true);
  });

  test('each shard is claimed once in a phase', () => {
    const { coordinator } = coordinatorOf(2);
    const shards = Array.from({ length: SHARDS }, (_, shard) => shard);
    for (let phase = 0; phase < 2; phase++) {
      expect(shards.map(() => coordinator.claimShard())).toEqual(shards);
      expect([coordinator.claimShard(), coordinator.claimShard()]).toEqual([SHARDS, SHARDS]);
      coordinator.beginPhase();
    }
  });
});

test('there may be as many states as are allowed, and never less than none', () => {
  const { coordinator } = coordinatorOf(1, 4, 6);
  expect(coordinator.statesLeft).toBe(2);
  coordinator.addStates(0);
  coordinator.addStates(5);
  expect([coordinator.states, coordinator.statesLeft]).toEqual([9, 0]);
});

test('the first reason to stop stays', () => {
  for (const why of ['states', 'time', 'memory', 'abort', 'violation'] as const) {
    const { coordinator } = coordinatorOf(1);
    coordinator.stop(why);
    coordinator.stop('abort');
    coordinator.stop('time');
    expect(coordinator.stoppedBy).toBe(why);
  }
});

test('a violation is known to all', () => {
  const { coordinator } = coordinatorOf(1);
  coordinator.reportViolation();
  expect(coordinator.hasViolation).toBe(true);
});

test('the last to arrive at the barrier decides for all, again and again', () => {
  const { coordinator } = coordinatorOf(1);
  for (const phase of ['level', 'expand', 'insert', 'end', 'level'] as const) {
    expect(coordinator.barrier(() => phase)).toBe(phase);
  }
});
