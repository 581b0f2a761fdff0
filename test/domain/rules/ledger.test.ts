import { describe, expect, test } from 'vitest';
import type { Effects } from '../../../src/core/model.js';
import { type Action, DeploymentModel } from '../../../src/domain/deployment-model.js';
import { classes } from '../../../src/domain/invariants/no-loss.js';
import type { Observation } from '../../../src/domain/observation.js';
import type { RunResult } from '../../../src/domain/result.js';
import type { WorldState } from '../../../src/domain/state/world-state.js';
import { runDrill } from '../../../src/run/run-drill.js';
import { broken, type DrillText, deployment, drillOf, feelings, HOUR, lossOf, MIN, run } from '../../support/drills.js';

const USERS = 36_000;
const PER_SECOND = 60;
const link = ['Datacenter1', 'Datacenter2'];
const failOver = { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' };
const failBack = { run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' };
type Run = Awaited<ReturnType<typeof run>>;

const pointsOf = (r: Run, pool = 'pool1', module = 'PresenceFocus') =>
  r.result.replication.find((s) => s.pool === pool && s.module.endsWith(module))!.points;

/** `loss` adds up, and each class is what it can be. */
function addsUp(result: RunResult): void {
  const { loss } = result;
  for (const of of ['acknowledged', 'lost', 'stranded'] as const) {
    expect(loss[of]).toBe(loss.byModule.reduce((n, m) => n + m[of], 0));
    for (const m of loss.byModule) expect(Number.isSafeInteger(m[of]) && m[of] >= 0).toBe(true);
  }
  for (const m of loss.byModule) {
    expect(m.lost + m.stranded).toBeLessThanOrEqual(m.acknowledged);
    expect(m.oldestLostAgeMs === null).toBe(m.lost + m.stranded === 0);
  }
}

describe('section 7: at risk', () => {
  const steady = () => run({ topology: deployment({ users: USERS }), steps: [{ wait: '500s' }] });

  test('user data: two cycles by hand', async () => {
    // Cycle at 120 s: exports up to 115 s, 6,900 changes: 5 s + (160 + 1131) ms on the link + 5 s + 3.45 s.
    // Cycle at 240 s: 7,200 changes: 5 s + (160 + 1180) ms + 5 s + 3.6 s.
    expect(pointsOf(await steady()).slice(0, 5)).toEqual([
      { atMs: 0, atRisk: 0, exportState: 'FinalState' },
      { atMs: 134_741, atRisk: 8084, exportState: 'SteadyState' },
      { atMs: 134_741, atRisk: 8084 - 6900, exportState: 'SteadyState' },
      { atMs: 254_940, atRisk: 15_296 - 6900, exportState: 'SteadyState' },
      { atMs: 254_940, atRisk: 15_296 - 14_100, exportState: 'SteadyState' },
    ]);
  });

  test('every series goes to the end of the run: straight lines have two ends', async () => {
    const r = await steady();
    for (const s of r.result.replication) expect(s.points.at(-1)!.atMs).toBe(500_000);
    // The last import was of all up to 475 s.
    expect(pointsOf(r).at(-1)!.atRisk).toBe(25 * PER_SECOND);
    // Content, one upload in 10 s: the cycle of 480 s takes 5 s, 12 MiB on the link in 1.2 s, and 5 s. All since then.
    expect(pointsOf(r, 'pool1', 'DataConf').at(-1)!.atRisk).toBe(20 / 10);
  });

  test('the WAN cut for hours: at risk grows by the load, and what a site loss then costs is just that', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [{ at: '1h', cut: { link } }],
      steps: [{ wait: '3h' }],
    });
    // 58:00 was the last export, up to 57:55; the batch of 1:00:00 never left.
    const atRisk = (2 * 3600 + 125) * PER_SECOND;
    expect(pointsOf(r).at(-1)).toEqual({ atMs: 3 * HOUR, atRisk, exportState: 'ErrorState' });
    const lost = await run({
      topology: deployment({ users: USERS }),
      faults: [
        { at: '1h', cut: { link } },
        { at: '3h', crash: { site: 'Datacenter1' }, destroy: true },
      ],
      steps: [{ at: '4h', ...failOver }],
    });
    expect(lossOf(lost, 'pool1')).toMatchObject({ lost: atRisk, stranded: 0 });
    // The oldest came 16 2/3 ms after 57:55.
    expect(lost.result.recovery[0].rpoMs).toBe((2 * 3600 + 125) * 1000 - 17);
    expect(lossOf(lost, 'pool1').oldestLostAgeMs).toBe((2 * 3600 + 125) * 1000 - 17);
  });

  test('content that only waits for its restore is at risk on the partner: losing its site costs just that (D54)', async () => {
    const steps = [
      { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
      { at: '2h', ...failBack },
      { at: '5h', wait: '0s' },
    ];
    const load = { changesPerUserPerHour: 0, conferenceUploadsPerUserPerHour: 0.2, configChangesPerHour: 0 };
    const topology = deployment({ users: USERS });
    const waits = await run({ topology, load, steps });
    const waiting = lossOf(waits, 'pool1', 'DataConf').stranded;
    expect(waiting).toBeGreaterThan(1000);
    const faults = [{ at: '5h', crash: { site: 'Datacenter2' }, destroy: true }];
    const gone = await run({ topology, load, faults, steps });
    // What pool2 has of its own that pool1 has not imported goes with it.
    const own = lossOf(gone, 'pool2', 'DataConf').lost;
    expect(lossOf(gone, 'pool1', 'DataConf').lost).toBe(waiting);
    expect(pointsOf(waits, 'pool2', 'DataConf').at(-1)!.atRisk).toBe(waiting + own);
  });

  test('content that a file store has lost: no failback is said to leave it behind (D54)', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [{ at: '1h', crash: { fileStore: 'file1' }, destroy: true, for: '30m' }],
      steps: [{ at: '2h', wait: '0s' }],
      expect: { violates: ['I1'] },
    });
    const [found] = r.result.findings.filter((f) => f.rule === 'D54');
    expect(found.message).toMatch(
      /are only on pool2: the file store of pool1 has lost them\. When it is back, run the sync and wait/,
    );
    expect(found.message).not.toContain('failback');
  });

  test('one way is enough to stop the direction that needs it', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [{ at: '1h', cut: { link, oneWay: true }, for: '1h' }],
      steps: [{ wait: '3h' }],
    });
    const peak = Math.max(...pointsOf(r).map((p) => p.atRisk));
    expect(peak).toBeGreaterThan(3600 * PER_SECOND);
    expect(pointsOf(r).at(-1)!.atRisk).toBeLessThan(150 * PER_SECOND);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  test('a long series is thinned to 2,000 points, ends and peak kept', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [{ at: '480h', cut: { link }, for: '1h' }],
      steps: [{ wait: '720h' }],
    });
    const points = pointsOf(r);
    expect(points.length).toBeLessThanOrEqual(2000);
    expect(points[0].atMs).toBe(0);
    expect(points.at(-1)!.atMs).toBe(720 * HOUR);
    expect(Math.max(...points.map((p) => p.atRisk))).toBeGreaterThan(3600 * PER_SECOND);
    for (let i = 1; i < points.length; i++) expect(points[i].atMs).toBeGreaterThanOrEqual(points[i - 1].atMs);
  });
});

