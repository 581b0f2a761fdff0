import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drydrill, ended, ROOT, start } from './support/built.js';
import { inProcess } from './support/in-process.js';

/** The command as it is installed: what it prints, how it ends, what it leaves behind. */

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydrill-built-'));
  copyFileSync(join(ROOT, 'sims/contoso.yaml'), join(directory, 'contoso.yaml'));
});
afterAll(() => rmSync(directory, { recursive: true }));

/** Writes a file beside `contoso.yaml` and gives its name. */
function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(directory, name), content);
  return name;
}

const drill = (...lines: string[]) => ['drill: A test', 'topology: contoso.yaml', ...lines, ''].join('\n');
const here = () => ({ cwd: directory });

const SITE_LOSS = 'sims/03-site-loss.yaml';
/** Where nothing is asked of the numbers: how a document is written does not depend on how many seeds are in it. */
const FEW = ['--seeds', '3'];

describe('exit status', () => {
  test('0: the drill passed', async () => {
    const { status, stdout, stderr } = await drydrill(['run', SITE_LOSS]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^PASSED, ready/);
  });

  test('1: the drill failed', async () => {
    const name = file('fails.yaml', drill('steps:', '  - run: Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com'));
    const { status, stdout, stderr } = await drydrill(['run', name], here());
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^FAILED, not ready /);
    expect(stdout).toContain('D41');
  });

  test.skipIf(!existsSync('/dev/full'))('2: nothing more can be printed, as on a full disk', () => {
    const full = openSync('/dev/full', 'w');
    const ended = spawnSync(process.execPath, [join(ROOT, 'dist/bin.js'), 'run', SITE_LOSS, ...FEW], {
      cwd: ROOT,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(ended.stderr).toMatch(/^drydrill: cannot write the output: ENOSPC/);
    expect(ended.status).toBe(2);
  });

  test('2: unusable input, and usage', async () => {
    const name = file('syntax.yaml', drill('steps: [ }'));
    const { status, stdout, stderr } = await drydrill(['run', name], here());
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^syntax\.yaml:3:10: not valid YAML/);
    expect((await drydrill([])).status).toBe(2);
  });

  test('3: something in the drill is not modelled', async () => {
    const name = file('unknown.yaml', drill('steps:', '  - run: Enable-CsUser -Identity someone'));
    const { status, stdout } = await drydrill(['run', name], here());
    expect(status).toBe(3);
    expect(stdout).toMatch(/^INCONCLUSIVE, readiness unknown /);
  });

  test.each([
    ['in the run', 'String.prototype.padStart = () => { throw new Error("injected"); };'],
    [
      'outside of it',
      `const timer = setInterval(() => {
        if (process.listenerCount('uncaughtException') === 0) return;
        clearInterval(timer);
        throw new Error('injected');
      }, 1);`,
    ],
  ])('4: a fault of drydrill itself, %s', async (_, before) => {
    const { status, stderr } = await drydrill(['run', SITE_LOSS, ...FEW], { before });
    expect(status).toBe(4);
    expect(stderr).toMatch(/^drydrill: internal fault: injected\n {2}at .*\n.*please report it.*\n$/);
  });
});

describe('stdout', () => {
  test('--json is one document and nothing else, the same twice', async () => {
    const [first, second] = await Promise.all([
      drydrill(['run', SITE_LOSS, '--json', ...FEW]),
      drydrill(['run', SITE_LOSS, '--json', ...FEW]),
    ]);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toMatchObject({ drydrill: 1, verdict: 'passed', seed: 7 });
    expect(first.stdout.trimEnd().split('\n').at(-1)).toBe('}');
    expect(first.stdout).toBe(second.stdout);
  });

  test('a large document through a slow pipe is whole', async () => {
    const cuts = Array.from(
      { length: 200 },
      (_, hour) => `  - { at: ${hour + 1}h, cut: { link: [Datacenter1, Datacenter2] }, for: 10m }`,
    );
    const name = file('long.yaml', drill('faults:', ...cuts));
    const child = start(['run', name, '--json', ...FEW], here());
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout!) {
      chunks.push(chunk);
      if (chunks.length % 4 === 1) await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const text = Buffer.concat(chunks).toString('utf8');
    expect(text.length).toBeGreaterThan(300_000);
    expect(JSON.parse(text)).toMatchObject({ drydrill: 1 });
  });

  test('a reader that stops early (| head -1) hears no complaint', async () => {
    const child = start(['run', SITE_LOSS, '--json', ...FEW]);
    child.stdout!.once('data', () => child.stdout!.destroy());
    const end = ended(child);
    expect(await end).toMatchObject({ status: 0, signal: null, stderr: '' });
  });
});

