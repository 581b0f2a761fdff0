import { describe, expect, it } from 'vitest';
import type { RecoveryResult } from '../../src/domain/recovery-results.js';
import { randomDrill } from '../../src/run/random-drill.js';
import { type DrillText, MIN, run } from '../support/drills.js';
import { drill, exact, FAIL_BACK, FAIL_OVER } from '../support/exact.js';

const S = 1000;
const DISASTER = `${FAIL_OVER} -DisasterMode`;
const lost = { at: '30m', crash: { site: 'Datacenter1' } };

const recoveryOf = async (parts: DrillText): Promise<RecoveryResult> =>
  (await run(drill(parts))).result.recovery.at(-1)!;
const told = ({ criticalPath }: RecoveryResult) =>
  criticalPath.map(({ fromMs, toMs, step, kind, what }) => `${fromMs / S}-${toMs / S} ${step} ${kind}: ${what}`);

/** Parts follow one another from the outage to regular service. */
function isTiled({ criticalPath, outageAtMs, servedAtMs }: RecoveryResult): boolean {
  let at = outageAtMs;
  for (const { fromMs, toMs } of criticalPath) {
    if (fromMs !== at || toMs <= fromMs) return false;
    at = toMs;
  }
  return servedAtMs === null ? criticalPath.length === 0 : at === servedAtMs;
}

describe('an unplanned outage', () => {
  const topology = exact({}, {}, { centralManagement: { active: 'pool1' } });
  const CMS = 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a -BackupSqlInstanceName rtc -Force';
  const parts = {
    topology,
    faults: [lost],
    steps: [{ wait: '40m' }, { run: DISASTER }, { run: CMS }, { at: '50m', run: DISASTER }],
    expect: { served: false },
  };

  it('is decision, procedure and RTO', async () => {
    // Outage 30:00; the first command at 40:00, refused for want of a master; the failover that works at 50:00 takes
    // 2 + 15 minutes.
    const recovery = await recoveryOf(parts);
    expect(recovery).toMatchObject({
      outageAtMs: 30 * MIN,
      firstCommandAtMs: 40 * MIN,
      decisionMs: 10 * MIN,
      procedureMs: 10 * MIN,
      rtoMs: 17 * MIN,
      outageMs: 37 * MIN,
    });
  });

  it('has a path of what users waited for, without a gap', async () => {
    const recovery = await recoveryOf(parts);
    expect(isTiled(recovery)).toBe(true);
    expect(told(recovery)).toEqual([
      '1800-2400 0 pause: wait 40m',
      `2400-2580 2 command: ${CMS}`,
      '2580-3000 3 pause: pause until 00:50:00',
      '3000-3120 3 failover: the services of the lost pool are stopped or found dead',
      '3120-4020 3 failover: the partner takes the users over',
    ]);
    expect(recovery.pausedMs).toBe(17 * MIN);
  });

  it('says of a wait that timed out that it was in vain', async () => {
    const wait = { wait: { until: 'steady', pool: 'pool1', timeout: '5m' } };
    const recovery = await recoveryOf({ faults: [lost], steps: [{ at: '32m', ...wait }, { run: DISASTER }] });
    expect(told(recovery).slice(0, 2)).toEqual([
      '1800-1920 0 pause: pause until 00:32:00',
      '1920-2220 0 pause: wait until steady pool1 (timeout 5m): it timed out, what it waited for did not come',
    ]);
  });

  it('rests on what is assumed, but for what the topology says', async () => {
    expect((await recoveryOf(parts)).assumedMs).toBe(0);
    const { assumptions } = topology as { assumptions: Record<string, unknown> };
    const { takeoverMinutes: _, ...others } = assumptions;
    const assumed = { ...topology, assumptions: others };
    const recovery = await recoveryOf({ ...parts, topology: assumed });
    // 1,000 users: (3 to 5) + 1/40 of (9 to 20) minutes, and the two minutes before it are said.
    expect(recovery.assumedMs).toBe(recovery.rtoMs! - 2 * MIN);
  });

  it('has no account where users were never served', async () => {
    const both = [lost, { at: '41m', crash: { site: 'Datacenter2' } }];
    const recovery = await recoveryOf({ faults: both, steps: [{ at: '40m', run: DISASTER }] });
    expect(recovery).toMatchObject({
      firstCommandAtMs: 40 * MIN,
      decisionMs: null,
      procedureMs: null,
      outageMs: null,
      assumedMs: null,
      criticalPath: [],
    });
  });
});

describe('a planned failover', () => {
  it('has no decision and no procedure; its users wait for its phases', async () => {
    const recovery = await recoveryOf({ steps: [{ at: '10m', run: FAIL_OVER }, { run: FAIL_BACK }] });
    expect(recovery).toMatchObject({ decisionMs: 0, procedureMs: 0, outageMs: recovery.rtoMs });
    expect(isTiled(recovery)).toBe(true);
    expect(recovery.criticalPath.map(({ what }) => what)).toEqual([
      'users go read-only',
      'final sync to the partner',
      'the partner takes the users over',
    ]);
  });
});

it('the path of every failover of random drills tiles its outage', async () => {
  const { deploymentOf } = await import('../support/topologies.js');
  const deployment = deploymentOf(exact());
  const { ONE_A_SECOND } = await import('../support/exact.js');
  let seen = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const numbers = Array.from({ length: 40 }, (_, i) => (seed * 7919 + i * 104_729 + i * i * seed * 31) % 1_000_003);
    const load = { ...ONE_A_SECOND, responseGroupChangesPerHour: 0 };
    const { result } = randomDrill({ deployment, load, seed, numbers });
    for (const recovery of result.recovery) {
      expect(isTiled(recovery), JSON.stringify(recovery)).toBe(true);
      const { decisionMs, procedureMs, rtoMs, outageMs } = recovery;
      if (outageMs === null) continue;
      seen++;
      if (recovery.mode === 'disaster') expect(decisionMs! + procedureMs! + rtoMs!).toBe(outageMs);
    }
    for (const { intervals, subject } of result.components) {
      expect(intervals[0]?.fromMs, subject).toBe(0);
      expect(intervals.at(-1)?.toMs, subject).toBe(result.endedAtMs);
      expect(intervals.slice(1).map(({ fromMs }) => fromMs)).toEqual(intervals.slice(0, -1).map(({ toMs }) => toMs));
    }
  }
  expect(seen).toBeGreaterThan(5);
});

describe('components', () => {
  it('have their states over time', async () => {
    const r = await run(
      drill({ faults: [{ at: '10m', crash: { server: 'sql1a' }, for: '20m' }], steps: [{ wait: '1h' }] }),
    );
    const lane = (kind: string, part: string | null = null) =>
      r.result.components
        .find((c) => c.kind === kind && c.subject === 'pool1' && c.part === part)
        ?.intervals.map(({ fromMs, state, on }) => `${fromMs / S} ${state} ${on}`);
    expect(lane('frontEnd')).toEqual(['0 running null']);
    expect(lane('failover')).toEqual(['0 normal null']);
    // 10 s until mirror and witness miss the principal, 10 s of redo (D21); the old principal catches up for 3 min when it is back.
    expect(lane('database', 'User')).toEqual([
      '0 SYNCHRONIZED sql1a',
      '600 DISCONNECTED null',
      '620 DISCONNECTED sql1b',
      '1800 SYNCHRONIZING sql1b',
      '1980 SYNCHRONIZED sql1b',
    ]);
  });
});
