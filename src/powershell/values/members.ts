// Properties of values, by member enumeration where a list has none of its own.
import { fieldsOf } from './calendar.js';
import { numeral } from './exact-number.js';
import { liveList } from './live-lists.js';
import { Character, numberKindOf } from './numerals.js';
import { Crowd, isOpen } from './partly-known.js';
import { typeNameOf } from './type-names.js';
import { isUnordered, unordered } from './unordered.js';
import { ValueError } from './value-error.js';
import {
  DateTime,
  GROWABLE,
  Hashtable,
  isList,
  PSObject,
  ScriptBlock,
  Timespan,
  TypeName,
  Unknown,
  type Value,
  Version,
} from './values.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Properties of a `TimeSpan`, from its ms. */
const TIMESPAN: Readonly<Record<string, (ms: number) => Value>> = {
  totaldays: (ms) => numeral(ms / DAY, 'Double'),
  totalhours: (ms) => numeral(ms / HOUR, 'Double'),
  totalminutes: (ms) => numeral(ms / MINUTE, 'Double'),
  totalseconds: (ms) => numeral(ms / SECOND, 'Double'),
  totalmilliseconds: (ms) => numeral(ms, 'Double'),
  days: (ms) => Math.trunc(ms / DAY),
  hours: (ms) => Math.trunc(ms / HOUR) % 24,
  minutes: (ms) => Math.trunc(ms / MINUTE) % 60,
  seconds: (ms) => Math.trunc(ms / SECOND) % 60,
  milliseconds: (ms) => Math.trunc(ms % SECOND),
  ticks: (ms) => numeral(Math.round(ms * 10_000), 'Int64'),
};

/** `value.name`. What the model cannot tell is unknown; what PowerShell does not have is `$null`. */
export function property(value: Value, name: string, nowMs: number): Value {
  const key = name.toLowerCase();
  if (value instanceof Crowd && (key === 'count' || key === 'length')) return value.count;
  if (value instanceof Unknown) return lookedAt(value, name).spread;
  if (value === null) return key === 'count' || key === 'length' ? 0 : null;
  // a switch is a boolean here
  if (typeof value === 'boolean' && key === 'ispresent') return value;
  if (isOfShell(key) && !(value instanceof Hashtable && value.entries.has(name))) {
    return new Unknown(`${name} of ${typeNameOf(value)}`);
  }
  if (isList(value)) return ofList(value, key, nowMs);
  if (value instanceof Hashtable) return ofHashtable(value, name);
  if (value instanceof PSObject) return ofObject(value, name, nowMs);
  if (value instanceof Timespan && Object.hasOwn(TIMESPAN, key)) return TIMESPAN[key](value.ms);
  if (value instanceof DateTime) return ofDate(value, key);
  if (value instanceof Version) {
    const at = ['major', 'minor', 'build', 'revision'].indexOf(key);
    if (at >= 0) return value.parts[at] ?? (value.open ? new Unknown(`${name} of a version`) : -1);
  }
  if (value instanceof TypeName) return new Unknown(`${name} of a type`);
  if (typeof value === 'string' && key === 'length') return value.length;
  // every single object has them
  return key === 'count' || key === 'length' ? 1 : null;
}

/** What the shell adds to every object, to look at it or around its properties; and what .NET has for a list. */
const isOfShell = (key: string): boolean =>
  /^(?:ps(?:object|base|adapted|extended|typenames)|longlength|rank|syncroot)$/.test(key);

/** Whether a value has a property: strict mode from 2 on refuses to read others. */
export function hasProperty(value: Value, name: string): boolean {
  const key = name.toLowerCase();
  if (value instanceof Unknown || value instanceof DateTime || value instanceof ScriptBlock) return true;
  if (value === null) return false;
  if (/^ps(?:object|base|typenames)$/.test(key)) return true;
  if (typeof value === 'boolean') return key === 'ispresent';
  if (numberKindOf(value) !== null || value instanceof Character) return false;
  if (isList(value)) return OF_LISTS.test(key) || value.some((item) => hasProperty(item, name));
  if (value instanceof Hashtable) return value.entries.has(name) || value.hasLike(name) || OF_TABLES.test(key);
  if (value instanceof Timespan) return Object.hasOwn(TIMESPAN, key);
  if (typeof value === 'string') return key === 'length';
  return !(value instanceof PSObject) || value.open || value.type === 'Stopwatch' || value.properties.has(name);
}

