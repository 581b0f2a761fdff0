import { describe, expect, test } from 'vitest';
import { broken, deployment, feelings, HOUR, lossOf, MIN, type PoolOptions, run } from '../../support/drills.js';

const USERS = 36_000;
const PER_SECOND = 60;
type Run = Awaited<ReturnType<typeof run>>;

const failOver = (p = 'pool1', disaster = true) => ({
  run: `Invoke-CsPoolFailOver -PoolFqdn ${p}${disaster ? ' -DisasterMode' : ''}`,
});
const failBack = (p = 'pool1') => ({ run: `Invoke-CsPoolFailBack -PoolFqdn ${p}` });
/** Every duration of the commands is one number, so that times can be worked out by hand. */
const FIXED = {
  failoverPrepareSeconds: 60,
  failoverStopMinutes: 2,
  takeoverMinutes: 15,
  failbackCopyMinutes: 10,
  failbackMoveMinutes: 20,
  poolStartMinutes: 4,
  mirrorCatchUpMinutes: 3,
};
const fixed = (one: PoolOptions = {}, more: Record<string, unknown> = {}) =>
  deployment({ users: USERS, ...one }, undefined, { assumptions: FIXED, ...more });
const site1 = (at: string, verb: 'crash' | 'repair' = 'crash') => ({ at, [verb]: { site: 'Datacenter1' } });
const pool1 = (at: string, verb: 'crash' | 'repair' = 'crash') => ({ at, [verb]: { pool: 'pool1' } });
const states = (r: Run, p = 'pool1') => r.result.users.find((u) => u.pool === p)!.intervals.map((i) => i.state);

describe('a drill that ends with something that does not work though nothing is broken any more says so', () => {
  const left = async (faults: readonly unknown[], steps: readonly unknown[]) => {
    const r = await run({ topology: deployment({ mirror: false }), faults, steps });
    const found = r.result.findings.filter((f) => /though no fault is open/.test(f.message));
    return found.map((f) => `${f.severity} ${f.rule} ${f.message.replace(/ at the end.*/, '')}`);
  };
  const stopped = ['fe1a', 'fe1b', 'fe1c'].map((host) => ({
    run: `Stop-CsWindowsService -Name LYNCBACKUP -ComputerName ${host}`,
  }));
  const inErrorState = (way: string, modules: string) =>
    `warning D37 ${way}: the Backup Service is in ErrorState (${modules})`;
  // The active master is on pool2: on pool1 its module is NotInitialized, whatever works (D31).
  const inError = [
    inErrorState('pool1 → pool2', 'UserServices.PresenceFocus, ConfServices.DataConf'),
    inErrorState('pool2 → pool1', 'UserServices.PresenceFocus, ConfServices.DataConf, CentralMgmt.CMSMaster'),
  ];

  test('a service that is stopped on all servers', async () => {
    expect(await left([], [...stopped, { wait: '10m' }])).toEqual(inError);
  });

  test('an end right after the repair, before the next cycle', async () => {
    const store = { fileStore: 'file1' };
    const faults = [
      { at: '5m', crash: store },
      { at: '7m', repair: store },
    ];
    expect(await left(faults, [{ wait: '7m30s' }])).toEqual(inError);
    expect(await left(faults, [{ wait: '9m' }])).toEqual([]);
  });

  test('a database that came back empty; nothing while the fault is open', async () => {
    const lost = { at: '5m', crash: { server: 'sql1a' }, destroy: true };
    expect(await left([lost], [{ wait: '15m' }])).toEqual([]);
    const back = { at: '10m', repair: { server: 'sql1a' } };
    expect(await left([lost, back], [{ wait: '15m' }])).toEqual([
      inError[0],
      ...['User', 'Application', 'CentralMgmt'].map(
        (type) => `warning D23 the ${type} database of pool1 is not served`,
      ),
      inError[1],
    ]);
  });
});

