// Lists inside one another: how deep values are looked into, and what of them is not known.
import { SizeExceeded } from './value-error.js';
import { isList, Unknown, type Value } from './values.js';

/** Lists and objects inside one another; a list may also hold itself. */
const DEPTH_MAX = 50;

/** Items of lists inside one another that are looked through for one that is not known. */
const INSIDE_MAX = 1_000_000;

/** Bounds how deep values are looked into. */
export function deeper(depth: number): number {
  if (depth >= DEPTH_MAX) throw new SizeExceeded(`values stand more than ${DEPTH_MAX} deep inside one another`);
  return depth + 1;
}

/** The first unknown among values, also inside lists. */
export const unknownIn = (...values: readonly Value[]): Unknown | null =>
  unknownAmong(values, 0, { items: 0 })?.spread ?? null;

function unknownAmong(values: readonly Value[], depth: number, seen: { items: number }): Unknown | null {
  seen.items += values.length;
  if (seen.items > INSIDE_MAX) throw new SizeExceeded('lists hold too many items inside one another');
  for (const value of values) {
    if (value instanceof Unknown) return value;
    const inside = isList(value) ? unknownAmong(value, deeper(depth), seen) : null;
    if (inside !== null) return inside;
  }
  return null;
}
