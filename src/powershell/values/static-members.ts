// Static members of types, by tables.
import { cast, timespanOfParts } from './casts.js';
import { bounded, neededNumber, roundHalfToEven, texts, toNumber, toText } from './convert.js';
import { numeral } from './exact-number.js';
import { exceptionOf, isExceptionType } from './exceptions.js';
import { format } from './format-operator.js';
import { itemTypeOf } from './item-types.js';
import { callMethod } from './methods.js';
import { unknownIn } from './nested.js';
import { numberIn, numberKindOf } from './numerals.js';
import { TextHere } from './partly-known.js';
import { escapedPattern } from './regex.js';
import { isUnordered, UNKNOWN_ORDER } from './unordered.js';
import { DateTime, growableList, Hashtable, listOf, psObject, Timespan, Unknown, type Value } from './values.js';

type Method = (...given: readonly Value[]) => Value;

const spanOf =
  (unitMs: number): Method =>
  (n) =>
    new Timespan(neededNumber(n ?? null) * unitMs);
/** A function of numbers whose result has their kind, or is a Double where `isDouble`. */
const ofNumbers =
  (f: (...n: number[]) => number, isDouble: boolean): Method =>
  (...given) => {
    const n = given.map((each) => cast(each, 'double'));
    const unknown = unknownIn(...n);
    if (unknown !== null) return unknown;
    const kinds = new Set(given.map((each) => numberKindOf(each) ?? 'Double'));
    const [kind] = kinds.size === 1 ? kinds : ['Double' as const];
    if (kinds.has('Decimal') || (!isDouble && kinds.size > 1 && !kinds.has('Double'))) {
      return new Unknown('a number of this kind');
    }
    return numeral(f(...n.map((each) => numberIn(each) ?? Number.NaN)), isDouble ? 'Double' : kind);
  };

/** `[math]::Round(n)`, with digits, and with what becomes of halves: to the even number, unless it is said. */
function rounded(value?: Value, ...more: readonly Value[]): Value {
  const given = cast(value ?? null, 'double');
  const n = numberIn(given);
  if (n === null || numberKindOf(value ?? null) === 'Decimal') return new Unknown('a rounded number');
  const mode = more.find((each) => typeof each === 'string' && !/^\d+$/.test(each));
  const digits = toNumber(more.find((each) => each !== mode) ?? null) ?? 0;
  if (mode !== undefined && !/^(?:toeven|awayfromzero)$/i.test(String(mode)))
    return new Unknown('this way of rounding');
  const factor = 10 ** Math.min(Math.max(digits, 0), 15);
  const away = mode !== undefined && /^away/i.test(String(mode));
  if (Math.abs(n) >= 1e16) return given;
  const size = n * factor;
  const whole = away ? Math.trunc(size) + (Math.abs(size % 1) >= 0.5 ? Math.sign(size) : 0) : roundHalfToEven(size);
  return numeral(whole / factor, 'Double');
}

/** Enumerations of .NET whose values are known by their names. */
const NAMES =
  /^(?:stringcomparison|stringsplitoptions|midpointrounding|management\.automation\.(?:whereoperatorselectionmode|actionpreference))$/;

/** `[type]::name(…)` */
const STATIC: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  timespan: {
    fromseconds: spanOf(1000),
    fromminutes: spanOf(60_000),
    fromhours: spanOf(3_600_000),
    fromdays: spanOf(86_400_000),
    frommilliseconds: spanOf(1),
    parse: (s) => cast(String(s), 'timespan'),
    new: (...parts) => timespanOfParts(parts),
  },
  math: {
    abs: ofNumbers(Math.abs, false),
    ceiling: ofNumbers(Math.ceil, true),
    floor: ofNumbers(Math.floor, true),
    max: ofNumbers(Math.max, false),
    min: ofNumbers(Math.min, false),
    truncate: ofNumbers(Math.trunc, true),
    round: rounded,
  },
  string: {
    isnullorempty: (s) => s === null || s === undefined || toText(s) === '',
    isnullorwhitespace: (s) => s === null || s === undefined || String(toText(s)).trim() === '',
    join: (by, ...items) => {
      const all = items.flatMap((item) => (isUnordered(item) ? [UNKNOWN_ORDER] : listOf(item)));
      const read = texts(by ?? '', ...all);
      return read instanceof Unknown ? read : bounded(read.slice(1).join(read[0]));
    },
    format: (pattern, ...values) => format(pattern ?? '', values.length === 1 ? listOf(values[0]) : values),
  },
  array: {
    // changes the list where it stands
    reverse: (list) => {
      (list as Value[]).reverse();
      return null;
    },
    indexof: (list, item) => callMethod(list ?? null, 'indexof', [item ?? null]) ?? new Unknown('a place in a list'),
  },
  int: {
    parse: (s) => (/^\s*-?\d+\s*$/.test(String(s)) ? cast(s ?? null, 'int') : new Unknown('what [int]::Parse gives')),
  },
  regex: {
    escape: (s) => {
      const text = toText(s ?? null);
      return text instanceof Unknown ? text : escapedPattern(text);
    },
  },
};

