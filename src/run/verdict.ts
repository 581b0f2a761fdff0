/**
 * Judges a finished run: each step against what the drill expects of it, `expect:` entry by entry, and from both the
 * verdict with its reason.
 */
import { clock, count, displayDuration } from '../core/format.js';
import type { Drill, Step } from '../domain/drill.js';
import type {
  ExpectationResult,
  RecoveryResult,
  RunResult,
  StepOutcome,
  StepResult,
  ViolationResult,
} from '../domain/result.js';
import { refusesAs } from '../domain/rules.js';
import type { RecordedStep } from './recorded-step.js';
import type { RunRecorder } from './recorder.js';

/** What each step came to, and whether that is what the drill asked for. */
export function stepResults(drill: Drill, recorder: RunRecorder): StepResult[] {
  return drill.steps.map((step, index) => {
    const recorded = recorder.steps[index];
    const { outcome, rule, message } = outcomeOf(step, recorded);
    const right = outcome === 'refused' && refusesAs(rule, step.rule);
    return {
      index,
      line: step.position.line,
      command: step.text,
      startedAtMs: recorded.startedAtMs,
      endedAtMs: recorded.endedAtMs,
      outcome,
      asExpected: step.expectRefused ? right : outcome === 'ok',
      rule,
      message,
      output: recorded.answer?.output ?? null,
      file: step.position.file === drill.file ? null : step.position.file,
    };
  });
}

function outcomeOf(
  step: Step,
  recorded: RecordedStep,
): { outcome: StepOutcome; rule: string | null; message: string | null } {
  const { work } = step;
  if (work.kind === 'notModelled') return { outcome: 'notModelled', rule: null, message: work.what };
  if (work.kind === 'noted') return { outcome: 'ok', rule: null, message: work.what };
  if (work.kind === 'failed') return { outcome: 'failed', rule: null, message: work.message };
  if (recorded.timedOut) return { outcome: 'failed', rule: null, message: 'the condition did not come true in time' };
  if (recorded.answer === null) return { outcome: 'ok', rule: null, message: null };
  const { outcome, rule, message } = recorded.answer;
  return { outcome, rule, message };
}

/** `expect:` of the drill, entry by entry. */
export function expectationsOf(drill: Drill, recorder: RunRecorder): ExpectationResult[] {
  const { lostMax, rtoMs, rpoMs } = drill.expect;
  const found: ExpectationResult[] = [];
  const add = (what: string, expected: string, actual: string, holds: boolean): void => {
    found.push({ what, expected, actual, holds });
  };
  if (lostMax !== null) {
    const { lost } = recorder.loss();
    const stores = recorder.wholeStoresLost();
    const actual = [count(lost), ...stores.map((pool) => `the whole store of ${pool}`)].join(' and ');
    add('lost', `at most ${count(lostMax)}`, actual, lost <= lostMax && stores.length === 0);
  }
  for (const [pool, limit] of Object.entries(rtoMs)) {
    const all = failoversOf(recorder.recovery, pool);
    const worst = judgingFailover(recorder.recovery, pool);
    const holds = worst?.rtoMs != null && worst.rtoMs <= limit;
    add(`rto of ${pool}`, `at most ${displayDuration(limit)}`, rtoText(all, worst), holds);
  }
  if (rpoMs !== null) {
    // What is lost without a failover of its pool, as by forced service or with a disk, has an age all the same.
    const ages = [
      ...recorder.recovery.map((r) => r.rpoMs),
      ...recorder.loss().byModule.map(({ oldestLostAgeMs }) => oldestLostAgeMs),
    ];
    const known = ages.filter((age) => age !== null);
    const worst = Math.max(0, ...known);
    const actual = known.length === 0 ? 'no failover' : displayDuration(worst);
    add('rpo', `at most ${displayDuration(rpoMs)}`, actual, worst <= rpoMs);
  }
  return [...found, ...violatesExpectations(drill, (id) => Number(breaks(recorder, id)), 1)];
}

const breaks = ({ violations }: RunRecorder, id: string): boolean => violations.some((v) => v.invariant === id);

/** `expect: violates`: each of them is to break in at least one of the seeds played. */
export function violatesExpectations(
  { expect }: Drill,
  brokenIn: (invariant: string) => number,
  played: number,
): ExpectationResult[] {
  return expect.violates.map((id) => {
    const n = brokenIn(id);
    const actual = n === 0 ? 'held' : n === played ? 'broken' : `broken in ${n} of ${played} seeds`;
    return { what: `violates ${id}`, expected: 'broken', actual, holds: n > 0 };
  });
}

