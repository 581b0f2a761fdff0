import { describe, expect, it } from 'vitest';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { HOUR, lossOf, MIN, run } from '../../support/drills.js';
import {
  CONFIG_ONE_A_MINUTE,
  drill,
  exact,
  FAIL_BACK,
  FAIL_OVER,
  ONE_A_SECOND,
  ONE_UPLOAD_A_SECOND,
  RESTORE,
  SILENT,
  STATUS,
} from '../../support/exact.js';

const S = 1000;

/** What the n-th Get-CsBackupServiceStatus of a drill said of a module: export and import state. */
function statuses(r: DrillRun, module = 'PresenceFocus'): string[] {
  return r.result.steps
    .filter((s) => s.command.startsWith('Get-CsBackupServiceStatus'))
    .map((s) => {
      const m = s.output?.find((o) => String(o.ModuleName ?? '').endsWith(module));
      return `${m?.ExportStatus} ${m?.ImportStatus}`;
    });
}

function series(r: DrillRun, pool = 'pool1', module = 'PresenceFocus') {
  return r.result.replication.find((x) => x.pool === pool && x.module.endsWith(module))!.points;
}

/** Times at which the curve falls: an import at the partner. */
function importsAt(r: DrillRun, pool = 'pool1', module = 'PresenceFocus'): number[] {
  const points = series(r, pool, module);
  return points
    .filter((p, i) => i > 0 && points[i - 1].atMs === p.atMs && p.atRisk < points[i - 1].atRisk)
    .map((p) => p.atMs);
}

const at = (time: string, command = STATUS) => ({ at: time, run: command });

