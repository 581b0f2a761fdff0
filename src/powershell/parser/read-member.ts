// Recursive-descent parser, part: what is tied to a value: properties, methods, elements, `++`.
import { DASH, DOUBLE_QUOTE, IDENTIFIER_PART, SINGLE_QUOTE } from './literal.js';
import { CHAIN_MAX, type Parsing } from './parsing.js';
import { readBody } from './read-body.js';
import { readExpression, readValue } from './read-expression.js';
import type { Expression } from './syntax.js';

const NAME_START = /[\p{L}\p{Nd}_$('"\u2018-\u201e]/u;

/** Whether something is tied to a value: no blank stands between. */
export function memberFollows(parsing: Parsing, target: Expression, inArgument: boolean): boolean {
  const { text } = parsing.source;
  const { at } = parsing.lexer;
  const next = text[at + 1] ?? '';
  switch (text[at]) {
    case '.':
      if (target.kind === 'literal' && typeof target.value === 'number') return false;
      return inArgument ? NAME_START.test(next) : next !== '.';
    case ':':
      return next === ':';
    case '[':
      return true;
    default:
      return false;
  }
}

/** A value with all that is tied to it. */
export function readTied(parsing: Parsing, value: Expression, start: number, inArgument: boolean): Expression {
  const { lexer } = parsing;
  let target = value;
  for (let count = 0; ; count++) {
    if (count > CHAIN_MAX) throw parsing.failure(lexer.at, 'this expression is too long', 'take it apart');
    if (!memberFollows(parsing, target, inArgument)) break;
    target = lexer.char === '[' ? element(parsing, target, start) : member(parsing, target, start);
  }
  const [first, second] = [lexer.char, parsing.source.text[lexer.at + 1] ?? ''];
  const steps = (first === '+' && second === '+') || (DASH.test(first || ' ') && DASH.test(second || ' '));
  if (inArgument || !steps || !/^(?:variable|member|index)$/.test(target.kind)) return target;
  lexer.at += 2;
  return { kind: 'step', target, by: first === '+' ? 1 : -1, before: false, ...parsing.piece(start) };
}

function element(parsing: Parsing, target: Expression, start: number): Expression {
  const opened = parsing.expect('[', 'an index');
  parsing.lexer.skipLines();
  if (parsing.isNext(']')) throw parsing.missing(parsing.peek(), 'an index');
  const index = readExpression(parsing);
  parsing.close(opened);
  return { kind: 'index', target, index, ...parsing.piece(start) };
}

function member(parsing: Parsing, target: Expression, start: number): Expression {
  const { lexer } = parsing;
  const isStatic = lexer.char === ':';
  lexer.at += isStatic ? 2 : 1;
  lexer.skipLines();
  const name = memberName(parsing);
  if (lexer.char === '{') {
    // `.Where{ … }`
    const opened = parsing.expect('{', 'a script block');
    const body = readBody(parsing, opened);
    const given: Expression = { kind: 'block', body, ...parsing.piece(opened.start) };
    return { kind: 'call', target, name, arguments: [given], static: isStatic, ...parsing.piece(start) };
  }
  if (lexer.char !== '(') return { kind: 'member', target, name, static: isStatic, ...parsing.piece(start) };
  const given = readCallArguments(parsing);
  return { kind: 'call', target, name, arguments: given, static: isStatic, ...parsing.piece(start) };
}

/** `(a, b)` of a method or an attribute that takes values only. */
export function readCallArguments(parsing: Parsing): Expression[] {
  const { lexer } = parsing;
  const opened = parsing.expect('(', 'the list of values');
  const given: Expression[] = [];
  lexer.skipLines();
  if (parsing.takes(')')) return given;
  do {
    lexer.skipLines();
    given.push(readExpression(parsing, false));
    lexer.skipLines();
  } while (parsing.takes(','));
  parsing.close(opened);
  return given;
}

function memberName(parsing: Parsing): Expression {
  const { lexer, source } = parsing;
  const start = lexer.at;
  let end = start;
  while (end < source.text.length && IDENTIFIER_PART.test(source.text[end])) end++;
  if (end > start) {
    lexer.at = end;
    const piece = parsing.piece(start);
    return { kind: 'literal', value: piece.text, ...piece };
  }
  const { char } = lexer;
  const token = parsing.peek();
  const value = /[$(]/.test(char) || SINGLE_QUOTE.test(char || ' ') || DOUBLE_QUOTE.test(char || ' ');
  const read = value && token.value !== '{' ? readValue(parsing, token) : null;
  if (read === null) throw parsing.missing(token, 'the name of a property');
  return read;
}
