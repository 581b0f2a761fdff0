/** The plan of a check: its tasks in their order, and what they were planned from, so that parts of a check can be joined. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { InputError } from '../core/input-error.js';
import type { InputFile } from '../domain/result.js';
import { digestsOf } from '../input/input-digests.js';
import type { Baseline } from './baseline.js';
import { type FoundInputs, topologyBeside } from './find-inputs.js';
import type { DrillTask, Task } from './task.js';
import type { TaskPlayer } from './task-player.js';

export interface CheckPlan {
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
}

/** What a plan is made from. */
export interface PlanRequest {
  readonly version: string;
  readonly inputs: FoundInputs;
  readonly topology: string | null;
  readonly seeds: number | null;
  /** warnings fail a drill, or a runbook; an example is kept for what it breaks */
  readonly strict: boolean;
  readonly runs: number;
  readonly seed: number;
  readonly baseline: Baseline;
  /** whether what depends on these files is tried; `anyScript`: on scripts that show only when they are run */
  readonly isTouched: (files: readonly string[], anyScript: boolean) => boolean;
}

/** Sequences in one task: some seconds at most, so that threads end at about the same time. */
const SEQUENCES_PER_TASK = 100;

/** Reads all inputs and plans what is done with them. What cannot be read is told all at once. */
export async function planOf(request: PlanRequest, player: TaskPlayer): Promise<CheckPlan | InputError[]> {
  const { inputs, runs, seed, seeds, strict, version, baseline } = request;
  const rehearsed = inputs.runbooks.map((path) => ({ path, topology: topologyOf(path, request) }));
  const all: DrillTask[] = [
    ...inputs.examples.map((path) => ({ kind: 'example', path, topology: null, seeds, strict: false }) as const),
    ...inputs.drills.map((path) => ({ kind: 'drill', path, topology: null, seeds, strict }) as const),
    ...rehearsed.flatMap(({ path, topology }) =>
      topology === null ? [] : [{ kind: 'runbook', path, topology, seeds, strict } as const],
    ),
  ];
  const drills: DrillTask[] = [];
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
    drills.push(task);
    files.push(digestOf(task.path, drill));
  }
  const topologies: string[] = [];
  for (const path of inputs.topologies) {
    const deployment = player.deployment(path);
    if (Array.isArray(deployment)) errors.push(...deployment);
    else if (request.isTouched([path], false)) {
      topologies.push(path);
      files.push(digestOf(path, deployment));
    }
  }
  if (errors.length > 0) return errors;
  const sequences = topologies.flatMap((path) => sequencesOf(path, seed, runs));
  const notRehearsed = rehearsed.flatMap(({ path, topology }) =>
    topology === null && request.isTouched([path], true) ? [path] : [],
  );
  const { partsOfScripts, passedOver } = inputs;
  const read = { inputs: files, topologies: digestsOf(topologies) };
  return { version, tasks: [...drills, ...sequences], ...read, notRehearsed, partsOfScripts, passedOver };
}

const topologyOf = (runbook: string, { topology, inputs }: PlanRequest): string | null =>
  topology ?? topologyBeside(runbook, inputs.topologies);

function sequencesOf(path: string, seed: number, runs: number): Task[] {
  return Array.from({ length: Math.ceil(runs / SEQUENCES_PER_TASK) }, (_, i) => {
    const from = i * SEQUENCES_PER_TASK;
    return { kind: 'sequences', path, seed, from, to: Math.min(runs, from + SEQUENCES_PER_TASK) };
  });
}

/** The bytes of a file, and what was made of it: its topology may lie elsewhere. */
function digestOf(path: string, read: object): InputFile {
  const hash = createHash('sha256').update(readFileSync(path)).update(JSON.stringify(read));
  return { path, sha256: hash.digest('hex') };
}

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
  const same = JSON.stringify(plan.tasks) === JSON.stringify(other.tasks);
  return same ? null : 'its --runs, --seed, --seeds or --strict are others';
}

/** The places of the tasks of one shard of a plan: each task goes to the shard that has least to do so far. */
export function placesOfShard(
  tasks: readonly Task[],
  { index, count }: { readonly index: number; readonly count: number },
  weight: (task: Task) => number,
): number[] {
  const loads = new Array<number>(count).fill(0);
  return tasks.flatMap((task, place) => {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] += weight(task);
    return least === index - 1 ? [place] : [];
  });
}
