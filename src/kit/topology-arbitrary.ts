/**
 * Arbitrary deployments: what a team could have built, the plainest first, so that a counterexample shrinks to one pair of
 * pools with three servers each. Every value that is drawn is read as a file is read.
 */
import fc from 'fast-check';
import type { Deployment } from '../domain/deployment.js';
import type { Load } from '../domain/drill.js';
import { topologyFromTree } from '../input/topology/read-topology.js';
import { writeTopology } from '../input/topology/write-yaml.js';
import { parseYaml } from '../input/yaml-tree.js';

/** A topology as the map of a file. */
export type TopologyData = { readonly [key: string]: unknown };

/** A deployment, and the map that it was read from. */
export interface DrawnTopology {
  readonly data: TopologyData;
  readonly deployment: Deployment;
}

/** Reads the map as a file is read; a map that is refused is a mistake of whoever drew it. */
export function deploymentOf(data: TopologyData): Deployment {
  const tree = parseYaml(JSON.stringify(data), 'topology.yaml');
  if ('message' in tree) throw new Error(tree.message);
  const deployment = topologyFromTree(tree);
  if (Array.isArray(deployment)) throw new Error(deployment.map((e) => e.message).join('; '));
  return deployment;
}

const backEnd = fc.constantFrom(
  ...([
    'witness',
    'mirror',
    'single',
    'sharedWitness',
    'thirdSiteWitness',
    'group',
    'instance',
    'mirror',
    'mirror',
  ] as const),
);

