// A tree-walking interpreter of expressions: one case a kind of node, operands before operators. Values that the model
// cannot tell stay unknown in whatever is computed from them.
import { forEach, where } from '../cmdlets/block-cmdlets.js';
import type { Expression, ExpressionOf } from '../parser/syntax.js';
import { cast } from '../values/casts.js';
import { matchGroups } from '../values/compare.js';
import { bounded, toBoolean, toNumber, toText } from '../values/convert.js';
import { property } from '../values/members.js';
import { callMethod } from '../values/methods.js';
import { binary, prefix } from '../values/operators.js';
import { callStaticMethod, staticProperty } from '../values/static-members.js';
import { ValueError } from '../values/value-error.js';
import {
  Hashtable,
  isList,
  listOf,
  PSObject,
  ScriptBlock,
  TypeName,
  Unknown,
  unknownAnswer,
  type Value,
} from '../values/values.js';
import { assignTo } from './assign.js';
import { collect, outputOf, statementOutput, statementValue } from './output.js';
import type { Coroutine } from './protocol.js';
import type { Runtime } from './runtime.js';
import { isScriptCmdlet, scriptCmdletMethod } from './script-cmdlet.js';
import { variableValue } from './variables.js';

/** The value of an expression. Commands in it are asked for as they come. */
export function* evaluate(runtime: Runtime, expression: Expression): Coroutine<Value> {
  runtime.enter(expression);
  const value = yield* expressionValue(runtime, expression);
  if (isMade(expression)) runtime.charge(sizeOf(value), expression);
  runtime.leave();
  return value;
}

/** Whether the value of an expression is a new one. */
const isMade = ({ kind }: Expression): boolean => kind !== 'variable' && kind !== 'member' && kind !== 'group';

const sizeOf = (value: Value): number =>
  isList(value) ? 4 * value.length : typeof value === 'string' ? value.length >> 3 : 0;

function* expressionValue(runtime: Runtime, expression: Expression): Coroutine<Value> {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'expandable':
      return yield* expanded(runtime, expression);
    case 'variable':
      return yield* variableValue(runtime, expression);
    case 'list': {
      const items: Value[] = [];
      for (const item of expression.items) items.push(yield* evaluate(runtime, item));
      return items;
    }
    case 'array': {
      const items = yield* collect((emit) => runtime.runBlock(expression.statements, emit));
      return items.find((item) => item instanceof Unknown) ?? items;
    }
    case 'sub':
      return yield* outputOf((emit) => runtime.runBlock(expression.statements, emit));
    case 'group':
      return yield* statementValue(runtime, expression.statement);
    case 'hashtable': {
      const table = new Hashtable();
      for (const { key, value } of expression.entries) {
        const name = toText(yield* evaluate(runtime, key));
        if (name instanceof Unknown) return name;
        table.entries.set(name, yield* statementOutput(runtime, value));
      }
      return table;
    }
    case 'block':
      return new ScriptBlock(expression.body);
    case 'unary':
      return prefix(expression.operator, yield* evaluate(runtime, expression.operand));
    case 'binary':
      return yield* operated(runtime, expression);
    case 'member':
      return yield* memberOf(runtime, expression);
    case 'call':
      return yield* methodCall(runtime, expression);
    case 'index':
      return element(yield* evaluate(runtime, expression.target), yield* evaluate(runtime, expression.index));
    case 'type':
      return new TypeName(expression.name);
    case 'attributed':
      return yield* evaluate(runtime, expression.operand);
    case 'cast':
      return cast(yield* evaluate(runtime, expression.operand), expression.type);
    case 'step': {
      const before = yield* evaluate(runtime, expression.target);
      const after = binary('+', before ?? 0, expression.by);
      yield* assignTo(runtime, expression.target, after);
      return expression.before ? after : before;
    }
    case 'unsupported':
      yield* runtime.notModelled(expression, `${expression.what} is not read`);
      return new Unknown(expression.what);
  }
}

function* expanded(runtime: Runtime, { parts }: ExpressionOf<'expandable'>): Coroutine<Value> {
  let result = '';
  let unknown: Unknown | null = null;
  for (const part of parts) {
    const value = typeof part === 'string' ? part : toText(yield* evaluate(runtime, part));
    if (value instanceof Unknown) unknown ??= value;
    else result += value;
    bounded(result);
  }
  return unknown ?? result;
}

