/**
 * Explicit-state model checking in one thread: breadth-first search of all reachable states, level by level, with every
 * state compared whole. A search that was complete is a proof.
 */
import { NumbersUsedUp, type PackedModel } from '../core/packed-model.js';
import { assembleResult, discoveriesOf } from './assemble-result.js';
import { BfsWorker } from './bfs-worker.js';
import { Budget, TimeLimit } from './budget.js';
import type { CheckOptions, CheckResult, StoppedBy } from './check-result.js';
import { Coordinator } from './coordinator.js';
import { Meaning } from './meaning.js';
import { checkRecoverability } from './recoverability.js';
import { reserveStore, SHARDS } from './state-store.js';
import { createSuccessorBuffers } from './successor-buffer.js';
import { findWorstEnds } from './worst-ends.js';

/**
 * Checks a model in this thread. What the model throws comes out as it is; a RangeError where not even a little memory
 * is to be had.
 */
export async function checkModel<V, E>(
  model: PackedModel<V, E>,
  options: CheckOptions = {},
): Promise<CheckResult<V, E>> {
  const { timeLimitMs = null } = options;
  const timeLimit = new TimeLimit(timeLimitMs);
  if (options.interned !== false && model.interned !== undefined) {
    try {
      return await checkStates(model.interned(), options);
    } catch (error) {
      if (!(error instanceof NumbersUsedUp)) throw error;
    }
  }
  return checkStates(model, timeLimitMs === null ? options : { ...options, timeLimitMs: timeLimit.leftMs });
}

async function checkStates<V, E>(model: PackedModel<V, E>, options: CheckOptions): Promise<CheckResult<V, E>> {
  const budget = new Budget(options);
  const canonicalize = options.canonicalize === true;
  const { store, fullBy } = reserveStore(model.words, options);
  const coordinator = new Coordinator(Coordinator.cells(), 1, store, store.capacity);
  const buffers = createSuccessorBuffers(model.words, 1, options.successorBufferBytes);
  const worker = new BfsWorker(model, store, coordinator, { thread: 0, buffers, canonicalize });
  worker.insertInitial();
  const stoppedBy = await search(worker, coordinator, budget, fullBy, options);
  const checked = {
    model,
    search: { store, levelStarts: worker.levelStarts },
    canonicalize,
    meaning: new Meaning(model),
  };
  const isAsked = options.recoverability === true;
  const recoverability = await checkRecoverability(checked, isAsked, stoppedBy === null, budget);
  const counts = worker.counts();
  const worstEnds = await findWorstEnds(checked, options.worstEnds ?? 0, counts.states, stoppedBy === null, budget);
  const found = discoveriesOf(model, worker);
  return assembleResult(checked, { ...counts, stoppedBy, ...found, recoverability, worstEnds });
}

async function search(
  worker: BfsWorker,
  coordinator: Coordinator,
  budget: Budget,
  fullBy: StoppedBy,
  { stopAtFirstViolation = false, atSlice }: CheckOptions,
): Promise<StoppedBy | null> {
  while (coordinator.nextLevelStates > 0) {
    coordinator.beginLevel();
    worker.enterLevel();
    if (stopAtFirstViolation && worker.violations.size > 0) return 'violation';
    while (!coordinator.levelIsOver) {
      while (worker.expandSome() === 'some') {
        const stoppedBy = await pause();
        if (stoppedBy !== null) return stoppedBy;
      }
      for (let shard = 0; shard < SHARDS; shard++) {
        worker.insertAll(shard);
        if (worker.isFull) return fullBy;
      }
    }
  }
  return null;

  /** Now and then others get their turn; what stops the search is asked then, too. */
  async function pause(): Promise<StoppedBy | null> {
    if (!budget.sliceIsOver) return null;
    await budget.yieldToEventLoop();
    budget.report(() => worker.counts());
    atSlice?.(coordinator.states);
    return budget.exceeded();
  }
}
