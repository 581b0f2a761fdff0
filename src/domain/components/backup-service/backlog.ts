/** Backlog and risk of each direction of the Backup Service, and the export state that follows from it (D33, D272). */
import { PARTNER_SIDE } from '../../ledger/change-log.js';
import type { ExportState } from '../../result.js';
import { CONTENT, MODULES, USER_DATA } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import type { Transfer } from '../../state/world-state.js';
import type { PeriodPoints } from '../../stepping/period-points.js';
import { limitOf } from './cycle-limits.js';
import { isFirstExport } from './earlier-store.js';
import { isExported, modulesOf, streamOf } from './transfers.js';

/** Acknowledged on this pool and not yet imported by the partner (domain.md 7): what losing its site would cost. */
export function atRisk(world: World, p: number, m: number): number {
  return missingOf(world, streamOf(world, p, m).exposed);
}

/** Changes that this module carries and the partner has not imported yet. */
export function backlog(world: World, p: number, m: number): number {
  return missingOf(world, streamOf(world, p, m).carried);
}

/** Changes that the next cycle of this module has to carry: what is under way in its own cycle is no backlog (D33). */
export function unsent(world: World, p: number, m: number): number {
  let sum = 0;
  for (const transfer of streamOf(world, p, m).carried) sum += missing(world, transfer, true);
  return sum;
}

/** Conference uploads of the users of `p` that are only on its partner while `p` serves them again (D54). */
export function waitingContent(world: World, p: number): number {
  const q = world.partner(p);
  const log = world.log(p, CONTENT);
  if (q < 0 || log === null || log.side === PARTNER_SIDE) return 0;
  return log.missing(log.rows[world.storeOn(log, CONTENT, 1)], world.storeOn(log, CONTENT, 0));
}

function missingOf(world: World, transfers: readonly Transfer[]): number {
  let sum = 0;
  for (const transfer of transfers) sum += missing(world, transfer, false);
  return sum;
}

/** What the target of a transfer lacks of what its exporter holds; `beyondBatch`: what is under way is not counted. */
function missing(world: World, transfer: Transfer, beyondBatch: boolean): number {
  const { source, target, serves, direction } = transfer;
  if (target < 0) return 0;
  const log = world.state.logs[transfer.log];
  log.touch(world.now);
  const has = log.rows[target];
  const batch = beyondBatch ? log.batches[direction] : null;
  let sum = 0;
  for (let k = 0; k < has.length; k++) {
    const held = log.heldAt(k, source, serves);
    const from = sentOf(batch, has, k);
    if (held <= from) continue;
    const s = log.segments[k];
    const more = s.count(held) - s.count(from);
    if (more > 0) sum += more;
  }
  return sum;
}

/** How far a segment is with the target: what its store has, or the batch that is on its way there. */
const sentOf = (batch: readonly number[] | null, has: readonly number[], k: number): number =>
  batch === null || batch[k] < has[k] ? has[k] : batch[k];

/** What a point is made of: at risk, and left for the next cycle. Used anew for each. */
const sums = { risk: 0, left: 0 };

/** Adds to `sums` what the target of a transfer lacks, and tells the summands where somebody takes them. */
function addMissing(world: World, transfer: Transfer, carried: boolean, recent: PeriodPoints | null): void {
  const { source, target, serves, direction } = transfer;
  if (target < 0) return;
  const log = world.state.logs[transfer.log];
  log.touch(world.now);
  const has = log.rows[target];
  const batch = log.batches[direction];
  for (let k = 0; k < has.length; k++) {
    const held = log.heldAt(k, source, serves);
    if (held <= has[k]) continue;
    const sent = sentOf(batch, has, k);
    if (recent !== null) recent.add(transfer.log, k, held, target, has[k], sent, carried);
    const s = log.segments[k];
    const all = s.count(held);
    sums.risk += Math.max(0, all - s.count(has[k]));
    if (carried && held > sent) sums.left += Math.max(0, all - s.count(sent));
  }
}

/**
 * Most changes that may wait for the next cycle of a direction in SteadyState (D33): those of one interval and of the
 * lazy write before it, at the full load of all whose changes it carries, and no more than a cycle carries. Sizes decide
 * nothing in a search without time.
 */
