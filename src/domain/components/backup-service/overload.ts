/** Offered load against the capacity of a cycle: a direction to which more comes than it carries piles up (D32). */
import { count, counted, displayDuration } from '../../../core/format.js';
import { CONFIG, CONTENT, MODULES } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { limitOf, unsent } from './backlog.js';
import { SYNC_INTERVAL_MS } from './facts.js';
import { streamOf } from './transfers.js';

/** Changes that come in a millisecond at the present load. */
function changesPerMs(world: World, p: number, m: number): number {
  let sum = 0;
  for (const { log, serves } of streamOf(world, p, m).carried) {
    const { acknowledging, rate } = world.state.logs[log];
    if (serves) sum += (acknowledging * rate.numerator) / rate.denominator;
  }
  return sum;
}

const intervalMs = (world: World): number => world.variables.syncIntervalSeconds.get() * 1000;

/** More comes in one interval than a cycle carries: it piles up for ever. */
export const isOverloaded = (world: World, p: number, m: number): boolean =>
  changesPerMs(world, p, m) * intervalMs(world) > limitOf(world, m);

/** What comes, what is carried, and what would carry it, as an administrator reads it; null = every cycle carries all. */
export function overloadOf(world: World, p: number, m: number): string | null {
  if (!isOverloaded(world, p, m)) return null;
  const rate = changesPerMs(world, p, m);
  const limit = limitOf(world, m);
  const [noun, setting] = {
    [CONTENT]: ['conference upload', 'MaxDataConfPackageSizeKB'],
    [CONFIG]: ['configuration change', 'MaxBatchesPerCmsSync'],
  }[m] ?? ['change', 'MaxBatchesPerUserStoreSync'];
  const carriesMs = Math.floor(limit / rate / 1000) * 1000;
  const remedy =
    carriesMs < SYNC_INTERVAL_MS.min
      ? 'No SyncInterval is short enough to carry it.'
      : `A cycle of ${displayDuration(carriesMs)} carries it: Set-CsBackupServiceConfiguration -SyncInterval ${timespan(carriesMs / 1000)}`;
  const comes = counted(Math.round(rate * intervalMs(world)), noun);
  return `${world.name(p)} → ${world.name(world.partner(p))} (${MODULES[m]}): ${comes} come in each cycle of ${displayDuration(intervalMs(world))}, which carries ${count(limit)} (${setting}). The rest piles up: ${count(unsent(world, p, m))} wait at the end of the drill. ${remedy}`;
}

/** Seconds as the management shell writes a time span: hh:mm:ss. */
export function timespan(totalSeconds: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(totalSeconds / 3600))}:${two(Math.floor(totalSeconds / 60) % 60)}:${two(totalSeconds % 60)}`;
}
