// A tree-walking interpreter of expressions: one case a kind of node, operands before operators. Values that the model
// cannot tell stay unknown in whatever is computed from them.
import type { Expression, ExpressionOf } from '../parser/syntax.js';
import { matchGroups } from '../values/compare.js';
import { bounded, toBoolean, toText } from '../values/convert.js';
import { numberIn } from '../values/numerals.js';
import { binary, prefix } from '../values/operators.js';
import { isOpen, OfType, TextHere } from '../values/partly-known.js';
import { shownText, textHere } from '../values/paths.js';
import { scannedNumber } from '../values/scanned-number.js';
import { typeNameOf } from '../values/type-names.js';
import { SHUFFLED } from '../values/unordered.js';
import { ValueError } from '../values/value-error.js';
import {
  Hashtable,
  isList,
  PSObject,
  ScriptBlock,
  ScriptClass,
  ScriptObject,
  TypeName,
  Unknown,
  type Value,
} from '../values/values.js';
import { assignTo } from './assign.js';
import { callScriptMethod, objectFrom } from './classes.js';
import { asOneValue, collectInOrder, outputOf, statementValue } from './output.js';
import type { Coroutine } from './protocol.js';
import type { Runtime } from './runtime.js';
import { passedSize, sizeOf, wholeSize } from './size.js';
import { noteWrite, withoutNoting } from './table-order.js';
import { checkPlace, element, memberOf, methodCall } from './tied.js';
import { variableValue } from './variables.js';

/** The value of an expression. Commands in it are asked for as they come. */
export function* evaluate(runtime: Runtime, expression: Expression): Coroutine<Value> {
  runtime.enter(expression);
  const found = yield* expressionValue(runtime, expression);
  const value = found instanceof Unknown && !givesAsIs(found, expression) ? found.spread : found;
  if (isMade(expression)) runtime.charge(sizeOf(value), expression);
  runtime.leave();
  return value;
}

/** Expressions that give a value as it is, and not one that is computed from it. */
const GIVES_AS_IS: ReadonlySet<Expression['kind']> = new Set(['variable', 'group', 'array', 'sub']);

/** Those that give a text that is known here as one: as it is, or longer. */
const GIVES_TEXTS: typeof GIVES_AS_IS = new Set([
  ...GIVES_AS_IS,
  ...(['expandable', 'binary', 'cast', 'attributed', 'member', 'index'] as const),
]);

function givesAsIs(found: Unknown, expression: Expression): boolean {
  const { kind } = expression;
  if (found instanceof TextHere) return GIVES_TEXTS.has(kind);
  if (found instanceof OfType && kind === 'binary') return /^[+f]$/.test(expression.operator);
  return GIVES_AS_IS.has(kind) || (found instanceof OfType && (kind === 'cast' || kind === 'expandable'));
}

/** Whether the value of an expression is a new one. */
const isMade = ({ kind }: Expression): boolean => kind !== 'variable' && kind !== 'member' && kind !== 'group';

