import type { Bound } from '../cmdlets/bound-arguments.js';
import { commonOf } from '../cmdlets/bound-arguments.js';
import { bindParameters } from '../cmdlets/parameters.js';
import type { Unresolved } from '../cmdlets/resolve.js';
import type { Stage } from '../cmdlets/stage.js';
import type { Body, Parameter } from '../parser/syntax.js';
import { cast } from '../values/casts.js';
import { truth } from '../values/convert.js';
import { Hashtable, type Value } from '../values/values.js';
import { evaluate } from './evaluate.js';
import type { Emit, Runtime, Steps } from './runtime.js';
import { Flow } from './signals.js';
import { runBlock } from './statements.js';

/** The stage of a function of the script, or of a script block that is called. */
export function callFunction(rt: Runtime, name: string, body: Body, call: Unresolved): Stage {
  const input: Value[] = [];
  return {
    *item(value) {
      if (input.length < 100_000) input.push(value);
    },
    *end() {
      const act = (): Steps<void> => run(rt, name, body, call, input);
      // `. name` runs in the caller's scope
      if (call.command.operator === '.') yield* act();
      else yield* rt.called(call.command, act);
    },
  };
}

function* run(rt: Runtime, name: string, body: Body, call: Unresolved, input: readonly Value[]): Steps<void> {
  const bound = bindParameters(name, body.parameters, call.given);
  yield* setParameters(rt, name, body.parameters, bound);
  const action = commonOf(call.given, 'ErrorAction');
  if (action !== null) rt.scope.set('ErrorActionPreference', action);
  if (commonOf(call.given, 'WhatIf') === 'True') rt.scope.set('WhatIfPreference', true);
  rt.scope.set('input', input);
  const mark = rt.mark();
  try {
    yield* runBody(rt, body, call.piped ? input : null, call.out);
  } catch (error) {
    if (!(error instanceof Flow) || error.word !== 'return') throw error;
    rt.back(mark);
  }
}

/** Begin, process for each input (once where nothing is piped in), end. */
function* runBody(rt: Runtime, body: Body, input: readonly Value[] | null, out: Emit): Steps<void> {
  yield* runBlock(rt, body.begin, out);
  if (body.process !== null) {
    for (const item of input ?? [null]) {
      rt.scope.set('_', item);
      yield* runBlock(rt, body.process, out);
    }
  }
  yield* runBlock(rt, body.statements, out);
}

/** Gives the parameters their values in the present scope: those bound, else their defaults. */
export function* setParameters(
  rt: Runtime,
  name: string,
  parameters: readonly Parameter[],
  bound: Bound,
): Steps<void> {
  const given = new Hashtable();
  for (const parameter of parameters) {
    const isSwitch = parameter.type === 'switch' || parameter.type === 'switchparameter';
    let value: Value;
    if (bound.has(parameter.name)) {
      const own = bound.value(parameter.name);
      value = isSwitch ? (own === undefined ? true : truth(own)) : (own ?? null);
      given.entries.set(parameter.name, value);
    } else if (parameter.standard !== null) value = yield* evaluate(rt, parameter.standard);
    else value = isSwitch ? false : null;
    const typed = parameter.type !== null && !isSwitch && (value !== null || parameter.type === 'string');
    rt.scope.set(parameter.name, typed ? cast(value, parameter.type ?? 'object') : value);
  }
  rt.scope.set('args', bound.rest);
  rt.scope.set('PSBoundParameters', given);
  rt.scope.set('MyInvocation', rt.invocation(name));
}
