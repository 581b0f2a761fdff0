/** The plan of a check: its tasks in their order, and what they were planned from, so that parts of a check can be joined. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { normalize } from 'node:path';
import type { InputError } from '../core/input-error.js';
import type { Deployment } from '../domain/deployment.js';
import type { Drill } from '../domain/drill.js';
import type { InputFile } from '../domain/result.js';
import { digestsOf } from '../input/input-digests.js';
import { withSlashes } from '../input/path-names.js';
import { USUAL_SEEDS } from '../run/seeds.js';
import type { Baseline } from './baseline.js';
import { type CoveragePlan, CoveragePlanner } from './check-coverage.js';
import type { CoverageShare } from './coverage-threshold.js';
import { type FoundInputs, topologyBeside } from './find-inputs.js';
import { type DrillTask, type SequencesTask, type Task, weightOf } from './task.js';
import type { TaskPlayer } from './task-player.js';

export interface CheckPlan {
  readonly scope: CheckScope;
  /** of drydrill: another one may come to other results */
  readonly version: string;
  readonly tasks: readonly Task[];
  /** files that were read, each with a digest of all that was made of it */
  readonly inputs: readonly InputFile[];
  /** the topologies, each with the digest of its bytes */
  readonly topologies: readonly InputFile[];
  readonly notRehearsed: readonly string[];
  readonly partsOfScripts: readonly string[];
  readonly passedOver: readonly string[];
  /** null = nobody asks what of the model is reached */
  readonly coverage: CoveragePlan | null;
}

/** What a check is about, as far as the drills of a baseline are asked for. */
export interface CheckScope {
  readonly paths: readonly string[];
  /** what a path must contain; null = anything */
  readonly filter: string | null;
  /** drills and runbooks that were found, whether they are tried or not */
  readonly found: readonly string[];
  /** where the baseline lies, or would lie */
  readonly baseline: string;
}

/** What a plan is made from. */
export interface PlanRequest {
  readonly scope: CheckScope;
  readonly version: string;
  readonly inputs: FoundInputs;
  readonly topology: string | null;
  readonly seeds: number | null;
  /** warnings fail a drill, or a runbook; an example is kept for what it breaks */
  readonly strict: boolean;
  readonly runs: number;
  readonly seed: number;
  /** the least shares of the model that are asked for, perhaps none; null = nobody asks what is reached */
  readonly coverage: readonly CoverageShare[] | null;
  readonly baseline: Baseline;
  /** whether what depends on these files is tried; `anyScript`: on scripts that show only when they are run */
  readonly isTouched: (files: readonly string[], anyScript: boolean) => boolean;
}

/** Sequences in one task: some seconds at most, so that threads end at about the same time. */
const SEQUENCES_PER_TASK = 100;

/** Seeds of a drill in one task at least, and tasks for one drill at most. The first share has all those of a long drill. */
const SEEDS_PER_TASK = 10;
const SHARES_MAX = 20;
/** Where there are so many drills, sharing out their seeds too gains nothing, and each share begins with reading its drill. */
const DRILLS_ENOUGH = 100;

/** Reads all inputs and plans what is done with them. What cannot be read is told all at once. */
export async function planOf(request: PlanRequest, player: TaskPlayer): Promise<CheckPlan | InputError[]> {
  const { inputs, runs, seed, seeds, version, scope, baseline } = request;
  const coverage = request.coverage !== null;
  const planner = new CoveragePlanner(request.coverage ?? []);
  const more = { seeds, share: null, strict: request.strict, coverage };
  const rehearsed = inputs.runbooks.map((path) => ({ path, topology: topologyOf(path, request) }));
  const all: DrillTask[] = [
    ...inputs.examples.map((path) => ({ kind: 'example', path, topology: null, ...more, strict: false }) as const),
    ...inputs.drills.map((path) => ({ kind: 'drill', path, topology: null, ...more }) as const),
    ...rehearsed.flatMap(({ path, topology }) =>
      topology === null ? [] : [{ kind: 'runbook', path, topology, ...more } as const],
    ),
  ];
  const tried: { readonly task: DrillTask; readonly drill: Drill }[] = [];
  const errors: InputError[] = [];
  const files: InputFile[] = baseline.drills === null ? [] : [digestOf(baseline.path, {})];
  for (const task of all) {
    const drill = await player.drill(task);
    if (Array.isArray(drill)) {
      errors.push(...drill);
      continue;
    }
    const hasScript = task.kind === 'runbook' || drill.steps.some(({ work }) => work.kind === 'script');
    if (!request.isTouched([task.path, ...(drill.readFrom ?? [])], hasScript)) continue;
    tried.push({ task, drill });
    files.push(digestOf(task.path, drill));
  }
  const drills = tried.flatMap(({ task, drill }) => {
    const shares = inShares(task, drill, tried.length);
    if (coverage) for (const _ of shares) planner.add(topologyFileOf(task.path, drill), drill.deployment);
    return shares;
  });
  const topologies: string[] = [];
  for (const path of inputs.topologies) {
    const deployment = player.deployment(path);
    if (Array.isArray(deployment)) errors.push(...deployment);
    else if (request.isTouched([path], false)) {
      topologies.push(path);
      if (coverage) planner.ask(plainPath(path), deployment);
      files.push(digestOf(path, deployment));
    }
  }
  if (errors.length > 0) return errors;
  const sequences = topologies.flatMap((path) => sequencesOf({ path, seed, coverage }, runs));
  if (coverage) for (const { path } of sequences) planner.add(plainPath(path), player.deployment(path) as Deployment);
  const notRehearsed = rehearsed.flatMap(({ path, topology }) =>
    topology === null && request.isTouched([path], true) ? [path] : [],
  );
  const { partsOfScripts, passedOver } = inputs;
  const read = { inputs: files, topologies: digestsOf(topologies) };
  const tasks = [...drills, ...sequences];
  const left = { notRehearsed, partsOfScripts, passedOver };
  return { version, scope, tasks, ...read, ...left, coverage: coverage ? planner.plan() : null };
}

