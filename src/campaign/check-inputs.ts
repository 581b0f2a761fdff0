/** A check over many inputs: kept counterexamples first, then drills and runbooks, then random sequences of each topology. */
import { type InputError, isInputError } from '../core/input-error.js';
import { DEFAULT_LOAD, type Drill } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { readDrill, readRunbookDrill, readTopologyFile } from '../input/from-disk.js';
import { runSeeds, USUAL_SEEDS } from '../run/seeds.js';
import { type Baseline, sinceBaseline, standingToBaseline } from './baseline.js';
import type { CampaignResult, CheckedDrill, CheckedSequences, DrillSummary } from './campaign-result.js';
import { type FoundInputs, topologyBeside } from './find-inputs.js';
import { judged } from './judge-check.js';
import { playSequences, type SequenceFailure } from './random-sequences.js';

export interface CheckRequest {
  readonly inputs: FoundInputs;
  /** kept counterexamples, as drill files */
  readonly examples: readonly string[];
  /** the deployment of runbooks that no drill names; null = the only topology beside each */
  readonly topology: string | null;
  /** seeds of each drill; null = the usual number */
  readonly seeds: number | null;
  /** random sequences of each topology */
  readonly runs: number;
  /** of the random sequences */
  readonly seed: number;
  /** stop at the first failure */
  readonly bail: boolean;
  readonly baseline: Baseline;
  /** drills of the baseline that should have been found, and were not */
  readonly gone: readonly string[];
  /** the baseline is written anew: what is worse is taken for granted */
  readonly update: boolean;
  /** keeps a counterexample; answers with its path, null = it could not be kept */
  readonly keep: (topology: string, failure: SequenceFailure) => Promise<string | null>;
  /** the command line that plays one seed of a drill, on this topology where it names none itself */
  readonly commandFor: (path: string, seed: number, topology: string | null) => string;
  /** what is tried now, and how much was before */
  readonly progress: (done: number, all: number, what: string) => void;
}

type Work =
  | {
      readonly kind: CheckedDrill['kind'];
      readonly path: string;
      readonly drill: Drill;
      readonly topology: string | null;
    }
  | { readonly kind: 'sequences'; readonly path: string; readonly deployment: Drill['deployment'] };

/** Tries everything. What cannot be read is an error before anything is tried, all of it at once. */
export async function checkInputs(request: CheckRequest): Promise<CampaignResult | InputError[]> {
  const { inputs, runs, bail, progress } = request;
  const { work, errors } = await readAll(request);
  if (errors.length > 0) return errors;
  // A sequence is about as much work as one seed of a drill.
  const weight = (item: Work): number => (item.kind === 'sequences' ? runs : (request.seeds ?? USUAL_SEEDS));
  const all = work.reduce((sum, item) => sum + weight(item), 0);
  const drills: CheckedDrill[] = [];
  const sequences: CheckedSequences[] = [];
  const notTried: string[] = [];
  let done = 0;
  let stopped = false;
  for (const item of work) {
    if (stopped) {
      notTried.push(item.path);
      continue;
    }
    progress(done, all, item.path);
    if (item.kind === 'sequences') {
      const tick = (n: number): void => progress(done + n, all, item.path);
      const tried = await trySequences(item.path, item.deployment, request, tick);
      sequences.push(tried);
      stopped = bail && tried.failure !== null;
    } else {
      const tried = tryDrill(item, request);
      if (isInputError(tried)) return [tried];
      drills.push(tried);
      stopped = bail && tried.result.verdict === 'failed';
    }
    done += weight(item);
  }
  const notRehearsed = inputs.runbooks.filter((path) => topologyOf(path, request) === null);
  const standing = standingToBaseline(request.baseline, drills, request);
  const lists = { drills, sequences, notRehearsed, passedOver: inputs.passedOver, notTried, baseline: standing };
  return { drydrill: 1, ...judged(lists), ...lists };
}

const topologyOf = (runbook: string, { topology, inputs }: CheckRequest): string | null =>
  topology ?? topologyBeside(runbook, inputs.topologies);

async function readAll(request: CheckRequest): Promise<{ work: Work[]; errors: InputError[] }> {
  const { inputs, examples, runs } = request;
  const work: Work[] = [];
  const errors: InputError[] = [];
  const add = (
    kind: CheckedDrill['kind'],
    path: string,
    drill: Drill | InputError[],
    topology: string | null,
  ): void => {
    if (Array.isArray(drill)) errors.push(...drill);
    else work.push({ kind, path, drill, topology });
  };
  for (const path of examples) add('example', path, await readDrill(path), null);
  for (const path of inputs.drills) add('drill', path, await readDrill(path), null);
  for (const path of inputs.runbooks) {
    const topology = topologyOf(path, request);
    if (topology === null) continue;
    add('runbook', path, await readRunbookDrill(path, { topology }), topology);
  }
  for (const path of inputs.topologies) {
    const deployment = readTopologyFile(path);
    if (Array.isArray(deployment)) errors.push(...deployment);
    else if (runs > 0) work.push({ kind: 'sequences', path, deployment });
  }
  return { work, errors };
}

function tryDrill(
  { kind, path, drill, topology }: Exclude<Work, { kind: 'sequences' }>,
  request: CheckRequest,
): CheckedDrill | InputError {
  const commandFor = (seed: number): string => request.commandFor(path, seed, topology);
  const result = runSeeds(drill, { count: request.seeds, commandFor });
  if (isInputError(result)) return result;
  const worst = result.seeds?.failed[0] ?? result.seeds?.inconclusive[0] ?? drill.seed;
  const wrong = result.steps.find((step) => !step.asExpected && step.file === null);
  const checked = { kind, path, result: summaryOf(result), line: wrong?.line ?? 0, again: commandFor(worst) };
  return { ...checked, since: sinceBaseline(request.baseline, checked) };
}

function summaryOf(result: RunResult): DrillSummary {
  const { drill, seed, verdict, readiness, reason, endedAtMs, recovery, loss, findings, seeds } = result;
  return { drill, seed, verdict, readiness, reason, endedAtMs, recovery, loss, findings, seeds };
}

async function trySequences(
  topology: string,
  deployment: Drill['deployment'],
  { runs, seed, keep }: CheckRequest,
  played: (n: number) => void,
): Promise<CheckedSequences> {
  let n = 0;
  const request = { deployment, load: DEFAULT_LOAD, runs, seed, played: () => played(++n) };
  const { reached, failure, ...done } = playSequences(request);
  if (failure === null) return { topology, ...done, reached, failure };
  const { drill, invariant, message } = failure;
  const example = await keep(topology, failure);
  const steps = drill.steps.length;
  return {
    topology,
    ...done,
    reached,
    failure: { invariant, message, example, steps, faults: drill.faults.length },
  };
}
