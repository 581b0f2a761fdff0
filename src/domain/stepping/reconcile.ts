/**
 * Reconciles every component to a fixpoint after an event. A pool is reconciled again only where something that it reads
 * was written since the last time: the control state is compared with what it was then (`WorldState.reconciled`). Pools
 * that are partners, or share a machine, form a group; what is written in one group concerns no other.
 */
import { runningPhases } from '../cmdlets/catalog.js';
import { RECONCILIATIONS } from '../components/registry.js';
import { type ControlLayout, EVERYBODY } from '../state/control-state.js';
import type { Layout } from '../state/layout.js';
import type { World } from '../state/world.js';

/** The steps of a deployment without clusters. */
const WITHOUT_CLUSTERS = RECONCILIATIONS.filter((step) => !('ofClusters' in step));

/** A command that changes something at each look of its own has no end. */
const ROUNDS_MAX = 8;

export class Reconciler {
  /** group of each pool */
  private readonly group: readonly number[];
  /** group that each word of the control state concerns, or NOBODY, or EVERYBODY */
  private readonly wakes: Int32Array;
  private readonly due: Uint8Array;
  private readonly touched: Uint8Array;

  constructor(
    layout: Layout,
    control: Pick<ControlLayout<never>, 'wakes'>,
    /** look at everything at every event: what a test compares with */
    private readonly everyEvent = false,
  ) {
    this.group = layout.groupOfPool;
    this.wakes = control.wakes;
    this.due = new Uint8Array(layout.pools.length);
    this.touched = new Uint8Array(layout.pools.length);
  }

  /** All components look, until nothing changes any more. */
  reconcile(world: World): void {
    const all = this.everyEvent || this.pairedAnew(world) ? 1 : 0;
    this.touched.fill(all);
    for (let round = 0; round < ROUNDS_MAX; round++) {
      this.due.fill(all);
      if (!this.everyEvent) this.noteWritten(world, this.due, true);
      this.reconcileOnce(world);
      if (runningPhases(world)?.look?.(world) === true) continue;
      if (!this.everyEvent) this.noteWritten(world, this.touched, false);
      return;
    }
    throw new Error('the deployment does not come to rest');
  }

  /** Something was written since the last event that concerns pool `p`. */
  isAffected(p: number): boolean {
    return this.touched[this.group[p]] === 1;
  }

  /** Pools of two groups became partners: what is written in one concerns the other. */
  private pairedAnew(world: World): boolean {
    for (let p = 0; p < this.group.length; p++) {
      const q = world.partner(p);
      if (q >= 0 && this.group[q] !== this.group[p]) return true;
    }
    return false;
  }

  /** Notes the groups that what was written since the last look concerns; `seen` = it is looked at now. */
  private noteWritten(world: World, groups: Uint8Array, seen: boolean): void {
    const { control, reconciled } = world.state;
    for (let i = 0; i < control.length; i++) {
      if (control[i] === reconciled[i]) continue;
      if (seen) reconciled[i] = control[i];
      const group = this.wakes[i];
      if (group >= 0) groups[group] = 1;
      else if (group === EVERYBODY) groups.fill(1);
    }
  }

  private reconcileOnce(world: World): void {
    const { due, group, touched } = this;
    const pools = group.length;
    for (let g = 0; g < pools; g++) if (due[g] === 1) touched[g] = 1;
    const steps = world.layout.nodesMost > 0 ? RECONCILIATIONS : WITHOUT_CLUSTERS;
    for (const step of steps) {
      world.moved?.settle();
      if ('whole' in step) step.whole(world);
      else for (let p = 0; p < pools; p++) if (due[group[p]] === 1) step.pool(world, p);
    }
  }
}