describe('section 7: served, stranded, lost', () => {
  test('site down and not failed over: on its own disks is served, the FE tail too', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [{ at: '30m', crash: { site: 'Datacenter1' } }],
      steps: [{ wait: '1h' }],
    });
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged: 108_000, stranded: 0, lost: 0 });
    addsUp(r.result);
  });

  test('failed over: stranded on its disks; the failback makes it final (D52)', async () => {
    const faults = [
      { at: '31m', crash: { site: 'Datacenter1' } },
      { at: '3h', repair: { site: 'Datacenter1' } },
    ];
    const topology = deployment({ users: USERS });
    const over = await run({ topology, faults, steps: [{ wait: '40m' }, failOver, { wait: '1h' }] });
    // 30:00 exported up to 29:55 and was imported; 31:00 acknowledged: 65 s on the disks of SQL and FE servers.
    expect(lossOf(over, 'pool1')).toMatchObject({ stranded: 3900, lost: 0 });
    expect(over.result.recovery[0].rpoMs).toBe(65_000 - 17);
    const home = await run({
      topology,
      faults,
      steps: [{ wait: '40m' }, failOver, { at: '4h', ...failBack }],
    });
    expect(lossOf(home, 'pool1')).toMatchObject({ stranded: 0, lost: 3900 });
    expect(home.result.recovery[0].rpoMs).toBe(65_000 - 17);
    expect(lossOf(home, 'pool1').oldestLostAgeMs).toBe(65_000 - 17);
    for (const r of [over, home]) addsUp(r.result);
  });

  test('destroyed while failed over: what was stranded is lost', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [
        { at: '31m', crash: { site: 'Datacenter1' } },
        { at: '2h', crash: { site: 'Datacenter1' }, destroy: true },
      ],
      steps: [{ wait: '40m' }, failOver, { at: '3h', note: 'end' }],
    });
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: 3900 });
    addsUp(r.result);
  });

  test('a change lost on the serving partner has its age at that outage', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [{ at: '3h', crash: { pool: 'pool2' }, destroy: true }],
      steps: [{ wait: '30m' }, { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }, { wait: '4h' }],
    });
    for (const p of ['pool1', 'pool2']) {
      expect(lossOf(r, p)).toMatchObject({ stranded: 0, lost: 300 });
      // The oldest of 300 in 5 s came within the first 17 ms of them.
      expect(lossOf(r, p).oldestLostAgeMs).toBeGreaterThanOrEqual(4983);
      expect(lossOf(r, p).oldestLostAgeMs).toBeLessThanOrEqual(5000);
    }
    // The planned failover itself cost nothing.
    expect(r.result.recovery[0].rpoMs).toBe(0);
  });

  test('content is stranded on the partner until its restore (D54)', async () => {
    const faults = [
      { at: '31m', crash: { site: 'Datacenter1' } },
      { at: '3h', repair: { site: 'Datacenter1' } },
    ];
    const topology = deployment({ users: USERS });
    const steps = [{ wait: '40m' }, failOver, { at: '4h', ...failBack }, { wait: '10m' }];
    const r = await run({ topology, faults, steps });
    const away = r.result.users[0].intervals.find((i) => i.state === 'regularPartner')!;
    // Uploaded while regular on the partner, until the failback took them home.
    const uploads = Math.floor((away.toMs - away.fromMs) / 10_000);
    expect(Math.abs(lossOf(r, 'pool1', 'DataConf').stranded - uploads)).toBeLessThanOrEqual(1);
    expect(lossOf(r, 'pool1', 'DataConf').lost).toBe(0);
    const restored = await run({
      topology,
      faults,
      steps: [
        ...steps,
        { run: 'Invoke-CsBackupServiceSync -PoolFqdn pool2 -BackupModule ConfServices.DataConf' },
        { wait: { until: 'steady', pool: 'pool2', timeout: '2h' } },
      ],
    });
    expect(lossOf(restored, 'pool1', 'DataConf')).toMatchObject({ stranded: 0, lost: 0 });
    addsUp(restored.result);
  });
});

