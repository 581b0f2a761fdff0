// A table: PowerShell's own cmdlets that a runbook may use, and who plays each.
import { forEachObject, measureCommand, whereObject } from './block-cmdlets.js';
import { groupObject, measureObject } from './counting-cmdlets.js';
import {
  addMember,
  discard,
  formatted,
  getDate,
  joinPath,
  newObject,
  newTimespan,
  readHost,
  removeVariable,
  setStrictMode,
  setVariableByName,
  splitPath,
  startSleep,
  writeError,
  writeOutput,
} from './data-cmdlets.js';
import { IGNORED } from './ignored.js';
import { selectObject, sortObject, teeObject } from './object-cmdlets.js';
import { invokeCommand, newSession } from './remote-cmdlets.js';
import type { Builtin } from './stage.js';

/** PowerShell's own cmdlets that a runbook may use, with their aliases. */
const TABLE: readonly (readonly [names: string, builtin: Builtin])[] = [
  ['ForEach-Object foreach %', forEachObject],
  ['Where-Object where ?', whereObject],
  ['Select-Object select', selectObject],
  ['Sort-Object sort', sortObject],
  ['Measure-Object measure', measureObject],
  ['Measure-Command', measureCommand],
  ['Group-Object group', groupObject],
  ['Tee-Object tee', teeObject],
  ['Start-Sleep sleep', startSleep],
  ['Read-Host', readHost],
  ['Get-Date', getDate],
  ['New-TimeSpan', newTimespan],
  ['Write-Output echo write', writeOutput],
  ['Write-Error', writeError],
  ['Join-Path', joinPath],
  ['Split-Path', splitPath],
  ['New-Object', newObject],
  ['Add-Member', addMember],
  ['Out-Null', discard],
  ['Format-Table ft', formatted],
  ['Format-List fl', formatted],
  ['Format-Wide fw', formatted],
  ['Format-Custom fc', formatted],
  ['Invoke-Command icm', invokeCommand],
  ['New-PSSession nsn', newSession],
  ['Set-StrictMode', setStrictMode],
  ['Set-Variable New-Variable sv nv', setVariableByName],
  ['Remove-Variable Clear-Variable rv clv', removeVariable],
];

/** The canonical names, for the documentation. */
export function builtinNames(): string[] {
  return TABLE.map(([names]) => names.split(' ')[0]);
}

const BY_NAME: ReadonlyMap<string, Builtin> = new Map(
  TABLE.flatMap(([names, builtin]) => names.split(' ').map((name) => [name.toLowerCase(), builtin] as const)),
);

/** Those that only compute, by name and alias in lower case. */
const COMPUTING: ReadonlySet<string> = new Set(
  TABLE.map(([names]) => names.toLowerCase().split(' '))
    .filter(
      ([name]) =>
        !/^(?:tee-object|start-sleep|read-host|write-error|invoke-command|add-member|set-strictmode|\w+-variable)$/.test(
          name,
        ),
    )
    .flat(),
);

/** Whether a command without effect on the deployment, in lower case, is silent or prints; null = it is none. */
export function quietness(name: string): 'silent' | 'prints' | null {
  if (COMPUTING.has(name)) return name === 'out-null' ? 'silent' : 'prints';
  const ignored = IGNORED.get(name);
  if (ignored === undefined) return null;
  return ignored.answers === 'nothing' ? 'silent' : 'prints';
}

/** One of PowerShell's own cmdlets by name or alias in lower case. */
export const builtinOf = (name: string): Builtin | undefined => BY_NAME.get(name);
