import type { World } from '../../domain/state/world.js';
import { notRecovered } from '../../domain/stepping/end-of-run.js';
import { allRepaired } from '../../domain/stepping/faults.js';
import type { Present } from './working-state.js';

/** Cycles of the Backup Service after which each direction has tried again, and an invoked sync is through. */
const CYCLES = 2;
/** Export, copy and import: what a batch goes through at most, and one more that began right after it. */
const PHASES = 6;

/** The Backup Service never rests; everything else comes to an end. */
export function isAtRest(w: World, work: Uint8Array): boolean {
  for (let slot = 0; slot < work.length; slot++) {
    if (work[slot] === 1 && slot !== w.work.cycle && slot < w.work.module) return false;
  }
  return true;
}

/**
 * I10 without time: every fault is repaired, no pool is failed over, nothing is under way. Then nothing but the
 * Backup Service goes on, and after two of its cycles all must be as before. Answers what is not; empty where all
 * has returned, or it is too early to judge. Changes the present state.
 */
export function notReturned(present: Present): string[] {
  const { w, work } = present;
  if (present.busy() || !isAtRest(w, work) || !allRepaired(w)) return [];
  if (w.layout.pools.some((p) => !w.isNormal(p.index))) return [];
  passCycles(present);
  return notRecovered(w);
}

/**
 * What goes on for ever has gone on for a while: each direction of the Backup Service has tried again, and what was
 * on its way has arrived or failed. Changes the present state.
 */
export function passCycles(present: Present): void {
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    present.apply({ type: 'finish', slot: present.w.work.cycle });
    for (let phase = 0; phase < PHASES; phase++) finishBatches(present);
  }
}

function finishBatches(present: Present): void {
  const { w, work } = present;
  for (let slot = w.work.module; slot < work.length; slot++) {
    if (work[slot] === 0) continue;
    work[slot] = 0;
    present.apply({ type: 'finish', slot });
  }
}
