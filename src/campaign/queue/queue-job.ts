/** What a queue carries: plain data, checked again by whoever takes it, and the names under which Redis has it. */
import * as z from 'zod';
import type { InputError } from '../../core/input-error.js';
import type { ExploreRequest } from '../../exploration/request.js';
import { digestOfData } from '../../input/input-digests.js';
import type { FileFact, FileQuestion } from '../../input/recorded-files.js';
import type { PathStyle } from '../../input/shipped-files.js';
import { buildDigest } from '../build-digest.js';
import type { QueuedResult, QueuedTask } from '../search-task.js';
import { resultKey } from '../task-key.js';

/** Results, files and what was asked for are forgotten so many seconds after they were written: a week. */
export const KEPT_SECONDS = 7 * 24 * 3600;

/** A worker or a check that has not said so for so many seconds is not there. */
export const ALIVE_SECONDS = 15;

/** Jobs of this build, which no other one takes. */
export const queueName = (): string => `build-${buildDigest().slice(0, 16)}`;

/** The names of keys in Redis. */
export const keysOf = (prefix: string) => ({
  jobs: `${prefix}:jobs`,
  file: (digest: string) => `${prefix}:file:${digest}`,
  answer: (key: string) => `${prefix}:answer:${key}`,
  alarm: (key: string) => `${prefix}:alarm:${key}`,
  asked: (subject: string) => `${prefix}:asked:${subject}`,
  /** sets of names of checks and of workers, and what each of them says while it is alive */
  present: (kind: Presence) => `${prefix}:${kind}`,
  alive: (kind: Presence, name: string) => `${prefix}:${kind}:${name}`,
});

/** Who uses a queue. */
export type Presence = 'checks' | 'workers';

/**
 * What came of a job: the result of its task, why it cannot be played, or what the worker would have to ask of files for it
 * and had no answer to.
 */
export type JobAnswer =
  | { readonly result: QueuedResult }
  | { readonly errors: readonly InputError[] }
  | { readonly missing: readonly FileQuestion[] };

const path = z.string().max(4096);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** So many names has `--only` or `--without` at most. */
const names = z.array(z.string().max(1000)).max(1000);
const whether = z.boolean();

const REQUEST = z.strictObject({
  ...{ faults: count.max(6), free: count.max(12), mistakes: count.max(3), only: names, without: names },
  ...{ repairs: whether, everywhere: whether, hazards: whether, symmetry: whether, reduce: whether },
  ...{ matrix: whether, ends: whether, together: whether },
}) satisfies z.ZodType<ExploreRequest>;

/** Into so many parts an exploration is shared out at most. */
const PARTS_OF_A_JOB = 10_000;

const TASK = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['drill', 'runbook', 'example']),
    path,
    topology: path.nullable(),
    seeds: count.nullable(),
    share: z.strictObject({ from: count, to: count, of: count }).nullable(),
    strict: z.boolean(),
    coverage: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('sequences'),
    path,
    seed: z.int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
    from: count,
    to: count,
    coverage: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('search'),
    path,
    topology: path.nullable(),
    overlay: path.nullable(),
    seed: z.int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER).nullable(),
    request: REQUEST,
    log: z.string().max(1000),
    part: z.strictObject({ index: count.min(1), count: count.min(1).max(PARTS_OF_A_JOB) }),
    maxStates: count.nullable(),
  }),
]);

const QUESTION = z.union([
  z.tuple([z.literal('bytes'), path, count]),
  z.tuple([z.literal('place'), path]),
  z.tuple([z.literal('spelling'), path, path]),
  z.tuple([z.literal('within'), path, path]),
]);

/** So many questions to files has one task at most. */
const QUESTIONS_MOST = 10_000;

/** What is asked of files, as it comes from Redis. */
export const QUESTIONS = z.array(QUESTION).max(QUESTIONS_MOST);

/** A task with all that it reads, by digest: bounded, and nothing in it is run. */
export const JOB = z.strictObject({
  build: digest,
  key: digest,
  task: TASK,
  style: z.enum(['posix', 'win32']),
  facts: z.array(z.tuple([QUESTION, z.string().max(10_000).nullable()])).max(QUESTIONS_MOST),
});

export type QueueJob = z.infer<typeof JOB>;

/** Names the answer to a task over files of which these facts hold, where paths are written so. */
export const jobKey = (task: QueuedTask, style: PathStyle, facts: readonly FileFact[]): string =>
  digestOfData(['job', style, resultKey(task, facts)]);

/** Characters of an answer at most: a share of an exploration has every state of its examples, of a large drill some millions of characters. */
export const ANSWER_MOST = 64 * 1024 * 1024;

/** The bytes that a file of a job has at most; readers of drills, topologies and scripts take no more. */
export const FILE_BYTES_MOST = 20 * 1024 * 1024;
