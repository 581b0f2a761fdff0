/**
 * Recording decorator of the port of input files: every question that was put to it with its answer, so that it can be seen
 * later whether what was read then is what is there now.
 */
import { isAbsolute, relative } from 'node:path';
import { type InputError, isInputError } from '../core/input-error.js';
import { sha256Of } from './input-digests.js';
import type { InputFiles } from './input-files.js';

/** What is asked of files; plain data. */
export type FileQuestion =
  | readonly ['bytes', path: string, limitBytes: number]
  | readonly ['place', path: string]
  | readonly ['spelling', folder: string, path: string]
  | readonly ['within', folder: string, path: string];

/**
 * A question and its answer: the SHA-256 of the bytes, or why they cannot be used; the file itself, links followed, below
 * the working directory if it lies there, null = there is none; how a path is spelled; whether a path is in a folder, `yes`
 * or `no`, where only one of them is absolute, so that it depends on the working directory.
 */
export type FileFact = readonly [question: FileQuestion, answer: string | null];

/** The facts that some files are now. */
export function factsNow(questions: readonly FileQuestion[], files: InputFiles): FileFact[] {
  const recorded = new RecordedFiles(files);
  for (const question of questions) recorded.ask(question);
  return [...recorded.facts!];
}

/** Files that remember what they were asked and what they answered. */
export class RecordedFiles implements InputFiles {
  private readonly answers = new Map<string, string | null>();
  /** a question has had two answers */
  private changed = false;

  constructor(private readonly source: InputFiles) {}

  /** What was asked and answered, each once and in one order; null = something changed while it was read. */
  get facts(): readonly FileFact[] | null {
    if (this.changed) return null;
    const sorted = [...this.answers].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([question, answer]) => [JSON.parse(question) as FileQuestion, answer]);
  }

  /** Asks, for the answer to be recorded. */
  ask(question: FileQuestion): void {
    if (question[0] === 'bytes') this.readBytes(question[1], question[2]);
    else if (question[0] === 'place') this.locate(question[1]);
    else if (question[0] === 'spelling') this.spelled(question[1], question[2]);
    else this.isWithin(question[1], question[2]);
  }

  readBytes(path: string, limitBytes: number): Uint8Array | InputError {
    const bytes = this.source.readBytes(path, limitBytes);
    this.note(['bytes', path, limitBytes], isInputError(bytes) ? `${bytes.message}\n${bytes.hint}` : sha256Of(bytes));
    return bytes;
  }

  locate(path: string): string | null {
    const place = this.source.locate(path);
    this.note(['place', path], place === null ? null : fromHere(place));
    return place;
  }

  spelled(folder: string, path: string): string {
    const spelled = this.source.spelled(folder, path);
    this.note(['spelling', folder, path], spelled);
    return spelled;
  }

  folderOf(path: string): string {
    return this.source.folderOf(path);
  }

  join(folder: string, path: string): string {
    return this.source.join(folder, path);
  }

  isWithin(folder: string, path: string): boolean {
    const isWithin = this.source.isWithin(folder, path);
    if (isAbsolute(folder) !== isAbsolute(path)) this.note(['within', folder, path], isWithin ? 'yes' : 'no');
    return isWithin;
  }

  private note(question: FileQuestion, answer: string | null): void {
    const key = JSON.stringify(question);
    const before = this.answers.get(key);
    if (before !== undefined && before !== answer) this.changed = true;
    this.answers.set(key, answer);
  }
}

/** Where the work tree of a check lies is no part of what it comes to. */
function fromHere(path: string): string {
  const inside = relative(process.cwd(), path);
  return isAbsolute(inside) || /^\.\.(?:[\\/]|$)/.test(inside) ? path : inside || '.';
}
