/**
 * Producer of a job queue: ships each task with the files that it reads, and waits for its answer. A worker that would have
 * to read more says what, and the task is asked again with it. Answers are looked for, not heard of, so that one which came
 * while Redis was away is found like any other.
 */
import { randomUUID } from 'node:crypto';
import type { Queue } from 'bullmq';
import type { InputError } from '../../core/input-error.js';
import type { FileFact } from '../../input/recorded-files.js';
import { buildDigest } from '../build-digest.js';
import type { QueuedResult, QueuedTask, SearchTask, SearchTaskResult } from '../search-task.js';
import type { Task, TaskResult } from '../task.js';
import { subjectKey } from '../task-key.js';
import type { PlayedTask } from '../task-threads.js';
import { alarmsAt, answersTo, isAnswerTo, questionsIn } from './answers.js';
import { sayGone, sayPresent, whoIsMissing, whoIsPresent } from './presence.js';
import { ALIVE_SECONDS, type JobAnswer, KEPT_SECONDS, keysOf, type QueueJob, queueName } from './queue-job.js';
import { type QueueConnection, QueueProblem, untilBack } from './redis-connection.js';
import { type SentFiles, SubjectFiles } from './subject-files.js';

/** Tasks that wait for their answers at once. */
export const TASKS_AT_ONCE = 256;

/** How often answers are looked for, in ms, and after how many looks it is asked whether the job is still there. */
const LOOK_EVERY_MS = 50;
const LOOKS_UNTIL_DOUBT = 100;
/** How long Redis may be away, in looks: two minutes. */
const AWAY_LOOKS_MOST = 2400;
/** How long the farewell to a queue may take, in ms. */
const FAREWELL_MS = 2000;
/** Files that a task asks for come to light one after another, by what is in them. */
const ROUNDS_MOST = 200;
/** How often a job is put into the queue: it is lost where Redis loses what it had, and fails where its worker does. */
const ASKED_MOST = 4;
/** Characters of a job in Redis. */
const JOB_MOST = 4 * 1024 * 1024;

