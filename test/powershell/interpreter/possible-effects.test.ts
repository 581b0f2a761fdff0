import { describe, expect, test } from 'vitest';
import { type Answers, play } from '../world.js';

const answers: Answers = { 'Get-Other': () => ({ outcome: 'notModelled' }) };
const log = async (script: string) =>
  (await play(`$x = Get-Other\n${script}`, answers)).log.filter((line) => line !== 'Get-Other');

describe('where nothing that matters hangs on what is not known, both ways are taken', () => {
  test.each([
    'if (-not (Test-Path C:\\drill)) { New-Item C:\\drill -ItemType Directory | Out-Null }',
    'if (-not (Get-Module Lync)) { Import-Module Lync } else { Write-Host "there" }',
    'if ($x) { $n = 1; Write-Host $n } elseif ($x -eq 2) { "text" } else { try { Remove-Item a } catch { } }',
    'foreach ($y in $x) { Write-Host $y }',
    'while ($x) { Write-Host a; $x = $null }',
    'switch ($x) { 1 { Write-Host a } default { Write-Host b } }',
    '$x | ForEach-Object { Write-Host $_ }',
    'function Log($t) { $line = "$t!"; Add-Content log.txt $line }; if ($x) { Log a }',
  ])('%s', async (script) => {
    expect(await log(`${script}\nshow after`)).toEqual(['show after']);
  });

  test('what may have matched is unknown', async () => {
    const script = `$found = 'pool1' -match '(l)'
if ($x) { $found = 'fe1' -match '(e)' }
show $Matches[1]
$found = 'pool1' -match '(l)'
if ($x) { switch -Regex ('fe1') { '(e)' { $found = 2 } } }
show $Matches[1]`;
    const why = 'show ?the answer of Get-Other';
    expect(await log(script)).toEqual([why, why]);
  });

  test('what may have been given a value is unknown', async () => {
    const script = `$n = 1; $m = 1; if ($x) { $n = 2 } else { [int] $m = 3 }
show $n $m
$text = if ($x) { 'a' } else { 'b' }
function f { if ($x) { 'out' } }
show $text (f)`;
    const why = '?the answer of Get-Other';
    expect(await log(script)).toEqual([`show ${why} ${why}`, `show ${why} ${why}`]);
  });
});

describe('where something hangs on it, it is told', () => {
  test.each([
    'if ($x) { Act }',
    'if ($x) { exit 4 }',
    'if ($x) { throw "no" }',
    'if ($x) { $h.a = 1 }',
    'if ($x) { $list.Add(1) }',
    'if ($x) { $ErrorActionPreference = "Stop" }',
    'if ($x) { Start-Sleep 5 }',
    'if ($x) { & $command }',
    'if ($x) { function f { } }',
    'function g { g }; if ($x) { g }',
    'foreach ($y in $x) { Act $y }',
    'function SetIt { $n = 2 }; if ($x) { . SetIt }',
    '$act = { Act }; if ($x) { 1 | ForEach-Object $act }',
    '$act = @{ Process = { Act } }; if ($x) { 1 | ForEach-Object @act }',
    'if ($x) { Get-Content a -OutVariable kept }',
    '$act = { Act }; if ($x) { $act = { 1 } }; 1 | ForEach-Object $act',
    '$x | Where-Object { Act $_ }',
    '$r = @($x).Where({ Act $_ })',
    'switch ($x) { 1 { Write-Host a } default { throw "bad" } }',
  ])('%s', async (script) => {
    expect(
      await log(`$h = @{}; $list = New-Object System.Collections.ArrayList; $command = 'Act'\n${script}`),
    ).toContainEqual(expect.stringMatching(/^notModelled /));
  });
});

describe('code of classes that hangs on it is told', () => {
  const plan = `class Plan {
  [string] $Name
  Plan() { Act }
  [void] Replace() { Act }
  [string] ToString() { Act; return 'plan' }
}
function Take([Plan] $plan) { }
`;
  test.each([
    'if ($x) { $p.Replace() }',
    'if ($x) { Write-Host "$p" }',
    "if ($x) { $q = [Plan] @{ Name = 'a' } }",
    "if ($x) { [Plan] $q = @{ Name = 'a' } }",
    "if ($x) { $q = [Plan[]] @(@{ Name = 'a' }) }",
    'if ($x) { $q = [Plan]::new() }',
    'if ($x) { $q = New-Object Plan }',
    "if ($x) { Take @{ Name = 'a' } }",
    'if ($x) { $p | ForEach-Object Replace }',
    'if ($x) { Get-Process w3wp | % Kill }',
  ])('%s', async (script) => {
    expect(await log(plan + script)).toEqual([expect.stringMatching(/^notModelled /)]);
  });

  test('what no class has is taken both ways as ever', async () => {
    const quiet = `class Note { [string] $Text; [void] Send() { Act } }
enum Level { Low; High }
if ($x) { Write-Host "$y".Replace('a', 'b') ([Level] 'Low') ([int] '3'); $y = New-Object System.Text.StringBuilder }
show after`;
    expect(await log(quiet)).toEqual(['show after']);
  });
});

test('what passes an unknown filter is unknown, and so is its count', async () => {
  const script = `$front = 'a', 'b' | Where-Object { $x -contains $_ }
show @($front).Count ('a', 'b').Where({ $x }).Count
if (@($front).Count -ne 2) { throw 'two expected' }`;
  expect(await log(script)).toEqual([
    'show ?the answer of Get-Other ?the answer of Get-Other',
    'notModelled 4:5 whether this holds depends on the answer of Get-Other: taken as not true',
  ]);
});

describe('an unknown list that is piped into a function', () => {
  test.each([
    'function Go { process { Act } }; $x | Go',
    'function Go { param([Parameter(ValueFromPipeline)] $pool) process { Act $pool } }; $x | Go',
    'filter Go { Act }; $x | Go',
  ])('stands for none, one or many objects: %s', async (script) => {
    const [told, ...rest] = await log(script);
    expect(told).toMatch(/^notModelled .* the objects that come here are not known/);
    expect(rest).toEqual([]);
  });

  test('is taken both ways where nothing hangs on it; a function without a process block gets it at once', async () => {
    const script = `function Log { begin { $n = 0 } process { $n++; Write-Host $_ } end { show $n } }
function All { show $input }
$x | Log
$x | All
'a', 'b' | Log`;
    const why = '?the answer of Get-Other';
    expect(await log(script)).toEqual([`show ${why}`, `show [${why}]`, 'show 2']);
  });
});
