import { DASH, DOUBLE_QUOTE, SINGLE_QUOTE } from './literal.js';
import { type ParseProblem, parseProblem } from './problem.js';

/** No cmdlet line comes near it; the grammar's recovery from errors takes seconds on tens of thousands. */
const WORDS_MAX = 2000;

/**
 * The grammar does not know three things that PowerShell does: typographic quotes and dashes, white space
 * other than blanks, and lists of bare words (`a,b`). They are rewritten before the grammar reads the line,
 * each to something of the same length, so that every position still holds; the values are then taken from
 * the line as typed. The grammar stays the judge of the line's structure.
 */
export function maskForGrammar(text: string): string | ParseProblem {
  // by UTF-16 units, as positions count (a string's own iterator goes by code points)
  const masked = text.split('');
  const tokens: Token[] = [];
  let depth = 0;
  let i = 0;
  while (i < text.length) {
    if (tokens.length > WORDS_MAX) return parseProblem(i + 1, `the line has more than ${WORDS_MAX} words`);
    const char = text[i];
    if (/^`[^\S\r\n]+[\r\n]/.test(text.slice(i, i + 200)))
      return noContinuation(i, 'remove the blanks behind it');
    if (char === '`') i += text[i + 1] === '\r' && text[i + 2] === '\n' ? 3 : 2;
    else if (isNewline(char)) i++;
    else if (isSpace(char)) masked[i++] = ' ';
    else if (char === '#') i = endOf(text, i, '\n');
    else if (text.startsWith('<#', i)) i = endOf(text, i, '#>');
    else if (/^@['"\u2018-\u201e][ \t]*[\r\n]/.test(text.slice(i, i + 40))) {
      // a here-string: refused later, and what it holds needs no rewriting
      break;
    } else if (SINGLE_QUOTE.test(char) || DOUBLE_QUOTE.test(char)) {
      const end = maskString(text, i, masked);
      if (end === null)
        return parseProblem(i + 1, 'the string that starts here has no end', 'close the quote');
      tokens.push({ kind: 'string', start: i, end });
      i = end;
    } else if (char === ',') {
      if (depth === 0) tokens.push({ kind: 'comma', start: i, end: i + 1 });
      i++;
    } else if (/[(){};|&]/.test(char)) {
      if (char === '(' || char === '{') depth++;
      if (char === ')' || char === '}') depth--;
      tokens.push({ kind: 'other', start: i, end: ++i });
    } else {
      const end = wordEnd(text, i);
      if (/^`[\r\n]/.test(text.slice(end - 1, end + 1)))
        return noContinuation(end - 1, 'put a blank before it');
      if (DASH.test(char)) masked[i] = '-';
      if (tokens.length === 0) maskDashes(text, i, end, masked);
      if (depth === 0) tokens.push({ kind: 'word', start: i, end });
      i = end;
    }
  }
  if (tokens.length === 0) return parseProblem(1, 'a cmdlet is expected', 'write for example Get-CsPool');
  maskLists(text, tokens, masked);
  return masked.join('');
}

function noContinuation(at: number, hint: string): ParseProblem {
  return parseProblem(at + 1, 'this backtick does not continue the line', hint);
}

interface Token {
  readonly kind: 'word' | 'string' | 'comma' | 'other';
  readonly start: number;
  readonly end: number;
}

function isNewline(char: string): boolean {
  return char === '\n' || char === '\r';
}

function isSpace(char: string): boolean {
  return char === '\u0085' || (/\s/.test(char) && char !== '\ufeff');
}

function endOf(text: string, from: number, closing: string): number {
  const at = text.indexOf(closing, from);
  return at === -1 ? text.length : at + closing.length;
}

function wordEnd(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length && !/[\s\u0085(){};|&,]/.test(text[end])) end++;
  return end;
}

/** The verb and the noun of a cmdlet may be joined by any dash. */
function maskDashes(text: string, from: number, to: number, masked: string[]): void {
  for (let i = from; i < to; i++) if (DASH.test(text[i])) masked[i] = '-';
}

/** Makes the quotes of a string straight ones; returns where it ends, or null. */
function maskString(text: string, start: number, masked: string[]): number | null {
  const single = SINGLE_QUOTE.test(text[start]);
  const quote = single ? SINGLE_QUOTE : DOUBLE_QUOTE;
  const straight = single ? "'" : '"';
  masked[start] = straight;
  for (let i = start + 1; i < text.length; i++) {
    if (!single && text[i] === '`') {
      i++;
    } else if (quote.test(text[i])) {
      masked[i] = straight;
      if (i + 1 === text.length || !quote.test(text[i + 1])) return i + 1;
      masked[++i] = straight;
    }
  }
  return null;
}

/** Makes the bare words on both sides of a comma look like quoted ones, and moves the comma up to its list. */
function maskLists(text: string, tokens: readonly Token[], masked: string[]): void {
  tokens.forEach((token, index) => {
    if (token.kind !== 'comma') return;
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    if (after !== undefined) maskWord(text, after, masked);
    // a list does not begin with the cmdlet's name
    if (index < 2) return;
    maskWord(text, before, masked);
    // `a ,b` is a list too: the comma changes places with the blanks before it
    if (!/^ +$/.test(masked.slice(before.end, token.start).join(''))) return;
    if (before.kind === 'word' && /^-\D/.test(masked.slice(before.start, before.end).join(''))) return;
    masked[token.start] = ' ';
    masked[before.end] = ',';
  });
}

function maskWord(text: string, token: Token, masked: string[]): void {
  if (token.kind !== 'word') return;
  // of `-Name:word` only the word
  const name = DASH.test(text[token.start]) ? /^.[^:]*:/.exec(text.slice(token.start, token.end)) : null;
  const start = token.start + (name?.[0].length ?? 0);
  const word = text.slice(start, token.end);
  if (word === '' || DASH.test(word[0]) || /[$<>`'"\u2018-\u201e@#[\]]/.test(word)) return;
  if (word.length === 1) {
    masked[start] = '0';
    return;
  }
  for (let i = start; i < token.end; i++) masked[i] = 'x';
  masked[start] = "'";
  masked[token.end - 1] = "'";
}
