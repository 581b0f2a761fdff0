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
    for (const faults of drawn) {
      expect(faults.map(({ atMs }) => atMs)).toEqual(faults.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
      const drill: Drill = { ...(await again(fc.sample(sequences(topology), 1)[0].drill)), faults, steps: [] };
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
    const failovers = (weights: Record<string, number>): number =>
      fc
        .sample(sequences(topology, { weights }), { numRuns: 40, seed: 1 })
        .flatMap(({ drill }) => drill.steps.filter(({ text }) => text.startsWith('Invoke-CsPoolFailOver'))).length;
    expect(failovers({ failover: 20, disasterFailover: 20 })).toBeGreaterThan(failovers({}) * 1.2);
  });
});

describe('no sequence breaks an invariant', () => {
  test('of a deployment, of supported ones', () => {
    fc.assert(neverBreaks('all', topology), { numRuns: 15, seed: 1 });
    fc.assert(neverBreaks(['I3', 'I5'], topologies(), { maxChoices: 10 }), { numRuns: 10, seed: 1 });
    assertNeverBreaks('I9', topology, { runs: 10, seed: 4 });
  });

  const breaking = { hazards: true, maxChoices: 20, weights: { hazard: 20 } };

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
    expect(() => assertNeverBreaks('I1', topology, { ...breaking, seed: 5, path, runs: 1 })).toThrow(/^I1 breaks/);
    const text = message.slice(message.indexOf('# write this'));
    expect(text).toMatch(
      /^# write this to counterexample\.yaml, then: drydrill run counterexample\.yaml --seed \d+ --seeds 1\n/,
    );
    const drill = await parseDrill(text, { file: 'counterexample.yaml' });
    if (!drill.ok) throw new Error(JSON.stringify(drill.errors));
    expect(drill.value.steps.filter(({ work }) => work.kind !== 'wait').length).toBeLessThanOrEqual(8);
    const result = simulateDrill(drill.value, { seeds: 1 });
    expect(result.ok && result.value.violations.map(({ invariant }) => invariant)).toContain('I1');
  });

  test('fast-check itself prints them', () => {
    const run = () => fc.assert(neverBreaks('I1', topology, breaking), { numRuns: 300, seed: 5 });
    expect(run).toThrow(/seed: 5, path: "[\d:]+"[\s\S]*drydrill run counterexample\.yaml[\s\S]*drill: /);
  });

  test('an invariant that is not there claims nothing, and is refused', () => {
    expect(() => neverBreaks('I11' as 'I1', topology)).toThrow(/there is no invariant "I11"; there are I1, I2/);
    expect(() => neverBreaks([], topology)).toThrow(/no invariant is named/);
  });
});
