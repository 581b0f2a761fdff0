// Mutation testing with Stryker: which small changes of a source no test notices:
//   npm run mutate [-- --only core] [--seed 1] [--files src/core/duration.ts,src/core/hash.ts]
// Of the rooms `domain`, `run` and `powershell` every tenth mutant is tried, drawn by the seed; of `core`, `checker` and the
// invariants all. What was tried before and has not changed is taken from the last run. Reports lie in .tools/mutants/;
// survivors that are as they should be are in test/mutants-that-live.json, each with its reason: any other fails the run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { toolFolder } from './support/tool-folder.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The newest that Node 20 runs. */
const STRYKER = '9.6.1';
/** What is changed of each room, the tests that have to notice, and one of how many mutants is tried. */
const ROOMS = {
  core: { mutate: ['src/core/**/*.ts'], tests: ['test/core'], share: 1 },
  checker: { mutate: ['src/checker/**/*.ts'], tests: ['test/checker'], share: 1 },
  invariants: {
    mutate: ['src/domain/invariants/**/*.ts', 'src/domain/components/*/invariants.ts'],
    tests: ['test/domain/invariants'],
    share: 1,
  },
  domain: { mutate: ['src/domain/**/*.ts'], tests: ['test/domain'], share: 10 },
  run: { mutate: ['src/run/**/*.ts'], tests: ['test/run', 'test/simulation'], share: 10 },
  powershell: { mutate: ['src/powershell/**/*.ts'], tests: ['test/powershell'], share: 10 },
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(ROOMS).join(',') },
    seed: { type: 'string', default: '1' },
    files: { type: 'string' },
  },
});
const rooms = values.only.split(',');
const unknown = rooms.filter((room) => ROOMS[room] === undefined);
if (unknown.length > 0 || !/^\d{1,9}$/.test(values.seed)) {
  console.error(`--only takes rooms of: ${Object.keys(ROOMS).join(', ')}; --seed takes a number`);
  process.exit(2);
}

const names = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${STRYKER}`);
// The test runner and the compiler are those of the project.
const folder = toolFolder('stryker', names, { force: true });
const allowed = JSON.parse(readFileSync(join(ROOT, 'test/mutants-that-live.json'), 'utf8'));
let unexplained = 0;
for (const room of rooms) {
  const { mutate, tests, share } = ROOMS[room];
  const out = join(ROOT, '.tools/mutants', room);
  mkdirSync(out, { recursive: true });
  const config = join(out, 'stryker.config.json');
  const settings = {
    mutate: values.files?.split(',') ?? mutate,
    testRunner: 'vitest',
    plugins: [
      join(folder, 'node_modules/@stryker-mutator/vitest-runner/dist/src/index.js'),
      join(ROOT, 'test/support/sampled-mutants.mjs'),
    ],
    vitest: { configFile: 'vitest.mutate.config.ts', related: false },
    ignorers: ['sampled'],
    // A mutant of what runs once, when a module is loaded, needs a process of its own.
    ignoreStatic: true,
    checkers: [],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: 20_000,
    incremental: true,
    incrementalFile: join(out, 'incremental.json'),
    tempDirName: '.tools/sandbox',
    ignorePatterns: ['/.tools', '/dist', '/bench', '/vendor', '/examples', '/docs/pictures', '/docs/api', '/coverage'],
    reporters: ['progress-append-only', 'html', 'json'],
    htmlReporter: { fileName: join(out, 'report.html') },
    jsonReporter: { fileName: join(out, 'report.json') },
    allowConsoleColors: false,
    thresholds: { break: null },
  };
  writeFileSync(config, JSON.stringify(settings, null, 2));
  const env = {
    ...process.env,
    DRYDRILL_MUTANTS: JSON.stringify({ seed: Number(values.seed), share }),
    DRYDRILL_MUTATED_TESTS: tests.join(','),
  };
  const stryker = join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const { status } = spawnSync(process.execPath, [stryker, 'run', config], { cwd: ROOT, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
  unexplained += report(room, JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')));
}
process.exit(unexplained > 0 ? 1 : 0);

/** Prints the score of a room and its survivors that nobody explains; answers how many these are. */
function report(room, { files }) {
  const counts = {};
  const lines = [];
  for (const [file, { mutants, source }] of Object.entries(files)) {
    for (const { status, mutatorName, replacement = '', location } of mutants) {
      counts[status] = (counts[status] ?? 0) + 1;
      if (status !== 'Survived' && status !== 'NoCoverage') continue;
      const text = source.split('\n')[location.start.line - 1].trim();
      const known = allowed.find((one) => one.file === file && one.line === text && one.mutator === mutatorName);
      const how = replacement.replace(/\s+/g, ' ').slice(0, 80);
      if (known === undefined) lines.push(`  ${file}:${location.start.line} ${mutatorName} ${how}\n    ${text}`);
      else counts.Explained = (counts.Explained ?? 0) + 1;
    }
  }
  const { Killed = 0, Timeout = 0, Survived = 0, NoCoverage = 0, Explained = 0 } = counts;
  const all = Killed + Timeout + Survived + NoCoverage;
  if (all === 0) {
    console.log(`${room}: no mutant was tried`);
    return 1;
  }
  const score = (100 * (Killed + Timeout)) / all;
  console.log(
    `${lines.join('\n')}\n${room}: ${score.toFixed(1)} % of ${all} mutants noticed, ${Explained} explained, ${lines.length} not`,
  );
  return lines.length;
}
