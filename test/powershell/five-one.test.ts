import { describe, expect, test } from 'vitest';
import { play } from './world.js';

/** What each shows in Windows PowerShell 5.1. */
const SHOWS: readonly (readonly [what: string, script: string, ...shown: string[]])[] = [
  [
    'a key with a direction of its own',
    "$l = 1..3 | % { [pscustomobject] @{ N = $_ } }; $l | Sort-Object @{ Expression = 'N'; Descending = $true } | % { show $_.N }",
    '3',
    '2',
    '1',
  ],
  [
    'a key that goes up among those that go down',
    '1, 3, 2 | Sort-Object @{ e = { $_ }; Ascending = $true } -Descending | % { show $_ }',
    '1',
    '2',
    '3',
  ],
  ['hyphens hardly count', "'pool-2', 'pool1' | Sort-Object | % { show $_ }", 'pool1', 'pool-2'],
  ['texts in order by culture', "if ('pool-2' -gt 'pool1' -and 'a' -clt 'A' -and '_' -lt '1') { show yes }", 'yes'],
  ['the first that passes', "(1..5).Where({ $_ -gt 2 }, 'First') | % { show $_ }", '3'],
  ['the first ones that pass', "(1..5).Where({ $_ -gt 2 }, 'First', 2) | % { show $_ }", '3', '4'],
  ['the last one that passes', "(1..5).Where({ $_ -lt 4 }, 'Last') | % { show $_ }", '3'],
  [
    'a list in a list shows its type in a text',
    'show "$(1, (2, 3))"; $o = [pscustomobject] @{ A = 1, 2 }; show "$o"',
    '1 System.Object[]',
    '@{A=System.Object[]}',
  ],
  ['a list in a list is not looked into', 'if (, @($false)) { show yes }', 'yes'],
  ['$null split has one part', "foreach ($p in ($null -split ',')) { show turn }", 'turn'],
  ['a slice has the places that there are', 'show (1, 2, 3)[1..5].Count; $one = @(7); show $one[1..0].Count', '2', '1'],
  ['places of a text are rounded', "show 'abcdef'.Substring(1.5)", 'cdef'],
  ['a bracket that a set begins with', "show (']' -match '[]]') ('a]b' -replace '[^]]', 'x')", 'True x]x'],
  ['a time span has whole minutes', 'show (New-TimeSpan -Minutes 1.5).TotalMinutes', '2'],
  ['several variables by their names', 'Set-Variable a, b 5; show $a $b', '5 5'],
  ['a variable that is cleared', '$x = 1; function F { Clear-Variable x; show "[$x]" }; F', '[]'],
  ['-WhatIf by a number', '$WhatIfPreference = 1; show a', 'a -WhatIf'],
  [
    'an action by its number',
    "show a -ErrorAction 1; $ErrorActionPreference = 1; try { [int] 'a' } catch { show caught }",
    'a -ErrorAction 1',
    'caught',
  ],
  ['a switch over no list', 'switch (@()) { default { show no } }; $e = @(); switch ($e) { default { show no } }'],
  ['a switch over what a pipeline has not given', 'switch (1 | ? { $_ -gt 1 }) { default { show no } }'],
  ['a switch over $null', 'switch ($null) { default { show yes } }', 'yes'],
  ['one object of the script has no count', '$o = [pscustomobject] @{ A = 1 }; if ($o.Count -gt 0) { show no }'],
  ['an object of the script in a list', '$o = [pscustomobject] @{ A = 1 }; if (@($o).Count -gt 0) { show yes }', 'yes'],
  ['one entry of a table has one', '$e = @{ a = 1 }.GetEnumerator() | ? { $_.Value }; show $e.Count', '1'],
  ['a property that is not a note', '$o = [pscustomobject] @{ A = 1 }; $o | Add-Member @{ B = 2 }; show $o.B', '2'],
  ['a note by its place', '$o = [pscustomobject] @{ A = 1 }; $o | Add-Member B 2; show $o.B', '2'],
  ['a note again', '$o = [pscustomobject] @{ A = 1 }; $o | Add-Member NoteProperty A 2 -Force; show $o.A', '2'],
  ['$null comes before 0', 'if ($null -lt 0 -and -not ($null -ge 0) -and $null -gt -1) { show yes }', 'yes'],
  [
    'a generic list says nothing when it grows',
    "function F { $l = New-Object 'System.Collections.Generic.List[string]'; $l.Add('p'); $l }; show @(F).Count",
    '1',
  ],
  [
    'another list says the place',
    "function F { $l = New-Object Collections.ArrayList; $l.Add('p'); $l }; show @(F).Count",
    '2',
  ],
  [
    'several are added to a list, and some taken out',
    '$l = New-Object System.Collections.ArrayList; $l.AddRange(1..4); $l.Remove(2); $l.RemoveAt(0); show ($l -join ",")',
    '3,4',
  ],
  [
    'the entries of a table are no properties where it is sorted',
    "@(@{ N = 'b' }, @{ N = 'a' }) | Sort-Object N | % { show $_.N }",
    'b',
    'a',
  ],
  ['but in a block they are', "@(@{ N = 'b' }, @{ N = 'a' }) | Sort-Object { $_.N } | % { show $_.N }", 'a', 'b'],
  [
    'texts that are the same but for case',
    "if ('a'.Equals('A', 'OrdinalIgnoreCase') -and -not 'a'.Equals('A')) { show yes }",
    'yes',
  ],
  ['halves away from 0', "show ([math]::Round(2.5, 'AwayFromZero')); show ([math]::Round(2.5))", '3', '2'],
  ['no list of nothing', '[string[]] $p = $null; if ($null -eq $p -and @($p).Count -eq 1) { show yes }', 'yes'],
  ['a list is no number', 'if (1 -eq @(1)) { show no }'],
  [
    'arguments that are handed on with their names',
    'function G { param($Pool, [switch] $Now) if ($Now) { show $Pool } }; function W { G @args }; W -Pool x -Now',
    'x',
  ],
  ['the path of the script', 'show $PSCommandPath', '?where the script lies'],
  [
    'the version',
    "if ($PSVersionTable.PSVersion.Major -eq 5 -and $PSVersionTable.PSVersion -ge '5.0') { show yes }",
    'yes',
  ],
  ['a number with commas', "show ([int] '1,000')", '1000'],
  ['a character', "show ('a' + [char] 34 + 'b'); show ([int] [char] 'A')", 'a"b', '65'],
  ['errors are forgotten', 'try { throw 1 } catch { }; $Error.Clear(); show $Error.Count', '0'],
  ['entries in their order', '$h = [ordered] @{ b = 1; a = 2 }; foreach ($k in $h.Keys) { show $k }', 'b', 'a'],
  ['entries that are sorted', '$h = @{ b = 1; a = 2 }; $h.Keys | Sort-Object | % { show $_ }', 'a', 'b'],
  [
    'entries that are sorted in a list',
    '$h = @{ b = 1; a = 2 }; foreach ($k in @($h.Keys | sort)) { show $k }',
    'a',
    'b',
  ],
  ['a variable of one scope', '$z = 2; function F { $private:z = 1; G; show $z }; function G { show $z }; F', '2', '1'],
  ['one entry', '$h = @{ b = 1 }; $h.Keys | % { show $_ }', 'b'],
  ['no program has run', 'if ($null -eq $LASTEXITCODE) { show yes }', 'yes'],
  ['$null stays what it is', '$null = 5; show "$null."', '.'],
  [
    'a variable of the script hides the global one',
    '$p = 1; function F { $global:p = 2 }; F; show $p; show $global:p',
    '1',
    '2',
  ],
  ['a function for all', 'function F { function global:G { show yes } }; F; G', 'yes'],
  [
    'one property less',
    '$o = [pscustomobject] @{ A = 1; B = 2 } | Select-Object * -ExcludeProperty B; show "$o"',
    '@{A=1}',
  ],
];

