/** What two sets of positions of one log differ by: the changes that the one holds and the other does not. */
import type { Segment } from './segment.js';

/** A part of the log that left the serving branch. */
export interface Departure {
  readonly count: number;
  /** acknowledgement time of the oldest change in it */
  readonly oldestMs: number;
  /** up to when changes in it were acknowledged */
  readonly newestMs: number;
  /** how many of them are on no disk any more */
  readonly lost: number;
}

/**
 * What `before` held and `after` does not. Segments that are new since `before` were split off an open one at its head:
 * they were served. `onDisk` = positions of the best copy on any disk, asked for where something is gone.
 */
export function departureOf(
  segments: readonly Segment[],
  before: readonly number[],
  after: readonly number[],
  onDisk: () => readonly number[],
): Departure | null {
  let disk: readonly number[] | null = null;
  let count = 0;
  let lost = 0;
  let oldestMs = Number.POSITIVE_INFINITY;
  let newestMs = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < segments.length; i++) {
    const s = segments[i];
    const wasMs = i < before.length ? Math.min(before[i], s.endMs) : s.endMs;
    if (wasMs <= after[i]) continue;
    const was = s.count(wasMs);
    const is = s.count(after[i]);
    if (is >= was) continue;
    disk ??= onDisk();
    count += was - is;
    lost += Math.max(0, was - Math.max(is, s.count(disk[i])));
    oldestMs = Math.min(oldestMs, s.timeOf(is + 1));
    newestMs = Math.max(newestMs, wasMs);
  }
  return count === 0 ? null : { count, lost, oldestMs, newestMs };
}
