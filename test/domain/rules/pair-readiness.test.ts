import { describe, expect, it, test } from 'vitest';
import { defaultCapacity } from '../../../src/domain/capacity.js';
import { topologyFigures } from '../../../src/domain/topology-figures.js';
import { HOUR, lossOf, MIN, type PoolOptions, run } from '../../support/drills.js';
import { drill, exact, FAIL_OVER, ONE_UPLOAD_A_SECOND, SILENT, STATUS } from '../../support/exact.js';
import { deploymentOf } from '../../support/topologies.js';

/** Files of 1 MiB: a package of the documented size holds 100 of them, one leaves every 2 minutes. */
const PACKAGE = { maxDataConfPackageSizeKB: 102_400 };
const made = (paired: string, one: PoolOptions = {}, more: Record<string, unknown> = {}) =>
  exact(one, {}, { backupService: { syncInterval: '2m', paired }, assumptions: PACKAGE, ...more });
const stored = (storedContent: string): PoolOptions => ({ more: { storedContent } });
const of = (r: Awaited<ReturnType<typeof run>>, rule: string) =>
  r.result.findings.filter((f) => f.rule === rule).map((f) => f.message);
const statesOf = (r: Awaited<ReturnType<typeof run>>, step: number) =>
  r.result.steps[step].output?.slice(1).map((o) => o.ExportStatus);
const disaster = `${FAIL_OVER} -DisasterMode`;

describe('M280, D275: what was there before the pair was made', () => {
  // 1,000 MiB are ten packages: exported at 0:00, 2:00 ... 18:00, the last imported 18 s after that: 5 + 8.6 + 5 s (D32).
  it('conference content goes first, a package a cycle, and the state is NonSteadyState until all of it is there', async () => {
    const at = (time: string) => ({ at: time, run: STATUS });
    const r = await run(
      drill({
        topology: made('0s', stored('1000MiB')),
        load: SILENT,
        steps: [at('18m15s'), at('18m20s')],
      }),
    );
    expect([0, 1].map((step) => statesOf(r, step)?.[1])).toEqual(['NonSteadyState', 'FinalState']);
    expect(r.result.timeline.map((t) => t.text)).toContain(
      'pool2 has all conference content of pool1 from before the drill',
    );
  });

  it('uploads of the drill wait behind it', async () => {
    const after = async (content: string, time: string) => {
      const steps = [{ at: time, run: STATUS }];
      const r = await run(
        drill({
          topology: made('0s', stored(content)),
          load: { ...ONE_UPLOAD_A_SECOND, conferenceUploadsPerUserPerHour: 1.8 },
          steps,
        }),
      );
      return r.result.replication
        .find((x) => x.pool === 'pool1' && x.module === 'ConfServices.DataConf')!
        .points.at(-1)!.atRisk;
    };
    // One upload in 2 s. Ten packages carry none of them until 18:00; a package of half a GiB and more none until 10:00.
    expect(await after('1000MiB', '19m')).toBe(19 * 30);
    // 550 MiB: five packages, and in the sixth, of 10:00, room for 50 of the 300 uploads that were made by then.
    expect(await after('550MiB', '11m')).toBe(11 * 30 - 50);
    expect(await after('0KiB', '3m')).toBe(3 * 30 - 60);
  });

  test.each([
    ['2m', true],
    ['3m', false],
  ])('paired %s ago: user data is %s still to be copied', async (paired, isAlone) => {
    // One interval of 2 min, and 1,000 users × 65,536 bytes over 100 Mbps: 5.2 s.
    const r = await run(
      drill({
        topology: made(paired),
        load: SILENT,
        steps: [{ at: '1s', run: disaster }],
        expect: { violates: isAlone ? ['I1'] : [] },
      }),
    );
    expect(r.result.violations.length > 0).toBe(isAlone);
  });

  it('paired for a while: one package an interval has left', async () => {
    // 1,000 MiB, five intervals: 500 MiB are left, five cycles.
    const r = await run(
      drill({
        topology: made('10m', stored('1000MiB')),
        load: SILENT,
        steps: [
          { at: '8m15s', run: STATUS },
          { at: '8m20s', run: STATUS },
        ],
      }),
    );
    expect([0, 1].map((step) => statesOf(r, step)?.[1])).toEqual(['NonSteadyState', 'FinalState']);
  });

  it('a pair of the topology that says nothing was made long ago', async () => {
    const r = await run(drill({ topology: exact(stored('50GiB')), load: SILENT, steps: [{ at: '1m', run: STATUS }] }));
    expect(statesOf(r, 0)).toEqual(['FinalState', 'FinalState', 'NotInitialized']);
  });
});

