import { expect, test } from 'vitest';
import { topologyWarnings } from '../../../src/domain/deployment-warnings.js';
import { readTopologyFile } from '../../../src/input/from-disk.js';
import { CONTOSO, STANDARD } from './contoso.js';
import { scratchFolder } from './files.js';

const folder = scratchFolder();

function warnings(text: string): string[] {
  const deployment = readTopologyFile(folder.write('t.yaml', text));
  if (Array.isArray(deployment)) throw new Error(folder.shown(deployment));
  return topologyWarnings(deployment).map(({ rule, message }) => `${rule}: ${message}`);
}

test('a sound topology has no warning', () => {
  expect(warnings(CONTOSO)).toEqual([]);
  expect(warnings(STANDARD)).toEqual([]);
});

test('the weaknesses of where things stand go when what they advise is done', () => {
  const store = CONTOSO.replace('users: 20000', 'users: 20001').replaceAll('capacity: 40000', 'capacity: 50000');
  expect(warnings(store)).toHaveLength(1);
  expect(warnings(store.replace('active: pool1', 'active: pool2'))).toEqual([]);
  const witness = CONTOSO.replace('sql1w.contoso.com, ', 'sql1w.contoso.com, witnessSite: Datacenter1, ');
  expect(warnings(witness)).toEqual([]);
  expect(warnings(secondPair('file3.contoso.com', 'file4.contoso.com'))).toEqual([]);
});

/** A second pair beside the first one, with these file stores and as many users on the pool at Datacenter1. */
function secondPair(store3: string, store4: string, users = 100): string {
  const pool = (n: number, site: string, partner: number, store: string, homed: number) =>
    `  - { fqdn: pool${n}.contoso.com, site: ${site}, edition: enterprise, platform: virtual, servers: [fe${n}a.contoso.com, fe${n}b.contoso.com, fe${n}c.contoso.com], users: ${homed}, capacity: 40000, backupPool: pool${partner}.contoso.com, backEnd: { primary: sql${n}a.contoso.com, mirror: sql${n}b.contoso.com, witness: sql${n}w.contoso.com, instance: rtc }, fileStore: ${store}, edgePool: edge${n - 2}.contoso.com }\n`;
  const both = pool(3, 'Datacenter1', 4, store3, users) + pool(4, 'Datacenter2', 3, store4, 100);
  return CONTOSO.replace('edgePools:', `${both}edgePools:`);
}

