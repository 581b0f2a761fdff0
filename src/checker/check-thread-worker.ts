import { parentPort } from 'node:worker_threads';
import { explorePacked } from './check.js';
import type { Search } from './check-thread.js';
import { modelFrom } from './model-source.js';
import type { ExploreResult, Progress } from './result.js';

/** What the thread says: how far it is, and at last the result. */
export type Said = { readonly progress: Progress } | { readonly result: ExploreResult };

let stop = new AbortController();
const say = (said: Said): void => parentPort!.postMessage(said);

parentPort!.on('message', async (asked: Search | 'stop') => {
  if (asked === 'stop') {
    stop.abort();
    return;
  }
  stop = new AbortController();
  const model = await modelFrom(asked.source);
  const progress = (p: Progress): void => say({ progress: p });
  say({ result: await explorePacked(model, { ...asked.options, signal: stop.signal, progress }) });
});
