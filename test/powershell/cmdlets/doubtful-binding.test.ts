import { describe, expect, test } from 'vitest';
import { play } from '../world.js';

/** What is told of a call of `f` with a value that is not known. */
async function toldOf(parameter: string, given = '$u', body = 'Act'): Promise<string[]> {
  const script = `function f { param(${parameter}) ${body} }\n$u = Read-Host 'x'\n${/(?<!-)\bf (?:\$|1|$)/.test(given) ? given : `f ${given}`}`;
  const { log } = await play(`function Read-Host { Get-Other }\n${script}`, OTHER);
  return log.filter((line) => line.startsWith('notModelled') && line.includes('takes its value'));
}
const OTHER = { 'Get-Other': () => ({ outcome: 'notModelled' as const }), Act: () => [] };

describe('a value that is not known', () => {
  test.each([
    '[int]$x',
    '[System.Int32] $x',
    '[double]$x',
    '[datetime]$x',
    '[timespan]$x',
    '[bool]$x',
    '[switch]$y, $x',
    '[int[]]$x',
    '[hashtable]$x',
    '[System.Net.IPAddress]$x',
    '[ValidateNotNullOrEmpty()]$x',
    '[ValidateNotNullOrEmpty()][string]$x',
    '[ValidateNotNull()]$x',
    '[ValidateCount(1, 3)]$x',
    '[Parameter(Mandatory)][string]$x',
    '[Parameter(Mandatory = $true)]$x',
    '[Parameter(Mandatory)][string[]]$x',
  ])('may be refused by %s', async (parameter) => {
    const told = await toldOf(parameter, parameter.includes('switch') ? '-y:$u' : '$u');
    expect(told).toEqual([
      expect.stringMatching(/whether the parameter [xy] takes its value depends on .*taken as accepted/),
    ]);
  });

  test.each([
    '$x',
    '[string]$x',
    '[object]$x',
    '[System.Object]$x',
    '[psobject]$x',
    '[string[]]$x',
    '[object[]]$x',
    '[array]$x',
    '[ValidateNotNull()][string]$x',
    '[Parameter(Mandatory)][AllowEmptyString()][string]$x',
    '[Parameter(Mandatory)][AllowNull()]$x',
    '[Parameter()]$x',
    '[Parameter(Mandatory = $false)][string]$x',
  ])('is taken in any case by %s', async (parameter) => {
    expect(await toldOf(parameter)).toEqual([]);
  });

  test('is told apart by what it was converted to, and by what stands around it in a text', async () => {
    const fits = [
      ['[int]$x', '([int]$u)'],
      ['[long]$x', '([int]$u)'],
      ['[double]$x', '([int]$u)'],
      ['[bool]$x', '([bool]$u)'],
      ['[Parameter(Mandatory)][string]$x', '"to $u"'],
      ['[ValidateNotNullOrEmpty()][string]$x', "('to ' + $u)"],
      ['[ValidateNotNullOrEmpty()][string]$x', "('to {0}' -f $u)"],
      ['[ValidateNotNullOrEmpty()]$x', '([int]$u)'],
    ];
    for (const [parameter, given] of fits) expect([given, await toldOf(parameter, given)]).toEqual([given, []]);
    const open = [
      ['[int]$x', '([string]$u)'],
      ['[int]$x', '([long]$u)'],
      ['[int]$x', '([int]$u).Name'],
      ['[int]$x', '(([int]$u) + 1)'],
      ['[Parameter(Mandatory)][string]$x', '"$u"'],
      ['[ValidateNotNullOrEmpty()][string]$x', "('' + $u)"],
      ['[ValidateNotNullOrEmpty()][string]$x', "('{0}' -f $u)"],
      ['[ValidateNotNullOrEmpty()][string]$x', '"to $u".Substring(3)'],
      ['[ValidateNotNullOrEmpty()][string]$x', '([string]$u)'],
    ];
    for (const [parameter, given] of open) expect([given, (await toldOf(parameter, given)).length]).toEqual([given, 1]);
  });

  test('a variable with a type has that type, whatever it was given', async () => {
    const script = '[int]$n = $u\nf $n';
    expect(await toldOf('[int]$x', script)).toEqual([]);
    expect(await toldOf('[timespan]$x', script)).toHaveLength(1);
  });

  test('does not matter where the function does nothing that does, and no error ends what is around it', async () => {
    const log = 'Write-Host $x';
    const parameter = '[Parameter(Mandatory)][string]$x';
    expect(await toldOf(parameter, '$u', log)).toEqual([]);
    expect(await toldOf(parameter, 'try { f $u; Act } catch { }', log)).toHaveLength(1);
    expect(await toldOf(parameter, "$ErrorActionPreference = 'Stop'; f $u", log)).toHaveLength(1);
    expect(await toldOf(parameter, '$y = f $u', '1')).toHaveLength(1);
    expect(await toldOf(parameter, '$u', '$script:y = 1')).toHaveLength(1);
  });

  test('is told of what comes through a pipeline, too', async () => {
    const parameter = '[Parameter(ValueFromPipeline)][int]$x';
    expect(await toldOf(parameter, "$l = @('1', $u); f 1; $l | f ", 'process { Act }')).toHaveLength(1);
  });
});
