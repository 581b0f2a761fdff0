/** One thread of a check, as its own module: does the tasks that it is given, one after another. */
import { parentPort } from 'node:worker_threads';
import type { Task } from './task.js';
import { TaskPlayer } from './task-player.js';
import type { FromCheckThread } from './task-threads.js';

const player = new TaskPlayer();
const send = (message: FromCheckThread): void => parentPort!.postMessage(message);

parentPort!.on('message', async (task: Task) => {
  send({ result: await player.play(task, () => send('tick')) });
});
