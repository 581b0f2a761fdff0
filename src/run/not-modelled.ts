/** A ranking: what of a run was not modelled, by what hangs on it, the heaviest first, and the lines that would answer it. */
import { counted } from '../core/format.js';
import { isOfTheShell, onlyLooks } from '../domain/cmdlets/known-cmdlets.js';
import { ANSWERED, type AskedInVain, type Drill, type Step, type StepWork } from '../domain/drill.js';

type Unmodelled = Extract<StepWork, { kind: 'notModelled' }>;
type UnmodelledStep = Step & { readonly work: Unmodelled };

/** Commands that are named with the reason why they were not rehearsed. */
const NAMED_MAX = 5;
/** Answers that are offered. */
const ANSWERS_MAX = 6;

/** The commands of the deployment that a script passed over where it could not be known whether it would. */
export function notRehearsed(drill: Drill): string[] {
  const named = unmodelledOf(drill).flatMap(({ work }) =>
    (work.guess?.skipped ?? []).map(({ name, position }) => `${name}, ${placeOf(position, drill)}`),
  );
  return [...new Set(named)];
}

/** `Not rehearsed: …, because …`; '' = nothing was passed over. */
export function notRehearsedInWords(drill: Drill): string {
  const reasons = new Map<string, string>();
  for (const { work } of unmodelledOf(drill)) {
    for (const { name, position } of work.guess?.skipped ?? []) {
      const command = `${name}, ${placeOf(position, drill)}`;
      if (!reasons.has(command)) reasons.set(command, work.because === undefined ? '' : `, because ${work.because}`);
    }
  }
  const all = [...reasons].map(([command, because]) => command + because);
  if (all.length === 0) return '';
  const more = all.length > NAMED_MAX ? `; and ${all.length - NAMED_MAX} more` : '';
  return ` Not rehearsed: ${all.slice(0, NAMED_MAX).join('; ')}${more}.`;
}

/** What else was not modelled, and at which lines: commands left out, checks without an answer, reads without effect. */
export function notModelledInWords(drill: Drill, lines: readonly string[]): string {
  const light = unmodelledOf(drill).filter(({ work }) => (work.guess?.skipped ?? []).length === 0);
  const isCommand = ({ work, text }: UnmodelledStep): boolean =>
    work.ask !== undefined || /^[\w.]+-\w+/.test(text.trim());
  const changes = (step: Step): boolean => {
    const [name] = step.text.trim().split(/\s/, 1);
    return step.work.kind === 'notModelled' && step.work.guess === undefined && isOfTheShell(name) && !onlyLooks(name);
  };
  const rest = light.filter((step) => !changes(step));
  const checks = rest.filter(({ work }) => work.guess !== undefined);
  const commands = rest.filter((step) => step.work.guess === undefined && isCommand(step));
  const others = rest.filter((step) => step.work.guess === undefined && !isCommand(step));
  const reads = drill.steps.filter(({ work }) => work.kind === 'noted' && work.what !== ANSWERED).length;
  const told = [
    group(drill, light.filter(changes), 'command of the deployment', 'was left out'),
    group(drill, checks, 'check', 'had no answer'),
    group(drill, commands, 'command', 'has no answer'),
    group(drill, others, 'piece of the script', 'was not read'),
    ...(reads > 0 ? [`${counted(reads, 'read')} without effect`] : []),
  ].filter((words) => words !== '');
  const where = `Not modelled: ${lines.join(', ')}`;
  return told.length === 0 ? `${where}.` : `${where} (${told.join('; ')}).`;
}

function group(drill: Drill, steps: readonly Step[], one: string, verb: string): string {
  if (steps.length === 0) return '';
  const places = [...new Set(steps.map(({ position }) => placeOf(position, drill)))];
  const several = `${places.length} ${one.replace(/^\w+/, '$&s')}`;
  const words =
    places.length === 1 ? `1 ${one} ${verb}` : `${several} ${verb.replace('was', 'were').replace('has', 'have')}`;
  return `${words}: ${places.slice(0, NAMED_MAX).join(', ')}${places.length > NAMED_MAX ? ', …' : ''}`;
}

/** The lines that would answer what was asked in vain: of a runbook flags, of a drill file its `answers`. */
export function answersToAdd(drill: Drill): string {
  const asked = new Map<string, AskedInVain>();
  const weigh = ({ work }: UnmodelledStep): number => -(work.guess === undefined ? 0 : 1 + work.guess.skipped.length);
  for (const { work } of [...unmodelledOf(drill)].sort((a, b) => weigh(a) - weigh(b))) {
    if (work.ask === undefined) continue;
    const { command, properties, several } = work.ask;
    const known = asked.get(command) ?? { command, properties: [], several: false };
    const all = [...new Set([...known.properties, ...properties])];
    asked.set(command, { command, properties: all, several: several || known.several });
  }
  if (asked.size === 0) return '';
  const isScript = /\.ps1$/i.test(drill.file);
  const all = [...asked.values()].slice(0, ANSWERS_MAX).map((each) => {
    const { command } = each;
    const value = sample(each);
    return isScript ? `--answer '${command}=${value}'` : `- { command: ${command}, returns: ${value} }`;
  });
  const lines = isScript ? all.join(' ') : `answers: [${all.map((each) => each.slice(2)).join(', ')}]`;
  return ` To answer with what you would see that night, add ${lines}`;
}

/** A value in the form in which the script looks at it. */
function sample({ command, properties, several }: AskedInVain): string {
  if (/^read-host$/i.test(command)) return '"y"';
  if (/^promptforchoice$/i.test(command)) return '0';
  const one = properties.length === 0 ? 'true' : `{ ${properties.map((name) => `${name}: true`).join(', ')} }`;
  return several ? `[${one}]` : one;
}

/** The answers of the user that nothing has asked for; '' = there are none. */
export function neverUsed({ answers = [], runbooks = [] }: Drill): string {
  const idle = answers.filter(({ line, column, command, times }) => {
    const taken = runbooks.flatMap((runbook) => runbook.answers);
    const same = taken.filter((each) => each.command === command && each.line === line && each.column === column);
    return times === 0 && same.every((each) => each.times === 0);
  });
  if (idle.length === 0) return '';
  const named = idle.map(({ command, file, line }) => (file.startsWith('--') ? command : `${command}, line ${line}`));
  return ` Never asked for: the answer of ${named.join('; ')}.`;
}

const unmodelledOf = ({ steps }: Drill): UnmodelledStep[] =>
  steps.filter((step): step is UnmodelledStep => step.work.kind === 'notModelled');

const placeOf = ({ file, line }: Step['position'], drill: Drill): string =>
  file === drill.file ? `line ${line}` : `${file}:${line}`;
