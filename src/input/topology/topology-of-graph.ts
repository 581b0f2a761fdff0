// A topology graph as the tree that our own files give, each value where it stands in the document.

import type { AssumptionTaken } from '../../domain/assumption-taken.js';
import { hasXmpp, type Product, type UnmodelledPart } from '../../domain/deployment.js';
import type { Tree } from '../positioned-tree.js';
import type { Problems } from '../problems.js';
import { type EdgeParts, edgeParts } from './edge-parts.js';
import type { ClusterNode, Graph } from './graph.js';
import {
  activeManagement,
  type BackEndParts,
  backEndOf,
  backupOf,
  dependencyOf,
  FIRST_VERSION,
  type FrontEnd,
  frontEnds,
  hostOf,
} from './roles.js';
import { PARTS_MAX } from './topology-schema.js';
import { listAt, mapAt, scalarAt, type TopologySource } from './topology-source.js';
import { productInWords, unmodelledParts } from './unmodelled.js';
import { voiceTree } from './voice-parts.js';

/** Users of a pool where nobody says: no document does, so it is listed as an assumption and meant to be replaced. */
const USERS_ASSUMED = { enterprise: 5000, standard: 2500 } as const;

/** A pool of the document with everything that was found for it. */
interface PoolParts extends FrontEnd {
  readonly backEnd: BackEndParts | null;
  readonly files: ClusterNode | null;
  readonly edge: ClusterNode | null;
}

/** The topology of a graph in the form of our own files, each value where it stands in the document. */
export function topologyOfGraph(graph: Graph, problems: Problems): TopologySource | null {
  const pools = frontEnds(graph)
    .filter(({ userServices: { version } }) => version === null || version >= FIRST_VERSION)
    // what comes after looks at each pool with all services, and at each pool with all others
    .slice(0, PARTS_MAX + 1)
    .map((pool) => poolParts(graph, pool));
  if (pools.length > PARTS_MAX || graph.all.sites.length > 10 * PARTS_MAX) {
    problems.add(graph.all.position, 'this topology is too large', `at most ${PARTS_MAX} Front End pools are read`);
    return null;
  }
  if (pools.length === 0) {
    reportNoPool(graph, problems);
    return null;
  }
  const edges = edgeParts(graph, pools);
  const defaults = new Map<Tree, AssumptionTaken>();
  const assumed: Assumed = (tree, name, value, unit, why) => {
    defaults.set(tree, { name, value, unit, why });
    return tree;
  };
  const position = graph.all.position;
  const backups = pairs(graph, pools);
  const product = productOf(pools);
  const management = activeManagement(graph);
  const active = pools.find(({ cluster }) => management !== null && cluster === graph.clusterOf(management));
  const productScalar = scalarAt(pools[0].userServices.position, product.product);
  if (product.why !== '') assumed(productScalar, 'product', product.product, '', product.why);
  const poolTrees = pools.map((pool) => poolTree(graph, pool, pools, backups, assumed));
  const edgeTrees = edges.map((edge) =>
    edgeTree(graph, hasXmpp(product.product) ? edge : { ...edge, xmpp: { is: false, why: '' } }, assumed),
  );
  const tree = mapAt(position, {
    product: productScalar,
    sites: listAt(position, siteTrees(graph, pools, edges)),
    pools: listAt(position, poolTrees),
    edgePools: listAt(position, edgeTrees),
    centralManagement:
      management === null || active === undefined
        ? null
        : mapAt(management.position, { active: scalarAt(management.position, active.cluster.fqdn) }),
    voiceResiliency: voiceTree(
      graph,
      pools.filter((pool) => backups.has(pool)),
    ),
  });
  return { tree, defaults, unmodelled: leftOut(graph, pools, edges), exported: true };
}

type Assumed = (tree: Tree, name: string, value: AssumptionTaken['value'], unit: string, why: string) => Tree;

function poolParts(graph: Graph, pool: FrontEnd): PoolParts {
  const files = dependencyOf(graph, pool, 'FileStore');
  const edge = dependencyOf(graph, pool, 'EdgeServer');
  return {
    ...pool,
    backEnd: backEndOf(graph, pool),
    files: files === null ? null : graph.clusterOf(files),
    edge: edge === null ? null : graph.clusterOf(edge),
  };
}

function reportNoPool(graph: Graph, problems: Problems): void {
  const [old] = frontEnds(graph);
  if (old === undefined) {
    problems.add(graph.all.position, 'this topology has no Front End pool', 'nothing homes users in it');
    return;
  }
  problems.add(
    old.cluster.position,
    `no Front End pool of Lync Server 2013 or later: ${old.cluster.fqdn} is of ${productInWords(old.userServices.version ?? 0)}`,
    'pool pairing and pool failover came with Lync Server 2013; older versions are not supported',
  );
}

