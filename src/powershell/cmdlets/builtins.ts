// A table: PowerShell's own cmdlets that a runbook may use, and who plays each.
import type { LeftBehind } from '../interpreter/left-behind.js';
import { addMember } from './add-member.js';
import { forEachObject, measureCommand, whereObject } from './block-cmdlets.js';
import { groupObject, measureObject } from './counting-cmdlets.js';
import {
  discard,
  formatted,
  getDate,
  newObject,
  newTimespan,
  pauseForKey,
  readHost,
  removeVariable,
  setStrictMode,
  setVariableByName,
  startSleep,
  writeError,
  writeOutput,
} from './data-cmdlets.js';
import { IGNORED } from './ignored.js';
import { selectObject, sortObject, teeObject } from './object-cmdlets.js';
import { joinPath, splitPath } from './path-cmdlets.js';
import { invokeCommand, newSession } from './remote-cmdlets.js';
import { setAlias } from './shell-aliases.js';
import type { Builtin } from './stage.js';

/** PowerShell's own cmdlets that a runbook may use, with their aliases, and what is read of each. */
const TABLE: readonly (readonly [names: string, builtin: Builtin, reads: string])[] = [
  [
    'ForEach-Object foreach %',
    forEachObject,
    'one script block or several, `-Begin`, `-End`, the name of a property or a method with `-ArgumentList`',
  ],
  ['Where-Object where ?', whereObject, "a script block, or the short form `Where-Object Name -eq 'value'`"],
  [
    'Select-Object select',
    selectObject,
    '`-First -Last -Skip -SkipLast -Index -Unique -Property -ExpandProperty`, calculated properties',
  ],
  ['Sort-Object sort', sortObject, 'properties and script blocks, `-Descending -Unique`'],
  ['Measure-Object measure', measureObject, 'the count, `-Sum -Average -Maximum -Minimum -Line -Word -Character`'],
  ['Measure-Command', measureCommand, 'runs its block; the virtual time that it took'],
  ['Group-Object group', groupObject, 'by properties, blocks or the value itself, `-AsHashTable`'],
  ['Tee-Object tee', teeObject, '`-Variable`'],
  ['Start-Sleep sleep', startSleep, 'virtual time passes'],
  [
    'Read-Host',
    readHost,
    'an administrator is asked: takes the time of `--decide`; a question for yes or no (`yes`, `y/n`, `[y]`) is answered with yes, in the spelling of the question and listed as an assumption; any other answer is unknown',
  ],
  ['pause', pauseForKey, 'an administrator presses a key: takes the time of `--decide`'],
  ['Get-Date', getDate, 'virtual time; a formatted date is unknown'],
  ['New-TimeSpan', newTimespan, 'a length of time, or the time between two dates'],
  ['Write-Output echo write', writeOutput, 'passes its objects on'],
  ['Write-Error', writeError, 'a failed step'],
  ['Join-Path', joinPath, 'texts'],
  ['Split-Path', splitPath, 'texts'],
  ['New-Object', newObject, '`PSObject`, `ArrayList`, generic lists, also of the items of another list'],
  ['Add-Member', addMember, 'note properties; code is told'],
  ['Out-Null', discard, 'takes the objects'],
  ['Format-Table ft', formatted, 'gives objects for the screen, of which nothing is known'],
  ['Format-List fl', formatted, 'the same'],
  ['Format-Wide fw', formatted, 'the same'],
  ['Format-Custom fc', formatted, 'the same'],
  [
    'Invoke-Command icm',
    invokeCommand,
    'the code on each machine, which must be up, with `-ArgumentList` and `$using:`; what is typed there means that machine',
  ],
  [
    'New-PSSession nsn',
    newSession,
    'a session on a machine that is up, also by `-ConnectionUri`; a restart by the script breaks it',
  ],
  ['Set-StrictMode', setStrictMode, 'a variable that was never given a value is an error'],
  ['Set-Variable New-Variable sv nv', setVariableByName, 'a variable by its name'],
  ['Set-Alias New-Alias sal nal', setAlias, 'another name for a command'],
  ['Remove-Variable Clear-Variable rv clv', removeVariable, 'a variable by its name'],
];

/** PowerShell's own cmdlets with their other names, and what is read of each, for the documentation. */
export function builtinsInWords(): { readonly names: readonly string[]; readonly reads: string }[] {
  return TABLE.map(([names, , reads]) => ({ names: names.split(' '), reads }));
}

const BY_NAME: ReadonlyMap<string, Builtin> = new Map(
  TABLE.flatMap(([names, builtin]) => names.split(' ').map((name) => [name.toLowerCase(), builtin] as const)),
);

/** Those that only compute, by name and alias in lower case. */
const COMPUTING: ReadonlySet<string> = new Set(
  TABLE.map(([names]) => names.toLowerCase().split(' '))
    .filter(
      ([name]) =>
        !/^(?:tee-object|start-sleep|read-host|pause|write-error|invoke-command|add-member|set-strictmode|\w+-(?:variable|alias))$/.test(
          name,
        ),
    )
    .flat(),
);

/** What a command leaves that has no effect on the deployment, by its name in lower case; null = it is another one. */
export function quietness(name: string): LeftBehind | null {
  if (COMPUTING.has(name)) return { prints: name !== 'out-null', mayFail: false, isProgram: false };
  const ignored = IGNORED.get(name);
  if (ignored === undefined) return null;
  const { answers, mayFail, isProgram } = ignored;
  return { prints: answers !== 'nothing', mayFail, isProgram };
}

/** The name of a cmdlet for an alias of one of PowerShell's own; else as it is. */
export const realName = (name: string): string =>
  TABLE.map(([names]) => names.split(' ')).find((names) =>
    names.some((each) => each.toLowerCase() === name.toLowerCase()),
  )?.[0] ?? name;

/** One of PowerShell's own cmdlets by name or alias in lower case. */
export const builtinOf = (name: string): Builtin | undefined => BY_NAME.get(name);
