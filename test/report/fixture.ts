import type { Deployment } from '../../src/domain/deployment.js';
import { DEFAULT_LOAD, EXPECTED_BY_DEFAULT } from '../../src/domain/drill.js';
import type { RunResult, StepResult, TimelineEntry } from '../../src/domain/result.js';

const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;

const at = (hours: number, minutes: number, seconds = 0) => hours * H + minutes * MIN + seconds * S;

type StepPart = Omit<StepResult, 'index' | 'rule' | 'message' | 'output' | 'file' | 'asExpected' | 'irrevocable'> &
  Partial<StepResult>;

function steps(parts: StepPart[]): StepResult[] {
  return parts.map((part, index) => ({
    index,
    rule: null,
    message: null,
    output: null,
    file: null,
    asExpected: true,
    irrevocable: null,
    ...part,
  }));
}

function entry(
  atMs: number,
  actor: string,
  text: string,
  kind: TimelineEntry['kind'] = 'change',
  step: number | null = null,
): TimelineEntry {
  return { atMs, actor, text, step, kind };
}

const END = at(9, 4, 30);

/** What these results were made of is read by no report that is tested with them. */
const NOTHING_DEPLOYED: Deployment = {
  product: 'lync2013',
  sites: [],
  links: [],
  pools: [],
  edgePools: [],
  centralManagement: { active: null },
  backupService: { syncIntervalMs: 120_000, enableRgsBackupService: false, pairedMs: null },
  voiceResiliency: { automatic: true, failureDetectionMs: 300_000, failbackDetectionMs: 600_000 },
  assumptions: {},
  taken: [],
  unmodelled: [],
};

