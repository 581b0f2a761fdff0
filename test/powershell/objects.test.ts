import { describe, expect, test } from 'vitest';
import { play } from './world.js';

/** Each shows yes in Windows PowerShell 5.1. */
const HOLDS: readonly (readonly [what: string, script: string])[] = [
  ['a switch is present', 'function F { param([switch] $Go) if ($Go.IsPresent) { show yes } }; F -Go'],
  ['a switch that is not there', 'function F { param([switch] $Go) if (-not $Go.IsPresent) { show yes } }; F'],
  [
    'a switch in strict mode',
    'Set-StrictMode -Version 3; function F { param([switch] $Go) if ($Go.IsPresent) { show yes } }; F -Go',
  ],
  ['a switch as a boolean', 'function F { param([switch] $Go) if ($Go.ToBool()) { show yes } }; F -Go'],
  ['a number is no text as a key', '$h = @{ 1 = "a" }; if ($h[1] -eq "a" -and $null -eq $h["1"]) { show yes }'],
  [
    'a key that is added',
    '$h = @{}; $h[2] = "a"; $h.Add("3", "b"); if ($h[2] -and $h["3"] -and -not $h["2"] -and -not $h[3]) { show yes }',
  ],
  [
    'keys are numbers',
    '$h = @{ 1 = "a"; 2 = "b" }; $sum = 0; foreach ($k in $h.Keys) { $sum += $k }; if ($sum -eq 3) { show yes }',
  ],
  [
    'keys of a copy',
    '$h = (@{ 1 = "a" } + @{ b = 2 }).Clone(); if ($h[1] -and $h.ContainsKey(1) -and -not $h.ContainsKey("1")) { show yes }',
  ],
  [
    'groups by number',
    '$h = 1..4 | Group-Object { $_ % 2 } -AsHashTable; if ($h[1].Count -eq 2 -and -not $h["1"]) { show yes }',
  ],
  ['what was matched', 'if ("ab" -match "a(.)" -and $Matches[1] -eq "b") { show yes }'],
  ['a path that is piped', 'if (("C:\\a\\b.txt" | Split-Path -Leaf) -eq "b.txt") { show yes }'],
  [
    'paths that are piped',
    'if ((("C:\\a", "C:\\b" | Join-Path -ChildPath c) -join ";") -eq "C:\\a\\c;C:\\b\\c") { show yes }',
  ],
  ['a variable that is piped', '1, 2 | Set-Variable x; if ($x.Count -eq 2) { show yes }'],
  [
    'a list of another list',
    '$l = New-Object System.Collections.ArrayList (, @("a", "b")); if ($l.Count -eq 2) { show yes }',
  ],
  ['a list with room', '$l = New-Object System.Collections.ArrayList 10; if ($l.Count -eq 0) { show yes }'],
  ['what stands between items', '$OFS = ","; if ("$(1, 2)" -eq "1,2") { show yes }'],
  ['an item by its place', 'if ((5..9 | Select-Object -Index 1, 3) -join "" -eq "68") { show yes }'],
  ['all but the last ones', 'if ((1..4 | Select-Object -SkipLast 2) -join "" -eq "12") { show yes }'],
];

describe('objects as 5.1 has them', () => {
  test.each(HOLDS)('%s', async (_, script) => {
    expect((await play(script)).log).toEqual(['show yes']);
  });

  test('a pause that is piped is a pause', async () => {
    expect((await play('3600 | Start-Sleep; 60, 60 | Start-Sleep')).nowMs).toBe(3_720_000);
  });

  test('each error that is piped is told with its text', async () => {
    expect((await play('"one", "two" | Write-Error')).log).toEqual([
      expect.stringContaining('one'),
      expect.stringContaining('two'),
    ]);
  });

  // A value that is no more than `$null` would send the script the other way in silence.
  test.each([
    '$o = [pscustomobject] @{ A = 1 }; foreach ($p in $o.PSObject.Properties) { Act }',
    '$o = [pscustomobject] @{ A = 1 }; if ($o.PSObject.Properties.Name -contains "A") { Act }',
    '$o = [pscustomobject] @{ A = 1 }; if ($o.PSObject.Properties["A"]) { Act }',
    'if ((1, 2).Rank -eq 1) { Act }',
    '$PSDefaultParameterValues = @{ "*:WhatIf" = $true }; show 1',
    '$l = New-Object System.Collections.ArrayList $x, 2; if ($l.Count -gt 0) { Act }',
  ])('what is not read of an object is told: %s', async (script) => {
    const { log } = await play(script);
    expect(log.join()).toContain('notModelled');
    expect(log).not.toContain('Act');
  });

  test('a script that ends with a code that is not known has not failed for it', async () => {
    const { log } = await play('ping pool1; exit $LASTEXITCODE');
    expect(log.join()).toContain('notModelled');
    expect(log.join()).not.toContain('failed');
  });

  test('a workflow costs its statement, with all that only stands in one', async () => {
    const { log } = await play(
      'workflow W { param([string[]] $n) foreach -parallel -ThrottleLimit 5 ($x in $n) { sequence { $x } } }\nshow after',
    );
    expect(log).toEqual([expect.stringContaining('notModelled'), 'show after']);
    const outside = await play('foreach -parallel ($x in 1, 2) { show $x }');
    expect(outside.log).toEqual([expect.stringContaining('foreach -parallel belongs into a workflow')]);
  });
});
