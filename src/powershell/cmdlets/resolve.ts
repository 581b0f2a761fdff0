import { errorRecord } from '../interpreter/errors.js';
import { notModelled } from '../interpreter/evaluate.js';
import { callFunction } from '../interpreter/functions.js';
import type { Emit, Given, Runtime, Steps } from '../interpreter/runtime.js';
import { Complaint, ScriptError } from '../interpreter/signals.js';
import type { Command } from '../parser/syntax.js';
import { text } from '../values/convert.js';
import { Code, Unknown, type Value } from '../values/values.js';
import { commonOf } from './bound-arguments.js';
import { builtinOf } from './builtins.js';
import { IGNORED } from './ignored.js';
import { runScriptFile } from './script-file.js';
import type { Call, Stage } from './stage.js';
import { once } from './stage.js';

/** A command with the value of its name, before it is known what it is. */
export interface Unresolved {
  readonly command: Command;
  readonly named: Value;
  readonly given: readonly Given[];
  readonly piped: boolean;
  readonly out: Emit;
  /** marks its pipeline */
  readonly pipeline: object;
}

/** What a command is: a function of the script, one of PowerShell's own, a script file, or one of the model. */
export function* stageOf(rt: Runtime, unresolved: Unresolved): Steps<Stage> {
  const { command, named, given, piped, out } = unresolved;
  if (named instanceof Code) return callFunction(rt, '{ }', named.body, unresolved);
  const shown = text(named);
  if (shown instanceof Unknown) {
    yield* notModelled(rt, command, `which command this is depends on ${shown.why}`);
    return once(() => out(shown));
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
  const own = rt.scope.function(name);
  if (own !== undefined) return callFunction(rt, name, own, unresolved);
  const plain = name.toLowerCase().replace(/^microsoft\.powershell\.\w+\\/, '');
  const builtin = builtinOf(plain);
  if (builtin !== undefined) return builtin(rt, call);
  const ignored = IGNORED.get(plain);
  if (ignored !== undefined) return ignoredStage(rt, call, ignored.name, ignored.answers);
  if (/\.ps1$/i.test(name)) return runScriptFile(rt, name, unresolved);
  if (command.operator === '.') throw new Complaint(`"${name}" is not a script file (.ps1)`);
  return modelStage(rt, call);
}

/** A command without effect on the deployment: said once in the report. */
function ignoredStage(rt: Runtime, call: Call, name: string, answers: boolean): Stage {
  let first = true;
  const note = function* (): Steps<void> {
    if (first) yield* rt.ask({ kind: 'ignored', name, at: call.command.at, text: call.command.text });
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
function modelStage(rt: Runtime, call: Call): Stage {
  if (call.piped) {
    return {
      item: function* () {},
      *end() {
        yield* notModelled(rt, call.command, `objects piped into ${call.name} are not modelled`);
        yield* call.out(new Unknown(`the answer of ${call.name}`));
      },
    };
  }
  return once(() => askModel(rt, call));
}

function* askModel(rt: Runtime, { name, given, command, out }: Call): Steps<void> {
  const whatIf: Given[] =
    rt.preference('WhatIfPreference') === 'true' && commonOf(given, 'WhatIf') === null
      ? [{ parameter: 'WhatIf', value: undefined, attached: false, at: command.at }]
      : [];
  const { at, text: words } = command;
  const answer = yield* rt.ask({ kind: 'command', name, arguments: [...given, ...whatIf], at, text: words });
  rt.succeeded = answer.outcome === 'ok';
  const variable = commonOf(given, 'OutVariable');
  if (variable !== null) rt.scope.set(variable.replace(/^\+/, ''), answer.output);
  if (answer.outcome === 'notModelled') {
    // what it would have answered is not known
    return yield* out(new Unknown(`the answer of ${name}`));
  }
  if (answer.outcome === 'ok') {
    const errors = commonOf(given, 'ErrorVariable');
    if (errors !== null && errors[0] !== '+') rt.scope.set(errors, []);
    for (const value of answer.output) yield* out(value);
    return;
  }
  yield* refused(
    rt,
    given,
    command,
    answer.message ?? `${name} ${answer.outcome}`,
    answer.endsStatement === true,
  );
}

/** A command that was refused or failed: by its error action the script ends, or goes on. */
export function* refused(
  rt: Runtime,
  given: readonly Given[],
  { at, text: words }: Pick<Command, 'at' | 'text'>,
  message: string,
  endsStatement: boolean,
  told = true,
): Steps<void> {
  const record = errorRecord(message);
  const variable = commonOf(given, 'ErrorVariable');
  if (variable !== null) rt.scope.set(variable.replace(/^\+/, ''), [record]);
  const action = (commonOf(given, 'ErrorAction') ?? rt.preference('ErrorActionPreference')).toLowerCase();
  const stops = action === 'stop' || action === '1' || action === 'inquire';
  // a parameter that cannot be bound ends the statement before -ErrorAction is looked at
  const ends = stops && (!endsStatement || rt.preference('ErrorActionPreference') === 'stop');
  if (ends || endsStatement) throw new ScriptError(message, at, words, ends, told, record);
  rt.errors.unshift(record);
  if (rt.errors.length > 256) rt.errors.pop();
}
