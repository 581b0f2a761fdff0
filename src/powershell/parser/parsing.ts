// What the parts of the recursive descent share: the lexer, the depth that they have come to, and how they fail.
import { Lexer } from './lexer.js';
import { IDENTIFIER_PART, WORD_END } from './literal.js';
import type { ParseFailure } from './parse-failure.js';
import { excerpt } from './problem.js';
import type { SubExpressionReader } from './quoted.js';
import type { SourceText } from './source-text.js';
import type { LexingMode, Token } from './token.js';

/** What may stand inside one another in a script. */
const DEPTH_MAX = 150;
/** Operators, calls and the like in one expression. */
export const CHAIN_MAX = 400;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/** A script that is being read. */
export class Parsing {
  readonly lexer: Lexer;
  /** attributes and types that were read, by where they begin: some are looked at twice */
  readonly brackets = new Map<number, { readonly node: unknown; readonly end: number }>();
  /** what is read is of a workflow */
  inWorkflow = false;
  private depth = 0;

  constructor(
    readonly source: SourceText,
    subExpression: (parsing: Parsing, start: number) => ReturnType<SubExpressionReader>,
  ) {
    this.lexer = new Lexer(source, (start) => subExpression(this, start));
  }

  /** What stands from an index to where the reader has come. */
  piece(start: number) {
    return this.source.piece(start, this.lexer.at);
  }

  /** The next token, which is not taken. */
  peek(mode: LexingMode = 'expression'): Token {
    return this.lexer.peek(mode);
  }

  /** Whether the next token is this sign. */
  isNext(sign: string, mode: LexingMode = 'expression'): boolean {
    const token = this.peek(mode);
    return token.kind === 'symbol' && token.value === sign;
  }

  /** Takes the next token if it is this sign. */
  takes(sign: string, mode: LexingMode = 'expression'): boolean {
    const token = this.peek(mode);
    if (token.kind !== 'symbol' || token.value !== sign) return false;
    this.lexer.take(token);
    return true;
  }

  /** The word without quotes that stands next, in lower case; '' = none does. */
  word(): string {
    const { kind, value, end } = this.peek();
    if (kind !== 'word' || !IDENTIFIER_PART.test(value[0])) return '';
    const next = this.source.text[end];
    return next === undefined || WORD_END.test(next) ? value.toLowerCase() : '';
  }

  /** Takes what must stand here. */
  expect(sign: string, what: string): Token {
    const token = this.peek();
    if (token.kind !== 'symbol' || token.value !== sign) throw this.missing(token, what);
    this.lexer.take(token);
    return token;
  }

  /** Takes the bracket that closes another; where the text ends, the one that was opened is what is wrong. */
  close(opened: Token): void {
    this.lexer.skipLines();
    const token = this.peek();
    const open = opened.value.at(-1)!;
    const closing = CLOSING[open];
    if (token.kind === 'symbol' && token.value === closing) return this.lexer.take(token);
    if (token.kind === 'end') throw this.unclosed(opened);
    throw this.unexpected(token);
  }

  /** A bracket that nothing closes. */
  unclosed(opened: Token): ParseFailure {
    const open = opened.value.at(-1)!;
    return this.failure(opened.end - 1, `this ${open} is never closed`, `close it with ${CLOSING[open]}`);
  }

  /** Runs what may nest, within a bound. */
  nested<T>(act: () => T): T {
    if (++this.depth > DEPTH_MAX) {
      throw this.failure(this.lexer.at, 'the script is nested too deeply', 'take parts of it into functions');
    }
    try {
      return act();
    } finally {
      this.depth--;
    }
  }

  failure(index: number, message: string, hint = ''): ParseFailure {
    return this.lexer.failure(index, message, hint);
  }

  /** Something is left out before a token. */
  missing(token: Token, what: string, hint = ''): ParseFailure {
    return this.failure(token.start, `${what} is missing ${this.before(token)}`, hint);
  }

  private before(token: Token): string {
    if (token.kind === 'end') return 'at the end of the text';
    if (token.kind === 'newline') return 'at the end of this line';
    return `before "${excerpt(this.source.text.slice(token.start, Math.max(token.end, token.start + 1)))}"`;
  }

  /** A token that cannot stand where it does. */
  unexpected(token: Token): ParseFailure {
    const { start, end } = token;
    const { text } = this.source;
    const shown = excerpt(text.slice(start, end));
    const fail = (message: string, hint = '') => this.failure(start, message, hint);
    if (/^[)}\]]$/.test(shown)) return fail(`this ${shown} closes nothing`);
    if (/^(?:&&|\|\|)/.test(shown)) {
      const hint = `write the second command on a line of its own, in if (${shown[0] === '&' ? '$?' : '-not $?'}) { … }`;
      return fail(`Windows PowerShell 5.1 does not know ${shown.slice(0, 2)}`, hint);
    }
    if (text[start] === '?') {
      const second = /^\?[?.]/.exec(text.slice(start, start + 2))?.[0];
      const what = second ?? 'a ? b : c';
      return fail(`Windows PowerShell 5.1 does not know ${what}`, 'write if (…) { … } else { … }');
    }
    if (shown === '&') return fail('this & is reserved and does nothing', 'put it into quotes if it is text');
    if (shown === '|') return fail('there is nothing before this |', 'end the line before it with the |');
    const rest = excerpt(text.slice(start, start + 200).split(/[\r\n]/, 1)[0]);
    return fail(
      `"${rest}" is not expected here`,
      'what stands before it is complete: begin a new line, or put all in quotes',
    );
  }
}