/** Those of a run's expectations that must hold in each seed: all but `violates`, which come last. */
export const expectedOfEachSeed = (
  { expect }: Drill,
  expectations: readonly ExpectationResult[],
): readonly ExpectationResult[] => expectations.slice(0, expectations.length - expect.violates.length);

const failoversOf = (recovery: readonly RecoveryResult[], pool: string): readonly RecoveryResult[] =>
  recovery.filter((r) => r.pool.toLowerCase() === pool.toLowerCase());

/**
 * The failover of a pool that its RTO is judged by: the slowest of those that led to regular service. One that did not
 * counts where no later one did. Null = the pool was not failed over.
 */
export function judgingFailover(recovery: readonly RecoveryResult[], pool: string): RecoveryResult | null {
  const all = failoversOf(recovery, pool);
  const last = all.at(-1) ?? null;
  if (last === null || last.rtoMs === null) return last;
  return all.reduce((worst, r) => ((r.rtoMs ?? 0) > (worst.rtoMs ?? 0) ? r : worst), last);
}

function rtoText(all: readonly RecoveryResult[], worst: RecoveryResult | null): string {
  if (worst === null) return 'no failover';
  const which = all.length > 1 ? ` by the failover of ${clock(worst.failoverStartedAtMs)}` : '';
  return worst.rtoMs === null ? `regular service was never reached${which}` : `${displayDuration(worst.rtoMs)}${which}`;
}

/** What makes a run fail, and what makes it inconclusive; at most three reasons are given, in this order. */
export function verdictOf(
  drill: Drill,
  steps: readonly StepResult[],
  violations: readonly ViolationResult[],
  expectations: readonly ExpectationResult[],
): Pick<RunResult, 'verdict' | 'reason'> {
  const broken = violations.filter((v) => !v.declared);
  const wrong = steps.filter((s) => !s.asExpected && s.outcome !== 'notModelled');
  const unmet = expectations.filter((e) => !e.holds);
  const unknown = steps.filter((s) => s.outcome === 'notModelled');
  const unknownLines = list(unknown.map(lineOf));
  const lines = `not modelled: ${unknownLines}`;
  // A line in a loop says the same again and again.
  const reasons = [
    ...new Set([
      ...(broken.length > 0 ? [`${list(broken.map((v) => v.invariant))} broken`] : []),
      ...wrong.map((s) => stepReason(drill, s)),
      ...unmet.map((e) => `${e.what}: expected ${e.expected}, was ${e.actual}`),
    ]),
  ];
  if (reasons.length > 0) {
    const more = reasons.length > 3 ? `; and ${reasons.length - 3} more` : '';
    const guessed = unknown.length > 0 ? ` Not modelled, and what came after may hang on it: ${unknownLines}.` : '';
    return { verdict: 'failed', reason: `${reasons.slice(0, 3).join('; ')}${more}.${guessed}` };
  }
  const bounds = (drill.runbooks ?? []).flatMap(({ bound }) => bound ?? []);
  if (bounds.length > 0) return { verdict: 'inconclusive', reason: `${bounds.join('; ')}.` };
  if (unknown.length > 0 && drill.allowUnmodelled !== true) {
    return { verdict: 'inconclusive', reason: `${lines}.` };
  }
  const declared = violations.length > 0 ? `, and ${list(violations.map((v) => v.invariant))} broke as declared` : '';
  const allowed = unknown.length > 0 ? `; allowed, though ${lines}` : '';
  return { verdict: 'passed', reason: `Every step ended as the drill expects${declared}${allowed}.` };
}

function stepReason(drill: Drill, s: StepResult): string {
  const { expectRefused, rule } = drill.steps[s.index];
  const line = lineOf(s);
  if (!expectRefused && drill.steps[s.index].work.kind === 'failed') return `${line} failed: ${s.message}`;
  if (!expectRefused) return `${line} was ${s.outcome === 'refused' ? 'refused' : 'not done'} (${s.rule ?? 'timeout'})`;
  if (s.outcome !== 'refused') return `${line} should have been refused`;
  return `${line} was refused by ${s.rule}, not by ${rule}`;
}

const lineOf = ({ line, file }: StepResult): string => (file === null ? `line ${line}` : `${file}:${line}`);

const list = (items: readonly string[]): string => [...new Set(items)].join(', ');
