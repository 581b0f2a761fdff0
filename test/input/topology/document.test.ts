import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../../src/domain/deployment.js';
import { topologyWarnings } from '../../../src/domain/deployment-warnings.js';
import { readTopologyFile } from '../../../src/input/from-disk.js';
import { scratchFolder } from './files.js';
import { FIXTURES, fixture } from './fixtures.js';

const folder = scratchFolder();
const TOPOLOGY = 'xmlns="urn:schema:Microsoft.Rtc.Management.Deploy.Topology.2008"';

function accepted(path: string, overlay?: string): Deployment {
  const result = readTopologyFile(path, overlay === undefined ? undefined : folder.write('o.yaml', overlay));
  if (Array.isArray(result)) throw new Error(folder.shown(result));
  return result;
}

/** A deployment in a few lines: what a document must say, and nothing that is assumed. */
function sketch({ product, sites, pools, edgePools, centralManagement }: Deployment): string[] {
  return [
    `${product}: ${sites.map(({ name }) => name).join(', ')}; CMS on ${centralManagement.active}`,
    ...pools.map(({ fqdn, site, edition, servers, backEnd, fileStore, backupPool, edgePool }) => {
      const { primary, mirror, witness, witnessSite, instance } = backEnd;
      const sql = `${primary}\\${instance} mirror ${mirror} witness ${witness} at ${witnessSite}`;
      const machines = `${servers.join(' ')}; ${sql}; files ${fileStore}`;
      return `${edition} ${fqdn} at ${site}: ${machines}; backup ${backupPool}; edge ${edgePool}`;
    }),
    ...edgePools.map(
      ({ fqdn, site, servers, nextHop, federation, xmpp }) =>
        `edge ${fqdn} at ${site}: ${servers.join(' ')}; next hop ${nextHop}; federation ${federation}; xmpp ${xmpp}`,
    ),
  ].map((line) => line.replaceAll('.fabrikam.com', ''));
}

describe('what the documents of the product say', () => {
  for (const name of FIXTURES) {
    test(name, () => {
      const deployment = accepted(fixture(name));
      expect(sketch(deployment)).toMatchSnapshot('deployment');
      expect(deployment.unmodelled.map(({ what, name: of }) => `${what}: ${of}`)).toMatchSnapshot('not modelled');
      expect(deployment.taken.map(({ name: of, value }) => `${of} = ${value}`)).toMatchSnapshot('assumptions');
    });
  }

  test('both kinds of document of one topology give one model', () => {
    const { unmodelled: left, ...published } = accepted(fixture('enterprise-pair.xml'));
    const { unmodelled: right, ...builder } = accepted(fixture('enterprise-pair.tbxml'));
    expect(builder).toEqual(published);
    const names = (parts: Deployment['unmodelled']) => parts.map(({ what, name }) => `${what} ${name}`).sort();
    expect(names(right)).toEqual(names(left));
  });

  test('each cluster is either in the model or named as not modelled', () => {
    for (const name of FIXTURES) {
      const deployment = accepted(fixture(name));
      const said = JSON.stringify([deployment.pools, deployment.edgePools, deployment.unmodelled]).toLowerCase();
      const clusters = [...readFileSync(fixture(name), 'utf8').matchAll(/<Cluster [^>]*Fqdn="([^"]+)"/g)];
      expect(clusters.length).toBeGreaterThan(2);
      for (const [, fqdn] of clusters) expect(said).toContain(`"${fqdn.toLowerCase()}"`);
    }
  });

  test('the order of the servers is that of their ordinals, not of the lines', () => {
    const text = readFileSync(fixture('enterprise-pair.xml'), 'utf8');
    expect(text.indexOf('fe3-ams')).toBeLessThan(text.indexOf('fe1-ams'));
    expect(accepted(fixture('enterprise-pair.xml')).pools[0].servers[0]).toBe('fe1-ams.fabrikam.com');
  });
});

