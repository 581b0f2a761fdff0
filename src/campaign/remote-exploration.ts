/**
 * Scatter and gather of an exploration: the share that each part has of each log is searched by whoever takes it, and all are
 * joined to what one machine would have found. What is not there when a bound is met is said not to have been searched.
 */
import type { InputError } from '../core/input-error.js';
import { type ExplorationPart, joinedSearches, partitionOf, usualParts } from '../exploration/exploration-parts.js';
import type { LogPlan } from '../exploration/log-plans.js';
import type { Searches } from '../exploration/search-logs.js';
import type { LogResult } from '../exploration/search-threads.js';
import type { SearchTask, SearchTaskResult } from './search-task.js';

/** What all shares of an exploration have in common. */
export type AskedSearch = Omit<SearchTask, 'log' | 'part'>;

/** Who searches. */
export interface RemoteSearch {
  readonly search: (task: SearchTask) => Promise<SearchTaskResult | InputError[]>;
  /** shares that wait for their results at once */
  readonly atOnce: number;
}

/** Results that are there before anybody searches, and where more of them are kept. */
export interface KeptShares {
  readonly known: (task: SearchTask) => LogResult | null;
  readonly keep: (task: SearchTask, result: LogResult) => void;
}

/** What ends an exploration before everything was searched, and who wants to know how far it is. */
export interface RemoteBounds {
  readonly signal: AbortSignal;
  /** which bound the signal stands for */
  readonly boundMet: () => NonNullable<Searches['boundMet']>;
  readonly progress: (done: number, all: number) => void;
}

/** Has all shares searched, and joins them. */
export async function searchRemotely(
  asked: AskedSearch,
  plans: readonly LogPlan[],
  remote: RemoteSearch,
  kept: KeptShares,
  { signal, boundMet, progress }: RemoteBounds,
): Promise<Searches | InputError[]> {
  const tasks = tasksOf(asked, plans);
  const results = new Map<SearchTask, LogResult>();
  for (const task of tasks) {
    const known = kept.known(task);
    if (known !== null) results.set(task, known);
  }
  const left = tasks.filter((task) => !results.has(task));
  const tell = (): void => progress(results.size, tasks.length);
  const lane = async (): Promise<InputError[] | null> => {
    for (let task = left.shift(); task !== undefined && !signal.aborted; task = left.shift()) {
      const found = await remote.search(task);
      if (Array.isArray(found)) return found;
      results.set(task, found.result);
      kept.keep(task, found.result);
      tell();
    }
    return null;
  };
  tell();
  const lanes = Promise.all(Array.from({ length: Math.min(remote.atOnce, left.length) }, lane));
  // What is searched after the end is no matter any more.
  lanes.catch(() => {});
  const ended = await Promise.race([lanes, aborted(signal)]);
  const errors = ended.find((each) => each !== null);
  if (errors !== undefined) return errors;
  const searches = joinedSearches(plans, partsOf(tasks, results, boundMet));
  if (typeof searches === 'string') throw new Error(searches);
  return searches;
}

/** The shares of all logs; where there are several of a log, the first of each log come first. */
function tasksOf(asked: AskedSearch, plans: readonly LogPlan[]): SearchTask[] {
  const count = usualParts(plans);
  const { plans: shares } = partitionOf(plans, count);
  return Array.from({ length: count }, (_, i) => i + 1).flatMap((index) =>
    plans.flatMap(({ name }, log) =>
      shares[log][index - 1] === null ? [] : [{ ...asked, log: name, part: { index, count } }],
    ),
  );
}

/** What each part came to, of results that are there or not. */
function partsOf(
  tasks: readonly SearchTask[],
  results: ReadonlyMap<SearchTask, LogResult>,
  boundMet: RemoteBounds['boundMet'],
): ExplorationPart[] {
  return Array.from({ length: tasks[0].part.count }, (_, i) => {
    const mine = tasks.filter(({ part }) => part.index === i + 1);
    const notBegun = mine.filter((task) => !results.has(task)).map(({ log }) => log);
    return {
      part: { index: i + 1, count: tasks[0].part.count },
      logs: mine.flatMap((task) => {
        const result = results.get(task);
        return result === undefined ? [] : [{ name: task.log, result }];
      }),
      notBegun,
      boundMet: notBegun.length === 0 ? null : boundMet(),
    };
  });
}

function aborted(signal: AbortSignal): Promise<readonly null[]> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve([]);
    signal.addEventListener('abort', () => resolve([]), { once: true });
  });
}
