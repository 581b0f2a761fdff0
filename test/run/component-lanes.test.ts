import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/domain/result.js';
import { readDrill } from '../../src/input/from-disk.js';
import { runDrill } from '../../src/run/run-drill.js';
import { ROOT } from '../support/built.js';

const H = 3_600_000;
const MIN = 60_000;

async function resultOf(sim: string, numbersOnly = false): Promise<RunResult> {
  const read = await readDrill(`${ROOT}sims/${sim}`);
  if (Array.isArray(read)) throw new Error(read[0].message);
  return runDrill(read, { numbersOnly }).result;
}

const SIMS = readdirSync(`${ROOT}sims`).filter(
  (file) => file.endsWith('.yaml') && /^drill:/m.test(readFileSync(`${ROOT}sims/${file}`, 'utf8')),
);

describe.each(SIMS)('sims/%s', (sim) => {
  test('lanes run from the start to the end without a gap, and change from one interval to the next', async () => {
    const { users, routes, components, endedAtMs } = await resultOf(sim);
    for (const { intervals } of [...users, ...routes, ...components]) {
      expect([intervals[0].fromMs, intervals.at(-1)?.toMs]).toEqual([0, endedAtMs]);
      intervals.slice(1).forEach((interval, i) => {
        const { fromMs: __, toMs: ___, ...before } = intervals[i];
        const { fromMs, toMs: ____, ...now } = interval;
        expect(fromMs).toBe(intervals[i].toMs);
        expect(now).not.toEqual(before);
      });
    }
  });

  test('all users of a pool are in some state, as many in the worst as the interval says', async () => {
    const { users, userMinutes, glance } = await resultOf(sim);
    for (const { count, intervals } of users) {
      for (const { parts = {}, state, affected, regular } of intervals) {
        const { regularHome = 0, regularPartner = 0, ...worse } = parts;
        expect(Object.values(worse).reduce((sum, n) => sum + n, regularHome + regularPartner)).toBe(count);
        expect([parts[state], regularHome + regularPartner]).toEqual([affected, regular]);
      }
    }
    const { regularHome: _, regularPartner: __, ...without } = userMinutes ?? {};
    expect(Object.values(without).reduce((sum, n) => sum + n, 0)).toBe(glance.usersWithoutRegularService.userMinutes);
  });
});

test('D11: users of routing groups without quorum are told apart, those with a primary left from the others', async () => {
  const { users } = await resultOf('09-fabric-quorum.yaml');
  const split = users[0].intervals.find(({ parts }) => Object.keys(parts ?? {}).length > 1);
  // One group in five lost two of its three replicas one after the other: 4,000 of 20,000, half with the primary left.
  expect(split?.parts).toEqual({ signedOut: 2000, resiliencyHome: 2000, regularHome: 16_000 });
});

test('what was lost with a site is down as long as the site is', async () => {
  const { components, faults, endedAtMs } = await resultOf('03-site-loss.yaml');
  const site = { target: { kind: 'site', site: 'Datacenter1' }, destroy: false };
  expect(faults).toEqual([
    { atMs: 31 * MIN, verb: 'crash', ...site },
    { atMs: 4 * H, verb: 'repair', ...site },
  ]);
  const intervals = (kind: string, subject: string) =>
    components.find((lane) => lane.kind === kind && lane.subject === subject)?.intervals;
  const lost = (up: string) => [
    { fromMs: 0, toMs: 31 * MIN, state: up, on: null },
    { fromMs: 31 * MIN, toMs: 4 * H, state: 'down', on: null },
    { fromMs: 4 * H, toMs: endedAtMs, state: up, on: null },
  ];
  expect(intervals('server', 'fe1a.contoso.com')).toEqual(lost('running'));
  expect(intervals('server', 'sql1w.contoso.com')).toEqual(lost('running'));
  expect(intervals('fileStore', 'file1.contoso.com')).toEqual(lost('open'));
  expect(intervals('server', 'fe2a.contoso.com')?.length).toBe(1);
  expect(intervals('link', 'Datacenter1')).toEqual([{ fromMs: 0, toMs: endedAtMs, state: 'up', on: null }]);
  const edge = intervals('edgePool', 'edge1.contoso.com');
  expect(edge?.map(({ state, on }) => `${state} → ${on}`)).toEqual([
    'running → pool1.contoso.com',
    'down → pool1.contoso.com',
    'down → pool2.contoso.com',
    'running → pool2.contoso.com',
  ]);
});

test('a link that is cut is cut in its lane', async () => {
  const { components } = await resultOf('07-wan-cut-site-loss.yaml');
  const link = components.find(({ kind }) => kind === 'link');
  expect([link?.subject, link?.part]).toEqual(['Datacenter1', 'Datacenter2']);
  expect(link?.intervals.map(({ state }) => state)).toContain('cut');
});

test('where only numbers are wanted, no lanes are kept', async () => {
  const { components, users, userMinutes } = await resultOf('03-site-loss.yaml', true);
  expect([components, userMinutes]).toEqual([[], undefined]);
  expect(users.flatMap(({ intervals }) => intervals.flatMap(({ parts }) => parts ?? []))).toEqual([]);
});
