import { describe, expect, test } from 'vitest';
import type { Drill, FaultTarget, StepWork } from '../../../src/domain/drill.js';
import { EXPECTED_BY_DEFAULT } from '../../../src/domain/drill.js';
import type { DrillOptions } from '../../../src/input/drill/read-drill.js';
import { readDrill } from '../../../src/input/from-disk.js';
import { CONTOSO, STANDARD } from '../topology/contoso.js';
import { scratchFolder } from '../topology/files.js';
import { INTERFACE_DRILL } from './interface-drill.js';

const folder = scratchFolder();
folder.write('contoso.yaml', CONTOSO);

const read = (text: string, options?: DrillOptions) => readDrill(folder.write('d.yaml', text), options);

async function accepted(text: string, options?: DrillOptions): Promise<Drill> {
  const result = await read(text, options);
  if (Array.isArray(result)) throw new Error(folder.shown(result));
  return result;
}

const HEAD = 'drill: d\ntopology: contoso.yaml\n';
const refused = async (text: string, options?: DrillOptions) => folder.shown(await read(text, options));
const refusedStep = (step: string) => refused(`${HEAD}steps:\n  - ${step}\n`);
const refusedFault = (fault: string) => refused(`${HEAD}faults:\n  - ${fault}\n`);

async function stepOf(step: string): Promise<{ work: StepWork; text: string }> {
  const { work, text } = (await accepted(`${HEAD}steps:\n  - ${step}\n`)).steps[0];
  return { work, text };
}

async function targetOf(fault: string): Promise<FaultTarget> {
  return (await accepted(`${HEAD}faults:\n  - { at: 1h, ${fault} }\n`)).faults[0].target;
}

describe('assumptions', () => {
  test('those of the drill go before those of the topology, which keep the rest', async () => {
    folder.write(
      'slow.yaml',
      `${CONTOSO.replace(/^assumptions:.*$/m, '')}assumptions: { lazyWriteSeconds: 9, poolStartMinutes: 8 }\n`,
    );
    const drill = await accepted('drill: d\ntopology: slow.yaml\nassumptions: { lazyWriteSeconds: 1 }\n');
    expect(drill.deployment.assumptions).toEqual({ lazyWriteSeconds: 1, poolStartMinutes: 8 });
    expect(drill.assumptions).toEqual({ lazyWriteSeconds: 1 });
  });

  test('are checked as those of a topology', async () => {
    expect(await refused(`${HEAD}assumptions: { syncPhaseSecond: 0, lazyWriteSeconds: -1 }\n`)).toMatchInlineSnapshot(`
      "d.yaml:3:16: unknown assumption "syncPhaseSecond"
        did you mean "syncPhaseSeconds"?
      d.yaml:3:54: assumptions.lazyWriteSeconds must be a number from 0 to 3600 (s), not the number -1"
    `);
  });
});

describe('steps on every server of a pool', () => {
  test.each(['bootstrap', 'update'])('%s', async (kind) => {
    const { work } = await stepOf(`${kind}: { pool: POOL1.contoso.com }`);
    expect(work).toEqual({ kind: 'topologyBuilder', change: { kind, pool: 'pool1.contoso.com' } });
    expect(await refusedStep(`${kind}: { pool: pool9.contoso.com }`)).toContain(
      '"pool9.contoso.com" is not one of the Front End pools',
    );
  });
});

describe('files', () => {
  test('have a path, what they hold, its pool, and an age', async () => {
    const drill = await accepted(
      `${HEAD}files:\n  - { path: 'C:\\r.zip', holds: responseGroups, of: POOL1.contoso.com, age: 24h }\n  - { path: l, holds: lis, age: 0s }\n`,
    );
    expect(drill.deployment.files).toEqual([
      { path: 'C:\\r.zip', holds: 'responseGroups', of: 'pool1.contoso.com', ageMs: 86_400_000 },
      { path: 'l', holds: 'lis', of: null, ageMs: 0 },
    ]);
  });

  test('that cannot be are refused', async () => {
    const files = [
      "{ path: 'C:\\r.zip', holds: responseGroups, age: 24h }",
      '{ path: c:/R.zip, holds: lis, age: 24h }',
      '{ path: x, holds: rgs, age: 24h }',
      '{ path: y, holds: userData, of: pool9, age: 24h }',
    ];
    for (const file of files) {
      const text = `${HEAD}files:\n  - { path: 'C:\\r.zip', holds: lis, age: 1h }\n  - ${file}\n`;
      expect(await refused(text)).toMatchSnapshot();
    }
  });
});

