/**
 * Work queue over threads: each takes the next task as it is ready. What comes back is put by the place of its task, so
 * that the result is the same however many threads there are.
 */
import { Worker } from 'node:worker_threads';
import type { InputError } from '../core/input-error.js';
import type { Task, TaskResult } from './task.js';
import type { TaskPlayer, Tick } from './task-player.js';

/** What a thread says: a run is through, or the result of its task. */
export type FromCheckThread = 'tick' | { readonly result: TaskResult | InputError[] };

/** Tasks to be done, handed out in their order. */
export interface TaskQueue {
  /** the place of the next one; null = there is none any more */
  next(): number | null;
  readonly tasks: readonly Task[];
  done(place: number, result: TaskResult): Promise<void> | void;
  /** a run of some task is through */
  tick(): void;
}

/** Does all tasks of a queue with so many threads; 1 = in this one. What cannot be read ends it. */
export async function doTasks(queue: TaskQueue, threads: number, player: TaskPlayer): Promise<InputError[] | null> {
  const tick = (): void => queue.tick();
  if (threads <= 1) return take(queue, (task) => player.play(task, tick));
  const workers = Array.from({ length: threads }, () => new Worker(new URL('./campaign-worker.js', import.meta.url)));
  try {
    const ended = await Promise.all(workers.map((worker) => take(queue, (task) => playIn(worker, task, tick))));
    return ended.find((errors) => errors !== null) ?? null;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function take(
  queue: TaskQueue,
  play: (task: Task) => Promise<TaskResult | InputError[]>,
): Promise<InputError[] | null> {
  for (let place = queue.next(); place !== null; place = queue.next()) {
    const result = await play(queue.tasks[place]);
    if (Array.isArray(result)) return result;
    await queue.done(place, result);
  }
  return null;
}

function playIn(worker: Worker, task: Task, tick: Tick): Promise<TaskResult | InputError[]> {
  return new Promise((resolve, reject) => {
    const stopListening = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (message: FromCheckThread): void => {
      if (message === 'tick') return tick();
      stopListening();
      resolve(message.result);
    };
    const onError = (error: Error): void => {
      stopListening();
      reject(error);
    };
    const onExit = (): void => onError(new Error('a thread ended before its task'));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(task);
  });
}
