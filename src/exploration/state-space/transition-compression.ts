import { modulesOf } from '../../domain/components/backup-service/transfers.js';
import type { Action } from '../../domain/deployment-model.js';
import { MODULES } from '../../domain/state/layout.js';
import type { World } from '../../domain/state/world.js';

/** Passes over what changes no verdict. A test explores small deployments with and without. */
export class Shortcuts {
  /** states of a module of the Backup Service that are passed at once, and what follows */
  private readonly hurried: readonly (readonly [number, number])[];
  private readonly begun = new Set<number>();

  constructor(private readonly w: World) {
    const module = (name: string): number => w.machines.module.id(name);
    this.hurried = [
      [module('exporting'), module('copying')],
      [module('copying'), module('importing')],
    ];
  }

  /**
   * A cycle that is due while one is running begins right after it. One that comes due right after it does the
   * same and more: that future is explored anyway, so the note decides nothing.
   */
  forgetDue(control: Int32Array): void {
    const { s, layout } = this.w;
    control.fill(0, s.due, s.due + layout.pools.length * MODULES.length);
  }

  /** Batches on their way now, whose cycle a command may have begun: these are not hurried. */
  noteBatches(): void {
    this.begun.clear();
    for (const p of this.w.layout.pools) {
      for (const m of modulesOf(this.w, p.index)) {
        const at = p.index * MODULES.length + m;
        if (this.hurried.some(([from]) => this.w.c[this.w.s.module + at] === from)) this.begun.add(at);
      }
    }
  }

  /**
   * Export and copy of a batch that a cycle began just now, without their time, are one with the start of the import:
   * what ends the one or the other leaves the same as if the cycle had not begun yet, which is explored anyway (a
   * command that begins a cycle can be refused then, so that its batches go their way). Only where both ends and
   * the path are there; else the batch waits as it is.
   */
  hurryBatches(work: Uint8Array, apply: (action: Action) => void): void {
    const { w } = this;
    for (const p of w.layout.pools) {
      for (const m of modulesOf(w, p.index)) {
        const at = p.index * MODULES.length + m;
        if (this.begun.has(at)) continue;
        for (const [from, to] of this.hurried) {
          if (w.c[w.s.module + at] !== from || !this.canCarry(p.index, m)) continue;
          work[w.work.module + at] = 0;
          apply({ type: 'finish', slot: w.work.module + at });
          if (w.c[w.s.module + at] !== to) break;
        }
      }
    }
  }

  private canCarry(p: number, m: number): boolean {
    const { w } = this;
    return w.backupEnd(p, m) && w.backupPath(p) && w.backupEnd(w.partner(p), m);
  }
}

/** Interchangeable servers in one order: which of them is down does not matter. */
export function foldHosts(w: World, c: Int32Array, groups: readonly (readonly number[])[]): void {
  for (const hosts of groups) {
    let before = markOf(w, c, hosts[0]);
    for (let i = 1; i < hosts.length; i++) {
      const mark = markOf(w, c, hosts[i]);
      if (mark > before) {
        sort(w, c, hosts);
        break;
      }
      before = mark;
    }
  }
}

/** All that is known of one machine as a number; the highest is a machine in order. */
export function markOf(w: World, c: Int32Array, h: number): number {
  const { s, layout } = w;
  const server = layout.serverOf[h];
  const p = server[0];
  const place = server[1];
  const machine =
    c[s.hostUp + h] * 8 +
    (1 - c[s.hostStopped + h]) * 4 +
    (1 - c[s.backupStopped + h]) * 2 +
    c[s.replica + h];
  if (p < 0) return machine * 8 + 3;
  const based = (c[s.groupsBase + p] >> place) & 1;
  const stuck = (c[s.groupsStuckBase + p] >> place) & 1;
  const booted = (c[s.booted + p] >> place) & 1;
  return machine * 8 + based * 4 + (1 - stuck) * 2 + (1 - booted);
}

function sort(w: World, c: Int32Array, hosts: readonly number[]): void {
  const { s, layout } = w;
  const marks = hosts.map((h) => markOf(w, c, h)).sort((a, b) => b - a);
  hosts.forEach((h, i) => {
    const mark = marks[i];
    c[s.hostUp + h] = (mark >> 6) & 1;
    c[s.hostStopped + h] = 1 - ((mark >> 5) & 1);
    c[s.backupStopped + h] = 1 - ((mark >> 4) & 1);
    c[s.replica + h] = (mark >> 3) & 1;
    const [p, place] = layout.serverOf[h];
    if (p < 0) return;
    const put = (set: number, bit: number): void => {
      c[set + p] = (c[set + p] & ~(1 << place)) | (bit << place);
    };
    put(s.groupsBase, (mark >> 2) & 1);
    put(s.groupsStuckBase, 1 - ((mark >> 1) & 1));
    put(s.booted, 1 - (mark & 1));
  });
}
