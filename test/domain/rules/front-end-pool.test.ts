import { describe, expect, test } from 'vitest';
import { quorumRule, serversToStart } from '../../../src/domain/components/front-end-pool/quorum.js';
import {
  broken,
  type DrillText,
  deployment,
  feelings,
  HOUR,
  lossOf,
  MIN,
  type PoolOptions,
  run,
} from '../../support/drills.js';

// 36,000 users × 6 changes an hour = 60 changes a second; the FE tail of 5 s (D15) holds 300 of them.
const USERS = 36_000;
const PER_SECOND = 60;
const TAIL = 5 * PER_SECOND;

const drill = (
  one: PoolOptions,
  faults: readonly unknown[],
  wait = '1h',
  more: DrillText = {},
): Promise<Awaited<ReturnType<typeof run>>> =>
  run({
    topology: deployment({ users: USERS, ...one }, undefined, { product: 'sfb2015' }),
    faults,
    steps: [{ wait }],
    ...more,
  });

/** The same where the FE servers keep nothing on their disks (M15). */
const inMemory = (one: PoolOptions, faults: readonly unknown[]): ReturnType<typeof run> =>
  drill(one, faults, '1h', { topology: memoryOnly(one) });
const memoryOnly = (one: PoolOptions, more: Record<string, number> = {}) =>
  deployment({ users: USERS, ...one }, {}, { assumptions: { frontEndTailOnDisk: false, ...more } });

const crash = (at: string, server: string) => ({ at, crash: { server } });
const destroy = (at: string, server: string) => ({ ...crash(at, server), destroy: true });
const repair = (at: string, server: string) => ({ at, repair: { server } });

describe('D15, M15: the FE tail', () => {
  test('one FE server lost: nobody notices, nothing is lost (S1)', async () => {
    const r = await drill({}, [crash('30m', 'fe1a')]);
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged: 3600 * PER_SECOND, lost: 0, stranded: 0 });
    expect(broken(r)).toEqual([]);
  });

  test('all FE servers at once: their disks keep the tail, and it is written when they return', async () => {
    const faults = [{ at: '30m', crash: { pool: 'pool1' } }];
    const down = await drill({}, faults);
    expect(lossOf(down, 'pool1')).toMatchObject({ acknowledged: 1800 * PER_SECOND, lost: 0, stranded: 0 });
    const back = await drill({}, [...faults, { at: '40m', repair: { pool: 'pool1' } }]);
    expect(lossOf(back, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    // On SQL by then: the disks of the FE servers may go, and only the last 5 s go with them (I1 c).
    const burnt = await drill({}, [
      ...faults,
      { at: '40m', repair: { pool: 'pool1' } },
      { at: '55m', crash: { pool: 'pool1' }, destroy: true },
    ]);
    expect(lossOf(burnt, 'pool1')).toMatchObject({ lost: TAIL, stranded: 0 });
    for (const r of [down, back, burnt]) expect(broken(r)).toEqual([]);
  });

  test('disks of servers that are down already: the tail goes with the last of them', async () => {
    const down = { at: '30m', crash: { pool: 'pool1' } };
    const two = [destroy('40m', 'fe1a'), destroy('41m', 'fe1b')];
    expect(lossOf(await drill({}, [down, ...two]), 'pool1').lost).toBe(0);
    const r = await drill({}, [down, ...two, destroy('42m', 'fe1c')]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: TAIL, stranded: 0 });
    expect(broken(r)).toEqual([]);
  });

  test('a start without the servers that have the tail leaves it behind for good', async () => {
    // Two servers start with one of them (D13): the one with new disks.
    const faults = [
      { at: '30m', crash: { pool: 'pool1' } },
      destroy('31m', 'fe1b'),
      repair('40m', 'fe1b'),
      repair('100m', 'fe1a'),
    ];
    const r = await drill({ servers: 2 }, faults, '2h');
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: TAIL, stranded: 0 });
  });

  test('from a takeover on it is stranded, the failback overwrites it (D52)', async () => {
    const faults = [
      { at: '30m', crash: { pool: 'pool1' } },
      { at: '2h', repair: { pool: 'pool1' } },
    ];
    const over = { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' };
    const lossAfter = async (...steps: object[]) =>
      lossOf(await drill({}, [], '1h', { faults, steps: [{ wait: '31m' }, over, ...steps] }), 'pool1');
    // The cycle of 30:00 is not through when the servers go: 27:55 to 30:00 is not on pool2.
    expect(await lossAfter({ at: '3h', wait: '0s' })).toMatchObject({ lost: 0, stranded: 125 * PER_SECOND });
    const home = await lossAfter({ at: '3h', run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' });
    expect(home).toMatchObject({ lost: 125 * PER_SECOND, stranded: 0 });
    // The reset throws away what the FE servers have alone (D11).
    const reset = 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType FullReset';
    expect(await lossAfter({ at: '3h', run: reset })).toMatchObject({ lost: TAIL, stranded: 120 * PER_SECOND });
  });

  test('in memory only, all FE servers at once: 5 s of changes are gone, a finding, no violation (I1 c)', async () => {
    const r = await inMemory({}, [{ at: '30m', crash: { pool: 'pool1' } }]);
    expect(lossOf(r, 'pool1')).toMatchObject({
      acknowledged: 1800 * PER_SECOND,
      lost: TAIL,
      stranded: 0,
    });
    // 300 changes are lost, one every 16.67 ms: the oldest was acknowledged 4983 ms before the crash.
    expect(lossOf(r, 'pool1').oldestLostAgeMs).toBe(4983);
    expect(r.result.findings.filter((f) => f.rule === 'D28').map((f) => f.message)).toEqual([
      `${TAIL} acknowledged changes of pool1 were lost with all replicas of them on its FE servers before they were written to the Back End`,
    ]);
    expect(broken(r)).toEqual([]);
    expect(lossOf(r, 'pool2')).toMatchObject({ lost: 0, stranded: 0 });
  });

  test('the crash comes 3 s after the start: only 3 s can be lost', async () => {
    const r = await inMemory({}, [{ at: '3s', crash: { pool: 'pool1' } }]);
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged: 180, lost: 180 });
  });

  test('lazyWriteSeconds is a parameter', async () => {
    const topology = memoryOnly({}, { lazyWriteSeconds: 60 });
    const r = await run({ topology, faults: [{ at: '30m', crash: { pool: 'pool1' } }] });
    expect(lossOf(r, 'pool1').lost).toBe(60 * PER_SECOND);
    const at0 = await run({
      topology: memoryOnly({}, { lazyWriteSeconds: 0 }),
      faults: [{ at: '30m', crash: { pool: 'pool1' } }],
    });
    expect(lossOf(at0, 'pool1').lost).toBe(0);
  });

  test('servers lost one after the other, until none is left: the last takes the tail', async () => {
    const times = [
      ['30m', 'fe1a'],
      ['40m', 'fe1b'],
      ['41m', 'fe1c'],
    ] as const;
    // Below D12 with the second loss (1 of 3): nothing is acknowledged after 40 min.
    const expected = { acknowledged: 2400 * PER_SECOND, lost: TAIL };
    const memory = await inMemory(
      {},
      times.map(([at, server]) => crash(at, server)),
    );
    expect(lossOf(memory, 'pool1')).toMatchObject(expected);
    const disks = await drill(
      {},
      times.map(([at, server]) => destroy(at, server)),
    );
    expect(lossOf(disks, 'pool1')).toMatchObject(expected);
  });

  test('services stopped on running machines: the replicas stay, the tail is written after the start', async () => {
    const stop = (s: string) => ({ run: `Stop-CsWindowsService -ComputerName ${s}` });
    const r = await run({
      topology: deployment({ users: USERS }, undefined, { product: 'sfb2015' }),
      steps: [
        { wait: '30m' },
        stop('fe1a'),
        stop('fe1b'),
        stop('fe1c'),
        { wait: '10m' },
        { run: 'Start-CsPool -PoolFqdn pool1' },
        { wait: '60m' },
      ],
    });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    // The second stop takes the pool below its quorum while it serves: that alone is broken.
    expect(broken(r)).toEqual(['I16']);
    expect(feelings(r, 'pool1').at(-1)).toContain('regularHome');
  });
});

