// A scanner before the grammar: rewrites what the grammar does not know to something of the same length, and finds
// what is never closed.
import { DASH, DOUBLE_QUOTE, numberValue, SINGLE_QUOTE } from './literal.js';
import { excerpt, type ParseProblem, parseProblem } from './problem.js';

/** Brackets inside one another that a script may have. */
const DEPTH_MAX = 100;

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '"': '"' };

/** What is open where the reader stands. `soft` square brackets may stay open: a bare word can hold one. */
interface Open {
  readonly kind: '(' | '{' | '[' | '"';
  readonly at: number;
  /** the block of a `switch`, or the parentheses of a `param` */
  readonly of: 'switch' | 'param' | null;
}

type TokenKind = 'word' | 'value' | 'comma' | 'break' | 'open' | 'close' | 'pipe';

interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** stands where a statement begins */
  readonly first: boolean;
  /** inside square brackets: attributes and types */
  readonly bracketed: boolean;
}

/**
 * Rewrites what the grammar does not know, each to something of the same length, so that every position still
 * holds; the values are then taken from the script as typed. Typographic quotes and dashes, other white space,
 * lists of bare words (`a,b`), a clause of a `switch` or a statement behind `param(…)` on the same line, and a
 * method called ForEach. Also finds what is opened and never closed, with the place where it opens.
 */
export function normalizeScript(text: string, nothing: ParseProblem): string | ParseProblem {
  return new ScriptNormalizer(text).run(nothing);
}

class ScriptNormalizer {
  private readonly normalized: string[];
  private readonly tokens: Token[] = [];
  private readonly open: Open[] = [];
  private at = 0;
  /** depth at which the block of a `switch` is awaited */
  private switchDepth = -1;

  constructor(private readonly text: string) {
    this.normalized = text.split('');
  }

  run(nothing: ParseProblem): string | ParseProblem {
    while (this.at < this.text.length) {
      const problem = this.top()?.kind === '"' ? this.inString() : this.inCode();
      if (problem !== null) return problem;
      if (this.open.length > DEPTH_MAX) {
        return parseProblem(this.at + 1, `more than ${DEPTH_MAX} brackets are open here`);
      }
    }
    const left = this.open.findLast((each) => each.kind !== '[');
    if (left !== undefined) return unclosed(left);
    if (this.tokens.every(({ kind }) => kind === 'break')) return nothing;
    this.normalizeLists();
    // the grammar wants an end of line behind `param(…)`
    return `${this.normalized.join('')}\n`;
  }

  private top(): Open | undefined {
    return this.open.at(-1);
  }

  private inCode(): ParseProblem | null {
    const { text, at } = this;
    const char = text[at];
    if (char === '`') return this.backtick();
    if (char === '\n' || char === '\r') this.lineBreak();
    else if (/\s/.test(char) || char === '\u0085') this.normalized[this.at++] = ' ';
    else if (char === '#') this.at = lineEnd(text, at);
    else if (text.startsWith('<#', at)) return this.comment();
    else if (text[at] === '@' && hereString(text, at)) return this.hereString();
    else if (SINGLE_QUOTE.test(char)) return this.singleQuoted();
    else if (DOUBLE_QUOTE.test(char)) {
      this.normalized[at] = '"';
      this.open.push({ kind: '"', at, of: null });
      this.at++;
    } else if (char === ';') this.push('break', 1);
    else if (char === '|' || char === '&') this.push('pipe', 1);
    else if (char === ',') this.push('comma', 1);
    else if (char === '(' || char === '{' || char === '[') this.bracket(char);
    else if (char === ')' || char === '}' || char === ']') return this.closing(char);
    else this.word();
    return null;
  }

  /** Behind a comma a list goes on in the next line. */
  private lineBreak(): void {
    if (this.tokens.at(-1)?.kind === 'comma') this.at++;
    else this.push('break', 1);
  }

  private push(kind: TokenKind, length: number): void {
    const first = this.atStart();
    const bracketed = this.open.some((each) => each.kind === '[') && this.top()?.kind !== '{';
    this.tokens.push({ kind, start: this.at, end: this.at + length, first, bracketed });
    this.at += length;
  }

  /** Whether a statement would begin here. */
  private atStart(): boolean {
    const last = this.tokens.at(-1);
    return last === undefined || last.kind === 'break' || last.kind === 'open' || last.kind === 'pipe';
  }

  private backtick(): ParseProblem | null {
    const rest = this.text.slice(this.at + 1, this.at + 200);
    if (/^[^\S\r\n]+(?:[\r\n]|$)/.test(rest)) {
      const hint = 'remove the blanks behind it';
      return parseProblem(this.at + 1, 'this backtick does not continue the line', hint);
    }
    // an escaped line end separates, and whatever else is escaped is part of a word
    this.at += rest.startsWith('\r\n') ? 3 : 2;
    return null;
  }

