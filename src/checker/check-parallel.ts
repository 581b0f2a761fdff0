import { Worker } from 'node:worker_threads';
import { assembleResult, recoverabilityOf } from './assemble-result.js';
import { Budget } from './budget.js';
import { checkModel } from './check.js';
import { Coordinator } from './coordinator.js';
import { mergedByKey } from './discoveries.js';
import { type ModelSource, modelFrom } from './model-source.js';
import type { Answer, Given } from './parallel-worker.js';
import type { CheckOptions, CheckResult } from './result.js';
import { reserve } from './state-store.js';
import { createSuccessorBuffers } from './successor-buffer.js';

/** How often the clock and the signal are looked at. */
const LOOK_EVERY_MS = 50;

/**
 * As `explorePacked`, with `threads` threads that share what they know. A complete search gives the same result,
 * whatever their number. What the model throws, in whichever thread, comes out of here.
 */
export async function checkModelInParallel<V, E>(
  source: ModelSource,
  threads: number,
  options: CheckOptions = {},
): Promise<CheckResult<V, E>> {
  const model = await modelFrom<V, E>(source);
  if (threads <= 1) return checkModel(model, options);
  const pace = new Budget(options);
  const fold = options.canonicalize === true;
  const { store, fullIs } = reserve(model.words, options);
  const outboxes = createSuccessorBuffers(model.words, threads, options.successorBufferBytes);
  const cells = Coordinator.cells();
  const maxStates = store.capacity;
  const board = new Coordinator(cells, threads, store, maxStates);
  const untilBroken = options.stopAtFirstViolation === true;
  const known = () => board.known();
  const look = setInterval(() => {
    const overdue = pace.overdue();
    if (overdue !== null) board.stop(overdue);
    pace.report(known);
  }, LOOK_EVERY_MS);
  const workers = Array.from({ length: threads }, (_, thread) => {
    const given: Given = {
      ...{ source, thread, threads, store, outboxes, cells, maxStates, fullIs, untilBroken, fold },
    };
    return new Worker(new URL('./parallel-worker.js', import.meta.url), { workerData: given });
  });
  try {
    const answers = await Promise.all(workers.map((worker) => answerOf<V, E>(worker)));
    const explored = { model, rested: { store, levels: answers[0].levels }, fold };
    const { stoppedBy } = board;
    const asked = options.recovery === true;
    return assembleResult(explored, {
      ...known(),
      transitions: answers.reduce((sum, a) => sum + a.transitions, 0),
      recovery: await recoverabilityOf(explored, asked, stoppedBy === null, pace),
      stoppedBy,
      violations: mergedByKey(answers.flatMap((a) => a.violations)),
      endStates: mergedByKey(answers.flatMap((a) => a.endStates)),
    });
  } finally {
    clearInterval(look);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function answerOf<V, E>(worker: Worker): Promise<Answer<V, E>> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a thread of the search ended before its answer')));
  });
}
