/**
 * Work queue over threads: each takes the next task as it is ready. What comes back is put by the place of its task, so
 * that the result is the same however many threads there are.
 */
import { Worker } from 'node:worker_threads';
import type { InputError } from '../core/input-error.js';
import type { FileFact } from '../input/recorded-files.js';
import { askThread } from './ask-thread.js';
import type { Task, TaskResult } from './task.js';
import type { TaskPlayer, Tick } from './task-player.js';

/** What a thread says: the result of its task, and what the tasks of that path have read so far, null = it changed meanwhile. */
export interface PlayedTask {
  readonly result: TaskResult | InputError[];
  readonly read: readonly FileFact[] | null;
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
  done(place: number, result: TaskResult, read: readonly FileFact[] | null): Promise<void> | void;
  /** so many more runs of some tasks are through */
  tick(runs: number): void;
}

/** Does all tasks of a queue with so many threads; 1 = in this one. What cannot be read ends it. */
export async function doTasks(queue: TaskQueue, threads: number, player: TaskPlayer): Promise<InputError[] | null> {
  if (threads <= 1) return take(queue, (task) => playedBy(player, task, () => queue.tick(1)));
  const workerData: CheckThreadData = { runs: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
  const url = new URL('./campaign-worker.js', import.meta.url);
  const workers = Array.from({ length: threads }, () => new Worker(url, { workerData }));
  const tell = (): void => queue.tick(Atomics.exchange(workerData.runs, 0, 0));
  const timer = setInterval(tell, TELL_EVERY_MS);
  const playIn = async (worker: Worker, task: Task): Promise<PlayedTask> => {
    const played = await askThread<PlayedTask>(worker, task);
    // Before the result is counted as a whole.
    tell();
    return played;
  };
  try {
    const ended = await Promise.all(workers.map((worker) => take(queue, (task) => playIn(worker, task))));
    return ended.find((errors) => errors !== null) ?? null;
  } finally {
    clearInterval(timer);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Plays a task, and says what it has read. */
export async function playedBy(player: TaskPlayer, task: Task, tick: Tick): Promise<PlayedTask> {
  return { result: await player.play(task, tick), read: player.readFor(task.path) };
}

/** Takes one task after another from a queue until there is none any more. What cannot be read ends it. */
export async function take(queue: TaskQueue, play: (task: Task) => Promise<PlayedTask>): Promise<InputError[] | null> {
  for (let place = queue.next(); place !== null; place = queue.next()) {
    const { result, read } = await play(queue.tasks[place]);
    if (Array.isArray(result)) return result;
    await queue.done(place, result, read);
  }
  return null;
}
