// Mutation testing with Stryker: which small changes of a source no test notices:
//   npm run mutate [-- --only core] [--seed 1] [--every 50] [--files src/core/duration.ts,src/core/hash.ts] [--sum]
// Of the rooms `domain`, `run` and `powershell` every tenth mutant is tried, drawn by the seed; of `core`, `checker` and the
// invariants all; `--every` says another number for all of them. What was tried before and has not changed is taken from the last run of the room, so that one file takes
// minutes and the rooms can be done one after the other; `--sum` tries nothing and adds up what the reports of the rooms
// have. Reports lie in .tools/mutants/. Survivors that are as they should be are in test/mutants-that-live.json, each with
// its reason: any other fails the run, and so does one that is listed there and does not survive.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { globSync } from 'tinyglobby';
import { addUp, scoreLine, survivorsOf } from './support/mutation-score.mjs';
import { toolFolder } from './support/tool-folder.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The newest that Node 20 runs. */
const STRYKER = '9.6.1';
const INVARIANTS = ['src/domain/invariants/**/*.ts', 'src/domain/components/*/invariants.ts'];
/** What is changed of each room, the tests that have to notice, and one of how many mutants is tried. */
const ROOMS = {
  core: { mutate: ['src/core/**/*.ts'], tests: ['test/core'], share: 1 },
  checker: { mutate: ['src/checker/**/*.ts'], tests: ['test/checker'], share: 1 },
  invariants: { mutate: INVARIANTS, tests: ['test/domain/invariants'], share: 1 },
  domain: { mutate: ['src/domain/**/*.ts'], but: INVARIANTS, tests: ['test/domain'], share: 10 },
  run: { mutate: ['src/run/**/*.ts'], tests: ['test/run', 'test/simulation'], share: 10 },
  powershell: { mutate: ['src/powershell/**/*.ts'], tests: ['test/powershell'], share: 10 },
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(ROOMS).join(',') },
    seed: { type: 'string', default: '1' },
    every: { type: 'string' },
    files: { type: 'string' },
    sum: { type: 'boolean', default: false },
  },
});
const rooms = values.only.split(',');
if (rooms.some((room) => ROOMS[room] === undefined)) refuse(`--only takes rooms of: ${Object.keys(ROOMS).join(', ')}`);
if (!/^\d{1,9}$/.test(values.seed)) refuse('--seed takes a whole number');
if (!/^[1-9]\d{0,5}$/.test(values.every ?? '1')) refuse('--every takes a whole number from 1 on');
const files = values.files?.split(',');
const isIn = (file, { mutate, but = [] }) => globSync(mutate, { cwd: ROOT, ignore: but }).includes(file);
for (const file of files ?? []) {
  if (!existsSync(join(ROOT, file))) refuse(`--files: there is no ${file}`);
  if (!rooms.some((room) => isIn(file, ROOMS[room])))
    refuse(`--files: ${file} is in none of the rooms ${rooms.join(', ')}`);
}

const allowed = JSON.parse(readFileSync(join(ROOT, 'test/mutants-that-live.json'), 'utf8'));
const isTried = (room) => files === undefined || files.some((file) => isIn(file, ROOMS[room]));
const counts = [];
let failed = false;
for (const room of rooms.filter(isTried)) {
  const folder = join(ROOT, '.tools/mutants', room);
  if (!values.sum) tryMutants(room, folder);
  const report = join(folder, 'report.json');
  if (!existsSync(report)) refuse(`${room}: there is no report of it; run it without --sum first`);
  const of = ([file]) => isIn(file, ROOMS[room]) && (files === undefined || files.includes(file));
  const tried = Object.fromEntries(Object.entries(JSON.parse(readFileSync(report, 'utf8')).files).filter(of));
  const explanations = allowed.filter(({ file }) => of([file]));
  const { count, unexplained, unused } = survivorsOf(tried, explanations);
  counts.push(count);
  for (const line of [...unexplained, ...unused]) console.log(line);
  console.log(scoreLine(room, count));
  failed ||= unexplained.length > 0 || unused.length > 0 || count.tried === 0;
}
console.log(scoreLine('all of these', addUp(counts)));
process.exit(failed ? 1 : 0);

function refuse(text) {
  console.error(text);
  process.exit(2);
}

/** Has Stryker try the mutants of a room, or of some of its files; its reports are written to the folder. */
function tryMutants(room, folder) {
  const names = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${STRYKER}`);
  // The test runner and the compiler are those of the project.
  const tools = toolFolder('stryker', names, { force: true });
  mkdirSync(folder, { recursive: true });
  const { mutate, but = [], tests } = ROOMS[room];
  const share = Number(values.every ?? ROOMS[room].share);
  const config = join(folder, 'stryker.config.json');
  const settings = {
    mutate: files?.filter((file) => isIn(file, ROOMS[room])) ?? [...mutate, ...but.map((glob) => `!${glob}`)],
    testRunner: 'vitest',
    plugins: [
      join(tools, 'node_modules/@stryker-mutator/vitest-runner/dist/src/index.js'),
      join(ROOT, 'test/support/sampled-mutants.mjs'),
    ],
    vitest: { configFile: 'vitest.mutate.config.ts', related: false },
    // Node loads what was built of the sources ten times as fast as the test runner loads the sources.
    buildCommand: 'node build/build.mjs --modules',
    // A mutant of what runs once, when a module is loaded, needs a process of its own.
    ignoreStatic: true,
    checkers: share === 1 ? [] : ['sampled'],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    // A mutant that does not end is mostly known by how often it is run through; the clock is for the others, and
    // generous, so that a busy machine does not end what would have survived.
    timeoutMS: 10_000,
    timeoutFactor: 3,
    incremental: true,
    // Another sample has others.
    incrementalFile: join(folder, `incremental-${values.seed}-${share}.json`),
    tempDirName: '.tools/sandbox',
    ignorePatterns: ['/.tools', '/dist', '/bench', '/vendor', '/examples', '/docs/pictures', '/docs/api', '/coverage'],
    reporters: ['progress-append-only', 'html', 'json'],
    htmlReporter: { fileName: join(folder, 'report.html') },
    jsonReporter: { fileName: join(folder, 'report.json') },
    allowConsoleColors: false,
    thresholds: { break: null },
  };
  writeFileSync(config, JSON.stringify(settings, null, 2));
  const env = {
    ...process.env,
    DRYDRILL_MUTANTS: JSON.stringify({ seed: Number(values.seed), share }),
    DRYDRILL_MUTATED_TESTS: tests.join(','),
  };
  const stryker = join(tools, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const { status } = spawnSync(process.execPath, [stryker, 'run', config], { cwd: ROOT, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}
