/** Behaviour of the Backup Service: the cycle of each module of each direction, phase by phase (D30-D37). */
import { bits } from '../../../core/state-machine.js';
import { CONTENT, MODULES } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { backlog, point, waitingContent } from './backlog.js';
import { copyMs, importMs } from './batch-durations.js';
import { oldestFirst } from './content-package.js';
import { limitOf } from './cycle-limits.js';
import { filesBeside, hasEarlierContent, packEarlierContent } from './earlier-content.js';
import { beginPair, isFirstExport, noteImported } from './earlier-store.js';
import { tellError } from './tell-error.js';
import { ALL_ENDS, isSetUp, modulesOf, streamOf } from './transfers.js';

/** An invoked sync (D35): asked for while an older cycle runs, and carried by a cycle that began after it. */
const ASKED = 1;
const CARRIED = 2;

const stateOf = (world: World, p: number, m: number): number => world.variables.module.get(p, m);

/** A batch of this module is under way. */
function isActive(world: World, p: number, m: number): boolean {
  const state = stateOf(world, p, m);
  const { exporting, copying, importing } = world.ids.module;
  return state === exporting || state === copying || state === importing;
}

/** The batch of this module is in the partner's hands: the next thing is its import. */
export function isImporting(world: World, p: number, m: number): boolean {
  return stateOf(world, p, m) === world.ids.module.importing;
}

/** D37: the cycles of each pool begin at its phase, which the driver draws, and come at the interval from then on. */
export function startCycles(world: World): void {
  const intervalMs = world.deployment.backupService.syncIntervalMs;
  const [min, max] = world.settings.syncPhaseSeconds;
  beginCycles(world, Math.min(min * 1000, intervalMs), Math.min(max * 1000, intervalMs), intervalMs);
}

/** The interval was changed: the service counts anew, and a phase that is not pinned is drawn again (D37, M). */
export function restartCycles(world: World, intervalMs: number): void {
  beginCycles(world, world.cyclesTogether ? intervalMs : 0, intervalMs, intervalMs);
}

function beginCycles(world: World, minFirstMs: number, maxFirstMs: number, intervalMs: number): void {
  const { first, end } = world.work.cycle;
  for (let slot = first; slot < end; slot++) world.effects.startPeriodic(slot, minFirstMs, maxFirstMs, intervalMs);
}

/** D37: a cycle is due for every module of pool `p`; of all pools, where their cycles begin together. */
export function cycleDue(world: World, p: number): void {
  // A steady stretch is told by the cycles of the first pool.
  if (p === 0) world.forgetPeriodPoints();
  if (!world.cyclesTogether) return startSync(world, p);
  for (let each = 0; each < world.layout.pools.length; each++) startSync(world, each);
}

/** Starts a cycle of one module, or notes that it is due when one is still running. */
export function cycle(world: World, p: number, m: number): void {
  if (isActive(world, p, m)) {
    world.variables.due.set(p, m, 1);
    return;
  }
  const { reachable } = streamOf(world, p, m);
  const able = reachable === ALL_ENDS;
  const work = able && exportBatch(world, p, m);
  const { invoked } = world.variables;
  if (able && invoked.get(p, m) === ASKED) invoked.set(p, m, CARRIED);
  send(world, p, m, world.ids.module.cycle + reachable + bits(false, false, false, work));
  if (!work && able) finishInvoked(world, p, m);
}

function exportBatch(world: World, p: number, m: number): boolean {
  const { carried } = streamOf(world, p, m);
  const earlier = m === CONTENT && packEarlierContent(world, p);
  let left = m === CONTENT ? filesBeside(world, p) : limitOf(world, m);
  const shares = m === CONTENT ? oldestFirst(world, carried, left) : null;
  let any = false;
  let amount = 0;
  for (let i = 0; i < carried.length && left > 0; i++) {
    const { log, direction, source, target, replace } = carried[i];
    const most = shares === null ? left : shares[i];
    const part = world.state.logs[log].export(world.now, direction, source, target, most, replace);
    if (part === null) continue;
    any = true;
    amount += part;
    left -= part;
  }
  world.state.amounts[p * MODULES.length + m] = amount;
  return any || earlier || isFirstExport(world, p, m);
}

function send(world: World, p: number, m: number, event: number): void {
  const slot = world.variables.module.at(p, m);
  const before = world.control[slot];
  const signals = world.send(world.machines.module, slot, event);
  for (const signal of signals) {
    switch (signal.type) {
      case 'export':
        begin(world, p, m, world.settings.backupExportSeconds * 1000);
        break;
      case 'copy':
        begin(world, p, m, copyMs(world, p, m));
        break;
      case 'import':
        begin(world, p, m, importMs(world, p, m));
        break;
      case 'abort':
        world.effects.cancel(world.work.module.at(p, m));
        for (const { log, direction } of streamOf(world, p, m).carried) world.state.logs[log].discardBatch(direction);
        if (m === CONTENT) world.variables.earlierPackage.set(p, 0);
        world.variables.due.set(p, m, 0);
        if (world.variables.invoked.get(p, m) === CARRIED) world.variables.invoked.set(p, m, ASKED);
        break;
      case 'apply':
        importBatch(world, p, m);
        break;
      case 'finishCycle':
        finishCycle(world, p, m);
        break;
    }
  }
  const { error } = world.ids.module;
  if ((before === error) !== (world.control[slot] === error)) tellError(world, p, m, world.control[slot] === error);
}

