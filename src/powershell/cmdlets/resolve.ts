import { errorRecord } from '../interpreter/errors.js';
import { notModelled } from '../interpreter/evaluate.js';
import { callFunction } from '../interpreter/functions.js';
import type { ArgumentValue, Coroutine, Emit, Runtime } from '../interpreter/runtime.js';
import { ScriptError, ValueError } from '../interpreter/signals.js';
import type { Command } from '../parser/syntax.js';
import { toText } from '../values/convert.js';
import { ScriptBlock, Unknown, type Value } from '../values/values.js';
import { commonParameter } from './bound-arguments.js';
import { builtinOf } from './builtins.js';
import { IGNORED } from './ignored.js';
import { runScriptFile } from './script-file.js';
import type { Call, Stage } from './stage.js';
import { atEnd } from './stage.js';

/** A command with the value of its name, before it is known what it is. */
export interface Unresolved {
  readonly command: Command;
  readonly named: Value;
  readonly given: readonly ArgumentValue[];
  readonly piped: boolean;
  readonly out: Emit;
  /** marks its pipeline */
  readonly pipeline: object;
}

/** What a command is: a function of the script, one of PowerShell's own, a script file, or one of the model. */
export function* stageOf(runtime: Runtime, unresolved: Unresolved): Coroutine<Stage> {
  const { command, named, given, piped, out } = unresolved;
  if (named instanceof ScriptBlock) return callFunction(runtime, '{ }', named.body, unresolved);
  const shown = toText(named);
  if (shown instanceof Unknown) {
    yield* notModelled(runtime, command, `which command this is depends on ${shown.why}`);
    return atEnd(() => out(shown));
  }
  const name = shown.trim();
  const call: Call & { pipeline: object } = {
    name,
    given,
    command,
    piped,
    out,
    pipeline: unresolved.pipeline,
  };
  const own = runtime.scope.findFunction(name);
  if (own !== undefined) return callFunction(runtime, name, own, unresolved);
  const plain = name.toLowerCase().replace(/^microsoft\.powershell\.\w+\\/, '');
  const builtin = builtinOf(plain);
  if (builtin !== undefined) return builtin(runtime, call);
  const ignored = IGNORED.get(plain);
  if (ignored !== undefined) return ignoredStage(runtime, call, ignored.name, ignored.answers);
  if (/\.ps1$/i.test(name)) return runScriptFile(runtime, name, unresolved);
  if (command.operator === '.') throw new ValueError(`"${name}" is not a script file (.ps1)`);
  return modelStage(runtime, call);
}

/** A command without effect on the deployment: said once in the report. */
function ignoredStage(runtime: Runtime, call: Call, name: string, answers: boolean): Stage {
  let first = true;
  const note = function* (): Coroutine<void> {
    if (first) yield* runtime.ask({ kind: 'ignored', name, at: call.command.at, text: call.command.text });
    first = false;
  };
  return {
    *item() {
      yield* note();
    },
    *end() {
      yield* note();
      if (answers) yield* call.out(new Unknown(`the answer of ${name}`));
    },
  };
}

/** A command that is none of PowerShell's own: the model is asked. */
function modelStage(runtime: Runtime, call: Call): Stage {
  if (call.piped) {
    return {
      item: function* () {},
      *end() {
        yield* notModelled(runtime, call.command, `objects piped into ${call.name} are not modelled`);
        yield* call.out(new Unknown(`the answer of ${call.name}`));
      },
    };
  }
  return atEnd(() => askModel(runtime, call));
}

function* askModel(runtime: Runtime, { name, given, command, out }: Call): Coroutine<void> {
  const whatIf: ArgumentValue[] =
    runtime.preference('WhatIfPreference') === 'true' && commonParameter(given, 'WhatIf') === null
      ? [{ parameter: 'WhatIf', value: undefined, attached: false, at: command.at }]
      : [];
  const { at, text: words } = command;
  const answer = yield* runtime.ask({
    kind: 'command',
    name,
    arguments: [...given, ...whatIf],
    at,
    text: words,
  });
  runtime.succeeded = answer.outcome === 'ok';
  const variable = commonParameter(given, 'OutVariable');
  if (variable !== null) runtime.scope.set(variable.replace(/^\+/, ''), answer.output);
  if (answer.outcome === 'notModelled') {
    // what it would have answered is not known
    return yield* out(new Unknown(`the answer of ${name}`));
  }
  if (answer.outcome === 'ok') {
    const errors = commonParameter(given, 'ErrorVariable');
    if (errors !== null && errors[0] !== '+') runtime.scope.set(errors, []);
    for (const value of answer.output) yield* out(value);
    return;
  }
  yield* applyErrorAction(
    runtime,
    given,
    command,
    answer.message ?? `${name} ${answer.outcome}`,
    answer.endsStatement === true,
  );
}

/** A command that was refused or failed: by its error action the script ends, or goes on. */
export function* applyErrorAction(
  runtime: Runtime,
  given: readonly ArgumentValue[],
  { at, text: words }: Pick<Command, 'at' | 'text'>,
  message: string,
  endsStatement: boolean,
  told = true,
): Coroutine<void> {
  const record = errorRecord(message);
  const variable = commonParameter(given, 'ErrorVariable');
  if (variable !== null) runtime.scope.set(variable.replace(/^\+/, ''), [record]);
  const action = (
    commonParameter(given, 'ErrorAction') ?? runtime.preference('ErrorActionPreference')
  ).toLowerCase();
  const stops = action === 'stop' || action === '1' || action === 'inquire';
  // a parameter that cannot be bound ends the statement before -ErrorAction is looked at
  const ends = stops && (!endsStatement || runtime.preference('ErrorActionPreference') === 'stop');
  if (ends || endsStatement) throw new ScriptError(message, at, words, ends, told, record);
  runtime.errors.unshift(record);
  if (runtime.errors.length > 256) runtime.errors.pop();
}
