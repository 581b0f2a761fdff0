import { describe, expect, test } from 'vitest';
import type { Drill, StepWork } from '../../src/domain/drill.js';
import type { StepResult } from '../../src/domain/result.js';
import type { RunRecorder } from '../../src/run/recorder.js';
import { type Judged, judgedOf, sentences, stepResults, verdictOf } from '../../src/run/verdict.js';

const RUN: StepWork = { kind: 'run', command: { cmdlet: 'Invoke-CsPoolFailOver', parameters: {} } } as never;
const LOOK: StepWork = { kind: 'run', command: { cmdlet: 'Get-CsPoolFabricState', parameters: {} } } as never;
const UNKNOWN: StepWork = { kind: 'notModelled', what: 'Invoke-Night is not known' } as never;
const GUESS: StepWork = { kind: 'notModelled', what: 'a check', guess: { skipped: [] } } as never;

interface Part {
  work?: StepWork;
  expectRefused?: boolean;
  rule?: string;
  file?: string;
  text?: string;
}

const drillOf = (parts: readonly Part[], more: object = {}): Drill =>
  ({
    file: 'night.yaml',
    steps: parts.map(({ work = RUN, expectRefused = false, rule = null, file = 'night.yaml', text = 'a line' }, i) => ({
      work,
      text,
      expectRefused,
      rule,
      position: { file, line: 10 + i, column: 1 },
    })),
    faults: [],
    expect: { mayBeUnserved: [] },
    ...more,
  }) as unknown as Drill;

const stepOf = (index: number, more: Partial<StepResult> = {}): StepResult =>
  ({
    index,
    line: 10 + index,
    outcome: 'ok',
    asExpected: true,
    rule: null,
    file: null,
    startedAtMs: index,
    ...more,
  }) as StepResult;

const judged = (steps: StepResult[], more: object = {}): Judged => ({
  ...{ steps, violations: [], expectations: [], warnings: [], users: [] },
  ...more,
});

const broken = (invariant: string, atMs: number, declared = false) => ({ invariant, atMs, declared });
const unmet = (what: string, actual = '3') => ({ what, expected: 'at most 2', actual, holds: false });
const warning = (message: string) => ({ severity: 'warning', message });

describe('what a step came to', () => {
  const result = (part: Part, recorded: object) =>
    stepResults(drillOf([part]), {
      steps: [{ startedAtMs: 5, endedAtMs: 9, timedOut: false, answer: null, ...recorded }],
    } as unknown as RunRecorder)[0];
  const refused = { answer: { outcome: 'refused', rule: 'D40', message: 'no', output: null } };

  test('done, with its place, times and answer', () => {
    const answer = { outcome: 'ok', rule: null, message: 'fine', output: ['x'] };
    expect(result({ text: 'Invoke' }, { answer })).toEqual({
      ...{ index: 0, line: 10, command: 'Invoke', startedAtMs: 5, endedAtMs: 9, outcome: 'ok', asExpected: true },
      ...{ irrevocable: null, rule: null, message: 'fine', output: ['x'], file: null },
    });
    expect(result({ file: 'other.ps1' }, {}).file).toBe('other.ps1');
  });

  test.each<[string, Part, object, string, string | null, boolean]>([
    ['nothing was answered', {}, {}, 'ok', null, true],
    ['not modelled', { work: UNKNOWN }, {}, 'notModelled', 'Invoke-Night is not known', false],
    ['noted', { work: { kind: 'noted', what: 'a read' } as never }, {}, 'ok', 'a read', true],
    ['failed', { work: { kind: 'failed', message: 'thrown' } as never }, {}, 'failed', 'thrown', false],
    ['timed out', {}, { timedOut: true }, 'failed', 'the condition did not come true in time', false],
    ['refused', {}, refused, 'refused', 'no', false],
    ['refused as expected', { expectRefused: true }, refused, 'refused', 'no', true],
    ['refused by the expected rule', { expectRefused: true, rule: 'D40' }, refused, 'refused', 'no', true],
    ['refused by another rule', { expectRefused: true, rule: 'D41' }, refused, 'refused', 'no', false],
    ['done, though a refusal was expected', { expectRefused: true }, {}, 'ok', null, false],
  ])('%s', (_what, part, recorded, outcome, message, asExpected) => {
    expect(result(part, recorded)).toMatchObject({ outcome, message, asExpected });
  });

  test('what is carried out, or failed on the way, may be irrevocable; what is refused is not', () => {
    const parameters = { DisasterMode: true };
    const work = { kind: 'run', command: { cmdlet: 'Invoke-CsPoolFailOver', parameters } } as never;
    const left = 'what had not reached the partner stays behind (D45)';
    expect(result({ work }, {}).irrevocable).toBe(left);
    expect(result({ work }, { timedOut: true }).irrevocable).toBe(left);
    expect(result({ work }, refused).irrevocable).toBeNull();
    expect(result({ work: UNKNOWN }, {}).irrevocable).toBeNull();
  });
});

