/** Does one task of a check after another: reads what it is about, once, and plays it. */
import { type InputError, isInputError } from '../core/input-error.js';
import type { Deployment } from '../domain/deployment.js';
import type { Drill } from '../domain/drill.js';
import { ReachedModel } from '../domain/reach/reached-model.js';
import type { RunResult } from '../domain/result.js';
import { DISK } from '../input/disk-files.js';
import { drillIn } from '../input/drill/read-drill.js';
import { digestsIn } from '../input/input-digests.js';
import type { InputFiles } from '../input/input-files.js';
import { type FileFact, RecordedFiles } from '../input/recorded-files.js';
import { topologyIn } from '../input/topology/read-topology.js';
import type { RandomDrill } from '../run/random-drill.js';
import type { DrillRun } from '../run/run-drill.js';
import { hasFewSeeds, playSeeds } from '../run/seeds.js';
import type { DrillSummary } from './campaign-result.js';
import { keptTargetsOf } from './kept-targets.js';
import { type BrokenSequence, type KindWeights, playSequences } from './random-sequences.js';
import { endOfRun } from './run-ends.js';
import { weightsFor } from './sequence-weights.js';
import type { DrillTask, SequencesTask, Task, TaskResult } from './task.js';
import { commandsFor } from './task-commands.js';

/** Called after each run of a task that is told while it goes on. */
export type Tick = () => void;

/** What one thread of a check keeps between its tasks. */
export class TaskPlayer {
  private readonly drills = new Map<string, Drill | InputError[]>();
  private readonly deployments = new Map<string, Deployment | InputError[]>();
  private readonly weights = new Map<string, KindWeights>();
  /** by path, whether few seeds of a drill are played, the first share of them alone */
  private readonly few = new Map<string, boolean>();
  /** the path of the last drill that was played */
  private last: string | null = null;
  /** by path, what the task of a drill or a topology has read so far */
  private readonly recorded = new Map<string, RecordedFiles>();

  /** `files`: where the paths of the tasks lead. */
  constructor(private readonly files: InputFiles = DISK) {}

  /** What the tasks of a path have read so far, all of them together; null = something changed meanwhile. */
  readFor(path: string): readonly FileFact[] | null {
    return this.recorded.get(path)?.facts ?? null;
  }

  private filesFor(path: string): InputFiles {
    const files = this.recorded.get(path) ?? new RecordedFiles(this.files);
    this.recorded.set(path, files);
    return files;
  }

  /** Does a task; what cannot be read is an error. */
  async play(task: Task, tick: Tick): Promise<TaskResult | InputError[]> {
    if (task.kind !== 'sequences') return this.playDrill(task);
    const played = this.playSequences(task, tick);
    if (Array.isArray(played)) return played;
    const { broken, reachedModel } = played;
    const found = broken && { index: broken.index, broken: broken.broken };
    return { kind: 'sequences', ...played, broken: found, reachedModel };
  }

  /** The drill of a task. */
  async drill({ kind, path, topology }: DrillTask): Promise<Drill | InputError[]> {
    const known = this.drills.get(path);
    if (known !== undefined) return known;
    const files = this.filesFor(path);
    const read =
      kind === 'runbook' && topology !== null ? await runbookDrill(files, path, topology) : await drillIn(files, path);
    this.drills.set(path, read);
    return read;
  }

  deployment(path: string): Deployment | InputError[] {
    const read = this.deployments.get(path) ?? topologyIn(this.filesFor(path), path);
    this.deployments.set(path, read);
    return read;
  }

  /** Lets go of all that was read. */
  forget(): void {
    this.drills.clear();
    this.deployments.clear();
  }

  /** One sequence anew, with its drill. */
  sequence(path: string, seed: number, index: number): BrokenSequence | InputError[] {
    const played = this.playSequences(
      { kind: 'sequences', path, seed, from: index, to: index + 1, coverage: false },
      () => {},
    );
    return Array.isArray(played) ? played : played.broken!;
  }

