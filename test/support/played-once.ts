/** Memoization of the tasks of a check, for tests of what is made of their results. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { TaskResult } from '../../src/campaign/task.js';
import { TaskPlayer } from '../../src/campaign/task-player.js';
import type { InputError } from '../../src/core/input-error.js';

/** What tasks came to, by the bytes of all that they may have read. */
export type PlayedTasks = Map<string, Promise<TaskResult | InputError[]>>;

const { play } = TaskPlayer.prototype;

/**
 * From now on, until mocks are restored, a task of the same files is played once: it comes to the same wherever it is
 * done, which test/campaign/task-threads.test.ts and test/properties/same-run.test.ts try. `inputs` names the files below
 * the working directory that a task may read.
 */
export function playTasksOnce(known: PlayedTasks, inputs: (folder: string) => readonly string[] = inputsBelow): void {
  vi.spyOn(TaskPlayer.prototype, 'play').mockImplementation(async function (this: TaskPlayer, task, tick) {
    const key = JSON.stringify([task, digestOf(process.cwd(), inputs)]);
    const result = known.get(key) ?? play.call(this, task, tick);
    known.set(key, result);
    // Plain data, as a thread sends it.
    return structuredClone(await result);
  });
}

function digestOf(folder: string, inputs: (folder: string) => readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of inputs(folder))
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update('\0');
  return hash.digest('hex');
}

/** Every drill, topology and script in a folder, however deep. */
const inputsBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:yaml|ps1)$/.test(file) && !/(?:^|\/)(?:node_modules|drydrill-examples)\//.test(file))
    .sort();
