/** Drills that lead the machines of an availability group everywhere: what they are called is why. */
import { type DrillText, deployment, withGroups } from './drills.js';

const EXACT = {
  syncPhaseSeconds: 0,
  clusterRegroupSeconds: 10,
  agDetectionSeconds: 20,
  agRedoSeconds: 10,
  agOverheadSeconds: 10,
  agCatchUpMinutes: 3,
  agReseedMinutes: 30,
  multiSubnetReconnectSeconds: 0,
};

type Replica = Readonly<Record<string, unknown>>;
const [A, B, C] = ['sql1a', 'sql1b', 'sql1c'].map((server): Replica => ({ server }));
const manual = { failover: 'manual' };
const away = { site: 'Datacenter2' };

/** By hand only from the primary; a third node that keeps quorum and fails over by hand; three alike; two sites. */
const TWO = {};
const BY_HAND = { replicas: [{ ...A, ...manual }, B] };
const THIRD = { replicas: [A, B, { ...C, ...manual }] };
const THREE = { replicas: [A, B, C] };
const BY_HAND_OF_THREE = { replicas: [{ ...A, ...manual }, B, C] };
const STRETCHED = { replicas: [A, { ...B, ...away }] };
const THIRD_AWAY = { replicas: [A, B, { ...C, ...away }] };
const BY_HAND_AWAY = { replicas: [{ ...A, ...manual }, B, { ...C, ...away }] };
const NO_WITNESS = { cluster: { witness: 'none' } };
const BEHIND_FOR_EVER = { replicas: [A, { ...B, commit: 'asynchronous' }] };
const NO_LOGINS = { replicas: [A, { ...B, logins: false }] };

const crash = (at: string, server: string, more: object = {}) => ({ at, crash: { server }, ...more });
const burn = (at: string, server: string) => crash(at, server, { destroy: true });
const repair = (at: string, server: string) => ({ at, repair: { server } });
const cut = { at: '1m', cut: { link: ['Datacenter1', 'Datacenter2'] } };
const failOver = (at: string, on: string) => ({ at, run: 'ALTER AVAILABILITY GROUP ag1 FAILOVER', on });
const force = (at: string, on: string) => ({
  at,
  run: 'ALTER AVAILABILITY GROUP ag1 FORCE_FAILOVER_ALLOW_DATA_LOSS',
  on,
});
const resume = (at: string, on: string) => ({ at, run: 'ALTER DATABASE rtcxds SET HADR RESUME', on });
const fixQuorum = (at: string, name: string) => ({ at, run: `Start-ClusterNode -Name ${name} -FixQuorum` });
const path = (server: string) => `SQLSERVER:\\Sql\\${server}\\rtc\\AvailabilityGroups\\ag1`;

const drill = (
  one: Record<string, unknown>,
  faults: readonly unknown[],
  steps: readonly unknown[] = [],
  end = '2h',
): DrillText => ({
  topology: withGroups(one),
  assumptions: EXACT,
  faults,
  steps: [...steps, { wait: end }],
});

/** A drill on two pools whose Back Ends are failover cluster instances, of two nodes and a witness each. */
function onInstance(faults: readonly unknown[], one: object = {}): DrillText {
  const backEnd = (n: 1 | 2, more: object) => ({
    primary: undefined,
    kind: 'failoverCluster',
    name: `fci${n}`,
    nodes: [`sql${n}a`, `sql${n}b`],
    storage: `san${n}`,
    cluster: { witness: 'fileShare', witnessServer: `fsw${n}` },
    ...more,
  });
  const pools = ([1, 2] as const).map((n) => ({ servers: 3, more: { backEnd: backEnd(n, n === 1 ? one : {}) } }));
  const topology = deployment(pools[0], pools[1], { product: 'sfb2019' });
  const assumptions = { syncPhaseSeconds: 0, clusterRegroupSeconds: 10, fciFailoverSeconds: 60 };
  return { topology, assumptions, faults, steps: [{ wait: '1h' }] };
}

/** The secondary is behind and back while the primary serves: only a forced failover goes there. */
const BEHIND = [crash('5m', 'sql1b'), repair('10m', 'sql1b')];
/** The third node keeps quorum, the second is behind and back, the primary is lost. */
const LOST_BEHIND = [crash('5m', 'sql1b'), crash('10m', 'sql1a'), repair('15m', 'sql1b')];
const FORCED_AWAY = [fixQuorum('5m', 'sql1c'), force('5m40s', 'sql1c')];
const BOTH = [crash('5m', 'fsw1'), crash('5m', 'sql1a')];

