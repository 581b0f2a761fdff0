import { expect, test } from 'vitest';
import { allUndone, changedTo, freshHistory, redone, undone } from '../../src/page/edit-history.js';
import type { EditedDrill } from '../../src/page/edited-drill.js';

/** Told apart by their loads. */
const drill = (n: number): EditedDrill => ({
  faults: [],
  steps: [],
  deployment: null!,
  assumptions: {},
  load: {
    changesPerUserPerHour: n,
    conferenceUploadsPerUserPerHour: 0,
    configChangesPerHour: 0,
    responseGroupChangesPerHour: 0,
  },
});
const numbers = (drills: readonly EditedDrill[]): number[] => drills.map(({ load }) => load.changesPerUserPerHour);
const told = ({ past, future }: ReturnType<typeof freshHistory>) => [numbers(past), numbers(future)];

test('changes are taken back and had again one by one', () => {
  const three = [1, 2, 3].map(drill).reduce(changedTo, freshHistory(drill(0)));
  expect(told(three)).toEqual([[0, 1, 2, 3], []]);
  const one = undone(undone(three));
  expect(told(one)).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(told(redone(one))).toEqual([[0, 1, 2], [3]]);
  expect(redone(redone(one))).toEqual(three);
  expect(redone(three)).toEqual(three);
  const none = undone(undone(undone(three)));
  expect(undone(none)).toEqual(none);
  expect(allUndone(three)).toEqual(none);
  // Another change: what was taken back is gone.
  expect(told(changedTo(one, drill(9)))).toEqual([[0, 1, 9], []]);
});

test('fifty changes can be taken back, and the original always', () => {
  const many = Array.from({ length: 60 }, (_, i) => drill(i + 1)).reduce(changedTo, freshHistory(drill(0)));
  expect(numbers(many.past)).toEqual([0, ...Array.from({ length: 50 }, (_, i) => i + 11)]);
});
