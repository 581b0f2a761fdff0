/** Every future of a drill: explicit-state model checking with what a caller asks for and the bounds that it sets. */
import type { Drill } from '../domain/drill.js';
import { drillOfCounterexample } from '../exploration/counterexample/drill-of.js';
import type { ExploreReport } from '../exploration/exploration-report.js';
import { exploreDrill } from '../exploration/explore-drill.js';
import { type ExploreRequest, PLAIN_REQUEST } from '../exploration/request.js';
import { requestProblem } from '../exploration/request-problem.js';
import type { ExploreProgress } from '../exploration/search-logs.js';
import type { SearchThreads } from '../exploration/search-threads.js';
import { type Result, refused, wholeNumberProblem } from './outcome.js';

/** What is searched, and how far. */
export interface ExploreOptions extends Partial<ExploreRequest> {
  /** stop after so many states; default: no bound */
  readonly maxStates?: number;
  /** stop after so many ms of the wall clock; default: no bound. What a complete search finds does not hang on it. */
  readonly timeLimitMs?: number;
  /** worker threads (Node only); default one a core, at most 4 */
  readonly threads?: number;
  /** ends the search: what is known by then is the result */
  readonly signal?: AbortSignal;
  /** called now and then while the search goes on */
  readonly progress?: (progress: ExploreProgress) => void;
}

/** What a search found. */
export interface Exploration {
  readonly report: ExploreReport;
  /** for each violation of the report a drill that shows it; null = no run with these durations does */
  readonly counterexamples: readonly (Drill | null)[];
}

/** Searches every future of a drill with these threads; null = in this thread alone. */
export async function exploreFutures(
  drill: Drill,
  options: ExploreOptions,
  workers: SearchThreads | null,
  memoryLimitBytes?: number,
): Promise<Result<Exploration>> {
  const { maxStates, timeLimitMs, threads, signal, progress, ...wishes } = options;
  const request = { ...PLAIN_REQUEST, faults: (wishes.free ?? 0) > 0 ? 0 : 1, ...wishes };
  const wrong =
    wholeNumberProblem('faults', request.faults, 0, 6) ??
    wholeNumberProblem('free', request.free, 0, 12) ??
    wholeNumberProblem('mistakes', request.mistakes, 0, 3) ??
    wholeNumberProblem('maxStates', maxStates, 1, 1_000_000_000) ??
    wholeNumberProblem('timeLimitMs', timeLimitMs, 0, Number.MAX_SAFE_INTEGER) ??
    wholeNumberProblem('threads', threads, 1, 64);
  if (wrong !== null) return wrong;
  const problem = requestProblem(drill, request);
  if (problem !== null) return refused('options', problem);
  const { report, timedRuns } = await exploreDrill(drill, request, {
    maxStates: maxStates ?? null,
    timeLimitMs: timeLimitMs ?? null,
    threads: threads ?? null,
    ...(workers === null ? {} : { workers }),
    ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }),
    ...(signal === undefined ? {} : { signal }),
    ...(progress === undefined ? {} : { progress }),
  });
  const counterexamples = timedRuns.map((run) => (run === null ? null : drillOfCounterexample(run)));
  return { ok: true, value: { report, counterexamples } };
}
