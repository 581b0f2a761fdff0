import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Drill, Load } from '../../src/domain/drill.js';
import { drillYaml } from '../../src/input/drill/write.js';
import {
  type RandomDrill,
  RandomDrillFault,
  type RandomDrillOptions,
  randomDrill,
} from '../../src/run/random-drill.js';
import { loads, type RandomTopology, topologies } from './topologies.js';

/** What a run is drawn from. */
export interface Case {
  readonly topology: RandomTopology;
  readonly load: Load;
  readonly seed: number;
  readonly numbers: readonly number[];
}

/** Cases of at most so many choices. */
export const casesOf = (choicesMax: number): fc.Arbitrary<Case> =>
  fc.record({
    topology: topologies,
    load: loads,
    seed: fc.nat({ max: 999 }),
    numbers: fc.array(fc.nat(), { minLength: 1, maxLength: choicesMax, size: 'max' }),
  });

export const cases = casesOf(40);

/** The runs of a property: a campaign asks for more, with its own seed. */
export const runsOf = (usual: number): number => {
  const asked = process.env.DRYDRILL_RUNS;
  return asked === undefined ? usual : Math.max(1, Math.round((Number(asked) * usual) / 50));
};
export const SEED = Number(process.env.DRYDRILL_SEED ?? 2013);

export type DrawOptions = Omit<RandomDrillOptions, 'deployment' | 'load' | 'seed' | 'numbers'>;

export function draw(c: Case, options: DrawOptions = {}): RandomDrill {
  const { topology, load, seed, numbers } = c;
  return randomDrill({ ...options, deployment: topology.deployment, load, seed, numbers });
}

/** One property at most, shrinking included. */
const LIMIT_MS = Number(process.env.DRYDRILL_LIMIT_MS ?? 500_000);
/** For the test runner: later than the limit of the property, which says more. */
export const TIME_MS = LIMIT_MS + 100_000;

/** Where shrunk failures are written as drill files. */
export const FAILURES = join(process.env.DRYDRILL_FAILURES ?? join(tmpdir(), 'drydrill-failures'));

export interface CheckOptions {
  readonly runs: number;
  readonly draw?: (c: Case) => DrawOptions;
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

/** Looks for a case that `judge` throws on; the shrunk one is written as a drill file. Null = none found. */
export function search(
  name: string,
  options: CheckOptions,
  judge: (run: RandomDrill, c: Case) => void,
): Failure | null {
  const seed = options.seed ?? SEED;
  const details = fc.check(
    fc.property(casesOf(options.choicesMax ?? 40), (c) => judge(draw(c, options.draw?.(c)), c)),
    { numRuns: options.runs, seed, interruptAfterTimeLimit: LIMIT_MS, markInterruptAsFailure: true },
  );
  if (!details.failed) return null;
  if (details.counterexample === null) {
    throw new Error(
      `${name}: stopped after ${details.numRuns} runs, the time limit of ${LIMIT_MS} ms is over`,
    );
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
function drillOf(c: Case, options: CheckOptions): Drill {
  try {
    return draw(c, options.draw?.(c)).drill;
  } catch (error) {
    if (error instanceof RandomDrillFault) return error.drill;
    throw error;
  }
}

/** `search` that fails the test, with the way to see it again. */
export function check(name: string, options: CheckOptions, judge: (run: RandomDrill, c: Case) => void): void {
  const failure = search(name, options, judge);
  if (failure === null) return;
  throw new Error(
    `${name}: ${failure.message}\nfound after ${failure.numRuns} runs with seed ${options.seed ?? SEED}; run it again: drydrill run ${failure.path}`,
  );
}
