// Version numbers of two to four parts, compared part by part.
import { numberValue } from '../parser/literal.js';
import { type Value, Version } from './values.js';

/** A version that a value stands for, `5.0.8308.0` or the number 6; null = none. A number has no minor version but 0. */
export function versionOf(value: Value): Version | null {
  if (value instanceof Version) return value;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return null;
  const match = /^\s*(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?\s*$/.exec(text);
  if (match === null || (typeof value === 'string' && match[2] === undefined)) return null;
  return new Version(match.slice(1).flatMap((part) => (part === undefined ? [] : [numberValue(part) ?? 0])));
}

/** Less than 0, 0 or more than 0: a part that is missing comes before 0. */
export function orderOfVersions(left: Version, right: Version): number {
  for (let i = 0; i < 4; i++) {
    const by = (left.parts[i] ?? -1) - (right.parts[i] ?? -1);
    if (by !== 0) return by;
  }
  return 0;
}
