import { expect, test } from 'vitest';
import { idRange } from '../../src/core/id-range.js';

test.each([
  [[], ''],
  [['I1'], 'I1'],
  [['I1', 'I2'], 'I1, I2'],
  [['I1', 'I2', 'I3', 'I5', 'I16'], 'I1-I3, I5, I16'],
])('%j is told as "%s"', (ids, told) => {
  expect(idRange(ids)).toBe(told);
});
