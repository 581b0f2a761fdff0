/** The worker threads of Node, each of which makes the state space anew from its plan. */
import { availableParallelism } from 'node:os';
import { checkModelInParallel } from '../checker/check-parallel.js';
import { CheckThread } from '../checker/check-thread.js';
import type { ModelSource } from '../checker/model-source.js';
import type { SearchThreads } from './search-threads.js';
import type * as StateSpaceModule from './state-space/drill-state-space.js';
import type { DrillStateSpace } from './state-space/drill-state-space.js';

/** Threads where nobody says how many. */
const THREADS_MAX = 4;

/** Searches in worker threads, where nobody says otherwise one a core and four at most. */
export const WORKER_THREADS: SearchThreads = {
  usual: () => Math.min(availableParallelism(), THREADS_MAX),
  searchTogether: (space, threads, options) => checkModelInParallel(sourceOf(space), threads, options),
  start() {
    const thread = new CheckThread();
    return { search: (space, options) => thread.checkModel(sourceOf(space), options), end: () => thread.end() };
  },
};

/** Where a thread finds the model: it makes the state space anew from the plan, which is plain data. */
function sourceOf({ plan }: DrillStateSpace): ModelSource {
  const module = import.meta.resolve('./state-space/drill-state-space.js');
  const name: keyof typeof StateSpaceModule = 'drillStateSpaceOf';
  return { module, export: name, data: plan };
}
