import { describe, expect, test } from 'vitest';
import { MIN, type PoolOptions, run } from '../../support/drills.js';
import { drill, exact, ONE_A_SECOND } from '../../support/exact.js';

type Parts = { readonly faults: readonly object[]; readonly steps?: readonly object[]; readonly one?: PoolOptions };
const ended = ({ one = {}, steps = [{ wait: '1h' }], faults }: Parts, assumptions: object = {}) =>
  run(drill({ topology: exact(one, {}, { assumptions }), load: ONE_A_SECOND, faults, steps }));
const crash = (at: string, server: string, more: object = {}) => ({ at, crash: { server }, ...more });
const misses = (r: Awaited<ReturnType<typeof run>>) =>
  r.result.findings.filter((f) => f.rule === 'D27').map((f) => f.message);
const TARGETS = { rtoTargetMs: 5 * MIN, rpoTargetMs: 5 * MIN, noTargetBecause: null };
const NONE = { rtoTargetMs: null, rpoTargetMs: null };

describe('D27: mirroring with a witness has targets of 5 minutes', () => {
  test('an automatic failover keeps them', async () => {
    const r = await ended({ faults: [crash('10m', 'sql1a')] });
    // 10 s of silence, 10 s of redo (exact).
    expect(r.result.databases).toEqual([
      {
        pool: 'pool1',
        fromMs: 10 * MIN,
        servedAtMs: 10 * MIN + 20_000,
        principal: 'sql1b',
        rtoMs: 20_000,
        rpoMs: 0,
        ...TARGETS,
      },
    ]);
    expect(misses(r)).toEqual([]);
  });

  test('one that takes longer is a finding, and one that has not ended at the end', async () => {
    const r = await ended({ faults: [crash('10m', 'sql1a')] }, { mirrorRedoSeconds: 291 });
    expect(r.result.databases).toMatchObject([{ rtoMs: 301_000, ...TARGETS }]);
    expect(misses(r)).toEqual([
      'the User database of pool1, mirrored with a witness, misses its documented target: it was not served for 5m 01s (RTO 5m); the session is DISCONNECTED now',
    ]);
    expect(misses(await ended({ faults: [crash('10m', 'sql1a')] }, { mirrorRedoSeconds: 290 }))).toEqual([]);
    const open = await ended(
      { faults: [crash('10m', 'sql1a')], steps: [{ wait: '16m' }] },
      { mirrorRedoSeconds: 3600 },
    );
    expect(open.result.databases).toMatchObject([{ servedAtMs: null, rtoMs: null, rpoMs: null, ...TARGETS }]);
    expect(misses(open)[0]).toContain('it was not served for 6m (RTO 5m)');
  });

  test.each<[string, Parts, string]>([
    ['no witness', { one: { witness: false }, faults: [crash('10m', 'sql1a')] }, 'the session has no witness'],
    [
      'the witness lost',
      { faults: [crash('9m', 'sql1w'), crash('10m', 'sql1a', { for: '10m' })] },
      'the witness sql1w was lost as well',
    ],
    [
      'a mirror that has not caught up in its 3 min',
      { faults: [crash('5m', 'sql1b', { for: '3m' }), crash('10m', 'sql1a', { for: '10m' })] },
      'the session was not SYNCHRONIZED',
    ],
    [
      'the principal left alone (D23)',
      { faults: [crash('10m', 'sql1b', { for: '20m' }), crash('10m', 'sql1w', { for: '10m' })] },
      'the principal had neither its mirror nor the witness (D23)',
    ],
  ])('they are no measure where their conditions do not hold: %s', async (_, parts, why) => {
    const r = await ended(parts);
    expect(r.result.databases).toMatchObject([{ ...NONE, noTargetBecause: why }]);
    expect(misses(r).filter((m) => m.includes('target'))).toEqual([]);
  });

  test('of a Back End that is lost as a whole, or has no mirror, nothing is said; nor of a planned failover', async () => {
    const databases = async (parts: Parts) => (await ended(parts)).result.databases;
    expect(await databases({ faults: [crash('10m', 'sql1a'), crash('10m', 'sql1b')] })).toEqual([]);
    expect(await databases({ one: { mirror: false }, faults: [crash('10m', 'sql1a', { for: '9m' })] })).toEqual([]);
    const over = {
      at: '10m',
      run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror',
    };
    expect(await databases({ faults: [], steps: [over, { wait: '1h' }] })).toEqual([]);
  });

  test('what forced service leaves behind is its RPO, from the oldest change to the newest', async () => {
    // The mirror was lost at 30 min and had all up to 29:55 (D15), the principal at 35 min and had all up to 34:55.
    const r = await ended({
      faults: [crash('30m', 'sql1b', { for: '6m' }), crash('35m', 'sql1a')],
      steps: [
        {
          at: '40m',
          run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror -Force',
        },
      ],
    });
    const [outage] = r.result.databases;
    expect(outage).toMatchObject({ fromMs: 35 * MIN, servedAtMs: 40 * MIN + 30_000, ...NONE });
    expect(outage.rpoMs).toBeGreaterThan(5 * MIN - 2000);
    expect(outage.rpoMs).toBeLessThanOrEqual(5 * MIN);
  });
});
