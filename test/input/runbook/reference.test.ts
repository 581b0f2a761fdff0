import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtinNames } from '../../../src/powershell/cmdlets/builtins.js';
import { IGNORED } from '../../../src/powershell/cmdlets/ignored.js';
import { BOUNDS } from '../../../src/powershell/interpreter/bounds.js';
import { ROOT } from '../../support/built.js';

/** docs/runbook.md says what is read, so it must name all of it. */
const page = readFileSync(`${ROOT}docs/runbook.md`, 'utf8');

test('every cmdlet of PowerShell that is read or ignored is on the page', () => {
  const names = [...builtinNames(), ...[...IGNORED.values()].map(({ name }) => name)];
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('the bounds are those of the interpreter', () => {
  const { turns, loopMs, evaluations, requests } = BOUNDS;
  for (const n of [turns, evaluations, requests]) expect(page).toContain(n.toLocaleString('en-US'));
  expect(page).toContain(`${loopMs / 3_600_000} hours of virtual time`);
});
