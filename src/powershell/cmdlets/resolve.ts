// Command discovery, in PowerShell's order: functions, its own cmdlets, script files; all else is the deployment's.
import { applyErrorAction } from '../interpreter/errors.js';
import { callFunction } from '../interpreter/functions.js';
import { codeIn, commandsIn, type NamedCommand } from '../interpreter/passed-over.js';
import { onlySays } from '../interpreter/preferences.js';
import type { Coroutine, Emit } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { noteWrite } from '../interpreter/table-order.js';
import { toText } from '../values/convert.js';
import { Crowd, isOpen, LocalPath } from '../values/partly-known.js';
import { pathText } from '../values/paths.js';
import { unordered } from '../values/unordered.js';
import { ValueError } from '../values/value-error.js';
import { listOf, ScriptBlock, Unknown, unknownAnswer, type Value } from '../values/values.js';
import { commonName, commonParameter, commonValue } from './bound-arguments.js';
import { builtinOf, realName } from './builtins.js';
import { takesCommon } from './declared.js';
import { DEFAULTS, withDefaults } from './default-values.js';
import { IGNORED } from './ignored.js';
import { ignoredStage } from './ignored-stage.js';
import { ownStage } from './own-stage.js';
import { noteRestart } from './remote-cmdlets.js';
import { runScriptFile } from './script-file.js';
import { isShellAlias } from './shell-aliases.js';
import { atEnd, type Call, type Invocation, type Stage } from './stage.js';

/** What a command is, with the values that `$PSDefaultParameterValues` has for it. */
export function* stageOf(runtime: Runtime, typed: Value, invocation: Invocation): Coroutine<Stage> {
  const doubt = typeof typed === 'string' ? runtime.types.doubtful.get(typed.trim().toLowerCase()) : undefined;
  if (doubt !== undefined) {
    yield* runtime.notModelled(
      invocation.command,
      `what ${String(typed)} means depends on ${doubt.why}`,
      invocation.command,
      doubt,
    );
    return atEnd(() => invocation.out(unknownAnswer(String(typed))));
  }
  if (typeof typed === 'string') doubtNames(runtime, typed, invocation);
  const named = typeof typed === 'string' ? runtime.types.commandFor(typed.trim()) : typed;
  if (typeof named !== 'string' || runtime.scope.get(DEFAULTS) === undefined) {
    return yield* keptStage(runtime, named, invocation);
  }
  const { command } = invocation;
  const body = runtime.scope.findFunction(named.trim());
  const name = realName(named.trim());
  // what only shows or looks around does nothing else for it
  if (body === undefined && IGNORED.has(name.toLowerCase())) return yield* keptStage(runtime, named, invocation);
  const given = withDefaults(runtime, command, { name, body, given: invocation.given });
  if (!(given instanceof Unknown)) return yield* keptStage(runtime, named, { ...invocation, given });
  yield* runtime.notModelled(command, `${given.why} is not known: left out`, command, given);
  return atEnd(() => invocation.out(given));
}

/** `Set-Item function:\\Go { … }`, `Remove-Item alias:go`: what the name means by now is not read, nor what is in a variable. */
function doubtNames({ types, scope }: Runtime, typed: string, { given }: Invocation): void {
  if (
    !/^(?:(?:new|set|remove|rename|copy|move|clear)-item|set-content|[nsrcm]i|r[nm]i?|del|ren|copy|move|cp[pi]?|mv|erase)$/i.test(
      typed,
    )
  )
    return;
  for (const value of given.flatMap((each) => listOf(each.value ?? null))) {
    const [, drive, name] = /^(function|alias|variable):[\\/]?(.+)$/is.exec(String(toText(value))) ?? [];
    if (drive === undefined) continue;
    const unknown = new Unknown(`what ${typed} did to ${drive}:${name}`);
    if (/^v/i.test(drive)) scope.set(name, unknown);
    else types.doubtful.set(name.toLowerCase(), unknown);
  }
}

