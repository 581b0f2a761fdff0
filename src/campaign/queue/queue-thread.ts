/** One thread of a worker, as its own module: plays tasks of other machines over the files that came with them. */
import { parentPort } from 'node:worker_threads';
import type { FileFact } from '../../input/recorded-files.js';
import { type Contents, type PathStyle, ShippedFiles } from '../../input/shipped-files.js';
import { SearchPlayer } from '../search-player.js';
import type { QueuedResult, QueuedTask } from '../search-task.js';
import { TaskPlayer } from '../task-player.js';
import type { JobAnswer } from './queue-job.js';

/** What a thread is given. */
export interface ShippedTask {
  readonly task: QueuedTask;
  readonly style: PathStyle;
  readonly facts: readonly FileFact[];
  readonly contents: Contents;
}

/** Sets of files whose drills are kept: the shares of one drill follow each other. */
const KEPT = 4;

/** Who plays tasks over one set of files. */
interface Players {
  readonly files: ShippedFiles;
  readonly tasks: TaskPlayer;
  readonly searches: SearchPlayer;
}

const players = new Map<string, Players>();

function playersOf(key: string, { style, facts, contents }: ShippedTask): Players {
  const known = players.get(key);
  if (known !== undefined) return known;
  const files = new ShippedFiles(style, facts, contents);
  const made = { files, tasks: new TaskPlayer(files), searches: new SearchPlayer(files) };
  players.set(key, made);
  for (const old of [...players.keys()].slice(0, Math.max(0, players.size - KEPT))) players.delete(old);
  return made;
}

/** Plays a task. What was made of a file that is only missing here is nothing, and no fault either. */
async function answerTo(shipped: ShippedTask): Promise<JobAnswer> {
  const key = JSON.stringify([shipped.style, shipped.facts]);
  const { tasks, searches, files } = playersOf(key, shipped);
  const told = (result: JobAnswer): JobAnswer => {
    if (files.missing.length === 0) return result;
    players.delete(key);
    return { missing: files.missing };
  };
  let result: QueuedResult | Extract<JobAnswer, { errors: unknown }>['errors'];
  try {
    const { task } = shipped;
    result = task.kind === 'search' ? await searches.play(task) : await tasks.play(task, () => {});
  } catch (error) {
    if (files.missing.length === 0) throw error;
    return told({ errors: [] });
  }
  return told(Array.isArray(result) ? { errors: result } : { result: result as QueuedResult });
}

parentPort!.on('message', async (shipped: ShippedTask) => {
  parentPort!.postMessage(await answerTo(shipped));
});
