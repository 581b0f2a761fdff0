// Recursive-descent parser of statements: what their first word says, else an assignment or a pipeline.
import type { Parsing } from './parsing.js';
import { readBlock, readTypeName } from './read-block.js';
import { readFunction, readUnsupported } from './read-body.js';
import { readClass, readEnum } from './read-class.js';
import { readCommand, readRedirection } from './read-command.js';
import { readDo, readFor, readForeach, readIf, readSwitch, readTry, readWhile } from './read-control.js';
import { readExpression, readOperand } from './read-expression.js';
import type { Block, Expression, PipelineElement, Redirection, Statement } from './syntax.js';
import { beginsExpression, isAssignment, type Token } from './token.js';

/** The statements up to the bracket that closes `opened`, which is taken; without one, up to the end of the text. */
export function readStatementList(parsing: Parsing, opened: Token | null): Block {
  const statements: Statement[] = [];
  const closing = opened === null ? '' : opened.value.endsWith('{') ? '}' : ')';
  for (;;) {
    parsing.lexer.skipLines(true);
    const token = parsing.peek();
    if (token.kind === 'end') {
      if (opened !== null) throw parsing.unclosed(opened);
      return statements;
    }
    if (opened !== null && parsing.takes(closing)) return statements;
    statements.push(readStatement(parsing));
  }
}

/** One statement; what it is follows from its first word. */
export function readStatement(parsing: Parsing): Statement {
  return parsing.nested(() => {
    const token = parsing.peek();
    if (token.kind !== 'word') return readPipeline(parsing);
    const label = /^:[\p{L}_]/u.test(token.value) ? token.value.slice(1) : null;
    if (label !== null) {
      parsing.lexer.take(token);
      parsing.lexer.skipLines();
    }
    const word = parsing.word();
    const read = Object.hasOwn(LABELLED, word) ? LABELLED[word] : null;
    if (read !== null) return read(parsing, token.start, label);
    if (label !== null) throw parsing.missing(parsing.peek(), 'the loop that the label is for');
    if (Object.hasOwn(UNLABELLED, word)) return UNLABELLED[word](parsing, token.start);
    return readPipeline(parsing);
  });
}

type LabelledReader = (parsing: Parsing, start: number, label: string | null) => Statement;

const LABELLED: Readonly<Record<string, LabelledReader>> = {
  while: readWhile,
  do: readDo,
  for: readFor,
  foreach: readForeach,
  switch: readSwitch,
};

const UNLABELLED: Readonly<Record<string, (parsing: Parsing, start: number) => Statement>> = {
  if: readIf,
  try: readTry,
  trap: readTrap,
  function: (parsing, start) => readFunction(parsing, start, false),
  filter: (parsing, start) => readFunction(parsing, start, true),
  class: readClass,
  enum: readEnum,
  data: readData,
  using: (parsing) => {
    throw parsing.failure(parsing.lexer.at, 'using is not expected here', 'put it before all other statements');
  },
  return: (parsing, start) => readFlow(parsing, start, 'return'),
  throw: (parsing, start) => readFlow(parsing, start, 'throw'),
  exit: (parsing, start) => readFlow(parsing, start, 'exit'),
  break: (parsing, start) => readJump(parsing, start, 'break'),
  continue: (parsing, start) => readJump(parsing, start, 'continue'),
  workflow: (parsing, start) => readUnsupported(parsing, start, 'a workflow'),
  configuration: (parsing, start) => readUnsupported(parsing, start, 'a configuration'),
  param: (parsing) => {
    throw parsing.failure(parsing.lexer.at, 'param(…) is not expected here', 'put it before all other statements');
  },
};

/** An assignment, an expression or a command, with what it is piped into. */
export function readPipeline(parsing: Parsing): Statement {
  const { lexer } = parsing;
  const first = parsing.peek();
  const { start } = first;
  if (!beginsExpression(first)) return pipelineFrom(parsing, start, commandAt(parsing, first), []);
  const expression = readExpression(parsing);
  const operator = parsing.peek();
  if (isAssignment(operator)) {
    if (!takesValues(expression)) {
      throw parsing.failure(start, `nothing can be assigned to ${expression.text.slice(0, 40)}`, '-eq compares');
    }
    lexer.take(operator);
    lexer.skipLines();
    const next = parsing.peek();
    if (next.kind === 'end') throw parsing.missing(next, 'a value');
    const value = readStatement(parsing);
    return {
      kind: 'assign',
      target: expression,
      operator: operator.value.replace(/^\W(?==)/, signOf),
      value,
      ...parsing.piece(start),
    };
  }
  const redirections: Redirection[] = [];
  while (parsing.peek().kind === 'redirection') redirections.push(readRedirection(parsing));
  return pipelineFrom(parsing, start, expression, redirections);
}

