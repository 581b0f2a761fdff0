/**
 * Judges a finished run: each step against what the drill expects of it, and from that, the invariants and what else
 * is expected the verdict with its reason, and whether the deployment is ready.
 */

import { counted } from '../core/format.js';
import { whatIsIrrevocable } from '../domain/cmdlets/irrevocable.js';
import type { Drill, Step } from '../domain/drill.js';
import type {
  ExpectationResult,
  Finding,
  RunResult,
  StepResult,
  UsersResult,
  ViolationResult,
} from '../domain/result.js';
import { refusesAs } from '../domain/rules.js';
import type { StepOutcome } from '../domain/step-answer.js';
import { unservedInWords } from './expectations.js';
import { answersToAdd, neverUsed, notModelledInWords, notRehearsedInWords } from './not-modelled.js';
import type { RecordedStep } from './recorded-step.js';
import type { RunRecorder } from './recorder.js';
import { changesDeployment } from './step-kinds.js';
import { unservedAtEnd } from './users-served.js';

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
      // What is refused, or not modelled, changes nothing; what failed may have begun.
      irrevocable: outcome === 'refused' || outcome === 'notModelled' ? null : whatIsIrrevocable(step.work),
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

/** What a run is judged by. */
export interface Judged {
  readonly steps: readonly StepResult[];
  readonly violations: readonly ViolationResult[];
  readonly expectations: readonly ExpectationResult[];
  /** findings that are warnings or errors */
  readonly warnings: readonly Finding[];
  readonly users: readonly UsersResult[];
  /** the run is that of a drill whose futures are searched: it need not rehearse anything by itself */
  readonly isSearched?: boolean;
}

type Verdicts = Pick<RunResult, 'verdict' | 'readiness' | 'reason'>;

/** What a finished result is judged by, with what is expected of it. */
export const judgedOf = (
  { steps, violations, findings, users }: Omit<RunResult, 'verdict' | 'readiness' | 'reason'>,
  expectations: readonly ExpectationResult[],
): Judged => ({
  steps,
  violations,
  expectations,
  warnings: findings.filter(({ severity }) => severity !== 'note'),
  users,
});

/** A text and what is to be said beside it, after it; before it where it ends with a line to be typed, which nothing may follow. */
export function sentences(text: string, more: string): string {
  if (more === '' || /[.!?]$/.test(text)) return text + more;
  return `${more.trimStart()} ${text}`;
}

/** Failed, else inconclusive, else passed, with at most three reasons; and what that means for the night. */
export function verdictOf(drill: Drill, judged: Judged): Verdicts {
  const verdict = judgedAlone(drill, judged);
  return { ...verdict, reason: sentences(verdict.reason, neverUsed(drill)) };
}

function judgedAlone(drill: Drill, judged: Judged): Verdicts {
  const { hanging, certain } = failuresOf(drill, judged);
  const unknown = judged.steps.filter((s) => s.outcome === 'notModelled');
  if (certain.length > 0) {
    const guessed = unknown.length > 0 ? ` Not modelled, and what came after may hang on it: ${linesOf(unknown)}.` : '';
    return failed(`${atMostThree(certain)}.${guessed}${notRehearsedInWords(drill)}`);
  }
  const open = openQuestion(drill, hanging, unknown) ?? (judged.isSearched ? null : nothingRehearsed(drill));
  if (open !== null) return { verdict: 'inconclusive', readiness: 'unknown', reason: open };
  const { warnings } = judged;
  if (drill.strict === true && warnings.length > 0) {
    return failed(`${counted(warnings.length, 'warning')} (--strict), the first: ${warnings[0].message}`);
  }
  return {
    verdict: 'passed',
    readiness: warnings.length > 0 ? 'reservations' : 'ready',
    reason: passedBecause(drill, judged, unknown),
  };
}

const failed = (reason: string): Verdicts => ({ verdict: 'failed', readiness: 'notReady', reason });

