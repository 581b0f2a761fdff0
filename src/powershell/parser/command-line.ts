// One cmdlet line, as the reader of scripts reads it, held against what a step of a drill may be: one command, and
// nothing but literals in it. What is no such line comes back as a problem with its column; it is never read in part.
import type { Position } from '../../core/input-error.js';
import type { ParsedArgument, ParsedCommand, ParsedValue } from '../../domain/command.js';
import { DOUBLE_QUOTE } from './literal.js';
import { excerpt, isParseProblem, type ParseProblem, parseProblem } from './problem.js';
import { parseBody } from './read-script.js';
import { SourceText } from './source-text.js';
import type { Argument, Body, Command, Expression, ExpressionOf, Statement } from './syntax.js';

export type { ParseProblem } from './problem.js';

/** The longest line that is read, in UTF-16 units. */
export const LINE_LENGTH_MAX = 64 * 1024;

const ONE_CMDLET_HINT = 'one cmdlet a step; pipelines and several commands belong in a .ps1 runbook';
const LITERAL_HINT = 'write the value itself; what has to be computed belongs in a .ps1 runbook';
const NO_PIPELINE = 'a pipeline is not one cmdlet';
const EXAMPLE = 'write for example Get-CsPool';

const QUOTED = /^['"\u2018-\u201e]/;

/** What is no literal, in an administrator's words. */
const NOT_LITERAL: Readonly<Partial<Record<Expression['kind'], string>>> = {
  sub: 'a sub-expression',
  group: 'an expression in brackets',
  block: 'a script block',
  hashtable: 'a hash table',
  type: 'a type',
};

/** Reads one cmdlet line as PowerShell does: its name and its arguments, all of them literals. */
export function parseCommandLine(text: string): ParsedCommand | ParseProblem {
  if (text.length > LINE_LENGTH_MAX) {
    return parseProblem(LINE_LENGTH_MAX + 1, `the line is longer than ${LINE_LENGTH_MAX} characters`);
  }
  const body = parseBody(new LineText('', text));
  return 'kind' in body ? body : commandIn(body);
}

/** Places in a line: `column` counts from 1 through the whole text, line breaks included. */
class LineText extends SourceText {
  override position(index: number): Position {
    return { file: this.file, line: 1, column: index + 1 };
  }
}

function commandIn(body: Body): ParsedCommand | ParseProblem {
  const [statement, second] = body.statements;
  if (second !== undefined) return problemAt(second, 'a second command starts here', ONE_CMDLET_HINT);
  if (statement === undefined) return parseProblem(1, 'a cmdlet is expected', EXAMPLE);
  const command = onlyCommand(statement);
  if (isParseProblem(command)) return command;
  if (body.parameters.length > 0 || body.process !== null) {
    return parseProblem(1, 'a cmdlet is expected here', EXAMPLE);
  }
  const { name, operator } = command;
  if (operator !== null || name.kind !== 'literal' || !/^[A-Za-z_][\w.\\-]*$/.test(String(name.value))) {
    return problemAt(command, 'a cmdlet is expected here', 'start the line with its name');
  }
  const parsedArguments: ParsedArgument[] = [];
  for (const argument of command.arguments) {
    const parsed = literalArgument(argument);
    if (isParseProblem(parsed)) return parsed;
    parsedArguments.push(parsed);
  }
  const [redirection] = command.redirections;
  if (redirection !== undefined) return notLiteral(redirection, 'a redirection');
  return { name: String(name.value), column: name.at.column, arguments: parsedArguments };
}

function onlyCommand(statement: Statement): Command | ParseProblem {
  const [command, second] = statement.kind === 'pipeline' ? statement.elements : [];
  if (second !== undefined) return problemAt(second, NO_PIPELINE, ONE_CMDLET_HINT);
  if (command?.kind === 'command') return command;
  return problemAt(statement, 'a cmdlet is expected here', EXAMPLE);
}

function literalArgument({ parameter, value, attached, at }: Argument): ParsedArgument | ParseProblem {
  const literal = value === null ? null : literalValue(value);
  return literal !== null && isParseProblem(literal)
    ? literal
    : { parameter, value: literal, attached, column: at.column };
}

/** The value of an expression that is a literal, or a list of them; `depth` = lists around it. */
function literalValue(expression: Expression, depth = 0): ParsedValue | ParseProblem {
  const { text, at } = expression;
  const { column } = at;
  switch (expression.kind) {
    case 'literal':
      if (text.startsWith('@')) return notLiteral(expression, 'a here-string');
      // a line break that is escaped within a word is part of it: nobody means that
      if (!QUOTED.test(text) && /`[\r\n]/.test(text)) {
        const place = column + text.search(/`[\r\n]/);
        return parseProblem(place, 'this backtick does not continue the line', 'put a blank before it');
      }
      return typeof expression.value === 'number'
        ? { kind: 'number', value: expression.value, text, column }
        : { kind: 'string', text: expression.value, column };
    case 'variable': {
      const constant = /^\$(?:(true|false)|null)$/i.exec(text);
      if (constant === null) {
        return notLiteral(expression, `the ${expression.splatted ? 'splatted' : 'variable'} ${excerpt(text)}`);
      }
      const [, truth] = constant;
      if (truth === undefined) return { kind: 'null', column };
      return { kind: 'boolean', value: truth.toLowerCase() === 'true', column };
    }
    case 'expandable':
      return expanded(expression);
    case 'list':
      return depth > 1 ? notLiteral(expression) : listOf(expression.items, column, depth + 1);
    case 'array':
      return depth > 0 ? notLiteral(expression) : arrayOf(expression.statements, column);
    default:
      return notLiteral(expression, NOT_LITERAL[expression.kind]);
  }
}

