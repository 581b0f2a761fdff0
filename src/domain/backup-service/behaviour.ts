import { MODULES } from '../layout.js';
import type { Log, Way } from '../ledger/log.js';
import type { ExportState } from '../result.js';
import { CONFIG, CONTENT, type Term, USER_DATA, type World } from '../world.js';

/** One log that a module of a direction carries, from which store to which. */
interface Cargo {
  readonly log: Log;
  readonly way: Way;
  readonly source: number;
  readonly target: number;
  readonly follower: number;
  /** follow the exporter's branch (own data), or only add (M38, D52) */
  readonly replace: boolean;
}

const NO_MODULES: readonly number[] = [];

/** Modules that pool `p` has in the Backup Service, as indices into MODULES. */
export function modulesOf(w: World, p: number): readonly number[] {
  if (w.partner(p) < 0) return NO_MODULES;
  // Without a standby there is nothing to carry the store to (S6), also where a pair was made later.
  const { cmsHome, cmsStandby, modules, modulesWithoutCms } = w.layout;
  return cmsStandby >= 0 && (p === cmsHome || p === cmsStandby) ? modules : modulesWithoutCms;
}

function cargoOf(w: World, m: number, log: Log, way: Way, replace: boolean): Cargo {
  const to = way === 0 ? 1 : 0;
  return {
    log,
    way,
    source: w.storeOn(log, m, way),
    target: w.storeOn(log, m, to),
    follower: w.followerOn(log, m, to),
    replace,
  };
}

/** What the direction of pool `p` carries now for a module (M38, M39, D31). */
export function carried(w: World, p: number, m: number): Cargo[] {
  const cargo: Cargo[] = [];
  const q = w.partner(p);
  if (q < 0) return cargo;
  if (m === CONFIG) {
    const log = w.layout.cmsStandby < 0 ? null : w.log(w.layout.cmsHome, CONFIG);
    // A pool that only thinks it is the master exports nothing (D64).
    if (log !== null && w.cmsMaster() === p)
      cargo.push(cargoOf(w, m, log, p === w.layout.cmsHome ? 0 : 1, true));
    return cargo;
  }
  const own = w.log(p, m);
  if (own !== null && own.side === 0) cargo.push(cargoOf(w, m, own, 0, m === USER_DATA));
  const partners = w.log(q, m);
  if (partners === null) return cargo;
  if (m === USER_DATA && partners.side === 1) cargo.push(cargoOf(w, m, partners, 1, false));
  if (m === CONTENT && w.c[w.s.restore + p] === 1) cargo.push(cargoOf(w, m, partners, 1, false));
  return cargo;
}

/** Acknowledged on this pool and not yet imported by the partner (domain.md 7): what losing its site would cost. */
export function atRisk(w: World, p: number, m: number): number {
  return missingOf(w, p, exposed(w, p, m));
}

/** Changes that the next cycle of this module has to carry. */
export function backlog(w: World, p: number, m: number): number {
  return missingOf(w, p, carried(w, p, m));
}

function missingOf(w: World, p: number, cargo: readonly Cargo[]): number {
  let sum = 0;
  for (const c of cargo) if (c.target >= 0) sum += c.log.missing(heldBy(w, p, c), c.target);
  return sum;
}

/** What pool `p` holds of a log: with what its FE servers have not written, where it serves the owner. */
function heldBy(w: World, p: number, { log, source }: Cargo): readonly number[] {
  if (log.side === sideOf(p, log)) return log.served(w.now, source);
  log.touch(w.now);
  return log.rows[source];
}

const sideOf = (p: number, log: Log): number => (log.owner === p ? 0 : 1);

/** As `carried`, with the partner's users' content even where only a restore carries it. */
function exposed(w: World, p: number, m: number): Cargo[] {
  const cargo = carried(w, p, m);
  const q = w.partner(p);
  const partners = m === CONTENT && q >= 0 ? w.log(q, m) : null;
  if (partners !== null && partners.side === 1 && w.c[w.s.restore + p] === 0) {
    cargo.push(cargoOf(w, m, partners, 1, false));
  }
  return cargo;
}

