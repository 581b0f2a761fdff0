import type { World } from '../../domain/state/world.js';
import { notRecovered } from '../../domain/stepping/end-of-run.js';
import { allRepaired } from '../../domain/stepping/faults.js';
import type { WorkingState } from './working-state.js';

/** Cycles of the Backup Service after which each direction has tried again, and an invoked sync is through. */
const CYCLES = 2;
/** Export, copy and import: what a batch goes through at most, and one more that began right after it. */
const PHASES = 6;

/** The Backup Service never rests; everything else comes to an end. */
export function isQuiescent(world: World, work: Uint8Array): boolean {
  for (let slot = 0; slot < work.length; slot++) {
    const { kind } = world.pendingWork.subjects[slot];
    if (work[slot] === 1 && kind !== 'cycle' && kind !== 'module') return false;
  }
  return true;
}

/**
 * I10 without time: every fault is repaired, no pool is failed over, nothing is under way. Then nothing but the
 * Backup Service goes on, and after two of its cycles all must be as before. Answers what is not; empty where all
 * has returned, or it is too early to judge. Changes the present state.
 */
export function notReturned(present: WorkingState): string[] {
  const { world, work } = present;
  if (present.busy() || !isQuiescent(world, work) || !allRepaired(world)) return [];
  if (world.layout.pools.some((p) => !world.isNormal(p.index))) return [];
  runTwoSyncCycles(present);
  return notRecovered(world);
}

/**
 * What goes on for ever has gone on for a while: each direction of the Backup Service has tried again, and what was
 * on its way has arrived or failed. Changes the present state.
 */
export function runTwoSyncCycles(present: WorkingState): void {
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    present.apply({ type: 'finish', slot: present.world.work.cycle.at() });
    for (let phase = 0; phase < PHASES; phase++) finishBatches(present);
  }
}

function finishBatches(present: WorkingState): void {
  const { world, work } = present;
  for (let slot = world.work.module.first; slot < world.work.module.end; slot++) {
    if (work[slot] === 0) continue;
    work[slot] = 0;
    present.apply({ type: 'finish', slot });
  }
}
