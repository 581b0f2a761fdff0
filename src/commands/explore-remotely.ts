/** `explore --queue`: the shares of an exploration go to workers on other machines, and what they find is kept as it comes. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type KeptShares, searchRemotely } from '../campaign/remote-exploration.js';
import { readKept, writeKept } from '../campaign/result-store.js';
import type { SearchTask, SearchTaskResult } from '../campaign/search-task.js';
import type { InputError } from '../core/input-error.js';
import type { Drill } from '../domain/drill.js';
import { plansOf } from '../exploration/log-plans.js';
import type { ExploreRequest } from '../exploration/request.js';
import type { Searches } from '../exploration/search-logs.js';
import { digestOfData } from '../input/input-digests.js';
import type { FileFact } from '../input/recorded-files.js';
import type { Io } from './cli-command.js';
import { complain } from './exit-status.js';
import { wholeOf } from './explore-parts.js';
import { isWatched, showProgress } from './explore-progress.js';
import type { ExploreFlags } from './explore-request.js';
import { queueAt } from './queue-at.js';

/** In the directory of `--out`, what was found until everything is. */
const FOUND = 'explore.searched';

/** Node ends a longer timer at once: a limit beyond 24 days is one of 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Who asks for what. */
export interface RemoteExplore {
  readonly drill: Drill;
  /** of the drill */
  readonly path: string;
  readonly request: ExploreRequest;
  /** what was read for the drill; null = it changed meanwhile */
  readonly read: readonly FileFact[] | null;
  readonly version: string;
  /** Ctrl-C: what is found by then is the result */
  readonly stop: AbortController;
}

/** Has the shares searched at the queue of `--queue`; a string says why that queue cannot be used. */
export async function exploreRemotely(
  url: string,
  flags: ExploreFlags,
  { drill, path, request, read, version, stop }: RemoteExplore,
  io: Io,
): Promise<Searches | InputError[] | string> {
  const connection = await queueAt(url, io);
  if (typeof connection === 'string') return connection;
  const { byQueue } = await import('../campaign/queue/by-queue.js');
  const { TASKS_AT_ONCE: atOnce } = await import('../campaign/queue/remote-tasks.js');
  const { topology = null, overlay = null, seed = null, maxStates = null, timeLimit } = flags;
  const asked = { kind: 'search', path, topology, overlay, seed, request, maxStates } as const;
  const kept = keptShares(flags, wholeOf(drill, request), io);
  let isLate = false;
  const late = (): void => {
    isLate = true;
    stop.abort();
  };
  const timer = timeLimit === undefined ? undefined : setTimeout(late, Math.min(timeLimit, LONGEST_TIMER_MS));
  const progress = (done: number, all: number): void => {
    if (isWatched(flags, io)) showProgress(`${Math.floor((100 * done) / all)} % searched  ${done} of ${all} parts`, io);
  };
  const bounds = { signal: stop.signal, boundMet: () => (isLate ? ('time' as const) : ('abort' as const)), progress };
  const client = { version, readFor: () => read, say: (line: string): void => void complain(`${line}\n`, io) };
  try {
    return await byQueue(connection, client, (remote) => {
      const searching = { search: (task: SearchTask) => remote.search(task), atOnce };
      return searchRemotely(asked, plansOf(drill, request), searching, kept, bounds);
    });
  } finally {
    clearTimeout(timer);
  }
}

/** What is found is kept until the report is there: `--resume` goes on with it. Without `--out` the queue alone keeps it. */
function keptShares({ out, resume }: ExploreFlags, whole: string, io: Io): KeptShares {
  if (out === undefined) return { known: () => null, keep: () => {} };
  if (!resume) forgetShares(out);
  const folder = join(out, FOUND);
  const keyOf = ({ log, part, maxStates }: SearchTask): string => digestOfData([whole, log, part, maxStates]);
  let isWritable = true;
  return {
    known(task) {
      const found = readKept(folder, keyOf(task)) as SearchTaskResult | null;
      return found?.kind === 'search' ? found.result : null;
    },
    keep(task, result) {
      if (!isWritable) return;
      try {
        writeKept(folder, keyOf(task), { kind: 'search', result } satisfies SearchTaskResult);
      } catch (error) {
        // What is found is worth more than its file.
        isWritable = false;
        const why = error instanceof Error ? error.message : String(error);
        complain(`warning: what was found is not all kept in ${folder}: ${why}\n`, io);
      }
    },
  };
}

/** Lets go of what was kept. */
export const forgetShares = (out: string): void => rmSync(join(out, FOUND), { recursive: true, force: true });
