import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deployment } from '../support/drills.js';
import { inProcess } from '../support/in-process.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-shrink-'));
  put('topology.yaml', deployment({ users: 1000 }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, content: object | string): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const shrink = (...argv: string[]) => inProcess(['check', '--shrink', ...argv, '--seeds', '3'], { cwd: folder });
const run = (line: string) => ({ run: line });

test('a drill ends as the steps that still fail for the same cause, as a drill that runs', async () => {
  put('night.yaml', {
    drill: 'Night',
    topology: 'topology.yaml',
    faults: [{ at: '5m', crash: { server: 'sql1b' } }],
    steps: [
      { wait: '10m' },
      run('Get-CsPool'),
      run('Invoke-CsPoolFailOver -PoolFqdn pool1'),
      { wait: '40m' },
      // It was never failed over.
      run('Invoke-CsPoolFailBack -PoolFqdn pool2'),
      { wait: '1h' },
    ],
  });
  const { status, stdout } = await shrink('night.yaml', '--out', 'out');
  expect(status).toBe(1);
  expect(stdout).toContain('Invoke-CsPoolFailBack -PoolFqdn pool2 refused (D50).');
  expect(stdout).toContain('1 step and 0 scheduled faults of 6 steps and 1 scheduled fault.');
  expect(stdout).toContain('drydrill run out/night-shortest.yaml --seeds 1');
  const text = readFileSync(join(folder, 'out/night-shortest.yaml'), 'utf8');
  expect(text).toContain('topology: ../topology.yaml');
  expect(await inProcess(['run', 'out/night-shortest.yaml', '--seeds', '1'], { cwd: folder })).toMatchObject({
    status: 1,
  });
});

test('a fault and the step that fails for it stay, and nothing else', async () => {
  put('loss.yaml', {
    drill: 'Loss',
    topology: 'topology.yaml',
    faults: [{ at: '5m', crash: { site: 'Datacenter1' } }],
    steps: [{ wait: '10m' }, run('Get-CsPool'), { wait: '20m' }],
  });
  // Nobody acts: the users of pool1 are not served at the end, which every drill expects.
  const { status, stdout } = await shrink('loss.yaml');
  expect(status).toBe(1);
  expect(stdout).toContain('crash: { site: Datacenter1 }');
  expect(stdout).not.toContain('Get-CsPool');
});

test('a runbook is taken as the steps that it came to', async () => {
  put('night.ps1', '$pool = "pool2"\nStart-Sleep 60\nInvoke-CsPoolFailOver -PoolFqdn $pool\n');
  const { status, stdout } = await shrink('night.ps1', '--topology', 'topology.yaml');
  expect(status).toBe(1);
  // The Central Management Store is on pool2 (D41).
  expect(stdout).toContain('  - { run: Invoke-CsPoolFailOver -PoolFqdn pool2 }');
  expect(stdout).not.toContain('wait');
  expect(await shrink('night.ps1')).toMatchObject({ status: 2 });
});

test('what does not fail is left alone', async () => {
  put('fine.yaml', {
    drill: 'Fine',
    topology: 'topology.yaml',
    steps: [run('Invoke-CsPoolFailOver -PoolFqdn pool1')],
  });
  expect(await shrink('fine.yaml')).toEqual({
    status: 0,
    stdout: '',
    stderr: 'fine.yaml passes: there is nothing to shrink\n',
  });
  expect(await shrink('fine.yaml', 'topology.yaml')).toMatchObject({ status: 2 });
});
