import { describe, expect, test } from 'vitest';
import { FACTS } from '../../../src/domain/components/tables.js';
import { topologyWarnings } from '../../../src/domain/deployment-warnings.js';
import { availabilityGroup, deployment, drillOf, run, withGroups } from '../../support/drills.js';

/** The warnings of a topology that name a rule. */
async function warned(topology: Record<string, unknown>, rule: string): Promise<string[]> {
  const { deployment: laidOut } = await drillOf({ topology, steps: [{ wait: '1m' }] });
  return topologyWarnings(laidOut).flatMap((f) => (f.rule === rule ? [f.message] : []));
}

describe('which method a Back End may have', () => {
  test('D100: Lync Server 2013 has no availability groups', async () => {
    expect(await warned(withGroups({}, { product: 'lync2013' }), 'D100')).toHaveLength(2);
    expect(await warned(withGroups({}, { product: 'sfb2015' }), 'D100')).toEqual([]);
  });

  test('D100, M100: there is no mirroring from 2019 on; Subscription Edition is as 2019', async () => {
    const mirrored = (product: string) => deployment({ servers: 3 }, { servers: 3 }, { product });
    const found = async (product: string) => (await warned(mirrored(product), 'D2')).length;
    expect([await found('sfb2015'), await found('sfb2019'), await found('sfbse')]).toEqual([0, 2, 2]);
  });

  test('D101: both pools of a pair have the same', async () => {
    const mixed = deployment(
      { servers: 3, more: { backEnd: availabilityGroup(1) } },
      { servers: 3 },
      { product: 'sfb2015' },
    );
    expect(await warned(mixed, 'D2')).toEqual([expect.stringContaining('(availability group, mirroring)')]);
  });

  test('D102, D141: a Standard Edition server is no availability group', async () => {
    const standard = { edition: 'standard', servers: 1, more: { backEnd: { kind: 'availabilityGroup' } } } as const;
    await expect(warned(deployment(standard as never, standard as never, {}), 'D4')).rejects.toThrow(/D4/);
  });

  test('D103: every replica fails over by itself', async () => {
    const replicas = [{ server: 'sql1a' }, { server: 'sql1b', failover: 'manual' }];
    expect(await warned(withGroups({ replicas }), 'D103')).toEqual([expect.stringContaining('sql1b')]);
  });

  test('D105, M125: the topology names the listener', async () => {
    expect(await warned(withGroups({ sqlServerFqdn: 'sql1a' }), 'M125')).toEqual([expect.stringContaining('(D105)')]);
  });

  test('D106: a pool that hosts the Central Management Store gives it away before its Back End becomes a group', async () => {
    const mirrored = deployment({ servers: 3 }, { servers: 3 }, { product: 'sfb2019' });
    const of = async (topology: Record<string, unknown>, rule: string) =>
      (await warned(topology, rule)).map((message) => [message.split(' ')[0], message.includes('(D106)')]);
    expect(await of(mirrored, 'D2')).toEqual([
      ['pool1', false],
      ['pool2', true],
    ]);
    const left = withGroups({ sqlServerFqdn: 'sql1a' }, { centralManagement: { active: 'pool1' } });
    expect(await of(left, 'M125')).toEqual([['The', true]]);
    expect(await of(withGroups({ sqlServerFqdn: 'sql1a' }), 'M125')).toEqual([['The', false]]);
  });

  test('D136: the witness is in a third place', async () => {
    const replicas = [{ server: 'sql1a' }, { server: 'sql1b', site: 'Datacenter2' }];
    const cluster = { witness: 'fileShare', witnessServer: 'fsw1' };
    expect(await warned(withGroups({ replicas, cluster }), 'D136')).toEqual([expect.stringContaining('fsw1')]);
  });
});

describe('what the numbers are, and what the replicas show', () => {
  test('D121, M122: detection is between the silence of a session and that of a health check', () => {
    expect(FACTS.agSessionTimeoutSeconds.value).toBe(10);
    expect(FACTS.agDetectionSeconds.value).toEqual([10, 30]);
  });

  test('M123: no document states a target for a group, which is why none is judged', async () => {
    const r = await run({
      topology: withGroups(),
      faults: [{ at: '10m', crash: { server: 'sql1a' } }],
      steps: [{ wait: '1h' }],
    });
    expect(JSON.stringify(r.result.databases)).toContain('(M123)');
  });

  test('D111: Healthy, Warning and Error, with the state of each replica', async () => {
    const path = (server: string) => `SQLSERVER:\\Sql\\${server}\\rtc\\AvailabilityGroups\\ag1`;
    const ask = (at: string) => ({ at, run: `Test-SqlAvailabilityGroup -Path ${path('sql1a')}` });
    const r = await run({
      topology: withGroups(),
      assumptions: { agCatchUpMinutes: 3 },
      faults: [
        { at: '10m', crash: { server: 'sql1b' } },
        { at: '20m', repair: { server: 'sql1b' } },
        { at: '30m', crash: { server: 'sql1b' } },
        { at: '30m', crash: { server: 'fsw1' } },
      ],
      steps: [ask('5m'), ask('15m'), ask('21m'), ask('31m')],
    });
    const said = r.result.steps.map((s) => JSON.stringify(s));
    expect(said[0]).toMatch(/Healthy.*sql1a PRIMARY, sql1b SYNCHRONIZED/);
    expect(said[1]).toMatch(/Warning.*sql1b NOT SYNCHRONIZING/);
    expect(said[2]).toMatch(/Warning.*sql1b SYNCHRONIZING/);
    expect(said[3]).toMatch(/Error.*sql1a RESOLVING/);
  });

  test('D119, M124: after more than two forced failovers a replica is seeded anew', async () => {
    const force = (at: string, on: string) => ({
      at,
      run: 'ALTER AVAILABILITY GROUP ag1 FORCE_FAILOVER_ALLOW_DATA_LOSS',
      on,
    });
    const r = await run({
      topology: withGroups({ replicas: ['sql1a', 'sql1b', 'sql1c'].map((server) => ({ server })) }),
      assumptions: { agOverheadSeconds: 5, agRedoSeconds: 0, agCatchUpMinutes: 3, agReseedMinutes: 30 },
      faults: [
        { at: '5m', crash: { server: 'sql1b' } },
        { at: '10m', repair: { server: 'sql1b' } },
      ],
      steps: [
        force('10m30s', 'sql1b'),
        force('12m', 'sql1a'),
        force('14m', 'sql1b'),
        { at: '16m', run: 'ALTER DATABASE rtcxds SET HADR RESUME', on: 'sql1c' },
        { wait: '1h' },
      ],
    });
    const told = r.result.timeline.flatMap((t) => (t.text.includes('sql1c') ? [`${t.atMs / 60_000} ${t.text}`] : []));
    expect(told.filter((line) => /INITIALIZING|is SYNCHRON/.test(line))).toEqual([
      '16 secondary sql1c of pool1 is INITIALIZING',
      '46 secondary sql1c of pool1 is SYNCHRONIZING',
      '49 secondary sql1c of pool1 is SYNCHRONIZED',
    ]);
  });
});
