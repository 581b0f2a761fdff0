import { expect, test } from 'vitest';
import { fragmentOf, placeIn } from '../../src/page/page-address.js';

test('a place in the address is read again as it was written', () => {
  for (const place of [
    { atMs: null, stretch: null, shown: null },
    { atMs: 0, stretch: null, shown: null },
    { atMs: 1_860_000, stretch: { fromMs: 1_600_000, toMs: 4_197_000 }, shown: null },
    { atMs: null, stretch: { fromMs: 0, toMs: 1 }, shown: 'violation-1' },
  ])
    expect(placeIn(fragmentOf(place))).toEqual(place);
  expect(fragmentOf({ atMs: 5, stretch: { fromMs: 1, toMs: 9 }, shown: null })).toBe('#t=5&v=1-9');
});

test('what cannot be read says nothing', () => {
  for (const fragment of [
    '',
    '#night',
    '#t=',
    '#t=-1',
    '#t=1e9',
    '#t=12x',
    '#v=9-1',
    '#v=5-5',
    '#v=1',
    '#x=<b>',
    '#at=5',
  ])
    expect(placeIn(fragment)).toEqual({ atMs: null, stretch: null, shown: null });
});
