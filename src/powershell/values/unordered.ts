// Lists whose order nobody can tell: what a hashtable gives of its entries comes in the order of their hashes.
import { isList, Unknown, type Value } from './values.js';

const LISTS = new WeakSet<readonly Value[]>();

/** Objects of which the order of their properties is not known: made of a hashtable that is not written beside them. */
export const SHUFFLED = new WeakSet<object>();

/** What hangs on the order of such a list. */
export const UNKNOWN_ORDER = new Unknown('the order in which a hashtable gives its entries');

/** A list of which only the items are known, and not their order. */
export function unordered(list: readonly Value[]): readonly Value[] {
  LISTS.add(list);
  return list;
}

/** Whether the order of a list is not known. */
export const isUnordered = (value: Value): boolean => isList(value) && value.length > 1 && LISTS.has(value);
