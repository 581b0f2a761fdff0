import { Bound } from '../cmdlets/bound-arguments.js';
import type { Script } from '../parser/syntax.js';
import { text } from '../values/convert.js';
import type { Value } from '../values/values.js';
import { fail } from './errors.js';
import { setParameters } from './functions.js';
import type { Runtime, Steps } from './runtime.js';
import { BoundReached, Complaint, Flow, ScriptError, TooMuch } from './signals.js';
import { runBlock } from './statements.js';

/** How a script ended: by itself, by an error or `exit`, or because a bound was reached. */
export type Ending =
  | { readonly kind: 'done' }
  | { readonly kind: 'error' }
  | { readonly kind: 'bound'; readonly reached: BoundReached };

/**
 * Runs a script: a generator that asks for everything outside of the language (commands of the deployment,
 * time, answers of administrators) and computes the rest. It executes nothing by itself. `parameters` are the
 * values that the command line gives, by the names that the script declares.
 */
export function* interpret(
  rt: Runtime,
  script: Script,
  parameters: ReadonlyMap<string, Value>,
): Steps<Ending> {
  const given = [...parameters].map(([parameter, value]) => ({
    parameter,
    value,
    attached: true,
    at: { file: script.file, line: 1, column: 1 },
  }));
  const names = script.body.parameters.map((each) => each.name);
  const { body } = script;
  try {
    yield* setParameters(rt, script.file, body.parameters, new Bound(script.file, given, names));
    for (const block of [body.begin, body.process ?? [], body.statements]) {
      yield* runBlock(rt, block, function* () {});
    }
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof BoundReached) return { kind: 'bound', reached: error };
    if (error instanceof Flow) return yield* left(rt, error);
    if (error instanceof ScriptError) {
      yield* fail(rt, error);
      return { kind: 'error' };
    }
    const at = { file: script.file, line: 1, column: 1 };
    if (error instanceof TooMuch) {
      return { kind: 'bound', reached: new BoundReached(error.message, at, 'param(...)') };
    }
    if (!(error instanceof Complaint)) throw error;
    yield* rt.ask({ kind: 'failed', message: error.message, at, text: 'param(...)' });
    return { kind: 'error' };
  }
}

/** `return` and `exit` at the top; `exit` with a code other than 0 says that the script failed. */
function* left(rt: Runtime, flow: Flow): Steps<Ending> {
  const { word, at, text: typed } = flow;
  if (word === 'return') return { kind: 'done' };
  if (word !== 'exit') {
    const what = `${word} outside of a loop ends the script`;
    yield* rt.ask({ kind: 'notModelled', what, at, text: typed });
    return { kind: 'error' };
  }
  const code = text(flow.value);
  if (code === '' || code === '0') return { kind: 'done' };
  const shown = typeof code === 'string' ? code : 'a code that is not known';
  yield* rt.ask({ kind: 'failed', message: `the script ends itself with exit ${shown}`, at, text: typed });
  return { kind: 'error' };
}