describe('M15: a machine that booted while the services did not run has nothing in its memory', () => {
  const both = (at: string, verb: 'crash' | 'repair') =>
    ['sql1a', 'sql1b'].map((server) => ({ at, [verb]: { server } }));

  test.each<[string, object[]]>([
    [
      'one after the other',
      [repair('26m', 'fe1a'), repair('27m', 'fe1b'), crash('28m', 'fe1c'), repair('29m', 'fe1c')],
    ],
    ['all at once', [crash('28m', 'fe1c'), repair('29m', 'fe1a'), repair('29m', 'fe1b'), repair('29m', 'fe1c')]],
  ])('below quorum, %s: the tail of 20 min is gone with the last that held it (D28)', async (_, reboots) => {
    const faults = [...both('5m', 'crash'), crash('25m', 'fe1a'), crash('25m', 'fe1b'), ...reboots];
    const r = await inMemory({}, [...faults, ...both('30m', 'repair')]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 20 * 60 * PER_SECOND + TAIL, stranded: 0 });
    expect(r.result.findings.map((f) => f.rule)).toContain('D28');
    expect(broken(r)).toEqual([]);
  });

  test('two servers, down by D14: the same', async () => {
    const r = await inMemory({ servers: 2, mirror: false }, [
      crash('10m', 'sql1a'),
      crash('20m', 'fe1a'),
      repair('21m', 'fe1a'),
      crash('22m', 'fe1b'),
      repair('23m', 'fe1b'),
      repair('30m', 'sql1a'),
    ]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 5 * 60 * PER_SECOND + TAIL, stranded: 0 });
  });

  test('only the groups that were on no other server lose theirs', async () => {
    // n = 5: with a, b, c and d 4 of 10 triples; three of the four are back when d goes, with nothing.
    const r = await inMemory({ servers: 5, mirror: false }, [
      crash('10m', 'sql1a'),
      ...['a', 'b', 'c'].map((n) => crash('20m', `fe1${n}`)),
      ...['a', 'b', 'c'].map((n) => repair('21m', `fe1${n}`)),
      crash('22m', 'fe1d'),
      repair('30m', 'sql1a'),
    ]);
    // Each split into shares rounds to whole changes.
    const tail = 10 * 60 * PER_SECOND + TAIL;
    expect(Math.abs(lossOf(r, 'pool1').lost - (tail * 4) / 10)).toBeLessThanOrEqual(4);
    expect(lossOf(r, 'pool1').stranded).toBe(0);
    expect(broken(r)).toEqual([]);
  });

  test.each([
    // Its replicas are built 5 min after 16m (M11, D251).
    ['22m', 0],
    ['20m', 10 * 60 * PER_SECOND + TAIL],
  ])(
    'one that booted while the services ran has been given all of it once that is built: lost at %s',
    async (at, lost) => {
      const r = await inMemory({ mirror: false }, [
        crash('10m', 'sql1a'),
        crash('15m', 'fe1a'),
        repair('16m', 'fe1a'),
        crash(at, 'fe1b'),
        crash(at, 'fe1c'),
        ...['fe1b', 'fe1c', 'sql1a'].map((server) => repair('30m', server)),
      ]);
      expect(lossOf(r, 'pool1')).toMatchObject({ lost, stranded: 0 });
    },
  );
});