describe('a run that failed', () => {
  const reason = (drill: Drill, what: Judged) => {
    const { verdict, readiness, reason: why } = verdictOf(drill, what);
    expect([verdict, readiness]).toEqual(['failed', 'notReady']);
    return why;
  };

  test('names each invariant that broke once, but none that was declared', () => {
    const violations = [broken('I1', 5), broken('I9', 5), broken('I1', 6), broken('I4', 7, true)];
    expect(reason(drillOf([{}]), judged([stepOf(0)], { violations }))).toBe('I1, I9 broken.');
  });

  test.each<[string, Part, Partial<StepResult>, string]>([
    ['refused', {}, { outcome: 'refused', rule: 'D40' }, 'line 10 was refused (D40).'],
    ['timed out', {}, { outcome: 'failed' }, 'line 10 was not done (timeout).'],
    ['failed', { work: { kind: 'failed' } as never }, { outcome: 'failed', message: 'x' }, 'line 10 failed: x.'],
    ['done', { expectRefused: true }, { outcome: 'ok' }, 'line 10 should have been refused.'],
    [
      'refused by another rule',
      { expectRefused: true, rule: 'D41' },
      { outcome: 'refused', rule: 'D40' },
      'line 10 was refused by D40, not by D41.',
    ],
    ['of another file', {}, { outcome: 'refused', rule: 'D40', file: 'a.ps1' }, 'a.ps1:10 was refused (D40).'],
  ])('names a step that was not as expected: %s', (_what, part, step, words) => {
    expect(reason(drillOf([part]), judged([stepOf(0, { asExpected: false, ...step })]))).toBe(words);
  });

  test('names what was expected and what was; of users who are left without service what they are left with', () => {
    const expectations = [unmet('rto of pool1'), unmet('served', '5 users of pool1 are signed out')];
    expect(reason(drillOf([{}]), judged([stepOf(0)], { expectations }))).toBe(
      'rto of pool1: expected at most 2, was 3; at the end 5 users of pool1 are signed out.',
    );
    const met = [{ ...unmet('lost'), holds: true }];
    expect(verdictOf(drillOf([{}]), judged([stepOf(0)], { expectations: met })).verdict).toBe('passed');
  });

  test('names three reasons, each once, and how many there are more', () => {
    const wrong = [0, 1, 2, 3, 4].map((i) => stepOf(i, { outcome: 'refused', rule: 'D40', asExpected: false }));
    const same = stepOf(0, { outcome: 'refused', rule: 'D40', asExpected: false });
    const drill = drillOf([{}, {}, {}, {}, {}]);
    const three = 'line 10 was refused (D40); line 11 was refused (D40); line 12 was refused (D40)';
    expect(reason(drill, judged([same, ...wrong]))).toBe(`${three}; and 2 more.`);
    expect(reason(drill, judged(wrong.slice(0, 3)))).toBe(`${three}.`);
  });

  test('of invariants alone only they are judged', () => {
    const drill = drillOf([{}], { invariantsOnly: true });
    const wrong = [stepOf(0, { outcome: 'refused', asExpected: false })];
    expect(verdictOf(drill, judged(wrong, { expectations: [unmet('lost')] }))).toEqual({
      ...{ verdict: 'passed', readiness: 'ready', reason: 'No invariant broke.' },
    });
    expect(reason(drill, judged(wrong, { violations: [broken('I1', 0)] }))).toBe('I1 broken.');
    expect(verdictOf(drill, judged(wrong, { violations: [broken('I1', 0, true)] })).reason).toBe(
      'No invariant broke but those declared.',
    );
  });

  test('says what was not modelled beside it, as what came after may hang on it', () => {
    const steps = [stepOf(0, { outcome: 'notModelled', asExpected: false }), stepOf(1)];
    const drill = drillOf([{ work: UNKNOWN }, {}]);
    expect(reason(drill, judged(steps, { violations: [broken('I1', 0)] }))).toBe(
      'I1 broken. Not modelled, and what came after may hang on it: line 10.',
    );
  });

  test('with --strict fails by a warning', () => {
    const warnings = [warning('the backup was behind'), warning('another')];
    const what = judged([stepOf(0)], { warnings });
    expect(reason(drillOf([{}], { strict: true }), what)).toBe(
      '2 warnings (--strict), the first: the backup was behind',
    );
    expect(verdictOf(drillOf([{}], { strict: true }), judged([stepOf(0)])).verdict).toBe('passed');
  });
});

