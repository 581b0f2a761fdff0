/** Content addressing of results: a task, all that it reads, and the build give the name under which its result is kept. */
import { digestOfData } from '../input/input-digests.js';
import type { FileFact } from '../input/recorded-files.js';
import { buildDigest } from './build-digest.js';
import type { Task } from './task.js';

/** Names the question which files a task reads: the same for all shares of a drill, and for all sequences of a topology. */
export function subjectKey(task: Task): string {
  const topology = task.kind === 'sequences' ? null : task.topology;
  return digestOfData(['files', buildDigest(), task.kind, task.path, topology]);
}

/** Names the result of a task over files of which these facts hold. */
export const resultKey = (task: Task, facts: readonly FileFact[]): string =>
  digestOfData(['result', buildDigest(), entriesOf(task), facts]);

/** The keys of a task in their order, so that it has one name however it was put together. */
const entriesOf = (task: Task): unknown => Object.entries(task).sort(([a], [b]) => (a < b ? -1 : 1));
