import type { ChildProcess } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildDigest } from '../../../src/campaign/build-digest.js';
import { alarmsAt, answerOnce, answersTo } from '../../../src/campaign/queue/answers.js';
import { keysOf, queueName } from '../../../src/campaign/queue/queue-job.js';
import { type RunningWorker, startWorker } from '../../../src/campaign/queue/queue-worker.js';
import { connectQueue, type QueueAddress, queueAddress } from '../../../src/campaign/queue/redis-connection.js';
import type { FileQuestion } from '../../../src/input/recorded-files.js';
import { ended, ROOT, start } from '../../support/built.js';
import { inProcess } from '../../support/in-process.js';
import { HAS_REDIS, RedisServer } from '../../support/redis.mjs';

/**
 * What `npm run test:queue` does at length, a little of each, with a real Redis. Only what needs a process has one: a worker
 * that is told to end, and one of another build.
 */

const env = { DRYDRILL_QUEUE_PASSWORD: 'not-on-a-command-line' };
const before = `Object.assign(process.env, ${JSON.stringify(env)});`;

let folder: string;
let redis: RedisServer;
const children = new Set<ChildProcess>();
const workers = new Set<RunningWorker>();

beforeAll(async () => {
  if (!HAS_REDIS) return;
  folder = mkdtempSync(join(tmpdir(), 'drydrill-queue-'));
  const team = join(ROOT, 'examples/contoso-dr');
  for (const name of ['topology.yaml', 'runbooks', 'drills/planned-failover.yaml'])
    cpSync(join(team, name), join(folder, name), { recursive: true });
  cpSync(join(ROOT, 'sims/contoso-standard.yaml'), join(folder, 'small/topology.yaml'));
  redis = await RedisServer.start({ requirepass: env.DRYDRILL_QUEUE_PASSWORD, appendfsync: 'everysec' });
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await Promise.all([...workers].map(stop));
});
afterAll(async () => {
  if (!HAS_REDIS) return;
  await redis.end();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a process, of this build or another one. */
function begin(argv: readonly string[], options: { readonly command?: string } = {}): ChildProcess {
  const child = start([...argv, '--queue', redis.url], { cwd: folder, before, ...options });
  children.add(child);
  return child;
}

/** A worker with a thread of its own. */
async function work(): Promise<RunningWorker> {
  const connection = await connectQueue(queueAddress(redis.url, env) as QueueAddress);
  if (typeof connection === 'string') throw new Error(connection);
  const worker = startWorker(connection, { threads: 1, idleSeconds: null, version: 'test', say: () => {} });
  workers.add(worker);
  return worker;
}

async function stop(worker: RunningWorker): Promise<number> {
  workers.delete(worker);
  worker.stop();
  return worker.ended;
}

// Sequences on the smaller deployment: the pilots of the other one take seconds.
const PATHS = ['drills', 'runbooks', 'small'];
const ASK = ['check', ...PATHS, '--topology', 'topology.yaml', '--seeds', '2', '--runs', '2', '--json'];
const check = (...more: string[]) => inProcess([...ASK, ...more], { cwd: folder, env });
const connection = () => ({ port: redis.port, host: '127.0.0.1', password: env.DRYDRILL_QUEUE_PASSWORD });
const connected = (): Redis => new Redis(connection());

function heardFrom({ stderr }: ChildProcess): () => string {
  let heard = '';
  stderr!.on('data', (text) => {
    heard += text;
  });
  return () => heard;
}

describe.skipIf(!HAS_REDIS)('a check whose tasks go over a queue', () => {
  test('comes to the bytes of one machine, though Redis is killed before any worker is there; then all is known', async () => {
    const alone = await check('--workers', '1');
    const asked = check('--queue', redis.url);
    const client = connected();
    await expect.poll(() => client.keys('drydrill:jobs:*:*'), { timeout: 60_000 }).not.toEqual([]);
    client.disconnect();
    await redis.kill();
    await redis.begin();
    const both = await Promise.all([work(), work()]);
    const shared = await asked;
    expect({ ...shared, stderr: '' }).toEqual(alone);
    expect(shared.stderr).toContain(`waiting for a worker: drydrill worker --queue ${redis.url}\n`);
    const [one, other] = await Promise.all(both.map(stop));
    expect(one + other).toBeGreaterThanOrEqual(4);
    expect(await check('--queue', redis.url)).toEqual(alone);
  });

  test('refuses what is no job, or has the name of another one, and goes on until it is told to end', async () => {
    const prefix = keysOf('drydrill').jobs;
    const queue = new Queue(queueName(), { connection: connection(), prefix });
    const child = begin(['worker', '--workers', '1']);
    const said = ended(child);
    const key = 'a'.repeat(64);
    const task = { kind: 'sequences', path: '../../etc/passwd', seed: 1, from: 0, to: 1, coverage: false };
    const job = { key, task, style: 'posix', facts: [] };
    await queue.add('task', { code: 'process.exit()' });
    await queue.add('task', { ...job, build: buildDigest() });
    await queue.add('task', { ...job, build: 'b'.repeat(64) });
    await expect.poll(() => queue.getFailedCount(), { timeout: 60_000 }).toBe(3);
    child.kill('SIGINT');
    const { status, stdout, stderr } = await said;
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `Waiting for work at ${redis.url}, in 1 thread.\n0 tasks done.\n`,
    });
    expect(stderr.split('\n').sort()).toEqual([
      '',
      'not done: ../../etc/passwd: this job has the name of another',
      'not done: ../../etc/passwd: this job is of another build of drydrill',
      'not done: a job: this is no job of drydrill',
    ]);
    await queue.close();
  });

  test('is refused by a worker of another build, which says so, as the check does; without its packages there is none', async () => {
    const other = join(folder, 'other');
    // What the command itself is made of.
    const filter = (path: string) => !/dist[\\/](?:library|modules|types)$/.test(path);
    cpSync(join(ROOT, 'dist'), join(other, 'dist'), { recursive: true, filter });
    symlinkSync(join(ROOT, 'docs'), join(other, 'docs'), 'junction');
    copyFileSync(join(ROOT, 'package.json'), join(other, 'package.json'));
    writeFileSync(join(other, 'dist/build-digest.json'), JSON.stringify({ sha256: 'f'.repeat(64) }));
    const command = join(other, 'dist/bin.js');
    const without = ended(begin(['worker'], { command }));
    expect(await without).toMatchObject({ status: 2, stderr: expect.stringContaining('npm install bullmq ioredis') });
    mkdirSync(join(other, 'node_modules'));
    for (const name of ['bullmq', 'ioredis'])
      symlinkSync(join(ROOT, 'node_modules', name), join(other, 'node_modules', name));
    const worker = begin(['worker'], { command });
    const said = ended(worker);
    const client = connected();
    await expect.poll(() => client.smembers('drydrill:workers'), { timeout: 60_000 }).not.toEqual([]);
    client.disconnect();
    const asked = begin([...ASK, '--seed', '9']);
    const [fromCheck, fromWorker] = [heardFrom(asked), heardFrom(worker)];
    await expect.poll(fromCheck, { timeout: 60_000 }).toContain('there are others, which refuse its work');
    await expect.poll(fromWorker, { timeout: 60_000 }).toContain('refused');
    worker.kill('SIGTERM');
    expect((await said).stderr).toMatch(
      /^refused: a check asks for work of drydrill .*, and this is .*ffffffffffff\)/m,
    );
  });

  test('has one answer to each job: the same again is no matter, another one is an alarm', async () => {
    const client = connected();
    const keys = keysOf('test');
    const asksFor = (path: string) => ({ missing: [['place', path] satisfies FileQuestion] });
    expect(await answerOnce(client, keys, 'k', asksFor('a'))).toBe(true);
    expect(await answerOnce(client, keys, 'k', asksFor('a'))).toBe(true);
    expect(await alarmsAt(client, keys, ['k'])).toEqual([]);
    expect(await answerOnce(client, keys, 'k', asksFor('b'))).toBe(false);
    await client.set(keys.answer('damaged'), '{"missing":[["eval","1"]]}');
    expect(await answersTo(client, keys, ['k', 'none', 'damaged'])).toEqual([asksFor('a'), null, null]);
    expect(await alarmsAt(client, keys, ['none', 'k'])).toEqual(['k']);
    client.disconnect();
  });
});

test('where no Redis answers: exit 2 and why', async () => {
  const { status, stderr } = await inProcess(['worker', '--queue', 'redis://127.0.0.1:1']);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'error: Redis does not answer at redis://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1\n',
  });
});
