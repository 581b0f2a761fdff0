import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/cli.js';
import { ROOT } from './support/built.js';
import { IMPORTS, read, roomOf, SOURCES } from './support/sources.js';

/** What SECURITY.md promises: no script is executed, no network is asked, no other program is started. */

/** Does to a machine what it can, where anything executes it. */
const HOSTILE = `
$name = 'calc.exe'
Invoke-Expression "Start-Process $name"
iex ((New-Object Net.WebClient).DownloadString('http://127.0.0.1:9/x'))
Start-Process cmd.exe -ArgumentList '/c echo x > pwned.txt'
& cmd.exe /c 'echo x > pwned.txt'
Set-Content -Path pwned.txt -Value pwned
'pwned' > pwned.txt
[System.IO.File]::WriteAllText('pwned.txt', 'x')
[System.Diagnostics.Process]::Start('calc.exe')
Invoke-WebRequest http://127.0.0.1:9/
Remove-Item -Recurse -Force drill.yaml
Invoke-CsPoolFailOver -PoolFqdn pool2.contoso.com
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-guarded-'));
  mkdirSync(join(folder, 'drills'));
  const drill = (name: string, pool: string) =>
    `drill: ${name}\ntopology: contoso.yaml\nsteps:\n  - run: Invoke-CsPoolFailOver -PoolFqdn ${pool}.contoso.com\n`;
  for (const place of ['', 'drills/']) {
    cpSync(`${ROOT}sims/contoso.yaml`, join(folder, `${place}contoso.yaml`));
    writeFileSync(join(folder, `${place}drill.yaml`), drill('A failover', 'pool2'));
  }
  writeFileSync(join(folder, 'fails.yaml'), drill('It fails', 'pool1'));
  writeFileSync(join(folder, 'damaged.yaml'), 'drill: [ }');
  writeFileSync(join(folder, 'hostile.ps1'), HOSTILE);
  writeFileSync(join(folder, 'share.ps1'), '. \\\\127.0.0.1\\share\\x.ps1');
  cpSync(`${ROOT}sims/08a-skip-verification.yaml`, join(folder, 'found.yaml'));
  cpSync(`${ROOT}sims/contoso-cms2.yaml`, join(folder, 'contoso-cms2.yaml'));
  cpSync(`${ROOT}sims/contoso-standard.yaml`, join(folder, 'contoso-standard.yaml'));
  const small = readFileSync(`${ROOT}test/exploration/small.yaml`, 'utf8').replace('../../sims/', '');
  writeFileSync(join(folder, 'small.yaml'), small);
  cpSync(`${ROOT}test/input/topology/fixtures/standard-pair.xml`, join(folder, 'published.xml'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What commands come to where the permissions of Node and guard.mjs let them read, write and have threads, and no more. */
function guarded(...commands: string[]) {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const argv = [permission, '--allow-fs-read=*', '--allow-fs-write=*', '--allow-worker'];
  argv.push('--no-warnings', '--disallow-code-generation-from-strings', '--import', `${ROOT}test/support/guard.mjs`);
  argv.push(`${ROOT}test/support/all-commands.mjs`, ...(commands.length === 0 ? [] : [commands.join(';')]));
  return spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' });
}

describe('a run', () => {
  test('of each command asks nothing of a network, starts no program and makes no code, on a hostile runbook neither', () => {
    const before = readdirSync(folder);
    const { status, stdout, stderr } = guarded();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const ends: Record<string, { status: number; text: string }> = JSON.parse(stdout);
    const statuses = Object.entries(ends).map(
      ([line, end]) => `${line.split(' ').slice(0, 2).join(' ')}: ${end.status}`,
    );
    expect(statuses).toMatchSnapshot();
    const hostile = Object.entries(ends).find(([line]) => line.includes('hostile'))![1];
    expect(hostile.text).toContain('"drydrill": 1');
    const written = readdirSync(folder).filter((name) => !before.includes(name));
    expect(written.sort()).toEqual(['checked', 'first', 'out', 'part', 'played.yaml', 'shortest', 'traces']);
    for (const name of before) expect(existsSync(join(folder, name)), name).toBe(true);
  });

  test('may do so in three cases alone, which shows that the guard guards: open listens, check --changed asks git, a queue is connected to', () => {
    expect(guarded('open drill.yaml')).toMatchObject({ status: 99, stderr: 'FORBIDDEN Server.listen\n' });
    expect(guarded('check drills --changed')).toMatchObject({
      status: 99,
      stderr: 'FORBIDDEN child_process.execFileSync\n',
    });
    for (const command of ['check drills', 'explore small.yaml', 'worker'])
      expect(guarded(`${command} --queue redis://127.0.0.1:9`)).toMatchObject({
        status: 99,
        stderr: 'FORBIDDEN Socket.connect\n',
      });
  });
});