describe('a run that is inconclusive', () => {
  const reason = (drill: Drill, what: Judged) => {
    const { verdict, readiness, reason: why } = verdictOf(drill, what);
    expect([verdict, readiness]).toEqual(['inconclusive', 'unknown']);
    return why;
  };
  const unknown = (index: number) => stepOf(index, { outcome: 'notModelled', asExpected: false });

  test('where something was not modelled, unless that is allowed', () => {
    const parts = [{}, { work: UNKNOWN, text: 'Invoke-Night' }];
    expect(reason(drillOf(parts), judged([stepOf(0), unknown(1)]))).toBe(
      'Not modelled: line 11 (1 command has no answer: line 11).',
    );
    const allowed = verdictOf(drillOf(parts, { allowUnmodelled: true }), judged([stepOf(0), unknown(1)]));
    expect(allowed).toMatchObject({
      verdict: 'passed',
      reason: 'Every step ended as the drill expects; allowed, though not modelled: line 11.',
    });
  });

  test('where a command of the deployment was passed over, whatever is allowed', () => {
    const position = { file: 'night.yaml', line: 12, column: 1 };
    const guess = { skipped: [{ name: 'Invoke-CsPoolFailBack', position }] };
    const work = { kind: 'notModelled', what: '', guess, because: 'nobody knows' } as never;
    const drill = drillOf([{}, { work }], { allowUnmodelled: true });
    expect(reason(drill, judged([stepOf(0), unknown(1)]))).toBe(
      'Not rehearsed: Invoke-CsPoolFailBack, line 12, because nobody knows. Not modelled: line 11.',
    );
  });

  test('where what failed hangs on a guess; what failed before the guess fails the run', () => {
    const drill = drillOf([{}, { work: GUESS }, {}]);
    const steps = [stepOf(0), unknown(1), stepOf(2, { outcome: 'refused', rule: 'D40', asExpected: false })];
    expect(reason(drill, judged(steps))).toBe(
      'Not modelled: line 11 (1 check had no answer: line 11). What failed hangs on it: line 12 was refused (D40).',
    );
    expect(reason(drill, judged([stepOf(0), unknown(1), stepOf(2)], { violations: [broken('I1', 1)] }))).toContain(
      'hangs on it: I1 broken.',
    );
    expect(reason(drill, judged([stepOf(0), unknown(1), stepOf(2)], { expectations: [unmet('lost')] }))).toContain(
      'hangs on it: lost: expected at most 2, was 3.',
    );
    const before = judged([stepOf(0), unknown(1), stepOf(2)], { violations: [broken('I1', 0)] });
    expect(verdictOf(drill, before).verdict).toBe('failed');
    const first = [stepOf(0, { outcome: 'refused', rule: 'D40', asExpected: false }), unknown(1), stepOf(2)];
    expect(verdictOf(drill, judged(first)).reason).toMatch(/^line 10 was refused \(D40\)\. Not modelled/);
  });

  test('where a script was followed only up to a bound', () => {
    const drill = drillOf([{}], { runbooks: [{ bound: 'the loop of line 3 was followed 100 times', answers: [] }] });
    expect(reason(drill, judged([stepOf(0)]))).toBe('the loop of line 3 was followed 100 times.');
  });

  test('where nothing was rehearsed: no fault, and no command that changes anything', () => {
    const nothing = 'Nothing was rehearsed: there is no fault, and no command that changes the deployment.';
    expect(reason(drillOf([{ work: LOOK }]), judged([stepOf(0)]))).toBe(nothing);
    expect(reason(drillOf([]), judged([]))).toBe(nothing);
    expect(verdictOf(drillOf([{ work: LOOK }]), judged([stepOf(0)], { isSearched: true })).verdict).toBe('passed');
    expect(verdictOf(drillOf([{ work: LOOK }], { faults: [{}] }), judged([stepOf(0)])).verdict).toBe('passed');
    const fault = { kind: 'fault', fault: {} } as never;
    expect(verdictOf(drillOf([{ work: fault }]), judged([stepOf(0)])).verdict).toBe('passed');
  });
});