describe('what is accepted', () => {
  test('the drill of the interface', async () => {
    const drill = await accepted(INTERFACE_DRILL);
    expect(drill.name).toBe('Lose Datacenter1, recover on pool2, come home');
    expect(drill.seed).toBe(7);
    expect(drill.deployment.pools).toHaveLength(2);
    expect(drill.faults).toMatchObject([
      {
        verb: 'crash',
        atMs: 1_800_000,
        target: { kind: 'site', site: 'Datacenter1' },
        position: { line: 6 },
      },
      { verb: 'repair', atMs: 14_400_000, forMs: null, destroy: false },
    ]);
    expect(drill.steps.map(({ text, position }) => `${position.line}: ${text}`)).toMatchInlineSnapshot(`
      [
        "9: wait 45m",
        "10: Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a.contoso.com -BackupSqlInstanceName rtc -Force",
        "11: Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com",
        "12: Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode",
        "13: Invoke-CsPoolFailBack -PoolFqdn pool1.contoso.com",
        "15: Invoke-CsBackupServiceSync -PoolFqdn pool2.contoso.com -BackupModule ConfServices.DataConf",
        "16: wait until steady pool2.contoso.com (timeout 2h)",
        "17: Invoke-CsPoolFailOver -PoolFqdn pool2.contoso.com",
      ]
    `);
    expect(drill.steps[4]).toMatchObject({
      atMs: 18_000_000,
      work: { kind: 'run', command: { cmdlet: 'Invoke-CsPoolFailBack' } },
    });
    expect(drill.steps[7]).toMatchObject({ expectRefused: true, rule: 'D41' });
    expect(drill.expect).toEqual({
      lostMax: 5000,
      rtoMs: { 'pool1.contoso.com': 1_800_000 },
      rpoMs: 1_800_000,
      violates: [],
      mayBeUnserved: [],
      routesMs: {},
    });
    expect(drill.taken).toEqual([]);
  });

  test('as little as can be said', async () => {
    const drill = await accepted(HEAD);
    expect(drill).toMatchObject({ seed: 1, steps: [], faults: [] });
    expect(drill.expect).toEqual(EXPECTED_BY_DEFAULT);
    expect(drill.taken.map(({ name, value }) => `${name} = ${value}`)).toEqual([
      'load.changesPerUserPerHour = 6',
      'load.conferenceUploadsPerUserPerHour = 0.01',
      'load.configChangesPerHour = 4',
    ]);
    expect(await accepted(`${HEAD}steps:\nfaults: []\nexpect:\n`)).toMatchObject({ steps: [], faults: [] });
  });

  test('options go before what the drill says', async () => {
    const topology = folder.write('other/standard.yaml', STANDARD);
    const overlay = folder.write('other/overlay.yaml', 'product: sfb2019\n');
    const drill = await accepted('drill: d\ntopology: missing.yaml\nseed: 3\n', {
      topology,
      overlay,
      seed: 9,
    });
    expect(drill.seed).toBe(9);
    expect(drill.deployment.product).toBe('sfb2019');
    expect(drill.deployment.sites).toHaveLength(2);
  });

  test('an inline topology, and a path with folders', async () => {
    const inline = STANDARD.replace(/^/gm, '  ');
    expect((await accepted(`drill: d\ntopology:\n${inline}\n`)).deployment.pools).toHaveLength(2);
    folder.write('topologies/contoso.yaml', CONTOSO);
    expect((await accepted('drill: d\ntopology: ./topologies/contoso.yaml\n')).deployment.pools).toHaveLength(2);
    const absolute = folder.path('topologies/contoso.yaml');
    expect((await accepted(`drill: d\ntopology: ${absolute}\n`)).deployment.pools).toHaveLength(2);
  });

  test('every kind of target, in the spelling of the topology', async () => {
    expect(await targetOf('crash: { site: datacenter1 }')).toEqual({ kind: 'site', site: 'Datacenter1' });
    expect(await targetOf('crash: { pool: POOL1.contoso.com }')).toEqual({
      kind: 'pool',
      pool: 'pool1.contoso.com',
    });
    for (const server of ['fe1a', 'sql1a', 'sql1b', 'sql1w', 'e1a', 'file1']) {
      expect(await targetOf(`repair: { server: ${server}.contoso.com }`)).toMatchObject({ kind: 'server' });
    }
    expect(await targetOf('crash: { fileStore: file2.contoso.com }')).toMatchObject({ kind: 'fileStore' });
    expect(await targetOf('crash: { service: LyncBackup, pool: pool1.contoso.com }')).toEqual({
      kind: 'service',
      service: 'LYNCBACKUP',
      pool: 'pool1.contoso.com',
    });
    for (const value of ['true', 'pool1.contoso.com', 'POOL2.contoso.com']) {
      expect(await targetOf(`crash: { replicator: ${value} }`)).toEqual({ kind: 'replicator', replicator: true });
    }
    for (const name of ['DataConf', 'confservices.dataconf']) {
      expect(await targetOf(`crash: { module: { pool: POOL1.contoso.com, name: ${name} } }`)).toEqual({
        kind: 'module',
        module: { pool: 'pool1.contoso.com', name: 'ConfServices.DataConf' },
      });
    }
    expect(await targetOf('crash: { share: FILE2.contoso.com }')).toEqual({
      kind: 'share',
      share: 'file2.contoso.com',
    });
    expect(await targetOf('crash: { hydration: POOL1.contoso.com }')).toEqual({
      kind: 'hydration',
      hydration: 'pool1.contoso.com',
    });
    const oneWay = { kind: 'link', link: ['Datacenter2', 'Datacenter1'], oneWay: true };
    expect(await targetOf('cut: { link: [Datacenter2, Datacenter1], oneWay: true }')).toEqual(oneWay);
    expect(await targetOf('cut: { link: [Datacenter2, Datacenter1] }, oneWay: true')).toEqual(oneWay);
    expect(await targetOf('mend: { link: [Datacenter1, Datacenter2] }')).toMatchObject({ oneWay: false });
  });

  test('a drill takes ten years of virtual time at most', async () => {
    const shown = (rest: string) => refused(`${HEAD}${rest}`);
    expect(await shown('steps: [{ wait: 87600h }, { wait: 1s }, { wait: 1s }]')).toMatchInlineSnapshot(`
      "d.yaml:3:27: the drill could take more than 87600h of virtual time up to here
        shorten its pauses, timeouts or times"
    `);
    expect(
      await shown('faults: [{ at: 87600h, crash: { site: Datacenter1 }, for: 1h }]\nsteps: []'),
    ).toMatchInlineSnapshot(`
      "d.yaml:3:10: the drill could take more than 87600h of virtual time up to here
        shorten its pauses, timeouts or times"
    `);
    const until = 'wait: { until: replicated, timeout: 43800h }';
    expect(await shown(`steps: [{ ${until} }, { ${until} }, { note: over }, { ${until} }]`)).toMatchInlineSnapshot(`
      "d.yaml:3:125: the drill could take more than 87600h of virtual time up to here
        shorten its pauses, timeouts or times"
    `);
    expect(await shown(`steps: [{ ${until} }, { ${until} }]`)).toBe('ok');
  });

  test('for and destroy', async () => {
    const { faults } = await accepted(
      `${HEAD}faults: [{ at: 0s, crash: { site: Datacenter1 }, destroy: true, for: 1h }]\n`,
    );
    expect(faults[0]).toMatchObject({ atMs: 0, destroy: true, forMs: 3_600_000 });
  });

  test('every kind of step and its text', async () => {
    const steps = [
      'wait: 1h30m',
      'wait: { until: final, pool: POOL1.contoso.com, timeout: 90s }',
      'wait: { until: replicated, timeout: 1h }',
      'crash: { site: Datacenter1 }\n    destroy: true',
      'cut: { link: [Datacenter1, Datacenter2] }\n    for: 90m',
      'repair: { service: LYNCBACKUP, pool: pool2.contoso.com }',
      'cut: { link: [Datacenter1, Datacenter2] }',
      'mend: { link: [Datacenter1, Datacenter2], oneWay: true }',
      'crash: { replicator: true }\n    for: 90m',
      'crash: { hydration: pool1.contoso.com }',
      'note: Call the provider',
      'run: Get-SomethingElse -Whatever',
    ];
    const read = await Promise.all(steps.map(stepOf));
    expect(read.map(({ work, text }) => `${work.kind}: ${text}`)).toMatchInlineSnapshot(`
      [
        "wait: wait 1h30m",
        "waitUntil: wait until final pool1.contoso.com (timeout 1m30s)",
        "waitUntil: wait until replicated (timeout 1h)",
        "fault: crash site Datacenter1 (disks destroyed)",
        "fault: cut link Datacenter1 – Datacenter2 for 1h30m",
        "fault: repair service LYNCBACKUP of pool2.contoso.com",
        "fault: cut link Datacenter1 – Datacenter2",
        "fault: mend link Datacenter1 → Datacenter2 (one way)",
        "fault: crash replicator for 1h30m",
        "fault: crash hydration of pool1.contoso.com",
        "note: note: Call the provider",
        "notModelled: Get-SomethingElse -Whatever",
      ]
    `);
  });

  test('Topology Builder, in short and long forms', async () => {
    const short = [
      'edgeNextHop: { edge1.contoso.com: pool2.contoso.com }',
      'edgeNextHop: { edgePool: edge1.contoso.com, nextHop: POOL2.contoso.com }',
      'federation: edge2.contoso.com',
      'federation: { edge1.contoso.com: off }',
      'federation: { edgePool: edge1.contoso.com, enabled: false }',
      'edgePool: { pool1.contoso.com: edge2.contoso.com }',
      'edgePool: { pool: pool1.contoso.com, edgePool: edge2.contoso.com }',
      'pair: [pool1.contoso.com, pool2.contoso.com]',
      'pair: { pool1.contoso.com: pool2.contoso.com }',
    ];
    const read = await Promise.all(short.map((change) => stepOf(`topologyBuilder: { ${change} }`)));
    expect(read.map(({ text }) => text)).toMatchInlineSnapshot(`
      [
        "Topology Builder: next hop of edge1.contoso.com → pool2.contoso.com",
        "Topology Builder: next hop of edge1.contoso.com → pool2.contoso.com",
        "Topology Builder: federation on for edge2.contoso.com",
        "Topology Builder: federation off for edge1.contoso.com",
        "Topology Builder: federation off for edge1.contoso.com",
        "Topology Builder: Edge pool of pool1.contoso.com → edge2.contoso.com",
        "Topology Builder: Edge pool of pool1.contoso.com → edge2.contoso.com",
        "Topology Builder: pair pool1.contoso.com and pool2.contoso.com",
        "Topology Builder: pair pool1.contoso.com and pool2.contoso.com",
      ]
    `);
    expect(read[3].work).toEqual({
      kind: 'topologyBuilder',
      change: { kind: 'federation', edgePool: 'edge1.contoso.com', on: false },
    });
  });

  test('a refusal of Topology Builder can be expected', async () => {
    const step = 'topologyBuilder: { federation: edge1.contoso.com }\n    expect: refused\n    rule: D62';
    expect((await accepted(`${HEAD}steps:\n  - ${step}\n`)).steps[0]).toMatchObject({
      expectRefused: true,
      rule: 'D62',
    });
  });
});

