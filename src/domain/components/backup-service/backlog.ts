import type { ExportState } from '../../result.js';
import { MODULES } from '../../state/layout.js';
import { CONFIG, CONTENT, type World } from '../../state/world.js';
import type { RecentPoints } from '../../stepping/period-points.js';
import { type Cargo, laneOf, modulesOf } from './transfers.js';

/** Acknowledged on this pool and not yet imported by the partner (domain.md 7): what losing its site would cost. */
export function atRisk(w: World, p: number, m: number): number {
  return missingOf(w, laneOf(w, p, m).exposed);
}

/** Changes that the next cycle of this module has to carry. */
export function backlog(w: World, p: number, m: number): number {
  return missingOf(w, laneOf(w, p, m).carried);
}

/** Conference uploads of the users of `p` that are only on its partner while `p` serves them again (D54). */
export function waitingContent(w: World, p: number): number {
  const q = w.partner(p);
  const log = w.log(p, CONTENT);
  if (q < 0 || log === null || log.side === 1) return 0;
  return log.missing(log.rows[w.storeOn(log, CONTENT, 1)], w.storeOn(log, CONTENT, 0));
}

function missingOf(w: World, cargo: readonly Cargo[]): number {
  let sum = 0;
  for (const c of cargo) sum += missing(w, c, null);
  return sum;
}

/** What the target of a cargo lacks of what its exporter holds; `recent` takes the summands. */
function missing(w: World, cargo: Cargo, recent: RecentPoints | null, carried = true): number {
  const { source, target, serves } = cargo;
  if (target < 0) return 0;
  const log = w.state.logs[cargo.log];
  log.touch(w.now);
  const has = log.rows[target];
  let sum = 0;
  for (let k = 0; k < has.length; k++) {
    const held = serves ? log.servedOf(k, source) : log.rows[source][k];
    if (held <= has[k]) continue;
    const s = log.segments[k];
    const more = s.count(held) - s.count(has[k]);
    if (more > 0) sum += more;
    if (recent !== null) recent.add(cargo.log, k, held, target, has[k], carried);
  }
  return sum;
}

/** Most changes that one cycle carries (D32); conference files are not batched. */
export function limitOf(w: World, m: number): number {
  if (m === CONTENT) return Number.POSITIVE_INFINITY;
  const { maxBatchesPerCmsSync, maxBatchesPerUserStoreSync, backupBatchChanges } = w.settings;
  return (m === CONFIG ? maxBatchesPerCmsSync : maxBatchesPerUserStoreSync) * backupBatchChanges;
}

/** The export state as `Get-CsBackupServiceStatus` would show it now (D33). */
export function exportState(w: World, p: number, m: number): ExportState {
  return fixedState(w, p, m) ?? stateOfBacklog(backlog(w, p, m), limitOf(w, m), isIdle(w, p, m));
}

/** As `exportState`, but an invoked sync that is not through is judged by its backlog, as a cycle is. */
export function exportStateOfBacklog(w: World, p: number, m: number): ExportState {
  return noProgress(w, p, m) ?? stateOfBacklog(backlog(w, p, m), limitOf(w, m), isIdle(w, p, m));
}

const slotOf = (base: number, p: number, m: number): number => base + p * MODULES.length + m;

const isIdle = (w: World, p: number, m: number): boolean =>
  w.c[slotOf(w.s.module, p, m)] === w.known.module.idle;

/** The export state where the backlog does not decide it; null = it does. */
export function fixedState(w: World, p: number, m: number): ExportState | null {
  const none = noProgress(w, p, m);
  if (none !== null) return none;
  // An invoked sync that is not through yet is a backlog, however small.
  return w.c[slotOf(w.s.invoked, p, m)] === 0 ? null : 'NonSteadyState';
}

/** The export states of a module that carries nothing; null = it does. */
function noProgress(w: World, p: number, m: number): ExportState | null {
  const state = w.c[slotOf(w.s.module, p, m)];
  if (state === w.known.module.notInitialized) return 'NotInitialized';
  return state === w.known.module.error ? 'ErrorState' : null;
}

/** D33: the three export states that follow from what is left to carry. */
export function stateOfBacklog(left: number, limit: number, idle: boolean): ExportState {
  if (left > limit) return 'NonSteadyState';
  return left === 0 && idle ? 'FinalState' : 'SteadyState';
}

/** Tells the present point of the curve of what is at risk. */
export function point(w: World, p: number, m: number): void {
  if (w.quiet) return;
  const { carried, exposed } = laneOf(w, p, m);
  const recent = w.keepsRecent ? w.recent : null;
  let left = 0;
  let risk = 0;
  for (let i = 0; i < exposed.length; i++) {
    const more = missing(w, exposed[i], recent, i < carried.length);
    risk += more;
    if (i < carried.length) left += more;
  }
  const fixed = fixedState(w, p, m);
  const idle = isIdle(w, p, m);
  const limit = limitOf(w, m);
  const state = fixed ?? stateOfBacklog(left, limit, idle);
  w.sink.observe({ kind: 'point', pool: p, module: m, atRisk: risk, exportState: state });
  if (recent !== null) recent.show(w.now, p, m, state, fixed === null, idle, limit);
}

/** A point for every series that concerns pool `p`. */
export function points(w: World, p: number): void {
  for (const m of modulesOf(w, p)) point(w, p, m);
}