function begin(world: World, p: number, m: number, ms: number): void {
  world.effects.start(world.work.module.at(p, m), ms, ms);
}

/** The phase in a module's work slot is over. */
export function moduleWorkDone(world: World, p: number, m: number): void {
  const { exporting, copying, exported, copied, imported } = world.ids.module;
  const state = stateOf(world, p, m);
  send(world, p, m, state === exporting ? exported : state === copying ? copied : imported);
  // The link, or the partner, may have gone while the batch was made (D37).
  if (stateOf(world, p, m) === copying) lookAtBatch(world, p, m);
}

function lookAtBatch(world: World, p: number, m: number): void {
  send(world, p, m, world.ids.module.look + streamOf(world, p, m).reachable);
}

function importBatch(world: World, p: number, m: number): void {
  point(world, p, m);
  for (const { log, direction, target, followers, replace } of streamOf(world, p, m).carried) {
    world.state.logs[log].import(world.now, direction, target, followers, replace);
  }
  noteImported(world, p, m);
}

function finishCycle(world: World, p: number, m: number): void {
  finishInvoked(world, p, m);
  point(world, p, m);
  const { due } = world.variables;
  if (due.get(p, m) === 1 || isHurried(world, p, m)) {
    due.set(p, m, 0);
    cycle(world, p, m);
  }
}

/** An invoked sync is through when what it was to carry is imported; what one cycle leaves follows at the interval. */
function finishInvoked(world: World, p: number, m: number): void {
  const { invoked } = world.variables;
  if (invoked.get(p, m) !== CARRIED || backlog(world, p, m) > limitOf(world, m)) return;
  if (m === CONTENT && hasEarlierContent(world, p)) return;
  const restores = m === CONTENT && world.variables.restore.get(p) === 1;
  // A package may have left some of it (D32): it is not home yet.
  if (restores && waitingContent(world, world.partner(p)) > 0) return;
  invoked.set(p, m, 0);
  if (restores) {
    world.invalidateTransfers();
    world.variables.restore.set(p, 0);
    world.tell(
      'Backup Service',
      `conference content brought from ${world.name(p)} to ${world.name(world.partner(p))} (D54)`,
    );
  }
  world.tell('Backup Service', `invoked sync of ${MODULES[m]} from ${world.name(p)} is through`);
}

/**
 * A final sync covers all modules and does not wait for the next interval (D32): failover (D43), failback (D51) and CMS
 * move (D60). In the latter two users go on writing, so that they end with what one cycle carries.
 */
function isHurried(world: World, p: number, m: number): boolean {
  const { failover, cms } = world.variables;
  const { syncing, queueing } = world.ids.failover;
  if (failover.get(p) === syncing) return backlog(world, p, m) > 0 || (m === CONTENT && hasEarlierContent(world, p));
  const cmsMoves = p === world.cmsMaster() && world.ids.cms.moving[cms.get()];
  if (!cmsMoves && failover.get(world.partner(p)) !== queueing) return false;
  return backlog(world, p, m) > limitOf(world, m);
}

/** `Invoke-CsBackupServiceSync` (D35): a sync now; for content also what the partner's users left here (D54). */
export function invokeSync(world: World, p: number, modules: readonly number[]): void {
  for (const m of modules) {
    world.variables.invoked.set(p, m, ASKED);
    if (m === CONTENT) world.variables.restore.set(p, 1);
    cycle(world, p, m);
    point(world, p, m);
  }
}

/** Cycles of all modules of the direction of pool `p` begin now. */
export const startSync = (world: World, p: number): void => {
  for (const m of modulesOf(world, p)) cycle(world, p, m);
};

/** Batches under way stop where an end or the path is gone (D37); nothing is dropped at the source. */
export function reconcileDirection(world: World, p: number): void {
  const q = world.partner(p);
  if (q < 0) return;
  for (const m of modulesOf(world, p)) {
    if (stateOf(world, p, m) === world.ids.module.notInitialized) {
      if (!isSetUp(world, p) || !isSetUp(world, q)) continue;
      send(world, p, m, world.machines.module.event('initialise'));
      // M281: nothing was ever carried, so that no state of it is steady before its first sync is through.
      world.variables.invoked.set(p, m, ASKED);
    } else if (isActive(world, p, m)) {
      lookAtBatch(world, p, m);
    }
  }
}

/** M39: batches on their way at a fork are discarded. */
export function discardBatches(world: World, p: number, modules: readonly number[]): void {
  if (world.partner(p) < 0) return;
  for (const m of modules) {
    if (isActive(world, p, m)) send(world, p, m, world.machines.module.event('discard'));
  }
}

/** A new pair begins without data of the other (D16). */
export function uninitialise(world: World, p: number): void {
  beginPair(world, p);
  for (const m of modulesOf(world, p)) {
    world.variables.module.set(p, m, world.ids.module.notInitialized);
  }
}

/** Import state on pool `p` for what its partner sends (D33). */
export function importState(world: World, p: number, m: number): 'NormalState' | 'ErrorState' {
  const q = world.partner(p);
  return q >= 0 && world.backupEnd(p, m) && stateOf(world, q, m) !== world.ids.module.error
    ? 'NormalState'
    : 'ErrorState';
}