describe('D10, D11, M11: routing groups', () => {
  test('n = 4, two lost within 5 min: half of the groups; of their users a half is signed out', async () => {
    // Triples of 4 servers: 4; those with both lost servers: 2. One went after the other: in half of these groups the
    // replica that is left is the primary.
    const r = await drill({ servers: 4 }, [crash('30m', 'fe1a'), crash('33m', 'fe1b')]);
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${33 * MIN}`,
      `signedOut ${USERS / 4} ${33 * MIN}-${HOUR}`,
    ]);
    expect(r.result.timeline.map((t) => t.text)).toContain(
      'routing-group quorum lost for 18,000 users: 9,000 cannot sign in, 9,000 have limited service (D11)',
    );
    // 33 min of all, 27 min of half; what the stuck groups hold (5 s of half) is neither stranded nor lost.
    expect(lossOf(r, 'pool1')).toMatchObject({
      acknowledged: 33 * 60 * PER_SECOND + (27 * 60 * PER_SECOND) / 2,
      lost: 0,
      stranded: 0,
    });
    expect(broken(r)).toEqual([]);
  });

  test('n = 4, the same two lost 6 min apart: the first was rebuilt, nobody notices', async () => {
    const r = await drill({ servers: 4 }, [crash('30m', 'fe1a'), crash('36m', 'fe1b')]);
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
  });

  test('exactly at the end of the rebuild: the fault comes first', async () => {
    const r = await drill({ servers: 4 }, [crash('30m', 'fe1a'), crash('35m', 'fe1b')]);
    expect(feelings(r, 'pool1')).toContain(`signedOut ${USERS / 4} ${35 * MIN}-${HOUR}`);
    const later = await drill({ servers: 4 }, [crash('30m', 'fe1a'), crash('301s', 'fe2a'), crash('2101s', 'fe1b')]);
    expect(feelings(later, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
  });

  test.each([
    // servers, lost, triples with two or more of the lost, with two, all triples
    [5, 2, 3, 3, 10],
    [6, 2, 4, 4, 20],
    [6, 3, 10, 9, 20],
    [7, 3, 13, 12, 35],
    [8, 2, 6, 6, 56],
    [12, 2, 10, 10, 220],
    [12, 4, 52, 48, 220],
  ])('n = %i, %i lost at once: %i, %i of %i routing groups', async (servers, lost, stuck, two, all) => {
    const names = [...'abcdefghijkl'].slice(0, lost);
    const r = await drill(
      { servers },
      names.map((n) => crash('30m', `fe1${n}`)),
    );
    // In a third of the groups with one replica left it is the primary.
    const without = Math.floor((USERS * stuck) / all);
    const limited = Math.floor((USERS * two) / (3 * all));
    expect(feelings(r, 'pool1').at(-1)).toBe(`signedOut ${without - limited} ${30 * MIN}-${HOUR}`);
    expect(r.result.users[0].intervals.at(-1)).toMatchObject({ regular: USERS - without });
  });

  test('two at once and a third before the rebuild: each pair of lost servers is judged by itself', async () => {
    // n = 6, e and f at once, d 2 min later: 9 triples have two of them: 3 with e and f, a third of which keep the
    // primary; 6 with d and one of them, half of which do: 1 + 3 of 20. The one with all three keeps nothing.
    const r = await drill({ servers: 6 }, [crash('30m', 'fe1e'), crash('30m', 'fe1f'), crash('32m', 'fe1d')]);
    expect(feelings(r, 'pool1').at(-1)).toBe(`signedOut ${(USERS * (10 - 4)) / 20} ${32 * MIN}-${HOUR}`);
  });

  test('the end of the run offers QuorumLossRecovery, with what it costs', async () => {
    const r = await drill({ servers: 4 }, [crash('30m', 'fe1a'), crash('33m', 'fe1b')]);
    // 5 s of all users: those who are stuck and the tail of the others (D15), at most; 5 s × 60 changes, half of the
    // load since 33 min.
    expect(r.result.findings.filter((f) => f.message.includes('QuorumLossRecovery'))).toMatchObject([
      {
        severity: 'warning',
        rule: 'D11',
        message: expect.stringMatching(/18,000 users served by pool1.*at most 300 changes/),
        instead: 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery',
      },
    ]);
  });

  test('users who are on the partner are in no routing group of their pool, and nothing is offered for them', async () => {
    const steps = [{ at: '10m', run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }, { wait: '2h' }];
    const faults = [crash('60m', 'fe1a'), crash('63m', 'fe1b')];
    const r = await run({ topology: deployment({ users: USERS, servers: 4 }), faults, steps });
    expect(r.result.findings.map((f) => f.rule)).not.toContain('D11');
    expect(r.result.timeline.map((t) => t.text).join()).not.toContain('routing-group quorum lost');
    // The partner serves all 72,000: half of each pool's groups have lost two of three replicas on a and b.
    const there = [crash('60m', 'fe2a'), crash('63m', 'fe2b')];
    const both = await run({ topology: deployment({ users: USERS, servers: 4 }), faults: there, steps });
    const [offer] = both.result.findings.filter((f) => f.rule === 'D11' && f.instead !== null);
    expect(offer.message).toContain('36,000 users served by pool2 are in routing groups without quorum');
  });

  test('replicaRebuildMinutes is a parameter', async () => {
    const topology = deployment({ users: USERS, servers: 4 }, {}, { assumptions: { replicaRebuildMinutes: 20 } });
    const r = await run({ topology, faults: [crash('30m', 'fe1a'), crash('45m', 'fe1b')] });
    expect(feelings(r, 'pool1').at(-1)).toContain(`signedOut ${USERS / 4}`);
  });

  test('a server returns: the groups have quorum again, nothing is lost', async () => {
    const r = await drill({ servers: 4 }, [crash('30m', 'fe1a'), crash('33m', 'fe1b'), repair('43m', 'fe1b')]);
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${33 * MIN}`,
      `signedOut ${USERS / 4} ${33 * MIN}-${43 * MIN}`,
      `regularHome ${USERS} ${43 * MIN}-${HOUR}`,
    ]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    expect(broken(r)).toEqual([]);
  });

  test('it returns after the rebuild of the others: the same', async () => {
    const r = await drill({ servers: 4 }, [crash('30m', 'fe1a'), crash('33m', 'fe1b'), repair('50m', 'fe1b')]);
    expect(feelings(r, 'pool1').at(-1)).toBe(`regularHome ${USERS} ${50 * MIN}-${HOUR}`);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  test('a server that was rebuilt long ago returns: the stuck groups have nothing of theirs on it', async () => {
    const r = await drill({ servers: 6 }, [
      crash('10m', 'fe1a'),
      crash('30m', 'fe1e'),
      crash('31m', 'fe1f'),
      repair('40m', 'fe1a'),
      repair('50m', 'fe1e'),
    ]);
    // e and f are on 3 of the 10 triples of the five servers that were left.
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${31 * MIN}`,
      `signedOut ${(USERS * 3) / 20} ${31 * MIN}-${50 * MIN}`,
      `regularHome ${USERS} ${50 * MIN}-${HOUR}`,
    ]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  test('nor does its return hide two that are lost within 5 min', async () => {
    const r = await drill({ servers: 6 }, [
      crash('10m', 'fe1a'),
      crash('30m', 'fe1e'),
      repair('31m', 'fe1a'),
      crash('32m', 'fe1f'),
    ]);
    // They stand on five servers: the one that has just returned has nothing of them yet (D252). Of 10 triples 3 have both.
    expect(feelings(r, 'pool1').at(-1)).toBe(`signedOut ${(USERS * 3) / 20} ${32 * MIN}-${HOUR}`);
  });

  test('QuorumLossRecovery throws away what the stuck groups had not written: I1', async () => {
    const r = await drill({ servers: 4 }, [crash('30m', 'fe1a'), crash('33m', 'fe1b')], '50m', {
      steps: [
        { wait: '50m' },
        { run: 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery' },
        { wait: '10m' },
      ],
    });
    // 5 s of half of the users.
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: TAIL / 2, stranded: 0 });
    expect(r.result.violations).toHaveLength(1);
    expect(r.result.violations[0]).toMatchObject({ invariant: 'I1', atMs: 50 * MIN });
    expect(feelings(r, 'pool1').at(-1)).toBe(`regularHome ${USERS} ${50 * MIN}-${HOUR}`);
  });

  describe('M15: what an administrator gives up', () => {
    const RESET = 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType';
    const removed = (server: string) => ({ run: `${RESET} MachineStateRemoved -MachineFqdn ${server}` });
    const down = [{ at: '30m', crash: { pool: 'pool1' } }];

    test.each([
      [['fe1a', 'fe1b'], 0],
      // The last server that has the replicas: 5 s of all users.
      [['fe1a', 'fe1b', 'fe1c'], TAIL],
    ])('MachineStateRemoved of %s loses %i changes', async (servers, lost) => {
      const steps = [{ wait: '50m' }, ...servers.map(removed)];
      const r = await drill({ servers: 3 }, [], '0s', { faults: down, steps });
      expect(r.result.steps.slice(1).map(({ outcome }) => outcome)).toEqual(servers.map(() => 'ok'));
      expect(lossOf(r, 'pool1')).toMatchObject({ lost, stranded: 0 });
      expect(r.result.violations.map(({ invariant }) => invariant)).toEqual(lost === 0 ? [] : ['I1']);
    });

    test('MachineStateRemoved needs a server of the pool that is down', async () => {
      const steps = [{ run: `${RESET} MachineStateRemoved` }, removed('fe2a'), removed('fe1a')];
      const r = await drill({ servers: 3 }, [], '0s', { steps });
      expect(r.result.steps.map(({ outcome, rule }) => [outcome, rule])).toEqual([
        ['refused', 'M15'],
        ['refused', 'M15'],
        ['notModelled', null],
      ]);
    });

    test('a FullReset throws away what all groups hold, QuorumLossRecovery only what stuck ones do', async () => {
      const lostBy = async (type: string) => {
        const r = await drill({ servers: 3 }, [], '0s', { steps: [{ wait: '50m' }, { run: `${RESET} ${type}` }] });
        return lossOf(r, 'pool1').lost;
      };
      expect(await lostBy('FullReset')).toBe(TAIL);
      expect(await lostBy('QuorumLossRecovery')).toBe(0);
    });

    test('-NoReStart leaves services that hang as they are', async () => {
      const hangs = [...down, repair('40m', 'fe1a'), repair('40m', 'fe1b')];
      const endsWith = async (more: string) => {
        const steps = [{ wait: '50m' }, { run: `${RESET} QuorumLossRecovery${more}` }, { wait: '1h' }];
        const r = await drill({ servers: 3 }, [], '0s', { faults: hangs, steps });
        return feelings(r, 'pool1').at(-1)?.split(' ')[0];
      };
      expect(await endsWith('')).toBe('regularHome');
      expect(await endsWith(' -NoReStart')).not.toBe('regularHome');
    });
  });

  test('the same while the Back End is down: refused, there is nothing to reload from', async () => {
    const r = await drill({ servers: 5, mirror: false }, [], '0s', {
      faults: [crash('20m', 'sql1a'), crash('30m', 'fe1a'), crash('33m', 'fe1b'), repair('45m', 'sql1a')],
      steps: [
        { wait: '40m' },
        { run: 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery' },
        { wait: '10m' },
        { run: 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery' },
      ],
    });
    expect(r.result.steps[1]).toMatchObject({ outcome: 'refused', rule: 'D11' });
    expect(r.result.steps[3].outcome).toBe('ok');
    // 3 of 10 groups are stuck with what they took in 13 min and 5 s without a Back End.
    expect(lossOf(r, 'pool1').lost).toBe(((13 * 60 + 5) * PER_SECOND * 3) / 10);
    expect(broken(r)).toEqual(['I1']);
  });

  test('Start-CsPool -QuorumLossRecovery without the Back End is refused, too, and starts nothing', async () => {
    const r = await drill({ servers: 2, mirror: false }, [], '0s', {
      faults: [crash('10m', 'sql1a'), repair('60m', 'sql1a')],
      steps: [{ at: '25m', run: 'Start-CsPool -PoolFqdn pool1 -QuorumLossRecovery' }, { wait: '65m' }],
    });
    expect(r.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D11' });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    expect(broken(r)).toEqual([]);
  });

  test('all three replicas of a group lost with their disks: its part of the tail is gone', async () => {
    // n = 6, three lost at once: 1 of 20 triples is dead, 10 of 20 are stuck.
    const three = ['a', 'b', 'c'].map((n) => `fe1${n}`);
    const disks = three.map((server) => destroy('30m', server));
    const memory = three.map((server) => crash('30m', server));
    for (const r of [await drill({ servers: 6 }, disks), await inMemory({ servers: 6 }, memory)]) {
      expect(lossOf(r, 'pool1')).toMatchObject({ lost: TAIL / 20, stranded: 0 });
      expect(r.result.findings.map((f) => f.rule)).toContain('D28');
      expect(broken(r)).toEqual([]);
    }
    expect(lossOf(await drill({ servers: 6 }, memory), 'pool1').lost).toBe(0);
  });

  test('dead groups count once, however the servers were lost', async () => {
    // n = 12 keeps 5 of the first 9. Of 220 triples 4 lose all their replicas, whether the servers go together
    // or one by one. A long lazy write makes it countable: 20 min × 66 changes a second × 4/220 = 1440.
    const lost = async (seconds: readonly number[]) => {
      const topology = memoryOnly({ servers: 12, users: 39_600 }, { lazyWriteSeconds: 1200 });
      const faults = seconds.map((s, i) => crash(`${s}s`, `fe1${'abcd'[i]}`));
      return lossOf(await run({ topology, faults }), 'pool1').lost;
    };
    // Each split into shares rounds to whole users: 2 changes each in these 20 min.
    expect(Math.abs((await lost([1800, 1800, 1800, 1800])) - 1440)).toBeLessThanOrEqual(8);
    expect(Math.abs((await lost([1800, 1801, 1802, 1803])) - 1440)).toBeLessThanOrEqual(8);
  });

  test('then the servers return: what survived is written, only the dead groups have lost', async () => {
    const r = await inMemory({ servers: 6 }, [
      ...['a', 'b', 'c'].map((n) => crash('30m', `fe1${n}`)),
      ...['a', 'b', 'c'].map((n) => repair('40m', `fe1${n}`)),
    ]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: TAIL / 20, stranded: 0 });
    expect(feelings(r, 'pool1').at(-1)).toBe(`regularHome ${USERS} ${40 * MIN}-${HOUR}`);
  });

  test('pool quorum lost first, then a further server: the dead groups lose their tail all the same', async () => {
    // n = 5 needs 3. Two lost: 3/10 stuck. A third: 1/10 dead, the pool stops. A fourth: 4/10 dead.
    const r = await inMemory(
      { servers: 5 },
      ['a', 'b', 'c', 'd'].map((n, i) => crash(`${1800 + i}s`, `fe1${n}`)),
    );
    const slack = 2;
    const lost = lossOf(r, 'pool1').lost;
    // Groups that get stuck a second later hold the same 5 s; rounding a share costs less than one change each.
    expect(Math.abs(lost - (TAIL * 4) / 10)).toBeLessThanOrEqual(slack);
  });
});

describe('D12: pool quorum', () => {
  const running = async (servers: number, up: readonly string[], more: PoolOptions = {}, faults: unknown[] = []) => {
    const all = [...'abcdefghijklmnop'].slice(0, servers);
    const r = await drill(
      { servers, ...more },
      [...faults, ...all.filter((n) => !up.includes(n)).map((n, i) => crash(`${30 + 6 * i}m`, `fe1${n}`))],
      '3h',
    );
    return (
      !feelings(r, 'pool1').at(-1)!.startsWith('signedOut') && !feelings(r, 'pool1').at(-1)!.startsWith('resiliency')
    );
  };

  // Lost slowly (6 min apart), so that no routing group is stuck: only the pool's quorum decides.
  test.each([
    [2, 'a', true],
    [3, 'bc', true],
    [3, 'c', false],
    [4, 'cd', true],
    [4, 'd', false],
    [5, 'cde', true],
    [5, 'de', false],
    [6, 'def', true],
    [6, 'ef', false],
    [7, 'defg', true],
    [7, 'efg', false],
    [8, 'abcd', true],
    [8, 'defg', true],
    [8, 'efgh', false],
    [9, 'abci', false],
    [9, 'abcd', true],
    [10, 'abcde', true],
    [10, 'efghi', true],
    [10, 'abcdj', false],
    [12, 'abcdjkl', false],
    [12, 'abcde', true],
  ] as const)('%i servers, %s run: %s', async (servers, up, serves) => {
    expect(await running(servers, [...up])).toBe(serves);
  });

  test('from 2019: 12 to 16 servers, any 7 of the first 12', () => {
    for (const n of [12, 13, 14, 15, 16]) {
      expect(quorumRule(n, 'sfb2019')).toEqual({ needed: 7, among: 12, sqlVotes: false });
    }
    expect(quorumRule(12, 'lync2013')).toMatchObject({ needed: 5, among: 9 });
    expect(quorumRule(11, 'sfb2019')).toMatchObject({ needed: 5, among: 9 });
  });

  test('an even pool without its Back End needs one server more', async () => {
    const be = [{ at: '10m', crash: { server: 'sql1a' } }];
    const noMirror = { mirror: false };
    // Judged before D27 makes a difference: 4 servers, two lost 10 and 16 min later.
    const four = await drill({ servers: 4, ...noMirror }, [...be, crash('20m', 'fe1a'), crash('26m', 'fe1b')]);
    expect(feelings(four, 'pool1')).toContain(`signedOut ${USERS} ${26 * MIN}-${31 * MIN}`);
    const six = await drill({ servers: 6, ...noMirror }, [
      ...be,
      crash('20m', 'fe1a'),
      crash('26m', 'fe1b'),
      crash('32m', 'fe1c'),
    ]);
    expect(feelings(six, 'pool1')).toContain(`signedOut ${USERS} ${32 * MIN}-${37 * MIN}`);
    const five = await drill({ servers: 5, ...noMirror }, [...be, crash('20m', 'fe1a'), crash('26m', 'fe1b')]);
    expect(feelings(five, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${40 * MIN}`,
      `resiliencyHome ${USERS} ${40 * MIN}-${HOUR}`,
    ]);
  });

  test('the primary SQL Server votes while it is up and the principal, whoever serves the database', async () => {
    const two = [crash('30m', 'fe1a'), crash('36m', 'fe1b')];
    const serves = async (parts: Parameters<typeof drill>[1], steps: readonly unknown[] = [{ wait: '40m' }]) => {
      const r = await drill({ servers: 4 }, [...parts, ...two], '0s', { steps });
      return feelings(r, 'pool1').at(-1)!.split(' ')[0];
    };
    const toMirror = {
      at: '10m',
      run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror',
    };
    const back = {
      at: '20m',
      run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal primary',
    };
    const end = { at: '40m', wait: '0s' };
    // 2 servers and SQL are 3 of 5 voters.
    expect(await serves([])).toBe('regularHome');
    // The witness makes the mirror the principal: the database is served, the vote is gone.
    expect(await serves([crash('10m', 'sql1a')])).toBe('signedOut');
    expect(await serves([], [toMirror, end])).toBe('signedOut');
    expect(await serves([], [toMirror, back, end])).toBe('regularHome');
    // It is up and the principal, but alone it does not serve (D23): still a voter, the services run on (D27).
    expect(await serves([crash('10m', 'sql1b'), crash('10m', 'sql1w')])).toBe('resiliencyHome');
  });

  const toldOf = (r: Awaited<ReturnType<typeof run>>, word: string) =>
    r.result.timeline.filter((t) => t.actor === 'pool1' && t.text.includes(word)).map((t) => t.text);

  test('what is told names the servers that count, and the vote of the primary SQL Server', async () => {
    const lost = (names: string) => [...names].map((n, i) => crash(`${30 + 6 * i}m`, `fe1${n}`));
    const twelve = await drill({ servers: 12 }, lost('abcde'), '2h');
    expect(toldOf(twelve, 'quorum lost')).toEqual([
      'pool quorum lost, all services stop (4 of the first 9 FE servers run, 5 needed, D12)',
    ]);
    const state = { run: 'Get-CsPoolFabricState -PoolFqdn pool1' };
    const four = await drill({ servers: 4, mirror: false }, [crash('20m', 'sql1a'), ...lost('ab')], '0s', {
      steps: [{ at: '31m', ...state }, { wait: '10m' }],
    });
    expect(toldOf(four, 'quorum lost')).toEqual([
      'pool quorum lost, all services stop (2 of 4 FE servers run, 3 needed without the vote of the primary SQL Server, which is down, D12)',
    ]);
    expect(four.result.steps[0].output?.[0]).toMatchObject({
      ServersThatCount: 4,
      ServersRunningThatCount: 3,
      ServersNeededForQuorum: 3,
    });
  });

  test('below quorum nothing is lost as long as a machine with the replicas lives', async () => {
    const r = await drill(
      {},
      [crash('30m', 'fe1a'), crash('30m', 'fe1b'), repair('50m', 'fe1a'), repair('50m', 'fe1b')],
      '90m',
    );
    expect(feelings(r, 'pool1')[1]).toBe(`signedOut ${USERS} ${30 * MIN}-${35 * MIN}`);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    expect(broken(r)).toEqual([]);
    expect(feelings(r, 'pool1').at(-1)).toContain('regularHome');
  });
});

