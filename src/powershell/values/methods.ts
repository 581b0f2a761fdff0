// Methods of values, by tables; one that is in none of them might do anything, and is told.
import { equal, order } from './compare.js';
import { neededNumber, toNumber, toText } from './convert.js';
import { format } from './format-operator.js';
import { asItem } from './item-types.js';
import { liveList } from './live-lists.js';
import { unknownIn } from './nested.js';
import { Character, numberIn, numberKindOf } from './numerals.js';
import { STRING_METHODS, textMethod } from './text-methods.js';
import { typeNameOf } from './type-names.js';
import { isUnordered, UNKNOWN_ORDER, unordered } from './unordered.js';
import { SizeExceeded, ValueError } from './value-error.js';
import {
  DateTime,
  GENERIC,
  GROWABLE,
  Hashtable,
  isList,
  listOf,
  PSObject,
  psObject,
  Timespan,
  Unknown,
  type Value,
} from './values.js';

/** Methods that only compute: on an unknown value they give an unknown one, and have no effect. */
export const HARMLESS: ReadonlySet<string> = new Set([
  ...STRING_METHODS,
  'equals',
  'gettype',
  'add',
  'subtract',
  'containskey',
  'getenumerator',
  ...['days', 'hours', 'minutes', 'seconds', 'milliseconds', 'months', 'years'].map((unit) => `add${unit}`),
  'touniversaltime',
  'tolocaltime',
  'toshortdatestring',
  'toshorttimestring',
  // of a StringBuilder, and of an identity
  'append',
  'appendline',
  'appendformat',
  'isinrole',
]);

/** Names of methods that do something: where it is not known what an object has, they are none of a property. */
export const ACTING =
  /^(?:(?:start|stop|pause|resume)(?:service)?|continue|restart|reboot|shutdown|win32shutdown|terminate|kill|close\w*|delete|dispose|refresh|invoke\w*|executecommand|waitforstatus|put|create|(?:move|copy)to|remove\w*)$/i;

/** `value.name(…)`; undefined = a method that drydrill does not know, which might do anything. */
export function callMethod(value: Value, name: string, given: readonly Value[]): Value | undefined {
  const key = name.toLowerCase();
  const unknown = unknownIn(value, ...given);
  const holder = GROWABLE.has(value as readonly Value[]) || value instanceof Hashtable;
  if (unknown !== null && !holder) return HARMLESS.has(key) ? unknown : undefined;
  if (value === null) throw new ValueError('You cannot call a method on a null-valued expression.');
  const own = holder ? onHolder(value, key, given) : ofValue(value, key, given);
  if (own !== undefined) return own;
  if (key === 'equals') return new Unknown('what Equals gives of an object');
  if (key === 'gettype') return typeObject(value);
  return key === 'tostring' && given.length === 0 ? ownText(value) : undefined;
}

/** What `.ToString()` gives, which is not what a text shows of lists and objects. */
const ownText = (value: Value): Value =>
  isList(value) || (value instanceof PSObject && value.type === null)
    ? new Unknown(`what ToString gives of a ${typeNameOf(value)}`)
    : toText(value);

function ofCharacter(value: Character, key: string, given: readonly Value[]): Value | undefined {
  if (key === 'tostring' && given.length === 0) return value.text;
  if (key === 'equals') return given[0] instanceof Character && given[0].text === value.text;
  if (key === 'gettype') return undefined;
  if (key === 'compareto') return new Unknown('the order of characters');
  throw noMethod('System.Char', key);
}

/** Numbers are the same for .NET only where their kinds are. */
function ofNumber(value: Value, key: string, given: readonly Value[]): Value | undefined {
  const [other = null] = given;
  switch (key) {
    case 'tostring': {
      const as = given.length === 0 ? '' : toText(other);
      if (as instanceof Unknown) return as;
      if (given.length > 1 || typeof (given[0] ?? '') !== 'string') return new Unknown('a number by a culture');
      return format(as === '' ? '{0}' : `{0:${as.replace(/[{}]/g, '$&$&')}}`, [value]);
    }
    case 'equals':
      return numberKindOf(other) === numberKindOf(value)
        ? numberIn(other) === numberIn(value)
        : sameWhenWidened(value, other);
    case 'compareto':
      return numberKindOf(other) === numberKindOf(value)
        ? order(value, other)
        : new Unknown('the order of numbers of two kinds');
    default:
      return undefined;
  }
}