/** Most changes that one cycle carries (D32); conference files are not batched. */
function limitOf(w: World, m: number): number {
  if (m === CONTENT) return Number.POSITIVE_INFINITY;
  const { maxBatchesPerCmsSync, maxBatchesPerUserStoreSync, backupBatchChanges } = w.settings;
  return (m === CONFIG ? maxBatchesPerCmsSync : maxBatchesPerUserStoreSync) * backupBatchChanges;
}

/** The export state as `Get-CsBackupServiceStatus` would show it now (D33). */
export function exportState(w: World, p: number, m: number): ExportState {
  const name = stateName(w, p, m);
  return fixedState(w, p, m, name) ?? stateOfBacklog(backlog(w, p, m), limitOf(w, m), name === 'idle');
}

/** The export state where the backlog does not decide it; null = it does. */
function fixedState(w: World, p: number, m: number, name: string): ExportState | null {
  if (name === 'notInitialized') return 'NotInitialized';
  if (name === 'error') return 'ErrorState';
  // An invoked sync that is not through yet is a backlog, however small.
  return w.c[slotOf(w.s.invoked, p, m)] === 0 ? null : 'NonSteadyState';
}

/** D33: the three export states that follow from what is left to carry. */
export function stateOfBacklog(left: number, limit: number, idle: boolean): ExportState {
  if (left > limit) return 'NonSteadyState';
  return left === 0 && idle ? 'FinalState' : 'SteadyState';
}

/** An invoked sync (D35): asked for while an older cycle runs, and carried by a cycle that began after it. */
const ASKED = 1;
const CARRIED = 2;

const slotOf = (base: number, p: number, m: number): number => base + p * MODULES.length + m;

function stateName(w: World, p: number, m: number): string {
  return w.machines.module.states[w.c[slotOf(w.s.module, p, m)]];
}

const isActive = (name: string): boolean =>
  name === 'exporting' || name === 'copying' || name === 'importing';

/** The batch of this module is in the partner's hands: the next thing is its import. */
export function isImporting(w: World, p: number, m: number): boolean {
  return stateName(w, p, m) === 'importing';
}

/** Tells the present point of the curve of what is at risk. */
export function point(w: World, p: number, m: number): void {
  const terms = termsOf(w, p, m);
  let risk = 0;
  let left = 0;
  for (const { log, segment, heldMs, targetMs, carried } of terms) {
    const s = log.segments[segment];
    const missing = s.count(heldMs) - s.count(targetMs);
    risk += missing;
    if (carried) left += missing;
  }
  const name = stateName(w, p, m);
  const fixed = fixedState(w, p, m, name);
  const byBacklog = fixed === null ? { idle: name === 'idle', limit: limitOf(w, m) } : null;
  const state = fixed ?? stateOfBacklog(left, limitOf(w, m), name === 'idle');
  w.sink.observe({ kind: 'point', pool: p, module: m, atRisk: risk, exportState: state });
  w.recent.push({ atMs: w.now, pool: p, module: m, exportState: state, byBacklog, terms });
}

/** What `atRisk` adds up, as positions: so that it can be worked out for later periods of a steady stretch. */
function termsOf(w: World, p: number, m: number): Term[] {
  const found: Term[] = [];
  const carries = carried(w, p, m).length;
  exposed(w, p, m).forEach((c, i) => {
    if (c.target < 0) return;
    const { log, target } = c;
    const held = heldBy(w, p, c);
    const has = log.rows[target];
    for (let k = 0; k < held.length; k++) {
      if (held[k] <= has[k]) continue;
      found.push({ log, segment: k, heldMs: held[k], target, targetMs: has[k], carried: i < carries });
    }
  });
  return found;
}

/** A point for every series that concerns pool `p`. */
export function points(w: World, p: number): void {
  for (const m of modulesOf(w, p)) point(w, p, m);
}

/** D37: a cycle is due for every direction and module. */
export function cycleDue(w: World): void {
  if (!w.recentTaken) w.recent = [];
  w.recentTaken = false;
  for (const p of w.layout.pools) for (const m of modulesOf(w, p.index)) cycle(w, p.index, m);
}

/** Starts a cycle of one module, or notes that it is due when one is still running. */
export function cycle(w: World, p: number, m: number): void {
  if (isActive(stateName(w, p, m))) {
    w.c[slotOf(w.s.due, p, m)] = 1;
    return;
  }
  const ends = [w.backupEnd(p, m), w.backupPath(p), w.backupEnd(w.partner(p), m)];
  const work = ends.every(Boolean) && exportBatch(w, p, m);
  const invoked = slotOf(w.s.invoked, p, m);
  if (w.c[invoked] === ASKED && ends.every(Boolean)) w.c[invoked] = CARRIED;
  send(w, p, m, w.machines.module.event('cycle', ...ends, work));
  if (!work && ends.every(Boolean)) finishInvoked(w, p, m);
}

