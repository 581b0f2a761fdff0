// A published topology (`Get-CsTopology -AsXml`) as a graph: ids are numbers within a site, and every reference is an
// element (ClusterId, SqlInstanceId, ServiceId).
import type { Problems } from '../problems.js';
import type { InstanceNode, ServiceNode, SiteNode, TopologyGraph } from './graph.js';
import { availabilityGroupOf, machineNodes, needed, relationsOf, siteNameOf } from './graph-parts.js';
import { childElement, childElements, type XmlElement } from './xml.js';

/** The graph of a published topology; what is missing in it goes into `problems`. */
export function publishedGraph(root: XmlElement, problems: Problems): TopologyGraph {
  return {
    position: root.position,
    sites: (childElement(root, 'Sites')?.children ?? []).map((site) => siteNode(site, problems)),
    clusters: childElements(childElement(root, 'Clusters'), 'Cluster').map((cluster) => {
      const fqdn = needed(cluster, 'Fqdn', problems);
      const id = childElement(cluster, 'ClusterId');
      if (id === undefined) problems.add(cluster.position, '<Cluster> has no ClusterId', 'export the topology again');
      const machines = machineNodes(childElements(cluster, 'Machine'), 'OrdinalInCluster', { fqdn });
      const site = id?.attributes.get('SiteId') ?? '';
      return { id: clusterId(id), fqdn, site: siteId(site), position: cluster.position, machines };
    }),
    instances: childElements(childElement(root, 'SqlInstances'), 'SqlInstance').map(instanceNode),
    services: childElements(childElement(root, 'Services'), 'Service').map((service) => serviceNode(service, problems)),
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
  const id = childElement(element, 'SqlInstanceId');
  return {
    id: instanceId(id),
    name: id?.attributes.get('Name')?.trim() ?? '',
    cluster: clusterId(childElement(id, 'ClusterId')),
    position: element.position,
    availabilityGroup: availabilityGroupOf(element),
    // its own id refers to its cluster, which says nothing
    relations: element.children.filter((child) => child !== id).flatMap((child) => relationsOf(child, resolve)),
  };
}

function serviceNode(element: XmlElement, problems: Problems): ServiceNode {
  const id = childElement(element, 'ServiceId');
  if (id === undefined) problems.add(element.position, '<Service> has no ServiceId', 'export the topology again');
  const place = childElement(element, 'InstalledOn');
  const instance = childElement(place, 'SqlInstanceId');
  const version = Number(element.attributes.get('ServiceVersion') ?? Number.NaN);
  const others = element.children.filter((child) => child !== id && child !== place);
  return {
    id: serviceId(id),
    role: id?.attributes.get('RoleName')?.trim() ?? '',
    version: Number.isInteger(version) ? version : null,
    position: element.position,
    installedOn: instance === undefined ? clusterId(childElement(place, 'ClusterId')) : instanceId(instance),
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
  return `sql ${clusterId(childElement(element, 'ClusterId'))} ${element?.attributes.get('Name')?.trim() ?? ''}`;
}

function serviceId(element: XmlElement | undefined): string {
  const part = (name: string) => element?.attributes.get(name)?.trim() ?? '?';
  return `service ${part('SiteId')}-${part('RoleName')}-${part('Instance')}`;
}
