import { setParameters } from '../interpreter/functions.js';
import type { Runtime, Steps } from '../interpreter/runtime.js';
import { Complaint, Flow, TooMuch } from '../interpreter/signals.js';
import { runBlock } from '../interpreter/statements.js';
import type { Script } from '../parser/syntax.js';
import { bindParameters } from './parameters.js';
import type { Unresolved } from './resolve.js';
import { once, type Stage } from './stage.js';

/** The stage of another script file: `. file` runs in the caller's scope, `& file` in its own. */
export function runScriptFile(rt: Runtime, path: string, call: Unresolved): Stage {
  return once(function* () {
    const { at, text } = call.command;
    const { script } = yield* rt.ask({ kind: 'source', path, at, text });
    if (script === undefined) throw new Complaint(`the script ${path} cannot be read`);
    const act = (): Steps<void> => run(rt, script, path, call);
    if (call.command.operator === '.') yield* act();
    else yield* rt.called(call.command, act);
  });
}

function* run(rt: Runtime, script: Script, path: string, call: Unresolved): Steps<void> {
  const { body } = script;
  if (rt.sources >= SOURCES_MAX) throw new TooMuch('too many script files call one another');
  const bound = bindParameters(path, body.parameters, call.given);
  yield* setParameters(rt, script.file, body.parameters, bound);
  const mark = rt.mark();
  rt.sources++;
  try {
    for (const block of [body.begin, body.process ?? [], body.statements])
      yield* runBlock(rt, block, call.out);
  } catch (error) {
    if (!(error instanceof Flow) || error.word !== 'return') throw error;
    rt.back(mark);
  } finally {
    rt.sources--;
  }
}

const SOURCES_MAX = 16;
