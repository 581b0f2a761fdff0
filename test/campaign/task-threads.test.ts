import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drydrill, ROOT } from '../support/built.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-threads-'));
  for (const name of ['contoso-standard.yaml', '12-standard-pair.yaml']) {
    copyFileSync(join(ROOT, 'sims', name), join(folder, name));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a check comes to the same whatever the number of its threads', async () => {
  const check = (workers: string) =>
    drydrill(['check', '.', '--runs', '250', '--seeds', '25', '--coverage', '--json', '--workers', workers], {
      cwd: folder,
    });
  const one = await check('1');
  expect({ status: one.status, stderr: one.stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(one.stdout).sequences[0].runs).toBe(250);
  expect(JSON.parse(one.stdout).coverage.topologies[0].reached).toBeGreaterThan(100);
  expect(await check('3')).toEqual(one);
}, 180_000);
