import { expect, test } from 'vitest';
import { play } from '../world.js';

/** Scripts that work without end, or on what grows without end: each comes to a bound, and soon. */
test.each([
  [
    'a list that holds itself',
    '$l = New-Object System.Collections.ArrayList; $l.Add($l); "$l"',
    'deep inside one another',
  ],
  ['an object that holds itself', '$o = [pscustomobject]@{ a = 1 }; $o.a = $o; "$o"', 'deep inside one another'],
  ['lists in lists', '$a = @(); for ($i = 0; $i -lt 500; $i++) { $a = , $a }; "$a"', 'deep inside one another'],
  ['lists that are made', 'while ($true) { $x = 1..99999 }', 'too many items'],
  ['lists that are searched', '$x = 1..99999; while ($true) { $y = $x -contains -1 }', 'too many items'],
  ['properties of all items', '$x = 1..99999; while ($true) { $y = $x.Foo }', 'too many items'],
  [
    'lists that are piped',
    '$x = 1..99999; while ($true) { $x | Select-Object -First 99999 | Out-Null }',
    'too many items',
  ],
  ['methods of long texts', '$s = "a" * 900000; while ($true) { $t = $s.ToUpper() }', 'too many items'],
  ['texts that are joined', '$s = "a" * 99999; $l = 1..99 | ForEach-Object { $s }; $l -join $s', 'grows too long'],
  ['texts that are replaced', '$s = "a" * 900000; $s -replace "a", "bb"', 'grows too long'],
])('%s', async (_what, script, bound) => {
  const before = process.cpuUsage();
  const { ending } = await play(script);
  expect(ending).toContain(bound);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(8000);
});

/** Work that the number of values does not tell, at every turn of a loop: each comes to a bound of the work on items. */
test.each([
  ['a pattern that is tried at every place', "$s = 'a' * 500; 1..99 | ForEach-Object { $s -match 'a*b' }"],
  ['matches that are replaced', "$s = 'a' * 5000; 1..99 | ForEach-Object { $t = $s -replace 'a', 'b' }"],
  ['texts that are split', "$s = 'a,' * 5000; 1..99 | ForEach-Object { $t = $s -split ',' }"],
  ['a switch over patterns', "$s = 'a' * 500; 1..99 | ForEach-Object { switch -Regex ($s) { 'a*b' { } } }"],
  ['patterns that are made ready', "1..99 | ForEach-Object { (1..99) -match '^x' }"],
  [
    'a wildcard that begins anew at every letter',
    `$s = 'ab' * 500; 1..99 | ForEach-Object { $s -like '*${'ba'.repeat(20)}c' }`,
  ],
  ['texts in lists', "$l = 1..9 | ForEach-Object { 'a' * 9999 }; 1..99 | ForEach-Object { $l -eq 'b' }"],
  [
    'texts that are sorted',
    "$l = 1..99 | ForEach-Object { 'a' * 999 + $_ }; 1..9 | ForEach-Object { $l | Sort-Object }",
  ],
  [
    'texts that are grouped',
    "$l = 1..99 | ForEach-Object { 'a' * 999 + $_ }; 1..9 | ForEach-Object { $l | Group-Object }",
  ],
  ['places in a format', "$f = '{0}' * 999; 1..99 | ForEach-Object { $f -f 1 }"],
  ['a list that is splatted', 'function f { $args.Count }; $l = 1..999; 1..99 | ForEach-Object { f @l }'],
  [
    'arguments for many parameters',
    `function f($${Array.from({ length: 99 }, (_, i) => `p${i}`).join(', $')}) { }; 1..99 | ForEach-Object { f ${'1 '.repeat(99)} }`,
  ],
])('%s', async (_what, script) => {
  expect((await play(script)).ending).toBe('done');
  expect((await play(script, {}, { bounds: { items: 1_500_000 } })).ending).toMatch(/too many (?:items|steps)/);
});

test('a script that spends a part of every budget comes to an end before all of them are spent', async () => {
  const script = '$x = Get-Other; while ($true) { if ($x) { $y = 1; $z = 2 }; $l = 1..50 }';
  const answers = { 'Get-Other': () => ({ outcome: 'notModelled' as const }) };
  const { ending } = await play(script, answers, {
    bounds: { items: 300_000, evaluations: 1500, lookedAt: 1500 },
  });
  expect(ending).toBe('the script takes too much work in all');
});

test('what one script searched is no work of the next one', async () => {
  const script = "$s = 'a' * 500; show ($s -match 'a*b')";
  for (let i = 0; i < 3; i++) {
    expect(await play(script, {}, { bounds: { items: 300_000 } })).toMatchObject({
      log: ['show False'],
      ending: 'done',
    });
  }
});

test('many different objects are told apart in time that is not their square', async () => {
  expect((await play('show @(1..50000 | Select-Object -Unique).Count')).log).toEqual(['show 50000']);
});

test('patterns whose ways multiply are not searched', async () => {
  const groups = '(a|aa)'.repeat(17);
  const { log } = await play(
    `show ('${'a'.repeat(33)}' -match '^${groups}$') ('${'a'.repeat(30)}' -match '${'a?'.repeat(30)}')`,
  );
  expect(log[0]).toMatch(/^show \?the pattern .* \?the pattern /);
});

test('names are looked up in nothing but what the script has', async () => {
  const script = `$h = @{}; $o = [pscustomobject]@{ a = 1 }
show ($null -eq $h.constructor) ($null -eq $h['toString']) ($null -eq $o.__proto__) ($null -eq 'x'.constructor)
try { [constructor] 1 } catch { }
show ([math]::constructor)
function __proto__ { 'own' }
show (__proto__)
constructor`;
  const { log } = await play(script);
  expect(log).toEqual(['show True True True True', 'show ?[math]::constructor', 'show own', 'constructor']);
});
