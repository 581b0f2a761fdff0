import { decided, known, notModelled } from '../interpreter/evaluate.js';
import type { Emit, Runtime, Steps } from '../interpreter/runtime.js';
import { Complaint, Flow } from '../interpreter/signals.js';
import { collect, emitAll, runBlock } from '../interpreter/statements.js';
import type { Body, Statement } from '../parser/syntax.js';
import { text, truth } from '../values/convert.js';
import { property } from '../values/members.js';
import { binary } from '../values/operators.js';
import { Code, Unknown, type Value } from '../values/values.js';
import { Bound } from './bound-arguments.js';
import type { Builtin, Call } from './stage.js';

type Piece = Pick<Statement, 'at' | 'text'>;

/** Runs a script block with `$_`; `return` in it ends this turn only. */
export function* runCode(rt: Runtime, body: Body, item: Value, emit: Emit): Steps<void> {
  const before = rt.scope.get('_') ?? null;
  rt.scope.set('_', item);
  const mark = rt.mark();
  try {
    yield* runBlock(rt, body.begin, emit);
    yield* runBlock(rt, body.process ?? [], emit);
    yield* runBlock(rt, body.statements, emit);
  } catch (error) {
    if (!(error instanceof Flow) || error.word !== 'return') throw error;
    rt.back(mark);
  } finally {
    rt.scope.set('_', before);
  }
}

/** The value that a script block gives for an object. */
export function* valueOfCode(rt: Runtime, code: Code, item: Value): Steps<Value> {
  return known(yield* collect(rt, (emit) => runCode(rt, code.body, item, emit)));
}

/** `.ForEach({ … })` over a list. */
export function* forEach(
  rt: Runtime,
  piece: Piece,
  code: Code,
  items: readonly Value[],
  emit: Emit,
): Steps<void> {
  for (const item of items) yield* oneForEach(rt, piece, code, item, emit);
}

function* oneForEach(rt: Runtime, piece: Piece, code: Code, item: Value, emit: Emit): Steps<void> {
  if (!(item instanceof Unknown)) return yield* runCode(rt, code.body, item, emit);
  yield* notModelled(rt, piece, `the objects that come here are not known: they depend on ${item.why}`);
  yield* emit(item);
}

/** `.Where({ … })` over a list. */
export function* where(
  rt: Runtime,
  piece: Piece,
  code: Code,
  items: readonly Value[],
  emit: Emit,
): Steps<void> {
  for (const item of items) {
    if (yield* passes(rt, piece, item, (each) => valueOfCode(rt, code, each))) yield* emit(item);
  }
}

function* passes(
  rt: Runtime,
  piece: Piece,
  item: Value,
  test: (item: Value) => Steps<Value>,
): Steps<boolean> {
  // an unknown list filtered is as unknown as before
  if (item instanceof Unknown) return true;
  return yield* decided(rt, piece, yield* test(item), false);
}

/** `ForEach-Object { … }`, also with -Begin and -End, and `ForEach-Object Name`. */
export const forEachObject: Builtin = (rt, call) => {
  const bound = new Bound(call.name, call.given, ['Process', 'MemberName', 'Begin', 'End'], [], ['Process']);
  const [process, ...more] = [bound.value('Process') ?? bound.value('MemberName') ?? null, ...bound.rest];
  const begin = bound.value('Begin') ?? (more.length > 0 ? process : undefined);
  const act = more.length > 0 ? more[0] : process;
  const end = bound.value('End') ?? more[1];
  let begun = false;
  const start = function* (): Steps<void> {
    if (!begun && begin instanceof Code) yield* runCode(rt, begin.body, null, call.out);
    begun = true;
  };
  return {
    *item(value) {
      yield* start();
      if (act instanceof Code) yield* oneForEach(rt, call.command, act, value, call.out);
      else yield* emitAll(memberOf(rt, value, act), call.out);
    },
    *end() {
      yield* start();
      if (end instanceof Code) yield* runCode(rt, end.body, null, call.out);
    },
  };
};

function memberOf(rt: Runtime, value: Value, name: Value): Value {
  const shown = text(name);
  if (shown instanceof Unknown) return shown;
  if (name === null) throw new Complaint('ForEach-Object needs a script block');
  return property(value, shown, rt.nowMs);
}

const COMPARISONS =
  /^[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains|in|notin|is|isnot)$/i;

/** `Where-Object { … }` and the short form `Where-Object Name -eq 'value'`. */
export const whereObject: Builtin = (rt, call) => {
  const test = testOf(rt, call);
  return {
    *item(value) {
      if (yield* passes(rt, call.command, value, test)) yield* call.out(value);
    },
    *end() {},
  };
};

function testOf(rt: Runtime, call: Call): (item: Value) => Steps<Value> {
  const operator = call.given.find((each) => each.parameter !== null && COMPARISONS.test(each.parameter));
  const others = call.given.filter((each) => each !== operator);
  const bound = new Bound(
    call.name,
    others,
    ['FilterScript', 'Property', 'Value', 'Not'],
    ['Not'],
    ['FilterScript', 'Value'],
  );
  const first = bound.value('FilterScript') ?? bound.value('Property') ?? null;
  if (first instanceof Code) return (item) => valueOfCode(rt, first, item);
  const name = text(first);
  if (name instanceof Unknown || first === null) {
    throw new Complaint('Where-Object needs a script block or a property');
  }
  const wanted = operator?.value ?? bound.value('Value') ?? null;
  return function* (item) {
    const value = property(item, name, rt.nowMs);
    if (operator === undefined) return bound.on('Not') ? not(truth(value)) : truth(value);
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
export function* keyOf(rt: Runtime, key: Value, item: Value): Steps<Value> {
  if (key instanceof Code) return yield* valueOfCode(rt, key, item);
  const name = text(key);
  return name instanceof Unknown ? name : property(item, name, rt.nowMs);
}
