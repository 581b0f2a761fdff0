/** A batch of the Backup Service: what one store has and another lacks, cut to what one cycle carries (D32, M38). */
import type { Segment } from './segment.js';

/** Positions that a batch brings, and how many changes it carries: a fraction, the same for the same stretch of steady load. */
interface Batch {
  readonly positions: number[];
  readonly amount: number;
}

/**
 * What `have` lacks of `want`, at most `limit` changes, oldest segment first; `replace` = what `want` does not have is to
 * be dropped. Null = nothing to do.
 */
export function batchOf(
  segments: readonly Segment[],
  want: readonly number[],
  have: readonly number[],
  limit: number,
  replace: boolean,
): Batch | null {
  const positions = want.slice();
  let left = limit;
  let amount = 0;
  let differs = false;
  for (let i = 0; i < want.length; i++) {
    if (want[i] === have[i]) continue;
    const s = segments[i];
    // Positions, not counts, decide: else a stretch of steady load would not repeat itself.
    if (Math.max(want[i], s.startMs) === Math.max(have[i], s.startMs)) continue;
    if (want[i] < have[i] && !replace) continue;
    differs = true;
    if (want[i] < have[i]) continue;
    const from = Math.max(have[i], s.startMs);
    const part = s.amount(from, want[i]);
    if (part <= left) {
      amount += part;
      left -= part;
      continue;
    }
    const fit = s.count(from) + Math.floor(left);
    positions[i] = Math.max(left >= 1 ? s.timeOf(fit) : have[i], have[i]);
    amount += left;
    left = 0;
  }
  return differs ? { positions, amount } : null;
}
