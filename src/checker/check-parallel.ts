/**
 * Explicit-state model checking by several threads: level-synchronous parallel breadth-first search over a visited set
 * that is partitioned by hash, in memory that the threads share. A complete search gives the same result as that of one
 * thread, whatever their number.
 */
import { Worker } from 'node:worker_threads';
import { assembleResult } from './assemble-result.js';
import { Budget } from './budget.js';
import { checkModel } from './check.js';
import type { CheckOptions, CheckResult } from './check-result.js';
import { Coordinator } from './coordinator.js';
import { mergedByKey } from './discoveries.js';
import { Meaning } from './meaning.js';
import { type ModelSource, modelFrom } from './model-source.js';
import { checkRecoverability } from './recoverability.js';
import { reserveStore } from './state-store.js';
import { createSuccessorBuffers } from './successor-buffer.js';
import type { BfsJob, BfsReport } from './thread-protocol.js';
import { findWorstEnds } from './worst-ends.js';

/** How often the clock and the signal are looked at. */
const LOOK_EVERY_MS = 50;

/** As `checkModel`, with `threads` threads. What the model throws, in whichever thread, comes out of here. */
export async function checkModelInParallel<V, E>(
  source: ModelSource,
  threads: number,
  options: CheckOptions = {},
): Promise<CheckResult<V, E>> {
  const model = await modelFrom<V, E>(source);
  if (threads <= 1) return checkModel(model, options);
  const budget = new Budget(options);
  const canonicalize = options.canonicalize === true;
  const { store, fullBy } = reserveStore(model.words, options);
  const buffers = createSuccessorBuffers(model.words, threads, options.successorBufferBytes);
  const cells = Coordinator.cells();
  const maxStates = store.capacity;
  const coordinator = new Coordinator(cells, threads, store, maxStates);
  const stopAtFirstViolation = options.stopAtFirstViolation === true;
  const look = setInterval(() => {
    const exceeded = budget.exceeded();
    if (exceeded !== null) coordinator.stop(exceeded);
    budget.report(() => coordinator.counts());
  }, LOOK_EVERY_MS);
  const workers = Array.from({ length: threads }, (_, thread) => {
    const job: BfsJob = {
      ...{ source, thread, threads, store, buffers, cells, maxStates, fullBy },
      ...{ stopAtFirstViolation, canonicalize },
    };
    return new Worker(new URL('./parallel-worker.js', import.meta.url), { workerData: job });
  });
  try {
    const reports = await Promise.all(workers.map((worker) => reportOf<V, E>(worker)));
    const { stoppedBy } = coordinator;
    const checked = {
      model,
      search: { store, levelStarts: reports[0].levelStarts },
      canonicalize,
      meaning: new Meaning(model),
    };
    const isAsked = options.recoverability === true;
    const counts = coordinator.counts();
    return assembleResult(checked, {
      ...counts,
      transitions: reports.reduce((sum, report) => sum + report.transitions, 0),
      recoverability: await checkRecoverability(checked, isAsked, stoppedBy === null, budget),
      worstEnds: await findWorstEnds(checked, options.worstEnds ?? 0, counts.states, stoppedBy === null, budget),
      stoppedBy,
      violations: mergedByKey(reports.flatMap((report) => report.violations)),
      endStates: mergedByKey(reports.flatMap((report) => report.endStates)),
    });
  } finally {
    clearInterval(look);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function reportOf<V, E>(worker: Worker): Promise<BfsReport<V, E>> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('a thread of the search ended before its report')));
  });
}
