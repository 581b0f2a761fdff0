import type { BoundArguments } from '../cmdlets/bound-arguments.js';
import { commonParameter } from '../cmdlets/bound-arguments.js';
import { bindParameters } from '../cmdlets/parameters.js';
import type { Unresolved } from '../cmdlets/resolve.js';
import type { Stage } from '../cmdlets/stage.js';
import type { Body, Parameter } from '../parser/syntax.js';
import { cast } from '../values/casts.js';
import { toBoolean } from '../values/convert.js';
import { Hashtable, type Value } from '../values/values.js';
import { evaluate } from './evaluate.js';
import type { Coroutine, Emit, Runtime } from './runtime.js';
import { ControlFlow } from './signals.js';
import { runBlock } from './statements.js';

/** The stage of a function of the script, or of a script block that is called. */
export function callFunction(runtime: Runtime, name: string, body: Body, call: Unresolved): Stage {
  const input: Value[] = [];
  return {
    *item(value) {
      if (input.length < 100_000) input.push(value);
    },
    *end() {
      const act = (): Coroutine<void> => run(runtime, name, body, call, input);
      // `. name` runs in the caller's scope
      if (call.command.operator === '.') yield* act();
      else yield* runtime.inNewScope(call.command, act);
    },
  };
}

function* run(
  runtime: Runtime,
  name: string,
  body: Body,
  call: Unresolved,
  input: readonly Value[],
): Coroutine<void> {
  const bound = bindParameters(name, body.parameters, call.given);
  yield* setParameters(runtime, name, body.parameters, bound);
  const action = commonParameter(call.given, 'ErrorAction');
  if (action !== null) runtime.scope.set('ErrorActionPreference', action);
  if (commonParameter(call.given, 'WhatIf') === 'True') runtime.scope.set('WhatIfPreference', true);
  runtime.scope.set('input', input);
  const mark = runtime.depth();
  try {
    yield* runBody(runtime, body, call.piped ? input : null, call.out);
  } catch (error) {
    if (!(error instanceof ControlFlow) || error.word !== 'return') throw error;
    runtime.unwindTo(mark);
  }
}

/** Begin, process for each input (once where nothing is piped in), end. */
function* runBody(runtime: Runtime, body: Body, input: readonly Value[] | null, out: Emit): Coroutine<void> {
  yield* runBlock(runtime, body.begin, out);
  if (body.process !== null) {
    for (const item of input ?? [null]) {
      runtime.scope.set('_', item);
      yield* runBlock(runtime, body.process, out);
    }
  }
  yield* runBlock(runtime, body.statements, out);
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
    const isSwitch = parameter.type === 'switch' || parameter.type === 'switchparameter';
    let value: Value;
    if (bound.has(parameter.name)) {
      const own = bound.value(parameter.name);
      value = isSwitch ? (own === undefined ? true : toBoolean(own)) : (own ?? null);
      given.entries.set(parameter.name, value);
    } else if (parameter.standard !== null) value = yield* evaluate(runtime, parameter.standard);
    else value = isSwitch ? false : null;
    const typed = parameter.type !== null && !isSwitch && (value !== null || parameter.type === 'string');
    runtime.scope.set(parameter.name, typed ? cast(value, parameter.type ?? 'object') : value);
  }
  runtime.scope.set('args', bound.rest);
  runtime.scope.set('PSBoundParameters', given);
  runtime.scope.set('MyInvocation', runtime.invocation(name));
}
