import type { ParsedArgument, ParsedCommand } from '../../domain/cmdlets/binding.js';
import { literalValue } from './literal.js';
import { isParseProblem } from './problem.js';

/**
 * `Verb-CsNoun`, then parameters and bare words with one blank before each: no quote, list, operator, comment.
 * Verbs are named, as a keyword of PowerShell may begin a line too.
 */
const PLAIN_LINE =
  /^(?:Disable|Enable|Get|Invoke|Move|Set|Start|Stop|Test)-Cs[A-Za-z]+(?: -?[A-Za-z][A-Za-z0-9.:_-]*)*$/;
/** `-split` and `-join` are operators that may stand before a value. */
const PARAMETER = /^-(?!(?:split|join)$)[A-Za-z]+$/i;
/** Longer lines are the grammar's, with its bound on words. */
const PLAIN_LENGTH_MAX = 1000;

/**
 * Reads a cmdlet line that holds nothing but names and bare words, as most do: the same answer as the grammar
 * gives (a test compares them), without its 1.3 MB of code. Null for every other line: the grammar is asked.
 */
export function plainCommand(text: string): ParsedCommand | null {
  if (text.length > PLAIN_LENGTH_MAX || !PLAIN_LINE.test(text)) return null;
  const [name, ...words] = text.split(' ');
  const parsedArguments: ParsedArgument[] = [];
  let open: ParsedArgument | null = null;
  let column = 1 + name.length + 1;
  for (const word of words) {
    if (word.startsWith('-')) {
      if (!PARAMETER.test(word)) return null;
      open = { parameter: word.slice(1), value: null, attached: false, column };
      parsedArguments.push(open);
    } else {
      const value = literalValue(word, column);
      if (isParseProblem(value)) return null;
      if (open === null) parsedArguments.push({ parameter: null, value, attached: false, column });
      else parsedArguments[parsedArguments.length - 1] = { ...open, value };
      open = null;
    }
    column += word.length + 1;
  }
  return { name, column: 1, arguments: parsedArguments };
}
