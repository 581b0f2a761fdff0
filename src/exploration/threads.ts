import { Worker } from 'node:worker_threads';
import { Board } from '../drivers/explore/board.js';
import { merged } from '../drivers/explore/findings.js';
import { createPost } from '../drivers/explore/mailbox.js';
import type { Known } from '../drivers/explore/shard.js';
import { bytesUsed, reserve } from '../drivers/explore/store.js';
import { recoveryOf, resultOf } from './conclude.js';
import { explorePacked } from './explore.js';
import { Pace } from './pace.js';
import type { ExploreOptions, ExploreResult } from './result.js';
import { type ModelSource, modelFrom } from './source.js';
import type { Answer, Given } from './worker.js';

/** How often the clock and the signal are looked at. */
const LOOK_EVERY_MS = 50;

/**
 * As `explorePacked`, with `threads` threads; each state belongs to one of them by its hash. A complete search gives
 * the same result, whatever their number. What the model throws, in whichever thread, comes out of here.
 */
export async function exploreWithThreads(
  source: ModelSource,
  threads: number,
  options: ExploreOptions = {},
): Promise<ExploreResult> {
  const model = await modelFrom(source);
  if (threads <= 1) return explorePacked(model, options);
  const pace = new Pace(options);
  const fold = options.fold === true;
  const { maxStates = Number.MAX_SAFE_INTEGER, untilBroken = false } = options;
  const reserved = Array.from({ length: threads }, () => reserve(model.words, options, threads));
  const stores = reserved.map((r) => r.store);
  const cells = Board.cells(threads);
  const board = new Board(cells, threads);
  const shared = {
    source,
    stores,
    post: createPost(model.words, threads),
    cells,
    maxStates,
    untilBroken,
    fold,
  };
  const known = (): Omit<Known, 'transitions'> => ({
    states: board.states,
    frontier: board.states - board.expanded,
    depth: Math.max(0, board.level),
    memoryBytes: bytesUsed(model.words, board.states, board.found, board.slots),
  });
  const look = setInterval(() => {
    const overdue = pace.overdue();
    if (overdue !== null) board.stop(overdue);
    pace.report(known);
  }, LOOK_EVERY_MS);
  const workers = reserved.map(({ fullIs }, shard) => {
    const given: Given = { ...shared, shard, fullIs };
    return new Worker(new URL('./worker.js', import.meta.url), { workerData: given });
  });
  try {
    const answers = await Promise.all(workers.map(answerOf));
    const total = (of: (answer: Answer) => number): number => answers.reduce((sum, a) => sum + of(a), 0);
    const explored = { model, stores, ties: answers.flatMap((a) => a.ties), fold };
    const rested = answers.map(({ slots, levels }, i) => ({ store: stores[i], slots, levels }));
    const { stoppedBy } = board;
    const asked = options.recovery === true;
    return resultOf(explored, {
      recovery: await recoveryOf(explored, rested, asked, stoppedBy === null, pace),
      states: total((a) => a.states),
      transitions: total((a) => a.transitions),
      frontier: total((a) => a.frontier),
      memoryBytes: total((a) => a.memoryBytes),
      // Where one level was the last, for want of time or because something broke, all have stopped in it.
      depth: Math.min(...answers.map((a) => a.depth)) + (stoppedBy === 'broken' ? 1 : 0),
      stoppedBy,
      ways: merged(answers.flatMap((a) => a.ways)),
      outcomes: merged(answers.flatMap((a) => a.outcomes)),
    });
  } finally {
    clearInterval(look);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function answerOf(worker: Worker): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a thread of the search ended before its answer')));
  });
}
