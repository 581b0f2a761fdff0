/** A search in the thread that asks for it, for where there are no others. */
import type { Drill } from '../domain/drill.js';
import { type Exploration, type ExploreOptions, exploreFutures } from './explore-futures.js';
import type { Result } from './outcome.js';

/** Memory that a page may take for a search. */
const MEMORY_LIMIT_BYTES_OF_PAGE = 2 ** 29;

/**
 * Searches every future of a drill: up to `faults` further faults (default 1) at any moment, pending work in every order.
 * The verdict says which invariants (I1 to I11, I16, I17) can break; a search that met a bound never passes. It runs in this thread,
 * yields to the event loop, and takes at most 512 MiB. Errors are options that cannot be searched.
 */
export const exploreAlone = (drill: Drill, options: ExploreOptions = {}): Promise<Result<Exploration>> =>
  exploreFutures(drill, options, null, MEMORY_LIMIT_BYTES_OF_PAGE);
