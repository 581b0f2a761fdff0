import { describe, expect, test } from 'vitest';
import { isInputError } from '../../src/core/input-error.js';
import type { DrillScript, Step } from '../../src/domain/drill.js';
import type { RunResult } from '../../src/domain/result.js';
import type { RunbookResult } from '../../src/domain/runbook-result.js';
import { readDrill } from '../../src/input/from-disk.js';
import { verdictSection } from '../../src/report/terminal/judgement.js';
import { seedsSection } from '../../src/report/terminal/spread.js';
import { page } from '../../src/report/text/page.js';
import { runDrill } from '../../src/run/run-drill.js';
import { runSeeds } from '../../src/run/seeds.js';
import { sentences } from '../../src/run/verdict.js';
import { ROOT } from '../support/built.js';
import { type DrillText, drillOf } from '../support/drills.js';
import { drill, exact, FAIL_OVER, ONE_A_SECOND } from '../support/exact.js';

/** What a script without a line comes to. */
const NO_SCRIPT: RunbookResult = {
  ...{ file: 'x.ps1', scripts: ['x.ps1'], ending: 'done', bound: null, ignored: [], decisions: [], answers: [] },
  ...{ steps: 0, branches: [], remarks: [] },
};

const commandFor = (seed: number): string => `drydrill run night.yaml --seed ${seed} --seeds 1`;

async function played(text: DrillText, count: number | null): Promise<RunResult & { seeds: object }> {
  const result = runSeeds(await drillOf(text), { count, commandFor });
  if (isInputError(result) || result.seeds === null) throw new Error('the seeds were not played');
  return result as RunResult & { seeds: object };
}

const spread = (result: RunResult, what: string) => result.seeds?.spread.find((s) => s.what === what);

/** A planned failover at 10:00 whose takeover lasts 5 to 15 minutes by the seed. */
const takeover = (more: DrillText = {}): DrillText => ({
  topology: exact({}, {}, { assumptions: { takeoverMinutes: [5, 15] } }),
  load: ONE_A_SECOND,
  steps: [{ at: '10m', run: FAIL_OVER }],
  ...more,
});