describe('what a command can reach', () => {
  const needs = new Map(SOURCES.map(({ file }) => [file, IMPORTS.filter((i) => i.file === file && !i.typesOnly)]));
  /** Everything that a source imports, directly or by others. */
  function reachedFrom(file: string): Set<string> {
    const reached = new Set<string>();
    const visit = (each: string): void => {
      if (reached.has(each)) return;
      reached.add(each);
      for (const { from } of needs.get(each) ?? []) visit(from);
    };
    visit(file);
    return reached;
  }
  const DANGEROUS =
    /^(?:bullmq|ioredis|(?:node:)?(?:child_process|cluster|dgram|dns|http|http2|https|inspector|net|repl|tls|vm|wasi))(?:\/|$)/;
  const commands = [
    ...read('src/cli.ts').matchAll(/^ {2}'?([\w-]+)'?: async \(\) => .*?import\('\.\/(commands\/[\w-]+)\.js'\)/gm),
  ];

  test.each(commands.map(([, name, path]) => [name, `src/${path}.ts`]))('%s', (name, file) => {
    const reached = reachedFrom(file);
    expect(reached.size).toBeGreaterThan(3);
    const dangerous = [...reached].filter((from) => DANGEROUS.test(from)).sort();
    const allowed: Record<string, string[]> = {
      check: ['bullmq', 'ioredis', 'node:child_process'],
      explore: ['bullmq', 'ioredis'],
      open: ['node:http', 'node:net'],
      worker: ['bullmq', 'ioredis'],
    };
    expect(dangerous.filter((from) => !allowed[name]?.includes(from))).toEqual([]);
    if (name in allowed) expect(dangerous.length).toBeGreaterThan(0);
  });

  test('all of them are looked at, and all but those that listen and connect are run above', () => {
    expect(commands.map(([, name]) => name)).toEqual(Object.keys(COMMANDS));
    const run = read('test/support/all-commands.mjs');
    const left = Object.keys(COMMANDS).filter((name) => !new RegExp(`^  '${name}\\b`, 'm').test(run));
    expect(left).toEqual(['worker', 'open']);
  });

  test('no source makes code of a text, loads what a text names, or asks by a global of the browser', () => {
    // A page of `open` hears its own server, which `connect-src` of its policy holds it to.
    const outside = SOURCES.filter(({ file }) => roomOf(file) !== 'page');
    const found = (pattern: RegExp) => outside.filter(({ text }) => pattern.test(code(text))).map(({ file }) => file);
    expect(found(/\beval\(|\bnew Function\b|\bimportScripts\b/)).toEqual([]);
    expect(found(/\bfetch\(|\bXMLHttpRequest\b|\bnew WebSocket\b|\bnew EventSource\b/)).toEqual([
      'src/report/html/opened-page.ts',
    ]);
    // The state space that a thread searches is named by the one that starts it.
    expect(found(/(?:await|=>) import\((?!\s*'[^'$]+')/)).toEqual(['src/checker/model-source.ts']);
  });
});

/** A source without its comments. */
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');

describe('SECURITY.md', () => {
  const page = readFileSync(`${ROOT}SECURITY.md`, 'utf8');

  test('names tests that exist', () => {
    const named = [...page.matchAll(/`(test\/[\w./-]+)`/g)].map(([, file]) => file);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((file) => !existsSync(ROOT + file))).toEqual([]);
  });

  test('names scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
    const named = [...page.matchAll(/`npm run ([\w:]+)/g)].map(([, script]) => script);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});
