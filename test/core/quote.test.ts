import { describe, expect, test } from 'vitest';
import { describeValue, escapeControls, inShell, quote } from '../../src/core/quote.js';

describe('what a terminal would obey is written out', () => {
  test.each([
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['a\nb\tc', 'a\\u{a}b\\u{9}c'],
    ['\u202eabc', '\\u{202e}abc'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['line\u2028and\u2029paragraph', 'line\\u{2028}and\\u{2029}paragraph'],
    // Half of a pair, which no encoding can write.
    ['\ud800', '\\u{d800}'],
    ['Zürich – 東京 😀', 'Zürich – 東京 😀'],
  ])('%j', (text, shown) => expect(escapeControls(text)).toBe(shown));
});

test('a piece of input is quoted, and cut where it is long', () => {
  expect(quote('pool1')).toBe('"pool1"');
  expect(quote('x'.repeat(80))).toBe(`"${'x'.repeat(80)}"`);
  expect(quote('x'.repeat(81))).toBe(`"${'x'.repeat(80)}..."`);
  expect(quote('a\u001bb')).toBe('"a\\u{1b}b"');
});

test.each([
  [undefined, 'nothing'],
  [null, 'nothing'],
  ['', 'nothing'],
  [[], 'an empty list'],
  [[1, 2], 'a list of 2'],
  [{}, 'a map'],
  ['x', 'the text "x"'],
  [true, 'true'],
  [false, 'false'],
  [0, 'the number 0'],
  [-1.5, 'the number -1.5'],
])('%j is %s', (value, words) => expect(describeValue(value)).toBe(words));

describe('a word of a command line', () => {
  test.each(['sims/03-site-loss.yaml', 'a_b@c%d+e=f:g.h', 'C:\\drill\\x.yaml', '-x'])('%s stands as it is', (word) => {
    expect(inShell(word)).toBe(word);
  });

  test.each([
    ['my drill.yaml', "'my drill.yaml'"],
    ["it's", "'it'\\''s'"],
    ['$HOME', "'$HOME'"],
    ['a;b', "'a;b'"],
    ['', "''"],
    // PowerShell takes what begins so for a table of parameters.
    ['@args', "'@args'"],
    ['a\nb', "'a\nb'"],
  ])('%j is quoted', (word, quoted) => expect(inShell(word)).toBe(quoted));
});
