import { describe, expect, test } from 'vitest';
import { type Answers, play, thing, values } from './world.js';

/** `expression => what PowerShell 5.1 gives`, as a string where it is one. */
const EXPRESSIONS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  strings: [
    [`'it''s'`, "it's"],
    [`"a\`tb"`, 'a\tb'],
    [`"x$(1 + 2)y"`, 'x3y'],
    [`"a""b"`, 'a"b'],
    [`"$('a','b')"`, 'a b'],
    [`"100% \`$x"`, '100% $x'],
    [`“typographic ‘quotes’”`, 'typographic ‘quotes’'],
    [`'a' + 1`, 'a1'],
    [`'ab' * 2`, 'abab'],
    [`"$true $null|"`, 'True |'],
    [`'a,b;c' -split '[,;]'`, '[a,b,c]'],
    [`'a','b' -join '-'`, 'a-b'],
    [`'pool1.contoso.com' -replace '\\.contoso\\.com$', ''`, 'pool1'],
    [`'{0:N0}|{1,5}|{2:D3}' -f 234.5, 'x', 7`, '235|    x|007'],
    [`'  x '.Trim().ToUpper()`, 'X'],
    [`'pool1.contoso.com'.Split('.')[0]`, 'pool1'],
    [`'abc'.Length`, '3'],
    [`[regex]::Escape('a.b (c) #1 \\d')`, 'a\\.b\\ \\(c\\)\\ \\#1\\ \\\\d'],
    [`'pool1.contoso.com' -match [regex]::Escape('pool1.c')`, 'True'],
    [`'pool1xcontoso' -match [regex]::Escape('pool1.c')`, 'False'],
    [`'abc'[-1]`, 'c'],
  ],
  numbers: [
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['7 / 2', '3.5'],
    ['7 % 4', '3'],
    ['1KB', '1024'],
    ['0x1F', '31'],
    ['[int]2.5', '2'],
    ['[int]3.5', '4'],
    [`[int]'12' + 1`, '13'],
    ['1..3', '[1,2,3]'],
    ['3..1', '[3,2,1]'],
    ['-(2)', '-2'],
    ['[math]::Round(2.5)', '2'],
    ['0.1 + 0.2', '0.3'],
  ],
  comparisons: [
    [`'A' -eq 'a'`, 'True'],
    [`'A' -ceq 'a'`, 'False'],
    [`1 -eq '1'`, 'True'],
    [`'1' -eq 1`, 'True'],
    ['$null -eq 0', 'False'],
    ['1,2,3 -gt 1', '[2,3]'],
    [`'a','b','a' -eq 'a'`, '[a,a]'],
    [`'pool1.contoso.com' -like 'POOL?.*'`, 'True'],
    [`'x' -notlike '[a-c]*'`, 'True'],
    [`'fe12' -match '^fe(\\d+)$'`, 'True'],
    [`'a' -in 'A','b'`, 'True'],
    [`'a','b' -contains 'B'`, 'True'],
    [`'a' -notin @()`, 'True'],
    ['$true -and -not $false', 'True'],
    ['$false -or 0', 'False'],
    ['$true -xor $true', 'False'],
    [`'10' -gt 9`, 'False'],
    [`10 -gt '9'`, 'True'],
    [`'a' -is [string]`, 'True'],
    [`5 -is [string]`, 'False'],
    [`!'x'`, 'False'],
  ],
  'lists and hashtables': [
    ['@(1).Count', '1'],
    ['@().Count', '0'],
    ['$null.Count', '0'],
    ['(1,2,3)[0,2]', '[1,3]'],
    ['(1,2,3)[-1]', '3'],
    [`@{ a = 1 }.A`, '1'],
    [`@{ a = 1 }['A']`, '1'],
    [`@{ 'x y' = 2 }.'x y'`, '2'],
    [`(@{ b = 1; a = 2 }).Count`, '2'],
    [`@{ a = 1 }.ContainsKey('A')`, 'True'],
    [`([pscustomobject]@{ Name = 'n' }).Name`, 'n'],
    [`@(1,2) + 3`, '[1,2,3]'],
    [`,1`, '[1]'],
    [`(@{ a = 1 }, @{ a = 2 }).a`, '[1,2]'],
    [`@([pscustomobject]@{ N = 2 }, [pscustomobject]@{ N = 1 } | Sort-Object N)[0].N`, '1'],
  ],
  time: [
    ['([TimeSpan]::FromMinutes(90)).TotalHours', '1.5'],
    ['[timespan]"00:10:00"', '00:10:00'],
    ['(New-TimeSpan -Minutes 5).TotalSeconds', '300'],
    ['((Get-Date).AddMinutes(2) - (Get-Date)).TotalSeconds', '120'],
    ['(Get-Date) -lt (Get-Date).AddSeconds(1)', 'True'],
  ],
};