describe('D32: the cycle', () => {
  it('runs at 0 and at every interval, and carries what is in the Back End by then (D15)', async () => {
    const r = await run(drill({ steps: [{ wait: '7m' }] }));
    // Export 5 s, copy 4 x 40 ms and 120 changes of 2 KiB at 100 Mbps = 20 ms, import 5 s and 120/2000 s.
    // The first cycle finds 115 changes (5 s are not written yet): 19 ms and 58 ms.
    expect(importsAt(r)).toEqual([
      2 * MIN + 5 * S + 179 + 5 * S + 58,
      4 * MIN + 5 * S + 180 + 5 * S + 60,
      6 * MIN + 5 * S + 180 + 5 * S + 60,
    ]);
    const second = series(r).filter((p) => p.atMs === 4 * MIN + 10_240);
    // 250 acknowledged; the partner had 115, now it has 235.
    expect(second.map((p) => p.atRisk)).toEqual([135, 15]);
  });

  it('follows another SyncInterval in the topology', async () => {
    const topology = exact({}, {}, { backupService: { syncInterval: '5m' } });
    const r = await run(drill({ topology, steps: [{ wait: '11m' }] }));
    expect(importsAt(r).map((ms) => Math.floor(ms / MIN))).toEqual([5, 10]);
  });

  it('follows Set-CsBackupServiceConfiguration -SyncInterval from then on', async () => {
    const r = await run(
      drill({
        steps: [
          { at: '3m', run: 'Set-CsBackupServiceConfiguration -SyncInterval 00:01:00' },
          { run: 'Get-CsBackupServiceConfiguration' },
          { wait: '3m30s' },
        ],
      }),
    );
    expect(importsAt(r).map((ms) => Math.floor(ms / MIN))).toEqual([2, 4, 5, 6]);
    expect(r.result.steps[1].output?.[0]).toMatchObject({ Identity: 'Global', SyncInterval: '00:01:00' });
  });

  it.each(['00:00:04', '03:00:01', '1.00:00:00', '120'])('an interval of %s is refused', async (interval) => {
    const r = await run(
      drill({
        steps: [{ at: '3m', run: `Set-CsBackupServiceConfiguration -SyncInterval ${interval}` }, { wait: '4m' }],
      }),
    );
    expect(r.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D32' });
    expect(r.result.steps[0].message).toMatch(/^-SyncInterval may be 00:00:05 to 03:00:00, not /);
    expect(importsAt(r).map((ms) => Math.floor(ms / MIN))).toEqual([2, 4, 6]);
  });

  it('an interval at which more comes than a cycle carries is told at its line', async () => {
    // Two batches of 100 changes leave in a cycle; one a second brings 120 in 2 min, 180 in 3 min and 300 in 5 min.
    const topology = exact({}, {}, { assumptions: { maxBatchesPerUserStoreSync: 2 } });
    const set = (interval: string) => ({ run: `Set-CsBackupServiceConfiguration -SyncInterval 00:0${interval}:00` });
    const r = await run(drill({ topology, steps: [{ at: '10m', ...set('3') }, set('5'), set('6'), { wait: '30m' }] }));
    const told = r.result.findings.filter(({ rule, line }) => rule === 'D32' && line > 0);
    expect(told.map(({ line }) => line)).toEqual([r.result.steps[1].line, r.result.steps[1].line]);
    expect(told[0].message).toContain(
      'pool1 → pool2 (UserServices.PresenceFocus): 300 changes come in each cycle of 5m',
    );
    // 200 s bring what a cycle carries; a fifth of it is left for what waits.
    expect(told[0].message).toContain('-SyncInterval 00:02:40');
  });

  it.each(['00:00:05', '03:00:00'])('an interval of %s is taken', async (interval) => {
    const r = await run(drill({ steps: [{ run: `Set-CsBackupServiceConfiguration -SyncInterval ${interval}` }] }));
    expect(r.result.steps[0].outcome).toBe('ok');
  });

  it('a cycle that still runs when the next is due delays that one, and the one after is in time (D37)', async () => {
    // 2 changes a second of user data and a link of 64 kbps: 240 changes x 16,384 bit take 61 s.
    const topology = exact(
      {},
      {},
      {
        links: [{ between: ['Datacenter1', 'Datacenter2'], latency: '0s', bandwidth: '16kbps' }],
      },
    );
    const r = await run(drill({ topology, steps: [{ wait: '12m' }] }));
    // Cycle at 2 min: 115 changes x 16,384 bit / 16,000 bit/s = 117.76 s. Done at 120+5+117.76+5.058 = 247.818.
    const first = 120_000 + 5000 + 117_760 + 5058;
    expect(importsAt(r)[0]).toBe(first);
    // The cycle due at 240 s starts then; it finds what was acknowledged up to 242.818 s: 127.818 changes.
    const copy = Math.ceil((127.818 * 16_384) / 16);
    expect(importsAt(r)[1]).toBe(first + 5000 + copy + 5000 + Math.ceil(127.818 / 2));
  });

  it('carries at most 500 batches a cycle: the backlog of a WAN hour drains over several cycles (D33)', async () => {
    const r = await run({
      topology: exact({ users: 20_000 }, { users: 1000 }),
      load: { ...SILENT, changesPerUserPerHour: 18 },
      faults: [{ at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '1h' }],
      steps: [at('9m30s'), at('30m'), at('71m'), at('1h20m'), at('1h30m'), at('1h50m')],
    });
    // 20,000 x 18 = 360,000 an hour = 100 a second. Mended at 70 min, a cycle is due at once: the partner has
    // what the cycle of 8 min exported, 47,500 changes of 420,000; a cycle takes 50,000 and 12,000 come meanwhile.
    expect(statuses(r)).toEqual([
      'SteadyState NormalState',
      'ErrorState ErrorState',
      'NonSteadyState NormalState',
      'NonSteadyState NormalState',
      'SteadyState NormalState',
      'SteadyState NormalState',
    ]);
    const falls = importsAt(r).filter((ms) => ms > 70 * MIN && ms < 90 * MIN);
    const points = series(r);
    const drops = falls.map((ms) => {
      const [before, after] = points.filter((p) => p.atMs === ms);
      return before.atRisk - after.atRisk;
    });
    // 372,000 left at the mend (the last 500 not written): nine cycles carry 50,000 each while 12,000 come in
    // each; the tenth finds 372,000 + 9 x 12,000 - 9 x 50,000 = 30,000.
    expect(drops.slice(0, 9)).toEqual(new Array(9).fill(50_000));
    expect(drops.at(-1)).toBe(30_000);
    expect(falls).toHaveLength(10);
  });
});

describe('D37: the phase of the cycle', () => {
  /** Seconds after the interval at which each import ends. */
  const phases = (r: DrillRun, pool: string): number[] => importsAt(r, pool).map((ms) => (ms % (2 * MIN)) / S);
  const both = { users: 600 };
  const drawn = (seed: number) =>
    drill({ assumptions: {}, seed, topology: exact(both, both), steps: [{ wait: '21m' }] });

  it('is drawn by the seed for each pool, between 0 and the interval; then cycles come without jitter', async () => {
    const seen = new Set<number>();
    for (const seed of [1, 2, 3]) {
      const r = await run(drawn(seed));
      for (const pool of ['pool1', 'pool2']) {
        const [first, second, ...others] = importsAt(r, pool);
        // 10.2 s after a cycle has begun (D32); the first one has less to carry.
        expect(first).toBeLessThanOrEqual(2 * MIN + 11 * S);
        expect(second - first).toBeGreaterThan(2 * MIN - S);
        expect(others.length).toBeGreaterThanOrEqual(7);
        for (const [i, ms] of others.entries()) expect(ms).toBe(second + (i + 1) * 2 * MIN);
        seen.add(phases(r, pool)[1]);
      }
    }
    expect(seen.size).toBe(6);
  });

  it('is the same for the same seed, jumping or not', async () => {
    const [one, two] = [await run(drawn(5)), await run(drawn(5), { jump: false })];
    expect(JSON.stringify(two.result)).toBe(JSON.stringify(one.result));
  });

  it('is pinned for all pools by a number, at most an interval late', async () => {
    const at30 = await run({ ...drawn(1), assumptions: { syncPhaseSeconds: 30 } });
    expect(importsAt(at30, 'pool1').map((ms) => Math.floor(ms / S))).toEqual(
      importsAt(at30, 'pool2').map((ms) => Math.floor(ms / S)),
    );
    expect(Math.floor(importsAt(at30)[0] / S)).toBe(40);
    const late = await run({ ...drawn(1), assumptions: { syncPhaseSeconds: 3600 } });
    expect(Math.floor(importsAt(late)[0] / S)).toBe(130);
  });

  it('is drawn anew where the interval is changed', async () => {
    const change = [{ at: '3m', run: 'Set-CsBackupServiceConfiguration -SyncInterval 00:10:00' }, { wait: '40m' }];
    const r = await run({ ...drawn(1), steps: change });
    const after = importsAt(r).filter((ms) => ms > 4 * MIN);
    expect(after[0]).toBeLessThanOrEqual(13 * MIN + 11 * S);
    expect(after[2] - after[1]).toBe(10 * MIN);
  });
});

describe('D33: export states', () => {
  it('FinalState without changes, SteadyState while they come', async () => {
    const quiet = await run(drill({ load: SILENT, steps: [at('5m')] }));
    expect(statuses(quiet)).toEqual(['FinalState NormalState']);
    const busy = await run(drill({ steps: [at('5m')] }));
    expect(statuses(busy)).toEqual(['SteadyState NormalState']);
  });

  it('what has waited for longer than an interval is a backlog until it is imported, though one cycle carries it', async () => {
    const faults = [{ at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '20m30s' }];
    // Mended at 30:30; it resumes at the cycle of 32:00 (D37), which is imported 10 s and a copy later.
    const r = await run(drill({ faults, steps: ['9m30s', '31m', '32m5s', '33m'].map((time) => at(time)) }));
    expect(statuses(r)).toEqual([
      'SteadyState NormalState',
      'ErrorState ErrorState',
      'NonSteadyState NormalState',
      'SteadyState NormalState',
    ]);
  });

  it('-Category and -BackupModule each filter, also the overall state', async () => {
    const r = await run(
      drill({
        topology: exact({}, {}, { product: 'sfb2015' }),
        steps: [
          '-BackupModule DataConf',
          '-Category CMS',
          '-Category UserData',
          '-Category RGS',
          '-BackupModule All',
        ].map((filter) => at('5m', `${STATUS} ${filter}`)),
      }),
    );
    const shown = r.result.steps.map((s) => s.output?.slice(1).map((o) => String(o.ModuleName).split('.')[1]));
    expect(shown).toEqual([
      ['DataConf'],
      ['CMSMaster'],
      ['PresenceFocus', 'DataConf'],
      [],
      ['PresenceFocus', 'DataConf', 'CMSMaster'],
    ]);
    // User data alone changes here; the module of the Central Management Store decides only where it alone is asked for.
    expect(r.result.steps.map((s) => s.output?.[0]?.OverallExportStatus)).toEqual([
      'FinalState',
      'NotInitialized',
      'SteadyState',
      undefined,
      'SteadyState',
    ]);
    expect(r.result.steps[3]).toMatchObject({ outcome: 'ok', message: 'pool1 has no such module (D31)' });
  });

  it('the overall state is the worst of the modules that are exported', async () => {
    const r = await run(drill({ steps: [at('5m')] }));
    expect(r.result.steps[0].output?.[0]).toEqual({
      OverallExportStatus: 'SteadyState',
      OverallImportStatus: 'NormalState',
      BackupModules:
        'UserServices.PresenceFocus:[SteadyState,NormalState], ConfServices.DataConf:[FinalState,NormalState], CentralMgmt.CMSMaster:[NotInitialized,NormalState]',
    });
  });
});

describe('D30, D31: directions and modules', () => {
  it('each direction has its own state', async () => {
    const r = await run({
      topology: exact({ users: 20_000 }, { users: 1000 }),
      load: { ...SILENT, changesPerUserPerHour: 18 },
      faults: [{ at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '1h' }],
      steps: [at('1h15m'), at('1h15m', 'Get-CsBackupServiceStatus -PoolFqdn pool2')],
    });
    expect(statuses(r)).toEqual(['NonSteadyState NormalState', 'SteadyState NormalState']);
  });

  it('CMSMaster exports only on the pool of the active master', async () => {
    const r = await run(
      drill({
        load: CONFIG_ONE_A_MINUTE,
        steps: [at('5m30s'), at('5m30s', 'Get-CsBackupServiceStatus -PoolFqdn pool2')],
      }),
    );
    expect(statuses(r, 'CMSMaster')).toEqual(['NotInitialized NormalState', 'SteadyState NormalState']);
    expect(importsAt(r, 'pool1', 'CMSMaster')).toEqual([]);
    expect(importsAt(r, 'pool2', 'CMSMaster').map((ms) => Math.floor(ms / MIN))).toEqual([2, 4]);
  });

  it('Response Groups are carried from 2019 on, with EnableRgsBackupService', async () => {
    const modules = async (product: string, enable: boolean) => {
      const backupService = enable ? { syncInterval: '2m', enableRgsBackupService: true } : { syncInterval: '2m' };
      const topology = exact({ mirror: false }, { mirror: false }, { product, backupService });
      const r = await run(drill({ topology, steps: [at('1m')] }));
      return r.result.steps[0].output?.slice(1).map((o) => o.ModuleName);
    };
    const always = ['UserServices.PresenceFocus', 'ConfServices.DataConf', 'CentralMgmt.CMSMaster'];
    const rgs = ['ApplicationServer.RGSDataStore', 'ApplicationServer.RGSFileStore'];
    expect(await modules('sfb2015', false)).toEqual(always);
    expect(await modules('sfb2019', false)).toEqual(always);
    expect(await modules('sfb2019', true)).toEqual([...always, ...rgs]);
  });
});

describe('D29, D37: each module with its own database', () => {
  const topology = exact(
    { witness: false },
    { witness: false },
    { product: 'sfb2019', backupService: { syncInterval: '2m', enableRgsBackupService: true } },
  );
  const load = { ...SILENT, responseGroupChangesPerHour: 60 };

  it.each([1, 2])('only the User database of pool%i is failed over: Response Groups stand still', async (n) => {
    const failOver = (type: string) => ({
      run: `Invoke-CsDatabaseFailover -PoolFqdn pool${n} -DatabaseType ${type} -NewPrincipal mirror`,
    });
    const r = await run({
      topology,
      load,
      faults: [{ at: '10m30s', crash: { server: `sql${n}a` } }],
      steps: [{ at: '12m', ...failOver('User') }, at('60m30s'), failOver('Application'), at('70m30s')],
    });
    expect(statuses(r)).toEqual(['FinalState NormalState', 'FinalState NormalState']);
    // One of the two is not there: both directions of the module fail.
    for (const module of ['RGSDataStore', 'RGSFileStore']) {
      expect(statuses(r, module)[0]).toBe('ErrorState ErrorState');
      expect(statuses(r, module)[1]).toMatch(/^(?:Steady|Final)State NormalState$/);
    }
    const late = importsAt(r, 'pool1', 'RGSDataStore').filter((ms) => ms > 12 * MIN && ms < 60 * MIN);
    expect(late).toEqual([]);
  });
});

describe('D31: the CMS is exported only where its active master is', () => {
  const NO_WITNESS = { witness: false };
  // The standby's Central Management database alone is lost: its principal is moved to a machine that then crashes.
  const standbyLost = (...steps: object[]) =>
    drill({
      topology: exact(NO_WITNESS),
      faults: [{ at: '10m', crash: { server: 'sql1b' }, for: '30m' }],
      steps: [
        {
          at: '5m',
          run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType CentralMgmt -NewPrincipal mirror',
        },
        ...steps,
      ],
    });

  it('the database of the standby does not stop a planned failover of its pool', async () => {
    const r = await run(standbyLost({ at: '15m', run: STATUS }, { run: FAIL_OVER }));
    expect(statuses(r, 'CMSMaster').map((s) => s.split(' ')[0])).toEqual(['NotInitialized']);
    expect(r.result.steps[2]).toMatchObject({ outcome: 'ok', rule: null });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('only the module that cannot be imported there is in ErrorState, and it is named', async () => {
    const r = await run(standbyLost({ at: '41m', wait: '10m' }));
    const lines = r.result.timeline.filter((t) => t.actor === 'Backup Service').map((t) => [t.atMs, t.text]);
    expect(lines).toEqual([
      [10 * MIN, 'pool2 → pool1 (CentralMgmt.CMSMaster): ErrorState, no progress (pool1 cannot import, D37)'],
      [40 * MIN, 'pool2 → pool1: works again'],
    ]);
    expect(new Set(series(r, 'pool2').map((p) => p.exportState))).not.toContain('ErrorState');
  });

  it('what goes on when the User database is back and the CMS is not, is named', async () => {
    const r = await run(
      drill({
        topology: exact(NO_WITNESS, NO_WITNESS, { centralManagement: { active: 'pool1' } }),
        faults: [
          { at: '10m', crash: { server: 'sql1a' }, for: '30m' },
          { at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '3m' },
        ],
        steps: [
          {
            at: '20m',
            run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror -Force',
          },
          { at: '45m', wait: '0s' },
        ],
      }),
    );
    const lines = r.result.timeline.filter((t) => t.actor === 'Backup Service').map((t) => t.text);
    expect(lines).toContain('pool1 → pool2 (UserServices.PresenceFocus, ConfServices.DataConf): works again');
    expect(lines.at(-1)).toBe('pool1 → pool2: works again');
  });

  it('a module that has lost its end since its last cycle is not said to work again', async () => {
    const r = await run(
      drill({
        topology: exact(NO_WITNESS, NO_WITNESS, { centralManagement: { active: 'pool1' } }),
        faults: [
          { at: '4m30s', crash: { server: 'sql1b' } },
          { at: '6m3s', crash: { server: 'sql1a' } },
          { at: '6m4s', repair: { server: 'sql1b' } },
        ],
        steps: [
          {
            at: '6m5s',
            run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror -Force',
          },
          { at: '9m', wait: '0s' },
        ],
      }),
    );
    const lines = r.result.timeline.filter((t) => t.actor === 'Backup Service').map((t) => [t.atMs, t.text]);
    expect(lines.filter(([atMs]) => atMs === 8 * MIN)).toEqual([
      [8 * MIN, 'pool1 → pool2 (UserServices.PresenceFocus, ConfServices.DataConf): works again'],
      [8 * MIN, 'pool1 → pool2 (CentralMgmt.CMSMaster): ErrorState, no progress (pool1 cannot export, D37)'],
      [8 * MIN, 'pool2 → pool1: works again'],
    ]);
  });
});

describe('D31, D45: Response Groups at a site loss', () => {
  it('what had not been imported is stranded, counts for the RPO, and is back after the failback', async () => {
    const topology = exact(
      {},
      {},
      { product: 'sfb2019', backupService: { syncInterval: '2m', enableRgsBackupService: true } },
    );
    const load = { ...SILENT, responseGroupChangesPerHour: 60 };
    const lose = { at: '31m30s', crash: { site: 'Datacenter1' } };
    const failOver = { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' };
    const steps = [{ wait: '40m' }, failOver, { wait: '1m' }];
    const away = await run({ topology, load, faults: [lose], steps });
    // One change a minute; the cycle at 30:00 carried the one of that minute, the one at 31:00 stays behind.
    expect(lossOf(away, 'pool1', 'RGSDataStore')).toMatchObject({ acknowledged: 31, stranded: 1, lost: 0 });
    expect(away.result.recovery[0].rpoMs).toBe(30 * S);
    const home = await run({
      topology,
      load,
      faults: [lose, { at: '2h', repair: { site: 'Datacenter1' } }],
      steps: [...steps, { at: '150m', run: FAIL_BACK }, { wait: '10m' }],
    });
    expect(lossOf(home, 'pool1', 'RGSDataStore')).toMatchObject({ stranded: 0, lost: 0 });
  });
});

describe('D34: what the Backup Service does not carry', () => {
  const says = (r: DrillRun) =>
    r.result.findings
      .filter((f) => f.rule === 'D34')
      .map((f) => f.message)
      .join();

  it('a failover says so, unless the Response Groups were imported on the partner', async () => {
    const without = await run(drill({ load: SILENT, steps: [{ run: FAIL_OVER }] }));
    expect(says(without)).toContain('Response Groups of pool1');
    expect(says(without)).toContain('LIS');
    const carried = await run(
      drill({
        load: SILENT,
        steps: [
          { run: 'Export-CsRgsConfiguration -Source ApplicationServer:pool1 -FileName C:\\rgs.zip' },
          { run: 'Import-CsRgsConfiguration -Destination ApplicationServer:pool2 -FileName C:\\rgs.zip' },
          { run: FAIL_OVER },
        ],
      }),
    );
    expect(says(carried)).not.toContain('Response Groups');
  });

  const EXPORT = 'Export-CsRgsConfiguration -Source ApplicationServer:pool1 -FileName';
  const IMPORT = 'Import-CsRgsConfiguration -Destination ApplicationServer:pool2 -FileName';
  const outcomes = (r: DrillRun) => r.result.steps.map((s) => `${s.outcome} ${s.rule}`);
  const REFUSED = 'refused D34';
  const OK = 'ok null';

  it('an import reads what an export wrote, whatever the case and the slashes of its path', async () => {
    const lines = [
      `${IMPORT} C:\\rgs.zip`,
      `${EXPORT} "C:\\DR\\rgs.zip"`,
      `${IMPORT} 'c:/dr//.\\RGS.ZIP'`,
      `${IMPORT} D:\\DR\\rgs.zip`,
      `${EXPORT} c:/DR/rgs.zip`,
      'Import-CsLisConfiguration -FileName C:\\DR\\rgs.zip',
    ];
    const r = await run(drill({ load: SILENT, steps: lines.map((line) => ({ run: line })) }));
    // The fifth would overwrite a file, which the cmdlet does not; the last finds Response Groups in it.
    expect(outcomes(r)).toEqual([REFUSED, OK, OK, REFUSED, REFUSED, REFUSED]);
    expect(r.result.steps[0].message).toContain('There is no file C:\\rgs.zip');
    expect(r.result.steps[5].message).toContain('holds Response Groups');
  });

  it('a file from before the drill is declared, and its age is said', async () => {
    const files = [
      { path: 'D:\\rgs.zip', holds: 'responseGroups', of: 'pool1', age: '24h' },
      { path: 'D:\\lis.zip', holds: 'lis', age: '2h' },
    ];
    const steps = [{ at: '30m', run: `${IMPORT} D:/RGS.zip` }, { run: 'Import-CsLisConfiguration D:\\lis.zip' }];
    const r = await run(drill({ load: SILENT, files, steps }));
    expect(outcomes(r)).toEqual([OK, OK]);
    expect(says(r)).toContain('The export of Response Groups of pool1 is 1d 00h 30m old');
    expect(says(r)).toContain('The export of location data (LIS) is 2h 30m old');
    // Two changes an hour, up to the import.
    const changing = await run(drill({ load: { ...SILENT, responseGroupChangesPerHour: 2 }, files, steps }));
    expect(says(changing)).toContain('49 changes made since are not in it');
  });

  it('Response Groups go there and back: -Owner, -RemoveExportedConfiguration, -OverwriteOwner', async () => {
    const home = 'Export-CsRgsConfiguration -Source pool2 -Owner pool1 -RemoveExportedConfiguration -FileName';
    const lines = [
      `${home} C:\\none.zip`,
      `${EXPORT} C:\\1.zip`,
      `${IMPORT} C:\\1.zip -ReplaceExistingSettings`,
      `${home} C:\\2.zip`,
      `${home} C:\\3.zip`,
      'Import-CsRgsConfiguration -Destination pool1 -FileName C:\\2.zip -OverwriteOwner',
      // From now on they are pool2's own: none of pool1 are there.
      `${IMPORT} C:\\1.zip -OverwriteOwner`,
      `${home} C:\\4.zip`,
      `${EXPORT} C:\\5.zip -RemoveExportedConfiguration`,
      `${EXPORT} C:\\6.zip`,
    ];
    const r = await run(drill({ load: SILENT, steps: lines.map((line) => ({ run: line })) }));
    expect(outcomes(r)).toEqual([REFUSED, OK, OK, OK, REFUSED, OK, OK, REFUSED, OK, REFUSED]);
    expect(r.result.steps[2].message).toContain('its own settings are replaced');
  });

  it('Response Groups of a pool whose database is not served cannot be exported', async () => {
    const faults = [
      { at: '1m', crash: { server: 'sql1a' } },
      { at: '1m', crash: { server: 'sql1b' } },
    ];
    const r = await run(drill({ faults, steps: [{ at: '2m', run: `${EXPORT} C:\\rgs.zip` }] }));
    expect(outcomes(r)).toEqual([REFUSED]);
  });

  it('Response Groups of a pool that does not run cannot be exported', async () => {
    const r = await run(
      drill({
        faults: [{ at: '1m', crash: { pool: 'pool1' } }],
        steps: [
          {
            at: '2m',
            run: 'Export-CsRgsConfiguration -Source ApplicationServer:pool1 -FileName C:\\rgs.zip',
          },
        ],
      }),
    );
    expect(r.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D34' });
  });
});

describe('D35: a sync now', () => {
  it.each(['PresenceFocus', 'UserServices.PresenceFocus', 'presencefocus'])(
    'takes the module as %s, and runs between two cycles',
    async (module) => {
      const r = await run(
        drill({
          steps: [
            at('3m', `Invoke-CsBackupServiceSync -PoolFqdn pool1 -BackupModule ${module}`),
            at('3m5s'),
            at('3m30s'),
            { wait: '1m' },
          ],
        }),
      );
      expect(r.result.steps[0]).toMatchObject({ outcome: 'ok', endedAtMs: 3 * MIN });
      // Export at 3 min of what was written by 2:55: 60 changes. Then 5 s, 160+10 ms, 5 s, 30 ms.
      expect(importsAt(r)).toEqual([130_237, 180_000 + 10_000 + 170 + 30, 250_000 + 170 + 30]);
      expect(statuses(r)).toEqual(['NonSteadyState NormalState', 'SteadyState NormalState']);
    },
  );

  it('All, or no module, means all that the pool has', async () => {
    const r = await run(
      drill({
        load: { changesPerUserPerHour: 3.6, conferenceUploadsPerUserPerHour: 3.6, configChangesPerHour: 60 },
        steps: [
          at('3m', 'Invoke-CsBackupServiceSync -PoolFqdn pool1 -BackupModule All'),
          at('5m', 'Invoke-CsBackupServiceSync -PoolFqdn pool2'),
          { wait: '30s' },
        ],
      }),
    );
    const minutes = (pool: string, module: string) => importsAt(r, pool, module).map((ms) => Math.floor(ms / MIN));
    expect(minutes('pool1', 'PresenceFocus')).toEqual([2, 3, 4]);
    expect(minutes('pool1', 'DataConf')).toEqual([2, 3, 4]);
    expect(minutes('pool2', 'PresenceFocus')).toEqual([2, 4, 5]);
    expect(minutes('pool2', 'DataConf')).toEqual([2, 4, 5]);
    expect(minutes('pool2', 'CMSMaster')).toEqual([2, 4, 5]);
  });

  it('the last step of a drill leaves nothing that did not return (I10)', async () => {
    const r = await run(
      drill({
        faults: [{ at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '1h' }],
        steps: [at('2h', 'Invoke-CsBackupServiceSync -PoolFqdn pool1')],
      }),
    );
    expect(r.result.violations).toEqual([]);
    // What the cmdlets show of it is as before.
    expect(series(r).at(-1)?.exportState).toBe('NonSteadyState');
  });

  it('is refused without a backup pool, and where no FE server runs the service', async () => {
    const alone = await run(
      drill({
        topology: exact({ more: { backupPool: null } }),
        steps: [{ run: 'Invoke-CsBackupServiceSync -PoolFqdn pool1' }],
      }),
    );
    expect(alone.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D35' });
    const stopped = await run(
      drill({
        faults: [{ at: '1m', crash: { service: 'LYNCBACKUP', pool: 'pool1' } }],
        steps: [at('2m', 'Invoke-CsBackupServiceSync -PoolFqdn pool1')],
      }),
    );
    expect(stopped.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D37' });
  });

  it('CMSMaster is refused where the active master is not', async () => {
    const sync = (pool: string) => `Invoke-CsBackupServiceSync -PoolFqdn ${pool} -BackupModule CMSMaster`;
    const r = await run(drill({ steps: [{ run: sync('pool1') }, { run: sync('pool2') }] }));
    expect(r.result.steps.map((s) => [s.outcome, s.rule])).toEqual([
      ['refused', 'D31'],
      ['ok', null],
    ]);
  });

  it('invoked while a cycle of the module runs, it carries what that cycle did not (D54)', async () => {
    // 1 upload a second of 1 MiB: the cycle of 40 min copies 120 MiB = 10.07 s and is under way at 40:08.
    const r = await run(
      drill({
        load: ONE_UPLOAD_A_SECOND,
        steps: [
          { run: FAIL_OVER },
          { at: '30m', run: FAIL_BACK },
          { at: '40m8s', run: RESTORE },
          { wait: { until: 'steady', pool: 'pool2', timeout: '20m' } },
          { wait: '1m' },
        ],
      }),
    );
    expect(r.result.findings.filter((f) => f.rule === 'D54')).toEqual([]);
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({ stranded: 0, lost: 0 });
  });
});

describe('D36: the traffic is neither encrypted nor authenticated', () => {
  it('the report says so once', async () => {
    const r = await run(drill({ steps: [{ run: FAIL_OVER }, { run: FAIL_BACK }] }));
    expect(r.result.findings.filter((f) => f.rule === 'D36')).toHaveLength(1);
  });
});

describe('D37: no progress, nothing dropped, resumption at the next cycle', () => {
  const link = { link: ['Datacenter1', 'Datacenter2'] };
  const causes: [string, object][] = [
    ['the WAN is down', { at: '5m', cut: link, for: '10m' }],
    ['one direction of the WAN is down', { at: '5m', cut: { ...link, oneWay: true }, for: '10m' }],
    ["the partner's file store is down", { at: '5m', crash: { fileStore: 'file2' }, for: '10m' }],
    ["the partner's Back End is down", { at: '5m', crash: { server: 'sql2a' }, for: '10m' }],
    ['the own Back End is down', { at: '5m', crash: { server: 'sql1a' }, for: '10m' }],
    ['no FE server runs the service', { at: '5m', crash: { service: 'LYNCBACKUP', pool: 'pool1' }, for: '10m' }],
    [
      'the module makes no progress',
      { at: '5m', crash: { module: { pool: 'pool1', name: 'PresenceFocus' } }, for: '10m' },
    ],
    ["the partner's share may not be written", { at: '5m', crash: { share: 'file2' }, for: '10m' }],
  ];

  it.each(causes)('%s', async (_, fault) => {
    const r = await run(
      drill({
        topology: exact({ mirror: false }, { mirror: false }),
        faults: [fault],
        steps: [at('5m30s'), at('6m30s'), at('15m30s'), at('16m30s'), { at: '20m', run: FAIL_OVER }],
      }),
    );
    // Broken at 5 min, seen by the cycle of 6 min; mended at 15 min, tried again by the cycle of 16 min.
    expect(statuses(r).map((s) => s.split(' ')[0])).toEqual(['SteadyState', 'ErrorState', 'ErrorState', 'SteadyState']);
    expect(
      importsAt(r)
        .map((ms) => Math.floor(ms / MIN))
        .slice(0, 4),
    ).toEqual([2, 4, 16, 18]);
    // Nothing was dropped: after the final sync all is on the partner.
    expect(r.result.loss).toMatchObject({ lost: 0, stranded: 0 });
    expect(r.result.violations).toEqual([]);
  });

  it('a module that makes no progress stops neither the others nor the other direction; a closed share stops one', async () => {
    const pool2 = 'Get-CsBackupServiceStatus -PoolFqdn pool2';
    const states = async (crash: object) => {
      const steps = [at('6m30s'), at('6m30s', pool2)];
      const r = await run(drill({ load: ONE_UPLOAD_A_SECOND, faults: [{ at: '5m', crash }], steps }));
      return [...statuses(r), ...statuses(r, 'DataConf')].map((s) => s.split(' ')[0] === 'ErrorState');
    };
    // User data of pool1, of pool2; content of pool1, of pool2.
    const module = { pool: 'pool1', name: 'ConfServices.DataConf' };
    expect(await states({ module })).toEqual([false, false, true, false]);
    expect(await states({ share: 'file2' })).toEqual([true, false, true, false]);
  });

  const there = { link: ['Datacenter1', 'Datacenter2'], oneWay: true };
  const back = { link: ['Datacenter2', 'Datacenter1'], oneWay: true };
  it.each<[string, object[]]>([
    [
      'each way cut, one way mended after the other',
      [
        { at: '3m', cut: there },
        { at: '3m', cut: back },
        { at: '5m', mend: there },
        { at: '7m', mend: back },
      ],
    ],
    [
      'each way cut for its own time',
      [
        { at: '3m', cut: there, for: '4m' },
        { at: '3m', cut: back, for: '2m' },
      ],
    ],
    [
      'both ways cut at once, one way mended after the other',
      [
        { at: '3m', cut: link },
        { at: '5m', mend: back },
        { at: '7m', mend: there },
      ],
    ],
    [
      'one way cut, the other way mended first',
      [
        { at: '3m', cut: back },
        { at: '5m', mend: there },
        { at: '7m', mend: back },
      ],
    ],
  ])('a link that is mended one way carries nothing yet: %s', async (_, faults) => {
    const r = await run(drill({ faults, steps: [at('6m30s'), at('8m30s')] }));
    expect(statuses(r)).toEqual(['ErrorState ErrorState', 'SteadyState NormalState']);
  });

  it.each([
    ['is made', '4m2s'],
    ['is on its way', '4m5s'],
  ])('a batch is given up when the link goes while it %s, and exported again', async (_, time) => {
    const r = await run(drill({ faults: [{ at: time, cut: link, for: '20s' }], steps: [{ wait: '7m' }] }));
    expect(importsAt(r).map((ms) => Math.floor(ms / MIN))).toEqual([2, 6]);
    const errors = series(r).filter((p) => p.exportState === 'ErrorState');
    expect(errors[0].atMs).toBe(4 * MIN + 5 * S);
  });

  it('a batch that is already in the partner’s file store is imported without the link', async () => {
    const r = await run(drill({ faults: [{ at: '4m6s', cut: link }], steps: [at('4m30s'), { wait: '5m' }] }));
    expect(importsAt(r)).toEqual([130_237, 250_240]);
  });

  it('another FE server takes the service over when it is stopped on one', async () => {
    const stop = (host: string) => ({ run: `Stop-CsWindowsService -Name LYNCBACKUP -ComputerName ${host}` });
    const start = (host: string) => ({
      run: `Start-CsWindowsService -Name LYNCBACKUP -ComputerName ${host}`,
    });
    const r = await run(
      drill({
        steps: [
          { at: '1m', ...stop('fe1a') },
          stop('fe1b'),
          at('2m30s'),
          stop('fe1c'),
          at('4m30s'),
          start('fe1b'),
          at('6m30s'),
        ],
      }),
    );
    expect(statuses(r).map((s) => s.split(' ')[0])).toEqual(['SteadyState', 'ErrorState', 'SteadyState']);
  });

  it.each([
    ['started on one server', [{ at: '5m', run: 'Start-CsWindowsService -Name LYNCBACKUP -ComputerName fe1b' }]],
    ['started with all services', [{ at: '5m', run: 'Start-CsWindowsService -ComputerName fe1b' }]],
    ['started with the pool', [{ at: '5m', run: 'Start-CsPool -PoolFqdn pool1' }]],
    [
      'of a server that boots',
      [
        { at: '3m', crash: { server: 'fe1b' } },
        { at: '5m', repair: { server: 'fe1b' } },
      ],
    ],
  ])('after a crash it runs again, %s', async (_, steps) => {
    const faults = [{ at: '1m', crash: { service: 'LYNCBACKUP', pool: 'pool1' } }];
    const topology = exact({}, {}, { product: 'sfb2015' });
    const r = await run(drill({ topology, faults, steps: [at('2m30s'), ...steps, at('6m30s')] }));
    expect(statuses(r).map((s) => s.split(' ')[0])).toEqual(['ErrorState', 'SteadyState']);
  });

  it.each([
    ['a site, its machines one by one', { site: 'Datacenter1' }, ['sql1a', 'file1', 'fe1a', 'fe1b', 'fe1c']],
    ['a site, all at once', { site: 'Datacenter1' }, null],
    ['the machine, as the file store', { server: 'file1' }, ['file1']],
    ['the file store, as the machine', { fileStore: 'file1' }, ['file1']],
  ])('a file store is up again with its machine: %s', async (what, crash, machines) => {
    const whole = machines === null ? [crash] : machines.map((server) => ({ server }));
    const repairs = what.includes('as the file store') ? [{ fileStore: 'file1' }] : whole;
    const faults = [{ at: '3m', crash }, ...repairs.map((repair) => ({ at: '9m', repair }))];
    const topology = exact({ mirror: false });
    const r = await run(drill({ topology, faults, steps: [at('4m30s'), at('30m')] }));
    expect(statuses(r)).toEqual(['ErrorState ErrorState', 'SteadyState NormalState']);
  });

  it('the same on a Standard Edition server, which is its own file store', async () => {
    const topology = exact({ edition: 'standard' });
    const faults = [
      { at: '3m', crash: { site: 'Datacenter1' } },
      { at: '9m', repair: { server: 'fe1a' } },
    ];
    const r = await run(drill({ topology, faults, steps: [at('30m')] }));
    expect(statuses(r)).toEqual(['SteadyState NormalState']);
  });

  it('the import state of a pool shows the other direction', async () => {
    const r = await run(
      drill({
        faults: [{ at: '5m', crash: { pool: 'pool2' } }],
        steps: [at('6m30s')],
      }),
    );
    expect(statuses(r)).toEqual(['ErrorState ErrorState']);
  });
});

describe('M38, M39: what a direction carries', () => {
  it('user data: also the changes of the partner’s users while they are served there; they queue', async () => {
    const r = await run(
      drill({
        faults: [
          { at: '30m30s', crash: { site: 'Datacenter1' } },
          { at: '2h', repair: { site: 'Datacenter1' } },
        ],
        steps: [
          { at: '31m', run: `${FAIL_OVER} -DisasterMode` },
          { at: '1h', run: 'Get-CsBackupServiceStatus -PoolFqdn pool2' },
          { at: '2h20m', run: 'Get-CsBackupServiceStatus -PoolFqdn pool2' },
          { wait: '5m' },
        ],
      }),
    );
    expect(statuses(r)).toEqual(['ErrorState ErrorState', 'SteadyState NormalState']);
    // Served on pool2 since 31 + 2 + 15 = 48 min. At 2 h the queue holds pool2's own changes since 29:55 (the
    // cycle of 30 min was done at 30:10) and those of pool1's users since 48 min.
    const points = series(r, 'pool2').filter((p) => p.atMs < 2 * HOUR);
    const last = points.at(-1)!;
    const own = last.atMs / S - (29 * 60 + 55);
    const theirs = last.atMs / S - 48 * 60;
    expect(last.atRisk).toBe(Math.floor(own + theirs));
    // After that pool1 has both, though nothing was failed back.
    expect(series(r, 'pool2').at(-1)!.atRisk).toBeLessThan(2 * 200);
  });

  it('content: the partner’s users’ uploads are not carried home by themselves (D54)', async () => {
    const r = await run(
      drill({
        load: ONE_UPLOAD_A_SECOND,
        steps: [{ run: FAIL_OVER }, { at: '1h', run: FAIL_BACK }, { wait: '30m' }],
      }),
    );
    expect(lossOf(r, 'pool1', 'DataConf').stranded).toBeGreaterThan(0);
  });

  it('M39: a pool that is failed over exports nothing of its own users’ data', async () => {
    const r = await run(
      drill({
        topology: exact({ mirror: false }, { mirror: false }),
        // The Back End of pool1 is lost with its FE servers up: what it took alone stays behind (D45).
        faults: [
          { at: '30m30s', crash: { server: 'sql1a' } },
          { at: '1h', repair: { server: 'sql1a' } },
        ],
        steps: [
          { at: '31m', run: `${FAIL_OVER} -DisasterMode` },
          at('1h5m', 'Get-CsBackupServiceStatus -PoolFqdn pool1'),
          { at: '1h30m', wait: '1m' },
        ],
      }),
    );
    // 31:00, when the failover closes the pool (D27), - 29:55 = 65 s are behind, 30 of them on its SQL server, 35 on its
    // FE servers; nobody brings them over.
    expect(lossOf(r, 'pool1').stranded).toBe(65);
    expect(statuses(r)).toEqual(['FinalState NormalState']);
  });

  it('imports of content add and never delete', async () => {
    const r = await run(
      drill({
        load: ONE_UPLOAD_A_SECOND,
        steps: [
          { run: FAIL_OVER },
          { at: '1h', run: FAIL_BACK },
          // pool1 exports its own content to pool2 meanwhile, which must keep what was uploaded there
          { wait: '30m' },
          { run: RESTORE },
          { wait: { until: 'steady', pool: 'pool2', timeout: '1h' } },
        ],
      }),
    );
    expect(r.result.loss).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('a cycle under way at a takeover is discarded, not imported after it', async () => {
    const r = await run(
      drill({
        load: ONE_A_SECOND,
        steps: [{ at: '3m58s', run: `${FAIL_OVER} -DisasterMode` }],
        expect: { violates: ['I1'] },
      }),
    );
    // The services stop at 3:58 for 2 min and write what they hold; the takeover at 5:58 finds what the cycle of
    // 2 min brought, 115 of 238.
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged: 238, stranded: 123, lost: 0 });
    expect(r.result.recovery[0].rpoMs).toBe(238 * S - 116 * S);
  });
});
