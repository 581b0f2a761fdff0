/** One thread of a check, as its own module: does the tasks that it is given, one after another. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Task } from './task.js';
import { TaskPlayer } from './task-player.js';
import { type CheckThreadData, playedBy } from './task-threads.js';

const player = new TaskPlayer();
const { runs } = workerData as CheckThreadData;
const count = (): void => void Atomics.add(runs, 0, 1);

parentPort!.on('message', async (task: Task) => {
  parentPort!.postMessage(await playedBy(player, task, count));
});
