import { describe, expect, it, test } from 'vitest';
import type { Ended } from '../../../src/domain/cmdlets/cmdlet.js';
import { getUpgradeDomains } from '../../../src/domain/cmdlets/health-queries.js';
import { domainsWithin } from '../../../src/domain/components/front-end-pool/upgrade-domains.js';
import { topologyFigures } from '../../../src/domain/topology-figures.js';
import { type PoolOptions, run } from '../../support/drills.js';
import { drill, exact, SILENT } from '../../support/exact.js';
import { deploymentOf } from '../../support/topologies.js';

const NUMBERS = { drainMinutes: 20, serverStartMinutes: 10, replicaRebuildMinutes: 5 };
const topologyOf = (one: PoolOptions, product = 'sfb2015') =>
  exact({ mirror: false, ...one }, { servers: 3, mirror: false }, { product, assumptions: NUMBERS });
const drilled = (one: PoolOptions, parts: object, product?: string) =>
  run(drill({ topology: topologyOf(one, product), load: SILENT, ...parts }));
const stop = (host: string) => ({ run: `Stop-CsWindowsService -ComputerName ${host}` });
const saysOfDomains = async (one: PoolOptions, steps: object[], product?: string) =>
  (await drilled(one, { steps }, product)).result.findings.filter((f) => f.rule === 'D250').map((f) => f.message);

describe('M250: where nobody says the upgrade domains', () => {
  test.each([
    [2, [['fe1a'], ['fe1b']]],
    [4, [['fe1a', 'fe1d'], ['fe1b'], ['fe1c']]],
    [
      6,
      [
        ['fe1a', 'fe1d'],
        ['fe1b', 'fe1e'],
        ['fe1c', 'fe1f'],
      ],
    ],
  ])('%s servers are dealt round robin into at most three', (servers, domains) => {
    const { upgradeDomains } = topologyFigures(deploymentOf(topologyOf({ servers })));
    expect(upgradeDomains[0]).toEqual({ pool: 'pool1', domains, assumed: true });
  });

  it('into as many as the number says, which a topology may set', () => {
    const topology = exact({ servers: 4 }, {}, { assumptions: { upgradeDomains: 2 } });
    const [{ domains }] = topologyFigures(deploymentOf(topology)).upgradeDomains;
    expect(domains).toEqual([
      ['fe1a', 'fe1c'],
      ['fe1b', 'fe1d'],
    ]);
  });

  it('of a range each seed draws one number, and always the same', async () => {
    const drawnBy = async (seed: number, upgradeDomains: number | number[]) => {
      const { result } = await drilled(
        { servers: 4 },
        { steps: [{ run: 'Get-CsUpgradeDomainInfo', on: 'fe1b' }], seed, assumptions: { upgradeDomains } },
        'sfb2019',
      );
      return String(result.steps[0].message).split(' = ').length - 1;
    };
    const many = async (range: number | number[]) =>
      Promise.all(Array.from({ length: 5 }, (_, seed) => drawnBy(seed, range)));
    const drawn = await many([2, 4]);
    expect(new Set(drawn).size).toBeGreaterThan(1);
    expect(drawn.filter((n) => n < 2 || n > 4)).toEqual([]);
    expect(await drawnBy(3, [2, 4])).toBe(drawn[3]);
  });

  it('every share draws a number of the range, each as often', () => {
    const shares = Array.from({ length: 300 }, (_, i) => i / 300);
    const drawn = shares.map((share) => domainsWithin([2, 4], share));
    expect([2, 3, 4].map((n) => drawn.filter((each) => each === n).length)).toEqual([100, 100, 100]);
    expect(domainsWithin([3, 3], 0.999)).toBe(3);
  });

  it('a topology that gives a range shows the most of them', () => {
    const topology = exact({ servers: 4 }, {}, { assumptions: { upgradeDomains: [2, 4] } });
    expect(topologyFigures(deploymentOf(topology)).upgradeDomains[0].domains).toHaveLength(4);
  });

  it('a pool of one server has none', () => {
    expect(topologyFigures(deploymentOf(topologyOf({ servers: 1 }))).upgradeDomains.map((d) => d.pool)).toEqual([
      'pool2',
    ]);
  });
});

