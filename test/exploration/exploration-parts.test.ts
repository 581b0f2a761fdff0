import { beforeAll, describe, expect, test } from 'vitest';
import type { Drill } from '../../src/domain/drill.js';
import { type ExplorationPart, joinedSearches, partOf, plansOfPart } from '../../src/exploration/exploration-parts.js';
import { type ExplorationResult, explorationOf, exploreDrill } from '../../src/exploration/explore-drill.js';
import { plansOf } from '../../src/exploration/log-plans.js';
import { type ExploreRequest, PLAIN_REQUEST } from '../../src/exploration/request.js';
import { type ExploreBounds, type Searches, searchLogs } from '../../src/exploration/search-logs.js';
import { readDrill } from '../../src/input/from-disk.js';
import { ROOT } from '../support/built.js';

const BOUNDS = { maxStates: null, timeLimitMs: null };

const read = async (name: string): Promise<Drill> => (await readDrill(`${ROOT}test/exploration/${name}.yaml`)) as Drill;

/** What each part comes to, as it comes back from a file. */
async function partsOf(drill: Drill, request: ExploreRequest, count: number, bounds: ExploreBounds = BOUNDS) {
  const parts: ExplorationPart[] = [];
  for (let index = count; index >= 1; index--) {
    const part = { index, count };
    const searches = await searchLogs(plansOfPart(plansOf(drill, request), part), request, bounds);
    parts.push(JSON.parse(JSON.stringify(partOf(part, searches))));
  }
  return parts;
}

const joined = (drill: Drill, request: ExploreRequest, parts: readonly ExplorationPart[]) =>
  joinedSearches(plansOf(drill, request), parts);

/** What does not hang on how often a state was counted. */
function answerOf({ report }: ExplorationResult) {
  const { verdict, complete, depth, holds, breaks, breaksApart, matrix, consequences, outcomes, violations } = report;
  return {
    ...{ verdict, complete, depth, holds, breaks, breaksApart, matrix },
    // Of ends that are as many as others it may be another one that comes first, and another cause.
    consequences: consequences.map((each) => [each.consequence, each.cause === null && each.example.length]),
    outcomes: new Set(
      outcomes.map(({ end, step, loss, example }) => JSON.stringify([end, step, loss, example.length])),
    ),
    violations: violations.map((each) => [each.invariant, each.message, each.hazards, each.steps.length]),
  };
}

describe.each<[string, string, Partial<ExploreRequest>, number[]]>([
  ['no further fault', 'servers', {}, [2, 7]],
  ['a fault, and the table of what follows from each', 'small', { faults: 1, only: ['fileStore'], matrix: true }, [7]],
  ['a fault, whether every future ends: by log alone', 'servers', { faults: 1, ends: true }, [2]],
  ['a fault without reductions', 'servers', { faults: 1, reduce: false, symmetry: false }, [4]],
  ['two faults', 'servers', { faults: 2 }, [3, 40]],
  ['two faults that may be repaired', 'servers', { faults: 2, repairs: true, only: ['server'] }, [3]],
  ['two faults without reductions', 'servers', { faults: 2, reduce: false, only: ['pool', 'fe1a', 'server'] }, [9]],
  ['all logs in one search, a fault', 'servers', { faults: 1, together: true }, [3]],
  [
    'commands and hazards that break invariants, a fault',
    'small',
    { faults: 1, free: 1, hazards: true, only: ['share'] },
    [4],
  ],
])('%s', (_, name, more, counts) => {
  const request = { ...PLAIN_REQUEST, ...more };
  let drill: Drill;
  let whole: ExplorationResult;
  beforeAll(async () => {
    drill = await read(name);
    whole = await exploreDrill(drill, request, BOUNDS, true);
    expect(whole.report.complete).toBe(true);
  });

  test.each(counts)('%i parts, by way of JSON, come to all that one search of each log comes to', async (count) => {
    const parts = await partsOf(drill, request, count);
    const searches = joined(drill, request, parts) as Searches;
    expect(await explorationOf(drill, request, BOUNDS, searches, true)).toEqual(whole);
    expect(joined(drill, request, parts.slice(1))).toBe(`part ${count} of ${count} is missing`);
    expect(joined(drill, request, [...parts, parts[0]])).toBe(`part ${count} of ${count} is there twice`);
  });
});

describe.each<[string, string, Partial<ExploreRequest>, number]>([
  ['a fault', 'servers', { faults: 1 }, 30],
  ['two faults', 'servers', { faults: 2, only: ['pool', 'server'] }, 70],
  ['two faults without reductions', 'servers', { faults: 2, reduce: false, only: ['pool', 'fe1a'] }, 30],
])('more parts than first faults, by its moment, too: %s', (_, name, more, count) => {
  test('the answer, the ends and the lengths are those of one search; the counts are more, and it says so', async () => {
    const request = { ...PLAIN_REQUEST, ...more };
    const drill = await read(name);
    const whole = await exploreDrill(drill, request, BOUNDS);
    const parts = await partsOf(drill, request, count);
    const shared = await explorationOf(drill, request, BOUNDS, joined(drill, request, parts) as Searches);
    expect(answerOf(shared)).toEqual(answerOf(whole));
    expect(shared.report.states).toBeGreaterThan(whole.report.states);
    expect(shared.report.bounds.overlaps).toBe(true);
    expect(shared.report.reason).toContain('are counted by each of them');
    expect(joined(drill, request, parts.slice(0, -1))).toBe(`part 1 of ${count} is missing`);
  });
});

test('a bound that one part met leaves its logs incomplete, and what the part had not begun not searched', async () => {
  const drill = await read('servers');
  const request = { ...PLAIN_REQUEST, faults: 2 };
  const parts = await partsOf(drill, request, 3);
  const [cut] = await partsOf(drill, request, 3, { ...BOUNDS, maxStates: 10 });
  const { report } = await explorationOf(
    drill,
    request,
    BOUNDS,
    joined(drill, request, [cut, ...parts.slice(1)]) as Searches,
  );
  expect(report).toMatchObject({ complete: false, proved: null, bounds: { stoppedBy: 'states' } });
  expect(report.parts.every(({ begun, complete }) => begun && !complete)).toBe(true);
  expect(joined(drill, request, [{ ...cut, notBegun: [] }, ...parts.slice(1)])).toMatch(
    /^part 3 of 3 has not searched /,
  );
  expect(joined(drill, request, [{ ...cut, boundMet: null }, ...parts.slice(1)])).toBe(
    'part 3 of 3 does not say why it is not whole',
  );
});
