import { expect, test } from 'vitest';
import { fromBase85 } from '../../src/page/inflated-text.js';

test('bytes come out of text as base 85 has them', () => {
  // 0x4d616e20 = 1,298,230,816 = 24 · 85⁴ + 73 · 85³ + 80 · 85² + 78 · 85 + 61: ";" (35 + 24), then 36 + each.
  expect([...fromBase85(String.fromCharCode(59, 109, 116, 114, 97))]).toEqual([0x4d, 0x61, 0x6e, 0x20]);
  // One byte of a group has two characters: 0x4d000000 = 24 · 85⁴ + 63 · 85³ + …; what is missing is the last digit.
  expect([...fromBase85(String.fromCharCode(59, 36 + 63))]).toEqual([0x4d]);
});
