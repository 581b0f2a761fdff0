/**
 * Dead-variable reduction. A control variable that no later step of the script and no component can read is set to a
 * fixed value, so that states that differ in nothing else become one: they have the same futures, and break the same.
 * Which variables those are is declared by each component (`Component.clearDead`); what the rest of a script reads is
 * worked out here from its steps. A test explores small deployments with and without and demands the same answers.
 */
import { commandReads } from '../../domain/cmdlets/catalog.js';
import type { LaterReads } from '../../domain/components/component.js';
import { CLEAR_DEAD } from '../../domain/components/registry.js';
import { pathKey } from '../../domain/state/exported-files.js';
import { MODULES } from '../../domain/state/modules.js';
import type { World } from '../../domain/state/world.js';
import type { ExportedFile } from '../../domain/state/world-state.js';
import { destroys, type ExplorationPlan, type PlannedStep } from './plan.js';
import { type ScriptState, waitsDecide } from './script-state.js';

export class DeadVariables {
  private readonly reads: LaterReads[] = [];
  /** numbers of reads: by step, without and with commands to come (`--free`), and with waits that decide nothing any more */
  private readonly byStep: number[][];
  /** the number of all that is read at some step */
  readonly always: number;
  /** by number: what was left of a list of files, which is replaced and never changed */
  private readonly filesLeft: readonly WeakMap<readonly ExportedFile[], readonly ExportedFile[]>[];

  constructor(
    private readonly world: World,
    plan: ExplorationPlan,
  ) {
    const { steps } = plan;
    const loses = destroys(plan);
    this.byStep = [...steps, null].map((_, i) => {
      const left = steps.slice(i);
      const withoutWaits = left.filter(({ kind }) => kind !== 'until');
      return [
        ...[false, true].map((commands) => this.add(readsOf(world, left, commands, loses))),
        this.add(readsOf(world, withoutWaits, false, loses)),
      ];
    });
    this.always = this.add(this.reads.reduce(both));
    this.filesLeft = this.reads.map(() => new WeakMap());
  }

  private add(reads: LaterReads): number {
    const known = this.reads.findIndex((r) => JSON.stringify(r) === JSON.stringify(reads));
    return known >= 0 ? known : this.reads.push(reads) - 1;
  }

  /** How many numbers `liveAt` can answer. */
  get count(): number {
    return this.reads.length;
  }

  /** The number of what a script still reads. A step that was swapped with the next one is still to come. */
  liveAt(script: ScriptState): number {
    const { step, commands } = script;
    const reads = waitsDecide(script) ? (commands > 0 ? 1 : 0) : 2;
    return this.byStep[Math.min(step, this.byStep.length - 1)][reads];
  }

  /** Clears, in the present state of the world, what is dead by the number of `liveAt`. */
  clear(work: Uint8Array, live: number): void {
    for (const clearDead of CLEAR_DEAD) clearDead(this.world, work, this.reads[live]);
    const { state } = this.world;
    if (state.files.length > 0) state.files = this.liveFiles(state.files, live);
  }

  /** The files of which some later step reads or writes the path; the same list for the same list. */
  private liveFiles(files: readonly ExportedFile[], live: number): readonly ExportedFile[] {
    const known = this.filesLeft[live].get(files);
    if (known !== undefined) return known;
    const named = this.reads[live].files;
    const left = files.filter(({ path }) => named.includes(pathKey(path)));
    const kept = left.length === files.length ? files : left;
    this.filesLeft[live].set(files, kept);
    return kept;
  }
}

/** What the one or the other reads. */
function both(a: LaterReads, b: LaterReads): LaterReads {
  return {
    replicated: a.replicated || b.replicated,
    cmsFailover: a.cmsFailover || b.cmsFailover,
    exports: a.exports.map((read, p) => read || b.exports[p]),
    synced: a.synced.map((read, m) => read || b.synced[m]),
    failover: a.failover || b.failover,
    destroys: a.destroys || b.destroys,
    responseGroups: a.responseGroups || b.responseGroups,
    files: sorted([...a.files, ...b.files]),
  };
}

const sorted = (paths: readonly string[]): string[] => [...new Set(paths)].sort();

function readsOf(world: World, steps: readonly PlannedStep[], commands: boolean, loses: boolean): LaterReads {
  const waits = steps.flatMap((step) => (step.kind === 'until' ? [step] : []));
  const exported = waits.filter(({ condition }) => condition === 'steady' || condition === 'final');
  const typed = steps.flatMap((step) => (step.kind === 'command' ? [commandReads(step.command)] : []));
  return {
    replicated: waits.some(({ condition }) => condition === 'replicated'),
    cmsFailover: commands || typed.some(({ centralMaster }) => centralMaster === true),
    exports: world.layout.pools.map(({ index }) => exported.some(({ pool }) => pool < 0 || pool === index)),
    synced: MODULES.map((name) => typed.some(({ syncs }) => syncs === name || syncs === 'All')),
    failover: commands || typed.some(({ nextHops }) => nextHops === true),
    destroys: loses,
    responseGroups: typed.some((reads) => reads.exports?.holds === 'responseGroups'),
    files: sorted(
      typed.flatMap((reads) => [...(reads.imports ?? []), ...(reads.exports ? [reads.exports.path] : [])]).map(pathKey),
    ),
  };
}