describe('D70: voice resiliency is what the Registrars of the paired pools say', () => {
  const text = readFileSync(fixture('standard-pair.xml'), 'utf8');
  const read = (...settings: string[]) => {
    let n = 0;
    const said = text.replaceAll('IsDirector="false"', () => `IsDirector="false" ${settings[n++] ?? ''}`);
    return accepted(folder.write('t.xml', said));
  };
  const on = 'EnableAutomaticFailover="true"';

  test('where none says anything: off, and assumed', () => {
    const silent = read();
    expect(silent.voiceResiliency).toMatchObject({ automatic: false });
    expect(silent.taken.find(({ name }) => name === 'voiceResiliency.automatic')?.why).toContain(
      'somebody has to tick',
    );
  });

  test('on where all have it; the longest interval, as a clock or as XML Schema writes it', () => {
    const both = read(
      `${on} FailureDetectionInterval="00:05:00" FailbackDetectionInterval="PT10M"`,
      `${on} FailureDetectionInterval="PT1H1M" FailbackDetectionInterval="PT30S"`,
    );
    expect(both.voiceResiliency).toEqual({
      automatic: true,
      failureDetectionMs: 61 * 60_000,
      failbackDetectionMs: 10 * 60_000,
    });
    expect(both.taken.filter(({ name }) => name.startsWith('voiceResiliency'))).toEqual([]);
    expect(read(on).voiceResiliency.automatic).toBe(false);
    expect(read(on, 'EnableAutomaticFailover="false"').voiceResiliency.automatic).toBe(false);
  });
});

