/**
 * What a component is to the house: what it declares (`state.ts`), how it is brought in line after an event, what the
 * end of its pending work does and is called, what a search may forget of it, and its own invariants.
 */
import type { MachineTable } from '../../core/state-machine.js';
import type { StateInvariant } from '../invariants/state-invariant.js';
import type { VariableTable } from '../state/control-state.js';
import type { WorkTable } from '../state/pending-work.js';
import type { World } from '../state/world.js';

/**
 * One pass over the pools of the groups that an event concerns, or one over the whole deployment; `ofClusters`: there is
 * nothing to do where no pool has a cluster.
 */
export type Reconciliation =
  | { readonly pool: (world: World, p: number) => void; readonly ofClusters?: true }
  | { readonly whole: (world: World) => void };

/** The end of a kind of pending work: what it does, and how a report tells it. */
export interface WorkBehaviour {
  done(world: World, pool: number, part: number): void;
  words(world: World, pool: number, part: number): { readonly actor: string; readonly action: string };
}

/** One state machine of a deployment: where it starts, and what its circumstances rule out for good. */
export interface MachineInstance {
  readonly machine: MachineTable;
  readonly start: number;
  /** events that never come, and yes/no parameters that never hold: `force`, `look.voice` */
  readonly never?: readonly string[];
}

/** What the rest of a script may still read of a deployment (dead-variable reduction). */
export interface LaterReads {
  /** some step waits until the replicas of the CMS are up to date (D63) */
  readonly replicated: boolean;
  /** some command may fail the Central Management Store over, which reads marks and replication (D64) */
  readonly cmsFailover: boolean;
  /** some step waits for the Backup Service of this pool (D33); one flag a pool */
  readonly exports: readonly boolean[];
  /** some command syncs this module, and perhaps not all of its pool (D35); one flag a module */
  readonly synced: readonly boolean[];
  /** some command may be a failover, which reads the next hops (D42) */
  readonly failover: boolean;
  /** some command exports Response Groups, which reads where they are (D34) */
  readonly responseGroups: boolean;
  /** some disks may be destroyed, now or later */
  readonly destroys: boolean;
  /** paths that some command reads or writes, as `pathKey` spells them (D34); sorted */
  readonly files: readonly string[];
}

/** The declarations of a component, as its `state.ts` has them. */
interface ComponentTable {
  readonly state: VariableTable;
  readonly work: WorkTable;
}

/** A component with the behaviour of all that its table declares. */
export interface Component<T extends ComponentTable = ComponentTable> {
  readonly table: T;
  /** one for each kind of work in the table */
  readonly work: { readonly [K in keyof T['work']]: WorkBehaviour };
  /** in this order, after the components before it in `COMPONENTS` */
  readonly reconcile?: readonly Reconciliation[];
  readonly invariants?: readonly StateInvariant[];
  /** its state machines in a deployment, one for each thing that has one: what of them a run could reach */
  instances?(world: World): readonly MachineInstance[];
  /**
   * Sets variables that nothing in the rest of the script reads to one fixed value, so that states that differ in
   * nothing else become one; `work` = the flags of pending work, a slot each. Whoever adds a reader of such a variable
   * adds it here, too: a test explores small deployments with and without.
   */
  clearDead?(world: World, work: Uint8Array, later: LaterReads): void;
}

/** Checks that a component has all that its table declares. */
export const defineComponent = <T extends ComponentTable>(component: Component<T>): Component<T> => component;
