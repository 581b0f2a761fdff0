// What is tied to a value: its properties, methods and elements, of PowerShell's own types and of those of the script.
import { forEach, where } from '../cmdlets/block-cmdlets.js';
import type { Expression, ExpressionOf } from '../parser/syntax.js';
import { roundHalfToEven, toNumber, toText } from '../values/convert.js';
import { listChanged } from '../values/live-lists.js';
import { hasProperty, missingProperty, property } from '../values/members.js';
import { callMethod } from '../values/methods.js';
import { unknownIn } from '../values/nested.js';
import { Character, numberIn, numberKindOf } from '../values/numerals.js';
import { callStaticMethod, staticProperty } from '../values/static-members.js';
import { isUnordered, UNKNOWN_ORDER, unordered } from '../values/unordered.js';
import { ValueError } from '../values/value-error.js';
import {
  Hashtable,
  isList,
  listOf,
  PSObject,
  ScriptBlock,
  ScriptClass,
  ScriptEnum,
  ScriptObject,
  TypeName,
  Unknown,
  unknownAnswer,
  type Value,
} from '../values/values.js';
import { callScriptMethod, newObjectOf, staticMember } from './classes.js';
import { collect } from './output.js';
import type { Coroutine } from './protocol.js';
import type { Runtime } from './runtime.js';
import { isScriptCmdlet, scriptCmdletMethod } from './script-cmdlet.js';
import { sizeOf, wholeSize } from './size.js';
import { noteGrowth, noteLook } from './table-order.js';

/** `value.name`, `[type]::name` */
export function* memberOf(runtime: Runtime, expression: ExpressionOf<'member'>): Coroutine<Value> {
  const target = yield* runtime.evaluate(expression.target);
  const name = toText(yield* runtime.evaluate(expression.name));
  if (name instanceof Unknown) return name;
  if (typeof target !== 'string' && !/^(?:count|length)$/i.test(name)) {
    runtime.charge(isList(target) || target instanceof Hashtable ? 2 * sizeOf(target) : 0, expression);
  }
  if (!expression.static) {
    noteLook(runtime, target);
    const value = property(target, name, runtime.nowMs);
    if (runtime.strict >= 2 && !hasProperty(target, name)) throw missingProperty(name);
    return value;
  }
  if (target instanceof TypeName) {
    const own = runtime.types.find(target.name);
    return own === undefined ? staticProperty(target.name, name, runtime.nowMs) : staticMember(own, name);
  }
  return new Unknown(expression.text);
}

/** `value.name(…)`, `[type]::name(…)` */
export function* methodCall(runtime: Runtime, expression: ExpressionOf<'call'>): Coroutine<Value> {
  const target = yield* runtime.evaluate(expression.target);
  const name = toText(yield* runtime.evaluate(expression.name));
  if (name instanceof Unknown) return name;
  const given: Value[] = [];
  for (const each of expression.arguments) given.push(yield* runtime.evaluate(each));
  runtime.charge(typeof target === 'string' ? 4 * target.length : 8 * wholeSize(target), expression);
  for (const each of given) runtime.charge(wholeSize(each), expression);
  if (!expression.static) noteGrowth(runtime, target, name);
  if (isList(target) && GROWS.test(name)) listChanged(target);
  if (given.some((each) => each instanceof ScriptBlock)) runtime.types.codeChanges++;
  if (target instanceof PSObject && /^stop$/i.test(name)) stopWatch(target, runtime.nowMs);
  const code = given[0];
  if (!expression.static && code instanceof ScriptBlock && /^(where|foreach)$/i.test(name)) {
    if (target instanceof PSObject && target.type === null) throw noSuchMethod('PSCustomObject', name);
    return yield* ofItems(runtime, expression, target, name, code, given.slice(1));
  }
  if (!expression.static && /^promptforchoice$/i.test(name)) return yield* chosen(runtime, expression, given);
  const own = yield* ofScriptType(runtime, expression, target, name, given);
  if (own !== undefined) return own;
  const result = expression.static
    ? target instanceof TypeName
      ? callStaticMethod(target.name, name, given, runtime.nowMs)
      : undefined
    : isScriptCmdlet(target)
      ? scriptCmdletMethod(runtime, name, given)
      : callMethod(target, name, given);
  if (result !== undefined) return result;
  const dark = unknownIn(...given);
  const why = dark === null ? 'is not one that drydrill knows' : `is not read with what depends on ${dark.why}`;
  yield* runtime.notModelled(expression, `the method ${name} ${why}`, expression, dark);
  return new Unknown(`what ${expression.text.slice(0, 60)} returned`);
}

/** A stopwatch stands from the first time on that it is stopped. */
function stopWatch({ type, properties }: PSObject, nowMs: number): void {
  if (type === 'Stopwatch' && !properties.has('stopped')) properties.set('stopped', nowMs);
}

/** Methods that change a list. */
const GROWS = /^(?:add(?:range)?|insert(?:range)?|remove\w*|clear|sort|reverse)$/i;

const noSuchMethod = (type: string, name: string): ValueError =>
  new ValueError(`Method invocation failed because [${type}] does not contain a method named '${name}'.`);