/** The seeds of one of so many drills as tasks. If it declares an invariant to break, all of its seeds judge it at once. */
function inShares(task: DrillTask, { expect }: Drill, drills: number): DrillTask[] {
  const of = task.seeds ?? USUAL_SEEDS;
  const most = Math.min(SHARES_MAX, Math.ceil(DRILLS_ENOUGH / drills));
  const size = Math.max(SEEDS_PER_TASK, Math.ceil(of / most));
  const count = Math.ceil(of / size);
  if (count === 1 || expect.violates.length > 0) return [task];
  return Array.from({ length: count }, (_, i) => {
    const share = { from: i * size, to: Math.min(of, (i + 1) * size), of };
    return { ...task, share };
  });
}

const topologyOf = (runbook: string, { topology, inputs }: PlanRequest): string | null =>
  topology ?? topologyBeside(runbook, inputs.topologies);

/** The file that the deployment of a drill is read from: the drill itself, where it holds its topology. */
const topologyFileOf = (path: string, { readFrom }: Drill): string => plainPath(readFrom?.[1] ?? path);

const plainPath = (path: string): string => withSlashes(normalize(path));

function sequencesOf(all: Omit<SequencesTask, 'kind' | 'from' | 'to'>, runs: number): SequencesTask[] {
  return Array.from({ length: Math.ceil(runs / SEQUENCES_PER_TASK) }, (_, i) => {
    const from = i * SEQUENCES_PER_TASK;
    return { kind: 'sequences', ...all, from, to: Math.min(runs, from + SEQUENCES_PER_TASK) };
  });
}

/** The bytes of a file, and what was made of it: its topology may lie elsewhere. */
function digestOf(path: string, read: object): InputFile {
  const hash = createHash('sha256').update(readFileSync(path)).update(JSON.stringify(read));
  return { path, sha256: hash.digest('hex') };
}

/** Files that were found, and are not tried by themselves. */
export const notByThemselves = ({ notRehearsed, partsOfScripts, passedOver }: CheckPlan): readonly string[] => [
  ...notRehearsed,
  ...partsOfScripts,
  ...passedOver,
];

/** Whether there is nothing in a plan that could be tried, or should be. */
export const isEmpty = ({ tasks, notRehearsed }: CheckPlan): boolean => tasks.length + notRehearsed.length === 0;

/** Why results of one plan are none of another one's, in words; null = they are. */
export function misfit(plan: CheckPlan, other: CheckPlan): string | null {
  if (plan.version !== other.version) return `it is of drydrill ${other.version}, not ${plan.version}`;
  const digests = new Map(other.inputs.map(({ path, sha256 }) => [path, sha256]));
  for (const { path, sha256 } of plan.inputs) {
    if (!digests.has(path)) return `it knows nothing of ${path}`;
    if (digests.get(path) !== sha256) return `its ${path} is another one`;
    digests.delete(path);
  }
  const [more] = digests.keys();
  if (more !== undefined) return `it has ${more} too`;
  if (JSON.stringify(plan.scope) !== JSON.stringify(other.scope)) return 'its paths, --filter or --baseline are others';
  const same = JSON.stringify(plan.tasks) === JSON.stringify(other.tasks);
  if (!same) return 'its --runs, --seed, --seeds, --strict or --coverage are others';
  const least = [plan, other].map(({ coverage }) => JSON.stringify(coverage?.least));
  return least[0] === least[1] ? null : 'its --coverage-threshold is another one';
}

/** The number of the shard, from 1, that does each task of a plan: that which has least to do so far. */
export function partOfEach(tasks: readonly Task[], count: number): number[] {
  const loads = new Array<number>(count).fill(0);
  return tasks.map((task) => {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] += weightOf(task, USUAL_SEEDS);
    return least + 1;
  });
}
