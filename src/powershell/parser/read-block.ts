// Recursive-descent parser, part: what the statements with brackets have in common.
import type { Parsing } from './parsing.js';
import { readBracket } from './read-brackets.js';
import { readPipeline, readStatementList } from './read-statement.js';
import type { Block, Statement } from './syntax.js';

/** `{ … }` */
export function readBlock(parsing: Parsing): Block {
  parsing.lexer.skipLines();
  const opened = parsing.expect('{', 'the {');
  return readStatementList(parsing, opened);
}

/** `( … )` behind a word such as `if`. */
export function readCondition(parsing: Parsing): Statement {
  const { lexer } = parsing;
  lexer.skipLines();
  const opened = parsing.expect('(', 'the (');
  lexer.skipLines();
  const next = parsing.peek();
  if (parsing.isNext(')')) throw parsing.missing(next, 'a condition');
  if (next.kind === 'end') throw parsing.unclosed(opened);
  const condition = readPipeline(parsing);
  parsing.close(opened);
  return condition;
}

/** `[type]`, without its brackets and in lower case. */
export function readTypeName(parsing: Parsing): string {
  const token = parsing.peek();
  const read = readBracket(parsing, token);
  if (read.kind !== 'type') throw parsing.failure(token.start, 'this is no type', 'write for example [string]');
  return read.name;
}

/** Takes a word that may follow a block, also in a later line. */
export function takesWord(parsing: Parsing, word: string): boolean {
  const { lexer } = parsing;
  const { at } = lexer;
  lexer.skipLines();
  if (parsing.word() === word) {
    lexer.take(parsing.peek());
    return true;
  }
  lexer.at = at;
  return false;
}