/** Each is an error in Windows PowerShell 5.1, after which the script goes on. */
const FAILS: readonly (readonly [what: string, script: string])[] = [
  ['a variable that is read-only', 'foreach ($host in 1, 2) { show no }'],
  ['a constant', '$pid = 5'],
  ['a parameter by the name of one', 'function F { param($Home) show no }; F 1'],
  ['a variable that keeps its value', 'Set-Variable c 1 -Option Constant; $c = 2'],
  ['a new variable that is there', '$q = 1; New-Variable q 2'],
  ['a parameter twice', 'function F { param($A) show no }; $p = @{ A = 1 }; F @p -A 2'],
  ['a parameter of a cmdlet twice', 'Join-Path -Path a -ChildPath b -Path c'],
  ['a third part of a path', 'Join-Path a b c'],
  ['properties without a comma', '1 | Select-Object A B'],
  ['a member that is there', '$o = [pscustomobject] @{ A = 1 }; $o | Add-Member NoteProperty A 2'],
  ['a property that is not there', '[pscustomobject] @{ A = 1 } | Select-Object -ExpandProperty B'],
  ['one more than a text', "$s = '5'; $s++"],
  ['minutes that are no number', "[timespan]::FromMinutes('abc')"],
  ['minutes that are no number, later', "(Get-Date).AddMinutes('abc')"],
  ['a span that is no number', "New-TimeSpan -Minutes 'abc'"],
  [
    'an empty text in a list that has none',
    "function F { param([ValidateNotNullOrEmpty()] [string[]] $p) show no }; F 'a', ''",
  ],
  ['a list plus a number', '$x = 1 + @(2)'],
  ['a method that objects of the script do not have', '$o = [pscustomobject] @{ A = 1 }; $o.Where({ $true })'],
];

