import { describe, expect, test } from 'vitest';
import { orderOfTexts } from '../../../src/powershell/values/culture-order.js';

/** Each line is in the order of .NET Framework, its texts one after another. */
const LINES: readonly string[][] = [
  ['', ' ', '_', '!', '.', '<', '0', '9', 'a', 'b', 'z'],
  ['pool1', 'pool-1', 'pool-2', 'pool3', 'pool30'],
  ['a.b', 'a0', 'ab', 'ab-c', 'a-bc', 'abd'],
  ['cote', 'coté', 'côte', 'cotf'],
  ['fe1.contoso.com', 'fe10.contoso.com', 'fe-2.contoso.com'],
];

describe('the order of texts by culture', () => {
  test.each(LINES)('%s, %s, %s, %s, ...', (...line) => {
    for (const [i, left] of line.entries()) {
      for (const [j, right] of line.entries()) {
        expect(Math.sign(orderOfTexts(left, right, false)), `${left} and ${right}`).toBe(Math.sign(i - j));
      }
    }
  });

  test('case counts only where it is asked for, and the small letter is first', () => {
    expect(orderOfTexts('POOL1', 'pool1', false)).toBe(0);
    expect(orderOfTexts('pool1', 'POOL1', true)).toBeLessThan(0);
    expect(orderOfTexts('B', 'a', true)).toBeGreaterThan(0);
  });

  test('long texts are walked once, up to where they differ', () => {
    const long = 'ab-'.repeat(100_000);
    const started = performance.now();
    for (let turn = 0; turn < 5; turn++) expect(orderOfTexts(`${long}c`, long, false)).toBeGreaterThan(0);
    for (let turn = 0; turn < 5; turn++) expect(orderOfTexts(`-${long}`, `${long}'`, false)).not.toBe(0);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