function exportBatch(w: World, p: number, m: number): boolean {
  let left = limitOf(w, m);
  let any = false;
  let amount = 0;
  for (const { log, way, source, target, replace } of carried(w, p, m)) {
    const part = log.export(w.now, way, source, target, left, replace);
    if (part === null) continue;
    any = true;
    amount += part;
    left -= part;
  }
  w.state.amounts[p * MODULES.length + m] = amount;
  return any;
}

function send(w: World, p: number, m: number, event: number): void {
  const slot = slotOf(w.s.module, p, m);
  const before = w.c[slot];
  const signals = w.send(w.machines.module, slot, event);
  for (const signal of signals) {
    switch (signal.type) {
      case 'export':
        begin(w, p, m, w.settings.backupExportSeconds * 1000);
        break;
      case 'copy':
        begin(w, p, m, copyMs(w, p, m));
        break;
      case 'import':
        begin(w, p, m, importMs(w, p, m));
        break;
      case 'abort':
        w.sink.cancel(w.work.module + p * MODULES.length + m);
        for (const { log, way } of carried(w, p, m)) log.discardBatch(way);
        w.c[slotOf(w.s.due, p, m)] = 0;
        if (w.c[slotOf(w.s.invoked, p, m)] === CARRIED) w.c[slotOf(w.s.invoked, p, m)] = ASKED;
        break;
      case 'apply':
        importBatch(w, p, m);
        break;
      case 'finishCycle':
        finishCycle(w, p, m);
        break;
    }
  }
  const names = w.machines.module.states;
  if ((names[before] === 'error') !== (names[w.c[slot]] === 'error'))
    tellError(w, p, m, names[w.c[slot]] === 'error');
}

function begin(w: World, p: number, m: number, ms: number): void {
  w.sink.start(w.work.module + p * MODULES.length + m, ms, ms);
}

/** Latency and bandwidth of the link decide how long a batch travels; inside a site it is a LAN. */
function copyMs(w: World, p: number, m: number): number {
  const link = w.layout.linkOf[w.pool(p).site][w.pool(w.partner(p)).site];
  const { latencyMs, bandwidthBitsPerSecond } =
    link < 0 ? { latencyMs: 1, bandwidthBitsPerSecond: 1e9 } : w.deployment.links[link];
  const { bytesPerUserChange, bytesPerConferenceUpload, bytesPerConfigChange } = w.settings;
  const bytes = [
    bytesPerUserChange,
    bytesPerConferenceUpload,
    bytesPerConfigChange,
    bytesPerConfigChange,
    bytesPerConferenceUpload,
  ][m];
  const amount = w.state.amounts[p * MODULES.length + m];
  // A copy over SMB needs a few round trips before the first byte.
  return Math.ceil(4 * latencyMs + (amount * bytes * 8 * 1000) / bandwidthBitsPerSecond);
}

function importMs(w: World, p: number, m: number): number {
  const amount = w.state.amounts[p * MODULES.length + m];
  const { backupImportSeconds, backupImportChangesPerSecond } = w.settings;
  return backupImportSeconds * 1000 + Math.ceil((amount * 1000) / backupImportChangesPerSecond);
}

/** The phase in a module's work slot is over. */
export function moduleWorkDone(w: World, p: number, m: number): void {
  const next: Record<string, string> = { exporting: 'exported', copying: 'copied', importing: 'imported' };
  send(w, p, m, w.machines.module.event(next[stateName(w, p, m)]));
  // The link, or the partner, may have gone while the batch was made (D37).
  if (stateName(w, p, m) === 'copying') lookAtBatch(w, p, m);
}

function lookAtBatch(w: World, p: number, m: number): void {
  const ends = [w.backupEnd(p, m), w.backupPath(p), w.backupEnd(w.partner(p), m)];
  send(w, p, m, w.machines.module.event('look', ...ends));
}

function importBatch(w: World, p: number, m: number): void {
  point(w, p, m);
  for (const { log, way, target, follower, replace } of carried(w, p, m)) {
    log.import(w.now, way, target, follower, replace);
  }
}