/** Why a run fails; apart from that what may follow only from what a script went on with unknown. */
function failuresOf(
  drill: Drill,
  { steps, violations, expectations }: Judged,
): Record<'certain' | 'hanging', string[]> {
  const judgesAll = drill.invariantsOnly !== true;
  const guess = drill.steps.findIndex(({ work }) => work.kind === 'notModelled' && work.guess !== undefined);
  const guessedAtMs = guess < 0 ? Number.POSITIVE_INFINITY : steps[guess].startedAtMs;
  const reasons = (isMeant: (hangs: boolean) => boolean): string[] => {
    const broken = violations.filter((v) => !v.declared && isMeant(v.atMs >= guessedAtMs));
    const wrong = judgesAll ? steps.filter((s) => !s.asExpected && s.outcome !== 'notModelled') : [];
    const unmet = expectations.filter((e) => judgesAll && !e.holds && isMeant(guess >= 0));
    // A line in a loop says the same again and again.
    return [
      ...new Set([
        ...(broken.length > 0 ? [`${list(broken.map((v) => v.invariant))} broken`] : []),
        ...wrong.filter(({ index }) => isMeant(guess >= 0 && index > guess)).map((s) => stepReason(drill, s)),
        ...unmet.map(unmetInWords),
      ]),
    ];
  };
  return { certain: reasons((hangs) => !hangs), hanging: reasons((hangs) => hangs) };
}

/** Users who are left without regular service are told in a sentence; of numbers, both. */
const unmetInWords = ({ what, expected, actual }: ExpectationResult): string =>
  what === 'served' ? `at the end ${actual}` : `${what}: expected ${expected}, was ${actual}`;

/** What keeps a run that did not fail from having passed, whatever it rehearsed; null = nothing. */
function openQuestion(drill: Drill, hanging: readonly string[], unknown: readonly StepResult[]): string | null {
  const lines = notModelledInWords(drill, [...new Set(unknown.map(lineOf))]);
  const missed = notRehearsedInWords(drill);
  const add = answersToAdd(drill);
  if (hanging.length > 0) return `${missed} ${lines} What failed hangs on it: ${atMostThree(hanging)}.${add}`.trim();
  const bounds = (drill.runbooks ?? []).flatMap(({ bound }) => bound ?? []);
  if (bounds.length > 0) return `${bounds.join('; ')}.${missed}${add}`;
  if (unknown.length > 0 && (drill.allowUnmodelled !== true || missed !== '')) return `${missed} ${lines}${add}`.trim();
  return null;
}

/** That a drill shows nothing; null = it shows something. */
function nothingRehearsed({ faults, steps }: Drill): string | null {
  if (faults.length > 0 || steps.some(({ work }) => work.kind === 'fault' || changesDeployment(work))) return null;
  return 'Nothing was rehearsed: there is no fault, and no command that changes the deployment.';
}

function passedBecause(
  { expect, invariantsOnly }: Drill,
  { violations, users }: Judged,
  unknown: readonly StepResult[],
): string {
  const declared = violations.length > 0 ? `, and ${list(violations.map((v) => v.invariant))} broke as declared` : '';
  if (invariantsOnly === true)
    return violations.length > 0 ? 'No invariant broke but those declared.' : 'No invariant broke.';
  const allowed = unknown.length > 0 ? `; allowed, though not modelled: ${linesOf(unknown)}` : '';
  const excused = expect.mayBeUnserved.length === 0 ? [] : unservedAtEnd({ users });
  const unjudged = excused.length === 0 ? '' : ` Not judged: ${excused.map(unservedInWords).join('; ')} at the end.`;
  return `Every step ended as the drill expects${declared}${allowed}.${unjudged}`;
}

function atMostThree(reasons: readonly string[]): string {
  const more = reasons.length > 3 ? `; and ${reasons.length - 3} more` : '';
  return `${reasons.slice(0, 3).join('; ')}${more}`;
}

function stepReason(drill: Drill, s: StepResult): string {
  const { expectRefused, rule } = drill.steps[s.index];
  const line = lineOf(s);
  if (!expectRefused && drill.steps[s.index].work.kind === 'failed') return `${line} failed: ${s.message}`;
  if (!expectRefused) return `${line} was ${s.outcome === 'refused' ? 'refused' : 'not done'} (${s.rule ?? 'timeout'})`;
  if (s.outcome !== 'refused') return `${line} should have been refused`;
  return `${line} was refused by ${s.rule}, not by ${rule}`;
}

const linesOf = (steps: readonly StepResult[]): string => list(steps.map(lineOf));

const lineOf = ({ line, file }: StepResult): string => (file === null ? `line ${line}` : `${file}:${line}`);

const list = (items: readonly string[]): string => [...new Set(items)].join(', ');
