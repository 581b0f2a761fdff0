import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import { plansOf } from '../../src/exploration/log-plans.js';
import { type ExploreRequest, PLAIN_REQUEST } from '../../src/exploration/request.js';
import { searchLogs } from '../../src/exploration/search-logs.js';
import type { SearchThread, SearchThreads } from '../../src/exploration/search-threads.js';
import { readDrill } from '../../src/input/from-disk.js';

const REQUEST: ExploreRequest = {
  ...PLAIN_REQUEST,
  faults: 1,
  only: ['site', 'link', 'service', 'module', 'share', 'replicator'],
};

async function plansFor(request: ExploreRequest) {
  const drill = await readDrill('sims/03-site-loss.yaml');
  if (Array.isArray(drill)) throw new Error('unreadable');
  return plansOf(drill, request);
}

/** Threads that note what they are asked for; `search` = what each of them does. */
function threadsOf(search: SearchThread['search']) {
  const seen = { started: 0, ended: 0, searched: [] as (number | null)[] };
  const workers: SearchThreads = {
    usual: () => 3,
    searchTogether: () => Promise.reject(new Error('no search is shared')),
    start() {
      seen.started++;
      return {
        search(space, options) {
          seen.searched.push(space.plan.log);
          return search(space, options);
        },
        end: async () => void seen.ended++,
      };
    },
  };
  return { seen, workers };
}

const inThisThread: SearchThread['search'] = (space, options) => checkModel(space, options);
const NO_BOUNDS = { maxStates: null, timeLimitMs: null };

describe('threads', () => {
  test('start beside the first large search, which goes on, and each log is searched once', async () => {
    const plans = await plansFor(REQUEST);
    const { seen, workers } = threadsOf(inThisThread);
    const { searched, notBegun } = await searchLogs(plans, REQUEST, { ...NO_BOUNDS, workers });
    const alone = await searchLogs(plans, REQUEST, NO_BOUNDS);
    expect(notBegun).toEqual([]);
    expect([seen.started, seen.ended]).toEqual([2, 2]);
    // The first search is large: it stays where it began, so that nothing of it is discarded.
    expect(alone.searched[0].result.states).toBeGreaterThan(4_000);
    expect(seen.searched).not.toContain(plans[0].plan.log);
    expect(new Set(seen.searched).size).toBe(seen.searched.length);
    expect(seen.searched.length).toBeGreaterThan(1);
    expect(searched.map(({ result }) => result.states)).toEqual(alone.searched.map(({ result }) => result.states));
  }, 120_000);

  test('do not start where all searches are small', async () => {
    const request = { ...REQUEST, only: ['link'] };
    const { seen, workers } = threadsOf(inThisThread);
    const { searched } = await searchLogs(await plansFor(request), request, { ...NO_BOUNDS, workers });
    expect(Math.max(...searched.map(({ result }) => result.states))).toBeLessThan(4_000);
    expect(seen.started).toBe(0);
  }, 300_000);

  test('that fail end all searches with their error', async () => {
    const { seen, workers } = threadsOf(() => Promise.reject(new Error('out of luck')));
    const all = searchLogs(await plansFor(REQUEST), REQUEST, { ...NO_BOUNDS, workers });
    await expect(all).rejects.toThrow('out of luck');
    expect(seen.ended).toBe(seen.started);
  }, 300_000);
});
