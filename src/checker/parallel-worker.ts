import { parentPort, workerData } from 'node:worker_threads';
import { discoveriesOf, type SearchDiscoveries } from './assemble-result.js';
import { BfsWorker } from './bfs-worker.js';
import { type Agreed, Coordinator } from './coordinator.js';
import { type ModelSource, modelFrom } from './model-source.js';
import { SHARDS, type StateStore } from './state-store.js';
import type { SuccessorBuffer } from './successor-buffer.js';

/** What a thread is given. */
export interface Given {
  readonly source: ModelSource;
  readonly thread: number;
  readonly threads: number;
  readonly store: StateStore;
  readonly outboxes: readonly SuccessorBuffer[];
  readonly cells: Int32Array;
  /** states of all threads together; a few more may be found */
  readonly maxStates: number;
  readonly fullIs: 'states' | 'memory';
  readonly untilBroken: boolean;
  readonly fold: boolean;
}

/** What it says at its end; the rest is in what is shared. */
export interface Answer<V, E> extends SearchDiscoveries<V, E> {
  readonly transitions: number;
  readonly levels: readonly number[];
}

const given: Given = workerData;
const { thread, threads, outboxes, fold } = given;
const model = await modelFrom<unknown, unknown>(given.source);
const board = new Coordinator(given.cells, threads, given.store, given.maxStates);
const searcher = new BfsWorker(model, given.store, board, { thread, outboxes, fold });

if (thread === 0) searcher.seed();
let doing: Agreed = 'settle';
for (;;) {
  tell();
  doing = board.barrier(atRest);
  if (doing === 'end') break;
  if (doing === 'settle') {
    for (let shard = board.takeShard(); shard < SHARDS; shard = board.takeShard()) searcher.settle(shard);
    continue;
  }
  if (doing === 'level') searcher.enterLevel();
  while (board.stoppedBy === null && !board.full && searcher.expandSome() === 'some') tell();
}
const { levels } = searcher;
const { transitions } = searcher.known();
const answer: Answer<unknown, unknown> = { ...discoveriesOf(model, searcher), transitions, levels };
parentPort!.postMessage(answer);

/** What the last thread decides for all: what was found is looked up before more is expanded. */
function atRest(): Agreed {
  if (board.stoppedBy !== null) return 'end';
  board.begin();
  if (doing !== 'settle') return 'settle';
  if (!board.levelIsOver) return 'expand';
  if (board.found === 0) return 'end';
  board.nextLevel();
  if (!given.untilBroken || !board.broken) return 'level';
  board.stop('broken');
  return 'end';
}

function tell(): void {
  if (searcher.violations.size > 0) board.broke();
  if (searcher.full) board.stop(given.fullIs);
}
