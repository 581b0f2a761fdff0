import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../src/domain/deployment.js';
import { readTopologyFile } from '../../../src/input/from-disk.js';
import { CONTOSO, STANDARD } from './contoso.js';
import { scratchFolder } from './files.js';

const folder = scratchFolder();

function accepted(text: string, overlay?: string): Deployment {
  const path = folder.write('t.yaml', text);
  const result = readTopologyFile(path, overlay === undefined ? undefined : folder.write('o.yaml', overlay));
  if (Array.isArray(result)) throw new Error(folder.shown(result));
  return result;
}

/** What the user sees for contoso with some pieces changed. */
function refused(...changes: readonly (readonly [string | RegExp, string])[]): string {
  let text = CONTOSO;
  for (const [from, to] of changes) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`nothing to change: ${from}`);
    text = changed;
  }
  return folder.shown(readTopologyFile(folder.write('t.yaml', text)));
}

describe('what is accepted', () => {
  test('the topology of the interface takes no default', () => {
    const deployment = accepted(CONTOSO);
    expect(deployment.taken).toEqual([]);
    expect(deployment.links).toEqual([
      { between: ['Datacenter1', 'Datacenter2'], latencyMs: 40, bandwidthBitsPerSecond: 100_000_000 },
    ]);
    expect(deployment.pools[0].backEnd).toEqual({
      primary: 'sql1a.contoso.com',
      mirror: 'sql1b.contoso.com',
      witness: 'sql1w.contoso.com',
      witnessSite: null,
      instance: 'rtc',
    });
    expect(deployment.voiceResiliency).toEqual({
      automatic: true,
      failureDetectionMs: 300_000,
      failbackDetectionMs: 600_000,
    });
  });

  test('every default is listed', () => {
    const deployment = accepted(STANDARD);
    expect(deployment.taken.map(({ name, value, unit }) => `${name} = ${value} ${unit}`.trim())).toMatchInlineSnapshot(`
      [
        "product = sfb2015",
        "pools.se1.contoso.com.platform = virtual",
        "pools.se1.contoso.com.capacity = 5000 users",
        "pools.se1.contoso.com.backEnd.instance = rtc",
        "pools.se1.contoso.com.fileStore = se1.contoso.com",
        "pools.se2.contoso.com.platform = virtual",
        "pools.se2.contoso.com.capacity = 5000 users",
        "pools.se2.contoso.com.backEnd.instance = rtc",
        "pools.se2.contoso.com.fileStore = se2.contoso.com",
        "centralManagement.active = se1.contoso.com",
        "links.North-South.latency = 20 ms",
        "links.North-South.bandwidth = 100 Mbps",
        "backupService.syncInterval = 2 min",
        "voiceResiliency.automatic = false",
        "voiceResiliency.failureDetectionInterval = 300 s",
        "voiceResiliency.failbackDetectionInterval = 600 s",
      ]
    `);
    expect(deployment.pools[0]).toMatchObject({
      fileStore: 'se1.contoso.com',
      backEnd: { primary: 'se1.contoso.com', mirror: null, instance: 'rtc' },
      capacity: 5000,
    });
    expect(deployment.backupService.syncIntervalMs).toBe(120_000);
  });

  test('upgrade domains are those that the topology says, else none are said (D250)', () => {
    const domains = 'upgradeDomains: [[FE1A.contoso.com, fe1c.contoso.com], [fe1b.contoso.com]]';
    const said = accepted(CONTOSO.replace('users: 20000', `${domains}\n    users: 20000`));
    expect(said.pools.map((pool) => pool.upgradeDomains)).toEqual([
      [['fe1a.contoso.com', 'fe1c.contoso.com'], ['fe1b.contoso.com']],
      null,
    ]);
  });

  test('names are compared without case and keep the spelling of their definition', () => {
    const deployment = accepted(
      CONTOSO.replace('backupPool: pool2.contoso.com', 'backupPool: POOL2.contoso.com')
        .replace('nextHop: pool1.contoso.com', 'nextHop: Pool1.Contoso.Com')
        .replace('site: Datacenter2', 'site: DATACENTER2'),
    );
    expect(deployment.pools[0].backupPool).toBe('pool2.contoso.com');
    expect(deployment.edgePools[0].nextHop).toBe('pool1.contoso.com');
    expect(deployment.pools[1].site).toBe('Datacenter2');
  });

  test('one witness and one file server for both pools', () => {
    const deployment = accepted(
      CONTOSO.replace('sql2w.contoso.com', 'SQL1W.contoso.com').replace('file2.contoso.com', 'file1.contoso.com'),
    );
    expect(deployment.pools[1].backEnd.witness).toBe('sql1w.contoso.com');
    expect(deployment.pools[1].fileStore).toBe('file1.contoso.com');
  });

  test('16 servers from 2019 on', () => {
    const servers = Array.from({ length: 16 }, (_, index) => `fe1-${index}.contoso.com`).join(', ');
    const large = CONTOSO.replace('fe1a.contoso.com, fe1b.contoso.com, fe1c.contoso.com', servers);
    expect(
      accepted(large.replace('lync2013', 'sfb2019').replace('xmpp: true', 'xmpp: false')).pools[0].servers,
    ).toHaveLength(16);
  });

  test('a pool without a capacity is sized by its servers, those of both pools of a pair together (D3, D278)', () => {
    const sized = (servers: number) => {
      const names = Array.from({ length: servers }, (_, index) => `fe1-${index}.contoso.com`).join(', ');
      const text = CONTOSO.replace('fe1a.contoso.com, fe1b.contoso.com, fe1c.contoso.com', names);
      return accepted(
        text.replace('    capacity: 40000\n', '').replace('lync2013', 'sfb2019').replace('xmpp: true', 'xmpp: false'),
      ).pools[0].capacity;
    };
    // 6,660 a server, 106,000 at most
    expect([3, 12, 16].map(sized)).toEqual([19_980, 79_920, 106_000]);
  });

  test('overrides of assumptions', () => {
    const assumptions =
      '{ lazyWriteSeconds: 2, cmsFailoverMinutes: [1, 2], poolStartMinutes: 4, staleMarkHidesMaster: false, standardPairCmsSplit: noMaster }';
    expect(accepted(CONTOSO.replace('assumptions: {}', `assumptions: ${assumptions}`)).assumptions).toEqual({
      lazyWriteSeconds: 2,
      cmsFailoverMinutes: [1, 2],
      poolStartMinutes: 4,
      staleMarkHidesMaster: false,
      standardPairCmsSplit: 'noMaster',
    });
  });

  test('a link for every pair of sites', () => {
    const deployment = accepted(CONTOSO.replace('{ name: Datacenter2 }', '{ name: Datacenter2 }, { name: Witness }'));
    expect(deployment.links.map(({ between }) => between.join('-'))).toEqual([
      'Datacenter1-Datacenter2',
      'Datacenter1-Witness',
      'Datacenter2-Witness',
    ]);
    expect(deployment.taken.map(({ name }) => name)).toEqual([
      'links.Datacenter1-Witness.latency',
      'links.Datacenter1-Witness.bandwidth',
      'links.Datacenter2-Witness.latency',
      'links.Datacenter2-Witness.bandwidth',
    ]);
  });
});

