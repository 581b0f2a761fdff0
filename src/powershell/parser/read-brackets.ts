// Recursive-descent parser, part: what stands in square brackets, types and attributes. Each is read once, however often
// the parser comes to it.
import type { Parsing } from './parsing.js';
import { readExpression } from './read-expression.js';
import type { Attribute, Expression } from './syntax.js';
import type { Token } from './token.js';

/** A type or an attribute. */
export type Bracketed = { readonly kind: 'type'; readonly name: string } | ({ readonly kind: 'attribute' } & Attribute);

const TYPE_NAME = /[\p{L}_][\p{L}\p{Nd}_.+`]*/uy;

/** The type or attribute at its opening bracket. */
export function readBracket(parsing: Parsing, opened: Token): Bracketed {
  const known = parsing.brackets.get(opened.start);
  if (known !== undefined) {
    parsing.lexer.at = known.end;
    return known.node as Bracketed;
  }
  const node = parsing.nested(() => bracket(parsing, opened));
  parsing.brackets.set(opened.start, { node, end: parsing.lexer.at });
  return node;
}

function bracket(parsing: Parsing, opened: Token): Bracketed {
  const { lexer } = parsing;
  lexer.take(opened);
  lexer.skipLines();
  const name = typeName(parsing);
  if (!parsing.isNext('(')) {
    parsing.close(opened);
    return { kind: 'type', name };
  }
  const positional: Expression[] = [];
  const named: { name: string; value: Expression | null }[] = [];
  const list = parsing.expect('(', 'the list of values');
  for (;;) {
    lexer.skipLines();
    if (parsing.takes(')')) break;
    attributeArgument(parsing, positional, named);
    lexer.skipLines();
    if (parsing.takes(',')) continue;
    parsing.close(list);
    break;
  }
  lexer.skipLines();
  parsing.close(opened);
  return { kind: 'attribute', name, positional, named, ...parsing.piece(opened.start) };
}

/** `Mandatory`, `Mandatory = $true` or a value. */
function attributeArgument(
  parsing: Parsing,
  positional: Expression[],
  named: { name: string; value: Expression | null }[],
): void {
  const token = parsing.peek();
  if (token.kind !== 'word') {
    positional.push(readExpression(parsing, false));
    return;
  }
  parsing.lexer.take(token);
  parsing.lexer.skipLines();
  const given = parsing.takes('=');
  parsing.lexer.skipLines();
  named.push({ name: token.value.toLowerCase(), value: given ? readExpression(parsing, false) : null });
}

/** `string`, `System.Int32[]`, `Dictionary[string,int]`, in lower case and without blanks. */
function typeName(parsing: Parsing): string {
  return parsing.nested(() => {
    const { lexer, source } = parsing;
    TYPE_NAME.lastIndex = parsing.peek().start;
    const name = TYPE_NAME.exec(source.text)?.[0];
    if (name === undefined) throw parsing.missing(parsing.peek(), 'the name of a type', 'write for example [string]');
    lexer.at = TYPE_NAME.lastIndex;
    let shown = name.toLowerCase();
    while (parsing.isNext('[')) {
      const opened = parsing.expect('[', 'a type');
      lexer.skipLines();
      let inside = '';
      while (parsing.takes(',')) inside += ',';
      if (inside === '' && !parsing.isNext(']')) inside = genericTypes(parsing);
      parsing.close(opened);
      shown += `[${inside}]`;
    }
    // the assembly that the type is in
    if (
      parsing.isNext(',') &&
      /^,\s*[A-Za-z][\w.]*(?:\s*,\s*\w+\s*=\s*[\w.]+)*\s*\]/.test(source.text.slice(lexer.at, lexer.at + 400))
    ) {
      lexer.at = source.text.indexOf(']', lexer.at);
    }
    return shown;
  });
}

function genericTypes(parsing: Parsing): string {
  const names: string[] = [];
  do {
    parsing.lexer.skipLines();
    const opened = parsing.isNext('[') ? parsing.expect('[', 'a type') : null;
    names.push(typeName(parsing));
    if (opened !== null) parsing.close(opened);
    parsing.lexer.skipLines();
  } while (parsing.takes(','));
  return names.join(',');
}
