/** The other side of `CheckThread`, as its own module: checks one model after another, until one is stopped. */
import { parentPort } from 'node:worker_threads';
import { checkModel } from './check.js';
import type { CheckProgress } from './check-result.js';
import { modelFrom } from './model-source.js';
import type { CheckJob, WorkerMessage } from './thread-protocol.js';

let stop = new AbortController();
const send = (message: WorkerMessage<unknown, unknown>): void => parentPort!.postMessage(message);

parentPort!.on('message', async (job: CheckJob | 'stop') => {
  if (job === 'stop') {
    stop.abort();
    return;
  }
  stop = new AbortController();
  const model = await modelFrom(job.source);
  const progress = (p: CheckProgress): void => send({ progress: p });
  send({ result: await checkModel(model, { ...job.options, signal: stop.signal, progress }) });
});
