// Errors of the readers as values: a message, a hint and a column in the text.

/** A line that cannot be a step; `column` counts from 1 through the whole text, line breaks included. */
export interface ParseProblem {
  readonly kind: 'problem';
  readonly message: string;
  /** what would be right; may be empty */
  readonly hint: string;
  readonly column: number;
}

/** A problem as a value. */
export function parseProblem(column: number, message: string, hint = ''): ParseProblem {
  return { kind: 'problem', message, hint, column };
}

/** Whether a value is a `ParseProblem`, whatever it came from. */
export function isParseProblem(value: object): value is ParseProblem {
  return 'kind' in value && value.kind === 'problem';
}

/** A short piece of the line for a message, on one line and without control characters. */
export function excerpt(text: string): string {
  const lengthMax = 30;
  const plain = text
    .slice(0, 4 * lengthMax)
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  return plain.length > lengthMax ? `${plain.slice(0, lengthMax)}…` : plain;
}