describe('a run that passed', () => {
  test('is ready, or ready with reservations where there are warnings', () => {
    expect(verdictOf(drillOf([{}]), judged([stepOf(0)]))).toEqual({
      verdict: 'passed',
      readiness: 'ready',
      reason: 'Every step ended as the drill expects.',
    });
    const warnings = [warning('x')];
    expect(verdictOf(drillOf([{}]), judged([stepOf(0)], { warnings })).readiness).toBe('reservations');
  });

  test('says what broke as declared, and who was not judged', () => {
    const violations = [broken('I1', 5, true), broken('I1', 6, true)];
    expect(verdictOf(drillOf([{}]), judged([stepOf(0)], { violations })).reason).toBe(
      'Every step ended as the drill expects, and I1 broke as declared.',
    );
    const users = [{ pool: 'pool1', count: 5, intervals: [{ regular: 2, state: 'signedOut', fromMs: 0, toMs: 1 }] }];
    const excused = drillOf([{}], { expect: { mayBeUnserved: ['pool1'] } });
    expect(verdictOf(excused, judged([stepOf(0)], { users })).reason).toMatch(
      /^Every step ended as the drill expects\. Not judged: 3 of the 5 users of pool1 are .* at the end\.$/,
    );
    expect(verdictOf(drillOf([{}]), judged([stepOf(0)], { users })).reason).not.toContain('Not judged');
  });

  test('says which answers nobody asked for', () => {
    const answers = [{ command: 'Read-Host', file: '--answer', line: 0, column: 0, times: 0 }];
    expect(verdictOf(drillOf([{}], { answers }), judged([stepOf(0)])).reason).toBe(
      'Every step ended as the drill expects. Never asked for: the answer of Read-Host.',
    );
  });
});

test('what is judged of a result are its warnings and errors, not its notes', () => {
  const findings = ['note', 'warning', 'error'].map((severity) => ({ severity, message: severity }));
  const result = { steps: [], violations: [], findings, users: [] } as never;
  expect(judgedOf(result, []).warnings.map(({ message }) => message)).toEqual(['warning', 'error']);
});

test('a sentence more stands after a sentence, and before a line that is to be typed', () => {
  expect(sentences('Done.', ' More.')).toBe('Done. More.');
  expect(sentences('Done!', ' More.')).toBe('Done! More.');
  expect(sentences('type this', ' More.')).toBe('More. type this');
  expect(sentences('type this', '')).toBe('type this');
});