describe('what is refused', () => {
  test('an Enterprise pool of two servers from 2019 on, with its place (D14)', () => {
    const two = [', fe1c.contoso.com', ''] as const;
    const newer = ['edition: enterprise', 'edition: enterprise\n    product: sfb2019'] as const;
    expect(refused([...two], [...newer])).toMatchInlineSnapshot(`
      "t.yaml:10:14: "pool1.contoso.com" has two servers: an Enterprise Edition pool of sfb2019 cannot be published with two (D14)
        name one server, or three or more
      t.yaml:29:148: sfb2019 has no XMPP federation: it exists up to Skype for Business Server 2015
        write "xmpp: false""
    `);
    expect(accepted(CONTOSO.replace(...two)).pools[0]).toMatchObject({ product: 'lync2013', servers: { length: 2 } });
  });

  test('upgrade domains that do not have each server of the pool once (D250)', () => {
    const wrong = (domains: string) => refused(['users: 20000', `upgradeDomains: ${domains}\n    users: 20000`]);
    expect(
      wrong('[[fe1a.contoso.com], [fe1b.contoso.com, fe1a.contoso.com, fe1d.contoso.com]]'),
    ).toMatchInlineSnapshot(`
      "t.yaml:10:5: "fe1c.contoso.com" of "pool1.contoso.com" is in no upgrade domain
        each Front End server of the pool is in exactly one (D250)
      t.yaml:10:61: "fe1a.contoso.com" is in an upgrade domain already
        name each server once
      t.yaml:10:79: "fe1d.contoso.com" is not one of the servers of pool1.contoso.com
        did you mean "fe1a.contoso.com"?"
    `);
    expect(wrong('[]')).toMatchInlineSnapshot(
      `"t.yaml:10:21: pools[0].upgradeDomains must be a list of 1 or more, not an empty list"`,
    );
    expect(wrong('[fe1a.contoso.com]')).toMatchInlineSnapshot(
      `"t.yaml:10:22: pools[0].upgradeDomains[0] must be a list, not the text "fe1a.contoso.com""`,
    );
  });

  test('keys and types', () => {
    expect(refused([/users: 20000/, 'usres: 20000'])).toMatchInlineSnapshot(`
      "t.yaml:10:5: unknown key "usres" in pools[0]
        did you mean "users"?"
    `);
    expect(refused(['users: 20000', 'users: many'])).toMatchInlineSnapshot(
      `"t.yaml:10:12: pools[0].users must be a whole number from 0 to 10000000, not the text "many""`,
    );
    expect(refused(['users: 20000', 'users: "20000"'])).toMatchInlineSnapshot(
      `"t.yaml:10:12: pools[0].users must be a whole number from 0 to 10000000, not the text "20000""`,
    );
    expect(refused(['edition: enterprise', 'edition: Enterprise'])).toMatchInlineSnapshot(`
      "t.yaml:7:14: pools[0].edition must be enterprise or standard, not the text "Enterprise"
        did you mean "enterprise"?"
    `);
    expect(
      refused(['servers: [fe1a.contoso.com, fe1b.contoso.com, fe1c.contoso.com]', 'servers: fe1a']),
    ).toMatchInlineSnapshot(`"t.yaml:9:14: pools[0].servers must be a list, not the text "fe1a""`);
    expect(refused(['backupService: { syncInterval: 2m }', 'backupService: 2m'])).toMatchInlineSnapshot(
      `"t.yaml:31:16: backupService must be a map, not the text "2m""`,
    );
    expect(refused(['product: lync2013', 'product: lync2010\ncolour: blue'])).toMatchInlineSnapshot(`
      "t.yaml:1:10: product must be lync2013 or sfb2015 or sfb2019 or sfbse, not the text "lync2010"
        did you mean "lync2013"?
      t.yaml:2:1: unknown key "colour"
        known keys here: product, sites, links, pools, edgePools, centralManagement, backupService, voiceResiliency, policy, assumptions"
    `);
    expect(refused(['mirror: sql1b', 'miror: sql1b'])).toMatchInlineSnapshot(`
      "t.yaml:13:44: unknown key "miror" in pools[0].backEnd
        did you mean "mirror"?"
    `);
    expect(folder.shown(readTopologyFile(folder.write('t.yaml', '- a\n')))).toMatchInlineSnapshot(
      `"t.yaml:1:1: the file must be a map, not a list of 1"`,
    );
    expect(folder.shown(readTopologyFile(folder.write('t.yaml', 'product: lync2013\n')))).toMatchInlineSnapshot(`
      "t.yaml:1:1: "sites" is missing
        add it: a list
      t.yaml:1:1: "pools" is missing
        add it: a list"
    `);
    expect(folder.shown(readTopologyFile(folder.write('t.xml', '<x/>')))).toMatchInlineSnapshot(`
      "t.xml:1:1: the root element "x" is neither Topology nor TopologyBuilder
        export it with: (Get-CsTopology -AsXml).ToString() | Out-File topology.xml -Encoding utf8"
    `);
  });

  test.each(['-1', '1.5', '.nan', '.inf', '10000001', '1e30'])('users: %s', (users) => {
    expect(refused(['users: 20000', `users: ${users}`])).toMatch(
      /^t\.yaml:10:12: pools\[0\]\.users must be a whole number from 0 to 10000000, not the number /,
    );
  });

  test('server counts', () => {
    const servers = Array.from({ length: 13 }, (_, index) => `fe1-${index}`).join(', ');
    expect(refused([/servers: \[fe1a.*\]/, 'servers: []'])).toMatchInlineSnapshot(
      `"t.yaml:9:14: pools[0].servers must be a list of 1 or more, not an empty list"`,
    );
    expect(refused([/servers: \[fe1a.*\]/, `servers: [${servers}]`])).toMatchInlineSnapshot(`
      "t.yaml:9:14: "pool1.contoso.com" has 13 servers
        an Enterprise Edition pool of lync2013 has at most 12"
    `);
    const standard = STANDARD.replace('[se1.contoso.com]', '[se1.contoso.com, se3.contoso.com]');
    expect(folder.shown(readTopologyFile(folder.write('t.yaml', standard)))).toMatchInlineSnapshot(`
      "t.yaml:3:71: "se1.contoso.com" has 2 servers
        a Standard Edition pool has exactly 1"
    `);
  });

  test('durations and bandwidths', () => {
    expect(refused(['latency: 40ms', 'latency: 40'])).toMatchInlineSnapshot(`
      "t.yaml:3:57: links[0].latency must be a duration, not the number 40
        write a duration like 90s, 15m, 4h or 1h30m, at most 87600h"
    `);
    expect(refused(['latency: 40ms', 'latency: 2h'])).toMatchInlineSnapshot(
      `"t.yaml:3:57: links[0].latency must be a duration from 0s to 1m, not the text "2h""`,
    );
    // D32
    expect(refused(['syncInterval: 2m', 'syncInterval: 4s'])).toMatchInlineSnapshot(
      `"t.yaml:31:32: backupService.syncInterval must be a duration from 5s to 3h, not the text "4s""`,
    );
    expect(refused(['syncInterval: 2m', 'syncInterval: 181m'])).toMatchInlineSnapshot(
      `"t.yaml:31:32: backupService.syncInterval must be a duration from 5s to 3h, not the text "181m""`,
    );
    expect(refused(['syncInterval: 2m', 'syncInterval: 00:02:00'])).toMatchInlineSnapshot(`
      "t.yaml:31:32: backupService.syncInterval must be a duration, not the text "00:02:00"
        write a duration like 90s, 15m, 4h or 1h30m, at most 87600h"
    `);
    expect(refused(['bandwidth: 100Mbps', 'bandwidth: 100MB'])).toMatchInlineSnapshot(`
      "t.yaml:3:74: links[0].bandwidth must be a bandwidth, not the text "100MB"
        write it like 512kbps, 100Mbps or 1Gbps, at most 1000Gbps"
    `);
  });

  test('names that do not exist, or are not names', () => {
    expect(refused(['site: Datacenter1', 'site: Datacentre1'])).toMatchInlineSnapshot(`
      "t.yaml:6:11: "Datacentre1" is not one of the sites
        did you mean "Datacenter1"?"
    `);
    expect(refused(['edgePool: edge1.contoso.com', 'edgePool: egde1.contoso.com'])).toMatchInlineSnapshot(`
      "t.yaml:15:15: "egde1.contoso.com" is not one of the Edge pools
        did you mean "edge1.contoso.com"?"
    `);
    expect(refused(['nextHop: pool1.contoso.com', 'nextHop: pool1'])).toMatchInlineSnapshot(`
      "t.yaml:28:105: "pool1" is not one of the Front End pools
        did you mean "pool1.contoso.com"?"
    `);
    expect(refused(['between: [Datacenter1, Datacenter2]', 'between: [Datacenter1, Paris]'])).toMatchInlineSnapshot(`
      "t.yaml:3:34: "Paris" is not one of the sites
        known sites: Datacenter1, Datacenter2"
    `);
    expect(refused(['active: pool1.contoso.com', 'active: sql1a.contoso.com'])).toMatchInlineSnapshot(`
      "t.yaml:30:30: "sql1a.contoso.com" is not one of the Front End pools
        known Front End pools: pool1.contoso.com, pool2.contoso.com"
    `);
    expect(refused(['file1.contoso.com', '"file 1; rm"'])).toMatchInlineSnapshot(`
      "t.yaml:14:16: pools[0].fileStore must be a host name, not the text "file 1; rm"
        letters, digits, dash, dot and underscore, at most 255; e.g. pool1.contoso.com"
    `);
  });

  test('pairs', () => {
    expect(refused(['    backupPool: pool1.contoso.com\n', ''])).toMatchInlineSnapshot(`
      "t.yaml:12:17: the pair is not mutual: "pool1.contoso.com" names "pool2.contoso.com", but "pool2.contoso.com" names no backup pool
        write "backupPool: pool1.contoso.com" in the pool pool2.contoso.com"
    `);
    expect(refused(['backupPool: pool1.contoso.com', 'backupPool: pool3.contoso.com'])).toMatchInlineSnapshot(`
      "t.yaml:12:17: the pair is not mutual: "pool1.contoso.com" names "pool2.contoso.com", but "pool2.contoso.com" names "pool3.contoso.com"
        write "backupPool: pool1.contoso.com" in the pool pool2.contoso.com
      t.yaml:23:17: "pool3.contoso.com" is not one of the Front End pools
        did you mean "pool1.contoso.com"?"
    `);
    expect(refused(['backupPool: pool2.contoso.com', 'backupPool: pool1.contoso.com'])).toMatchInlineSnapshot(`
      "t.yaml:12:17: "pool1.contoso.com" cannot be its own backup pool
        name a pool at another site
      t.yaml:23:17: the pair is not mutual: "pool2.contoso.com" names "pool1.contoso.com", but "pool1.contoso.com" names "pool1.contoso.com"
        write "backupPool: pool2.contoso.com" in the pool pool1.contoso.com"
    `);
  });

  test('federation and XMPP each have one Edge pool', () => {
    expect(refused(['federation: false, xmpp: false', 'federation: true, xmpp: true'])).toMatchInlineSnapshot(`
      "t.yaml:29:136: federation runs through "edge1.contoso.com" already: it has exactly one Edge pool
        write "federation: false" for one of the two
      t.yaml:29:148: XMPP federation runs through "edge1.contoso.com" already: it has exactly one Edge pool
        write "xmpp: false" for one of the two"
    `);
  });

  test('XMPP exists up to 2015: from 2019 on a topology with it is unusable', () => {
    expect(accepted(CONTOSO.replace('lync2013', 'sfb2015')).edgePools[0].xmpp).toBe(true);
    for (const product of ['sfb2019', 'sfbse']) {
      expect(refused(['lync2013', product])).toBe(
        `t.yaml:28:148: ${product} has no XMPP federation: it exists up to Skype for Business Server 2015\n  write "xmpp: false"`,
      );
    }
  });

  test('D70: an interval of voice resiliency is 30 seconds to 24 hours', () => {
    for (const interval of ['failureDetectionInterval: 300s', 'failbackDetectionInterval: 600s']) {
      const key = interval.replace(/:.*/, '');
      for (const fits of ['30s', '24h']) accepted(CONTOSO.replace(interval, `${key}: ${fits}`));
      for (const wrong of ['29s', '25h']) {
        expect(refused([interval, `${key}: ${wrong}`])).toContain(
          `voiceResiliency.${key} must be a duration from 30s to 24h`,
        );
      }
    }
  });

  test('one role for a machine', () => {
    expect(refused(['fe2a.contoso.com', 'FE1A.contoso.com'])).toMatchInlineSnapshot(`
      "t.yaml:20:15: "FE1A.contoso.com" is already a FE server of pool1.contoso.com
        one machine has one role; give this one a name of its own"
    `);
    expect(refused(['primary: sql2a', 'primary: sql1b'])).toMatchInlineSnapshot(`
      "t.yaml:24:25: "sql1b.contoso.com" is already the mirror of pool1.contoso.com
        one machine has one role; give this one a name of its own"
    `);
    expect(refused(['witness: sql1w', 'witness: sql1b'])).toMatchInlineSnapshot(`
      "t.yaml:13:80: "sql1b.contoso.com" cannot be the witness of its own mirror session
        the witness is a third machine"
    `);
    expect(refused(['fileStore: file1', 'fileStore: sql1a'])).toMatchInlineSnapshot(`
      "t.yaml:14:16: "sql1a.contoso.com" is already the SQL server of pool1.contoso.com
        one machine has one role; give this one a name of its own"
    `);
    expect(
      refused(['fqdn: edge1.contoso.com', 'fqdn: pool1.contoso.com'], ['edgePool: edge1', 'edgePool: pool1']),
    ).toMatchInlineSnapshot(`
      "t.yaml:28:13: "pool1.contoso.com" is already a Front End pool
        give this pool a name of its own"
    `);
  });

  test('Back Ends', () => {
    expect(refused(['mirror: sql1b.contoso.com, ', ''])).toMatchInlineSnapshot(`
      "t.yaml:13:44: "pool1.contoso.com" has a witness but no mirror
        add "mirror: ..." or remove "witness""
    `);
    expect(refused([/ {4}backEnd: .*\n {4}fileStore: .*\n/, ''])).toMatchInlineSnapshot(`
      "t.yaml:5:5: the Enterprise Edition pool "pool1.contoso.com" has no SQL server
        add "backEnd: { primary: ... }"
      t.yaml:5:5: the Enterprise Edition pool "pool1.contoso.com" has no file store
        add "fileStore: ...""
    `);
    const standard = STANDARD.replace(
      'users: 500',
      'users: 500, backEnd: { primary: sql1, mirror: sql2, witness: sql3 }',
    );
    expect(folder.shown(readTopologyFile(folder.write('t.yaml', standard)))).toMatchInlineSnapshot(`
      "t.yaml:3:113: a Standard Edition pool has its database on its own server, not on "sql1"
        leave "backEnd" out
      t.yaml:3:128: a Standard Edition pool has no mirror (D4)
        remove "mirror" from se1.contoso.com
      t.yaml:3:142: a Standard Edition pool has no witness (D4)
        remove "witness" from se1.contoso.com"
    `);
  });

  test('assumptions', () => {
    const given =
      '{ lazyWriteSecond: 1, lazyWriteSeconds: -1, cmsFailoverMinutes: [3, 2], staleMarkHidesMaster: 1, standardPairCmsSplit: true, maxBatchesPerCmsSync: 1.5 }';
    expect(refused(['assumptions: {}', `assumptions: ${given}`])).toMatchInlineSnapshot(`
      "t.yaml:33:16: unknown assumption "lazyWriteSecond"
        did you mean "lazyWriteSeconds"?
      t.yaml:33:54: assumptions.lazyWriteSeconds must be a number from 0 to 3600 (s), not the number -1
      t.yaml:33:78: assumptions.cmsFailoverMinutes must be a number from 0 to 1440 (min), or a range [min, max] of them, not [3, 2]
      t.yaml:33:108: assumptions.staleMarkHidesMaster must be true or false, not the number 1
      t.yaml:33:133: assumptions.standardPairCmsSplit must be one of false, bothActive, noMaster, not true
      t.yaml:33:161: assumptions.maxBatchesPerCmsSync must be a whole number from 1 to 100000 (batches), not the number 1.5"
    `);
  });

  test('Response Groups before 2019', () => {
    expect(refused(['syncInterval: 2m', 'syncInterval: 2m, enableRgsBackupService: true'])).toMatchInlineSnapshot(`
      "t.yaml:31:36: lync2013 cannot back up Response Groups (D31)
        it came with Skype for Business Server 2019 CU1; remove the line"
    `);
  });
});

