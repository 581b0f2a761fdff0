import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { faultsNamed } from './seeded/faults-named.mjs';
import { broken, readModules } from './seeded-faults.mjs';
import { findUnnoticed, RULE_DRILLS, RULE_FAULTS } from './seeded-rules.mjs';

const MODULES = readModules(fileURLToPath(new URL('../dist/modules', import.meta.url)));

test('each drill is one that a broken rule needs, and each fault has a name of its own', () => {
  expect([...new Set(RULE_FAULTS.map((f) => f.drill))].sort()).toEqual(Object.keys(RULE_DRILLS).sort());
  expect(new Set(RULE_FAULTS.map((f) => f.name)).size).toBe(RULE_FAULTS.length);
});

test('a name that no fault has is an error, and no measurement of nothing', () => {
  expect(faultsNamed(RULE_FAULTS, [])).toBe(RULE_FAULTS);
  expect(faultsNamed(RULE_FAULTS, ['disabled-starts']).map((f) => f.name)).toEqual(['disabled-starts']);
  expect(() => faultsNamed(RULE_FAULTS, ['disabled-starts', 'disabled-start'])).toThrow(
    'no such fault: disabled-start',
  );
  expect(() => findUnnoticed(['disabled-start'], () => {})).toThrow('no such fault');
});

test.each(RULE_FAULTS)('$name has one place in the built modules, and changes it', (fault) => {
  const { file, text } = broken(MODULES, fault as never);
  expect(text).not.toBe(MODULES.find((m) => m.file === file)?.text);
});

// Each is a process of its own; `npm run seeded` plays all.
test('a server that starts though it is disabled, and an instance that stays down, are noticed (D254, D137)', () => {
  expect(findUnnoticed(['disabled-starts', 'instance-stays-down'], () => {})).toEqual([]);
}, 60_000);
