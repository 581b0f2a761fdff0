/**
 * One thread of a parallel search, as its own module. All threads go through the same phases, with a barrier between
 * two: the last to arrive decides which is the next.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { PackedModel } from '../core/packed-model.js';
import { discoveriesOf } from './assemble-result.js';
import { BfsWorker } from './bfs-worker.js';
import { Coordinator, type Phase } from './coordinator.js';
import { modelFrom } from './model-source.js';
import { SHARDS } from './state-store.js';
import type { BfsJob, BfsReport } from './thread-protocol.js';

const job: BfsJob = workerData;
const { thread, threads, store, buffers, canonicalize } = job;
const coordinator = new Coordinator(job.cells, threads, store, job.maxStates);
let phase: Phase = 'insert';

// What is thrown ends the thread with an error, which the other side hears.
modelFrom<unknown, unknown>(job.source).then(search);

function search(model: PackedModel<unknown, unknown>): void {
  const worker = new BfsWorker(model, store, coordinator, { thread, buffers, canonicalize });
  if (thread === 0) worker.insertInitial();
  for (;;) {
    tellOthers(worker);
    phase = coordinator.barrier(nextPhase);
    if (phase === 'end') break;
    if (phase === 'insert') {
      for (let shard = coordinator.claimShard(); shard < SHARDS; shard = coordinator.claimShard()) {
        worker.insertAll(shard);
      }
      continue;
    }
    if (phase === 'level') worker.enterLevel();
    while (coordinator.stoppedBy === null && !coordinator.isBufferFull && worker.expandSome() === 'some') {
      tellOthers(worker);
    }
  }
  const { levelStarts } = worker;
  const { transitions } = worker.counts();
  const report: BfsReport<unknown, unknown> = { ...discoveriesOf(model, worker), transitions, levelStarts };
  parentPort!.postMessage(report);
}

/** What the last thread decides for all, while the others wait: successors are inserted before more are expanded. */
function nextPhase(): Phase {
  if (coordinator.stoppedBy !== null) return 'end';
  coordinator.beginPhase();
  if (phase !== 'insert') return 'insert';
  if (!coordinator.levelIsOver) return 'expand';
  if (coordinator.nextLevelStates === 0) return 'end';
  coordinator.beginLevel();
  if (!job.stopAtFirstViolation || !coordinator.hasViolation) return 'level';
  coordinator.stop('violation');
  return 'end';
}

function tellOthers(worker: BfsWorker): void {
  if (worker.violations.size > 0) coordinator.reportViolation();
  if (worker.isFull) coordinator.stop(job.fullBy);
}
