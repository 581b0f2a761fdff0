/**
 * Quiescence: whether nothing but the Backup Service, which never rests, is under way. What would still follow then is
 * not searched but run: two sync cycles, after which each direction has tried again.
 */

import { DESTROYED, isAnyBurnt } from '../../domain/invariants/burnt-disks.js';
import { isAsynchronous } from '../../domain/state/replicas-now.js';
import type { World } from '../../domain/state/world.js';
import { notRecovered } from '../../domain/stepping/end-of-run.js';
import { allRepaired } from '../../domain/stepping/faults.js';
import type { BrokenInvariant } from './violation.js';
import type { WorkingState } from './working-state.js';

/** Cycles after which each direction has tried again, and an invoked sync is through. */
const CYCLES = 2;
/** Export, copy and import: what a batch goes through at most, and one more that began right after it. */
const PHASES = 6;

/** Whether no work but that of the Backup Service is under way. */
export function isQuiescent(world: World, work: Uint8Array): boolean {
  for (let slot = 0; slot < work.length; slot++) {
    const { kind } = world.pendingWork.subjects[slot];
    if (work[slot] === 1 && kind !== 'cycle' && kind !== 'module' && !followsForEver(world, slot)) return false;
  }
  return true;
}

/** An asynchronous secondary of an availability group that gets piece after piece of the log (D113). */
function followsForEver(world: World, slot: number): boolean {
  const { kind, pool, part } = world.pendingWork.subjects[slot];
  if (kind !== 'secondary' || world.pool(pool).group === null) return false;
  return (
    world.ids.secondary.synchronizing[world.variables.secondary.get(pool, part)] && isAsynchronous(world, pool, part)
  );
}

/**
 * I10 without time: where every fault is repaired, no pool is failed over and nothing is under way, all must be as
 * before after two cycles of the Backup Service. Answers what is not; empty where all has returned, or it is too early
 * to judge. Changes the working state.
 */
function notReturned(working: WorkingState): string[] {
  const { world, work } = working;
  if (working.busy() || !isQuiescent(world, work) || !allRepaired(world)) return [];
  if (world.layout.pools.some((p) => !world.isNormal(p.index))) return [];
  runTwoSyncCycles(working);
  return notRecovered(world);
}

/** I10 where `notReturned` judges it: without counts, which decide nothing in an untimed state. */
export function brokenI10(working: WorkingState): BrokenInvariant[] {
  const missing = notReturned(working);
  if (missing.length === 0) return [];
  const cause = [...new Set(missing.map((m) => m.replace(/ \(.*\)$/, '')))].join('; ');
  return [{ invariant: 'I10', cause }];
}

/** What the end of a drill decides: I1 where disks went and no failover came (its exception d), and I10. */
export function brokenAtEnd(working: WorkingState): BrokenInvariant[] {
  const burnt = isAnyBurnt(working.world) && isQuiescent(working.world, working.work);
  const returned = brokenI10(working);
  return burnt ? [{ invariant: 'I1', cause: DESTROYED }, ...returned] : returned;
}

/** Runs the working state through two cycles of the Backup Service: what was on its way has arrived or failed. */
export function runTwoSyncCycles(working: WorkingState): void {
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    working.apply({ type: 'finish', slot: working.world.work.cycle.at() });
    for (let phase = 0; phase < PHASES; phase++) finishBatches(working);
  }
}

function finishBatches(working: WorkingState): void {
  const { world, work } = working;
  for (let slot = world.work.module.first; slot < world.work.module.end; slot++) {
    if (work[slot] === 0) continue;
    work[slot] = 0;
    working.apply({ type: 'finish', slot });
  }
}
