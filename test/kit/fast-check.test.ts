import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { topologyWarnings } from '../../src/domain/deployment-warnings.js';
import { DEFAULT_LOAD, type Drill } from '../../src/domain/drill.js';
import { drillYaml } from '../../src/input/drill/write.js';
import { topologyData } from '../../src/input/topology/topology-data.js';
import { writeTopology } from '../../src/input/topology/write-yaml.js';
import {
  assertNeverBreaks,
  faultSchedules,
  InvariantBroken,
  loads,
  neverBreaks,
  sequences,
  topologies,
} from '../../src/kit/fast-check.js';
import { loadTopology } from '../../src/kit/load-inputs.js';
import { parseDrill } from '../../src/kit/parse-inputs.js';
import { parseTopology } from '../../src/kit/parse-topology.js';
import { simulateDrill } from '../../src/kit/simulate.js';

const loaded = loadTopology('sims/contoso-cms2.yaml');
if (!loaded.ok) throw new Error('the deployment of the tests cannot be read');
const topology = loaded.value;

/** What the property is tried on, shrinking included; a property that never holds is shrunk to the end. */
function shrunk<Value>(arbitrary: fc.Arbitrary<Value>, look: (value: Value) => void, seed = 3): Value {
  const details = fc.check(
    fc.property(arbitrary, (value) => {
      look(value);
      throw new Error('shrink');
    }),
    { numRuns: 1, seed },
  );
  expect((details.errorInstance as Error).message).toBe('shrink');
  return details.counterexample![0];
}

/** The drill as a file is read. */
async function again(drill: Drill): Promise<Drill> {
  const read = await parseDrill(drillYaml(drill, topologyData(drill.deployment)));
  if (!read.ok) throw new Error(read.errors.map(({ message }) => message).join('; '));
  return read.value;
}

