import { parentPort, workerData } from 'node:worker_threads';
import { Board } from '../drivers/explore/board.js';
import { Mailbox, type Post } from '../drivers/explore/mailbox.js';
import { Shard } from '../drivers/explore/shard.js';
import type { Store } from '../drivers/explore/store.js';
import { findingsOf, type NamedFindings } from './conclude.js';
import { type ModelSource, modelFrom } from './source.js';

/** What a thread is given. */
export interface Given {
  readonly source: ModelSource;
  readonly shard: number;
  readonly stores: readonly Store[];
  readonly post: Post;
  readonly cells: Int32Array;
  readonly maxStates: number;
  readonly fullIs: 'states' | 'memory';
  readonly untilBroken: boolean;
  readonly fold: boolean;
}

/** What it says at its end; the rest is in what is shared. */
export interface Answer extends NamedFindings {
  readonly states: number;
  readonly transitions: number;
  readonly frontier: number;
  readonly depth: number;
  readonly memoryBytes: number;
  readonly slots: number;
  readonly levels: readonly number[];
  readonly ties: readonly (readonly [state: number, parent: number])[];
}

const given: Given = workerData;
const model = await modelFrom(given.source);
const shards = given.stores.length;
const board = new Board(given.cells, shards);
const mailbox = new Mailbox(given.post, given.shard);
const shard = new Shard(model, given.stores[given.shard], {
  shard: given.shard,
  shards,
  fold: given.fold,
  outbox: mailbox,
});
const take = (messages: Uint32Array, at: number, count: number) => shard.receive(messages, at, count);

shard.seed();
tell();
while (!board.meet(atLevelEnd)) level();
const { slots, levels, ties } = shard;
const answer: Answer = { ...shard.known(), ...findingsOf(model, shard), slots, levels, ties };
parentPort!.postMessage(answer);

/** Whether this was the last level. */
function atLevelEnd(): boolean {
  if (board.stoppedBy !== null || board.found === 0) return true;
  if (!given.untilBroken || !board.broken) return false;
  board.stop('broken');
  return true;
}

/** Expands this shard's part of a level, and takes what the others find for it. */
function level(): void {
  shard.nextLevel();
  const { depth } = shard;
  while (board.stoppedBy === null && shard.expandSome()) {
    while (!mailbox.flush()) {
      const bell = mailbox.bell();
      mailbox.read(depth, take);
      if (!mailbox.flush()) mailbox.wait(bell);
    }
    mailbox.read(depth, take);
    tell();
  }
  while (!mailbox.flush()) mailbox.read(depth, take);
  mailbox.close(depth);
  for (;;) {
    const bell = mailbox.bell();
    if (mailbox.read(depth, take)) break;
    mailbox.wait(bell);
  }
  tell();
}

function tell(): void {
  const { states, frontier } = shard.known();
  const { found, slots, depth } = shard;
  board.tell(given.shard, { states, found, expanded: states - frontier, level: depth, slots });
  if (shard.ways.size > 0) board.broke();
  if (shard.full) board.stop(given.fullIs);
  else if (board.states > given.maxStates) board.stop('states');
}