describe('several seeds', () => {
  test('are 50 where nobody says how many, and those that a drill leaves no choice are the same', async () => {
    const result = await played(drill({ steps: [{ at: '10m', run: FAIL_OVER }] }), null);
    expect(result).toMatchObject({ seed: 1, verdict: 'passed' });
    expect(result.reason).toBe('Every step ended as the drill expects. In each of 50 seeds.');
    expect(result.seeds).toMatchObject({ played: 50, fewerBecause: null, failed: [], inconclusive: [] });
    const rto = result.recovery[0].rtoMs;
    expect(spread(result, 'rto')).toEqual({
      what: 'rto',
      pool: 'pool1',
      minMs: rto,
      p50Ms: rto,
      p95Ms: rto,
      maxMs: rto,
      never: 0,
    });
  });

  test('name the first seed with a warning where the own has none, and its command', async () => {
    // Documented are 30 minutes (D46): of 25 to 40, some are over.
    const topology = exact({}, {}, { assumptions: { takeoverMinutes: [25, 40] } });
    const each = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => (await played(takeover({ topology, seed: i + 1 }), 1)).readiness),
    );
    const ready = each.indexOf('ready') + 1;
    const after = each.slice(ready - 1, ready + 4);
    const first = after.indexOf('reservations') + ready;
    const warned = after.filter((readiness) => readiness === 'reservations').length;
    const result = await played(takeover({ topology, seed: ready }), 5);
    expect(result).toMatchObject({ verdict: 'passed', readiness: 'reservations' });
    expect(result.reason).toBe(
      `Every step ended as the drill expects. In each of 5 seeds. With warnings in ${warned} of them, the first in seed ${first}: ${commandFor(first)} shows it.`,
    );
    const own = await played(takeover({ topology, seed: first }), 5);
    expect(own.reason).toBe('Every step ended as the drill expects. In each of 5 seeds.');
  });

  test('say how many before a line to be typed, which nothing may follow', async () => {
    expect(sentences('Passed.', ' In each of 5 seeds.')).toBe('Passed. In each of 5 seeds.');
    expect(sentences("To go on, add --answer 'X=1'", ' In each of 5 seeds.')).toBe(
      "In each of 5 seeds. To go on, add --answer 'X=1'",
    );
    expect(sentences("To go on, add --answer 'X=1'", '')).toBe("To go on, add --answer 'X=1'");
  });

  test('give the least, the median, 95 % and the most by nearest rank', async () => {
    const result = await played(takeover(), 20);
    const each = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => (await played(takeover({ seed: i + 1 }), 1)).recovery[0].rtoMs ?? 0),
    );
    const sorted = each.toSorted((a, b) => a - b);
    // Of 20 the 1st, the 10th, the 19th and the 20th.
    expect(spread(result, 'rto')).toMatchObject({
      minMs: sorted[0],
      p50Ms: sorted[9],
      p95Ms: sorted[18],
      maxMs: sorted[19],
    });
    expect(sorted[19] - sorted[0]).toBeGreaterThan(5 * 60_000);
  });

  test('fail together where one fails; the reason names the first one and the command that shows it', async () => {
    const result = await played(takeover({ seed: 4, expect: { rto: { pool1: '12m' } } }), 20);
    const { failed } = result.seeds as { failed: number[] };
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThan(20);
    expect(failed).not.toContain(4);
    expect(result.verdict).toBe('failed');
    expect(result.reason).toMatch(
      new RegExp(
        `^Seed ${failed[0]}: rto of pool1: expected at most 12m, was .*\\. In ${failed.length} of 20 seeds\\. ${commandFor(failed[0])} shows it\\.$`,
      ),
    );
    // That command, and the seed before it.
    const one = takeover({ seed: failed[0], expect: { rto: { pool1: '12m' } } });
    expect(await played(one, 1)).toMatchObject({ verdict: 'failed' });
    expect(await played({ ...one, seed: failed[0] - 1 }, 1)).toMatchObject({ verdict: 'passed' });
  });

  test('of which the own one fails have its reason, and say in how many it is so', async () => {
    const result = await played(takeover({ expect: { rto: { pool1: '1m' } } }), 8);
    expect(result).toMatchObject({ verdict: 'failed', seeds: { failed: [1, 2, 3, 4, 5, 6, 7, 8] } });
    expect(result.reason).toMatch(/^rto of pool1: expected at most 1m, was .*\. In each of 8 seeds\.$/);
  });

  test('break a declared invariant in at least one, and an undeclared one in none', async () => {
    // One change a minute: whether one waits for the next cycle at 10:00 depends on the phase, which the seed draws.
    const skip = (expected: Record<string, unknown>): DrillText => ({
      topology: exact({}, {}, {}),
      load: { ...ONE_A_SECOND, changesPerUserPerHour: 0.06 },
      assumptions: {},
      steps: [{ at: '10m', run: `${FAIL_OVER} -SkipDataVerification` }],
      expect: expected,
    });
    const declared = await played(skip({ violates: ['I1'] }), 20);
    const { actual, holds } = declared.expectations.find(({ what }) => what === 'violates I1')!;
    expect(actual).toMatch(/^broken in \d+ of 20 seeds$/);
    expect(holds).toBe(true);
    expect(declared.verdict).toBe('passed');
    const undeclared = await played(skip({}), 20);
    expect(undeclared).toMatchObject({ verdict: 'failed' });
    const never = await played(skip({ violates: ['I1', 'I4'] }), 20);
    expect(never).toMatchObject({ verdict: 'failed' });
    expect(never.reason).toBe('violates I4: expected broken, was held.');
  });

  test('that never came to regular service are counted, and are the most', async () => {
    const result = await played(takeover({ faults: [{ at: '21m', crash: { pool: 'pool2' } }] }), 20);
    const rto = spread(result, 'rto');
    expect(rto).toMatchObject({ maxMs: null, never: expect.any(Number) });
    expect(rto?.never).toBeGreaterThan(0);
    expect(rto?.never).toBeLessThan(20);
  });

  test('are five where the drill is longer than 30 days, and the report says so', async () => {
    const result = await played(drill({ steps: [{ wait: '744h' }, { run: FAIL_OVER }] }), null);
    expect(result.seeds).toMatchObject({ played: 5, fewerBecause: expect.stringContaining('30 days') });
    expect(await played(drill({ steps: [{ wait: '744h' }, { run: FAIL_OVER }] }), 6)).toMatchObject({
      seeds: { played: 6, fewerBecause: null },
    });
  });

  test('end where numbers end that a seed can be', async () => {
    const result = await played(drill({ seed: Number.MAX_SAFE_INTEGER - 1, steps: [{ run: FAIL_OVER }] }), 50);
    expect(result.seeds).toMatchObject({ played: 2 });
  });

  test('end with the first one in which a script came to a bound of its work; how often it is played is counted', async () => {
    const read = await drillOf(drill({ steps: [{ run: FAIL_OVER }] }));
    let plays = 0;
    // In which play it is spent; a script without steps.
    const script = (spentIn: number): DrillScript => ({
      play() {
        const isSpent = ++plays >= spentIn;
        return {
          next: () => null,
          shown: () => [],
          taken: () => [],
          isSpent: () => isSpent,
          result: () => ({
            ...NO_SCRIPT,
            ending: isSpent ? 'bound' : 'done',
            bound: isSpent ? 'x.ps1:1:1: it is long' : null,
          }),
        };
      },
    });
    const playedIn = (spentIn: number, count: number | null): RunResult => {
      plays = 0;
      const steps: Step[] = [...read.steps, { ...read.steps[0], work: { kind: 'script', script: script(spentIn) } }];
      const result = runSeeds({ ...read, steps }, { count, commandFor });
      if (isInputError(result)) throw new Error(result.message);
      return result;
    };
    const first = playedIn(1, null);
    expect([plays, first.seeds?.played, first.verdict]).toEqual([1, 1, 'inconclusive']);
    expect(first.seeds?.fewerBecause).toMatch(/^in seed 1 a script came to a bound/);
    expect(verdictSection(first, page(80, 0)).join(' ').replace(/\s+/g, ' ')).toContain(
      'seed 1 alone (in seed 1 a script',
    );
    const third = playedIn(3, 50);
    // The third is played once more, as it is the first one that is inconclusive, to tell what leads on from there.
    expect([plays, third.seeds?.played, third.verdict]).toEqual([4, 3, 'inconclusive']);
    expect(third.seeds).toMatchObject({ inconclusive: [3], fewerBecause: expect.stringContaining('in seed 3') });
    // Of all that were asked for none was left out.
    expect(playedIn(3, 3).seeds).toMatchObject({ played: 3, fewerBecause: null });
    expect(playedIn(99, 8).seeds).toMatchObject({ played: 8, fewerBecause: null });
  });

  test('are the same each time', async () => {
    expect(JSON.stringify(await played(takeover(), 10))).toBe(JSON.stringify(await played(takeover(), 10)));
  });
});

