import { expect, test } from 'vitest';
import { topologyWarnings } from '../../../src/domain/deployment-warnings.js';
import { readTopologyFile } from '../../../src/input/topology/read-topology.js';
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
    D2: pool1.contoso.com and pool2.contoso.com are a pair, but differ in Back End high availability (none, mirroring): unsupported. Make both alike.
    # no witness
    D22: pool1.contoso.com has a mirror but no witness: its database does not fail over by itself. Add a witness, or plan for Invoke-CsDatabaseFailover -NewPrincipal mirror.
    # one witness
    D26: One witness, sql1w.contoso.com, serves both pools of the pair pool1.contoso.com and pool2.contoso.com: its loss hits both. Give each pool a witness in its own data centre.
    # mirroring in 2019
    D2: pool1.contoso.com has a mirrored Back End, which is unsupported from Skype for Business Server 2019 on. Use an AlwaysOn availability group (not modelled yet).
    D2: pool2.contoso.com has a mirrored Back End, which is unsupported from Skype for Business Server 2019 on. Use an AlwaysOn availability group (not modelled yet).
    # two servers
    D14: pool1.contoso.com has two Front End servers: legal, but the pool soon goes down when its Back End is lost. Use three servers or more.
    # one server
    D12: pool1.contoso.com has one Front End server: its loss ends the service. Use three servers or more.
    # capacity
    D3: pool1.contoso.com is sized for 39,999 users, but may have to serve 40,000 (those of both pools of the pair). Size it for all of them.
    # default capacity
    D3: pool1.contoso.com is sized for 19,980 users, but may have to serve 40,000 (those of both pools of the pair). Size it for all of them.
    # more than a pool of a pair may home
    D3: pool1.contoso.com homes 40,001 users; each pool of a pair may home 40,000 at most. Move users to another pool, or say what it is sized for (capacity).
    D3: pool2.contoso.com is sized for 40,000 users, but may have to serve 60,001 (those of both pools of the pair). Size it for all of them.
    # versions
    D2: pool1.contoso.com and pool2.contoso.com are a pair, but differ in product version (sfb2015, lync2013): unsupported. Make both alike.
    # file store
    D37: file1.contoso.com is the file store of pool1.contoso.com and pool2.contoso.com: with it they lose their files and their replication at once. Give each pool a file store in its own data centre.
    # next hop
    D42: edge1.contoso.com has no next hop: it serves nobody. Name a Front End pool."
  `);
});
