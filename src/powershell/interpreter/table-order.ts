// The order in which a hashtable gives its entries, told where commands hang on it.

import { isUnordered } from '../values/unordered.js';
import type { Value } from '../values/values.js';
import { commandsIn } from './passed-over.js';
import type { Coroutine, Piece } from './protocol.js';
import type { Runtime } from './runtime.js';

/** Tells that a part of the script runs for the entries of a hashtable in an order which may be another one. */
export function* noteOrder(runtime: Runtime, list: Value, part: unknown, { at, text }: Piece): Coroutine<void> {
  if (!isUnordered(list)) return;
  const carriedOut = commandsIn(part, runtime.scope);
  if (carriedOut.length === 0) return;
  const what = 'in which order a hashtable gives its entries is not known: taken as written; [ordered] keeps it';
  yield* runtime.ask({ kind: 'notModelled', what, at, text, passedOver: [], from: null, carriedOut });
}