describe('exact counts', () => {
  test.each([
    // changes a user and hour, users, hours: whole changes, by exact decimals
    [6, 20_000, 1, 120_000],
    [0.2, 20_000, 1, 4000],
    [0.333333, 20_000, 1, 6666],
    [0.333333, 36_000, 3, 35_999],
    [0.000001, 200_000, 5, 1],
    [7.123456, 199_999, 24, 34_192_417],
    [10_000, 200_000, 720, 1_440_000_000_000],
    [0, 20_000, 10, 0],
  ])('%d changes a user and hour, %i users, %i h: %i', async (changesPerUserPerHour, users, hours, count) => {
    const r = await run({
      topology: deployment({ users }),
      load: { changesPerUserPerHour, conferenceUploadsPerUserPerHour: 0, configChangesPerHour: 0 },
      steps: [{ wait: `${hours}h` }],
    });
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged: count, lost: 0, stranded: 0 });
    expect(broken(r)).toEqual([]);
  });

  test('configuration changes belong to the pool with the CMS', async () => {
    const r = await run({ load: { configChangesPerHour: 4 }, steps: [{ wait: '90m' }] });
    expect(lossOf(r, 'pool2', 'CMSMaster').acknowledged).toBe(6);
    expect(r.result.loss.byModule.filter((m) => m.module.endsWith('CMSMaster'))).toHaveLength(1);
  });

  test('interruptions lose no fraction of a change', async () => {
    // 0.333333 × 20,000 = 1.85 changes a second, stopped and started ten times in 10 h.
    const faults = Array.from({ length: 10 }, (_, i) => [
      { at: `${60 * i + 7}m`, crash: { server: 'sql1a' } },
      { at: `${60 * i + 47}m`, repair: { server: 'sql1a' } },
    ]).flat();
    const r = await run({
      topology: deployment({ mirror: false }),
      load: { changesPerUserPerHour: 0.333333 },
      faults,
      steps: [{ wait: '10h' }],
    });
    // Resiliency mode from 37 to 47 min of each hour: 50 min of 60 count.
    expect(lossOf(r, 'pool1')).toMatchObject({
      acknowledged: Math.floor((0.333333 * 20_000 * 500) / 60),
      lost: 0,
      stranded: 0,
    });
    expect(broken(r)).toEqual([]);
  });

  test('200,000 users cost what 20 cost', async () => {
    const r = await run({
      topology: deployment({ users: 200_000, servers: 12 }),
      // 6 would be more than 500 batches of 100 a cycle for the two pools' users together (D32).
      load: { changesPerUserPerHour: 1.8 },
      faults: [
        { at: '31m', crash: { site: 'Datacenter1' } },
        { at: '5h', repair: { site: 'Datacenter1' } },
      ],
      // The services of so many start for 3 + 57 × 2.5 min, up to 189 min (D13).
      steps: [{ wait: '40m' }, failOver, { at: '9h', ...failBack }, { wait: '2h' }],
    });
    expect(r.result.steps.map((s) => s.outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
    // 100 changes a second; exported at 30:00 up to 29:55: 65 s of them are lost for good.
    expect(lossOf(r, 'pool1').lost).toBe(6500);
    addsUp(r.result);
  });
});

