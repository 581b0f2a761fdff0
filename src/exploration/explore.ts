import type { PackedModel } from '../core/packed.js';
import { Shard } from '../drivers/explore/shard.js';
import { reserve } from '../drivers/explore/store.js';
import { findingsOf, resultOf } from './conclude.js';
import { Pace } from './pace.js';
import type { ExploreOptions, ExploreResult, StoppedBy } from './result.js';

/** How long the search goes on before others get their turn, such as Ctrl-C. */
const SLICE_MS = 20;

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
  const { store, fullIs } = reserve(model.words, options, 1);
  const shard = new Shard(model, store, { shard: 0, shards: 1, fold });
  shard.seed();
  const stoppedBy = await search(shard, pace, fullIs, options.untilBroken === true);
  return resultOf(
    { model, stores: [store], ties: shard.ties, fold },
    { ...shard.known(), stoppedBy, ...findingsOf(model, shard) },
  );
}

async function search(
  shard: Shard,
  pace: Pace,
  fullIs: StoppedBy,
  untilBroken: boolean,
): Promise<StoppedBy | null> {
  let sliceEndsAtMs = performance.now() + SLICE_MS;
  while (shard.found > 0) {
    shard.nextLevel();
    if (untilBroken && shard.ways.size > 0) return 'broken';
    while (shard.expandSome()) {
      if (shard.full) return fullIs;
      if (performance.now() < sliceEndsAtMs) continue;
      await new Promise((resolve) => setImmediate(resolve));
      const stoppedBy = pace.overdue();
      if (stoppedBy !== null) return stoppedBy;
      pace.report(() => shard.known());
      sliceEndsAtMs = performance.now() + SLICE_MS;
    }
  }
  return null;
}
