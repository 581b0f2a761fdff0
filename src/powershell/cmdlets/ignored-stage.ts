// The stage of a command without effect on the deployment: it is passed over, and what it gives is not known.
import { codeIn } from '../interpreter/passed-over.js';
import type { Coroutine } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { psObject, Unknown, unknownAnswer } from '../values/values.js';
import type { Ignored } from './ignored.js';
import { say, sayings } from './shown-texts.js';
import type { Call, Stage } from './stage.js';

/** A command without effect on the deployment: said once in the report. Code that it is given it may run: that is told. */
export function ignoredStage(runtime: Runtime, call: Call, { name, answers, mayFail, isProgram }: Ignored): Stage {
  const passes = call.given.some(({ parameter }) => /^(?:passthru|outputmode)$/i.test(parameter ?? ''));
  let first = true;
  // a filter of Active Directory is written as a block, and is none
  const isFilter = (parameter: string | null): boolean => /^get-ad/i.test(name) && /^f(?:i|$)/i.test(parameter ?? '');
  const code = codeIn(
    call.given.map(({ parameter, value }) => (isFilter(parameter) ? null : (value ?? null))),
    call.command,
    runtime.walks,
  );
  const note = function* (): Coroutine<void> {
    const { command } = call;
    if (first) yield* runtime.ask({ kind: 'ignored', name, at: command.at, text: command.text });
    if (mayFail) runtime.uncertain = name;
    // a program writes what goes wrong to the screen alone
    if (mayFail && !isProgram) runtime.outcomes.mayHaveFailed(new Unknown(`whether ${name} has failed`));
    if (isProgram) runtime.outcomes.lastExitCode = new Unknown(`the code that ${name} ends with`);
    if (first && code.length > 0)
      yield* runtime.notModelled(command, `what ${name} does with code is not modelled`, code);
    first = false;
  };
  const says = sayings(runtime, call, name);
  return {
    *item(value) {
      yield* note();
      if (says !== null) yield* say(runtime, call, [value]);
    },
    *end() {
      yield* note();
      if (says !== null && !call.piped) yield* say(runtime, call, says);
      if (answers === 'unknown' || (answers === 'choice' && passes)) {
        const said = yield* runtime.answerOfUser(call.command, name, call.given);
        const chosen = answers === 'choice' ? `what is chosen at ${name}` : undefined;
        for (const value of said ?? [unknownAnswer(name, chosen)]) yield* call.out(value);
      } else if (answers === 'object' || (answers === 'nothing' && passes)) {
        yield* call.out(psObject({}, `what ${name} gives`, true));
      }
    },
  };
}