describe('topologies', () => {
  const rulesOf = (deployment: typeof topology): string[] => topologyWarnings(deployment).map(({ rule }) => rule);

  test('supported ones are within D2, D3 and D14, and are not all alike', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(topologies(), (deployment) => {
        expect(rulesOf(deployment).filter((rule) => ['D2', 'D3', 'D14'].includes(rule))).toEqual([]);
        for (const { edition, product, backupPool } of deployment.pools)
          seen.add(`${edition} ${product} ${backupPool !== null}`);
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(seen.size).toBeGreaterThan(10);
  });

  test('any are what the product does not support, too', () => {
    const found = fc.sample(topologies({ supported: false }), { numRuns: 200, seed: 1 }).flatMap(rulesOf);
    for (const rule of ['D2', 'D14']) expect(found, rule).toContain(rule);
  });

  test('each shows itself as a file that reads as the same, also while it is shrunk', () => {
    const least = shrunk(topologies(), (deployment) => {
      expect(fc.stringify(deployment)).toBe(writeTopology(deployment));
      const read = parseTopology(writeTopology(deployment));
      expect(read.ok && read.value.pools).toEqual(deployment.pools);
    });
    expect([least.pools.length, least.edgePools.length, least.pools[0].servers.length]).toEqual([2, 1, 3]);
  });

  test('rates of changes are those that a drill may have', () => {
    for (const load of fc.sample(loads(), 30)) {
      expect(Object.keys(load)).toEqual(Object.keys(DEFAULT_LOAD));
      expect(Object.values(load).every((rate) => rate >= 0)).toBe(true);
    }
  });
});

describe('fault schedules', () => {
  test('are those that a drill may have, in the order of their times, and end in none', async () => {
    const drawn = fc.sample(faultSchedules(topology, { max: 4 }), { numRuns: 40, seed: 1 });
    const [{ drill: around }] = fc.sample(sequences(topology), { numRuns: 1, seed: 1 });
    const empty = { ...(await again(around)), steps: [] };
    for (const faults of drawn)
      expect(faults.map(({ atMs }) => atMs)).toEqual(faults.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    for (const faults of drawn.slice(0, 15)) {
      const drill: Drill = { ...empty, faults };
      const bare = (each: Drill) => each.faults.map(({ position, ...fault }) => fault);
      expect(bare(await again(drill))).toEqual(bare(drill));
    }
    expect(Math.max(...drawn.map(({ length }) => length))).toBe(4);
    expect(new Set(drawn.flat().map(({ target }) => target.kind)).size).toBeGreaterThan(4);
    expect(shrunk(faultSchedules(topology), () => {})).toEqual([]);
  });

  test('keep to the kinds, the times and the ends that are asked for', () => {
    const options = { kinds: ['site', 'link'], withinMs: 60_000, undoneWithinMs: null } as const;
    const faults = fc.sample(faultSchedules(topology, options), { numRuns: 100, seed: 1 }).flat();
    expect(new Set(faults.map(({ target }) => target.kind))).toEqual(new Set(['site', 'link']));
    expect(faults.every(({ atMs, forMs }) => atMs <= 60_000 && forMs === null)).toBe(true);
    expect(fc.sample(faultSchedules(topology, { kinds: [] }), 3)).toEqual([[], [], []]);
  });
});

describe('sequences', () => {
  test('are drills that can be typed and run the same again, also while they are shrunk', async () => {
    const drills: { drill: Drill; endedAtMs: number }[] = [];
    shrunk(sequences(topology, { maxChoices: 8 }), ({ drill, result }) =>
      drills.push({ drill, endedAtMs: result.endedAtMs }),
    );
    expect(drills.length).toBeGreaterThan(2);
    for (const { drill, endedAtMs } of drills.slice(0, 12)) {
      const run = simulateDrill(await again(drill), { seeds: 1 });
      expect(run.ok && run.value.endedAtMs).toBe(endedAtMs);
    }
  });

  test('have no faults where none are wanted, and more of a kind that weighs more', () => {
    const drawn = fc.sample(sequences(topology, { faults: false, recover: false }), { numRuns: 30, seed: 1 });
    expect(
      drawn.every(({ drill }) => drill.faults.length === 0 && drill.steps.every(({ work }) => work.kind !== 'fault')),
    ).toBe(true);
    // No other kind types the command.
    const ALONE = { mistake: 0, 'fault in mid-command': 0 };
    const failovers = (weight: number): number =>
      fc
        .sample(sequences(topology, { weights: { ...ALONE, failover: weight, disasterFailover: weight } }), {
          numRuns: 40,
          seed: 1,
        })
        .flatMap(({ drill }) => drill.steps.filter(({ text }) => text.startsWith('Invoke-CsPoolFailOver'))).length;
    expect(failovers(20)).toBeGreaterThan(failovers(1) * 1.2);
    expect(failovers(0)).toBe(0);
  });
});

describe('no sequence breaks an invariant', () => {
  test('of a deployment, of supported ones', () => {
    fc.assert(neverBreaks('all', topology), { numRuns: 15, seed: 1 });
    fc.assert(neverBreaks(['I3', 'I5'], topologies(), { maxChoices: 10 }), { numRuns: 10, seed: 1 });
    assertNeverBreaks('I9', topology, { runs: 10, seed: 4 });
  });

  const breaking = { hazards: true, maxChoices: 20, weights: { hazard: 20 } };

  /** Where among the sequences of the seed the first one is that breaks it, shrunk. */
  let found = '';

  test('what breaks is told with its drill, seed, path and command, and all of them show it', async () => {
    let message = '';
    try {
      assertNeverBreaks('I1', topology, { ...breaking, runs: 300, seed: 5 });
    } catch (error) {
      message = (error as Error).message;
      expect((error as Error).cause).toBeInstanceOf(InvariantBroken);
    }
    expect(message).toMatch(/^I1 breaks after .* of virtual time \(.*D\d+.*\): /);
    const [, seed, path] = /Again: \{ seed: (\d+), path: "([\d:]+)" \}/.exec(message) ?? [];
    expect(seed).toBe('5');
    found = path;
    expect(() => assertNeverBreaks('I1', topology, { ...breaking, seed: 5, path, runs: 1 })).toThrow(
      /^I1 breaks[^\n]*\n\nFound again\.\n/,
    );
    const text = message.slice(message.indexOf('# write this'));
    expect(text).toMatch(
      /^# write this to counterexample\.yaml, then: drydrill run counterexample\.yaml --seed \d+ --seeds 1\n/,
    );
    const drill = await parseDrill(text, { file: 'counterexample.yaml' });
    if (!drill.ok) throw new Error(JSON.stringify(drill.errors));
    expect(drill.value.steps.length + drill.value.faults.length).toBeLessThanOrEqual(6);
    const result = simulateDrill(drill.value, { seeds: 1 });
    expect(result.ok && result.value.violations.map(({ invariant }) => invariant)).toContain('I1');
  });

  test('fast-check itself prints them', () => {
    const run = () => fc.assert(neverBreaks('I1', topology, breaking), { numRuns: 300, seed: 5, path: found });
    expect(run).toThrow(/seed: 5, path: "[\d:]+"[\s\S]*drydrill run counterexample\.yaml[\s\S]*drill: /);
  });

  test('the sequences of a deployment are weighted as those of a check: a fifth reaches each thing that counts', () => {
    const { tried, ...reached } = assertNeverBreaks('all', topology, { runs: 60, seed: 2 });
    expect(tried).toBe(60);
    for (const n of Object.values(reached)) expect(n / tried).toBeGreaterThanOrEqual(0.2);
  });

  test('sequences without a failover that came through, or none at all, do not hold', () => {
    for (const runs of [0, -1, 0.5, Number.NaN]) {
      expect(() => assertNeverBreaks('all', topology, { runs })).toThrow(/runs must be a whole number from 1 on/);
    }
    const pairless = parseTopology(
      JSON.stringify({
        product: 'lync2013',
        sites: [{ name: 'East' }],
        pools: [
          { fqdn: 'p1.test', site: 'East', edition: 'standard', servers: ['se1.test'], users: 100, capacity: 900 },
        ],
        centralManagement: { active: 'p1.test' },
      }),
    );
    if (!pairless.ok) throw new Error('unusable');
    expect(() => assertNeverBreaks('all', pairless.value, { runs: 5, seed: 1 })).toThrow(
      /nothing is shown: in none of 5 sequences did a failover come through \(again: \{ seed: 1 \}\)/,
    );
    fc.configureGlobal({ interruptAfterTimeLimit: 0 });
    try {
      expect(() => assertNeverBreaks('all', topology, { runs: 5, seed: 1 })).toThrow(/only 0 of 5 sequences could be/);
    } finally {
      fc.resetConfigureGlobal();
    }
  });

  test('a path needs its seed, and tries one sequence alone', () => {
    expect(() => assertNeverBreaks('all', topology, { path: '3:1:0' })).toThrow(/only with the seed/);
    expect(() => assertNeverBreaks('all', topology, { path: '', seed: 1 })).toThrow(/only with the seed/);
    expect(assertNeverBreaks('all', topology, { path: '3', seed: 1 }).tried).toBe(1);
  });

  test('what would be judged in no sequence, or weigh nothing, is refused', () => {
    const without = { recover: false } as const;
    expect(() => neverBreaks('I10', topology, without)).toThrow(/I10 is judged only after the documented way back/);
    expect(() => neverBreaks(['I1', 'I10'], topology, without)).toThrow(/I10 is judged only/);
    fc.assert(neverBreaks('all', topology, without), { numRuns: 3, seed: 1 });
    expect(() => neverBreaks('all', topology, { weights: { failOver: 8 } })).toThrow(/did you mean "failover"/);
    for (const weight of [-1, 0.5, Number.NaN, 1001]) {
      expect(() => sequences(topology, { weights: { failover: weight } })).toThrow(/from 0 to 1000, not/);
    }
    const kinds = ['sites'] as unknown as ['site'];
    expect(() => faultSchedules(topology, { kinds })).toThrow(/there is no kind of fault "sites"; kinds are site, /);
  });

  test('an invariant that is not there claims nothing, and is refused', () => {
    expect(() => neverBreaks('I98' as 'I1', topology)).toThrow(/there is no invariant "I98"; there are I1, I2/);
    expect(() => neverBreaks([], topology)).toThrow(/no invariant is named/);
  });
});
