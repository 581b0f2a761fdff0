import { expect, test } from 'vitest';
import { COMPARISON_NAMES } from '../../../src/powershell/values/compare.js';
import { STATIC_MEMBERS } from '../../../src/powershell/values/static-members.js';
import { play, values } from '../world.js';

test.each([
  [`@($null).Count`, '1'],
  [`@($none).Count`, '0'],
  [`@(, @()).Count`, '1'],
  [`'mode=a=b' -split '=', 2`, '[mode,a=b]'],
  [`'a.b.c' -split '.', 0, 'SimpleMatch'`, '[a,b,c]'],
  [`('a.b' -split '.').Count`, '4'],
  [`'a1b2' -split '(\\d)'`, '[a,1,b,2,]'],
  [`'mode=a=b'.Split('=', 2)`, '[mode,a=b]'],
  [`'one::two'.Split('::').Count`, '3'],
  [`'a,,b'.Split(',', [StringSplitOptions]::RemoveEmptyEntries)`, '[a,b]'],
  [`'a,,b'.Split(',', 'RemoveEmptyEntries')`, '[a,b]'],
  [`'a,b;c'.Split(',', ';')`, '[a,b,c]'],
  [`'rgzip.zip'.TrimEnd('.zip')`, 'rg'],
  [`'Pool'.StartsWith('pool', 'OrdinalIgnoreCase')`, 'True'],
  [`'abc'.Remove(1, 1) + 'abc'.Insert(1, 'x')`, 'acaxbc'],
  [`'fe12' -replace '(?<role>[a-z]+)(\\d+)', '$1-\${role}'`, '12-fe'],
  [`'a' -replace 'a', '$$'`, '$'],
  [`'state: {0}' -f $null`, 'state: '],
  [`[version]'5.0.8308.887' -lt [version]'5.0.8308.1001'`, 'True'],
  [`([version]'6.0.9319').Major`, '6'],
  [`([datetime]'2013-05-03' - [datetime]'2013-05-01').Days`, '2'],
  [`([datetime]'2013-02-28').AddDays(1).Month`, '3'],
  [`[datetime]'2012-02-29 10:00' -lt [datetime]'2012-03-01'`, 'True'],
  [`"$([datetime]'2013-05-03 10:00')"`, '05/03/2013 10:00:00'],
  [`([ordered]@{ b = 1; a = 2 })[1]`, '2'],
  [`(@('x', 'y', 'x' | Group-Object))[0].Count`, '2'],
  [`('one', 'two words' | Measure-Object -Line -Word).Words`, '3'],
  [`(1, 2 | Group-Object { $_ % 2 } -AsHashTable -AsString)['1']`, '[1]'],
  [`(thingless).Count`, '0'],
  [`[timespan]'00:10:00' -eq '00:10:00'`, 'True'],
  [`[timespan]'00:10:00' -gt '00:09:00'`, 'True'],
  [`[timespan]'00:10:00' -lt '00:09:00'`, 'False'],
  [`[timespan]'00:10:00' -eq 'ten'`, 'False'],
  ['(New-Object TimeSpan 1, 0, 0).TotalHours', '1'],
  ['(New-Object TimeSpan 1, 0, 0, 0).TotalHours', '24'],
  ['[timespan]::new(1, 0, 0, 0).TotalHours', '24'],
  ['[timespan]::new(1, 2, 3, 4, 5).TotalMilliseconds', '93784005'],
  ['[timespan]::new(600000000).TotalMinutes', '1'],
])('%s is %s', async (expression, expected) => {
  const script = `function thingless { }\n$none = @() | Where-Object { $true }\nshow (${expression})`;
  expect((await values(script)).filter((line) => !line.startsWith('remark'))).toEqual([expected]);
});

test('loops over nothing, $null and a list of it', async () => {
  const script = `$n = 0
$null | ForEach-Object { $n++ }; @() | ForEach-Object { $n += 10 }; foreach ($x in $null) { $n += 100 }
foreach ($x in @($null)) { $n += 1000 }
$none = 1 | Where-Object { $false }; $none | ForEach-Object { $n += 10000 }
show $n`;
  expect(await values(script)).toEqual(['1001']);
});

test('groups of a match are numbered as .NET does', async () => {
  const script = `if ('fe12' -match '^(?<role>[a-z]+)(\\d+)$') { show $Matches[1] $Matches['role'] $Matches[0] }
switch -Regex ('fe12') { '^fe(\\d+)$' { show $Matches[1] } }`;
  expect(await values(script)).toEqual(['12 fe fe12', '12']);
});

test('$? is that of the statement before', async () => {
  const script = `Write-Error 'no' -ErrorAction SilentlyContinue
if (-not $?) { show failed }
$x = 1
show $?`;
  const { log } = await play(script);
  expect(log.filter((line) => line.startsWith('show'))).toEqual(['show failed', 'show True']);
});

test('strict mode', async () => {
  const { log } = await play(`show $a\nSet-StrictMode -Version Latest\nshow $b\nSet-StrictMode -Off\nshow $c`);
  expect(log).toEqual([
    'remark 1:6 $a was never given a value: it is $null',
    'show $null',
    "failed 3:1 The variable '$b' cannot be retrieved because it has not been set.",
    'remark 5:6 $c was never given a value: it is $null',
    'show $null',
  ]);
});

test('what is shown or logged gives an object where it is kept', async () => {
  const script = `$t = 1, 2 | Format-Table; $l = Start-Transcript a.txt; $m = Import-Module Lync -PassThru; $n = Import-Module Lync
if ($t -and $l -and $m -and -not $n) { show kept }
$c = 1 | Out-GridView -PassThru
foreach ($each in $c) { Act $each }`;
  const { log } = await play(script);
  expect(log).toEqual(['show kept', expect.stringMatching(/^notModelled .*what is chosen at Out-GridView$/)]);
});

test('each comparison that the pages name is known, with and without its case', async () => {
  const lines = COMPARISON_NAMES.flatMap((name) => ['', 'c', 'i'].map((as) => `'a' -${as}${name} 'a'`));
  const known = await values(lines.map((line) => `show (${line})`).join('\n'));
  expect(known).toHaveLength(lines.length);
  expect(known.filter((each) => each !== 'True' && each !== 'False')).toEqual([]);
});

test('each static member that the pages name is known', async () => {
  const read = STATIC_MEMBERS.filter((name) => !name.endsWith('()')).map((name) => `[${name.replace('::', ']::')}`);
  const told = await values(read.map((one) => `show ${one}`).join('\n'));
  expect(told).toHaveLength(read.length);
  expect(told.filter((each) => each.startsWith('?'))).toEqual([]);
});