/** What a command is, with what it gives kept for -OutVariable. */
function* keptStage(runtime: Runtime, named: Value, invocation: Invocation): Coroutine<Stage> {
  const { given, out } = invocation;
  const own =
    named instanceof ScriptBlock ? named.body : typeof named === 'string' && runtime.scope.findFunction(named.trim());
  const kept = (name: string): string | null => (own && !takesCommon(own, name) ? null : commonParameter(given, name));
  const current = kept('PipelineVariable');
  if (current !== null) {
    const { scope } = runtime;
    const setting: Emit = function* (value) {
      scope.set(current, value);
      noteWrite(runtime, scope, current, value);
      yield* out(value);
    };
    const rest = given.filter(({ parameter }) => commonName(parameter ?? '') !== 'PipelineVariable');
    return yield* keptStage(runtime, named, { ...invocation, given: rest, out: setting });
  }
  const variable = kept('OutVariable');
  const stage = yield* variable === null
    ? foundStage(runtime, named, invocation)
    : outKept(runtime, named, variable, invocation);
  const isFunction = own instanceof Object;
  const isOutside = typeof named === 'string' && IGNORED.has(named.trim().toLowerCase());
  return keepsRest(runtime, stage, {
    errors: isFunction || isOutside ? kept('ErrorVariable') : null,
    others: [kept('WarningVariable'), kept('InformationVariable')],
    name: String(toText(named)),
  });
}

/** A stage whose errors, warnings and what it shows are kept in variables: which they are is not known, but that there are no errors. */
function keepsRest(
  runtime: Runtime,
  stage: Stage,
  {
    errors,
    others,
    name,
  }: { readonly errors: string | null; readonly others: readonly (string | null)[]; readonly name: string },
): Stage {
  const variables = [errors, ...others].flatMap((each) => (each === null ? [] : [each.replace(/^\+/, '')]));
  if (variables.length === 0) return stage;
  const { scope, outcomes } = runtime;
  const set = (variable: string, value: Value): void => {
    scope.set(variable, value);
    noteWrite(runtime, scope, variable, value);
  };
  const [before] = outcomes.errors;
  for (const each of others) if (each !== null) set(each.replace(/^\+/, ''), new Unknown(`what ${name} says`));
  if (errors === null) return stage;
  if (errors[0] !== '+') set(errors, []);
  return {
    ...stage,
    *end() {
      yield* stage.end();
      const mayFail = outcomes.errors[0] !== before || runtime.uncertain === name;
      if (mayFail) set(errors.replace(/^\+/, ''), new Unknown(`the errors of ${name}`));
    },
  };
}

/** The stage of a command with what it gives kept in a variable. */
function* outKept(runtime: Runtime, named: Value, variable: string, invocation: Invocation): Coroutine<Stage> {
  const { out } = invocation;
  const name = variable.replace(/^\+/, '');
  const all: Value[] = variable === name ? [] : [...listOf(runtime.scope.get(name) ?? null)];
  // The list itself, which grows: a stage that another one stops has no end any more.
  const keep = (): void => {
    const unknown = all.find((each) => each instanceof Unknown);
    runtime.scope.set(name, unknown instanceof Unknown ? unknown.spread : all);
    noteWrite(runtime, runtime.scope, name, all);
  };
  const keeping: Emit = function* (value) {
    all.push(value);
    if (runtime.unordered) unordered(all);
    if (value instanceof Unknown) keep();
    yield* out(value);
  };
  keep();
  return yield* foundStage(runtime, named, { ...invocation, out: keeping });
}

/** What a command is: a function of the script, one of PowerShell's own, a script file, or one of the model. */
function* foundStage(runtime: Runtime, named: Value, invocation: Invocation): Coroutine<Stage> {
  const { command, out } = invocation;
  if (named instanceof ScriptBlock) return callFunction(runtime, '{ }', named.body, invocation);
  const shown = pathText(named);
  if (shown instanceof Unknown) {
    yield* runtime.notModelled(command, `which command this is depends on ${shown.why}`, command, shown);
    return atEnd(() => out(shown));
  }
  const name = shown.trim();
  const own = runtime.scope.findFunction(name);
  if (own !== undefined && isShellAlias(name)) {
    const what = `${name} is an alias of PowerShell, which comes before the function of this name`;
    yield* runtime.notModelled(command, what, own);
    return atEnd(() => out(new Unknown(what)));
  }
  if (own !== undefined) return callFunction(runtime, name, own, invocation);
  const plain = name.toLowerCase().replace(/^microsoft\.powershell\.\w+\\/, '');
  const call = { ...invocation, name };
  const builtin = builtinOf(plain);
  if (builtin !== undefined)
    return yield* ownStage(runtime, PASSES_AS_IS.has(plain) ? call : { ...call, out: spreading(out) }, builtin);
  const ignored = IGNORED.get(plain);
  if (ignored !== undefined) return ignoredStage(runtime, call, ignored);
  if (/\.ps1$/i.test(name)) return runScriptFile(runtime, name, { ...invocation, isPlace: named instanceof LocalPath });
  if (command.operator === '.') throw new ValueError(`"${name}" is not a script file (.ps1)`);
  return modelStage(runtime, call);
}