describe.each(Object.keys(EXPRESSIONS))('expressions: %s', (name) => {
  test.each(EXPRESSIONS[name])('%s is %s', async (expression, expected) => {
    expect(await values(`show (${expression})`)).toEqual([expected]);
  });
});

test('names are without case: variables, functions, parameters, keywords', async () => {
  const script = `FUNCTION Tell([string] $What) { Show "$WHAT!" }
$Pool = 'p'; tell -what $POOL; TELL $pool; IF ($TRUE) { show done } ELSE { show not }`;
  expect((await play(script)).log).toEqual(['Show p!', 'Show p!', 'show done']);
});

test('one object is no list, none is $null', async () => {
  const script = `$one = 'a' | ForEach-Object { $_ }; show ($one -is [array])
$none = @() | Where-Object { $true }; show ($none -eq $null)
$two = 'a','b' | ForEach-Object { $_ }; show $two.Count
show @($one).Count`;
  expect(await values(script)).toEqual(['False', 'True', '2', '1']);
});

test('variables: scopes, several at once, a type that converts, an increment', async () => {
  const script = `$a, $b = 1, 2, 3; show "$a $b"
[int] $n = '7'; $n++; $n += 2; show $n
function Change { $x = 'inner'; $script:y = 'changed'; show $x }
$x = 'outer'; $y = 'before'; Change; show "$x $y"
$list = @(); $list += 'a'; $list += 'b','c'; show $list.Count
$h = @{}; $h.a = 1; $h['b'] = 2; show (($h.Keys | Sort-Object) -join ',')`;
  expect(await values(script)).toEqual(['1 2 3', '10', 'inner', 'outer changed', '3', 'a,b']);
});

test('here-strings', async () => {
  const script = `$p = 'pool1'
$text = @"
first $p "quoted"
$(1 + 1)
"@
show $text
show @'
plain $p
'@`;
  expect(await values(script)).toEqual(['first pool1 "quoted"\n2', 'plain $p']);
});

test('arguments: bare words, lists of them, splatting, continued lines, typographic dashes', async () => {
  const script = `$h = @{ PoolFqdn = 'p'; Force = $true }
show @h -Extra
show RTCSRV, LYNCBACKUP -ComputerName:fe1.contoso.com
show –Wait \`
  00:10:00 # a comment
$arr = 'x', 'y'
show @arr
show EdgeServer:$($h.PoolFqdn) 2>$null
show -Name $h.PoolFqdn.ToUpper() (1 + 1) $arr[1]`;
  const { log, ending } = await play(script.replace('EdgeServer:$($h.PoolFqdn)', '"EdgeServer:$($h.PoolFqdn)"'));
  expect({ log, ending }).toEqual({
    log: [
      'show -PoolFqdn p -Force True -Extra',
      'show [RTCSRV,LYNCBACKUP] -ComputerName fe1.contoso.com',
      'show -Wait 00:10:00',
      'show x y',
      'show EdgeServer:p',
      'show -Name P 2 y',
    ],
    ending: 'done',
  });
});

