import { expect, test } from 'vitest';
import { inputError, isInputError } from '../../src/core/input-error.js';

const position = { file: 'drill.yaml', line: 2, column: 5 };

test('an error is a value with its place, what is wrong and what would be right', () => {
  expect(inputError(position, 'no such pool', 'did you mean pool1?')).toEqual({
    kind: 'inputError',
    position,
    message: 'no such pool',
    hint: 'did you mean pool1?',
  });
  expect(inputError(position, 'no such pool').hint).toBe('');
});

test.each([null, undefined, 'inputError', 7, {}, { kind: 'other' }, [], new Error('inputError')])(
  '%j is none',
  (value) => expect(isInputError(value)).toBe(false),
);

test('it is known whatever it came from', () => {
  expect(isInputError(inputError(position, 'x'))).toBe(true);
  expect(isInputError(JSON.parse(JSON.stringify(inputError(position, 'x'))))).toBe(true);
});