function* operated(runtime: Runtime, expression: ExpressionOf<'binary'>): Coroutine<Value> {
  const { operator } = expression;
  const left = yield* evaluate(runtime, expression.left);
  if (operator === 'and' || operator === 'or') {
    const first = toBoolean(left);
    if (first === (operator === 'or')) return first;
    const second = toBoolean(yield* evaluate(runtime, expression.right));
    // what decides alone does so beside an unknown too
    if (first instanceof Unknown) return second === (operator === 'or') ? second : first;
    return second;
  }
  const right = yield* evaluate(runtime, expression.right);
  if (operator === 'xor' && (left instanceof Unknown || right instanceof Unknown)) {
    return left instanceof Unknown ? left : right;
  }
  // what is compared or searched costs more than what is copied
  if (/^[a-z]/.test(operator)) runtime.charge(8 * (sizeOf(left) + sizeOf(right)), expression);
  const value = binary(operator, left, right);
  if (/^c?(?:not)?match$/.test(operator) && !isList(left) && value !== operator.includes('not')) {
    const groups = matchGroups(left, right, operator[0] === 'c');
    if (groups !== null) runtime.scope.set('matches', groups);
  }
  return value;
}

function* memberOf(runtime: Runtime, expression: ExpressionOf<'member'>): Coroutine<Value> {
  const target = yield* evaluate(runtime, expression.target);
  const name = toText(yield* evaluate(runtime, expression.name));
  if (name instanceof Unknown) return name;
  if (isList(target) && !/^(?:count|length)$/i.test(name)) runtime.charge(8 * target.length, expression);
  if (!expression.static) return property(target, name, runtime.nowMs);
  if (target instanceof TypeName) return staticProperty(target.name, name, runtime.nowMs);
  return new Unknown(expression.text);
}

function* methodCall(runtime: Runtime, expression: ExpressionOf<'call'>): Coroutine<Value> {
  const target = yield* evaluate(runtime, expression.target);
  const name = toText(yield* evaluate(runtime, expression.name));
  if (name instanceof Unknown) return name;
  const given: Value[] = [];
  for (const each of expression.arguments) given.push(yield* evaluate(runtime, each));
  runtime.charge(typeof target === 'string' ? 4 * target.length : 8 * sizeOf(target), expression);
  const code = given[0];
  if (!expression.static && code instanceof ScriptBlock && /^(where|foreach)$/i.test(name)) {
    const act = /^where$/i.test(name) ? where : forEach;
    const items = yield* collect(function* (emit) {
      for (const item of listOf(target)) yield* act(runtime, expression, code, item, emit);
    });
    return items.find((item) => item instanceof Unknown) ?? items;
  }
  if (!expression.static && /^promptforchoice$/i.test(name)) return yield* chosen(runtime, expression, given);
  const result = expression.static
    ? target instanceof TypeName
      ? callStaticMethod(target.name, name, given, runtime.nowMs)
      : undefined
    : isScriptCmdlet(target)
      ? scriptCmdletMethod(runtime, name, given)
      : callMethod(target, name, given);
  if (result !== undefined) return result;
  yield* runtime.notModelled(expression, `the method ${name} is not one that drydrill knows`);
  return new Unknown(`what ${expression.text.slice(0, 60)} returned`);
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
function element(target: Value, index: Value): Value {
  if (target instanceof Unknown) return target;
  if (index instanceof Unknown) return index;
  if (target instanceof Hashtable) {
    if (target.ordered && typeof index === 'number') {
      const [, entry] = target.entries.all()[Math.trunc(index)] ?? [];
      if (entry === undefined) throw new ValueError('Index was outside the bounds of the table.');
      return entry;
    }
    const name = toText(index);
    return name instanceof Unknown ? name : (target.entries.get(name) ?? null);
  }
  if (target === null) throw new ValueError('Cannot index into a null array.');
  if (isList(index)) return index.map((each) => element(target, each));
  const items = typeof target === 'string' || isList(target) ? target : [target];
  const at = toNumber(index);
  if (at === null) return target instanceof PSObject ? new Unknown('an index into an object') : null;
  return items[at < 0 ? items.length + Math.trunc(at) : Math.trunc(at)] ?? null;
}
