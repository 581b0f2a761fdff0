import { type InputError, isInputError } from '../core/input-error.js';
import type { Action, DeploymentModel } from '../domain/deployment-model.js';
import type { Drill, ScriptPlay, Step } from '../domain/drill.js';
import type { NextStep } from '../simulation/simulator.js';
import type { RunRecorder } from './recorder.js';
import { scriptStep, undoing } from './run-drill.js';

/** The steps of a drill as they are taken: those of its scripts are known only while the run goes on. */
export class ScriptedSteps {
  /** a script file that cannot be read */
  unusable: InputError | null = null;
  private readonly taken: Step[] = [];
  private readonly plays: ScriptPlay[] = [];
  private readonly waiting: Step[];
  private playing: ScriptPlay | null = null;
  /** `at` of a script: its first step keeps it */
  private startMs: number | null = null;

  constructor(
    private readonly of: Drill,
    private readonly model: DeploymentModel,
    private readonly recorder: RunRecorder,
  ) {
    this.waiting = of.steps.toReversed();
  }

  /** What the timed driver asks for. */
  readonly next: NextStep<Action> = ({ nowMs, schedule }) => {
    const step = this.step(nowMs);
    if (step === null) return null;
    this.taken.push(step);
    const { work } = step;
    if (work.kind === 'fault' && work.forMs !== undefined) {
      const startMs = Math.max(nowMs, step.atMs ?? 0);
      schedule(startMs + work.forMs, { type: 'fault', fault: undoing(work.fault) });
    }
    return scriptStep(this.model, step);
  };

  private step(nowMs: number): Step | null {
    for (;;) {
      if (this.playing !== null) {
        const answer = this.recorder.steps.at(-1)?.answer ?? null;
        const step = this.playing.next(nowMs, answer);
        if (isInputError(step)) {
          this.unusable = step;
          return null;
        }
        if (step !== null) return { ...step, atMs: this.takeStart() };
        this.playing = null;
      }
      const step = this.waiting.pop();
      if (step === undefined) return null;
      if (step.work.kind !== 'script') return step;
      this.playing = step.work.script.play();
      this.startMs = step.atMs;
      this.plays.push(this.playing);
    }
  }

  private takeStart(): number | null {
    const at = this.startMs;
    this.startMs = null;
    return at;
  }

  /** The drill with the steps that were taken. */
  drill(): Drill {
    if (this.plays.length === 0) return this.of;
    return {
      ...this.of,
      steps: this.taken,
      taken: [...this.plays.flatMap((play) => play.taken()), ...this.of.taken],
      runbooks: this.plays.map((play) => play.result()),
    };
  }
}