describe('long runs', () => {
  const month: DrillText = {
    topology: deployment({ users: 200_000 }),
    load: { changesPerUserPerHour: 1.8, conferenceUploadsPerUserPerHour: 0 },
    faults: [
      { at: '200h', crash: { site: 'Datacenter1' } },
      { at: '300h', repair: { site: 'Datacenter1' } },
    ],
    steps: [{ at: '201h', ...failOver }, { at: '500h', ...failBack }, { wait: '200h' }],
  };

  test('30 days with a site loss, quickly and exactly', async () => {
    const drill = await drillOf(month);
    const r = runDrill(drill);
    // Without jumps these 21,000 cycles are over 100,000 events.
    expect(r.events).toBeLessThan(40_000);
    expect(r.result.endedAtMs).toBeGreaterThan(29 * 24 * HOUR);
    // 200 h is a multiple of 2 min: the fault comes before the cycle; the last export was 2 min before.
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 12_500, stranded: 0 });
    expect(r.result.recovery[0].rpoMs).toBe(124_990);
    addsUp(r.result);
  });
});

describe('seeds and repeats', () => {
  const drill: DrillText = {
    topology: deployment({ users: USERS }, undefined, { centralManagement: { active: 'pool1' } }),
    load: { configChangesPerHour: 40 },
    faults: [
      { at: '31m', crash: { site: 'Datacenter1' } },
      { at: '4h', repair: { site: 'Datacenter1' } },
    ],
    steps: [
      { wait: '45m' },
      {
        run: 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a -BackupSqlInstanceName rtc -Force',
      },
      { wait: { until: 'replicated', timeout: '30m' } },
      failOver,
      { at: '5h', ...failBack },
      { run: 'Invoke-CsBackupServiceSync -PoolFqdn pool2 -BackupModule ConfServices.DataConf' },
      { wait: { until: 'steady', pool: 'pool2', timeout: '2h' } },
    ],
  };

  test('the same drill and seed: the same bytes', async () => {
    const [a, b] = [await run({ ...drill, seed: 7 }), await run({ ...drill, seed: 7 })];
    expect(JSON.stringify(a.result)).toBe(JSON.stringify(b.result));
  });

  test('a model that ran before gives the same again', async () => {
    const d = await drillOf(drill);
    const model = new DeploymentModel(d.deployment, d.load);
    const first = JSON.stringify(runDrill(d, { model }).result);
    expect(JSON.stringify(runDrill(d, { model }).result)).toBe(first);
  });

  test('another seed: other durations of commands, the same steady cycles and the same loss', async () => {
    const runs = await Promise.all([1, 2, 3].map((seed) => run({ ...drill, seed })));
    const rto = runs.map((r) => r.result.recovery[0].rtoMs!);
    expect(new Set(rto).size).toBe(3);
    for (const ms of rto) {
      // Stop 1-3 min, takeover of 36,000 users (3 to 5) + 0.9 × (9 to 20) min: 11.1 to 23 (D46).
      expect(ms).toBeGreaterThanOrEqual(12.1 * MIN);
      expect(ms).toBeLessThanOrEqual(26 * MIN);
    }
    const before = runs.map((r) => JSON.stringify(pointsOf(r).filter((p) => p.atMs < 31 * MIN)));
    expect(new Set(before).size).toBe(1);
    expect(new Set(runs.map((r) => lossOf(r, 'pool1').lost)).size).toBe(1);
    expect(new Set(runs.map((r) => r.result.recovery[0].rpoMs)).size).toBe(1);
  });

  test('the default seed is 1', async () => {
    const [a, b] = [await run(drill), await run({ ...drill, seed: 1 })];
    expect(JSON.stringify(a.result)).toBe(JSON.stringify(b.result));
  });
});

