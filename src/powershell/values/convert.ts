// Conversions between the types of PowerShell, as its operators make them unasked.
import { fieldsOf } from './calendar.js';
import { deeper, unknownIn } from './nested.js';
import { Character, Numeral, numberIn } from './numerals.js';
import { Crowd, TextHere } from './partly-known.js';
import { scannedNumber } from './scanned-number.js';
import { isUnordered, SHUFFLED, UNKNOWN_ORDER } from './unordered.js';
import { SizeExceeded, ValueError } from './value-error.js';
import {
  DateTime,
  EnumMember,
  GROWABLE,
  Hashtable,
  isList,
  type PSObject,
  ScriptBlock,
  ScriptObject,
  Timespan,
  TypeName,
  Unknown,
  type Value,
  Version,
} from './values.js';

/** The longest string that a script may build, in UTF-16 units. */
export const TEXT_MAX = 1_000_000;

const TICKS_PER_MS = 10_000;
const DAY_MS = 86_400_000;

/** Whether a condition holds; unknown stays unknown. */
export function toBoolean(value: Value): boolean | Unknown {
  if (value instanceof Crowd || value instanceof TextHere) return true;
  if (value instanceof Unknown) return value;
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  const number = numberIn(value);
  if (number !== null) return number !== 0;
  if (typeof value === 'string') return value !== '';
  if (isList(value)) {
    if (value.length === 0) return false;
    // a list in a list is not looked into
    const [only] = value;
    return value.length > 1 || (isList(only) ? only.length > 0 : toBoolean(only));
  }
  if (value instanceof EnumMember) return value.number !== 0;
  return !(value instanceof Character && value.code === 0);
}

/** A value as PowerShell puts it into a string; unknown where a part of it is. */
export function toText(value: Value, depth = 0): string | Unknown {
  if (value instanceof Unknown) return value.spread;
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return formatNumber(value);
  if (value instanceof Numeral) {
    if (value.written !== null) return new Unknown(`how the number ${value.written} is written`);
    return formatNumber(value.value, value.kind === 'Double');
  }
  if (value instanceof Character) return value.text;
  if (isList(value)) {
    if (isUnordered(value)) return UNKNOWN_ORDER;
    const unknown = unknownIn(value);
    return unknown ?? joinedTexts(value, ' ', deeper(depth));
  }
  if (value instanceof Hashtable) {
    return `System.Collections.${value.ordered ? 'Specialized.OrderedDictionary' : 'Hashtable'}`;
  }
  if (value instanceof Timespan) return formatTimespan(value.ms);
  if (value instanceof DateTime)
    return value.shownBy === 'calendar' ? dateText(value) : new Unknown('what a clock shows');
  if (value instanceof Version) return value.open ? new Unknown('the build of a version') : value.parts.join('.');
  if (value instanceof ScriptBlock) return new Unknown('the text of a script block');
  if (value instanceof TypeName) return new Unknown('the name of a type');
  return thingText(value, deeper(depth));
}

