import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { ROOT } from './support/built.js';
import { read, SOURCES } from './support/sources.js';

/** What `npm run package` makes executables of; the executables themselves are tried where they are made. */

const built = (name: string) => import(/* @vite-ignore */ pathToFileURL(`${ROOT}build/executable/${name}`).href);

test('every file that a source names by its URL is inside', async () => {
  const { ASSETS } = await built('assets.mjs');
  const named = SOURCES.flatMap(({ file }) =>
    [...read(file).matchAll(/new URL\('((?:\.\.\/)+[^']+\.\w+)', import\.meta\.url\)/g)].map(([, url]) =>
      url.replace(/^(?:\.\.\/)+/, ''),
    ),
  );
  expect(named.length).toBeGreaterThan(3);
  expect([...new Set(named)].sort()).toEqual(Object.values(ASSETS).sort());
});

test('the program is one script that finds its parts by the names of their files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-program-'));
  try {
    const [{ programText }, { ASSETS }] = await Promise.all([built('program.mjs'), built('assets.mjs')]);
    const { text, modules } = await programText(ROOT);
    expect(text).toContain('parallel-worker.js');
    expect(modules.join()).toContain('commander');
    const { licenceText } = await built('licence-text.mjs');
    const licences = licenceText(ROOT, modules, { version: '0.0.0', licence: 'the licence of Node' });
    // What runs in the pages is inside, too.
    for (const held of ['drydrill\n\nMIT', 'commander 14', 'preact 11', 'xstate 5', 'Node.js 0.0.0\n\nthe licence']) {
      expect(licences).toContain(held);
    }
    expect(() => licenceText(ROOT, [`${ROOT}node_modules/vitest/x.js`], { version: '', licence: '' })).toThrow(
      'vitest',
    );
    // As in the executable, with files in the place of what is inside it.
    writeFileSync(join(folder, 'drydrill.cjs'), text);
    const sea = `{ getAssetKeys: () => Object.keys(assets), getAsset: (name) => fs.readFileSync(assets[name], 'utf8') }`;
    const assets = Object.fromEntries(
      Object.entries<string>({ ...ASSETS, 'start.cjs': 'build/executable/start.cjs' }).map(([name, path]) => [
        name,
        ROOT + path,
      ]),
    );
    assets['drydrill.cjs'] = join(folder, 'drydrill.cjs');
    const start = `const fs = require('node:fs');
const assets = ${JSON.stringify(assets)};
const sea = ${sea};
const own = require;
(function (require) {\n${readFileSync(assets['start.cjs'], 'utf8')}\n})((name) => name === 'node:sea' ? sea : own(name));`;
    writeFileSync(join(folder, 'start.cjs'), start);
    const says = (...argv: string[]) =>
      spawnSync(process.execPath, [join(folder, 'start.cjs'), ...argv], { cwd: folder, encoding: 'utf8' });
    const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
    // packages that only a queue needs are not inside
    expect(says('worker', '--queue', 'redis://127.0.0.1:1')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('a queue needs the packages bullmq and ioredis'),
    });
    expect(says('--version')).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
    expect(says('rules', 'D41').stdout).toContain('src/domain/');
    expect(says('run', `${ROOT}sims/01-planned-failover.yaml`, '--seeds', '1', '--reporter', 'html').stdout).toMatch(
      /^<!doctype html>/i,
    );
    expect(says('run', 'nowhere.yaml')).toMatchObject({ status: 2, stderr: 'nowhere.yaml: no such file\n' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a signature at the end of a program of Windows is taken out, and its place is empty', async () => {
  const { withoutSignature } = await built('without-signature.mjs');
  const header = 0x80;
  const directory = header + 24 + 112 + 4 * 8;
  const program = Buffer.alloc(1024, 7);
  program.writeUInt32LE(header, 0x3c);
  program.write('PE\0\0', header, 'latin1');
  program.writeUInt16LE(0x20b, header + 24);
  program.writeUInt32LE(1000, directory);
  program.writeUInt32LE(24, directory + 4);
  const bare = withoutSignature(program);
  expect(bare.length).toBe(1000);
  expect(bare.readBigUInt64LE(directory)).toBe(0n);
  expect(Buffer.compare(bare.subarray(directory + 8), program.subarray(directory + 8, 1000))).toBe(0);
  expect(withoutSignature(bare)).toEqual(bare);
  program.writeUInt32LE(900, directory);
  expect(() => withoutSignature(program)).toThrow('not at the end');
  expect(() => withoutSignature(Buffer.alloc(512))).toThrow('no 64-bit program');
});