describe('overlays on documents', () => {
  test('say what the document cannot, and nothing of that is assumed any more', () => {
    const overlay = `
pools:
  - { fqdn: pool-lisbon.fabrikam.com, users: 20000, capacity: 40000, platform: physical }
  - { fqdn: pool-madrid.fabrikam.com, users: 0, backupPool: pool-lisbon.fabrikam.com,
      backEnd: { mirror: sql2-madrid.fabrikam.com, witness: witness-madrid.fabrikam.com } }
links: [{ between: [Lisbon, Madrid], latency: 12ms, bandwidth: 1Gbps }]
centralManagement: { active: pool-madrid.fabrikam.com }
`;
    const before = accepted(fixture('three-sites.tbxml'));
    const after = accepted(fixture('three-sites.tbxml'), overlay);
    const gone = before.taken.map(({ name }) => name).filter((name) => !after.taken.some((t) => t.name === name));
    expect(gone).toMatchInlineSnapshot(`
      [
        "pools.pool-lisbon.fabrikam.com.users",
        "pools.pool-madrid.fabrikam.com.users",
        "pools.pool-madrid.fabrikam.com.backupPool",
        "pools.pool-lisbon.fabrikam.com.platform",
        "pools.pool-lisbon.fabrikam.com.capacity",
        "centralManagement.active",
        "links.Lisbon-Madrid.latency",
        "links.Lisbon-Madrid.bandwidth",
      ]
    `);
    expect(after.pools[1].backEnd.witness).toBe('witness-madrid.fabrikam.com');
    // the server without a role has one now
    expect(before.unmodelled.map(({ name }) => name)).toContain('witness-madrid.fabrikam.com');
    expect(after.unmodelled.map(({ name }) => name)).not.toContain('witness-madrid.fabrikam.com');
  });

  test('sites that name several Edge pools for a route: the first is taken, and an overlay can say which', () => {
    const [ams, ber] = ['eee6dbee-ea6e-58d9-8aa3-40f807c965b0', '9282ff1c-e21c-545c-b752-0d137317de7d'];
    const text = readFileSync(fixture('enterprise-pair.tbxml'), 'utf8').replace(
      '<CentralSite SiteId="2">',
      `<CentralSite SiteId="2" FederationRoute="${ber}" XmppFederationRoute="${ams}">`,
    );
    const path = folder.write('t.tbxml', text);
    const routes = (d: Deployment) => d.edgePools.map((e) => `${e.federation} ${e.xmpp}`);
    const assumed = (d: Deployment) => d.taken.filter(({ why }) => why.includes('several')).map((t) => t.name);
    const before = accepted(path);
    expect(routes(before)).toEqual(['true true', 'false false']);
    expect(assumed(before)).toEqual([
      'edgePools.edge-ams.fabrikam.com.federation',
      'edgePools.edge-ber.fabrikam.com.federation',
    ]);
    const after = accepted(
      path,
      'edgePools:\n  - { fqdn: edge-ams.fabrikam.com, federation: false }\n  - { fqdn: edge-ber.fabrikam.com, federation: true }',
    );
    expect(routes(after)).toEqual(['false true', 'true false']);
    expect(assumed(after)).toEqual([]);
  });

  test('errors stand where the mistake is: in the overlay or in the document', () => {
    const shown = (overlay: string) =>
      folder
        .shown(readTopologyFile(fixture('three-sites.tbxml'), folder.write('o.yaml', overlay)))
        .replace(/^.*\/fixtures\//gm, '');
    expect(
      shown('pools:\n  - { fqdn: pool-rome.fabrikam.com, backupPool: pool-lisbon.fabrikam.com }'),
    ).toMatchInlineSnapshot(`
        "o.yaml:2:49: the pair is not mutual: "pool-rome.fabrikam.com" names "pool-lisbon.fabrikam.com", but "pool-lisbon.fabrikam.com" names "pool-madrid.fabrikam.com"
          write "backupPool: pool-rome.fabrikam.com" in the pool pool-lisbon.fabrikam.com"
      `);
    const text = readFileSync(fixture('standard-pair.xml'), 'utf8').replace(
      /1" Fqdn="se2.fabrikam.com"/,
      '1" Fqdn="a b"',
    );
    expect(folder.shown(readTopologyFile(folder.write('t.xml', text)))).toMatchInlineSnapshot(`
      "t.xml:22:5: pools[1].fileStore must be a host name, not the text "a b"
        letters, digits, dash, dot and underscore, at most 255; e.g. pool1.contoso.com; an overlay (--overlay FILE) can say it
      t.xml:24:7: pools[1].servers[0] must be a host name, not the text "a b"
        letters, digits, dash, dot and underscore, at most 255; e.g. pool1.contoso.com; an overlay (--overlay FILE) can say it"
    `);
  });
});

describe('warnings', () => {
  test('an availability group is said and never taken for a mirror; a Director is no next hop', () => {
    const deployment = accepted(fixture('availability-group.xml'));
    expect(deployment.pools.map(({ backEnd }) => backEnd.mirror)).toEqual([null, null]);
    const messages = topologyWarnings(deployment).map(({ rule, message }) => `${rule}: ${message}`);
    expect(messages).toMatchInlineSnapshot(`
      [
        "D103: Of the availability group sqlag-north.fabrikam.com of pool-north.fabrikam.com one replica is known, sql1-north.fabrikam.com: when it is lost nothing takes over in a drill. Name the others in "replicas" (of a topology document, in an overlay).",
        "D103: Of the availability group sqlag-south.fabrikam.com of pool-south.fabrikam.com one replica is known, sql1-south.fabrikam.com: when it is lost nothing takes over in a drill. Name the others in "replicas" (of a topology document, in an overlay).",
        "D42: edge.fabrikam.com has no next hop: it serves nobody. Name a Front End pool.",
        "S1: director.fabrikam.com is not modelled yet (Director as next hop). It is the next hop of edge.fabrikam.com; say in an overlay which Front End pool stands for it.",
        "S1: Not modelled, left out: Director pool (director.fabrikam.com).",
      ]
    `);
  });
});

test('a mirror that the document names in words of its own is pointed out, and an overlay can say it', () => {
  const text = readFileSync(fixture('enterprise-pair.xml'), 'utf8').replaceAll('Usage="Mirror"', 'Usage="Default"');
  const path = folder.write('unknown.xml', text.replaceAll('Usage="Witness"', 'Usage="Default"'));
  const before = accepted(path);
  expect(before.pools[0].backEnd).toMatchObject({
    primary: 'sql1-ams.fabrikam.com',
    mirror: null,
    witness: null,
  });
  const idle = (deployment: Deployment) =>
    deployment.unmodelled.filter(({ what }) => what.startsWith('database')).map(({ name }) => name.split('.')[0]);
  expect(idle(before)).toEqual(['sql2-ams', 'sql2-ber', 'witness']);
  expect(topologyWarnings(before).map(({ message }) => message)).toContain(
    'sql2-ams.fabrikam.com is not modelled yet (database that no modelled pool uses). If it is the mirror or the witness of a pool, say so in an overlay.',
  );
  const after = accepted(
    path,
    'pools: [{ fqdn: pool-ams.fabrikam.com, backEnd: { mirror: sql2-ams.fabrikam.com, witness: witness.fabrikam.com } }]',
  );
  expect(idle(after)).toEqual(['sql2-ber']);
});

describe('versions', () => {
  const version = (number: string) =>
    folder.write(
      'v.xml',
      readFileSync(fixture('standard-pair.xml'), 'utf8').replace(/ServiceVersion="7"/g, `ServiceVersion="${number}"`),
    );

  test('tell the product', () => {
    const products = ['6', '7', '8', '9', 'x'].map((number) => accepted(version(number)).product);
    expect(products).toEqual(['lync2013', 'sfb2015', 'sfb2019', 'sfbse', 'sfb2015']);
    const [product] = accepted(version('8')).taken;
    expect(product.name).toBe('product');
  });

  test('before 2013 are refused', () => {
    expect(folder.shown(readTopologyFile(version('5')))).toMatchInlineSnapshot(`
      "v.xml:16:5: no Front End pool of Lync Server 2013 or later: se1.fabrikam.com is of Lync Server 2010
        pool pairing and pool failover came with Lync Server 2013; older versions are not supported"
    `);
  });
});

describe('files that are no topology document', () => {
  const cases: Record<string, string> = {
    'Export-Clixml': '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj /></Objs>',
    'ConvertTo-Xml': '<?xml version="1.0"?>\n<Objects><Object /></Objects>',
    'Export-CsConfiguration': '<DocItemSet xmlns="urn:schema:Microsoft.Rtc.Management.Xds.AppLayer.2008" />',
    'without -AsXml':
      '\nInternalDomains : {fabrikam.com}\nSites           : {Site:East}\nClusters        : {se1.fabrikam.com}\n',
    'another Topology': '<Topology><Sites /></Topology>',
    'another root': '\n  <html xmlns="http://www.w3.org/1999/xhtml" />',
    'an empty topology': `<Topology ${TOPOLOGY} />`,
    'an empty Topology Builder file':
      '<TopologyBuilder xmlns="urn:schema:Microsoft.Rtc.Management.Deploy.TopologyBuilder.2008" />',
    'parts that are missing': `<Topology ${TOPOLOGY}>
  <Clusters><Cluster Fqdn="a.b"><ClusterId SiteId="1" Number="1" /></Cluster></Clusters>
  <Services><Service ServiceVersion="7"><InstalledOn><ClusterId SiteId="2" Number="1" /></InstalledOn></Service></Services>
</Topology>`,
  };

  test('are refused with the command that makes one', () => {
    const shown = Object.entries(cases).map(
      ([name, text]) => `# ${name}\n${folder.shown(readTopologyFile(folder.write('t.xml', text)))}`,
    );
    expect(shown.join('\n')).toMatchInlineSnapshot(`
      "# Export-Clixml
      t.xml:1:1: this is a file of Export-Clixml, not a topology document
        export it with: (Get-CsTopology -AsXml).ToString() | Out-File topology.xml -Encoding utf8
      # ConvertTo-Xml
      t.xml:2:1: this is a file of ConvertTo-Xml, not a topology document
        export it with: (Get-CsTopology -AsXml).ToString() | Out-File topology.xml -Encoding utf8
      # Export-CsConfiguration
      t.xml:1:1: this is the content of an Export-CsConfiguration file
        export it with: (Get-CsTopology -AsXml).ToString() | Out-File topology.xml -Encoding utf8
      # without -AsXml
      t.xml:2:1: this is what Get-CsTopology shows without -AsXml, not a topology document
        export it with: (Get-CsTopology -AsXml).ToString() | Out-File topology.xml -Encoding utf8
      # another Topology
      t.xml:1:1: <Topology> has no namespace: this is no topology of Lync or Skype for Business Server
        export it with: (Get-CsTopology -AsXml).ToString() | Out-File topology.xml -Encoding utf8
      # another root
      t.xml:2:3: the root element "html" is neither Topology nor TopologyBuilder
        export it with: (Get-CsTopology -AsXml).ToString() | Out-File topology.xml -Encoding utf8
      # an empty topology
      t.xml:1:1: this topology has no Front End pool
        nothing homes users in it
      # an empty Topology Builder file
      t.xml:1:1: this Topology Builder file has no topology in it
        open the topology in Topology Builder and save a copy of it
      # parts that are missing
      t.xml:2:13: the cluster "a.b" is at a site that the document does not have
        export the whole topology again
      t.xml:3:13: <Service> has no ServiceId
        export the topology again
      t.xml:3:13: the service "" is installed on something that the document does not have
        export the whole topology again"
    `);
  });
});

test('UTF-16, as the shell writes it by default, gives the same as UTF-8', () => {
  const text = readFileSync(fixture('standard-pair.xml'), 'utf8');
  const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  const big = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]);
  const plain = accepted(fixture('standard-pair.xml'));
  expect(accepted(folder.write('le.xml', little))).toEqual(plain);
  // content decides, not the name
  expect(accepted(folder.write('be.yaml', big))).toEqual(plain);
});

