import { describe, expect, test } from 'vitest';
import { play, thing, values } from '../world.js';

describe('what the pipeline gives to parameters', () => {
  test('by value, object by object; the last one stays behind process', async () => {
    const script = `function Sum { param([Parameter(ValueFromPipeline)][int] $N) begin { $s = 0 } process { $s += $N } end { $s } }
show (1, 2, 3 | Sum)
function Last { param([Parameter(ValueFromPipeline = $true)] $X) show $X }
'a', 'b' | Last`;
    expect(await values(script)).toEqual(['6', 'b']);
  });

  test('by the name of a property, or its alias; a mandatory one is given so', async () => {
    const script = `function Turn { param([Parameter(Mandatory, ValueFromPipelineByPropertyName)][Alias('Fqdn')][string] $Pool) process { show $Pool } }
Get | Turn
'edge1' | ForEach-Object { [pscustomobject]@{ Pool = $_ } } | Turn`;
    const answers = { Get: () => [thing({ Fqdn: 'p1' }), thing({ Fqdn: 'p2' })] };
    expect(await values(script, answers)).toEqual(['Get', 'p1', 'p2', 'edge1']);
  });

  test('an object that fits none is an error, and the others go on', async () => {
    const script = `function Sum { param([Parameter(ValueFromPipeline)][int] $N) process { show $N } }
'1', 'x', '2' | Sum`;
    const { log } = await play(script);
    expect(log).toEqual(['show 1', expect.stringMatching(/^failed 2:17 .*'N'/), 'show 2']);
  });
});

describe('names', () => {
  test('aliases, beginnings, digits, a parameter given twice', async () => {
    const script = `function f { param([Alias('Name', 'Fqdn')][string] $Pool, [string] $IPv4Address) show "$Pool/$IPv4Address" }
f -Fqdn a; f -IPv4 b; f c d
f -Pool a -Name b`;
    const { log } = await play(script);
    expect(log).toEqual(['show a/', 'show /b', 'show c/d', expect.stringMatching(/^failed 3:1 .*more than once/)]);
  });

  test('what an advanced function does not have is an error, to a simple one an argument', async () => {
    const script = `function Simple($a) { show $args }
Simple 1 -Foo 2
function Advanced { [CmdletBinding()] param($a) show $a }
Advanced 1 -Foo 2
Advanced 1 2
Advanced 1 -Verbose -ErrorAction Stop`;
    const { log } = await play(script);
    expect(log).toEqual([
      'show [-Foo,2]',
      expect.stringMatching(/^failed 4:1 .*'Foo'/),
      expect.stringMatching(/^failed 5:1 .*'2'/),
      'show 1',
    ]);
  });

  test('positions that are written, and the rest', async () => {
    const script = `function f { param([Parameter(Position = 1)] $b, [Parameter(Position = 0)] $a, [Parameter(ValueFromRemainingArguments)] $more) show "$a $b" $more }
f 1 2 3 4`;
    expect(await values(script)).toEqual(['1 2 [3,4]']);
  });
});

describe('parameter sets', () => {
  const declared = `function f {
  [CmdletBinding(DefaultParameterSetName = 'Plan')]
  param([Parameter(ParameterSetName = 'Plan')][switch] $Plan, [Parameter(ParameterSetName = 'Loss', Mandatory)] $Lost, $Any)
  show $PSCmdlet.ParameterSetName
}
`;
  test('the default, the one of what is given, none', async () => {
    const { log } = await play(`${declared}f; f -Any 1; f -Lost x; f -Plan -Lost x`);
    expect(log).toEqual(['show Plan', 'show Plan', 'show Loss', expect.stringMatching(/^failed .*cannot be resolved/)]);
  });
});

