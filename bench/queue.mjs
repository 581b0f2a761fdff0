// What a queue costs, and what workers bring: npm run bench:queue [-- --workers 2]
// CPU time that a task costs the command which asks: that of many tasks less that of few, beside that of the same checks whose
// results are all kept by --cache, which is reading and reporting alone. Then tasks in a second, with one worker after another.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { HAS_REDIS, RedisServer } from '../test/support/redis.mjs';
import { ROOT, timed } from './timed-command.mjs';

const { values } = parseArgs({ options: { workers: { type: 'string', default: '2' } } });
if (!/^[1-9]\d?$/.test(values.workers)) {
  console.error(`--workers is a number from 1 to 99, not ${values.workers}`);
  process.exit(2);
}
if (!HAS_REDIS) process.exit(3);

const folder = mkdtempSync(join(tmpdir(), 'drydrill-bench-'));
/** So many drills of one task each. */
function drillsIn(name, count, seeds) {
  const place = join(folder, name);
  mkdirSync(place);
  copyFileSync(join(ROOT, 'sims/contoso.yaml'), join(place, 'contoso.yaml'));
  for (let i = 1; i <= count; i++) {
    const steps = `  - { wait: ${1 + (i % 50)}m }\n  - run: Invoke-CsPoolFailOver -PoolFqdn pool2.contoso.com\n`;
    const text = `drill: Failover ${i}\ntopology: contoso.yaml\nseed: ${i}\nsteps:\n${steps}expect: { served: false }\n`;
    writeFileSync(join(place, `drill-${String(i).padStart(4, '0')}.yaml`), text);
  }
  return ['check', place, '--seeds', String(seeds), '--json'];
}

const startWorker = ({ url }) =>
  spawn(process.execPath, [join(ROOT, 'dist/bin.js'), 'worker', '--queue', url, '--workers', '1', '--quiet'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });

/** Does something with so many workers at a Redis that has nothing yet. */
async function withWorkers(count, act) {
  const redis = await RedisServer.start({ appendfsync: 'everysec' });
  const workers = Array.from({ length: count }, () => startWorker(redis));
  await pause(1500);
  try {
    return await act(redis);
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await redis.end();
  }
}

console.log(`${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}`);
try {
  const [few, many] = [100, 1100];
  const checks = [drillsIn('few', few, 1), drillsIn('many', many, 1)];
  const asked = [];
  const kept = [];
  await withWorkers(1, async ({ url }) => {
    for (const argv of checks) asked.push(await timed([...argv, '--queue', url]));
  });
  for (const argv of checks) {
    const cached = [...argv, '--cache', join(folder, 'cache'), '--workers', '1'];
    await timed(cached);
    kept.push(await timed(cached));
  }
  const each = ([one, other]) => (other.cpuMs - one.cpuMs) / (many - few);
  const [whole, reading] = [each(asked), each(kept)];
  console.log(
    `${whole.toFixed(2)} ms CPU a task of the command that asks, ${reading.toFixed(2)} ms of them for reading and reporting: ` +
      `${(whole - reading).toFixed(2)} ms for the queue`,
  );
  const sequences = join(folder, 'sequences');
  mkdirSync(sequences);
  copyFileSync(join(ROOT, 'sims/contoso.yaml'), join(sequences, 'contoso.yaml'));
  const heavy = ['check', sequences, '--runs', '3000', '--quiet'];
  const workers = Number(values.workers);
  // What the machine has to give now, which others may be using too: as many checks side by side that share nothing.
  const alone = [...heavy, '--workers', '1'];
  const { wallMs: one } = await timed(alone);
  const beside = await Promise.all(Array.from({ length: workers }, () => timed(alone)));
  const most = (workers * one) / Math.max(...beside.map(({ wallMs }) => wallMs));
  console.log(`${workers} processes that share nothing do ${most.toFixed(2)} times what one does`);
  let first = 0;
  for (let count = 1; count <= workers; count++) {
    const { wallMs } = await withWorkers(count, ({ url }) => timed([...heavy, '--queue', url]));
    first ||= wallMs;
    const seconds = (wallMs / 1000).toFixed(1);
    console.log(`${count} workers: 3,000 sequences in ${seconds} s, ${(first / wallMs).toFixed(2)} times one`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
