// A Topology Builder file as a graph: clusters stand inside their sites, SQL instances inside their clusters, and every
// reference is a unique id in an attribute.
import type { Problems } from '../problems.js';
import type { ClusterNode, InstanceNode, ServiceNode, SiteNode, TopologyGraph } from './graph.js';
import { availabilityGroupOf, machineNodes, needed, type Resolve, relationsOf, siteNameOf } from './graph-parts.js';
import { childElement, childElements, type XmlElement } from './xml.js';

/** The graph of a Topology Builder file; what is missing in it goes into `problems`. */
export function builderGraph(root: XmlElement, problems: Problems): TopologyGraph {
  const topology = childElement(childElement(root, 'NewTopology'), 'PartialTopology');
  if (topology === undefined) {
    problems.add(
      root.position,
      'this Topology Builder file has no topology in it',
      'open the topology in Topology Builder and save a copy of it',
    );
  }
  const central = childElements(childElement(topology, 'CentralSites'), 'CentralSite');
  const places = central.flatMap((site, index): Place[] => [
    { element: site, kind: 'central', id: `site ${index}` },
    ...childElements(childElement(site, 'RemoteSites'), 'RemoteSite').map(
      (remote, at): Place => ({ element: remote, kind: 'branch', id: `site ${index}.${at}` }),
    ),
  ]);
  const services = childElements(childElement(topology, 'Services'), 'Service');
  const ids = new Set(
    [...services, ...places.flatMap(clustersOf).flatMap((cluster) => [cluster, ...instancesOf(cluster)])].map(uniqueId),
  );
  const resolve = (element: XmlElement) =>
    [...element.attributes].flatMap(([words, value]) => {
      const target = value.trim().toLowerCase();
      return ids.has(target) && words !== 'UniqueId' && words !== 'InstalledOn' ? [{ words, target }] : [];
    });
  return {
    position: root.position,
    sites: places.map((place) => siteNode(place, resolve)),
    clusters: places.flatMap((place) => clustersOf(place).map((element) => clusterNode(element, place, problems))),
    instances: places
      .flatMap(clustersOf)
      .flatMap((cluster) => instancesOf(cluster).map(instanceNode(cluster, resolve))),
    services: services.map((service) => serviceNode(service, resolve, problems)),
  };
}

interface Place {
  readonly element: XmlElement;
  readonly kind: 'central' | 'branch';
  readonly id: string;
}

function clustersOf(place: Place): readonly XmlElement[] {
  return childElements(childElement(place.element, 'Clusters'), 'Cluster');
}

function instancesOf(cluster: XmlElement): readonly XmlElement[] {
  return childElements(childElement(cluster, 'SqlInstances'), 'SqlInstance');
}

function siteNode({ element, kind, id }: Place, resolve: Resolve): SiteNode {
  // the clusters inside speak for themselves
  const own = element.children.filter(({ name }) => name !== 'Clusters' && name !== 'RemoteSites');
  const relations = own.flatMap((child) => relationsOf(child, resolve));
  const attributes = relationsOf({ ...element, children: [] }, resolve);
  return { id, kind, relations: [...attributes, ...relations], ...siteNameOf(element) };
}

function clusterNode(element: XmlElement, place: Place, problems: Problems): ClusterNode {
  const fqdn = needed(element, 'Fqdn', problems);
  needed(element, 'UniqueId', problems);
  const machines = childElements(childElement(element, 'Machines'), 'Machine');
  return {
    id: uniqueId(element),
    fqdn,
    site: place.id,
    position: element.position,
    // machines that were never published have no ordinal yet
    machines: machineNodes(machines, 'OriginalOrdinalInCluster', { fqdn }),
  };
}

function instanceNode(cluster: XmlElement, resolve: Resolve): (element: XmlElement) => InstanceNode {
  return (element) => ({
    id: uniqueId(element),
    name: element.attributes.get('Name')?.trim() ?? '',
    cluster: uniqueId(cluster),
    position: element.position,
    availabilityGroup: availabilityGroupOf(element),
    relations: relationsOf(element, resolve),
  });
}

function serviceNode(element: XmlElement, resolve: Resolve, problems: Problems): ServiceNode {
  needed(element, 'UniqueId', problems);
  const version = Number(element.attributes.get('ServiceVersion') ?? Number.NaN);
  return {
    id: uniqueId(element),
    role: needed(element, 'RoleName', problems),
    version: Number.isInteger(version) ? version : null,
    position: element.position,
    installedOn: needed(element, 'InstalledOn', problems).toLowerCase(),
    relations: relationsOf(element, resolve),
    element,
  };
}

function uniqueId(element: XmlElement): string {
  return element.attributes.get('UniqueId')?.trim().toLowerCase() ?? '';
}
