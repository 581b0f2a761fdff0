// Finds the roles of a pairing in a topology graph: pools, Back Ends, partners, the Central Management Server.
import type { ClusterNode, Graph, InstanceNode, Relation, ServiceNode } from './graph.js';
import { childElement, childElements } from './xml.js';

/** A cluster that homes users. */
export interface FrontEnd {
  readonly cluster: ClusterNode;
  /** what runs on it */
  readonly services: readonly ServiceNode[];
  readonly userServices: ServiceNode;
}

export interface BackEndParts {
  readonly instance: InstanceNode;
  readonly cluster: ClusterNode;
  readonly mirror: ClusterNode | null;
  readonly witness: ClusterNode | null;
}

/** The first version with pool pairing: Lync Server 2013. */
export const FIRST_VERSION = 6;

/** Every cluster with User Services, in the order of the document. */
export function frontEnds(graph: Graph): FrontEnd[] {
  return graph.all.clusters.flatMap((cluster) => {
    const services = graph.servicesOn(cluster);
    const userServices = services.find(({ role }) => role === 'UserServices');
    return userServices === undefined ? [] : [{ cluster, services, userServices }];
  });
}

/** What the roles of a Front End server depend on, User Services and the Registrar asked first. */
export function dependencyOf(graph: Graph, { services, userServices }: FrontEnd, role: string): ServiceNode | null {
  const registrar = services.filter((service) => service.role === 'Registrar');
  for (const service of [userServices, ...registrar, ...services]) {
    const found = graph.dependencies(service, role).find(({ by }) => !isCopy(by));
    if (found !== undefined) return found.to;
  }
  return null;
}

/** SQL Server behind a pool; null if the document names none. */
export function backEndOf(graph: Graph, pool: FrontEnd): BackEndParts | null {
  const store = dependencyOf(graph, pool, 'UserStore');
  const instance = store === null ? null : graph.instanceOf(store);
  const cluster = instance === null ? null : graph.cluster(instance.cluster);
  if (store === null || instance === null || cluster === null) return null;
  const counterpart = (words: RegExp, not: RegExp) =>
    relatedClusters(graph, [pool.userServices, store, instance], words, not).find(({ id }) => id !== cluster.id) ??
    null;
  return { instance, cluster, mirror: counterpart(/mirror/i, /witness/i), witness: counterpart(/witness/i, /^$/) };
}

function isCopy({ words }: Relation): boolean {
  return /mirror|witness/i.test(words);
}

type Node = ServiceNode | InstanceNode;

/** The clusters that `nodes` refer to in such words, and those of stores that refer to `nodes` in such words. */
function relatedClusters(graph: Graph, nodes: readonly Node[], words: RegExp, not: RegExp): ClusterNode[] {
  const fits = (relation: Relation) => words.test(relation.words) && !not.test(relation.words);
  const targets = nodes.flatMap((node) => node.relations.filter(fits).map(({ target }) => target));
  const own = new Set(nodes.map(({ id }) => id.toLowerCase()));
  const back = graph.stores.filter(
    ({ id, relations }) =>
      !own.has(id.toLowerCase()) &&
      relations.some((relation) => fits(relation) && own.has(relation.target.toLowerCase())),
  );
  return [...targets, ...back.map(({ id }) => id)]
    .map((target) => graph.clusterAt(target))
    .filter((cluster) => cluster !== null);
}

/** The pool that a pool is paired with; null if the document does not say. */
export function backupOf(graph: Graph, pool: FrontEnd, pools: readonly FrontEnd[]): FrontEnd | null {
  const candidates = pool.services.flatMap((service) =>
    service.relations.flatMap((relation) => {
      const to = graph.service(relation.target);
      const target = graph.clusterAt(relation.target);
      const partner = pools.find(({ cluster }) => cluster === target);
      if (partner === undefined || partner === pool) return [];
      const said = /backup/i.test(relation.words) || /backup/i.test(service.role);
      // a Registrar that names another pool's Registrar names its backup
      const implied = to !== null && to.role === service.role && /^(?:Registrar|UserServices)$/.test(to.role);
      return said || implied ? [{ partner, said }] : [];
    }),
  );
  return (candidates.find(({ said }) => said) ?? candidates[0])?.partner ?? null;
}

/** The active Central Management Server: the one marked so, or the only one. */
export function activeManagement(graph: Graph): ServiceNode | null {
  const all = graph.all.services.filter(({ role }) => role === 'CentralMgmt');
  const active = all.find(
    ({ element }) => childElement(element, 'CentralMgmtService')?.attributes.get('IsActive')?.toLowerCase() === 'true',
  );
  return active ?? (all.length === 1 ? all[0] : null);
}

/** Whether an Edge service listens for such a component from outside. */
export function listensOutside(edge: ServiceNode, component: string, usage: RegExp): boolean {
  return childElements(childElement(edge.element, 'Ports'), 'Port').some(({ attributes }) => {
    const owner = attributes.get('Owner') ?? '';
    const side = attributes.get('InterfaceSide');
    return owner.endsWith(`:${component}`) && side === 'External' && usage.test(attributes.get('Usage') ?? '');
  });
}

/** Whether the Registrar on a cluster is that of a Director. */
export function isDirector(service: ServiceNode): boolean {
  const settings = childElement(service.element, 'RegistrarService');
  return service.role === 'Registrar' && settings?.attributes.get('IsDirector')?.toLowerCase() === 'true';
}

/** The machine that SQL Server, or a file share, is reached by. */
export function hostOf(cluster: ClusterNode): string {
  return cluster.machines.length === 1 ? cluster.machines[0].fqdn : cluster.fqdn;
}