const poolShape = fc.record({
  servers: fc.constantFrom(3, 2, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  backEnd,
  users: fc.oneof(fc.constantFrom(1000, 20_000, 50_000, 10), fc.integer({ min: 10, max: 50_000 })),
});

const shape = fc.record({
  product: fc.constantFrom('lync2013', 'sfb2015', 'sfb2019', 'sfbse'),
  sites: fc.integer({ min: 1, max: 3 }).map((n) => 4 - n),
  pairs: fc.constantFrom('enterprise', 'standard', 'enterprise+enterprise', 'standard+enterprise'),
  lone: fc.constantFrom(false, false, false, true),
  pools: fc.array(poolShape, { minLength: 5, maxLength: 5 }),
  edges: fc.integer({ min: 1, max: 2 }),
  cms: fc.integer({ min: 0, max: 1 }),
  bandwidth: fc.constantFrom('1Gbps', '100Mbps', '1Gbps', '100Mbps', '1Gbps', '1Gbps', '1Gbps', '2Mbps'),
  rgs: fc.boolean(),
  voice: fc.constantFrom(true, true, true, false),
});

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

/** Deployments of every shape that the model knows: 1-3 sites, 1-2 pairs, Enterprise or Standard, mirrors and witnesses, groups and instances. */
export const drawnTopologies: fc.Arbitrary<DrawnTopology> = shape.map(drawn);

function drawn(s: Shape): DrawnTopology {
  const data = topologyData(s);
  return { data, deployment: deploymentOf(data) };
}

/** Which deployments are drawn. */
export interface TopologiesOptions {
  /**
   * Only what the product supports (default), or any that can be published: also mirrors from 2019 on (D2), two or one
   * Front End servers (D14), pools beyond 40,000 users (D3), a WAN that cannot carry the changes of its users.
   */
  readonly supported?: boolean;
}

/** Arbitrary deployments, validated as a file is; each shows itself as the YAML of a topology file. */
export function topologies({ supported = true }: TopologiesOptions = {}): fc.Arbitrary<Deployment> {
  return (supported ? shape.map(asSupported) : shape).map((s) => shown(drawn(s).deployment));
}

/** A pool of fewer cannot bear the loss of a server (D14). */
const atLeastThree = (servers: Shape['pools'][number]['servers']) => (servers === 1 || servers === 2 ? 3 : servers);

/** The nearest shape that the product supports. */
function asSupported(s: Shape): Shape {
  const pools = s.pools.map(({ servers, backEnd: kind, users }) => ({
    servers: atLeastThree(servers),
    backEnd: supportedKind(s, kind),
    users: Math.min(users, s.pairs.includes('standard') ? 2500 : 20_000),
  }));
  return { ...s, pools, sites: Math.max(2, s.sites), bandwidth: '1Gbps' };
}

/** D2, D100: mirrors up to 2015, groups from 2015 on. */
function supportedKind(s: Shape, kind: Shape['pools'][number]['backEnd']): typeof kind {
  if (kind === 'instance' || kind === 'single') return kind;
  if (kind === 'group') return s.product === 'lync2013' ? 'witness' : kind;
  return isBefore2019(s) ? kind : 'single';
}

/** fast-check prints the deployment as the text of its file; nobody else sees a difference. */
function shown(deployment: Deployment): Deployment {
  const show = { value: () => writeTopology(deployment), enumerable: false };
  return Object.defineProperty({ ...deployment }, fc.toStringMethod, show);
}

const isBefore2019 = ({ product }: Shape): boolean => product === 'lync2013' || product === 'sfb2015';

function topologyData(s: Shape): TopologyData {
  const sites = ['East', 'West', 'North'].slice(0, s.sites);
  const site = (i: number): string => sites[i % sites.length];
  const editions = s.pairs.split('+');
  const pools = editions.flatMap((edition, pair) =>
    [0, 1].map((side) => {
      const n = pair * 2 + side;
      // The second pair lies the other way round; both pools of a pair have the same kind of Back End (D2).
      const like = s.pools[pair * 2];
      return poolData(s, s.pools[n], like.backEnd, edition, n + 1, site(pair + side), `p${pair * 2 + 2 - side}.test`);
    }),
  );
  if (s.lone) pools.push(poolData(s, s.pools[4], s.pools[4].backEnd, 'enterprise', 5, site(1), null));
  const edges = Array.from({ length: s.edges }, (_, e) => ({
    fqdn: `edge${e + 1}.test`,
    site: site(e),
    servers: [`edge${e + 1}a.test`, `edge${e + 1}b.test`],
    nextHop: `p${e + 1}.test`,
    federation: e === 0,
    xmpp: e === 0 && isBefore2019(s),
  }));
  return {
    product: s.product,
    sites: sites.map((name) => ({ name })),
    links: sites.flatMap((a, i) =>
      sites.slice(i + 1).map((b) => ({ between: [a, b], latency: '30ms', bandwidth: s.bandwidth })),
    ),
    pools,
    edgePools: edges,
    centralManagement: { active: `p${s.cms + 1}.test` },
    backupService: {
      syncInterval: '2m',
      ...(s.rgs && !isBefore2019(s) ? { enableRgsBackupService: true } : {}),
    },
    voiceResiliency: { automatic: s.voice, failureDetectionInterval: '5m', failbackDetectionInterval: '10m' },
  };
}

function poolData(
  s: Shape,
  own: Shape['pools'][number],
  kind: Shape['pools'][number]['backEnd'],
  edition: string,
  n: number,
  site: string,
  backupPool: string | null,
): TopologyData & { fqdn: string } {
  const base = {
    fqdn: `p${n}.test`,
    site,
    edition,
    platform: 'virtual',
    users: own.users,
    capacity: 200_000,
    ...(backupPool === null ? {} : { backupPool }),
    edgePool: `edge${((n - 1) % s.edges) + 1}.test`,
  };
  if (edition === 'standard') return { ...base, servers: [`se${n}.test`] };
  // Two servers cannot be published from 2019 on (D14).
  const count = own.servers === 2 && !isBefore2019(s) ? 3 : own.servers;
  const servers = Array.from({ length: count }, (_, i) => `fe${n}${'abcdefghijkl'[i]}.test`);
  return { ...base, servers, backEnd: { ...backEndData(s, kind, n), instance: 'rtc' }, fileStore: `file${n}.test` };
}

function backEndData(s: Shape, kind: Shape['pools'][number]['backEnd'], n: number): TopologyData {
  const [primary, mirror] = [`sql${n}a.test`, `sql${n}b.test`];
  const witness = `wit${n}.test`;
  const witnessSite = s.sites === 3 ? 'North' : 'East';
  const cluster = { witness: 'fileShare', witnessServer: witness, witnessSite };
  switch (kind) {
    case 'single':
      return { primary };
    case 'mirror':
      return { primary, mirror };
    case 'witness':
      return { primary, mirror, witness };
    case 'sharedWitness':
      return { primary, mirror, witness: 'wit.test', witnessSite: 'East' };
    case 'thirdSiteWitness':
      return { primary, mirror, witness, witnessSite };
    case 'group': {
      const replicas = [primary, mirror].map((server) => ({ server, logins: true }));
      return { kind: 'availabilityGroup', listener: `ag${n}.test`, replicas, cluster };
    }
    case 'instance': {
      const nodes = [primary, mirror];
      return { kind: 'failoverCluster', name: `fci${n}.test`, nodes, storage: `san${n}.test`, cluster };
    }
  }
}

/** What the WAN carries at the given load stays well below what it can carry: else no backlog ever ends. */
export function carries(deployment: Deployment, load: Load): boolean {
  const paired = deployment.pools.filter((p) => p.backupPool !== null);
  const users = Math.max(...paired.map((p) => p.users)) * 2;
  const bits = users * (load.conferenceUploadsPerUserPerHour * 2 ** 20 + load.changesPerUserPerHour * 2048) * 8;
  const bandwidth = Math.min(...deployment.links.map((l) => l.bandwidthBitsPerSecond));
  // 500 batches of 100 changes in five minutes (D32)
  const batches = (50_000 * 3600) / 300;
  // a package of 100 files of 1 MiB in five minutes (D32)
  const files = (100 * 3600) / 300;
  const carried =
    users * load.changesPerUserPerHour < batches / 2 && users * load.conferenceUploadsPerUserPerHour < files / 2;
  return carried && bits / 3600 < bandwidth / 2;
}

/** Rates of users and administrators; some are zero. */
export const loads = (): fc.Arbitrary<Load> =>
  fc.record({
    changesPerUserPerHour: fc.constantFrom(6, 0.5, 0, 12),
    conferenceUploadsPerUserPerHour: fc.constantFrom(0.01, 0, 0.05),
    configChangesPerHour: fc.constantFrom(4, 0, 60),
    responseGroupChangesPerHour: fc.constantFrom(0, 2),
  });
