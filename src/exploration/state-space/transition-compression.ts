import { modulesOf } from '../../domain/components/backup-service/transfers.js';
import type { Action } from '../../domain/deployment-model.js';
import { MODULES } from '../../domain/state/modules.js';
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
  clearDue(): void {
    this.world.variables.due.fill(0);
  }

  /** Batches on their way now, whose cycle a command may have begun: these are not hurried. */
  noteBatches(): void {
    this.begun.clear();
    for (const p of this.world.layout.pools) {
      for (const m of modulesOf(this.world, p.index)) {
        const state = this.world.variables.module.get(p.index, m);
        if (this.hurried.some(([from]) => state === from)) this.begun.add(p.index * MODULES.length + m);
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
        if (this.begun.has(p.index * MODULES.length + m)) continue;
        const { module } = world.variables;
        const slot = world.work.module.at(p.index, m);
        for (const [from, to] of this.hurried) {
          if (module.get(p.index, m) !== from || !this.canCarry(p.index, m)) continue;
          work[slot] = 0;
          apply({ type: 'finish', slot });
          if (module.get(p.index, m) !== to) break;
        }
      }
    }
  }

  private canCarry(p: number, m: number): boolean {
    const { world } = this;
    return world.backupEnd(p, m) && world.backupPath(p) && world.backupEnd(world.partner(p), m);
  }
}
