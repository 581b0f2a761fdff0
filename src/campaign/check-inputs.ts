/** A check over many inputs: kept counterexamples first, then drills and runbooks, then random sequences of each topology. */
import { availableParallelism } from 'node:os';
import { type InputError, isInputError } from '../core/input-error.js';
import { USUAL_SEEDS } from '../run/seeds.js';
import { assembled, nothingToDo } from './assemble-check.js';
import { sinceBaseline, standingToBaseline } from './baseline.js';
import type { CampaignResult, CheckedSequences } from './campaign-result.js';
import { beginPart, type OpenPart, readPart, UnwritablePart } from './check-part.js';
import { type CheckPlan, isEmpty, notByThemselves, partOfEach, planOf } from './check-plan.js';
import type { CheckRequest } from './check-request.js';
import { cannotResume } from './parts-fit.js';
import type { QueueConnection } from './queue/redis-connection.js';
import type { Broken } from './random-sequences.js';
import { asExample, breaksAlike } from './same-failure.js';
import { shrinkDrill } from './shrink-drill.js';
import { type Task, type TaskResult, weightOf } from './task.js';
import { TaskPlayer } from './task-player.js';
import { doTasks, take } from './task-threads.js';
import { TasksLeft } from './tasks-left.js';

/** One more thread for so many runs: starting it takes as long as some dozens of them. */
const RUNS_PER_THREAD = 200;

/** Tries everything. What cannot be read is an error before anything is tried, all of it at once. */
export async function checkInputs(request: CheckRequest): Promise<CampaignResult | InputError[]> {
  try {
    return await checked(request);
  } catch (error) {
    if (error instanceof UnwritablePart) return [error.asInputError()];
    throw error;
  }
}

async function checked(request: CheckRequest): Promise<CampaignResult | InputError[]> {
  const player = new TaskPlayer();
  const plan = await planOf(request, player);
  if (Array.isArray(plan)) return plan;
  const log = logOf(plan, request);
  if (isInputError(log)) return [log];
  try {
    return await tried(plan, log, request, player);
  } finally {
    log.close();
  }
}

async function tried(
  plan: CheckPlan,
  log: Log,
  request: CheckRequest,
  player: TaskPlayer,
): Promise<CampaignResult | InputError[]> {
  if (isEmpty(plan) && request.gone.length === 0 && request.ifNothing !== null) {
    log.add({ finished: true });
    return nothingToDo(plan, request.ifNothing);
  }
  const errors = await play(plan, log, request, player);
  if (errors !== null) return errors;
  const failures: InputError[] = [];
  const result = await assembled({
    plan: request.shard.count === 1 ? plan : withoutThreshold(plan),
    results: log.results,
    bail: request.bail,
    update: request.update,
    sinceOf: (drill) => sinceBaseline(request.baseline, drill),
    standing: (drills) => standingToBaseline(request.baseline, drills, { ...request, leftOut: notByThemselves(plan) }),
    failureOf: async (topology, index, broken) => {
      const failure = await shortened(topology, index, broken, request, player);
      if (isInputError(failure)) {
        failures.push(failure);
        return null;
      }
      log.add({ topology, failure });
      return failure;
    },
  });
  // What could not be told is lost to whoever joins the parts.
  if (failures.length > 0) return failures;
  log.add({ finished: true });
  return asPart(result, request.shard);
}

/** What one shard of several reaches is not all: the whole is judged when the parts are joined. */
const withoutThreshold = (plan: CheckPlan): CheckPlan => ({
  ...plan,
  coverage: plan.coverage && { ...plan.coverage, least: [] },
});

/** One shard of several says that it is, and may have nothing to do. */
function asPart(result: CampaignResult, { index, count }: CheckRequest['shard']): CampaignResult {
  if (count === 1) return result;
  const part = `Part ${index} of ${count}`;
  const done = result.drills.length + result.sequences.length;
  if (done === 0) return { ...result, verdict: 'passed', reason: `${part} has nothing to do.` };
  return { ...result, reason: `${part}: ${result.reason}` };
}

