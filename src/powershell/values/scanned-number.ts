// Texts as numbers: as the tokenizer reads a literal, with the kind that its suffix, its point and its size give it, and
// as a conversion reads a text.
import { numberValue } from '../parser/literal.js';
import { numeral } from './exact-number.js';
import { type NumberKind, type Numeral, RANGES } from './numerals.js';
import { Unknown } from './values.js';

/** The longest text that is read as a number, in UTF-16 units. */
const LENGTH_MAX = 400;

/** A number as it is written in a script, or as arithmetic reads a text: `1e3`, `0xFF`, `5L`, `2GB`; null = it is none. */
export function scannedNumber(written: string): number | Numeral | Unknown | null {
  if (written.length > LENGTH_MAX) return null;
  const text = written.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const value = numberValue(text);
  if (value === null) return null;
  const [, hex, suffix, multiplier] = /^[^\da-fx.]?(?:0x([\da-f]*)|[\d.e+-]*?)([dl]?)([kmgtp]b)?$/i.exec(text) ?? [];
  if (hex !== undefined) {
    const isShort = hex.length <= 8 && suffix === '' && multiplier === undefined;
    return numeral(value, isShort || fits(value, 'Int32', suffix) ? 'Int32' : 'Int64');
  }
  if (/^d$/i.test(suffix ?? '')) return numeral(value, 'Decimal');
  if (/^l$/i.test(suffix ?? ''))
    return Number.isInteger(value) ? numeral(value, 'Int64') : new Unknown('a long number');
  if (/[.e]/i.test(text)) return numeral(value, 'Double');
  return numeral(value, fits(value, 'Int32', '') ? 'Int32' : 'Int64');
}

function fits(value: number, kind: NumberKind, suffix: string | undefined): boolean {
  const [least, largest] = RANGES[kind] ?? [0, 0];
  return suffix === '' && value >= least && value <= largest;
}

/** A text as a conversion to a number reads it, by the invariant culture; null = it refuses it. */
export function convertedNumber(written: string, isWhole: boolean): number | Unknown | null {
  if (written === '') return 0;
  if (written.length > LENGTH_MAX) {
    return /[g-z]/i.test(written.slice(0, LENGTH_MAX)) ? null : new Unknown('what this long text is as a number');
  }
  const text = written.trim();
  const plain = /^[-+]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?$/i.test(text);
  if (plain) return Number(text.replaceAll(',', ''));
  if (isWhole && /^0x[\da-f]{1,8}$/i.test(text)) return numberValue(text);
  // words, names and dates are no numbers; what else there is of signs, units and brackets is left open
  const isOther = /[a-z\u0080-\uffff_:;/\\]/i.test(text) && !EXOTIC.test(text);
  return isOther || /^[-+]?\d+\.\d+\./.test(text) ? null : new Unknown('what this text is as a number');
}

/** Forms that one conversion or another reads. */
const EXOTIC = /^[-+]?(?:(?:0x|&h|#)[\da-f]+|infinity|nan|[\d.,]+(?:e[-+]?\d+)?(?:[ld]|[ld]?[kmgtp]b))$/i;
