import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as TaskThreads from '../../src/campaign/task-threads.js';
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
    drydrill(['check', '.', '--runs', '12', '--seeds', '3', '--coverage', '--json', '--workers', workers], {
      cwd: folder,
    });
  const one = await check('1');
  expect({ status: one.status, stderr: one.stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(one.stdout).sequences[0].runs).toBe(12);
  expect(JSON.parse(one.stdout).coverage.topologies[0].reached).toBeGreaterThan(100);
  expect(await check('3')).toEqual(one);
}, 180_000);

test('runs of threads are counted while they go on, each once, without a message for each', async () => {
  const { doTasks } = (await import(join(ROOT, 'dist/modules/campaign/task-threads.js'))) as typeof TaskThreads;
  const path = join(folder, 'contoso-standard.yaml');
  const tasks = [0, 10, 20, 30].map((from) => ({
    ...{ kind: 'sequences' as const, path, seed: 1, from, to: from + 10, coverage: false },
  }));
  let next = 0;
  const told: number[] = [];
  const played: number[] = [];
  const queue: TaskThreads.TaskQueue = {
    tasks,
    next: () => (next < tasks.length ? next++ : null),
    tick: (runs) => void told.push(runs),
    done: (_, result) => void played.push(result.kind === 'sequences' ? result.played : 0),
  };
  expect(await doTasks(queue, 2, null as never)).toBeNull();
  expect(played).toEqual([10, 10, 10, 10]);
  expect(told.reduce((sum, runs) => sum + runs, 0)).toBe(40);
}, 180_000);
