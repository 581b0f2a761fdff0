import { availableParallelism } from 'node:os';
import type { Drill } from './domain/drill.js';
import { Exploration } from './domain/exploration/exploration.js';
import { explorePacked } from './exploration/explore.js';
import type { ExploreOptions, ExploreResult, Progress } from './exploration/result.js';
import { exploreWithThreads } from './exploration/threads.js';
import { endsOf } from './futures/ends.js';
import { judge, proof } from './futures/judge.js';
import { outcomesOf } from './futures/outcomes.js';
import { type ExploreRequest, plansOf } from './futures/plan.js';
import type { ExploreReport, Part, ToldViolation } from './futures/result.js';
import type { SearchedPart } from './futures/searched.js';
import type { TimedFuture } from './futures/timed.js';
import { violationsOf } from './futures/ways.js';

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

/** Explores every future of a drill within the bounds, one log after another. */
export async function exploreDrill(
  drill: Drill,
  request: ExploreRequest,
  bounds: ExploreBounds,
): Promise<Explored> {
  const startedAtMs = performance.now();
  const searched: SearchedPart[] = [];
  let states = 0;
  const planned = plansOf(drill, request);
  for (const part of planned) {
    const exploration = new Exploration(part.plan);
    const spentMs = performance.now() - startedAtMs;
    const found = await search(exploration, bounds.threads ?? Math.min(availableParallelism(), THREADS_MAX), {
      ...(bounds.maxStates === null ? {} : { maxStates: Math.max(1, bounds.maxStates - states) }),
      ...(bounds.timeLimitMs === null ? {} : { timeLimitMs: Math.max(0, bounds.timeLimitMs - spentMs) }),
      ...(bounds.signal === undefined ? {} : { signal: bounds.signal }),
      recovery: request.ends && request.free === 0,
      progress: (p) => bounds.progress?.(part.name, p),
    });
    states += found.states;
    searched.push({ ...part, exploration, found });
    if (bounds.signal?.aborted) break;
  }
  const told = await violationsOf(drill, searched);
  return {
    report: reportOf(
      drill,
      request,
      bounds,
      searched,
      searched.length === planned.length,
      told.map((t) => t.violation),
    ),
    futures: told.map((t) => t.future),
  };
}

/** Threads where nobody says how many. */
const THREADS_MAX = 4;
/** States that one thread has seen before the others would have started. */
const STATES_ALONE = 10_000;

async function search(e: Exploration, threads: number, options: ExploreOptions): Promise<ExploreResult> {
  if (threads <= 1) return explorePacked(e, options);
  const { maxStates = Number.POSITIVE_INFINITY } = options;
  const alone = await explorePacked(e, { ...options, maxStates: Math.min(maxStates, STATES_ALONE) });
  if (alone.stoppedBy !== 'states' || maxStates <= STATES_ALONE) return alone;
  const module = import.meta.resolve('./domain/exploration/source.js');
  return exploreWithThreads({ module, export: 'explorationOf', data: e.plan }, threads, options);
}

function reportOf(
  drill: Drill,
  request: ExploreRequest,
  bounds: ExploreBounds,
  searched: readonly SearchedPart[],
  all: boolean,
  violations: readonly ToldViolation[],
): ExploreReport {
  const parts = searched.map(
    ({ name, found }): Part => ({
      log: name,
      complete: found.complete,
      stoppedBy: found.stoppedBy,
      states: found.states,
      transitions: found.transitions,
      depth: found.depth,
      frontier: found.frontier,
    }),
  );
  const complete = all && parts.every((p) => p.complete);
  const sum = (of: (p: Part) => number): number => parts.reduce((n, p) => n + of(p), 0);
  const breakable = searched[0]?.exploration.breakables.map((b) => b.name) ?? [];
  const outcomes = outcomesOf(drill, searched);
  const states = sum((p) => p.states);
  const stoppedBy = searched.find((p) => p.found.stoppedBy !== null)?.found.stoppedBy ?? null;
  const ends = endsOf(drill, searched);
  const judged = judge(drill, request, violations, complete, stoppedBy, ends);
  return {
    drydrill: 1,
    drill: drill.name,
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
    ends,
  };
}