test('a drill that ends in an outage says who is left without regular service', async () => {
  const left = async (faults: readonly unknown[], wait: string) => {
    const r = await run({ topology: deployment(), faults, steps: [{ wait }] });
    // Without a fault nothing is rehearsed; with one, who is left out fails it.
    const unserved = r.result.glance.usersWithoutRegularService.atEnd > 0;
    expect(r.result.verdict).toBe(faults.length === 0 ? 'inconclusive' : unserved ? 'failed' : 'passed');
    return r.result.findings.filter((f) => f.rule === 'D70' && f.message.includes('at the end'));
  };
  const lost = { at: '10m', crash: { site: 'Datacenter1' } };
  expect(await left([], '1h')).toEqual([]);
  expect(await left([{ ...lost, for: '10m' }], '2h')).toEqual([]);
  expect(await left([lost], '12m')).toMatchObject([
    {
      severity: 'warning',
      rule: 'D70',
      // Of user data what came after 7:55, 125 s at 33.3 a second; of content after 8:00, 120 s at 200 an hour.
      message:
        '20,000 users of pool1 are still signed out at the end of the drill. No FE server of pool1 runs: bring fe1a, fe1b, fe1c back. Or fail the pool over to its partner, which leaves 4,174 changes that it has not imported behind.',
      instead: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode',
    },
  ]);
  expect((await left([lost], '1h'))[0].message).toContain('still in resiliency mode on the partner');
});