/** By what they show. */
export const GROUP_DRILLS: Readonly<Record<string, DrillText>> = {
  'a group that fails over by hand only is left without a primary': drill(BY_HAND, [
    crash('5m', 'sql1a'),
    repair('10m', 'sql1a'),
  ]),
  'databases that are in no group are not resumed': drill(
    TWO,
    [],
    [
      { at: '5m', run: 'ALTER DATABASE ReportServer SET HADR RESUME', on: 'sql1b' },
      { at: '6m', run: `Resume-SqlAvailabilityDatabase -Path ${path('sql1b')}\\AvailabilityDatabases\\mgc` },
    ],
  ),
  'a planned failover, there and back': drill(TWO, [], [failOver('5m', 'sql1b'), failOver('20m', 'sql1a')]),
  'forced while the primary serves': drill(TWO, BEHIND, [force('10m30s', 'sql1b'), resume('20m', 'sql1a')]),
  'a forced failover whose target is lost leaves the primary': drill(
    TWO,
    [...BEHIND, crash('10m35s', 'sql1b')],
    [force('10m30s', 'sql1b')],
  ),
  'a forced failover whose target is lost leaves nobody': drill(
    THIRD,
    [...LOST_BEHIND, crash('16m5s', 'sql1b')],
    [force('16m', 'sql1b')],
  ),
  'a forced failover whose target is lost with quorum': drill(
    THIRD,
    [...LOST_BEHIND, crash('16m4s', 'fsw1'), crash('16m5s', 'sql1b')],
    [force('16m', 'sql1b')],
  ),
  'quorum is forced in the part that is cut off': drill(STRETCHED, [cut], [fixQuorum('5m', 'sql1b')]),
  'quorum is forced elsewhere while a replica takes over': drill(
    THIRD_AWAY,
    [cut, crash('5m', 'sql1a')],
    [fixQuorum('5m10s', 'sql1c')],
  ),
  'quorum is forced elsewhere while nobody takes over': drill(
    BY_HAND_AWAY,
    [cut, crash('5m', 'sql1a')],
    [fixQuorum('6m', 'sql1c')],
  ),
  'quorum goes during a planned failover': drill(
    TWO,
    [crash('10m5s', 'fsw1'), crash('10m5s', 'sql1a')],
    [failOver('10m', 'sql1b')],
  ),
  'the target goes during a planned failover': drill(TWO, [crash('10m5s', 'sql1b')], [failOver('10m', 'sql1b')]),
  'the primary goes during a planned failover': drill(TWO, [crash('10m5s', 'sql1a')], [failOver('10m', 'sql1b')]),
  'a primary that is not replaced goes during one': drill(
    BY_HAND,
    [crash('10m5s', 'sql1a')],
    [failOver('10m', 'sql1b')],
  ),
  'quorum goes while a replica takes over': drill(TWO, [crash('5m', 'sql1a'), crash('5m2s', 'fsw1')]),
  'the primary is back before a replica took over': drill(TWO, [crash('5m', 'sql1a'), repair('5m10s', 'sql1a')]),
  'the replica that takes over is lost, and back': drill(THIRD, [
    crash('5m', 'sql1a'),
    crash('5m30s', 'sql1b'),
    repair('6m', 'sql1b'),
  ]),
  'the replica that takes over is lost, and the next one does': drill(THREE, [
    crash('5m', 'sql1a'),
    crash('5m30s', 'sql1b'),
  ]),
  'quorum goes after the primary': drill(BY_HAND, [crash('5m', 'sql1a'), crash('5m2s', 'fsw1')]),
  'a planned failover without a primary': drill(BY_HAND, [crash('5m', 'sql1a')], [failOver('10m', 'sql1b')]),
  'its target goes, and quorum with it': drill(
    BY_HAND,
    [crash('5m', 'sql1a'), crash('6m5s', 'sql1b')],
    [failOver('6m', 'sql1b')],
  ),
  'its target goes': drill(BY_HAND_OF_THREE, [crash('5m', 'sql1a'), crash('6m5s', 'sql1b')], [failOver('6m', 'sql1b')]),
  'the primary is back during it': drill(
    BY_HAND,
    [crash('5m', 'sql1a'), repair('6m5s', 'sql1a')],
    [failOver('6m', 'sql1b')],
  ),
  'the node with the only vote is lost, and back': drill(NO_WITNESS, [crash('5m', 'sql1a'), repair('10m', 'sql1a')]),
  'the witness is back, and nobody takes over': drill(BY_HAND, [...BOTH, repair('10m', 'fsw1')]),
  'the witness is back, and a replica takes over': drill(TWO, [...BOTH, repair('10m', 'fsw1')]),
  'quorum is forced on a node that is lost then': drill(
    TWO,
    [...BOTH, crash('11m', 'sql1b')],
    [fixQuorum('10m', 'sql1b')],
  ),
  'it is lost during the forced failover': drill(
    TWO,
    [...BOTH, crash('10m5s', 'sql1b')],
    [fixQuorum('9m', 'sql1b'), force('10m', 'sql1b')],
  ),
  'one of several is lost during the forced failover': drill(
    THREE,
    [...BOTH, crash('5m', 'sql1b'), repair('10m', 'sql1b'), repair('10m', 'fsw1'), crash('15m5s', 'sql1b')],
    [fixQuorum('9m', 'sql1c'), force('15m', 'sql1b')],
  ),
  'a silent secondary has all when the primary is lost': drill(TWO, [crash('5m', 'sql1b'), crash('5m5s', 'sql1a')]),
  'a silent secondary is back in time': drill(TWO, [crash('5m', 'sql1b'), repair('5m5s', 'sql1b')]),
  'a silent secondary is back with empty disks': drill(TWO, [burn('5m', 'sql1b'), repair('5m5s', 'sql1b')]),
  'a secondary is burnt while nobody serves': drill(NO_WITNESS, [
    crash('5m', 'sql1a'),
    burn('6m', 'sql1b'),
    repair('7m', 'sql1b'),
    repair('8m', 'sql1a'),
  ]),
  'a secondary is burnt, seeded, lost and seeded again': drill(TWO, [
    burn('5m', 'sql1b'),
    repair('10m', 'sql1b'),
    crash('15m', 'sql1b'),
    repair('20m', 'sql1b'),
  ]),
  'a secondary is lost while it catches up': drill(TWO, [...BEHIND, crash('11m', 'sql1b')]),
  'a replica that was lost is suspended with the others': drill(
    THREE,
    [crash('3m', 'sql1c'), crash('4m', 'sql1b'), repair('5m', 'sql1b')],
    [force('5m30s', 'sql1b')],
  ),
  'a suspended replica is burnt': drill(
    TWO,
    [...BEHIND, burn('15m', 'sql1a'), repair('16m', 'sql1a')],
    [force('10m30s', 'sql1b')],
  ),
  'three forced failovers are more than a replica follows': drill(THREE, BEHIND, [
    force('10m30s', 'sql1b'),
    force('12m', 'sql1a'),
    force('14m', 'sql1b'),
    resume('16m', 'sql1c'),
  ]),
  'a replica is lost while it undoes its fork, and back': drill(
    TWO,
    [...BEHIND, crash('16m', 'sql1a'), repair('20m', 'sql1a')],
    [force('10m30s', 'sql1b'), resume('15m', 'sql1a')],
  ),
  'a replica is burnt while it undoes its fork': drill(
    TWO,
    [...BEHIND, burn('16m', 'sql1a'), repair('20m', 'sql1a')],
    [force('10m30s', 'sql1b'), resume('15m', 'sql1a')],
  ),
  'a failover to a replica that undoes its fork finds broken databases': drill(
    TWO,
    [...BEHIND],
    [force('10m30s', 'sql1b'), resume('15m', 'sql1a'), force('16m', 'sql1a')],
  ),
  'quorum is forced, and the group with it, while the others are in step': drill(THIRD_AWAY, [cut], FORCED_AWAY),
  'and one of them is silent': drill(THIRD_AWAY, [cut, crash('5m55s', 'sql1b')], FORCED_AWAY),
  'and one of them catches up': drill(THIRD_AWAY, [cut, crash('2m', 'sql1b'), repair('5m30s', 'sql1b')], FORCED_AWAY),
  'and one of them is seeded': drill(THIRD_AWAY, [cut, burn('2m', 'sql1b'), repair('5m30s', 'sql1b')], FORCED_AWAY),
  'and one of them undoes a fork': drill(
    THIRD_AWAY,
    [crash('1m', 'sql1b'), repair('2m', 'sql1b'), { ...cut, at: '5m10s' }],
    [force('2m10s', 'sql1b'), resume('5m', 'sql1a'), fixQuorum('5m20s', 'sql1c'), force('5m30s', 'sql1c')],
  ),
  'a forced failover whose target is lost makes way for another replica': drill(
    THREE,
    [...BEHIND, crash('10m31s', 'sql1a'), crash('10m45s', 'sql1b')],
    [force('10m30s', 'sql1b')],
  ),
  'questions, and what is refused': drill(TWO, BEHIND, [
    { run: 'Get-ClusterNode' },
    { run: `Test-SqlAvailabilityGroup -Path ${path('sql1a')}` },
    { run: `Test-SqlAvailabilityGroup -Path ${path('fe1a')}` },
    { run: `Resume-SqlAvailabilityDatabase -Path ${path('fe1a')}\\AvailabilityDatabases\\rtcxds` },
    { run: `Switch-SqlAvailabilityGroup -Path ${path('sql1a')}` },
    { run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror' },
    { run: 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql1a -BackupSqlInstanceName rtc -Force' },
    failOver('1m', 'sql1a'),
    fixQuorum('2m', 'fe1a'),
    fixQuorum('6m', 'sql1b'),
    force('10m30s', 'sql1b'),
    resume('12m', 'sql1b'),
    { run: `Resume-SqlAvailabilityDatabase -Path ${path('sql1b')}\\AvailabilityDatabases\\rtcxds` },
  ]),
  'without quorum nothing is moved, nor updated': drill(TWO, BOTH, [
    { at: '6m', run: `Switch-SqlAvailabilityGroup -Path ${path('sql1b')} -AllowDataLoss` },
    { run: 'Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn ag1' },
    fixQuorum('7m', 'sql1b'),
    { run: `Switch-SqlAvailabilityGroup -Path ${path('sql1b')}` },
  ]),
  'a replica without logins is primary, and nobody can use it': drill(NO_LOGINS, [], [failOver('5m', 'sql1b')]),
  'and by the cmdlet': drill(NO_LOGINS, [], [{ at: '5m', run: `Switch-SqlAvailabilityGroup -Path ${path('sql1b')}` }]),
  'the target goes while the cmdlet runs': drill(
    TWO,
    [crash('5m5s', 'sql1b')],
    [{ at: '5m', run: `Switch-SqlAvailabilityGroup -Path ${path('sql1b')}` }],
  ),
  'an asynchronous secondary is primary by force, and the old primary follows it asynchronously': drill(
    BEHIND_FOR_EVER,
    [crash('5m', 'sql1a'), repair('10m', 'sql1a')],
    [force('6m', 'sql1b'), resume('12m', 'sql1a')],
  ),
  'an instance goes to its other nodes one after another, and without quorum to none': {
    ...onInstance([crash('5m', 'sql1a'), crash('5m30s', 'sql1b'), crash('20m', 'fsw1'), crash('20m', 'sql1c')], {
      nodes: ['sql1a', 'sql1b', 'sql1c'],
    }),
  },
  'quorum goes while an instance starts': onInstance([crash('5m', 'sql1a'), crash('5m2s', 'fsw1')]),
  'the storage goes while an instance starts, and comes back': onInstance([
    crash('5m', 'sql1a'),
    crash('5m30s', 'san1'),
    repair('10m', 'san1'),
  ]),
  'quorum goes after the storage, and comes back before it': onInstance([
    crash('5m', 'san1'),
    ...BOTH.map((each) => ({ ...each, at: '6m' })),
    repair('10m', 'fsw1'),
    repair('10m', 'sql1a'),
    repair('20m', 'san1'),
  ]),
  'quorum goes, and comes back': onInstance([...BOTH, repair('10m', 'fsw1'), repair('10m', 'sql1a')]),
  'and the storage is lost meanwhile': onInstance([...BOTH, crash('6m', 'san1'), repair('10m', 'fsw1')]),
};
