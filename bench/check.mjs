// Measurements of `drydrill check --runs N` on the reference pair: two threads against one, memory, and what was reached.
// Usage: npm run bench:check            (builds first; two minutes)
//        npm run bench:check -- --runs 10000
// Each check runs in a process of its own. Two threads that come to another result than one are an error. What stays in memory
// is told by the heap after a collection, when a tenth of the sequences is through and when all are: that is to be flat.
// How much faster two threads can be here at all is told by two processes that share nothing, side by side.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { runs: { type: 'string', default: '2000' } } });
const runs = Number(values.runs);
const folder = mkdtempSync(join(tmpdir(), 'drydrill-bench-'));
copyFileSync(join(ROOT, 'sims', 'contoso.yaml'), join(folder, 'contoso.yaml'));

/** What the process of a check took is said by the process itself, at its end. */
const TELL = `process.on('exit', () => process.stderr.write(JSON.stringify({
  cpuMs: (process.cpuUsage().user + process.cpuUsage().system) / 1000,
  peakMiB: process.resourceUsage().maxRSS / 1024,
})))`;

/** The command line of a check of so many sequences. */
const checking = (count, workers) => [
  join(ROOT, 'dist', 'bin.js'),
  ...['check', folder, '--runs', String(count), '--workers', String(workers), '--json'],
];

function check(count, workers) {
  const startedAtMs = performance.now();
  const child = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(TELL)}`, ...checking(count, workers)],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (child.status !== 0) throw new Error(`the check ended with ${child.status}: ${child.stdout}${child.stderr}`);
  return { wallMs: performance.now() - startedAtMs, stdout: child.stdout, ...JSON.parse(child.stderr) };
}

/** How long two processes take that play so many sequences each, at once. */
async function twoProcesses(count) {
  const startedAtMs = performance.now();
  const ended = () =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, checking(count, 1), { stdio: 'ignore' });
      child.on('exit', (status) => (status === 0 ? resolve() : reject(new Error(`a check ended with ${status}`))));
    });
  await Promise.all([ended(), ended()]);
  return performance.now() - startedAtMs;
}

/** The heap in MiB after a collection, when a tenth of so many sequences is through, and when all are. */
async function heapsAfter(count) {
  const { checkInputs } = await import('../dist/modules/campaign/check-inputs.js');
  const { findInputs } = await import('../dist/modules/campaign/find-inputs.js');
  const baseline = { path: join(folder, 'none.json'), drills: null };
  const heaps = [];
  const result = await checkInputs({
    ...{ inputs: findInputs([folder]), baseline, gone: [], isTouched: () => true, ifNothing: null, update: false },
    ...{ topology: null, seeds: null, strict: false, runs: count, seed: 1, coverage: null, bail: false, version: '' },
    ...{ scope: { paths: [folder], filter: null, found: [], baseline: '' }, keep: async () => null, workers: 1 },
    ...{ shard: { index: 1, count: 1 }, log: null, resume: false, cache: null },
    progress(done) {
      if (done < [count / 10, count, Number.POSITIVE_INFINITY][heaps.length]) return;
      globalThis.gc();
      heaps.push(process.memoryUsage().heapUsed / 2 ** 20);
    },
  });
  if (result.verdict !== 'passed') throw new Error(JSON.stringify(result));
  return heaps;
}

try {
  console.log(`Node ${process.version}, ${availableParallelism()} cores, sims/contoso.yaml`);
  const quarter = check(Math.ceil(runs / 4), 1);
  const one = check(runs, 1);
  const two = check(runs, 2);
  if (one.stdout !== two.stdout) throw new Error('two threads came to another result than one');
  const [{ reached }] = JSON.parse(one.stdout).sequences;
  const line = (name, { wallMs, cpuMs, peakMiB }, count) =>
    console.log(
      `${name}: ${(wallMs / 1000).toFixed(1)} s, ${(cpuMs / count).toFixed(2)} ms of processor a sequence, at most ${peakMiB.toFixed(0)} MiB`,
    );
  line(`${Math.ceil(runs / 4)} sequences, one thread`, quarter, Math.ceil(runs / 4));
  line(`${runs} sequences, one thread`, one, runs);
  line(`${runs} sequences, two threads`, two, runs);
  console.log(`two threads against one: ${(one.wallMs / two.wallMs).toFixed(2)} times as fast`);
  const apart = await twoProcesses(Math.ceil(runs / 2));
  console.log(
    `two processes of ${Math.ceil(runs / 2)} each: ${(one.wallMs / apart).toFixed(2)} times as fast as one thread`,
  );
  const [tenth, all] = await heapsAfter(runs);
  console.log(
    `heap after a collection: ${tenth.toFixed(1)} MiB after ${runs / 10} sequences, ${all.toFixed(1)} MiB after ${runs}: ${(all / tenth).toFixed(2)} times`,
  );
  for (const [what, n] of Object.entries(reached)) console.log(`${what}: ${((100 * n) / runs).toFixed(0)} %`);
} finally {
  rmSync(folder, { recursive: true });
}
