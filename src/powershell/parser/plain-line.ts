// The fast path for the lines that most drills hold: a regular language, a subset of what the grammar reads.
import type { ParsedArgument, ParsedCommand, ParsedValue } from '../../domain/command.js';
import { numberValue } from './literal.js';

/** A parameter, a bare word, or a string in straight quotes that holds nothing special, and the blank before it. */
const PART = / (-?[A-Za-z][A-Za-z0-9.:_-]*|"[A-Za-z0-9 .:_/\\-]*"|'[A-Za-z0-9 .:_/\\-]*')/g;

/**
 * `Verb-CsNoun`, then such parts and nothing else. Verbs are named, as a keyword of PowerShell may begin a line
 * too.
 */
const PLAIN_LINE = new RegExp(
  `^((?:Backup|Disable|Enable|Export|Get|Import|Invoke|Move|Publish|Reset|Set|Start|Stop|Test)-Cs[A-Za-z]+)((?:${PART.source})*)$`,
);

/** `-split` and `-join` are operators that may stand before a value. */
const PARAMETER = /^-(?!(?:split|join)$)[A-Za-z]+$/i;
/** Longer lines are the grammar's, with its bound on words. */
const PLAIN_LENGTH_MAX = 1000;

/**
 * Reads a cmdlet line that holds nothing but names, bare words and simple strings, as most do: the same answer
 * as the grammar gives (a test compares them), without its 1.3 MB of code. Null for every other line: the
 * grammar is asked.
 */
export function plainCommand(text: string): ParsedCommand | null {
  const match = text.length > PLAIN_LENGTH_MAX ? null : PLAIN_LINE.exec(text);
  if (match === null) return null;
  const [, name, rest] = match;
  const parsedArguments: ParsedArgument[] = [];
  let open: ParsedArgument | null = null;
  for (const { 1: part, index } of rest.matchAll(PART)) {
    const column = name.length + index + 2;
    if (part.startsWith('-')) {
      if (!PARAMETER.test(part)) return null;
      open = { parameter: part.slice(1), value: null, attached: false, column };
      parsedArguments.push(open);
    } else {
      const value = wordValue(part, column);
      if (open === null) parsedArguments.push({ parameter: null, value, attached: false, column });
      else parsedArguments[parsedArguments.length - 1] = { ...open, value };
      open = null;
    }
  }
  return { name, column: 1, arguments: parsedArguments };
}

function wordValue(part: string, column: number): ParsedValue {
  if (/^['"]/.test(part)) return { kind: 'string', text: part.slice(1, -1), column };
  const value = numberValue(part);
  return value === null ? { kind: 'string', text: part, column } : { kind: 'number', value, text: part, column };
}
