import { availableParallelism } from 'node:os';
import { checkModel } from '../checker/check.js';
import { checkModelInParallel } from '../checker/check-parallel.js';
import { CheckThread } from '../checker/check-thread.js';
import type { ModelSource } from '../checker/model-source.js';
import type { CheckOptions, Progress } from '../checker/result.js';
import { MEMORY_LIMIT_BYTES } from '../checker/state-store.js';
import type { Drill } from '../domain/drill.js';
import type { TimedFuture } from './counterexample/concretize.js';
import { endStatesOf } from './end-states.js';
import type { ExploreReport, LogSearch, ToldViolation, Unmodelled } from './exploration-report.js';
import { judgeExploration, proof } from './judge-exploration.js';
import type { SearchedLog } from './part.js';
import { type ExploreRequest, type PartPlan, plansOf } from './request.js';
import type * as StateSpaceModule from './state-space/drill-state-space.js';
import { DrillStateSpace } from './state-space/drill-state-space.js';
import { terminationOf } from './termination.js';
import { violationsOf } from './violations.js';

/** Bounds of a search, and who wants to know how far it is. */
export interface ExploreBounds {
  /** states of all explorations together */
  readonly maxStates: number | null;
  readonly timeLimitMs: number | null;
  /** worker threads; null = as many as there are cores, at most 4 */
  readonly threads?: number | null;
  readonly signal?: AbortSignal;
  readonly progress?: (part: string, progress: Progress) => void;
}

/** The report, and for each violation the timed drill that shows it (null = none was found). */
export interface Explored {
  readonly report: ExploreReport;
  readonly futures: readonly (TimedFuture | null)[];
}

/** Explores every future of a drill within the bounds, log by log. */
export async function exploreDrill(
  drill: Drill,
  request: ExploreRequest,
  bounds: ExploreBounds,
): Promise<Explored> {
  const planned = plansOf(drill, request);
  const searches = await searchAll(planned, request, bounds);
  const told = await violationsOf(drill, searches.searched);
  return {
    report: reportOf(
      drill,
      request,
      bounds,
      searches,
      told.map((t) => t.violation),
    ),
    futures: told.map((t) => t.future),
  };
}

/** Threads where nobody says how many. */
const THREADS_MAX = 4;
/** States that one thread has seen before others would have started. */
const STATES_SMALL = 4000;
/**
 * States that one thread has seen before several begin to share a search: each must work out for itself what the
 * model remembers, so that less is not worth it.
 */
const STATES_ALONE = 250_000;
/** What was searched, in the order of the logs. */
interface Searches {
  readonly searched: readonly SearchedLog[];
  /** logs that were not begun, as a bound was met before */
  readonly notBegun: readonly string[];
  /** that bound; null = all were begun */
  readonly boundMet: 'states' | 'time' | 'abort' | null;
}

/**
 * A search for each log, in their order, as long as no bound is met. From the first large one on several threads
 * do one whole search each as long as there are some left, unless the states of all are bounded together.
 */
async function searchAll(
  planned: readonly PartPlan[],
  request: ExploreRequest,
  bounds: ExploreBounds,
): Promise<Searches> {
  const startedAtMs = performance.now();
  const { threads: asked = null, maxStates, timeLimitMs, signal, progress } = bounds;
  const most = asked ?? Math.min(availableParallelism(), THREADS_MAX);
  const apart = maxStates === null ? Math.min(most, planned.length) : 1;
  const found: SearchedLog[] = [];
  let next = 0;
  let states = 0;
  /** Searches for log `i`. False: there is no result to keep. */
  const searchOne = async (i: number, search: Searching): Promise<boolean> => {
    const exploration = new DrillStateSpace(planned[i].plan);
    const result = await search(exploration, {
      memoryLimitBytes: Math.floor(MEMORY_LIMIT_BYTES / apart),
      ...(maxStates === null ? {} : { maxStates: maxStates - states }),
      ...(timeLimitMs === null ? {} : { timeLimitMs: left(timeLimitMs, startedAtMs) }),
      ...(signal === undefined ? {} : { signal }),
      recovery: request.ends && request.free === 0,
      progress: (p) => progress?.(planned[i].name, p),
    });
    if (result === null) return false;
    states += result.states;
    found[i] = { ...planned[i], exploration, found: result };
    return true;
  };
  const boundMet = (): Searches['boundMet'] => {
    if (signal?.aborted) return 'abort';
    if (maxStates !== null && states >= maxStates) return 'states';
    return timeLimitMs !== null && left(timeLimitMs, startedAtMs) === 0 ? 'time' : null;
  };
  // One is begun whatever the bound: an answer about no future at all would be none.
  const areLeft = (): boolean => next < planned.length && (next === 0 || boundMet() === null);
  if (apart === 1)
    while (areLeft()) await searchOne(next++, (e, options) => searchTogether(e, most, options));
  while (areLeft() && (await searchOne(next, searchSmall))) next++;
  if (areLeft()) {
    const threads = Array.from({ length: Math.min(apart, planned.length - next) }, () => new CheckThread());
    const work = async (thread: CheckThread): Promise<void> => {
      while (areLeft()) await searchOne(next++, (e, options) => thread.explore(sourceOf(e), options));
    };
    try {
      await Promise.all(threads.map(work));
    } finally {
      // Where one has failed, the others are still at work.
      await Promise.all(threads.map((thread) => thread.end()));
    }
  }
  const searched = found.filter((part) => part !== undefined);
  const notBegun = planned.flatMap(({ name }, i) => (found[i] === undefined ? [name] : []));
  return { searched, notBegun, boundMet: notBegun.length === 0 ? null : boundMet() };
}

