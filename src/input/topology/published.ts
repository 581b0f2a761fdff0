import type { Problems } from '../problems.js';
import type { InstanceNode, ServiceNode, SiteNode, TopologyGraph } from './graph.js';
import { availabilityGroupOf, machineNodes, needed, relationsOf, siteNameOf } from './graph-parts.js';
import { childOf, childrenOf, type XmlElement } from './xml.js';

/**
 * The graph of a published topology (`Get-CsTopology -AsXml`): ids are numbers within a site, and every reference
 * is an element (ClusterId, SqlInstanceId, ServiceId).
 */
export function publishedGraph(root: XmlElement, problems: Problems): TopologyGraph {
  return {
    position: root.position,
    sites: (childOf(root, 'Sites')?.children ?? []).map((site) => siteNode(site, problems)),
    clusters: childrenOf(childOf(root, 'Clusters'), 'Cluster').map((cluster) => {
      const fqdn = needed(cluster, 'Fqdn', problems);
      const id = childOf(cluster, 'ClusterId');
      if (id === undefined)
        problems.add(cluster.position, '<Cluster> has no ClusterId', 'export the topology again');
      const machines = machineNodes(childrenOf(cluster, 'Machine'), 'OrdinalInCluster', { fqdn });
      const site = id?.attributes.get('SiteId') ?? '';
      return { id: clusterId(id), fqdn, site: siteId(site), position: cluster.position, machines };
    }),
    instances: childrenOf(childOf(root, 'SqlInstances'), 'SqlInstance').map(instanceNode),
    services: childrenOf(childOf(root, 'Services'), 'Service').map((service) =>
      serviceNode(service, problems),
    ),
  };
}

function siteNode(site: XmlElement, problems: Problems): SiteNode {
  return {
    id: siteId(needed(site, 'SiteId', problems)),
    kind: site.name === 'CentralSite' ? 'central' : 'branch',
    relations: relationsOf(site, resolve),
    ...siteNameOf(site),
  };
}

function instanceNode(element: XmlElement): InstanceNode {
  const id = childOf(element, 'SqlInstanceId');
  return {
    id: instanceId(id),
    name: id?.attributes.get('Name')?.trim() ?? '',
    cluster: clusterId(childOf(id, 'ClusterId')),
    position: element.position,
    availabilityGroup: availabilityGroupOf(element),
    // its own id refers to its cluster, which says nothing
    relations: element.children
      .filter((child) => child !== id)
      .flatMap((child) => relationsOf(child, resolve)),
  };
}

function serviceNode(element: XmlElement, problems: Problems): ServiceNode {
  const id = childOf(element, 'ServiceId');
  if (id === undefined)
    problems.add(element.position, '<Service> has no ServiceId', 'export the topology again');
  const place = childOf(element, 'InstalledOn');
  const instance = childOf(place, 'SqlInstanceId');
  const version = Number(element.attributes.get('ServiceVersion') ?? Number.NaN);
  const others = element.children.filter((child) => child !== id && child !== place);
  return {
    id: serviceId(id),
    role: id?.attributes.get('RoleName')?.trim() ?? '',
    version: Number.isInteger(version) ? version : null,
    position: element.position,
    installedOn: instance === undefined ? clusterId(childOf(place, 'ClusterId')) : instanceId(instance),
    relations: others.flatMap((child) => relationsOf(child, resolve)),
    element,
  };
}

function resolve(element: XmlElement): { words: string; target: string }[] {
  if (element.name === 'ServiceId') return [{ words: '', target: serviceId(element) }];
  if (element.name === 'SqlInstanceId') return [{ words: '', target: instanceId(element) }];
  if (element.name === 'ClusterId') return [{ words: '', target: clusterId(element) }];
  return [];
}

function siteId(number: string): string {
  return `site ${number.trim()}`;
}

function clusterId(element: XmlElement | undefined): string {
  return `cluster ${element?.attributes.get('SiteId') ?? '?'}:${element?.attributes.get('Number') ?? '?'}`;
}

function instanceId(element: XmlElement | undefined): string {
  return `sql ${clusterId(childOf(element, 'ClusterId'))} ${element?.attributes.get('Name')?.trim() ?? ''}`;
}

function serviceId(element: XmlElement | undefined): string {
  const part = (name: string) => element?.attributes.get(name)?.trim() ?? '?';
  return `service ${part('SiteId')}-${part('RoleName')}-${part('Instance')}`;
}
