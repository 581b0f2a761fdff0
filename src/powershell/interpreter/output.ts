// What statements print, as values: an enumerated stream of objects on one side, one value on the other.
import type { Statement } from '../parser/syntax.js';
import { SizeExceeded } from '../values/value-error.js';
import { isList, Unknown, unrolled, type Value } from '../values/values.js';
import type { Coroutine, Emit } from './protocol.js';
import type { Runtime } from './runtime.js';

const OBJECTS_MAX = 100_000;

/** Takes what is printed and drops it. */
export const discarded: Emit = function* () {};

/** Everything that `act` emits. */
export function* collect(act: (emit: Emit) => Coroutine<void>): Coroutine<Value[]> {
  const found: Value[] = [];
  yield* act(function* (value) {
    if (found.length >= OBJECTS_MAX) throw new SizeExceeded('a pipeline gives too many objects');
    found.push(value);
  });
  return found;
}

/** Everything that `act` emits, as one value. */
export function* outputOf(act: (emit: Emit) => Coroutine<void>): Coroutine<Value> {
  return asOneValue(yield* collect(act));
}

/** What was printed, as one value; one unknown object among them may be any number of them. */
export function asOneValue(output: readonly Value[]): Value {
  return output.find((item) => item instanceof Unknown) ?? unrolled(output);
}

/** Emits a value as a pipeline does: the items of a list one by one, nothing for no value. */
export function* emitAll(value: Value, emit: Emit): Coroutine<void> {
  if (!isList(value)) return yield* emit(value);
  for (const item of value) yield* emit(item);
}

/** What a statement prints, as one value. */
export function statementOutput(runtime: Runtime, statement: Statement): Coroutine<Value> {
  return outputOf((emit) => runtime.runStatement(statement, emit));
}

/**
 * The value of a statement in parentheses or on the right of an assignment: what a command prints is unrolled, a list
 * that an expression gives stays one, and an assignment has the value that it assigns.
 */
export function* statementValue(runtime: Runtime, statement: Statement): Coroutine<Value> {
  const only = statement.kind === 'pipeline' && statement.elements.length === 1 ? statement.elements[0] : null;
  if (only !== null && only.kind !== 'command') return yield* runtime.evaluate(only);
  if (statement.kind !== 'assign') return yield* statementOutput(runtime, statement);
  yield* runtime.runStatement(statement, discarded);
  return yield* runtime.evaluate(statement.target);
}
