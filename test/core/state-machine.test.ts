import { describe, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { bits, MachineTable, signals, whether } from '../../src/core/state-machine.js';

/** A door: closed, open, or locked by one bolt or both, which are taken back one by one. */
const machine = createMachine(
  {
    initial: 'closed',
    states: {
      closed: {
        id: 'closed',
        on: {
          push: { target: 'open', actions: ['creak', 'draught'] },
          bolt: [
            { guard: 'twice', target: 'locked.both' },
            { guard: 'firmly', target: 'locked' },
          ],
        },
      },
      open: { on: { push: 'closed' } },
      locked: {
        initial: 'one',
        states: { both: { on: { turn: { target: 'one', actions: 'click' } } }, one: { on: { turn: '#closed' } } },
      },
    },
  },
  { guards: whether('firmly', 'twice'), actions: signals('creak', 'draught', 'click') } as never,
);
const ALPHABET = { push: [], bolt: ['firmly', 'twice'], turn: [] };
const door = (): MachineTable => new MachineTable('door', machine, ALPHABET);

describe('a door', () => {
  test('its states are the leaves by their paths, its events all that the alphabet can say', () => {
    const table = door();
    expect(table.states).toEqual(['closed', 'open', 'locked.both', 'locked.one']);
    expect(table.states.map((state) => table.id(state))).toEqual([0, 1, 2, 3]);
    expect(table.initial).toBe(0);
    expect(table.eventCount).toBe(6);
    expect(table.among('open', 'locked.one')).toEqual([false, true, false, true]);
    expect(table.engine).toBe('table');
  });

  test('events of a type have consecutive numbers, and each parameter that is yes adds its bit', () => {
    const table = door();
    expect([table.first('push'), table.first('bolt'), table.first('turn')]).toEqual([0, 1, 5]);
    expect(table.event('bolt', false, true)).toBe(1 + bits(false, true));
    const said = [1, 2, 3, 4].map((event) => table.eventObject(event));
    expect(said).toEqual([
      { type: 'bolt', firmly: false, twice: false },
      { type: 'bolt', firmly: true, twice: false },
      { type: 'bolt', firmly: false, twice: true },
      { type: 'bolt', firmly: true, twice: true },
    ]);
    expect(table.eventObject(5)).toEqual({ type: 'turn' });
  });

  test.each([
    ['closed', ['push'], 'open', ['creak', 'draught']],
    ['open', ['push'], 'closed', []],
    ['closed', ['bolt', false, false], 'closed', []],
    ['closed', ['bolt', true, false], 'locked.one', []],
    ['closed', ['bolt', true, true], 'locked.both', []],
    ['locked.both', ['turn'], 'locked.one', ['click']],
    ['locked.one', ['turn'], 'closed', []],
    ['open', ['turn'], 'open', []],
  ] as const)('%s, after %s: %s, and it gives out %s', (from, [type, ...parameters], to, given) => {
    for (const engine of ['table', 'xstate'] as const) {
      const table = door();
      table.engine = engine;
      const event = table.event(type, ...parameters);
      for (let round = 0; round < 2; round++) {
        expect(table.states[table.to(table.id(from), event)]).toBe(to);
        expect(table.out(table.id(from), event)).toEqual(given.map((signal) => ({ type: signal })));
      }
      // What is given out is known to whoever asks for it first, too.
      expect(door().out(table.id(from), event)).toEqual(given.map((signal) => ({ type: signal })));
    }
  });

  test('XState is asked once for each cell, or each time where it is the engine', () => {
    let asked = 0;
    const counted = createMachine(
      {
        initial: 'a',
        states: {
          a: { on: { go: { guard: 'look', target: 'b' } } },
          b: { on: { go: { guard: 'look', target: 'a' } } },
        },
      },
      { guards: { look: () => ++asked > 0 } },
    );
    const table = new MachineTable('counted', counted, { go: [] });
    // To another state, and back to the first.
    for (const [n, state] of [0, 1].entries()) {
      for (let i = 0; i < 5; i++) {
        expect(table.to(state, 0)).toBe(1 - state);
        table.out(state, 0);
      }
      expect(asked).toBe(n + 1);
    }
    table.engine = 'xstate';
    table.to(0, 0);
    table.to(1, 0);
    expect(asked).toBe(4);
  });

  test('a state or event that it does not have, and a wrong number of parameters, are named', () => {
    expect(() => door().id('ajar')).toThrow('door has no state ajar');
    expect(() => door().among('open', 'ajar')).toThrow('door has no state ajar');
    expect(() => door().first('kick')).toThrow('door has no event kick');
    expect(() => door().event('bolt', true)).toThrow('door: bolt takes 2 parameters');
    expect(() => door().event('push', true)).toThrow('door: push takes 0 parameters');
  });
});

test('yes/no parameters are the bits of a number, the first the lowest; those not given are no', () => {
  expect(bits(false)).toBe(0);
  for (let n = 0; n < 64; n++) {
    const [a, ...others] = Array.from({ length: 6 }, (_, i) => (n & (1 << i)) !== 0);
    expect(bits(a, ...others)).toBe(n);
  }
});

test('a guard holds where the event says yes, and not where it says something else or nothing', () => {
  const { firmly } = whether('firmly', 'twice');
  const holds = (said: object): boolean => firmly({ event: { type: 'bolt', ...said } });
  expect([{ firmly: true }, { firmly: false }, { firmly: 1 }, { twice: true }].map(holds)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('signals are actions that do nothing', () => {
  const { creak, click } = signals('creak', 'click');
  expect([creak(), click()]).toEqual([undefined, undefined]);
});

describe('a machine that does not fit', () => {
  test('parallel regions are refused', () => {
    const whole = createMachine({ type: 'parallel', states: { a: {}, b: {} } });
    expect(() => new MachineTable('parallel', whole, {})).toThrow();
    const inner = createMachine({ initial: 'a', states: { a: { type: 'parallel', states: { b: {}, c: {} } } } });
    expect(() => new MachineTable('parallel', inner, {})).toThrow('a component has no parallel regions');
  });

  test('an event that the alphabet does not declare never reaches the machine', () => {
    const machine = createMachine({ initial: 'a', states: { a: { on: { go: 'b' } }, b: {} } });
    const c = new MachineTable('small', machine, { go: [] });
    expect(c.states).toEqual(['a', 'b']);
    expect(c.to(c.initial, c.event('go'))).toBe(c.id('b'));
    expect(() => c.event('stay')).toThrow();
  });

  test('states are numbered in document order, nested ones by their path', () => {
    const machine = createMachine({
      initial: 'outer',
      states: { outer: { initial: 'second', states: { first: {}, second: {} } }, last: {} },
    });
    const c = new MachineTable('nested', machine, {});
    expect(c.states).toEqual(['outer.first', 'outer.second', 'last']);
    expect(c.states[c.initial]).toBe('outer.second');
  });
});
