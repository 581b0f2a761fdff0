// Input errors as compilers print them: `file:line:column: message`, with a hint below.
import { counted } from '../core/format.js';
import type { InputError } from '../core/input-error.js';
import { escapeControls } from '../core/quote.js';

/** `file:line:column: message`, and the hint on a line of its own; `file: message` where the whole file is meant. */
export function formatInputError(error: InputError): string {
  const { file, line, column } = error.position;
  const place = line === 0 ? escapeControls(file) : `${escapeControls(file)}:${line}:${column}`;
  return `${place}: ${error.message}${error.hint === '' ? '' : `\n  ${error.hint}`}`;
}

/** As many errors as an administrator wants to see at once. */
const SHOWN_MAX = 50;

/** The errors one after another, each with its end of line; of many the first ones, and how many more there are. */
export function formatInputErrors(errors: readonly InputError[]): string {
  const shown = errors.slice(0, SHOWN_MAX).map((error) => formatInputError(error).trimEnd());
  const more = errors.length - shown.length;
  if (more > 0) shown.push(`and ${counted(more, 'more error')}`);
  return shown.map((text) => `${text}\n`).join('');
}
