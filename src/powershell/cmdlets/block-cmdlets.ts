// The cmdlets that run a script block for each object: ForEach-Object and Where-Object, and the methods like them.
import { emitAll, outputOf } from '../interpreter/output.js';
import type { Coroutine, Emit, Piece } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { toBoolean, toText } from '../values/convert.js';
import { property } from '../values/members.js';
import { binary } from '../values/operators.js';
import { ValueError } from '../values/value-error.js';
import { ScriptBlock, Unknown, type Value } from '../values/values.js';
import { bindArguments } from './bound-arguments.js';
import type { Builtin, Call } from './stage.js';

/** Runs a script block with `$_`; `return` in it ends this turn only. */
function* runForItem(runtime: Runtime, { body }: ScriptBlock, item: Value, emit: Emit): Coroutine<void> {
  yield* runtime.withItem(item, () => runtime.untilReturn(() => runtime.runBody(body, emit)));
}

/** The value that a script block gives for an object. */
function* valueOfCode(runtime: Runtime, code: ScriptBlock, item: Value): Coroutine<Value> {
  return yield* outputOf((emit) => runForItem(runtime, code, item, emit));
}

/** What `ForEach-Object { … }` and `.ForEach({ … })` do with one object. */
export function* forEach(runtime: Runtime, piece: Piece, code: ScriptBlock, item: Value, emit: Emit): Coroutine<void> {
  if (!(item instanceof Unknown)) return yield* runForItem(runtime, code, item, emit);
  const { begin, process, statements } = code.body;
  if (yield* runtime.takesBothWays(item.why, [begin, process ?? [], statements], emit)) return;
  yield* runtime.notModelled(piece, `the objects that come here are not known: they depend on ${item.why}`);
  yield* emit(item);
}

/** What `Where-Object { … }` and `.Where({ … })` do with one object. */
export function* where(runtime: Runtime, _piece: Piece, code: ScriptBlock, item: Value, emit: Emit): Coroutine<void> {
  yield* emitPassed(item, (each) => valueOfCode(runtime, code, each), emit);
}

/** Emits an object that passes; whether one does that is not known makes what comes out unknown. */
function* emitPassed(item: Value, test: (item: Value) => Coroutine<Value>, emit: Emit): Coroutine<void> {
  // an unknown list filtered is as unknown as before
  const holds = item instanceof Unknown ? item : toBoolean(yield* test(item));
  if (holds === true) yield* emit(item);
  else if (holds instanceof Unknown) yield* emit(holds);
}

/** `ForEach-Object { … }`, also with -Begin and -End, and `ForEach-Object Name`. */
export const forEachObject: Builtin = (runtime, call) => {
  const bound = bindArguments(call, 'Process MemberName Begin End', '', 'Process');
  const [process, ...more] = [bound.value('Process') ?? bound.value('MemberName') ?? null, ...bound.rest];
  const begin = bound.value('Begin') ?? (more.length > 0 ? process : undefined);
  const act = more.length > 0 ? more[0] : process;
  const end = bound.value('End') ?? more[1];
  let begun = false;
  const start = function* (): Coroutine<void> {
    if (!begun && begin instanceof ScriptBlock) yield* runForItem(runtime, begin, null, call.out);
    begun = true;
  };
  return {
    *item(value) {
      yield* start();
      if (act instanceof ScriptBlock) yield* forEach(runtime, call.command, act, value, call.out);
      else yield* emitAll(memberOf(runtime, value, act), call.out);
    },
    *end() {
      yield* start();
      if (end instanceof ScriptBlock) yield* runForItem(runtime, end, null, call.out);
    },
  };
};

function memberOf(runtime: Runtime, value: Value, name: Value): Value {
  const shown = toText(name);
  if (shown instanceof Unknown) return shown;
  if (name === null) throw new ValueError('ForEach-Object needs a script block');
  return property(value, shown, runtime.nowMs);
}

const COMPARISONS = /^[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains|in|notin|is|isnot)$/i;

/** `Where-Object { … }` and the short form `Where-Object Name -eq 'value'`. */
export const whereObject: Builtin = (runtime, call) => {
  const test = testOf(runtime, call);
  return {
    *item(value) {
      yield* emitPassed(value, test, call.out);
    },
    *end() {},
  };
};

function testOf(runtime: Runtime, call: Call): (item: Value) => Coroutine<Value> {
  const operator = call.given.find((each) => each.parameter !== null && COMPARISONS.test(each.parameter));
  const others = { ...call, given: call.given.filter((each) => each !== operator) };
  const bound = bindArguments(others, 'FilterScript Property Value Not', 'Not', 'FilterScript Value');
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
    const word = (operator.parameter ?? '').toLowerCase().replace(/^i(?=eq|ne|g|l|match|contains|in$|not)/, '');
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
