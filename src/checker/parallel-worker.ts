/** One thread of a parallel search, as its own module. */
import { parentPort, workerData } from 'node:worker_threads';
import { modelFrom } from './model-source.js';
import { searchWithOthers } from './parallel-search.js';
import type { BfsJob } from './thread-protocol.js';

const job: BfsJob = workerData;
// What is thrown ends the thread with an error, which the other side hears.
modelFrom<unknown, unknown>(job.source).then((model) => parentPort!.postMessage(searchWithOthers(job, model)));
