// Recursive-descent parser, part: classes and enumerations.
import type { Parsing } from './parsing.js';
import { readBody, readParameters } from './read-body.js';
import { readBracket } from './read-brackets.js';
import { readExpression } from './read-expression.js';
import { readCallArguments } from './read-member.js';
import { takeWord } from './read-statement.js';
import type { Body, ClassMethod, ClassProperty, Expression, Statement } from './syntax.js';
import type { Token } from './token.js';

/** `class Name : Base { … }` */
export function readClass(parsing: Parsing, start: number): Statement {
  const { lexer } = parsing;
  const name = nameBehind(parsing, 'class');
  const bases: string[] = [];
  lexer.skipLines();
  const colon = parsing.peek();
  if (colon.kind === 'word' && colon.value === ':') {
    lexer.take(colon);
    do {
      lexer.skipLines();
      bases.push(takeName(parsing, 'the name of a class', /[\w.]/).toLowerCase());
      lexer.skipLines();
    } while (parsing.takes(','));
  }
  const opened = parsing.expect('{', 'the {');
  const properties: ClassProperty[] = [];
  const methods: ClassMethod[] = [];
  for (;;) {
    lexer.skipLines(true);
    const token = parsing.peek();
    if (token.kind === 'end') throw parsing.unclosed(opened);
    if (parsing.takes('}')) break;
    readClassMember(parsing, properties, methods);
  }
  return { kind: 'class', name, bases, properties, methods, ...parsing.piece(start) };
}

function nameBehind(parsing: Parsing, word: string): string {
  takeWord(parsing);
  parsing.lexer.skipLines();
  return takeName(parsing, `the name of the ${word}`, /\w/);
}

/** A name without quotes, which the lexer may tie to what follows. */
function takeName(parsing: Parsing, what: string, part: RegExp): string {
  const { lexer, source } = parsing;
  const { start } = parsing.peek();
  let end = start;
  while (end < source.text.length && part.test(source.text[end])) end++;
  if (end === start) throw parsing.missing(parsing.peek(), what);
  lexer.at = end;
  return source.text.slice(start, end);
}

function readClassMember(parsing: Parsing, properties: ClassProperty[], methods: ClassMethod[]): void {
  const { lexer } = parsing;
  let type: string | null = null;
  let isStatic = false;
  for (;;) {
    lexer.skipLines();
    const token = parsing.peek();
    if (token.kind === 'symbol' && token.value === '[') {
      const read = readBracket(parsing, token);
      if (read.kind === 'type') type = read.name;
    } else if (/^(?:static|hidden)$/.test(parsing.word())) {
      isStatic ||= parsing.word() === 'static';
      takeWord(parsing);
    } else if (token.expression?.kind === 'variable') {
      lexer.take(token);
      const { name } = token.expression;
      const standard = parsing.takes('=') ? readExpression(parsing) : null;
      properties.push({ name, type, static: isStatic, standard });
      return;
    } else {
      methods.push(readMethod(parsing, type, isStatic));
      return;
    }
  }
}

function readMethod(parsing: Parsing, type: string | null, isStatic: boolean): ClassMethod {
  const { lexer } = parsing;
  const name = takeName(parsing, 'a property or a method', /\w/);
  lexer.skipLines();
  const parameters = readParameters(parsing);
  lexer.skipLines();
  let base: readonly Expression[] | null = null;
  const colon = parsing.peek();
  if (colon.kind === 'word' && colon.value === ':') {
    lexer.take(colon);
    lexer.skipLines();
    if (parsing.word() !== 'base') throw parsing.missing(parsing.peek(), 'base(…)');
    takeWord(parsing);
    base = readCallArguments(parsing);
    lexer.skipLines();
  }
  const read: Body = readBody(parsing, parsing.expect('{', 'the {') satisfies Token);
  return { name, type, static: isStatic, body: { ...read, parameters }, base };
}

/** `enum Name { A; B = 2 }` */
export function readEnum(parsing: Parsing, start: number): Statement {
  const { lexer } = parsing;
  const name = nameBehind(parsing, 'enum');
  lexer.skipLines();
  const opened = parsing.expect('{', 'the {');
  const members: { name: string; value: Expression | null }[] = [];
  for (;;) {
    lexer.skipLines(true);
    const token = parsing.peek();
    if (token.kind === 'end') throw parsing.unclosed(opened);
    if (parsing.takes('}')) break;
    const member = takeName(parsing, 'the name of a value', /\w/);
    members.push({ name: member, value: parsing.takes('=') ? readExpression(parsing) : null });
  }
  return { kind: 'enum', name, members, ...parsing.piece(start) };
}
