import { describe, expect, test } from 'vitest';
import type { Step, StepWork } from '../../src/domain/drill.js';
import type { StepResult } from '../../src/domain/result.js';
import { criticalPath, pausedMs } from '../../src/run/critical-path.js';

const SECOND = 1000;
const RUN = { kind: 'run', command: { cmdlet: 'Invoke-CsPoolFailOver', parameters: {} } };
const LOOK = { kind: 'run', command: { cmdlet: 'Get-CsPoolFabricState', parameters: {} } };
const WAIT = { kind: 'wait' };
const UNTIL = { kind: 'waitUntil' };

interface Did {
  work?: object;
  from: number;
  to: number;
  command?: string;
  outcome?: string;
  rule?: string;
  line?: number;
  output?: string;
}

/** The path between two moments (s), of what was done, as [from, to, kind, what] in s. */
function path(
  did: Did[],
  [outage, started, served]: [number, number, number],
  phases: [number, number, string][] = [],
) {
  const steps = did.map(({ from, to, command = 'a', outcome = 'ok', rule = null, line = 0, output = null }, index) => ({
    ...{ index, command, outcome, rule, line, output, file: null },
    ...{ startedAtMs: from * SECOND, endedAtMs: to * SECOND },
  })) as unknown as StepResult[];
  const planned = did.map(({ work = RUN }) => ({ work: work as StepWork })) as Step[];
  const sources = {
    ...{ steps, planned, partner: 'pool2' },
    phases: phases.map(([from, to, state]) => ({ fromMs: from * SECOND, toMs: to * SECOND, state, on: null })),
  };
  return criticalPath(sources, outage * SECOND, started * SECOND, served * SECOND);
}

const told = (...args: Parameters<typeof path>) =>
  path(...args).map(({ fromMs, toMs, kind, what }) => [fromMs / SECOND, toMs / SECOND, kind, what]);

describe('the steps up to the failover', () => {
  test('each takes its part; what lies between is a pause until the later one, or nothing at all', () => {
    expect(
      told(
        [
          { from: 0, to: 5, command: 'before' },
          { from: 8, to: 12, command: 'during' },
          { from: 20, to: 30, command: 'later' },
          { from: 90, to: 95, command: 'after' },
        ],
        [10, 40, 40],
      ),
    ).toEqual([
      [10, 12, 'command', 'during'],
      [12, 20, 'pause', 'pause until 00:00:20'],
      [20, 30, 'command', 'later'],
      [30, 40, 'pause', 'nothing is done'],
    ]);
  });

  test('they end where the failover begins, also in the midst of a step', () => {
    expect(told([{ from: 10, to: 50 }], [10, 40, 40])).toEqual([[10, 40, 'command', 'a']]);
    expect(told([{ from: 40, to: 50 }], [10, 40, 40])).toEqual([[10, 40, 'pause', 'pause until 00:00:40']]);
    expect(told([{ from: 41, to: 50 }], [10, 40, 40])).toEqual([[10, 40, 'pause', 'nothing is done']]);
  });

  test('a failover that began before the outage has no steps before it', () => {
    expect(told([{ from: 0, to: 30 }], [20, 10, 20])).toEqual([]);
  });

  test.each<[object, string, string | undefined, string, string, boolean]>([
    [RUN, 'refused', 'D40', 'command', 'a (refused, D40)', false],
    [RUN, 'failed', undefined, 'command', 'a (failed)', false],
    [WAIT, 'ok', undefined, 'pause', 'a', false],
    [UNTIL, 'ok', undefined, 'pause', 'a', false],
    [UNTIL, 'failed', undefined, 'pause', 'a: it timed out, what it waited for did not come', true],
  ])('%j that was %s: %s', (work, outcome, rule, kind, what, inVain) => {
    const [part] = path([{ work, outcome, from: 10, to: 20, ...(rule === undefined ? {} : { rule }) }], [10, 20, 20]);
    expect(part).toMatchObject({ kind, what, inVain, step: 0 });
  });
});

