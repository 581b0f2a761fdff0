/**
 * Property-based testing of one deployment: random sequences of commands, faults, repairs and waits, each followed by the
 * documented way back. No invariant may break; what breaks one is shrunk to a short drill.
 */
import fc from 'fast-check';
import type { Deployment } from '../domain/deployment.js';
import type { Drill, Load } from '../domain/drill.js';
import { type RandomDrill, RandomDrillFault, randomDrill } from '../run/random-drill.js';

/**
 * What is drawn more often than the rest: a pool that may be failed over is one of two dozen kinds of things to do, and a
 * sequence without a failover shows little.
 */
const WEIGHTS: Readonly<Record<string, number>> = { failover: 8, disasterFailover: 10, failback: 3, cms: 4, edge: 4 };
const weightOf = (kind: string): number => WEIGHTS[kind] ?? 1;

/** Choices in one sequence at most. */
const CHOICES_MAX = 40;
/** A simulator's own seed, which draws the durations of a sequence. */
const SEED_MAX = 999;

export interface SequencesRequest {
  readonly deployment: Deployment;
  readonly load: Load;
  readonly runs: number;
  /** of the sequences; the same seed gives the same ones */
  readonly seed: number;
  /** called after each sequence */
  readonly played?: () => void;
}

/** What the sequences came to. */
export interface SequencesResult {
  readonly runs: number;
  readonly seed: number;
  /** of how many sequences each thing is true; a search that never fails anything over proves nothing */
  readonly reached: SequencesReached;
  /** the shortest drill that was found to break an invariant; null = none was found */
  readonly failure: SequenceFailure | null;
}

export interface SequencesReached {
  readonly failover: number;
  readonly refusal: number;
  readonly faultInMidCommand: number;
}

export interface SequenceFailure {
  readonly drill: Drill;
  readonly invariant: string;
  readonly message: string;
}

interface Draw {
  readonly seed: number;
  readonly numbers: readonly number[];
}

/** A sequence that broke an invariant: thrown, so that the shrinker takes it for a failure. */
class Broken extends Error {
  constructor(readonly failure: SequenceFailure) {
    super(failure.message);
  }
}

/** Plays random sequences on a deployment until one breaks an invariant, or all are through. */
export function playSequences({ deployment, load, runs, seed, played }: SequencesRequest): SequencesResult {
  const reached = { failover: 0, refusal: 0, faultInMidCommand: 0 };
  let shrinking = false;
  let done = 0;
  const draws = fc.record({
    seed: fc.nat({ max: SEED_MAX }),
    numbers: fc.array(fc.nat(), { minLength: 1, maxLength: CHOICES_MAX, size: 'max' }),
  });
  const details = fc.check(
    fc.property(draws, (draw: Draw) => {
      const run = randomDrill({ deployment, load, ...draw, weightOf, recover: true });
      if (!shrinking) {
        done++;
        count(run, reached);
        played?.();
      }
      const broken = run.result.violations[0];
      if (broken === undefined) return;
      shrinking = true;
      throw new Broken({ drill: run.drill, invariant: broken.invariant, message: broken.message });
    }),
    { numRuns: runs, seed },
  );
  return { runs: done, seed, reached, failure: failureOf(details.failed ? details.errorInstance : null) };
}

function failureOf(error: unknown): SequenceFailure | null {
  if (error === null) return null;
  if (error instanceof Broken) return error.failure;
  // A fault of the model is not the deployment's: it ends the process as such.
  throw error instanceof RandomDrillFault ? error.cause : error;
}

function count(run: RandomDrill, reached: { -readonly [K in keyof SequencesReached]: number }): void {
  const { recovery, steps } = run.result;
  if (recovery.some(({ servedAtMs }) => servedAtMs !== null)) reached.failover++;
  if (steps.some(({ outcome }) => outcome === 'refused')) reached.refusal++;
  if (hasFaultInMidCommand(run)) reached.faultInMidCommand++;
}

/** A fault fell while a command ran: between its start and its end. */
function hasFaultInMidCommand({ drill, result: { steps, timeline } }: RandomDrill): boolean {
  const commands = steps.filter((_, i) => drill.steps[i].work.kind === 'run');
  return timeline.some(
    ({ kind, atMs }) => kind === 'fault' && commands.some((c) => c.startedAtMs < atMs && atMs < c.endedAtMs),
  );
}
