import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import { hashPair } from '../../src/core/hash.js';
import { NumbersUsedUp, type PackedModel, type Successors } from '../../src/core/packed-model.js';
import { counter, graph, philosophers } from '../support/models/small.mjs';

describe('small models with known counts', () => {
  test('a counter: one state a level', async () => {
    const result = await checkModel(counter({ to: 1000 }));
    expect(result).toMatchObject({
      complete: true,
      stoppedBy: null,
      states: 1001,
      transitions: 1000,
      depth: 1000,
    });
    expect(result.frontier).toBe(0);
    expect(result.violations).toEqual([]);
    expect(result.endStates.map((e) => [e.record, e.count, e.path?.actions.length])).toEqual([['end', 1, 1000]]);
  });

  test('the shortest way to what is broken', async () => {
    const { violations } = await checkModel(counter({ to: 1000, broken: 300 }));
    expect(violations.map((v) => [v.record, v.count])).toEqual([['counted too far', 1]]);
    expect(violations[0].path.actions).toEqual(new Array(300).fill(7));
    expect(violations[0].path.states.map((s) => s[0])).toEqual(Array.from({ length: 301 }, (_, i) => i));
  });

  test('philosophers: states without two neighbours who eat with one fork, and one deadlock', async () => {
    for (const count of [2, 3, 5, 8]) {
      const result = await checkModel(philosophers({ count }));
      expect(result.states).toBe(philosopherStates(count));
      expect(result.endStates.map((e) => [e.record, e.count])).toEqual([['deadlock', 1]]);
      expect(result.endStates[0].path!.actions.toSorted()).toEqual(Array.from({ length: count }, (_, i) => i));
    }
  });
});

test('of two parents with one hash the smaller one is shown, whichever is found first', async () => {
  const [small, large] = twoOfOneHash();
  const goal = 0xffffffff;
  for (const order of [
    [small, large],
    [large, small],
  ]) {
    const model: PackedModel<string> = {
      words: 2,
      initial: (out, at) => out.fill(0, at, at + 2),
      expand(states, at, next) {
        const first = states[at] === 0 && states[at + 1] === 0;
        for (const [action, state] of (first ? order : [[goal, goal]]).entries()) {
          if (states[at] === goal) break;
          next.buffer.set(state, next.at);
          next.emit(action, 0);
        }
      },
      violationOf: (states, at) => (states[at] === goal ? 1 : 0),
      violations: { key: () => 'there', record: () => 'there' },
    };
    const { violations, states } = await checkModel(model);
    expect(states).toBe(4);
    expect(violations.map(({ path }) => path.states.map((s) => [...s]))).toEqual([[[0, 0], small, [goal, goal]]]);
  }
});

/** Two states of two words each, the smaller one first. */
function twoOfOneHash(): number[][] {
  const known = new Map<number, number[]>();
  for (let a = 1; ; a++) {
    const state = [a, Math.imul(a, 0x9e3779b1) >>> 7];
    const hash = hashPair(state[0], state[1]);
    const other = known.get(hash);
    if (other !== undefined) return [other, state];
    known.set(hash, state);
  }
}

/** Of 3^count tables those where nobody who eats has a right neighbour who holds a fork: reachable, all of them. */
function philosopherStates(count: number): number {
  let states = 0;
  for (let s = 0; s < 3 ** count; s++) {
    const seat = Array.from({ length: count }, (_, i) => Math.floor(s / 3 ** i) % 3);
    if (seat.every((own, i) => own !== 2 || seat[(i + 1) % count] === 0)) states++;
  }
  return states;
}

test('end states of one kind have one example together: a plainest', async () => {
  const model: PackedModel<string, string> = {
    ...graph({ words: 1, edges: [[1, 2], [3], [], []] }),
    endStateOf: (s, at) => s[at] + 1,
    endStates: { key: String, record: String },
  };
  const all = await checkModel(model);
  expect(all.endStates.map((e) => [e.record, e.path?.actions.length])).toEqual([
    ['1', 0],
    ['2', 1],
    ['3', 1],
    ['4', 2],
  ]);
  const some = await checkModel({ ...model, endStateKinds: (end) => (end === '1' ? ['start'] : ['later']) });
  expect(some.endStates.map((e) => [e.record, e.path?.actions.length])).toEqual([
    ['1', 0],
    ['2', 1],
    ['3', undefined],
    ['4', undefined],
  ]);
  expect(some.endStates.map((e) => e.count)).toEqual([1, 1, 1, 1]);
  // An end state of several kinds is an example for each: 2 is the first that is later, 4 the only one that is last.
  const kinds = (end: string) => [end === '1' ? 'start' : 'later', ...(end === '4' ? ['last'] : [])];
  const several = await checkModel({ ...model, endStateKinds: kinds });
  expect(several.endStates.map((e) => e.path?.actions.length)).toEqual([0, 1, undefined, 2]);
});

