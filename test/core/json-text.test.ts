import { describe, expect, test, vi } from 'vitest';
import { parseJson } from '../../src/core/json-text.js';

const parsed = (text: string) => parseJson(text, 'team.json', 'write it again');

/** The error of a text that is none, or that has a key twice. */
function errorOf(text: string) {
  const result = parsed(text);
  if (!('kind' in result)) throw new Error(`${text} was taken`);
  return result;
}

test.each([
  '{}',
  '[]',
  '0',
  '"x"',
  'null',
  '{"a":{"a":1},"b":[{"a":2},{"a":3}]}',
  '{"a":"\\"a\\":1","b":"{\\"a\\"","c":"]}"}',
  '{"a":["a","a"],"b":"a"}',
  '[[{"a":1}],{"a":1}]',
  '{"a\\n":1,"a\\\\n":2}',
])('%s is what it says', (text) => {
  expect(parsed(text)).toEqual({ value: JSON.parse(text) });
});

describe('a key that stands twice', () => {
  test.each([
    ['{"a":1,"a":2}', '"a"', 1, 8],
    ['{"x":0,\n  "b" : 1,\n  "c":{},\n  "b":2}', '"b"', 4, 3],
    ['{"a":{"b":1,"c":[{"c":1}],"b":2}}', '"b"', 1, 27],
    // Two spellings of one key.
    ['{"\\u0061":1,"a":2}', '"a"', 1, 13],
    ['[{"a":1},{"a":1,"a":1}]', '"a"', 1, 17],
    // Brackets in a text open and close nothing.
    ['{"b":1,"a":"[","b":2}', '"b"', 1, 16],
    ['{"b":1,"a":"}{","b":2}', '"b"', 1, 17],
  ])('%s', (text, key, line, column) => {
    expect(errorOf(text)).toEqual({
      kind: 'inputError',
      position: { file: 'team.json', line, column },
      message: `${key} stands here for the second time`,
      hint: 'write it again',
    });
  });
});

describe('what a merge left', () => {
  test.each([
    ['{\n<<<<<<< HEAD\n"a":1}', 2],
    ['{"a":1}\n=======', 2],
    ['{\n"a":1,\n>>>>>>> theirs\n}', 3],
    ['{\r\n=======\r\n}', 2],
    ['<<<<<<< HEAD', 1],
  ])('%j', (text, line) => {
    expect(errorOf(text)).toMatchObject({
      position: { file: 'team.json', line, column: 1 },
      message: 'a merge left both sides here, between <<<<<<< and >>>>>>>',
      hint: 'write it again',
    });
  });

  test.each(['{"a":"<<<<<<< HEAD"}', '{"a":"x\\n======="}'])('%s is a value that looks like it', (text) => {
    expect(parsed(text)).toEqual({ value: JSON.parse(text) });
  });

  test.each(['{\n========\n}', '{\n <<<<<<< x\n}'])('%j is something else', (text) => {
    expect(errorOf(text).message).not.toContain('merge');
  });
});

test.each([
  ['{"a":1,}', 1],
  ['{\n"a": 1\n"b": 2}', 3],
  ['[1, 2', null],
  ['', null],
])('%j is no JSON, and where the engine says the place, it is told', (text, line) => {
  const { position, message, hint } = errorOf(text);
  expect(hint).toBe('write it again');
  expect(position.file).toBe('team.json');
  // What is cut off has its place at its end, or none: engines differ.
  if (line === null) expect([0, 1]).toContain(position.line);
  else expect(position.line).toBe(line);
  expect(message).toMatch(/^from here on this is not JSON$|^this is not JSON, or it is cut off$/);
  expect(message.startsWith('from')).toBe(position.line > 0);
});

test('the place that the engine says may be far behind', () => {
  expect(errorOf('{\n"a": 1,\n"b": 2,\n"c": 3\n"d": 4}').position).toEqual({ file: 'team.json', line: 5, column: 1 });
});

test.each([[new Error('end of input')], ['no error at all']])(
  'where the engine says no place, the whole is meant: %s',
  (thrown) => {
    vi.spyOn(JSON, 'parse').mockImplementationOnce(() => {
      throw thrown;
    });
    expect(parsed('{')).toEqual({
      kind: 'inputError',
      position: { file: 'team.json', line: 0, column: 0 },
      message: 'this is not JSON, or it is cut off',
      hint: 'write it again',
    });
  },
);