const OF_LISTS = /^(?:count|length|longlength|rank|syncroot|is(?:readonly|fixedsize|synchronized)|capacity)$/;
const OF_TABLES = /^(?:count|keys|values|syncroot|is(?:readonly|fixedsize|synchronized))$/;

/** An object has no property of this name, in strict mode. */
export const missingProperty = (name: string): ValueError =>
  new ValueError(`The property '${name}' cannot be found on this object. Verify that the property exists.`);

function lookedAt(value: Unknown, name: string): Unknown {
  if (!/^(?:count|length)$/i.test(name)) value.from?.properties.add(name);
  return value;
}

/** A property that the list has, or else that of all its items. */
function ofList(list: readonly Value[], key: string, nowMs: number): Value {
  // one that is not known may stand for several; a list that grows has no length of its own
  if (key === 'count' || (key === 'length' && !GROWABLE.has(list))) {
    return list.find(isOpen)?.spread ?? list.length;
  }
  const found: Value[] = [];
  for (const item of list) {
    const value = property(item, key, nowMs);
    if (value instanceof Unknown) return value;
    if (isList(value)) found.push(...value);
    else if (value !== null || hasNone(item, key)) found.push(value);
    else if (item instanceof Hashtable) return new Unknown(`what ${key} of tables is`);
  }
  if (found.length === 0) return null;
  if (found.length === 1) return found[0];
  return isUnordered(list) ? unordered(found) : found;
}

/** Whether an object has a property that is `$null`. */
const hasNone = (item: Value, key: string): boolean => item instanceof PSObject && item.properties.has(key);

/** Entries of a table, in an order that is known only of `[ordered]`. */
const inOrderOf = ({ ordered, shuffled, entries }: Hashtable, list: readonly Value[]): Value =>
  liveList(ordered && !shuffled ? list : unordered(list), entries);

function ofHashtable(table: Hashtable, name: string): Value {
  const own = table.entries.get(name);
  // a digit behind a dot is a number, and perhaps a text where there is no such one
  const byNumber = /^\d{1,9}$/.test(name) ? table.at(Number(name)) : undefined;
  if (byNumber !== undefined && own === undefined) return byNumber;
  if (own !== undefined ? /^\d/.test(name) : table.hasLike(name)) return new Unknown(`which entry .${name} is`);
  if (own !== undefined) return own;
  if (name.toLowerCase() === 'count') return table.entries.size;
  const all = table.keyed();
  switch (name.toLowerCase()) {
    case 'keys':
      return inOrderOf(
        table,
        all.map(([key]) => key),
      );
    case 'values':
      return inOrderOf(
        table,
        all.map(([, value]) => value),
      );
    // every single object has one
    case 'length':
      return 1;
    default:
      return null;
  }
}

function ofObject(thing: PSObject, name: string, nowMs: number): Value {
  const own = thing.properties.get(name);
  if (thing.type === 'Stopwatch') return ofStopwatch(thing, name.toLowerCase(), nowMs);
  if (own !== undefined) return own;
  const key = name.toLowerCase();
  // every single object has them, but those that a script makes, in Windows PowerShell
  if (key === 'count' || key === 'length') return thing.type === null ? null : 1;
  return thing.open ? new Unknown(`${name} of ${typeNameOf(thing)}`) : null;
}

function ofDate(value: DateTime, key: string): Value {
  if (value.shownBy !== 'calendar') return new Unknown('what a clock shows');
  const fields: Readonly<Record<string, number>> = fieldsOf(value.ms);
  if (Object.hasOwn(fields, key)) return fields[key];
  if (key === 'date') return new DateTime(value.ms - (((value.ms % DAY) + DAY) % DAY), 'calendar');
  return key === 'count' || key === 'length' ? 1 : new Unknown(`${key} of a date`);
}

/** A stopwatch runs on virtual time. */
function ofStopwatch(thing: PSObject, key: string, nowMs: number): Value {
  const [started, stopped] = [thing.properties.get('started'), thing.properties.get('stopped')];
  const passed = (typeof stopped === 'number' ? stopped : nowMs) - (typeof started === 'number' ? started : nowMs);
  if (key === 'elapsed') return new Timespan(passed);
  return key === 'elapsedmilliseconds' ? numeral(Math.trunc(passed), 'Int64') : new Unknown(`${key} of a stopwatch`);
}
