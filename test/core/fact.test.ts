import { expect, test } from 'vitest';
import { assumed, assumedOneOf, documented, isFormula } from '../../src/core/fact.js';

const FROM = { source: 'M1', why: 'measured nowhere' };

test('a fact says what it rests on, and within what limits it can be set, if there are any', () => {
  expect(documented(30, 'min', [1, 60], FROM)).toEqual({
    value: 30,
    unit: 'min',
    basis: 'documented',
    limits: [1, 60],
    ...FROM,
  });
  const without = assumed([1, 2], 's', null, FROM);
  expect(without).toEqual({ value: [1, 2], unit: 's', basis: 'assumed', ...FROM });
  expect('limits' in without).toBe(false);
});

test('of named values the first is the default, and it is assumed', () => {
  expect(assumedOneOf(['slow', 'fast'], FROM)).toEqual({
    value: 'slow',
    unit: '',
    basis: 'assumed',
    choices: ['slow', 'fast'],
    ...FROM,
  });
});

test('a formula is neither a number, nor a range, nor a name', () => {
  expect(isFormula({ each: 'pool', words: '3', of: () => [3, 3] })).toBe(true);
  expect([3, true, 'slow', [1, 2] as const].map((value) => isFormula(value as number))).toEqual(Array(4).fill(false));
});
