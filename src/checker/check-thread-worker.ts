import { parentPort } from 'node:worker_threads';
import { checkModel } from './check.js';
import type { CheckJob } from './check-thread.js';
import { modelFrom } from './model-source.js';
import type { CheckResult, Progress } from './result.js';

/** What the thread says: how far it is, and at last the result. */
export type WorkerMessage<V, E> = { readonly progress: Progress } | { readonly result: CheckResult<V, E> };

let stop = new AbortController();
const say = (said: WorkerMessage<unknown, unknown>): void => parentPort!.postMessage(said);

parentPort!.on('message', async (asked: CheckJob | 'stop') => {
  if (asked === 'stop') {
    stop.abort();
    return;
  }
  stop = new AbortController();
  const model = await modelFrom(asked.source);
  const progress = (p: Progress): void => say({ progress: p });
  say({ result: await checkModel(model, { ...asked.options, signal: stop.signal, progress }) });
});
