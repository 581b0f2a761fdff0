import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { reachableFrom, transitionAt } from '../../src/core/machine-transitions.js';
import { MachineTable, whether } from '../../src/core/state-machine.js';

/** `lost` is in the machine, and no event leads to it; `stay` changes nothing in `b`. */
const table = new MachineTable(
  'small',
  createMachine(
    {
      initial: 'a',
      states: {
        a: { on: { go: [{ guard: 'far', target: 'c' }, { target: 'b' }], stay: { actions: 'note' } } },
        b: { on: { go: 'c', stay: {} } },
        c: {},
        lost: { on: { go: 'a' } },
      },
    },
    { guards: whether('far'), actions: { note: () => {} } } as never,
  ),
  { go: ['far'], stay: [] },
);

test('a transition is an event that leads elsewhere, or starts something; whatever else changes nothing is none', () => {
  const cell = (state: string, event: number): number => table.id(state) * table.eventCount + event;
  expect(transitionAt(table, cell('a', table.event('go', true)))).toEqual({ from: 'a', event: 'go', to: 'c' });
  expect(transitionAt(table, cell('a', table.event('stay')))).toEqual({ from: 'a', event: 'stay', to: 'a' });
  expect(transitionAt(table, cell('b', table.event('stay')))).toBeNull();
  expect(transitionAt(table, cell('c', table.event('go', false)))).toBeNull();
});

test('what no event leads to from a start is not reachable, nor what an event leads to that cannot happen', () => {
  const { states, transitions } = reachableFrom(table, [table.initial]);
  expect(states).toEqual(['a', 'b', 'c']);
  expect(transitions.map((t) => Object.values(t).join(' '))).toEqual(['a go b', 'a go c', 'a stay a', 'b go c']);
  expect(reachableFrom(table, [table.id('lost')]).states).toEqual(['a', 'b', 'c', 'lost']);
  const never = table.event('go', false);
  expect(reachableFrom(table, [table.initial], (event) => event !== never).states).toEqual(['a', 'c']);
});

test('transitions are listed by the state that they leave, in the order of the machine', () => {
  const { transitions } = reachableFrom(
    table,
    ['lost', 'b', 'a'].map((state) => table.id(state)),
  );
  expect(transitions.map(({ from }) => from)).toEqual(['a', 'a', 'a', 'b', 'lost']);
});

test('transitions whose names run into one another are two', () => {
  const states = { a: { on: { bc: 'x' } }, ab: { on: { c: 'x' } }, x: {} };
  const alike = new MachineTable('alike', createMachine({ initial: 'a', states }), { bc: [], c: [] });
  expect(reachableFrom(alike, [0, 1]).transitions).toHaveLength(2);
});
