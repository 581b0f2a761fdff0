/** A search in the worker threads of Node. */
import type { Drill } from '../domain/drill.js';
import { WORKER_THREADS } from '../exploration/worker-threads.js';
import { type Exploration, type ExploreOptions, exploreFutures } from './explore-futures.js';
import type { Result } from './outcome.js';

/**
 * Searches every future of a drill: up to `faults` further faults (default 1) at any moment, pending work in every order.
 * The verdict says which invariants (I1 to I11, I16, I17) can break; a search that met a bound never passes. Worker threads are
 * started where there is much to search, and ended with it. Errors are options that cannot be searched.
 */
export const exploreInThreads = (drill: Drill, options: ExploreOptions = {}): Promise<Result<Exploration>> =>
  exploreFutures(drill, options, WORKER_THREADS);