test.each(['03-site-loss', '07b-wan-cut-any-phase', '09-fabric-quorum', '12-standard-pair', '17-site-loss-night'])(
  'of sims/%s another seed has the verdict, findings and numbers that it has as the drill\u2019s own',
  async (name) => {
    const read = await readDrill(`${ROOT}sims/${name}.yaml`);
    if (Array.isArray(read)) throw new Error(name);
    const other = { ...read, seed: 5 };
    const without = { replication: [], components: [], assumptions: [], timeline: [], userMinutes: undefined };
    const whole = runDrill(other).result;
    const users = whole.users.map(({ intervals, ...pool }) => ({
      ...pool,
      intervals: intervals.map(({ parts: _, ...interval }) => interval),
    }));
    expect(runDrill(other, { numbersOnly: true }).result).toEqual({ ...whole, ...without, users });
  },
);

describe('the report of the seeds', () => {
  test('gives what varies and what does not', async () => {
    const result = await played(takeover({ faults: [{ at: '21m', crash: { pool: 'pool2' } }] }), 20);
    expect(seedsSection(result, page(80, 0)).join('\n')).toMatchInlineSnapshot(`
      "Over 20 seeds       least  median   95 %   most
        RTO of pool1     6m 47s   never  never  never
        outage of pool1  6m 47s   never  never  never
        RPO of pool1         0s      0s     0s     0s
        RTO of pool1: never in 11 seeds
        outage of pool1: never in 11 seeds"
    `);
  });

  test('has nothing to say of one seed', async () => {
    expect(seedsSection(await played(takeover(), 1), page(80, 0))).toEqual([]);
  });
});
