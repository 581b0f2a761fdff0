import { expect, test } from 'vitest';
import { type Model, step } from '../../src/core/model.js';

/** A counter: an action adds to it, and says, starts and cancels what its number is. */
const COUNTER: Model<{ n: number; nowMs: number }, number, string, never> = {
  initial: () => ({ n: 0, nowMs: 0 }),
  clone: (state) => ({ ...state }),
  advance: (state, nowMs) => {
    state.nowMs = nowMs;
  },
  apply: (state, action, effects) => {
    state.n += action;
    effects.observe(`n = ${state.n}`);
    effects.start(action, 1, 2);
    effects.startPeriodic(action + 1, 3, 4, 5);
    effects.cancel(action + 2);
  },
  enabled: (_state, { candidates }) => candidates,
  properties: [],
  finished: (slot) => slot,
  busy: () => false,
  holds: () => true,
  slotName: String,
  slots: 1,
};

test('a step leaves the state as it was, and tells what was seen, started and cancelled', () => {
  const state = { n: 1, nowMs: 10 };
  expect(step(COUNTER, state, 7, 20)).toEqual({
    state: { n: 8, nowMs: 20 },
    observed: ['n = 8'],
    started: [
      { slot: 7, minMs: 1, maxMs: 2 },
      { slot: 8, minMs: 3, maxMs: 4 },
    ],
    cancelled: [9],
  });
  expect(state).toEqual({ n: 1, nowMs: 10 });
});

test('without a time no time passes; the start of time is one', () => {
  const state = { n: 0, nowMs: 10 };
  expect(step(COUNTER, state, 1).state.nowMs).toBe(10);
  expect(step(COUNTER, state, 1, 0).state.nowMs).toBe(0);
});
