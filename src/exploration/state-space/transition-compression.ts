import { modulesOf } from '../../domain/components/backup-service/transfers.js';
import type { Action } from '../../domain/deployment-model.js';
import { MODULES } from '../../domain/state/layout.js';
import type { World } from '../../domain/state/world.js';

/** Passes over what changes no verdict. A test explores small deployments with and without. */
export class TransitionCompression {
  /** states of a module of the Backup Service that are passed at once, and what follows */
  private readonly hurried: readonly (readonly [number, number])[];
  private readonly begun = new Set<number>();

  constructor(private readonly world: World) {
    const module = (name: string): number => world.machines.module.id(name);
    this.hurried = [
      [module('exporting'), module('copying')],
      [module('copying'), module('importing')],
    ];
  }

  /**
   * A cycle that is due while one is running begins right after it. One that comes due right after it does the
   * same and more: that future is explored anyway, so the note decides nothing.
   */
  clearDue(control: Int32Array): void {
    const { variables, layout } = this.world;
    control.fill(0, variables.due, variables.due + layout.pools.length * MODULES.length);
  }

  /** Batches on their way now, whose cycle a command may have begun: these are not hurried. */
  noteBatches(): void {
    this.begun.clear();
    for (const p of this.world.layout.pools) {
      for (const m of modulesOf(this.world, p.index)) {
        const at = p.index * MODULES.length + m;
        if (this.hurried.some(([from]) => this.world.control[this.world.variables.module + at] === from))
          this.begun.add(at);
      }
    }
  }

  /**
   * Export and copy of a batch that a cycle began just now, without their time, are one with the start of the import:
   * what ends the one or the other leaves the same as if the cycle had not begun yet, which is explored anyway (a
   * command that begins a cycle can be refused then, so that its batches go their way). Only where both ends and
   * the path are there; else the batch waits as it is.
   */
  compressTransfers(work: Uint8Array, apply: (action: Action) => void): void {
    const { world } = this;
    for (const p of world.layout.pools) {
      for (const m of modulesOf(world, p.index)) {
        const at = p.index * MODULES.length + m;
        if (this.begun.has(at)) continue;
        for (const [from, to] of this.hurried) {
          if (world.control[world.variables.module + at] !== from || !this.canCarry(p.index, m)) continue;
          work[world.work.module + at] = 0;
          apply({ type: 'finish', slot: world.work.module + at });
          if (world.control[world.variables.module + at] !== to) break;
        }
      }
    }
  }

  private canCarry(p: number, m: number): boolean {
    const { world } = this;
    return world.backupEnd(p, m) && world.backupPath(p) && world.backupEnd(world.partner(p), m);
  }
}

/** Interchangeable servers in one order: which of them is down does not matter. */
export function canonicalizeHosts(world: World, c: Int32Array, groups: readonly (readonly number[])[]): void {
  for (const hosts of groups) {
    let before = hostSignature(world, c, hosts[0]);
    for (let i = 1; i < hosts.length; i++) {
      const mark = hostSignature(world, c, hosts[i]);
      if (mark > before) {
        sort(world, c, hosts);
        break;
      }
      before = mark;
    }
  }
}

/** All that is known of one machine as a number; the highest is a machine in order. */
export function hostSignature(world: World, c: Int32Array, h: number): number {
  const { variables, layout } = world;
  const server = layout.serverOf[h];
  const p = server[0];
  const place = server[1];
  const machine =
    c[variables.hostUp + h] * 8 +
    (1 - c[variables.hostStopped + h]) * 4 +
    (1 - c[variables.backupStopped + h]) * 2 +
    c[variables.replica + h];
  if (p < 0) return machine * 8 + 3;
  const based = (c[variables.groupsBase + p] >> place) & 1;
  const stuck = (c[variables.groupsStuckBase + p] >> place) & 1;
  const booted = (c[variables.booted + p] >> place) & 1;
  return machine * 8 + based * 4 + (1 - stuck) * 2 + (1 - booted);
}

function sort(world: World, c: Int32Array, hosts: readonly number[]): void {
  const { variables, layout } = world;
  const marks = hosts.map((h) => hostSignature(world, c, h)).sort((a, b) => b - a);
  hosts.forEach((h, i) => {
    const mark = marks[i];
    c[variables.hostUp + h] = (mark >> 6) & 1;
    c[variables.hostStopped + h] = 1 - ((mark >> 5) & 1);
    c[variables.backupStopped + h] = 1 - ((mark >> 4) & 1);
    c[variables.replica + h] = (mark >> 3) & 1;
    const [p, place] = layout.serverOf[h];
    if (p < 0) return;
    const put = (set: number, bit: number): void => {
      c[set + p] = (c[set + p] & ~(1 << place)) | (bit << place);
    };
    put(variables.groupsBase, (mark >> 2) & 1);
    put(variables.groupsStuckBase, 1 - ((mark >> 1) & 1));
    put(variables.booted, 1 - (mark & 1));
  });
}
