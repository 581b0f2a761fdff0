// Measurements of `drydrill check --runs N` on the reference pair: two threads against one, memory, and what was reached.
// Usage: npm run bench:check            (builds first; a minute)
//        npm run bench:check -- --runs 10000
// Each check runs in a process of its own. Two threads that come to another result than one are an error.
import { spawnSync } from 'node:child_process';
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

function check(count, workers) {
  const startedAtMs = performance.now();
  const child = spawnSync(
    process.execPath,
    [
      ...['--import', `data:text/javascript,${encodeURIComponent(TELL)}`],
      ...[
        join(ROOT, 'dist', 'bin.js'),
        'check',
        folder,
        '--runs',
        String(count),
        '--workers',
        String(workers),
        '--json',
      ],
    ],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (child.status !== 0) throw new Error(`the check ended with ${child.status}: ${child.stdout}${child.stderr}`);
  return { wallMs: performance.now() - startedAtMs, stdout: child.stdout, ...JSON.parse(child.stderr) };
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
  for (const [what, n] of Object.entries(reached)) console.log(`${what}: ${((100 * n) / runs).toFixed(0)} %`);
} finally {
  rmSync(folder, { recursive: true });
}