const signOf = (sign: string): string => (/[\u2013-\u2015]/.test(sign) ? '-' : sign);

/** Whether something can be assigned to an expression. */
export function takesValues(target: Expression): boolean {
  switch (target.kind) {
    case 'variable':
    case 'member':
    case 'index':
      return true;
    case 'cast':
    case 'attributed':
      return takesValues(target.operand);
    case 'list':
      return target.items.every(takesValues);
    case 'group': {
      const { statement } = target;
      const only = statement.kind === 'pipeline' && statement.elements.length === 1 ? statement.elements[0] : null;
      return only !== null && only.kind !== 'command' && takesValues(only);
    }
    default:
      return false;
  }
}

function commandAt(parsing: Parsing, token: Token): PipelineElement {
  if (token.kind === 'end' || token.kind === 'newline') throw parsing.missing(token, 'a command');
  if (token.kind === 'redirection') throw parsing.missing(token, 'what is written to the file');
  if (token.kind === 'symbol' && /^(?:[)}\]|;,]|\|\||&&)$/.test(token.value)) throw parsing.unexpected(token);
  return readCommand(parsing);
}

function pipelineFrom(
  parsing: Parsing,
  start: number,
  first: PipelineElement,
  redirections: readonly Redirection[],
): Statement {
  const elements: PipelineElement[] = [first];
  while (parsing.takes('|')) {
    parsing.lexer.skipLines();
    const token = parsing.peek();
    if (token.kind === 'end') throw parsing.missing(token, 'a command');
    if (beginsExpression(token)) {
      const hint = 'an expression can only be the first; pipe into ForEach-Object { … }';
      throw parsing.failure(token.start, 'a pipeline has an expression behind its |', hint);
    }
    elements.push(commandAt(parsing, token));
  }
  const piece = parsing.piece(start);
  const next = parsing.peek();
  const ends = next.kind === 'end' || next.kind === 'newline';
  if (!ends && !(next.kind === 'symbol' && /^[;)}]$/.test(next.value))) throw parsing.unexpected(next);
  return { kind: 'pipeline', elements, redirections, ...piece };
}

/** Takes the word that a statement begins with. */
export function takeWord(parsing: Parsing): void {
  parsing.lexer.take(parsing.peek());
}

/** Whether nothing more stands in a statement. */
function ended(parsing: Parsing): boolean {
  const { kind, value } = parsing.peek();
  return kind === 'end' || kind === 'newline' || (kind === 'symbol' && /^(?:[;)}|&]|\|\||&&)$/.test(value));
}

function readFlow(parsing: Parsing, start: number, word: 'return' | 'throw' | 'exit'): Statement {
  takeWord(parsing);
  const value = ended(parsing) ? null : readPipeline(parsing);
  return { kind: 'flow', word, value, ...parsing.piece(start) };
}

function readJump(parsing: Parsing, start: number, word: 'break' | 'continue'): Statement {
  takeWord(parsing);
  if (ended(parsing)) return { kind: 'jump', word, label: null, ...parsing.piece(start) };
  const token = parsing.peek();
  if (parsing.word() === '') {
    return { kind: 'jump', word, label: readOperand(parsing), ...parsing.piece(start) };
  }
  parsing.lexer.take(token);
  const label: Expression = { kind: 'literal', value: token.value, ...parsing.piece(token.start) };
  return { kind: 'jump', word, label, ...parsing.piece(start) };
}

function readTrap(parsing: Parsing, start: number): Statement {
  takeWord(parsing);
  parsing.lexer.skipLines();
  const type = parsing.isNext('[') ? readTypeName(parsing) : null;
  return { kind: 'trap', type, body: readBlock(parsing), ...parsing.piece(start) };
}

function readData(parsing: Parsing, start: number): Statement {
  takeWord(parsing);
  parsing.lexer.skipLines();
  const name = parsing.word() === '' ? null : parsing.peek().value;
  if (name !== null) takeWord(parsing);
  parsing.lexer.skipLines();
  // -SupportedCommand and the names of commands
  while (!parsing.isNext('{', 'argument')) {
    const token = parsing.peek('argument');
    if (!/^(?:parameter|word|string)$/.test(token.kind) && token.value !== ',') throw parsing.missing(token, 'the {');
    parsing.lexer.take(token);
    parsing.lexer.skipLines();
  }
  return { kind: 'data', name, body: readBlock(parsing), ...parsing.piece(start) };
}

/** `using namespace System.Text`, `using module name` */
export function readUsing(parsing: Parsing, start: number): Statement {
  takeWord(parsing);
  const what = parsing.word();
  while (!ended(parsing)) parsing.lexer.take(parsing.peek('argument'));
  return { kind: 'using', what, ...parsing.piece(start) };
}
