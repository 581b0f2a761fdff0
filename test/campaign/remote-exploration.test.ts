import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningWorker, startWorker } from '../../src/campaign/queue/queue-worker.js';
import { connectQueue, type QueueAddress, queueAddress } from '../../src/campaign/queue/redis-connection.js';
import { searchRemotely } from '../../src/campaign/remote-exploration.js';
import { SearchPlayer } from '../../src/campaign/search-player.js';
import type { SearchTask } from '../../src/campaign/search-task.js';
import type { Drill } from '../../src/domain/drill.js';
import { explorationOf } from '../../src/exploration/explore-drill.js';
import { plansOf } from '../../src/exploration/log-plans.js';
import { PLAIN_REQUEST } from '../../src/exploration/request.js';
import { type Searches, searchLogs } from '../../src/exploration/search-logs.js';
import type { LogResult } from '../../src/exploration/search-threads.js';
import { DISK } from '../../src/input/disk-files.js';
import { readDrill } from '../../src/input/from-disk.js';
import { ROOT } from '../support/built.js';
import { inProcess } from '../support/in-process.js';
import { HAS_REDIS, RedisServer } from '../support/redis.mjs';

let folder: string;
let redis: RedisServer;
const said: string[] = [];
const workers: RunningWorker[] = [];

/** A worker within the test: it has a thread of its own. */
async function work(): Promise<RunningWorker> {
  const connection = await connectQueue(queueAddress(redis.url, {}) as QueueAddress);
  if (typeof connection === 'string') throw new Error(connection);
  const worker = startWorker(connection, {
    threads: 1,
    idleSeconds: null,
    version: 'test',
    say: (line) => said.push(line),
  });
  workers.push(worker);
  return worker;
}

const stop = async (worker: RunningWorker): Promise<number> => {
  worker.stop();
  return worker.ended;
};

beforeAll(async () => {
  if (!HAS_REDIS) return;
  folder = mkdtempSync(join(tmpdir(), 'drydrill-remote-'));
  cpSync(`${ROOT}test/exploration/servers.yaml`, join(folder, 'servers.yaml'));
  redis = await RedisServer.start({ appendfsync: 'everysec' });
});
afterAll(async () => {
  if (!HAS_REDIS) return;
  await Promise.all(workers.map(stop));
  await redis.end();
  rmSync(folder, { recursive: true, force: true });
});

const explore = (...more: string[]) =>
  inProcess(['explore', 'servers.yaml', '--faults', '1', ...more], { cwd: folder });
const overQueue = (...more: string[]) => explore('--queue', redis.url, ...more);
const answers = async (): Promise<number> => {
  const client = new Redis({ port: redis.port, host: '127.0.0.1' });
  const keys = await client.keys('drydrill:answer:*');
  const texts = await Promise.all(keys.map((key) => client.get(key)));
  client.disconnect();
  return texts.filter((text) => text?.startsWith('{"result"')).length;
};

test('an exploration that is ended says what was not searched; with what it has kept another one searches the rest', async () => {
  const path = `${ROOT}test/exploration/servers.yaml`;
  const drill = (await readDrill(path)) as Drill;
  const request = { ...PLAIN_REQUEST, faults: 2, only: ['pool', 'server'] };
  const plans = plansOf(drill, request);
  const asked = { kind: 'search', path, topology: null, overlay: null, seed: null, request, maxStates: null } as const;
  const bounds = { maxStates: null, timeLimitMs: null };
  const whole = await explorationOf(drill, request, bounds, await searchLogs(plans, request, bounds));
  const player = new SearchPlayer(DISK);
  const results = new Map<string, LogResult>();
  const keyOf = ({ log, part }: SearchTask) => JSON.stringify([log, part]);
  const kept = {
    known: (task: SearchTask) => results.get(keyOf(task)) ?? null,
    keep: (task: SearchTask, result: LogResult) => void results.set(keyOf(task), result),
  };
  /** Ends after so many of them. */
  const search = async (most: number) => {
    const end = new AbortController();
    let [searched, told] = [0, ''];
    const found = await searchRemotely(
      asked,
      plans,
      {
        atOnce: 1,
        search: async (task) => {
          searched++;
          return JSON.parse(JSON.stringify(await player.play(task)));
        },
      },
      kept,
      {
        signal: end.signal,
        boundMet: () => 'time',
        progress: (done, all) => {
          told = `${done} of ${all}`;
          if (searched === most) end.abort();
        },
      },
    );
    const { report } = await explorationOf(drill, request, bounds, found as Searches);
    return { report, searched, told };
  };
  const none = await search(0);
  expect(none.report).toMatchObject({ verdict: 'inconclusive', complete: false, bounds: { stoppedBy: 'time' } });
  expect(none.report.parts.map(({ begun, states }) => begun || states > 0)).toEqual([
    true,
    ...plans.slice(1).map(() => false),
  ]);
  expect(none.report).toMatchObject({ states: 0, ends: null, bounds: { breakable: whole.report.bounds.breakable } });
  const some = await search(4);
  expect(some.report).toMatchObject({ complete: false, proved: null, bounds: { stoppedBy: 'time' } });
  expect(results.size).toBe(4);
  const rest = await search(1000);
  expect(rest.report).toEqual(whole.report);
  expect(rest.told).toBe(`${rest.searched + 4} of ${rest.searched + 4}`);
});

