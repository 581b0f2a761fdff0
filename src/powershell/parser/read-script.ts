// Recursive-descent parser of Windows PowerShell 5.1: a script becomes a typed tree, or the first place where PowerShell
// could not go on.
import { type InputError, inputError } from '../../core/input-error.js';
import { ParseFailure } from './parse-failure.js';
import { Parsing } from './parsing.js';
import { type ParseProblem, parseProblem } from './problem.js';
import { readBody } from './read-body.js';
import { readStatementList } from './read-statement.js';
import { SourceText } from './source-text.js';
import type { Body, Expression, ParsedScript } from './syntax.js';

/**
 * Reads a script as Windows PowerShell 5.1 does. What PowerShell does not parse is an error with its place: nothing of
 * such a file would run. What PowerShell parses and drydrill does not know becomes `unsupported`, and is told when the
 * run comes to it. Nothing is carried out.
 */
export function readScript(text: string, file: string): ParsedScript | InputError {
  const source = new SourceText(file, text);
  const body = parseBody(source);
  if ('kind' in body) return inputError(source.position(body.column - 1), body.message, body.hint);
  const isEmpty =
    body.parameters.length + body.begin.length + body.statements.length === 0 &&
    body.process === null &&
    body.dynamic === null;
  if (isEmpty) return inputError(source.position(0), 'the script has nothing to run');
  return { file, body };
}

/** The body of a text; a problem has its column in the whole text, from 1. */
export function parseBody(source: SourceText): Body | ParseProblem {
  const parsing = new Parsing(source, subExpression);
  try {
    return readBody(parsing, null);
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    return parseProblem(Math.min(error.index, source.text.length) + 1, error.message, error.hint);
  }
}

/** `$( … )` inside of a string or a word. */
function subExpression(parsing: Parsing, start: number): { expression: Expression; end: number } {
  return parsing.nested(() => {
    const { lexer } = parsing;
    lexer.at = start;
    const opened = parsing.expect('$(', '$(');
    const statements = readStatementList(parsing, opened);
    return { expression: { kind: 'sub', statements, ...parsing.piece(start) }, end: lexer.at };
  });
}
