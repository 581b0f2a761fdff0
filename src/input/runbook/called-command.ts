// A command as a script calls it: how it is shown, what of it the model looks at, and what it gives unanswered.
import { cmdletNamed } from '../../domain/cmdlets/catalog.js';
import { changesMachines, isOfTheShell, onlyLooks, realCmdlet } from '../../domain/cmdlets/known-cmdlets.js';
import type { BoundCommand } from '../../domain/command.js';
import type { PassedOver } from '../../domain/drill.js';
import { UNKNOWN_PATH } from '../../domain/state/exported-files.js';
import type { NamedCommand } from '../../powershell/interpreter/passed-over.js';
import type { Answer, ArgumentValue, Request } from '../../powershell/interpreter/protocol.js';
import { pathText } from '../../powershell/values/paths.js';
import { unknownAnswer, type Value } from '../../powershell/values/values.js';
import { isCounted, UNKNOWN_TEXT } from './shell-objects.js';

/** Parameters that name files and variables: the model does not look at their values. */
const NOT_LOOKED_AT = new Set([
  'Report',
  'Credential',
  'FileName',
  'ConfigurationFileName',
  'LisConfigurationFileName',
]);

/** The longest text of a step, in UTF-16 units. */
const TEXT_MAX = 300;

/** A command that a script has, where it would change a deployment, or where nobody can tell. */
export function ofTheDeployment({ name, at, text, hidden }: NamedCommand): PassedOver[] {
  const isProgram = startsShell(name, text) || changesByProgram(name, text);
  return hidden === true || changesDeployment(name) || isProgram ? [{ name, position: at }] : [];
}

const changesDeployment = (name: string): boolean =>
  (isOfTheShell(name) && !onlyLooks(name)) || changesMachines(name) || /^invoke-sqlcmd$/i.test(name);

/** Whether a command outside of the model may change the deployment: by itself, by its script blocks, or by a text. */
export function acts(request: Extract<Request, { kind: 'command' | 'answer' }>): boolean {
  return (
    [request, ...request.code].flatMap(ofTheDeployment).length > 0 || runsText(request.name, lineOf(request.arguments))
  );
}

/** Whether a command is one of the servers that only looks, and of which the model knows nothing else, or only counts. */
export function looks({ name }: { readonly name: string }): boolean {
  const real = realCmdlet(name);
  return real !== null && onlyLooks(real) && (cmdletNamed(real) === null || isCounted(real));
}

/** The shells and cmdlets that carry out a text. */
const RUNS_TEXT = /^(?:invoke-expression|iex|(?:powershell|pwsh)(?:\.exe)?)$/i;
/** What starts another program, by its name or in a text. */
const STARTS_PROGRAMS = /^(?:start-process|saps|start|(?:cmd|psexec)(?:\.exe)?)$/i;

/** Whether a command outside of the model runs code that is a text, or has one that names a command of the deployment. */
export function runsText(name: string, line: string): boolean {
  if (startsShell(name, line) || changesByProgram(name, line)) return true;
  // A word like `uk-csfe01` is a name of theirs.
  const named = (line.match(/[a-z]+-[a-z]+/gi) ?? []).filter(
    (word) => !isOfTheShell(word) || realCmdlet(word) !== null,
  );
  return named.some(changesDeployment);
}

/** What of Windows changes services and machines of others, and the words of its line that say so. */
const CHANGING: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:sc\.exe|net1?(?:\.exe)?|psservice(?:\.exe)?)$/i, /\b(?:stop|start|pause|continue|config|delete|create)\b/i],
  [/^(?:shutdown|taskkill|psexec|winrs)(?:\.exe)?$/i, /./],
  [/^invoke-(?:wmi|cim)method$/i, /./],
  [/^(?:stop|restart|suspend)-vm$|^(?:stop|move|suspend)-cluster\w+$/i, /./],
  [/^set-service$/i, /-Status\b/i],
];

function changesByProgram(name: string, line: string): boolean {
  const program = name.replace(/^.*[\\/]/, '');
  if (CHANGING.some(([ofName, words]) => ofName.test(program) && words.test(line))) return true;
  // what is started by another program stands in its line
  const words = STARTS_PROGRAMS.test(program) ? (line.match(/[^\s"'&|()]+/g) ?? []) : [];
  return words.some((word) => !STARTS_PROGRAMS.test(word) && changesByProgram(word === 'sc' ? 'sc.exe' : word, line));
}

function startsShell(name: string, line: string): boolean {
  const program = name.replace(/^.*[\\/]/, '');
  return RUNS_TEXT.test(program) || (STARTS_PROGRAMS.test(program) && /\b(?:powershell|pwsh)\b/i.test(line));
}

/** The arguments of a call as one line, for the answers that are for some calls of a command. */
export function lineOf(given: readonly ArgumentValue[]): string {
  const words = given.flatMap(({ parameter, value }) => [
    ...(parameter === null ? [] : [`-${parameter}`]),
    ...(value === undefined ? [] : [pathText(value)]),
  ]);
  return words.filter((word) => typeof word === 'string').join(' ');
}

/** What a cmdlet prints that the model does not answer: something that is not known, where it looks at anything. */
export const unanswered = (cmdlet: string): Value[] =>
  onlyLooks(cmdlet) && !/^export-/i.test(cmdlet) ? [unknownAnswer(cmdlet)] : [];

/** An answer that has nothing to say. */
export function saidNothing(nowMs: number, outcome: Answer['outcome']): Answer {
  return { nowMs, outcome, message: null, output: [] };
}

/** Whether the model looks at nothing that is unknown in a command. */
export function readsAnyway({ cmdlet, parameters }: BoundCommand): boolean {
  // by whatever single users are looked for, which they are is not known
  if (isCounted(cmdlet)) return true;
  return Object.entries(parameters).every(
    ([name, value]) => !String(value).includes(UNKNOWN_TEXT) || NOT_LOOKED_AT.has(name),
  );
}

/** A command whose unknown values the model does not look at. */
export function withoutUnknown({ cmdlet, parameters }: BoundCommand): BoundCommand {
  const known = Object.entries(parameters).map(([name, value]) =>
    value === UNKNOWN_TEXT ? [name, UNKNOWN_PATH] : [name, value],
  );
  return { cmdlet, parameters: Object.fromEntries(known) };
}

/** The line as typed where it says what it does; otherwise with what its variables stand for. */
export function shown(typed: string, computed: string): string {
  const text = /[$@\r\n]/.test(typed) ? computed : typed;
  const plainText = text.replace(/\s+/g, ' ').trim();
  return plainText.length > TEXT_MAX ? `${plainText.slice(0, TEXT_MAX)}…` : plainText;
}