/** A date in a string: `MM/dd/yyyy HH:mm:ss`, whatever the culture. */
function dateText({ ms }: DateTime): string {
  const { year, month, day, hour, minute, second } = fieldsOf(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(month)}/${two(day)}/${String(year).padStart(4, '0')} ${[hour, minute, second].map(two).join(':')}`;
}

/** Values as texts; unknown where one of them is. */
export function texts(...values: readonly Value[]): string[] | Unknown {
  const found: string[] = [];
  for (const value of values) {
    const shown = toText(value);
    if (shown instanceof Unknown) return shown;
    found.push(shown);
  }
  return found;
}

/** Values that are known as one text, measured while it is built. */
function joinedTexts(values: readonly Value[], separator: string, depth: number): string | Unknown {
  let result = '';
  for (const [i, value] of values.entries()) {
    const text = innerText(value, depth);
    if (text instanceof Unknown) return text;
    result = bounded(result + (i === 0 ? '' : separator) + text);
  }
  return result;
}

/** What stands in a list or an object in its text: a list shows its type there. */
function innerText(value: Value, depth: number): string | Unknown {
  if (!isList(value)) return toText(value, depth);
  return GROWABLE.has(value) ? new Unknown('the text of a list within a list') : 'System.Object[]';
}

/** A text that is not longer than a script may build. */
export function bounded(text: string): string {
  if (text.length > TEXT_MAX) throw new SizeExceeded('a string grows too long');
  return text;
}

function thingText(thing: PSObject, depth: number): string | Unknown {
  if (thing.text !== null) return thing.text instanceof Unknown ? thing.text.spread : thing.text;
  if (thing instanceof ScriptObject) return new Unknown(`the text of a ${thing.of.name}`);
  if (thing.open) return new Unknown(`the text of ${thing.type ?? 'an object'}`);
  if (SHUFFLED.has(thing)) return UNKNOWN_ORDER;
  const parts: string[] = [];
  for (const [name, value] of thing.properties.all()) {
    const shown = innerText(value, depth);
    if (shown instanceof Unknown) return shown;
    parts.push(bounded(`${name}=${shown}`));
  }
  return bounded(`@{${parts.join('; ')}}`);
}

/** As .NET Framework shows a number by the invariant culture: a Double up to 15 digits, with an exponent from `1E+15` on. */
export function formatNumber(value: number, isDouble = !Number.isSafeInteger(value)): string {
  if (!isDouble || !Number.isFinite(value)) return String(value === 0 ? 0 : value);
  const [digits, exponent] = value.toExponential(14).split('e');
  const power = Number(exponent);
  if (power > -5 && power < 15)
    return Number(value.toPrecision(15))
      .toFixed(Math.min(Math.max(0, 14 - power), 20))
      .replace(FILL, '');
  const size = String(Math.abs(power)).padStart(2, '0');
  return `${digits.replace(FILL, '')}E${power < 0 ? '-' : '+'}${size}`;
}

/** Zeros behind the last digit of a fraction. */
const FILL = /\.0+$|(?<=\.\d*[1-9])0+$/;

/** A time span as PowerShell shows it: `[d.]hh:mm:ss[.fffffff]`. */
export function formatTimespan(ms: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const size = Math.abs(ms);
  const days = Math.floor(size / DAY_MS);
  const clock = [Math.floor(size / 3_600_000) % 24, Math.floor(size / 60_000) % 60, Math.floor(size / 1000) % 60].map(
    two,
  );
  const rest = Math.round((size % 1000) * TICKS_PER_MS);
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(7, '0')}`;
  return `${ms < 0 ? '-' : ''}${days === 0 ? '' : `${days}.`}${clock.join(':')}${fraction}`;
}

/** Reads `[d.]hh:mm[:ss[.fff]]`, or a bare number of days; null = it is none. */
export function parseTimespan(value: string): Timespan | null {
  if (/^-?\d{1,7}$/.test(value.trim())) return new Timespan(Number(value) * DAY_MS);
  // A fourth number needs no dot behind the days: `1:02:03:04`.
  const match =
    /^\s*(-)?(?:(\d{1,7})\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?\s*$/.exec(value) ??
    /^\s*(-)?(\d{1,7}):(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,7}))?\s*$/.exec(value);
  if (match === null) return null;
  const [days, hours, minutes, seconds] = match.slice(2, 6).map((part) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const fraction = Number((match[6] ?? '').padEnd(7, '0')) / TICKS_PER_MS;
  const ms = days * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
  return new Timespan(match[1] === undefined ? ms : -ms);
}

/** A value as a number; null = PowerShell cannot make one of it. */
export function toNumber(value: Value): number | null {
  if (value === null) return 0;
  const own = numberIn(value);
  if (own !== null) return own;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Character) return value.code;
  if (value instanceof EnumMember) return value.number;
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  if (trimmed === '') return 0;
  // between digits commas are passed over
  const commas = /^[-+]?\d[\d,]*(?:\.\d*)?$/.test(trimmed) ? Number(trimmed.replaceAll(',', '')) : null;
  return numberIn(scannedNumber(trimmed)) ?? commas;
}

/** A value as the number that a method or a parameter takes; throws a `ValueError` where PowerShell makes none of it. */
export function neededNumber(value: Value): number {
  const found = toNumber(value);
  if (found !== null) return found;
  const words = String(toText(value)).slice(0, 40);
  throw new ValueError(`Cannot convert value "${words}" to a number. Input string was not in a correct format.`);
}

/** Rounds as `[int]` does: halves to the even number. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