describe('validation', () => {
  test.each([
    [`[ValidateSet('Plan', 'Loss')][string] $x`, 'LOSS', 'Planned'],
    ['[ValidateRange(1, 5)][int] $x', '5', '9'],
    [`[ValidatePattern('^pool\\d')][string] $x`, 'POOL1', 'fe1'],
    ['[ValidateLength(1, 3)][string] $x', 'abc', 'abcd'],
    ['[ValidateScript({ $_ -gt 3 })][int] $x', '4', '3'],
    ['[ValidateNotNullOrEmpty()][string] $x', 'a', `''`],
    ['[Parameter(Mandatory)][string] $x', 'a', `''`],
    ['[ValidateCount(1, 2)][string[]] $x', 'a,b', 'a,b,c'],
    ['[int] $x', '7', 'seven'],
  ])('%s takes %s and not %s', async (parameter, good, bad) => {
    const declared = `function f { param(${parameter}) show ran }\n`;
    expect((await play(`${declared}f ${good}`)).log).toEqual(['show ran']);
    expect((await play(`${declared}f ${bad}\nshow after`)).log).toEqual([
      expect.stringMatching(/^failed 2:1 .*'x'/),
      'show after',
    ]);
    expect((await play(`${declared}try { f ${bad} } catch { show caught }`)).log).toEqual(['show caught']);
  });
});

test('types: without a value, with $null, kept by a variable', async () => {
  const script = `function f { param([int] $n, [bool] $b, [string] $s, [string[]] $l, $any) show $n $b ($null -eq $s) ($null -eq $l) ($null -eq $any) }
f
f -s $null
[int] $limit = 0; $limit = '40'; show ($limit -gt 5)
[string] $name = $null; show ($null -eq $name)
try { $limit = 'x' } catch { show refused }`;
  expect(await values(script)).toEqual([
    '0 False False True True',
    '0 False False True True',
    'True',
    'False',
    'refused',
  ]);
});

test('ShouldProcess is true, but for -WhatIf', async () => {
  const script = `function Turn { [CmdletBinding(SupportsShouldProcess)] param($p) if ($PSCmdlet.ShouldProcess($p)) { Act $p } else { show kept } }
Turn a
Turn b -WhatIf`;
  const { log } = await play(script);
  expect(log.filter((line) => !line.startsWith('remark'))).toEqual(['Act a', 'show kept -WhatIf']);
});

test('a function that adds parameters while it runs is told', async () => {
  const script = `function f { [CmdletBinding()] param() dynamicparam { New-Object System.Management.Automation.RuntimeDefinedParameterDictionary } process { show ran } }
f -Server fe1`;
  const { log } = await play(script);
  expect(log).toEqual([expect.stringMatching(/^notModelled 1:40 /), 'show ran']);
});

test('-WhatIf and -ErrorAction are arguments of a simple function, and reach into an advanced one that has them', async () => {
  const simple = `function F($p) { Act $p; show $args }
F pool1 -WhatIf
F pool1 -ErrorAction Stop
show after`;
  const refused = { Act: () => ({ outcome: 'refused' as const, message: 'no' }) };
  expect((await play(simple, refused)).log).toEqual([
    'Act pool1',
    'show [-WhatIf]',
    'Act pool1',
    'show [-ErrorAction,Stop]',
    'show after',
  ]);
  const advanced = (binding: string) => `function F { [CmdletBinding(${binding})] param($p) Act $p }\nF pool1 -WhatIf`;
  expect((await play(advanced(''))).log).toEqual([expect.stringMatching(/^failed 2:1 .*'WhatIf'/)]);
  expect((await play(advanced('SupportsShouldProcess'))).log).toEqual(['Act pool1 -WhatIf']);
  expect((await play(advanced('SupportsShouldProcess = $false'))).log).toEqual([
    expect.stringMatching(/^failed 2:1 .*'WhatIf'/),
  ]);
  const off = `$WhatIfPreference = $true\n${advanced('SupportsShouldProcess')}:$false`;
  expect((await play(off)).log).toEqual(['Act pool1']);
});

test.each(['bool', 'switch'])('[%s] takes numbers and Booleans, and no text', async (type) => {
  const declared = `function f { param([${type}] $x) show $x }\n`;
  expect((await play(`${declared}f -x:0; f -x:$true`)).log).toEqual(['show False', 'show True']);
  for (const bad of [`'false'`, `''`, '@(1, 2)', '@{}']) {
    expect((await play(`${declared}f -x:${bad}`)).log).toEqual([
      expect.stringMatching(/^failed 2:1 .*'x'.*accept only/),
    ]);
  }
  const none = (await play(`${declared}f -x:$null`)).log;
  expect(none).toEqual([type === 'bool' ? expect.stringMatching(/^failed 2:1 .*accept only/) : 'show False']);
});
