/**
 * What threads of a check are sent and send back. Two kinds of thread: one that does a whole check by itself
 * (`CheckJob`), and one of several that share a search (`BfsJob`).
 */
import type { SearchDiscoveries } from './assemble-result.js';
import type { CheckOptions, CheckProgress, CheckResult } from './check-result.js';
import type { ModelSource } from './model-source.js';
import type { StateStore } from './state-store.js';
import type { SuccessorBuffer } from './successor-buffer.js';

/** A whole check by one thread, with what can be sent of its options. */
export interface CheckJob {
  readonly source: ModelSource;
  readonly options: Omit<CheckOptions, 'signal' | 'progress'>;
}

/** What the thread of a `CheckJob` sends: how far it is, now and then, and at last the result. */
export type WorkerMessage<V, E> = { readonly progress: CheckProgress } | { readonly result: CheckResult<V, E> };

/** The part of one thread in a parallel search. Store, buffers and cells are memory that all of them share. */
export interface BfsJob {
  readonly source: ModelSource;
  readonly thread: number;
  readonly threads: number;
  readonly store: StateStore;
  readonly buffers: readonly SuccessorBuffer[];
  readonly cells: Int32Array;
  /** states of all threads together; a few more may be found */
  readonly maxStates: number;
  /** the bound that is met where a state finds no room */
  readonly fullBy: 'states' | 'memory';
  readonly stopAtFirstViolation: boolean;
  readonly canonicalize: boolean;
}

/** What the thread of a `BfsJob` sends at its end; the rest is in the shared memory. */
export interface BfsReport<V, E> extends SearchDiscoveries<V, E> {
  readonly transitions: number;
  readonly levelStarts: readonly number[];
}
