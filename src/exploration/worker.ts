import { parentPort, workerData } from 'node:worker_threads';
import { type Agreed, Board } from '../drivers/explore/board.js';
import { Searcher } from '../drivers/explore/searcher.js';
import type { Store } from '../drivers/explore/store.js';
import { findingsOf, type NamedFindings } from './conclude.js';
import { type ModelSource, modelFrom } from './source.js';

/** What a thread is given. */
export interface Given {
  readonly source: ModelSource;
  readonly thread: number;
  readonly threads: number;
  readonly store: Store;
  readonly cells: Int32Array;
  readonly maxStates: number;
  readonly fullIs: 'states' | 'memory';
  readonly untilBroken: boolean;
  readonly fold: boolean;
}

/** What it says at its end; the rest is in what is shared. */
export interface Answer extends NamedFindings {
  readonly transitions: number;
  readonly levels: readonly number[];
}

const given: Given = workerData;
const { thread, fold } = given;
const model = await modelFrom(given.source);
const board = new Board(given.cells, given.threads, given.store.capacity);
const searcher = new Searcher(model, given.store, board, { thread, fold });

if (thread === 0) searcher.seed();
for (;;) {
  tell();
  const agreed = board.meet(atLevelEnd);
  if (agreed === 'end') break;
  if (agreed === 'grow') {
    searcher.growTable();
    continue;
  }
  searcher.enterLevel();
  while (board.stoppedBy === null && searcher.expandSome()) tell();
  searcher.leaveLevel();
}
const { levels } = searcher;
const { transitions } = searcher.known();
const answer: Answer = { ...findingsOf(model, searcher), transitions, levels };
parentPort!.postMessage(answer);

/** What the last thread decides for all that have nothing left to expand. */
function atLevelEnd(): Agreed {
  if (board.moreThan(given.maxStates, 'end')) board.stop('states');
  if (board.stoppedBy !== null || board.found === 0) return 'end';
  board.nextLevel();
  if (!given.untilBroken || !board.broken) return 'level';
  board.stop('broken');
  return 'end';
}

function tell(): void {
  if (searcher.ways.size > 0) board.broke();
  if (searcher.full) board.stop(given.fullIs);
  else if (board.moreThan(given.maxStates, 'level')) board.stop('states');
}
