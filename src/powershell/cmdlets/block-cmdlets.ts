import { decided, known, notModelled } from '../interpreter/evaluate.js';
import type { Coroutine, Emit, Runtime } from '../interpreter/runtime.js';
import { ControlFlow, ValueError } from '../interpreter/signals.js';
import { collect, emitAll, runBlock } from '../interpreter/statements.js';
import type { Body, Statement } from '../parser/syntax.js';
import { toBoolean, toText } from '../values/convert.js';
import { property } from '../values/members.js';
import { binary } from '../values/operators.js';
import { ScriptBlock, Unknown, type Value } from '../values/values.js';
import { BoundArguments } from './bound-arguments.js';
import type { Builtin, Call } from './stage.js';

type Piece = Pick<Statement, 'at' | 'text'>;

/** Runs a script block with `$_`; `return` in it ends this turn only. */
export function* runCode(runtime: Runtime, body: Body, item: Value, emit: Emit): Coroutine<void> {
  const before = runtime.scope.get('_') ?? null;
  runtime.scope.set('_', item);
  const mark = runtime.depth();
  try {
    yield* runBlock(runtime, body.begin, emit);
    yield* runBlock(runtime, body.process ?? [], emit);
    yield* runBlock(runtime, body.statements, emit);
  } catch (error) {
    if (!(error instanceof ControlFlow) || error.word !== 'return') throw error;
    runtime.unwindTo(mark);
  } finally {
    runtime.scope.set('_', before);
  }
}

/** The value that a script block gives for an object. */
export function* valueOfCode(runtime: Runtime, code: ScriptBlock, item: Value): Coroutine<Value> {
  return known(yield* collect(runtime, (emit) => runCode(runtime, code.body, item, emit)));
}

/** `.ForEach({ … })` over a list. */
export function* forEach(
  runtime: Runtime,
  piece: Piece,
  code: ScriptBlock,
  items: readonly Value[],
  emit: Emit,
): Coroutine<void> {
  for (const item of items) yield* oneForEach(runtime, piece, code, item, emit);
}

function* oneForEach(
  runtime: Runtime,
  piece: Piece,
  code: ScriptBlock,
  item: Value,
  emit: Emit,
): Coroutine<void> {
  if (!(item instanceof Unknown)) return yield* runCode(runtime, code.body, item, emit);
  yield* notModelled(runtime, piece, `the objects that come here are not known: they depend on ${item.why}`);
  yield* emit(item);
}

/** `.Where({ … })` over a list. */
export function* where(
  runtime: Runtime,
  piece: Piece,
  code: ScriptBlock,
  items: readonly Value[],
  emit: Emit,
): Coroutine<void> {
  for (const item of items) {
    if (yield* passes(runtime, piece, item, (each) => valueOfCode(runtime, code, each))) yield* emit(item);
  }
}

function* passes(
  runtime: Runtime,
  piece: Piece,
  item: Value,
  test: (item: Value) => Coroutine<Value>,
): Coroutine<boolean> {
  // an unknown list filtered is as unknown as before
  if (item instanceof Unknown) return true;
  return yield* decided(runtime, piece, yield* test(item), false);
}

/** `ForEach-Object { … }`, also with -Begin and -End, and `ForEach-Object Name`. */
export const forEachObject: Builtin = (runtime, call) => {
  const bound = new BoundArguments(
    call.name,
    call.given,
    ['Process', 'MemberName', 'Begin', 'End'],
    [],
    ['Process'],
  );
  const [process, ...more] = [bound.value('Process') ?? bound.value('MemberName') ?? null, ...bound.rest];
  const begin = bound.value('Begin') ?? (more.length > 0 ? process : undefined);
  const act = more.length > 0 ? more[0] : process;
  const end = bound.value('End') ?? more[1];
  let begun = false;
  const start = function* (): Coroutine<void> {
    if (!begun && begin instanceof ScriptBlock) yield* runCode(runtime, begin.body, null, call.out);
    begun = true;
  };
  return {
    *item(value) {
      yield* start();
      if (act instanceof ScriptBlock) yield* oneForEach(runtime, call.command, act, value, call.out);
      else yield* emitAll(memberOf(runtime, value, act), call.out);
    },
    *end() {
      yield* start();
      if (end instanceof ScriptBlock) yield* runCode(runtime, end.body, null, call.out);
    },
  };
};

function memberOf(runtime: Runtime, value: Value, name: Value): Value {
  const shown = toText(name);
  if (shown instanceof Unknown) return shown;
  if (name === null) throw new ValueError('ForEach-Object needs a script block');
  return property(value, shown, runtime.nowMs);
}

const COMPARISONS =
  /^[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains|in|notin|is|isnot)$/i;

/** `Where-Object { … }` and the short form `Where-Object Name -eq 'value'`. */
export const whereObject: Builtin = (runtime, call) => {
  const test = testOf(runtime, call);
  return {
    *item(value) {
      if (yield* passes(runtime, call.command, value, test)) yield* call.out(value);
    },
    *end() {},
  };
};

function testOf(runtime: Runtime, call: Call): (item: Value) => Coroutine<Value> {
  const operator = call.given.find((each) => each.parameter !== null && COMPARISONS.test(each.parameter));
  const others = call.given.filter((each) => each !== operator);
  const bound = new BoundArguments(
    call.name,
    others,
    ['FilterScript', 'Property', 'Value', 'Not'],
    ['Not'],
    ['FilterScript', 'Value'],
  );
  const first = bound.value('FilterScript') ?? bound.value('Property') ?? null;
  if (first instanceof ScriptBlock) return (item) => valueOfCode(runtime, first, item);
  const name = toText(first);
  if (name instanceof Unknown || first === null) {
    throw new ValueError('Where-Object needs a script block or a property');
  }
  const wanted = operator?.value ?? bound.value('Value') ?? null;
  return function* (item) {
    const value = property(item, name, runtime.nowMs);
    if (operator === undefined) return bound.isOn('Not') ? not(toBoolean(value)) : toBoolean(value);
    const word = (operator.parameter ?? '')
      .toLowerCase()
      .replace(/^i(?=eq|ne|g|l|match|contains|in$|not)/, '');
    return binary(word, value, wanted);
  };
}

function not(value: boolean | Unknown): Value {
  return value instanceof Unknown ? value : !value;
}

/** The value of an expression that stands for a property: a name or a script block. */
export function* keyOf(runtime: Runtime, key: Value, item: Value): Coroutine<Value> {
  if (key instanceof ScriptBlock) return yield* valueOfCode(runtime, key, item);
  const name = toText(key);
  return name instanceof Unknown ? name : property(item, name, runtime.nowMs);
}