const REAL = new URL('../../../../shared/data/', import.meta.url);

test.skipIf(!existsSync(REAL))('two documents from real deployments (skipped where they are not at hand)', () => {
  const enterprise = accepted(new URL('contoso-enterprise.tbxml', REAL).pathname);
  expect(sketch(enterprise)).toMatchInlineSnapshot(`
      [
        "sfb2015: Contoso; CMS on frontendpool.contoso.com",
        "enterprise frontendpool.contoso.com at Contoso: xfrontend1.contoso.com xfrontend2.contoso.com xfrontend3.contoso.com xfrontend4.contoso.com; xSQL1.contoso.com\\MSSQLSERVER mirror null witness null at null; files xFile1.contoso.com; backup null; edge edgepool.contoso.com",
        "edge edgepool.contoso.com at Contoso: xedge1.contoso.com xedge2.contoso.com xedge3.contoso.com; next hop frontendpool.contoso.com; federation true; xmpp true",
      ]
    `);
  const standard = accepted(new URL('published-standard-edition.xml', REAL).pathname);
  expect(sketch(standard)).toMatchInlineSnapshot(`
      [
        "sfb2015: TVP; CMS on skypefe.contoso.com",
        "standard skypefe.contoso.com at TVP: skypefe.contoso.com; skypefe.contoso.com\\rtc mirror null witness null at null; files skypefe.contoso.com; backup null; edge Edge.contoso.com",
        "edge Edge.contoso.com at TVP: Edge.contoso.com; next hop skypefe.contoso.com; federation true; xmpp false",
      ]
    `);
});
