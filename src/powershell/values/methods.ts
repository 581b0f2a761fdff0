// Methods of values, by tables; one that is in none of them might do anything, and is told.
import { equal } from './compare.js';
import { toNumber, toText } from './convert.js';
import { format } from './format-operator.js';
import { unknownIn } from './nested.js';
import { STRING_METHODS, textMethod } from './text-methods.js';
import { unordered } from './unordered.js';
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
  typeNameOf,
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
  if (key === 'equals') return equal(value, given[0] ?? null, true);
  if (key === 'gettype') return typeObject(value);
  return key === 'tostring' ? toText(value) : undefined;
}

function ofValue(value: Value, key: string, given: readonly Value[]): Value | undefined {
  if (typeof value === 'string') {
    return textMethod(value, key, given);
  }
  if (typeof value === 'number' && key === 'tostring' && given.length > 0) {
    return format(`{0:${String(toText(given[0]))}}`, [value]);
  }
  if (typeof value === 'boolean' && key === 'tobool') return value;
  if (isList(value)) return ofList(value, key, given);
  if (value instanceof Timespan) return ofTimespan(value, key, given);
  if (value instanceof DateTime) return ofDateTime(value, key, given);
  if (value instanceof PSObject && value.type === 'Stopwatch' && key === 'stop') {
    return new Unknown('a stopwatch that was stopped');
  }
  return undefined;
}

function ofList(list: readonly Value[], key: string, given: readonly Value[]): Value | undefined {
  const at = list.findIndex((item) => equal(item, given[0] ?? null, true) === true);
  if (key === 'contains') return at >= 0;
  return key === 'indexof' ? at : undefined;
}

/** Lists that grow and hashtables: these are changed in place. */
function onHolder(value: Value, key: string, given: readonly Value[]): Value | undefined {
  if (isList(value)) {
    const list = value as Value[];
    if (key === 'add') {
      if (list.length >= 100_000) throw new SizeExceeded('a list grows too long');
      list.push(given[0] ?? null);
      return GENERIC.has(list) ? null : list.length - 1;
    }
    if (key === 'addrange' && given.length === 1) {
      const more = listOf(given[0]);
      if (list.length + more.length > 100_000) throw new SizeExceeded('a list grows too long');
      for (const each of more) list.push(each);
      return null;
    }
    if (key === 'removeat' || (key === 'remove' && given.length === 1)) return withoutItem(list, key, given[0] ?? null);
    if (key === 'toarray') return [...list];
    if (key === 'clear') {
      list.length = 0;
      return null;
    }
    return ofList(list, key, given);
  }
  if (!(value instanceof Hashtable)) return undefined;
  const name = toText(given[0] ?? null);
  if (name instanceof Unknown) return name;
  switch (key) {
    case 'containskey':
    case 'contains':
      return value.at(given[0] ?? null, name) !== undefined;
    case 'add':
      if (value.entries.has(name)) throw new ValueError(`the key "${name}" is in the hashtable already`);
      value.put(given[0] ?? null, name, given[1] ?? null);
      return null;
    case 'remove':
      if (value.at(given[0] ?? null, name) !== undefined) value.entries.remove(name);
      return null;
    case 'getenumerator':
      return enumerated(value);
    case 'clone': {
      const copy = new Hashtable();
      copy.ordered = value.ordered;
      for (const [key, entry] of value.keyed()) copy.put(key, String(key), entry);
      return copy;
    }
    default:
      return undefined;
  }
}

/** Takes an item out of a list; a generic one says whether it was there. */
function withoutItem(list: Value[], key: string, given: Value): Value | undefined {
  const at = key === 'removeat' ? toNumber(given) : list.findIndex((item) => equal(item, given, true) === true);
  if (key === 'removeat' && (at === null || !(at >= 0 && at < list.length))) {
    throw new ValueError('Index was out of range. Must be non-negative and less than the size of the collection.');
  }
  if (at !== null && at >= 0) list.splice(at, 1);
  return key === 'remove' && GENERIC.has(list) ? at !== -1 : null;
}

/** The entries of a hashtable as objects with Name, Key and Value. */
export function enumerated(table: Hashtable): Value {
  const entries = table
    .keyed()
    .map(([key, value]) =>
      psObject({ Name: key, Key: key, Value: value }, 'DictionaryEntry', false, 'System.Collections.DictionaryEntry'),
    );
  return table.ordered ? entries : unordered(entries);
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
  if (Object.hasOwn(UNIT_MS, key))
    return new DateTime(value.ms + (toNumber(other) ?? 0) * UNIT_MS[key], value.calendar);
  if (key === 'add' && other instanceof Timespan) return new DateTime(value.ms + other.ms, value.calendar);
  if (key === 'subtract' && other instanceof Timespan) return new DateTime(value.ms - other.ms, value.calendar);
  if (key === 'subtract' && other instanceof DateTime && other.calendar === value.calendar) {
    return new Timespan(value.ms - other.ms);
  }
  if (key === 'touniversaltime' || key === 'tolocaltime') return value;
  return HARMLESS.has(key) ? new Unknown('what a clock shows') : undefined;
}

function typeObject(value: Value): Value {
  if (value instanceof PSObject && value.type !== null) return new Unknown(`the type of ${typeNameOf(value)}`);
  return psObject({ Name: typeNameOf(value) }, 'a type', true);
}
