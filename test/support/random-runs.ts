/** Property-based testing over runs: random deployments, loads and drills, shrunk and written as drill files. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Drill, Load } from '../../src/domain/drill.js';
import { drillYaml } from '../../src/input/drill/write.js';
import { sequenceDraws } from '../../src/kit/sequence-arbitrary.js';
import {
  type RandomDrill,
  RandomDrillFault,
  type RandomDrillOptions,
  randomDrill,
} from '../../src/run/random-drill.js';
import { loads, type RandomTopology, topologies } from './topologies.js';

/** What a run is drawn from. */
export interface RunCase {
  readonly topology: RandomTopology;
  readonly load: Load;
  readonly seed: number;
  readonly focus: number;
  readonly numbers: readonly number[];
}

/** Cases whose drills have at most so many choices. */
export const casesOf = (choicesMax: number): fc.Arbitrary<RunCase> =>
  fc
    .record({
      topology: topologies,
      load: loads,
      draw: sequenceDraws(choicesMax),
    })
    .map(({ draw: { seed, focus, numbers }, ...c }) => ({ ...c, seed, focus, numbers }));

export const cases = casesOf(40);

/** How many runs a property is tried on: a campaign asks for more, with its own seed, of each `share` in 50 of what it is given. */
export const runsOf = (usual: number, share = usual): number => {
  const asked = process.env.DRYDRILL_RUNS;
  return asked === undefined ? usual : Math.max(1, Math.round((Number(asked) * share) / 50));
};
export const SEED = Number(process.env.DRYDRILL_SEED ?? 2013);

export type DrawOptions = Omit<RandomDrillOptions, 'deployment' | 'load' | 'seed' | 'focus' | 'numbers'>;

export function draw(c: RunCase, options: DrawOptions = {}): RandomDrill {
  const { topology, load, seed, focus, numbers } = c;
  return randomDrill({ ...options, deployment: topology.deployment, load, seed, focus, numbers });
}

/** One property at most, shrinking included. */
const LIMIT_MS = Number(process.env.DRYDRILL_LIMIT_MS ?? 500_000);
/** For the test runner: later than the limit of the property, which says more. */
export const TIME_MS = LIMIT_MS + 100_000;

/** Where shrunk failures are written as drill files. */
export const FAILURES = join(process.env.DRYDRILL_FAILURES ?? join(tmpdir(), 'drydrill-failures'));

/** The runs that a property is tried on. */
export interface RunsOptions {
  readonly runs: number;
  readonly draw?: (c: RunCase) => DrawOptions;
  readonly seed?: number;
  readonly choicesMax?: number;
}

/** What was found against a property: the shrunk case, its drill file, and what is wrong with it. */
export interface Failure {
  readonly path: string;
  readonly message: string;
  readonly drill: Drill;
  readonly numRuns: number;
}

/** Looks for a run that a property throws on; the shrunk one is written as a drill file. Null = none was found. */
export function findFailure(
  name: string,
  options: RunsOptions,
  property: (run: RandomDrill, c: RunCase) => void,
): Failure | null {
  const seed = options.seed ?? SEED;
  const details = fc.check(
    fc.property(casesOf(options.choicesMax ?? 40), (c) => property(draw(c, options.draw?.(c)), c)),
    { numRuns: options.runs, seed, interruptAfterTimeLimit: LIMIT_MS, markInterruptAsFailure: true },
  );
  if (!details.failed) return null;
  if (details.counterexample === null) {
    throw new Error(`${name}: stopped after ${details.numRuns} runs, the time limit of ${LIMIT_MS} ms is over`);
  }
  const [c] = details.counterexample;
  const message = String((details.errorInstance as Error | null)?.message ?? details.errorInstance);
  const drill = drillOf(c, options);
  mkdirSync(FAILURES, { recursive: true });
  const path = join(FAILURES, `${name.replaceAll(/\W+/g, '-')}-${seed}.yaml`);
  writeFileSync(path, `# ${name}: ${message.replaceAll('\n', '\n# ')}\n${drillYaml(drill, c.topology.data)}`);
  return { path, message, drill, numRuns: details.numRuns };
}

/** The drill of a case; of a run that throws, what had been drawn until then. */
function drillOf(c: RunCase, options: RunsOptions): Drill {
  try {
    return draw(c, options.draw?.(c)).drill;
  } catch (error) {
    if (error instanceof RandomDrillFault) return error.drill;
    throw error;
  }
}

/** Fails the test where a run does not have the property, with the command that runs it again. */
export function forAllRuns(name: string, options: RunsOptions, property: (run: RandomDrill, c: RunCase) => void): void {
  const failure = findFailure(name, options, property);
  if (failure === null) return;
  throw new Error(
    `${name}: ${failure.message}\nfound after ${failure.numRuns} runs with seed ${options.seed ?? SEED}; run it again: drydrill run ${failure.path}`,
  );
}
