import type { PackedModel } from '../core/packed.js';
import { Board } from '../drivers/explore/board.js';
import { Searcher } from '../drivers/explore/searcher.js';
import { reserve } from '../drivers/explore/store.js';
import { findingsOf, recoveryOf, resultOf } from './conclude.js';
import { Pace } from './pace.js';
import type { ExploreOptions, ExploreResult, StoppedBy } from './result.js';

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
  const board = new Board(Board.cells(), 1, store.capacity);
  const searcher = new Searcher(model, store, board, { thread: 0, fold });
  searcher.seed();
  const stoppedBy = await search(searcher, board, pace, fullIs, options.untilBroken === true);
  searcher.leaveLevel();
  const rested = { store, slots: board.slots, levels: searcher.levels };
  const explored = { model, rested, fold };
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
    while (searcher.expandSome()) {
      if (searcher.full) return fullIs;
      if (!pace.tired) continue;
      await pace.rest();
      const stoppedBy = pace.overdue();
      if (stoppedBy !== null) return stoppedBy;
      pace.report(() => searcher.known());
    }
    searcher.leaveLevel();
  }
  return null;
}
