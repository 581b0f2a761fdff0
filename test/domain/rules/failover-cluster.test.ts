import { describe, expect, test } from 'vitest';
import { topologyWarnings } from '../../../src/domain/deployment-warnings.js';
import { broken, deployment, drillOf, feelings, HOUR, lossOf, run } from '../../support/drills.js';

// 36,000 users × 6 changes an hour = 60 changes a second; the FE tail (5 s) holds 300 of them.
const USERS = 36_000;
/** Every part takes one time, so that times can be worked out by hand. */
const EXACT = { syncPhaseSeconds: 0, fciFailoverSeconds: 60, clusterRegroupSeconds: 10 };

const backEndOf = (n: 1 | 2, more: object = {}) => ({
  primary: undefined,
  kind: 'failoverCluster',
  name: `fci${n}`,
  nodes: [`sql${n}a`, `sql${n}b`],
  storage: `san${n}`,
  cluster: { witness: 'fileShare', witnessServer: `fsw${n}`, witnessSite: n === 1 ? 'Datacenter2' : 'Datacenter1' },
  ...more,
});

const withInstances = (one: object = {}) => {
  const pools = ([1, 2] as const).map((n) => ({
    users: USERS,
    servers: 3,
    more: { backEnd: backEndOf(n, n === 1 ? one : {}) },
  }));
  return deployment(pools[0], pools[1], { product: 'sfb2019' });
};

const drill = (faults: readonly unknown[], steps: readonly unknown[] = [{ wait: '1h' }], one: object = {}) =>
  run({ topology: withInstances(one), faults, steps, assumptions: EXACT });

const crash = (at: string, server: string, more: object = {}) => ({ at, crash: { server }, ...more });
const repair = (at: string, server: string) => ({ at, repair: { server } });

type Run = Awaited<ReturnType<typeof run>>;
const told = (r: Run) =>
  r.result.timeline
    .filter((t) => t.actor === 'SQL Server')
    .map((t) => `${t.atMs / 1000} ${t.text.replace('the failover cluster instance fci1 of pool1', '…')}`);
const cleanly = (r: Run) => {
  expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  expect(broken(r)).toEqual([]);
};

describe('D137: a failover cluster instance', () => {
  test('M137: its node is lost, it starts on the other; users feel nothing, nothing is lost', async () => {
    const r = await drill([crash('10m', 'sql1a'), repair('20m', 'sql1a')]);
    expect(told(r)).toEqual(['600 … is not served: it starts on sql1b (D137)', '660 … runs on sql1b and serves']);
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
    cleanly(r);
  });

  test('D137: the node that does not run it is lost, and nothing happens; one that is shut down hands it over', async () => {
    const r = await drill(
      [crash('10m', 'sql1b'), repair('15m', 'sql1b')],
      [
        { at: '20m', run: 'Stop-Computer -ComputerName sql1a' },
        { wait: '30m' },
        { at: '55m', repair: { server: 'sql1a' } },
      ],
    );
    expect(told(r)).toEqual(['1200 … is not served: it starts on sql1b (D137)', '1260 … runs on sql1b and serves']);
  });

  test('D137: the storage is lost: no node has another copy; back, the instance starts and nothing was lost', async () => {
    const r = await drill([crash('10m', 'san1'), repair('20m', 'san1')]);
    expect(told(r)).toEqual([
      '600 … is not served: its storage san1 is lost, and there is no other copy (D137)',
      '1200 … is not served: it starts on sql1a (D137)',
      '1260 … runs on sql1a and serves',
    ]);
    cleanly(r);
  });

  test('D137: destroyed, the storage takes what the Backup Service has not carried', async () => {
    // Exported at 10:00, acknowledged by 9:55; on the storage alone until 10:55: 60 s × 60/s.
    const r = await drill([crash('11m', 'san1', { destroy: true })]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 3600 });
  });

  test('D137: the disks of a node hold none of its databases', async () => {
    cleanly(await drill([crash('10m', 'sql1a', { destroy: true }), repair('20m', 'sql1a')]));
  });

  test('D133, D137: without quorum it stops, though a node and the storage run; forced quorum starts it', async () => {
    const r = await drill(
      [crash('10m', 'fsw1'), crash('10m', 'sql1a'), repair('40m', 'fsw1'), repair('40m', 'sql1a')],
      [{ at: '20m', run: 'Start-ClusterNode -Name sql1b -FixQuorum' }, { wait: '40m' }],
    );
    expect(told(r)).toEqual([
      '600 … is not served: the cluster has lost its quorum (D133)',
      '1200 … is not served: it starts on sql1b (D137)',
      '1260 … runs on sql1b and serves',
    ]);
    cleanly(r);
  });

  test('D132: two nodes without a witness: losing that which runs it stops the cluster, losing the other does not', async () => {
    const none = { cluster: { witness: 'none' } };
    expect(told(await drill([crash('10m', 'sql1a')], undefined, none))).toEqual([
      '600 … is not served: the cluster has lost its quorum (D133)',
    ]);
    expect(told(await drill([crash('10m', 'sql1b')], undefined, none))).toEqual([]);
  });

  test('D108, D61: no failover of a database; the Central Management Store goes to the name of the instance alone', async () => {
    const r = await drill(
      [crash('10m', 'san2')],
      [
        {
          run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror',
          expect: 'refused',
          rule: 'D108',
        },
        {
          at: '20m',
          run: 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql1b -BackupSqlInstanceName rtc -Force',
          expect: 'refused',
          rule: 'D61',
        },
        { run: 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn fci1 -BackupSqlInstanceName rtc -Force' },
        { run: 'Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn fci1' },
        { run: 'Get-ClusterNode' },
      ],
    );
    expect(r.result.steps.map((s) => s.asExpected)).toEqual([true, true, true, true, true]);
  });

  test('D137, D130: one copy, one node and a missing witness are warned of', async () => {
    const { deployment: laidOut } = await drillOf({
      topology: withInstances({ nodes: ['sql1a'], cluster: { witness: 'none' } }),
      steps: [{ wait: '1m' }],
    });
    const two = await drillOf({ topology: withInstances({ cluster: { witness: 'none' } }), steps: [{ wait: '1m' }] });
    expect(topologyWarnings(two.deployment).map(({ rule }) => rule)).toContain('D130');
    const found = topologyWarnings(laidOut).map(({ rule, message }) => `${rule} ${message.split(/, | which|:/)[0]}`);
    expect(found.filter((line) => /^D1[30]/.test(line))).toEqual([
      'D137 The databases of pool1 are on san1 alone',
      'D137 The failover cluster instance fci1 of pool1 has one node',
      'D137 The databases of pool2 are on san2 alone',
    ]);
  });
});