describe('equal times', () => {
  test('faults come before steps', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [{ at: '30m', crash: { site: 'Datacenter2' } }],
      steps: [{ at: '30m', ...failOver }],
    });
    expect(r.result.steps[0]).toMatchObject({ startedAtMs: 30 * MIN, outcome: 'refused', rule: 'D40' });
  });

  test('after a wait that ends at the same time, too', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [{ at: '30m', crash: { site: 'Datacenter2' } }],
      steps: [{ wait: '30m' }, failOver],
    });
    expect(r.result.steps[1]).toMatchObject({ outcome: 'refused', rule: 'D40' });
  });

  test('among faults the order in the file decides', async () => {
    const crash = { at: '30m', crash: { pool: 'pool1' } };
    const repair = { at: '30m', repair: { pool: 'pool1' } };
    const topology = deployment({}, {}, { assumptions: { poolStartMinutes: 4 } });
    const a = await run({ topology, faults: [crash, repair], steps: [{ wait: '36m' }] });
    const b = await run({ topology, faults: [repair, crash], steps: [{ wait: '36m' }] });
    expect(feelings(a, 'pool1').at(-1)).toContain('regularHome');
    expect(feelings(b, 'pool1').at(-1)).toContain('resiliencyPartner');
  });

  test('what undoes a fault (`for`) stands where the fault stands', async () => {
    const r = await run({
      faults: [
        { at: '20m', crash: { pool: 'pool1' }, for: '10m' },
        { at: '30m', crash: { pool: 'pool1' } },
      ],
      steps: [{ wait: '2h' }],
    });
    expect(feelings(r, 'pool1').at(-1)).toContain('resiliencyPartner');
    const other = await run({
      faults: [
        { at: '30m', crash: { pool: 'pool1' } },
        { at: '20m', crash: { pool: 'pool1' }, for: '10m' },
      ],
      steps: [{ wait: '2h' }],
    });
    expect(feelings(other, 'pool1').at(-1)).toContain('regularHome');
  });

  test('a fault before a backup cycle of the same time', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [{ at: '30m', crash: { site: 'Datacenter1' }, destroy: true }],
      steps: [{ wait: '40m' }, failOver],
    });
    // 28:00 was the last export.
    expect(lossOf(r, 'pool1').lost).toBe((120 + 5) * PER_SECOND);
  });

  test('the run ends with the last step or the last fault, whichever is later', async () => {
    const fault = await run({ faults: [{ at: '30m', cut: { link }, for: '3h' }], steps: [{ wait: '1h' }] });
    expect(fault.result.endedAtMs).toBe(3.5 * HOUR);
    const step = await run({ faults: [{ at: '30m', cut: { link } }], steps: [{ wait: '1h' }] });
    expect(step.result.endedAtMs).toBe(HOUR);
    const empty = await run({ steps: [] });
    expect(empty.result.endedAtMs).toBe(0);
    expect(empty.result.loss).toMatchObject({ acknowledged: 0, lost: 0, stranded: 0 });
  });
});

