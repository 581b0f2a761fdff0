// Version numbers of two to four parts, compared part by part.
import { numberValue } from '../parser/literal.js';
import { numberIn } from './numerals.js';
import { Hashtable, Unknown, type Value, Version } from './values.js';

/** A version that a value stands for, `5.0.8308.0` or the number 6; null = none. A number has no minor version but 0. */
export function versionOf(value: Value): Version | null {
  if (value instanceof Version) return value;
  const number = numberIn(value);
  const text = number === null ? value : String(number);
  if (typeof text !== 'string') return null;
  const match = /^\s*(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?\s*$/.exec(text);
  if (match === null || (typeof value === 'string' && match[2] === undefined)) return null;
  return new Version(match.slice(1).flatMap((part) => (part === undefined ? [] : [numberValue(part) ?? 0])));
}

/** `$PSVersionTable` of Windows PowerShell 5.1: which build it is is not known. */
export function versionTable(): Hashtable {
  const table = new Hashtable();
  table.entries.set('PSVersion', new Version([5, 1], true));
  table.entries.set('PSEdition', 'Desktop');
  for (const name of ['BuildVersion', 'CLRVersion', 'PSCompatibleVersions', 'PSRemotingProtocolVersion']) {
    table.entries.set(name, new Unknown(`$PSVersionTable.${name}`));
  }
  table.entries.set('WSManStackVersion', new Version([3, 0]));
  table.entries.set('SerializationVersion', new Version([1, 1, 0, 1]));
  return table;
}

/** Less than 0, 0 or more than 0: a part that is missing comes before 0, and one that is not known leaves it open. */
export function orderOfVersions(left: Version, right: Version): number | Unknown {
  for (let i = 0; i < 4; i++) {
    const isDark = [left, right].some(({ parts, open }) => open && parts[i] === undefined);
    if (isDark) return new Unknown('the build of Windows PowerShell');
    const by = (left.parts[i] ?? -1) - (right.parts[i] ?? -1);
    if (by !== 0) return by;
  }
  return 0;
}
