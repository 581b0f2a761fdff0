// Lists that .NET goes through where they stand: a counter of changes says whether they were changed meanwhile, which is an
// error. Arrays are none of them.
import { ValueError } from './value-error.js';
import { GROWABLE, type Value } from './values.js';

/** The entries that a list was made of, where it goes through them itself. */
const SOURCES = new WeakMap<readonly Value[], { readonly changes: number }>();
const CHANGES = new WeakMap<readonly Value[], number>();

/** A list that goes through the entries of a table. */
export function liveList(list: readonly Value[], entries: { readonly changes: number }): readonly Value[] {
  SOURCES.set(list, entries);
  return list;
}

/** Notes that a list which grows was changed. */
export function listChanged(list: readonly Value[]): void {
  if (GROWABLE.has(list)) CHANGES.set(list, (CHANGES.get(list) ?? 0) + 1);
}

const changesOf = (list: readonly Value[]): number => SOURCES.get(list)?.changes ?? CHANGES.get(list) ?? 0;

/** The items of a list one by one; throws a `ValueError` where the list is changed meanwhile. */
export function* liveItems(list: readonly Value[]): Generator<Value, void> {
  const before = changesOf(list);
  for (let at = 0; at < list.length || changesOf(list) !== before; at++) {
    if (changesOf(list) !== before) {
      throw new ValueError('Collection was modified; enumeration operation may not execute.');
    }
    yield list[at];
  }
}
