// The cmdlets that run a script block: ForEach-Object and Where-Object, the methods like them, and Measure-Command.
import { discarded, emitAll, outputOf } from '../interpreter/output.js';
import { noteItems } from '../interpreter/passed-over.js';
import type { Coroutine, Emit, Piece } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { toBoolean, toText } from '../values/convert.js';
import { property } from '../values/members.js';
import { binary } from '../values/operators.js';
import { ValueError } from '../values/value-error.js';
import { ScriptBlock, Timespan, Unknown, type Value } from '../values/values.js';
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
  if (!(item instanceof Unknown)) yield* runForItem(runtime, code, item, emit);
  else if (!(yield* takenBothWays(runtime, piece, code, item, emit))) yield* emit(item);
}

/** Whether both ways are taken at once for objects that are not known; false = told, and the block is not run. */
function* takenBothWays(
  runtime: Runtime,
  piece: Piece,
  { body }: ScriptBlock,
  unknown: Unknown,
  emit: Emit,
): Coroutine<boolean> {
  const { begin, process, statements } = body;
  noteItems(unknown, '_', body);
  if (yield* runtime.takesBothWays(unknown, [begin, process ?? [], statements], emit)) return true;
  const what = `the objects that come here are not known: they depend on ${unknown.why}`;
  yield* runtime.notModelled(piece, what, body, unknown);
  return false;
}

/** What `Where-Object { … }` and `.Where({ … })` do with one object. */
export function* where(runtime: Runtime, piece: Piece, code: ScriptBlock, item: Value, emit: Emit): Coroutine<void> {
  if (item instanceof Unknown) yield* takenBothWays(runtime, piece, code, item, discarded);
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
      if (act instanceof ScriptBlock) return yield* forEach(runtime, call.command, act, value, call.out);
      // what is not known may be a script block
      if (act instanceof Unknown)
        yield* runtime.notModelled(call.command, `what is done here depends on ${act.why}`, null, act);
      yield* emitAll(memberOf(runtime, value, act), call.out);
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
      if (test instanceof ScriptBlock) yield* where(runtime, call.command, test, value, call.out);
      else yield* emitPassed(value, test, call.out);
    },
    *end() {},
  };
};

/** `Measure-Command { … }`: runs the block, gives nothing of what it prints, and the virtual time that it took. */
export const measureCommand: Builtin = (runtime, call) => {
  const bound = bindArguments(call, 'Expression InputObject', '', 'Expression');
  const code = bound.value('Expression') ?? null;
  let ms = 0;
  const run = function* (item: Value): Coroutine<void> {
    if (!(code instanceof ScriptBlock)) throw new ValueError('Measure-Command needs a script block');
    const startedMs = runtime.nowMs;
    yield* forEach(runtime, call.command, code, item, discarded);
    ms += runtime.nowMs - startedMs;
  };
  return {
    item: run,
    *end() {
      if (!call.piped) yield* run(bound.value('InputObject') ?? null);
      yield* call.out(new Timespan(ms));
    },
  };
};

function testOf(runtime: Runtime, call: Call): ScriptBlock | ((item: Value) => Coroutine<Value>) {
  const operator = call.given.find((each) => each.parameter !== null && COMPARISONS.test(each.parameter));
  const others = { ...call, given: call.given.filter((each) => each !== operator) };
  const bound = bindArguments(others, 'FilterScript Property Value', '', 'FilterScript Value');
  const first = bound.value('FilterScript') ?? bound.value('Property') ?? null;
  if (first instanceof ScriptBlock) return first;
  const name = toText(first);
  if (name instanceof Unknown || first === null) {
    throw new ValueError('Where-Object needs a script block or a property');
  }
  const wanted = operator?.value ?? bound.value('Value') ?? null;
  return function* (item) {
    const value = property(item, name, runtime.nowMs);
    if (operator === undefined) return toBoolean(value);
    const word = (operator.parameter ?? '').toLowerCase().replace(/^i(?=eq|ne|g|l|match|contains|in$|not)/, '');
    return binary(word, value, wanted);
  };
}

/** The value of an expression that stands for a property: a name or a script block. */
export function* keyOf(runtime: Runtime, key: Value, item: Value): Coroutine<Value> {
  if (key instanceof ScriptBlock) return yield* valueOfCode(runtime, key, item);
  const name = toText(key);
  return name instanceof Unknown ? name : property(item, name, runtime.nowMs);
}
