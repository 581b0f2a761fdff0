import { expect, test } from 'vitest';
import type { RunResult } from '../../src/domain/result.js';
import { runAsJson } from '../../src/report/json.js';
import { LOSE_DATACENTER1, UNEVENTFUL } from './fixture.js';

const text = runAsJson(LOSE_DATACENTER1);

test('keys come in the order of the documented format, then the additions', () => {
  const result = JSON.parse(text) as RunResult;
  expect(Object.keys(result)).toEqual([
    ...['drydrill', 'drill', 'seed', 'verdict', 'readiness', 'glance', 'endedAtMs', 'steps', 'loss', 'recovery'],
    ...['users', 'replication'],
    ...[
      'violations',
      'findings',
      'assumptions',
      'reason',
      'routes',
      'components',
      'centralManagement',
      'databases',
      'expectations',
      'timeline',
      'runbooks',
      'seeds',
      ...['faults', 'input'],
    ],
  ]);
  expect(Object.keys(result.steps[0])).toEqual([
    ...['index', 'line', 'command', 'startedAtMs', 'endedAtMs', 'outcome', 'rule', 'message'],
    ...['asExpected', 'output', 'file', 'irrevocable'],
  ]);
  expect(Object.keys(result.recovery[0])).toEqual([
    ...['pool', 'outageAtMs', 'failoverStartedAtMs', 'servedAtMs', 'rtoMs', 'rpoMs'],
    ...['mode', 'rtoTargetMs', 'rpoTargetMs', 'noTargetBecause', 'firstCommandAtMs'],
    ...['decisionMs', 'procedureMs', 'outageMs', 'assumedMs', 'target', 'pausedMs', 'criticalPath'],
  ]);
  expect(Object.keys(result.loss)).toEqual(['acknowledged', 'lost', 'stranded', 'byModule']);
  expect(Object.keys(result.violations[0])).toEqual(['invariant', 'atMs', 'message', 'rules', 'declared']);
});

test('says the whole result', () => {
  expect(JSON.parse(text)).toEqual(LOSE_DATACENTER1);
});

test('is the same text in whatever order the objects were built', () => {
  expect(runAsJson(backwards(LOSE_DATACENTER1))).toBe(text);
});

test('has two spaces of indent and one newline at the end', () => {
  expect(text.startsWith('{\n  "drydrill": 1,\n  "drill": ')).toBe(true);
  expect(text.endsWith('}\n')).toBe(true);
});

test('carries no character that a terminal obeys, and loses none', () => {
  const drill = 'a\u001b[31m\u007f\u009b2J\u202e\u2028\ud800 ü 災';
  const evil = runAsJson({ ...UNEVENTFUL, drill });
  expect(evil.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}]/u);
  expect((JSON.parse(evil) as RunResult).drill).toBe(drill);
});

/** The same value with the keys of every object reversed, but for the answers of cmdlets: their order is content. */
function backwards<T>(value: T): T {
  if (Array.isArray(value)) return value.map(backwards) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, key === 'output' ? part : backwards(part)]);
  return Object.fromEntries(entries.reverse()) as T;
}
