/**
 * Searches the state space of each log within bounds that all searches share. This thread does one whole search after
 * another. Where one turns out large, other threads do the same with the searches that were not begun yet: they have to
 * warm up, and to work out anew what the model remembers. Where the number of states is bounded for all searches
 * together, one search after another is shared by all threads instead.
 */
import { TimeLimit } from '../checker/budget.js';
import { checkModel } from '../checker/check.js';
import type { CheckOptions, CheckProgress } from '../checker/check-result.js';
import { MEMORY_LIMIT_BYTES } from '../checker/state-store.js';
import type { LogPlan } from './log-plans.js';
import type { ExploreRequest } from './request.js';
import type { LogResult, SearchThread, SearchThreads } from './search-threads.js';
import { DrillStateSpace } from './state-space/drill-state-space.js';

/** Bounds of all searches together, and who wants to know how far they are. */
export interface ExploreBounds {
  /** null = no bound, as for the time */
  readonly maxStates: number | null;
  readonly timeLimitMs: number | null;
  /** who searches in other threads; absent = this thread searches alone */
  readonly workers?: SearchThreads;
  /** worker threads; null = as many as `workers` has */
  readonly threads?: number | null;
  /** memory of all searches that go on at one time; absent = 4 GiB */
  readonly memoryLimitBytes?: number;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: ExploreProgress) => void;
}

/** How far all searches are. */
export interface ExploreProgress {
  /** the log whose search reports */
  readonly log: string;
  readonly check: CheckProgress;
  /** part of the work that is done, from 0 to 1: an estimate, as nobody knows how many states there are */
  readonly share: number;
}

/** The search of one log: its plan, its state space and the result. */
export interface SearchedLog extends LogPlan {
  readonly space: DrillStateSpace;
  readonly result: LogResult;
}

/** The searches of all logs, in the order of the logs. */
export interface Searches {
  readonly searched: readonly SearchedLog[];
  /** names of the logs whose search was not begun, as a bound was met before */
  readonly notBegun: readonly string[];
  /** that bound; null = all were begun */
  readonly boundMet: 'states' | 'time' | 'abort' | null;
  /** some states were counted more than once, as parts have them in common; absent = none */
  readonly overlaps?: boolean;
}

/** States of one search from which on other threads start: where there are so many, more work is left than a start costs. */
const STATES_SMALL = 4000;
/** States that one thread has seen before several begin to share a search; sharing less is not worth it. */
const STATES_ALONE = 250_000;
/** States of a search up to which it is worked out unasked what is worst after each fault. */
const MATRIX_STATES = 100_000;

/** States of a search up to which it is worked out what is worst after each fault: without a bound where that is asked for. */
export const matrixStates = ({ matrix }: Pick<ExploreRequest, 'matrix'>): number =>
  matrix ? Number.POSITIVE_INFINITY : MATRIX_STATES;

/** One way to search a state space. */
type Search = (space: DrillStateSpace, options: CheckOptions) => Promise<LogResult>;

/** Searches for each log, in their order, as long as no bound is met. */
export async function searchLogs(
  plans: readonly LogPlan[],
  request: ExploreRequest,
  bounds: ExploreBounds,
): Promise<Searches> {
  const { workers = null, memoryLimitBytes = MEMORY_LIMIT_BYTES } = bounds;
  const threads = workers === null ? 1 : (bounds.threads ?? workers.usual());
  const apart = bounds.maxStates === null ? Math.min(threads, plans.length) : 1;
  const queue = new LogQueue(plans, request, bounds, Math.floor(memoryLimitBytes / apart));
  if (apart === 1 || workers === null) {
    while (queue.isOpen) await queue.searchNext((space, options) => searchShared(space, workers, threads, options));
    return queue.searches();
  }
  await searchApart(queue, workers, apart - 1);
  return queue.searches();
}

/** Logs that wait for their search, the bounds of all searches, and what was searched. */
class LogQueue {
  private readonly searched: SearchedLog[] = [];
  private readonly timeLimit: TimeLimit;
  private readonly running = new Map<string, number>();
  private next = 0;
  private states = 0;
  private shown = 0;

  constructor(
    private readonly plans: readonly LogPlan[],
    private readonly request: ExploreRequest,
    private readonly bounds: ExploreBounds,
    private readonly memoryLimitBytes: number,
  ) {
    this.timeLimit = new TimeLimit(bounds.timeLimitMs);
  }

