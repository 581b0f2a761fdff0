/** The oldest changes of several logs, by bisection over time: what a package of content takes of each (D32, D54). */
import type { ChangeLog } from '../../ledger/change-log.js';
import type { World } from '../../state/world.js';
import type { Transfer } from '../../state/world-state.js';

/** Uploads of a transfer that the target lacks, of those that were made until `untilMs`. */
function lacking(log: ChangeLog, { source, target }: Transfer, untilMs: number): number {
  const want = log.rows[source];
  const have = log.rows[target];
  let sum = 0;
  for (let i = 0; i < want.length; i++) {
    const to = Math.min(want[i], untilMs);
    if (to > have[i]) sum += Math.max(0, log.segments[i].count(to) - log.segments[i].count(have[i]));
  }
  return sum;
}

/** How many uploads each transfer may export, so that together they are the `limit` oldest ones. */
export function oldestFirst(world: World, transfers: readonly Transfer[], limit: number): readonly number[] {
  const { logs } = world.state;
  for (const { log } of transfers) logs[log].touch(world.now);
  const until = (ms: number): number[] => transfers.map((t) => lacking(logs[t.log], t, ms));
  const sum = (shares: readonly number[]): number => shares.reduce((a, b) => a + b, 0);
  // One log alone is exported in the order in which it was written.
  if (transfers.length < 2 || sum(until(world.now)) <= limit) return transfers.map(() => limit);
  let [from, to] = [0, world.now];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (sum(until(middle)) <= limit) from = middle;
    else to = middle;
  }
  const shares = until(from);
  // Uploads of one moment that do not all fit: the pool's own go first.
  const rest = until(to).map((share, i) => share - shares[i]);
  let left = limit - sum(shares);
  return shares.map((share, i) => {
    const more = Math.min(left, rest[i]);
    left -= more;
    return share + more;
  });
}
