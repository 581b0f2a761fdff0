/** A place in an input file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A place as errors name it: `file:line:column`. */
export const placeText = ({ file, line, column }: Position): string => `${file}:${line}:${column}`;

/** Unusable input: what is wrong and what would be right. A value, never thrown. Exit status 2. */
export interface InputError {
  readonly kind: 'inputError';
  /** the file as the user named it; `line`/`column` are 0 when the whole file is meant */
  readonly position: Position;
  readonly message: string;
  /** what would be right; may be empty */
  readonly hint: string;
}

/** An error as a value; `hint` says what would be right. */
export function inputError(position: Position, message: string, hint = ''): InputError {
  return { kind: 'inputError', position, message, hint };
}

/** Whether a value is an `InputError`, whatever it came from. */
export function isInputError(value: unknown): value is InputError {
  return typeof value === 'object' && value !== null && (value as InputError).kind === 'inputError';
}
