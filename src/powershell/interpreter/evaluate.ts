import { forEach, where } from '../cmdlets/block-cmdlets.js';
import type { Expression } from '../parser/syntax.js';
import { cast } from '../values/casts.js';
import { groupsOf } from '../values/compare.js';
import { number, TEXT_MAX, text, truth } from '../values/convert.js';
import { property } from '../values/members.js';
import { call } from '../values/methods.js';
import { binary, prefix } from '../values/operators.js';
import { staticCall, staticProperty } from '../values/static-members.js';
import { Code, Hashtable, isList, Thing, TypeName, Unknown, unrolled, type Value } from '../values/values.js';
import { assignTo } from './assign.js';
import type { Runtime, Steps } from './runtime.js';
import { BoundReached, Complaint, TooMuch } from './signals.js';
import { collect, runBlock, runStatement } from './statements.js';
import { variableValue } from './variables.js';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** The value of an expression. Commands in it are asked for as they come. */
export function* evaluate(rt: Runtime, expression: Expression): Steps<Value> {
  rt.enter(expression);
  const value = yield* expressionValue(rt, expression);
  rt.leave();
  return value;
}

function* expressionValue(rt: Runtime, expression: Expression): Steps<Value> {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'expandable':
      return yield* expanded(rt, expression);
    case 'variable':
      return yield* variableValue(rt, expression);
    case 'list': {
      const items: Value[] = [];
      for (const item of expression.items) items.push(yield* evaluate(rt, item));
      return items;
    }
    case 'array': {
      const items = yield* collect(rt, (emit) => runBlock(rt, expression.statements, emit));
      return items.find((item) => item instanceof Unknown) ?? items;
    }
    case 'sub':
      return known(yield* collect(rt, (emit) => runBlock(rt, expression.statements, emit)));
    case 'group':
      return yield* statementValue(rt, expression);
    case 'hashtable': {
      const table = new Hashtable();
      for (const { key, value } of expression.entries) {
        const name = text(yield* evaluate(rt, key));
        if (name instanceof Unknown) return name;
        table.entries.set(name, known(yield* collect(rt, (emit) => runStatement(rt, value, emit))));
      }
      return table;
    }
    case 'block':
      return new Code(expression.body);
    case 'unary':
      return prefix(expression.operator, yield* evaluate(rt, expression.operand));
    case 'binary':
      return yield* operated(rt, expression);
    case 'member':
      return yield* memberOf(rt, expression);
    case 'call':
      return yield* called(rt, expression);
    case 'index':
      return element(yield* evaluate(rt, expression.target), yield* evaluate(rt, expression.index));
    case 'type':
      return new TypeName(expression.name);
    case 'cast':
      return cast(yield* evaluate(rt, expression.operand), expression.type);
    case 'step': {
      const before = yield* evaluate(rt, expression.target);
      const after = binary('+', before ?? 0, expression.by);
      yield* assignTo(rt, expression.target, after);
      return expression.before ? after : before;
    }
    case 'unsupported':
      yield* notModelled(rt, expression, `${expression.what} is not read`);
      return new Unknown(expression.what);
  }
}

/** Says that something is not modelled, with the place of a piece of the script. */
export function* notModelled(rt: Runtime, piece: Pick<Expression, 'at' | 'text'>, what: string): Steps<void> {
  yield* rt.ask({ kind: 'notModelled', what, at: piece.at, text: piece.text });
}

/** What was printed, as one value; one unknown object among them may be any number of them. */
export function known(output: readonly Value[]): Value {
  return output.find((item) => item instanceof Unknown) ?? unrolled(output);
}

/** The value of a statement between parentheses: also that of an assignment. */
function* statementValue(rt: Runtime, { statement }: Of<'group'>): Steps<Value> {
  const only = statement.kind === 'pipeline' && statement.stages.length === 1 ? statement.stages[0] : null;
  if (only !== null && only.kind !== 'command') return yield* evaluate(rt, only);
  if (statement.kind === 'assign') {
    yield* runStatement(rt, statement, nothing);
    return yield* evaluate(rt, statement.target);
  }
  return known(yield* collect(rt, (emit) => runStatement(rt, statement, emit)));
}

function* nothing(): Steps<void> {}

function* expanded(rt: Runtime, { parts }: Of<'expandable'>): Steps<Value> {
  let result = '';
  let unknown: Unknown | null = null;
  for (const part of parts) {
    const value = typeof part === 'string' ? part : text(yield* evaluate(rt, part));
    if (value instanceof Unknown) unknown ??= value;
    else result += value;
    if (result.length > TEXT_MAX) throw new TooMuch('a string grows too long');
  }
  return unknown ?? result;
}

