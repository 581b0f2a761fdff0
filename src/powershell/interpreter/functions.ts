// Functions, and script blocks that are called like them: their parameters are bound in a scope of their own, then
// begin, process and end run over what is piped in.
import { takenBothWays } from '../cmdlets/block-cmdlets.js';
import { commonValue } from '../cmdlets/bound-arguments.js';
import { aliasesOf, isAdvanced, isSwitch, rolesOf, takesCommon } from '../cmdlets/declared.js';
import { type BoundParameters, bindParameters } from '../cmdlets/parameters.js';
import type { Invocation, Stage } from '../cmdlets/stage.js';
import { acceptedValue, valueWithout } from '../cmdlets/validation.js';
import type { Block, Body, Parameter } from '../parser/syntax.js';
import { isOfType } from '../values/casts.js';
import { isOpen } from '../values/partly-known.js';
import { unordered } from '../values/unordered.js';
import { ValueError } from '../values/value-error.js';
import { Hashtable, PSObject, Unknown, type Value } from '../values/values.js';
import { reportError, scriptErrorOf } from './errors.js';
import type { Coroutine, Emit, Piece } from './protocol.js';
import type { Runtime } from './runtime.js';
import { invocation, scriptCmdlet } from './script-cmdlet.js';
import { checkName } from './variables.js';

const INPUT_MAX = 100_000;
/** What it weighs to hold the name of an argument against that of a parameter, in the units of `Runtime.charge`. */
const NAME_COMPARED = 40;

/** The stage of a function of the script, or of a script block that is called: it takes what is piped in one by one. */
export function callFunction(runtime: Runtime, name: string, body: Body, invocation: Invocation): Stage {
  const { command, given, piped, out } = invocation;
  // `. name` runs in the caller's scope
  const scope = command.operator === '.' ? runtime.scope : runtime.scope.inner();
  const input: Value[] = [];
  let bound: BoundParameters | null = null;
  const within = function* (act: () => Coroutine<void>): Coroutine<void> {
    const before = runtime.outcomes.failures;
    yield* runtime.inScope(scope, command, () => runtime.untilReturn(act));
    // what failed inside of a function leaves `$?` of its call as it is
    runtime.outcomes.failures = before;
  };
  return {
    begin: () =>
      within(function* () {
        bound = yield* begun(runtime, name, body, command, { given, piped, input });
        yield* runtime.runBlock(body.begin, out);
      }),
    *item(given) {
      const value = isOpen(given) ? given.spread : given;
      // without a process block all of it is there at the end, as $input
      if (body.process === null && input.length < INPUT_MAX) input.push(value);
      if (runtime.unordered) unordered(input);
      yield* within(function* () {
        if (bound === null || !(yield* bindInput(runtime, body, bound, value, command))) return;
        if (body.process === null) return;
        if (!isOpen(value)) return yield* processed(runtime, body.process, value, out);
        // there may be none, one or many of them
        runtime.scope.set('_', value);
        const { values } = bound;
        const takers = body.parameters.filter((each) => !values.has(each)).map((each) => each.name.toLowerCase());
        if (!(yield* takenBothWays(runtime, command, [body.process], value, out, ['_', ...takers]))) yield* out(value);
      });
    },
    *end() {
      if (!piped && body.process !== null) yield* within(() => processed(runtime, body.process ?? [], null, out));
      yield* within(() => runtime.runBlock(body.statements, out));
    },
  };
}

function* processed(runtime: Runtime, block: Block, item: Value, out: Emit): Coroutine<void> {
  runtime.scope.set('_', item);
  yield* runtime.runBlock(block, out);
}

/** Binds what is given beside the pipeline, in the scope of the function. */
function* begun(
  runtime: Runtime,
  name: string,
  body: Body,
  piece: Piece,
  { given, piped, input }: { readonly given: Invocation['given']; readonly piped: boolean; readonly input: Value[] },
): Coroutine<BoundParameters> {
  runtime.charge(NAME_COMPARED * (given.length + 1) * body.parameters.length, piece);
  const bound = bindParameters(name, body, given, piped);
  if (body.dynamic !== null) {
    yield* runtime.notModelled(body.dynamic, 'parameters that a function adds while it runs are not modelled');
  }
  yield* setParameters(runtime, name, body, bound);
  for (const common of ['ErrorAction', 'WhatIf']) {
    const value = takesCommon(body, common) ? commonValue(given, common) : undefined;
    if (value === undefined) continue;
    runtime.scope.set(`${common}Preference`, value);
    if (value instanceof Unknown) {
      const what = `what -${common} of ${name} does depends on ${value.why}: taken as not given`;
      yield* runtime.notModelled(piece, what, null, value);
    }
  }
  runtime.scope.set('input', input);
  return bound;
}

