// Lexical rules of PowerShell: quotes, dashes, escapes and numbers, in all their typographic variants.

/** What PowerShell takes for a single quote: the straight one and its typographic variants. */
export const SINGLE_QUOTE = /['\u2018-\u201b]/;
/** What it takes for a double quote. */
export const DOUBLE_QUOTE = /["\u201c-\u201e]/;
/** A line of a script ends here. */
export const NEWLINE = /[\r\n]/;
/** What stands between words without ending a line. */
export const BLANK = /[^\S\r\n]|\u0085/;
/** What ends a bare word of a command. */
export const WORD_END = /[\s\u0085;,|&(){}<>]/;
/** What the name of a variable may hold. */
export const NAME_PART = /[\p{L}\p{Nd}_?]/u;
/** What a name without quotes may hold: of a property, a key, a label, a keyword. */
export const IDENTIFIER_PART = /[\p{L}\p{Nd}_]/u;
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

/** PowerShell's numbers: `10`, `-1.5`, `1e3`, `0x1F`, `1KB`, `10L`; null if it is none. */
export function numberValue(text: string): number | null {
  const match = /^([-\u2013-\u2015+]?)(?:0x([\da-f]+)l?|((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)[dl]?)([kmgtp]b)?$/i.exec(
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
