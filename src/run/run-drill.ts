import { clock } from '../core/format.js';
import type { InputError } from '../core/input-error.js';
import type { TraceEntry } from '../core/trace.js';
import { FACTS } from '../domain/components/facts.js';
import { type Action, type Condition, DeploymentModel } from '../domain/deployment-model.js';
import { topologyWarnings } from '../domain/deployment-warnings.js';
import type { Drill, FaultAction, Step } from '../domain/drill.js';
import type { AssumptionTaken, Finding, RunResult, StepResult } from '../domain/result.js';
import type { WorldState } from '../domain/state/world.js';
import { readDrill } from '../input/drill/yaml.js';
import { type Scheduled, type ScriptStep, simulate } from '../simulation/simulator.js';
import { RunRecorder } from './recorder.js';
import { ScriptedSteps } from './step-source.js';
import { expectationsOf, judge, stepResults } from './verdict.js';

export interface RunOptions {
  readonly seed?: number;
  readonly topology?: string;
  readonly overlay?: string;
  /** of a .ps1: `Name=Value`, each once */
  readonly param?: readonly string[];
  /** of a .ps1: virtual time for each Read-Host, in ms */
  readonly decideMs?: number;
  /** of a .ps1: what is not modelled does not speak against a pass */
  readonly allowUnmodelled?: boolean;
}

export type RunOutcome =
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'inputErrors'; readonly errors: readonly InputError[] };

/** Reads a drill file or a runbook (.ps1) and runs it. Unusable input comes back as errors with positions. */
export async function runDrillFile(path: string, options: RunOptions = {}): Promise<RunOutcome> {
  const drill = await readAny(path, options);
  if (Array.isArray(drill)) return { kind: 'inputErrors', errors: drill };
  const { result, unusable } = runDrill(drill);
  if (unusable !== null) return { kind: 'inputErrors', errors: [unusable] };
  return { kind: 'result', result };
}

async function readAny(path: string, options: RunOptions): Promise<Drill | InputError[]> {
  if (!/\.ps1$/i.test(path)) return readDrill(path, options);
  // the interpreter is loaded only where there is a script
  const { readRunbookDrill } = await import('../input/runbook/drill.js');
  return readRunbookDrill(path, options);
}

/** How a run is made, for tests and measurements; the result is the same for all. */
export interface SimulationOptions {
  /** jump over steady stretches (default true) */
  readonly jump?: boolean;
  readonly record?: boolean;
  /** a model made by the caller, e.g. with a rule broken on purpose */
  readonly model?: DeploymentModel;
}

export interface DrillRun {
  readonly result: RunResult;
  readonly trace: readonly TraceEntry<Action>[];
  readonly events: number;
  readonly model: DeploymentModel;
  readonly state: WorldState;
  /** a script file that the run came to and that cannot be read: the result is worth nothing then */
  readonly unusable: InputError | null;
}

/** Simulates a drill in virtual time. Same drill and seed: the same result to the byte. */
export function runDrill(drill: Drill, options: SimulationOptions = {}): DrillRun {
  const model = options.model ?? new DeploymentModel(drill.deployment, drill.load);
  const recorder = new RunRecorder(model.world);
  const course = new ScriptedSteps(drill, model, recorder);
  const { state, endedAtMs, trace, events } = simulate(
    model,
    {
      seed: drill.seed,
      steps: course.next,
      scheduled: scheduledFaults(drill),
      closing: { type: 'close' },
      jump: options.jump,
      record: options.record,
    },
    recorder,
  );
  recorder.finish(endedAtMs);
  const result = resultOf(course.drill(), model, recorder, endedAtMs);
  return { result, trace, events, model, state, unusable: course.unusable };
}

/** A step of a drill as the timed driver takes it. */
export function scriptStep(model: DeploymentModel, step: Step): ScriptStep<Action> {
  const { work, atMs } = step;
  const { layout } = model.world;
  switch (work.kind) {
    case 'run':
      return { kind: 'action', action: { type: 'command', command: work.command }, atMs };
    case 'topologyBuilder':
      return { kind: 'action', action: { type: 'publish', change: work.change }, atMs };
    case 'fault':
      return { kind: 'action', action: { type: 'fault', fault: work.fault }, atMs };
    case 'wait':
      return { kind: 'wait', ms: work.durationMs, atMs };
    case 'waitUntil': {
      const condition: Condition = {
        condition: work.condition,
        pool: work.pool === null ? -1 : layout.pool(work.pool),
      };
      return { kind: 'until', condition, timeoutMs: work.timeoutMs, atMs };
    }
    case 'note':
    case 'notModelled':
    case 'failed':
    case 'script':
      return { kind: 'wait', ms: 0, atMs };
  }
}

