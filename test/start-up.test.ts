import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { drydrill, ROOT } from './support/built.js';

/** What keeps the start of the command short: one bundle, compiled beforehand, and no grammar for a plain line. */

const DIST = join(ROOT, 'dist');
const node = async (...argv: string[]) => promisify(execFile)(process.execPath, argv, { cwd: ROOT });
const report = (name: string) => readFileSync(join(ROOT, 'sims/reports', `${name}.txt`), 'utf8');

describe('the compiled code', () => {
  test('is taken by the V8 that made it', async () => {
    const { cacheFile } = await import('../src/compiled.js');
    expect(readdirSync(DIST).map((name) => join(DIST, name))).toContain(cacheFile(DIST));
    const modules = pathToFileURL(join(DIST, 'modules/compiled.js')).href;
    const { stdout } = await node(
      '--input-type=module',
      '--eval',
      `import { readFileSync } from 'node:fs';
       import { cacheFile, compiledScript } from ${JSON.stringify(modules)};
       const directory = ${JSON.stringify(DIST)};
       console.log(compiledScript(directory, readFileSync(cacheFile(directory))).cachedDataRejected);`,
    );
    expect(stdout).toBe('false\n');
  });

  test('is not needed: under other flags V8 compiles anew', async () => {
    // the report has characters that are escaped in the bundle
    const argv = ['dist/cli.js', 'run', 'sims/03-site-loss.yaml'];
    expect((await node(...argv)).stdout).toBe(report('03-site-loss'));
    expect((await node('--no-opt', ...argv)).stdout).toBe(report('03-site-loss'));
  });
});

describe('a run loads no package', () => {
  // Node keeps here what CommonJS code requires, by its path.
  const before = `
    import Module from 'node:module';
    process.on('exit', () => process.stderr.write(Object.keys(Module._cache).join('\\n')));`;

  test('where the lines are plain', async () => {
    const { status, stderr } = await drydrill(['run', 'sims/03-site-loss.yaml'], { before });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('but the grammar where one is not', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'drydrill-start-up-'));
    const drill = join(directory, 'quoted.yaml');
    const topology = join(ROOT, 'sims/contoso.yaml');
    const line = "Get-CsPool -Identity:'pool1.contoso.com'";
    writeFileSync(
      drill,
      `drill: Quoted\ntopology: ${JSON.stringify(topology)}\nsteps: [{ run: "${line}" }]\n`,
    );
    const { status, stderr } = await drydrill(['run', drill], { before });
    rmSync(directory, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/import\.cjs$/) });
  });
});

test('the licences of what is bundled are in the package', () => {
  const licences = readFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['commander', 'saxes', 'xmlchars', 'xstate', 'yaml', 'zod']) {
    expect(licences).toMatch(new RegExp(`^${name} [\\d.]+ \\((?:MIT|ISC)\\)$`, 'm'));
  }
});
