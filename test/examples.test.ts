import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './support/built.js';
import { inProcess } from './support/in-process.js';

const EXAMPLE = `${ROOT}examples/contoso-dr/`;
const read = (name: string): string => readFileSync(EXAMPLE + name, 'utf8');

/** The commands of each workflow, in its own notation, in their order. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  '.github/workflows/drills.yml': Object.values<{ steps: { run?: string }[] }>(
    parse(read('.github/workflows/drills.yml')).jobs,
  ).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
  '.gitlab-ci.yml': Object.values<{ script?: string[] }>(parse(read('.gitlab-ci.yml'))).flatMap(
    ({ script }) => script ?? [],
  ),
  'azure-pipelines.yml': parse(read('azure-pipelines.yml')).steps.flatMap(
    ({ script }: { script?: string }) => script ?? [],
  ),
  Jenkinsfile: [...read('Jenkinsfile').matchAll(/\bsh '([^']+)'/g)].map(([, command]) => command),
  'package.json': Object.keys(JSON.parse(read('package.json')).scripts).map((name) =>
    name === 'test' ? 'npm test' : `npm run ${name}`,
  ),
  'README.md': [.../```sh\n(.*?)```/s.exec(read('README.md'))![1].matchAll(/^.+$/gm)].map(([command]) => command),
};
/** What fetches the packages: here they are those of this checkout. */
const INSTALLS = 'npm ci';

/** What of the build is installed and run here. */
const shipped = (): string[] =>
  readdirSync(`${ROOT}dist`)
    .map((name) => `dist/${name}`)
    .filter((name) => /^dist\/(?:library|[^/]+\.js|[^/]+\.json)$/.test(name));

/**
 * Where each check of this file keeps what its tasks come to: the same files are played once, whoever asks. What is kept
 * comes to the same bytes, which test/campaign/task-cache.test.ts tries.
 */
