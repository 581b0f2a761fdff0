import { describe, expect, test } from 'vitest';
import type { Drill } from '../../src/domain/drill.js';
import { costsOf } from '../../src/run/costs.js';
import { drillOf } from '../support/drills.js';

const MIN = 60_000;
const whole: Drill = await drillOf({});
const [{ fqdn: FIRST, servers, fileStore, site }] = whole.deployment.pools;

/** The findings where these steps and faults were played, and users of the first pool had these intervals. */
function told(
  parts: { work?: object[]; targets?: object[] },
  intervals: [number, number, number, string?][],
  count = 100,
) {
  const drill = {
    ...whole,
    steps: (parts.work ?? []).map((work) => ({ work })),
    faults: (parts.targets ?? []).map((target) => ({ target })),
  } as unknown as Drill;
  const users = [
    {
      pool: FIRST,
      count,
      intervals: intervals.map(([from, to, regular, state = 'signedOut']) => ({
        ...{ fromMs: from * MIN, toMs: to * MIN, regular, state },
      })),
    },
  ];
  return costsOf(drill, [], users as never).map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
}

const OUT: [number, number, number][] = [
  [0, 5, 100],
  [5, 8, 0],
  [8, 10, 100],
];
const run = (parameters: object, cmdlet = 'Invoke-CsPoolFailOver') => ({
  kind: 'run',
  command: { cmdlet, parameters },
});

describe('users of a pool that nothing was about', () => {
  test('are told with the longest outage of the most of them', () => {
    expect(told({}, OUT)).toEqual([
      `warning D70: 100 users of ${FIRST}, a pool that no step acts on, had no regular service for 3m from 00:05:00 on.`,
    ]);
    expect(
      told({}, [
        [1, 2, 90],
        [2, 4, 100],
        [4, 6, 60],
      ]),
    ).toEqual([
      `warning D70: 40 of the 100 users of ${FIRST}, a pool that no step acts on, had no regular service for 3m from 00:01:00 on.`,
    ]);
    expect(told({}, [[0, 9, 100]])).toEqual([]);
    expect(told({}, [[0, 1, 0]], 1)[0]).toContain('1 user of');
  });

  test('in resiliency at home alone it is the Back End that is gone (D27)', () => {
    expect(told({}, [[1, 2, 0, 'resiliencyHome']])[0]).toMatch(/^warning D27/);
    expect(
      told({}, [
        [1, 2, 0, 'resiliencyHome'],
        [2, 3, 0],
      ])[0],
    ).toMatch(/^warning D70/);
  });

  test.each<[string, object, boolean]>([
    ['its name', { kind: 'pool', pool: FIRST.toUpperCase() }, true],
    ['its service', { kind: 'service', pool: FIRST }, true],
    ['another pool', { kind: 'pool', pool: 'other' }, false],
    ['a server of it', { kind: 'server', server: servers[0] }, true],
    ['another server', { kind: 'server', server: 'other' }, false],
    ['its SQL server', { kind: 'server', server: 'sql1a' }, true],
    ['the witness', { kind: 'server', server: 'sql1w' }, true],
    ['its file server as a machine', { kind: 'server', server: fileStore }, true],
    ['its file store', { kind: 'fileStore', fileStore }, true],
    ['another file store', { kind: 'fileStore', fileStore: 'other' }, false],
    ['its share', { kind: 'share', share: fileStore }, true],
    ['another share', { kind: 'share', share: 'other' }, false],
    ['a module of it', { kind: 'module', module: { pool: FIRST } }, true],
    ['a module of another', { kind: 'module', module: { pool: 'other' } }, false],
    ['its hydration', { kind: 'hydration', hydration: FIRST }, true],
    ['its site, which hits whatever is there', { kind: 'site', site }, false],
    ['a link', { kind: 'link', link: ['a', 'b'] }, false],
    ['a replicator', { kind: 'replicator', replicator: servers[0] }, false],
  ])('a fault of %s', (_what, target, isAbout) => {
    expect(told({ targets: [target] }, OUT).length).toBe(isAbout ? 0 : 1);
    expect(told({ work: [{ kind: 'fault', fault: { target } }] }, OUT).length).toBe(isAbout ? 0 : 1);
  });

  test.each<[string, object, boolean]>([
    ['names it', run({ PoolFqdn: FIRST.toUpperCase() }), true],
    ['names one of its machines, with its role before it', run({ Server: `registrar:${servers[1]}` }), true],
    ['names it among others', run({ Pools: ['other', FIRST] }), true],
    ['names another', run({ PoolFqdn: 'other' }), false],
    ['names nothing', run({}), false],
    ['only looks at it', run({ PoolFqdn: FIRST }, 'Get-CsPoolFabricState'), false],
    ['is another kind of step', { kind: 'wait' }, false],
    ['changes it in the topology', { kind: 'topologyBuilder', change: { pools: [FIRST] } }, true],
    ['changes another in the topology', { kind: 'topologyBuilder', change: { pools: ['other'] } }, false],
  ])('a step that %s', (_what, work, isAbout) => {
    expect(told({ work: [work] }, OUT).length).toBe(isAbout ? 0 : 1);
  });
});

describe('documented targets (D46)', () => {
  const missed = (rtoMs: number | null, rpoMs: number | null, rtoTargetMs: number | null, rpoTargetMs: number | null) =>
    costsOf(whole, [{ pool: 'pool1', mode: 'disaster', rtoMs, rpoMs, rtoTargetMs, rpoTargetMs } as never], []).map(
      ({ message, ...rest }) => {
        expect(rest).toEqual({ severity: 'warning', rule: 'D46', line: 0, instead: null, place: null });
        return message;
      },
    );

  test('each that is missed is told with what it was', () => {
    const [rto, rpo] = [20 * MIN, 5 * MIN];
    const told20 = 'the disaster failover of pool1 misses what is documented:';
    expect(missed(21 * MIN, 6 * MIN, rto, rpo)).toEqual([`${told20} RTO 21m, documented 20m; RPO 6m, documented 5m.`]);
    expect(missed(rto + 1, rpo, rto, rpo)).toEqual([`${told20} RTO 20m, documented 20m.`]);
    expect(missed(rto, rpo, rto, rpo)).toEqual([]);
    expect(missed(null, 6 * MIN, rto, rpo)).toEqual([`${told20} RPO 6m, documented 5m.`]);
    expect(missed(99 * MIN, null, null, rpo)).toEqual([]);
  });
});