/** The cmdlets that give objects on as they are, as many as they were. */
const PASSES_AS_IS: ReadonlySet<string> = new Set(
  'where-object where ? select-object select sort-object sort measure-object measure write-output echo write'.split(
    ' ',
  ),
);

/** Takes what is computed from objects. */
const spreading =
  (out: Emit): Emit =>
  (value) =>
    out(isOpen(value) ? value.spread : value);

/** A command that is none of PowerShell's own: the model is asked. */
function modelStage(runtime: Runtime, call: Call): Stage {
  if (call.piped) {
    const objects: Value[] = [];
    return {
      *item(value) {
        if (objects.length < 2) objects.push(value);
      },
      *end() {
        const { name, given, command } = call;
        const { at, text } = command;
        const code = codeAmong(runtime, call);
        const answer = yield* runtime.ask({ kind: 'answer', name, arguments: given, code, at, text });
        const isSaid = answer.outcome === 'ok';
        const [only] = objects;
        if (!isSaid && typeof answer.takes === 'string' && only instanceof Crowd && objects.length === 1) {
          const users = { parameter: answer.takes, value: only, attached: false, at, piped: true };
          return yield* askModel(runtime, { ...call, given: [...given, users] });
        }
        if (!isSaid && answer.looks === true) yield* runtime.ask({ kind: 'ignored', name, at, text });
        else if (!isSaid || answer.acts === true) {
          const because = answer.acts === true ? null : unknownAnswer(name);
          yield* runtime.notModelled(command, `objects piped into ${name} are not modelled`, command, because);
        }
        for (const value of isSaid ? answer.output : [unknownAnswer(name)]) yield* call.out(value);
      },
    };
  }
  return atEnd(() => askModel(runtime, call));
}

/** The commands of the code that a command is given. */
function codeAmong({ scope, walks }: Runtime, { given, command }: Call): NamedCommand[] {
  const values = given.map(({ value }) => value ?? null);
  return commandsIn(codeIn(values, command, walks), scope, walks);
}

function* askModel(runtime: Runtime, call: Call): Coroutine<void> {
  const { name, given, command, out } = call;
  const { at, text } = command;
  const impliesWhatIf = onlySays(runtime.scope) && commonValue(given, 'WhatIf') === undefined;
  const whatIf = impliesWhatIf ? [{ parameter: 'WhatIf', value: undefined, attached: false, at }] : [];
  const code = codeAmong(runtime, call);
  const answer = yield* runtime.ask({ kind: 'command', name, arguments: [...given, ...whatIf], code, at, text });
  if (answer.outcome === 'notModelled') {
    runtime.uncertain = name;
    runtime.outcomes.lastExitCode = new Unknown(`the code that ${name} may have ended with`);
    // what it would have answered is not known, unless the user says it
    for (const value of answer.output.length > 0 ? answer.output : [unknownAnswer(name)]) yield* out(value);
    return;
  }
  if (answer.outcome !== 'ok') {
    const message = answer.message ?? `${name} ${answer.outcome}`;
    const endsStatement = answer.endsStatement === true;
    return applyErrorAction(runtime, given, command, message, { endsStatement, told: true });
  }
  const asksWhatIf = given.some(({ parameter, value }) => commonName(parameter ?? '') === 'WhatIf' && value !== false);
  if (!impliesWhatIf && !asksWhatIf) noteRestart(runtime, { name, given });
  const errors = commonParameter(given, 'ErrorVariable');
  if (errors !== null && errors[0] !== '+') {
    runtime.scope.set(errors, []);
    noteWrite(runtime, runtime.scope, errors, []);
  }
  for (const value of answer.output) yield* out(value);
}