describe('M281, I17: a takeover by a partner that is not ready', () => {
  const faults = [{ at: '10m', crash: { site: 'Datacenter1' } }];

  it('during the first sync of the content: user data is there, the rest of the content stays at home', async () => {
    const r = await run(
      drill({ topology: made('0s', stored('1000MiB')), load: SILENT, faults, steps: [{ at: '20m', run: disaster }] }),
    );
    // The packages of 0:00 to 8:00 are through.
    expect(of(r, 'M281')).toEqual([
      expect.stringContaining(
        'does not have 500 MiB of 1,000 MiB of conference content of pool1 from before the drill',
      ),
    ]);
    expect(r.result.recovery[0].rpoMs).toBe(0);
  });

  it('before the first export of user data is through: all that its users ever saved stays behind', async () => {
    // 1,000,000 bytes a user are 80 s over the link.
    const topology = made('0s', {}, { assumptions: { ...PACKAGE, bootstrapBytesPerUser: 1_000_000 } });
    const lost = async (at: string) => {
      const gone = [{ at, crash: { site: 'Datacenter1' } }];
      const r = await run(drill({ topology, load: SILENT, faults: gone, steps: [{ at: '20m', run: disaster }] }));
      return [of(r, 'M281').filter((each) => each.includes('takes over')).length, r.result.recovery[0].rpoMs];
    };
    expect(await lost('85s')).toEqual([1, 720 * HOUR]);
    expect(await lost('95s')).toEqual([0, 0]);
  });

  it('at the end it is said what the partner does not have', async () => {
    const r = await run(drill({ topology: made('0s', stored('1000MiB')), load: SILENT, steps: [{ wait: '5m' }] }));
    expect(of(r, 'M281')).toEqual([
      'pool2 does not have 700 MiB of 1,000 MiB of conference content of pool1 from before the drill at the end of the drill.',
    ]);
  });

  it('a planned failover carries it all, package after package without the interval (D43)', async () => {
    const r = await run(
      drill({ topology: made('0s', stored('1000MiB')), load: SILENT, steps: [{ at: '1s', run: FAIL_OVER }] }),
    );
    expect(r.result.steps[0]).toMatchObject({ outcome: 'ok' });
    expect(of(r, 'M281')).toEqual([]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });
});

describe('D279: the first export goes over the link', () => {
  test.each([
    ['100Mbps', '40ms', 5243 + 160],
    ['10Mbps', '40ms', 52_429 + 160],
    ['100Mbps', '1s', 5243 + 4000],
  ])('%s and %s', async (bandwidth, latency, ms) => {
    // 1,000 users × 65,536 bytes; 5 s to export, four round trips, 5 s to import.
    const links = [{ between: ['Datacenter1', 'Datacenter2'], bandwidth, latency }];
    const r = await run(drill({ topology: made('0s', {}, { links }), load: SILENT, steps: [{ wait: '2m' }] }));
    const brought = r.result.timeline.find((t) => t.text.startsWith('pool2 has the user data of'));
    expect(brought?.atMs).toBe(5000 + ms + 5000);
  });
});

describe('D272: export states on the way', () => {
  it('NotInitialized for ever of the store where the master is not, then backlog, steady, final', async () => {
    const topology = made('0s', stored('150MiB'));
    const load = { ...SILENT, changesPerUserPerHour: 3.6 };
    const at = (time: string) => ({ at: time, run: STATUS });
    const r = await run(drill({ topology, load, steps: [at('1s'), at('3m')] }));
    expect([0, 1].map((step) => statesOf(r, step))).toEqual([
      ['NonSteadyState', 'NonSteadyState', 'NotInitialized'],
      ['SteadyState', 'FinalState', 'NotInitialized'],
    ]);
  });
});

describe('D273: who may ask', () => {
  const asked = (asRole: string | undefined, ...before: object[]) =>
    run(drill({ steps: [...before, { run: STATUS }], ...(asRole === undefined ? {} : { asRole }) }));
  const outcome = async (asRole?: string, ...before: object[]) =>
    (await asked(asRole, ...before)).result.steps.at(-1)!.outcome;
  const allow = {
    run: 'Set-CsBackupServiceConfiguration -AuthorizedUniversalGroups "RTCUniversalServerAdmins,CsAdministrator"',
  };

  it('by default RTCUniversalServerAdmins alone', async () => {
    expect([await outcome(), await outcome('rtcuniversalserveradmins'), await outcome('CsAdministrator')]).toEqual([
      'ok',
      'ok',
      'refused',
    ]);
    expect((await asked('CsAdministrator')).result.steps[0]).toMatchObject({ rule: 'D273' });
  });

  it('and whom somebody has added', async () => {
    expect(await outcome('CsAdministrator', allow)).toBe('ok');
  });
});

describe('D274, D276: Set-CsBackupServiceConfiguration', () => {
  const set = (line: string) => ({ run: `Set-CsBackupServiceConfiguration ${line}` });
  const get = { run: 'Get-CsBackupServiceConfiguration' };

  it('sets what a cycle carries, and Get-CsBackupServiceConfiguration shows it', async () => {
    const line = '-MaxDataConfPackageSizeKB 204800 -MaxBatchesPerUserStoreSync 50 -MaxBatchesPerCmsSync 20';
    const r = await run(drill({ topology: exact({}, {}, { assumptions: PACKAGE }), steps: [get, set(line), get] }));
    const shown = [0, 2].map((step) => r.result.steps[step].output?.[0]);
    expect(shown).toMatchObject([
      { MaxDataConfPackageSizeKB: 102_400, MaxBatchesPerUserStoreSync: 500, MaxBatchesPerCmsSync: 500 },
      { MaxDataConfPackageSizeKB: 204_800, MaxBatchesPerUserStoreSync: 50, MaxBatchesPerCmsSync: 20 },
    ]);
  });

  it('a larger package carries more content from then on', async () => {
    // 120 uploads come in each cycle of 2 minutes; 100 leave, with twice the package all.
    const after = async (...steps: object[]) => {
      const r = await run(
        drill({
          topology: exact({}, {}, { assumptions: PACKAGE }),
          load: ONE_UPLOAD_A_SECOND,
          steps: [...steps, { at: '3h', run: STATUS }],
        }),
      );
      return r.result.replication
        .find((x) => x.pool === 'pool1' && x.module === 'ConfServices.DataConf')!
        .points.at(-1)!;
    };
    expect((await after()).exportState).toBe('NonSteadyState');
    expect((await after(set('-MaxDataConfPackageSizeKB 204800'))).exportState).toBe('SteadyState');
  });

  it('a package that is too small for the load is told at the line that sets it', async () => {
    const r = await run(
      drill({ load: ONE_UPLOAD_A_SECOND, steps: [set('-MaxDataConfPackageSizeKB 10240'), { wait: '1m' }] }),
    );
    expect(r.result.findings.find((f) => f.rule === 'D32')).toMatchObject({
      severity: 'warning',
      line: expect.any(Number),
    });
  });

  it('a limit of 0 is not documented', async () => {
    const r = await run(drill({ steps: [set('-MaxDataConfPackageSizeKB 0')] }));
    expect(r.result.steps[0].outcome).toBe('notModelled');
  });

  it('the cap may be said in the topology (D275), in one place', async () => {
    const topology = { ...exact({}, {}, { backupService: { syncInterval: '2m', maxDataConfPackageKb: 204_800 } }) };
    expect(() => deploymentOf(topology)).toThrow(/maxDataConfPackageSizeKB is under "assumptions" too/);
    const { maxDataConfPackageSizeKB: _, ...assumptions } = topology.assumptions as Record<string, unknown>;
    expect(deploymentOf({ ...topology, assumptions }).assumptions.maxDataConfPackageSizeKB).toBe(204_800);
  });
});

describe('D277: Backup-CsPool', () => {
  const backup = (more: string, expected: object = {}) => ({
    run: `Backup-CsPool -PoolFqdn pool1${more}`,
    ...expected,
  });
  const LOAD = { ...SILENT, changesPerUserPerHour: 3.6 };

  it('-SteadyState waits until what is asked for is steady, -FullBackup until it is final', async () => {
    const topology = made('0s', stored('250MiB'));
    const r = await run(drill({ topology, load: SILENT, steps: [{ wait: '1s' }, backup(' -FullBackup')] }));
    // The first package of 0:00 is followed at once by the one that was asked for; the third, of 50 MiB, leaves at 2:00.
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok' });
    expect(Math.floor(r.result.steps[1].endedAtMs! / 1000)).toBe(120 + 5 + 4 + 5);
    const user = await run(
      drill({ topology, load: SILENT, steps: [{ wait: '1s' }, backup(' -SteadyState -Category CMS')] }),
    );
    expect(user.result.steps[1]).toMatchObject({ outcome: 'ok' });
  });

  it('under load a steady state comes, a final one within the wait need not', async () => {
    const r = await run(drill({ load: LOAD, steps: [{ wait: '3m' }, backup(' -SteadyState -WaitTime 00:10:00')] }));
    expect(r.result.steps[1].outcome).toBe('ok');
    const full = await run(
      drill({
        load: LOAD,
        faults: [{ at: '1m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '1h' }],
        steps: [{ wait: '3m' }, backup(' -FullBackup -WaitTime 00:10:00')],
      }),
    );
    expect(full.result.steps[1]).toMatchObject({ outcome: 'failed', rule: 'D277', endedAtMs: 13 * MIN });
  });

  it('without either it starts a sync', async () => {
    const r = await run(drill({ load: LOAD, steps: [{ wait: '3m' }, backup('')] }));
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok', endedAtMs: 3 * MIN });
  });

  test.each([' -FullBackup -SteadyState', ' -FailedOverPoolOnly'])('%s is refused', async (more) => {
    const r = await run(drill({ steps: [backup(more, { expect: 'refused', rule: 'D277' })] }));
    expect(r.result.steps[0].outcome).toBe('refused');
  });

  it('-FailedOverPoolOnly beside -FullBackup is not modelled', async () => {
    const r = await run(drill({ steps: [backup(' -FullBackup -FailedOverPoolOnly')] }));
    expect(r.result.steps[0].outcome).toBe('notModelled');
  });
});

describe('D278: sizing', () => {
  test.each([
    ['sfb2015', 12, 79_920],
    ['sfb2019', 12, 79_920],
    ['sfb2019', 16, 106_000],
    ['sfbse', 15, 99_900],
  ] as const)('%s with %s servers: %s users', (product, servers, users) => {
    expect(defaultCapacity('enterprise', servers, product)).toBe(users);
    expect(defaultCapacity('standard', 1, product)).toBe(5000);
  });
});

describe('M282: what a direction puts on the link', () => {
  const figures = (users: number, more: Record<string, unknown> = {}) =>
    topologyFigures(deploymentOf(exact({ users, ...more }, {}, { assumptions: PACKAGE }))).directions[0];

  it('20,000 users: 0.55 Mbit/s of user data', () => {
    // 20,000 × 6 × 2,048 × 8 / 3,600; 20,000 × 0.01 × 1,048,576 × 8 / 3,600; 20,000 × 65,536 × 8 / 100 Mbit/s
    expect(figures(20_000)).toMatchObject({
      pool: 'pool1',
      partner: 'pool2',
      userDataBitsPerSecond: 546_133,
      contentBitsPerSecond: 466_034,
      contentPilesUp: false,
      firstUserDataMs: 104_858,
      firstContentMs: null,
    });
  });

  it('content is at most one package an interval (D275): 6.99 Mbit/s, and 50 GiB take 17 hours', () => {
    // 102,400 × 1,024 × 8 / 120
    expect(figures(400_000, { more: { storedContent: '50GiB' } })).toMatchObject({
      contentBitsPerSecond: 6_990_507,
      contentPilesUp: true,
      firstContentMs: 512 * 2 * MIN,
    });
  });
});
