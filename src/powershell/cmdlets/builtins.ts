// A table: PowerShell's own cmdlets that a runbook may use, and who plays each.
import { forEachObject, whereObject } from './block-cmdlets.js';
import {
  addMember,
  discard,
  getDate,
  joinPath,
  newObject,
  newTimespan,
  readHost,
  splitPath,
  startSleep,
  writeError,
  writeOutput,
} from './data-cmdlets.js';
import { groupObject, measureObject, selectObject, sortObject, teeObject } from './object-cmdlets.js';
import type { Builtin } from './stage.js';

/** PowerShell's own cmdlets that a runbook may use, with their aliases. */
const TABLE: readonly (readonly [names: string, builtin: Builtin])[] = [
  ['ForEach-Object foreach %', forEachObject],
  ['Where-Object where ?', whereObject],
  ['Select-Object select', selectObject],
  ['Sort-Object sort', sortObject],
  ['Measure-Object measure', measureObject],
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
  ['Format-Table ft', discard],
  ['Format-List fl', discard],
  ['Format-Wide fw', discard],
  ['Format-Custom fc', discard],
];

/** The canonical names, for the documentation. */
export function builtinNames(): string[] {
  return TABLE.map(([names]) => names.split(' ')[0]);
}

const BY_NAME: ReadonlyMap<string, Builtin> = new Map(
  TABLE.flatMap(([names, builtin]) => names.split(' ').map((name) => [name.toLowerCase(), builtin] as const)),
);

/** One of PowerShell's own cmdlets by name or alias in lower case. */
export const builtinOf = (name: string): Builtin | undefined => BY_NAME.get(name);
