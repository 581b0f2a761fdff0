import { setParameters } from '../interpreter/functions.js';
import type { Coroutine, Runtime } from '../interpreter/runtime.js';
import { ControlFlow, SizeExceeded, ValueError } from '../interpreter/signals.js';
import { runBlock } from '../interpreter/statements.js';
import type { ParsedScript } from '../parser/syntax.js';
import { bindParameters } from './parameters.js';
import type { Unresolved } from './resolve.js';
import { atEnd, type Stage } from './stage.js';

/** The stage of another script file: `. file` runs in the caller's scope, `& file` in its own. */
export function runScriptFile(runtime: Runtime, path: string, call: Unresolved): Stage {
  return atEnd(function* () {
    const { at, text } = call.command;
    const { script } = yield* runtime.ask({ kind: 'source', path, at, text });
    if (script === undefined) throw new ValueError(`the script ${path} cannot be read`);
    const act = (): Coroutine<void> => run(runtime, script, path, call);
    if (call.command.operator === '.') yield* act();
    else yield* runtime.inNewScope(call.command, act);
  });
}

function* run(runtime: Runtime, script: ParsedScript, path: string, call: Unresolved): Coroutine<void> {
  const { body } = script;
  if (runtime.sources >= SOURCES_MAX) throw new SizeExceeded('too many script files call one another');
  const bound = bindParameters(path, body.parameters, call.given);
  yield* setParameters(runtime, script.file, body.parameters, bound);
  const mark = runtime.depth();
  runtime.sources++;
  try {
    for (const block of [body.begin, body.process ?? [], body.statements])
      yield* runBlock(runtime, block, call.out);
  } catch (error) {
    if (!(error instanceof ControlFlow) || error.word !== 'return') throw error;
    runtime.unwindTo(mark);
  } finally {
    runtime.sources--;
  }
}

const SOURCES_MAX = 16;
