import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import { plansOf } from '../../src/exploration/log-plans.js';
import { type ExploreRequest, PLAIN_REQUEST } from '../../src/exploration/request.js';
import { DrillStateSpace } from '../../src/exploration/state-space/drill-state-space.js';
import { drillOf, pool } from '../support/drills.js';

const SITES = [1, 2, 3, 4].map((n) => `Datacenter${n}`);
const OTHERS = ['pool3', 'pool4'];

/** A pair of Standard Edition pools, and an Enterprise pair in other sites: `more` = what differs in its pools. */
function topology({ witness, ...more }: Record<string, unknown> = {}, cms = 'pool2') {
  const other = (n: 3 | 4) => ({
    ...pool((n - 2) as 1 | 2, { users: 1000 }),
    fqdn: `pool${n}`,
    site: SITES[n - 1],
    servers: [`fe${n}a`, `fe${n}b`, `fe${n}c`],
    backupPool: `pool${7 - n}`,
    backEnd: { primary: `sql${n}a`, mirror: `sql${n}b`, witness: witness ?? `sql${n}w`, instance: 'rtc' },
    fileStore: `file${n}`,
    ...more,
  });
  const standard = { edition: 'standard', users: 1000 } as const;
  return {
    product: 'lync2013',
    sites: SITES.map((name) => ({ name })),
    links: SITES.flatMap((a, i) =>
      SITES.slice(i + 1).map((b) => ({ between: [a, b], latency: '40ms', bandwidth: '100Mbps' })),
    ),
    pools: [pool(1, standard), pool(2, standard), other(3), other(4)],
    edgePools: [],
    centralManagement: { active: cms },
    backupService: { syncInterval: '2m' },
    voiceResiliency: { automatic: true, failureDetectionInterval: '300s', failbackDetectionInterval: '600s' },
  };
}

const run = (line: string) => ({ run: line });
const OVER = run('Invoke-CsPoolFailOver -PoolFqdn pool1');
const BACK = run('Invoke-CsPoolFailBack -PoolFqdn pool1');
const CMS = run('Invoke-CsManagementServerFailover');
const STEADY = { wait: { until: 'steady', pool: 'pool2', timeout: '1h' } };
const REPLICATED = { wait: { until: 'replicated', timeout: '1h' } };
const REQUEST: ExploreRequest = { ...PLAIN_REQUEST, faults: 1 };

async function plansFor(steps: readonly unknown[], request: ExploreRequest, more = {}, cms?: string) {
  const drill = await drillOf({ topology: topology(more, cms), steps: steps as never });
  return { drill, plans: plansOf(drill, request) };
}

describe('pools that nothing touches', () => {
  test.each<[string, readonly unknown[], Partial<ExploreRequest>]>([
    ['a failover and a failback with a wait for the Backup Service', [OVER, BACK, STEADY], {}],
    ['the master moves, and all replicas are waited for', [CMS, REPLICATED, OVER], {}],
    ['the same with repairs', [CMS, REPLICATED, OVER], { repairs: true, without: ['module', 'share', 'service'] }],
  ])(
    'are left out, and every other search is the same, state by state: %s',
    async (_, steps, more) => {
      const request = { ...REQUEST, ...more };
      const { drill, plans } = await plansFor(steps, request);
      expect(plans.map(({ name }) => name.split(' ')[0])).not.toContain('pool3');
      expect(plans[0].plan.deployment.pools.map(({ servers }) => servers.length)).toEqual([1, 1, 1, 1]);
      expect(plans[0].leftOut).toContain('changes of the users of pool3');
      for (const { plan } of plans.slice(0, 3)) {
        const reduced = await checkModel(new DrillStateSpace(plan));
        const whole = await checkModel(new DrillStateSpace({ ...plan, deployment: drill.deployment }));
        expect(reduced.complete && whole.complete).toBe(true);
        const answers = ({ states, transitions, depth, violations, endStates }: typeof whole) => ({
          ...{ states, transitions, depth },
          violations: violations.map(({ key, count, path }) => [key, count, path.actions.length]),
          endStates: endStates.map(({ key, count, path }) => [key, count, path?.actions.length]),
        });
        expect(answers(reduced)).toEqual(answers(whole));
        expect(whole.endStates.length).toBeGreaterThan(1);
      }
    },
    120_000,
  );

  test.each<[string, Partial<ExploreRequest>, Record<string, unknown>, string?]>([
    ['a site is shared', {}, { site: 'Datacenter2' }],
    ['they share a witness (D26)', {}, { witness: 'sqlw' }],
    ['the master is there', {}, {}, 'pool3'],
    ['everything is asked for', { everywhere: true }, {}],
    ['the reductions are turned off', { reduce: false }, {}],
    ['all logs are followed at once', { together: true }, {}],
  ])('are whole where %s', async (_, more, pools, cms) => {
    const { drill, plans } = await plansFor([OVER], { ...REQUEST, ...more }, pools, cms);
    expect(plans[0].plan.deployment).toBe(drill.deployment);
    const isFollowed = plans.some(({ name }) => OTHERS.includes(name.split(' ')[0]) || name === 'all modules');
    expect(isFollowed).toBe(true);
  });

  test('servers that are alike do not break where their pool is left out', async () => {
    const { plans } = await plansFor([OVER], { ...REQUEST, reduce: false });
    const names = new DrillStateSpace(plans[0].plan).breakables.map(({ name }) => name);
    expect(names).toContain('site Datacenter1');
    expect(names.filter((name) => /pool[34]|[34][abcw]$/.test(name))).toEqual([]);
  });
});
