/**
 * Property-based testing of one deployment: random sequences of commands, faults, repairs and waits, each followed by the
 * documented way back. No invariant may break. Each sequence follows from a seed and its own number alone, so that any
 * thread, or any machine, can play any of them.
 */
import { hash32 } from '../core/hash.js';
import type { Deployment } from '../domain/deployment.js';
import { DeploymentModel } from '../domain/deployment-model.js';
import { DEFAULT_LOAD, type Drill } from '../domain/drill.js';
import type { ReachedModel } from '../domain/reach/reached-model.js';
import type { ViolationResult } from '../domain/result.js';
import { type RandomDrill, RandomDrillFault, randomDrill } from '../run/random-drill.js';

/** Choices in one sequence: at least one, at most so many. */
const CHOICES_MAX = 30;
/** A simulator's own seed, which draws the durations of a sequence. */
const SEED_MAX = 999;

/** How often each kind of choice is drawn beside the others. */
export type KindWeights = Readonly<Record<string, number>>;

/** Of how many sequences each thing is true; a search that never fails anything over proves nothing. */
export interface SequencesReached {
  readonly failover: number;
  readonly refusal: number;
  readonly faultInMidCommand: number;
}

/** An invariant that broke in a run. */
export type Broken = Pick<ViolationResult, 'invariant' | 'message' | 'rules' | 'atMs'>;

/** A sequence that broke an invariant. */
export interface BrokenSequence {
  /** its number among those of its seed */
  readonly index: number;
  readonly drill: Drill;
  readonly broken: Broken;
}

/** The count of no sequence. */
export const nothingReached = (): ReachedCounts => ({ failover: 0, refusal: 0, faultInMidCommand: 0 });

type ReachedCounts = { -readonly [What in keyof SequencesReached]: number };

/** Counts a sequence in. */
export function countReached(reached: ReachedCounts, run: RandomDrill): void {
  if (hasFailover(run)) reached.failover++;
  if (hasRefusal(run)) reached.refusal++;
  if (hasFaultInMidCommand(run)) reached.faultInMidCommand++;
}

/** A run of consecutive sequences, up to the first that broke an invariant. */
export interface PlayedSequences {
  /** with the one that broke something */
  readonly played: number;
  readonly reached: SequencesReached;
  readonly broken: BrokenSequence | null;
}

export interface SequencesRequest {
  readonly deployment: Deployment;
  /** of the sequences; the same seed gives the same ones */
  readonly seed: number;
  /** the number of the first, and of the one after the last */
  readonly from: number;
  readonly to: number;
  readonly weights: KindWeights;
  /** called after each sequence, in the final state of its model */
  readonly played?: (run: RandomDrill) => void;
  /** marks what of the model the sequences reach; absent = nobody asks */
  readonly reached?: ReachedModel;
}

/** Plays consecutive sequences on a deployment until one breaks an invariant, or all are through. */
export function playSequences(request: SequencesRequest): PlayedSequences {
  const { deployment, from, to, played, reached: marks } = request;
  const reached = nothingReached();
  const model = new DeploymentModel(deployment, DEFAULT_LOAD, undefined, { numbersOnly: true, reached: marks });
  for (let index = from; index < to; index++) {
    const run = playSequence(request, model, index);
    countReached(reached, run);
    played?.(run);
    const [first] = run.broken;
    if (first !== undefined) {
      const { invariant, message, rules, atMs } = first;
      const broken = { invariant, message, rules, atMs };
      return { played: index - from + 1, reached, broken: { index, drill: run.drill, broken } };
    }
  }
  return { played: to - from, reached, broken: null };
}

/** One sequence; the model is shared, as a run leaves nothing in it that another run would find. */
function playSequence(
  { deployment, seed, weights }: SequencesRequest,
  model: DeploymentModel,
  index: number,
): RandomDrill {
  const { numbers, focus, seed: own } = drawOf(seed, index);
  const options = { focus, model, recover: true, numbersOnly: true, midCommand: true };
  try {
    const weightOf = (kind: string): number => weights[kind] ?? 1;
    return randomDrill({ deployment, load: DEFAULT_LOAD, seed: own, numbers, weightOf, ...options });
  } catch (error) {
    // A fault of the model is not the deployment's: it ends the process as such.
    throw error instanceof RandomDrillFault ? error.cause : error;
  }
}

/** The numbers that a sequence is drawn from: splitmix32 from the hash of its seed and number. */
function drawOf(seed: number, index: number): { seed: number; focus: number; numbers: number[] } {
  let state = hash32(`${seed}/${index}`);
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  const own = next() % (SEED_MAX + 1);
  const numbers = Array.from({ length: 1 + (next() % CHOICES_MAX) }, next);
  return { seed: own, numbers, focus: next() };
}

const hasFailover = ({ result }: RandomDrill): boolean => result.recovery.some(({ servedAtMs }) => servedAtMs !== null);

const hasRefusal = ({ result }: RandomDrill): boolean => result.steps.some(({ outcome }) => outcome === 'refused');

/** A fault fell while a command ran: between its start and its end. */
function hasFaultInMidCommand({ drill, faultsAtMs, result: { steps } }: RandomDrill): boolean {
  const commands = steps.filter((_, i) => drill.steps[i].work.kind === 'run');
  return faultsAtMs.some((atMs) => commands.some((c) => c.startedAtMs < atMs && atMs < c.endedAtMs));
}
