import { describe, expect, test } from 'vitest';
import type { RunResult, StepResult } from '../../src/domain/result.js';
import { reportRun } from '../../src/report/terminal/report-run.js';
import { cells } from '../../src/report/text/typesetting.js';
import { LOSE_DATACENTER1, UNEVENTFUL } from './fixture.js';

const SCREEN = { colour: 0, width: 80, quiet: false, again: 'drydrill run lose-dc1.yaml --seed 7' } as const;
const PAPER = { ...SCREEN, details: true } as const;
const ESCAPE = String.fromCharCode(27);
const DAY_MS = 24 * 3_600_000;

describe('the report as a whole', () => {
  test('reads as it did, without colour', async () => {
    await expect(reportRun(LOSE_DATACENTER1, PAPER)).toMatchFileSnapshot('snapshots/terminal.txt');
  });

  test('the screen without flags reads as it did', async () => {
    await expect(reportRun(LOSE_DATACENTER1, SCREEN)).toMatchFileSnapshot('snapshots/terminal-screen.txt');
  });

  test('reads as it did, in 16 colours', async () => {
    const report = reportRun(LOSE_DATACENTER1, { ...PAPER, colour: 1 });
    // The escape character is made visible, so that the file can be read and compared.
    await expect(report.replaceAll(ESCAPE, '␛')).toMatchFileSnapshot('snapshots/terminal-colour.txt');
  });

  test('reads as it did under --quiet', async () => {
    const report = reportRun(LOSE_DATACENTER1, { ...PAPER, quiet: true });
    await expect(report).toMatchFileSnapshot('snapshots/terminal-quiet.txt');
  });

  test('colours change nothing but colour', () => {
    const coloured = reportRun(LOSE_DATACENTER1, { ...PAPER, colour: 3 });
    expect(withoutColour(coloured)).toBe(reportRun(LOSE_DATACENTER1, PAPER));
  });

  test('a drill in which nothing happens has a short report', () => {
    const { again: _, ...paper } = PAPER;
    expect(reportRun(UNEVENTFUL, paper).split('\n')).toEqual([
      'PASSED, ready  Nothing happens',
      '  Nothing was refused, no invariant broke and nothing was lost.',
      '  seed 7, 0s of virtual time',
      '',
      'At a glance',
      '  Users       All have regular service throughout.',
      '  Changes     Nothing that was acknowledged is lost or stranded.',
      '',
      'Loss',
      '  changes  acknowledged  lost  stranded  oldest',
      '  total               0     0         0',
      '  Nothing that was acknowledged is lost or stranded.',
      '',
    ]);
  });

  test('a quiet report of a drill that passed is the verdict and its reason', () => {
    const report = reportRun(UNEVENTFUL, { ...PAPER, quiet: true });
    expect(report.trimEnd().split('\n')).toHaveLength(3);
  });
});

describe('the width of the paper', () => {
  const months = shifted(LOSE_DATACENTER1, 100 * DAY_MS);

  test.each([
    ['the drill', LOSE_DATACENTER1, 60],
    ['the drill', LOSE_DATACENTER1, 80],
    ['the drill', LOSE_DATACENTER1, 110],
    ['the drill', LOSE_DATACENTER1, 160],
    ['a drill of months with millions of changes', months, 80],
    ['a drill of months with millions of changes', months, 110],
  ])('no line about %s is too long (%#)', (_, result, width) => {
    for (const flags of [{ quiet: true }, { details: true }, {}]) {
      const lines = reportRun(result, { ...SCREEN, width, ...flags }).split('\n');
      expect(lines.filter((line) => cells(line) > width)).toEqual([]);
    }
  });

  test('a host name is never broken, whatever its length', () => {
    const host = `front-end-pool-of-the-northern-region.${'department'.repeat(5)}.contoso.com`;
    const report = reportRun(withNote(`ask the owner of ${host} first`), PAPER);
    expect(report).toContain(`${host}\n`);
  });

  test('wide characters count as two columns', () => {
    const report = reportRun(withNote('災害復旧訓練'.repeat(20)), PAPER);
    expect(report.split('\n').filter((line) => cells(line) > 80)).toEqual([]);
  });
});