// Sequences: what is true of every run, whatever happens in it.

/** Looks after every action: classes never negative, they add up, what is lost stays lost. */
class Watched extends DeploymentModel {
  private lost: number[] = [];
  private acknowledged: number[] = [];
  readonly wrong: string[] = [];

  override apply(state: WorldState, action: Action, sink: Effects<Observation>): void {
    super.apply(state, action, sink);
    state.logs.forEach((log, i) => {
      const { served, stranded, lost } = classes(this.world, i);
      const all = log.acknowledgedByLoad(state.nowMs);
      const where = `${log.module} of ${log.owner} at ${state.nowMs} after ${JSON.stringify(action)}`;
      if (served + stranded + lost !== all) this.wrong.push(`${where}: ${served}+${stranded}+${lost}≠${all}`);
      if (Math.min(served, stranded, lost) < 0) this.wrong.push(`${where}: ${served}, ${stranded}, ${lost}`);
      if (lost < (this.lost[i] ?? 0)) this.wrong.push(`${where}: lost fell from ${this.lost[i]} to ${lost}`);
      if (all < (this.acknowledged[i] ?? 0)) this.wrong.push(`${where}: acknowledged fell`);
      this.lost[i] = lost;
      this.acknowledged[i] = all;
    });
  }
}

/** Changes that the regular users of the result's own intervals make, exactly. */
function byIntervals(r: Run, pool: string, perHourMillionths: bigint): number {
  const users = r.result.users.find((u) => u.pool === pool)!;
  let userMs = 0n;
  for (const i of users.intervals) {
    userMs += BigInt(i.regular) * BigInt(i.toMs - i.fromMs);
  }
  return Number((userMs * perHourMillionths) / (3_600_000n * 1_000_000n));
}

/** A small generator, so that the sequences are the same everywhere. */
function dice(seed: number): (n: number) => number {
  let x = (seed * 2654435761) % 4294967296;
  return (n) => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return Math.floor((x / 4294967296) * n);
  };
}

function sequence(seed: number): DrillText {
  const roll = dice(seed + 1);
  const pick = <T>(of: readonly T[]): T => of[roll(of.length)];
  const servers = pick([1, 2, 3, 4, 5, 6]);
  const edition = pick(['enterprise', 'enterprise', 'enterprise', 'standard'] as const);
  const options = {
    servers,
    edition,
    users: pick([1, 37, 20_000, 200_000]),
    mirror: pick([true, true, false]),
    witness: pick([true, false]),
  };
  const hosts = (n: number) =>
    edition === 'standard'
      ? [`fe${n}a`]
      : [
          ...Array.from({ length: servers }, (_, i) => `fe${n}${'abcdef'[i]}`),
          `sql${n}a`,
          ...(options.mirror ? [`sql${n}b`] : []),
          ...(options.mirror && options.witness ? [`sql${n}w`] : []),
          `file${n}`,
        ];
  const all = [...hosts(1), ...hosts(2)];
  const minutes = () => `${pick([0, 1, 4, 6, 11, 30, 31, 60, 90, 120, 200, 300])}m`;
  const faults: unknown[] = [];
  for (let i = roll(9); i >= 0; i--) {
    const at = `${roll(400)}m`;
    const length = pick([undefined, '3m', '12m', '45m', '100m']);
    const undone = length === undefined ? {} : { for: length };
    const destroy = roll(6) === 0 ? { destroy: true } : {};
    const kind = roll(8);
    if (kind === 0) faults.push({ at, crash: { site: pick(['Datacenter1', 'Datacenter2']) }, ...undone, ...destroy });
    else if (kind === 1) faults.push({ at, crash: { pool: pick(['pool1', 'pool2']) }, ...undone });
    else if (kind === 2) faults.push({ at, cut: { link, oneWay: roll(3) === 0 }, ...undone });
    else if (kind === 3) faults.push({ at, repair: { site: pick(['Datacenter1', 'Datacenter2']) } });
    else if (kind === 4)
      faults.push({ at, crash: { service: 'LYNCBACKUP', pool: pick(['pool1', 'pool2']) }, ...undone });
    else faults.push({ at, crash: { server: pick(all) }, ...undone, ...destroy });
  }
  const steps: unknown[] = [];
  for (let i = roll(9); i >= 0; i--) {
    const p = pick(['pool1', 'pool2']);
    steps.push(
      pick<unknown>([
        { wait: minutes() },
        { wait: minutes() },
        { run: `Invoke-CsPoolFailOver -PoolFqdn ${p} -DisasterMode` },
        { run: `Invoke-CsPoolFailOver -PoolFqdn ${p}` },
        { run: `Invoke-CsPoolFailOver -PoolFqdn ${p} -SkipDataVerification` },
        { run: `Invoke-CsPoolFailBack -PoolFqdn ${p}` },
        { run: `Invoke-CsPoolFailBack -PoolFqdn ${p} -DisasterMode` },
        { run: `Invoke-CsBackupServiceSync -PoolFqdn ${p}` },
        { run: 'Invoke-CsManagementServerFailover' },
        {
          run: `Invoke-CsDatabaseFailover -PoolFqdn ${p} -DatabaseType User -NewPrincipal ${pick(['mirror', 'primary'])} -Force`,
        },
        { run: `Reset-CsPoolRegistrarState -PoolFqdn ${p} -ResetType QuorumLossRecovery` },
        { run: `Reset-CsPoolRegistrarState -PoolFqdn ${p} -ResetType ServiceReset` },
        { run: `Stop-CsWindowsService -ComputerName fe${p.at(-1)}a` },
        { repair: { site: pick(['Datacenter1', 'Datacenter2']) } },
        { wait: { until: pick(['steady', 'final', 'regular', 'synchronized']), pool: p, timeout: '50m' } },
      ]),
    );
  }
  return {
    topology: deployment(options, undefined, { centralManagement: { active: pick(['pool1', 'pool2']) } }),
    seed,
    load: {
      changesPerUserPerHour: pick([6, 0.2, 0.333333, 10]),
      conferenceUploadsPerUserPerHour: pick([0.2, 0.01]),
      configChangesPerHour: pick([4, 0, 100]),
    },
    faults,
    steps,
  };
}