type ListValue = Extract<ParsedValue, { kind: 'array' }>;

function listOf(expressions: readonly Expression[], column: number, depth: number): ListValue | ParseProblem {
  const items: ParsedValue[] = [];
  for (const expression of expressions) {
    const item = literalValue(expression, depth);
    if (isParseProblem(item)) return item;
    items.push(item);
  }
  return { kind: 'array', items, column };
}

/** `@('a','b')`: what its statements give, in one list. */
function arrayOf(statements: readonly Statement[], column: number): ParsedValue | ParseProblem {
  const expressions: Expression[] = [];
  for (const statement of statements) {
    const [only, more] = statement.kind === 'pipeline' ? statement.elements : [];
    if (only === undefined || only.kind === 'command' || more !== undefined) return notLiteral(statement);
    expressions.push(only);
  }
  const list = listOf(expressions, column, 1);
  if (isParseProblem(list)) return list;
  return { ...list, items: list.items.flatMap((item) => (item.kind === 'array' ? item.items : [item])) };
}

/** A word or a string with something in it that PowerShell would expand. */
function expanded({ parts, text, at }: ExpressionOf<'expandable'>): ParseProblem {
  const first = parts.find((part) => typeof part !== 'string')!;
  const rest = excerpt(text.slice(first.at.column - at.column).replace(/["\u201c-\u201e]$/, ''));
  if (!DOUBLE_QUOTE.test(text[0])) return notLiteral(first, `the variable ${rest}`);
  return notLiteral(first, `"${rest}" inside a string`, 'use single quotes if the dollar sign is meant');
}

/** `a drill step takes literal values`: what was met instead, and where. */
function notLiteral(piece: Place, what = 'an expression', hint = LITERAL_HINT): ParseProblem {
  return problemAt(piece, `a drill step takes literal values, not ${what}`, hint);
}

interface Place {
  readonly at: Position;
}

function problemAt({ at }: Place, message: string, hint: string): ParseProblem {
  return parseProblem(at.column, message, hint);
}
