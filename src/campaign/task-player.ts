/** Does one task of a check after another: reads what it is about, once, and plays it. */
import { type InputError, isInputError } from '../core/input-error.js';
import { inShell } from '../core/quote.js';
import type { Deployment } from '../domain/deployment.js';
import type { Drill } from '../domain/drill.js';
import { ReachedModel } from '../domain/reach/reached-model.js';
import type { RunResult } from '../domain/result.js';
import { readDrill, readRunbookDrill, readTopologyFile } from '../input/from-disk.js';
import { digestsOf } from '../input/input-digests.js';
import type { RandomDrill } from '../run/random-drill.js';
import type { DrillRun } from '../run/run-drill.js';
import { runSeeds } from '../run/seeds.js';
import type { DrillSummary } from './campaign-result.js';
import { keptTargetsOf } from './kept-targets.js';
import { type BrokenSequence, type KindWeights, playSequences } from './random-sequences.js';
import { endOfRun } from './run-ends.js';
import { weightsFor } from './sequence-weights.js';
import type { DrillTask, SequencesTask, Task, TaskResult } from './task.js';

/** Called after each run of a task that is told while it goes on. */
export type Tick = () => void;

/** What one thread of a check keeps between its tasks. */
export class TaskPlayer {
  private readonly drills = new Map<string, Drill | InputError[]>();
  private readonly deployments = new Map<string, Deployment | InputError[]>();
  private readonly weights = new Map<string, KindWeights>();

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
    const read =
      kind === 'runbook' && topology !== null ? await readRunbookDrill(path, { topology }) : await readDrill(path);
    this.drills.set(path, read);
    return read;
  }

  deployment(path: string): Deployment | InputError[] {
    const read = this.deployments.get(path) ?? readTopologyFile(path);
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
    const { kind, path, topology, seeds, strict, coverage } = task;
    const drill = await this.drill(task);
    if (Array.isArray(drill)) return drill;
    const commandFor = (seed: number): string => {
      const words = ['drydrill', 'run', path, '--seed', String(seed), '--seeds', '1'];
      return [...words, ...(topology === null ? [] : ['--topology', topology]), ...(strict ? ['--strict'] : [])]
        .map(inShell)
        .join(' ');
    };
    const judged = { ...drill, strict, invariantsOnly: kind === 'example' };
    const reached = coverage ? new ReachedModel() : undefined;
    const hear = (_: RunResult, run: DrillRun): void => reached?.ended(endOfRun(run, true));
    const result = runSeeds(judged, { count: seeds, commandFor, reached, hear });
    // A drill is played once, and many of them need room.
    this.drills.delete(path);
    if (isInputError(result)) return [result];
    const worst = result.seeds?.failed[0] ?? result.seeds?.inconclusive[0] ?? drill.seed;
    const wrong = result.steps.find((step) => !step.asExpected && step.file === null);
    const line = wrong?.line ?? 0;
    const scripts = result.runbooks.flatMap((runbook) => runbook.scripts);
    const inputs = digestsOf([...(drill.readFrom ?? []), ...scripts]);
    const more = { targets: keptTargetsOf(result), inputs, line, again: commandFor(worst), since: null };
    const checked = { kind, path, result: summaryOf(result), ...more };
    return { kind: 'drill', checked, reachedModel: reached?.reached() ?? null };
  }
}

function summaryOf(result: RunResult): DrillSummary {
  const { drill, seed, verdict, readiness, reason, endedAtMs, recovery, loss, findings, seeds } = result;
  return { drill, seed, verdict, readiness, reason, endedAtMs, recovery, loss, findings, seeds };
}