function* operated(rt: Runtime, expression: Of<'binary'>): Steps<Value> {
  const { operator } = expression;
  const left = yield* evaluate(rt, expression.left);
  if (operator === 'and' || operator === 'or') {
    const first = truth(left);
    if (first === (operator === 'or')) return first;
    const second = truth(yield* evaluate(rt, expression.right));
    // what decides alone does so beside an unknown too
    if (first instanceof Unknown) return second === (operator === 'or') ? second : first;
    return second;
  }
  const right = yield* evaluate(rt, expression.right);
  if (operator === 'xor' && (left instanceof Unknown || right instanceof Unknown)) {
    return left instanceof Unknown ? left : right;
  }
  const value = binary(operator, left, right);
  if (/^c?match$/.test(operator) && value === true) {
    const groups = groupsOf(left, right, operator[0] === 'c');
    if (groups !== null && !(groups instanceof Unknown)) rt.scope.set('matches', matched(groups));
  }
  return value;
}

function matched(groups: RegExpExecArray): Value {
  const table = new Hashtable();
  groups.forEach((group, i) => {
    if (group !== undefined) table.entries.set(String(i), group);
  });
  for (const [name, group] of Object.entries(groups.groups ?? {})) {
    if (group !== undefined) table.entries.set(name, group);
  }
  return table;
}

function* memberOf(rt: Runtime, expression: Of<'member'>): Steps<Value> {
  const target = yield* evaluate(rt, expression.target);
  const name = text(yield* evaluate(rt, expression.name));
  if (name instanceof Unknown) return name;
  if (!expression.static) return property(target, name, rt.nowMs);
  if (target instanceof TypeName) return staticProperty(target.name, name, rt.nowMs);
  return new Unknown(expression.text);
}

function* called(rt: Runtime, expression: Of<'call'>): Steps<Value> {
  const target = yield* evaluate(rt, expression.target);
  const name = text(yield* evaluate(rt, expression.name));
  if (name instanceof Unknown) return name;
  const given: Value[] = [];
  for (const each of expression.arguments) given.push(yield* evaluate(rt, each));
  const code = given[0];
  if (!expression.static && code instanceof Code && /^(where|foreach)$/i.test(name)) {
    const items = isList(target) ? target : target === null ? [] : [target];
    const act = /^where$/i.test(name) ? where : forEach;
    return yield* collect(rt, (emit) => act(rt, expression, code, items, emit));
  }
  const result = expression.static
    ? target instanceof TypeName
      ? staticCall(target.name, name, given, rt.nowMs)
      : undefined
    : call(target, name, given);
  if (result !== undefined) return result;
  yield* notModelled(rt, expression, `the method ${name} is not one that drydrill knows`);
  return new Unknown(`what ${expression.text.slice(0, 60)} returned`);
}

/** `list[0]`, `list[-1]`, `list[1..3]`, `table['key']`, `text[0]` */
function element(target: Value, index: Value): Value {
  if (target instanceof Unknown) return target;
  if (index instanceof Unknown) return index;
  if (target instanceof Hashtable) {
    const name = text(index);
    return name instanceof Unknown ? name : (target.entries.get(name) ?? null);
  }
  if (target === null) throw new Complaint('Cannot index into a null array.');
  if (isList(index)) return index.map((each) => element(target, each));
  const items = typeof target === 'string' || isList(target) ? target : [target];
  const at = number(index);
  if (at === null) return target instanceof Thing ? new Unknown('an index into an object') : null;
  return items[at < 0 ? items.length + Math.trunc(at) : Math.trunc(at)] ?? null;
}

/** Whether a condition holds. An unknown one is told as not modelled, and `otherwise` is taken. */
export function* decided(
  rt: Runtime,
  piece: Pick<Expression, 'at' | 'text'>,
  value: Value,
  otherwise: boolean,
): Steps<boolean> {
  const holds = truth(value);
  if (!(holds instanceof Unknown)) return holds;
  yield* notModelled(
    rt,
    piece,
    `whether this holds depends on ${holds.why}: taken as ${otherwise ? 'true' : 'not true'}`,
  );
  return otherwise;
}

/** The bounds of a loop: its turns, and the virtual time it may take. */
export class LoopBounds {
  private turns = 0;
  private readonly startedMs: number;

  constructor(
    private readonly rt: Runtime,
    private readonly piece: Pick<Expression, 'at' | 'text'>,
  ) {
    this.startedMs = rt.nowMs;
  }

  turn(): void {
    const { turns, loopMs } = this.rt.bounds;
    const { at, text } = this.piece;
    this.turns++;
    if (this.turns > turns) throw new BoundReached(`this loop has not ended after ${turns} turns`, at, text);
    if (this.rt.nowMs - this.startedMs > loopMs) {
      throw new BoundReached(
        `this loop has not ended after ${loopMs / 3_600_000} hours of virtual time`,
        at,
        text,
      );
    }
  }
}