/** `list.Where({ … }, 'First', 1)`, `list.ForEach({ … })` */
function* ofItems(
  runtime: Runtime,
  expression: Expression,
  target: Value,
  name: string,
  code: ScriptBlock,
  more: readonly Value[],
): Coroutine<Value> {
  const isWhere = /^where$/i.test(name);
  const mode = String(toText(more[0] ?? 'Default')).toLowerCase();
  if (
    more.some((each) => each instanceof Unknown) ||
    (more.length > 0 && !(isWhere && /^(?:default|first|last)$/.test(mode)))
  ) {
    yield* runtime.notModelled(expression, `the method ${name} is not read with these arguments`, expression);
    return new Unknown(`what ${expression.text.slice(0, 60)} returned`);
  }
  const most = (toNumber(more[1] ?? null) ?? 0) || (mode === 'default' ? Number.POSITIVE_INFINITY : 1);
  const act = isWhere ? where : forEach;
  const found = yield* collect(function* (emit) {
    let kept = 0;
    for (const item of listOf(target)) {
      if (mode !== 'last' && kept >= most) return;
      yield* act(runtime, expression, code, item, function* (value) {
        kept++;
        yield* emit(value);
      });
    }
  });
  const unknown = found.find((item) => item instanceof Unknown);
  if (unknown !== undefined) return unknown;
  if (isUnordered(target)) return mode === 'default' ? unordered(found) : UNKNOWN_ORDER;
  return mode === 'last' ? found.slice(-most) : found;
}

/** What a method of a type of the script gives; undefined = it is none. */
function* ofScriptType(
  runtime: Runtime,
  expression: ExpressionOf<'call'>,
  target: Value,
  name: string,
  given: readonly Value[],
): Coroutine<Value | undefined> {
  const call = { name, given, piece: expression };
  if (target instanceof ScriptObject) {
    const from = runtime.types.find(castTypeOf(expression.target) ?? '');
    return yield* callScriptMethod(runtime, from instanceof ScriptClass ? from : target.of, target, call);
  }
  if (!expression.static || !(target instanceof TypeName)) return undefined;
  const type = runtime.types.find(target.name);
  if (type instanceof ScriptClass) {
    if (/^new$/i.test(name)) return yield* newObjectOf(runtime, type, given, expression);
    return yield* callScriptMethod(runtime, type, null, call);
  }
  const [first] = given;
  const listed = first instanceof TypeName ? runtime.types.find(first.name) : undefined;
  if (!/^(?:system\.)?enum$/i.test(target.name) || !(listed instanceof ScriptEnum)) return undefined;
  if (/^getnames$/i.test(name)) return listed.members.map((each) => each.name);
  return /^getvalues$/i.test(name) ? [...listed.members] : undefined;
}

/** `([Base] $this).Method()`: the class whose method is meant. */
function castTypeOf(target: Expression): string | null {
  if (target.kind === 'cast') return target.type;
  if (target.kind !== 'group' || target.statement.kind !== 'pipeline') return null;
  const [only] = target.statement.elements;
  return only.kind === 'cast' ? only.type : null;
}

/** `$Host.UI.PromptForChoice(title, question, choices, standard)`: the place of what an administrator chooses. */
function* chosen(runtime: Runtime, { at, text }: Expression, given: readonly Value[]): Coroutine<Value> {
  const words = given.slice(0, 2).map(toText);
  const prompt = words.some((word) => word instanceof Unknown) ? null : words.join(' ').trim();
  const { output } = yield* runtime.ask({ kind: 'decide', command: 'PromptForChoice', prompt, at, text });
  const place = output.length === 0 ? null : toNumber(output[0]);
  return place ?? unknownAnswer('PromptForChoice', 'what is chosen at a menu');
}

/** `list[0]`, `list[-1]`, `list[1..3]`, `table['key']`, `text[0]` */
export function element(target: Value, index: Value): Value {
  if (target instanceof Unknown) return target.spread;
  if (index instanceof Unknown) return index;
  if (target instanceof Hashtable && !isList(index)) {
    if (index === null) return new Unknown('an entry of no key');
    if (target.ordered && target.shuffled) return UNKNOWN_ORDER;
    const place = numberKindOf(index) === 'Int32' ? numberIn(index) : null;
    if (target.ordered && place !== null) {
      const [, entry] = target.entries.all()[place] ?? [];
      if (entry === undefined) throw new ValueError('Index was outside the bounds of the table.');
      return entry;
    }
    const name = toText(index);
    return name instanceof Unknown ? name : (target.at(index) ?? null);
  }
  if (target === null) throw new ValueError('Cannot index into a null array.');
  if (isList(index)) return isUnordered(target) ? UNKNOWN_ORDER : slice(target, index);
  const items = typeof target === 'string' || isList(target) ? target : [target];
  if (index === null) throw new ValueError('Index operation failed; the array index evaluated to null.');
  const at = toNumber(index);
  if (at === null && target instanceof PSObject) return new Unknown('an index into an object');
  if (at === null) throw new ValueError(`Cannot convert value "${String(toText(index))}" to type "System.Int32".`);
  if (isUnordered(target)) return UNKNOWN_ORDER;
  const place = roundHalfToEven(at);
  const found = items[place < 0 ? items.length + place : place] ?? null;
  return typeof target === 'string' && typeof found === 'string' ? new Character(found) : found;
}

/** The elements at several places: of a list or a text those that there are. */
function slice(target: Value, places: readonly Value[]): Value {
  const isThere = (place: Value): boolean => {
    const at = typeof target === 'string' || isList(target) ? toNumber(place) : null;
    return at === null || (roundHalfToEven(at) < length && roundHalfToEven(at) >= -length);
  };
  const length = typeof target === 'string' || isList(target) ? target.length : 0;
  return places.filter(isThere).map((each) => element(target, each));
}

/** Strict mode from 3 on: a place outside of a list is an error. */
export function checkPlace(target: Value, index: Value): void {
  const [at, length] = [numberIn(index), typeof target === 'string' || isList(target) ? target.length : null];
  if (at === null || length === null || (at >= -length && at < length)) return;
  throw new ValueError('Index was outside the bounds of the array.');
}
