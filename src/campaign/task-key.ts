/** Content addressing of results: a task, all that it reads, and the build give the name under which its result is kept. */
import { isInputError } from '../core/input-error.js';
import { type FileFacts, sha256Of } from '../input/file-facts.js';
import { buildDigest } from './build-digest.js';
import type { Task } from './task.js';

/** Names the question which files a task reads: the same for all shares of a drill, and for all sequences of a topology. */
export function subjectKey(task: Task): string {
  const topology = task.kind === 'sequences' ? null : task.topology;
  return sha256Of(JSON.stringify(['files', buildDigest(), task.kind, task.path, topology]));
}

/** Names the result of a task over these files. */
export function resultKey(task: Task, { style, read, located, spelled }: FileFacts): string {
  const found = read.map(([path, is]) => [path, isInputError(is) ? [is.message, is.hint] : is]);
  return sha256Of(JSON.stringify(['result', buildDigest(), entriesOf(task), style, found, located, spelled]));
}

/** The keys of a task in their order, so that it has one name however it was put together. */
const entriesOf = (task: Task): unknown => Object.entries(task).sort(([a], [b]) => (a < b ? -1 : 1));
