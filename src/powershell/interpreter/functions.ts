// Functions, and script blocks that are called like them: their parameters are bound in a scope of their own, then
// begin, process and end run over what is piped in.
import { type BoundArguments, commonParameter } from '../cmdlets/bound-arguments.js';
import { bindParameters, isSwitch } from '../cmdlets/parameters.js';
import type { Invocation, Stage } from '../cmdlets/stage.js';
import type { Body, Parameter } from '../parser/syntax.js';
import { cast } from '../values/casts.js';
import { toBoolean } from '../values/convert.js';
import { Hashtable, type Value } from '../values/values.js';
import type { Coroutine, Emit } from './protocol.js';
import type { Runtime } from './runtime.js';

const INPUT_MAX = 100_000;

/** The stage of a function of the script, or of a script block that is called. */
export function callFunction(runtime: Runtime, name: string, body: Body, invocation: Invocation): Stage {
  const { command, given, piped, out } = invocation;
  const input: Value[] = [];
  const run = function* (): Coroutine<void> {
    yield* setParameters(runtime, name, body.parameters, bindParameters(name, body.parameters, given));
    const action = commonParameter(given, 'ErrorAction');
    if (action !== null) runtime.scope.set('ErrorActionPreference', action);
    if (commonParameter(given, 'WhatIf') === 'True') runtime.scope.set('WhatIfPreference', true);
    runtime.scope.set('input', input);
    yield* runtime.untilReturn(() => runOver(runtime, body, piped ? input : null, out));
  };
  return {
    *item(value) {
      if (input.length < INPUT_MAX) input.push(value);
    },
    *end() {
      // `. name` runs in the caller's scope
      yield* command.operator === '.' ? run() : runtime.inNewScope(command, run);
    },
  };
}

/** Begin, process for each input (once where nothing is piped in), end. */
function* runOver(runtime: Runtime, body: Body, input: readonly Value[] | null, out: Emit): Coroutine<void> {
  yield* runtime.runBlock(body.begin, out);
  if (body.process !== null) {
    for (const item of input ?? [null]) {
      runtime.scope.set('_', item);
      yield* runtime.runBlock(body.process, out);
    }
  }
  yield* runtime.runBlock(body.statements, out);
}

/** Gives the parameters their values in the present scope: those bound, else their defaults. */
export function* setParameters(
  runtime: Runtime,
  name: string,
  parameters: readonly Parameter[],
  bound: BoundArguments,
): Coroutine<void> {
  const given = new Hashtable();
  for (const parameter of parameters) {
    const { type } = parameter;
    let value: Value;
    if (bound.has(parameter.name)) {
      const own = bound.value(parameter.name);
      value = isSwitch(parameter) ? (own === undefined ? true : toBoolean(own)) : (own ?? null);
      given.entries.set(parameter.name, value);
    } else if (parameter.standard !== null) value = yield* runtime.evaluate(parameter.standard);
    else value = isSwitch(parameter) ? false : null;
    const typed = type !== null && !isSwitch(parameter) && (value !== null || type === 'string');
    runtime.scope.set(parameter.name, typed ? cast(value, type) : value);
  }
  runtime.scope.set('args', bound.rest);
  runtime.scope.set('PSBoundParameters', given);
  runtime.scope.set('MyInvocation', runtime.invocation(name));
}
