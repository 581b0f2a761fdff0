/**
 * Memoization of tasks from one check to the next: a task whose files are what they were, to the byte, in the same build,
 * comes to the same, and is not played again.
 */
import { DISK } from '../input/disk-files.js';
import { type FileFacts, factsOf } from '../input/file-facts.js';
import { type AskedFiles, AskedPaths } from '../input/recorded-files.js';
import type { ResultStore } from './result-store.js';
import type { Task, TaskResult } from './task.js';
import { resultKey, subjectKey } from './task-key.js';

interface Subject {
  readonly asked: AskedPaths;
  /** what lies at those paths; null = some were added since */
  facts: FileFacts | null;
}

/** Looks up what tasks came to, and keeps what they come to now. */
export class TaskCache {
  private readonly subjects = new Map<string, Subject>();
  /** why nothing more is kept; null = everything is */
  problem: string | null = null;

  constructor(private readonly store: ResultStore) {}

  /** What a task came to when all that it reads was as it is; null = it is not known. */
  known(task: Task): TaskResult | null {
    const subject = this.subjectOf(subjectKey(task));
    if (subject.asked.isEmpty) return null;
    subject.facts ??= factsNow(subject.asked.all());
    return this.store.result(resultKey(task, subject.facts), task);
  }

  /** Keeps what a task came to. `asked`: what it read; a file that changed meanwhile leaves nothing to keep. */
  keep(task: Task, asked: AskedFiles, result: TaskResult): void {
    if (this.problem !== null) return;
    try {
      this.keepNow(task, asked, result);
    } catch (error) {
      // What was found is worth more than its file.
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  private keepNow(task: Task, asked: AskedFiles, result: TaskResult): void {
    const key = subjectKey(task);
    const subject = this.subjectOf(key);
    const before = subject.facts;
    const had = JSON.stringify(subject.asked.all());
    subject.asked.noteAll(asked);
    const all = subject.asked.all();
    const facts = factsNow(all);
    if (JSON.stringify(all) !== had) this.store.keepAsked(key, all);
    else if (before !== null && JSON.stringify(before) !== JSON.stringify(facts)) return;
    subject.facts = facts;
    this.store.keep(resultKey(task, facts), result);
  }

  private subjectOf(key: string): Subject {
    const known = this.subjects.get(key);
    if (known !== undefined) return known;
    const asked = new AskedPaths();
    const before = this.store.asked(key);
    if (before !== null) asked.noteAll(before);
    const subject: Subject = { asked, facts: null };
    this.subjects.set(key, subject);
    return subject;
  }
}

const factsNow = (asked: AskedFiles): FileFacts => factsOf(asked, DISK, process.cwd()).facts;