/** The drill of the documentation with a second pair of pools, a step that is refused, and a broken invariant. */
export const LOSE_DATACENTER1: RunResult = {
  drydrill: 1,
  drill: 'Lose Datacenter1, recover on pool2, come home',
  seed: 7,
  verdict: 'failed',
  readiness: 'notReady',
  glance: {
    usersWithoutRegularService: { most: 20000, userMinutes: 592200, atEnd: 0 },
    changesLost: 2167,
    changesStranded: 0,
    worstRtoMs: 1032000,
    worstRpoMs: 65000,
    judgedBy: { rto: 0, rpo: 0 },
    routesDownMs: { federation: 0, xmpp: 0, remoteAccess: 0, remoteMedia: 300000 },
    warnings: 1,
    notRehearsed: [],
  },
  reason: 'Line 12 was refused by D42, which the drill does not expect, and invariant I1 broke.',
  endedAtMs: END,
  steps: steps([
    { line: 9, command: 'wait: 45m', startedAtMs: 0, endedAtMs: at(0, 45), outcome: 'ok' },
    {
      line: 10,
      command:
        'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a.contoso.com -BackupSqlInstanceName rtc -Force',
      startedAtMs: at(0, 45),
      endedAtMs: at(0, 49, 12),
      outcome: 'ok',
    },
    {
      line: 11,
      command: 'Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus',
      startedAtMs: at(0, 49, 12),
      endedAtMs: at(0, 49, 12),
      outcome: 'ok',
      output: [
        {
          ActiveMasterFqdn: 'pool2.contoso.com',
          ActiveMasterLastHeartbeat: '00:49:10',
          DeletedReplicas: null,
          InSync: false,
          ReplicasPending: 3,
        },
      ],
    },
    {
      line: 12,
      command: 'Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode',
      startedAtMs: at(0, 49, 12),
      endedAtMs: at(0, 49, 17),
      outcome: 'refused',
      asExpected: false,
      rule: 'D42',
      message:
        'This Front-end pool "pool1.contoso.com" is specified in topology as the next hop for the Edge server. Failing over this pool may cause External access/Federation/Split-domain/XMPP features to stop working. Change the next hop first: Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com',
    },
    {
      line: 13,
      command: 'Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com',
      startedAtMs: at(0, 49, 17),
      endedAtMs: at(0, 50, 2),
      outcome: 'ok',
    },
    {
      line: 14,
      command: 'Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode',
      startedAtMs: at(0, 50, 2),
      endedAtMs: at(1, 7, 14),
      outcome: 'ok',
    },
    {
      line: 15,
      command: 'Invoke-CsPoolFailBack -PoolFqdn pool1.contoso.com',
      startedAtMs: at(5, 0),
      endedAtMs: at(5, 55, 40),
      outcome: 'ok',
    },
    {
      line: 17,
      command: 'Invoke-CsPoolFailOver -PoolFqdn pool2.contoso.com',
      startedAtMs: at(6, 0),
      endedAtMs: at(6, 0, 5),
      outcome: 'refused',
      rule: 'D41',
      message:
        'The active master of the Central Management Store is on pool2.contoso.com; fail it over first: Invoke-CsManagementServerFailover.',
    },
  ]),
  loss: {
    acknowledged: 2_214_080,
    lost: 4_012,
    stranded: 133,
    byModule: [
      module('pool1.contoso.com', 'UserServices.PresenceFocus', 1_020_000, 4_012, 0, 2 * MIN + 4 * S),
      module('pool1.contoso.com', 'ConfServices.DataConf', 34_000, 0, 133, MIN + 58 * S),
      module('pool1.contoso.com', 'CentralMgmt.CMSMaster', 36, 0, 0, null),
      module('pool2.contoso.com', 'UserServices.PresenceFocus', 1_088_044, 0, 0, null),
      module('pool2.contoso.com', 'ConfServices.DataConf', 36_000, 0, 0, null),
      module('branch-office-frankfurt-03.emea.contoso.com', 'UserServices.PresenceFocus', 36_000, 0, 0, null),
    ],
  },
  databases: [],
  centralManagement: [
    {
      pool: 'pool2.contoso.com',
      mode: 'disaster',
      startedAtMs: at(0, 45),
      activeAtMs: at(0, 49, 12),
      rtoMs: 252 * S,
      rpoMs: 400 * S,
      rtoTargetMs: 5 * MIN,
      rpoTargetMs: 5 * MIN,
    },
  ],
  recovery: [
    {
      pool: 'pool1.contoso.com',
      mode: 'disaster',
      outageAtMs: at(0, 30),
      failoverStartedAtMs: at(0, 50, 2),
      servedAtMs: at(1, 7, 14),
      rtoMs: 17 * MIN + 12 * S,
      rpoMs: 2 * MIN + 4 * S,
      rtoTargetMs: 30 * MIN,
      rpoTargetMs: 30 * MIN,
      noTargetBecause: null,
      target: { rtoMs: 30 * MIN, rpoMs: 30 * MIN, from: 'documented', rpoFrom: 'documented', applies: true, why: null },
      firstCommandAtMs: at(0, 45),
      decisionMs: 15 * MIN,
      procedureMs: 5 * MIN + 2 * S,
      outageMs: 37 * MIN + 14 * S,
      assumedMs: 17 * MIN + 12 * S,
      pausedMs: 15 * MIN,
      criticalPath: [
        { fromMs: at(0, 30), toMs: at(0, 45), step: 0, kind: 'pause', what: 'wait: 45m', inVain: false },
        {
          fromMs: at(0, 45),
          toMs: at(0, 50, 2),
          step: 1,
          kind: 'command',
          what: 'Invoke-CsManagementServerFailover',
          inVain: false,
        },
        {
          fromMs: at(0, 50, 2),
          toMs: at(1, 7, 14),
          step: 3,
          kind: 'failover',
          what: 'the partner takes over',
          inVain: false,
        },
      ],
    },
    {
      pool: 'pool3.contoso.com',
      mode: 'planned',
      outageAtMs: at(7, 0, 20),
      failoverStartedAtMs: at(7, 0),
      servedAtMs: at(7, 41),
      rtoMs: 41 * MIN,
      rpoMs: null,
      rtoTargetMs: 30 * MIN,
      rpoTargetMs: 30 * MIN,
      noTargetBecause: null,
      target: { rtoMs: 30 * MIN, rpoMs: 30 * MIN, from: 'documented', rpoFrom: 'documented', applies: true, why: null },
      firstCommandAtMs: at(7, 0),
      decisionMs: 0,
      procedureMs: 0,
      outageMs: 40 * MIN + 40 * S,
      assumedMs: 41 * MIN,
      pausedMs: 0,
      criticalPath: [],
    },
    {
      pool: 'pool4.contoso.com',
      mode: 'disaster',
      outageAtMs: at(8, 50),
      failoverStartedAtMs: at(8, 50),
      servedAtMs: null,
      rtoMs: null,
      rpoMs: 40 * MIN + 30 * S,
      rtoTargetMs: 30 * MIN,
      rpoTargetMs: 30 * MIN,
      noTargetBecause: null,
      target: { rtoMs: 30 * MIN, rpoMs: 30 * MIN, from: 'documented', rpoFrom: 'documented', applies: true, why: null },
      firstCommandAtMs: at(8, 50),
      decisionMs: null,
      procedureMs: null,
      outageMs: null,
      assumedMs: null,
      pausedMs: null,
      criticalPath: [],
    },
  ],
  users: [
    {
      pool: 'pool1.contoso.com',
      count: 20_000,
      intervals: [
        { state: 'regularHome', fromMs: 0, toMs: at(0, 30), affected: 20_000, regular: 20_000 },
        { state: 'signedOut', fromMs: at(0, 30), toMs: at(0, 35), affected: 20_000, regular: 0 },
        { state: 'resiliencyPartner', fromMs: at(0, 35), toMs: at(1, 7, 14), affected: 20_000, regular: 0 },
        { state: 'regularPartner', fromMs: at(1, 7, 14), toMs: at(5, 40), affected: 20_000, regular: 20_000 },
        { state: 'resiliencyHome', fromMs: at(5, 40), toMs: at(5, 55, 40), affected: 6_700, regular: 0 },
        { state: 'regularHome', fromMs: at(5, 55, 40), toMs: END, affected: 20_000, regular: 20_000 },
      ],
    },
    {
      pool: 'pool2.contoso.com',
      count: 20_000,
      intervals: [{ state: 'regularHome', fromMs: 0, toMs: END, affected: 20_000, regular: 20_000 }],
    },
    {
      pool: 'pool3.contoso.com',
      count: 1_200,
      intervals: [
        { state: 'regularHome', fromMs: 0, toMs: at(7, 0, 20), affected: 1_200, regular: 1_200 },
        { state: 'readOnlyHome', fromMs: at(7, 0, 20), toMs: at(7, 41), affected: 1_200, regular: 0 },
        { state: 'regularPartner', fromMs: at(7, 41), toMs: END, affected: 1_200, regular: 1_200 },
      ],
    },
    { pool: 'branch-office-frankfurt-03.emea.contoso.com', count: 1, intervals: [] },
  ],
  replication: [
    {
      pool: 'pool1.contoso.com',
      module: 'UserServices.PresenceFocus',
      points: [
        { atMs: 0, atRisk: 0, exportState: 'FinalState' },
        { atMs: at(0, 2), atRisk: 4_000, exportState: 'SteadyState' },
        { atMs: at(0, 2), atRisk: 0, exportState: 'SteadyState' },
        { atMs: at(0, 30), atRisk: 4_145, exportState: 'SteadyState' },
        { atMs: at(0, 30), atRisk: 4_145, exportState: 'ErrorState' },
        { atMs: at(5, 40), atRisk: 4_145, exportState: 'ErrorState' },
        { atMs: at(5, 40), atRisk: 0, exportState: 'NonSteadyState' },
        { atMs: END, atRisk: 2_000, exportState: 'NonSteadyState' },
      ],
    },
    {
      pool: 'pool1.contoso.com',
      module: 'ConfServices.DataConf',
      points: [
        { atMs: 0, atRisk: 0, exportState: 'FinalState' },
        { atMs: END, atRisk: 133, exportState: 'SteadyState' },
      ],
    },
    {
      pool: 'pool2.contoso.com',
      module: 'UserServices.PresenceFocus',
      points: [
        { atMs: 0, atRisk: 0, exportState: 'SteadyState' },
        { atMs: at(0, 30), atRisk: 4_000, exportState: 'ErrorState' },
        { atMs: at(4, 0), atRisk: 424_000, exportState: 'NonSteadyState' },
        { atMs: at(5, 0), atRisk: 0, exportState: 'FinalState' },
      ],
    },
    {
      pool: 'pool2.contoso.com',
      module: 'CentralMgmt.CMSMaster',
      points: [{ atMs: 0, atRisk: 0, exportState: 'NotInitialized' }],
    },
  ],
  routes: [
    {
      route: 'federation',
      pool: null,
      intervals: [
        { up: true, via: 'edge1.contoso.com', fromMs: 0, toMs: at(0, 30) },
        { up: false, via: null, fromMs: at(0, 30), toMs: at(1, 10) },
        { up: true, via: 'edge2.contoso.com', fromMs: at(1, 10), toMs: END },
      ],
    },
    { route: 'xmpp', pool: null, intervals: [{ up: true, via: 'edge2.contoso.com', fromMs: 0, toMs: END }] },
  ],
  components: [
    {
      kind: 'frontEnd',
      subject: 'pool1.contoso.com',
      part: null,
      intervals: [{ fromMs: 0, toMs: END, state: 'running', on: null }],
    },
  ],
  violations: [
    {
      invariant: 'I1',
      atMs: at(0, 50, 2),
      message: '133 changes of pool1.contoso.com left the serving branch though the pool could serve.',
      rules: ['D20', 'D43', 'M47'],
      declared: false,
    },
    {
      invariant: 'I10',
      atMs: END,
      message: 'pool4.contoso.com did not return to regular service within 30m of the last repair.',
      rules: ['D50', 'F1'],
      declared: true,
    },
  ],
  findings: [
    {
      severity: 'note',
      rule: 'D36',
      message: 'The Backup Service copies without encryption between the sites.',
      line: 0,
      instead: null,
      place: null,
    },
    {
      severity: 'error',
      rule: 'D54',
      message:
        'The conference content of pool1.contoso.com was not brought home after the failback. Run the sync and wait for SteadyState.',
      line: 15,
      instead: 'Invoke-CsBackupServiceSync -PoolFqdn pool2.contoso.com -BackupModule ConfServices.DataConf',
      place: 'after',
    },
    {
      severity: 'warning',
      rule: 'D3',
      message: 'pool2.contoso.com is sized for 30,000 users and would serve 40,000.',
      line: 0,
      instead: null,
      place: null,
    },
  ],
  expectations: [
    { what: 'lost', expected: 'at most 5,000', actual: '4,012', holds: true, from: 'drill' },
    { what: 'rto of pool1.contoso.com', expected: 'at most 15m', actual: '17m 12s', holds: false, from: 'policy' },
  ],
  assumptions: [
    {
      name: 'replicaRebuildMinutes',
      value: 5,
      unit: 'min',
      why: 'M11: replicas of a lost server are rebuilt on the others',
    },
    { name: 'failoverMinutes', value: [12, 20], unit: 'min', why: 'drawn by the seed within the range' },
    {
      name: 'latency of Datacenter1-Datacenter2',
      value: 20,
      unit: 'ms',
      why: 'not in the topology: default',
    },
    {
      name: 'bandwidth of Datacenter1-Datacenter2',
      value: 100,
      unit: 'Mbps',
      why: 'not in the topology: default',
    },
    {
      name: 'capacity of pool2.contoso.com',
      value: 40_000,
      unit: 'users',
      why: 'not in the topology: default',
    },
    {
      name: 'staleMasterOnReturn',
      value: false,
      unit: '',
      why: 'D64: a returning master becomes the standby',
    },
  ],
  timeline: [
    entry(0, 'administrator', 'wait: 45m', 'step', 0),
    entry(at(0, 30), 'fault', 'site Datacenter1 crashes: 9 machines stop', 'fault'),
    entry(at(0, 30), 'pool1.contoso.com', '20,000 users are signed out'),
    entry(at(0, 30), 'CMS', 'the active master on pool1.contoso.com is unreachable'),
    entry(at(0, 35), 'pool2.contoso.com', 'takes the users of pool1.contoso.com in resiliency mode (D70)'),
    entry(at(0, 49, 12), 'CMS', 'pool2.contoso.com is the active master', 'change', 1),
    entry(at(0, 49, 12), 'administrator', 'Get-CsManagementStoreReplicationStatus', 'step', 2),
    entry(at(0, 49, 12), 'administrator', 'ActiveMasterFqdn: pool2.contoso.com', 'output', 2),
    entry(at(0, 49, 12), 'administrator', 'starts', 'step', 3),
    entry(at(0, 49, 17), 'administrator', 'refused by D42', 'refusal', 3),
    entry(at(0, 49, 17), 'administrator', '', 'step', 4),
    entry(at(0, 50, 2), 'administrator', '', 'step', 5),
    entry(at(0, 50, 2), 'I1', '133 changes of pool1.contoso.com left the serving branch', 'violation', 5),
    entry(at(0, 58), 'administrator', 'the partner takes the users over', 'step', 5),
    entry(at(1, 7, 14), 'pool1.contoso.com', '20,000 users are regular on pool2.contoso.com', 'change', 5),
    entry(at(4, 0), 'fault', 'site Datacenter1 is repaired', 'fault'),
    entry(at(5, 0), 'administrator', '', 'step', 6),
    entry(at(5, 55, 40), 'branch-office-frankfurt-03.emea.contoso.com', 'heartbeat seen again'),
    entry(at(6, 0), 'administrator', '', 'step', 7),
    entry(at(6, 10), 'administrator', 'Ask the service desk before the next step.', 'note'),
  ],
  runbooks: [],
  seeds: null,
  faults: [],
  input: {
    deployment: NOTHING_DEPLOYED,
    load: DEFAULT_LOAD,
    assumptions: {},
    taken: [],
    faults: [],
    steps: [],
    expect: EXPECTED_BY_DEFAULT,
  },
};

