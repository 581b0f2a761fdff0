// Recursive-descent parser, part: commands with their arguments and redirections.
import { BLANK, DOUBLE_QUOTE, NEWLINE, SINGLE_QUOTE } from './literal.js';
import type { Parsing } from './parsing.js';
import { readValue } from './read-expression.js';
import { readTied } from './read-member.js';
import type { Argument, Command, Expression, Redirection } from './syntax.js';
import type { Token } from './token.js';

/** A command with its arguments. */
export function readCommand(parsing: Parsing): Command {
  const { start } = parsing.peek('argument');
  const operator = callOperator(parsing);
  const token = parsing.peek('argument');
  const ends = token.kind === 'end' || token.kind === 'newline';
  if (ends && operator !== null) throw parsing.missing(token, `what ${operator} calls`);
  const name = operator === null ? bareName(parsing, token) : readArgument(parsing, token);
  if (name === null) throw parsing.unexpected(token);
  const read: { arguments: Argument[]; redirections: Redirection[] } = { arguments: [], redirections: [] };
  readArguments(parsing, read);
  return { kind: 'command', operator, name: plainName(name), ...read, ...parsing.piece(start) };
}

/** `&` or `.` with a blank, a quote, a variable or a bracket behind it. */
function callOperator(parsing: Parsing): '&' | '.' | null {
  const token = parsing.peek();
  if (token.kind !== 'symbol') return null;
  const { text } = parsing.source;
  const next = text[token.end] ?? ' ';
  const apart = BLANK.test(next) || NEWLINE.test(next) || /[$({&]/.test(next);
  const calls =
    token.value === '&' || (token.value === '.' && (apart || SINGLE_QUOTE.test(next) || DOUBLE_QUOTE.test(next)));
  if (!calls) return null;
  parsing.lexer.take(token);
  return token.value === '&' ? '&' : '.';
}

function bareName(parsing: Parsing, token: Token): Expression | null {
  if (token.kind !== 'word') return null;
  parsing.lexer.take(token);
  return token.expression;
}

/** Typographic dashes in the name of a command are dashes. */
function plainName(name: Expression): Expression {
  if (name.kind !== 'literal' || typeof name.value !== 'string') return name;
  return { ...name, value: name.value.replace(/[\u2013-\u2015]/g, '-') };
}

function readArguments(parsing: Parsing, into: { arguments: Argument[]; redirections: Redirection[] }): void {
  const { lexer } = parsing;
  /** behind `--` */
  let plain = false;
  for (;;) {
    const token = parsing.peek('argument');
    const { kind, start, value } = token;
    if (kind === 'end' || kind === 'newline') return;
    if (kind === 'symbol' && /^(?:[;|)}&]|\|\||&&)$/.test(value)) return;
    if (kind === 'symbol' && value === ',') {
      throw parsing.failure(start, 'a value is missing before this comma', 'values that belong together: a, b');
    }
    const at = parsing.source.position(start);
    if (kind === 'redirection') into.redirections.push(readRedirection(parsing));
    else if (kind === 'dashes') {
      lexer.take(token);
      plain = true;
    } else if (kind === 'verbatim') {
      lexer.take(token);
      for (const part of ['--%', value]) {
        into.arguments.push({
          parameter: null,
          value: { kind: 'literal', value: part, ...parsing.piece(start) },
          attached: false,
          at,
        });
      }
    } else if (kind === 'parameter' && !plain) into.arguments.push(readParameter(parsing, token));
    else into.arguments.push({ parameter: null, value: readListOfArguments(parsing), attached: false, at });
  }
}

function readParameter(parsing: Parsing, token: Token): Argument {
  const { lexer, source } = parsing;
  lexer.take(token);
  const at = source.position(token.start);
  const attached = source.text[token.end - 1] === ':';
  if (attached) {
    const next = parsing.peek('argument');
    if (!beginsArgument(next)) {
      const message = `-${token.value}: has no value after the colon`;
      throw parsing.failure(token.start, message, 'write the value, or leave the colon out');
    }
    return { parameter: token.value, value: readListOfArguments(parsing), attached, at };
  }
  const next = parsing.peek('argument');
  const value = beginsArgument(next) && next.kind !== 'parameter' ? readListOfArguments(parsing) : null;
  return { parameter: token.value, value, attached, at };
}

function beginsArgument({ kind, value }: Token): boolean {
  if (kind === 'symbol') return /[({]$/.test(value);
  return kind === 'word' || kind === 'string' || kind === 'number' || kind === 'variable' || kind === 'parameter';
}

/** A value, or several with commas between them. */
function readListOfArguments(parsing: Parsing): Expression {
  const { start } = parsing.peek('argument');
  const items: Expression[] = [];
  do {
    if (items.length > 0) parsing.lexer.skipLines();
    const token = parsing.peek('argument');
    const item = readArgument(parsing, token);
    if (item === null) {
      if (items.length === 0) throw parsing.unexpected(token);
      throw parsing.missing(token, 'a value', 'values that belong together: a, b');
    }
    items.push(item);
  } while (parsing.takes(',', 'argument'));
  return items.length === 1 ? items[0] : { kind: 'list', items, ...parsing.piece(start) };
}

/** A single argument; null = none begins with this token. */
export function readArgument(parsing: Parsing, token: Token): Expression | null {
  return parsing.nested(() => {
    if (token.kind === 'word' || token.kind === 'parameter') {
      parsing.lexer.take(token);
      if (token.expression !== null) return token.expression;
      const piece = parsing.piece(token.start);
      return { kind: 'literal', value: piece.text, ...piece };
    }
    const value = readValue(parsing, token);
    return value === null ? null : readTied(parsing, value, token.start, true);
  });
}

/** `> file`, `2>&1` */
export function readRedirection(parsing: Parsing): Redirection {
  const token = parsing.peek('argument');
  const at = parsing.source.position(token.start);
  parsing.lexer.take(token);
  if (token.value.includes('&')) return { operator: token.value, target: null, at };
  const next = parsing.peek('argument');
  const target = readArgument(parsing, next);
  if (target === null) throw parsing.missing(next, `the file behind ${token.value}`);
  return { operator: token.value, target, at };
}
