import { beforeAll, expect, test } from 'vitest';
import type { Drill } from '../../src/domain/drill.js';
import { joinedSearches, partOf, plansOfPart } from '../../src/exploration/exploration-parts.js';
import { type ExplorationResult, explorationOf, exploreDrill } from '../../src/exploration/explore-drill.js';
import { plansOf } from '../../src/exploration/log-plans.js';
import { PLAIN_REQUEST } from '../../src/exploration/request.js';
import { type Searches, searchLogs } from '../../src/exploration/search-logs.js';
import { readDrill } from '../../src/input/from-disk.js';
import { ROOT } from '../support/built.js';

const REQUEST = { ...PLAIN_REQUEST, ends: true, matrix: true, faults: 1, only: ['fileStore'] };
const BOUNDS = { maxStates: null, timeLimitMs: null };
let drill: Drill;
let whole: ExplorationResult;
beforeAll(async () => {
  drill = (await readDrill(`${ROOT}test/exploration/small.yaml`)) as Drill;
  whole = await exploreDrill(drill, REQUEST, BOUNDS, true);
  expect(whole.report.complete).toBe(true);
});

test.each([2, 5])('%i parts, by way of JSON, come to all that one search of each log comes to', async (count) => {
  const plans = plansOf(drill, REQUEST);
  const parts = [];
  for (let index = count; index >= 1; index--) {
    const part = { index, count };
    const searches = await searchLogs(plansOfPart(plans, part), REQUEST, BOUNDS);
    parts.push(JSON.parse(JSON.stringify(partOf(part, searches))));
  }
  const joined = joinedSearches(plansOf(drill, REQUEST), parts) as Searches;
  expect(joined.searched.map(({ name }) => name)).toEqual(plans.map(({ name }) => name));
  expect(await explorationOf(drill, REQUEST, BOUNDS, joined, true)).toEqual(whole);
});