describe('whatever happens', () => {
  // 118 waits for FinalState at a trickle: once it ended later when periods were jumped.
  const seeds = [...Array.from({ length: 70 }, (_, i) => i), 118];

  test.each(seeds)('sequence %i: the classes add up at every moment, and jumping changes nothing', async (seed) => {
    const text = sequence(seed);
    const drill = await drillOf(text);
    const watched = new Watched(drill.deployment, drill.load);
    const plain = runDrill(drill, { model: watched, jump: false });
    expect(watched.wrong.slice(0, 3)).toEqual([]);
    expect(
      plain.result.violations.filter((v) => ['I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9'].includes(v.invariant)),
    ).toEqual([]);
    expect(JSON.stringify(runDrill(drill).result)).toBe(JSON.stringify(plain.result));
    addsUp(plain.result);
    const millionths = BigInt(Math.round(text.load!.changesPerUserPerHour * 1e6));
    for (const p of ['pool1', 'pool2']) {
      expect(lossOf(plain, p).acknowledged).toBe(byIntervals(plain, p, millionths));
    }
    for (const u of plain.result.users) {
      expect(u.intervals[0].fromMs).toBe(0);
      expect(u.intervals.at(-1)!.toMs).toBe(plain.result.endedAtMs);
      for (let i = 1; i < u.intervals.length; i++) {
        expect(u.intervals[i].fromMs).toBe(u.intervals[i - 1].toMs);
        expect(u.intervals[i].toMs).toBeGreaterThanOrEqual(u.intervals[i].fromMs);
      }
    }
  });
});

describe('waits and jumps', () => {
  test('a wait for FinalState at a trickle ends at the same moment with and without jumping', async () => {
    for (const changes of [0.5, 3, 7, 11]) {
      const drill = await drillOf({
        topology: deployment({ users: 1 }),
        load: { changesPerUserPerHour: changes, conferenceUploadsPerUserPerHour: 0, configChangesPerHour: 0 },
        steps: [{ wait: '47m' }, { wait: { until: 'final', pool: 'pool1', timeout: '9h' } }, { wait: '1h' }],
      });
      expect(JSON.stringify(runDrill(drill).result)).toBe(JSON.stringify(runDrill(drill, { jump: false }).result));
    }
  });
});