/** The pairs as the document names them; D1: they are mutual, so one direction stands for both. */
function pairs(graph: Graph, pools: readonly PoolParts[]): Map<FrontEnd, { partner: FrontEnd; assumed: boolean }> {
  const named = new Map<FrontEnd, FrontEnd>();
  for (const pool of pools) {
    const partner = backupOf(graph, pool, pools);
    if (partner !== null) named.set(pool, partner);
  }
  const found = new Map([...named].map(([pool, partner]) => [pool, { partner, assumed: false }]));
  for (const [pool, partner] of named) {
    if (!found.has(partner)) found.set(partner, { partner: pool, assumed: true });
  }
  return found;
}

const PRODUCT_OF_VERSION: Readonly<Record<number, Product>> = { 6: 'lync2013', 7: 'sfb2015', 8: 'sfb2019' };

/** The product by the version of User Services; an assumption where the versions leave a choice. */
function productOf(pools: readonly FrontEnd[]): { product: Product; why: string } {
  const versions = [...new Set(pools.map(({ userServices }) => userServices.version))];
  const [first] = versions;
  const known = versions.filter((version) => version !== null);
  if (versions.length > 1 && known.length > 0) {
    const oldest = Math.min(...known);
    return {
      product: PRODUCT_OF_VERSION[oldest] ?? 'sfbse',
      why: `the pools are of different versions (${versions.map((v) => v ?? 'unknown').join(', ')}); all are taken for the oldest`,
    };
  }
  if (first === null) return { product: 'sfb2015', why: 'the document names no version' };
  const product = PRODUCT_OF_VERSION[first] ?? 'sfbse';
  if (first === 8)
    return { product, why: 'service version 8; Subscription Edition may have the same: say "product: sfbse" then' };
  return { product, why: first > 8 ? `service version ${first} is newer than any that is known` : '' };
}

/** The central sites, and of the branch sites those with something modelled in them. */
function siteTrees(graph: Graph, pools: readonly PoolParts[], edges: readonly EdgeParts[]): Tree[] {
  const witnesses = pools.map(({ backEnd }) => backEnd?.witness ?? null).filter((cluster) => cluster !== null);
  const used = [...[...pools, ...edges].map(({ cluster }) => cluster), ...witnesses].map(({ site }) =>
    graph.site(site),
  );
  return graph.all.sites
    .filter((site) => site.kind === 'central' || used.includes(site))
    .map((site) => mapAt(site.position, { name: scalarAt(site.position, site.name) }));
}

function poolTree(
  graph: Graph,
  pool: PoolParts,
  pools: readonly FrontEnd[],
  backups: ReturnType<typeof pairs>,
  assumed: Assumed,
): Tree {
  const { cluster, userServices, backEnd, files, edge } = pool;
  const { position } = cluster;
  const standard = backEnd !== null && backEnd.cluster === cluster;
  const edition = standard ? 'standard' : 'enterprise';
  const pair = backups.get(pool);
  const name = `pools.${cluster.fqdn}`;
  let partner: Tree | null = null;
  if (pair !== undefined && pools.includes(pair.partner)) {
    const { fqdn } = pair.partner.cluster;
    partner = scalarAt(pair.assumed ? pair.partner.cluster.position : position, fqdn);
    const why = 'the document names this pair in the other direction only; pairs are mutual (D1)';
    if (pair.assumed) assumed(partner, `${name}.backupPool`, fqdn, '', why);
  }
  return mapAt(position, {
    fqdn: scalarAt(position, cluster.fqdn),
    site: scalarAt(position, graph.site(cluster.site)?.name ?? ''),
    edition: scalarAt(userServices.position, edition),
    servers: serverTrees(cluster),
    users: assumed(
      scalarAt(position, USERS_ASSUMED[edition]),
      `${name}.users`,
      USERS_ASSUMED[edition],
      'users',
      'no topology document says how many users a pool has; say it in an overlay',
    ),
    backupPool: partner,
    backEnd: backEnd === null ? null : backEndTree(graph, cluster, backEnd, standard),
    fileStore: hostTree(files),
    edgePool: edge === null ? null : scalarAt(edge.position, edge.fqdn),
  });
}

