import { describe, expect, test } from 'vitest';
import { type FaultCell, FaultShare, faultCells } from '../../../src/exploration/state-space/fault-share.js';

/** How often each of some breakables is broken: all that up to `faults` faults can come to. */
function allBroken(faults: number, most: readonly number[]): number[][] {
  let all: number[][] = [[]];
  for (const times of most) all = all.flatMap((some) => Array.from({ length: times + 1 }, (_, n) => [...some, n]));
  return all.filter((broken) => sum(broken) <= faults);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** All that the search of a share goes through from a state where nothing is broken, by the moment of each fault. */
function gone(cells: readonly FaultCell[], faults: number, most: readonly number[], moments: number): Set<string> {
  const share = new FaultShare(cells, faults, most.length);
  const seen = new Set<string>();
  const go = (broken: readonly number[], step: number): void => {
    if (seen.has(`${broken} ${step}`)) return;
    seen.add(`${broken} ${step}`);
    const extraFaults = faults - sum(broken);
    if (step + 1 < moments) go(broken, step + 1);
    for (let what = 0; extraFaults > 0 && what < most.length; what++) {
      if (broken[what] === most[what] || !share.allows({ broken: [...broken], extraFaults, step }, what)) continue;
      go(
        broken.map((times, i) => times + (i === what ? 1 : 0)),
        step,
      );
    }
  };
  go(
    most.map(() => 0),
    0,
  );
  return seen;
}

const MOMENTS = 3;

describe.each([
  [0, [1, 1]],
  [1, [1, 1, 1]],
  [2, [1, 1, 1, 1]],
  [2, [2, 1, 2]],
  [3, [1, 3, 1, 2]],
  [4, [4, 4, 4]],
])('up to %i faults, each breakable at most %o times', (faults, most) => {
  test('every state is counted by one cell, whose search goes through it on all of its ways', () => {
    const cells = faultCells(faults, most, 0);
    for (const broken of allBroken(faults, most)) {
      const counting = cells.filter((cell) => new FaultShare([cell], faults, most.length).counts({ broken }));
      expect(counting, `${broken}`).toHaveLength(1);
      const way = gone(counting, faults, most, 1);
      const before = allBroken(faults, most).filter((less) => less.every((times, i) => times <= broken[i]));
      for (const less of before) expect(way).toContain(`${less} 0`);
    }
  });

  test('a share goes through what its cells do, and no state is left out of all', () => {
    const cells = faultCells(faults, most, 0);
    const every = gone(cells, faults, most, MOMENTS);
    expect(every.size).toBe(allBroken(faults, most).length * MOMENTS);
    const half = Math.ceil(cells.length / 2);
    const apart = [cells.slice(0, half), cells.slice(half)].map((some) => gone(some, faults, most, MOMENTS));
    expect(new Set(apart.flatMap((some) => [...some]))).toEqual(every);
  });

  test('by moment, every way is in the search of some cell', () => {
    const cells = faultCells(faults, most, MOMENTS);
    const every = gone(faultCells(faults, most, 0), faults, most, MOMENTS);
    const apart = cells.map((cell) => gone([cell], faults, most, MOMENTS));
    expect(new Set(apart.flatMap((some) => [...some]))).toEqual(every);
    for (const [i, { head, moment }] of cells.entries()) {
      if (head.length === 0) continue;
      const early = [...apart[i]].filter((state) => Number(state.split(' ')[1]) < moment!);
      expect(early.every((state) => !/[1-9]/.test(state.split(' ')[0]))).toBe(true);
    }
  });
});
