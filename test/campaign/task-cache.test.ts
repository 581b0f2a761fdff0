import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TaskPlayer } from '../../src/campaign/task-player.js';
import { deployment } from '../support/drills.js';
import { inProcess } from '../support/in-process.js';

let folder: string;
let played = 0;
let onPlay = (): void => {};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-cache-'));
  const { play } = TaskPlayer.prototype;
  vi.spyOn(TaskPlayer.prototype, 'play').mockImplementation(function (this: TaskPlayer, ...given) {
    played++;
    onPlay();
    return play.apply(this, given);
  });
  put('topology.yaml', JSON.stringify(deployment({ users: 1000 })));
  put('drill.yaml', drill('topology.yaml', '{ script: main.ps1 }'));
  put('other.yaml', drill('topology.yaml', '{ wait: 1h }'));
  put('main.ps1', '. "$PSScriptRoot\\part.ps1"\nGet-Pool');
  put('part.ps1', 'function Get-Pool { Get-CsPool -Identity pool1 }');
});
afterEach(() => {
  onPlay = () => {};
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const drill = (topology: string, step: string): string =>
  `drill: A drill\ntopology: ${topology}\nsteps:\n  - { wait: 10m }\n  - ${step}\nexpect: { served: false }\n`;

/** A check of the folder, of drills and one share of sequences, and how many tasks it has played. */
async function check(...more: string[]): Promise<{ tasks: number; status: number | null; stdout: string }> {
  played = 0;
  const argv = ['check', '.', '--runs', '3', '--seeds', '2', '--workers', '1', '--json', '--cache', 'cache', ...more];
  const { status, stdout, stderr } = await inProcess(argv, { cwd: folder });
  expect(stderr).toBe('');
  return { tasks: played, status, stdout };
}

test('what depends on the same bytes is not played again, and comes to the same', async () => {
  const first = await check();
  expect(first.tasks).toBe(3);
  expect(await check()).toEqual({ ...first, tasks: 0 });
  const without = await inProcess(['check', '.', '--runs', '3', '--seeds', '2', '--workers', '1', '--json'], {
    cwd: folder,
  });
  expect(without.stdout).toBe(first.stdout);
});

test.each([
  ['the script that a script loads', 'part.ps1', 'function Get-Pool { Get-CsPool -Identity pool2 }', 1],
  ['a script', 'main.ps1', '. "$PSScriptRoot\\part.ps1"\nGet-Pool\nGet-Pool', 1],
  ['a drill', 'other.yaml', drill('topology.yaml', '{ wait: 2h }'), 1],
  ['the topology', 'topology.yaml', JSON.stringify(deployment({ users: 1001 })), 3],
])('%s is another one: what depends on it is played, and nothing else', async (_, name, text, tasks) => {
  await check();
  const before = readFileSync(join(folder, name), 'utf8');
  put(name, text);
  const changed = await check();
  expect(changed.tasks).toBe(tasks);
  put(name, before);
  expect((await check()).tasks).toBe(0);
  put(name, text);
  expect(await check()).toEqual({ ...changed, tasks: 0 });
});

test.each([
  ['a drill', 'other.yaml', drill('topology.yaml', '{ wait: 2h }')],
  ['the topology', 'topology.yaml', JSON.stringify(deployment({ users: 1001 }))],
])('%s that changes while it is played is not taken for what it was read as', async (_, name, text) => {
  onPlay = () => put(name, text);
  await check();
  onPlay = () => {};
  const later = await check();
  expect(later.tasks).toBeGreaterThan(0);
  rmSync(join(folder, 'cache'), { recursive: true });
  expect(later).toEqual({ ...(await check()), tasks: later.tasks });
});

test('other seeds, --strict and --coverage are other questions', async () => {
  await check();
  expect((await check('--seeds', '3')).tasks).toBe(2);
  expect((await check('--strict')).tasks).toBe(2);
  expect((await check('--coverage')).tasks).toBe(3);
  expect((await check('--seed', '2')).tasks).toBe(1);
});

test('what is damaged, half written or of another kind is as if it were not there', async () => {
  const first = await check();
  const kept = readdirSync(join(folder, 'cache'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  );
  for (const [i, name] of kept.entries()) {
    const path = join(folder, 'cache', name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, [text.replace('passed', 'failed').replace('read', 'read '), text.slice(0, -9), ''][i % 3]);
  }
  expect(await check()).toEqual(first);
  expect((await check()).tasks).toBe(0);
});

test('another folder with the same files has the same results, and with it the cache', async () => {
  await check();
  const other = mkdtempSync(join(tmpdir(), 'drydrill-cache-'));
  try {
    cpSync(folder, other, { recursive: true });
    const mine = folder;
    folder = other;
    expect((await check()).tasks).toBe(0);
    folder = mine;
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});

test('a cache that can no longer be written: what was found is told, and that it is not kept', async () => {
  put('drill.yaml', drill('topology.yaml', '{ wait: 3h }'));
  const first = await check();
  rmSync(join(folder, 'cache'), { recursive: true });
  onPlay = () => {
    rmSync(join(folder, 'cache'), { recursive: true, force: true });
    put('cache', 'a file now');
  };
  const argv = ['check', '.', '--runs', '3', '--seeds', '2', '--workers', '1', '--json', '--cache', 'cache'];
  const { status, stdout, stderr } = await inProcess(argv, { cwd: folder });
  expect({ status, stdout }).toEqual({ status: first.status, stdout: first.stdout });
  expect(stderr).toMatch(/^warning: what was found is not all kept in cache: /);
});

test('a cache that cannot be written: exit 2 before anything is played', async () => {
  put('cache', 'a file');
  played = 0;
  const { status, stderr } = await inProcess(['check', '.', '--cache', 'cache'], { cwd: folder });
  expect({ status, played }).toEqual({ status: 2, played: 0 });
  expect(stderr).toMatch(/cache/);
});
