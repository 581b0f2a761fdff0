// How much a value weighs against the budget of what a script may work on.
import { Hashtable, isList, PSObject, type Value } from '../values/values.js';

/** More than a script may work on. */
const WHOLE_MAX = 200_000_000;

/** What a value weighs: items of lists and tables, and characters of texts, in the units of `Runtime.charge`. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length >> 3;
  if (isList(value)) return 4 * value.length;
  if (value instanceof Hashtable) return 4 * value.entries.size;
  return value instanceof PSObject ? 4 * value.properties.size : 0;
}

/** As `sizeOf`, with the texts of a list and what stands in lists inside of it; no more than `most`. */
export function wholeSize(value: Value, most = WHOLE_MAX): number {
  let size = sizeOf(value);
  if (!isList(value)) return size;
  for (const each of value) {
    if (size > most) return size;
    if (typeof each === 'string') size += each.length >> 3;
    else if (typeof each === 'object') size += wholeSize(each, most - size);
  }
  return size;
}

/** What it weighs to go through a value item by item, each of which is handed on, converted or shown. */
export function passedSize(value: Value): number {
  let size = 25 * sizeOf(value);
  if (isList(value)) for (const each of value) if (typeof each === 'string') size += 25 * sizeOf(each);
  return size;
}