/** What hangs on each is not known. */
const DARK: readonly (readonly [what: string, script: string])[] = [
  ['whether a program succeeded', 'robocopy a b; if ($?) { show no }'],
  ['the code of a program', 'robocopy a b; if ($LASTEXITCODE -lt 8) { show no }'],
  ['whether something is there', 'Get-Process x; if ($?) { show no }'],
  [
    'code that is a property',
    '$o = [pscustomobject] @{ A = 1 }; $o | Add-Member ScriptProperty B { 1 }; if ($o.B) { show no }',
  ],
  ['whether there are errors of what looks outside', 'Get-Content x; if ($Error) { show no }'],
  [
    'the code of a program that may have run',
    'if (Test-Path x) { robocopy a b }; if ($LASTEXITCODE -lt 8) { show no }',
  ],
  ['whether what may have run has failed', 'if (Test-Path x) { Get-Content x }; if ($?) { show no }'],
  [
    'the errors of what may have run',
    'if (Test-Path x) { $c = Get-Content x -ErrorVariable e }; if (-not $e) { show no }',
  ],
  [
    'whether a list holds something',
    '$l = New-Object Collections.ArrayList; [void] $l.Add((Get-Content x)); if (-not $l.Contains("a")) { show no }',
  ],
  ['whether a table holds something', '$h = @{ a = (Get-Content x) }; if (-not $h.ContainsValue("b")) { show no }'],
  ['which entry is new', '$h = @{}; $h.Add((Get-Content x), 1)'],
  ['which entry is taken away', '$h = @{ a = 1 }; $h.Remove((Get-Content x))'],
  ['what a note is called', '$o = [pscustomobject] @{ A = 1 }; $o | Add-Member (Get-Content x) 1'],
  ['the latest of dates', '(Get-Date), (Get-Date) | Measure-Object -Maximum | % { if ($_.Maximum) { show no } }'],
  ['what errors do', '$ErrorActionPreference = (Get-Content x)'],
  ['whether anything is changed', '$WhatIfPreference = (Get-Content x)'],
  [
    'whether a function changes anything',
    'function F { [CmdletBinding(SupportsShouldProcess)] param() }; F -WhatIf:(Test-Path x)',
  ],
  ['whether a pattern holds', "function F { param([ValidatePattern('(?=p)p1')] $p) }; F q"],
  ['what the shell shows of errors', "if ($ErrorView -ne 'NormalView') { show no }"],
  ['how many are selected', '1..3 | Select-Object -First (Get-Content x) | % { show no }'],
  ['whether each is selected once', '1, 1 | Select-Object -Unique:(Test-Path x) | % { show no }'],
  ['in which direction is sorted', '1..3 | Sort-Object -Descending:(Test-Path x) | % { show no }'],
  ['which property is looked at', '1..3 | Where-Object (Get-Content x) -eq 5 | % { show no }'],
  ['which variable keeps objects', '1..3 | Tee-Object -Variable (Get-Content x) | Out-Null'],
  ['which item is taken away', '$l = New-Object Collections.ArrayList; [void] $l.Add(1); $l.RemoveAt((Get-Content x))'],
  ['how many pass', "if ((1..3).Where({ $_ }, 'First', (Get-Content x)).Count -eq 1) { show no }"],
  ['the time until a date', "if ((New-TimeSpan (Get-Date) ([datetime] '2030-01-01')).Days) { show no }"],
  ['the build', "if ($PSVersionTable.PSVersion -ge '5.1.14393') { show no }"],
];