const CONSTANT: Readonly<Record<string, Value>> = {
  'int::maxvalue': 2 ** 31 - 1,
  'int::minvalue': -(2 ** 31),
  'int32::maxvalue': 2 ** 31 - 1,
  'string::empty': '',
  'environment::newline': '\r\n',
  'timespan::zero': new Timespan(0),
};

/** Static methods and properties that are known, as `type::member` in lower case. */
export const STATIC_MEMBERS: readonly string[] = [
  ...Object.entries(STATIC).flatMap(([type, methods]) => Object.keys(methods).map((name) => `${type}::${name}()`)),
  ...Object.keys(CONSTANT),
  'datetime::now',
];

/** A static property of a type, `[type]::name`. */
export function staticProperty(type: string, name: string, nowMs: number): Value {
  const key = `${short(type)}::${name.toLowerCase()}`;
  if (NAMES.test(short(type))) return name;
  if (key === 'datetime::now' || key === 'datetime::utcnow')
    return new DateTime(nowMs, key.endsWith('utcnow') ? 'utc' : 'clock');
  return Object.hasOwn(CONSTANT, key) ? CONSTANT[key] : new Unknown(`[${type}]::${name}`);
}

/** Types whose methods compute, or look at and write files: nothing of the deployment. */
const OUTSIDE =
  /^(?:net\.dns|environment|diagnostics\.eventlog|io\.(?:path|file|directory)|guid|convert|char|uri|datetime|timespan|math|version|string|bitconverter|text\.encoding|regex|globalization\.cultureinfo|security\.principal\.windows(?:identity|principal)|web\.httputility|net\.ipaddress|(?:u?int(?:16|32|64)?|double|decimal|long|byte))$/;

/** `[type]::name(…)`; undefined = a method that drydrill does not know, which might do anything. */
export function callStaticMethod(
  type: string,
  name: string,
  given: readonly Value[],
  nowMs: number,
): Value | undefined {
  const [holder, key] = [short(type), name.toLowerCase()];
  if (holder === 'diagnostics.stopwatch' && key === 'startnew') {
    return psObject({ started: nowMs }, 'Stopwatch');
  }
  if (key === 'new' && given.length === 0) {
    if (/^collections\.(arraylist|generic\.list\[)/.test(holder)) return growableList([], itemTypeOf(holder));
    if (/^(?:collections\.)?hashtable$/.test(holder)) return new Hashtable(true);
  }
  if (holder === 'array' && !Array.isArray(given[0])) return undefined;
  if (key === 'new' && isExceptionType(holder)) return madeException(holder, given);
  const table = Object.hasOwn(STATIC, holder) ? STATIC[holder] : {};
  if (!Object.hasOwn(table, key)) {
    const ends =
      /^(?:exit|failfast|delete\w*|create\w*|write\w*)$/.test(key) && /^(?:environment|diagnostics)/.test(holder);
    return OUTSIDE.test(holder) && !ends ? new Unknown(`what [${type}]::${name}(…) gives`) : undefined;
  }
  if (/^isnullor/.test(key) && given[0] instanceof TextHere) return false;
  return unknownIn(...given) ?? table[key](...given);
}

/** An exception as its constructors make it: without a message of its own, or with one. */
export function madeException(type: string, [message]: readonly Value[]): Value {
  const words = message === undefined ? `Exception of type 'System.${type}' was thrown.` : toText(message);
  return words instanceof Unknown ? words : exceptionOf(type, words);
}

function short(type: string): string {
  const name = type.toLowerCase().replace(/^system\./, '');
  if (name === 'text.regularexpressions.regex') return 'regex';
  return name === 'int32' ? 'int' : name;
}
