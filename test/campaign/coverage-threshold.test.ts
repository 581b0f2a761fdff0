import { expect, test } from 'vitest';
import { readShares } from '../../src/campaign/coverage-threshold.js';

test.each([
  ['60', [{ kind: 'all', percent: 60 }]],
  ['60%', [{ kind: 'all', percent: 60 }]],
  [
    'transitions=90, endstates = 100',
    [
      { kind: 'transitions', percent: 90 },
      { kind: 'endStates', percent: 100 },
    ],
  ],
  [
    '50,faults=0',
    [
      { kind: 'all', percent: 50 },
      { kind: 'faults', percent: 0 },
    ],
  ],
])('%s is read', (text, shares) => {
  expect(readShares(text)).toEqual(shares);
});

test.each(['', '101', 'much', 'branches=50', 'transitions', '50,60', 'faults=-1', '4.5'])(
  '"%s" is no share',
  (text) => {
    expect(readShares(text)).toBeNull();
  },
);