/** A number is widened for the method of a larger kind. */
const sameWhenWidened = (value: Value, other: Value): Value =>
  numberKindOf(other) === null || numberKindOf(value) === 'Int32'
    ? false
    : new Unknown('whether numbers of two kinds are the same');

const noMethod = (type: string, name: string): ValueError =>
  new ValueError(`Method invocation failed because [${type}] does not contain a method named '${name}'.`);

function ofValue(value: Value, key: string, given: readonly Value[]): Value | undefined {
  if (typeof value === 'string') return textMethod(value, key, given);
  if (value instanceof Character) return ofCharacter(value, key, given);
  if (numberKindOf(value) !== null) return ofNumber(value, key, given);
  if (typeof value === 'boolean' && key === 'tobool') return value;
  if (isList(value)) return ofList(value, key, given);
  if (value instanceof Timespan) return ofTimespan(value, key, given);
  if (value instanceof DateTime) return ofDateTime(value, key, given);
  if (value instanceof PSObject && value.type === 'Stopwatch' && key === 'stop') return null;
  return undefined;
}

function ofList(list: readonly Value[], key: string, given: readonly Value[]): Value | undefined {
  const at = placeIn(list, asItem(list, given[0] ?? null));
  if (key === 'contains') return at instanceof Unknown ? at : at >= 0;
  return key === 'indexof' ? (isUnordered(list) ? UNKNOWN_ORDER : at) : undefined;
}

/** The first place of an item by `Equals`, for which values of two types are never the same; -1 = there is none. */
function placeIn(list: readonly Value[], wanted: Value): number | Unknown {
  const isSame = (item: Value): boolean =>
    typeNameOf(item) === typeNameOf(wanted) && equal(item, wanted, true) === true;
  const at = list.findIndex(isSame);
  const dark = unknownIn(...(at < 0 ? list : list.slice(0, at)));
  if (dark !== null) return dark;
  const isPlain = wanted === null || typeof wanted !== 'object' || numberKindOf(wanted) !== null;
  return at >= 0 || isPlain ? at : new Unknown('whether a list holds an object');
}

/** Lists that grow and hashtables: these are changed in place. */
function onHolder(value: Value, key: string, given: readonly Value[]): Value | undefined {
  if (isList(value)) {
    const list = value as Value[];
    if (key === 'add' || (key === 'addrange' && given.length === 1)) {
      const more = (key === 'add' ? [given[0] ?? null] : listOf(given[0])).map((each) => asItem(list, each));
      if (list.length + more.length > 100_000) throw new SizeExceeded('a list grows too long');
      for (const each of more) list.push(each);
      if (key === 'addrange' && isUnordered(given[0])) unordered(list);
      return key === 'addrange' || GENERIC.has(list) ? null : list.length - 1;
    }
    if (key === 'removeat' || (key === 'remove' && given.length === 1)) return withoutItem(list, key, given[0] ?? null);
    if (key === 'toarray') return isUnordered(list) ? unordered([...list]) : [...list];
    if (key === 'clear') {
      list.length = 0;
      return null;
    }
    return ofList(list, key, given);
  }
  if (!(value instanceof Hashtable)) return undefined;
  const name = toText(given[0] ?? null);
  // a key that is not known would change the table nobody knows where
  if (name instanceof Unknown) return /^(?:add|remove)$/.test(key) ? undefined : name;
  switch (key) {
    case 'containskey':
    case 'contains':
      return value.at(given[0] ?? null) !== undefined;
    case 'containsvalue':
      return holds(value, given[0] ?? null);
    case 'add':
      if (value.at(given[0] ?? null) !== undefined)
        throw new ValueError(`the key "${name}" is in the hashtable already`);
      value.put(given[0] ?? null, name, given[1] ?? null);
      return null;
    case 'remove':
      value.remove(given[0] ?? null);
      return null;
    case 'getenumerator':
      return enumerated(value);
    case 'clone': {
      const copy = new Hashtable(value.caseCounts);
      copy.ordered = value.ordered;
      for (const [key, entry] of value.keyed()) copy.put(key, String(toText(key)), entry);
      return copy;
    }
    default:
      return undefined;
  }
}

