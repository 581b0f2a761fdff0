import { describe, expect, test } from 'vitest';
import { bindCommand } from '../../../src/domain/cmdlets/bind.js';
import { CHECKS, type CheckId } from '../../../src/domain/procedure/checks.js';
import type { Finding } from '../../../src/domain/result.js';
import { commandHosts } from '../../../src/input/drill/context.js';
import { DefinedNames } from '../../../src/input/known-names.js';
import { parseCommandLine } from '../../../src/powershell/parser/command-line.js';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { type DrillText, deployment, drillOf, run, withGroups } from '../../support/drills.js';

type Step = Readonly<Record<string, unknown>>;

const OVER = { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' };
const DISASTER = { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' };
const BACK = { run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' };
const CMS = { run: 'Invoke-CsManagementServerFailover' };
const CMS_FORCED = {
  run: 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a -BackupSqlInstanceName rtc -Force',
};
const RESTORE = { run: 'Invoke-CsBackupServiceSync -PoolFqdn pool2 -BackupModule ConfServices.DataConf' };
const REPLICATED = { wait: { until: 'replicated', timeout: '15m' } };
const STEADY = { wait: { until: 'steady', pool: 'pool1', timeout: '1h' } };
const STEADY2 = { wait: { until: 'steady', pool: 'pool2', timeout: '2h' } };
const XMPP = { run: 'Set-CsSite -Identity Site:Datacenter1 -XmppExternalFederationRoute EdgeServer:edge2' };
const EXPORT_RGS = 'Export-CsRgsConfiguration -Source ApplicationServer:pool1 -FileName C:\\rgs.zip';
const IMPORT_RGS = 'Import-CsRgsConfiguration -Destination ApplicationServer:pool2 -FileName C:\\rgs.zip';
/** The way home of the Response Groups (D34). */
const RGS_HOME = [
  {
    run: 'Export-CsRgsConfiguration -Source ApplicationServer:pool2 -Owner ApplicationServer:pool1 -FileName C:\\back.zip -RemoveExportedConfiguration',
  },
  { run: 'Import-CsRgsConfiguration -Destination ApplicationServer:pool1 -FileName C:\\back.zip -OverwriteOwner' },
];
const FILES = [
  { path: 'C:\\rgs.zip', holds: 'responseGroups', of: 'pool1', age: '24h' },
  { path: 'C:\\lis.zip', holds: 'lis', age: '24h' },
];
const wait = (time: string): Step => ({ wait: time });

const CMS_FORCED_WITHOUT = CMS_FORCED.run.replace(' -Force', '');

const cmsOn1 = deployment({}, {}, { centralManagement: { active: 'pool1' } });
const edges = [
  {
    fqdn: 'edge1',
    site: 'Datacenter1',
    servers: ['e1a', 'e1b'],
    nextHop: 'pool1',
    federation: true,
    xmpp: true,
  },
  { fqdn: 'edge2', site: 'Datacenter2', servers: ['e2a'], nextHop: 'pool2' },
];
const withEdge = deployment({}, {}, { edgePools: edges });
const noWitness = deployment({ witness: false }, {}, { edgePools: edges, centralManagement: { active: 'pool1' } });
const standard = deployment(
  { edition: 'standard', mirror: false, users: 1000 },
  { edition: 'standard', mirror: false, users: 1000 },
  { centralManagement: { active: 'pool1' } },
);
const LOST1 = [{ at: '10m', crash: { site: 'Datacenter1' } }];
const LOST1_BACK = [...LOST1, { at: '2h', repair: { site: 'Datacenter1' } }];
const LOST2 = [{ at: '10m', crash: { site: 'Datacenter2' } }];
const CUT = [{ at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '1h' }];
const MIRROR_THEN_PRINCIPAL = [
  { at: '10m', crash: { server: 'sql1b' } },
  { at: '20m', crash: { server: 'sql1a' } },
  { at: '30m', repair: { server: 'sql1b' } },
];
const FORCE = 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror';
/** So little that the first cycle after a repair has carried it all. */
const UPLOADS = { changesPerUserPerHour: 1, conferenceUploadsPerUserPerHour: 0.01 };

interface Case {
  readonly topology?: Record<string, unknown>;
  readonly faults?: DrillText['faults'];
  readonly load?: DrillText['load'];
  readonly files?: DrillText['files'];
  /** it goes against the procedure */
  readonly wrong: readonly Step[];
  /** it does not; absent = the wrong one with the advised line written where the finding says */
  readonly right?: readonly Step[];
}

/** A drill for each comparison, so that none can be added without one. */
const CASES: Readonly<Record<CheckId, Case>> = {
  cmsFirst: { topology: cmsOn1, wrong: [wait('10m'), OVER] },
  nextHopFirst: { topology: withEdge, wrong: [wait('10m'), OVER] },
  nextHopOfLostEdge: {
    topology: withEdge,
    faults: LOST1,
    wrong: [wait('20m'), DISASTER],
  },
  partnerFirst: { wrong: [wait('10m'), OVER, { run: 'Invoke-CsPoolFailOver -PoolFqdn pool2' }] },
  failoverOfPartner: {
    topology: cmsOn1,
    faults: LOST2,
    wrong: [wait('20m'), { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' }],
  },
  plannedForLost: { faults: LOST1, wrong: [wait('20m'), OVER] },
  // sql1a is lost at 20:00, and its mirror serves from 20:20 at the latest.
  plannedWhileElecting: {
    faults: [{ at: '20m', crash: { server: 'sql1a' } }],
    wrong: [{ at: '20m', ...OVER }],
    right: [wait('21m'), OVER],
  },
  disasterWhileElecting: {
    faults: [{ at: '20m', crash: { server: 'sql1a' } }],
    wrong: [{ at: '20m', ...DISASTER }],
    right: [wait('21m'), OVER],
  },
  disasterForHealthy: { wrong: [wait('11m'), DISASTER] },
  disasterOverCut: {
    faults: CUT,
    wrong: [wait('20m'), DISASTER],
    right: [wait('20m'), wait('1h'), STEADY, OVER],
  },
  skippedVerification: { wrong: [wait('11m'), { run: `${OVER.run} -SkipDataVerification` }] },
  finalSyncTooSlow: {
    faults: CUT,
    wrong: [wait('20m'), { run: `${OVER.run} -WaitTime 00:05:00` }],
    right: [wait('20m'), wait('1h'), STEADY, OVER],
  },
  backupNotSteady: {
    faults: CUT,
    wrong: [wait('20m'), OVER],
    right: [wait('20m'), wait('1h'), STEADY, OVER],
  },
  backupUnchecked: { wrong: [wait('10m'), OVER] },
  replicationPending: {
    topology: cmsOn1,
    wrong: [wait('10m'), CMS, OVER],
    right: [wait('10m'), CMS, REPLICATED, OVER],
  },
  replicationUnchecked: {
    // The publish of an unchanged next hop takes so long here that replication is through before it ends.
    topology: {
      ...withEdge,
      centralManagement: { active: 'pool1' },
      assumptions: { cmsReplicationMinutes: 0 },
    },
    wrong: [wait('10m'), CMS, { run: 'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2' }, OVER],
  },
  responseGroupsNotExported: {
    wrong: [wait('10m'), OVER, BACK],
    right: [wait('10m'), { run: EXPORT_RGS }, OVER, { run: IMPORT_RGS }, BACK],
  },
  responseGroupsOld: {
    load: { ...UPLOADS, responseGroupChangesPerHour: 2 },
    wrong: [{ run: EXPORT_RGS }, wait('40m'), OVER, { run: IMPORT_RGS }],
    right: [wait('40m'), { run: EXPORT_RGS }, OVER, { run: IMPORT_RGS }],
  },
  responseGroupsLeftBehind: { wrong: [wait('10m'), { run: EXPORT_RGS }, OVER, { run: IMPORT_RGS }, BACK] },
  responseGroupsNotImported: {
    faults: LOST1,
    files: [{ ...FILES[0], path: 'C:\\DisasterRecovery\\Rgs-pool1.zip' }],
    wrong: [wait('20m'), DISASTER],
  },
  failbackOfPartner: { wrong: [wait('10m'), OVER, { run: 'Invoke-CsPoolFailBack -PoolFqdn pool2' }] },
  failbackTooEarly: {
    faults: LOST1_BACK,
    wrong: [wait('20m'), DISASTER, BACK],
    right: [wait('20m'), DISASTER, { ...BACK, at: '3h' }],
  },
  failbackNotSteady: {
    faults: LOST1_BACK,
    // The services of 20,000 users are up after 12 to 23 min (D13).
    wrong: [wait('20m'), DISASTER, { ...BACK, at: '2h23m' }],
    right: [wait('20m'), DISASTER, { at: '2h23m', wait: STEADY2.wait }, BACK],
  },
  failbackSkippedVerification: {
    wrong: [wait('11m'), OVER, { run: `${BACK.run} -SkipDataVerification` }],
  },
  failbackWithoutPartner: { wrong: [wait('11m'), OVER, { run: `${BACK.run} -DisasterMode` }] },
  contentNotRestored: { load: UPLOADS, wrong: [wait('10m'), OVER, wait('1h'), BACK, wait('20m')] },
  contentFromWrongPool: {
    load: UPLOADS,
    wrong: [
      wait('10m'),
      OVER,
      wait('1h'),
      BACK,
      { run: 'Invoke-CsBackupServiceSync -PoolFqdn pool1 -BackupModule ConfServices.DataConf' },
      wait('20m'),
    ],
  },
  contentNotAwaited: {
    load: UPLOADS,
    wrong: [wait('10m'), OVER, wait('1h'), BACK, RESTORE],
    right: [wait('10m'), OVER, wait('1h'), BACK, RESTORE, STEADY2],
  },
  cmsPlannedForLost: { topology: cmsOn1, faults: LOST1, wrong: [wait('20m'), CMS] },
  cmsDisasterForm: {
    topology: cmsOn1,
    faults: LOST1,
    wrong: [
      wait('20m'),
      {
        run: 'Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2b -BackupSqlInstanceName rtc -Force',
      },
    ],
  },
  cmsDisasterForHealthy: { topology: cmsOn1, wrong: [wait('10m'), CMS_FORCED] },
  masterFirst: {
    topology: { ...withEdge, centralManagement: { active: 'pool1' } },
    faults: LOST1,
    wrong: [wait('20m'), { topologyBuilder: { edgeNextHop: { edge1: 'pool2' } } }],
  },
  cmsForceLeftOut: { topology: cmsOn1, faults: LOST1, wrong: [wait('20m'), { run: CMS_FORCED_WITHOUT }] },
  mirrorInstead: {
    topology: noWitness,
    faults: [{ at: '10m', crash: { server: 'sql1a' } }],
    wrong: [wait('20m'), CMS_FORCED],
  },
  mirrorForPlanned: {
    topology: noWitness,
    faults: [{ at: '10m', crash: { server: 'sql1a' } }],
    wrong: [wait('20m'), CMS],
  },
  mirrorFirst: {
    topology: noWitness,
    faults: [{ at: '10m', crash: { server: 'sql1a' } }],
    wrong: [wait('20m'), { topologyBuilder: { edgeNextHop: { edge1: 'pool2' } } }],
  },
  cmsMarked: {
    topology: { ...cmsOn1, assumptions: { staleMasterMinutes: 30 } },
    faults: LOST1_BACK,
    wrong: [wait('20m'), CMS_FORCED, { ...CMS, at: '2h15m' }],
    right: [wait('20m'), CMS_FORCED, { run: `${CMS.run} -Restore`, at: '2h15m' }, REPLICATED, CMS],
  },
  cmsNotReplicated: {
    topology: cmsOn1,
    wrong: [wait('10m'), CMS, CMS],
    right: [wait('10m'), CMS, REPLICATED, CMS],
  },
  standardPair: {
    topology: standard,
    wrong: [wait('10m'), CMS],
    right: [
      { run: 'Export-CsConfiguration -FileName C:\\c.zip' },
      { run: 'Export-CsLisConfiguration -FileName C:\\l.zip' },
      CMS,
    ],
  },
  locationDataNotExported: {
    topology: cmsOn1,
    wrong: [wait('10m'), CMS],
    right: [
      wait('10m'),
      { run: 'Export-CsLisConfiguration -FileName C:\\lis.zip' },
      CMS,
      { run: 'Import-CsLisConfiguration -FileName C:\\lis.zip' },
      { run: 'Publish-CsLisConfiguration' },
    ],
  },
  locationDataNotImported: {
    topology: cmsOn1,
    faults: LOST1,
    files: [{ ...FILES[1], path: 'C:\\DisasterRecovery\\Lis.zip' }],
    wrong: [wait('20m'), CMS_FORCED],
  },
  locationDataNotPublished: {
    topology: cmsOn1,
    files: FILES,
    wrong: [wait('10m'), CMS, { run: 'Import-CsLisConfiguration -FileName C:\\lis.zip' }],
  },
  forcedService: {
    faults: [...MIRROR_THEN_PRINCIPAL, { at: '50m', repair: { server: 'sql1a' } }],
    wrong: [{ at: '40m', run: `${FORCE} -Force` }],
    right: [{ at: '1h', wait: { until: 'synchronized', pool: 'pool1', timeout: '1h' } }, { run: FORCE }],
  },
  flushFirst: {
    topology: deployment({ servers: 6 }),
    wrong: [wait('10m'), { run: 'Stop-Computer -ComputerName fe1a,fe1b' }],
  },
  principalDown: { wrong: [wait('10m'), { run: 'Restart-Computer -ComputerName sql1a -Wait' }] },
  primaryDown: { topology: withGroups(), wrong: [wait('10m'), { run: 'Restart-Computer -ComputerName sql1a -Wait' }] },
  xmppWhileRunning: { topology: withEdge, wrong: [wait('10m'), XMPP] },
};

const drillFor = ({ topology, faults, load, files }: Case, steps: readonly Step[]): DrillText => ({
  steps,
  ...(topology === undefined ? {} : { topology }),
  ...(faults === undefined ? {} : { faults }),
  ...(load === undefined ? {} : { load }),
  ...(files === undefined ? {} : { files }),
});

const cmdletOf = (line: string): string => line.split(' ')[0];

/** The findings of a check: no two checks have rule, severity, place and cmdlet in common. */
const of = (r: DrillRun, id: CheckId): Finding[] => {
  const { rule, severity, place, cmdlet } = CHECKS[id];
  return r.result.findings.filter(
    (f) =>
      f.rule === rule &&
      f.severity === severity &&
      f.place === place &&
      f.instead !== null &&
      cmdletOf(f.instead) === cmdlet,
  );
};

/** The drill with the line of a finding written where the finding says. */
function corrected(r: DrillRun, steps: readonly Step[], { line, place, instead }: Finding): Step[] {
  const at = r.result.steps.findIndex((s) => s.line === line);
  const advised = { run: instead };
  if (place === 'instead') return steps.with(at, advised) as Step[];
  return steps.toSpliced(place === 'before' ? at : at + 1, 0, advised) as Step[];
}

describe.each(Object.entries(CASES) as [CheckId, Case][])('%s', (id, example) => {
  const wrong = () => run(drillFor(example, example.wrong));

  test('is found, with the rule, the line and the line to write', async () => {
    const found = of(await wrong(), id);
    expect(found).toHaveLength(1);
    expect(found[0].line).toBeGreaterThan(0);
    expect(found[0]).toMatchSnapshot();
  });

  test('is not found in the drill that does it right', async () => {
    const r = await wrong();
    const right = example.right ?? corrected(r, example.wrong, of(r, id)[0]);
    const better = await run(drillFor(example, right));
    expect(of(better, id)).toEqual([]);
    // Whatever else is asked of it, nothing that was advised is refused.
    expect(better.result.steps.filter((s) => s.command === of(r, id)[0].instead && s.outcome !== 'ok')).toEqual([]);
  });

  test('every line that is advised can be typed in this deployment', async () => {
    const text = drillFor(example, example.wrong);
    const { deployment: of } = await drillOf(text);
    const hosts = commandHosts(new DefinedNames(of));
    for (const { instead } of (await run(text)).result.findings) {
      if (instead === null) continue;
      const parsed = await parseCommandLine(instead);
      expect('kind' in parsed ? parsed : bindCommand(parsed, hosts)).toMatchObject({
        kind: 'bound',
      });
    }
  });
});

describe('of the same table', () => {
  test('each check can be told from the others', () => {
    const keys = Object.values(CHECKS).map((c) => [c.rule, c.severity, c.place, c.cmdlet].join());
    const twice = keys.filter((key, i) => keys.indexOf(key) !== i);
    // The form of the CMS failover that is right now depends on the state, not on the mistake.
    expect(twice).toEqual(['D61,error,instead,Invoke-CsManagementServerFailover']);
  });
});

describe('a master that works behind a cut link', () => {
  test('is not taken by force: no finding advises what another one blames', async () => {
    const r = await run({
      topology: cmsOn1,
      faults: [{ at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] } }],
      steps: [wait('20m'), { ...DISASTER, expect: 'refused', rule: 'D41' }, CMS_FORCED],
    });
    const of = (rule: string) => r.result.findings.filter((f) => f.rule === rule);
    expect(of('D41')).toMatchObject([{ instead: null }]);
    expect(of('D41')[0].message).toContain('mend the link that hides it from pool2, then fail it over');
    expect(of('D61')).toMatchObject([{ instead: null }]);
    expect(of('D61')[0].message).toContain('Mend the link that hides it from pool2 first');
    expect(r.result.findings.flatMap((f) => f.instead ?? []).join()).not.toContain('-Force');
  });
});

describe('where a step is meant to be refused', () => {
  test('its finding is a note; refused for another reason it stays an error', async () => {
    const severities = async (rule: string) =>
      (await run(drillFor(CASES.cmsFirst, [wait('10m'), { ...OVER, expect: 'refused', rule }]))).result.findings
        .filter((f) => f.rule === 'D41')
        .map((f) => f.severity);
    expect(await severities('D41')).toEqual(['note']);
    expect(await severities('D42')).toEqual(['error']);
  });

  test('so is the mirror that stands in step, where the planned form is meant to be refused (D60, D61)', async () => {
    const { faults } = CASES.mirrorForPlanned;
    const severities = async (more: object) =>
      (await run({ topology: noWitness, faults: faults!, steps: [wait('20m'), { ...CMS, ...more }] })).result.findings
        .filter((f) => f.rule === 'D60')
        .map((f) => f.severity);
    expect(await severities({ expect: 'refused', rule: 'D60' })).toEqual(['note']);
    expect(await severities({})).toEqual(['error']);
  });

  test('every reason is named, not only the first', async () => {
    const all = { ...withEdge, centralManagement: { active: 'pool1' } };
    const faults = [{ at: '10m', crash: { pool: 'pool1' } }];
    const r = await run(drillFor({ topology: all, faults, wrong: [] }, [wait('20m'), OVER]));
    expect(r.result.findings.filter((f) => f.severity === 'error').map((f) => f.rule)).toEqual(['D41', 'D42', 'D43']);
  });
});

describe('where no line would help, none is made up', () => {
  const helpless = (r: DrillRun, rule: string) =>
    r.result.findings.filter((f) => f.rule === rule).map((f) => [f.severity, f.instead, f.place]);

  test('the Central Management Store is lost and has no standby (S6)', async () => {
    const lone = { fqdn: 'se', site: 'Datacenter1', edition: 'standard', servers: ['se'], users: 10 };
    const { pools } = deployment() as { pools: unknown[] };
    const topology = deployment({}, {}, { pools: [...pools, lone], centralManagement: { active: 'se' } });
    const r = await run({ topology, faults: LOST1, steps: [wait('20m'), DISASTER] });
    expect(helpless(r, 'D41')).toEqual([['error', null, null]]);
  });

  test('the users of the partner cannot go home yet (S8, D50)', async () => {
    const faults = [{ at: '10m', crash: { site: 'Datacenter1' } }];
    const steps = [wait('20m'), DISASTER, { run: 'Invoke-CsPoolFailOver -PoolFqdn pool2' }];
    expect(helpless(await run({ faults, steps }), 'S8')).toEqual([['error', null, null]]);
  });
});

describe('a line that would be refused is not advised', () => {
  const cut = (r: DrillRun, rule: string) =>
    r.result.findings.filter((f) => f.rule === rule).map(({ message, instead, place }) => [message, instead, place]);

  test('the sync of D54, where the partner was lost when the failback had ended (D37)', async () => {
    const faults = [{ at: '10m', crash: { pool: 'pool1' }, for: '30m' }, ...LOST2.map((f) => ({ ...f, at: '3h' }))];
    const r = await run({
      faults,
      load: UPLOADS,
      steps: [wait('20m'), DISASTER, { at: '3h10m', run: `${BACK.run} -DisasterMode` }],
    });
    expect(r.result.steps.map((s) => s.outcome)).toEqual(['ok', 'ok', 'ok']);
    const [[message, instead, place]] = cut(r, 'D54');
    expect([instead, place]).toEqual([null, null]);
    expect(message).toContain(`Run the sync, once the Backup Service of pool2 runs (D37): ${RESTORE.run}, and wait`);
  });

  test('the import of what nobody exported: the finding says so, and how the next disaster finds an export (D34)', async () => {
    const r = await run({ topology: cmsOn1, faults: LOST1, steps: [wait('20m'), CMS_FORCED, REPLICATED, DISASTER] });
    const [lis, groups] = cut(r, 'D34').toSorted();
    expect(lis).toEqual([expect.stringMatching(/^Response Groups of pool1 .* there is no export of them/), null, null]);
    expect(groups).toEqual([expect.stringMatching(/^location data .* there is no export of it/), null, null]);
  });

  test('the import reads the youngest export there is, under its own path', async () => {
    const files = [{ ...FILES[0], path: 'D:\\old.zip', age: '48h' }, FILES[0]];
    const r = await run({ faults: LOST1, files, steps: [wait('20m'), DISASTER] });
    expect(cut(r, 'D34').map(([, instead]) => instead)).toEqual([
      'Import-CsRgsConfiguration -Destination ApplicationServer:pool2 -FileName "C:\\rgs.zip"',
    ]);
  });
});

test('a store restored by Move-CsManagementServer has its location data: no import is asked for (D34, D65)', async () => {
  const told = async (more: readonly Step[]) => {
    const r = await run({
      topology: cmsOn1,
      faults: [...LOST1_BACK, { at: '3h', crash: { site: 'Datacenter2' } }],
      files: [FILES[1], { path: 'C:\\c.zip', holds: 'configuration', age: '24h' }],
      steps: [wait('20m'), CMS_FORCED, ...more],
    });
    expect(r.result.steps.map(({ outcome }) => outcome)).not.toContain('refused');
    return r.result.findings.filter(({ message }) => message.startsWith('location data')).map(({ rule }) => rule);
  };
  const restored =
    'Move-CsManagementServer -ConfigurationFileName C:\\c.zip -LisConfigurationFileName C:\\lis.zip -Force';
  expect(await told([wait('4h')])).toEqual(['D34']);
  expect(await told([{ at: '4h', run: restored }])).toEqual([]);
});

test('an old export is told once: as a count where the load of Response Groups is given, else by its age (D34)', async () => {
  const told = async (load: DrillText['load']) =>
    (
      await run({
        ...(load === undefined ? {} : { load }),
        faults: LOST1,
        files: FILES,
        steps: [wait('20m'), DISASTER, { run: IMPORT_RGS }],
      })
    ).result.findings
      .filter((f) => f.rule === 'D34')
      .map(({ severity, message }) => `${severity} ${message}`);
  // 24 h before the drill to the loss at 10 min, 2 changes an hour.
  expect(await told({ ...UPLOADS, responseGroupChangesPerHour: 2 })).toEqual([
    expect.stringMatching(/^warning .* 48 changes made since are not in it$/),
  ]);
  expect(await told(undefined)).toEqual([
    expect.stringMatching(/^note The export of Response Groups of pool1 is .* old/),
  ]);
});

describe('what is no finding', () => {
  test('-WhatIf', async () => {
    const r = await run({ topology: cmsOn1, steps: [wait('10m'), { run: `${DISASTER.run} -WhatIf` }] });
    expect(r.result.findings.filter((f) => f.instead !== null)).toEqual([]);
  });

  test('a pause between the failovers, though -WhatIf stands before the second (D63)', async () => {
    const whatIf = { run: `${OVER.run} -WhatIf` };
    const r = await run({ topology: cmsOn1, steps: [CMS, wait('10m'), whatIf, OVER] });
    expect(r.result.findings.filter((f) => f.rule === 'D63')).toEqual([]);
  });

  test('the whole planned procedure, and the whole procedure of a disaster', async () => {
    const HOP = 'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2';
    const IMPORT_LIS = { run: 'Import-CsLisConfiguration -FileName C:\\lis.zip' };
    const LIS = [IMPORT_LIS, { run: 'Publish-CsLisConfiguration' }];
    const home = [BACK, ...RGS_HOME, RESTORE, STEADY2, wait('10m')];
    const planned = [
      wait('10m'),
      { run: 'Get-CsBackupServiceStatus -PoolFqdn pool1' },
      { run: EXPORT_RGS },
      { run: 'Export-CsLisConfiguration -FileName C:\\lis.zip' },
      ...[CMS, ...LIS, REPLICATED],
      ...[{ run: HOP }, OVER, { run: IMPORT_RGS }, wait('1h'), ...home],
    ];
    const ROUTE = 'Set-CsSite -Identity Site:Datacenter1 -XmppExternalFederationRoute EdgeServer:edge2';
    const routes = [
      { run: 'Stop-CsWindowsService -ComputerName e2a' },
      { run: `${ROUTE} -FederationRoute EdgeServer:edge2` },
      { run: 'Start-CsWindowsService -ComputerName e2a' },
    ];
    const disaster = [
      ...[wait('20m'), CMS_FORCED, ...LIS, REPLICATED, { run: HOP }, ...routes, DISASTER, { run: IMPORT_RGS }],
      ...[{ at: '3h', wait: STEADY2.wait }, ...home],
    ];
    const topology = { ...withEdge, centralManagement: { active: 'pool1' } };
    const one = await run({ topology, steps: planned });
    expect(one.result.findings.filter((f) => f.instead !== null || f.severity !== 'note')).toEqual([]);
    const two = await run({ topology, faults: LOST1_BACK, steps: disaster, files: FILES });
    expect(two.result.findings.filter((f) => f.instead !== null)).toEqual([]);
    expect([one, two].map((r) => r.result.verdict)).toEqual(['passed', 'passed']);
  });
});