test('arguments whose parts stand side by side', async () => {
  const script = `$d = 'C:\\drill\\'; $e = 'x'; $h = @{ a = 'v' }
show $d"lis.zip" $d/$e/y $d-$e "a"$e"b" $e'q r' x$($e)y $h.a"z" $h.a/w
show \${e}x $e\\y.log $e:z 1..3 10.0.0.1 4GB 3x -5 [int]5 $e++ a,$e,"b c",(1 + 1)
show -IPv4Address 10.0.0.1 -Name:$e -Flag:$true --% all | the rest
show -- -a
show 'it' # a comment`;
  const { log } = await play(script.replace('$e:z', '$h[0]'));
  expect(log).toEqual([
    'show C:\\drill\\lis.zip C:\\drill\\/x/y C:\\drill\\-x a xb xq r xxy v z v /w',
    'show xx x\\y.log $null 1..3 10.0.0.1 4294967296 3x -5 [int]5 x++ [a,x,b c,2]',
    'show -IPv4Address 10.0.0.1 -Name x -Flag True --% all | the rest',
    'show -a',
    'show it',
  ]);
});

test('filters, data, labels, traps, redirections of expressions, calls of a property', async () => {
  const script = `filter Twice { $_ * 2 }
show (1..3 | Twice)
data Names { 'a'; 'b' }
show $Names
:outer foreach ($i in 1..3) { foreach ($j in 1..3) { if ($j -eq 2) { continue outer }; if ($i -eq 3) { break outer }; show "$i$j" } }
function t { trap { show "trap $_"; continue } throw 'x'; show after }
t
'x' > y.txt; (1 + 1) 2>$null
$command = @{ Name = 'show' }
& $command.Name called
& { param($x) show "block $x" } 5
. { $dotted = 1 }
show $dotted`;
  expect(await values(script)).toEqual(['[2,4,6]', '[a,b]', '11', '21', 'trap x', 'after', 'called', 'block 5', '1']);
});

test('precedence of operators', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['1, 2 + 3', '[1,2,3]'],
    [`'{0}' -f 1 + 2`, '12'],
    [`-not 'a' -eq 'b'`, 'False'],
    ['$true -or $false -and $false', 'False'],
    ['1 + 2 * 3 - 4 / 2', '5'],
    ['1..2 + 3', '[1,2,3]'],
    ['-2..0', '[-2,-1,0]'],
    ['2 * 1KB', '2048'],
    ['4096MB / 1GB', '4'],
    ['5 -band 3 -eq 1', '0'],
    ['7 -bor 8 -band 3', '3'],
    [`[int]'5' + 1`, '6'],
    [`'a','b' -join '-' -eq 'a-b'`, 'True'],
    ['!$true', 'False'],
    ['- 3', '-3'],
    ['1 -lt 2 -and 2 -lt 3', 'True'],
    ['$x = 5', '5'],
    ['[math]::Max(1 -bor 2, 2)', '3'],
    [`'a,b'.Split(',').Count`, '2'],
  ];
  for (const [expression, expected] of cases) {
    expect(await values(`show (${expression})`), expression).toEqual([expected]);
  }
});

