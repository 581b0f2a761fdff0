// The items of a generic list of .NET are of one type: what is added is converted to it, or refused.
import { cast } from './casts.js';
import { GENERIC, PSObject, type Value } from './values.js';

/** The type of the items of a list, by the name of its own: `collections.generic.list[int]`; null = it holds anything. */
export const itemTypeOf = (listType: string): string | null => /\.list\[(.+)\]$/i.exec(listType)?.[1] ?? null;

/** A value as a list takes it: as an item of its type, where it has one. Throws a `ValueError` where PowerShell would. */
export function asItem(list: readonly Value[], value: Value): Value {
  const type =
    GENERIC.get(list)
      ?.toLowerCase()
      .replace(/^system\.(?!object\[)/, '') ?? 'object';
  if (/^(?:management\.automation\.)?ps(?:custom)?object$/.test(type)) return value;
  // Objects of a type that only their maker knows are what they are.
  return value instanceof PSObject ? value : cast(value, type);
}
