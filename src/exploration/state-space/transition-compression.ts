/**
 * Transition compression: a chain of transitions of the Backup Service that no verdict depends on is taken as one.
 * The states between are not stored, and the transitions out of them are covered by those that other paths take from
 * where the chain begins. A test explores small deployments with and without.
 */
import { modulesOf } from '../../domain/components/backup-service/transfers.js';
import type { Action } from '../../domain/deployment-model.js';
import { MODULES } from '../../domain/state/modules.js';
import type { World } from '../../domain/state/world.js';

export class TransitionCompression {
  /** States of a module of the Backup Service that are passed at once, and the state that follows. */
  private readonly passed: readonly (readonly [from: number, to: number])[];
  /** Modules with a transfer that was under way before the cycle, by pool and module. */
  private readonly underWay: Uint8Array;

  constructor(private readonly world: World) {
    this.underWay = new Uint8Array(world.layout.pools.length * MODULES.length);
    const module = (name: string): number => world.machines.module.id(name);
    this.passed = [
      [module('exporting'), module('copying')],
      [module('copying'), module('importing')],
    ];
  }

  /**
   * Forgets that a cycle came due while one is running, which would begin right after it. One that comes due just
   * after that end does the same and more, and is explored anyway.
   */
  clearDue(): void {
    this.world.variables.due.fill(0);
  }

  /** Remembers the transfers under way before a cycle begins: a command may have begun them, so they are not compressed. */
  noteTransfers(): void {
    this.underWay.fill(0);
    for (const p of this.world.layout.pools) {
      for (const m of modulesOf(this.world, p.index)) {
        const state = this.world.variables.module.get(p.index, m);
        for (const [from] of this.passed) if (state === from) this.underWay[p.index * MODULES.length + m] = 1;
      }
    }
  }

  /**
   * Takes export and copy of the batches that a cycle has just begun together with the start of their import. What
   * ends the export or the copy leaves the same state as if the cycle had not begun yet, which is explored anyway (a
   * command that begins a cycle can be refused then, so its batches are not compressed). This needs both ends and the
   * path between them; where one is missing the batch waits as it is.
   */
  compressTransfers(work: Uint8Array, apply: (action: Action) => void): void {
    const { world } = this;
    for (const p of world.layout.pools) {
      for (const m of modulesOf(world, p.index)) {
        if (this.underWay[p.index * MODULES.length + m] === 1) continue;
        const { module } = world.variables;
        const slot = world.work.module.at(p.index, m);
        for (const [from, to] of this.passed) {
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