test('a number that the model has no record of is a fault of the model', async () => {
  const { violations, ...model } = counter({ to: 3, broken: 2 });
  expect(violations).toBeDefined();
  await expect(checkModel(model)).rejects.toThrow('the model has no record of the number 1');
});

test('the model of the README is checked as it says', async () => {
  const [code] = readFileSync('src/checker/README.md', 'utf8').match(/(?<=```js\n)[^`]*(?=```)/) ?? [''];
  const { counters } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const { complete, violations } = await checkModel<string, never>(counters({ to: 9 }));
  expect(complete).toBe(true);
  expect(violations[0]).toMatchObject({
    record: 'the first counter is two ahead',
    path: { actions: [0, 0] },
  });
});

describe('a model that has an interned one', () => {
  /** Counts to ten by its words; the interned one counts backwards, and stands for the same. */
  const counting = (interned: () => PackedModel<string, string>): PackedModel<string, string> =>
    ({ ...counter({ to: 10 }), interned }) as PackedModel<string, string>;
  let asked = 0;
  const backwards = (usedUpAt: number) => () =>
    ({
      ...counter({ to: 10 }),
      meaningWords: 1,
      initial: (out: Uint32Array, at: number) => void out.fill(10, at, at + 1),
      expand(states: Uint32Array, at: number, next: Successors) {
        asked++;
        if (states[at] === usedUpAt) throw new NumbersUsedUp();
        if (states[at] === 0) return;
        next.buffer[next.at] = states[at] - 1;
        next.emit(7, 0);
      },
      meaningOf: (states: Uint32Array, at: number, to: Uint32Array) => void to.fill(10 - states[at], 0, 1),
    }) as unknown as PackedModel<string, string>;

  test('is searched by that, with the same result', async () => {
    const plain = await checkModel(counter({ to: 10 }));
    asked = 0;
    expect(await checkModel(counting(backwards(-1)))).toEqual(plain);
    expect(asked).toBeGreaterThan(0);
    asked = 0;
    expect(await checkModel(counting(backwards(-1)), { interned: false })).toEqual(plain);
    expect(asked).toBe(0);
  });

  test('is searched by its words where the numbers of that are used up', async () => {
    for (const bounds of [{}, { timeLimitMs: 60_000 }]) {
      asked = 0;
      expect(await checkModel(counting(backwards(3)), bounds)).toEqual(await checkModel(counter({ to: 10 })));
      expect(asked).toBeGreaterThan(0);
    }
  });

  test('what else that throws comes out', async () => {
    const model = counting(() => ({ ...backwards(-1)(), expand: () => expect.fail('the model is wrong') }));
    await expect(checkModel(model)).rejects.toThrow('the model is wrong');
  });
});

test('of the ends of one kind the first of those with the fewest steps has a path', async () => {
  const edges = [[1, 2], [3], [4, 5], [], [], []];
  const ends = ['', '', '', 'c', 'a', 'b'];
  const kinds: Readonly<Record<string, readonly string[]>> = { a: ['x'], b: ['x', 'y'], c: ['y'] };
  const model: PackedModel<string, string> = {
    ...graph({ words: 1, edges }),
    endStateOf: (states, at) => (ends[states[at]] === '' ? 0 : states[at]),
    endStates: { key: (number) => ends[number], record: (number) => ends[number] },
    endStateKinds: (record) => kinds[record],
  };
  const told = async (m: PackedModel<string, string>) =>
    (await checkModel(m)).endStates.map(({ key, path }) => [key, path?.actions.length ?? null]);
  expect(await told(model)).toEqual([
    ['a', 2],
    ['b', 2],
    ['c', null],
  ]);
  const { endStateKinds: _, ...each } = model;
  expect(await told(each)).toEqual([
    ['a', 2],
    ['b', 2],
    ['c', 2],
  ]);
});
