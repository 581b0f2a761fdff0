/** Runs one drill in virtual time: the deployment model under the discrete-event simulator, heard by a recorder. */
import { hash32 } from '../core/hash.js';
import type { InputError } from '../core/input-error.js';
import type { TraceEntry } from '../core/trace.js';
import { type Action, DeploymentModel, type ModelOptions } from '../domain/deployment-model.js';
import type { Drill, Step } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import type { World } from '../domain/state/world.js';
import type { WorldState } from '../domain/state/world-state.js';
import { simulate } from '../simulation/simulator.js';
import { scheduledFaults } from './drill-steps.js';
import { RunRecorder } from './recorder.js';
import { resultOf } from './run-result.js';
import { ScriptedSteps } from './scripted-steps.js';

/** How a run is made, for tests and measurements; the result is the same for all. */
export interface SimulationOptions {
  /** jump over steady stretches (default true) */
  readonly jump?: boolean;
  readonly record?: boolean;
  /** only verdict, findings and numbers are wanted: no lanes, points, assumptions or timeline in the result */
  readonly numbersOnly?: boolean;
  /** called when the turn of a step has come, in the state in which it is taken */
  readonly beforeStep?: (step: Step, world: World) => void;
  /** a model made by the caller, e.g. with a rule broken on purpose */
  readonly model?: DeploymentModel;
}

export interface DrillRun {
  /** with the steps that were taken in the place of its scripts */
  readonly drill: Drill;
  readonly result: RunResult;
  readonly trace: readonly TraceEntry<Action>[];
  readonly events: number;
  readonly model: DeploymentModel;
  readonly state: WorldState;
  /** a script file that the run came to and that cannot be read: the result is worth nothing then */
  readonly unusable: InputError | null;
  /** one of its scripts was stopped as it cost what a script may cost */
  readonly isSpent: boolean;
}

/** The model of a drill; the options are those of `ModelOptions`. A run leaves nothing in it that another run would find. */
export const modelOf = (
  { deployment, load }: Drill,
  numbersOnly: boolean,
  reached?: ModelOptions['reached'],
): DeploymentModel => new DeploymentModel(deployment, load, undefined, { numbersOnly, reached });

/** What a seed draws beside durations: a share in [0, 1), the same for all that is drawn in a run. */
export const drawnShareOf = (seed: number): number => hash32(`${seed}/upgradeDomains`) / 2 ** 32;

/** Simulates a drill in virtual time. Same drill and seed: the same result to the byte. */
export function runDrill(drill: Drill, options: SimulationOptions = {}): DrillRun {
  const numbersOnly = options.numbersOnly === true;
  const model = options.model ?? modelOf(drill, numbersOnly);
  const recorder = new RunRecorder(model.world, numbersOnly);
  model.world.settings.drawnShare = drawnShareOf(drill.seed);
  const steps = new ScriptedSteps(drill, model, recorder, (step) => options.beforeStep?.(step, model.world));
  const { state, endedAtMs, trace, events } = simulate(
    model,
    {
      seed: drill.seed,
      steps: steps.next,
      scheduled: scheduledFaults(drill),
      closing: { type: 'close' },
      fastForward: options.jump === false ? null : model.fastForward,
      record: options.record,
    },
    recorder,
  );
  recorder.finish(endedAtMs);
  const asRun = steps.drillAsRun();
  const result = resultOf(asRun, model, recorder, endedAtMs, numbersOnly);
  return { drill: asRun, result, trace, events, model, state, unusable: steps.unusable, isSpent: steps.isSpent };
}
