/** Content-addressed store of results in a folder: what a task came to, under the name of all that it depends on. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Of } from '../input/input-digests.js';
import type { FileQuestion } from '../input/recorded-files.js';
import { isResultOf, type Task, type TaskResult } from './task.js';

/** Where results are kept from one check to the next. What is damaged there is as if it were not there. */
export interface ResultStore {
  readonly result: (key: string, task: Task) => TaskResult | null;
  readonly keep: (key: string, result: TaskResult) => void;
  /** what the tasks of a subject have asked of files so far; null = they were never played */
  readonly asked: (subject: string) => readonly FileQuestion[] | null;
  readonly keepAsked: (subject: string, asked: readonly FileQuestion[]) => void;
}

/** Results in a folder, which is made where there is none. Throws what the file system says when it is written to. */
export function folderStore(folder: string): ResultStore {
  return {
    result(key, task) {
      const kept = readKept(folder, key);
      return isResultOf(kept, task) ? kept : null;
    },
    keep: (key, result) => writeKept(folder, key, result),
    asked(subject) {
      const kept = readKept(folder, subject);
      return Array.isArray(kept) ? kept : null;
    },
    keepAsked: (subject, asked) => writeKept(folder, subject, asked),
  };
}

/** Folders of a few hundred files each. */
const placeOf = (folder: string, key: string): readonly [string, string] => [
  join(folder, key.slice(0, 2)),
  `${key.slice(2)}.json`,
];

/** What is kept in a folder under a key, a SHA-256; null = nothing, or what is half a file or was changed. Never throws. */
export function readKept(folder: string, key: string): unknown {
  // The first line is the digest of the second.
  try {
    const [digest, text] = readFileSync(join(...placeOf(folder, key)), 'utf8').split('\n');
    return sha256Of(text) === digest ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

let written = 0;

/** Keeps plain data in a folder under a key, a SHA-256. Throws what the file system says. */
export function writeKept(folder: string, key: string, value: unknown): void {
  const [directory, name] = placeOf(folder, key);
  const text = JSON.stringify(value);
  const temporary = join(directory, `.${name}.${process.pid}.${written++}.tmp`);
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(temporary, `${sha256Of(text)}\n${text}\n`);
    renameSync(temporary, join(directory, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