/** The results so far, by the place of the task, and where more of them are written down. */
interface Log {
  readonly results: Map<number, TaskResult>;
  readonly add: OpenPart['add'];
  readonly close: OpenPart['close'];
}

/** Begins the log of a check, or goes on with that of one which was interrupted. */
function logOf(plan: CheckPlan, { log, resume, shard, baseline, gone, ifNothing }: CheckRequest): Log | InputError {
  if (log === null) return { results: new Map(), add: () => {}, close: () => {} };
  const before = resume ? readPart(log) : null;
  if (isInputError(before)) return before;
  if (before !== null) {
    const why = cannotResume(before, shard, plan);
    if (why !== null) return why;
  }
  // What was cut off in the middle of a line is written anew.
  const { path, drills } = baseline;
  const standing = drills === null ? null : { path, gone, drills: [...drills] };
  const results = [...(before?.results ?? [])].map(([place, result]) => ({ place, result }));
  const { add, close } = beginPart(log, { part: shard, plan, baseline: standing, ifNothing }, results);
  return { results: before?.results ?? new Map(), add, close };
}

/** Does the tasks of this part of a plan; those that nobody will ask for any more are left out. */
function play(plan: CheckPlan, log: Log, request: CheckRequest, player: TaskPlayer): Promise<InputError[] | null> {
  const { tasks } = plan;
  const weigh = (task: Task): number => weightOf(task, USUAL_SEEDS);
  const owners = partOfEach(tasks, request.shard.count);
  const mine = [...tasks.keys()].filter((place) => owners[place] === request.shard.index);
  takeKnown(tasks, mine, log, request);
  const queue = new TasksLeft(tasks, mine, log, request);
  if (request.queue !== null) return playRemotely(queue, request.queue, request, player);
  const todo = mine.filter((place) => !log.results.has(place));
  const all = todo.reduce((sum, place) => sum + weigh(tasks[place]), 0);
  const threads = request.workers ?? Math.min(availableParallelism(), Math.ceil(all / RUNS_PER_THREAD));
  // Each thread reads what it needs itself.
  if (threads > 1) player.forget();
  return doTasks(queue, Math.min(threads, todo.length), player);
}

/** Has workers on other machines play the tasks of a queue; what keeps them from it ends the check. */
async function playRemotely(
  queue: TasksLeft,
  connection: QueueConnection,
  { version, say }: CheckRequest,
  player: TaskPlayer,
): Promise<InputError[] | null> {
  const { byQueue } = await import('./queue/by-queue.js');
  const { TASKS_AT_ONCE } = await import('./queue/remote-tasks.js');
  return byQueue(connection, { version, say, readFor: (path) => player.readFor(path) }, async (remote) => {
    const lanes = Array.from({ length: TASKS_AT_ONCE }, () => take(queue, (task) => remote.play(task)));
    return (await Promise.all(lanes)).find((errors) => errors !== null) ?? null;
  });
}

/** What earlier checks came to, over the same files and in the same build, is not worked out again. */
function takeKnown(tasks: readonly Task[], mine: readonly number[], log: Log, { cache }: CheckRequest): void {
  if (cache === null) return;
  for (const place of mine) {
    const result = log.results.has(place) ? null : cache.known(tasks[place]);
    if (result === null) continue;
    log.results.set(place, result);
    log.add({ place, result });
  }
}

/** The shortest drill that breaks the invariant as a sequence did, kept as an example. */
async function shortened(
  topology: string,
  index: number,
  broken: Broken,
  { seed, keep }: CheckRequest,
  player: TaskPlayer,
): Promise<NonNullable<CheckedSequences['failure']> | InputError> {
  const sequence = player.sequence(topology, seed, index);
  if (Array.isArray(sequence)) return sequence[0];
  // The drill of a sequence runs as the sequence did.
  const drill = asExample(shrinkDrill(sequence.drill, breaksAlike(broken)) ?? sequence.drill);
  const example = await keep(topology, drill, broken);
  const { invariant, message } = broken;
  return { invariant, message, example, steps: drill.steps.length, faults: drill.faults.length, index };
}
