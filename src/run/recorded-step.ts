/** A step as the recorder of a run keeps it. */
import type { StepAnswer } from '../domain/drill.js';

/** What a step came to, as far as the model knows it. */
export interface RecordedStep {
  readonly startedAtMs: number;
  endedAtMs: number;
  timedOut: boolean;
  answer: StepAnswer | null;
}
