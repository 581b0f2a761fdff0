// Two-mode lexer: the parser says for each token whether an expression or the arguments of a command stand here, and a
// text is cut accordingly. Every string is read once, however often its place is looked at.
import { BLANK, DASH, DOUBLE_QUOTE, IDENTIFIER_PART, NEWLINE, numberValue, SINGLE_QUOTE, WORD_END } from './literal.js';
import { ParseFailure } from './parse-failure.js';
import { QuotedText, type SubExpressionReader } from './quoted.js';
import { lineCommentEnd, lineEnd } from './requires.js';
import type { SourceText } from './source-text.js';
import type { Expression } from './syntax.js';
import { ENDS, type LexingMode, operatorNamed, SIGNS, type Token } from './token.js';

const NUMBER =
  /(?:0x[\da-f]+l?|(?:\d+(?:\.\d+|\.(?![.\p{L}\d_]))?|\.\d+)(?:e[-+\u2013-\u2015]?\d+)?[dl]?)(?:[kmgtp]b)?/iuy;
const REDIRECTION = /[1-6*]?>>?(?:&[1-6])?/y;
const PARAMETER = /[^\s\u0085{}();,|&.[:'"\u2018-\u201e]*/y;
/** Cuts a script into tokens, as the parser asks for them. */
export class Lexer {
  /** where the next token is looked for */
  at = 0;
  private readonly text: string;
  private readonly quoted: QuotedText;
  private last: { readonly from: number; readonly mode: LexingMode; readonly token: Token } | null = null;
  /** strings and words that were read, by where they begin */
  private readonly strings = new Map<number, Token>();
  private readonly words = new Map<number, Token>();
  /** a backtick with blanks behind it, and the end of its line */
  private looseBacktick: { readonly at: number; readonly lineEnd: number } | null = null;

  constructor(source: SourceText, subExpression: SubExpressionReader) {
    this.text = source.text;
    this.quoted = new QuotedText(source, subExpression);
    this.number = (start, end) => ({
      kind: 'literal',
      value: numberValue(source.text.slice(start, end)) ?? Number.NaN,
      ...source.piece(start, end),
    });
  }

  private readonly number: (start: number, end: number) => Expression;

  /** The next token; blanks and comments before it are passed over. */
  peek(mode: LexingMode): Token {
    const from = this.at;
    if (this.last?.from === from && this.last.mode === mode) return this.last.token;
    const start = this.blanksEnd(from);
    const token = this.tokenAt(start, mode);
    // what is expanded in a string was read from here
    this.at = from;
    this.last = { from, mode, token };
    return token;
  }

  /** Goes on behind a token. */
  take(token: Token): void {
    this.at = token.end;
  }

  /** Passes over blanks, comments and line breaks; with `separators` over semicolons, too. */
  skipLines(separators = false): void {
    for (;;) {
      this.at = this.blanksEnd(this.at);
      const char = this.text[this.at];
      if (char === undefined || !(NEWLINE.test(char) || (separators && char === ';'))) return;
      this.at++;
    }
  }

  /** The character where the last token ended: what is tied to it begins here. */
  get char(): string {
    return this.text[this.at] ?? '';
  }

  /** A failure at an index; a backtick that does not continue the line before it is what is wrong. */
  failure(index: number, message: string, hint: string): ParseFailure {
    const loose = this.looseBacktick;
    if (loose === null || index <= loose.lineEnd || NEWLINE.test(this.text.slice(loose.lineEnd, index).trimStart())) {
      return new ParseFailure(index, message, hint);
    }
    return new ParseFailure(loose.at, 'this backtick does not continue the line', 'remove the blanks behind it');
  }

  private blanksEnd(from: number): number {
    const { text } = this;
    let at = from;
    for (;;) {
      const char = text[at];
      if (char === undefined) return at;
      if (char === ' ' || BLANK.test(char)) at++;
      else if (char === '#') at = lineCommentEnd(text, at);
      else if (char === '<' && text[at + 1] === '#') at = this.commentEnd(at);
      else if (char === '`') {
        const end = this.continued(at);
        if (end === at) return at;
        at = end;
      } else return at;
    }
  }

  private commentEnd(start: number): number {
    const end = this.text.indexOf('#>', start + 2);
    if (end === -1) throw new ParseFailure(start, 'the comment that starts here has no end', 'close it with #>');
    return end + 2;
  }

  /** Behind a backtick that continues the line, or has blanks behind it; else the backtick. */
  private continued(at: number): number {
    const { text } = this;
    const next = text[at + 1];
    if (next === undefined) return at + 1;
    if (next === '\r' && text[at + 2] === '\n') return at + 3;
    if (NEWLINE.test(next)) return at + 2;
    if (!BLANK.test(next)) return at;
    let end = at + 1;
    while (end < text.length && BLANK.test(text[end])) end++;
    if (end < text.length && NEWLINE.test(text[end])) this.looseBacktick = { at, lineEnd: end };
    return end;
  }

  private tokenAt(start: number, mode: LexingMode): Token {
    const { text } = this;
    const char = text[start];
    if (char === undefined) return token('end', start, start);
    if (NEWLINE.test(char)) {
      return token('newline', start, start + (char === '\r' && text[start + 1] === '\n' ? 2 : 1));
    }
    if (SINGLE_QUOTE.test(char) || DOUBLE_QUOTE.test(char)) return this.stringAt(start);
    if (char === '@') {
      const here = /['"\u2018-\u201e]/.test(text[start + 1] ?? ' ') ? this.stringAt(start) : null;
      if (here !== null) return here;
    }
    REDIRECTION.lastIndex = start;
    const redirection = /[1-6*>]/.test(char) ? REDIRECTION.exec(text) : null;
    if (redirection !== null) return token('redirection', start, REDIRECTION.lastIndex, redirection[0]);
    if (char === '<') {
      throw new ParseFailure(start, 'the operator < is reserved and does nothing', 'pipe the text into the command');
    }
    return mode === 'expression' ? this.inExpression(start, char) : this.inArgument(start, char);
  }

  private stringAt(start: number): Token {
    const known = this.strings.get(start);
    if (known !== undefined) return known;
    const read = this.text[start] === '@' ? this.quoted.hereString(start) : this.quoted.string(start);
    const { value: expression, end } = read!;
    const made: Token = { kind: 'string', start, end, value: '', expression };
    this.strings.set(start, made);
    return made;
  }

  private inExpression(start: number, char: string): Token {
    const { text } = this;
    if (DASH.test(char)) return this.dashed(start);
    if (char === '$' || char === '@') {
      const variable = this.variableAt(start);
      if (variable !== null) return variable;
    }
    if (/\d/.test(char) || (char === '.' && /\d/.test(text[start + 1] ?? ' '))) {
      const end = this.numberEnd(start);
      const next = text[end] ?? ' ';
      if (end > start && !IDENTIFIER_PART.test(next) && next !== '$') return this.numberToken(start, end);
    } else {
      for (const sign of SIGNS.get(char) ?? []) {
        if (text.startsWith(sign, start)) return token('symbol', start, start + sign.length, sign);
      }
    }
    let end = start + 1;
    while (end < text.length && IDENTIFIER_PART.test(text[end])) end++;
    return token('word', start, end, text.slice(start, end));
  }

  /** What begins with a dash in an expression: an operator. */
  private dashed(start: number): Token {
    const { text } = this;
    const next = text[start + 1] ?? ' ';
    if (DASH.test(next)) return token('symbol', start, start + 2, '--');
    if (next === '=') return token('symbol', start, start + 2, '-=');
    let end = start + 1;
    while (end < text.length && IDENTIFIER_PART.test(text[end])) end++;
    const operator = end === start + 1 ? null : operatorNamed(text.slice(start + 1, end));
    if (operator !== null) return token('operator', start, end, operator);
    return token('symbol', start, start + 1, '-');
  }

  private numberEnd(start: number): number {
    NUMBER.lastIndex = start;
    return NUMBER.test(this.text) ? NUMBER.lastIndex : start;
  }

  private numberToken(start: number, end: number): Token {
    return { kind: 'number', start, end, value: '', expression: this.number(start, end) };
  }

  private variableAt(start: number): Token | null {
    const next = this.text[start + 1];
    if (next === '(' || (this.text[start] === '@' && next === '{')) return null;
    const read = this.quoted.variable(start);
    return read === null ? null : { kind: 'variable', start, end: read.end, value: '', expression: read.value };
  }

  private inArgument(start: number, char: string): Token {
    const { text } = this;
    for (const sign of ENDS.get(char) ?? []) {
      if (text.startsWith(sign, start)) return token('symbol', start, start + sign.length, sign);
    }
    if (char === '$' || char === '@') {
      const variable = this.variableAt(start);
      // what is tied to a variable makes a word of it, but for a property, an element, a static member
      if (variable !== null && (char === '@' || endsVariable(text, variable.end))) return variable;
    }
    const signed = DASH.test(char) || char === '+' ? start + 1 : start;
    const numberEnd = /[\d.]/.test(text[signed] ?? ' ') ? this.numberEnd(signed) : signed;
    if (numberEnd > signed && (numberEnd >= text.length || WORD_END.test(text[numberEnd]))) {
      const number = this.numberToken(start, numberEnd);
      const { expression } = number;
      if (expression?.kind === 'literal' && !Number.isNaN(expression.value)) return number;
    }
    const parameter = DASH.test(char) ? this.parameterAt(start) : null;
    return parameter ?? this.wordAt(start);
  }

  /** `-Name`, `-Name:`, `--`, `--%`; null = a word that begins with a dash. */
  private parameterAt(start: number): Token | null {
    const { text } = this;
    const next = text[start + 1] ?? ' ';
    if (DASH.test(next)) {
      if (text[start + 2] === '%') {
        return token('verbatim', start, lineEnd(text, start), text.slice(start + 3, lineEnd(text, start)).trim());
      }
      return start + 2 >= text.length || WORD_END.test(text[start + 2]) ? token('dashes', start, start + 2) : null;
    }
    if (!/[\p{L}_?]/u.test(next)) return null;
    PARAMETER.lastIndex = start + 1;
    const name = PARAMETER.exec(text)![0];
    const end = PARAMETER.lastIndex;
    // quotes make a word of it
    if (SINGLE_QUOTE.test(text[end] ?? ' ') || DOUBLE_QUOTE.test(text[end] ?? ' ')) return null;
    return token('parameter', start, text[end] === ':' ? end + 1 : end, name);
  }

  private wordAt(start: number): Token {
    const known = this.words.get(start);
    if (known !== undefined) return known;
    const { value: expression, end } = this.quoted.word(start);
    const made: Token = { kind: 'word', start, end, value: this.text.slice(start, end), expression };
    this.words.set(start, made);
    return made;
  }
}

function endsVariable(text: string, end: number): boolean {
  return end >= text.length || WORD_END.test(text[end]) || text[end] === '.' || text[end] === '[' || text[end] === ':';
}

function token(kind: Token['kind'], start: number, end: number, value = ''): Token {
  return { kind, start, end, value, expression: null };
}
