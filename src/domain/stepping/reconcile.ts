import { CMDLET_BY_KIND } from '../cmdlets/registry.js';
import { reconcileSessions } from '../components/back-end/behaviour.js';
import { reconcileDirection } from '../components/backup-service/behaviour.js';
import { reconcileOldMaster, reconcileReplication } from '../components/central-management/behaviour.js';
import { reconcileRoutes } from '../components/edge/behaviour.js';
import { reconcilePool } from '../components/front-end-pool/behaviour.js';
import { reconcileConfigLedger, reconcileLedger, reconcileUsers } from '../components/users/behaviour.js';
import type { Slots } from '../state/control-state.js';
import type { Layout } from '../state/layout.js';
import { MODULES } from '../state/layout.js';
import type { World } from '../state/world.js';

/** A slot that no look at a pool reads, and one that all of them may read. */
const NOBODY = -1;
const EVERYBODY = -2;

/** A command that changes something at each look of its own has no end. */
const ROUNDS_MAX = 8;

/**
 * Brings all components in line after an event. A component looks again only where something that it reads was
 * written since it looked last: the control state is compared with what it was then (`WorldState.looked`).
 * Pools that are partners, or share a machine, form a group; what is written in one group concerns no other.
 */
export class Reconciler {
  /** group of each pool */
  private readonly group: readonly number[];
  /** group that each slot of the control state concerns, or NOBODY, or EVERYBODY */
  private readonly concerns: Int32Array;
  private readonly due: Uint8Array;
  private readonly touched: Uint8Array;

  constructor(
    layout: Layout,
    slots: Slots,
    /** look at everything at every event: what a test compares with */
    private readonly always = false,
  ) {
    this.group = groupsOf(layout);
    this.concerns = concernsOf(layout, slots, this.group);
    this.due = new Uint8Array(layout.pools.length);
    this.touched = new Uint8Array(layout.pools.length);
  }

  /** All components look, until nothing changes any more. */
  run(world: World): void {
    const all = this.always || this.pairedAnew(world) ? 1 : 0;
    this.touched.fill(all);
    for (let round = 0; round < ROUNDS_MAX; round++) {
      this.due.fill(all);
      if (!this.always) this.mark(world, this.due, true);
      this.lookOnce(world);
      const running = CMDLET_BY_KIND.get(world.control[world.variables.command]);
      if (running?.look?.(world) === true) continue;
      if (!this.always) this.mark(world, this.touched, false);
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
  private mark(world: World, groups: Uint8Array, seen: boolean): void {
    const { control, reconciled } = world.state;
    for (let i = 0; i < control.length; i++) {
      if (control[i] === reconciled[i]) continue;
      if (seen) reconciled[i] = control[i];
      const group = this.concerns[i];
      if (group >= 0) groups[group] = 1;
      else if (group === EVERYBODY) groups.fill(1);
    }
  }

  private lookOnce(world: World): void {
    const { due, group, touched } = this;
    const pools = group.length;
    for (let g = 0; g < pools; g++) if (due[g] === 1) touched[g] = 1;
    for (let p = 0; p < pools; p++) if (due[group[p]] === 1) reconcileSessions(world, p);
    for (let p = 0; p < pools; p++) if (due[group[p]] === 1) reconcilePool(world, p);
    for (let p = 0; p < pools; p++) if (due[group[p]] === 1) reconcileUsers(world, p);
    for (let p = 0; p < pools; p++) if (due[group[p]] === 1) reconcileLedger(world, p);
    reconcileConfigLedger(world);
    for (let p = 0; p < pools; p++) if (due[group[p]] === 1) reconcileDirection(world, p);
    reconcileOldMaster(world);
    reconcileReplication(world);
    reconcileRoutes(world);
  }
}

/** Pools that are partners at the start, or share a machine or a file store, have one number. */
function groupsOf(layout: Layout): number[] {
  const group = layout.pools.map((p) => p.index);
  const join = (a: number, b: number): void => {
    const [from, to] = [group[a], group[b]];
    group.forEach((g, i) => {
      if (g === from) group[i] = to;
    });
  };
  const first = new Map<number, number>();
  for (const p of layout.pools) {
    if (p.pool.backupPool !== null) join(p.index, layout.pool(p.pool.backupPool));
    for (const host of [...p.servers, ...p.sql, p.witness, layout.shares[p.share]]) {
      if (host < 0) continue;
      const other = first.get(host);
      if (other === undefined) first.set(host, p.index);
      else join(p.index, other);
    }
  }
  return group;
}

function concernsOf(layout: Layout, s: Slots, group: readonly number[]): Int32Array {
  // What is not said below concerns all: links, partners, the Central Management Store.
  const concerns = new Int32Array(s.size).fill(EVERYBODY);
  const perHost = (from: number, g: (host: number) => number): void => {
    for (let h = 0; h < layout.hosts.length; h++) concerns[from + h] = g(h);
  };
  const owner = new Int32Array(layout.hosts.length).fill(NOBODY);
  for (const p of layout.pools) {
    for (const h of [...p.servers, ...p.sql, p.witness, layout.shares[p.share]]) {
      if (h >= 0) owner[h] = group[p.index];
    }
    concerns[s.shareUp + p.share] = group[p.index];
  }
  for (const from of [s.hostUp, s.hostStopped, s.backupStopped]) perHost(from, (h) => owner[h]);
  perHost(s.replica, () => NOBODY);
  const pools = layout.pools.length;
  const perPool = (from: number, each = 1): void => {
    for (let p = 0; p < pools; p++) concerns.fill(group[p], from + p * each, from + (p + 1) * each);
  };
  for (let from = s.frontEnd; from < s.session; from += pools) if (from !== s.partner) perPool(from);
  for (const from of [s.session, s.principalSide]) perPool(from, 3);
  for (const from of [s.serves, s.blank]) perPool(from, 6);
  // A batch under way looks at its ends itself when it goes on; else only what its ends depend on matters.
  concerns.fill(NOBODY, s.module, s.module + 3 * pools * MODULES.length);
  concerns.fill(NOBODY, s.nextHop, s.nextHop + layout.edges.length);
  for (const slot of [s.federationEdge, s.xmppEdge, s.command, s.commandPool, s.commandFlags, s.commandValue])
    concerns[slot] = NOBODY;
  concerns.fill(NOBODY, s.routes, s.routes + 3);
  return concerns;
}
