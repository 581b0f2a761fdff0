// Precedence-climbing parser of expressions: binary operators by their rank, then commas, then what stands before an
// operand, then the operand with what is tied to it.
import { numberValue } from './literal.js';
import { CHAIN_MAX, type Parsing } from './parsing.js';
import { readBody } from './read-body.js';
import { type Bracketed, readBracket } from './read-brackets.js';
import { memberFollows, readTied } from './read-member.js';
import { readPipeline, readStatement, readStatementList, takesValues } from './read-statement.js';
import type { Expression, Statement } from './syntax.js';
import { beginsExpression, isPrefix, rankOf, type Token } from './token.js';

/** An expression; without `commas` a comma ends it, as between the arguments of a method. */
export function readExpression(parsing: Parsing, commas = true): Expression {
  return parsing.nested(() => binary(parsing, 1, commas));
}

function binary(parsing: Parsing, least: number, commas: boolean): Expression {
  const start = parsing.peek().start;
  let left = commas ? list(parsing) : readOperand(parsing);
  for (let count = 0; ; count++) {
    const operator = parsing.peek();
    const rank = rankOf(operator);
    if (rank === 0 || rank < least) return left;
    if (count > CHAIN_MAX) throw parsing.failure(operator.start, 'this expression is too long', 'take it apart');
    parsing.lexer.take(operator);
    parsing.lexer.skipLines();
    const right = parsing.nested(() => binary(parsing, rank + 1, commas));
    left = { kind: 'binary', operator: operator.value, left, right, ...parsing.piece(start) };
  }
}

function list(parsing: Parsing): Expression {
  const start = parsing.peek().start;
  const first = readOperand(parsing);
  if (!parsing.isNext(',')) return first;
  const items = [first];
  while (parsing.takes(',')) {
    parsing.lexer.skipLines();
    items.push(readOperand(parsing));
  }
  return { kind: 'list', items, ...parsing.piece(start) };
}

/** An operand with the operators before it. */
export function readOperand(parsing: Parsing): Expression {
  return parsing.nested(() => {
    const token = parsing.peek();
    if (isPrefix(token)) return prefixed(parsing, token);
    if (token.kind === 'symbol' && token.value === '[') return afterBracket(parsing, token);
    return readPrimary(parsing);
  });
}

function prefixed(parsing: Parsing, token: Token): Expression {
  const { start, value: sign } = token;
  parsing.lexer.take(token);
  const tied = /[\d.]/.test(parsing.lexer.char);
  parsing.lexer.skipLines();
  const next = parsing.peek();
  if (!beginsExpression(next)) {
    throw parsing.missing(next, `the value behind ${parsing.source.text.slice(start, token.end)}`);
  }
  const operand = readOperand(parsing);
  const piece = parsing.piece(start);
  if (sign === '++' || sign === '--') {
    if (!takesValues(operand)) {
      throw parsing.failure(start, `${sign} works only on variables and properties`, 'write for example $i + 1');
    }
    return { kind: 'step', target: operand, by: sign === '++' ? 1 : -1, before: true, ...piece };
  }
  const number = tied && operand.kind === 'literal' && /^[-+]$/.test(sign) ? numberValue(piece.text) : null;
  if (number !== null) return { kind: 'literal', value: number, ...piece };
  return { kind: 'unary', operator: sign === '!' ? 'not' : sign, operand, ...piece };
}

/** A type, what is converted to it, or a variable with an attribute. */
function afterBracket(parsing: Parsing, token: Token): Expression {
  const { lexer } = parsing;
  const { start } = token;
  const read: Bracketed = readBracket(parsing, token);
  if (read.kind === 'attribute') {
    lexer.skipLines();
    const operand = readOperand(parsing);
    return { kind: 'attributed', attribute: read, operand, ...parsing.piece(start) };
  }
  const type: Expression = { kind: 'type', name: read.name, ...parsing.piece(start) };
  if (lexer.char !== '[' && memberFollows(parsing, type, false)) return readTied(parsing, type, start, false);
  const next = parsing.peek();
  if (!beginsExpression(next) || (next.kind === 'symbol' && next.value === ',')) return type;
  const operand = readOperand(parsing);
  if (/^ordered$/i.test(read.name) && operand.kind !== 'hashtable') {
    throw parsing.failure(start, '[ordered] stands only before a table that is written there', 'write [ordered]@{ … }');
  }
  return { kind: 'cast', type: read.name, operand, ...parsing.piece(start) };
}

