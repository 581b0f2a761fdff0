import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli.js';
import { drawnInAscii, jsonInAscii, xmlInAscii } from '../../src/report/text/ascii.js';
import { ROOT } from '../support/built.js';
import { inProcess } from '../support/in-process.js';

const BEYOND = /[^\0-\x7f]/;
const NIGHT = 'sims/03-site-loss.yaml';

let folder: string;
let named: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-ascii-'));
  named = join(folder, 'übung.yaml');
  const text = readFileSync(ROOT + NIGHT, 'utf8').replaceAll('contoso.yaml', join(`${ROOT}sims`, 'contoso.yaml'));
  writeFileSync(named, text.replace(/^drill: .*$/m, 'drill: "Übung „Nacht“ 💥"'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('--ascii', () => {
  test.each([
    ['run', NIGHT, '--seeds', '1'],
    ['run', NIGHT, '--seeds', '1', '--details'],
    ['run', NIGHT, '--seeds', '1', '--reporter', 'markdown'],
    ['run', 'sims/16-planned-failover.ps1', '--seeds', '1', '--topology', 'sims/contoso.yaml', '--details'],
    ['run', 'nowhere.yaml'],
    ['topology', 'sims/contoso.yaml'],
    ['topology', 'sims/contoso.yaml', '--json'],
    ['check', NIGHT, '--seeds', '1', '--workers', '1'],
    ['compare', 'sims/12-standard-pair.yaml', 'sims/08a-skip-verification.yaml'],
    ['what-if', 'sims/08a-skip-verification.yaml', '--vary', 'backupService.syncInterval=7m'],
    ['rules', 'D41'],
    ['completion'],
    ['init', '--topology', 'sims/contoso.yaml', '--out', 'OUT'],
    ...Object.keys(COMMANDS).map((name) => [name, '--help']),
  ])('%s %s %s %s: nothing of ours is beyond ASCII, and nothing needs an escape', async (...argv) => {
    const words = argv.map((word) => (word === 'OUT' ? join(folder, 'out') : word));
    const { status, stdout, stderr } = await inProcess([...words, '--ascii']);
    expect(`${stdout}${stderr}`).not.toMatch(BEYOND);
    if (!words.includes('--json')) expect(`${stdout}${stderr}`).not.toMatch(/\\u[0-9a-f]{4}/);
    expect((stdout + stderr).length).toBeGreaterThan(20);
    expect(status).toBeLessThanOrEqual(words[1] === 'nowhere.yaml' ? 2 : 1);
  });

  test('a search, and a counterexample that is replayed', async () => {
    const out = join(folder, 'found');
    const search = ['explore', 'sims/08a-skip-verification.yaml', '--faults', '0', '--out', out];
    const explored = await inProcess([...search, '--ascii']);
    const trace = join(out, '08a-skip-verification-I1-1.trace.json');
    const { status, stdout } = await inProcess(['replay', trace, '--ascii']);
    expect(status).toBeLessThanOrEqual(1);
    for (const said of [explored.stdout, stdout]) {
      expect(said).toContain('I1');
      expect(said).not.toMatch(BEYOND);
      expect(said).not.toMatch(/\\u[0-9a-f]{4}/);
    }
  });

  test('lines are as long as before, and letters of the user are escaped', async () => {
    const [drawn, plain] = [
      await inProcess(['run', NIGHT, '--seeds', '1']),
      await inProcess(['run', NIGHT, '--seeds', '1', '--ascii']),
    ];
    const lengths = ({ stdout }: { stdout: string }) => stdout.split('\n').map((line) => line.length);
    expect(lengths(plain)).toEqual(lengths(drawn));
    const { stdout } = await inProcess(['run', named, '--seeds', '1', '--ascii']);
    expect(stdout).not.toMatch(BEYOND);
    expect(stdout).toContain('\\u00dcbung \\u201eNacht" \\ud83d\\udca5');
  });

  test('JSON has the same values', async () => {
    const { stdout } = await inProcess(['run', named, '--seeds', '1', '--json', '--ascii']);
    expect(stdout).not.toMatch(BEYOND);
    const { stdout: whole } = await inProcess(['run', named, '--seeds', '1', '--json']);
    expect(whole).toMatch(BEYOND);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(whole));
  });

  test('a page is UTF-8 and nothing else', async () => {
    const { status, stderr } = await inProcess(['run', NIGHT, '--ascii', '--reporter', 'html']);
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--ascii is for what is printed'),
    });
  });
});

test('what stands for what', () => {
  expect(drawnInAscii('█▓▒░ → a… é')).toBe('#%=. > a~ \\u00e9');
  expect(jsonInAscii('"→ é 💥"')).toBe('"\\u2192 \\u00e9 \\ud83d\\udca5"');
  expect(xmlInAscii('<a b="é">💥</a>')).toBe('<a b="&#xe9;">&#x1f4a5;</a>');
});
