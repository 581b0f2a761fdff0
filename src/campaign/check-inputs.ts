/** A check over many inputs: kept counterexamples first, then drills and runbooks, then random sequences of each topology. */
import { availableParallelism } from 'node:os';
import { type InputError, isInputError } from '../core/input-error.js';
import { USUAL_SEEDS } from '../run/seeds.js';
import { assembled } from './assemble-check.js';
import { sinceBaseline, standingToBaseline } from './baseline.js';
import type { CampaignResult, CheckedSequences } from './campaign-result.js';
import { type CheckPlan, planOf } from './check-plan.js';
import type { CheckRequest } from './check-request.js';
import type { Broken } from './random-sequences.js';
import { asExample, breaksAlike } from './same-failure.js';
import { shrinkDrill } from './shrink-drill.js';
import { hasFailed, type Task, type TaskResult, weightOf } from './task.js';
import { TaskPlayer } from './task-player.js';
import { doTasks } from './task-threads.js';

/** One more thread for so many runs: starting it takes as long as some dozens of them. */
const RUNS_PER_THREAD = 200;

/** Tries everything. What cannot be read is an error before anything is tried, all of it at once. */
export async function checkInputs(request: CheckRequest): Promise<CampaignResult | InputError[]> {
  const player = new TaskPlayer();
  const plan = await planOf(request, player);
  if (Array.isArray(plan)) return plan;
  const results = new Map<number, TaskResult>();
  const errors = await play(plan, results, request, player);
  if (errors !== null) return errors;
  const failures: InputError[] = [];
  const result = await assembled({
    plan,
    results,
    bail: request.bail,
    standing: (drills) => standingToBaseline(request.baseline, drills, request),
    failureOf: async (topology, index, broken) => {
      const failure = await shortened(topology, index, broken, request, player);
      if (isInputError(failure)) failures.push(failure);
      return isInputError(failure) ? null : failure;
    },
  });
  return failures.length > 0 ? failures : result;
}

/** Does the tasks of a plan; those that nobody will ask for any more are left out. */
async function play(
  plan: CheckPlan,
  results: Map<number, TaskResult>,
  request: CheckRequest,
  player: TaskPlayer,
): Promise<InputError[] | null> {
  const { tasks } = plan;
  const { bail, baseline, progress } = request;
  const weights = tasks.map((task) => weightOf(task, USUAL_SEEDS));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const threads = request.workers ?? Math.min(availableParallelism(), Math.ceil(all / RUNS_PER_THREAD));
  // Each thread reads what it needs itself.
  if (threads > 1) player.forget();
  /** by topology, the place of the first task that broke something; and the same of all, with `--bail` */
  const brokenAt = new Map<string, number>();
  let stopAt = Number.POSITIVE_INFINITY;
  const isWanted = (place: number): boolean =>
    place <= stopAt && place <= (brokenAt.get(tasks[place].path) ?? Number.POSITIVE_INFINITY);
  let [at, done, ticks] = [0, 0, 0];
  const tell = (task: Task): void => progress(Math.min(all, done + ticks), all, task.path);
  const queue = {
    tasks,
    next(): number | null {
      while (at < tasks.length && !isWanted(at)) at++;
      if (at === tasks.length) return null;
      tell(tasks[at]);
      return at++;
    },
    done(place: number, result: TaskResult): void {
      const task = tasks[place];
      done += weights[place];
      if (task.kind === 'sequences') ticks -= Math.min(ticks, weights[place]);
      results.set(place, result.kind === 'drill' ? heldAgainst(baseline, result) : result);
      if (!hasFailed(result)) return;
      if (task.kind === 'sequences') brokenAt.set(task.path, Math.min(place, brokenAt.get(task.path) ?? place));
      if (bail) stopAt = Math.min(stopAt, place);
    },
    tick(): void {
      ticks++;
      tell(tasks[Math.max(0, at - 1)]);
    },
  };
  return doTasks(queue, Math.min(threads, tasks.length), player);
}

/** A drill with what changed since the baseline. */
function heldAgainst(baseline: CheckRequest['baseline'], result: TaskResult & { kind: 'drill' }): TaskResult {
  return { kind: 'drill', checked: { ...result.checked, since: sinceBaseline(baseline, result.checked) } };
}

/** The shortest drill that breaks the invariant as a sequence did, kept as an example. */
async function shortened(
  topology: string,
  index: number,
  broken: Broken,
  { seed, keep }: CheckRequest,
  player: TaskPlayer,
): Promise<CheckedSequences['failure'] | InputError> {
  const sequence = player.sequence(topology, seed, index);
  if (Array.isArray(sequence)) return sequence[0];
  // The drill of a sequence runs as the sequence did.
  const drill = asExample(shrinkDrill(sequence.drill, breaksAlike(broken)) ?? sequence.drill);
  const example = await keep(topology, drill, broken);
  const { invariant, message } = broken;
  return { invariant, message, example, steps: drill.steps.length, faults: drill.faults.length, index };
}