  private playSequences({ path, seed, from, to, coverage }: SequencesTask, tick: Tick) {
    const deployment = this.deployment(path);
    if (Array.isArray(deployment)) return deployment;
    const key = `${seed} ${path}`;
    const weights = this.weights.get(key) ?? weightsFor(deployment, seed);
    this.weights.set(key, weights);
    const reached = coverage ? new ReachedModel() : undefined;
    const played = (run: RandomDrill): void => {
      tick();
      // What a sequence does need not go well.
      reached?.ended(endOfRun(run, false));
    };
    const sequences = playSequences({ deployment, seed, from, to, weights, played, reached });
    return { ...sequences, reachedModel: reached?.reached() ?? null };
  }

  private async playDrill(task: DrillTask): Promise<TaskResult | InputError[]> {
    const { kind, path, seeds, strict, share, coverage } = task;
    const drill = await this.drillOnce(task);
    if (Array.isArray(drill)) return drill;
    const from = share?.from ?? 0;
    const judged = { ...drill, seed: drill.seed + from, strict, invariantsOnly: kind === 'example' };
    if (from > 0 && (judged.seed > Number.MAX_SAFE_INTEGER || this.hasFewSeeds(task, drill))) {
      return { kind: 'seeds', checked: null, played: [], reachedModel: coverage ? [] : null };
    }
    const reached = coverage ? new ReachedModel() : undefined;
    const hear = (_: RunResult, run: DrillRun): void => reached?.ended(endOfRun(run, true));
    const commandFor = commandsFor(task);
    const most = share === null ? undefined : share.to - share.from;
    const all = playSeeds(judged, { count: from > 0 ? share!.of - from : seeds, most, commandFor, reached, hear });
    if (isInputError(all)) return [all];
    const { result, played } = all;
    const worst = result.seeds?.failed[0] ?? result.seeds?.inconclusive[0] ?? judged.seed;
    const wrong = result.steps.find((step) => !step.asExpected && step.file === null);
    const line = wrong?.line ?? 0;
    const scripts = result.runbooks.flatMap((runbook) => runbook.scripts);
    const inputs = digestsIn(this.filesFor(path), [...(drill.readFrom ?? []), ...scripts]);
    const more = { targets: keptTargetsOf(result), inputs, line, again: commandFor(worst), since: null };
    const checked = { kind, path, result: summaryOf(result), ...more };
    const reachedModel = reached?.reached() ?? null;
    return share === null ? { kind: 'drill', checked, reachedModel } : { kind: 'seeds', checked, played, reachedModel };
  }

  /** The drill of a task. The shares of one follow each other; then it is let go of, as many of them need room. */
  private async drillOnce(task: DrillTask): Promise<Drill | InputError[]> {
    if (this.last !== null && this.last !== task.path) this.drills.delete(this.last);
    this.last = task.path;
    return this.drill(task);
  }

  private hasFewSeeds({ path, seeds }: DrillTask, drill: Drill): boolean {
    const isSure = seeds !== null && drill.steps.every(({ work }) => work.kind !== 'script');
    const isFew = !isSure && (this.few.get(path) ?? hasFewSeeds(drill, seeds));
    this.few.set(path, isFew);
    return isFew;
  }
}

/** The interpreter is loaded only where there is a script. */
async function runbookDrill(files: InputFiles, path: string, topology: string): Promise<Drill | InputError[]> {
  const { runbookDrillIn } = await import('../input/runbook/runbook-drill.js');
  return runbookDrillIn(files, path, { topology });
}

function summaryOf(result: RunResult): DrillSummary {
  const { drill, seed, verdict, readiness, reason, endedAtMs, recovery, loss, findings, seeds } = result;
  const { glance, userMinutes, faults, violations, expectations } = result;
  const numbers = { glance, userMinutes, faults, violations, expectations };
  return { drill, seed, verdict, readiness, reason, endedAtMs, recovery, loss, findings, seeds, ...numbers };
}
