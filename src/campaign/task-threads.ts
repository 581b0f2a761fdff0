/**
 * Work queue over threads: each takes the next task as it is ready. What comes back is put by the place of its task, so
 * that the result is the same however many threads there are.
 */
import { Worker } from 'node:worker_threads';
import type { InputError } from '../core/input-error.js';
import type { Task, TaskResult } from './task.js';
import type { TaskPlayer } from './task-player.js';

/** What a thread says: the result of its task. */
export interface FromCheckThread {
  readonly result: TaskResult | InputError[];
}

/** What a thread is given: where it counts the runs that are through, as a message for each would cost more than some runs. */
export interface CheckThreadData {
  readonly runs: Int32Array;
}

/** How often the counted runs are told. */
const TELL_EVERY_MS = 200;

/** Tasks to be done, handed out in their order. */
export interface TaskQueue {
  /** the place of the next one; null = there is none any more */
  next(): number | null;
  readonly tasks: readonly Task[];
  done(place: number, result: TaskResult): Promise<void> | void;
  /** so many more runs of some tasks are through */
  tick(runs: number): void;
}

/** Does all tasks of a queue with so many threads; 1 = in this one. What cannot be read ends it. */
export async function doTasks(queue: TaskQueue, threads: number, player: TaskPlayer): Promise<InputError[] | null> {
  if (threads <= 1) return take(queue, (task) => player.play(task, () => queue.tick(1)));
  const workerData: CheckThreadData = { runs: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
  const url = new URL('./campaign-worker.js', import.meta.url);
  const workers = Array.from({ length: threads }, () => new Worker(url, { workerData }));
  const tell = (): void => queue.tick(Atomics.exchange(workerData.runs, 0, 0));
  const timer = setInterval(tell, TELL_EVERY_MS);
  const playIn = async (worker: Worker, task: Task): Promise<TaskResult | InputError[]> => {
    const result = await resultFrom(worker, task);
    // Before the result is counted as a whole.
    tell();
    return result;
  };
  try {
    const ended = await Promise.all(workers.map((worker) => take(queue, (task) => playIn(worker, task))));
    return ended.find((errors) => errors !== null) ?? null;
  } finally {
    clearInterval(timer);
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

function resultFrom(worker: Worker, task: Task): Promise<TaskResult | InputError[]> {
  return new Promise((resolve, reject) => {
    const stopListening = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (message: FromCheckThread): void => {
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
