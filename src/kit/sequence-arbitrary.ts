/**
 * Arbitrary failover sequences of one deployment: numbers are drawn, and each chooses among what is enabled when its turn
 * comes. So every shrunk sequence is one that could be typed, and the drill of it runs the same without any randomness.
 */
import fc from 'fast-check';
import type { KindWeights } from '../campaign/random-sequences.js';
import { USUAL_WEIGHTS, weightsFor } from '../campaign/sequence-weights.js';
import { nearest } from '../core/nearest.js';
import { quote } from '../core/quote.js';
import type { Deployment } from '../domain/deployment.js';
import { DEFAULT_LOAD, type Drill, type Load } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { drillYaml } from '../input/drill/write.js';
import { topologyData } from '../input/topology/topology-data.js';
import { CHOICE_KINDS } from '../run/choices.js';
import { type RandomDrill, RandomDrillFault, randomDrill } from '../run/random-drill.js';

/** What a sequence is drawn from. */
export interface SequenceDraw {
  /** of the durations */
  readonly seed: number;
  /** what it is about; 0 = all of the deployment */
  readonly focus: number;
  readonly numbers: readonly number[];
}

/** Choices in one sequence where nobody says how many. */
const USUAL_CHOICES = 40;
const MOST_WEIGHT = 1000;
/** Seeds of the durations. */
const MOST_SEED = 999;
/** Of each pool of a large deployment there are some (see `focusOf`). */
const MOST_FOCUS = 99;

/** Draws of sequences with at most so many choices, at least one. */
export const sequenceDraws = (maxChoices: number): fc.Arbitrary<SequenceDraw> =>
  fc.record({
    seed: fc.nat({ max: MOST_SEED }),
    focus: fc.nat({ max: MOST_FOCUS }),
    numbers: fc.array(fc.nat(), { minLength: 1, maxLength: maxChoices, size: 'max' }),
  });

/** What sequences are made of. */
export interface SequencesOptions {
  /** choices at most: commands, faults, repairs, publishings, waits; default 40 */
  readonly maxChoices?: number;
  /** faults and repairs at any moment, also inside of commands; default true */
  readonly faults?: boolean;
  /** also what documents warn of: disaster forms against a pool that is alive, destroyed disks; default false */
  readonly hazards?: boolean;
  /** end with repairs and the documented way back to normal, after which I10 holds; default true */
  readonly recover?: boolean;
  /**
   * how often a kind of choice is drawn beside the others, such as `{ failover: 8 }`: whole numbers from 0 to 1,000; default
   * those of `drydrill check --runs`, which pilot sequences on the topology decide (one that is drawn has their usual ones)
   */
  readonly weights?: Readonly<Record<string, number>>;
  /** changes of users and administrators; default that of a drill that does not say */
  readonly load?: Load;
}

/** A sequence that was drawn while the model ran it: the drill, and what came of it. */
export interface Sequence {
  readonly drill: Drill;
  readonly result: RunResult;
}

/** Arbitrary sequences of commands, faults, repairs and waits on a deployment; each shows itself as a drill file. */
export function sequences(topology: Deployment, options: SequencesOptions = {}): fc.Arbitrary<Sequence> {
  return sequencesOn(topology, options);
}

/** Sequences on a deployment, or on any that is drawn. */
export function sequencesOn(
  topology: Deployment | fc.Arbitrary<Deployment>,
  options: SequencesOptions,
): fc.Arbitrary<DrawnSequence> {
  checkWeights(options.weights);
  const draws = sequenceDraws(options.maxChoices ?? USUAL_CHOICES);
  if (!(topology instanceof fc.Arbitrary)) {
    const weights = { ...pilotedWeights(topology), ...options.weights };
    return draws.map((draw) => new DrawnSequence(topology, draw, { ...options, weights }));
  }
  const weights = { ...USUAL_WEIGHTS, ...options.weights };
  return fc
    .record({ deployment: topology, draw: draws })
    .map(({ deployment, draw }) => new DrawnSequence(deployment, draw, { ...options, weights }));
}

/** Weights of deployments whose pilots were played before. */
const PILOTED = new WeakMap<Deployment, KindWeights>();
/** The pilots are always the same, so that a seed and a path find the same sequence again. */
const PILOT_SEED = 1;

function pilotedWeights(topology: Deployment): KindWeights {
  const weights = PILOTED.get(topology) ?? weightsFor(topology, PILOT_SEED);
  PILOTED.set(topology, weights);
  return weights;
}

/** A kind that there is not would weigh nothing, unseen. */
function checkWeights(weights: KindWeights = {}): void {
  for (const [kind, weight] of Object.entries(weights)) {
    if (!CHOICE_KINDS.includes(kind)) {
      const close = nearest(kind, CHOICE_KINDS);
      const hint = close === null ? `there are ${CHOICE_KINDS.join(', ')}` : `did you mean ${quote(close)}?`;
      throw new TypeError(`weights: there is no kind of choice ${quote(kind)}; ${hint}`);
    }
    if (!Number.isSafeInteger(weight) || weight < 0 || weight > MOST_WEIGHT) {
      throw new TypeError(`weights: ${quote(kind)} must be a whole number from 0 to ${MOST_WEIGHT}, not ${weight}`);
    }
  }
}

/** A sequence that is played when it is looked at: a run that throws must be a failure of the property, not of the draw. */
export class DrawnSequence implements Sequence {
  /** with all that a reader may look at, and with what is judged alone */
  private readonly runs: { whole?: RandomDrill; judged?: RandomDrill } = {};

  constructor(
    private readonly topology: Deployment,
    private readonly draw: SequenceDraw,
    private readonly options: SequencesOptions,
  ) {}

  get drill(): Drill {
    try {
      return (this.runs.whole ?? this.judged()).drill;
    } catch (error) {
      if (error instanceof RandomDrillFault) return error.drill;
      throw error;
    }
  }

  get result(): RunResult {
    this.runs.whole ??= this.play(false);
    return this.runs.whole.result;
  }

  /** The run of it, of which only steps, violations and numbers are right; throws where the model does. */
  judged(): RandomDrill {
    this.runs.judged ??= this.play(true);
    return this.runs.judged;
  }

  private play(numbersOnly: boolean): RandomDrill {
    const { load = DEFAULT_LOAD, weights = {}, recover = true, faults = true, hazards } = this.options;
    return randomDrill({
      deployment: this.topology,
      load,
      ...this.draw,
      ...{ recover, faults, hazards, midCommand: faults, numbersOnly },
      weightOf: (kind) => weights[kind] ?? 1,
    });
  }

  /** What fast-check prints: the drill as a file, and the command that runs it. */
  [fc.toStringMethod](): string {
    return `\n${drillText(this.drill)}`;
  }
}

/** A drill as a file that says above itself how it is run. */
export function drillText(drill: Drill): string {
  const command = `# write this to counterexample.yaml, then: drydrill run counterexample.yaml --seed ${drill.seed} --seeds 1`;
  return `${command}\n${drillYaml(drill, topologyData(drill.deployment))}`;
}