/** A value, and what is tied to it. */
function readPrimary(parsing: Parsing): Expression {
  const token = parsing.peek();
  const value = readValue(parsing, token);
  if (value === null) throw notAValue(parsing, token);
  if (value.kind === 'variable' && value.splatted) {
    const hint = `write $${value.name}`;
    throw parsing.failure(token.start, `${value.text} is only for the arguments of a command`, hint);
  }
  return readTied(parsing, value, token.start, false);
}

function notAValue(parsing: Parsing, token: Token): Error {
  const closes = token.kind === 'symbol' && /^[)}\]]$/.test(token.value);
  if (token.kind === 'end' || token.kind === 'newline' || closes) return parsing.missing(token, 'a value');
  if (token.kind !== 'word') return parsing.unexpected(token);
  const word = parsing.source.text.slice(token.start, token.end);
  const hint = 'put a text into quotes, and a command into brackets';
  return parsing.failure(token.start, `"${word}" is no value`, hint);
}

/** A value that begins with a token, in an expression or as an argument; null = none does. */
export function readValue(parsing: Parsing, token: Token): Expression | null {
  const { lexer } = parsing;
  const { start } = token;
  switch (token.kind) {
    case 'number':
    case 'string':
    case 'variable': {
      lexer.take(token);
      const { expression } = token;
      if (expression?.kind === 'literal' && Number.isNaN(expression.value)) {
        throw parsing.failure(start, `${expression.text} is no number`, 'put it into quotes if it is text');
      }
      return expression;
    }
    case 'symbol':
      break;
    default:
      return null;
  }
  switch (token.value) {
    case '(': {
      lexer.take(token);
      lexer.skipLines();
      const next = parsing.peek();
      if (parsing.isNext(')')) throw parsing.missing(next, 'a value');
      if (next.kind === 'end') throw parsing.unclosed(token);
      const statement = readPipeline(parsing);
      parsing.close(token);
      return { kind: 'group', statement, ...parsing.piece(start) };
    }
    case '$(':
    case '@(': {
      lexer.take(token);
      const statements = readStatementList(parsing, token);
      return { kind: token.value === '$(' ? 'sub' : 'array', statements, ...parsing.piece(start) };
    }
    case '@{':
      return hashtable(parsing, token);
    case '{': {
      lexer.take(token);
      const body = readBody(parsing, token);
      return { kind: 'block', body, ...parsing.piece(start) };
    }
    default:
      return null;
  }
}

function hashtable(parsing: Parsing, opened: Token): Expression {
  const { lexer } = parsing;
  lexer.take(opened);
  const entries: { readonly key: Expression; readonly value: Statement }[] = [];
  const known = new Set<string>();
  for (;;) {
    lexer.skipLines(true);
    const token = parsing.peek();
    if (parsing.takes('}')) break;
    if (token.kind === 'end') throw parsing.unclosed(opened);
    const key = hashKey(parsing, token);
    if (key.kind === 'literal') {
      const name = String(key.value).toLowerCase();
      if (known.has(name)) throw parsing.failure(token.start, `the key ${key.text} is in this table twice`);
      known.add(name);
    }
    parsing.expect('=', `the = behind ${key.text.slice(0, 40)}`);
    lexer.skipLines();
    entries.push({ key, value: readStatement(parsing) });
  }
  return { kind: 'hashtable', entries, ...parsing.piece(opened.start) };
}

function hashKey(parsing: Parsing, token: Token): Expression {
  if (token.kind !== 'word') return readOperand(parsing);
  parsing.lexer.take(token);
  return { kind: 'literal', value: token.value, ...parsing.piece(token.start) };
}
