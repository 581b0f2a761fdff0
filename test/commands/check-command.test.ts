import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { ChangeLog } from '../../src/domain/ledger/change-log.js';
import { deployment } from '../support/drills.js';
import { inProcess } from '../support/in-process.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-check-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function put(name: string, content: unknown): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

const check = (...argv: string[]) => inProcess(['check', ...argv], { cwd: folder });

const FAIL_OVER = 'Invoke-CsPoolFailOver -PoolFqdn pool1';
const drill = (name: string, run: string, more: object = {}) => ({
  drill: name,
  topology: 'topology.yaml',
  assumptions: { syncPhaseSeconds: 0 },
  steps: [{ wait: '10m' }, { run }],
  ...more,
});

/** A folder as a team keeps it: a drill that passes, one that does not, a runbook with its part, and other files. */
function team(): void {
  put('topology.yaml', deployment({ users: 1000 }));
  put('drills/planned.yaml', { ...drill('Planned', FAIL_OVER), topology: '../topology.yaml' });
  put('drills/wrong.yaml', {
    ...drill('Wrong order', 'Invoke-CsPoolFailOver -PoolFqdn pool2'),
    topology: '../topology.yaml',
  });
  put('night.ps1', `. .\\part.ps1\n${FAIL_OVER}\n`);
  put('part.ps1', 'function Wait-Night { Start-Sleep 60 }\n');
  put('drills/alone.ps1', FAIL_OVER);
  put('.github/ci.yaml', 'on: push');
  put('other.yaml', 'a: 1');
}

