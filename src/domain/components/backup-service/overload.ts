/** Offered load against the capacity of a cycle: a direction to which more comes than it carries piles up (D32). */
import { count, counted, displayDuration } from '../../../core/format.js';
import { CONFIG, CONTENT, MODULES } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { unsent } from './backlog.js';
import { limitOf } from './cycle-limits.js';
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

/** What comes, what is carried, and what would carry it, as an administrator reads it; null = nothing piles up for ever. */
export function overloadOf(world: World, p: number, m: number, when = 'at the end of the drill'): string | null {
  const rate = changesPerMs(world, p, m);
  const limit = limitOf(world, m);
  const waiting = unsent(world, p, m);
  const more = isOverloaded(world, p, m);
  // A load at the very limit is carried, and what waits beside it never.
  if (!more && (rate * intervalMs(world) < limit || waiting <= limit)) return null;
  const [noun, setting] = {
    [CONTENT]: ['conference upload', 'MaxDataConfPackageSizeKB'],
    [CONFIG]: ['configuration change', 'MaxBatchesPerCmsSync'],
  }[m] ?? ['change', 'MaxBatchesPerUserStoreSync'];
  const comes = counted(Math.round(rate * intervalMs(world)), noun);
  const what = more
    ? `The rest piles up: ${count(waiting)} wait ${when}.`
    : `That leaves no room for what piled up before: ${count(waiting)} wait ${when}, and always will.`;
  return `${world.name(p)} → ${world.name(world.partner(p))} (${MODULES[m]}): ${comes} come in each cycle of ${displayDuration(intervalMs(world))}, which carries ${count(limit)} (${setting}). ${what} ${remedyFor(rate, limit, waiting)}`;
}

/** Share of a cycle that is to be left for what waits: one that carries just what comes never drains a backlog (D32). */
const ROOM = 0.2;

function remedyFor(rate: number, limit: number, waiting: number): string {
  const carriesMs = Math.floor(limit / rate / 1000) * 1000;
  if (carriesMs < SYNC_INTERVAL_MS.min) return 'No SyncInterval is short enough to carry it.';
  const ms = Math.max(SYNC_INTERVAL_MS.min, Math.floor((carriesMs * (1 - ROOM)) / 1000) * 1000);
  const spare = limit / ms - rate;
  if (spare <= 0) return 'Even the shortest SyncInterval carries just what comes, and nothing of what waits.';
  const line = `Set-CsBackupServiceConfiguration -SyncInterval ${timespan(ms / 1000)}`;
  const drained = displayDuration(Math.max(60_000, Math.ceil(waiting / spare / 60_000) * 60_000));
  return `A cycle of ${displayDuration(ms)} carries it, and has room to drain what waits in about ${drained}: ${line}`;
}

/** Seconds as the management shell writes a time span: hh:mm:ss. */
export function timespan(totalSeconds: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(totalSeconds / 3600))}:${two(Math.floor(totalSeconds / 60) % 60)}:${two(totalSeconds % 60)}`;
}
