// The cmdlets that run a script block: ForEach-Object and Where-Object, the methods like them, and Measure-Command.

import { callScriptMethod } from '../interpreter/classes.js';
import { forget } from '../interpreter/not-carried-out.js';
import { discarded, emitAll, outputOf } from '../interpreter/output.js';
import { codeIn, noteItems } from '../interpreter/passed-over.js';
import type { Coroutine, Emit, Piece } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { sizeOf } from '../interpreter/size.js';
import type { Block } from '../parser/syntax.js';
import { toBoolean, toText } from '../values/convert.js';
import { DependsOnUnknown } from '../values/depends-on-unknown.js';
import { hasProperty, property } from '../values/members.js';
import { ACTING, callMethod } from '../values/methods.js';
import { binary } from '../values/operators.js';
import { type Alike, Crowd, isOpen } from '../values/partly-known.js';
import { ValueError } from '../values/value-error.js';
import {
  Hashtable,
  isList,
  listOf,
  PSObject,
  ScriptBlock,
  ScriptObject,
  Timespan,
  Unknown,
  type Value,
} from '../values/values.js';
import { bindArguments } from './bound-arguments.js';
import type { Builtin, Call } from './stage.js';

/** Runs a script block with `$_`; `return` in it ends this turn only. */
function* runForItem(runtime: Runtime, { body }: ScriptBlock, item: Value, emit: Emit): Coroutine<void> {
  yield* runtime.withItem(item, () => runtime.untilReturn(() => runtime.runBody(body, emit)));
}

/** The value that a script block gives for an object. */
function* valueOfCode(runtime: Runtime, code: ScriptBlock, item: Value): Coroutine<Value> {
  return yield* outputOf(runtime, (emit) => runForItem(runtime, code, item, emit));
}

/** What `ForEach-Object { … }` and `.ForEach({ … })` do with one object. */
export function* forEach(runtime: Runtime, piece: Piece, code: ScriptBlock, item: Value, emit: Emit): Coroutine<void> {
  if (!isOpen(item)) yield* runForItem(runtime, code, item, emit);
  else if (!(yield* takenBothWays(runtime, piece, blocksOf(code), item, emit))) yield* emit(item);
}

const blocksOf = ({ body }: ScriptBlock): Block[] => [body.begin, body.process ?? [], body.statements];

/**
 * Whether both ways are taken at once for objects that are not known; false = told, and the code is not run. `names`
 * are those that it has for an object.
 */
export function* takenBothWays(
  runtime: Runtime,
  piece: Piece,
  code: readonly Block[],
  unknown: Unknown,
  emit: Emit,
  names: readonly string[] = ['_'],
): Coroutine<boolean> {
  for (const name of names) noteItems(unknown, name, code, runtime.walks);
  if (yield* runtime.takesBothWays(unknown, code, emit)) return true;
  const what = `the objects that come here are not known: they depend on ${unknown.why}`;
  yield* runtime.notModelled(piece, what, code, unknown);
  forget(runtime, code, unknown);
  return false;
}

/** Code among the arguments of a cmdlet that is given objects which are not known: it may be carried out for each of them. */
export function* mayRunItsCode(runtime: Runtime, call: Call, unknown: Unknown): Coroutine<void> {
  const bodies = codeIn(
    call.given.map(({ value }) => value ?? null),
    call.command,
    runtime.walks,
  );
  const code = bodies.flatMap((body): Block[] => [body.begin, body.process ?? [], body.statements]);
  if (code.length > 0) yield* takenBothWays(runtime, call.command, code, unknown, discarded);
}

/** What `Where-Object { … }` and `.Where({ … })` do with one object. */
export function* where(runtime: Runtime, piece: Piece, code: ScriptBlock, item: Value, emit: Emit): Coroutine<void> {
  if (item instanceof Crowd && runtime.onlyTests(blocksOf(code))) {
    yield* crowdPassed(item, (each) => valueOfCode(runtime, code, each), emit);
    // which of them came last is not known
    if (runtime.scope.get('Matches') !== undefined) runtime.scope.set('Matches', item.spread);
    return;
  }
  if (isOpen(item)) yield* takenBothWays(runtime, piece, blocksOf(code), item, discarded);
  yield* emitPassed(item, (each) => valueOfCode(runtime, code, each), emit);
}

/** Emits an object that passes; whether one does that is not known makes what comes out unknown. */
function* emitPassed(item: Value, test: (item: Value) => Coroutine<Value>, emit: Emit): Coroutine<void> {
  // an unknown list filtered is as unknown as before
  const holds = isOpen(item) ? item.spread : toBoolean(yield* test(item));
  if (holds === true) yield* emit(item);
  else if (holds instanceof Unknown) yield* emit(holds);
}

/** Emits those of a crowd that pass, group by group; where that is not known of one, their number is not either. */
function* crowdPassed(crowd: Crowd, test: (item: Value) => Coroutine<Value>, emit: Emit): Coroutine<void> {
  const kept: Alike[] = [];
  for (const group of crowd.groups) {
    const holds = toBoolean(yield* test(group.like));
    if (holds instanceof Unknown) return yield* emit(crowd.spread);
    if (holds) kept.push(group);
  }
  if (kept.length > 0) yield* emit(new Crowd(crowd.why, kept, crowd.from));
}

