// The format operator `-f`: the part of .NET's composite formatting that is the same in every culture. Which sign stands
// before a fraction, and which between thousands, the culture of whoever runs the script says: that is unknown.
import { bounded, formatTimespan, toText } from './convert.js';
import { numberIn, numberKindOf, RANGES } from './numerals.js';
import { ValueError } from './value-error.js';
import { DateTime, isList, PSObject, Timespan, Unknown, type Value } from './values.js';

const CULTURE = new Unknown('how the culture of who runs the script writes a number');
const MALFORMED = 'Error formatting a string: Input string was not in a correct format.';

/** `'{0,-10:N0}' -f …`; what hangs on the culture, and formats that drydrill does not know, give Unknown. */
export function format(pattern: Value, values: readonly Value[]): string | Unknown {
  const template = toText(pattern);
  if (template instanceof Unknown) return template;
  let unknown: Unknown | null = null;
  const item = /\{\{|\}\}|\{(\d{1,3})(?:,\s*(-?\d{1,3}))?(?::((?:[^{}]|\{\{|\}\})*))?\}|[{}]/g;
  const result = template.replace(item, (whole, index?: string, width?: string, as?: string) => {
    if (whole === '{' || whole === '}') throw new ValueError(MALFORMED);
    if (index === undefined) return whole[0];
    if (Number(index) >= values.length) {
      throw new ValueError(`the format has {${index}}, but only ${values.length} values follow`);
    }
    const shown = formatted(values[Number(index)], as ?? '');
    if (shown instanceof Unknown) unknown = shown;
    const size = Number(width ?? 0);
    return size < 0 ? String(shown).padEnd(-size) : String(shown).padStart(size);
  });
  return unknown ?? bounded(result);
}

/** One value in a format, as its `ToString` gives it. */
function formatted(value: Value, as: string): string | Unknown {
  const number = numberIn(value);
  if (number !== null) return as === '' ? plain(number) : ofNumber(number, value, as);
  if (value instanceof DateTime) return new Unknown('a date as the culture of who runs the script writes it');
  if (value instanceof Timespan && as !== '') return ofTimespan(value, as);
  if (isList(value)) return new Unknown('what a list is in a format');
  if (as !== '' && value instanceof PSObject) return new Unknown(`the format ${as}`);
  return toText(value);
}

function plain(value: number): string | Unknown {
  if (!Number.isInteger(value)) return CULTURE;
  return Math.abs(value) < 1e15 ? String(value === 0 ? 0 : value) : new Unknown('a long number as a text');
}

function ofNumber(value: number, whole: Value, as: string): string | Unknown {
  const [, letter, size] = /^([a-z])(\d{0,2})$/i.exec(as) ?? [];
  const kind = numberKindOf(whole) ?? 'Double';
  const isWhole = Object.hasOwn(RANGES, kind);
  if (Math.abs(value) >= 1e15) return new Unknown(`the format ${as} of a long number`);
  switch (letter?.toLowerCase()) {
    case 'd':
      if (!isWhole) throw new ValueError('Error formatting a string: Format specifier was invalid.');
      return signed(value, Number(size));
    case 'x': {
      if (!isWhole) throw new ValueError('Error formatting a string: Format specifier was invalid.');
      if (value < 0 && kind !== 'Int32') return new Unknown(`the format ${as}`);
      const hex = (value < 0 ? value + 2 ** 32 : value).toString(16).padStart(Number(size), '0');
      return letter === 'X' ? hex.toUpperCase() : hex;
    }
    case 'n':
    case 'f': {
      // how many digits there are otherwise, the culture says, too
      if (!/^0+$/.test(size)) return CULTURE;
      const rounded = awayFromZero(value);
      return letter?.toLowerCase() === 'n' && Math.abs(rounded) >= 1000 ? CULTURE : String(rounded);
    }
    case undefined:
      return custom(value, as);
    default:
      return /^[gpcer]$/i.test(letter ?? '') ? CULTURE : new Unknown(`the format ${as}`);
  }
}

/** `000`, `0`, `##0`: digits alone. */
function custom(value: number, as: string): string | Unknown {
  if (!/^#*0*$/.test(as)) return /^[#0,.%]+$/.test(as) ? CULTURE : new Unknown(`the format ${as}`);
  const rounded = awayFromZero(value);
  const least = as.replaceAll('#', '').length;
  return rounded === 0 && least === 0 ? '' : signed(rounded, least);
}

/** Rounds as formats do in .NET Framework: of the first 15 digits, halves away from 0. */
function awayFromZero(value: number): number {
  const shown = Number(value.toPrecision(15));
  const rounded = Math.sign(shown) * Math.floor(Math.abs(shown) + 0.5);
  return rounded === 0 ? 0 : rounded;
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(digits, '0')}`;
}

/** `hh\:mm\:ss`: the parts of a time span, and texts that are escaped or quoted. */
function ofTimespan({ ms }: Timespan, as: string): string | Unknown {
  if (/^[ct]$/i.test(as)) return formatTimespan(ms);
  if (/^g$/i.test(as)) return CULTURE;
  const part = /\\(.)|'([^']*)'|(d{1,8}|hh?|mm?|ss?)|(.)/gs;
  const size = Math.abs(ms);
  const parts: Readonly<Record<string, number>> = {
    d: Math.floor(size / 86_400_000),
    h: Math.floor(size / 3_600_000) % 24,
    m: Math.floor(size / 60_000) % 60,
    s: Math.floor(size / 1000) % 60,
  };
  let result = '';
  for (const [, escaped, quoted, letters, other] of as.matchAll(part)) {
    if (/^[fF%]$/.test(other ?? '')) return new Unknown(`the format ${as}`);
    if (other !== undefined)
      throw new ValueError('Error formatting a string: Input string was not in a correct format.');
    result += escaped ?? quoted ?? String(parts[letters[0]]).padStart(letters.length, '0');
  }
  return as.length === 1 ? new Unknown(`the format ${as}`) : result;
}
