// Casts: `[type]value` and `-is`, for the types that runbooks use.
import { calendarDate } from './calendar.js';
import { parseTimespan, roundHalfToEven, toBoolean, toNumber, toText } from './convert.js';
import { numeral } from './exact-number.js';
import { exceptionOf, isExceptionType } from './exceptions.js';
import { unknownIn } from './nested.js';
import { Character, type NumberKind, Numeral, numberIn, numberKindOf, RANGES } from './numerals.js';
import { OfType, OneOf, TextHere } from './partly-known.js';
import { convertedNumber } from './scanned-number.js';
import { typeNameOf } from './type-names.js';
import { isUnordered, SHUFFLED, unordered } from './unordered.js';
import { ValueError } from './value-error.js';
import {
  DateTime,
  GENERIC,
  GROWABLE,
  growableList,
  Hashtable,
  isList,
  listOf,
  PSObject,
  psObject,
  ScriptBlock,
  Timespan,
  Unknown,
  type Value,
  Version,
} from './values.js';
import { versionOf } from './version.js';

/** The types of numbers by their names. */
const NUMBERS: Readonly<Record<string, NumberKind>> = {
  byte: 'Byte',
  sbyte: 'SByte',
  int16: 'Int16',
  uint16: 'UInt16',
  int: 'Int32',
  uint32: 'UInt32',
  long: 'Int64',
  uint64: 'UInt64',
  single: 'Single',
  double: 'Double',
  decimal: 'Decimal',
};

/** Names of types that mean the same. */
const SAME: Readonly<Record<string, string>> = {
  'system.string': 'string',
  'system.int32': 'int',
  int32: 'int',
  'system.int64': 'long',
  int64: 'long',
  'system.boolean': 'bool',
  boolean: 'bool',
  'system.double': 'double',
  'system.single': 'single',
  float: 'single',
  'system.decimal': 'decimal',
  'system.sbyte': 'sbyte',
  'system.uint16': 'uint16',
  'system.uint64': 'uint64',
  'system.timespan': 'timespan',
  'system.datetime': 'datetime',
  switch: 'bool',
  switchparameter: 'bool',
  'system.management.automation.switchparameter': 'bool',
  psobject: 'object',
  'system.object': 'object',
  'system.array': 'array',
  'object[]': 'array',
  'system.collections.arraylist': 'arraylist',
  'collections.arraylist': 'arraylist',
  'system.collections.hashtable': 'hashtable',
  'collections.hashtable': 'hashtable',
  'system.version': 'version',
  'system.int16': 'int16',
  'system.uint32': 'uint32',
  'system.byte': 'byte',
  'system.char': 'char',
  'system.management.automation.pscustomobject': 'pscustomobject',
  'system.management.automation.psobject': 'object',
  'management.automation.pscustomobject': 'pscustomobject',
  'system.string[]': 'string[]',
  'system.int32[]': 'int[]',
  'system.object[]': 'array',
  'system.collections.specialized.ordereddictionary': 'ordered',
};

/** The name of a type that `cast` has for it. */
export const plainType = (written: string): string => (Object.hasOwn(SAME, written) ? SAME[written] : written);

/** `[type]value`; Unknown for a type that drydrill does not know. Throws a `ValueError` where PowerShell would. */
export function cast(given: Value, typeAsWritten: string): Value {
  const type = plainType(typeAsWritten);
  const value = given instanceof Unknown && !/^(?:array|object)$/.test(type) ? given.spread : given;
  // a list of nothing is none
  if (value === null && (type.endsWith('[]') || type === 'array')) return null;
  if (type.endsWith('[]')) {
    const items = listOf(value).map((item) => cast(item, type.slice(0, -2)));
    return isUnordered(value) ? unordered(items) : items;
  }
  if (type === 'void') return null;
  if (type === 'object') return value;
  if (type === 'string' && (given instanceof TextHere || given instanceof OneOf)) return given;
  if (given instanceof Unknown && ONE.test(type)) return ofType(given, type);
  if (type === 'array') return value instanceof Unknown ? value : listOf(value);
  if (type === 'arraylist') {
    if (value instanceof Unknown) return value;
    return isUnordered(value) ? unordered(growableList(listOf(value))) : growableList(listOf(value));
  }
  if (type === 'pscustomobject' || type === 'ordered' || type === 'hashtable')
    return made(value, type, typeAsWritten.includes('.'));
  const unknown = unknownIn(value);
  if (unknown !== null) return unknown;
  if (Object.hasOwn(NUMBERS, type)) return numberOf(value, type, NUMBERS[type]);
  switch (type) {
    case 'string':
      return value instanceof Numeral && value.written !== null ? value.written : toText(value);
    case 'bool':
      return toBoolean(value);
    case 'timespan': {
      if (value instanceof Timespan) return value;
      const ticks = numberIn(value);
      if (ticks !== null) return new Timespan(ticks / 10_000);
      const span = typeof value === 'string' ? parseTimespan(value) : null;
      if (span === null) throw cannot(value, type);
      return span;
    }
    case 'datetime':
      if (value instanceof DateTime) return value;
      return (typeof value === 'string' ? calendarDate(value) : null) ?? new Unknown('a date of the calendar');
    case 'version': {
      const version = versionOf(value);
      if (version === null) throw cannot(value, type);
      return version;
    }
    case 'char':
      return charOf(value);
    case 'scriptblock':
      return value instanceof ScriptBlock ? value : new Unknown('a script block made of text');
    default:
      return isExceptionType(type) ? exceptionFrom(value, type) : new Unknown(`the type [${typeAsWritten}]`);
  }
}

