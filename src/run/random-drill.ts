/**
 * Draws a drill at random while the model runs it: a random walk over what administrators do and what breaks in each
 * state. What was drawn is an ordinary drill, which runs the same again without any randomness.
 */
import { formatDuration } from '../core/duration.js';
import type { Deployment } from '../domain/deployment.js';
import { type Action, type Condition, DeploymentModel } from '../domain/deployment-model.js';
import { type Drill, EXPECTED_BY_DEFAULT, type Load, type Step } from '../domain/drill.js';
import type { ViolationResult } from '../domain/result.js';
import { describeFault } from '../domain/stepping/faults.js';
import { type Choice, type Taken, walkRandomly } from '../simulation/random-walk.js';
import { OfferAlphabet, type ToldOffer, told } from './choices.js';
import { recovery } from './documented-recovery.js';
import { scriptStep } from './drill-steps.js';
import type { Offer } from './fault-offers.js';
import { RunRecorder } from './recorder.js';
import { type DrillRun, drawnShareOf, type SimulationOptions } from './run-drill.js';
import { resultOf } from './run-result.js';

export interface RandomDrillOptions extends SimulationOptions {
  readonly deployment: Deployment;
  readonly load: Load;
  readonly seed: number;
  /** one number a choice; see `walkRandomly` */
  readonly numbers: readonly number[];
  /** offer the named hazards too */
  readonly hazards?: boolean;
  readonly faults?: boolean;
  /** offer long commands together with a fault that falls while they run */
  readonly midCommand?: boolean;
  /** what the sequence is about; see `focusOf`; default: all of the deployment */
  readonly focus?: number;
  /** how often a kind of choice is drawn beside the others; see `walkRandomly` */
  readonly weightOf?: (kind: string) => number;
  /** end with repairs and the documented way back to normal (I10) */
  readonly recover?: boolean;
}

/** A drill that was drawn while it ran, and that run of it. */
export interface RandomDrill extends DrillRun {
  readonly drill: Drill;
  readonly offered: readonly ToldOffer[];
  /** the invariants that broke by themselves: before the walk, or the way back, typed a hazard that nobody had asked for */
  readonly broken: readonly ViolationResult[];
  /** when something broke or was put right */
  readonly faultsAtMs: readonly number[];
}

/** A run that threw, which is a fault of the model; `drill` is what had been drawn until then. */
export class RandomDrillFault extends Error {
  constructor(
    readonly drill: Drill,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

const SECOND = 1000;
const PAUSES_MS = [0, 1, 20, 150, 400, 1000, 3600, 9000].map((s) => s * SECOND);

type OfferChoice = Choice<Action, Condition> & { readonly offer: ToldOffer };

/** Draws a drill choice by choice while the model runs it; `runDrill` of the answer's drill gives the same run. */
export function randomDrill(options: RandomDrillOptions): RandomDrill {
  const { deployment, load, seed, numbers } = options;
  const numbersOnly = options.numbersOnly === true;
  const model = options.model ?? new DeploymentModel(deployment, load, undefined, { numbersOnly });
  const { world } = model;
  world.settings.drawnShare = drawnShareOf(seed);
  const recorder = new RunRecorder(world, numbersOnly);
  const alphabet = new OfferAlphabet(world, options);
  const choiceOf = (offer: Offer): OfferChoice => {
    const { kind, work, inMs } = offer;
    const inWords = world.settings.unnoted(() => told(world, offer));
    return inMs !== null && work.kind === 'fault'
      ? { kind, offer: inWords, inMs, action: { type: 'fault', fault: work.fault } }
      : { kind, offer: inWords, step: scriptStep(model, stepOf(inWords)) };
  };
  const take = (offer: Offer): OfferChoice[] => [...(offer.with ?? []), offer].map(choiceOf);
  const back = recovery(world);
  const taken: Taken<OfferChoice>[] = [];
  const draw = () =>
    walkRandomly(
      model,
      {
        seed,
        numbers,
        pausesMs: PAUSES_MS,
        choices: (present) => world.settings.unnoted(() => alphabet.offers(present)),
        take,
        ending: (present) => {
          const offer = options.recover === true ? world.settings.unnoted(() => back(present)) : null;
          return offer === null ? null : take(offer);
        },
        weightOf: alphabet.weightOf,
        closing: { type: 'close' },
        fastForward: options.jump === false ? null : model.fastForward,
        record: options.record,
        taken,
      },
      recorder,
    );
  let run: ReturnType<typeof draw>;
  try {
    run = draw();
  } catch (error) {
    throw new RandomDrillFault(drillOf(options, taken), error);
  }
  const { state, endedAtMs, trace, events } = run;
  recorder.finish(endedAtMs);
  const drill = drillOf(options, taken);
  const result = resultOf(drill, model, recorder, endedAtMs, numbersOnly);
  const hazard = options.hazards === true ? undefined : taken.find((t) => t.choice.offer.hazard !== null);
  const hazardAtMs = hazard?.atMs ?? Number.POSITIVE_INFINITY;
  const faultsAtMs = recorder.timeline.filter(({ kind }) => kind === 'fault').map(({ atMs }) => atMs);
  return {
    drill,
    offered: taken.map((t) => t.choice.offer),
    broken: result.violations.filter(({ atMs }) => atMs < hazardAtMs),
    faultsAtMs,
    result,
    trace,
    events,
    model,
    state,
    unusable: null,
    isSpent: false,
  };
}

const NOWHERE = { file: '', line: 0, column: 0 };

function stepOf({ work, line }: ToldOffer): Step {
  const text = line ?? (work.kind === 'fault' ? describeFault(work.fault) : work.kind);
  return { work, text, position: NOWHERE, atMs: null, expectRefused: false, rule: null };
}

function drillOf(options: RandomDrillOptions, taken: readonly Taken<OfferChoice>[]): Drill {
  const steps: Step[] = [];
  const faults: Drill['faults'][number][] = [];
  for (const { pauseMs, atMs, choice } of taken) {
    if (pauseMs > 0) {
      const work = { kind: 'wait', durationMs: pauseMs } as const;
      const text = `wait ${formatDuration(pauseMs)}`;
      steps.push({ work, text, position: NOWHERE, atMs: null, expectRefused: false, rule: null });
    }
    const { work, inMs } = choice.offer;
    if (inMs === null) steps.push(stepOf(choice.offer));
    else if (work.kind === 'fault') {
      faults.push({ ...work.fault, atMs: atMs + inMs, forMs: null, position: NOWHERE });
    }
  }
  const { deployment, load, seed } = options;
  const name = `Random drill ${seed}`;
  return {
    name,
    file: '',
    deployment,
    seed,
    load,
    assumptions: {},
    faults,
    steps,
    expect: EXPECTED_BY_DEFAULT,
    taken: [],
  };
}
