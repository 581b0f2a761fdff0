// Numbers in their one form, by ranges; what cannot be held exactly is unknown.
import { type NumberKind, Numeral, plainKind } from './numerals.js';
import { Unknown } from './values.js';

/** A number of a kind, in its one form; unknown where it is not held exactly. */
export function numeral(value: number, kind: NumberKind): number | Numeral | Unknown {
  const isWhole = Number.isSafeInteger(value);
  if (kind === 'Decimal' && !isWhole) return new Unknown('a decimal number');
  if ((kind === 'Int64' || kind === 'UInt64') && !isWhole) return new Unknown('a number of more than 15 digits');
  if (kind === 'Single' && !(Math.fround(value) === value && Number(value.toPrecision(7)) === value)) {
    return new Unknown('a number of single precision');
  }
  return kind === plainKind(value) ? value : new Numeral(value, kind);
}
