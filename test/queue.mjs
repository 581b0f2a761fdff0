// A check over a queue while its parts are killed: npm run test:queue [-- --drills 2000] [--chaos 20] [--seed 7]
// First so many drills over four workers, two of which are killed, and Redis is started anew once; then, with one seed after
// another, workers, the command that asked and Redis are killed at moments that the seed draws, of a check and of an exploration by
// turns. Each must come to the bytes of one machine, with one result of each task. What a task costs, and what a second worker brings: npm run bench:queue.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { numbersOf } from './support/mutants.mjs';
import { HAS_REDIS, RedisServer } from './support/redis.mjs';

const { values } = parseArgs({
  options: {
    drills: { type: 'string', default: '2000' },
    chaos: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
for (const [name, value] of Object.entries(values)) {
  if (/^\d{1,6}$/.test(value)) continue;
  console.error(`--${name} must be a whole number, not ${value}`);
  process.exit(2);
}
if (!HAS_REDIS) process.exit(3);

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drydrill-queue-'));
const children = new Set();
let failed = 0;
const expect = (holds, what) => {
  if (holds) return;
  failed++;
  console.log(`FAILED  ${what}`);
};

/** Starts the command; resolves with what it says when it ends, killed or not. */
function start(argv, cwd = folder) {
  const child = spawn(process.execPath, [join(ROOT, 'dist/bin.js'), ...argv], { cwd });
  children.add(child);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => (said[name] += text));
  const ended = once(child, 'close').then(([status]) => {
    children.delete(child);
    return { status, ...said };
  });
  return { child, ended };
}

/** A folder with so many short drills, each of its own seed: each is one task. */
function drillsIn(name, count) {
  const place = join(folder, name);
  mkdirSync(place);
  copyFileSync(join(ROOT, 'sims/contoso.yaml'), join(place, 'contoso.yaml'));
  for (let i = 1; i <= count; i++) {
    const steps = `  - { wait: ${1 + (i % 50)}m }\n  - run: Invoke-CsPoolFailOver -PoolFqdn pool2.contoso.com\n`;
    writeFileSync(
      join(place, `drill-${String(i).padStart(4, '0')}.yaml`),
      `drill: Failover ${i}\ntopology: contoso.yaml\nseed: ${i}\nsteps:\n${steps}expect: { served: false }\n`,
    );
  }
  return ['check', place, '--seeds', '1', '--json'];
}

const workerOf = (redis, ...more) => start(['worker', '--queue', redis.url, '--workers', '1', '--quiet', ...more]);
/** A worker as a supervisor has it: one that began while Redis was away says so and ends, and is begun again. */
function supervised(redis) {
  let worker;
  let isKilled = false;
  const begin = async () => {
    worker = workerOf(redis);
    const { status } = await worker.ended;
    if (status === 2 && !isKilled) void begin();
  };
  void begin();
  return () => {
    isKilled = true;
    worker.child.kill('SIGKILL');
  };
}
const client = (redis) =>
  new Redis({ port: redis.port, host: '127.0.0.1', maxRetriesPerRequest: null }).on('error', () => {});

/** How many results, and how many alarms, are kept. */
async function keptIn(redis) {
  const asks = client(redis);
  const answers = await asks.keys('drydrill:answer:*');
  const texts = answers.length === 0 ? [] : await asks.mget(answers);
  const alarms = await asks.keys('drydrill:alarm:*');
  asks.disconnect();
  return { results: texts.filter((text) => text?.startsWith('{"result"')).length, alarms: alarms.length };
}

async function untilResults(redis, count) {
  while ((await keptIn(redis)).results < count) await pause(50);
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

async function manyTasks(count) {
  const argv = drillsIn('many', count);
  const alone = await start([...argv, '--workers', '1']).ended;
  const redis = await RedisServer.start();
  const began = performance.now();
  const workers = Array.from({ length: 4 }, () => workerOf(redis));
  const asked = start([...argv, '--queue', redis.url]);
  await untilResults(redis, count / 10);
  workers[0].child.kill('SIGKILL');
  await untilResults(redis, count / 4);
  await redis.kill();
  await pause(500);
  await redis.begin();
  await untilResults(redis, count / 2);
  workers[1].child.kill('SIGKILL');
  const shared = await asked.ended;
  const kept = await keptIn(redis);
  expect(shared.stdout === alone.stdout && shared.status === alone.status, `${count} tasks: not what one machine says`);
  expect(kept.results === count && kept.alarms === 0, `${count} tasks: ${JSON.stringify(kept)}`);
  if (shared.stdout !== alone.stdout) console.log(shared.stderr.slice(0, 2000));
  console.log(
    `${count} tasks, two of four workers killed, Redis started anew: ${kept.results} results, ${seconds(began)}`,
  );
  for (const { child } of workers) child.kill('SIGKILL');
  await redis.end();
}

const TASKS_OF_CHAOS = 60;

/** An exploration of many small shares. */
const exploring = () => {
  copyFileSync(join(ROOT, 'test/exploration/servers.yaml'), join(folder, 'servers.yaml'));
  return ['explore', join(folder, 'servers.yaml'), '--faults', '2', '--json'];
};

/** How many shares it has, each of which has one result: those of one time without any trouble. */
async function sharesOf(argv) {
  const redis = await RedisServer.start();
  const worker = workerOf(redis);
  await start([...argv, '--queue', redis.url]).ended;
  const { results } = await keptIn(redis);
  worker.child.kill('SIGKILL');
  await redis.end();
  expect(results > 20, `an exploration has ${results} shares`);
  return results;
}

async function chaos(argv, tasks, seed) {
  const below = numbersOf(seed, 0);
  const redis = await RedisServer.start();
  const began = performance.now();
  const out = join(folder, `out-${seed}`);
  // The reports of an exploration say where its files are.
  const alone = await start([...argv, '--out', out]).ended;
  rmSync(out, { recursive: true });
  let workers = [supervised(redis), supervised(redis)];
  const ask = (...more) => start([...argv, '--out', out, '--queue', redis.url, ...more]);
  let asked = ask();
  const killed = [];
  for (let i = 0; i < 4; i++) {
    await pause(below(600));
    const what = ['a worker', 'the command', 'Redis', 'all'][below(4)];
    killed.push(what);
    if (what === 'a worker' || what === 'all') {
      workers[0]();
      workers = [...workers.slice(1), supervised(redis)];
    }
    if (what === 'Redis' || what === 'all') await redis.kill();
    if (what === 'the command' || what === 'all') {
      asked.child.kill('SIGKILL');
      await asked.ended;
    }
    await pause(below(400));
    if (what === 'Redis' || what === 'all') await redis.begin();
    if (what === 'the command' || what === 'all') asked = ask('--resume');
  }
  let shared = await asked.ended;
  // A command that began while Redis was away says so and ends: what was finished is there for the next one.
  if (shared.status === 2 && shared.stderr.includes('Redis does not answer')) shared = await ask('--resume').ended;
  const kept = await keptIn(redis);
  const what = `chaos of seed ${seed} (killed: ${killed.join(', ')})`;
  const isSame = shared.stdout === alone.stdout && shared.status === alone.status;
  expect(isSame, `${what}: not what one machine says; ${shared.stderr.slice(0, 1000)}`);
  expect(kept.results === tasks && kept.alarms === 0, `${what}: ${JSON.stringify(kept)}`);
  console.log(`${what}: ${kept.results} results, ${seconds(began)}`);
  for (const kill of workers) kill();
  await redis.end();
}

const ended = async () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
};
try {
  if (Number(values.drills) > 0) await manyTasks(Number(values.drills));
  const checking = drillsIn('chaos', TASKS_OF_CHAOS);
  const searching = exploring();
  const shares = Number(values.chaos) > 1 ? await sharesOf(searching) : 0;
  for (let i = 0; i < Number(values.chaos); i++) {
    const [argv, tasks] = i % 2 === 0 ? [checking, TASKS_OF_CHAOS] : [searching, shares];
    await chaos(argv, tasks, Number(values.seed) + i);
  }
} finally {
  await ended();
}
console.log(`${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
