import { describe, expect, it } from 'vitest';
import { HOUR, lossOf, MIN, run } from '../../support/drills.js';
import { drill, exact, FAIL_BACK, FAIL_OVER, ONE_UPLOAD_A_SECOND, RESTORE, SILENT } from '../../support/exact.js';

const S = 1000;
const PACKAGE = 102_400;

/** Files of 1 MiB: a package of the documented size holds 100 of them. */
const limited = (more: Record<string, unknown> = {}) =>
  exact({}, {}, { assumptions: { maxDataConfPackageSizeKB: PACKAGE }, ...more });

type Run = Awaited<ReturnType<typeof run>>;

function content(r: Run, pool: string) {
  return r.result.replication.find((x) => x.pool === pool && x.module === 'ConfServices.DataConf')!.points;
}

/** How many uploads each import brought, and when. */
function imports(r: Run, pool: string): [number, number][] {
  const points = content(r, pool);
  return points.flatMap((p, i) => {
    const before = points[i - 1];
    const falls = i > 0 && before.atMs === p.atMs && p.atRisk < before.atRisk;
    return falls ? [[p.atMs, before.atRisk - p.atRisk] as [number, number]] : [];
  });
}

const overloads = (r: Run) => r.result.findings.filter((f) => f.rule === 'D32').map((f) => f.message);