function finishCycle(w: World, p: number, m: number): void {
  finishInvoked(w, p, m);
  point(w, p, m);
  const due = slotOf(w.s.due, p, m);
  if (w.c[due] === 1 || isHurried(w, p, m)) {
    w.c[due] = 0;
    cycle(w, p, m);
  }
}

/** An invoked sync is through when what it was to carry is imported. */
function finishInvoked(w: World, p: number, m: number): void {
  const invoked = slotOf(w.s.invoked, p, m);
  if (w.c[invoked] !== CARRIED || backlog(w, p, m) > limitOf(w, m)) return;
  w.c[invoked] = 0;
  if (m === CONTENT && w.c[w.s.restore + p] === 1) {
    w.c[w.s.restore + p] = 0;
    w.tell('Backup Service', `conference content brought from ${w.name(p)} to ${w.name(w.partner(p))} (D54)`);
  }
  w.tell('Backup Service', `invoked sync of ${MODULES[m]} from ${w.name(p)} is through`);
}

/** A final sync does not wait for the next interval: failover (D43), failback (D51) and CMS move (D60). */
function isHurried(w: World, p: number, m: number): boolean {
  const q = w.partner(p);
  if (w.is('failover', p, 'planned.syncing')) return backlog(w, p, m) > 0;
  const queue = m === USER_DATA && w.is('failover', q, 'failback.queueing');
  return queue && backlog(w, p, m) > limitOf(w, m);
}

/** `Invoke-CsBackupServiceSync` (D35): a sync now; for content also what the partner's users left here (D54). */
export function invokeSync(w: World, p: number, modules: readonly number[]): void {
  for (const m of modules) {
    w.c[slotOf(w.s.invoked, p, m)] = ASKED;
    if (m === CONTENT) w.c[w.s.restore + p] = 1;
    cycle(w, p, m);
    point(w, p, m);
  }
}

/** A final sync starts: cycles of all modules now. */
export function startSync(w: World, p: number): void {
  for (const m of modulesOf(w, p)) cycle(w, p, m);
}

/** Batches under way stop where an end or the path is gone (D37); nothing is dropped at the source. */
export function lookAtDirection(w: World, p: number): void {
  const q = w.partner(p);
  if (q < 0) return;
  for (const m of modulesOf(w, p)) {
    const name = stateName(w, p, m);
    if (name === 'notInitialized') {
      const ready = w.c[w.s.initialised + p] === 1 && w.c[w.s.initialised + q] === 1;
      if (ready) send(w, p, m, w.machines.module.event('initialise'));
    } else if (isActive(name)) {
      lookAtBatch(w, p, m);
    }
  }
}

/** M39: batches on their way at a fork are discarded. */
export function discardBatches(w: World, p: number, modules: readonly number[]): void {
  if (w.partner(p) < 0) return;
  for (const m of modules) {
    if (isActive(stateName(w, p, m))) send(w, p, m, w.machines.module.event('discard'));
  }
}

/** A new pair begins without data of the other (D16). */
export function uninitialise(w: World, p: number): void {
  for (const m of modulesOf(w, p)) {
    w.c[slotOf(w.s.module, p, m)] = w.machines.module.id('notInitialized');
  }
}

/** Import state on pool `p` for what its partner sends (D33). */
export function importState(w: World, p: number, m: number): 'NormalState' | 'ErrorState' {
  const q = w.partner(p);
  return q >= 0 && w.backupEnd(p, m) && stateName(w, q, m) !== 'error' ? 'NormalState' : 'ErrorState';
}

function tellError(w: World, p: number, m: number, error: boolean): void {
  point(w, p, m);
  const others = modulesOf(w, p).filter((x) => x !== m && stateName(w, p, x) === 'error').length;
  if (others > 0) return;
  const q = w.partner(p);
  const way = `${w.name(p)} → ${w.name(q)}`;
  if (!error) return w.tell('Backup Service', `${way}: works again`);
  const why = !w.backupPath(p)
    ? 'the WAN link is down'
    : !w.backupEnd(p, m)
      ? `${w.name(p)} cannot export`
      : `${w.name(q)} cannot import`;
  w.tell('Backup Service', `${way}: ErrorState, no progress (${why}, D37)`);
}
