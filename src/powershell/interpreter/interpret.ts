import { BoundArguments } from '../cmdlets/bound-arguments.js';
import type { ParsedScript } from '../parser/syntax.js';
import { toText } from '../values/convert.js';
import type { Value } from '../values/values.js';
import { reportError } from './errors.js';
import { setParameters } from './functions.js';
import type { Coroutine, Runtime } from './runtime.js';
import { BoundReached, ControlFlow, ScriptError, SizeExceeded, ValueError } from './signals.js';
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
  runtime: Runtime,
  script: ParsedScript,
  parameters: ReadonlyMap<string, Value>,
): Coroutine<Ending> {
  const given = [...parameters].map(([parameter, value]) => ({
    parameter,
    value,
    attached: true,
    at: { file: script.file, line: 1, column: 1 },
  }));
  const names = script.body.parameters.map((each) => each.name);
  const { body } = script;
  try {
    yield* setParameters(
      runtime,
      script.file,
      body.parameters,
      new BoundArguments(script.file, given, names),
    );
    for (const block of [body.begin, body.process ?? [], body.statements]) {
      yield* runBlock(runtime, block, function* () {});
    }
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof BoundReached) return { kind: 'bound', reached: error };
    if (error instanceof ControlFlow) return yield* endingOf(runtime, error);
    if (error instanceof ScriptError) {
      yield* reportError(runtime, error);
      return { kind: 'error' };
    }
    const at = { file: script.file, line: 1, column: 1 };
    if (error instanceof SizeExceeded) {
      return { kind: 'bound', reached: new BoundReached(error.message, at, 'param(...)') };
    }
    if (!(error instanceof ValueError)) throw error;
    yield* runtime.ask({ kind: 'failed', message: error.message, at, text: 'param(...)' });
    return { kind: 'error' };
  }
}

/** `return` and `exit` at the top; `exit` with a code other than 0 says that the script failed. */
function* endingOf(runtime: Runtime, flow: ControlFlow): Coroutine<Ending> {
  const { word, at, text: typed } = flow;
  if (word === 'return') return { kind: 'done' };
  if (word !== 'exit') {
    const what = `${word} outside of a loop ends the script`;
    yield* runtime.ask({ kind: 'notModelled', what, at, text: typed });
    return { kind: 'error' };
  }
  const code = toText(flow.value);
  if (code === '' || code === '0') return { kind: 'done' };
  const shown = typeof code === 'string' ? code : 'a code that is not known';
  yield* runtime.ask({
    kind: 'failed',
    message: `the script ends itself with exit ${shown}`,
    at,
    text: typed,
  });
  return { kind: 'error' };
}