/** Takes an item out of a list; a generic one says whether it was there. */
function withoutItem(list: Value[], key: string, given: Value): Value | undefined {
  if (key === 'removeat' && given instanceof Unknown) return undefined;
  if (key === 'removeat' && isUnordered(list)) return UNKNOWN_ORDER;
  const at = key === 'removeat' ? toNumber(given) : placeIn(list, asItem(list, given));
  if (at instanceof Unknown) return undefined;
  if (key === 'removeat' && (at === null || !(at >= 0 && at < list.length))) {
    throw new ValueError('Index was out of range. Must be non-negative and less than the size of the collection.');
  }
  if (at !== null && at >= 0) list.splice(at, 1);
  return key === 'remove' && GENERIC.has(list) ? at !== -1 : null;
}

/** Whether a table has a value, by `Equals`. */
function holds(table: Hashtable, wanted: Value): Value {
  const at = placeIn(
    table.entries.all().map(([, value]) => value),
    wanted,
  );
  return at instanceof Unknown ? at : at >= 0;
}

/** The entries of a hashtable as objects with Name, Key and Value. */
export function enumerated(table: Hashtable): Value {
  const entries = table
    .keyed()
    .map(([key, value]) =>
      psObject({ Name: key, Key: key, Value: value }, 'DictionaryEntry', false, 'System.Collections.DictionaryEntry'),
    );
  return liveList(table.ordered && !table.shuffled ? entries : unordered(entries), table.entries);
}

function ofTimespan(value: Timespan, key: string, given: readonly Value[]): Value | undefined {
  const other = given[0];
  if (key === 'add' && other instanceof Timespan) return new Timespan(value.ms + other.ms);
  if (key === 'subtract' && other instanceof Timespan) return new Timespan(value.ms - other.ms);
  return key === 'tostring' && given.length > 0 ? new Unknown('the format of a time span') : undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  addmilliseconds: 1,
  addseconds: 1000,
  addminutes: 60_000,
  addhours: 3_600_000,
  adddays: 86_400_000,
};

function ofDateTime(value: DateTime, key: string, given: readonly Value[]): Value | undefined {
  const other = given[0] ?? null;
  if (Object.hasOwn(UNIT_MS, key)) return new DateTime(value.ms + neededNumber(other) * UNIT_MS[key], value.shownBy);
  if (key === 'add' && other instanceof Timespan) return new DateTime(value.ms + other.ms, value.shownBy);
  if (key === 'subtract' && other instanceof Timespan) return new DateTime(value.ms - other.ms, value.shownBy);
  if (key === 'subtract' && other instanceof DateTime && other.shownBy === value.shownBy) {
    return new Timespan(value.ms - other.ms);
  }
  const clock = key === 'tolocaltime' ? 'clock' : 'utc';
  if (/^to(?:universal|local)time$/.test(key) && value.shownBy !== 'calendar') return new DateTime(value.ms, clock);
  return HARMLESS.has(key) ? new Unknown('what a clock shows') : undefined;
}

function typeObject(value: Value): Value {
  // which type the items of an array have is not kept
  if (isList(value) && !GROWABLE.has(value)) return new Unknown('the type of an array');
  if (value instanceof PSObject && value.type !== null) return new Unknown(`the type of ${typeNameOf(value)}`);
  return psObject({ Name: typeNameOf(value) }, 'a type', true);
}
