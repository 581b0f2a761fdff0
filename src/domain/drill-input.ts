/** What a run was made of, and the faults that came, as a result has them: plain data. */
import type { Drill, FaultAction, ScheduledFault, Step, StepWork } from './drill.js';

/** A fault or a repair at the time when it came. */
export interface FaultResult extends FaultAction {
  readonly atMs: number;
}

/** The drill and its deployment as they were read, plain data: with the seed a run can be made of it again. */
export interface DrillInput
  extends Pick<
    Drill,
    'deployment' | 'load' | 'assumptions' | 'expect' | 'taken' | 'strict' | 'allowUnmodelled' | 'invariantsOnly'
  > {
  readonly faults: readonly Omit<ScheduledFault, 'position'>[];
  /** one each of the result's `steps`, which have their lines */
  readonly steps: readonly PlayedStep[];
}

/** A step that is no script: a script plays some of these. */
export interface PlayedStep extends Omit<Step, 'work' | 'position'> {
  readonly work: Exclude<StepWork, { readonly kind: 'script' }>;
}

/** Whether a fault breaks something, and does not put it right. */
export const isBreaking = ({ verb }: Pick<FaultResult, 'verb'>): boolean => verb === 'crash' || verb === 'cut';