describe('text of a user', () => {
  const evil = 'a\u001b]0;owned\u0007b\u009b31mc\u202ed\r\n  e';

  test.each([0, 3] as const)('reaches the terminal without control characters (colour %i)', (colour) => {
    const result = { ...withNote(evil), drill: evil, reason: evil };
    const step: StepResult = {
      ...LOSE_DATACENTER1.steps[2],
      command: evil,
      message: evil,
      output: [{ [evil]: evil }],
    };
    const report = reportRun({ ...result, steps: [step] }, { ...PAPER, colour, again: `drydrill run ${evil}` });
    expect(withoutColour(report).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(report).toContain('a\\x1b]0;owned\\x07b\\x9b31mc\\u202ed');
  });
});

describe('the timeline', () => {
  test('shows a step of which the driver recorded nothing, where it began', () => {
    const lines = timelineOf({
      ...LOSE_DATACENTER1,
      timeline: LOSE_DATACENTER1.timeline.filter(({ step }) => step !== 6),
    });
    expect(lines.find((line) => line.includes('line 15'))).toMatch(/^ {2}05:00:00 {2}administrator, line 15/);
  });

  test('gives the time once for entries of the same second', () => {
    const times = timelineOf(LOSE_DATACENTER1).map((line) => line.slice(2, 10));
    expect(times.filter((time) => time === '00:30:00')).toHaveLength(1);
    expect(times.filter((time) => time === '00:49:17')).toHaveLength(1);
  });

  test('says a violation that the driver recorded no entry for', () => {
    const timeline = LOSE_DATACENTER1.timeline.filter(({ kind }) => kind !== 'violation');
    const said = timelineOf({ ...LOSE_DATACENTER1, timeline }).filter((line) => line.includes('VIOLATION'));
    expect(said).toHaveLength(2);
  });

  test.each([
    [1, 'once more, until'],
    [2, '2 more times, until'],
    [11, '11 more times, until'],
    [31, '31 more times, until'],
  ])('says how often a step of a script came again: %i', (times, words) => {
    const again = { ...LOSE_DATACENTER1.steps[2], message: null, outcome: 'ok', asExpected: true } as const;
    const steps = Array.from({ length: times + 1 }, (_, index): StepResult => ({ ...again, index }));
    const runbook = {
      file: 'a.ps1',
      scripts: ['a.ps1'],
      ending: 'done',
      bound: null,
      ignored: [],
      decisions: [],
      answers: [],
      steps: 0,
      branches: [],
      remarks: [],
    } as const;
    const said = timelineOf({ ...UNEVENTFUL, steps, runbooks: [runbook] })
      .join(' ')
      .replaceAll(/\s+/g, ' ');
    expect(said).toContain(`; ${words}`);
  });

  test('separates the objects of one answer', () => {
    const step: StepResult = {
      ...LOSE_DATACENTER1.steps[2],
      output: [{ Pool: 'a' }, { Pool: 'b', Up: true }],
    };
    const lines = timelineOf({ ...UNEVENTFUL, steps: [step] });
    const list = lines.slice(2).map((line) => line.trim());
    expect(list).toEqual(['Pool : a', '', 'Pool : b', 'Up   : True']);
  });

  test('names a step that ended otherwise than expected in capitals', () => {
    const refusalMissing: StepResult = { ...LOSE_DATACENTER1.steps[6], asExpected: false };
    const notModelled: StepResult = {
      ...LOSE_DATACENTER1.steps[0],
      outcome: 'notModelled',
      asExpected: false,
    };
    expect(timelineOf({ ...UNEVENTFUL, steps: [refusalMissing] }).join(' ')).toContain('=> OK after 55m 40s');
    expect(timelineOf({ ...UNEVENTFUL, steps: [notModelled] }).join(' ')).toContain('=> NOT MODELLED');
  });
});

describe('the bar of the users', () => {
  test('shows an outage that is shorter than a column', () => {
    const result: RunResult = {
      ...UNEVENTFUL,
      endedAtMs: DAY_MS,
      users: [
        {
          pool: 'pool1.contoso.com',
          count: 20,
          intervals: [
            { state: 'regularHome', fromMs: 0, toMs: 1000, affected: 20, regular: 20 },
            { state: 'signedOut', fromMs: 1000, toMs: 2000, affected: 5, regular: 0 },
            { state: 'regularHome', fromMs: 2000, toMs: DAY_MS, affected: 20, regular: 20 },
          ],
        },
      ],
    };
    expect(reportRun(result, PAPER)).toContain(`\n    x${'█'.repeat(59)}\n`);
    expect(reportRun(result, PAPER)).toContain('signed out (5 of 20)');
  });
});

function timelineOf(result: RunResult): string[] {
  const lines = reportRun(result, PAPER).split('\n');
  const from = lines.indexOf('Timeline') + 1;
  const next = lines.findIndex((line, at) => at > from && /^[A-Z]/.test(line));
  return lines.slice(from, next - 1);
}

function withNote(text: string): RunResult {
  return { ...UNEVENTFUL, timeline: [{ atMs: 0, actor: text, text, step: null, kind: 'note' }] };
}

function withoutColour(report: string): string {
  return report.replaceAll(new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g'), '');
}

/** The same result much later and much larger: long times, long numbers. */
function shifted<T>(value: T, byMs: number): T {
  if (Array.isArray(value)) return value.map((part) => shifted(part, byMs)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => {
    if (typeof part === 'number' && /Ms$/.test(key)) return [key, part + byMs];
    if (typeof part === 'number' && /^(acknowledged|lost|stranded|atRisk|count|affected)$/.test(key)) {
      return [key, part + 1_000_000];
    }
    return [key, shifted(part, byMs)];
  });
  return Object.fromEntries(entries) as T;
}
