import type { PackedModel } from '../core/packed-model.js';
import { assembleResult, discoveriesOf, recoverabilityOf } from './assemble-result.js';
import { BfsWorker } from './bfs-worker.js';
import { Budget } from './budget.js';
import { Coordinator } from './coordinator.js';
import type { CheckOptions, CheckResult, StoppedBy } from './result.js';
import { reserve, SHARDS } from './state-store.js';
import { createSuccessorBuffers } from './successor-buffer.js';

/**
 * Searches all reachable states of a model, breadth first, in this thread. What the model throws comes out as it
 * is; a RangeError where not even a little memory is to be had.
 */
export async function checkModel<V, E>(
  model: PackedModel<V, E>,
  options: CheckOptions = {},
): Promise<CheckResult<V, E>> {
  const pace = new Budget(options);
  const fold = options.canonicalize === true;
  const { store, fullIs } = reserve(model.words, options);
  const board = new Coordinator(Coordinator.cells(), 1, store, store.capacity);
  const outboxes = createSuccessorBuffers(model.words, 1, options.successorBufferBytes);
  const searcher = new BfsWorker(model, store, board, { thread: 0, outboxes, fold });
  searcher.seed();
  const stoppedBy = await search(searcher, board, pace, fullIs, options.stopAtFirstViolation === true);
  const explored = { model, rested: { store, levels: searcher.levels }, fold };
  const recovery = await recoverabilityOf(explored, options.recovery === true, stoppedBy === null, pace);
  const found = discoveriesOf(model, searcher);
  return assembleResult(explored, { ...searcher.known(), stoppedBy, ...found, recovery });
}

async function search(
  searcher: BfsWorker,
  board: Coordinator,
  pace: Budget,
  fullIs: StoppedBy,
  untilBroken: boolean,
): Promise<StoppedBy | null> {
  while (board.found > 0) {
    board.nextLevel();
    searcher.enterLevel();
    if (untilBroken && searcher.violations.size > 0) return 'broken';
    while (!board.levelIsOver) {
      while (searcher.expandSome() === 'some') {
        const stoppedBy = await pause();
        if (stoppedBy !== null) return stoppedBy;
      }
      for (let shard = 0; shard < SHARDS; shard++) {
        searcher.settle(shard);
        if (searcher.full) return fullIs;
      }
    }
  }
  return null;

  /** Now and then others get their turn; what ends the search is asked then, too. */
  async function pause(): Promise<StoppedBy | null> {
    if (!pace.tired) return null;
    await pace.rest();
    pace.report(() => searcher.known());
    return pace.overdue();
  }
}
