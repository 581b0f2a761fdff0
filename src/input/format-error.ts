import type { InputError } from '../core/position.js';
import { printable } from './quote.js';

/** `file:line:column: message`, and the hint on a line of its own; `file: message` where the whole file is meant. */
export function formatInputError(error: InputError): string {
  const { file, line, column } = error.position;
  const place = line === 0 ? printable(file) : `${printable(file)}:${line}:${column}`;
  return `${place}: ${error.message}${error.hint === '' ? '' : `\n  ${error.hint}`}`;
}
