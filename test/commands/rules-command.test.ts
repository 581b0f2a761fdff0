import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRules } from '../../src/input/rule-catalogue.js';
import { ROOT } from '../support/built.js';
import { inProcess } from '../support/in-process.js';
import { read, SOURCES } from '../support/sources.js';

const drydrill = (...argv: string[]) => inProcess(['rules', ...argv]);

test('every rule id that the sources name, in code or in words, is in the catalogue', () => {
  const known = new Set(readRules().map(({ id }) => id));
  const named = new Set(SOURCES.flatMap(({ file }) => read(file).match(/\b[SDMI]\d{1,3}\b/g) ?? []));
  expect(named.size).toBeGreaterThan(60);
  expect([...named].filter((id) => !known.has(id)).sort()).toEqual([]);
});

test('one rule: words, source, who refuses by it, the numbers, the sources and tests that name it', async () => {
  const { status, stdout } = await drydrill('d41', '--json');
  expect(status).toBe(0);
  const { rules } = JSON.parse(stdout);
  expect(rules).toHaveLength(1);
  const [rule] = rules;
  expect(rule).toMatchObject({
    id: 'D41',
    basis: 'documented',
    words: expect.stringContaining('The CMS must be functional first'),
  });
  expect(rule.source).toContain('Failing over a pool');
  expect(rule.refuses.map(({ cmdlet }: { cmdlet: string }) => cmdlet)).toContain('Invoke-CsPoolFailOver');
  expect(rule.implemented).toContain('src/domain/cmdlets/pool-failover-preconditions.ts');
  expect(rule.tested).toContain('test/domain/rules/pool-failover.test.ts');
  for (const path of [...rule.implemented, ...rule.tested]) expect(existsSync(join(ROOT, path)), path).toBe(true);
  const words = (await drydrill('D41')).stdout;
  for (const part of ['Refused by it', 'Named in the sources', 'Named in the tests', 'Failing back a pool'])
    expect(words).toContain(part);
});

test('of the tests only those count, not what they share, which names rules too', async () => {
  expect(read('test/support/drills.ts')).toMatch(/\bD\d/);
  const { rules } = JSON.parse((await drydrill('--json')).stdout);
  const tested = rules.flatMap((rule: { tested: string[] }) => rule.tested);
  expect(tested.length).toBeGreaterThan(100);
  expect(tested.filter((path: string) => !path.endsWith('.test.ts'))).toEqual([]);
});

test('an assumed number is found by its rule', async () => {
  const { stdout } = await drydrill('D27');
  expect(stdout).toContain('backEndGraceMinutes');
});

test('all rules by chapter, in lines that fit', async () => {
  const { status, stdout } = await drydrill();
  expect(status).toBe(0);
  for (const { id, chapter } of readRules()) {
    expect(stdout).toMatch(new RegExp(`^ {2}${id} `, 'm'));
    expect(stdout).toContain(`${chapter}\n`);
  }
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('an id that there is not: exit 2, with the nearest', async () => {
  expect(await drydrill('D411')).toMatchInlineSnapshot(`
    {
      "status": 2,
      "stderr": "error: there is no rule "D411"; did you mean D11?
    Add --help to see how it is used.
    ",
      "stdout": "",
    }
  `);
});

test('rule ids in the tables of the documentation lead to their rows in the catalogue', () => {
  const anchors = new Set([...read('docs/rules.md').matchAll(/^\| <a id="(\w+)"><\/a>\1 \|/gm)].map(([, id]) => id));
  expect([...anchors]).toEqual(readRules().map(({ id }) => id));
  for (const page of ['docs/findings.md', 'docs/cmdlets.md', 'docs/assumptions.md']) {
    const links = [...read(page).matchAll(/\[(\w+)\]\(rules\.md#(\w+)\)/g)];
    expect(links.length, page).toBeGreaterThan(40);
    for (const [, id, anchor] of links) expect([anchor, anchors.has(anchor)], page).toEqual([id, true]);
    expect(read(page), page).not.toMatch(/^\| [A-Z]\d{1,3} \|/m);
  }
});
