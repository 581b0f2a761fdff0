/**
 * The part of one thread in a level-synchronous parallel search. All threads go through the same phases, with a barrier
 * between two: the last to arrive decides which is the next.
 */
import type { PackedModel } from '../core/packed-model.js';
import { discoveriesOf } from './assemble-result.js';
import { BfsWorker } from './bfs-worker.js';
import { Coordinator, type Phase } from './coordinator.js';
import { SHARDS } from './state-store.js';
import type { BfsJob, BfsReport } from './thread-protocol.js';

/** Searches with the other threads of the job until all of them end; what the model throws comes out as it is. */
export function searchWithOthers<V, E>(job: BfsJob, model: PackedModel<V, E>): BfsReport<V, E> {
  const { thread, threads, store, buffers, canonicalize } = job;
  const coordinator = new Coordinator(job.cells, threads, store, job.maxStates);
  const worker = new BfsWorker(model, store, coordinator, { thread, buffers, canonicalize });
  let phase: Phase = 'insert';
  if (thread === 0) worker.insertInitial();
  for (;;) {
    tellOthers();
    phase = coordinator.barrier(nextPhase);
    if (phase === 'end') break;
    if (phase === 'insert') {
      for (let shard = coordinator.claimShard(); shard < SHARDS; shard = coordinator.claimShard()) {
        worker.insertAll(shard);
      }
      continue;
    }
    if (phase === 'level') worker.enterLevel();
    while (coordinator.stoppedBy === null && !coordinator.isBufferFull && worker.expandSome() === 'some') tellOthers();
  }
  return {
    ...discoveriesOf(model, worker),
    transitions: worker.counts().transitions,
    levelStarts: worker.levelStarts,
  };

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

  function tellOthers(): void {
    if (worker.violations.size > 0) coordinator.reportViolation();
    if (worker.isFull) coordinator.stop(job.fullBy);
  }
}