describe('a folder', () => {
  test('is tried whole, and the report says what was and what was not', async () => {
    team();
    const { status, stdout, stderr } = await check('.', '--seeds', '2', '--runs', '3');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    await expect(stdout).toMatchFileSnapshot('snapshots/check.txt');
  });

  test('as JUnit, as annotations and as JSON in files, all of the same check', async () => {
    team();
    const { status } = await check('.', '--seeds', '1', '--reporter', 'terminal,junit,github,json', '--out', 'out');
    expect(status).toBe(1);
    const file = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');
    expect(readdirSync(join(folder, 'out')).sort()).toEqual([
      'check.github.txt',
      'check.json',
      'check.txt',
      'check.xml',
    ]);
    await expect(file('check.xml')).toMatchFileSnapshot('snapshots/check.xml');
    await expect(file('check.github.txt')).toMatchFileSnapshot('snapshots/check.github.txt');
    const json = JSON.parse(file('check.json')) as {
      verdict: string;
      drills: { path: string }[];
      notRehearsed: string[];
    };
    expect(json).toMatchObject({ drydrill: 1, verdict: 'failed', notRehearsed: ['drills/alone.ps1'] });
    expect(json.drills.map(({ path }) => path)).toEqual(['drills/planned.yaml', 'drills/wrong.yaml', 'night.ps1']);
  });

  test('tells RTO and RPO against the policy, who missed it, and fails warnings with --strict', async () => {
    const policy = { rto: '5m', rpo: '1h' };
    put('topology.yaml', { ...(deployment({ users: 1000 }) as object), policy });
    put('missed.yaml', { ...drill('Missed', FAIL_OVER), topology: 'topology.yaml' });
    const { status, stdout } = await check('.', '--seeds', '1');
    expect(status).toBe(1);
    // 5m 58s, as the drill of the team takes on this deployment, is more than 5m.
    expect(stdout).toMatch(/missed\.yaml {2}failed {3}not ready {2}5m 58s \/ 5m ! .* 0s \/ 1h /);
    const markdown = (await check('.', '--seeds', '1', '--reporter', 'markdown')).stdout;
    expect(markdown).toContain('| missed.yaml | failed | not ready | 5m 58s / 5m ! | 5m 58s | 0s / 1h | 0 | 1 |  |');
    expect(markdown).toContain('drydrill run missed.yaml --seed 1 --seeds 1');
    const json = JSON.parse((await check('.', '--seeds', '1', '--json')).stdout);
    expect(json.drills[0].targets.rto).toMatchObject({ targetMs: 300_000, from: 'policy', isKept: false });
    expect(json.tool).toMatchObject({ name: 'drydrill' });
    expect(json.inputs.map(({ path }: { path: string }) => path)).toEqual(['missed.yaml', 'topology.yaml']);
    expect(json.inputs[0].sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('of which a drill passes with a warning fails with --strict', async () => {
    put('topology.yaml', deployment({ users: 1000 }));
    const faults = [{ at: '1h', crash: { service: 'LYNCBACKUP', pool: 'pool2' } }];
    const steps = [{ wait: '10m' }, { run: FAIL_OVER }, { wait: '3h' }];
    put('lost.yaml', { ...drill('Lost', FAIL_OVER), faults, steps });
    expect((await check('.', '--seeds', '1')).stdout).toMatch(/passed {2,}reservations/);
    const { status, stdout } = await check('.', '--seeds', '1', '--strict');
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/warnings? \(--strict\), the first: .* --seeds 1 --strict/);
  });

  test('stops at the first failure with --bail, and names what it did not try', async () => {
    team();
    put('drills/a.yaml', { ...drill('First', 'Invoke-CsPoolFailBack -PoolFqdn pool1'), topology: '../topology.yaml' });
    const { status, stdout } = await check('.', '--seeds', '1', '--bail');
    expect(status).toBe(1);
    expect(stdout).toContain('0 of 1 drill passed, 1 failed, 1 not rehearsed, 3 not tried after the');
  });

  test('in which a runbook cannot be told is inconclusive, not passed', async () => {
    put('topology.yaml', deployment({ users: 1000 }));
    put('night.ps1', `${FAIL_OVER}\nGet-SomethingOfOurs | Out-Null\n`);
    const { status, stdout } = await check('.', '--seeds', '1');
    expect({ status, first: stdout.split('\n')[0] }).toEqual({
      status: 3,
      first: 'INCONCLUSIVE  0 of 1 drill passed, 1 inconclusive.',
    });
  });

  test('of which nothing can be rehearsed is inconclusive', async () => {
    put('night.ps1', FAIL_OVER);
    const { status, stdout } = await check('.');
    expect({ status, first: stdout.split('\n')[0] }).toMatchObject({
      status: 3,
      first: expect.stringContaining('INCONCLUSIVE  Nothing was tried'),
    });
  });

  test('may be narrowed by a text of the path', async () => {
    team();
    expect(await check('.', '--seeds', '1', '--filter', 'planned')).toMatchObject({ status: 0 });
  });
});

describe('no drill is passed over in silence', () => {
  test('a link to one is tried, and one that leads nowhere is told, as it might have been one', async () => {
    put('elsewhere/drill.yaml', {
      ...drill('Linked', 'Invoke-CsPoolFailOver -PoolFqdn pool2'),
      topology: '../topology.yaml',
    });
    put('drills/topology.yaml', deployment({ users: 1000 }));
    put('drills/planned.yaml', drill('Planned', FAIL_OVER));
    symlinkSync('../elsewhere/drill.yaml', join(folder, 'drills/linked.yaml'));
    put('topology.yaml', deployment({ users: 1000 }));
    const { status, stdout } = await check('drills', '--seeds', '1');
    expect(status).toBe(1);
    expect(stdout).toContain('FAILED  1 of 2 drills passed, 1 failed.');
    rmSync(join(folder, 'elsewhere'), { recursive: true });
    // The lock of an editor is no drill.
    symlinkSync('somebody@host.4711', join(folder, 'drills/.#planned.yaml'));
    expect(await check('drills')).toMatchObject({ status: 2, stderr: expect.stringContaining('drills/linked.yaml') });
  });

  test('a script is a part of another one only by its whole name, and is listed as such', async () => {
    put('topology.yaml', deployment({ users: 1000 }));
    put('Failover.ps1', FAIL_OVER);
    put(
      'all.ps1',
      `# run Planned-Failover.ps1 and Failover.ps1.bak before\n. "$PSScriptRoot\\Lib.ps1"\n${FAIL_OVER}\n`,
    );
    put('Lib.ps1', 'function Wait-Night { Start-Sleep 60 }');
    const { drills, partsOfScripts } = JSON.parse((await check('.', '--seeds', '1', '--json')).stdout);
    expect(drills.map(({ path }: { path: string }) => path)).toEqual(['Failover.ps1', 'all.ps1']);
    expect(partsOfScripts).toEqual(['Lib.ps1']);
    const { stdout } = await check('.', '--seeds', '1');
    expect(stdout).toMatch(/Left out\n {2}not by itself, as another script names it[^:]*:[^:]*:\n {4}Lib\.ps1/);
    expect((await check('.', '--seeds', '1', '--reporter', 'markdown')).stdout).toContain('| Lib.ps1 | not by itself');
  });

  test('of scripts that name each other one is rehearsed', async () => {
    put('topology.yaml', deployment({ users: 1000 }));
    put('a.ps1', `# then b.ps1\n${FAIL_OVER}`);
    put('b.ps1', `# after a.ps1\n${FAIL_OVER}`);
    const { drills, partsOfScripts } = JSON.parse((await check('.', '--seeds', '1', '--json')).stdout);
    expect([drills.map(({ path }: { path: string }) => path), partsOfScripts]).toEqual([['a.ps1'], ['b.ps1']]);
  });

  test('a runbook that is not rehearsed stands in the reason', async () => {
    team();
    const { status, stdout } = await check('drills/planned.yaml', 'drills/alone.ps1', '--seeds', '1', '--quiet');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'PASSED  1 of 1 drill passed, 1 not rehearsed.\n' });
  });

  test('a drill whose name is misspelt is told; a workflow, which has steps too, is none', async () => {
    team();
    put('azure-pipelines.yml', { trigger: ['main'], steps: [{ script: 'npm test' }] });
    const { drill: name, ...rest } = drill('Night', FAIL_OVER);
    put('night.yaml', { dril: name, ...rest });
    const { status, stderr } = await check('.');
    expect(status).toBe(2);
    expect(stderr).toContain('night.yaml:1:2: unknown key "dril"\n  did you mean "drill"?');
    expect(stderr).not.toContain('azure');
  });

  test('a drill in a folder of counterexamples that is none of them itself is tried as any other', async () => {
    put('topology.yaml', deployment({ users: 1000 }));
    const wrong = { ...drill('Wrong', 'Invoke-CsPoolFailOver -PoolFqdn pool2'), topology: '../../topology.yaml' };
    put('drydrill-examples/old/wrong.yaml', wrong);
    const { drills } = JSON.parse((await check('.', '--seeds', '1', '--json')).stdout);
    expect(drills).toMatchObject([{ kind: 'drill', result: { verdict: 'failed' } }]);
  });

  test('a folder that cannot be listed', async () => {
    team();
    const list = fs.readdirSync;
    const refused = (path: unknown, ...more: unknown[]) => {
      if (path !== 'drills') return (list as (...all: unknown[]) => unknown)(path, ...more);
      throw Object.assign(new Error('EACCES'), { code: 'EACCES', path, syscall: 'scandir' });
    };
    // Whoever is root may list everything.
    vi.spyOn(fs, 'readdirSync').mockImplementation(refused as typeof list);
    syncBuiltinESMExports();
    const { status, stderr } = await check('.').finally(() => {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'drills: this cannot be read\n  permissions do not allow it\n',
    });
  });

  test('a filter that nothing matches is a mistake, whatever else is tried', async () => {
    team();
    expect(await check('.', '--filter', 'plannned', '--runs', '2')).toMatchObject({
      status: 2,
      stderr: 'error: no drill, no runbook and no counterexample under . has "plannned" in its path (--filter)\n',
    });
  });
});