/** Types of one value, which is none and no list. */
const ONE = /^(?:s?byte|u?int(?:16|32|64)?|long|single|double|decimal|string|bool|timespan|datetime|version|char)$/;

/** What is not known, as a value of a type. */
const ofType = (given: Unknown, type: string): OfType =>
  given instanceof OfType && given.type === type ? given : new OfType(type, given.spread);

/** A character by its number, or of a text of one. */
function charOf(value: Value): Value {
  const code = numberIn(value);
  const text = code === null ? toText(value) : String.fromCharCode(roundHalfToEven(code));
  if (text instanceof Unknown) return text;
  if (text.length !== 1 || typeof value === 'boolean') throw cannot(value, 'char');
  return new Character(text);
}

/** `[System.ArgumentException] 'what is wrong'` */
function exceptionFrom(value: Value, type: string): Value {
  if (value instanceof PSObject) return value;
  const message = toText(value);
  return message instanceof Unknown ? message : exceptionOf(type, message);
}

/** A time span as its constructors make it: of ticks, of h m s, of d h m s, or of d h m s ms. */
export function timespanOfParts(parts: readonly Value[]): Timespan | Unknown {
  const unknown = unknownIn(...parts);
  if (unknown !== null) return unknown;
  const numbers = parts.map((each) => numberIn(cast(each, 'long')) ?? 0);
  if (numbers.length < 2) return new Timespan((numbers[0] ?? 0) / 10_000);
  if (numbers.length === 2 || numbers.length > 5) {
    throw new ValueError(`Cannot find an overload for "TimeSpan" and the argument count: "${numbers.length}".`);
  }
  const [days, hours, minutes, seconds, ms = 0] = numbers.length === 3 ? [0, ...numbers] : numbers;
  return new Timespan((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms);
}

function made(value: Value, type: string, isFullName: boolean): Value {
  if (value instanceof Unknown) return value;
  if (!(value instanceof Hashtable)) {
    if (type === 'pscustomobject') return value;
    throw cannot(value, type);
  }
  // `[ordered]` stands before a literal, which becomes one; its full name is a cast, which makes none of another table.
  if (type === 'ordered' && isFullName && !value.ordered) throw cannot(value, type);
  if (type === 'ordered') value.ordered = true;
  if (type !== 'pscustomobject') return value;
  const thing = psObject({});
  if ((!value.ordered || value.shuffled) && value.entries.size > 1) SHUFFLED.add(thing);
  for (const [name, entry] of value.named()) thing.properties.set(name, entry);
  return thing;
}

/** A value as a number of a kind: whole ones are rounded, halves to the even number. */
function numberOf(value: Value, type: string, kind: NumberKind): Value {
  const range = RANGES[kind];
  if (value instanceof Character && range === undefined) throw cannot(value, type);
  const found = typeof value === 'string' ? convertedNumber(value, range !== undefined) : toNumber(value);
  if (found instanceof Unknown) return found;
  if (found === null) throw cannot(value, type);
  if (range === undefined) return numeral(found, kind);
  const whole = roundHalfToEven(found);
  if (/64$/.test(kind) && Math.abs(whole) > Number.MAX_SAFE_INTEGER) return numeral(whole, kind);
  if (!(whole >= range[0] && whole <= range[1])) throw cannot(value, type);
  return numeral(whole, kind);
}

function cannot(value: Value, type: string): ValueError {
  const shown = toText(value);
  const words = shown instanceof Unknown ? typeNameOf(value) : `"${shown.slice(0, 60)}"`;
  return new ValueError(`Cannot convert value ${words} to type [${type}].`);
}

/** Whether a value is of a type, as `-is` has it; unknown for a type that drydrill does not know. */
export function isOfType(value: Value, typeAsWritten: string): boolean | Unknown {
  if (value instanceof Unknown) return value;
  const type = plainType(typeAsWritten);
  if (Object.hasOwn(NUMBERS, type)) return numberKindOf(value) === NUMBERS[type];
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'char':
      return value instanceof Character;
    case 'array':
      return isList(value) && !GROWABLE.has(value);
    case 'arraylist':
      return isList(value) && GROWABLE.has(value) && !GENERIC.has(value);
    case 'hashtable':
      return value instanceof Hashtable && !value.ordered;
    case 'timespan':
      return value instanceof Timespan;
    case 'datetime':
      return value instanceof DateTime;
    case 'version':
      return value instanceof Version;
    case 'scriptblock':
      return value instanceof ScriptBlock;
    case 'pscustomobject':
      // what has come through a pipeline may be one, whatever it is
      return (
        (value instanceof PSObject && value.type === null) || new Unknown('whether this is an object of the shell')
      );
    default:
      return new Unknown(`the type [${typeAsWritten}]`);
  }
}