describe('D13: servers that a start wants', () => {
  test('the table', () => {
    const table = { 1: 1, 2: 1, 3: 3, 4: 3, 5: 4, 6: 5, 7: 5, 8: 6, 9: 7, 10: 8, 11: 9, 12: 10, 16: 12 };
    for (const [n, wanted] of Object.entries(table)) expect(serversToStart(Number(n))).toBe(wanted);
  });

  test('sizes that the table leaves out never want more than a larger pool', () => {
    for (let n = 2; n <= 16; n++) expect(serversToStart(n)).toBeGreaterThanOrEqual(serversToStart(n - 1));
  });

  test.each([
    [3, 2, false],
    [3, 3, true],
    [4, 2, false],
    [4, 3, true],
    [6, 4, false],
    [6, 5, true],
    [12, 9, false],
    [12, 10, true],
  ])('%i servers, %i return: starts %s', async (servers, back, starts) => {
    const names = [...'abcdefghijkl'].slice(0, back);
    const r = await drill(
      { servers },
      [{ at: '30m', crash: { pool: 'pool1' } }, ...names.map((n) => repair('60m', `fe1${n}`))],
      '2h',
    );
    const last = feelings(r, 'pool1').at(-1)!;
    expect(last.startsWith('regularHome')).toBe(starts);
    if (starts) return;
    expect(r.result.timeline.map((t) => t.text).join()).toContain(`${serversToStart(servers)} needed, D13)`);
  });
});