interface Waiting {
  readonly task: QueuedTask;
  readonly job: QueueJob;
  readonly sent: SentFiles;
  looks: number;
  /** how often the job was put into the queue */
  asked: number;
  readonly resolve: (answer: JobAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** What a task came to, and the files that it was worked out from. */
interface RemoteResult {
  readonly result: QueuedResult | InputError[];
  readonly read: readonly FileFact[];
}

/** The tasks of one check, or of one exploration, on a queue. */
export class RemoteTasks {
  /** rejects when nothing more can be had of the queue */
  readonly failure: Promise<never>;
  private fail: (error: Error) => void = () => {};
  private hasFailed = false;
  private readonly subjects = new Map<string, Promise<SubjectFiles>>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly shipped = new Set<string>();
  private readonly keys;
  private readonly queue: Queue;
  private readonly timer: NodeJS.Timeout;
  private readonly id = randomUUID();
  /** by the key of a job that is asked for */
  private readonly asking = new Map<string, Promise<JobAnswer>>();
  private looking = false;
  /** the last that was said of workers, once as long as it is so; null = nobody has looked for them yet */
  private said: string | null = null;
  private looks = 0;
  private awayFor = 0;

  constructor(
    private readonly connection: QueueConnection,
    private readonly version: string,
    /** what planning has read for the tasks of a path already; null = it changed meanwhile */
    private readonly readFor: (path: string) => readonly FileFact[] | null,
    private readonly say: (line: string) => void,
  ) {
    const { bullmq, address } = connection;
    this.keys = keysOf(address.prefix);
    const options = { ...address.options, retryStrategy: untilBack };
    this.queue = new bullmq.Queue(queueName(), { connection: options, prefix: this.keys.jobs });
    this.queue.on('error', () => {});
    this.failure = new Promise((_, reject) => {
      this.fail = (error) => {
        this.hasFailed = true;
        reject(error);
      };
    });
    this.failure.catch(() => {});
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  /** Has a task of a check played by a worker, unless its answer is known. */
  async play(task: Task): Promise<PlayedTask> {
    const { result, read } = await this.resultOf(task);
    return { result: result as TaskResult | InputError[], read };
  }

  /** Has a share of an exploration searched by a worker, unless its answer is known. */
  async search(task: SearchTask): Promise<SearchTaskResult | InputError[]> {
    return (await this.resultOf(task)).result as SearchTaskResult | InputError[];
  }

  private async resultOf(task: QueuedTask): Promise<RemoteResult> {
    const key = subjectKey(task);
    const files = await (this.subjects.get(key) ?? this.begin(key, task));
    for (let round = 0; round < ROUNDS_MOST; round++) {
      const sent = files.now();
      const answer = await this.answerTo(task, sent);
      if ('result' in answer) return { result: answer.result, read: sent.facts };
      if ('errors' in answer) return { result: [...answer.errors], read: sent.facts };
      files.ask(answer.missing);
      await this.connection.redis.set(this.keys.asked(key), JSON.stringify(files.questions), 'EX', KEPT_SECONDS);
    }
    throw new QueueProblem(`${task.path} reads more and more files`);
  }

  /** Throws where two workers came to different results of one task: one of them is wrong, and nobody knows which. */
  async checkAlarms(): Promise<void> {
    const alarms = await alarmsAt(this.connection.redis, this.keys, [...this.asking.keys()]);
    if (alarms.length > 0) throw new Error(`two workers came to different results of the same task (${alarms[0]})`);
  }

  /** Leaves the queue; jobs that are in it stay there, and so do their answers. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    const { redis } = this.connection;
    if (!this.hasFailed) {
      const farewell = [this.queue.close(), sayGone(redis, this.keys, 'checks', this.id)];
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise((resolve) => {
        timer = setTimeout(resolve, FAREWELL_MS);
      });
      await Promise.race([Promise.allSettled(farewell), tooLong]);
      clearTimeout(timer);
    }
    await this.queue.disconnect().catch(() => {});
    redis.disconnect();
  }

  private begin(key: string, task: QueuedTask): Promise<SubjectFiles> {
    const begun = this.connection.redis.get(this.keys.asked(key)).then((text) => {
      const files = new SubjectFiles(task, this.readFor(task.path) ?? []);
      if (text !== null) files.suggest(questionsIn(text));
      return files;
    });
    this.subjects.set(key, begun);
    return begun;
  }

  private async answerTo(task: QueuedTask, sent: SentFiles): Promise<JobAnswer> {
    const key = sent.keyOf(task);
    const asking = this.asking.get(key) ?? this.firstAnswerTo(key, task, sent);
    this.asking.set(key, asking);
    return asking;
  }

  private async firstAnswerTo(key: string, task: QueuedTask, sent: SentFiles): Promise<JobAnswer> {
    const [known] = await answersTo(this.connection.redis, this.keys, [key]);
    if (known !== null && isAnswerTo(known, task)) return known;
    const { style, facts } = sent;
    const job = { build: buildDigest(), key, task, style, facts } as unknown as QueueJob;
    return new Promise<JobAnswer>((resolve, reject) => {
      const waiting: Waiting = { task, job, sent, looks: 0, asked: 0, resolve, reject };
      this.waiting.set(key, waiting);
      void this.ask(waiting).catch(reject);
    });
  }

  private async ask(waiting: Waiting): Promise<void> {
    const { job, sent, task } = waiting;
    if (waiting.asked++ >= ASKED_MOST)
      throw new QueueProblem(`${task.path} was given to workers again and again, and none has answered`);
    if (JSON.stringify(job).length > JOB_MOST) throw new QueueProblem(`${task.path} reads too many files for a queue`);
    for (const [digest, bytes] of sent.contents) {
      if (this.shipped.has(digest) && waiting.asked === 1) continue;
      this.shipped.add(digest);
      await this.connection.redis.set(this.keys.file(digest), Buffer.from(bytes), 'EX', KEPT_SECONDS);
    }
    await this.queue.add('task', job, { jobId: job.key, removeOnComplete: true });
  }

  private async look(): Promise<void> {
    if (this.looking) {
      if (++this.awayFor > AWAY_LOOKS_MOST)
        this.fail(new QueueProblem(`Redis has not answered at ${this.connection.address.url} for two minutes`));
      return;
    }
    this.looking = true;
    try {
      await this.lookOnce();
      this.awayFor = 0;
    } catch (error) {
      this.fail(new QueueProblem(error instanceof Error ? error.message : String(error)));
    } finally {
      this.looking = false;
    }
  }

  private async lookOnce(): Promise<void> {
    const { redis } = this.connection;
    const isFirst = this.said === null && this.waiting.size > 0;
    if (this.looks++ % Math.ceil((ALIVE_SECONDS * 1000) / 3 / LOOK_EVERY_MS) === 0 || isFirst) {
      await sayPresent(redis, this.keys, 'checks', this.id, this.version);
      await this.sayWhoIsThere();
    }
    const keys = [...this.waiting.keys()];
    const answers = await answersTo(redis, this.keys, keys);
    for (const [i, key] of keys.entries()) {
      const waiting = this.waiting.get(key);
      const answer = answers[i];
      if (waiting === undefined) continue;
      if (answer !== null && isAnswerTo(answer, waiting.task)) {
        this.waiting.delete(key);
        waiting.resolve(answer);
      } else if (++waiting.looks % LOOKS_UNTIL_DOUBT === 0) await this.doubt(key, waiting);
    }
  }

  /** A job that has gone without an answer is asked for again; one that no worker can do ends the check. */
  private async doubt(key: string, waiting: Waiting): Promise<void> {
    const job = await this.queue.getJob(key);
    const state = job === undefined ? 'unknown' : await job.getState();
    const isOver = state === 'failed' || state === 'completed';
    if (!isOver && state !== 'unknown') return;
    const why = job?.failedReason ?? '';
    // Somebody else may have removed it just now.
    if (isOver) await job?.remove().catch(() => {});
    const again =
      state === 'failed' && waiting.asked > 1
        ? Promise.reject(new QueueProblem(`a worker could not play ${waiting.task.path}: ${why}`))
        : this.ask(waiting);
    await again.catch((error) => {
      this.waiting.delete(key);
      waiting.reject(error);
    });
  }

  /** Nothing happens where no worker is, which somebody who waits should know. */
  private async sayWhoIsThere(): Promise<void> {
    if (this.waiting.size === 0) return;
    const workers = await whoIsPresent(this.connection.redis, this.keys, 'workers');
    const line = whoIsMissing(workers, this.connection.address.url);
    if (line !== '' && line !== this.said) this.say(line);
    this.said = line;
  }
}
