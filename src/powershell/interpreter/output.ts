// What statements print, as values: an enumerated stream of objects on one side, one value on the other.
import type { Position } from '../../core/input-error.js';
import type { Expression, Statement } from '../parser/syntax.js';
import { liveItems } from '../values/live-lists.js';
import { isOpen } from '../values/partly-known.js';
import { isUnordered, unordered } from '../values/unordered.js';
import { SizeExceeded } from '../values/value-error.js';
import { isList, NO_OBJECT, type Unknown, unrolled, type Value } from '../values/values.js';
import type { Coroutine, Emit, Piece } from './protocol.js';
import type { Runtime } from './runtime.js';
import { passedSize } from './size.js';

const OBJECTS_MAX = 100_000;

/** Takes what is printed and drops it. */
export const discarded: Emit = function* () {};

/** Takes what a script leaves for the screen: its texts are shown. */
export const shownTexts = (at: Position): Emit =>
  function* (value) {
    if (typeof value === 'string') yield { kind: 'said', says: value, at, text: value };
  };

/** Everything that `act` emits. */
export function* collect(act: (emit: Emit) => Coroutine<void>): Coroutine<Value[]> {
  const found: Value[] = [];
  yield* act(function* (value) {
    if (found.length >= OBJECTS_MAX) throw new SizeExceeded('a pipeline gives too many objects');
    found.push(value);
  });
  return found;
}

/** As `collect`, and whether the order of what was emitted is known goes with the list. */
export function* collectInOrder(runtime: Runtime, act: (emit: Emit) => Coroutine<void>): Coroutine<readonly Value[]> {
  const before = runtime.unordered;
  runtime.unordered = false;
  const items = yield* collect(act);
  const found = runtime.unordered ? unordered(items) : items;
  runtime.unordered = before;
  return found;
}

/** Everything that `act` emits, as one value. */
export function* outputOf(runtime: Runtime, act: (emit: Emit) => Coroutine<void>): Coroutine<Value> {
  return asOneValue(yield* collectInOrder(runtime, act));
}

/** What was printed, as one value; one unknown object among them may be any number of them. */
export function asOneValue(output: readonly Value[]): Value {
  const unknown = output.find(isOpen);
  if (unknown === undefined) return unrolled(output);
  return output.length === 1 ? unknown : unknown.spread;
}

/** Emits a value as a pipeline does: the items of a list one by one, nothing for no value. */
export function* emitAll(runtime: Runtime, value: Value, emit: Emit, piece: Piece): Coroutine<void> {
  if (!isList(value)) return yield* emit(value);
  runtime.charge(passedSize(value), piece);
  if (isUnordered(value)) runtime.unordered = true;
  for (const item of liveItems(value)) yield* emit(item);
}

/**
 * The value of a statement in parentheses or on the right of an assignment: what a command prints is unrolled, a list
 * that an expression gives stays one, and an assignment has the value that it assigns.
 */
export function* statementValue(runtime: Runtime, statement: Statement): Coroutine<Value> {
  const value = yield* valueOrNothing(runtime, statement);
  return value === NO_OBJECT ? null : value;
}

/** As `statementValue`, but a pipeline that gave no object is told apart from one that gave `$null`. */
export function* valueOrNothing(runtime: Runtime, statement: Statement): Coroutine<Value | typeof NO_OBJECT> {
  const only = onlyExpression(statement);
  if (only !== null) return yield* pipedValue(runtime, only);
  if (statement.kind === 'assign') {
    yield* runtime.runStatement(statement, discarded);
    return yield* pipedValue(runtime, statement.target);
  }
  const output = yield* collectInOrder(runtime, (emit) => runtime.runStatement(statement, emit));
  return output.length === 0 ? NO_OBJECT : asOneValue(output);
}

function onlyExpression(statement: Statement): Expression | null {
  if (statement.kind !== 'pipeline' || statement.redirections.length > 0) return null;
  const [only, more] = statement.elements;
  return more === undefined && only.kind !== 'command' ? only : null;
}

/** The value of an expression that goes down a pipeline; `NO_OBJECT` where no object does. */
export function* pipedValue(runtime: Runtime, expression: Expression): Coroutine<Value | typeof NO_OBJECT> {
  switch (expression.kind) {
    case 'variable': {
      const value = yield* runtime.evaluate(expression);
      return value === null && runtime.scope.held(expression.name) === NO_OBJECT ? NO_OBJECT : value;
    }
    case 'group':
      return yield* valueOrNothing(runtime, expression.statement);
    case 'sub': {
      const output = yield* collectInOrder(runtime, (emit) => runtime.runBlock(expression.statements, emit));
      return output.length === 0 ? NO_OBJECT : asOneValue(output);
    }
    // a method that gives nothing, and what is thrown away
    case 'call':
      return (yield* runtime.evaluate(expression)) ?? NO_OBJECT;
    case 'cast':
      return (yield* runtime.evaluate(expression)) ?? (expression.type === 'void' ? NO_OBJECT : null);
    default:
      return yield* runtime.evaluate(expression);
  }
}

/** The items that a loop goes through: those that a command gives, or those of the list that an expression is. */
export function* loopItems(runtime: Runtime, statement: Statement): Coroutine<readonly Value[] | Unknown> {
  const only = onlyExpression(statement);
  const value = only === null ? NO_OBJECT : yield* pipedValue(runtime, only);
  const items =
    only === null
      ? yield* collectInOrder(runtime, (emit) => runtime.runStatement(statement, emit))
      : value === NO_OBJECT || value === null
        ? []
        : isList(value)
          ? value
          : [value];
  return items.find(isOpen) ?? items;
}
