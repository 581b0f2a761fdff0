// Lists whose order nobody can tell: what a hashtable gives of its entries comes in the order of their hashes.
import { isList, type Value } from './values.js';

const LISTS = new WeakSet<readonly Value[]>();

/** A list of which only the items are known, and not their order. */
export function unordered(list: readonly Value[]): readonly Value[] {
  if (list.length > 1) LISTS.add(list);
  return list;
}

/** Whether the order of a list is not known. */
export const isUnordered = (value: Value): boolean => isList(value) && LISTS.has(value);
