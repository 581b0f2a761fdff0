// Recursive-descent parser, part: branches, loops and `try`.
import type { Parsing } from './parsing.js';
import { readBlock, readCondition, readTypeName, takesWord } from './read-block.js';
import { readArgument } from './read-command.js';
import { readPipeline, takeWord } from './read-statement.js';
import type { Block, Catch, Clause, Expression, Statement, SwitchCase } from './syntax.js';
import type { Token } from './token.js';

/** `if`, `elseif`, `else` */
export function readIf(parsing: Parsing, start: number): Statement {
  takeWord(parsing);
  const clause = (): Clause => ({ condition: readCondition(parsing), body: readBlock(parsing) });
  const clauses = [clause()];
  while (takesWord(parsing, 'elseif')) clauses.push(clause());
  const otherwise = takesWord(parsing, 'else') ? readBlock(parsing) : null;
  return { kind: 'if', clauses, otherwise, ...parsing.piece(start) };
}

/** `while ( … ) { … }` */
export function readWhile(parsing: Parsing, start: number, label: string | null): Statement {
  takeWord(parsing);
  const condition = readCondition(parsing);
  return { kind: 'while', condition, body: readBlock(parsing), label, ...parsing.piece(start) };
}

/** `do { … } while ( … )`, also with `until` */
export function readDo(parsing: Parsing, start: number, label: string | null): Statement {
  takeWord(parsing);
  const body = readBlock(parsing);
  const until = takesWord(parsing, 'until');
  if (!until && !takesWord(parsing, 'while')) {
    throw parsing.missing(parsing.peek(), 'while (…) or until (…)');
  }
  return { kind: 'do', body, condition: readCondition(parsing), until, label, ...parsing.piece(start) };
}

/** `for ( … ; … ; … ) { … }` */
export function readFor(parsing: Parsing, start: number, label: string | null): Statement {
  const { lexer } = parsing;
  takeWord(parsing);
  lexer.skipLines();
  const opened = parsing.expect('(', 'the (');
  const part = (): Statement | null => {
    lexer.skipLines();
    const read = parsing.isNext(';') || parsing.isNext(')') ? null : readPipeline(parsing);
    if (!parsing.takes(';') && parsing.peek().kind === 'newline') lexer.take(parsing.peek());
    return read;
  };
  const [first, condition, next] = [part(), part(), part()];
  parsing.close(opened);
  return { kind: 'for', first, condition, next, body: readBlock(parsing), label, ...parsing.piece(start) };
}

/** `foreach ($x in … ) { … }` */
export function readForeach(parsing: Parsing, start: number, label: string | null): Statement {
  const { lexer } = parsing;
  takeWord(parsing);
  lexer.skipLines();
  while (parsing.peek('argument').kind === 'parameter') {
    if (!parsing.inWorkflow) throw parsing.failure(lexer.at, 'foreach -parallel belongs into a workflow');
    lexer.take(parsing.peek('argument'));
    // -ThrottleLimit 5
    if (!parsing.isNext('(') && parsing.peek('argument').kind !== 'parameter') lexer.take(parsing.peek('argument'));
  }
  const opened = parsing.expect('(', 'the (');
  lexer.skipLines();
  const token = parsing.peek();
  if (token.kind !== 'variable' || token.expression === null) throw parsing.missing(token, 'a variable');
  lexer.take(token);
  lexer.skipLines();
  if (parsing.word() !== 'in') throw parsing.missing(parsing.peek(), 'in');
  takeWord(parsing);
  lexer.skipLines();
  if (parsing.isNext(')')) throw parsing.missing(parsing.peek(), 'a list');
  const list = readPipeline(parsing);
  parsing.close(opened);
  const body = readBlock(parsing);
  return { kind: 'foreach', variable: token.expression, list, body, label, ...parsing.piece(start) };
}

const FLAGS = ['regex', 'wildcard', 'exact', 'casesensitive', 'file', 'parallel'];

/** `switch -Wildcard ( … ) { clause { … } default { … } }` */
export function readSwitch(parsing: Parsing, start: number, label: string | null): Statement {
  const { lexer } = parsing;
  takeWord(parsing);
  const flags: string[] = [];
  for (let token = parsing.peek('argument'); token.kind === 'parameter'; token = parsing.peek('argument')) {
    const flag = FLAGS.find((each) => each.startsWith(token.value.toLowerCase()));
    if (flag === undefined) throw parsing.failure(token.start, `switch has no -${token.value}`);
    lexer.take(token);
    flags.push(flag);
    if (flag === 'file') readArgument(parsing, parsing.peek('argument'));
  }
  const on = flags.includes('file') ? null : readCondition(parsing);
  lexer.skipLines();
  const opened = parsing.expect('{', 'the {');
  const cases = readCases(parsing, opened);
  const piece = parsing.piece(start);
  if (on === null) return { kind: 'unsupported', what: 'switch -File', ...piece };
  return {
    kind: 'switch',
    match: flags.includes('regex') ? 'regex' : flags.includes('wildcard') ? 'wildcard' : 'exact',
    exactCase: flags.includes('casesensitive'),
    on,
    cases,
    label,
    ...piece,
  };
}

function readCases(parsing: Parsing, opened: Token): SwitchCase[] {
  const cases: SwitchCase[] = [];
  for (;;) {
    parsing.lexer.skipLines(true);
    const token = parsing.peek('argument');
    if (token.kind === 'end') throw parsing.unclosed(opened);
    if (parsing.takes('}')) return cases;
    const isDefault = parsing.word() === 'default';
    if (isDefault && cases.some((each) => each.test === null)) {
      throw parsing.failure(token.start, 'this switch has a second default', 'put both into one');
    }
    const test: Expression | null = readArgument(parsing, token);
    if (test === null) throw parsing.unexpected(token);
    cases.push({ test: isDefault ? null : test, body: readBlock(parsing) });
  }
}

/** `try`, `catch`, `finally` */
export function readTry(parsing: Parsing, start: number): Statement {
  takeWord(parsing);
  const body = readBlock(parsing);
  const catches: Catch[] = [];
  while (takesWord(parsing, 'catch')) {
    if (catches.at(-1)?.types.length === 0) {
      const hint = 'put the catch that has no type last';
      throw parsing.failure(parsing.lexer.at, 'a catch stands behind one that catches everything', hint);
    }
    catches.push(readCatch(parsing));
  }
  const last: Block | null = takesWord(parsing, 'finally') ? readBlock(parsing) : null;
  if (catches.length === 0 && last === null) {
    throw parsing.failure(start, 'this try has neither catch nor finally', 'add catch { … }');
  }
  return { kind: 'try', body, catches, last, ...parsing.piece(start) };
}

function readCatch(parsing: Parsing): Catch {
  const { start } = parsing.peek();
  const types: string[] = [];
  do {
    parsing.lexer.skipLines();
    if (parsing.isNext('[')) types.push(readTypeName(parsing));
  } while (parsing.takes(','));
  const piece = parsing.piece(start);
  return { types, body: readBlock(parsing), ...piece };
}