  /** Logs that no search has been begun for. */
  get left(): number {
    return this.plans.length - this.next;
  }

  /** Whether another search may begin. The first one does whatever the bound: a report of no search would say nothing. */
  get isOpen(): boolean {
    return this.left > 0 && (this.next === 0 || this.boundMet() === null);
  }

  /** Searches for the next log. */
  async searchNext(search: Search): Promise<void> {
    const i = this.next++;
    const plan = this.plans[i];
    const { maxStates, signal, progress } = this.bounds;
    const space = new DrillStateSpace(plan.plan);
    const result = await search(space, {
      memoryLimitBytes: this.memoryLimitBytes,
      maxStates: (maxStates ?? Number.POSITIVE_INFINITY) - this.states,
      timeLimitMs: this.timeLimit.leftMs,
      ...(signal === undefined ? {} : { signal }),
      recoverability: this.request.ends && this.request.free === 0,
      worstEnds: matrixStates(this.request),
      progress: (check) => progress?.({ log: plan.name, check, share: this.share(plan.name, check) }),
    });
    this.states += result.states + result.foreign;
    this.searched[i] = { ...plan, space, result };
  }

  /** The control state is the same in all searches, so that those that are done tell how large the others will be. */
  private share(log: string, { states, frontier }: CheckProgress): number {
    const done = this.searched.filter((each) => each !== undefined);
    this.running.set(log, states - frontier);
    for (const { name } of done) this.running.delete(name);
    const expected = done.length === 0 ? states + frontier : this.states / done.length;
    const begun = [...this.running.values()].reduce(
      (sum, seen) => sum + Math.min(seen / Math.max(expected, 1), 0.99),
      0,
    );
    const share = Math.min((done.length + begun) / this.plans.length, 0.99);
    // It never goes back.
    this.shown = Math.max(this.shown, share);
    return this.shown;
  }

  private boundMet(): Searches['boundMet'] {
    const { signal, maxStates } = this.bounds;
    if (signal?.aborted) return 'abort';
    if (maxStates !== null && this.states >= maxStates) return 'states';
    return this.timeLimit.leftMs === 0 ? 'time' : null;
  }

  searches(): Searches {
    const { plans, searched } = this;
    const notBegun = plans.flatMap(({ name }, i) => (searched[i] === undefined ? [name] : []));
    return {
      searched: searched.filter((log) => log !== undefined),
      notBegun,
      boundMet: notBegun.length === 0 ? null : this.boundMet(),
    };
  }
}

/** Does one whole search after another in this thread, and from the first large one on in up to `most` others, too. */
async function searchApart(queue: LogQueue, workers: SearchThreads, most: number): Promise<void> {
  const threads: SearchThread[] = [];
  const atWork: Promise<void>[] = [];
  const failures: unknown[] = [];
  const searchAll = async (search: Search): Promise<void> => {
    while (queue.isOpen && failures.length === 0) await queue.searchNext(search);
  };
  const startOthers = (): void => {
    for (let left = Math.min(most - threads.length, queue.left); left > 0; left--) {
      const thread = workers.start();
      threads.push(thread);
      atWork.push(
        searchAll((space, options) => thread.search(space, options)).catch((error) => void failures.push(error)),
      );
    }
  };
  const atSlice = (states: number): void => {
    if (failures.length > 0) throw failures[0];
    if (states > STATES_SMALL) startOthers();
  };
  try {
    await searchAll((space, options) => checkModel(space, { ...options, atSlice }));
    await Promise.all(atWork);
    if (failures.length > 0) throw failures[0];
  } finally {
    // Where one has failed, the others are still at work.
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** Searches in this thread, and anew with several where there is much to search. */
async function searchShared(
  space: DrillStateSpace,
  workers: SearchThreads | null,
  threads: number,
  options: CheckOptions,
): Promise<LogResult> {
  if (workers === null || threads <= 1) return checkModel(space, options);
  const { maxStates = Number.POSITIVE_INFINITY, timeLimitMs = null } = options;
  const timeLimit = new TimeLimit(timeLimitMs);
  const alone = await checkModel(space, { ...options, maxStates: Math.min(maxStates, STATES_ALONE) });
  if (alone.stoppedBy !== 'states' || maxStates <= STATES_ALONE) return alone;
  return workers.searchTogether(space, threads, { ...options, timeLimitMs: timeLimit.leftMs });
}
