import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deployment } from '../support/drills.js';
import { inProcess } from '../support/in-process.js';

let folder: string;
const FAIL_OVER = 'Invoke-CsPoolFailOver -PoolFqdn pool1';

const git = (...words: string[]): void =>
  void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: folder, stdio: 'ignore' });

function put(name: string, content: object | string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

const drill = (topology: string, wait = '1m') => ({ drill: 'D', topology, steps: [{ wait }, { run: FAIL_OVER }] });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-changed-'));
  put('one/topology.yaml', deployment({ users: 1000 }));
  put('two/topology.yaml', deployment({ users: 1000 }));
  put('one/a.yaml', drill('topology.yaml'));
  put('one/b.yaml', drill('topology.yaml'));
  put('two/c.yaml', drill('topology.yaml'));
  put('two/night.ps1', `. .\\part.ps1\n${FAIL_OVER}\n`);
  put('two/part.ps1', 'function Wait-Night { Start-Sleep 60 }\n');
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'all');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const check = (...argv: string[]) => inProcess(['check', '.', '--seeds', '1', ...argv], { cwd: folder });
async function tried(...argv: string[]): Promise<string[]> {
  const { stdout } = await check('--json', ...argv);
  const { drills, sequences } = JSON.parse(stdout) as { drills: { path: string }[]; sequences: { topology: string }[] };
  return [...drills.map(({ path }) => path), ...sequences.map(({ topology }) => topology)];
}

test('nothing that changed is nothing to do, and says so', async () => {
  expect(await check('--changed')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('PASSED  Nothing under . depends on what changed since HEAD.'),
  });
});

test('shards that have nothing to do are joined to the same', async () => {
  const whole = await check('--changed', '--json');
  // What they write is no file that git is asked about.
  put('.gitignore', 'part*\n');
  git('add', '.');
  git('commit', '-q', '-m', 'ignore');
  for (const part of ['1', '2']) await check('--changed', '--shard', `${part}/2`, '--out', `part${part}`);
  expect(await inProcess(['merge', 'part1', 'part2', '--json'], { cwd: folder })).toEqual(whole);
});

test('a drill counts where it, its topology or, for a runbook, any script changed; a topology where it did itself', async () => {
  put('one/a.yaml', drill('topology.yaml', '2m'));
  expect(await tried('--changed', '--runs', '1')).toEqual(['one/a.yaml']);
  put('one/topology.yaml', deployment({ users: 2000 }));
  expect(await tried('--changed', '--runs', '1')).toEqual(['one/a.yaml', 'one/b.yaml', 'one/topology.yaml']);
  git('commit', '-qam', 'more');
  put('two/part.ps1', 'function Wait-Night { Start-Sleep 90 }\n');
  expect(await tried('--changed', 'HEAD')).toEqual(['two/night.ps1']);
  expect(await tried('--changed', 'HEAD~1')).toEqual(['one/a.yaml', 'one/b.yaml', 'two/night.ps1']);
});

test('a new file counts; of another branch only what this one did; a drill that is gone is missed', async () => {
  await check('--update');
  git('add', '.');
  git('commit', '-q', '-m', 'baseline');
  git('checkout', '-q', '-b', 'work');
  put('two/new.yaml', drill('topology.yaml'));
  expect(await tried('--changed', 'main')).toEqual(['two/new.yaml']);
  rmSync(join(folder, 'two/new.yaml'));
  rmSync(join(folder, 'one/b.yaml'));
  git('checkout', '-q', 'main');
  const gone = await check('--changed');
  expect(gone).toMatchObject({ status: 3, stdout: expect.stringContaining('gone  one/b.yaml') });
  expect(gone.stdout).toMatch(/^INCONCLUSIVE {2}1 of the baseline not found\./);
});

test('what git does not know is unusable', async () => {
  expect(await check('--changed', 'nowhere')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('error: git cannot say what changed since "nowhere"'),
  });
});