function* expressionValue(runtime: Runtime, expression: Expression): Coroutine<Value> {
  switch (expression.kind) {
    case 'literal':
      return literalValue(expression);
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
      const items = yield* collectInOrder(runtime, (emit) => runtime.runBlock(expression.statements, emit));
      const whole = asOneValue(items);
      return whole instanceof Unknown ? whole : items;
    }
    case 'sub':
      return yield* outputOf(runtime, (emit) => runtime.runBlock(expression.statements, emit));
    case 'group':
      return yield* statementValue(runtime, expression.statement);
    case 'hashtable': {
      const table = new Hashtable();
      for (const { key, value } of expression.entries) {
        const written = yield* evaluate(runtime, key);
        const name = toText(written);
        if (name instanceof Unknown) return name;
        runtime.charge(8 * sizeOf(name), key);
        const given = yield* statementValue(runtime, value);
        if (table.at(written) !== undefined)
          throw new ValueError(`Duplicate keys '${name}' are not allowed in hash literals.`);
        table.put(written, name, given);
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
    case 'index': {
      const target = yield* evaluate(runtime, expression.target);
      const index = yield* evaluate(runtime, expression.index);
      // an entry of an ordered table is looked for by its place
      const isPlace = target instanceof Hashtable && numberIn(index) !== null;
      runtime.charge(8 * sizeOf(index) + (isPlace ? sizeOf(target) : 0), expression);
      const found = element(target, index);
      if (found === null && runtime.strict >= 3) checkPlace(target, index);
      return found;
    }
    case 'type':
      return new TypeName(expression.name);
    case 'attributed':
      return yield* evaluate(runtime, expression.operand);
    case 'cast':
      return yield* casted(runtime, expression);
    case 'step': {
      const before = yield* withoutNoting(runtime, () => evaluate(runtime, expression.target));
      if (typeof before === 'string' || typeof before === 'boolean' || isList(before)) {
        const sign = expression.by > 0 ? '++' : '--';
        throw new ValueError(`The '${sign}' operator works only on numbers. The operand is a '${typeNameOf(before)}'.`);
      }
      const after = binary('+', before ?? 0, expression.by);
      yield* assignTo(runtime, expression.target, after, true);
      return expression.before ? after : before;
    }
    case 'unsupported':
      yield* runtime.notModelled(expression, `${expression.what} is not read`);
      return new Unknown(expression.what);
  }
}

/** A number has the kind that it is written in. */
function literalValue({ value, text }: ExpressionOf<'literal'>): Value {
  return typeof value === 'number' ? (scannedNumber(text) ?? value) : value;
}

function* expanded(runtime: Runtime, { parts }: ExpressionOf<'expandable'>): Coroutine<Value> {
  let result = '';
  let unknown: Unknown | null = null;
  const here: TextHere[] = [];
  for (const part of parts) {
    const value: Value = typeof part === 'string' ? part : yield* textOf(runtime, yield* evaluate(runtime, part), part);
    if (value instanceof TextHere) here.push(value);
    if (isOpen(value)) unknown ??= value;
    else result += String(shownText(value));
    bounded(result);
  }
  if (unknown !== null) return result === '' ? unknown : new OfType('string', unknown.spread, true);
  return here.length > 0 ? textHere(here, result) : result;
}

/** A value in a text: an object of the script says itself what it is there. */
function* textOf(runtime: Runtime, value: Value, piece: Expression): Coroutine<string | Unknown> {
  if (value instanceof TextHere) return value;
  if (value instanceof PSObject && value.text instanceof TextHere) return value.text;
  if (!(value instanceof ScriptObject)) {
    runtime.charge(typeof value === 'string' ? 0 : passedSize(value), piece);
    const between = isList(value) ? runtime.scope.get('ofs') : undefined;
    return toText(between === undefined ? value : binary('join', value, between));
  }
  const said = yield* callScriptMethod(runtime, value.of, value, { name: 'ToString', given: [], piece });
  return toText(said === undefined ? value : said);
}

const REFERENCE = /^(?:(?:system\.)?management\.automation\.)?(?:ref|psreference)$/;

function* casted(runtime: Runtime, expression: ExpressionOf<'cast'>): Coroutine<Value> {
  const value = yield* evaluate(runtime, expression.operand);
  if (expression.operand.kind === 'variable' && REFERENCE.test(expression.type)) {
    // what is handed a reference gives the variable a value at any time
    yield* assignTo(runtime, expression.operand, new Unknown(`what ${expression.text} was given`));
  }
  const type = runtime.types.find(expression.type);
  if (type instanceof ScriptClass && value instanceof Hashtable) {
    return yield* objectFrom(runtime, type, value, expression);
  }
  runtime.charge(passedSize(value) + wholeSize(value), expression);
  const made = runtime.types.cast(value, expression.type);
  // a table that is written beside `[pscustomobject]` gives its properties in its order
  if (expression.operand.kind === 'hashtable' && made instanceof PSObject) SHUFFLED.delete(made);
  return made;
}

/** What an eighth of a format weighs, which may be nothing but places for values. */
const FORMATTED = 80;

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
  const each = operator === 'f' ? FORMATTED : /^[a-z]/.test(operator) ? 8 : 1;
  runtime.charge(each * (wholeSize(left) + wholeSize(right)), expression);
  const value = ofScriptType(runtime, operator, left, right) ?? binary(operator, left, right);
  if (/^c?(?:not)?match$/.test(operator) && !isList(left) && value !== operator.includes('not')) {
    const groups = matchGroups(left, right, operator[0] === 'c');
    if (groups !== null) {
      runtime.scope.set('matches', groups);
      noteWrite(runtime, runtime.scope, 'matches', groups);
    }
  }
  return value;
}

/** `-is`, `-isnot` and `-as` with a type of the script; undefined = it is another operator or type. */
function ofScriptType(runtime: Runtime, operator: string, left: Value, right: Value): Value | undefined {
  if (!(right instanceof TypeName) || runtime.types.find(right.name) === undefined) return undefined;
  const is = runtime.types.isOfType(left, right.name);
  if (operator === 'is' || is instanceof Unknown) return is;
  if (operator === 'isnot') return !is;
  return operator !== 'as' ? undefined : is ? left : null;
}