function backEndTree(graph: Graph, pool: ClusterNode, backEnd: BackEndParts, standard: boolean): Tree {
  const { instance, cluster, mirror, witness } = backEnd;
  const node = instance.availabilityGroup;
  // Of its replicas the document names one, and nothing of the cluster below.
  if (node !== null && !standard) {
    const isAway = cluster.site !== pool.site;
    const site = isAway ? scalarAt(cluster.position, graph.site(cluster.site)?.name ?? '') : null;
    const first = mapAt(instance.position, { server: scalarAt(instance.position, node), site });
    return mapAt(instance.position, {
      kind: scalarAt(instance.position, 'availabilityGroup'),
      listener: hostTree(cluster),
      replicas: listAt(instance.position, [first]),
      instance: instanceTree(instance),
    });
  }
  const elsewhere = witness !== null && witness.site !== pool.site;
  return mapAt(instance.position, {
    primary: standard ? null : hostTree(cluster),
    mirror: hostTree(mirror),
    witness: hostTree(witness),
    witnessSite: elsewhere ? scalarAt(witness.position, graph.site(witness.site)?.name ?? '') : null,
    instance: instanceTree(instance),
  });
}

/** The default instance has this name in SQL Server itself. */
const instanceTree = ({ position, name }: BackEndParts['instance']): Tree =>
  scalarAt(position, name === '' ? 'MSSQLSERVER' : name);

/** The machine that a server or a file share is reached by. */
function hostTree(cluster: ClusterNode | null): Tree | null {
  return cluster === null ? null : scalarAt(cluster.position, hostOf(cluster));
}

function serverTrees({ position, machines }: ClusterNode): Tree {
  const servers = machines.map((machine) => scalarAt(machine.position, machine.fqdn));
  return listAt(position, servers);
}

function edgeTree(graph: Graph, edge: EdgeParts, assumed: Assumed): Tree {
  const { cluster, service, nextHop, federation, xmpp } = edge;
  const { position } = cluster;
  const route = (key: 'federation' | 'xmpp', { is, why }: EdgeParts['federation']): Tree => {
    const tree = scalarAt(service.position, is);
    return why === '' ? tree : assumed(tree, `edgePools.${cluster.fqdn}.${key}`, is, '', why);
  };
  return mapAt(position, {
    fqdn: scalarAt(position, cluster.fqdn),
    site: scalarAt(position, graph.site(cluster.site)?.name ?? ''),
    servers: serverTrees(cluster),
    nextHop: nextHop === null ? null : scalarAt(service.position, nextHop.fqdn),
    federation: route('federation', federation),
    xmpp: route('xmpp', xmpp),
  });
}

/** Everything that the tree does not have, and what it has in a simpler form than the document. */
function leftOut(graph: Graph, pools: readonly PoolParts[], edges: readonly EdgeParts[]): UnmodelledPart[] {
  const clusters = (found: readonly (ClusterNode | null | undefined)[]) =>
    new Set(found.filter((cluster) => cluster !== null && cluster !== undefined));
  return [
    ...pools.flatMap((pool) => simplified(graph, pool)),
    ...edges.flatMap((edge) => edge.unmodelled),
    ...unmodelledParts(graph, {
      pools: clusters(pools.map(({ cluster }) => cluster)),
      edges: clusters(edges.map(({ cluster }) => cluster)),
      sql: clusters(pools.flatMap(({ backEnd }) => [backEnd?.cluster, backEnd?.mirror, backEnd?.witness])),
      files: clusters(pools.map(({ files }) => files)),
    }),
    ...graph.all.sites
      .filter(({ kind }) => kind === 'branch')
      .map(({ name }) => ({ what: 'branch site', name, site: null, consequence: '' })),
  ];
}

/** The Back End of a pool where it is more than the model can tell. */
function simplified(graph: Graph, { cluster: pool, backEnd }: PoolParts): UnmodelledPart[] {
  if (backEnd === null) return [];
  const { cluster, instance, mirror } = backEnd;
  const site = graph.site(cluster.site)?.name ?? null;
  const parts: UnmodelledPart[] = [];
  const one = 'It is taken for one SQL server without a mirror: its own failover is not played.';
  if (instance.availabilityGroup === null && cluster.machines.length > 1) {
    const consequence = `Back End of ${pool.fqdn}, ${cluster.machines.length} nodes. ${one}`;
    parts.push({ what: 'SQL Server cluster', name: cluster.fqdn, site, consequence, backEndOf: pool.fqdn });
  }
  for (const server of [cluster, mirror]) {
    // A replica stands where it stands (M139).
    if (server === null || server.site === pool.site || instance.availabilityGroup !== null) continue;
    const consequence = `It serves ${pool.fqdn} at another site and is taken to be there: a loss of either site alone is not played right.`;
    const name = graph.site(server.site)?.name ?? null;
    const what = 'SQL Server at another site than its pool';
    parts.push({ what, name: server.fqdn, site: name, consequence });
  }
  return parts;
}
