// Casts: `[type]value` and `-is`, for the types that runbooks use.
import { calendarDate } from './calendar.js';
import { parseTimespan, roundHalfToEven, toBoolean, toNumber, toText } from './convert.js';
import { exceptionOf, isExceptionType } from './exceptions.js';
import { unknownIn } from './nested.js';
import { ValueError } from './value-error.js';
import {
  DateTime,
  growableList,
  Hashtable,
  isList,
  listOf,
  PSObject,
  psObject,
  ScriptBlock,
  Timespan,
  typeNameOf,
  Unknown,
  type Value,
  Version,
} from './values.js';
import { versionOf } from './version.js';

const INTEGERS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  byte: [0, 255],
  int: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  long: [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
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
  single: 'double',
  float: 'double',
  decimal: 'double',
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
  'system.int16': 'int',
  int16: 'int',
  uint16: 'int',
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

const plainType = (written: string): string => (Object.hasOwn(SAME, written) ? SAME[written] : written);

/** `[type]value`; Unknown for a type that drydrill does not know. Throws a `ValueError` where PowerShell would. */
export function cast(given: Value, typeAsWritten: string): Value {
  const type = plainType(typeAsWritten);
  const value = given instanceof Unknown && !/^(?:array|object)$/.test(type) ? given.spread : given;
  // a list of nothing is none
  if (value === null && (type.endsWith('[]') || type === 'array')) return null;
  if (type.endsWith('[]')) {
    const items = listOf(value).map((item) => cast(item, type.slice(0, -2)));
    return items;
  }
  if (type === 'void') return null;
  if (type === 'object') return value;
  if (type === 'array') return value instanceof Unknown ? value : listOf(value);
  if (type === 'arraylist') return value instanceof Unknown ? value : growableList(listOf(value));
  if (type === 'pscustomobject' || type === 'ordered' || type === 'hashtable') return made(value, type);
  const unknown = unknownIn(value);
  if (unknown !== null) return unknown;
  if (Object.hasOwn(INTEGERS, type)) {
    const [min, max] = INTEGERS[type];
    const result = roundHalfToEven(numberOf(value, type));
    if (result < min || result > max) throw cannot(value, type);
    return result;
  }
  switch (type) {
    case 'string':
      return value === null ? '' : toText(value);
    case 'double':
      return numberOf(value, type);
    case 'bool':
      return toBoolean(value);
    case 'timespan': {
      if (value instanceof Timespan) return value;
      if (typeof value === 'number') return new Timespan(value / 10_000);
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

/** A character; a digit would be another number than its text, and is left open. */
function charOf(value: Value): Value {
  const text = typeof value === 'number' ? String.fromCharCode(value) : toText(value);
  if (text instanceof Unknown || /^\d$/.test(text)) return new Unknown('a character');
  if (text.length !== 1) throw cannot(value, 'char');
  return text;
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
  const numbers = parts.map((each) => cast(each, 'long') as number);
  if (numbers.length < 2) return new Timespan((numbers[0] ?? 0) / 10_000);
  if (numbers.length === 2 || numbers.length > 5) {
    throw new ValueError(`Cannot find an overload for "TimeSpan" and the argument count: "${numbers.length}".`);
  }
  const [days, hours, minutes, seconds, ms = 0] = numbers.length === 3 ? [0, ...numbers] : numbers;
  return new Timespan((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms);
}

function made(value: Value, type: string): Value {
  if (value instanceof Unknown || value instanceof PSObject) return value;
  if (!(value instanceof Hashtable)) {
    if (type === 'pscustomobject') return value;
    throw cannot(value, type);
  }
  if (type === 'ordered') value.ordered = true;
  if (type !== 'pscustomobject') return value;
  const thing = psObject({});
  for (const [name, entry] of value.entries.all()) thing.properties.set(name, entry);
  return thing;
}

function numberOf(value: Value, type: string): number {
  const found = toNumber(value);
  if (found === null) throw cannot(value, type);
  return found;
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
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' && Number.isInteger(value);
    case 'double':
      return typeof value === 'number' && !Number.isInteger(value);
    case 'array':
    case 'arraylist':
      return isList(value);
    case 'hashtable':
      return value instanceof Hashtable;
    case 'timespan':
      return value instanceof Timespan;
    case 'datetime':
      return value instanceof DateTime;
    case 'version':
      return value instanceof Version;
    case 'scriptblock':
      return value instanceof ScriptBlock;
    case 'pscustomobject':
      return value instanceof PSObject;
    default:
      return new Unknown(`the type [${typeAsWritten}]`);
  }
}
