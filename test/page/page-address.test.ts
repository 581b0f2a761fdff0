import { expect, test } from 'vitest';
import { fragmentOf, placeIn } from '../../src/page/page-address.js';

test('a place in the address is read again as it was written', () => {
  for (const place of [
    { atMs: null, stretch: null, shown: null, change: null },
    { atMs: 0, stretch: null, shown: null, change: null },
    { atMs: 1_860_000, stretch: { fromMs: 1_600_000, toMs: 4_197_000 }, shown: null, change: null },
    { atMs: null, stretch: { fromMs: 0, toMs: 1 }, shown: 'violation-1', change: null },
    { atMs: 7, stretch: null, shown: null, change: '1a2b3c4d~f0_1870000~s0-2_3X' },
  ])
    expect(placeIn(fragmentOf(place))).toEqual(place);
  expect(fragmentOf({ atMs: 5, stretch: { fromMs: 1, toMs: 9 }, shown: null, change: null })).toBe('#t=5&v=1-9');
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
    '#d=',
    '#d=a<b>',
    '#d=%3Cb%3E',
    `#d=${'a'.repeat(1501)}`,
  ])
    expect(placeIn(fragment)).toEqual({ atMs: null, stretch: null, shown: null, change: null });
});
