import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CMDLETS } from '../../../src/domain/cmdlets/catalog.js';
import { serverCmdlets } from '../../../src/domain/cmdlets/known-cmdlets.js';
import { builtinsInWords } from '../../../src/powershell/cmdlets/builtins.js';
import { IGNORED } from '../../../src/powershell/cmdlets/ignored.js';
import { BOUNDS } from '../../../src/powershell/interpreter/bounds.js';
import { ROOT } from '../../support/built.js';

/** docs/runbook.md says what is read, so it must name all of it. */
const page = readFileSync(`${ROOT}docs/runbook.md`, 'utf8');

test('every cmdlet of PowerShell that is read or ignored is on the page', () => {
  const names = [...builtinsInWords().flatMap((each) => each.names), ...[...IGNORED.values()].map(({ name }) => name)];
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('every cmdlet of the servers is on the page: known, noted, or not modelled', () => {
  const modelled = new Set(CMDLETS.map(({ name }) => name));
  const missing = serverCmdlets().filter((name) => {
    const [verb, noun] = name.split('-Cs');
    const list = page.split('\n- ').filter((part) => part.startsWith(`\`${verb}-Cs\`:`));
    return modelled.has(name)
      ? !page.includes(`| \`${name}\` |`)
      : !list.some((part) => part.split(/[,\s]+/).includes(noun));
  });
  expect(missing).toEqual([]);
});

test('the bounds are those of the interpreter', () => {
  const { turns, loopMs, evaluations, requests } = BOUNDS;
  for (const n of [turns, evaluations, requests]) expect(page).toContain(n.toLocaleString('en-US'));
  expect(page).toContain(`${loopMs / 3_600_000} hours of virtual time`);
});
