/** Errors as values: what every function of the library answers that reads something of its caller's. */
import { type InputError, inputError, isInputError } from '../core/input-error.js';

/** What a function came to: a value, or everything that is wrong with what it was given, each with its place. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: readonly InputError[] };

/** The answer of an inner function as an outcome. */
export function outcomeOf<Value extends object>(answer: Value | InputError | InputError[]): Result<Value> {
  if (Array.isArray(answer)) return { ok: false, errors: answer as InputError[] };
  return isInputError(answer) ? { ok: false, errors: [answer] } : { ok: true, value: answer };
}

/** An outcome with one error that is about an argument instead of a file; its name stands in the place of the file. */
export function refused(argument: string, message: string, hint = ''): { ok: false; errors: readonly InputError[] } {
  return { ok: false, errors: [inputError({ file: argument, line: 0, column: 0 }, message, hint)] };
}

/** What is wrong with a number of the caller's; null = it is a whole number in this range. */
export function wholeNumberProblem(
  name: string,
  value: unknown,
  least: number,
  most: number,
): { ok: false; errors: readonly InputError[] } | null {
  if (value === undefined || (Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most))
    return null;
  return refused(name, `must be a whole number from ${least} to ${most}, not ${String(value)}`);
}
