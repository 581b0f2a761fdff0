// Another script file that a script runs, in the caller's scope or in its own.
import { defineTypes } from '../interpreter/classes.js';
import { exitFailed } from '../interpreter/errors.js';
import { setParameters } from '../interpreter/functions.js';
import type { Coroutine } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { ControlFlow } from '../interpreter/signals.js';
import { SizeExceeded, ValueError } from '../values/value-error.js';
import { bindParameters } from './parameters.js';
import { atEnd, type Invocation, type Stage } from './stage.js';

/** Script files that may call one another. */
const NESTED_MAX = 16;

/** The stage of another script file: `. file` runs in the caller's scope, `& file` in its own. `isPlace` = the path begins where a script lies. */
export function runScriptFile(
  runtime: Runtime,
  path: string,
  { command, given, out, isPlace }: Invocation & { readonly isPlace: boolean },
): Stage {
  return atEnd(function* () {
    const { at, text } = command;
    const { script } = yield* runtime.ask({ kind: 'source', path, isPlace, at, text });
    if (script === undefined) throw new ValueError(`the script ${path} cannot be read`);
    const { file, body } = script;
    const run = function* (): Coroutine<void> {
      if (runtime.scriptFiles >= NESTED_MAX) throw new SizeExceeded('too many script files call one another');
      yield* defineTypes(runtime, body.statements);
      yield* setParameters(runtime, file, body, bindParameters(path, body, given), file);
      runtime.scriptFiles++;
      const depth = runtime.depth();
      try {
        yield* runtime.untilReturn(() => runtime.runBody(body, out));
      } catch (error) {
        // `exit` ends the file that it stands in, and none that calls it
        if (!(error instanceof ControlFlow) || error.word !== 'exit') throw error;
        runtime.unwindTo(depth);
        runtime.outcomes.lastExitCode = error.value === null ? 0 : error.value;
        if (yield* exitFailed(runtime, error)) runtime.outcomes.failures++;
      } finally {
        runtime.scriptFiles--;
      }
    };
    yield* command.operator === '.' ? run() : runtime.inScope(runtime.scope.ofFile(), command, run);
  });
}
