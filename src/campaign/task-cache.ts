/**
 * Memoization of tasks from one check to the next: a task whose files are what they were, to the byte, in the same build,
 * comes to the same, and is not played again.
 */
import { DISK } from '../input/disk-files.js';
import { type FileFact, type FileQuestion, factsNow } from '../input/recorded-files.js';
import type { ResultStore } from './result-store.js';
import type { Task, TaskResult } from './task.js';
import { resultKey, subjectKey } from './task-key.js';

/** Looks up what tasks came to, and keeps what they come to now. */
export class TaskCache {
  /** by subject, what its tasks ask of files, as far as that is known: of each question its text */
  private readonly questions = new Map<string, Map<string, FileQuestion>>();
  /** why nothing more is kept; null = everything is */
  problem: string | null = null;

  constructor(private readonly store: ResultStore) {}

  /** What a task came to when all that it reads was as it is; null = it is not known. */
  known(task: Task): TaskResult | null {
    const questions = this.questionsOf(subjectKey(task));
    if (questions.size === 0) return null;
    const facts = factsNow([...questions.values()], DISK);
    return this.store.result(resultKey(task, facts), task);
  }

  /** Keeps what a task came to. `read`: what its files were when they were read; null = they changed meanwhile. */
  keep(task: Task, read: readonly FileFact[] | null, result: TaskResult): void {
    if (this.problem !== null || read === null) return;
    try {
      this.keepNow(task, read, result);
    } catch (error) {
      // What was found is worth more than its file.
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  /**
   * The name of a result has the facts that were read, not those of a later look: a file may be another one by now. What
   * other tasks of the subject ask besides is no matter to this one, and is answered now.
   */
  private keepNow(task: Task, read: readonly FileFact[], result: TaskResult): void {
    const subject = subjectKey(task);
    const questions = this.questionsOf(subject);
    const before = questions.size;
    const mine = new Map(read.map((fact) => [JSON.stringify(fact[0]), fact]));
    for (const [text, [question]] of mine) questions.set(text, question);
    if (questions.size > before) this.store.keepAsked(subject, [...questions.values()]);
    const others = [...questions].flatMap(([text, question]) => (mine.has(text) ? [] : [question]));
    const facts = [...mine.values(), ...factsNow(others, DISK)].sort((a, b) => byText(a[0], b[0]));
    this.store.keep(resultKey(task, facts), result);
  }

  private questionsOf(subject: string): Map<string, FileQuestion> {
    const known =
      this.questions.get(subject) ??
      new Map((this.store.asked(subject) ?? []).map((question) => [JSON.stringify(question), question]));
    this.questions.set(subject, known);
    return known;
  }
}

const byText = (a: FileQuestion, b: FileQuestion): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