describe('what Windows PowerShell 5.1 does otherwise than one thinks', () => {
  test.each(SHOWS)('%s', async (_, script, ...shown) => {
    expect((await play(script)).log).toEqual(shown.map((each) => `show ${each}`));
  });

  test('a pause has whole seconds', async () => {
    expect((await play('Start-Sleep 0.5; Start-Sleep 1.5')).nowMs).toBe(2000);
  });

  test.each([
    '$h = @{ b = 1; a = 2 }; foreach ($k in $h.Keys) { show $k }',
    '$h = @{ b = 1; a = 2 }; $h.GetEnumerator() | % { show $_.Name }',
    '$h = @{ b = 1; a = 2 }; foreach ($k in @($h.Keys)) { show $k }',
    '$h = @{ b = 1; a = 2 }; $e = $h.GetEnumerator() | ? { $_.Value }; $e | % { show $_.Key }',
    'function F { $h = @{ b = 1; a = 2 }; $h.Keys }; foreach ($k in F) { show $k }',
  ])('commands that hang on the order of a hashtable are told: %s', async (script) => {
    const { log } = await play(script);
    expect(log).toContainEqual(expect.stringMatching(/^notModelled .*order/));
    expect(log.slice(-2)).toEqual(['show b', 'show a']);
  });

  test('a variable of the caller that is taken away', async () => {
    const { log } = await play('$x = 1; function F { Remove-Variable x }; F; show "[$x]"');
    expect(log).toEqual([expect.stringMatching(/^remark .*never given a value/), 'show []']);
  });

  test('[ordered] is for a table that is written there', async () => {
    expect(await play('$h = @{ a = 1 }; $o = [ordered] $h')).toMatchObject({ ending: 'unreadable' });
    expect((await play('show ([ordered] @{ a = 1 }).a')).log).toEqual(['show 1']);
  });

  test('curl is a name for what may do anything', async () => {
    expect((await play('curl https://example.com')).log).toEqual(['curl https://example.com']);
  });

  test('a pause waits for a key', async () => {
    expect((await play('pause; show yes')).log).toEqual(['decide Press Enter to continue...', 'show yes']);
  });

  test.each(FAILS)('%s is an error', async (_, script) => {
    expect((await play(`${script}; show last`)).log).toEqual([expect.stringMatching(/^failed/), 'show last']);
  });

  test.each(DARK)('%s is not known', async (_, script) => {
    const { log } = await play(script);
    expect(log.join()).toContain('notModelled');
    expect(log).not.toContain('show no');
  });
});
