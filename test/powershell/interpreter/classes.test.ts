import { describe, expect, test } from 'vitest';
import { play } from '../world.js';

/** Classes and enumerations as Windows PowerShell 5.1 has them; each `show` is one line of the log. */

const log = async (script: string): Promise<readonly string[]> => (await play(script)).log;

test('the member of an enumeration that is zero does not hold as a condition', async () => {
  const script = `enum State { NotReady; Ready }
$no = [State]::NotReady; $yes = [State] 'Ready'
if ($no) { show wrong } else { show not }
if (-not $yes) { show wrong }
show ([bool] $no) ([bool] $yes) ($no -or $false) (@($no, $no) -as [bool])`;
  expect(await log(script)).toEqual(['show not', 'show False True False True']);
});

describe('enumerations', () => {
  test('names and numbers; what is not given counts on', async () => {
    expect(
      await log(`enum Level { Low; Middle = 5; High }
show ([int] [Level]::High) "$([Level]::High) $([Level] 'low') $([Level] 5)"
show ([Level]::Low -eq 'LOW') ([Level]::High -gt [Level]::Low) ([Level]::High -gt 'Middle') ([Enum]::GetNames([Level]) -join ',')
switch ([Level]::High) { 'High' { show text } ([Level]::High) { show value } 6 { show number } }
try { $x = [Level] 'Top' } catch { show caught }
[Level] $kept = 'Middle'
$kept = 'High'
show ($kept -is [Level]) "$kept"`),
    ).toEqual([
      'show 6 High Low Middle',
      'show True True True Low,Middle,High',
      'show text',
      'show value',
      'show number',
      'show caught',
      'show True High',
    ]);
  });
});

describe('classes', () => {
  test('properties with types and beginnings, constructors by their arguments, methods, static members', async () => {
    expect(
      await log(`class Counter {
  [int] $Count = 10
  [string] $Name
  [bool] $On
  static [int] $Made = 0
  Counter() { [Counter]::Made++ }
  Counter([string] $name) { $this.Name = $name; [Counter]::Made += 10 }
  Counter([int] $start) { $this.Count = $start }
  [int] Add([int] $by) { 'goes nowhere'; $this.Count += $by; return $this.Count }
  [int] Add() { return $this.Add(1) }
  [void] Reset() { $this.Count = '3' }
  static [string] Title([string] $of) { return "counter of $of" }
  [string] ToString() { return "<$($this.Count)>" }
}
$a = [Counter]::new()
$b = New-Object Counter 'two'
$c = [Counter]::new(7)
show $a.Count $a.On $b.Name $c.Count ([Counter]::Made) ([Counter]::Title('x'))
show $a.Add(5) $a.Add() "$a"
$a.Reset()
show ($a.Count + 1)
show ([Counter] @{ Count = 4; Name = 'n' }).Count
try { $a.Count = 'x' } catch { show typed }
try { $a.Other = 1 } catch { show closed }
try { $x = [Counter]::new(1, 2) } catch { show overload }
try { $a.Add(1, 2, 3) } catch { show arguments }`),
    ).toEqual([
      'show 10 False two 7 11 counter of x',
      'show 15 16 <16>',
      'show 4',
      'show 4',
      'show typed',
      'show closed',
      'show overload',
      'show arguments',
    ]);
  });

  test('inheritance: constructors from the base on, methods from the object on, unless it is cast', async () => {
    expect(
      await log(`class Base {
  [string] $Log = ''
  Base([string] $x) { $this.Log += "base $x;" }
  [string] Name() { return 'base' }
  [string] Said() { return "I am $($this.Name())" }
}
class Inner : Base {
  Inner([string] $x) : base("$x!") { $this.Log += 'inner' }
  [string] Name() { return 'inner of ' + ([Base] $this).Name() }
}
$x = [Inner]::new('a')
show $x.Log '|' $x.Said() ($x -is [Base]) ([Base]::new('b') -is [Inner])
class Other { }
function Test-It([Base] $b) { $b.Name() }
show (Test-It $x)
try { Test-It ([Other]::new()) } catch { show no }`),
    ).toEqual(['show base a!;inner | I am inner of base True False', 'show inner of base', 'show no']);
  });

  test('a method sees the variables of the script by $script: and none of its caller; errors go to the caller', async () => {
    expect(
      await log(`$there = 'script'
class C {
  [string] Look() { return "$script:there" }
  [void] Fail() { throw [System.ArgumentException] 'wrong' }
}
try { [C]::new().Fail() } catch [System.TimeoutException] { show timeout } catch [System.ArgumentException] { show $_.Exception.Message }
show ([C]::new().Look())`),
    ).toEqual(['show wrong', 'show script']);
  });
});