describe('unusable', () => {
  test('a flag that --shrink has no use for', async () => {
    team();
    expect(await check('--shrink', 'drills/wrong.yaml', '--strict')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('error: --strict does not go with --shrink'),
    });
    expect(await check('--shrink', 'drills/wrong.yaml', '--seeds', '1', '--quiet')).toMatchObject({ status: 1 });
  });

  test('a path that is not there, a drill that cannot be read, and nothing to try', async () => {
    expect(await check('none')).toMatchObject({ status: 2, stderr: 'none: there is no such file or folder\n' });
    put('notes.txt', 'x');
    expect(await check('notes.txt')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('this is nothing that can be tried'),
    });
    put('topology.yaml', deployment({ users: 1000 }));
    expect(await check('.')).toMatchObject({
      status: 2,
      stderr:
        'error: there is no drill and no runbook under .; with --runs N random sequences are tried on its topologies\n',
    });
    put('bad.yaml', drill('Bad', 'Invoke-CsPoolFailOver -PoolFqdn pool9'));
    put('worse.yaml', 'drill: [');
    const both = await check('.');
    expect(both).toMatchObject({ status: 2, stdout: '' });
    expect(both.stderr).toContain('worse.yaml:1:');
  });
});

describe('random sequences', () => {
  const lossy = (): void => {
    // A rule broken on purpose: an import of the Backup Service brings nothing.
    vi.spyOn(ChangeLog.prototype, 'import').mockImplementation(() => {});
  };

  test('that break an invariant end as a short drill, which is kept and tried first from then on', async () => {
    put('topology.yaml', deployment({ users: 1000, edition: 'standard' }));
    lossy();
    const first = await check('.', '--runs', '20', '--seed', '5');
    expect(first.status).toBe(1);
    const [kept] = readdirSync(join(folder, 'drydrill-examples'));
    expect(kept).toMatch(/^topology-I\d+-[0-9a-f]{8}\.yaml$/);
    expect(first.stdout).toContain(`drydrill run drydrill-examples/${kept}`);
    const again = await check('.');
    expect(again).toMatchObject({ status: 1 });
    expect(again.stdout).toContain(`drydrill-examples/${kept}`);
    // It is found again, and kept once.
    expect(readdirSync(join(folder, 'drydrill-examples'))).toEqual([kept]);
    vi.restoreAllMocks();
    expect(await check('.')).toMatchObject({ status: 0 });
  });

  test('leave counterexamples that are tried wherever they lie under the paths, or beside one', async () => {
    put('topo/topology.yaml', deployment({ users: 1000, edition: 'standard' }));
    put('topo/fine.yaml', drill('Fine', FAIL_OVER));
    put('more/fine.yaml', { ...drill('Fine', FAIL_OVER), topology: '../topo/topology.yaml' });
    lossy();
    expect(await check('topo', '--seeds', '1', '--runs', '20', '--seed', '5')).toMatchObject({ status: 1 });
    const kept = `topo/drydrill-examples/${readdirSync(join(folder, 'topo/drydrill-examples'))[0]}`;
    for (const paths of [['.'], ['topo/fine.yaml'], ['more', 'topo']]) {
      const { status, stdout } = await check(...paths, '--seeds', '1');
      expect(status, paths.join()).toBe(1);
      expect(stdout).toContain(kept);
    }
  });

  test('leave counterexamples that are held to their invariant alone, and pass once it holds again', async () => {
    put('topology.yaml', deployment({ users: 1000, edition: 'standard' }));
    lossy();
    expect(await check('.', '--runs', '20', '--seed', '5')).toMatchObject({ status: 1 });
    const [kept] = readdirSync(join(folder, 'drydrill-examples'));
    const example = parse(readFileSync(join(folder, 'drydrill-examples', kept), 'utf8'));
    // A step that the deployment refuses (D41), and what was expected and does not come.
    const steps = [{ run: 'Invoke-CsPoolFailOver -PoolFqdn pool2' }, ...example.steps];
    put(`drydrill-examples/${kept}`, { ...example, steps, expect: { ...example.expect, rto: { pool1: '1m' } } });
    expect(await check('.', '--seeds', '1')).toMatchObject({ status: 1 });
    vi.restoreAllMocks();
    const { status, stdout } = await check('.', '--seeds', '1');
    expect({ status, first: stdout.split('\n')[0] }).toEqual({ status: 0, first: 'PASSED  1 of 1 drill passed.' });
    expect(await inProcess(['run', `drydrill-examples/${kept}`, '--seeds', '1'], { cwd: folder })).toMatchObject({
      status: 1,
    });
  });

  test('are the same for the same seed', async () => {
    put('topology.yaml', deployment({ users: 1000, edition: 'standard' }));
    const one = await check('.', '--runs', '5', '--json');
    expect(one.status).toBe(0);
    expect(await check('.', '--runs', '5', '--json')).toEqual(one);
  });
});