describe('section 6: what users feel', () => {
  test('site loss, disaster failover, repair, failback: every state at its time', async () => {
    const r = await run({
      topology: fixed({}, { centralManagement: { active: 'pool2' } }),
      faults: [site1('30m'), site1('3h', 'repair')],
      steps: [{ wait: '45m' }, failOver(), { at: '4h', ...failBack() }, { wait: '30m' }],
    });
    expect(r.result.steps.map((s) => s.outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
    // Stop 2 min, takeover 15 min: regular on the partner at 62 min.
    expect(feelings(r, 'pool1').slice(0, 4)).toEqual([
      `regularHome ${USERS} 0-${30 * MIN}`,
      `signedOut ${USERS} ${30 * MIN}-${35 * MIN}`,
      `resiliencyPartner ${USERS} ${35 * MIN}-${62 * MIN}`,
      expect.stringMatching(new RegExp(`^regularPartner ${USERS} ${62 * MIN}-`)),
    ]);
    expect(states(r).slice(4)).toEqual(['resiliencyHome', 'regularHome']);
    expect(r.result.recovery).toEqual([
      expect.objectContaining({
        pool: 'pool1',
        mode: 'disaster',
        outageAtMs: 30 * MIN,
        failoverStartedAtMs: 45 * MIN,
        servedAtMs: 62 * MIN,
        rtoMs: 17 * MIN,
      }),
    ]);
    // 36,000 users: 1.8 × 20 min of moving home, within the "up to 60 min for 20,000".
    const [, , , , copyHome] = r.result.users[0].intervals;
    expect(copyHome.toMs - copyHome.fromMs).toBe(1.8 * (10 + 20) * MIN);
    expect(feelings(r, 'pool2')).toEqual([`regularHome ${USERS} 0-${r.result.endedAtMs}`]);
    expect(broken(r)).toEqual([]);
  });

  test('planned: read-only at home, resiliency on the partner, regular there; nothing lost', async () => {
    const r = await run({
      topology: fixed(),
      steps: [{ wait: '31m' }, failOver('pool1', false), { wait: '10m' }],
    });
    expect(states(r)).toEqual(['regularHome', 'readOnlyHome', 'resiliencyPartner', 'regularPartner']);
    const [, readOnly, moving] = r.result.users[0].intervals;
    expect(readOnly.fromMs).toBe(31 * MIN);
    expect(r.result.recovery[0]).toMatchObject({ mode: 'planned', outageAtMs: 31 * MIN, rpoMs: 0 });
    expect(moving.toMs - moving.fromMs).toBe(15 * MIN);
    expect(r.result.recovery[0].rtoMs).toBe(moving.toMs - 31 * MIN);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    // Nothing is acknowledged between read-only and regular again (I8).
    const served = 31 * 60 + (r.result.endedAtMs - moving.toMs) / 1000;
    expect(lossOf(r, 'pool1').acknowledged).toBe(Math.floor(served * PER_SECOND));
    expect(broken(r)).toEqual([]);
  });

  test('a failover that begins before the detection interval is over: not signed out any more', async () => {
    const r = await run({ topology: fixed(), faults: [site1('30m')], steps: [{ wait: '32m' }, failOver()] });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${30 * MIN}`,
      `signedOut ${USERS} ${30 * MIN}-${32 * MIN}`,
      `resiliencyPartner ${USERS} ${32 * MIN}-${49 * MIN}`,
      `regularPartner ${USERS} ${49 * MIN}-${49 * MIN}`,
    ]);
  });

  test('D5: users are never re-homed: home, count and pool stay', async () => {
    const r = await run({
      topology: fixed(),
      faults: [site1('30m')],
      steps: [{ wait: '40m' }, failOver(), { wait: '1h' }],
    });
    expect(r.result.users.map((u) => [u.pool, u.count])).toEqual([
      ['pool1', USERS],
      ['pool2', USERS],
    ]);
    expect(r.result.findings.find((f) => f.rule === 'D5')?.message).toContain('still failed over');
  });
});

describe('D70: voice resiliency', () => {
  test('S4: nobody is regular on the partner without a command, however long it lasts', async () => {
    const r = await run({ topology: fixed(), faults: [pool1('30m')], steps: [{ wait: '30h' }] });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${30 * MIN}`,
      `signedOut ${USERS} ${30 * MIN}-${35 * MIN}`,
      `resiliencyPartner ${USERS} ${35 * MIN}-${30 * HOUR}`,
    ]);
    expect(lossOf(r, 'pool1').acknowledged).toBe(30 * 60 * PER_SECOND);
  });

  test('handed home after the failback-detection interval of 600 s', async () => {
    const r = await run({
      topology: fixed(),
      faults: [pool1('30m'), pool1('50m', 'repair')],
      steps: [{ wait: '2h' }],
    });
    // The services start in 4 min: back at 54 min.
    expect(feelings(r, 'pool1').slice(2)).toEqual([
      `resiliencyPartner ${USERS} ${35 * MIN}-${64 * MIN}`,
      `regularHome ${USERS} ${64 * MIN}-${2 * HOUR}`,
    ]);
    expect(broken(r)).toEqual([]);
  });

  test('lost again while they wait to be handed home: the interval begins anew', async () => {
    const r = await run({
      topology: fixed(),
      faults: [pool1('30m'), pool1('50m', 'repair'), pool1('60m'), pool1('61m', 'repair')],
      steps: [{ wait: '2h' }],
    });
    expect(feelings(r, 'pool1').slice(2)).toEqual([
      `resiliencyPartner ${USERS} ${35 * MIN}-${75 * MIN}`,
      `regularHome ${USERS} ${75 * MIN}-${2 * HOUR}`,
    ]);
  });

  test('back within the detection interval: signed out in between, never on the partner', async () => {
    const r = await run({
      topology: fixed(),
      faults: [pool1('30m'), pool1('30m30s', 'repair')],
      steps: [{ wait: '1h' }],
    });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${30 * MIN}`,
      `signedOut ${USERS} ${30 * MIN}-${34.5 * MIN}`,
      `regularHome ${USERS} ${34.5 * MIN}-${HOUR}`,
    ]);
  });

  test.each([
    ['automatic: false', { automatic: false, failureDetectionInterval: '300s', failbackDetectionInterval: '600s' }],
    ['no voiceResiliency at all: it is no default', undefined],
  ])('%s: signed out until the pool is back', async (_, voiceResiliency) => {
    const r = await run({
      topology: fixed({}, { voiceResiliency }),
      faults: [pool1('30m'), pool1('50m', 'repair')],
      steps: [{ wait: '2h' }],
    });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${30 * MIN}`,
      `signedOut ${USERS} ${30 * MIN}-${54 * MIN}`,
      `regularHome ${USERS} ${54 * MIN}-${2 * HOUR}`,
    ]);
  });

  test('automatic: false does not keep a commanded failover away', async () => {
    const r = await run({
      topology: fixed(
        {},
        {
          voiceResiliency: {
            automatic: false,
            failureDetectionInterval: '300s',
            failbackDetectionInterval: '600s',
          },
        },
      ),
      faults: [pool1('30m')],
      steps: [{ wait: '50m' }, failOver()],
    });
    expect(states(r)).toEqual(['regularHome', 'signedOut', 'resiliencyPartner', 'regularPartner']);
  });

  test('other intervals', async () => {
    const r = await run({
      topology: fixed(
        {},
        {
          voiceResiliency: {
            automatic: true,
            failureDetectionInterval: '30s',
            failbackDetectionInterval: '60s',
          },
        },
      ),
      faults: [pool1('30m'), pool1('50m', 'repair')],
      steps: [{ wait: '1h' }],
    });
    expect(feelings(r, 'pool1').slice(1, 3)).toEqual([
      `signedOut ${USERS} ${30 * MIN}-${30.5 * MIN}`,
      `resiliencyPartner ${USERS} ${30.5 * MIN}-${55 * MIN}`,
    ]);
  });

  test('a disaster failover that fails: who was on the partner stays there; only a fresh loss is waited for', async () => {
    const failed = async (lostAt: string, ...faults: readonly object[]) => {
      const r = await run({
        topology: fixed({ mirror: false }, { centralManagement: { active: 'pool2' } }),
        faults: [site1(lostAt), ...faults],
        steps: [
          { at: '41m', ...failOver() },
          { at: '73m', wait: '0s' },
        ],
      });
      expect(r.result.steps[0]).toMatchObject({ outcome: 'failed', rule: 'D40' });
      return feelings(r, 'pool1').slice(1);
    };
    const backEnd = { at: '42m', crash: { server: 'sql2a' } };
    expect(await failed('31m', backEnd)).toEqual([
      `signedOut ${USERS} ${31 * MIN}-${36 * MIN}`,
      `resiliencyPartner ${USERS} ${36 * MIN}-${73 * MIN}`,
    ]);
    // The partner's servers are lost, and run again after 30 s and 4 min: less than the detection interval.
    const servers = { at: '42m', crash: { pool: 'pool2' }, for: '30s' };
    expect(await failed('31m', servers)).toEqual([
      `signedOut ${USERS} ${31 * MIN}-${36 * MIN}`,
      `resiliencyPartner ${USERS} ${36 * MIN}-${42 * MIN}`,
      `signedOut ${USERS} ${42 * MIN}-${46.5 * MIN}`,
      `resiliencyPartner ${USERS} ${46.5 * MIN}-${73 * MIN}`,
    ]);
    expect(await failed('40m', backEnd)).toEqual([
      `signedOut ${USERS} ${40 * MIN}-${41 * MIN}`,
      `resiliencyPartner ${USERS} ${41 * MIN}-${43 * MIN}`,
      `signedOut ${USERS} ${43 * MIN}-${48 * MIN}`,
      `resiliencyPartner ${USERS} ${48 * MIN}-${73 * MIN}`,
    ]);
  });

  test('the partner down as well: signed out; taken when it returns', async () => {
    const r = await run({
      topology: fixed(),
      faults: [{ at: '20m', crash: { pool: 'pool2' } }, pool1('30m'), { at: '50m', repair: { pool: 'pool2' } }],
      steps: [{ wait: '1h' }],
    });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${30 * MIN}`,
      `signedOut ${USERS} ${30 * MIN}-${54 * MIN}`,
      `resiliencyPartner ${USERS} ${54 * MIN}-${HOUR}`,
    ]);
  });

  test('an unpaired pool has no backup registrar', async () => {
    const r = await run({
      topology: deployment({ more: { backupPool: undefined } }),
      faults: [pool1('30m')],
      steps: [{ wait: '1h' }],
    });
    expect(states(r)).toEqual(['regularHome', 'signedOut']);
  });

  test('nothing is acknowledged in resiliency mode (I8)', async () => {
    const r = await run({
      topology: fixed(),
      faults: [pool1('30m'), pool1('50m', 'repair')],
      steps: [{ wait: '2h' }],
    });
    // 30 min before, and from 64 to 120 min.
    expect(lossOf(r, 'pool1').acknowledged).toBe((30 + 56) * 60 * PER_SECOND);
    expect(lossOf(r, 'pool1', 'DataConf').acknowledged).toBe(((30 + 56) * 60) / 10);
  });
});

test('D27: nobody is said to be in resiliency mode on a pool that serves nobody', async () => {
  const told = async (steps: readonly object[]) => {
    const r = await run({
      topology: fixed({ mirror: false }, { centralManagement: { active: 'pool2' } }),
      faults: [{ at: '10m', crash: { server: 'sql1a' } }],
      steps: [...steps, { at: '1h', wait: '0s' }],
    });
    return r.result.timeline.filter((t) => t.text.includes('resiliency mode (D27)')).map((t) => t.atMs);
  };
  expect(await told([])).toEqual([40 * MIN]);
  expect(await told([{ at: '12m', ...failOver() }])).toEqual([]);
});

describe('M47: a failed-over pool is closed to its own users', () => {
  test('it comes back during the failover and after: nobody goes home until the failback', async () => {
    const during = await run({
      topology: fixed(),
      faults: [site1('30m'), site1('41m', 'repair')],
      steps: [{ wait: '40m' }, failOver(), { wait: '5h' }],
    });
    expect(states(during)).toEqual(['regularHome', 'signedOut', 'resiliencyPartner', 'regularPartner']);
    expect(broken(during)).toEqual([]);
    const after = await run({
      topology: fixed(),
      faults: [site1('30m'), site1('2h', 'repair')],
      steps: [{ wait: '40m' }, failOver(), { wait: '5h' }],
    });
    expect(states(after)).toEqual(['regularHome', 'signedOut', 'resiliencyPartner', 'regularPartner']);
    expect(broken(after)).toEqual([]);
  });
});

describe('the partner dies while it serves both', () => {
  test('its own users get the backup registrar, the others nothing; it returns: both regular on it', async () => {
    const r = await run({
      topology: fixed(),
      faults: [
        site1('30m'),
        site1('2h', 'repair'),
        { at: '3h', crash: { pool: 'pool2' } },
        { at: '4h', repair: { pool: 'pool2' } },
      ],
      steps: [{ wait: '40m' }, failOver(), { wait: '5h' }],
    });
    expect(feelings(r, 'pool1').slice(3)).toEqual([
      `regularPartner ${USERS} ${57 * MIN}-${3 * HOUR}`,
      `signedOut ${USERS} ${3 * HOUR}-${4 * HOUR + 4 * MIN}`,
      `regularPartner ${USERS} ${4 * HOUR + 4 * MIN}-${r.result.endedAtMs}`,
    ]);
    expect(feelings(r, 'pool2')).toEqual([
      `regularHome ${USERS} 0-${3 * HOUR}`,
      `signedOut ${USERS} ${3 * HOUR}-${3 * HOUR + 5 * MIN}`,
      `resiliencyPartner ${USERS} ${3 * HOUR + 5 * MIN}-${4 * HOUR + 14 * MIN}`,
      `regularHome ${USERS} ${4 * HOUR + 14 * MIN}-${r.result.endedAtMs}`,
    ]);
    // The FE tail of both cohorts was on the disks of pool2, and is written when it returns.
    expect(lossOf(r, 'pool2')).toMatchObject({ lost: 0, stranded: 0 });
    // 30 min site loss: 28:00 exported all to 27:55, so 125 s on pool1's disks stay stranded.
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 125 * PER_SECOND });
    expect(broken(r)).toEqual([]);
  });

  test('Back End of the partner lost for over 30 min: both cohorts in resiliency mode there', async () => {
    const r = await run({
      topology: fixed({ mirror: false }),
      faults: [site1('30m'), { at: '3h', crash: { server: 'sql2a' } }, { at: '4h', repair: { server: 'sql2a' } }],
      steps: [{ wait: '40m' }, failOver(), { wait: '5h' }],
    });
    expect(feelings(r, 'pool1').slice(3)).toEqual([
      `regularPartner ${USERS} ${57 * MIN}-${3.5 * HOUR}`,
      `resiliencyPartner ${USERS} ${3.5 * HOUR}-${4 * HOUR}`,
      `regularPartner ${USERS} ${4 * HOUR}-${r.result.endedAtMs}`,
    ]);
    expect(feelings(r, 'pool2')).toEqual([
      `regularHome ${USERS} 0-${3.5 * HOUR}`,
      `resiliencyHome ${USERS} ${3.5 * HOUR}-${4 * HOUR}`,
      `regularHome ${USERS} ${4 * HOUR}-${r.result.endedAtMs}`,
    ]);
    expect(lossOf(r, 'pool2')).toMatchObject({ lost: 0, stranded: 0 });
    expect(broken(r)).toEqual([]);
  });

  test('its site destroyed: what only it had is lost, what pool1 has is stranded', async () => {
    const r = await run({
      topology: fixed(),
      faults: [site1('30m'), { at: '3h', crash: { site: 'Datacenter2' }, destroy: true }],
      steps: [{ wait: '40m' }, failOver(), { wait: '5h' }],
    });
    // pool1's disks: all until 30 min; nothing since.
    const acknowledged = (30 + 123) * 60 * PER_SECOND;
    const onDisk = 30 * 60 * PER_SECOND;
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged, stranded: onDisk, lost: acknowledged - onDisk });
    expect(broken(r)).toEqual(['I1']);
  });
});

test('a failback that fails because the partner is lost: signed out at once, regular when it is back', async () => {
  const r = await run({
    topology: fixed(),
    faults: [{ at: '2h5m', crash: { pool: 'pool2' }, for: '20m' }],
    steps: [
      { at: '10m', ...failOver('pool1', false) },
      { at: '2h', ...failBack() },
      { at: '3h', wait: '0s' },
    ],
  });
  expect(r.result.steps[1]).toMatchObject({ outcome: 'failed', rule: 'D51', endedAtMs: 125 * MIN });
  expect(feelings(r, 'pool1').slice(-4)).toEqual([
    expect.stringMatching(/^regularPartner /),
    `resiliencyHome ${USERS} ${120 * MIN + 15_000}-${125 * MIN}`,
    `signedOut ${USERS} ${125 * MIN}-${149 * MIN}`,
    `regularPartner ${USERS} ${149 * MIN}-${3 * HOUR}`,
  ]);
});

describe('partial states', () => {
  test('the worst state and how many are in it', async () => {
    const r = await run({
      topology: fixed({ servers: 4 }),
      faults: [
        { at: '30m', crash: { server: 'fe1a' } },
        { at: '31m', crash: { server: 'fe1b' } },
        { at: '41m', crash: { server: 'fe1c' } },
      ],
      steps: [{ wait: '1h' }],
    });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${31 * MIN}`,
      // Two of four, one after the other: half of the users, half of these without the primary (D11).
      `signedOut ${USERS / 4} ${31 * MIN}-${41 * MIN}`,
      `signedOut ${USERS} ${41 * MIN}-${46 * MIN}`,
      `resiliencyPartner ${USERS} ${46 * MIN}-${HOUR}`,
    ]);
    expect(lossOf(r, 'pool1').acknowledged).toBe(31 * 60 * PER_SECOND + 10 * 60 * (PER_SECOND / 2));
  });

  test('the other half goes into resiliency mode at home: the signed-out half is still worse off', async () => {
    // Five servers keep quorum without the Back End with three.
    const r = await run({
      topology: fixed({ servers: 5, mirror: false }),
      faults: [
        { at: '10m', crash: { server: 'sql1a' } },
        { at: '30m', crash: { server: 'fe1a' } },
        { at: '31m', crash: { server: 'fe1b' } },
      ],
      steps: [{ wait: '1h' }],
    });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${31 * MIN}`,
      `signedOut ${USERS * 0.15} ${31 * MIN}-${40 * MIN}`,
      // The same, and regular service is over for the others (D27).
      `signedOut ${USERS * 0.15} ${40 * MIN}-${HOUR}`,
    ]);
    expect(lossOf(r, 'pool1').acknowledged).toBe(31 * 60 * PER_SECOND + 9 * 60 * PER_SECOND * 0.7);
  });

  test('the users of a failed-over pool are in the routing groups of the partner', async () => {
    const r = await run({
      topology: fixed({ servers: 4 }),
      faults: [site1('30m'), { at: '3h', crash: { server: 'fe2a' } }, { at: '3h', crash: { server: 'fe2b' } }],
      steps: [{ wait: '40m' }, failOver(), { wait: '4h' }],
    });
    // Two at once: of half of the users a third keep the primary.
    for (const p of ['pool1', 'pool2']) {
      expect(feelings(r, p).at(-1)).toBe(`signedOut ${USERS / 3} ${3 * HOUR}-${r.result.endedAtMs}`);
    }
  });
});

describe('sections 1 and 2 as users see them', () => {
  test('S1: a pool goes on without a server; Standard Edition has no other', async () => {
    const r = await run({
      topology: fixed(),
      faults: [{ at: '30m', crash: { server: 'fe1b' } }],
      steps: [{ wait: '1h' }],
    });
    expect(states(r)).toEqual(['regularHome']);
    const standard = await run({
      topology: fixed({ edition: 'standard' }),
      faults: [{ at: '30m', crash: { server: 'fe1a' } }],
      steps: [{ wait: '1h' }],
    });
    expect(states(standard)).toEqual(['regularHome', 'signedOut', 'resiliencyPartner']);
  });

  test('S2: site loss is survived on the partner, a Standard Edition pair too', async () => {
    const r = await run({
      topology: fixed({ edition: 'standard' }),
      faults: [site1('30m'), site1('3h', 'repair')],
      steps: [{ wait: '40m' }, failOver(), { at: '4h', ...failBack() }, { wait: '40m' }],
    });
    expect(r.result.steps.map((s) => s.outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(states(r).at(-1)).toBe('regularHome');
    expect(lossOf(r, 'pool1').stranded).toBe(0);
    // The failback overwrote what had stayed behind: FE tail 5 s, and 120 s since the last export (D52).
    expect(lossOf(r, 'pool1').lost).toBe((5 + 120) * PER_SECOND);
  });

  test('S7, S8: the swap: refused the wrong way round, without a trace on the users', async () => {
    const r = await run({
      topology: fixed(),
      faults: [site1('30m'), site1('2h', 'repair')],
      steps: [
        { wait: '40m' },
        failOver(),
        { at: '3h', ...failOver('pool2') },
        failBack('pool2'),
        failBack('pool1'),
        { wait: '10m' },
      ],
    });
    expect(r.result.steps.map((s) => [s.outcome, s.rule])).toEqual([
      ['ok', null],
      ['ok', null],
      ['refused', 'D40'],
      ['refused', 'D50'],
      ['ok', null],
      ['ok', null],
    ]);
    expect(states(r, 'pool2')).toEqual(['regularHome']);
  });

  test('D3: too many users for the partner is a finding', async () => {
    const r = await run({
      topology: deployment({ users: 20_000, more: { capacity: 30_000 } }),
      faults: [site1('30m')],
      steps: [{ wait: '40m' }, failOver()],
    });
    expect(r.result.findings.filter((f) => f.rule === 'D3').length).toBeGreaterThan(0);
  });

  test('D2: unlike pairs are warned of, not refused', async () => {
    const r = await run({
      topology: deployment({}, { edition: 'standard' }),
      steps: [failOver('pool1', false)],
    });
    expect(r.result.findings.map((f) => f.rule)).toContain('D2');
    expect(r.result.steps[0].outcome).toBe('ok');
  });
});
