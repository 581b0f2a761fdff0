import type { ParsedValue } from '../../domain/command.js';
import { excerpt, type ParseProblem, parseProblem } from './problem.js';

/** What PowerShell takes for a single quote: the straight one and its typographic variants. */
export const SINGLE_QUOTE = /['\u2018-\u201b]/;
/** What it takes for a double quote. */
export const DOUBLE_QUOTE = /["\u201c-\u201e]/;
/** What it takes for the dash of a parameter: hyphen, en dash, em dash, horizontal bar. */
export const DASH = /[-\u2013-\u2015]/;

const MULTIPLIER: Readonly<Record<string, number>> = {
  '': 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
  pb: 1024 ** 5,
};

/** Escapes of a double-quoted string; any other character after a backtick stands for itself. */
export const ESCAPE: Readonly<Record<string, string>> = {
  0: '\0',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const LITERAL_HINT = 'write the value itself; what has to be computed belongs in a .ps1 runbook';

/** `a drill step takes literal values`: what was met instead, and where. */
export function notLiteral(what: string, column: number, hint = LITERAL_HINT): ParseProblem {
  return parseProblem(column, `a drill step takes literal values, not ${what}`, hint);
}

/** The value of one literal as it stands in the line: quoted, bare, a number, `$true`, `$false`, `$null`. */
export function literalValue(text: string, column: number): ParsedValue | ParseProblem {
  if (SINGLE_QUOTE.test(text[0])) return { kind: 'string', text: singleQuoted(text), column };
  if (DOUBLE_QUOTE.test(text[0])) return doubleQuoted(text, column);
  if (text[0] === '$') return constant(text, column);
  if (text[0] === '@') return notLiteral(`the splatted ${excerpt(text)}`, column);
  const value = numberValue(text);
  if (value !== null) return { kind: 'number', value, text, column };
  return bareWord(text, column);
}

function singleQuoted(text: string): string {
  return text.slice(1, -1).replace(/(['\u2018-\u201b])['\u2018-\u201b]/g, '$1');
}

function doubleQuoted(text: string, column: number): ParsedValue | ParseProblem {
  const inner = text.slice(1, -1);
  let result = '';
  for (let i = 0; i < inner.length; i++) {
    const char = inner[i];
    const next = inner[i + 1] ?? '';
    if (char === '`') {
      result += Object.hasOwn(ESCAPE, next) ? ESCAPE[next] : next;
      i++;
    } else if (char === '$' && /[\p{L}\p{N}_?^$:{(]/u.test(next)) {
      const hint = 'use single quotes if the dollar sign is meant';
      return notLiteral(`"${excerpt(inner.slice(i))}" inside a string`, column + 1 + i, hint);
    } else {
      result += char;
      // a doubled quote stands for one: the grammar lets no single one through
      if (DOUBLE_QUOTE.test(char)) i++;
    }
  }
  return { kind: 'string', text: result, column };
}

function constant(text: string, column: number): ParsedValue | ParseProblem {
  switch (text.toLowerCase()) {
    case '$true':
      return { kind: 'boolean', value: true, column };
    case '$false':
      return { kind: 'boolean', value: false, column };
    case '$null':
      return { kind: 'null', column };
    default:
      return notLiteral(`the variable ${excerpt(text)}`, column);
  }
}

/** PowerShell's numbers: `10`, `-1.5`, `1e3`, `0x1F`, `1KB`, `10L`; null if it is none. */
export function numberValue(text: string): number | null {
  const match =
    /^([-\u2013-\u2015+]?)(?:0x([\da-f]+)l?|((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)[dl]?)([kmgtp]b)?$/i.exec(
      text,
    );
  if (match === null) return null;
  const [, sign, hex, decimal, multiplier = ''] = match;
  const size = hex === undefined ? Number(decimal) : hexadecimal(hex);
  const value = size * MULTIPLIER[multiplier.toLowerCase()];
  if (!Number.isFinite(value)) return null;
  return DASH.test(sign) && value !== 0 ? -value : value;
}

/** Eight digits are an Int32 and sixteen an Int64, so that 0xFFFFFFFF is -1. */
function hexadecimal(digits: string): number {
  if (digits.length > 16) return Number.NaN;
  return Number(BigInt.asIntN(digits.length <= 8 ? 32 : 64, BigInt(`0x${digits}`)));
}

/** A word without quotes means itself; what it may not hold would mean something else in PowerShell. */
function bareWord(text: string, column: number): ParsedValue | ParseProblem {
  const at = text.search(/[$<>`'"\u2018-\u201e,]/);
  if (at === -1) return { kind: 'string', text, column };
  const char = text[at];
  if (char === '$') return notLiteral(`the variable ${excerpt(text.slice(at))}`, column + at);
  if (char === '<' || char === '>') return notLiteral('a redirection', column + at);
  return parseProblem(
    column + at,
    `"${excerpt(text)}" is not understood`,
    'put the whole value in single quotes',
  );
}
