/**
 * Assembles the result of a finished run from the drill, the final state and what the recorder kept of the run. All
 * reporters, and the JSON document, are made of this one record.
 */
import { clock } from '../core/format.js';
import type { Deployment } from '../domain/deployment.js';
import type { DeploymentModel } from '../domain/deployment-model.js';
import { topologyWarnings } from '../domain/deployment-warnings.js';
import type { Drill } from '../domain/drill.js';
import type { DrillInput } from '../domain/drill-input.js';
import type { Glance } from '../domain/glance-result.js';
import type { RecoveryResult } from '../domain/recovery-results.js';
import type { Finding, LossResult, RouteResult, RunResult, StepResult, UsersResult } from '../domain/result.js';
import { deploymentNow } from '../domain/state/deployment-now.js';
import { assumptionsRead } from './assumptions-read.js';
import { costsOf } from './costs.js';
import { expectationsOf } from './expectations.js';
import { judgedBy } from './judged-failovers.js';
import { notRehearsed } from './not-modelled.js';
import type { RunRecorder } from './recorder.js';
import { recoveriesOf } from './recovery-account.js';
import { routesDown } from './routes-down.js';
import { minutesByState, usersWithoutRegularService } from './users-served.js';
import { stepResults, verdictOf } from './verdict.js';

/** The result of a finished run. `numbersOnly`: without what only a reader of this run looks at. */
export function resultOf(
  drill: Drill,
  model: DeploymentModel,
  recorder: RunRecorder,
  endedAtMs: number,
  numbersOnly = false,
): RunResult {
  const world = model.world;
  const steps = stepResults(drill, recorder);
  const violations = recorder.violations.map((v) => ({
    ...v,
    declared: (drill.expect.violates as readonly string[]).includes(v.invariant),
  }));
  // What comes to light during a pause is not the doing of that line.
  const acts = (step: number): boolean => !['wait', 'waitUntil', 'note', 'noted'].includes(drill.steps[step].work.kind);
  const lineOf = (step: number | null): number => (step !== null && acts(step) ? drill.steps[step].position.line : 0);
  const loss = recorder.loss();
  const routes = recorder.routeResults();
  const recovery = recoveriesOf(drill, steps, recorder);
  const users = world.layout.pools.map((p) => ({
    pool: p.pool.fqdn,
    count: p.pool.users,
    intervals: recorder.userIntervals(p.index),
  }));
  const findings = [
    ...findingsOf(recorder, steps, lineOf),
    ...costsOf(drill, recovery, users),
    ...warningsOf(deploymentNow(world)),
  ];
  const warnings = findings.filter(({ severity }) => severity !== 'note');
  const expectations = expectationsOf(drill, {
    loss,
    wholeStoresLost: recorder.wholeStoresLost(),
    recovery,
    users,
    routes,
    violations,
  });
  return {
    drydrill: 1,
    drill: drill.name,
    seed: drill.seed,
    ...verdictOf(drill, { steps, violations, expectations, warnings, users }),
    glance: { ...glanceOf(loss, recovery, users, routes, warnings.length), notRehearsed: notRehearsed(drill) },
    endedAtMs,
    steps,
    loss,
    recovery,
    centralManagement: recorder.moves.all,
    databases: recorder.databases,
    users,
    ...(numbersOnly ? {} : { userMinutes: minutesByState(users) }),
    replication: numbersOnly ? [] : recorder.series.results(),
    routes,
    components: numbersOnly ? [] : recorder.components(),
    violations,
    findings,
    expectations,
    assumptions: numbersOnly ? [] : assumptionsRead(drill, world, recorder),
    timeline: numbersOnly ? [] : recorder.timeline,
    runbooks: drill.runbooks ?? [],
    seeds: null,
    faults: recorder.faults,
    input: inputOf(drill),
  };
}

const inputOf = (drill: Drill): DrillInput => {
  const { deployment, load, assumptions, faults, steps, expect, taken } = drill;
  const { strict, allowUnmodelled, invariantsOnly } = drill;
  return {
    deployment,
    load,
    assumptions,
    faults: faults.map(({ position: _, ...fault }) => fault),
    steps: stepsOf(steps),
    expect,
    taken,
    ...(strict === true && { strict }),
    ...(allowUnmodelled === true && { allowUnmodelled }),
    ...(invariantsOnly === true && { invariantsOnly }),
  };
};

/** Of the steps of each drill what another reader needs: those that many seeds play are worked out once. */
const inputSteps = new WeakMap<Drill['steps'], DrillInput['steps']>();

function stepsOf(steps: Drill['steps']): DrillInput['steps'] {
  const known = inputSteps.get(steps);
  if (known !== undefined) return known;
  const found = steps.flatMap(({ work, position: _, ...step }) => (work.kind === 'script' ? [] : [{ ...step, work }]));
  inputSteps.set(steps, found);
  return found;
}

/** Of each deployment its warnings: those that many runs end with are worked out once. */
const deploymentFindings = new WeakMap<Deployment, readonly Finding[]>();

function warningsOf(deployment: Deployment): readonly Finding[] {
  const known = deploymentFindings.get(deployment);
  if (known !== undefined) return known;
  const found = topologyWarnings(deployment).map((f) => ({ ...f, about: 'deployment' as const }));
  deploymentFindings.set(deployment, found);
  return found;
}

function glanceOf(
  { lost, stranded }: LossResult,
  recovery: readonly RecoveryResult[],
  users: readonly UsersResult[],
  routes: readonly RouteResult[],
  warnings: number,
): Omit<Glance, 'notRehearsed'> {
  return {
    usersWithoutRegularService: usersWithoutRegularService(users),
    changesLost: lost,
    changesStranded: stranded,
    worstRtoMs: worst(recovery.map(({ rtoMs }) => rtoMs)),
    worstRpoMs: worst(recovery.map(({ rpoMs }) => rpoMs)),
    judgedBy: judgedBy(recovery),
    routesDownMs: routesDown(routes),
    warnings,
  };
}

/** The longest; null = one of them was never reached, or there is none. */
const worst = (times: readonly (number | null)[]): number | null =>
  times.length === 0 || times.includes(null) ? null : Math.max(...times.map(Number));

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