describe('D32: a package of conference content holds MaxDataConfPackageSizeKB', () => {
  it('in steady running, what is above it piles up, and the end says what would carry it', async () => {
    const r = await run(
      drill({
        topology: limited(),
        load: ONE_UPLOAD_A_SECOND,
        steps: [{ at: '3h', run: 'Get-CsBackupServiceStatus -PoolFqdn pool1' }],
      }),
    );
    // 120 uploads come in each cycle, 100 leave. The cycle of 2:58:00 is the 89th with something to carry: of 10,800
    // uploads 8,900 have been imported.
    const last = content(r, 'pool1').at(-1)!;
    expect(last).toMatchObject({ atRisk: 10_800 - 8900, exportState: 'NonSteadyState' });
    expect(new Set(imports(r, 'pool1').map(([, uploads]) => uploads))).toEqual(new Set([100]));
    // At 3:00:00 the next 100 have just been exported: they are under way, and no backlog (D33). 100 s would carry just
    // what comes; in 80 s there is room for 20 more, one in 4 s: 1,800 in 2 h.
    const way = (from: number, to: number) =>
      `pool${from} → pool${to} (ConfServices.DataConf): 120 conference uploads come in each cycle of 2m, which carries 100 (MaxDataConfPackageSizeKB). The rest piles up: 1,800 wait at the end of the drill. A cycle of 1m 20s carries it, and has room to drain what waits in about 2h: Set-CsBackupServiceConfiguration -SyncInterval 00:01:20`;
    expect(overloads(r)).toEqual([way(1, 2), way(2, 1)]);
  });

  it('a load at the very limit never drains what an outage left: the end says so', async () => {
    const steady = (faults: readonly object[]) =>
      run(
        drill({
          topology: { ...limited(), backupService: { syncInterval: '100s' } },
          load: ONE_UPLOAD_A_SECOND,
          faults,
          steps: [{ wait: '3h' }],
        }),
      );
    // 100 come in each cycle and 100 leave: nothing waits, but for what an hour without the link piled up.
    expect(overloads(await steady([]))).toEqual([]);
    const [told] = overloads(await steady([{ at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '1h' }]));
    expect(told).toContain('100 conference uploads come in each cycle of 1m 40s, which carries 100');
    expect(told).toMatch(/no room for what piled up before: 3,[56]00 wait at the end of the drill, and always will\./);
    expect(told).toContain('A cycle of 1m 20s carries it, and has room to drain what waits in about 4h');
  });

  it('a direction whose own load is above the limit is a finding, and no broken I10', async () => {
    const r = await run(
      drill({
        topology: limited(),
        load: ONE_UPLOAD_A_SECOND,
        faults: [{ at: '10m', crash: { server: 'sql1b' }, for: '5m' }],
        steps: [{ wait: '3h' }],
      }),
    );
    expect(r.result.violations).toEqual([]);
    expect(overloads(r)).toHaveLength(2);
  });

  it('after an outage the backlog leaves package by package', async () => {
    const r = await run(
      drill({
        topology: limited(),
        // 0.5 a second: 60 in a cycle.
        load: { ...SILENT, conferenceUploadsPerUserPerHour: 1.8 },
        faults: [{ at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '20m' }],
        steps: [{ wait: '1h10m' }],
      }),
    );
    // The cycle of 8 min carried what was there by then. At 30 min, 11 cycles later, 22 min x 30 = 660 wait: each cycle
    // carries 100 and 60 come. The 15th finds 660 - 14 x 40 = 100, the 16th what came since.
    const after = imports(r, 'pool1').filter(([atMs]) => atMs > 30 * MIN);
    expect(after.map(([, uploads]) => uploads)).toEqual([...new Array(15).fill(100), ...new Array(5).fill(60)]);
    expect(overloads(r)).toEqual([]);
  });

  it('own uploads and the restore of D54 share one package, oldest first', async () => {
    const r = await run(
      drill({
        topology: limited(),
        load: { ...SILENT, conferenceUploadsPerUserPerHour: 1.8 },
        steps: [
          { at: '30m', run: FAIL_OVER },
          { at: '60m', run: FAIL_BACK },
          { at: '2h1m', run: RESTORE },
          { wait: { until: 'steady', pool: 'pool2', timeout: '3h' } },
        ],
      }),
    );
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({ stranded: 0, lost: 0 });
    expect(r.result.findings.filter((f) => f.rule === 'D54')).toEqual([]);
    // 30 min - 16 min of the failover and 15 s of the queue are left behind: 14:15 x 30 = 427 uploads, all older than
    // pool2's own. They fill the packages of 2:01, 2:02, 2:04 and 2:06 and 27 of that of 2:08. pool2's own wait
    // meanwhile from 2:00 on: 240 at 2:08, of which 73 go; each cycle then carries 100 and 60 come.
    const waited = r.result.steps[3].endedAtMs;
    const restored = imports(r, 'pool2').filter(([atMs]) => atMs > 2 * HOUR + MIN);
    expect(restored.map(([, uploads]) => uploads)).toEqual([...new Array(restored.length).fill(100)]);
    // After the import of 2:08 (the fifth) own uploads of 2:00 to 2:08:19 wait, 249 - 73 = 176: still above a package.
    // That of 2:10 leaves 176 + 60 - 100 = 136, that of 2:12 leaves 96, that of 2:14 leaves 56: what comes in one interval
    // (D33).
    expect(waited).toBe(restored.at(-1)![0]);
    expect(restored).toHaveLength(8);
  });

  it('a file that is larger than a package goes alone (M)', async () => {
    const r = await run(
      drill({
        topology: exact({}, {}, { assumptions: { maxDataConfPackageSizeKB: 100 } }),
        // One upload in two minutes.
        load: { ...SILENT, conferenceUploadsPerUserPerHour: 0.03 },
        steps: [{ wait: '1h' }],
      }),
    );
    expect(imports(r, 'pool1').map(([, uploads]) => uploads)).toEqual(new Array(29).fill(1));
  });

  it('a final sync does not wait for the next interval (D43)', async () => {
    const r = await run(
      drill({
        topology: limited(),
        load: ONE_UPLOAD_A_SECOND,
        steps: [{ at: '3h', run: FAIL_OVER }, { wait: '1m' }],
      }),
    );
    // Read-only at 3:00:00; 10,800 uploads, 8,900 imported, 100 more by the cycle of 3:00:00. The final sync begins a
    // minute later with 18 packages, each 5 s, 4 x 40 ms and 8,389 ms, 5 s and 50 ms. The takeover takes 15 min.
    const { servedAtMs } = r.result.recovery[0];
    expect(servedAtMs).toBe(3 * HOUR + MIN + 18 * (5 * S + 160 + 8389 + 5 * S + 50) + 15 * MIN);
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({ stranded: 0, lost: 0 });
  });
});

describe('D33: what is under way in its own cycle is no backlog', () => {
  it('a load that every cycle carries reads SteadyState throughout', async () => {
    // 100 uploads in a cycle, and a package holds 100: with 19 s of export, copy and import up to 115 are not imported.
    const r = await run(
      drill({
        topology: limited(),
        load: { ...SILENT, conferenceUploadsPerUserPerHour: 3 },
        steps: [{ wait: '1h' }],
      }),
    );
    const states = content(r, 'pool1')
      .slice(1)
      .map((p) => p.exportState);
    expect(Math.max(...content(r, 'pool1').map((p) => p.atRisk))).toBeGreaterThan(100);
    expect(new Set(states)).toEqual(new Set(['SteadyState']));
  });
});