describe('statements', () => {
  test('if, elseif, else', async () => {
    const script = `foreach ($n in 1..3) { if ($n -eq 1) { show one } elseif ($n -eq 2) { show two } else { show more } }`;
    expect(await values(script)).toEqual(['one', 'two', 'more']);
  });

  test('switch: exact, wildcard, regex, script block, default, break, several matches', async () => {
    const script = `foreach ($n in 'a', 'pool1', 'pool2', 'z') {
  switch -Wildcard ($n) { 'a' { show exact } 'pool*' { show any; if ($n -eq 'pool2') { break } } '*1' { show one } default { show none } }
}
switch -Regex ('fe12') { '^fe\\d' { show regex } }
switch (5) { { $_ -gt 3 } { show big } 5 { show five } }
switch ('yes') { yes { show bare } }`;
    expect(await values(script)).toEqual(['exact', 'any', 'one', 'any', 'none', 'regex', 'big', 'five', 'bare']);
  });

  test('loops with break and continue', async () => {
    const script = `for ($i = 0; $i -lt 9; $i++) { if ($i -eq 1) { continue }; if ($i -eq 3) { break }; show $i }
$n = 0
while ($true) { $n++; if ($n -gt 2) { break } }
show $n
do { $n-- } while ($n -gt 0)
do { $n++ } until ($n -ge 2)
show $n`;
    expect(await values(script)).toEqual(['0', '2', '3', '2']);
  });

  test('try, catch and finally', async () => {
    const script = `try { throw 'one' } catch { show "caught $_" } finally { show finally }
try { try { throw 'two' } finally { show inner } } catch [System.Exception] { show $_.Exception.Message }
function f { try { return 'value' } finally { show left } }
show (f)`;
    expect(await values(script)).toEqual(['caught one', 'finally', 'inner', 'two', 'left', 'value']);
  });

  test('functions: defaults, switches, positions, output, return, process', async () => {
    const script = `function Add-One([int] $Number = 1, [switch] $Twice) { if ($Twice) { $Number++ }; $Number + 1 }
show (Add-One) (Add-One 5) (Add-One -Number 5 -Twice) (Add-One -n 7)
function Early { 'a'; return 'b'; 'c' }
show (Early)
function Piped { param([Parameter(ValueFromPipeline)] $x) begin { show begin } process { show "item $_" } end { show end } }
1..2 | Piped
function Many { show $args.Count $args[1] }
Many a b c`;
    expect(await values(script)).toEqual(['2 6 7 8', '[a,b]', 'begin', 'item 1', 'item 2', 'end', '3 b']);
  });

  test('exit, return and break at the top end the script', async () => {
    expect(await play('show a; exit; show b')).toMatchObject({ log: ['show a'], ending: 'done' });
    expect(await play('show a; return; show b')).toMatchObject({ log: ['show a'], ending: 'done' });
    expect(await play('exit 3')).toMatchObject({
      log: ['failed 1:1 the script ends itself with exit 3'],
      ending: 'error',
    });
  });
});