describe('exceptions by their types', () => {
  test.each([
    ["throw 'text'", 'runtime'],
    ["throw [System.IO.FileNotFoundException] 'f'", 'io'],
    ["throw (New-Object System.ArgumentNullException 'a')", 'argument'],
    ["throw [System.TimeoutException]::new('t')", 'any'],
  ])('%s is caught by %s', async (thrown, by) => {
    const script = `try { ${thrown} }
catch [System.IO.IOException] { show io }
catch [System.ArgumentException] { show argument }
catch [System.FormatException] { }
catch [System.Management.Automation.PSSecurityException] { show security }
catch { show any }`;
    const wanted = by === 'runtime' ? 'any' : by;
    expect(await log(script)).toEqual([`show ${wanted}`]);
    const last = script.replace(
      'catch { show any }',
      'catch [System.Management.Automation.RuntimeException] { show any }',
    );
    expect(await log(last)).toEqual([`show ${wanted}`]);
  });

  test('of one whose type is not known it is told, also where the block is empty', async () => {
    const { log: said } = await play(`try { $x = 1 / 0 } catch [System.IO.IOException] { } catch { show any }`);
    expect(said.join()).toMatch(/notModelled.*whether catch \[system\.io\.ioexception\].*show any/);
  });
});

describe('pipelines', () => {
  test('a function takes objects one by one, all begin first, and return ends one of them', async () => {
    expect(
      await log(`function Give { show give1; 1; show give2; 2; show end }
filter Half { if ($_ -eq 1) { return }; $_ }
function Take { begin { show begin } process { show "take $_" ; if ($_ -eq 1) { return }; show after } end { show done } }
Give | Take
1..3 | Half | Take`),
    ).toEqual([
      ...[
        'show begin',
        'show give1',
        'show take 1',
        'show give2',
        'show take 2',
        'show after',
        'show end',
        'show done',
      ],
      ...['show begin', 'show take 2', 'show after', 'show take 3', 'show after', 'show done'],
    ]);
  });

  test('-PipelineVariable holds the object of its stage', async () => {
    expect(
      await log(
        `1..2 | ForEach-Object -PipelineVariable outer { $_ } | ForEach-Object { 'a', 'b' } | ForEach-Object { show "$outer$_" }`,
      ),
    ).toEqual(['show 1a', 'show 1b', 'show 2a', 'show 2b']);
  });

  test('all of the input is there at the end of a function without process', async () => {
    expect(await log(`function All { show @($input).Count }\n1..3 | All`)).toEqual(['show 3']);
  });
});

describe('strict mode from 2 on', () => {
  test.each(['$o.Minuts', '(5).Count', '$null.Name', '@{ a = 1 }.b', "'x'.Count"])('%s is an error', async (text) => {
    const script = `$o = [pscustomobject] @{ Minutes = 5 }\ntry { $x = ${text}; show none } catch { show error }`;
    expect(await log(script)).toEqual(['show none']);
    expect(await log(`Set-StrictMode -Version 2.0\n${script}`)).toEqual(['show error']);
  });
});