/** What undoes a crash or a cut with `for`, which stands beside no other fault; disks that are lost stay lost. */
export const undoing = ({ verb, target }: FaultAction): FaultAction => ({
  verb: verb === 'crash' ? 'repair' : 'mend',
  target,
  destroy: false,
});

/** Faults at their times, and what undoes those with `for`; at equal times the order of the file. */
export function scheduledFaults(drill: Drill): Scheduled<Action>[] {
  return drill.faults.flatMap((f) => {
    const { verb, target, destroy } = f;
    const first: Scheduled<Action> = {
      atMs: f.atMs,
      action: { type: 'fault', fault: { verb, target, destroy } },
    };
    if (f.forMs === null) return [first];
    return [first, { atMs: f.atMs + f.forMs, action: { type: 'fault', fault: undoing(f) } as const }];
  });
}

/** What a finished run came to. */
export function resultOf(
  drill: Drill,
  model: DeploymentModel,
  recorder: RunRecorder,
  endedAtMs: number,
): RunResult {
  const world = model.world;
  const steps = stepResults(drill, recorder);
  const expectations = expectationsOf(drill, recorder);
  const violations = recorder.violations.map((v) => ({
    ...v,
    declared: (drill.expect.violates as readonly string[]).includes(v.invariant),
  }));
  // What comes to light during a pause is not the doing of that line.
  const acts = (step: number): boolean =>
    !['wait', 'waitUntil', 'note'].includes(drill.steps[step].work.kind);
  const lineOf = (step: number | null): number =>
    step !== null && acts(step) ? drill.steps[step].position.line : 0;
  return {
    drydrill: 1,
    drill: drill.name,
    seed: drill.seed,
    ...judge(drill, steps, violations, expectations),
    endedAtMs,
    steps,
    loss: recorder.loss(),
    recovery: recorder.recovery,
    users: world.layout.pools.map((p) => ({
      pool: p.pool.fqdn,
      count: p.pool.users,
      intervals: recorder.userIntervals(p.index),
    })),
    replication: recorder.replication(),
    routes: recorder.routeResults(),
    violations,
    findings: [...findingsOf(recorder, steps, lineOf), ...topologyWarnings(drill.deployment)],
    expectations,
    assumptions: assumptionsOf(drill),
    timeline: recorder.timeline,
    runbooks: drill.runbooks ?? [],
  };
}

/**
 * Findings with their lines, each once a line, so that a loop says it once; where no line did it, with the later times
 * at which it came again. Of a refusal that the drill expects it is only a note.
 */
function findingsOf(
  recorder: RunRecorder,
  steps: readonly StepResult[],
  lineOf: (step: number | null) => number,
): Finding[] {
  const found = new Map<string, { readonly finding: Finding; readonly timesMs: number[] }>();
  for (const f of recorder.findings) {
    const { step, refused, severity: usual, rule, message, instead, place, atMs } = f;
    const line = lineOf(step);
    const file = step === null || line === 0 ? null : steps[step].file;
    const key = `${file}\n${line}\n${rule}\n${message}\n${instead}`;
    const before = found.get(key);
    if (before !== undefined) {
      if (line === 0 && atMs !== null && !before.timesMs.includes(atMs)) before.timesMs.push(atMs);
      continue;
    }
    const severity = refused && step !== null && steps[step].asExpected ? 'note' : usual;
    const about = { rule, message, instead, place, line };
    const finding = file === null ? { ...about, severity } : { ...about, file, severity };
    found.set(key, { finding, timesMs: atMs === null ? [] : [atMs] });
  }
  return [...found.values()].map(({ finding, timesMs }) => ({
    ...finding,
    message: finding.message + again(timesMs.slice(1), finding.message.endsWith('.')),
  }));
}

/** Later times named at most. */
const TIMES_MAX = 5;

function again(timesMs: readonly number[], sentence: boolean): string {
  if (timesMs.length === 0) return '';
  const named = timesMs.slice(0, TIMES_MAX).map(clock).join(', ');
  const more = timesMs.length > TIMES_MAX ? ` and ${timesMs.length - TIMES_MAX} times more` : '';
  return sentence ? ` Again at ${named}${more}.` : `; again at ${named}${more}`;
}

/** Defaults taken from the input, overrides of the drill, and every assumed number of the model. */
function assumptionsOf(drill: Drill): AssumptionTaken[] {
  const { assumptions, taken } = drill.deployment;
  const model = Object.values(FACTS)
    .filter((f) => f.basis === 'assumed' || Object.hasOwn(assumptions, f.id))
    .map((f) => {
      const given = Object.hasOwn(assumptions, f.id);
      const value = given ? assumptions[f.id] : f.value;
      return {
        name: f.id,
        value,
        unit: f.unit,
        why: `${f.why} (${f.source}${given ? ', set by the topology' : ''})`,
      };
    });
  return [...drill.taken, ...taken, ...model];
}
