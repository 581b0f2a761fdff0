// Edge pools of a topology graph, with their next hop and the routes that they carry.
import type { UnmodelledPart } from '../../domain/deployment.js';
import type { ClusterNode, Graph, ServiceNode } from './graph.js';
import { FIRST_VERSION, type FrontEnd, isDirector, listensOutside } from './roles.js';
import { PARTS_MAX } from './topology-schema.js';

/** Whether an Edge pool carries a route, and what the answer rests on where the document does not say it. */
interface Route {
  readonly is: boolean;
  readonly why: string;
}

export interface EdgeParts {
  readonly cluster: ClusterNode;
  readonly service: ServiceNode;
  /** a Front End pool */
  readonly nextHop: ClusterNode | null;
  readonly federation: Route;
  readonly xmpp: Route;
  readonly unmodelled: readonly UnmodelledPart[];
}

/** Every Edge pool, in the order of the document, with its next hop and the routes that it carries. */
export function edgeParts(graph: Graph, pools: readonly FrontEnd[]): EdgeParts[] {
  const edges = graph.all.clusters.flatMap((cluster) => {
    const service = graph.servicesOn(cluster).find(({ role }) => role === 'EdgeServer');
    const old = service !== undefined && service.version !== null && service.version < FIRST_VERSION;
    return service === undefined || old ? [] : [{ cluster, service }];
  });
  // more are refused with the rest of the file
  edges.splice(PARTS_MAX + 1);
  const federation = routes(graph, edges, 'federation', (service) =>
    listensOutside(service, 'AccessEdge', /^SipServer$/),
  );
  const xmpp = routes(graph, edges, 'xmpp', (service) => listensOutside(service, 'XmppFederationProxy', /./));
  return edges.map((edge, index) => ({
    ...edge,
    ...nextHopOf(graph, edge, pools),
    federation: federation[index],
    xmpp: xmpp[index],
  }));
}

interface Edge {
  readonly cluster: ClusterNode;
  readonly service: ServiceNode;
}

/**
 * The Edge pool that a route is assigned to. Sites name it (FederationRoute, XmppFederationRoute); where none does,
 * the first Edge pool that is enabled for it is taken, and that is an assumption.
 */
function routes(
  graph: Graph,
  edges: readonly Edge[],
  kind: 'federation' | 'xmpp',
  enabled: (service: ServiceNode) => boolean,
): Route[] {
  const targets = graph.all.sites
    .flatMap((site) => site.relations)
    .filter(({ words }) => /federation/i.test(words) && /xmpp/i.test(words) === (kind === 'xmpp'))
    .map(({ target }) => graph.clusterAt(target));
  const named = [...new Set(targets.filter((target) => edges.some(({ cluster }) => cluster === target)))];
  if (named.length > 1) {
    // The model has one for the whole deployment, as the product has.
    const several = 'the sites name several Edge pools for it; the first is taken';
    return edges.map(({ cluster }) => ({ is: cluster === named[0], why: named.includes(cluster) ? several : '' }));
  }
  if (targets.length > 0) return edges.map(({ cluster }) => ({ is: cluster === named[0], why: '' }));
  const first = edges.findIndex(({ service }) => enabled(service));
  const why = 'no site names a route; this Edge pool is enabled for it';
  return edges.map((_, index) => ({ is: index === first, why: index === first ? why : '' }));
}

function nextHopOf(
  graph: Graph,
  { cluster, service }: Edge,
  pools: readonly FrontEnd[],
): Pick<EdgeParts, 'nextHop' | 'unmodelled'> {
  const [registrar] = graph.dependencies(service, 'Registrar');
  const target = registrar === undefined ? null : graph.clusterOf(registrar.to);
  if (target === null) return { nextHop: null, unmodelled: [] };
  if (pools.some((pool) => pool.cluster === target)) return { nextHop: target, unmodelled: [] };
  const what = isDirector(registrar.to) ? 'Director as next hop' : 'next hop that is not modelled';
  const consequence = `It is the next hop of ${cluster.fqdn}; say in an overlay which Front End pool stands for it.`;
  const site = graph.site(target.site)?.name ?? null;
  return { nextHop: null, unmodelled: [{ what, name: target.fqdn, site, consequence }] };
}
