/** Watches a folder and the files that drills were read from, and says when one of them has really changed. */
import { type FSWatcher, statSync, watch } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** What is watched until it is closed. */
export interface Watch {
  /** Also watches what was read since. */
  readonly follow: () => void;
  readonly close: () => void;
}

/** Several events come of one change: they are looked at together, ms after the first. */
const TOGETHER_MS = 150;

/** Watches `path`, or the folder that it lies in; `files` are those that count, whenever they are asked for. */
export function watchFiles(path: string, files: () => readonly string[], changed: () => void): Watch {
  const watchers = new Map<string, FSWatcher>();
  let known = statesOf(files());
  let timer: NodeJS.Timeout | null = null;
  const look = (): void => {
    timer = null;
    const now = statesOf(files());
    const isSame = now.size === known.size && [...now].every(([file, state]) => known.get(file) === state);
    known = now;
    if (!isSame) changed();
  };
  const heard = (): void => {
    timer ??= setTimeout(look, TOGETHER_MS);
  };
  const add = (folder: string, recursive: boolean): void => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { recursive }, heard);
      // A folder that is taken away is no fault of the server.
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(folder);
      });
      watchers.set(folder, watcher);
    } catch {
      // It is not there any more: what is read from it says so.
    }
  };
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  add(resolve(isFolder ? path : dirname(path)), isFolder);
  return {
    follow: () => {
      // What is known already may have changed while something was read: it stays as it was known.
      for (const [file, state] of statesOf(files())) {
        add(resolve(dirname(file)), false);
        if (!known.has(file)) known.set(file, state);
      }
    },
    close: () => {
      if (timer !== null) clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** How long each file is and when it was written. */
const statesOf = (files: readonly string[]): Map<string, string> =>
  new Map(
    files.map((file) => {
      const stats = statSync(file, { throwIfNoEntry: false });
      return [file, stats === undefined ? 'gone' : `${stats.size} ${stats.mtimeMs}`];
    }),
  );
