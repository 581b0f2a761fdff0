import { afterEach, describe, expect, test, vi } from 'vitest';
import { checkModel } from '../../../src/checker/check.js';
import { plansOf } from '../../../src/exploration/log-plans.js';
import { type ExploreRequest, PLAIN_REQUEST } from '../../../src/exploration/request.js';
import { DrillStateSpace } from '../../../src/exploration/state-space/drill-state-space.js';
import { LocalEffects } from '../../../src/exploration/state-space/local-effects.js';
import { deployment, drillOf } from '../../support/drills.js';

/** Two Standard Edition pairs in two sites: whatever hits a site hits both. */
function twoPairs(more: Record<string, unknown> = {}) {
  const one = deployment({ edition: 'standard', users: 1000 }, { edition: 'standard', users: 1000 }, more);
  const pools = one.pools as Record<string, unknown>[];
  const others = pools.map((pool, i) => ({
    ...pool,
    fqdn: `pool${i + 3}`,
    servers: [`fe${i + 3}a`],
    backupPool: `pool${4 - i}`,
  }));
  return { ...one, pools: [...pools, ...others] };
}

const run = (line: string) => ({ run: line });
const OVER = run('Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode');
const PLANNED = run('Invoke-CsPoolFailOver -PoolFqdn pool3');
const BACK = run('Invoke-CsPoolFailBack -PoolFqdn pool3');
const CMS = run('Invoke-CsManagementServerFailover');
const REPLICATED = { wait: { until: 'replicated', timeout: '1h' } };
const OPTIONS = { worstEnds: 1_000_000 };
const CUT = { cut: { link: ['Datacenter1', 'Datacenter2'] } };

async function plansFor(steps: readonly unknown[], request: Partial<ExploreRequest>, topology = twoPairs()) {
  const drill = await drillOf({ topology, steps: steps as never });
  return plansOf(drill, { ...PLAIN_REQUEST, ...request });
}

afterEach(() => vi.restoreAllMocks());

describe('what is found once for each pair gives the same search, paths and all', () => {
  test.each<[string, readonly unknown[], Partial<ExploreRequest>, string]>([
    [
      'a failover of each pair, and the site of two pools is lost',
      [OVER, PLANNED],
      { faults: 1, only: ['Datacenter1'] },
      'pool1 (UserServices.PresenceFocus)',
    ],
    [
      'a failover while servers of the other pair are lost and repaired',
      [PLANNED],
      { faults: 1, only: ['fe1a', 'fe2a'], repairs: true },
      'pool3 (ConfServices.DataConf)',
    ],
    [
      'a failed hydration, and a Backup Service of the other pair',
      [PLANNED, BACK],
      { faults: 1, only: ['hydration', 'service'], without: ['pool3', 'pool4'] },
      'pool1 (ConfServices.DataConf)',
    ],
    [
      'the master moves, and the replicas of all pools are waited for',
      [CMS, REPLICATED],
      { faults: 1, only: ['fe3a', 'fe2a'] },
      'pool2 (CentralMgmt.CMSMaster)',
    ],
    ['a hazard over a cut link, and a mistake', [CUT, OVER, PLANNED], { mistakes: 1 }, 'pool1 (ConfServices.DataConf)'],
  ])('%s', async (_, steps, request, log) => {
    const plan = (await plansFor(steps, request)).find(({ name }) => name === log)!.plan;
    const after = vi.spyOn(LocalEffects.prototype, 'after');
    const byGroup = await checkModel(new DrillStateSpace(plan), OPTIONS);
    expect(after.mock.results.filter(({ value }) => value >= 0).length).toBeGreaterThan(byGroup.transitions / 4);
    after.mockRestore();
    const learn = vi.spyOn(LocalEffects.prototype, 'learn');
    const whole = await checkModel(new DrillStateSpace(plan, 1 << 20, false), OPTIONS);
    expect(learn).not.toHaveBeenCalled();
    expect(whole.complete).toBe(true);
    expect(whole.states).toBeGreaterThan(50);
    expect(byGroup).toEqual(whole);
  });
});

test.each<[string, Partial<ExploreRequest>]>([
  ['the reductions are turned off', { reduce: false }],
  ['there is one pair', {}],
])('nothing is put together where %s', async (_, request) => {
  const apart = deployment({ edition: 'standard', users: 1000 }, { edition: 'standard', users: 1000 });
  const [{ plan }] = await plansFor([OVER], request, request.reduce === false ? twoPairs() : (apart as never));
  const composed = vi.spyOn(LocalEffects.prototype, 'after');
  await checkModel(new DrillStateSpace(plan), { maxStates: 300 });
  expect(composed).not.toHaveBeenCalled();
});

test('a move that does more than is said of it is an error, and no state', async () => {
  const [{ plan }] = await plansFor([OVER, PLANNED], { faults: 1, only: ['Datacenter1'] });
  vi.spyOn(LocalEffects.prototype, 'after').mockImplementation((d) => d);
  vi.spyOn(LocalEffects.prototype, 'isDue', 'get').mockReturnValue(true);
  await expect(checkModel(new DrillStateSpace(plan))).rejects.toThrow('more than is local to its pools');
});
