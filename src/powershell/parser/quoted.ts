// Part of the lexer: variables, quoted strings, here-strings and bare words, with what is expanded in them.
import { BLANK, DOUBLE_QUOTE, ESCAPE, NAME_PART, NEWLINE, SINGLE_QUOTE, WORD_END } from './literal.js';
import { ParseFailure } from './parse-failure.js';
import type { SourceText } from './source-text.js';
import type { Expression, ExpressionOf } from './syntax.js';

/** What stands for itself between double quotes, and in a bare word. */
const PLAIN = /[^"\u201c-\u201e`$]+/y;
const PLAIN_WORD = /[^\s\u0085;,|&(){}<>'"\u2018-\u201e`$]+/y;

/** Reads the `$( … )` that begins at an index, and says where it ends. */
export type SubExpressionReader = (start: number) => { readonly expression: Expression; readonly end: number };

/** Something that was read, and where it ends. */
interface Read<T> {
  readonly value: T;
  readonly end: number;
}

/** Reads what is quoted or stands for itself in a script. */
export class QuotedText {
  private readonly text: string;

  constructor(
    private readonly source: SourceText,
    private readonly subExpression: SubExpressionReader,
  ) {
    this.text = source.text;
  }

  /** The variable at a `$` or `@`; null = the sign stands for itself. */
  variable(start: number): Read<ExpressionOf<'variable'>> | null {
    const { text } = this;
    if (text[start + 1] === '{') return text[start] === '$' ? this.braced(start) : null;
    if (text[start] === '$' && /[$^?]/.test(text[start + 1] ?? ' ')) return this.named(start, start + 2);
    let end = start + 1;
    for (;;) {
      while (end < text.length && NAME_PART.test(text[end])) end++;
      if (end === start + 1 || text[end] !== ':' || text[end + 1] === ':') break;
      if (end + 1 >= text.length || !NAME_PART.test(text[end + 1])) {
        const name = text.slice(start + 1, end);
        const message = `"${text.slice(start, end + 1)}": a colon behind a name asks for the name of a variable`;
        throw new ParseFailure(start, message, `write \${${name}}: if the colon is text`);
      }
      end++;
    }
    return end === start + 1 ? null : this.named(start, end);
  }

  private braced(start: number): Read<ExpressionOf<'variable'>> {
    const { text } = this;
    let end = start + 2;
    while (end < text.length && text[end] !== '}') end += text[end] === '`' ? 2 : 1;
    if (end >= text.length) {
      throw new ParseFailure(start, 'this ${ is never closed', 'close it with }');
    }
    return this.named(start, end + 1);
  }

  private named(start: number, end: number): Read<ExpressionOf<'variable'>> {
    const piece = this.source.piece(start, end);
    const bare = piece.text[1] === '{' ? piece.text.slice(2, -1).replace(/`(.)/gs, '$1') : piece.text.slice(1);
    const colon = bare.indexOf(':');
    const scope = colon > 0 ? bare.slice(0, colon).toLowerCase() : null;
    const name = colon > 0 ? bare.slice(colon + 1) : bare;
    return { value: { kind: 'variable', scope, name, splatted: piece.text[0] === '@', ...piece }, end };
  }

  /** A string at a quote. */
  string(start: number): Read<Expression> {
    return SINGLE_QUOTE.test(this.text[start]) ? this.singleQuoted(start) : this.doubleQuoted(start);
  }

  private singleQuoted(start: number): Read<Expression> {
    const { value, end } = this.single(start);
    return { value: { kind: 'literal', value, ...this.source.piece(start, end) }, end };
  }

  private single(start: number): Read<string> {
    const { text } = this;
    let value = '';
    let from = start + 1;
    for (let i = from; i < text.length; i++) {
      if (!SINGLE_QUOTE.test(text[i])) continue;
      value += text.slice(from, i);
      if (i + 1 >= text.length || !SINGLE_QUOTE.test(text[i + 1])) return { value, end: i + 1 };
      // a doubled quote stands for one
      value += text[i++];
      from = i + 1;
    }
    throw new ParseFailure(start, 'the string that starts here has no end', 'close the quote');
  }

  private doubleQuoted(start: number): Read<Expression> {
    const parts = new Parts();
    const end = this.double(start, parts);
    return { value: parts.expression(this.source.piece(start, end)), end };
  }

  /** Adds what stands between double quotes; gives the place behind it. */
  private double(start: number, parts: Parts): number {
    const { text } = this;
    let i = start + 1;
    while (i < text.length) {
      PLAIN.lastIndex = i;
      if (PLAIN.test(text)) {
        parts.add(text.slice(i, PLAIN.lastIndex));
        i = PLAIN.lastIndex;
        continue;
      }
      const char = text[i];
      if (!DOUBLE_QUOTE.test(char)) i = this.expanded(i, parts);
      else if (i + 1 < text.length && DOUBLE_QUOTE.test(text[i + 1])) {
        parts.add(char);
        i += 2;
      } else return i + 1;
    }
    throw new ParseFailure(start, 'the string that starts here has no end', 'close the quote');
  }

  /** One character of a text that is expanded, or what a backtick or a dollar sign makes of it. */
  private expanded(at: number, parts: Parts): number {
    const { text } = this;
    const char = text[at];
    if (char === '`' && at + 1 < text.length) {
      const next = text[at + 1];
      parts.add(Object.hasOwn(ESCAPE, next) ? ESCAPE[next] : next);
      return at + 2;
    }
    if (char !== '$') {
      parts.add(char);
      return at + 1;
    }
    if (text[at + 1] === '(') {
      const { expression, end } = this.subExpression(at);
      parts.addExpression(expression);
      return end;
    }
    const variable = this.variable(at);
    if (variable === null) {
      parts.add(char);
      return at + 1;
    }
    parts.addExpression(variable.value);
    return variable.end;
  }

  /** A here-string at its `@`; null = none begins here. */
  hereString(start: number): Read<Expression> | null {
    const { text } = this;
    const quote = text[start + 1] ?? '';
    const single = SINGLE_QUOTE.test(quote);
    if (!single && !DOUBLE_QUOTE.test(quote)) return null;
    let header = start + 2;
    while (header < text.length && BLANK.test(text[header])) header++;
    if (header < text.length && !NEWLINE.test(text[header])) {
      const message = 'nothing may stand behind the beginning of a here-string';
      throw new ParseFailure(header, message, 'begin its text in the next line');
    }
    const parts = new Parts();
    let i = header;
    for (;;) {
      if (i >= text.length) {
        const hint = `close it with ${single ? "'" : '"'}@ at the start of a line`;
        throw new ParseFailure(start, 'the here-string that starts here has no end', hint);
      }
      const line = lineBreak(text, i);
      if (line > 0 && text[i + line + 1] === '@') {
        const closing = text[i + line];
        if (single ? SINGLE_QUOTE.test(closing) : DOUBLE_QUOTE.test(closing)) break;
      }
      if (line > 0) {
        // the line break behind the beginning is no part of the text
        if (i !== header) parts.add(text.slice(i, i + line));
        i += line;
      } else if (single) parts.add(text[i++]);
      else i = this.expanded(i, parts);
    }
    const end = i + lineBreak(text, i) + 2;
    return { value: parts.expression(this.source.piece(start, end)), end };
  }

  /** A bare word of a command: it stands for itself, with quotes taken off and variables expanded. */
  word(start: number): Read<Expression> {
    const { text } = this;
    const parts = new Parts();
    let i = start;
    while (i < text.length && !WORD_END.test(text[i])) {
      const char = text[i];
      PLAIN_WORD.lastIndex = i;
      if (PLAIN_WORD.test(text)) {
        parts.add(text.slice(i, PLAIN_WORD.lastIndex));
        i = PLAIN_WORD.lastIndex;
      } else if (SINGLE_QUOTE.test(char)) {
        const { value, end } = this.single(i);
        parts.add(value);
        i = end;
      } else if (DOUBLE_QUOTE.test(char)) i = this.double(i, parts);
      else i = this.expanded(i, parts);
    }
    return { value: parts.expression(this.source.piece(start, i)), end: i };
  }
}

/** How long the line break at an index is; 0 = there is none. */
function lineBreak(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return 2;
  return at < text.length && NEWLINE.test(text[at]) ? 1 : 0;
}

/** Texts and expressions, one after another. */
class Parts {
  private readonly parts: (string | Expression)[] = [];
  private open = '';

  add(text: string): void {
    this.open += text;
  }

  addExpression(expression: Expression): void {
    this.close();
    this.parts.push(expression);
  }

  private close(): void {
    if (this.open !== '') this.parts.push(this.open);
    this.open = '';
  }

  /** All of it: a literal where nothing is expanded. */
  expression(piece: Pick<Expression, 'at' | 'text'>): Expression {
    if (this.parts.length === 0) return { kind: 'literal', value: this.open, ...piece };
    this.close();
    return { kind: 'expandable', parts: this.parts, ...piece };
  }
}