function steadyLimit(world: World, p: number, m: number): number {
  const limit = limitOf(world, m);
  if (world.quiet) return limit;
  const spanMs = world.variables.syncIntervalSeconds.get() * 1000;
  let changes = 0;
  for (const { log } of streamOf(world, p, m).carried) {
    const { owner, rate, lagMs } = world.state.logs[log];
    // The store, and the Response Groups of a pool, change as one (weight of their logs: 1).
    const weight = m === USER_DATA || m === CONTENT ? world.pool(owner).pool.users : 1;
    changes += (weight * rate.numerator * (spanMs + lagMs)) / rate.denominator;
  }
  // A fraction that was left of the interval before may make one more of it.
  return Math.min(limit, Math.ceil(changes) + 1);
}

/** The export state as `Get-CsBackupServiceStatus` would show it now (D33). */
export function exportState(world: World, p: number, m: number): ExportState {
  return fixedState(world, p, m) ?? stateByBacklog(world, p, m);
}

/** What pool `p` exports of its users is in arrears, in error or not set up (D33, D46). */
export function isBehind(world: World, p: number): boolean {
  if (world.quiet || world.partner(p) < 0) return false;
  const behind = [USER_DATA, CONTENT].some((m) => !['SteadyState', 'FinalState'].includes(exportState(world, p, m)));
  // No duration is worked out from the numbers that decide this.
  world.moved?.settle();
  return behind;
}

/** As `exportState`, but an invoked sync that is not through is judged by its backlog, as a cycle is. */
export function exportStateOfBacklog(world: World, p: number, m: number): ExportState {
  return noProgress(world, p, m) ?? (isFirst(world, p, m) ? 'NonSteadyState' : stateByBacklog(world, p, m));
}

/** What was there before the pair was made is not all at the partner yet (M280). */
const isFirst = (world: World, p: number, m: number): boolean =>
  isFirstExport(world, p, m) || (m === CONTENT && world.variables.earlierContent.get(p) > 0);

function stateByBacklog(world: World, p: number, m: number): ExportState {
  const limit = steadyLimit(world, p, m);
  if (isCatchingUp(world, p, m, limit)) return 'NonSteadyState';
  return stateOfBacklog(unsent(world, p, m), limit, isIdle(world, p, m));
}

/** A batch is under way that holds more than what comes in one interval: it is a backlog until it is imported (D33). */
const isCatchingUp = (world: World, p: number, m: number, limit: number): boolean =>
  !isIdle(world, p, m) && world.state.amounts[p * MODULES.length + m] > limit;

const isIdle = (world: World, p: number, m: number): boolean =>
  world.variables.module.get(p, m) === world.ids.module.idle;

/** The export state where the backlog does not decide it; null = it does. */
export function fixedState(world: World, p: number, m: number): ExportState | null {
  const none = noProgress(world, p, m);
  if (none !== null) return none;
  // An invoked sync, and a first export, that is not through yet is a backlog, however small.
  return world.variables.invoked.get(p, m) === 0 && !isFirst(world, p, m) ? null : 'NonSteadyState';
}

/** The export states of a module that carries nothing; null = it does. */
function noProgress(world: World, p: number, m: number): ExportState | null {
  const state = world.variables.module.get(p, m);
  if (state === world.ids.module.notInitialized || !isExported(world, p, m)) return 'NotInitialized';
  return state === world.ids.module.error ? 'ErrorState' : null;
}

/** D33: the three export states that follow from what the next cycle has to carry, and what may wait for it. */
export function stateOfBacklog(left: number, limit: number, idle: boolean): ExportState {
  if (left > limit) return 'NonSteadyState';
  return left === 0 && idle ? 'FinalState' : 'SteadyState';
}

/** Tells the present point of the curve of what is at risk. */
export function point(world: World, p: number, m: number): void {
  if (!world.charted) return;
  const { carried, exposed } = streamOf(world, p, m);
  const recent = world.keepsPeriodPoints ? world.periodPoints : null;
  sums.risk = 0;
  sums.left = 0;
  for (let i = 0; i < exposed.length; i++) addMissing(world, exposed[i], i < carried.length, recent);
  const fixed = fixedState(world, p, m);
  const idle = isIdle(world, p, m);
  const limit = steadyLimit(world, p, m);
  const catchesUp = isCatchingUp(world, p, m, limit);
  const state = fixed ?? (catchesUp ? 'NonSteadyState' : stateOfBacklog(sums.left, limit, idle));
  world.effects.observe({ kind: 'point', pool: p, module: m, atRisk: sums.risk, exportState: state });
  if (recent !== null) recent.show(world.now, p, m, state, fixed === null && !catchesUp, idle, limit);
}

/** A point for every series that concerns pool `p`. */
export function points(world: World, p: number): void {
  for (const m of modulesOf(world, p)) point(world, p, m);
}
