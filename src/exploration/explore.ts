import type { PackedModel } from '../core/packed.js';
import { Shard } from '../drivers/explore/shard.js';
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
  const { store, fullIs } = reserve(model.words, options, 1);
  const shard = new Shard(model, store, { shard: 0, shards: 1, fold });
  shard.seed();
  const stoppedBy = await search(shard, pace, fullIs, options.untilBroken === true);
  const explored = { model, stores: [store], ties: shard.ties, fold };
  const rested = { store, slots: shard.slots, levels: shard.levels };
  const recovery = await recoveryOf(explored, [rested], options.recovery === true, stoppedBy === null, pace);
  return resultOf(explored, { ...shard.known(), stoppedBy, ...findingsOf(model, shard), recovery });
}

async function search(
  shard: Shard,
  pace: Pace,
  fullIs: StoppedBy,
  untilBroken: boolean,
): Promise<StoppedBy | null> {
  while (shard.found > 0) {
    shard.nextLevel();
    if (untilBroken && shard.ways.size > 0) return 'broken';
    while (shard.expandSome()) {
      if (shard.full) return fullIs;
      if (!pace.tired) continue;
      await pace.rest();
      const stoppedBy = pace.overdue();
      if (stoppedBy !== null) return stoppedBy;
      pace.report(() => shard.known());
    }
  }
  return null;
}
