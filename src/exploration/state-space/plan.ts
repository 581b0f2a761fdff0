/**
 * The plan of one search: a drill without its times, and what the search may add to it. Plain data, from which each
 * worker thread makes the state space anew.
 */
import type { BoundCommand } from '../../domain/command.js';
import type { Deployment } from '../../domain/deployment.js';
import type { FaultAction, Load, Step, StepWork, TopologyChange, WaitCondition } from '../../domain/drill.js';
import type { ExploreRequest } from '../request.js';
import type { FaultCell } from './fault-share.js';

/** One step of a drill without its times: what an administrator does, or waits for. */
export type PlannedStep = {
  /** index in the drill's steps */
  readonly step: number;
  readonly expectRefused: boolean;
  /** the rule that must refuse it; null = any */
  readonly rule: string | null;
} & (
  | { readonly kind: 'command'; readonly command: BoundCommand }
  | { readonly kind: 'publish'; readonly change: TopologyChange }
  | { readonly kind: 'fault'; readonly fault: FaultAction }
  | { readonly kind: 'until'; readonly condition: WaitCondition; readonly pool: number }
  /** a pause or a note: passes, in whatever time */
  | { readonly kind: 'pause' }
  /** a line that could not be bound: does nothing, and what comes after may hang on it */
  | { readonly kind: 'notModelled' }
);

/** A fault of the drill itself, and where among the steps it falls. */
export interface PlannedFault {
  readonly fault: FaultAction;
  /** index of the step in which it falls by the drill's times; the step that has ended + 1 between two */
  readonly from: number;
  /** it comes while `from` runs: not before that step has begun */
  readonly inside: boolean;
}

/** What is searched. */
export interface ExplorationPlan {
  readonly deployment: Deployment;
  readonly load: Load;
  /** none where `request.free` is not 0 */
  readonly steps: readonly PlannedStep[];
  /** the drill's own faults; none where `request.free` is not 0 */
  readonly faults: readonly PlannedFault[];
  readonly request: ExploreRequest;
  /** the log whose changes are followed, by its index; null = all of them at once */
  readonly log: number | null;
  /** which of the further faults this search is for, where several share them out; absent = all */
  readonly share?: readonly FaultCell[];
}

/** Whether what every store holds can still be lost, or is held by one pool only and not yet by its partner. */
export function destroys({ steps, faults }: ExplorationPlan): boolean {
  return (
    faults.some((f) => f.fault.destroy) ||
    steps.some((s) => (s.kind === 'fault' && s.fault.destroy) || (s.kind === 'publish' && s.change.kind === 'pair'))
  );
}

/** The steps of a drill without their times. `poolIndex` = the index of a pool's name. */
export function plannedSteps(steps: readonly Step[], poolIndex: (name: string) => number): PlannedStep[] {
  return steps.map(({ work, expectRefused, rule }, step) => ({
    step,
    expectRefused,
    rule,
    ...planned(work, poolIndex),
  }));
}

type Bare<T> = T extends unknown ? Omit<T, 'step' | 'expectRefused' | 'rule'> : never;

function planned(work: StepWork, poolIndex: (name: string) => number): Bare<PlannedStep> {
  switch (work.kind) {
    case 'run':
      return { kind: 'command', command: work.command };
    case 'topologyBuilder':
      return { kind: 'publish', change: work.change };
    case 'fault':
      return { kind: 'fault', fault: work.fault };
    case 'waitUntil':
      return { kind: 'until', condition: work.condition, pool: work.pool === null ? -1 : poolIndex(work.pool) };
    case 'notModelled':
      return { kind: 'notModelled' };
    case 'wait':
    case 'note':
    case 'noted':
    case 'script':
    case 'failed':
      return { kind: 'pause' };
  }
}

/** When a step ran in the timed run of the drill, ms. */
export interface StepTimes {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** Where among the steps each scheduled fault falls; at equal times it comes before the step. */
export function plannedFaults(
  scheduled: readonly { readonly atMs: number; readonly fault: FaultAction }[],
  times: readonly StepTimes[],
): PlannedFault[] {
  return [...scheduled]
    .map((s, i) => ({ ...s, i }))
    .sort((a, b) => a.atMs - b.atMs || a.i - b.i)
    .map(({ atMs, fault }) => {
      let step = -1;
      times.forEach((t, i) => {
        if (t.startedAtMs < atMs) step = i;
      });
      const inside = step >= 0 && atMs <= times[step].endedAtMs;
      return { fault, from: inside ? step : step + 1, inside };
    });
}
