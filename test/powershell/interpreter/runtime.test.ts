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
  ['texts that are joined', '$s = "a" * 99999; $l = 1..9999 | ForEach-Object { $s }; $l -join $s', 'grows too long'],
  ['texts that are replaced', '$s = "a" * 900000; $s -replace "a", "bb"', 'grows too long'],
])('%s', async (_what, script, bound) => {
  const before = process.cpuUsage();
  const { ending } = await play(script);
  expect(ending).toContain(bound);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(8000);
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
