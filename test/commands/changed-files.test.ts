import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deployment } from '../support/drills.js';
import { inProcess } from '../support/in-process.js';
import { type PlayedTasks, playTasksOnce } from '../support/played-once.js';

/** Which drills are tried is asked here, and what they come to once. */
const played: PlayedTasks = new Map();
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
  playTasksOnce(played);
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
const tried = (...argv: string[]): Promise<string[]> => triedUnder('.', ...argv);
async function triedUnder(...argv: string[]): Promise<string[]> {
  const { stdout } = await inProcess(['check', '--seeds', '1', '--json', ...argv], { cwd: folder });
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

test('a topology that came or went is what a runbook beside it hangs on', async () => {
  put('two/other.yaml', deployment({ users: 10 }));
  expect((await check('--changed')).stdout).toMatch(/not rehearsed[\s\S]*two\/night\.ps1/);
  rmSync(join(folder, 'two/other.yaml'));
});

test('a script in a folder that git is told to ignore may have changed', async () => {
  put('.gitignore', 'part*\nparts/\n');
  put('two/parts/more.ps1', 'function Wait-Night { Start-Sleep 90 }\n');
  git('add', '.');
  git('commit', '-q', '-m', 'ignore parts');
  expect(await tried('--changed')).toContain('two/night.ps1');
});

test('what git does not know is unusable', async () => {
  expect(await check('--changed', 'nowhere')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('error: git cannot say what changed since "nowhere"'),
  });
});

describe('whatever may have changed is tried, though git does not name it', () => {
  test('a topology within a submodule, of which git names the folder', async () => {
    const other = mkdtempSync(join(tmpdir(), 'drydrill-submodule-'));
    const inOther = (...words: string[]): void =>
      void execFileSync('git', ['-C', other, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words]);
    writeFileSync(join(other, 'shared.yaml'), JSON.stringify(deployment({ users: 1000 })));
    inOther('init', '-q', '-b', 'main');
    inOther('add', '.');
    inOther('commit', '-q', '-m', 'all');
    put('one/b.yaml', drill('../sub/shared.yaml'));
    git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', other, 'sub');
    git('add', '.');
    git('commit', '-q', '-m', 'submodule');
    rmSync(other, { recursive: true });
    expect(await tried('--changed')).toEqual([]);
    put('sub/shared.yaml', deployment({ users: 2000 }));
    // A submodule may hold scripts: which ones a runbook loads shows only when it runs.
    expect(await tried('--changed')).toEqual(['one/b.yaml', 'two/night.ps1']);
    rmSync(join(folder, 'sub/.git'));
    // Now it is nobody's: git says nothing of what lies there, changed or not.
    expect(await tried('--changed')).toEqual(['one/b.yaml', 'two/night.ps1']);
    // Asked from within it, git knows nothing of what lies outside.
    expect(await triedUnder('one/b.yaml', 'sub', '--changed')).toEqual(['one/b.yaml']);
  });

  test('a link that leads elsewhere now, be it to a file or to a folder on the way', async () => {
    put('one/other.yaml', deployment({ users: 2000 }));
    symlinkSync('topology.yaml', join(folder, 'one/link.yaml'));
    symlinkSync('one', join(folder, 'way'));
    put('one/b.yaml', drill('link.yaml'));
    put('two/c.yaml', drill('../way/topology.yaml'));
    git('add', '.');
    git('commit', '-q', '-m', 'links');
    expect(await tried('--changed')).toEqual([]);
    rmSync(join(folder, 'one/link.yaml'));
    symlinkSync('other.yaml', join(folder, 'one/link.yaml'));
    expect(await tried('--changed')).toEqual(['one/b.yaml']);
    rmSync(join(folder, 'way'));
    symlinkSync('two', join(folder, 'way'));
    expect(await tried('--changed')).toEqual(['one/b.yaml', 'two/c.yaml', 'two/night.ps1']);
  });

  test('paths in another repository than the working directory; what lies in none of them, and what git ignores', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    execFileSync('git', ['init', '-q'], { cwd: elsewhere });
    const from = (...argv: string[]) => inProcess(['check', ...argv, '--seeds', '1', '--json'], { cwd: elsewhere });
    const nothing = await from('../one', '--changed');
    expect(JSON.parse(nothing.stdout)).toMatchObject({ verdict: 'passed', drills: [] });
    put('one/a.yaml', drill('topology.yaml', '2m'));
    expect(JSON.parse((await from('../one', '--changed')).stdout).drills).toHaveLength(1);
    put('two/c.yaml', drill('ignored.yaml'));
    put('two/ignored.yaml', deployment({ users: 1000 }));
    put('.gitignore', 'two/ignored.yaml\n/elsewhere\n');
    git('add', '.');
    git('commit', '-q', '-m', 'ignored');
    expect(await tried('--changed')).toEqual(['two/c.yaml']);
  });

  test('a runbook that nobody rehearses', async () => {
    put('three/new.ps1', FAIL_OVER);
    const { status, stdout } = await check('--changed', '--filter', 'three');
    expect({ status, first: stdout.split('\n')[0] }).toEqual({
      status: 3,
      first: expect.stringMatching(/^INCONCLUSIVE {2}Nothing was tried/),
    });
    git('add', '.');
    git('commit', '-q', '-m', 'new');
    expect(await check('--changed')).toMatchObject({ status: 0 });
  });
});
