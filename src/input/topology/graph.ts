// A graph of sites, clusters, SQL instances and services, indexed by id: both kinds of topology document give one.
import type { Position } from '../../core/input-error.js';
import type { XmlElement } from './xml.js';

/**
 * A topology document as a graph. Ids are opaque and compared without case. Lists keep the order of the document,
 * machines that of their ordinals.
 */
export interface TopologyGraph {
  readonly position: Position;
  readonly sites: readonly SiteNode[];
  readonly clusters: readonly ClusterNode[];
  readonly instances: readonly InstanceNode[];
  readonly services: readonly ServiceNode[];
}

export interface SiteNode {
  readonly id: string;
  readonly name: string;
  readonly kind: 'central' | 'branch';
  readonly position: Position;
  readonly relations: readonly Relation[];
}

export interface ClusterNode {
  readonly id: string;
  readonly fqdn: string;
  readonly site: string;
  readonly position: Position;
  readonly machines: readonly MachineNode[];
}

export interface MachineNode {
  readonly fqdn: string;
  readonly position: Position;
}

export interface InstanceNode {
  readonly id: string;
  /** empty for the default instance of the server */
  readonly name: string;
  readonly cluster: string;
  readonly position: Position;
  /** FQDN of the primary node where the instance is that of an AlwaysOn availability group */
  readonly availabilityGroup: string | null;
  readonly relations: readonly Relation[];
}

export interface ServiceNode {
  readonly id: string;
  readonly role: string;
  /** 6 = Lync Server 2013, 7 = Skype for Business Server 2015, ...; null = not a number */
  readonly version: number | null;
  readonly position: Position;
  /** a cluster or a SQL instance */
  readonly installedOn: string;
  readonly relations: readonly Relation[];
  readonly element: XmlElement;
}

/** That one part refers to another, and in which words: the usage of a dependency, or the name of the element. */
export interface Relation {
  readonly words: string;
  readonly target: string;
  readonly position: Position;
}

/** A graph with its lookups. */
export class Graph {
  private readonly clusters: Map<string, ClusterNode>;
  private readonly instances: Map<string, InstanceNode>;
  private readonly services: Map<string, ServiceNode>;
  private readonly sites: Map<string, SiteNode>;
  private readonly installed = new Map<string, ServiceNode[]>();
  private readonly withSql: ReadonlySet<string>;
  /** where users' data can be: User Store services and SQL instances */
  readonly stores: readonly (ServiceNode | InstanceNode)[];

  constructor(readonly all: TopologyGraph) {
    this.clusters = byId(all.clusters);
    this.instances = byId(all.instances);
    this.services = byId(all.services);
    this.sites = byId(all.sites);
    this.withSql = new Set(all.instances.map(({ cluster }) => cluster.toLowerCase()));
    this.stores = [...all.services.filter(({ role }) => role === 'UserStore'), ...all.instances];
    for (const service of all.services) {
      const cluster = this.clusterOf(service);
      if (cluster === null) continue;
      const list = this.installed.get(cluster.id) ?? [];
      list.push(service);
      this.installed.set(cluster.id, list);
    }
  }

  cluster(id: string): ClusterNode | null {
    return this.clusters.get(id.toLowerCase()) ?? null;
  }

  site(id: string): SiteNode | null {
    return this.sites.get(id.toLowerCase()) ?? null;
  }

  instance(id: string): InstanceNode | null {
    return this.instances.get(id.toLowerCase()) ?? null;
  }

  service(id: string): ServiceNode | null {
    return this.services.get(id.toLowerCase()) ?? null;
  }

  /** The SQL instance that a service is installed on; null for one that runs on machines. */
  instanceOf(service: ServiceNode): InstanceNode | null {
    return this.instance(service.installedOn);
  }

  /** The machines that a service runs on, directly or through its SQL instance. */
  clusterOf(service: ServiceNode): ClusterNode | null {
    return this.cluster(service.installedOn) ?? this.cluster(this.instanceOf(service)?.cluster ?? '');
  }

  /** What is installed on a cluster, its SQL instances included. */
  servicesOn(cluster: ClusterNode): readonly ServiceNode[] {
    return this.installed.get(cluster.id) ?? [];
  }

  hasSql(cluster: ClusterNode): boolean {
    return this.withSql.has(cluster.id.toLowerCase());
  }

  /** The services of `role` that `service` refers to, in the order of the document. */
  dependencies(service: ServiceNode, role: string): readonly { to: ServiceNode; by: Relation }[] {
    return service.relations.flatMap((by) => {
      const to = this.service(by.target);
      return to?.role === role ? [{ to, by }] : [];
    });
  }

  /** What a relation points to, as the machines of it. */
  clusterAt(target: string): ClusterNode | null {
    const service = this.service(target);
    if (service !== null) return this.clusterOf(service);
    return this.cluster(target) ?? this.cluster(this.instance(target)?.cluster ?? '');
  }
}

function byId<T extends { readonly id: string }>(nodes: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const node of nodes) if (!map.has(node.id.toLowerCase())) map.set(node.id.toLowerCase(), node);
  return map;
}