describe('--out', () => {
  test('leaves whole files and nothing else', async () => {
    const argv = ['run', join(ROOT, SITE_LOSS), '--reporter', 'terminal,json', '--out', 'reports', ...FEW];
    expect(await drydrill(argv, here())).toMatchObject({ status: 0, stderr: '' });
    const out = join(directory, 'reports');
    expect(readdirSync(out).sort()).toEqual(['03-site-loss.json', '03-site-loss.txt']);
    expect(JSON.parse(readFileSync(join(out, '03-site-loss.json'), 'utf8'))).toMatchObject({ drydrill: 1 });
    expect(readFileSync(join(out, '03-site-loss.txt'), 'utf8')).toMatch(/^PASSED, ready/);
  });

  test('interrupted before a file has its name, leaves what was there and no half of the new one', async () => {
    const out = join(directory, 'interrupted');
    mkdirSync(out);
    writeFileSync(join(out, '03-site-loss.txt'), 'the report of yesterday');
    const before = `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      const { readdir } = fs.promises;
      // All files are written under their temporary names: what others left is looked for.
      fs.promises.readdir = async (...parameters) => {
        process.stderr.write('written');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
        return readdir(...parameters);
      };
      syncBuiltinESMExports();`;
    const child = start(['run', join(ROOT, SITE_LOSS), '--out', 'interrupted', ...FEW], { cwd: directory, before });
    const end = ended(child);
    await once(child.stderr!, 'data');
    expect(readdirSync(out)).toHaveLength(2);
    child.kill('SIGINT');
    expect((await end).signal).toBe('SIGINT');
    expect(readdirSync(out)).toEqual(['03-site-loss.txt']);
    expect(readFileSync(join(out, '03-site-loss.txt'), 'utf8')).toBe('the report of yesterday');
  });
});

describe('unusable input ends with 2 and says where', () => {
  const topology = () => readFileSync(join(directory, 'contoso.yaml'), 'utf8');
  const onTopology = (change: (text: string) => string) => {
    const changed = change(topology());
    expect(changed).not.toBe(topology());
    file('changed.yaml', changed);
    return drill().replace('contoso.yaml', 'changed.yaml');
  };
  const step = (line: string) => drill('steps:', `  - ${line}`);
  const FAILOVER = 'run: Invoke-CsPoolFailOver';

  test.each<[string, () => string | Uint8Array, string]>([
    ['not YAML', () => drill('steps: [ }'), 'bad.yaml:3:10: not valid YAML'],
    ['an unknown key', () => drill('stepps: []'), 'bad.yaml:3:1: unknown key "stepps"'],
    ['a wrong type', () => drill('steps: 7'), 'bad.yaml:3:8: steps must be a list, not the number 7'],
    [
      'an unknown host',
      () => step('crash: { server: fe9z.contoso.com }'),
      'bad.yaml:4:22: "fe9z.contoso.com" is not one of the machines',
    ],
    ['an unknown pool in a cmdlet', () => step(`${FAILOVER} -PoolFqdn pool3.contoso.com`), 'bad.yaml:4:42: '],
    [
      'a pair that is not mutual',
      () => onTopology((text) => text.replace('    backupPool: pool1.contoso.com\n', '')),
      'changed.yaml:13:17: the pair is not mutual',
    ],
    [
      'an impossible number',
      () => onTopology((text) => text.replace('users: 20000', 'users: -1')),
      'changed.yaml:11:12: pools[0].users must be a whole number',
    ],
    ['a duration without a unit', () => step('wait: 45'), 'bad.yaml:4:11: '],
    ['a duration that is none', () => step('wait: soon'), 'bad.yaml:4:11: '],
    ['a missing parameter', () => step(`${FAILOVER} -DisasterMode`), 'bad.yaml:4:10: '],
    [
      'an unknown parameter',
      () => step(`${FAILOVER} -PoolFqdn pool1.contoso.com -Fast`),
      'bad.yaml:4:60: Invoke-CsPoolFailOver has no parameter',
    ],
    ['an empty file', () => '', 'bad.yaml: the file is empty'],
    ['a binary file', () => Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 0xff, 0xfe), 'bad.yaml: the file is'],
    [
      'an alias bomb',
      () =>
        ['a: &a [x, x, x, x, x, x, x, x, x]']
          .concat(
            [...'bcdefghi'].map((key, index) => {
              const before = 'abcdefghi'[index];
              return `${key}: &${key} [${Array(9).fill(`*${before}`).join(', ')}]`;
            }),
          )
          .join('\n'),
      'bad.yaml:3:8: too many aliases',
    ],
    ['__proto__', () => drill('__proto__: { drill: x }'), 'bad.yaml:3:1: "__proto__" is not allowed as a key'],
  ])('%s', async (_, content, message) => {
    const { status, stdout, stderr } = await inProcess(['run', file('bad.yaml', content())], here());
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.startsWith(message), stderr).toBe(true);
    // one message: a place, and perhaps a hint on a line of its own
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('  ')),
    ).toHaveLength(1);
    expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+|node:internal|\.js:/m);
  });

  test('a file of 100 MB is refused unread', async () => {
    truncateSync(join(directory, file('large.yaml', drill())), 100 * 1024 * 1024);
    const { status, stderr } = await inProcess(['run', 'large.yaml'], here());
    expect(status).toBe(2);
    expect(stderr).toBe('large.yaml: the file is too large (100 MiB)\n  at most 10 MiB are read\n');
  });
});