test('each weakness has one', () => {
  const alone = CONTOSO.replace(/ {4}backupPool: .*\n/g, '');
  const changes: Record<string, string> = {
    'one site': CONTOSO.replace(/site: Datacenter2/g, 'site: Datacenter1'),
    unpaired: alone,
    platform: CONTOSO.replace('platform: virtual', 'platform: physical'),
    os: CONTOSO.replace('users: 20000', 'users: 20000\n    os: Windows Server 2012').replace(
      /users: 20000\n {4}cap/,
      'users: 20000\n    os: Windows Server 2016\n    cap',
    ),
    'high availability': CONTOSO.replace('mirror: sql1b.contoso.com, witness: sql1w.contoso.com, ', ''),
    'no witness': CONTOSO.replace('witness: sql1w.contoso.com, ', ''),
    'one witness': CONTOSO.replace('sql2w', 'sql1w'),
    'mirroring in 2019': CONTOSO.replace('lync2013', 'sfb2019').replace('xmpp: true', 'xmpp: false'),
    'two servers': CONTOSO.replace(', fe1c.contoso.com', ''),
    'one server': CONTOSO.replace(', fe1b.contoso.com, fe1c.contoso.com', ''),
    capacity: CONTOSO.replace('capacity: 40000', 'capacity: 39999'),
    'default capacity': CONTOSO.replace('    capacity: 40000\n', ''),
    'more than a pool of a pair may home': CONTOSO.replace('users: 20000\n    capacity: 40000', 'users: 40001'),
    versions: CONTOSO.replace('edition: enterprise', 'edition: enterprise\n    product: sfb2015'),
    'file store': CONTOSO.replace('file2', 'file1'),
    'Edge pools in one site': CONTOSO.replace(
      'edge2.contoso.com, site: Datacenter2',
      'edge2.contoso.com, site: Datacenter1',
    ),
    'one Edge pool': CONTOSO.replace(/ {2}- \{ fqdn: edge2.*\n/, '').replace('edgePool: edge2', 'edgePool: edge1'),
    'no mirror at all': CONTOSO.replaceAll(/mirror: \S+ witness: \S+ /g, ''),
    'one SQL server in 2019': CONTOSO.replace('lync2013', 'sfb2019')
      .replace('xmpp: true', 'xmpp: false')
      .replaceAll(/mirror: \S+ witness: \S+ /g, ''),
    'one of two Edge pools has no next hop': CONTOSO.replace('nextHop: pool2.contoso.com, ', ''),
    'Standard Edition store with the busiest pool': STANDARD.replace('users: 500', 'users: 501'),
    'partner without Edge': CONTOSO.replace('    edgePool: edge2.contoso.com\n', ''),
    'Edge pool of the partner in the lost site': CONTOSO.replace('edgePool: edge2', 'edgePool: edge1'),
    'file stores at one site': secondPair('file2.contoso.com', 'file4.contoso.com'),
    'DFS root': CONTOSO.replace('file2.contoso.com', 'contoso.com'),
    'DFS server': CONTOSO.replace('file2', 'dfs-root'),
    'store with the busiest pool': CONTOSO.replace('users: 20000', 'users: 20001').replaceAll(
      'capacity: 40000',
      'capacity: 50000',
    ),
    'store at the site of the busiest pool': secondPair('file3.contoso.com', 'file4.contoso.com', 30_000),
    'witness at another site': CONTOSO.replace('sql1w.contoso.com, ', 'sql1w.contoso.com, witnessSite: Datacenter2, '),
    'next hop': CONTOSO.replace('nextHop: pool1.contoso.com, ', ''),
  };
  const listed = Object.entries(changes).flatMap(([name, text]) => [`# ${name}`, ...warnings(text)]);
  expect(listed.join('\n')).toMatchInlineSnapshot(`
    "# one site
    S2: All Front End pools are in the site Datacenter1: its loss ends every service. Put the backup pool into another data centre.
    S2: pool1.contoso.com and pool2.contoso.com are a pair in the same site Datacenter1: its loss takes both. Put them into two data centres.
    # unpaired
    D40: pool1.contoso.com has no backup pool: its users and data cannot be failed over. Pair it with a pool at another site.
    D40: pool2.contoso.com has no backup pool: its users and data cannot be failed over. Pair it with a pool at another site.
    S6: The Central Management Store is on pool1.contoso.com, which is not paired: it has no standby. Pair the pool, or move the Central Management Store to a paired one.
    D42: edge1.contoso.com has pool1.contoso.com as next hop, which has no backup pool to change to. Pair that pool, or take a paired pool as next hop.
    D42: edge2.contoso.com has pool2.contoso.com as next hop, which has no backup pool to change to. Pair that pool, or take a paired pool as next hop.
    # platform
    D2: pool1.contoso.com and pool2.contoso.com are a pair, but differ in platform (physical, virtual): unsupported. Make both alike.
    # os
    D2: pool1.contoso.com and pool2.contoso.com are a pair, but differ in operating system (Windows Server 2012, Windows Server 2016): unsupported. Make both alike.
    # high availability
    S3: pool1.contoso.com has one SQL server, sql1a.contoso.com, and no mirror: when it is lost its users are in resiliency mode half an hour later (D27), and only its repair or a failover of the whole pool brings them back. Add a mirror and a witness.
    D2: pool1.contoso.com and pool2.contoso.com are a pair, but differ in Back End high availability (none, mirroring): unsupported. Make both alike.
    # no witness
    D22: pool1.contoso.com has a mirror but no witness: its database does not fail over by itself. Add a witness, or plan for Invoke-CsDatabaseFailover -NewPrincipal mirror.
    # one witness
    D26: One witness, sql1w.contoso.com, serves both pools of the pair pool1.contoso.com and pool2.contoso.com: its loss hits both. Give each pool a witness in its own data centre.
    # mirroring in 2019
    D2: pool1.contoso.com has a mirrored Back End, which is unsupported from Skype for Business Server 2019 on. Use an AlwaysOn availability group (kind: availabilityGroup). It hosts the Central Management Store, which goes to another pool before its Back End becomes a group: Move-CsManagementServer (D106).
    D2: pool2.contoso.com has a mirrored Back End, which is unsupported from Skype for Business Server 2019 on. Use an AlwaysOn availability group (kind: availabilityGroup).
    # two servers
    D14: pool1.contoso.com has two Front End servers: legal, but the pool soon goes down when its Back End is lost. Use three servers or more.
    D16: pool1.contoso.com is paired and has two Front End servers: at some time after pairing three have to run, or it never synchronises with pool2.contoso.com. Add a third server before you rely on the pair, even if only for that time.
    # one server
    D12: pool1.contoso.com has one Front End server: its loss ends the service. Use three servers or more.
    # capacity
    D3: pool1.contoso.com is sized for 39,999 users, but may have to serve 40,000 (those of both pools of the pair). Size it for all of them.
    # default capacity
    D3: pool1.contoso.com is sized for 19,980 users, but may have to serve 40,000 (those of both pools of the pair). Size it for all of them.
    # more than a pool of a pair may home
    D3: pool1.contoso.com homes 40,001 users; each pool of a pair may home 40,000 at most. Move users to another pool, or say what it is sized for (capacity).
    D3: pool2.contoso.com is sized for 40,000 users, but may have to serve 60,001 (those of both pools of the pair). Size it for all of them.
    D61: The Central Management Store is active on pool1.contoso.com, the busiest pool (40,001 users): one loss takes both, and none of these users can be failed over before the store is (D41), with what it had not replicated lost. Move it to pool2.contoso.com: Invoke-CsManagementServerFailover, typed there.
    # versions
    D2: pool1.contoso.com and pool2.contoso.com are a pair, but differ in product version (sfb2015, lync2013): unsupported. Make both alike.
    # file store
    D37: file1.contoso.com is the file store of pool1.contoso.com and pool2.contoso.com: with it they lose their files and their replication at once. Give each pool a file store in its own data centre.
    # Edge pools in one site
    S9: All Edge pools (edge1.contoso.com, edge2.contoso.com) are at Datacenter1: the loss of that site ends federation, remote access and remote media for the users of every pool until it is back, and no procedure moves them. Put an Edge pool into a second site, and publish its DNS records with a lower priority.
    # one Edge pool
    S9: The only Edge pool (edge1.contoso.com) is at Datacenter1: the loss of that site ends federation, remote access and remote media for the users of every pool until it is back, and no procedure moves them. Put an Edge pool into a second site, and publish its DNS records with a lower priority.
    # no mirror at all
    S3: pool1.contoso.com has one SQL server, sql1a.contoso.com, and no mirror: when it is lost its users are in resiliency mode half an hour later (D27), and only its repair or a failover of the whole pool brings them back. Add a mirror and a witness.
    S3: pool2.contoso.com has one SQL server, sql2a.contoso.com, and no mirror: when it is lost its users are in resiliency mode half an hour later (D27), and only its repair or a failover of the whole pool brings them back. Add a mirror and a witness.
    # one SQL server in 2019
    S3: pool1.contoso.com has one SQL server, sql1a.contoso.com, and no mirror: when it is lost its users are in resiliency mode half an hour later (D27), and only its repair or a failover of the whole pool brings them back. Use an AlwaysOn availability group (kind: availabilityGroup) or a failover cluster instance (kind: failoverCluster).
    S3: pool2.contoso.com has one SQL server, sql2a.contoso.com, and no mirror: when it is lost its users are in resiliency mode half an hour later (D27), and only its repair or a failover of the whole pool brings them back. Use an AlwaysOn availability group (kind: availabilityGroup) or a failover cluster instance (kind: failoverCluster).
    # one of two Edge pools has no next hop
    D42: edge2.contoso.com has no next hop: it serves nobody. Name a Front End pool.
    S9: The only Edge pool with a next hop (edge1.contoso.com) is at Datacenter1: the loss of that site ends federation, remote access and remote media for the users of every pool until it is back, and no procedure moves them. Put an Edge pool into a second site, and publish its DNS records with a lower priority.
    # Standard Edition store with the busiest pool
    D61: The Central Management Store is active on se1.contoso.com, the busiest pool (501 users): one loss takes both, and none of these users can be failed over before the store is (D41), with what it had not replicated lost. Move it to se2.contoso.com: Invoke-CsManagementServerFailover, typed there. Before that export the configuration and the location data (Export-CsConfiguration, Export-CsLisConfiguration): of Standard Edition pairs it was reported that the store had to be restored from them (D64).
    # partner without Edge
    S9: pool2.contoso.com, which takes the users of pool1.contoso.com in a disaster, has no Edge pool: those of them who work from outside have no audio and video there. Associate an Edge pool at Datacenter2 with it (Topology Builder, procedure 8).
    # Edge pool of the partner in the lost site
    S9: pool2.contoso.com has its Edge pool edge1.contoso.com at Datacenter1: when that site is lost and pool2.contoso.com takes the users of pool1.contoso.com, nobody has remote media until the association is changed. Associate an Edge pool outside of Datacenter1 with it (Topology Builder, procedure 8).
    # file stores at one site
    D37: file2.contoso.com is the file store of pool2.contoso.com and pool3.contoso.com: with it they lose their files and their replication at once. Give each pool a file store in its own data centre.
    D37: The file stores of pool3.contoso.com and pool4.contoso.com, file2.contoso.com and file4.contoso.com, are both at Datacenter2: the loss of that site stops the Backup Service both ways and takes the conference content of both. Give each pool a file store in its own data centre.
    # DFS root
    D37: contoso.com, the file store of pool2.contoso.com, looks like a DFS root (it is the name of a domain): if it is one, other servers hold the files, and where they stand decides what a lost site takes. Here one machine at Datacenter2 stands for them. Name the server that holds the folder, one for each pool.
    # DFS server
    D37: dfs-root.contoso.com, the file store of pool2.contoso.com, looks like a DFS root (by its name): if it is one, other servers hold the files, and where they stand decides what a lost site takes. Here one machine at Datacenter2 stands for them. Name the server that holds the folder, one for each pool.
    # store with the busiest pool
    D61: The Central Management Store is active on pool1.contoso.com, the busiest pool (20,001 users): one loss takes both, and none of these users can be failed over before the store is (D41), with what it had not replicated lost. Move it to pool2.contoso.com: Invoke-CsManagementServerFailover, typed there.
    # store at the site of the busiest pool
    D61: The Central Management Store is active on pool1.contoso.com, at Datacenter1 as pool3.contoso.com is, the busiest pool (30,000 users): one loss takes both, and none of these users can be failed over before the store is (D41), with what it had not replicated lost. Move it to pool2.contoso.com: Invoke-CsManagementServerFailover, typed there.
    # witness at another site
    D21: The witness of pool1.contoso.com, sql1w.contoso.com, is at Datacenter2, its SQL servers at Datacenter1: the WAN decides who serves. While it is down no principal is replaced by itself, and a principal that loses its mirror then stops serving, though it runs (D23). Put the witness at Datacenter1.
    # next hop
    D42: edge1.contoso.com has no next hop: it serves nobody. Name a Front End pool.
    S9: The only Edge pool with a next hop (edge2.contoso.com) is at Datacenter2: the loss of that site ends federation, remote access and remote media for the users of every pool until it is back, and no procedure moves them. Put an Edge pool into a second site, and publish its DNS records with a lower priority."
  `);
});
