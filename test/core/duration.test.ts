import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/core/duration.js';
import { nearest } from '../../src/core/nearest.js';
import { quote } from '../../src/core/quote.js';
import { parseBandwidth } from '../../src/input/topology/bandwidth.js';

describe('parseDuration', () => {
  test.each([
    ['0s', 0],
    ['500ms', 500],
    ['90s', 90_000],
    ['15m', 900_000],
    ['4h', 14_400_000],
    ['1h30m', 5_400_000],
    ['1h1m1s1ms', 3_661_001],
    ['1.5h', 5_400_000],
    ['1.1m', 66_000],
    ['0.001s', 1],
    ['87600h', 315_360_000_000],
    [`${'0'.repeat(38)}1s`, 1000],
  ])('%s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  test.each([
    '',
    '45',
    '-5m',
    '5 m',
    '5M',
    '30m1h',
    '1h1h',
    'h',
    '1:30',
    '00:15:00',
    '1e3s',
    '0.0001s',
    '87601h',
    '1d',
    '99999999999999999999h',
    '1h30',
    '1h ',
    `${'0'.repeat(39)}1s`,
  ])('refuses %j', (text) => expect(parseDuration(text)).toBeNull());

  test.each(['0s', '1m30s', '4h', '1h30m', '500ms', '25h'])('formatDuration gives %s back', (text) => {
    expect(formatDuration(parseDuration(text) ?? -1)).toBe(text);
  });
});

describe('parseBandwidth', () => {
  test.each([
    ['512kbps', 512_000],
    ['100Mbps', 100_000_000],
    ['1Gbps', 1_000_000_000],
    ['1.5Mbps', 1_500_000],
  ])('%s', (text, bits) => expect(parseBandwidth(text)).toBe(bits));

  test.each(['100', '100MB', '0kbps', '-1Mbps', '2000Gbps', '100 Mbps', '0.0001kbps'])('refuses %j', (text) =>
    expect(parseBandwidth(text)).toBeNull(),
  );
});

test('the nearest name: typing errors and short names, not another host of the same domain', () => {
  const known = ['pool1.contoso.com', 'sql1a.contoso.com'];
  expect(nearest('pool11.contoso.com', known)).toBe('pool1.contoso.com');
  expect(nearest('POOL1.contso.com', known)).toBe('pool1.contoso.com');
  expect(nearest('sql1a', known)).toBe('sql1a.contoso.com');
  expect(nearest('web9.contoso.com', known)).toBeNull();
});

test('quoted input cannot write to the terminal', () => {
  expect(quote('a\u001b[31m\u202eb')).toBe('"a\\u{1b}[31m\\u{202e}b"');
  expect(quote('x'.repeat(100))).toHaveLength(85);
});
