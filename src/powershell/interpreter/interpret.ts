// The interpreter as a whole: a tree walker over the statements of a script, bounded in everything that a script could
// do without end.
import { quietness } from '../cmdlets/builtins.js';
import { bindParameters } from '../cmdlets/parameters.js';
import type { ParsedScript } from '../parser/syntax.js';
import { SizeExceeded, ValueError } from '../values/value-error.js';
import type { Value } from '../values/values.js';
import { BOUNDS, type Bounds } from './bounds.js';
import { BranchRecord } from './branches.js';
import { defineTypes } from './classes.js';
import { exitFailed, reportError } from './errors.js';
import { evaluate } from './evaluate.js';
import { setParameters } from './functions.js';
import { shownTexts } from './output.js';
import type { Coroutine } from './protocol.js';
import { Runtime } from './runtime.js';
import { BoundReached, ControlFlow, ScriptError } from './signals.js';
import { runBlock, runStatement } from './statements.js';

/** How a script ended: by itself, by an error or `exit`, or because a bound was reached. */
export type Ending =
  | { readonly kind: 'done' }
  | { readonly kind: 'error' }
  | { readonly kind: 'bound'; readonly reached: BoundReached };

/**
 * Runs a script: a coroutine that asks for everything outside of the language (commands of the deployment, time,
 * answers of administrators) and computes the rest. `parameters` are the values that the command line gives, by the
 * names that the script declares.
 */
export function* interpret(
  script: ParsedScript,
  parameters: ReadonlyMap<string, Value>,
  bounds: Bounds = BOUNDS,
  branches = new BranchRecord(),
): Coroutine<Ending> {
  const runtime = new Runtime({ evaluate, runStatement, runBlock, quietness }, bounds, branches);
  const { file, body } = script;
  const at = { file, line: 1, column: 1 };
  const given = [...parameters].map(([parameter, value]) => ({ parameter, value, attached: true, at }));
  try {
    yield* defineTypes(runtime, body.statements);
    yield* setParameters(runtime, file, body, bindParameters(file, body, given), file);
    yield* runtime.runBody(body, shownTexts(at));
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof BoundReached) return { kind: 'bound', reached: error };
    if (error instanceof ControlFlow) return yield* endingOf(runtime, error);
    if (error instanceof ScriptError) {
      yield* reportError(runtime, error);
      return { kind: 'error' };
    }
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
  const { word } = flow;
  if (word === 'return') return { kind: 'done' };
  if (word !== 'exit') {
    yield* runtime.notModelled(flow, `${word} outside of a loop ends the script`);
    return { kind: 'error' };
  }
  return { kind: (yield* exitFailed(runtime, flow)) ? 'error' : 'done' };
}