describe('D13: how long a start takes', () => {
  test.each([
    // 3 + 57 × users / 80,000 min, give or take 30 %
    [1, 3.0007],
    [20_000, 17.25],
    [40_000, 31.5],
    [80_000, 60],
  ])('%i users: %d min, ± 30 %%', async (users, usual) => {
    const took = await Promise.all(
      [1, 2, 3].map(async (seed) => {
        const r = await drill(
          { users, servers: 6 },
          [
            { at: '10m', crash: { pool: 'pool1' } },
            { at: '20m', repair: { pool: 'pool1' } },
          ],
          '3h',
          { seed },
        );
        const up = r.result.timeline.find((t) => t.text.startsWith('services run'))!.atMs;
        return up / MIN - 20;
      }),
    );
    for (const minutes of took) {
      expect(minutes).toBeGreaterThanOrEqual(0.7 * usual - 0.001);
      expect(minutes).toBeLessThanOrEqual(1.3 * usual + 0.001);
    }
    expect(new Set(took).size).toBe(3);
  });

  test('the report names the formula, and what it comes to for each pool', async () => {
    const faults = [
      { at: '10m', crash: { pool: 'pool1' } },
      { at: '20m', repair: { pool: 'pool1' } },
    ];
    const r = await run({ topology: deployment({ users: 40_000 }, { users: 8000 }), faults });
    expect(r.result.assumptions.find((a) => a.name === 'poolStartMinutes')).toMatchObject({
      value: '3 + 57 × users / 80,000, ± 30 %',
      unit: 'min',
      // 0.7 and 1.3 × 31.5; the same × 8.7
      comesTo: [
        { of: 'pool1', value: [22.05, 40.95] },
        { of: 'pool2', value: [6.09, 11.31] },
      ],
    });
    const set = await run({ topology: deployment({}, {}, { assumptions: { poolStartMinutes: [2, 3] } }), faults });
    const [taken] = set.result.assumptions.filter((a) => a.name === 'poolStartMinutes');
    expect(taken.value).toEqual([2, 3]);
    expect(taken.comesTo).toBeUndefined();
    // Nothing starts: the run does not rest on it.
    const without = await run({ topology: deployment({}, {}) });
    expect(without.result.assumptions.map(({ name }) => name)).not.toContain('poolStartMinutes');
  });

  test('a command fails where they still hang after the longest; what brings them back is offered (D11)', async () => {
    const r = await drill({ servers: 6 }, [], '0s', {
      faults: [
        { at: '10m', crash: { pool: 'pool1' } },
        ...['fe1a', 'fe1b', 'fe1c', 'fe1d'].map((fe) => repair('30m', fe)),
      ],
      steps: [
        { at: '40m', run: 'Start-CsWindowsService -ComputerName fe1a -NoWait' },
        { run: 'Start-CsWindowsService -ComputerName fe1a' },
        { at: '3h', run: 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery' },
      ],
    });
    const [noWait, wait, reset] = r.result.steps;
    expect([noWait.outcome, noWait.endedAtMs]).toEqual(['ok', 40 * MIN]);
    // 1.3 × (3 + 57 × 36,000 / 80,000) min
    expect(wait).toMatchObject({ outcome: 'failed', rule: 'D13', endedAtMs: 40 * MIN + 1.3 * 28.65 * MIN });
    expect(wait.message).toContain('4 of 6 FE servers run, 5 needed (D13)');
    const [offer] = r.result.findings.filter((f) => f.rule === 'D11' && f.line > 0);
    expect(offer.message).toMatch(/hang in "starting".*use QuorumLossRecovery.*at most 300 changes at this moment/);
    expect(offer.instead).toBe('Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery');
    expect([reset.outcome, feelings(r, 'pool1').at(-1)?.split(' ')[0]]).toEqual(['ok', 'resiliencyPartner']);
  });
});

describe('D13: a start reads the users from the Back End', () => {
  test('lost while the services start, they hang until it is back', async () => {
    const r = await drill({ mirror: false }, [], '0s', {
      faults: [
        { at: '10m', crash: { pool: 'pool1' } },
        { at: '20m', repair: { pool: 'pool1' } },
        crash('21m', 'sql1a'),
        repair('60m', 'sql1a'),
      ],
      steps: [{ at: '40m', run: 'Start-CsPool -PoolFqdn pool1' }, { wait: '1h' }],
    });
    const why = 'the User database, from which they read the users, is not served';
    expect(r.result.timeline.filter((t) => t.actor === 'pool1').map((t) => t.text)).toEqual([
      'no FE server runs',
      'services start (3 of 3 FE servers run)',
      `services hang in "starting" (${why}, D13)`,
      'services start (3 of 3 FE servers run)',
      'services run (3 of 3 FE servers run)',
    ]);
    // It waits for 1.3 × 28.65 min, in which the Back End returns, and then until the services run.
    expect(r.result.steps[0]).toMatchObject({ outcome: 'ok', message: 'the services of pool1 run' });
    expect(feelings(r, 'pool1').at(-1)).toContain('regularHome');
  });
});

describe('D14: a two-server pool whose Back End is lost', () => {
  test('goes down as a whole after twoServerBackEndGraceMinutes, loses nothing, returns with the Back End', async () => {
    const r = await drill(
      { servers: 2, mirror: false },
      [
        { at: '30m', crash: { server: 'sql1a' } },
        { at: '90m', repair: { server: 'sql1a' } },
      ],
      '3h',
    );
    expect(feelings(r, 'pool1').slice(0, 3)).toEqual([
      `regularHome ${USERS} 0-${35 * MIN}`,
      `signedOut ${USERS} ${35 * MIN}-${40 * MIN}`,
      expect.stringMatching(new RegExp(`^resiliencyPartner ${USERS} ${40 * MIN}-`)),
    ]);
    expect(feelings(r, 'pool1').at(-1)).toContain('regularHome');
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    expect(r.result.findings.map((f) => f.message).join()).toContain('goes down as a whole');
    expect(broken(r)).toEqual([]);
  });

  test('a mirror that takes over in time saves it', async () => {
    const r = await drill({ servers: 2 }, [{ at: '30m', crash: { server: 'sql1a' } }]);
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
  });

  test('a three-server pool goes on for the 30 min of D27', async () => {
    const r = await drill({ mirror: false }, [{ at: '10m', crash: { server: 'sql1a' } }]);
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${40 * MIN}`,
      `resiliencyHome ${USERS} ${40 * MIN}-${HOUR}`,
    ]);
  });

  test('a server with empty disks is a Back End; lost anew, the pool goes down anew', async () => {
    const r = await drill({ servers: 2, mirror: false }, [], '0s', {
      faults: [{ at: '10m', crash: { server: 'sql1a' }, destroy: true }, repair('20m', 'sql1a'), crash('50m', 'sql1a')],
      steps: [{ at: '25m', run: 'Start-CsPool -PoolFqdn pool1' }, { wait: '35m' }],
    });
    const stops = r.result.timeline.filter((t) => t.actor === 'pool1' && t.text === 'services stopped');
    expect(stops.map((t) => t.atMs)).toEqual([15 * MIN, 55 * MIN]);
  });

  test('a pool that was down before is not told to go down', async () => {
    const r = await drill({ servers: 2, mirror: false }, [
      { at: '30m', crash: { server: 'sql1a' } },
      { at: '31m', crash: { pool: 'pool1' } },
    ]);
    expect(r.result.findings.map((f) => f.message).join()).not.toContain('goes down as a whole');
  });
});

describe('D14, D260: the order in which two servers start', () => {
  const end = async (faults: readonly unknown[], more: DrillText = {}) => {
    const r = await drill({ servers: 2 }, faults, '6h', more);
    return { r, state: feelings(r, 'pool1').at(-1)!.split(' ')[0] };
  };
  const oneAfterTheOther = [crash('10m', 'fe1a'), crash('2h10m', 'fe1b')];

  test('the last that went down starts alone', async () => {
    expect((await end([...oneAfterTheOther, repair('150m', 'fe1b')])).state).toBe('regularHome');
  });

  test('the first does not; the report says why, and what helps', async () => {
    const { r, state } = await end([...oneAfterTheOther, repair('150m', 'fe1a')]);
    expect(state).toBe('resiliencyPartner');
    const why =
      'the two servers start together, or in the reverse of the order in which they went down; fe1b was the last';
    expect(r.result.timeline.map((t) => t.text)).toContain(`services hang in "starting" (${why}, D14)`);
    expect(r.result.findings.map((f) => f.message).join()).toMatch(
      /not the last to go down.*\(D14\).*QuorumLossRecovery/,
    );
  });

  test('with the other they start together; within twoServersTogetherMinutes that is', async () => {
    const both = (at: string) => [...oneAfterTheOther, repair('150m', 'fe1a'), repair(at, 'fe1b')];
    expect((await end(both('150m'))).state).toBe('regularHome');
    expect((await end(both('154m'))).state).toBe('regularHome');
    const late = await end(both('200m'));
    expect(late.state).toBe('resiliencyPartner');
    expect(late.r.result.findings.map((f) => f.message).join()).toMatch(
      /hang in "starting".*not the last to go down.*\(D14\)\. Stop both servers and start them together.*QuorumLossRecovery/,
    );
    expect(late.r.result.assumptions.map(({ name }) => name)).toContain('twoServersTogetherMinutes');
    const topology = deployment({ users: USERS, servers: 2 }, {}, { assumptions: { twoServersTogetherMinutes: 60 } });
    expect((await end(both('200m'), { topology })).state).toBe('regularHome');
  });

  test('in the wrong order: both are stopped and started together, or QuorumLossRecovery', async () => {
    const late = [...oneAfterTheOther, repair('150m', 'fe1a'), repair('200m', 'fe1b')];
    const again = [
      { at: '4h', crash: { pool: 'pool1' } },
      { at: '250m', repair: { pool: 'pool1' } },
    ];
    expect((await end([...late, ...again])).state).toBe('regularHome');
    const reset = 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery';
    const steps = [{ at: '4h', run: reset }, { wait: '2h' }];
    expect((await end(late, { steps })).state).toBe('regularHome');
    // The first alone a second time: what the last had, it has not got in between.
    const alone = [{ at: '4h', crash: { pool: 'pool1' } }, repair('250m', 'fe1a')];
    expect((await end([...late, ...alone])).state).toBe('resiliencyPartner');
  });

  test('after QuorumLossRecovery the first starts alone, too', async () => {
    const reset = 'Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery';
    const steps = [{ at: '3h', run: reset }, { wait: '2h' }];
    expect((await end([...oneAfterTheOther, repair('150m', 'fe1a')], { steps })).state).toBe('regularHome');
  });

  test('a server that came back while the other served is as good as it', async () => {
    const again = [crash('10m', 'fe1a'), repair('60m', 'fe1a'), crash('2h', 'fe1b'), crash('3h', 'fe1a')];
    expect((await end([...again, repair('200m', 'fe1a')])).state).toBe('regularHome');
    expect((await end([...again, repair('200m', 'fe1b')])).state).toBe('resiliencyPartner');
  });

  test('both at one moment: either starts; eitherOfTwoStartsAlone = false: only both', async () => {
    const together = [{ at: '10m', crash: { pool: 'pool1' } }, repair('1h', 'fe1a')];
    expect((await end(together)).state).toBe('regularHome');
    const topology = (servers: number) =>
      deployment({ users: USERS, servers }, {}, { assumptions: { eitherOfTwoStartsAlone: false } });
    expect((await end(together, { topology: topology(2) })).state).toBe('resiliencyPartner');
    expect((await end([...together, repair('64m', 'fe1b')], { topology: topology(2) })).state).toBe('regularHome');
    expect((await end([...together, repair('2h', 'fe1b')], { topology: topology(2) })).state).toBe('resiliencyPartner');
  });
});

describe('D16: three FE servers at some time after pairing', () => {
  const three = (at: string | null) => {
    const base = deployment({ users: USERS, servers: 3 });
    const pools = base.pools as Record<string, unknown>[];
    const third = {
      ...pools[0],
      fqdn: 'pool3',
      servers: ['fe3a', 'fe3b', 'fe3c'],
      backEnd: { primary: 'sql3a', instance: 'rtc' },
      fileStore: 'file3',
    };
    const { backupPool: _, ...alone } = third as Record<string, unknown>;
    return run({
      topology: {
        ...base,
        pools: [pools[0], { ...pools[1], site: 'Datacenter2' }, alone].map((p, i) => {
          const { backupPool: __, ...rest } = p as Record<string, unknown>;
          return i === 2 ? rest : { ...rest };
        }),
      },
      faults: [{ at: '5m', crash: { server: 'fe1a' } }, ...(at === null ? [] : [{ at, repair: { server: 'fe1a' } }])],
      steps: [
        { wait: '10m' },
        { topologyBuilder: { pair: ['pool1', 'pool2'] } },
        { wait: '12m' },
        // Refused while one of the three servers is down (D270).
        ...[1, 2].flatMap((n) => [
          { bootstrap: { pool: `pool${n}` } },
          { update: { pool: `pool${n}` } },
          { run: `Start-CsWindowsService -Name LYNCBACKUP -ComputerName fe${n}b` },
        ]),
        { wait: '38m' },
        { run: 'Get-CsBackupServiceStatus -PoolFqdn pool1' },
      ],
    });
  };

  test('until then the directions are NotInitialized', async () => {
    const states = async (at: string | null) => {
      const r = await three(at);
      const series = r.result.replication.find((s) => s.pool === 'pool1' && s.module.endsWith('PresenceFocus'))!;
      return series.points.at(-1)!.exportState;
    };
    expect(await states(null)).toBe('NotInitialized');
    expect(await states('20m')).toBe('SteadyState');
  });
});
