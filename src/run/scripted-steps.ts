/**
 * The steps of one run, pulled one at a time by the simulator. Those of the drill file are known beforehand; those of
 * a script come from its `StepSource` while the run goes on, each decided by what the step before came to.
 */
import { type InputError, isInputError } from '../core/input-error.js';
import { restartedBy } from '../domain/cmdlets/machine-power.js';
import type { Action, Condition, DeploymentModel } from '../domain/deployment-model.js';
import type { Drill, Step, StepSource } from '../domain/drill.js';
import type { NextStep } from '../simulation/simulator.js';
import { scriptStep, undoing } from './drill-steps.js';
import type { RunRecorder } from './recorder.js';

export class ScriptedSteps {
  /** The error of a script file that the run came to and that cannot be read; null = there is none. */
  unusable: InputError | null = null;
  private readonly taken: Step[] = [];
  private readonly sources: StepSource[] = [];
  /** The steps of the drill still to come, the next one last. */
  private readonly waiting: Step[];
  /** The script under way; null = none is. */
  private source: StepSource | null = null;
  /** `at` of a script, which its first step takes over, ms. */
  private startMs: number | null = null;

  constructor(
    private readonly drill: Drill,
    private readonly model: DeploymentModel,
    private readonly recorder: RunRecorder,
    private readonly beforeStep: (step: Step) => void = () => {},
  ) {
    this.waiting = drill.steps.toReversed();
  }

  /** Answers the simulator with the next step, and schedules the end of a fault that has one. */
  readonly next: NextStep<Action, Condition> = ({ nowMs, schedule }) => {
    this.bringBack(schedule);
    const step = this.nextStep(nowMs);
    if (step === null) return null;
    this.taken.push(step);
    this.beforeStep(step);
    const { work } = step;
    if (work.kind === 'fault' && work.forMs !== undefined) {
      const startMs = Math.max(nowMs, step.atMs ?? 0);
      schedule(startMs + work.forMs, { type: 'fault', fault: undoing(work.fault) });
    }
    return scriptStep(this.model, step);
  };

  /** Schedules the return of machines that the step before restarted without waiting for them. */
  private bringBack(schedule: Parameters<NextStep<Action, Condition>>[0]['schedule']): void {
    const work = this.taken.at(-1)?.work;
    const step = this.recorder.steps.at(-1);
    // What was refused, or is not modelled, restarted nothing.
    if (work?.kind !== 'run' || step?.answer?.outcome !== 'ok') return;
    const { hosts, inMs } = restartedBy(this.model.world, work.command);
    for (const host of hosts) schedule(step.endedAtMs + inMs, { type: 'boot', host, downAtMs: step.startedAtMs });
  }

  private nextStep(nowMs: number): Step | null {
    for (;;) {
      if (this.source !== null) {
        const answer = this.recorder.steps.at(-1)?.answer ?? null;
        const step = this.source.next(nowMs, answer);
        for (const text of this.source.shown()) this.recorder.texts.shown(nowMs, text);
        if (isInputError(step)) {
          this.unusable = step;
          return null;
        }
        if (step !== null) return { ...step, atMs: this.takeStart() };
        this.source = null;
      }
      const step = this.waiting.pop();
      if (step === undefined) return null;
      if (step.work.kind !== 'script') return step;
      this.source = step.work.script.play();
      this.startMs = step.atMs;
      this.sources.push(this.source);
    }
  }

  /** Whether one of its scripts cost what a script may cost. */
  get isSpent(): boolean {
    return this.sources.some((source) => source.isSpent());
  }

  private takeStart(): number | null {
    const startMs = this.startMs;
    this.startMs = null;
    return startMs;
  }

  /** The drill with the steps that were taken in the place of its scripts, and what these assumed and did besides. */
  drillAsRun(): Drill {
    if (this.sources.length === 0) return this.drill;
    return {
      ...this.drill,
      steps: this.taken,
      taken: [...this.sources.flatMap((source) => source.taken()), ...this.drill.taken],
      runbooks: this.sources.map((source) => source.result()),
    };
  }
}