const KEPT = ['--cache', 'kept'];
/** What npm starts as `drydrill`: the installed command. */
const STARTED = `#!/usr/bin/env node
if (process.argv[2] === 'check') process.argv.push(...${JSON.stringify(KEPT)});
await import('../drydrill/dist/bin.js');
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-example-'));
  cpSync(EXAMPLE, folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  const place = (name: string): string => join(folder, 'node_modules', name);
  // A copy, as npm installs it: vitest takes a package that is linked for sources of its user, and transforms them.
  for (const name of ['package.json', ...shipped()])
    cpSync(ROOT + name, place(`drydrill/${name}`), { recursive: true });
  for (const name of ['vitest', 'fast-check', 'xstate']) symlinkSync(`${ROOT}node_modules/${name}`, place(name));
  symlinkSync(`${ROOT}node_modules/vitest/vitest.mjs`, place('.bin/vitest'));
  writeFileSync(place('.bin/drydrill'), STARTED, { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The number that each workflow gives to a build: one and the same here. */
const NUMBERS = { GITHUB_RUN_NUMBER: '3', CI_PIPELINE_IID: '3' };

/** Plays a command as the machine of a workflow does: in a shell, with the numbers that it gives to a build. */
function play(command: string): { status: number | null; said: string } {
  const { VITEST, NODE_TEST_CONTEXT, FORCE_COLOR, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, ...NUMBERS, NO_COLOR: '1', npm_config_offline: 'true', npm_config_update_notifier: 'false' },
  });
  return { status, said: stdout + stderr };
}

/**
 * Plays a command of the workflows. A check that npx starts is made here, in the same words, in one thread: the one
 * through npm is played with the built command. Of the random sequences a tenth is played: the number is what a night has
 * time for, and each night draws others, so that what is asked here is whether the line is understood and green.
 */
async function played(command: string): Promise<{ status: number | null; said: string }> {
  const [, words] = /^npx drydrill (check [\w ./,-]*)$/.exec(comesTo(command)) ?? [];
  if (words === undefined || command === 'npm run check') return play(command);
  const fewer = words.replace('--runs 500', '--runs 50');
  const { status, stdout, stderr } = await inProcess([...fewer.split(' '), '--workers', '1', ...KEPT], { cwd: folder });
  return { status, said: stdout + stderr };
}

/** What a command comes to: a script of package.json is its line, a number of a build is that number. */
function comesTo(command: string): string {
  const script = /^npm (?:run )?(\w+)$/.exec(command)?.[1];
  const line = script === undefined ? command : `npx ${JSON.parse(read('package.json')).scripts[script]}`;
  return Object.entries(NUMBERS).reduce((text, [name, number]) => text.replaceAll(`"$${name}"`, number), line);
}

const GIVEN = [...new Set(Object.values(COMMANDS).flat())].filter((command) => command !== INSTALLS);
/** The commands that are not the same as another; of those that are, the one through npm is played. */
const PLAYED = [...new Map(GIVEN.map((command) => [comesTo(command), command])).values()];

test('there are commands in every file, and none of them is passed over but the installation', () => {
  for (const [file, commands] of Object.entries(COMMANDS)) {
    expect(commands.length, file).toBeGreaterThan(1);
    if (file !== 'package.json') expect(commands[0], file).toBe(INSTALLS);
  }
  expect(PLAYED.some((command) => command.includes('--runs'))).toBe(true);
  for (const command of GIVEN) {
    expect(PLAYED.map(comesTo)).toContain(comesTo(command));
    expect(comesTo(command), 'a name that nothing gives a value').not.toContain('$');
  }
  expect(PLAYED).toEqual(expect.arrayContaining(['npm run check', 'npm run baseline', 'npm test']));
});

describe('examples/contoso-dr', () => {
  /** What a green check says, below the head that npm gives it. */
  let green = '';
  test.each(PLAYED)('%s', async (command) => {
    rmSync(join(folder, 'reports'), { recursive: true, force: true });
    const { status, said } = await played(command);
    expect(status, said).toBe(0);
    if (command === 'npm run check') green = said;
    // What a workflow publishes afterwards is there.
    if (command.includes('junit'))
      expect(readFileSync(join(folder, 'reports/check.xml'), 'utf8')).toContain('<testsuites');
    if (command.includes('--out')) expect(existsSync(join(folder, 'reports'))).toBe(true);
  });

  test('its baseline is what its drills came to when it was written anew', () => {
    expect(PLAYED).toContain('npm run baseline');
    expect(readFileSync(join(folder, 'drydrill.baseline.json'), 'utf8')).toBe(read('drydrill.baseline.json'));
  });

  /** What docs/ci.md shows after the command. */
  const shown = (heading: string): string => {
    const chapter = readFileSync(`${ROOT}docs/ci.md`, 'utf8').split(`## ${heading}\n`)[1];
    return /```text\n\$ npx drydrill check \. --topology topology\.yaml\n(.*?)```/s.exec(chapter)![1];
  };

  test('docs/ci.md shows what a green check says', () => {
    const [head] = /^\n> .*\n> (.*)\n\n/.exec(green)!;
    expect(head).toContain('> drydrill check . --topology topology.yaml\n');
    expect(green.slice(head.length)).toBe(shown('A green one'));
  });

  test('the change of docs/ci.md fails the same commands, and a promise that is not kept fails the tests', async () => {
    const file = join(folder, 'topology.yaml');
    const kept = readFileSync(file, 'utf8');
    writeFileSync(file, kept.replace('syncInterval: 2m', 'syncInterval: 5m'));
    const check = await played(PLAYED.find((command) => command.includes('--reporter terminal,junit'))!);
    expect(check.status).toBe(1);
    expect(check.said).toBe(shown('A red one'));
    expect(readFileSync(join(folder, 'reports/check.xml'), 'utf8')).toMatch(/<failure/);
    writeFileSync(file, kept.replace('  rto: 30m', '  rto: 10m'));
    const tests = play('npx vitest run -t datacenter1-lost');
    expect(tests.status).toBe(1);
    expect(tests.said).toMatch(/expected "Lose Datacenter1.*" to pass/);
    writeFileSync(file, kept);
  });
});
