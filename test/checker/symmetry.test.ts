import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import type * as Threads from '../../src/checker/check-parallel.js';
import { hashPair } from '../../src/core/hash.js';
import { type PackedModel, Successors } from '../../src/core/packed-model.js';
import { ROOT } from '../support/built.js';
import { philosophers } from '../support/models/small.mjs';

const { checkModelInParallel }: typeof Threads = await import(`${ROOT}dist/modules/checker/check-parallel.js`);

describe('folding: one state stands for all that are symmetrical to it', () => {
  test('philosophers at a round table: fewer states, the same verdicts', async () => {
    for (const count of [3, 5, 8]) {
      const model = philosophers({ count });
      const plain = await checkModel(model, { recoverability: true });
      const folded = await checkModel(model, { recoverability: true, canonicalize: true });
      expect(folded.states).toBeLessThan(plain.states / (count - 1));
      expect(folded.complete).toBe(true);
      expect(folded.depth).toBe(plain.depth);
      expect(folded.endStates.map((o) => [o.key, o.path?.actions.length])).toEqual(
        plain.endStates.map((o) => [o.key, o.path?.actions.length]),
      );
      expect(folded.recoverability?.verdict).toBe(plain.recoverability?.verdict);
    }
  });

  test('the path is one of states as they are', async () => {
    const model = philosophers({ count: 5 });
    const { endStates } = await checkModel(model, { canonicalize: true });
    const { actions, states } = endStates[0].path!;
    const next = new Successors(1);
    for (const [i, action] of actions.entries()) {
      next.clear();
      model.expand(states[i], 0, next);
      const at = next.actions.subarray(0, next.count).indexOf(action);
      expect(next.buffer[at]).toBe(states[i + 1][0]);
    }
    // Each of them holds the left fork.
    expect(states.at(-1)?.[0]).toBe((3 ** 5 - 1) / 2);
  });

  test('with threads', async () => {
    const module = new URL('../support/models/small.mjs', import.meta.url).href;
    const source = { module, export: 'philosophers', data: { count: 8 } };
    const one = await checkModelInParallel(source, 1, { canonicalize: true });
    expect(await checkModelInParallel(source, 2, { canonicalize: true })).toEqual(one);
  });
});

/** Two pairs of words that have one hash. */
function collision(): [number, number][] {
  const seen = new Map<number, [number, number]>();
  for (let i = 0; ; i++) {
    const pair: [number, number] = [i, Math.imul(i, 0x2545f491) >>> 0];
    const known = seen.get(hashPair(...pair));
    if (known !== undefined) return [known, pair];
    seen.set(hashPair(...pair), pair);
  }
}

test('of two parents with one hash the one with the smaller words is shown, whichever came first', async () => {
  const [a, b] = collision();
  expect(hashPair(...a)).toBe(hashPair(...b));
  const root = [0xffffffff, 1];
  const leaf = [0xffffffff, 2];
  const through = async (order: [number, number][]): Promise<string> => {
    const model: PackedModel<never, string> = {
      words: 2,
      initial: (out, at) => out.set(root, at),
      expand(states, at, next) {
        const last = states[at] === 0xffffffff;
        if (last && states[at + 1] === 2) return;
        for (const to of last ? order : [leaf]) {
          next.buffer.set(to, next.at);
          next.emit(0, 0);
        }
      },
      endStateOf: (_states, _at, successors) => (successors === 0 ? 1 : 0),
      endStates: { key: () => 'end', record: () => 'end' },
    };
    const { endStates, states } = await checkModel(model);
    expect(states).toBe(4);
    return endStates[0].path!.states[1].join();
  };
  const smaller = a[0] < b[0] ? a : b;
  expect(await through([a, b])).toBe(smaller.join());
  expect(await through([b, a])).toBe(smaller.join());
});