function module(
  pool: string,
  name: string,
  acknowledged: number,
  lost: number,
  stranded: number,
  oldestLostAgeMs: number | null,
) {
  return { pool, module: name, acknowledged, lost, stranded, oldestLostAgeMs };
}

/** A drill in which nothing happens. */
export const UNEVENTFUL: RunResult = {
  ...LOSE_DATACENTER1,
  drill: 'Nothing happens',
  verdict: 'passed',
  readiness: 'ready',
  glance: {
    usersWithoutRegularService: { most: 0, userMinutes: 0, atEnd: 0 },
    changesLost: 0,
    changesStranded: 0,
    worstRtoMs: null,
    worstRpoMs: null,
    judgedBy: { rto: null, rpo: null },
    routesDownMs: { federation: null, xmpp: null, remoteAccess: null, remoteMedia: null },
    warnings: 0,
    notRehearsed: [],
  },
  components: [],
  reason: 'Nothing was refused, no invariant broke and nothing was lost.',
  endedAtMs: 0,
  steps: [],
  loss: { acknowledged: 0, lost: 0, stranded: 0, byModule: [] },
  recovery: [],
  centralManagement: [],
  users: [],
  replication: [],
  routes: [],
  violations: [],
  findings: [],
  expectations: [],
  assumptions: [],
  timeline: [],
};