  private comment(): ParseProblem | null {
    const end = this.text.indexOf('#>', this.at + 2);
    if (end === -1) {
      return parseProblem(this.at + 1, 'the comment that starts here has no end', 'close it with #>');
    }
    this.at = end + 2;
    return null;
  }

  /** `@'` or `@"`: what it holds needs no rewriting, only its quotes. */
  private hereString(): ParseProblem | null {
    const single = SINGLE_QUOTE.test(this.text[this.at + 1]);
    const end = single
      ? /\n['\u2018-\u201b]@/.exec(this.text.slice(this.at))
      : /\n["\u201c-\u201e]@/.exec(this.text.slice(this.at));
    if (end === null) {
      const hint = `close it with ${single ? "'" : '"'}@ at the start of a line`;
      return parseProblem(this.at + 1, 'the here-string that starts here has no end', hint);
    }
    const quote = single ? "'" : '"';
    this.normalized[this.at + 1] = quote;
    this.normalized[this.at + end.index + 1] = quote;
    this.push('value', end.index + 3);
    return null;
  }

  private singleQuoted(): ParseProblem | null {
    const { text } = this;
    let i = this.at + 1;
    for (; i < text.length; i++) {
      if (!SINGLE_QUOTE.test(text[i])) continue;
      this.normalized[i] = "'";
      if (i + 1 === text.length || !SINGLE_QUOTE.test(text[i + 1])) break;
      this.normalized[++i] = "'";
    }
    if (i >= text.length) {
      return parseProblem(this.at + 1, 'the string that starts here has no end', 'close the quote');
    }
    this.normalized[this.at] = "'";
    this.push('value', i + 1 - this.at);
    return null;
  }

  /** Inside double quotes, up to the closing one or to a `$(`. */
  private inString(): ParseProblem | null {
    const { text } = this;
    while (this.at < text.length) {
      const char = text[this.at];
      if (char === '`') this.at += 2;
      else if (char === '$' && text[this.at + 1] === '(') {
        this.open.push({ kind: '(', at: this.at + 1, of: null });
        this.at += 2;
        this.tokens.push({ kind: 'open', start: this.at, end: this.at, first: false, bracketed: false });
        return null;
      } else if (!DOUBLE_QUOTE.test(char)) this.at++;
      else if (this.at + 1 < text.length && DOUBLE_QUOTE.test(text[this.at + 1])) {
        this.normalized[this.at++] = '"';
        this.normalized[this.at++] = '"';
      } else {
        this.normalized[this.at++] = '"';
        const start = this.open.pop()?.at ?? 0;
        this.tokens.push({ kind: 'value', start, end: this.at, first: false, bracketed: false });
        return null;
      }
    }
    return null;
  }

  private bracket(char: '(' | '{' | '['): void {
    const last = this.tokens.at(-1);
    let of: Open['of'] = null;
    if (char === '{' && this.switchDepth === this.open.length) {
      of = 'switch';
      this.switchDepth = -1;
    } else if (char === '(' && last !== undefined && this.wordOf(last) === 'param') of = 'param';
    if (char === '[') {
      this.open.push({ kind: char, at: this.at, of });
      this.at++;
      return;
    }
    this.push('open', 1);
    this.open.push({ kind: char, at: this.at - 1, of });
  }

  private closing(char: ')' | '}' | ']'): ParseProblem | null {
    if (char === ']') {
      if (this.top()?.kind === '[') this.open.pop();
      this.at++;
      return null;
    }
    while (this.top()?.kind === '[') this.open.pop();
    const opened = this.open.pop();
    if (opened === undefined || CLOSING[opened.kind] !== char) {
      const hint = opened === undefined ? '' : `what is open is the ${opened.kind} before it`;
      return parseProblem(this.at + 1, `this ${char} closes nothing`, hint);
    }
    // back in a string whose sub-expression ends here
    if (this.top()?.kind === '"') {
      this.at++;
      return null;
    }
    this.push('close', 1);
    const breaks = (char === '}' && this.top()?.of === 'switch') || opened.of === 'param';
    if (!breaks) return null;
    this.push('break', 0);
    if (/[ \t]/.test(this.text[this.at] ?? '')) this.normalized[this.at++] = '\n';
    return null;
  }

  private word(): void {
    const { text, at } = this;
    const end = wordEnd(text, at);
    if (DASH.test(text[at])) this.normalized[at] = '-';
    if (this.atStart()) for (let i = at; i < end; i++) if (DASH.test(text[i])) this.normalized[i] = '-';
    const word = text.slice(at, end);
    // the assignment begins a statement of its own behind it
    const assigns = /^(?:[-+*/%]?=)$/.test(word) || (word.startsWith('$') && word.endsWith('='));
    if (this.atStart() && word.toLowerCase() === 'switch') this.switchDepth = this.open.length;
    if (/\.foreach$/i.test(word) && text[end] === '(') this.normalized[end - 4] = 'x';
    // `$PSScriptRoot\x.log` as an argument is one string; `.` and `&` take it as it is
    const path = /^\$(?:\w+|\{[^}]*\}|\w+:\w+)\\/.test(word) && !this.atStart();
    const called = /^[.&]$/.test(text.slice(this.tokens.at(-1)?.start ?? at, this.tokens.at(-1)?.end ?? at));
    this.push(assigns ? 'pipe' : 'word', end - at);
    if (path && !called) this.quote(at, end);
  }

  private wordOf(token: Token): string {
    return this.text.slice(token.start, token.end).toLowerCase();
  }

  /** Makes the bare words on both sides of a comma look like quoted ones, and moves the comma up to its list. */
  private normalizeLists(): void {
    this.tokens.forEach((token, index) => {
      if (token.kind !== 'comma' || token.bracketed) return;
      const before = this.tokens[index - 1];
      const after = this.tokens[index + 1];
      // a list does not begin with the name of a command
      if (before === undefined || before.first) return;
      this.quoteWord(before);
      if (after !== undefined) this.quoteWord(after);
      if (before.kind !== 'word' && before.kind !== 'value' && before.kind !== 'close') return;
      if (!/^ +$/.test(this.normalized.slice(before.end, token.start).join(''))) return;
      if (before.kind === 'word' && DASH.test(this.text[before.start])) return;
      this.normalized[token.start] = ' ';
      this.normalized[before.end] = ',';
    });
  }

  private quoteWord(token: Token): void {
    if (token.kind !== 'word') return;
    const { text } = this;
    // of `-Name:word` only the word
    const name = DASH.test(text[token.start]) ? /^.[^:]*:/.exec(text.slice(token.start, token.end)) : null;
    const start = token.start + (name?.[0].length ?? 0);
    const word = text.slice(start, token.end);
    if (word === '' || DASH.test(word[0]) || /[$<>`@#[\]=]/.test(word)) return;
    if (/^[\d.]+\.\.[\d.]+$/.test(word)) return;
    if (numberValue(word) !== null) return this.plainNumber(token.end);
    // `(…).Name`, `"…".Length`: no word of its own
    if (name === null && !/[\s,:]/.test(text[start - 1] ?? ' ')) return;
    if (word.length === 1) {
      this.normalized[start] = '0';
      return;
    }
    this.quote(start, token.end);
  }

  /** A multiplier (`1KB`) becomes digits. */
  private plainNumber(end: number): void {
    if (!/^[kmgtp]b$/i.test(this.text.slice(end - 2, end))) return;
    for (const i of [end - 2, end - 1]) this.normalized[i] = '0';
  }

  private quote(start: number, end: number): void {
    for (let i = start; i < end; i++) this.normalized[i] = 'x';
    this.normalized[start] = "'";
    this.normalized[end - 1] = "'";
  }
}

function unclosed({ kind, at }: Open): ParseProblem {
  if (kind === '"') return parseProblem(at + 1, 'the string that starts here has no end', 'close the quote');
  return parseProblem(at + 1, `this ${kind} is never closed`, `close it with ${CLOSING[kind]}`);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function hereString(text: string, at: number): boolean {
  return /^@['"\u2018-\u201e][ \t]*\r?\n/.test(text.slice(at, at + 200));
}

function wordEnd(text: string, from: number): number {
  const variable = text[from] === '$';
  let end = from + 1;
  while (end < text.length && !/[\s\u0085(){};|&,[\]'"\u2018-\u201e`]/.test(text[end])) {
    if (variable && text[end] === '#') break;
    end++;
  }
  return end;
}

/** What to say where the grammar could not go on. */
export function notUnderstoodFrom(text: string, at: number, hint: string): ParseProblem {
  // a node may begin with the white space before it
  const start = at + /^\s*/.exec(text.slice(at, at + 10_000))![0].length;
  const near = excerpt(text.slice(start, start + 200).split(/\r?\n/, 1)[0]);
  if (near !== '') return parseProblem(start + 1, `not understood from "${near}" on`, hint);
  // what is missing is missing at the end of this line
  const before = text.slice(0, start).trimEnd();
  const line = excerpt(before.slice(Math.max(before.lastIndexOf('\n') + 1, before.length - 200)));
  return parseProblem(Math.max(before.length, 1), `not understood: "${line}"`, hint);
}