/** `ForEach-Object { … }`, also with several blocks, -Begin and -End, and `ForEach-Object Name`. */
export const forEachObject: Builtin = (runtime, call) => {
  const bound = bindArguments(call, 'Process MemberName ArgumentList Begin End', '', 'Process');
  const process = bound.value('Process') ?? null;
  const isCode = process === null || isList(process) || process instanceof ScriptBlock;
  const name = bound.value('MemberName') ?? (isCode ? null : process);
  if (name !== null) {
    const given = listOf(bound.value('ArgumentList') ?? bound.rest);
    return {
      *item(each) {
        const value = isOpen(each) ? each.spread : each;
        const found = yield* memberNamed(runtime, call.command, value, name, given);
        yield* emitAll(runtime, found, call.out, call.command);
      },
      *end() {},
    };
  }
  const begin = bound.has('Begin') ? [bound.value('Begin') ?? null] : [];
  const blocks = [...begin, ...listOf(process), ...bound.rest.flatMap(listOf)];
  if (blocks.length === begin.length) throw new ValueError('ForEach-Object needs a script block');
  // the first of several is that of the beginning; without -End the last of three or more is that of the end
  const end = bound.has('End') ? bound.value('End') : blocks.length > 2 ? blocks.pop() : undefined;
  const first = blocks.length > 1 ? blocks.shift() : undefined;
  const once = function* (block: Value | undefined): Coroutine<void> {
    if (block instanceof ScriptBlock) yield* runForItem(runtime, block, null, call.out);
    else if (block instanceof Unknown) yield* notCode(runtime, call, block);
  };
  return {
    begin: () => once(first),
    *item(value) {
      for (const block of blocks) {
        if (block instanceof ScriptBlock) yield* forEach(runtime, call.command, block, value, call.out);
        else if (block instanceof Unknown) yield* call.out(yield* notCode(runtime, call, block));
      }
    },
    end: () => once(end),
  };
};

/** What is not known may be code. */
function* notCode(runtime: Runtime, { command }: Call, unknown: Unknown): Coroutine<Value> {
  yield* runtime.notModelled(command, `what is done here depends on ${unknown.why}`, null, unknown);
  return unknown;
}

/** What `ForEach-Object Name` gives for an object: its property of this name, or what its method does. */
function* memberNamed(
  runtime: Runtime,
  piece: Piece,
  value: Value,
  name: Value,
  given: readonly Value[],
): Coroutine<Value> {
  const shown = toText(name);
  if (shown instanceof Unknown) {
    yield* runtime.notModelled(piece, `what is done here depends on ${shown.why}`, null, shown);
    return shown;
  }
  const isOpen = value instanceof Unknown || (value instanceof PSObject && value.open && !value.properties.has(shown));
  const isMethod = given.length > 0 || (isOpen ? ACTING.test(shown) : value !== null && !hasProperty(value, shown));
  if (!isMethod) return property(value, shown, runtime.nowMs);
  const own =
    value instanceof ScriptObject
      ? yield* callScriptMethod(runtime, value.of, value, { name: shown, given, piece })
      : undefined;
  const result = own === undefined ? callMethod(value, shown, given) : own;
  if (result !== undefined) return result;
  // an object that is known, and has no member of this name, gives nothing
  if (given.length === 0 && !isOpen) return property(value, shown, runtime.nowMs);
  yield* runtime.notModelled(piece, `the method ${shown} is not one that drydrill knows`);
  return new Unknown(`what the method ${shown} returned`);
}

const COMPARISONS = /^[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains|in|notin|is|isnot)$/i;

/** `Where-Object { … }` and the short form `Where-Object Name -eq 'value'`. */
export const whereObject: Builtin = (runtime, call) => {
  const test = testOf(runtime, call);
  return {
    *item(value) {
      if (test instanceof ScriptBlock) yield* where(runtime, call.command, test, value, call.out);
      else if (value instanceof Crowd) yield* crowdPassed(value, test, call.out);
      else yield* emitPassed(value, test, call.out);
    },
    *end() {},
  };
};

/** `Measure-Command { … }`: runs the block, gives nothing of what it prints, and the virtual time that it took. */
export const measureCommand: Builtin = (runtime, call) => {
  const bound = bindArguments(call, 'Expression InputObject', '', 'Expression');
  const code = bound.value('Expression') ?? null;
  if (code instanceof Unknown) throw new DependsOnUnknown('what Measure-Command runs', code);
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
  if (name instanceof Unknown) throw new DependsOnUnknown('what Where-Object looks at', name);
  if (first === null) throw new ValueError('Where-Object needs a script block or a property');
  const wanted = operator?.value ?? bound.value('Value') ?? null;
  return function* (item) {
    const value = property(item, name, runtime.nowMs);
    if (operator === undefined) return toBoolean(value);
    runtime.charge(8 * (sizeOf(value) + sizeOf(wanted)), call.command);
    const word = (operator.parameter ?? '').toLowerCase().replace(/^i(?=eq|ne|g|l|match|contains|in$|not)/, '');
    return binary(word, value, wanted);
  };
}

/** The value of an expression that stands for a property: a name or a script block. */
export function* keyOf(runtime: Runtime, key: Value, item: Value): Coroutine<Value> {
  if (key instanceof ScriptBlock) return yield* valueOfCode(runtime, key, item);
  const name = toText(key);
  if (name instanceof Unknown) return name;
  // the entries of a table are no properties to the cmdlets that select and sort, in Windows PowerShell
  if (item instanceof Hashtable) return ownProperty(item, name);
  return property(item, name, runtime.nowMs);
}

function ownProperty(table: Hashtable, name: string): Value {
  return /^(?:count|keys|values)$/i.test(name) && !table.entries.has(name) ? property(table, name, 0) : null;
}
