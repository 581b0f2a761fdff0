import { bits } from '../../../core/state-machine.js';
import { MODULES } from '../../state/layout.js';
import { CONTENT, USER_DATA, type World } from '../../state/world.js';
import { backlog, limitOf, point } from './backlog.js';
import { ALL_ENDS, laneOf, modulesOf } from './transfers.js';

/** An invoked sync (D35): asked for while an older cycle runs, and carried by a cycle that began after it. */
const ASKED = 1;
const CARRIED = 2;

const slotOf = (base: number, p: number, m: number): number => base + p * MODULES.length + m;

const stateOf = (w: World, p: number, m: number): number => w.c[slotOf(w.s.module, p, m)];

/** A batch of this module is under way. */
function isActive(w: World, p: number, m: number): boolean {
  const state = stateOf(w, p, m);
  const { exporting, copying, importing } = w.known.module;
  return state === exporting || state === copying || state === importing;
}

/** The batch of this module is in the partner's hands: the next thing is its import. */
export function isImporting(w: World, p: number, m: number): boolean {
  return stateOf(w, p, m) === w.known.module.importing;
}

/** D37: a cycle is due for every direction and module. */
export function cycleDue(w: World): void {
  w.forgetRecent();
  for (const p of w.layout.pools) for (const m of modulesOf(w, p.index)) cycle(w, p.index, m);
}

/** Starts a cycle of one module, or notes that it is due when one is still running. */
export function cycle(w: World, p: number, m: number): void {
  if (isActive(w, p, m)) {
    w.c[slotOf(w.s.due, p, m)] = 1;
    return;
  }
  const { ends } = laneOf(w, p, m);
  const able = ends === ALL_ENDS;
  const work = able && exportBatch(w, p, m);
  const invoked = slotOf(w.s.invoked, p, m);
  if (w.c[invoked] === ASKED && able) w.c[invoked] = CARRIED;
  send(w, p, m, w.known.module.cycle + ends + bits(false, false, false, work));
  if (!work && able) finishInvoked(w, p, m);
}

function exportBatch(w: World, p: number, m: number): boolean {
  let left = limitOf(w, m);
  let any = false;
  let amount = 0;
  for (const { log, way, source, target, replace } of laneOf(w, p, m).carried) {
    const part = w.state.logs[log].export(w.now, way, source, target, left, replace);
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
        for (const { log, way } of laneOf(w, p, m).carried) w.state.logs[log].discardBatch(way);
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
  const { error } = w.known.module;
  if ((before === error) !== (w.c[slot] === error)) tellError(w, p, m, w.c[slot] === error);
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
  const { exporting, copying, exported, copied, imported } = w.known.module;
  const state = stateOf(w, p, m);
  send(w, p, m, state === exporting ? exported : state === copying ? copied : imported);
  // The link, or the partner, may have gone while the batch was made (D37).
  if (stateOf(w, p, m) === copying) lookAtBatch(w, p, m);
}

function lookAtBatch(w: World, p: number, m: number): void {
  send(w, p, m, w.known.module.look + laneOf(w, p, m).ends);
}

function importBatch(w: World, p: number, m: number): void {
  point(w, p, m);
  for (const { log, way, target, follower, replace } of laneOf(w, p, m).carried) {
    w.state.logs[log].import(w.now, way, target, follower, replace);
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
    w.stir();
    w.c[w.s.restore + p] = 0;
    w.tell('Backup Service', `conference content brought from ${w.name(p)} to ${w.name(w.partner(p))} (D54)`);
  }
  w.tell('Backup Service', `invoked sync of ${MODULES[m]} from ${w.name(p)} is through`);
}

/** A final sync does not wait for the next interval: failover (D43), failback (D51) and CMS move (D60). */
function isHurried(w: World, p: number, m: number): boolean {
  const q = w.partner(p);
  const { syncing, queueing } = w.known.failover;
  if (w.c[w.s.failover + p] === syncing) return backlog(w, p, m) > 0;
  const queue = m === USER_DATA && w.c[w.s.failover + q] === queueing;
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
    if (stateOf(w, p, m) === w.known.module.notInitialized) {
      const ready = w.c[w.s.initialised + p] === 1 && w.c[w.s.initialised + q] === 1;
      if (ready) send(w, p, m, w.machines.module.event('initialise'));
    } else if (isActive(w, p, m)) {
      lookAtBatch(w, p, m);
    }
  }
}

/** M39: batches on their way at a fork are discarded. */
export function discardBatches(w: World, p: number, modules: readonly number[]): void {
  if (w.partner(p) < 0) return;
  for (const m of modules) {
    if (isActive(w, p, m)) send(w, p, m, w.machines.module.event('discard'));
  }
}

/** A new pair begins without data of the other (D16). */
export function uninitialise(w: World, p: number): void {
  for (const m of modulesOf(w, p)) {
    w.c[slotOf(w.s.module, p, m)] = w.known.module.notInitialized;
  }
}

/** Import state on pool `p` for what its partner sends (D33). */
export function importState(w: World, p: number, m: number): 'NormalState' | 'ErrorState' {
  const q = w.partner(p);
  return q >= 0 && w.backupEnd(p, m) && stateOf(w, q, m) !== w.known.module.error
    ? 'NormalState'
    : 'ErrorState';
}

/**
 * The modules of a direction that lack the same mostly go together: told once, by name where the others go on. They
 * work again together, too, when the last of those that can has had its cycle; one that lacks an end does not, though
 * it is in no error before its own next cycle.
 */
function tellError(w: World, p: number, m: number, error: boolean): void {
  point(w, p, m);
  const all = modulesOf(w, p);
  const { ends } = laneOf(w, p, m);
  const like = all.filter((x) => laneOf(w, p, x).ends === ends);
  if (like.some((x) => x !== m && stateOf(w, p, x) === w.known.module.error)) return;
  const names = like.length === all.length ? '' : ` (${like.map((x) => MODULES[x]).join(', ')})`;
  const way = `${w.name(p)} → ${w.name(w.partner(p))}${names}`;
  w.tell(
    'Backup Service',
    error ? `${way}: ErrorState, no progress (${why(w, p, m)}, D37)` : `${way}: works again`,
  );
}

function why(w: World, p: number, m: number): string {
  const { ends } = laneOf(w, p, m);
  if (!w.backupPath(p)) return 'the WAN link is down';
  return (ends & bits(true)) === 0 ? `${w.name(p)} cannot export` : `${w.name(w.partner(p))} cannot import`;
}
