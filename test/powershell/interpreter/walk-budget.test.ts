import { expect, test } from 'vitest';
import { play } from '../world.js';

const answers = { 'Get-Other': () => ({ outcome: 'notModelled' as const }) };
const MANY = Array.from({ length: 60 }, (_, i) => `$v${i} = $x + ${i}`).join('\n');
const loop = (inside: string): string => `$x = Get-Other\nfor ($i = 0; $i -lt 40; $i++) {\n${inside}\n}\nshow done`;
const CALLED = Array.from({ length: 30 }, (_, i) => `function f${i + 1} { f${i}; f${i}; f${i} }`).join('\n');

/** Loops around parts that are perhaps not carried out: each walks over hundreds of nodes at every turn. */
const LOOPS = {
  'an if that takes both ways': loop(`if ($x) { ${MANY} }`),
  'an if with a command behind it': loop(`if ($x) { ${MANY}\nAct }`),
  'ifs in loops': loop(`for ($j = 0; $j -lt 3; $j++) { if ($x) { if ($x) { ${MANY} } } }`),
  'a function that is called there': `function Set-All { ${MANY} }\n${loop('if ($x) { Set-All }')}`,
  'a switch': loop(`switch ($x) { 1 { ${MANY}\nAct } default { ${MANY} } }`),
  'a catch of a type': loop(`try { throw $x } catch [System.IO.IOException] { ${MANY} } catch { }`),
  'a list that is not known': loop(`foreach ($y in $x) { ${MANY}\nAct }`),
  'objects that are not known': loop(`$x | ForEach-Object { ${MANY} }`),
  'a long list that may hold code': `$l = 1..9000\n${loop('if ($x) { $y = $l; $z = $l }')}`,
};

test.each(Object.entries(LOOPS))('what is looked at is counted: %s', async (_what, script) => {
  expect((await play(script, answers)).ending).toBe('done');
  const { ending } = await play(script, answers, { bounds: { lookedAt: 3000 } });
  expect(ending).toContain('what may or may not be carried out comes to more than 3000 statements and expressions');
});

test('a function that others call in many ways is looked into once', async () => {
  const script = `function f0 { 1 }\n${CALLED}\n$x = Get-Other\nif ($x) { f30 }\nshow done`;
  const { ending, log } = await play(script, answers, { bounds: { lookedAt: 3000 } });
  expect([ending, log.at(-1)]).toEqual(['done', 'show done']);
});

test('what a place passes over is looked for once, however often a loop comes there', async () => {
  const calls = 'f30; '.repeat(20);
  const once = `function f30 { ${MANY} }\n${loop(`if ($x) { Act; ${calls} }`)}`;
  const { ending, log } = await play(once, answers, { bounds: { lookedAt: 75_000 } });
  expect(ending).toBe('done');
  expect(log.filter((line) => line.startsWith('notModelled'))).toHaveLength(40);
});