/** Gives the parameters that take pipeline input what an object has for them; false = it fits none. */
function* bindInput(
  runtime: Runtime,
  body: Body,
  { values, set }: BoundParameters,
  item: Value,
  piece: Piece,
): Coroutine<boolean> {
  const takers = body.parameters.flatMap((parameter) => {
    const roles = rolesOf(parameter).filter((role) => role.set === null || role.set === set);
    const [byValue, byName] = [roles.some((role) => role.byValue), roles.some((role) => role.byPropertyName)];
    return (byValue || byName) && !values.has(parameter) ? [{ parameter, byValue, byName }] : [];
  });
  if (takers.length === 0) return !isAdvanced(body) || body.process === null || body.parameters.length === 0;
  const found = new Map<Parameter, Value>();
  for (const { parameter, byValue, byName } of takers) {
    const asItIs = parameter.type === null || isOfType(item, parameter.type) === true;
    const property = byName ? propertyFor(parameter, item) : undefined;
    if (byValue && asItIs) found.set(parameter, item);
    else if (property !== undefined) found.set(parameter, property);
    else if (byValue) found.set(parameter, item);
  }
  // a value that fits one parameter as it is is not converted for another
  const exact = takers.filter(
    ({ parameter, byValue }) => byValue && parameter.type !== null && isOfType(item, parameter.type) === true,
  );
  if (exact.length > 0) {
    for (const { parameter, byName } of takers) {
      if (!byName && !exact.some((each) => each.parameter === parameter)) found.delete(parameter);
    }
  }
  try {
    for (const [parameter, value] of found) {
      yield* setParameter(runtime, parameter, yield* acceptedValue(runtime, body, parameter, value));
    }
    if (found.size > 0) return true;
    throw new ValueError('The input object cannot be bound to any parameters for the command.');
  } catch (error) {
    const failure = scriptErrorOf(runtime, error, piece);
    if (failure === null || failure.endsScript || runtime.tryDepth > 0) throw failure ?? error;
    yield* reportError(runtime, failure);
    return false;
  }
}

/** The property of a piped object that has the name of a parameter or of one of its aliases. */
function propertyFor(parameter: Parameter, item: Value): Value | undefined {
  if (!(item instanceof PSObject)) return undefined;
  for (const name of [parameter.name, ...aliasesOf(parameter)]) {
    const value = item.properties.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Gives the parameters of a function or of a file their values in the present scope: those bound, else their defaults. */
export function* setParameters(
  runtime: Runtime,
  name: string,
  body: Body,
  { values, rest, setName }: BoundParameters,
  file: string | null = null,
): Coroutine<void> {
  const given = new Hashtable();
  runtime.scope.set('MyInvocation', invocation(name, file));
  for (const parameter of body.parameters) {
    checkName(parameter.name);
    if (values.has(parameter)) {
      const value = yield* acceptedValue(runtime, body, parameter, values.get(parameter));
      given.entries.set(parameter.name, value);
      yield* setParameter(runtime, parameter, value);
    } else if (parameter.standard !== null) {
      yield* setParameter(runtime, parameter, yield* runtime.evaluate(parameter.standard));
    } else {
      // one that was left out may be $null, whatever its type
      runtime.scope.set(parameter.name, isSwitch(parameter) ? false : valueWithout(parameter));
      if (parameter.type !== null && !isSwitch(parameter)) runtime.scope.keepType(parameter.name, parameter.type);
    }
  }
  runtime.scope.set('args', rest);
  runtime.scope.set('PSBoundParameters', given);
  if (isAdvanced(body)) runtime.scope.set('PSCmdlet', scriptCmdlet(setName));
}

function* setParameter(runtime: Runtime, parameter: Parameter, value: Value): Coroutine<void> {
  const { name, type } = parameter;
  if (type === null || isSwitch(parameter)) runtime.scope.set(name, value);
  else runtime.scope.setTyped(name, type, value);
}
