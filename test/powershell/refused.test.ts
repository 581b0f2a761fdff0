import { describe, expect, test } from 'vitest';
import { play } from './world.js';

/** Scripts that are not understood as a whole, or hold what is outside of the subset: what is said and where. */
const BAD: readonly string[] = [
  'if ($x) {\n  show a\n',
  'show (1, 2\n',
  'show a\n}\n',
  'show "no end\n',
  "show 'no end\n",
  '<# no end',
  'show @"\nno end\n',
  '# only a comment\n',
  'show a ` \n  -b',
  'foreach ($x in ) { }',
  'show a && show b',
  'show a || show b',
  '$x = $a ?? 1',
  'return a, b',
  'Write-Host "$pool: ready"',
  'show a &',
  'show < a.txt',
  '| show',
  'show |',
  '$x = ',
  '1 = $x',
  '$x.',
  '$x[',
  'if $x { }',
  'try { }',
  'do { } ',
  '@{ a = 1; A = 2 }',
  'function { }',
  'param($x',
  'show a; param($x)',
  'begin { }\nshow a',
  '$x = foo bar baz)',
  'show (foo bar',
  '@splat',
  '$a $b',
  '1e999',
  '@"  a\n"@',
  'switch -Foo ($x) { }',
  'foreach ($x of $y) { }',
  ':outer show',
  'show -Name:',
  'enum E { A',
  'class C { [int] }',
  '${x',
  '$x ? 1 : 2',
  'foo, bar',
  '{([\n])}',
  '1 | 2 | show',
  "'a' | { show a }",
  'try { } catch { } catch [Exception] { }',
  'function f($a, $A) { }',
  'switch (1) { default { } 1 { } default { } }',
  '++5',
  '--(Get-Date)',
  'show a\nusing namespace System.Text',
  'function f { process { } process { } }',
  '#Requires -Version 7\nshow a',
  'show a\n  #requires -Modules Lync -Version 5.2',
];

test.each(BAD)('%j is refused with a place', async (script) => {
  const { log, ending } = await play(script);
  expect(ending).toBe('unreadable');
  expect(log.join('\n')).toMatchSnapshot();
});

/** What the parser reads and the interpreter does not carry out: told when the run comes to it, and nothing else is lost. */
const OUTSIDE: readonly string[] = [
  'workflow A { show never }',
  'switch -File a.txt { a { show never } }',
  '$a.b.c = 1',
  'break',
  '$x = New-Object System.Net.WebClient',
];

describe('outside of the subset', () => {
  test.each(OUTSIDE)('%j', async (script) => {
    const { log } = await play(`${script}\nshow after`);
    expect(log.filter((line) => line.startsWith('notModelled'))).not.toEqual([]);
    expect(log.join('\n')).toMatchSnapshot();
  });

  test('what the run does not come to is not told', async () => {
    expect((await play('if ($false) { class A { } }\nshow after')).log).toEqual(['show after']);
  });
});
