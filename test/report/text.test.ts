import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { apart, clock, count, counted, displayDuration } from '../../src/core/format.js';
import { rulesInWords } from '../../src/report/text/page.js';
import { everyStringPrintable, printable, printableLines } from '../../src/report/text/printable.js';
import { cells, columns, hang, wrap } from '../../src/report/text/typesetting.js';

describe('figures', () => {
  test.each([
    [0, '00:00:00'],
    // The nearest second, as lengths of time have it, so that what a reader subtracts agrees.
    [59_999, '00:01:00'],
    [59_499, '00:00:59'],
    [86_399_000, '23:59:59'],
    [93_784_000, '1d 02:03:04'],
  ])('%i ms is %s on the clock', (ms, words) => expect(clock(ms)).toBe(words));

  test.each([
    [0, '0s'],
    [250, '250ms'],
    [5_000, '5s'],
    [1_805_000, '30m 05s'],
    [14_400_000, '4h'],
    [14_405_000, '4h 00m 05s'],
    [93_784_000, '1d 02h 03m 04s'],
    [-60_000, '-1m'],
  ])('%i ms is a time of %s', (ms, words) => expect(displayDuration(ms)).toBe(words));

  test.each([
    [60_800, 60_000, '1s'],
    [60_000, 61_400, '1s'],
    [60_400, 60_000, 'less than a second'],
    [60_000, 60_000, '0s'],
  ])('%i ms and %i ms are %s apart, as they are shown', (a, b, words) => expect(apart(a, b)).toBe(words));

  test.each([
    [0, '0'],
    [999, '999'],
    [20_000, '20,000'],
    [1_234_567, '1,234,567'],
    [-20_000, '-20,000'],
    [1234.5678, '1,234.5678'],
  ])('%d is counted as %s', (amount, words) => expect(count(amount)).toBe(words));

  test('one thing has no plural', () => {
    expect([counted(1, 'user'), counted(2_000, 'user')]).toEqual(['1 user', '2,000 users']);
  });
});

describe('layout', () => {
  const word = fc.string({ minLength: 1, maxLength: 60 }).map((text) => text.replaceAll(/[ .]/g, 'x'));

  property.prop([fc.array(word, { minLength: 1 }), fc.integer({ min: 20, max: 100 })])(
    'wrapping keeps every letter in order and stays in its room',
    (words, room) => {
      const lines = wrap(words.join(' '), room);
      expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
      expect(lines.filter((line) => cells(line) > room)).toEqual([]);
    },
  );

  test('a number stays beside its per cent sign', () => {
    expect(wrap('had a refusal, 54 % a fault', 18)).toEqual(['had a refusal,', '54 % a fault']);
    expect(wrap('one two three and 4 % of it', 20)).toEqual(['one two three and', '4 % of it']);
  });

  test('further lines hang below the text', () => {
    expect(hang(24, 'D42  ', 'one two three four five')).toEqual(['D42  one two three four', '     five']);
  });

  test('columns are as wide as their widest cell', () => {
    const rows = [
      ['a', '1'],
      ['bbb', '1,000'],
    ];
    expect(columns(rows, 'lr')).toEqual(['  a        1', '  bbb  1,000']);
  });
});

describe('printable text', () => {
  test('is one line', () => expect(printable('Invoke-Cs `\r\n\t  -Force')).toBe('Invoke-Cs ` -Force'));
  test('may keep the lines it came with', () => expect(printableLines('a\n  b\u001b\n')).toBe('a\n  b\\x1b\n'));

  test('reaches every string, keys too, and no prototype', () => {
    const value = JSON.parse('{"__proto__": {"a\\u001b": ["\\u0007", 1, null, true]}}');
    const safe = everyStringPrintable(value);
    expect(JSON.stringify(safe)).toBe('{"__proto__":{"a\\\\x1b":["\\\\x07",1,null,true]}}');
    expect(Object.getPrototypeOf(safe)).toBe(Object.prototype);
  });
});

test('rules that are no documents are marked', () => {
  expect(rulesInWords(['D43', 'S8', 'M47', 'F2'])).toBe('D43, S8, M47 (assumed), F2 (reported)');
});
