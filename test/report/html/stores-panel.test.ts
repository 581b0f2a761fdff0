import { expect, test } from 'vitest';
import { LOSE_DATACENTER1 } from '../fixture.js';
import { documentOf, resultOfSim, textOf } from './pages.js';

test('D61: the failover of the Central Management Store stands beside its targets', async () => {
  const result = await resultOfSim('03-site-loss');
  const [move] = result.centralManagement;
  expect(move.mode).toBe('disaster');
  // 45:00 to 47:30 in the report of sims/reports: 2m 30s of at most 5m.
  expect(textOf(documentOf(result))).toMatch(
    /Central Management Store, disaster failover to pool2 00:45:00 00:47:30, active ✓ 2m 30s ✓ [\dms ]+ RTO 5m, RPO 5m/,
  );
});

test('D27: a database that was not served stands beside its targets, and one that is not served is no tick', () => {
  const outage = { ...LOSE_DATACENTER1, databases: [], centralManagement: [] };
  const entry = {
    pool: 'pool1.contoso.com',
    fromMs: 60_000,
    servedAtMs: 120_000,
    principal: 'sql1b.contoso.com',
    rtoMs: 60_000,
    rpoMs: 400_000,
    rtoTargetMs: 300_000,
    rpoTargetMs: 300_000,
    noTargetBecause: null,
  };
  const row = /User database of [\w.]+ 00:01:00 00:02:00, by [\w.]+ ✓ 1m ✕ 6m 40s RTO 5m, RPO 5m/;
  expect(textOf(documentOf({ ...outage, databases: [entry] }))).toMatch(row);
  const never = { ...entry, servedAtMs: null, rtoMs: null, rpoMs: null };
  expect(textOf(documentOf({ ...outage, databases: [never] }))).toContain('✕ not served at the end');
  expect(textOf(documentOf(outage))).not.toContain('Databases and the Central Management Store');
});

test('every failover has its moments in the storyboard, and outages beyond two stand on the next page', async () => {
  const result = await resultOfSim('02-swap');
  const text = textOf(documentOf(result));
  for (const pool of ['pool1', 'pool2']) {
    expect(text).toContain(`The failover command of ${pool}`);
    expect(text).toContain(`Regular service of ${pool} again`);
  }
  expect(text).not.toContain('Where the time of the other failovers went');
  const [first] = result.recovery;
  const four = textOf(documentOf({ ...result, recovery: [{ ...first }, ...result.recovery, { ...first }] }));
  expect(four).toContain('The longest; and 2 more below, on paper on the next page.');
  expect(four).toContain('Where the time of the other failovers went');
  expect(four).toContain('1 later failover only in the night below');
});
