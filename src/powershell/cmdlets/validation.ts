// What a parameter accepts: the conversion to its type, then its validation attributes, in the words of PowerShell.
import type { Coroutine } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import type { Attribute, Body, Parameter } from '../parser/syntax.js';
import { equal, matchGroups, order } from '../values/compare.js';
import { toBoolean, toNumber, toText } from '../values/convert.js';
import { numberIn } from '../values/numerals.js';
import { typeNameOf } from '../values/type-names.js';
import { ValueError } from '../values/value-error.js';
import { isList, listOf, ScriptBlock, Unknown, type Value } from '../values/values.js';
import { isBoolean, isSwitch, rolesOf } from './declared.js';
import { tellDoubt } from './doubtful-binding.js';

/** The value of a parameter that was given one: converted and validated. Throws a `ValueError` where it is refused. */
export function* acceptedValue(
  runtime: Runtime,
  body: Body,
  parameter: Parameter,
  given: Value | undefined,
): Coroutine<Value> {
  if (given !== undefined) yield* tellDoubt(runtime, body, parameter, given);
  if (isSwitch(parameter)) {
    if (given !== undefined && given !== null) checkBoolean(parameter, given, 'Management.Automation.SwitchParameter');
    return given === undefined ? true : toBoolean(given);
  }
  const { type } = parameter;
  let value = given ?? null;
  if (isBoolean(parameter)) checkBoolean(parameter, value, 'Boolean');
  const refuseEmpty = rolesOf(parameter).some(({ mandatory }) => mandatory);
  if (refuseEmpty) checkEmpty(parameter, value);
  if (type !== null) value = typed(runtime, parameter, type, value);
  for (const each of parameter.attributes) yield* validate(runtime, parameter, each, value);
  return value;
}

/** The value of a parameter of a type that was given none: `0`, `False`, the empty text, or `$null`. */
export function valueWithout({ type }: Parameter): Value {
  if (type === null) return null;
  if (/^(?:system\.)?(?:string)$/.test(type)) return '';
  if (isBoolean({ type })) return false;
  const number = /^(?:system\.)?(?:byte|u?int(?:16|32|64)?|long|double|single|float|decimal)$/;
  return number.test(type) ? 0 : null;
}

/** Text, `$null` and objects are no Boolean for a parameter, though a cast takes them. */
function checkBoolean({ name }: Parameter, value: Value, type: string): void {
  if (typeof value === 'boolean' || numberIn(value) !== null || value instanceof Unknown) return;
  throw new ValueError(
    `Cannot process argument transformation on parameter '${name}'. Cannot convert value "${typeNameOf(value)}" to ` +
      `type "System.${type}". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.`,
  );
}

function typed(runtime: Runtime, parameter: Parameter, type: string, value: Value): Value {
  try {
    return runtime.types.cast(value, type);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new ValueError(`Cannot process argument transformation on parameter '${parameter.name}'. ${error.message}`);
  }
}

function checkEmpty(parameter: Parameter, value: Value): void {
  const has = (name: string): boolean =>
    parameter.attributes.some((each) => each.name.replace(/attribute$/, '') === name);
  const refuse = (what: string): never => {
    throw new ValueError(`Cannot bind argument to parameter '${parameter.name}' because it is ${what}.`);
  };
  const text = parameter.type !== null && /^(?:system\.)?string(?:\[\])?$/.test(parameter.type);
  if (value === null && !has('allownull')) {
    if (!(text && has('allowemptystring'))) refuse(text && !parameter.type?.endsWith(']') ? 'an empty string' : 'null');
  }
  if (value === '' && text && !has('allowemptystring')) refuse('an empty string');
  if (isList(value) && parameter.type?.endsWith('[]') === true) {
    if (value.length === 0 && !has('allowemptycollection')) refuse('an empty array');
    if (text && value.includes('') && !has('allowemptystring')) refuse('an empty string');
  }
}