describe('D250: one upgrade domain at a time', () => {
  const said = { upgradeDomains: [['fe1a', 'fe1b', 'fe1c'], ['fe1d', 'fe1e'], ['fe1f']] };

  test.each([
    ['of two domains, as they are dealt out', {}, 'fe1b', true],
    ['of one domain, as they are dealt out', {}, 'fe1d', false],
    ['of one domain, as the topology says', said, 'fe1b', false],
    ['of two domains, as the topology says', said, 'fe1d', true],
  ])('a server more, %s', async (_, more, second, isTold) => {
    const steps = [stop('fe1a'), { wait: '10m' }, stop(second), { wait: '1m' }];
    const told = await saysOfDomains({ servers: 6, more }, steps);
    expect(told.length).toBe(isTold ? 1 : 0);
    if (!isTold) return;
    expect(told[0]).toContain(`of pool1 are out of service at once: fe1a (domain 1) and ${second} (domain 2)`);
    expect(told[0].includes('(M250)')).toBe(more !== said);
  });

  it('also after a crash of one, but never of a crash itself', async () => {
    const faults = [
      { at: '1m', crash: { server: 'fe1a' } },
      { at: '10m', crash: { server: 'fe1b' } },
    ];
    const crashed = await drilled({ servers: 6 }, { faults, steps: [{ wait: '20m' }] });
    expect(crashed.result.findings.filter((f) => f.rule === 'D250')).toEqual([]);
    const stopped = await drilled({ servers: 6 }, { faults, steps: [{ wait: '20m' }, stop('fe1c')] });
    expect(stopped.result.findings.filter((f) => f.rule === 'D250').map((f) => f.message)).toEqual([
      expect.stringContaining('fe1a (domain 1) and fe1b (domain 2) and fe1c (domain 3)'),
    ]);
  });

  it('what takes quorum is told as that, with the domains (D252)', async () => {
    const { result } = await drilled({ servers: 6 }, { steps: [{ run: 'Stop-Computer -ComputerName fe1a,fe1b' }] });
    const of = (rule: string) => result.findings.filter((f) => f.rule === rule).map((f) => f.message);
    expect(of('D250')).toEqual([]);
    expect(of('D252')).toEqual([
      'fe1a, fe1b were stopped at once: stop one after the other, and wait until the replicas of pool1 are built. One upgrade domain at a time: fe1a (domain 1) and fe1b (domain 2) (D250).',
    ]);
  });

  it('a pool that serves nobody may be stopped whole', async () => {
    const steps = [
      { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
      ...['fe1a', 'fe1b', 'fe1c', 'fe1d'].map(stop),
      { wait: '1m' },
    ];
    expect(await saysOfDomains({ servers: 6 }, steps)).toEqual([]);
  });
});

describe('D251: Get-CsUpgradeDomainInfo, from 2019 on', () => {
  const ask = { run: 'Get-CsUpgradeDomainInfo', on: 'fe1b' };

  test.each([
    ['sfb2019', 'ok'],
    ['sfbse', 'ok'],
    ['sfb2015', 'failed'],
    ['lync2013', 'failed'],
  ])('%s: %s', async (product, outcome) => {
    const { result } = await drilled({}, { steps: [ask] }, product);
    expect(result.steps[0]).toMatchObject({ outcome });
  });

  it('says whether the replicas are built, in words: its properties are not documented', async () => {
    const says = async (...steps: object[]) => (await drilled({ servers: 4 }, { steps }, 'sfb2019')).result.steps;
    expect((await says(ask))[0].message).toBe(
      'pool1: 4 of 4 servers run, all replicas are built; upgrade domains 1 = fe1a + fe1d, 2 = fe1b, 3 = fe1c',
    );
    const start = { run: 'Start-CsWindowsService -ComputerName fe1a' };
    const skips = { run: 'Get-CsUpgradeDomainInfo -SkipIdleSecondaryVerification', on: 'fe1b' };
    const later = await says(stop('fe1a'), ask, { wait: '10m' }, start, ask, skips, { wait: '5m' }, ask);
    expect(later.filter((s) => s.command.startsWith('Get-')).map((s) => s.message)).toEqual([
      expect.stringContaining('3 of 4 servers run, not all of its services run'),
      expect.stringContaining('4 of 4 servers run, replicas are still being built: wait'),
      expect.stringContaining('4 of 4 servers run, replicas are still being built, which was not asked'),
      expect.stringContaining('4 of 4 servers run, all replicas are built'),
    ]);
  });

  it('is of the pool of the server that it is typed on, and nothing to a script that asks for its properties', async () => {
    const { model } = await drilled({}, { steps: [] }, 'sfb2019');
    const on = (TypedOn?: string) => getUpgradeDomains.begin(model.world, { TypedOn }) as Ended;
    expect(on('fe2a').message).toMatch(/^pool2: 3 of 3/);
    expect([on().message, on('sql1a').message]).toEqual([
      'noted; the state is known of the pool of the server that it is typed on',
      'noted; the state is known of the pool of the server that it is typed on',
    ]);
    expect([on('fe1a').output, on('fe2a').output]).toEqual([null, null]);
  });

  it('a pool of an older product beside it has the other cmdlet, and the other way round', async () => {
    const more = { product: 'sfb2015' };
    const { result } = await drilled(
      { more },
      {
        steps: [
          { ...ask, expect: 'refused', rule: 'D251' },
          { run: 'Get-CsPoolUpgradeReadinessState', on: 'fe2a', expect: 'refused', rule: 'D251' },
        ],
      },
      'sfb2019',
    );
    expect(result.steps.map((s) => s.outcome)).toEqual(['refused', 'refused']);
  });
});