describe('a loop that waits', () => {
  const turn = (at: number, output = 'x'): Did[] => [
    { work: LOOK, from: at, to: at + 1, line: 3, output },
    { work: WAIT, from: at + 1, to: at + 10, line: 4 },
  ];

  test('is one part, with its lines and turns; where its answers never changed, in vain', () => {
    const [part, ...others] = path([...turn(10), ...turn(20), ...turn(30)], [10, 40, 40]);
    expect(others).toEqual([]);
    expect(part).toEqual({
      ...{ fromMs: 10_000, toMs: 40_000, step: 0, kind: 'pause', inVain: true },
      what: 'loop of lines 3 to 4, 3 turns: what it looked at never changed',
    });
  });

  test('where its answers changed it did not wait in vain', () => {
    const [part] = path([...turn(10), ...turn(20, 'y')], [10, 30, 30]);
    expect(part).toMatchObject({ what: 'loop of lines 3 to 4, 2 turns', inVain: false });
  });

  test('of one line, that asks nothing', () => {
    const pause = (at: number): Did => ({ work: WAIT, from: at, to: at + 5, line: 7 });
    expect(told([pause(10), pause(15)], [10, 20, 20])).toEqual([[10, 20, 'pause', 'loop of line 7, 2 turns']]);
  });

  test('that begins before the outage counts from there', () => {
    expect(told([...turn(10), ...turn(20), ...turn(30)], [25, 40, 40])).toEqual([
      [25, 40, 'pause', 'loop of lines 3 to 4, 2 turns'],
    ]);
  });

  test('a line that does something, or none, is no loop', () => {
    const act = (at: number): Did => ({ work: RUN, from: at, to: at + 5, line: 7 });
    expect(told([act(10), act(15)], [10, 20, 20])).toHaveLength(2);
    const nowhere = (at: number): Did => ({ work: WAIT, from: at, to: at + 5 });
    expect(told([nowhere(10), nowhere(15)], [10, 20, 20])).toHaveLength(2);
    const between: Did[] = [
      { work: WAIT, from: 10, to: 15, line: 7 },
      { work: RUN, from: 15, to: 20, line: 8 },
      { work: WAIT, from: 20, to: 25, line: 7 },
    ];
    expect(told(between, [10, 25, 25])).toHaveLength(3);
  });

  test('one turn has eight steps at most', () => {
    const turns = (length: number): Did[] =>
      [...Array(2 * length).keys()].map((i) => ({ work: WAIT, from: 10 + i, to: 11 + i, line: 1 + (i % length) }));
    expect(told(turns(8), [10, 26, 26])).toHaveLength(1);
    expect(told(turns(9), [10, 28, 28])).toHaveLength(18);
  });
});

test('the phases of the failover follow, in words; what comes after its command is the partner', () => {
  const phases: [number, number, string][] = [
    [0, 40, 'normal'],
    [40, 45, 'disaster.stopping'],
    [45, 60, 'disaster.taking'],
    [60, 90, 'failedOver'],
  ];
  const parts = path(
    [
      { from: 10, to: 40 },
      { from: 40, to: 60 },
    ],
    [10, 40, 70],
    phases,
  );
  expect(parts.map(({ fromMs, toMs, step, kind, what }) => [fromMs / 1000, toMs / 1000, step, kind, what])).toEqual([
    [10, 40, 0, 'command', 'a'],
    [40, 45, 1, 'failover', 'the services of the lost pool are stopped or found dead'],
    [45, 60, 1, 'failover', 'the partner takes the users over'],
    [60, 70, null, 'failover', 'pool2 does not serve them yet'],
  ]);
  expect(pausedMs(parts)).toBe(0);
  expect(told([], [40, 40, 60], [[40, 60, 'planned.syncing']])).toEqual([
    [40, 60, 'failover', 'final sync to the partner'],
  ]);
});

test('how long a path was spent waiting', () => {
  const parts = path(
    [
      { from: 20, to: 30 },
      { work: WAIT, from: 30, to: 33 },
    ],
    [10, 40, 40],
  );
  expect(pausedMs(parts)).toBe((10 + 3 + 7) * SECOND);
});
