// Recursive-descent parser, part: bodies of scripts, functions and script blocks, with their parameters.
import type { Parsing } from './parsing.js';
import { readBlock } from './read-block.js';
import { readBracket } from './read-brackets.js';
import { readExpression } from './read-expression.js';
import { readStatementList, readUsing, takeWord } from './read-statement.js';
import type { Attribute, Block, Body, Parameter, Statement } from './syntax.js';
import type { Token } from './token.js';

/** The body up to the brace that closes `opened`, which is taken; without one, up to the end of the text. */
export function readBody(parsing: Parsing, opened: Token | null): Body {
  return parsing.nested(() => {
    const using = opened === null ? usingStatements(parsing) : [];
    const { attributes, parameters } = paramBlock(parsing);
    parsing.lexer.skipLines(true);
    const named = namedBlocks(parsing, opened);
    if (named !== null) return { attributes, parameters, ...named };
    const statements = readStatementList(parsing, opened);
    return { attributes, parameters, dynamic: null, begin: [], process: null, statements: [...using, ...statements] };
  });
}

function usingStatements(parsing: Parsing): Statement[] {
  const found: Statement[] = [];
  for (;;) {
    parsing.lexer.skipLines(true);
    if (parsing.word() !== 'using') return found;
    found.push(readUsing(parsing, parsing.peek().start));
  }
}

/** `[CmdletBinding()] param( … )`; where no `param` follows, what stands in brackets belongs to a statement. */
function paramBlock(parsing: Parsing): { attributes: Attribute[]; parameters: Parameter[] } {
  const { lexer } = parsing;
  lexer.skipLines(true);
  const start = lexer.at;
  const attributes: Attribute[] = [];
  while (parsing.isNext('[')) {
    const read = readBracket(parsing, parsing.peek());
    if (read.kind === 'attribute') attributes.push(read);
    lexer.skipLines();
  }
  if (parsing.word() !== 'param') {
    lexer.at = start;
    return { attributes: [], parameters: [] };
  }
  takeWord(parsing);
  lexer.skipLines();
  return { attributes, parameters: readParameters(parsing) };
}

/** `( [string] $a = 'x', $b )` */
export function readParameters(parsing: Parsing): Parameter[] {
  const { lexer } = parsing;
  const opened = parsing.expect('(', 'the (');
  const parameters: Parameter[] = [];
  lexer.skipLines();
  if (parsing.takes(')')) return parameters;
  do {
    lexer.skipLines();
    const { start } = parsing.peek();
    const parameter = readParameter(parsing, opened);
    const same = parameters.some(({ name }) => name.toLowerCase() === parameter.name.toLowerCase());
    if (same)
      throw parsing.failure(start, `the parameter $${parameter.name} is declared twice`, 'give one another name');
    parameters.push(parameter);
    lexer.skipLines();
  } while (parsing.takes(','));
  parsing.close(opened);
  return parameters;
}

function readParameter(parsing: Parsing, opened: Token): Parameter {
  const { lexer, source } = parsing;
  const attributes: Attribute[] = [];
  let type: string | null = null;
  while (parsing.isNext('[')) {
    const read = readBracket(parsing, parsing.peek());
    if (read.kind === 'attribute') attributes.push(read);
    else type = read.name;
    lexer.skipLines();
  }
  const token = parsing.peek();
  if (token.kind === 'end') throw parsing.unclosed(opened);
  if (token.expression?.kind !== 'variable') {
    throw parsing.missing(token, 'the name of a parameter', 'write for example [string] $Pool');
  }
  lexer.take(token);
  const { name } = token.expression;
  const at = source.position(token.start);
  lexer.skipLines();
  if (!parsing.takes('=')) return { name, type, attributes, standard: null, at };
  lexer.skipLines();
  return { name, type, attributes, standard: readExpression(parsing, false), at };
}

type NamedBlocks = Pick<Body, 'begin' | 'process' | 'statements' | 'dynamic'>;

const BLOCKS = ['begin', 'process', 'end', 'dynamicparam'] as const;

/** `begin { … } process { … } end { … }`; null = the body has no such blocks. */
function namedBlocks(parsing: Parsing, opened: Token | null): NamedBlocks | null {
  const taken = new Set<string>();
  let found: { -readonly [K in keyof NamedBlocks]: NamedBlocks[K] } | null = null;
  for (;;) {
    parsing.lexer.skipLines(true);
    const { start } = parsing.peek();
    const name = BLOCKS.find((each) => each === parsing.word());
    const block = name === undefined ? null : blockBehind(parsing);
    if (name === undefined || block === null) {
      if (found === null) return null;
      const token = parsing.peek();
      if (token.kind === 'end') {
        if (opened === null) return found;
        throw parsing.unclosed(opened);
      }
      if (opened !== null && parsing.takes('}')) return found;
      throw parsing.failure(token.start, 'beside begin, process and end nothing may stand', 'put it into end { … }');
    }
    found ??= { begin: [], process: null, statements: [], dynamic: null };
    if (taken.has(name)) throw parsing.failure(start, `there is a second ${name} { … }`, 'put both into one');
    taken.add(name);
    if (name === 'begin') found.begin = block;
    else if (name === 'process') found.process = block;
    else if (name === 'end') found.statements = block;
    else found.dynamic = { statements: block, ...parsing.piece(start) };
  }
}

/** The block behind a word such as `begin`; null = the word is a command. */
function blockBehind(parsing: Parsing): Block | null {
  const { at } = parsing.lexer;
  takeWord(parsing);
  parsing.lexer.skipLines();
  if (parsing.isNext('{')) return readBlock(parsing);
  parsing.lexer.at = at;
  return null;
}

/** `function Name { … }`, `filter Name { … }` */
export function readFunction(parsing: Parsing, start: number, filter: boolean): Statement {
  const { lexer } = parsing;
  takeWord(parsing);
  lexer.skipLines();
  const token = parsing.peek('argument');
  if (token.kind !== 'word') throw parsing.missing(token, 'the name of the function');
  lexer.take(token);
  lexer.skipLines();
  const declared = parsing.isNext('(') ? readParameters(parsing) : [];
  lexer.skipLines();
  const read = readBody(parsing, parsing.expect('{', 'the {'));
  const inProcess = filter && read.process === null && read.begin.length === 0;
  const body: Body = {
    ...read,
    parameters: [...declared, ...read.parameters],
    process: inProcess ? read.statements : read.process,
    statements: inProcess ? [] : read.statements,
  };
  const name = token.value.replace(/[\u2013-\u2015]/g, '-');
  return { kind: 'function', name, body, ...parsing.piece(start) };
}

/** A statement that is passed over as a whole, and told when the run comes to it. */
export function readUnsupported(parsing: Parsing, start: number, what: string): Statement {
  const { lexer } = parsing;
  takeWord(parsing);
  lexer.skipLines();
  const token = parsing.peek('argument');
  if (token.kind === 'word') lexer.take(token);
  lexer.skipLines();
  if (parsing.isNext('(')) readParameters(parsing);
  lexer.skipLines();
  const outer = parsing.inWorkflow;
  parsing.inWorkflow ||= what === 'a workflow';
  readBody(parsing, parsing.expect('{', 'the {'));
  parsing.inWorkflow = outer;
  return { kind: 'unsupported', what, ...parsing.piece(start) };
}