describe('overlay', () => {
  const OVERLAY = `pools:
  - { fqdn: POOL1.contoso.com, users: 5, backEnd: { witness: w.contoso.com } }
links:
  - { between: [Datacenter2, Datacenter1], latency: 5ms }
sites: [{ name: Third }]
assumptions: { lazyWriteSeconds: 1 }
`;

  test('merges deeply; pools, sites and links by their names', () => {
    const deployment = accepted(CONTOSO, OVERLAY);
    expect(deployment.pools).toHaveLength(2);
    expect(deployment.pools[0]).toMatchObject({
      users: 5,
      capacity: 40_000,
      backEnd: { primary: 'sql1a.contoso.com', witness: 'w.contoso.com' },
    });
    expect(deployment.links[0]).toMatchObject({ latencyMs: 5, bandwidthBitsPerSecond: 100_000_000 });
    expect(deployment.sites.map(({ name }) => name)).toEqual(['Datacenter1', 'Datacenter2', 'Third']);
    expect(deployment.assumptions).toEqual({ lazyWriteSeconds: 1 });
  });

  test('errors point into the file that has them', () => {
    const shown = (overlay: string, base = CONTOSO) =>
      folder.shown(readTopologyFile(folder.write('t.yaml', base), folder.write('o.yaml', overlay)));
    expect(shown('pools:\n  - { fqdn: pool1.contoso.com, users: -5 }')).toMatchInlineSnapshot(
      `"o.yaml:2:39: pools[0].users must be a whole number from 0 to 10000000, not the number -5"`,
    );
    expect(shown('pools:\n  - { fqdn: pool11.contoso.com, users: 5 }')).toMatchInlineSnapshot(`
      "o.yaml:2:13: the topology has no "pool11.contoso.com" under pools
        did you mean "pool1.contoso.com"?"
    `);
    expect(shown(OVERLAY, CONTOSO.replace('edition: enterprise', 'edition: huge'))).toMatchInlineSnapshot(
      `"t.yaml:7:14: pools[0].edition must be enterprise or standard, not the text "huge""`,
    );
    expect(
      shown('pools:\n  - { fqdn: pool1.contoso.com, users: 5 }\n  - { fqdn: POOL1.contoso.com, users: 6 }'),
    ).toMatchInlineSnapshot(`
      "o.yaml:3:5: a second item of pools for the same part
        write all of it in one"
    `);
    expect(shown('- pools')).toMatchInlineSnapshot(`
      "o.yaml:1:1: an overlay must be a map
        it has the same keys as a topology file"
    `);
    expect(folder.shown(readTopologyFile(folder.path('t.yaml'), folder.path('none.yaml')))).toMatchInlineSnapshot(
      `"none.yaml: no such file"`,
    );
  });
});
