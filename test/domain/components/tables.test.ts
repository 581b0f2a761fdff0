import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import { MachineTable } from '../../../src/core/state-machine.js';
import { MACHINES } from '../../../src/domain/components/tables.js';

const SEED = 20130901;
const COMPONENTS = Object.values(MACHINES) as readonly MachineTable[];

/**
 * States that no event leads to from the initial one, and why they are in the machine: the world puts a
 * component there itself.
 */
const STARTS_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  // A new pair begins there (D16).
  'backup-module': ['notInitialized'],
};

type Said = Readonly<Record<string, boolean | string>>;

const implies = (a: boolean | string | undefined, b: boolean | string | undefined): boolean => !a || b === true;

/** What the yes/no parameters of an event say about one another; other combinations are never sent. */
const CONSISTENT: Readonly<Record<string, (said: Said) => boolean>> = {
  'front-end-pool': (s) => s.type !== 'look' || (implies(s.quorum, s.any) && implies(s.startable, s.quorum)),
  'mirror-session': (s) =>
    s.type !== 'look' ||
    (implies(s.linked, s.principal) &&
      implies(s.linked, s.mirror) &&
      implies(s.linked, s.quorum) &&
      implies(s.elects, s.mirror) &&
      !(s.elects && s.blank)),
  'edge-route': (s) => implies(s.edge, s.assigned) && implies(s.hop, s.assigned),
};

/** The same machine with an empty table. */
const fresh = (c: MachineTable): MachineTable => new MachineTable(c.name, c.machine, c.alphabet);

/** Every (state, event) of a component. */
function* cells(c: MachineTable): Generator<[state: number, event: number]> {
  for (let state = 0; state < c.states.length; state++) {
    for (let event = 0; event < c.eventCount; event++) yield [state, event];
  }
}

const pathOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as Record<string, unknown>)
        .map(([key, inner]) => `${key}.${pathOf(inner)}`)
        .join('|');

describe.each(COMPONENTS.map((c) => [c.name, c] as const))('%s', (_name, component) => {
  test('the whole table stays in its range', () => {
    const c = fresh(component);
    const declared = Object.keys(c.machine.implementations.actions);
    for (const [state, event] of cells(c)) {
      expect(c.states[c.to(state, event)]).toBeDefined();
      for (const signal of c.out(state, event)) expect(declared).toContain(signal.type);
    }
  });

  test('every declared signal is given out somewhere', () => {
    const given = new Set([...cells(component)].flatMap(([s, e]) => component.out(s, e).map((o) => o.type)));
    expect([...given].sort()).toEqual(Object.keys(component.machine.implementations.actions).sort());
  });

  test('every event that the machine handles is in the alphabet, and the reverse', () => {
    expect([...component.machine.events].sort()).toEqual(Object.keys(component.alphabet).sort());
  });

  test('every state is reachable from a start', () => {
    const starts = [component.initial, ...(STARTS_ELSEWHERE[component.name] ?? []).map((s) => component.id(s))];
    const found = new Set(starts);
    for (const state of found) {
      for (let e = 0; e < component.eventCount; e++) found.add(component.to(state, e));
    }
    expect(component.states.filter((_, i) => !found.has(i))).toEqual([]);
  });

  test('every state is reachable by events that can be true', () => {
    const isConsistent = CONSISTENT[component.name] ?? (() => true);
    const events = Array.from({ length: component.eventCount }, (_, e) => e).filter((e) =>
      isConsistent(component.eventObject(e)),
    );
    const starts = [component.initial, ...(STARTS_ELSEWHERE[component.name] ?? []).map((s) => component.id(s))];
    const found = new Set(starts);
    for (const state of found) for (const e of events) found.add(component.to(state, e));
    expect(component.states.filter((_, i) => !found.has(i))).toEqual([]);
  });

  test('only the named states need a start of their own', () => {
    const found = new Set([component.initial]);
    for (const state of found) {
      for (let e = 0; e < component.eventCount; e++) found.add(component.to(state, e));
    }
    const apart = component.states.filter((_, i) => !found.has(i));
    const named = STARTS_ELSEWHERE[component.name] ?? [];
    expect(apart.filter((s) => named.includes(s))).toEqual(named);
  });

  test('the table gives the states and signals that XState gives', () => {
    const events = fc.array(fc.nat(component.eventCount - 1), { maxLength: 40 });
    fc.assert(
      fc.property(events, (sequence) => {
        const table = fresh(component);
        const each = fresh(component);
        each.engine = 'xstate';
        let [snapshot] = initialTransition(component.machine) as [AnyMachineSnapshot, unknown];
        expect(pathOf(snapshot.value)).toBe(table.states[table.initial]);
        let state = table.initial;
        for (const event of sequence) {
          const [next, actions] = transition(component.machine, snapshot, table.eventObject(event));
          snapshot = next as AnyMachineSnapshot;
          const to = table.to(state, event);
          const signals = table.out(state, event).map((o) => o.type);
          expect(table.states[to]).toBe(pathOf(snapshot.value));
          expect(signals).toEqual(actions.map((a) => a.type));
          expect(each.to(state, event)).toBe(to);
          expect(each.out(state, event).map((o) => o.type)).toEqual(signals);
          state = to;
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  test('the table answers the same however often it is asked', () => {
    const again = fresh(component);
    for (const [state, event] of cells(component)) {
      const first = [again.to(state, event), again.out(state, event)];
      expect([again.to(state, event), again.out(state, event)]).toEqual(first);
      expect([component.to(state, event), component.out(state, event)]).toEqual(first);
    }
  });

  test('event numbers and event objects say the same', () => {
    const seen = new Set<number>();
    for (const [type, parameters] of Object.entries(component.alphabet)) {
      for (let bits = 0; bits < 1 << parameters.length; bits++) {
        const given = parameters.map((_, i) => (bits & (1 << i)) !== 0);
        const event = component.event(type, ...given);
        seen.add(event);
        const object = Object.fromEntries(parameters.map((name, i) => [name, given[i]]));
        expect(component.eventObject(event)).toEqual({ type, ...object });
      }
    }
    expect(seen.size).toBe(component.eventCount);
  });

  test('an unknown state or event, and a wrong number of parameters, is a fault of ours', () => {
    expect(() => component.id('nowhere')).toThrow(`${component.name} has no state nowhere`);
    expect(() => component.id('toString')).toThrow();
    expect(() => component.event('nothing')).toThrow(`${component.name} has no event nothing`);
    for (const [type, parameters] of Object.entries(component.alphabet)) {
      expect(() => component.event(type, ...parameters.map(() => 1), 0)).toThrow(
        `${component.name}: ${type} takes ${parameters.length} parameters`,
      );
      if (parameters.length > 0) expect(() => component.event(type)).toThrow(/takes \d+ parameters/);
    }
  });
});