describe('pipelines', () => {
  test('objects go through one by one', async () => {
    const script = `1..3 | ForEach-Object { show "a$_"; $_ } | ForEach-Object { show "b$_" }`;
    expect(await values(script)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
  });

  test('what Select-Object -First ends has no end block any more', async () => {
    const script = `function F { process { $_ } end { show 'end of F' } }
function G { process { $_ } end { show 'end of G' } }
1..3 | F | Select-Object -First 1 | G | Out-Null
1..3 | F | Sort-Object | F | Select-Object -First 1 | Out-Null
show 'after'`;
    expect(await values(script)).toEqual(['end of G', 'end of F', 'after']);
  });

  test.each([
    ['-Process { show a$_ }, { show b$_ }', ['a', 'b1', 'b2']],
    ['{ show a$_ } { show b$_ } { show c$_ } { show d$_ }', ['a', 'b1', 'c1', 'b2', 'c2', 'd']],
    ['{ show a$_ } { show b$_ } { show c$_ }', ['a', 'b1', 'b2', 'c']],
    ['-Begin { show a$_ } { show b$_ } { show c$_ }', ['a', 'b1', 'b2', 'c']],
    ['{ show a$_ } { show b$_ } { show c$_ } -End { show d$_ }', ['a', 'b1', 'c1', 'b2', 'c2', 'd']],
    ['{ show a$_ }', ['a1', 'a2']],
  ])('the blocks of ForEach-Object have their places: %s', async (blocks, shown) => {
    expect(await values(`1, 2 | ForEach-Object ${blocks}`)).toEqual(shown);
  });

  test('ForEach-Object with a name takes the property, or runs the method', async () => {
    const script = `class Plan { [string] $Name = 'night'; [void] Run() { show ran }; [string] Say([string] $to) { return "$to!" } }
[Plan]::new() | ForEach-Object Run
show ([Plan]::new() | ForEach-Object Name) ([Plan]::new() | % Say hello) ('b' | % ToUpper) ('axa' | % Replace x y) ('abc' | % Length)
$s = Get-Thing
$s | % Stop
show ($s | % Name)`;
    const { log } = await play(script, { 'Get-Thing': () => [thing({ Name: 'svc' })] });
    expect(log).toEqual(
      [
        'ran',
        'night hello! B aya 3',
        'Get-Thing',
        'notModelled 5:6 the method Stop is not one that drydrill knows',
        'svc',
      ].map((line) => (/^(?:Get|not)/.test(line) ? line : `show ${line}`)),
    );
  });

  test('Select-Object -First ends what comes before it', async () => {
    expect(await values(`show (1..9 | ForEach-Object { show $_; $_ } | Select-Object -First 2)`)).toEqual([
      '1',
      '2',
      '[1,2]',
    ]);
  });

  test('objects of an answer', async () => {
    const get = () => [thing({ Name: 'b', Size: 2, Ok: true }), thing({ Name: 'a', Size: 1, Ok: false })];
    const script = `Get | Where-Object { -not $_.Ok } | ForEach-Object { show $_.Name }
Get | Where-Object Size -gt 1 | ForEach-Object Name | ForEach-Object { show $_ }
show (Get | Sort-Object Size).Name
show (Get | Measure-Object Size -Sum).Sum (Get | Measure-Object).Count
show (Get | Select-Object -ExpandProperty Name -Last 1)
show (Get | Select-Object @{ n = 'Double'; e = { $_.Size * 2 } } | Select-Object -First 1).Double
show (Get | Group-Object Ok).Name
show ((Get).Where({ $_.Ok }).Name)`;
    const lines = await values(script, { Get: get });
    expect(lines.filter((line) => line !== 'Get')).toEqual(['a', 'b', '[a,b]', '3 2', 'a', '4', '[True,False]', 'b']);
  });
});

describe('what a command runs and keeps', () => {
  test('Measure-Command runs its block, and gives the time that it took', async () => {
    const script = `$time = Measure-Command { Act; 'printed'; Start-Sleep 90; $inner = 'kept' }
show $time.TotalSeconds $inner
show (1, 2 | Measure-Command { Act $_; Start-Sleep 1 }).TotalSeconds`;
    const { log } = await play(script);
    expect(log).toEqual(['Act', 'sleep 90000', 'show 90 kept', 'Act 1', 'sleep 1000', 'Act 2', 'sleep 1000', 'show 2']);
  });

  test('a command without effect that is given code is told; a filter of Active Directory is none', async () => {
    const { log } = await play(`Compare-Object a b { Act }\nGet-ADUser -Filter { Enabled -eq $true }`);
    expect(log).toEqual(['notModelled 1:1 what Compare-Object does with code is not modelled']);
  });

  test('-OutVariable keeps what any command gives, + adds to it', async () => {
    const script = `1..3 | Where-Object { $_ -gt 1 } -OutVariable kept | Out-Null
show $kept
4 | ForEach-Object { $_ } -OutVariable +kept > $null
show $kept
Get-Content x -ov file | Out-Null
show $file
function Simple { show $args }
$own = 1; Simple -OutVariable own
show $own
function Advanced { [CmdletBinding()] param() 'a'; 'b' }
Advanced -OutVariable own | Select-Object -First 1 | Out-Null
show $own
1..5 | Select-Object -First 2 -OutVariable few | Select-Object -First 1 | Out-Null
show $few`;
    expect(await values(script)).toEqual([
      '[2,3]',
      '[2,3,4]',
      '?the answer of Get-Content',
      '[-OutVariable,own]',
      '1',
      '[a]',
      // what was stopped keeps what it gave until then
      '[1]',
    ]);
  });

  test('$Matches: of an unknown text unknown, also by -notmatch and switch', async () => {
    const script = `$x = Get-Other
$found = 'pool1' -notmatch '(l)'; show $Matches[1]
$found = 'fe1' -match '(p)'; show $Matches[1]
$found = $x -match '(e)'; show $Matches[1]
$found = 'pool1' -match '(l)'; $found = $x -notmatch '(e)'; show $Matches[1]
switch -Regex ('fe1') { '(e)' { show $Matches[1] } }
switch -Regex ($x) { '(z)' { } }
show $Matches[1]`;
    const { log } = await play(script, { 'Get-Other': () => ({ outcome: 'notModelled' }) });
    const why = 'show ?the answer of Get-Other';
    expect(log).toEqual(['Get-Other', 'show l', 'show l', why, why, 'show e', why]);
  });

  test.each([
    'Start-Sleep -Duration (New-TimeSpan -Seconds 5)',
    'Start-Sleep -Seconds (New-TimeSpan -Seconds 5)',
    "Split-Path 'a\\b.txt' -LeafBase",
    "Split-Path 'a\\b.txt' -Extension",
    '1 | Where-Object Length -Not',
    "'abc'.Replace('A', 'b', 'OrdinalIgnoreCase')",
    'New-Object TimeSpan 1, 2',
  ])('%s is an error in 5.1', async (line) => {
    expect((await play(line)).log).toEqual([expect.stringMatching(/^failed 1:1 /)]);
  });
});

describe('what is unknown', () => {
  test('is never guessed: a branch on it is told, and is not taken', async () => {
    const script = `$x = Get-Other
if ($x.Ready) { show yes } else { show no }
while ($x) { show never }
do { show once } until ($x -eq 5)
foreach ($y in $x) { show never }
switch ($x) { 1 { show never } default { show default } }
show "text $x"`;
    const { log } = await play(script, { 'Get-Other': () => ({ outcome: 'notModelled' }) });
    expect(log).toEqual([
      'Get-Other',
      'notModelled 2:5 whether this holds depends on the answer of Get-Other: taken as not true',
      'show no',
      'notModelled 3:8 whether this holds depends on the answer of Get-Other: taken as not true',
      'show once',
      'notModelled 4:25 whether this holds depends on the answer of Get-Other: taken as true',
      'notModelled 5:16 the list is not known: it depends on the answer of Get-Other',
      'notModelled 6:15 whether this holds depends on the answer of Get-Other: taken as not true',
      'show default',
      'show ?the answer of Get-Other',
    ]);
  });

  test('a property that the model lacks is unknown, one that the script made is $null', async () => {
    const script = `show (Get).Missing
show ([pscustomobject]@{ a = 1 }).Missing`;
    const lines = await values(script, { Get: () => [thing({ Name: 'x' })] });
    expect(lines).toEqual(['Get', '?Missing of the answer', '$null']);
  });

  test('what decides alone does so beside it', async () => {
    const script = `$x = Get-Other; show ($x -and $false) ($x -or $true) ($false -and $x) (@($x).Count)`;
    const { log } = await play(script, { 'Get-Other': () => ({ outcome: 'notModelled' }) });
    expect(log[1]).toBe('show False True False ?the answer of Get-Other');
  });

  test('methods that drydrill does not know are told', async () => {
    const { log } = await play(`[Environment]::Exit(3)\n'x'.Normalize()\nshow $env:COMPUTERNAME`);
    expect(log).toEqual([
      'notModelled 1:1 the method Exit is not one that drydrill knows',
      'notModelled 2:1 the method Normalize is not one that drydrill knows',
      'show ?$env:COMPUTERNAME',
    ]);
  });

  test('a variable that was never given a value is $null, with a remark', async () => {
    const { log } = await play('show $pol');
    expect(log).toEqual(['remark 1:6 $pol was never given a value: it is $null', 'show $null']);
  });

  test('patterns that could take long, or that .NET reads differently', async () => {
    const lines = await values(`show ('aaaa' -match '(a+)+$') ('x' -match '(?<=y)x') ('x' -replace 'x', '$+')`);
    expect(lines[0]).toMatch(/^\?the pattern .* \?the pattern .* \?this replacement/);
  });
});

describe('errors', () => {
  const refused: Answers = { Act: () => ({ outcome: 'refused', message: 'no' }) };

  test('a refused command lets the script go on, unless the preference is Stop', async () => {
    expect((await play('Act; show after', refused)).log).toEqual(['Act', 'show after']);
    const stopped = await play(`$ErrorActionPreference = 'Stop'\nAct\nshow after`, refused);
    expect(stopped).toMatchObject({ log: ['Act'], ending: 'error' });
    expect((await play('Act -ErrorAction Stop; show after', refused)).ending).toBe('error');
    const quiet = await play(`$ErrorActionPreference = 'Stop'\nAct -ea SilentlyContinue\nshow after`, refused);
    expect(quiet.ending).toBe('done');
  });

  test('catch gets it only where it stops', async () => {
    const script = `try { Act; show on } catch { show never }
try { Act -ErrorAction Stop; show never } catch { show "caught $($_.Exception.Message)" }
show $? $Error.Count`;
    const lines = (await values(script, refused)).filter((line) => !line.startsWith('Act'));
    expect(lines).toEqual(['on', '?what an error says', 'True 2']);
  });

  test('a line that could not begin ends its statement', async () => {
    const bad: Answers = {
      Act: () => ({ outcome: 'failed', message: 'no such parameter', endsStatement: true }),
    };
    expect((await play('$x = Act; show after', bad)).log).toEqual(['Act', 'show after']);
    expect((await play('try { Act } catch { show caught }', bad)).log).toEqual(['Act', 'show caught']);
  });

  test('an error of the language is a failed step with its line, and ends only its statement', async () => {
    expect((await play('1 / 0\nshow after')).log).toEqual(['failed 1:1 Attempted to divide by zero.', 'show after']);
    expect((await play(`[int]'x'`)).log).toEqual(['failed 1:1 Cannot convert value "x" to type [int].']);
    expect((await play('$null.Trim()')).log[0]).toContain('null-valued');
  });

  test('throw without a catch ends the script', async () => {
    expect(await play(`throw "no $(1 + 1)"\nshow after`)).toMatchObject({
      log: ['failed 1:1 no 2'],
      ending: 'error',
    });
  });

  test('-WhatIf by preference reaches the commands', async () => {
    expect((await play('$WhatIfPreference = $true\nAct -Confirm:$false')).log).toEqual(['Act -Confirm False -WhatIf']);
  });
});

describe('time and bounds', () => {
  test('virtual time passes only where the script waits', async () => {
    const script = `$until = (Get-Date).AddMinutes(2)
while ((Get-Date) -lt $until) { Start-Sleep -Seconds 30 }
$watch = [System.Diagnostics.Stopwatch]::StartNew()
Start-Sleep -Milliseconds 1500
show $watch.Elapsed.TotalSeconds`;
    const { log, nowMs } = await play(script);
    expect(log.filter((line) => line.startsWith('sleep 30000'))).toHaveLength(4);
    expect(log.at(-1)).toBe('show 1.5');
    expect(nowMs).toBe(121_500);
  });

  test('a loop that does not end is stopped by its turns, or by virtual time', async () => {
    expect((await play('while ($true) { }')).ending).toBe('this loop has not ended after 10000 turns');
    expect((await play('while ($true) { Start-Sleep 3600 }')).ending).toBe(
      'this loop has not ended after 24 hours of virtual time',
    );
    expect((await play('try { while ($true) { } } catch { show never }')).ending).toContain('10000 turns');
  });

  test('a pause that goes on for decades is not taken', async () => {
    const { log, ending, nowMs } = await play('Start-Sleep 3600; Start-Sleep 400000000; show never');
    expect(ending).toBe('the script goes on for more than 87600 hours of virtual time');
    expect(log.join()).not.toContain('never');
    expect(nowMs).toBe(3_600_000);
    const decisions = await play('Read-Host a; Read-Host b; Read-Host c', {}, { decideMs: 50_000 * 3_600_000 });
    expect(decisions.ending).toBe(ending);
    expect(decisions.log).toEqual(['decide a', 'decide b']);
  });

  test('everything else has bounds too', async () => {
    expect((await play('function f { f }; f')).ending).toContain('functions call one another');
    expect((await play('$x = "x" * 2000000')).ending).toContain('too long');
    expect((await play('1..10000000')).ending).toContain('longer than');
    expect((await play(`$x = 'x'; for ($i = 0; $i -lt 99; $i++) { $x += $x }`)).ending).toContain('too long');
    // They are bounds of the rehearsal and no errors of the script: nothing catches them.
    const caught = await play('try { $x = 1..10000000 } catch { show caught }; show after');
    expect(caught).toMatchObject({ log: [], ending: 'the range is longer than 100000' });
    expect((await play('param($x = (1..10000000))\nshow $x')).ending).toBe('the range is longer than 100000');
    const slow = 'foreach ($i in 1..1000) { foreach ($j in 1..1000) { $k = $j } }';
    expect((await play(slow)).ending).toContain('evaluations');
    expect((await play('foreach ($i in 1..999) { Act }', {}, { bounds: { requests: 50 } })).ending).toContain('50');
    // Each turn of the loop goes through all the calls around it again: 300 at 90 calls count, at one they do not.
    const turns = (calls: number): string =>
      `function f($n) { if ($n -gt 0) { f ($n - 1) } else { foreach ($i in 1..300) { Act } } }; f ${calls}`;
    const few = { bounds: { evaluations: 20_000 } };
    expect((await play(turns(1), {}, few)).ending).toBe('done');
    expect((await play(turns(90), {}, few)).ending).toContain('evaluations');
  });

  // Each of these works on billions of items or characters in less than 200,000 evaluations.
  test.each([
    ['a list that grows item by item', '$l = @(); 1..300 | % { foreach ($i in 1..300) { $l += $i } }'],
    ['lists inside one another', '$a = 1, 2; foreach ($i in 1..45) { $a = @($a, $a) }; $a + 1'],
    ['lists of one list', '$l = 1..90000; $m = @(); foreach ($i in 1..200) { $m += , $l }; $m -contains 3'],
    ['a long text in a switch', '$t = "ab" * 400000; foreach ($i in 1..9000) { switch ($t) { "x$t" { } $t { } } }'],
    ['a long text as a key', '$t = "ab" * 400000; $h = @{}; foreach ($i in 1..9000) { $x = $h[$t]; $y = @{ $t = 1 } }'],
    ['a long list that is shown', '$l = 1..90000; foreach ($i in 1..9000) { Write-Host $l }'],
    ['a long list in a text', '$l = 1..90000; foreach ($i in 1..9000) { $x = "$l".Length }'],
    ['a long list that is converted', '$l = 1..90000; foreach ($i in 1..9000) { $x = [string[]] $l }'],
    ['a long list that is handed on', '$l = 1..90000; function G { return $l }; foreach ($i in 1..9000) { $x = G }'],
    [
      'the keys of a long table',
      '$h = @{}; foreach ($i in 1..9000) { $h["k$i"] = $i }; foreach ($i in 1..9000) { $x = $h.Keys }',
    ],
    [
      'functions that only return',
      'function One { return 1 }; foreach ($i in 1..9000) { foreach ($j in 1..9000) { One } }',
    ],
  ])('%s is bounded before it takes long', async (_, script) => {
    const before = process.cpuUsage().user;
    expect((await play(script)).ending).toMatch(/too many items|evaluations/);
    // on one processor of a busy machine; without the bound each takes a minute and more
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(8000);
  });
});
