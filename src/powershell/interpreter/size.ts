// How much a value weighs against the budget of what a script may work on.
import { isList, type Value } from '../values/values.js';

/** What a value weighs: items of lists, and characters of texts, in the units of `Runtime.charge`. */
export const sizeOf = (value: Value): number =>
  isList(value) ? 4 * value.length : typeof value === 'string' ? value.length >> 3 : 0;
