import type { PackedModel } from '../core/packed-model.js';
import { findingsOf, recoveryOf, resultOf } from './assemble-result.js';
import { Searcher } from './bfs-worker.js';
import { Pace } from './budget.js';
import { Board } from './coordinator.js';
import type { ExploreOptions, ExploreResult, StoppedBy } from './result.js';
import { reserve, SHARDS } from './state-store.js';
import { createOutboxes } from './successor-buffer.js';

/**
 * Searches all reachable states of a model, breadth first, in this thread. What the model throws comes out as it
 * is; a RangeError where not even a little memory is to be had.
 */
export async function explorePacked(
  model: PackedModel,
  options: ExploreOptions = {},
): Promise<ExploreResult> {
  const pace = new Pace(options);
  const fold = options.fold === true;
  const { store, fullIs } = reserve(model.words, options);
  const board = new Board(Board.cells(), 1, store, store.capacity);
  const outboxes = createOutboxes(model.words, 1, options.outboxBytes);
  const searcher = new Searcher(model, store, board, { thread: 0, outboxes, fold });
  searcher.seed();
  const stoppedBy = await search(searcher, board, pace, fullIs, options.untilBroken === true);
  const explored = { model, rested: { store, levels: searcher.levels }, fold };
  const recovery = await recoveryOf(explored, options.recovery === true, stoppedBy === null, pace);
  const found = findingsOf(model, searcher);
  return resultOf(explored, { ...searcher.known(), stoppedBy, ...found, recovery });
}

async function search(
  searcher: Searcher,
  board: Board,
  pace: Pace,
  fullIs: StoppedBy,
  untilBroken: boolean,
): Promise<StoppedBy | null> {
  while (board.found > 0) {
    board.nextLevel();
    searcher.enterLevel();
    if (untilBroken && searcher.ways.size > 0) return 'broken';
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
