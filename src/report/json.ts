import type {
  ExpectationResult,
  Finding,
  LossResult,
  ModuleLoss,
  RecoveryResult,
  ReplicationResult,
  RouteResult,
  RunbookResult,
  RunResult,
  StepResult,
  TimelineEntry,
  UsersResult,
  ViolationResult,
} from '../domain/result.js';
import { escapeInJson } from './text/printable.js';

/**
 * The result as one JSON document. Keys come in the order of the documented format, then what was
 * added to it; the order is written out here, so that the same result is the same bytes however the
 * objects were put together.
 */
export function reportJson(result: RunResult): string {
  // "What does not exist is null": a key never disappears.
  const text = JSON.stringify(ordered(result), (_key, value) => (value === undefined ? null : value), 2);
  return `${escapeInJson(text)}\n`;
}

function ordered(r: RunResult): RunResult {
  return {
    drydrill: r.drydrill,
    drill: r.drill,
    seed: r.seed,
    verdict: r.verdict,
    endedAtMs: r.endedAtMs,
    steps: r.steps.map(step),
    loss: loss(r.loss),
    recovery: r.recovery.map(recovery),
    users: r.users.map(users),
    replication: r.replication.map(replication),
    violations: r.violations.map(violation),
    findings: r.findings.map(finding),
    assumptions: r.assumptions.map(({ name, value, unit, why }) => ({ name, value, unit, why })),
    reason: r.reason,
    routes: r.routes.map(route),
    expectations: r.expectations.map(expectation),
    timeline: r.timeline.map(timelineEntry),
    runbooks: r.runbooks.map(runbook),
  };
}

function step(s: StepResult): StepResult {
  return {
    index: s.index,
    line: s.line,
    command: s.command,
    startedAtMs: s.startedAtMs,
    endedAtMs: s.endedAtMs,
    outcome: s.outcome,
    rule: s.rule,
    message: s.message,
    asExpected: s.asExpected,
    // The properties of a Get- answer keep the order in which the cmdlet prints them.
    output: s.output,
    file: s.file,
  };
}

function runbook(r: RunbookResult): RunbookResult {
  return {
    file: r.file,
    ending: r.ending,
    bound: r.bound,
    ignored: r.ignored.map(({ name, times }) => ({ name, times })),
    decisions: r.decisions.map(({ file, line, column, prompt, answer }) => ({
      file,
      line,
      column,
      prompt,
      answer,
    })),
    remarks: r.remarks.map(({ file, line, column, message }) => ({ file, line, column, message })),
  };
}

function loss({ acknowledged, lost, stranded, byModule }: LossResult): LossResult {
  return { acknowledged, lost, stranded, byModule: byModule.map(moduleLoss) };
}

function moduleLoss(m: ModuleLoss): ModuleLoss {
  const { pool, module, acknowledged, lost, stranded, oldestLostAgeMs } = m;
  return { pool, module, acknowledged, lost, stranded, oldestLostAgeMs };
}

function recovery(r: RecoveryResult): RecoveryResult {
  return {
    pool: r.pool,
    outageAtMs: r.outageAtMs,
    failoverStartedAtMs: r.failoverStartedAtMs,
    servedAtMs: r.servedAtMs,
    rtoMs: r.rtoMs,
    rpoMs: r.rpoMs,
    mode: r.mode,
    rtoTargetMs: r.rtoTargetMs,
    rpoTargetMs: r.rpoTargetMs,
  };
}

function users({ pool, count, intervals }: UsersResult): UsersResult {
  return {
    pool,
    count,
    intervals: intervals.map(({ state, fromMs, toMs, affected }) => ({ state, fromMs, toMs, affected })),
  };
}

function replication({ pool, module, points }: ReplicationResult): ReplicationResult {
  return {
    pool,
    module,
    points: points.map(({ atMs, atRisk, exportState }) => ({ atMs, atRisk, exportState })),
  };
}

function violation({ invariant, atMs, message, rules, declared }: ViolationResult): ViolationResult {
  return { invariant, atMs, message, rules, declared };
}

function finding({ severity, rule, message, line, instead, place, file }: Finding): Finding {
  return { severity, rule, message, line, instead, place, ...(file === undefined ? {} : { file }) };
}

function route({ route, intervals }: RouteResult): RouteResult {
  return { route, intervals: intervals.map(({ up, via, fromMs, toMs }) => ({ up, via, fromMs, toMs })) };
}

function expectation({ what, expected, actual, holds }: ExpectationResult): ExpectationResult {
  return { what, expected, actual, holds };
}

function timelineEntry({ atMs, actor, text, step, kind }: TimelineEntry): TimelineEntry {
  return { atMs, actor, text, step, kind };
}
