import { describe, expect, test } from 'vitest';
import { broken, deployment, run } from '../../support/drills.js';

const disaster = { at: '40m', run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' };
const lostAt = (at: string, more: object = {}) => [{ at, crash: { site: 'Datacenter1' }, ...more }];
/** 20,000 users x 64 KiB over 100 Mbit/s: the first export takes 105 s. */
const made = (paired: object) => deployment({}, {}, { backupService: { syncInterval: '2m', ...paired } });
const brokenBy = async (at: string, paired: object = { paired: '0s' }, steps: readonly unknown[] = [disaster]) =>
  broken(await run({ topology: made(paired), assumptions: { syncPhaseSeconds: 0 }, faults: lostAt(at), steps }));

describe('I17, M281: nobody takes over before the pair is ready', () => {
  test('a takeover while the first export is under way leaves the whole store behind', async () => {
    expect(await brokenBy('30s')).toEqual(['I17']);
  });

  test('after it, or where the pair was made long ago, the tail is left behind and no more', async () => {
    expect(await brokenBy('20m')).toEqual([]);
    expect(await brokenBy('30s', {})).toEqual([]);
  });

  test('disks that burn before anybody has a copy break it without a takeover', async () => {
    const faults = lostAt('30s', { destroy: true });
    const r = await run({ topology: made({ paired: '0s' }), faults, steps: [{ wait: '10m' }] });
    expect(broken(r)).toContain('I17');
  });

  test('a drill may declare it', async () => {
    const parts = { topology: made({ paired: '0s' }), faults: lostAt('30s'), steps: [disaster, { wait: '1h' }] };
    const r = await run({ ...parts, expect: { violates: ['I17'] } });
    expect(r.result.violations.map(({ invariant, declared }) => [invariant, declared])).toEqual([['I17', true]]);
  });
});
