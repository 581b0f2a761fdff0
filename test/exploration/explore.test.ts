import { describe, expect, test } from 'vitest';
import { explorePacked } from '../../src/exploration/explore.js';
import { counter, philosophers } from '../support/models/small.mjs';

describe('small models with known counts', () => {
  test('a counter: one state a level', async () => {
    const result = await explorePacked(counter({ to: 1000 }));
    expect(result).toMatchObject({
      complete: true,
      stoppedBy: null,
      states: 1001,
      transitions: 1000,
      depth: 1000,
    });
    expect(result.frontier).toBe(0);
    expect(result.violations).toEqual([]);
    expect(result.outcomes.map((o) => [o.name, o.count, o.path.actions.length])).toEqual([['end', 1, 1000]]);
  });

  test('the shortest way to what is broken', async () => {
    const { violations } = await explorePacked(counter({ to: 1000, broken: 300 }));
    expect(violations.map((v) => [v.name, v.count])).toEqual([['counted too far', 1]]);
    expect(violations[0].path.actions).toEqual(new Array(300).fill(7));
    expect(violations[0].path.states.map((s) => s[0])).toEqual(Array.from({ length: 301 }, (_, i) => i));
  });

  test('philosophers: states without two neighbours who eat with one fork, and one deadlock', async () => {
    for (const count of [2, 3, 5, 8]) {
      const result = await explorePacked(philosophers({ count }));
      expect(result.states).toBe(philosopherStates(count));
      expect(result.outcomes.map((o) => [o.name, o.count])).toEqual([['deadlock', 1]]);
      expect(result.outcomes[0].path.actions.toSorted()).toEqual(Array.from({ length: count }, (_, i) => i));
    }
  });
});

/** Of 3^count tables those where nobody who eats has a right neighbour who holds a fork: reachable, all of them. */
function philosopherStates(count: number): number {
  let states = 0;
  for (let s = 0; s < 3 ** count; s++) {
    const seat = Array.from({ length: count }, (_, i) => Math.floor(s / 3 ** i) % 3);
    if (seat.every((own, i) => own !== 2 || seat[(i + 1) % count] === 0)) states++;
  }
  return states;
}
