import { expect, test } from 'vitest';
import { folded, unfolded } from '../../../src/report/html/folded-list.js';

test('a list is written once, its order and what stands apart beside it', () => {
  const list = [
    { line: 1, before: 3 },
    { line: 2, before: 4 },
    { line: 1, before: null },
  ];
  expect(folded(list, ['before'])).toEqual({
    of: [{ line: 1 }, { line: 2 }],
    order: [0, 1, 0],
    apart: { before: [3, 4, null] },
  });
  expect(unfolded(folded(list, ['before']))).toEqual(list);
  expect(unfolded(folded([]))).toEqual([]);
});
