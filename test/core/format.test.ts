import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  apart,
  clock,
  count,
  counted,
  displayDuration,
  elapsed,
  rangeInWords,
  wholePercent,
} from '../../src/core/format.js';

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

describe('a length of time', () => {
  test.each([
    [0, '0s'],
    [1, '1ms'],
    [999, '999ms'],
    [SECOND, '1s'],
    [1499, '1s'],
    [1500, '2s'],
    [59 * SECOND, '59s'],
    [MINUTE, '1m'],
    [MINUTE + 5 * SECOND, '1m 05s'],
    [30 * MINUTE, '30m'],
    [59 * MINUTE + 59_500, '1h'],
    [HOUR + SECOND, '1h 00m 01s'],
    [4 * HOUR, '4h'],
    [11 * HOUR + 12 * MINUTE, '11h 12m'],
    [DAY, '1d'],
    [DAY + MINUTE, '1d 00h 01m'],
    [10 * DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND, '10d 02h 03m 04s'],
    [-250, '-250ms'],
    [-90 * SECOND, '-1m 30s'],
  ])('%i ms is told as %s', (ms, told) => expect(displayDuration(ms)).toBe(told));

  test('what stands there adds up to it, to the nearest second', () => {
    const units: Readonly<Record<string, number>> = { d: DAY, h: HOUR, m: MINUTE, s: SECOND };
    fc.assert(
      fc.property(fc.integer({ min: SECOND, max: 400 * DAY }), (ms) => {
        const parts = displayDuration(ms).split(' ');
        const sum = parts.reduce((all, part) => all + Number.parseInt(part, 10) * units[part.slice(-1)], 0);
        expect(Math.abs(sum - ms)).toBeLessThanOrEqual(SECOND / 2);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

test.each([
  [0, '00:00:00'],
  [499, '00:00:00'],
  [500, '00:00:01'],
  [2 * HOUR + 3 * MINUTE + 4 * SECOND, '02:03:04'],
  [DAY - SECOND, '23:59:59'],
  [DAY - 1, '1d 00:00:00'],
  [DAY + 2 * HOUR + 3 * MINUTE + 4 * SECOND, '1d 02:03:04'],
  [12 * DAY, '12d 00:00:00'],
])('%i ms after the start the clock shows %s', (ms, shown) => expect(clock(ms)).toBe(shown));

test('the time between two moments is what a reader gets who subtracts them as they are shown', () => {
  // 00:00:01 and 00:00:03, though only 1.1 s lie between them.
  expect(elapsed(1400, 2500)).toBe('2s');
  expect(elapsed(600, 1400)).toBe('0s');
  expect(elapsed(HOUR, HOUR + 90 * SECOND)).toBe('1m 30s');
  expect(elapsed(2 * SECOND, SECOND)).toBe('-1s');
});

test('how far two times are apart is told from whichever, and a difference that is not shown is not nothing', () => {
  expect(apart(HOUR, 30 * MINUTE)).toBe('30m');
  expect(apart(30 * MINUTE, HOUR)).toBe('30m');
  expect(apart(1000, 1499)).toBe('less than a second');
  expect(apart(1000, 1000)).toBe('0s');
});

test('a range is told from the least to the most, and as one number where it is one', () => {
  expect(rangeInWords([1500, 20_000])).toBe('1,500 to 20,000');
  expect(rangeInWords([3, 3])).toBe('3');
});

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [-999, '-999'],
  [-1000, '-1,000'],
  [12_345, '12,345'],
  [1_234_567, '1,234,567'],
  [1_234_567.1234, '1,234,567.1234'],
  [12.5, '12.5'],
])('%d is written %s', (amount, written) => expect(count(amount)).toBe(written));

test('one of them, and many', () => {
  expect(counted(1, 'change')).toBe('1 change');
  expect(counted(0, 'change')).toBe('0 changes');
  expect(counted(18_500, 'user')).toBe('18,500 users');
  expect(counted(1, 'entry', 'entries')).toBe('1 entry');
  expect(counted(2, 'entry', 'entries')).toBe('2 entries');
});

test('100 % is all of it, and nothing less', () => {
  expect(wholePercent(999, 1000)).toBe(99);
  expect(wholePercent(1000, 1000)).toBe(100);
  expect(wholePercent(1, 8)).toBe(12);
  expect(wholePercent(0, 8)).toBe(0);
});
