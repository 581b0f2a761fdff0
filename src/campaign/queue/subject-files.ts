/**
 * What a check sends of its files to those who play its tasks: what planning has read itself, and what lies in the folders of
 * that. Nobody at the other end of a queue gets another file by asking for it.
 */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { DISK } from '../../input/disk-files.js';
import type { FileFact, FileQuestion } from '../../input/recorded-files.js';
import { type Contents, type PathStyle, shippable } from '../../input/shipped-files.js';
import type { QueuedTask } from '../search-task.js';
import { FILE_BYTES_MOST, jobKey } from './queue-job.js';
import { QueueProblem } from './redis-connection.js';

/** Files as they were at one moment, for the tasks of one drill or topology. */
export interface SentFiles {
  readonly style: PathStyle;
  readonly facts: readonly FileFact[];
  readonly contents: Contents;
  readonly keyOf: (task: QueuedTask) => string;
}

/** The files of one drill, runbook or topology, as its tasks ask for them. */
export class SubjectFiles {
  /** by its text, each question */
  private readonly asked: Map<string, FileQuestion>;
  /** files that planning has read, and the folders that they lie in */
  private readonly own: ReadonlySet<string>;
  private readonly folders: ReadonlySet<string>;
  private sent: SentFiles | null = null;

  constructor(task: QueuedTask, planned: readonly FileFact[]) {
    const topology = task.kind === 'sequences' ? null : task.topology;
    const overlay = task.kind === 'search' ? task.overlay : null;
    const named = [task.path, topology, overlay].filter((path) => path !== null);
    const read = planned.flatMap(([question]) => (question[0] === 'bytes' ? [question[1]] : []));
    this.own = new Set([...named, ...read].map((path) => resolve(path)));
    this.folders = new Set([...this.own].map((path) => dirname(path)));
    this.asked = new Map(planned.map(([question]) => [JSON.stringify(question), question]));
  }

  get questions(): readonly FileQuestion[] {
    return [...this.asked.values()];
  }

  /** All that was asked so far with its answers, which stay as they are until more is asked. */
  now(): SentFiles {
    if (this.sent !== null) return this.sent;
    const { facts, contents } = shippable(this.questions, DISK);
    for (const [digest, { length }] of contents) {
      const path = facts.find(([, answer]) => answer === digest)?.[0][1];
      if (length > FILE_BYTES_MOST) throw new QueueProblem(`${path} is too large for a queue (${length} bytes)`);
    }
    const style: PathStyle = process.platform === 'win32' ? 'win32' : 'posix';
    this.sent = { style, facts, contents, keyOf: (task) => jobKey(task, style, facts) };
    return this.sent;
  }

  /** Adds what a worker asks. Throws where it has no business with a file. */
  ask(questions: readonly FileQuestion[]): void {
    for (const question of questions) {
      const stranger = this.strangerIn(question);
      if (stranger !== null)
        throw new QueueProblem(
          `a worker asks for ${stranger}, which is none of the files of this check: it is not sent`,
        );
      this.asked.set(JSON.stringify(question), question);
    }
    this.sent = null;
  }

  /** Adds what is likely to be asked; what is none of a worker's business is left out. */
  suggest(questions: readonly FileQuestion[]): void {
    this.ask(questions.filter((question) => this.strangerIn(question) === null));
  }

  /** The path in a question that is no file of this check, links followed; null = there is none. */
  private strangerIn(question: FileQuestion): string | null {
    // It says nothing of any file.
    if (question[0] === 'within') return null;
    const paths = question[0] === 'spelling' ? [question[1], question[2]] : [question[1]];
    return paths.find((path) => !this.isOwn(path)) ?? null;
  }

  private isOwn(path: string): boolean {
    const full = resolve(path);
    if (this.own.has(full) || this.folders.has(full)) return true;
    const near = [...this.folders].filter((folder) => isBelow(folder, full));
    const real = near.length === 0 ? null : DISK.locate(full);
    return near.some((folder) => real === null || isBelow(DISK.locate(folder) ?? folder, real));
  }
}

/** Whether a path leads to somewhere below a folder, by its name. */
function isBelow(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return !(inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside));
}
