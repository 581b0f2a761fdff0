/** Consumer of a job queue: takes tasks of checks on other machines, plays them in its threads and stores each answer once. */
import { Worker as Thread } from 'node:worker_threads';
import type { Job } from 'bullmq';
import { sha256Of } from '../../input/input-digests.js';
import { digestIn } from '../../input/shipped-files.js';
import { askThread } from '../ask-thread.js';
import { buildDigest } from '../build-digest.js';
import { answerOnce, answersTo } from './answers.js';
import { sayGone, sayPresent, whoIsPresent } from './presence.js';
import { ANSWER_MOST, JOB, type JobAnswer, jobKey, keysOf, queueName } from './queue-job.js';
import type { ShippedTask } from './queue-thread.js';
import { type QueueConnection, untilBack } from './redis-connection.js';

/** What a worker is asked for. */
export interface WorkerRequest {
  readonly threads: number;
  /** ends when there has been nothing to do for so long, in seconds; null = never */
  readonly idleSeconds: number | null;
  readonly version: string;
  /** told as it happens, a line each */
  readonly say: (line: string) => void;
}

/** A worker at work. */
export interface RunningWorker {
  /** resolves when it has ended, to the number of jobs that it did */
  readonly ended: Promise<number>;
  /** takes nothing more, and ends when what was begun is done */
  readonly stop: () => void;
}

/** How long a job may go without its worker's word before another one takes it, in ms. The threads leave this one free to give it. */
const LOCK_MS = 6000;
/** How often a job may lose its worker: one that ends every process that takes it must not go round for ever. */
const LOST_MOST = 3;

/** Begins to take jobs. */
export function startWorker(connection: QueueConnection, request: WorkerRequest): RunningWorker {
  const { bullmq, redis, address } = connection;
  const keys = keysOf(address.prefix);
  const idle: Thread[] = [];
  const threads = new Set<Thread>();
  let done = 0;

  const play = async (job: Job): Promise<void> => {
    const read = JOB.safeParse(job.data);
    if (!read.success) throw new bullmq.UnrecoverableError('this is no job of drydrill');
    const { build, key, task, style, facts } = read.data;
    if (build !== buildDigest()) throw new bullmq.UnrecoverableError('this job is of another build of drydrill');
    if (jobKey(task, style, facts) !== key) throw new bullmq.UnrecoverableError('this job has the name of another');
    // Somebody else was through with it, and was cut off before the queue knew.
    if ((await answersTo(redis, keys, [key]))[0] !== null) return;
    const contents = await filesOf([...new Set(facts.map(digestIn))].filter((digest) => digest !== null));
    const thread = idle.pop() ?? startThread();
    const shipped: ShippedTask = { task, style, facts, contents };
    const answer = await askThread<JobAnswer>(thread, shipped).catch((error: unknown) => {
      threads.delete(thread);
      throw error;
    });
    idle.push(thread);
    if (JSON.stringify(answer).length > ANSWER_MOST)
      throw new bullmq.UnrecoverableError('what it came to is too large for a queue');
    if (!(await answerOnce(redis, keys, key, answer)))
      request.say(`ALARM: another worker came to a different result of ${task.path} (${key.slice(0, 12)})`);
    done++;
  };

  const startThread = (): Thread => {
    const thread = new Thread(new URL('./queue-thread.js', import.meta.url));
    threads.add(thread);
    return thread;
  };

  const filesOf = async (digests: readonly string[]): Promise<Map<string, Uint8Array>> => {
    const bytes = digests.length === 0 ? [] : await redis.mgetBuffer(digests.map(keys.file));
    const contents = new Map<string, Uint8Array>();
    for (const [i, digest] of digests.entries()) {
      const found = bytes[i];
      if (found === null || sha256Of(found) !== digest)
        throw new bullmq.UnrecoverableError('a file of this job is gone');
      contents.set(digest, new Uint8Array(found));
    }
    return contents;
  };

  const worker = new bullmq.Worker(queueName(), play, {
    connection: { ...address.options, retryStrategy: untilBack },
    prefix: keys.jobs,
    concurrency: request.threads,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS / 2,
    maxStalledCount: LOST_MOST,
    removeOnComplete: { count: 0 },
    removeOnFail: { age: 3600 },
  });
  const troubles = new Set<string>();
  worker.on('error', ({ message }) => {
    if (troubles.has(message)) return;
    troubles.add(message);
    request.say(`the queue at ${address.url}: ${message}; going on when it is back`);
  });
  worker.on('failed', (job, error) => request.say(`not done: ${job?.data?.task?.path ?? 'a job'}: ${error.message}`));

  const refused = new Set<string>();
  let idleFor = 0;
  let looking = false;
  const everySecond = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      await look();
    } finally {
      looking = false;
    }
  };
  const look = async (): Promise<void> => {
    await sayPresent(redis, keys, 'workers', worker.id, request.version);
    for (const { build, version } of await whoIsPresent(redis, keys, 'checks')) {
      if (build === buildDigest() || refused.has(build)) continue;
      refused.add(build);
      request.say(
        `refused: a check asks for work of ${named(version, build)}, and this is ${named(request.version, buildDigest())}`,
      );
    }
    const isBusy = threads.size > idle.length || worker.isPaused();
    idleFor = isBusy ? 0 : idleFor + 1;
    if (request.idleSeconds !== null && idleFor > request.idleSeconds) stop();
  };
  const timer = setInterval(() => void everySecond().catch(() => {}), 1000);

  let finish: (jobs: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    finish = resolve;
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    clearInterval(timer);
    void worker
      .close()
      .then(() => sayGone(redis, keys, 'workers', worker.id))
      .catch(() => {})
      .then(() => Promise.all([...threads].map((thread) => thread.terminate())))
      .then(() => redis.disconnect())
      .then(() => finish(done));
  };
  return { ended, stop };
}

const named = (version: string, build: string): string => `drydrill ${version} (build ${build.slice(0, 12)})`;