/** What is left of a time limit. */
function left(limitMs: number, startedAtMs: number): number {
  return Math.max(0, limitMs - (performance.now() - startedAtMs));
}

type Searching = (
  exploration: DrillStateSpace,
  options: CheckOptions,
) => Promise<SearchedLog['found'] | null>;

/** null: it is a large one. */
async function searchSmall(e: DrillStateSpace, options: CheckOptions): Promise<SearchedLog['found'] | null> {
  const found = await checkModel(e, { ...options, maxStates: STATES_SMALL });
  return found.stoppedBy === 'states' ? null : found;
}

async function searchTogether(
  e: DrillStateSpace,
  threads: number,
  options: CheckOptions,
): Promise<SearchedLog['found']> {
  if (threads <= 1) return checkModel(e, options);
  const { maxStates = Number.POSITIVE_INFINITY, timeLimitMs } = options;
  const startedAtMs = performance.now();
  const alone = await checkModel(e, { ...options, maxStates: Math.min(maxStates, STATES_ALONE) });
  if (alone.stoppedBy !== 'states' || maxStates <= STATES_ALONE) return alone;
  const time = timeLimitMs === undefined ? {} : { timeLimitMs: left(timeLimitMs, startedAtMs) };
  return checkModelInParallel(sourceOf(e), threads, { ...options, ...time });
}

function sourceOf({ plan }: DrillStateSpace): ModelSource {
  const module = import.meta.resolve('./state-space/drill-state-space.js');
  const name: keyof typeof StateSpaceModule = 'drillStateSpaceOf';
  return { module, export: name, data: plan };
}

function reportOf(
  drill: Drill,
  request: ExploreRequest,
  bounds: ExploreBounds,
  { searched, notBegun, boundMet }: Searches,
  violations: readonly ToldViolation[],
): ExploreReport {
  const begun = searched.map(
    ({ name, found }): LogSearch => ({
      log: name,
      begun: true,
      complete: found.complete,
      stoppedBy: found.stoppedBy,
      states: found.states,
      transitions: found.transitions,
      depth: found.depth,
      frontier: found.frontier,
    }),
  );
  const nothing = { complete: false, stoppedBy: boundMet, states: 0, transitions: 0, depth: 0, frontier: 0 };
  const parts = [...begun, ...notBegun.map((log): LogSearch => ({ log, begun: false, ...nothing }))];
  const complete = parts.every((p) => p.complete);
  const sum = (of: (p: LogSearch) => number): number => parts.reduce((n, p) => n + of(p), 0);
  const breakable = searched[0]?.exploration.breakables.map((b) => b.name) ?? [];
  const outcomes = endStatesOf(drill, searched);
  const states = sum((p) => p.states);
  const stoppedBy = searched.find((p) => p.found.stoppedBy !== null)?.found.stoppedBy ?? boundMet;
  const ends = terminationOf(drill, searched, notBegun.length === 0);
  const notModelled = request.free > 0 ? [] : unmodelledIn(drill, outcomes.unmodelled);
  const judged = judgeExploration(request, violations, notModelled, complete, stoppedBy, ends);
  return {
    drydrill: 1,
    drill: drill.name,
    seed: drill.seed,
    ...judged,
    proved:
      judged.verdict === 'passed' && violations.length === 0
        ? proof(request, states, breakable.length)
        : null,
    complete,
    states,
    transitions: sum((p) => p.transitions),
    depth: Math.max(0, ...parts.map((p) => p.depth)),
    bounds: {
      faults: request.faults,
      repairs: request.repairs,
      free: request.free,
      mistakes: request.mistakes,
      hazards: request.hazards,
      breakable,
      maxStates: bounds.maxStates,
      timeLimitMs: bounds.timeLimitMs,
      stoppedBy,
      folded: request.fold,
      reduced: request.reduce,
    },
    parts,
    violations,
    outcomes: outcomes.table,
    importance: outcomes.importance,
    notModelled,
    ends,
  };
}

/** Steps that could not be bound, and those that ended as not modelled in some future, in the order of the drill. */
function unmodelledIn(drill: Drill, ended: readonly number[]): Unmodelled[] {
  return drill.steps.flatMap(({ work, position, text }, index) =>
    work.kind === 'notModelled' || ended.includes(index)
      ? [{ index, line: position.line, command: text }]
      : [],
  );
}
