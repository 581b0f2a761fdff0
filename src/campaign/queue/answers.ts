/** Write-once registers in Redis: the first answer to a job stands, and a later one must be the same bytes. */
import type { Redis } from 'ioredis';
import { isInputError } from '../../core/input-error.js';
import type { FileQuestion } from '../../input/recorded-files.js';
import { isQueuedResultOf, type QueuedTask } from '../search-task.js';
import { type JobAnswer, KEPT_SECONDS, type keysOf, QUESTIONS } from './queue-job.js';

type Keys = ReturnType<typeof keysOf>;

/** Stores an answer; `false` = another one was there that is not the same, which is an alarm. */
export async function answerOnce(redis: Redis, keys: Keys, key: string, answer: JobAnswer): Promise<boolean> {
  const text = JSON.stringify(answer);
  if ((await redis.set(keys.answer(key), text, 'EX', KEPT_SECONDS, 'NX')) === 'OK') return true;
  if ((await redis.get(keys.answer(key))) === text) return true;
  await redis.set(keys.alarm(key), 'two workers came to different results', 'EX', KEPT_SECONDS);
  return false;
}

/** The answers that are there, in the order of the keys; null = none yet, or nothing that is one. */
export async function answersTo(redis: Redis, keys: Keys, of: readonly string[]): Promise<(JobAnswer | null)[]> {
  if (of.length === 0) return [];
  const texts = await redis.mget(of.map(keys.answer));
  return texts.map((text) => {
    if (text === null) return null;
    const answer = parsed(text);
    return answer !== null && isAnswer(answer) ? answer : null;
  });
}

/** Those of the keys to which two different answers came. */
export async function alarmsAt(redis: Redis, keys: Keys, of: readonly string[]): Promise<string[]> {
  if (of.length === 0) return [];
  const alarms = await redis.mget(of.map(keys.alarm));
  return of.filter((_, i) => alarms[i] !== null);
}

/** Whether an answer is one to this task, as far as it tells kinds apart. */
export const isAnswerTo = (answer: JobAnswer, task: QueuedTask): boolean =>
  !('result' in answer) || isQueuedResultOf(answer.result, task);

/** What earlier tasks asked of files, of a text in Redis. It is a suggestion: where it is damaged, there is none. */
export function questionsIn(text: string): readonly FileQuestion[] {
  try {
    const read = QUESTIONS.safeParse(JSON.parse(text));
    return read.success ? read.data : [];
  } catch {
    return [];
  }
}

function isAnswer(value: object): boolean {
  if ('result' in value) return true;
  if ('errors' in value) return Array.isArray(value.errors) && value.errors.every(isInputError);
  return 'missing' in value && QUESTIONS.safeParse(value.missing).success;
}

function parsed(text: string): JobAnswer | null {
  try {
    return JSON.parse(text) as JobAnswer | null;
  } catch {
    return null;
  }
}