function* validate(runtime: Runtime, { name }: Parameter, attribute: Attribute, value: Value): Coroutine<void> {
  const kind = attribute.name.replace(/^system\.management\.automation\./, '').replace(/attribute$/, '');
  if (!kind.startsWith('validate')) return;
  const limits: Value[] = [];
  for (const each of attribute.positional) limits.push(yield* runtime.evaluate(each));
  const refuse = (why: string): never => {
    throw new ValueError(`Cannot validate argument on parameter '${name}'. ${why}`);
  };
  const shown = (each: Value): string => String(toText(each));
  const items = isList(value) ? value : [value];
  if (kind === 'validatenotnull' || kind === 'validatenotnullorempty') {
    if (value === null) refuse('The argument is null.');
    if (isList(value) && value.includes(null)) refuse('The argument collection contains a null value.');
    if (kind === 'validatenotnullorempty' && (items.length === 0 || items.includes(''))) {
      refuse('The argument is null, empty, or an element of the argument collection is.');
    }
    return;
  }
  if (kind === 'validatecount') {
    const count = listOf(value).length;
    const [least, most] = limits.map((each) => toNumber(each) ?? 0);
    if (count < least || count > most) refuse(`The argument has ${count} items; ${least} to ${most} are allowed.`);
    return;
  }
  const exactCase = attribute.named.some(
    (each) => each.name === 'ignorecase' && /^\$false$/i.test(each.value?.text ?? ''),
  );
  for (const item of items) {
    const text = toText(item);
    const isShown = /^validate(?:set|length)$/.test(kind);
    const dark = item instanceof Unknown ? item : isShown && text instanceof Unknown ? text : null;
    if (dark !== null) {
      yield* takenAsAccepted(runtime, attribute, dark);
      continue;
    }
    const [first = null, second = null] = limits;
    switch (kind) {
      case 'validateset': {
        const known = limits.flatMap((each) => listOf(each));
        if (!known.some((each) => equal(each, shown(item), exactCase) === true)) {
          refuse(`The argument "${shown(item)}" does not belong to the set "${known.map(shown).join(',')}".`);
        }
        break;
      }
      case 'validaterange': {
        const [low, high] = [order(item, first), order(item, second)];
        if (typeof low === 'number' && low < 0) refuse(`The argument ${shown(item)} is less than ${shown(first)}.`);
        if (typeof high === 'number' && high > 0)
          refuse(`The argument ${shown(item)} is greater than ${shown(second)}.`);
        for (const by of [low, high]) if (by instanceof Unknown) yield* takenAsAccepted(runtime, attribute, by);
        break;
      }
      case 'validatelength': {
        const { length } = shown(item);
        if (length < (toNumber(first) ?? 0) || length > (toNumber(second) ?? Number.POSITIVE_INFINITY)) {
          refuse(`The argument has ${length} characters; ${shown(first)} to ${shown(second)} are allowed.`);
        }
        break;
      }
      case 'validatepattern': {
        const hasOptions = attribute.named.some(
          (each) => each.name === 'options' && !/ignorecase/i.test(each.value?.text ?? ''),
        );
        const found = matchGroups(item, first, hasOptions);
        if (found instanceof Unknown) yield* takenAsAccepted(runtime, attribute, found);
        if (found === null) refuse(`The argument "${shown(item)}" does not match the "${shown(first)}" pattern.`);
        break;
      }
      case 'validatescript':
        yield* validateByScript(runtime, attribute, first, item, refuse);
        break;
      default:
        yield* runtime.notModelled(attribute, `${attribute.text.slice(0, 60)} is not read`);
    }
  }
}

function* takenAsAccepted(runtime: Runtime, attribute: Attribute, unknown: Unknown): Coroutine<void> {
  const what = `whether this value is accepted depends on ${unknown.why}: taken as accepted`;
  yield* runtime.notModelled(attribute, what, null, unknown);
}

function* validateByScript(
  runtime: Runtime,
  attribute: Attribute,
  code: Value,
  item: Value,
  refuse: (why: string) => never,
): Coroutine<void> {
  if (!(code instanceof ScriptBlock)) return;
  const output: Value[] = [];
  yield* runtime.withItem(item, () =>
    runtime.untilReturn(() =>
      runtime.runBody(code.body, function* (value) {
        output.push(value);
      }),
    ),
  );
  const holds = toBoolean(output);
  const unknown = output.find((each) => each instanceof Unknown);
  if (unknown instanceof Unknown) yield* takenAsAccepted(runtime, attribute, unknown);
  else if (holds === false) refuse(`The script "${code.body.statements[0]?.text ?? ''}" does not hold for it.`);
}
