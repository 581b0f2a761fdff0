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
import type { FileQuestion } from '../../../src/input/recorded-files.js';
import { drydrill, type Ended, ended, ROOT, start } from '../../support/built.js';
import { HAS_REDIS, RedisServer } from '../../support/redis.mjs';

/** What `npm run test:queue` does at length, a little of each: a real Redis, and workers that are processes. */

const PASSWORD = 'not-on-a-command-line';
const before = `process.env.DRYDRILL_QUEUE_PASSWORD = ${JSON.stringify(PASSWORD)};`;

let folder: string;
let redis: RedisServer;
let alone: Ended;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  if (!HAS_REDIS) return;
  folder = mkdtempSync(join(tmpdir(), 'drydrill-queue-'));
  const team = join(ROOT, 'examples/contoso-dr');
  for (const name of ['topology.yaml', 'runbooks', 'drills/planned-failover.yaml'])
    cpSync(join(team, name), join(folder, name), { recursive: true });
  [redis, alone] = await Promise.all([
    RedisServer.start({ requirepass: PASSWORD, appendfsync: 'everysec' }),
    drydrill([...ASK, '--workers', '1'], { cwd: folder }),
  ]);
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});
afterAll(async () => {
  if (!HAS_REDIS) return;
  await redis.end();
  rmSync(folder, { recursive: true, force: true });
});

function begin(argv: readonly string[]) {
  const child = start([...argv, '--queue', redis.url], { cwd: folder, before });
  children.add(child);
  return { child, ended: ended(child) };
}

const ASK = ['check', '.', '--topology', 'topology.yaml', '--seeds', '2', '--runs', '10', '--json'];
const connected = (): Redis => new Redis({ port: redis.port, host: '127.0.0.1', password: PASSWORD });

describe.skipIf(!HAS_REDIS)('a check whose tasks go over a queue', () => {
  test('comes to the bytes of one machine, though Redis is killed before any worker is there; then all is known', async () => {
    const asked = begin(ASK);
    const client = connected();
    await expect.poll(() => client.keys('drydrill:jobs:*:*'), { timeout: 60_000 }).not.toEqual([]);
    client.disconnect();
    await redis.kill();
    await redis.begin();
    const workers = [begin(['worker', '--workers', '1']), begin(['worker', '--workers', '1'])];
    const shared = await asked.ended;
    expect({ ...shared, stderr: '' }).toEqual(alone);
    expect(shared.stderr).toContain(`waiting for a worker: drydrill worker --queue ${redis.url}\n`);
    for (const { child } of workers) child.kill('SIGTERM');
    const done = await Promise.all(workers.map((worker) => worker.ended));
    expect(done.map(({ status }) => status)).toEqual([0, 0]);
    const tasks = done.map(({ stdout }) => Number(/^(\d+) tasks? done\.$/m.exec(stdout)?.[1]));
    expect(tasks[0] + tasks[1]).toBeGreaterThanOrEqual(4);
    expect(await begin(ASK).ended).toEqual(alone);
  });

  test('refuses what is no job, or has the name of another one, and goes on', async () => {
    const prefix = keysOf('drydrill').jobs;
    const queue = new Queue(queueName(), {
      connection: { host: '127.0.0.1', port: redis.port, password: PASSWORD },
      prefix,
    });
    const { child, ended: said } = begin(['worker', '--workers', '1']);
    const key = 'a'.repeat(64);
    const task = { kind: 'sequences', path: '../../etc/passwd', seed: 1, from: 0, to: 1, coverage: false };
    const job = { key, task, style: 'posix', facts: [] };
    await queue.add('task', { code: 'process.exit()' });
    await queue.add('task', { ...job, build: buildDigest() });
    await queue.add('task', { ...job, build: 'b'.repeat(64) });
    await expect.poll(() => queue.getFailedCount(), { timeout: 60_000 }).toBe(3);
    child.kill('SIGINT');
    const { status, stderr } = await said;
    expect(status).toBe(0);
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
    for (const name of ['dist', 'docs']) cpSync(join(ROOT, name), join(other, name), { recursive: true });
    copyFileSync(join(ROOT, 'package.json'), join(other, 'package.json'));
    const digest = join(other, 'dist/build-digest.json');
    writeFileSync(digest, JSON.stringify({ sha256: 'f'.repeat(64) }));
    const workOther = () => start(['worker', '--queue', redis.url], { before, command: join(other, 'dist/bin.js') });
    expect(await ended(workOther())).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('npm install bullmq ioredis'),
    });
    mkdirSync(join(other, 'node_modules'));
    for (const name of ['bullmq', 'ioredis'])
      symlinkSync(join(ROOT, 'node_modules', name), join(other, 'node_modules', name));
    const worker = workOther();
    children.add(worker);
    const said = ended(worker);
    const client = connected();
    await expect.poll(() => client.smembers('drydrill:workers'), { timeout: 60_000 }).not.toEqual([]);
    client.disconnect();
    const asked = begin([...ASK, '--seed', '9']);
    const heardFrom = ({ stderr }: ChildProcess): (() => string) => {
      let heard = '';
      stderr!.on('data', (text) => {
        heard += text;
      });
      return () => heard;
    };
    const [fromCheck, fromWorker] = [heardFrom(asked.child), heardFrom(worker)];
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
  const { status, stderr } = await drydrill(['worker', '--queue', 'redis://127.0.0.1:1']);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'error: Redis does not answer at redis://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1\n',
  });
});
