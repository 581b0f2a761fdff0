/** Content addressing of results: a task, all that it reads, and the build give the name under which its result is kept. */
import { digestOfData } from '../input/input-digests.js';
import type { FileFact } from '../input/recorded-files.js';
import { buildDigest } from './build-digest.js';
import type { QueuedTask } from './search-task.js';

/** Names the question which files a task reads: the same for all shares of a drill or a search, and for all sequences of a topology. */
export function subjectKey(task: QueuedTask): string {
  const topology = task.kind === 'sequences' ? null : task.topology;
  const overlay = task.kind === 'search' ? task.overlay : null;
  return digestOfData(['files', buildDigest(), task.kind, task.path, topology, overlay]);
}

/** Names the result of a task over files of which these facts hold. */
export const resultKey = (task: QueuedTask, facts: readonly FileFact[]): string =>
  digestOfData(['result', buildDigest(), ordered(task), facts]);

/** Plain data with its keys in their order, so that it has one name however it was put together. */
function ordered(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(ordered);
  if (typeof data !== 'object' || data === null) return data;
  const entries = Object.entries(data).map(([key, value]) => [key, ordered(value)] as const);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}