test('a share that the drill does not have is none, and what cannot be read is said', async () => {
  const path = `${ROOT}test/exploration/servers.yaml`;
  const part = { index: 1, count: 1 };
  const task = { kind: 'search', path, topology: null, overlay: null, seed: null, maxStates: null, part } as const;
  const player = new SearchPlayer(DISK);
  const request = PLAIN_REQUEST;
  await expect(player.play({ ...task, request, log: 'none' })).rejects.toThrow('part 1 of 1 has no share of none');
  await expect(player.play({ ...task, request: { ...request, only: ['nobody'] }, log: 'x' })).rejects.toThrow('nobody');
  expect(await player.play({ ...task, path: 'none.yaml', request, log: 'x' })).toMatchObject([
    { message: 'no such file' },
  ]);
});

describe.skipIf(!HAS_REDIS)('an exploration whose shares go over a queue', () => {
  test('comes to the bytes of one machine, though its first worker goes; a second time all is known', async () => {
    const out = ['--out', join(folder, 'out')];
    const alone = await explore('--json', '--threads', '1', ...out);
    const first = await work();
    const shared = overQueue('--json', ...out);
    await expect.poll(answers, { timeout: 60_000 }).toBeGreaterThan(2);
    // Of a share that another exploration finished as well there is one result.
    await Promise.all([stop(first), work()]);
    expect({ ...(await shared), stderr: '' }).toEqual(alone);
    const all = await answers();
    expect(all).toBeGreaterThan(10);
    expect(existsSync(join(folder, 'out/explore.searched'))).toBe(false);
    await Promise.all(workers.map(stop));
    expect(await overQueue('--json', ...out)).toEqual(alone);
    expect(await answers()).toBe(all);
    expect(said).toEqual([]);
  });

  test('goes on with --resume from what it has kept, though the queue has lost it; what is damaged there is searched again', async () => {
    const ask = ['--only', 'site', '--json', '--out', join(folder, 'resumed')];
    const alone = await explore(...ask);
    const worker = await work();
    // What is not complete is kept.
    const cut = [...ask, '--max-states', '3'];
    const first = await overQueue(...cut);
    expect(JSON.parse(first.stdout)).toMatchObject({ complete: false, bounds: { stoppedBy: 'states' } });
    await stop(worker);
    const client = new Redis({ port: redis.port, host: '127.0.0.1' });
    await client.flushall();
    client.disconnect();
    expect(await overQueue(...cut, '--resume')).toEqual({ ...first, stderr: '' });
    const kept = readdirSync(join(folder, 'resumed/explore.searched'), { recursive: true, withFileTypes: true });
    const [file] = kept.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    writeFileSync(file, readFileSync(file, 'utf8').replace('"states":', '"states" :'));
    await work();
    expect({ ...(await overQueue(...cut, '--resume')), stderr: '' }).toEqual({ ...first, stderr: '' });
    expect(await answers()).toBe(1);
    expect({ ...(await overQueue(...ask, '--resume')), stderr: '' }).toEqual(alone);
  });

  test.each([
    [['--shard', '1/2', '--out', '.'], 'leave out --shard'],
    [['--parts', 'a,b'], 'leave out --queue'],
    [['--threads', '2'], 'leave out --threads'],
    [['--resume'], 'add --queue URL and --out DIR'],
  ])('%o does not go with it', async (more, says) => {
    expect(await overQueue(...more)).toMatchObject({ status: 2, stderr: expect.stringContaining(says) });
  });
});