describe('what is refused', () => {
  test('the file and its topology', async () => {
    expect(folder.shown(await readDrill(folder.path('none.yaml')))).toMatchInlineSnapshot(`"none.yaml: no such file"`);
    expect(await refused('Once upon a time')).toMatchInlineSnapshot(
      `"d.yaml:1:1: the file must be a map, and is text without keys"`,
    );
    expect(await refused('# nothing')).toMatchInlineSnapshot(`"d.yaml: the file is empty"`);
    expect(await refused('drill: d\n')).toMatchInlineSnapshot(`
      "d.yaml:1:1: "topology" is missing
        add "topology: FILE" (relative to the drill), an inline map, or --topology FILE"
    `);
    expect(await refused('drill: d\ntopology: missing.yaml\n')).toMatchInlineSnapshot(`
      "d.yaml:2:11: the topology missing.yaml: no such file
        a path is relative to the drill file"
    `);
    expect(await refused('drill: d\ntopology: 5\n')).toMatchInlineSnapshot(
      `"d.yaml:2:11: topology must be the path of a file or a map, not the number 5"`,
    );
    expect(
      await refused('drill: d\ntopology: { sites: [{ name: A }], pools: [{ fqdn: x, site: B }] }\n'),
    ).toMatchInlineSnapshot(`
      "d.yaml:2:43: "edition" is missing in pools[0]
        add it: enterprise or standard
      d.yaml:2:43: "servers" is missing in pools[0]
        add it: a list
      d.yaml:2:43: "users" is missing in pools[0]
        add it: a whole number from 0 to 10000000"
    `);
    folder.write('bad.yaml', CONTOSO.replace('users: 20000', 'users: -1'));
    expect(await refused('drill: d\ntopology: bad.yaml\nstep: []\n')).toMatchInlineSnapshot(`
      "d.yaml:3:1: unknown key "step"
        did you mean "steps"?
      bad.yaml:10:12: pools[0].users must be a whole number from 0 to 10000000, not the number -1"
    `);
    expect(await refused(HEAD, { topology: folder.path('missing.yaml') })).toMatchInlineSnapshot(
      `"missing.yaml: no such file"`,
    );
  });

  test('values at the top', async () => {
    // As --seed takes it.
    expect(await refused(`${HEAD}seed: 9007199254740992\n`)).toMatchInlineSnapshot(
      `"d.yaml:3:7: seed must be a whole number from 0 to 9007199254740991, not the number 9007199254740992"`,
    );
    expect(
      await refused(`${HEAD}load: { changesPerUserPerHour: -1, configChangesPerHour: 0.0000001 }\n`),
    ).toMatchInlineSnapshot(`
      "d.yaml:3:32: load.changesPerUserPerHour must be a number from 0 to 10000 with at most 6 decimals, not the number -1
      d.yaml:3:58: load.configChangesPerHour must be a number from 0 to 10000 with at most 6 decimals, not the number 1e-7"
    `);
    expect(
      await refused(`${HEAD}expect: { lost: 5, rpo: 30, rto: { pool9.contoso.com: 5m }, violates: [I98] }\n`),
    ).toMatchInlineSnapshot(`
      "d.yaml:3:17: expect.lost must be a map, not the number 5
      d.yaml:3:25: expect.rpo must be a duration, not the number 30
        write a duration like 90s, 15m, 4h or 1h30m, at most 87600h
      d.yaml:3:72: expect.violates[0] must be I1 or I2 or I3 or I4 or I5 or I6 or I7 or I8 or I9 or I10 or I11 or I16 or I17, not the text "I98"
        did you mean "I8"?"
    `);
    expect(await refused(`${HEAD}expect: { rto: { pool9.contoso.com: 5m } }\n`)).toMatchInlineSnapshot(`
      "d.yaml:3:18: "pool9.contoso.com" is not one of the Front End pools
        did you mean "pool1.contoso.com"?"
    `);
    expect(await refused('drill:\ntopology: contoso.yaml\n')).toMatchInlineSnapshot(
      `"d.yaml:1:7: drill must be text of 1 to 1000 characters, not nothing"`,
    );
  });

  test('more steps than are read', async () => {
    expect(await refused(`${HEAD}steps:\n${'- wait: 1s\n'.repeat(10_001)}`)).toMatchInlineSnapshot(
      `"d.yaml:4:1: steps must be a list of 10000 or fewer, not a list of 10001"`,
    );
  });

  test('faults', async () => {
    const bad = [
      '{ at: 1h }',
      '{ crash: { site: Datacenter1 } }',
      '{ at: 10, crash: { site: Datacenter1 } }',
      '{ at: 1h, crash: { site: Datacenter1 }, repair: { site: Datacenter2 } }',
      '{ at: 1h, crash: { site: Datacenter9 } }',
      '{ at: 1h, crash: { server: sql1c.contoso.com } }',
      '{ at: 1h, crash: { link: [Datacenter1, Datacenter2] } }',
      '{ at: 1h, cut: { site: Datacenter1 } }',
      '{ at: 1h, cut: { link: [Datacenter1] } }',
      '{ at: 1h, cut: { link: [Datacenter1, Datacenter1] } }',
      '{ at: 1h, repair: { site: Datacenter1 }, destroy: true }',
      '{ at: 1h, repair: { site: Datacenter1 }, for: 1h }',
      '{ at: 1h, crash: { service: RTCSRV, pool: pool1.contoso.com } }',
      '{ at: 1h, crash: { service: LYNCBACKUP } }',
      '{ at: 1h, crash: { service: LYNCBACKUP, pool: pool1.contoso.com }, destroy: true }',
      '{ at: 1h, crash: { replicator: false } }',
      '{ at: 1h, crash: { module: { pool: pool1.contoso.com, name: RGSDataStore } } }',
      '{ at: 1h, crash: { share: fe1a.contoso.com } }',
      '{ at: 1h, crash: { share: file1.contoso.com }, destroy: true }',
      '{ at: 1h, crash: { replicator: pool9.contoso.com } }',
      '{ at: 1h, crash: { replicator: true }, destroy: true }',
      '{ at: 1h, repair: { hydration: pool1.contoso.com } }',
      '{ at: 1h, crash: { hydration: pool1.contoso.com }, for: 1h }',
      '{ at: 1h, crash: { site: Datacenter1, pool: pool1.contoso.com } }',
      '{ at: 1h, crash: { sites: Datacenter1 } }',
      '{ at: 1h, crash: Datacenter1 }',
      '{ at: 1h, crash: }',
      '{ at: 90000h, crash: { site: Datacenter1 } }',
    ];
    const shown = [];
    for (const fault of bad) shown.push(`${fault}\n${await refusedFault(fault)}`);
    expect(shown.join('\n\n')).toMatchInlineSnapshot(`
      "{ at: 1h }
      d.yaml:4:5: this fault has no crash, repair, cut or mend
        write exactly one, e.g. { site: Datacenter1 }, { pool: pool1.contoso.com }, { server: sql1a.contoso.com }

      { crash: { site: Datacenter1 } }
      d.yaml:4:5: "at" is missing in faults[0]
        add it: a duration; write a duration like 90s, 15m, 4h or 1h30m, at most 87600h

      { at: 10, crash: { site: Datacenter1 } }
      d.yaml:4:11: faults[0].at must be a duration, not the number 10
        write a duration like 90s, 15m, 4h or 1h30m, at most 87600h

      { at: 1h, crash: { site: Datacenter1 }, repair: { site: Datacenter2 } }
      d.yaml:4:5: this fault has crash and repair at once
        write exactly one, e.g. { site: Datacenter1 }, { pool: pool1.contoso.com }, { server: sql1a.contoso.com }

      { at: 1h, crash: { site: Datacenter9 } }
      d.yaml:4:30: "Datacenter9" is not one of the sites
        did you mean "Datacenter1"?

      { at: 1h, crash: { server: sql1c.contoso.com } }
      d.yaml:4:32: "sql1c.contoso.com" is not one of the machines
        did you mean "sql1a.contoso.com"?

      { at: 1h, crash: { link: [Datacenter1, Datacenter2] } }
      d.yaml:4:22: crash cannot hit a link
        write cut or mend for a link

      { at: 1h, cut: { site: Datacenter1 } }
      d.yaml:4:20: cut cannot hit a site
        write crash or repair for a site

      { at: 1h, cut: { link: [Datacenter1] } }
      d.yaml:4:28: faults[0].cut.link must be a list of two sites, not a list of 1
        e.g. link: [Datacenter1, Datacenter2]

      { at: 1h, cut: { link: [Datacenter1, Datacenter1] } }
      d.yaml:4:28: a link joins two different sites

      { at: 1h, repair: { site: Datacenter1 }, destroy: true }
      d.yaml:4:46: "destroy" cannot stand beside repair
        only a crash can lose the disks

      { at: 1h, repair: { site: Datacenter1 }, for: 1h }
      d.yaml:4:46: "for" cannot stand beside repair
        it undoes a crash or a cut after that time

      { at: 1h, crash: { service: RTCSRV, pool: pool1.contoso.com } }
      d.yaml:4:33: the service "RTCSRV" cannot be crashed or repaired
        the service that is modelled is LYNCBACKUP

      { at: 1h, crash: { service: LYNCBACKUP } }
      d.yaml:4:22: a service needs the pool it runs in
        e.g. { service: LYNCBACKUP, pool: pool1.contoso.com }

      { at: 1h, crash: { service: LYNCBACKUP, pool: pool1.contoso.com }, destroy: true }
      d.yaml:4:72: "destroy" cannot stand beside a service: it has no disks of its own
        crash its pool, a server or a site

      { at: 1h, crash: { replicator: false } }
      d.yaml:4:36: faults[0].crash.replicator must be true, or a pool with the Central Management Store, not false
        e.g. { replicator: true }

      { at: 1h, crash: { module: { pool: pool1.contoso.com, name: RGSDataStore } } }
      d.yaml:4:65: pool1.contoso.com exports no module "RGSDataStore"
        it has UserServices.PresenceFocus, ConfServices.DataConf, CentralMgmt.CMSMaster

      { at: 1h, crash: { share: fe1a.contoso.com } }
      d.yaml:4:31: "fe1a.contoso.com" is not one of the file stores
        known file stores: file1.contoso.com, file2.contoso.com

      { at: 1h, crash: { share: file1.contoso.com }, destroy: true }
      d.yaml:4:52: "destroy" cannot stand beside a share: it has no disks of its own
        crash its pool, a server or a site

      { at: 1h, crash: { replicator: pool9.contoso.com } }
      d.yaml:4:36: "pool9.contoso.com" has no Central Management Store
        write true, or pool1.contoso.com

      { at: 1h, crash: { replicator: true }, destroy: true }
      d.yaml:4:44: "destroy" cannot stand beside a replicator: it has no disks of its own
        crash its pool, a server or a site

      { at: 1h, repair: { hydration: pool1.contoso.com } }
      d.yaml:4:23: the hydration of a failback has nothing to repair
        it is typed again at once; leave the repair, and "for", out

      { at: 1h, crash: { hydration: pool1.contoso.com }, for: 1h }
      d.yaml:4:22: the hydration of a failback has nothing to repair
        it is typed again at once; leave the repair, and "for", out

      { at: 1h, crash: { site: Datacenter1, pool: pool1.contoso.com } }
      d.yaml:4:22: crash needs exactly one target, not site and pool
        e.g. { site: Datacenter1 }, { pool: pool1.contoso.com }, { server: sql1a.contoso.com }

      { at: 1h, crash: { sites: Datacenter1 } }
      d.yaml:4:24: unknown key "sites" in faults[0].crash
        did you mean "site"?

      { at: 1h, crash: Datacenter1 }
      d.yaml:4:22: faults[0].crash must be a map, not the text "Datacenter1"

      { at: 1h, crash: }
      d.yaml:4:22: faults[0].crash must be a map, not nothing

      { at: 90000h, crash: { site: Datacenter1 } }
      d.yaml:4:11: faults[0].at must be a duration, not the text "90000h"
        write a duration like 90s, 15m, 4h or 1h30m, at most 87600h"
    `);
  });

  test('steps', async () => {
    const bad = [
      '{}',
      'wait',
      '{ wait: 1h, note: x }',
      'wait: 45',
      'wait: forever',
      'wait: { until: steady, timeout: 1h }',
      'wait: { until: steady, pool: pool1.contoso.com }',
      'wait: { until: stable, pool: pool1.contoso.com, timeout: 1h }',
      'wait: { until: steady, pool: pool7.contoso.com, timeout: 1h }',
      'runs: Get-CsPool',
      'run:',
      '{ repair: { site: Datacenter1 }, for: 1h }',
      '{ run: Get-CsService, for: 1h }',
      '{ crash: { service: LYNCBACKUP, pool: pool1.contoso.com }, destroy: true }',
      '{ crash: { site: Datacenter1 }, expect: refused }',
      '{ run: Get-CsService, rule: D41 }',
      '{ run: Get-CsService, expect: refused, rule: 41 }',
      '{ run: Get-CsService, expect: failed }',
      '{ run: Get-CsService, destroy: true }',
      '{ run: Get-CsService, at: -1h }',
      'topologyBuilder: { edgeNextHop: { edge1.contoso.com: pool3.contoso.com } }',
      'topologyBuilder: { edgeNextHop: { edge1.contoso.com: pool2.contoso.com }, federation: edge1.contoso.com }',
      'topologyBuilder: { nextHop: x }',
      'topologyBuilder: { federation: { edge1.contoso.com: maybe } }',
      'topologyBuilder: { pair: [pool1.contoso.com, pool1.contoso.com] }',
      'topologyBuilder: publish',
    ];
    const shown = [];
    for (const step of bad) shown.push(`${step}\n${await refusedStep(step)}`);
    expect(shown.join('\n\n')).toMatchInlineSnapshot(`
      "{}
      d.yaml:4:5: this step has nothing to do
        write exactly one of run, script, wait, topologyBuilder, bootstrap, update, crash, repair, cut, mend, note

      wait
      d.yaml:4:5: steps[0] must be a map, not the text "wait"

      { wait: 1h, note: x }
      d.yaml:4:5: this step has wait and note at once
        write exactly one of run, script, wait, topologyBuilder, bootstrap, update, crash, repair, cut, mend, note

      wait: 45
      d.yaml:4:11: steps[0].wait must be a duration, not the number 45
        write a duration like 90s, 15m, 4h or 1h30m, at most 87600h

      wait: forever
      d.yaml:4:11: steps[0].wait must be a duration, not the text "forever"
        write a duration like 90s, 15m, 4h or 1h30m, at most 87600h

      wait: { until: steady, timeout: 1h }
      d.yaml:4:11: waiting until steady needs a pool
        add "pool: ..."

      wait: { until: steady, pool: pool1.contoso.com }
      d.yaml:4:11: "timeout" is missing in steps[0].wait
        add it: a duration; write a duration like 90s, 15m, 4h or 1h30m, at most 87600h

      wait: { until: stable, pool: pool1.contoso.com, timeout: 1h }
      d.yaml:4:20: steps[0].wait.until must be steady or final or synchronized or regular or replicated, not the text "stable"

      wait: { until: steady, pool: pool7.contoso.com, timeout: 1h }
      d.yaml:4:34: "pool7.contoso.com" is not one of the Front End pools
        did you mean "pool1.contoso.com"?

      runs: Get-CsPool
      d.yaml:4:5: unknown key "runs" in steps[0]
        did you mean "run"?

      run:
      d.yaml:4:9: there is no cmdlet to run
        write it as in the management shell

      { repair: { site: Datacenter1 }, for: 1h }
      d.yaml:4:38: "for" cannot stand beside repair
        it undoes a crash or a cut after that time

      { run: Get-CsService, for: 1h }
      d.yaml:4:27: "for" cannot stand beside run
        it goes with a fault

      { crash: { service: LYNCBACKUP, pool: pool1.contoso.com }, destroy: true }
      d.yaml:4:64: "destroy" cannot stand beside a service: it has no disks of its own
        crash its pool, a server or a site

      { crash: { site: Datacenter1 }, expect: refused }
      d.yaml:4:37: crash is never refused
        "expect: refused" goes with run, topologyBuilder, bootstrap and update

      { run: Get-CsService, rule: D41 }
      d.yaml:4:27: "rule" says why a step is refused
        add "expect: refused"

      { run: Get-CsService, expect: refused, rule: 41 }
      d.yaml:4:50: steps[0].rule must be the id of a rule, not the number 41
        e.g. D41; docs/cmdlets.md has those that refuse each cmdlet

      { run: Get-CsService, expect: failed }
      d.yaml:4:35: steps[0].expect must be refused, not the text "failed"

      { run: Get-CsService, destroy: true }
      d.yaml:4:27: "destroy" cannot stand beside run
        it goes with a fault

      { run: Get-CsService, at: -1h }
      d.yaml:4:31: steps[0].at must be a duration, not the text "-1h"
        write a duration like 90s, 15m, 4h or 1h30m, at most 87600h

      topologyBuilder: { edgeNextHop: { edge1.contoso.com: pool3.contoso.com } }
      d.yaml:4:58: "pool3.contoso.com" is not one of the Front End pools
        did you mean "pool1.contoso.com"?

      topologyBuilder: { edgeNextHop: { edge1.contoso.com: pool2.contoso.com }, federation: edge1.contoso.com }
      d.yaml:4:22: topologyBuilder takes one change, not 2
        e.g. edgeNextHop: { edge1.contoso.com: pool2.contoso.com }

      topologyBuilder: { nextHop: x }
      d.yaml:4:22: topologyBuilder takes one change, one of edgeNextHop, federation, edgePool, pair, frontEndServers
        e.g. edgeNextHop: { edge1.contoso.com: pool2.contoso.com }

      topologyBuilder: { federation: { edge1.contoso.com: maybe } }
      d.yaml:4:36: federation is not understood here
        write federation: { edge2.contoso.com: true }

      topologyBuilder: { pair: [pool1.contoso.com, pool1.contoso.com] }
      d.yaml:4:30: a pair is two different pools
        pair: [pool1.contoso.com, pool2.contoso.com]

      topologyBuilder: publish
      d.yaml:4:22: topologyBuilder takes one change, one of edgeNextHop, federation, edgePool, pair, frontEndServers
        e.g. edgeNextHop: { edge1.contoso.com: pool2.contoso.com }"
    `);
  });

  test('cmdlet lines, at the column in the file', async () => {
    const bad = [
      'run: Invoke-CsPoolFailOver',
      'run: Invoke-CsPoolFailOver -PoolFqdn pool9.contoso.com',
      'run: "Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterModus"',
      "run: 'Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -Nonsense'",
      'run: Invoke-CsPoolFailOver -PoolFqdn "pool1.contoso.com',
      'run: |\n      Invoke-CsPoolFailOver -PoolFqdn pool9.contoso.com',
    ];
    const places = [];
    for (const step of bad) places.push((await refusedStep(step)).split(': ')[0]);
    expect(places).toEqual(['d.yaml:4:10', 'd.yaml:4:42', 'd.yaml:4:61', 'd.yaml:4:61', 'd.yaml:4:42', 'd.yaml:4:10']);
    // a block scalar does not stand in one line: the column counts within the command
    expect(await refusedStep(bad[5])).toContain('(column 33 of the command)');
  });

  test('a SQL server that the topology does not have, with its place; instance, port and short name are none of it', async () => {
    const line = (server: string) =>
      `run: Invoke-Sqlcmd -ServerInstance "${server}" -Query "ALTER DATABASE rtcxds SET PARTNER RESUME"`;
    expect(await refusedStep(line('sql9.contoso.com\\rtc'))).toMatch(
      /^d\.yaml:4:41: "sql9\.contoso\.com" is not one of the machines/,
    );
    for (const server of ['sql1a', 'sql1a.contoso.com\\rtc', 'tcp:SQL1A.contoso.com,1433']) {
      const drill = await read(`${HEAD}steps:\n  - ${line(server)}\n`);
      expect(Array.isArray(drill), server).toBe(false);
    }
  });

  test('several errors of a file, in the order of its lines', async () => {
    const shown = await refused(
      `${HEAD}steps:\n  - wait: { until: steady, pool: x, timeout: 1h }\n  - note:\nfaults:\n  - { at: 1h, crash: { site: Nowhere } }\n`,
    );
    expect(shown).toMatchInlineSnapshot(`
      "d.yaml:4:34: "x" is not one of the Front End pools
        known Front End pools: pool1.contoso.com, pool2.contoso.com
      d.yaml:5:10: the note is empty
      d.yaml:7:30: "Nowhere" is not one of the sites
        known sites: Datacenter1, Datacenter2"
    `);
  });
});
