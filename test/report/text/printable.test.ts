import { expect, test } from 'vitest';
import { escapeInJson, printable, printableLines } from '../../../src/report/text/printable.js';

test.each([
  ['::error::pwned', ': :error::pwned'],
  ['a note ::set-output name=x::y', 'a note : :set-output name=x::y'],
  ['##vso[task.complete result=Succeeded;]', '## vso[task.complete result=Succeeded;]'],
  ['seen ##teamcity[buildStatus status="SUCCESS"]', 'seen ## teamcity[buildStatus status="SUCCESS"]'],
  ['##[error]no', '## [error]no'],
])('%s is no command to a CI system', (text, shown) => {
  expect(printable(text)).toBe(shown);
  expect(printableLines(`one\n  ${text}`)).toBe(`one\n  ${shown}`);
  // Said twice, it stays as it is.
  expect(printable(shown)).toBe(shown);
});

test.each(['[IO.Path]::Combine($a, $b)', '## heading', 'fe80::1', 'a :: b', '::1'])('%s is left as it is', (text) => {
  expect(printable(text)).toBe(text);
});

test('JSON keeps its texts', () => {
  const value = { name: '##vso[task.complete]', note: '::error::x', mark: '\u202e' };
  const json = escapeInJson(JSON.stringify(value));
  expect(json).not.toContain('##vso[');
  expect(JSON.parse(json)).toEqual(value);
});

test('controls and bidirectional marks are shown as escapes', () => {
  expect(printable('a\u001b[2J\u202eb\tc\r\nd')).toBe('a\\x1b[2J\\u202eb c d');
});
